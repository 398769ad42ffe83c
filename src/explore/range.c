#include "explore/range.h"

#include "base/timefmt.h"
#include "explore/cells.h"

#define MINUTE (60 * US_PER_SECOND)
#define YEAR_FIRST_US INT64_C(-62135596800000000) /* 0001-01-01 */
#define YEAR_BEHIND_US INT64_C(253402300800000000) /* 10000-01-01 */

/* One end of a range, as far as it was typed. */
struct point {
	bool has_day, has_clock, zoned;
	int64_t day_us;   /* midnight; of a zoned one the whole time */
	int64_t clock_us; /* since midnight */
	int64_t grain_us; /* what it was typed to: a day, a minute, a second */
};

struct reading {
	const struct range_context *c;
	struct point point[2];
	size_t n_points;
	int64_t plus_us;    /* +6m */
	int64_t back_us[2]; /* -3h */
	size_t n_back;
	int64_t around_us;
	bool selection, all;
};

/* ---- words ------------------------------------------------------------- */

static bool
digits(struct str s, size_t n, int *value)
{
	*value = 0;
	if (s.n < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		*value = *value * 10 + (s.p[i] - '0');
	}
	return true;
}

/* hh:mm or hh:mm:ss, one digit of the hour too. */
static bool
clock_read(struct str s, struct point *p)
{
	int hour, minute, second = 0;
	size_t colon = str_index(s, ':');

	if (colon < 1 || colon > 2 || !digits(s, colon, &hour) ||
	    !digits(str_from(s, colon + 1 < s.n ? colon + 1 : s.n), 2,
	        &minute))
		return false;
	s = str_from(s, colon + 3);
	p->grain_us = MINUTE;
	if (s.n > 0) {
		if (s.n != 3 || s.p[0] != ':' ||
		    !digits(str_from(s, 1), 2, &second))
			return false;
		p->grain_us = US_PER_SECOND;
	}
	if (hour > 24 || minute > 59 || second > 59)
		return false;
	p->has_clock = true;
	p->clock_us = ((hour * 60 + minute) * INT64_C(60) + second) *
	    US_PER_SECOND;
	return true;
}

static bool
ends_in_zone(struct str s)
{
	struct str clock = str_from(s, s.n > 10 ? 10 : s.n);

	return str_ends(s, STR("Z")) || str_ends(s, STR("z")) ||
	    str_index(clock, '+') < clock.n || str_index(clock, '-') < clock.n;
}

/* A date, or date and time in one word. */
static bool
day_read(struct str s, struct point *p)
{
	int64_t us;

	if (s.n < 10 || !time_parse(s, &us))
		return false;
	p->has_day = true;
	if (s.n == 10) {
		p->day_us = us;
		p->grain_us = US_PER_DAY;
		return true;
	}
	p->zoned = ends_in_zone(s);
	p->has_clock = true;
	p->clock_us = (us % US_PER_DAY + US_PER_DAY) % US_PER_DAY;
	p->day_us = us - p->clock_us;
	p->grain_us = s.n < 19 ? MINUTE : US_PER_SECOND;
	return true;
}

static bool
is_filler(struct str s)
{
	return str_equal(s, STR("to")) || str_equal(s, STR("-")) ||
	    str_equal(s, STR("–")) || str_equal(s, STR("..")) ||
	    str_equal(s, STR("last"));
}

/* Longer ones than all the years that we know are no duration. */
static bool
span_read(struct str s, int64_t *us)
{
	return duration_parse(s, us) && *us <= YEAR_BEHIND_US;
}

static bool
signed_read(struct str s, const char *sign, int64_t *us)
{
	struct str head = str_of(sign);

	return str_starts(s, head) && span_read(str_from(s, head.n), us);
}

static bool
word_read(struct reading *r, struct str s)
{
	struct point p = { 0 };
	struct point *last = r->n_points > 0 ? &r->point[r->n_points - 1]
	                                     : NULL;
	int64_t us;

	if (str_equal(s, STR("all")))
		return r->all = true;
	if (str_equal(s, STR("f")))
		return r->selection = true;
	if (str_equal(s, STR("a"))) {
		r->around_us = RANGE_AROUND_US;
		return true;
	}
	if (signed_read(s, "±", &r->around_us) ||
	    signed_read(s, "+-", &r->around_us))
		return true;
	if (signed_read(s, "+", &r->plus_us))
		return true;
	if (signed_read(s, "-", &us) || span_read(s, &us)) {
		if (r->n_back == 2)
			return false;
		r->back_us[r->n_back++] = us;
		return true;
	}
	if (clock_read(s, &p)) {
		if (last && last->has_day && !last->has_clock) {
			last->has_clock = true;
			last->clock_us = p.clock_us;
			last->grain_us = p.grain_us;
			return true;
		}
	} else if (!day_read(s, &p)) {
		return false;
	}
	if (r->n_points == 2)
		return false;
	r->point[r->n_points++] = p;
	return true;
}

/* 12:22–12:28 and 12:22-12:28 are two times, as they are shown; a date has
 * bars of its own. */
static struct str
word_head(struct str s)
{
	size_t dash = str_find(s, STR("–")), bar = str_index(s, '-');

	if (dash > 0 && dash < s.n)
		return str_head(s, dash);
	if (bar > 3 && bar < s.n && str_index(s, ':') < bar &&
	    str_index(str_from(s, bar), ':') < s.n - bar &&
	    str_index(s, 'T') == s.n && str_index(s, '-') == bar)
		return str_head(s, bar);
	return s;
}

static bool
words_read(struct reading *r, struct str text, struct err *err)
{
	struct str left = str_trim(text);

	while (left.n > 0) {
		struct str word = str_head(left, str_index(left, ' '));
		struct str head = word_head(word);

		if (!is_filler(head) && !word_read(r, head))
			return err_set(err, ERR_USAGE,
			    "\"%.*s\" is no time: 12:22 12:28, 2023-07-10, "
			    "-3h, 12:22 +6m",
			    STR_ARG(str_head(head, 40)));
		left = str_from(left, head.n);
		if (str_starts(left, STR("–")))
			left = str_from(left, STR("–").n);
		else if (left.n > 0 && left.p[0] == '-' && head.n < word.n)
			left = str_from(left, 1);
		left = str_trim(left);
	}
	return true;
}

/* ---- meaning ----------------------------------------------------------- */

static int64_t
zone_us(const struct range_context *c, int64_t us)
{
	return c->zone ? c->zone(us) * US_PER_SECOND : 0;
}

/* The day, local midnight as if it were UTC, that clock times belong to. */
static bool
reference_day(const struct range_context *c, int64_t *day, struct err *err)
{
	int64_t us = c->event_us != TIME_NONE ? c->event_us : c->newest_us;

	if (us == TIME_NONE)
		return err_set(err, ERR_USAGE,
		    "no event has a time: type the day too");
	us += zone_us(c, us);
	*day = us - (us % US_PER_DAY + US_PER_DAY) % US_PER_DAY;
	return true;
}

static int64_t
point_us(const struct range_context *c, const struct point *p)
{
	int64_t us = p->day_us + (p->has_clock ? p->clock_us : 0);

	return p->zoned ? us : us - zone_us(c, us);
}

static bool
points_mean(struct reading *r, struct range *out, struct err *err)
{
	struct point *a = &r->point[0], *b = &r->point[1];
	int64_t day = 0;

	if (!a->has_day) {
		if (!reference_day(r->c, &day, err))
			return false;
		a->day_us = day;
	}
	out->from_us = point_us(r->c, a);
	if (r->n_points == 1) {
		out->to_us = out->from_us +
		    (r->plus_us > 0 ? r->plus_us : a->grain_us);
		return true;
	}
	if (!b->has_day) {
		b->day_us = a->day_us;
		if (b->clock_us <= a->clock_us)
			b->day_us += US_PER_DAY; /* over midnight */
	}
	out->to_us = point_us(r->c, b);
	if (!b->has_clock) /* that day too */
		out->to_us += US_PER_DAY;
	return true;
}

static int64_t
whole_ms(int64_t us)
{
	return us - (us % US_PER_MS + US_PER_MS) % US_PER_MS;
}

static bool
meaning(struct reading *r, struct range *out, struct err *err)
{
	const struct range_context *c = r->c;

	if (r->all) {
		out->all = true;
		return true;
	}
	if (r->around_us > 0) {
		if (c->event_us == TIME_NONE)
			return err_set(err, ERR_USAGE,
			    "no event with a time is selected");
		out->from_us = c->event_us - r->around_us;
		out->to_us = c->event_us + r->around_us + US_PER_MS;
	} else if (r->selection) {
		if (c->first_us == TIME_NONE)
			return err_set(err, ERR_USAGE,
			    "no event of this selection has a time");
		out->from_us = c->first_us;
		out->to_us = c->last_us + US_PER_MS;
	} else if (r->n_back > 0) {
		if (c->newest_us == TIME_NONE)
			return err_set(err, ERR_USAGE, "no event has a time");
		out->from_us = c->newest_us - r->back_us[0];
		out->to_us = r->n_back == 2 ? c->newest_us - r->back_us[1]
		                            : c->newest_us + US_PER_MS;
	} else if (r->n_points > 0) {
		return points_mean(r, out, err);
	} else {
		return err_set(err, ERR_USAGE,
		    "12:22 12:28, 2023-07-10, -3h, 12:22 +6m");
	}
	return true;
}

bool
range_parse(struct str text, const struct range_context *c, struct range *out,
    struct err *err)
{
	struct reading r = { .c = c };

	*out = (struct range){ .from_us = TIME_NONE, .to_us = TIME_NONE };
	if (!words_read(&r, text, err) || !meaning(&r, out, err))
		return false;
	if (out->all)
		return true;
	out->from_us = whole_ms(out->from_us);
	out->to_us = whole_ms(out->to_us);
	if (out->from_us < YEAR_FIRST_US || out->to_us > YEAR_BEHIND_US)
		return err_set(err, ERR_USAGE,
		    "beyond the years 1 to 9999");
	if (out->from_us >= out->to_us)
		return err_set(err, ERR_USAGE,
		    "it ends before it begins: the earlier time comes first");
	return true;
}

void
range_explain(const struct range *r, int (*zone)(int64_t us), struct buf *out)
{
	struct buf from = { 0 }, to = { 0 };
	int east = zone ? zone(r->from_us) : 0;

	if (r->all) {
		buf_add(out, STR("all of the time"));
		return;
	}
	cell_day(r->from_us, east, &from);
	buf_add(out, buf_str(&from));
	buf_byte(out, ' ');
	cell_time(r->from_us, east, false, out);
	buf_add(out, STR(" to "));
	east = zone ? zone(r->to_us) : 0;
	cell_day(r->to_us, east, &to);
	if (!str_equal(buf_str(&from), buf_str(&to))) {
		buf_add(out, buf_str(&to));
		buf_byte(out, ' ');
	}
	cell_time(r->to_us, east, false, out);
	buf_free(&from);
	buf_free(&to);
}
