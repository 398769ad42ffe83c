/*
 * Times to texts and back, by patterns: those of strftime (POSIX.1-2017) and
 * those of Java's DateTimeFormatter.  Names are English.
 */
#include "base/timefmt.h"
#include "query/eval.h"
#include "query/func.h"
#include "query/zone.h"

static const char *const months[] = { "January", "February", "March",
	"April", "May", "June", "July", "August", "September", "October",
	"November", "December" };
static const char *const days[] = { "Sunday", "Monday", "Tuesday",
	"Wednesday", "Thursday", "Friday", "Saturday" };

/* ---- the calendar ------------------------------------------------------- */

static int64_t
floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int
weekday(int64_t local_us) /* 0: Sunday; 1970-01-01 was a Thursday */
{
	int64_t day = floor_divide(local_us, US_PER_DAY) + 4;

	return (int)(day - floor_divide(day, 7) * 7);
}

static int
year_day(int64_t local_us, int year) /* 1..366 */
{
	struct civil first = { .year = year, .month = 1, .day = 1 };

	return 1 + (int)floor_divide(
	    local_us - time_from_civil(&first), US_PER_DAY);
}

/* The week of ISO 8601: that of the year of its Thursday. */
static int
iso_week(int64_t local_us, int *year)
{
	int64_t thursday =
	    local_us + (4 - (weekday(local_us) + 6) % 7 - 1) * US_PER_DAY;
	struct civil c;

	time_civil(thursday, &c);
	*year = c.year;
	return (year_day(thursday, c.year) - 1) / 7 + 1;
}

/* ---- strftime ----------------------------------------------------------- */

struct moment {
	int64_t us, local_us;
	int32_t offset_s;
	struct str zone;
	struct civil c;
};

static void put_pattern(const struct moment *m, struct str pattern,
    struct buf *out);

static void
put_offset(int32_t s, struct buf *out)
{
	int minutes = (s < 0 ? -s : s) / 60;

	buf_printf(out, "%c%02d%02d", s < 0 ? '-' : '+', minutes / 60,
	    minutes % 60);
}

/* False: no such letter. */
static bool
put_week(const struct moment *m, char letter, struct buf *out)
{
	int day = year_day(m->local_us, m->c.year) - 1, year;
	int from_sunday = weekday(m->local_us);
	int from_monday = (from_sunday + 6) % 7;

	switch (letter) {
	case 'U':
		buf_printf(out, "%02d", (day + 7 - from_sunday) / 7);
		return true;
	case 'W':
		buf_printf(out, "%02d", (day + 7 - from_monday) / 7);
		return true;
	case 'V':
		buf_printf(out, "%02d", iso_week(m->local_us, &year));
		return true;
	case 'G':
		iso_week(m->local_us, &year);
		buf_printf(out, "%04d", year);
		return true;
	case 'u':
		buf_printf(out, "%d", from_monday + 1);
		return true;
	case 'w':
		buf_printf(out, "%d", from_sunday);
		return true;
	case 'j':
		buf_printf(out, "%03d", day + 1);
		return true;
	default:
		return false;
	}
}

static bool
put_name(const struct moment *m, char letter, struct buf *out)
{
	const char *day = days[weekday(m->local_us)];
	const char *month = months[m->c.month - 1];

	switch (letter) {
	case 'A':
	case 'a':
		buf_add(out, str_head(str_of(day), letter == 'a' ? 3 : 99));
		return true;
	case 'B':
		buf_add(out, str_of(month));
		return true;
	case 'b':
	case 'h':
		buf_add(out, str_head(str_of(month), 3));
		return true;
	case 'p':
		buf_add(out, m->c.hour < 12 ? STR("AM") : STR("PM"));
		return true;
	case 'P':
		buf_add(out, m->c.hour < 12 ? STR("am") : STR("pm"));
		return true;
	case 'Z':
		buf_add(out, m->zone);
		return true;
	case 'z':
		put_offset(m->offset_s, out);
		return true;
	default:
		return false;
	}
}

static const struct {
	char letter;
	const char *pattern;
} combined[] = {
	{ 'F', "%Y-%m-%d" }, { 'T', "%H:%M:%S" }, { 'D', "%m/%d/%y" },
	{ 'R', "%H:%M" }, { 'r', "%I:%M:%S %p" },
	{ 'c', "%a %b %e %H:%M:%S %Y" }, { 'x', "%m/%d/%y" },
	{ 'X', "%H:%M:%S" },
};

static bool
put_combined(const struct moment *m, char letter, struct buf *out)
{
	for (size_t i = 0; i < sizeof(combined) / sizeof(combined[0]); i++)
		if (combined[i].letter == letter) {
			put_pattern(m, str_of(combined[i].pattern), out);
			return true;
		}
	return false;
}

/* The letters that are numbers: how wide, and filled with what. */
static const struct {
	char letter, fill;
	int width;
} numbers[] = { { 'Y', '0', 1 }, { 'C', '0', 2 }, { 'y', '0', 2 },
	{ 'm', '0', 2 }, { 'd', '0', 2 }, { 'e', ' ', 2 }, { 'H', '0', 2 },
	{ 'k', ' ', 2 }, { 'I', '0', 2 }, { 'l', ' ', 2 }, { 'M', '0', 2 },
	{ 'S', '0', 2 }, { 'L', '0', 3 }, { 'f', '0', 6 } };

static int
number_of(const struct civil *c, char letter)
{
	switch (letter) {
	case 'Y':
		return c->year;
	case 'C':
		return c->year / 100;
	case 'y':
		return c->year % 100;
	case 'm':
		return c->month;
	case 'd':
	case 'e':
		return c->day;
	case 'H':
	case 'k':
		return c->hour;
	case 'I':
	case 'l':
		return c->hour % 12 ? c->hour % 12 : 12;
	case 'M':
		return c->minute;
	case 'S':
		return c->second;
	case 'L':
		return c->us / 1000;
	default: /* f */
		return c->us;
	}
}

static bool
put_number(const struct moment *m, char letter, struct buf *out)
{
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (numbers[i].letter == letter) {
			buf_printf(out,
			    numbers[i].fill == '0' ? "%0*d" : "%*d",
			    numbers[i].width, number_of(&m->c, letter));
			return true;
		}
	return false;
}

static void
put_letter(const struct moment *m, char letter, struct buf *out)
{
	if (put_number(m, letter, out) || put_week(m, letter, out) ||
	    put_name(m, letter, out) || put_combined(m, letter, out))
		return;
	switch (letter) {
	case 's':
		buf_printf(out, "%lld",
		    (long long)floor_divide(m->us, US_PER_SECOND));
		break;
	case 'n':
	case 't':
		buf_byte(out, letter == 'n' ? '\n' : '\t');
		break;
	case '%':
		buf_byte(out, '%');
		break;
	default: /* as it stands */
		buf_byte(out, '%');
		buf_byte(out, letter);
	}
}

static void
put_pattern(const struct moment *m, struct str pattern, struct buf *out)
{
	for (size_t i = 0; i < pattern.n && out->n <= EVAL_TEXT_MAX; i++)
		if (pattern.p[i] == '%' && i + 1 < pattern.n)
			put_letter(m, pattern.p[++i], out);
		else
			buf_byte(out, pattern.p[i]);
}

/* Argument i, or UTC; NULL: no such zone. */
static const struct zone *
zone_argument(struct eval *e, const struct datum *arg, int n, int i)
{
	if (i >= n)
		return eval_zone(e, STR("UTC"));
	if (arg[i].kind == DATUM_MISSING)
		return NULL;
	return eval_zone(e, eval_read_text(e, &arg[i]));
}

FUNCTION(call_formatdate)
{
	const struct zone *z = zone_argument(e, arg, n, 2);
	struct moment m;
	struct buf b = { 0 };
	struct datum d;

	if (!z || arg[1].kind == DATUM_MISSING || !datum_time(&arg[0], &m.us))
		return datum_missing();
	m.offset_s = zone_offset_s(z, m.us, &m.zone);
	m.local_us = m.us + m.offset_s * US_PER_SECOND;
	time_civil(m.local_us, &m.c);
	put_pattern(&m, eval_read_text(e, &arg[1]), &b);
	d = eval_text(e, &b);
	buf_free(&b);
	return d;
}

/* ---- DateTimeFormatter -------------------------------------------------- */

struct reading {
	struct eval *eval;
	struct str text;   /* what is left */
	struct civil c;
	int year_day;      /* 0: none */
	bool afternoon, has_offset;
	int32_t offset_s;
	const struct zone *zone; /* that the text names */
};

/* At least 1 digit, at most `most`; with `exact` all of them. */
static bool
take_number(struct reading *r, size_t most, bool exact, int *out)
{
	size_t n = 0;
	int x = 0;

	while (n < most && n < r->text.n && r->text.p[n] >= '0' &&
	    r->text.p[n] <= '9')
		x = x * 10 + (r->text.p[n++] - '0');
	if (n == 0 || (exact && n != most))
		return false;
	r->text = str_from(r->text, n);
	*out = x;
	return true;
}

/* One of the names, or its first letters when `bytes` is not 0; which. */
static bool
take_name(struct reading *r, const char *const *names, int n, size_t bytes,
    int *out)
{
	for (int i = 0; i < n; i++) {
		struct str name = str_of(names[i]);

		if (bytes)
			name = str_head(name, bytes);
		if (!str_equal_fold(str_head(r->text, name.n), name))
			continue;
		r->text = str_from(r->text, name.n);
		*out = i;
		return true;
	}
	return false;
}

static bool
take_fraction(struct reading *r, size_t count)
{
	int digits = 0, x;

	while (count--) {
		if (!take_number(r, 1, true, &x))
			return false;
		if (digits++ < 6)
			r->c.us = r->c.us * 10 + x;
	}
	for (; digits < 6; digits++)
		r->c.us *= 10;
	return true;
}

/* Of what is left, the bytes that can be in a zone. */
static struct str
zone_bytes(struct str s, const char *others)
{
	size_t n = 0;

	while (n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') ||
	           (s.p[n] >= 'A' && s.p[n] <= 'Z') || strchr(others, s.p[n])))
		n++;
	return str_head(s, n);
}

static bool
take_offset(struct reading *r)
{
	struct str s = zone_bytes(r->text, "+-:");

	if (s.n && s.p[0] == 'Z')
		s = str_head(s, 1);
	r->has_offset = zone_fixed_s(s, &r->offset_s);
	r->text = str_from(r->text, s.n);
	return r->has_offset;
}

static bool
take_zone(struct reading *r)
{
	struct str s = zone_bytes(
	    r->text, "+-:/_abcdefghijklmnopqrstuvwxyz");

	r->zone = eval_zone(r->eval, s);
	r->text = str_from(r->text, s.n);
	return r->zone;
}

static bool
take_year(struct reading *r, size_t count)
{
	if (count != 2)
		return take_number(r, count > 2 ? count : 9, count > 2,
		    &r->c.year);
	if (!take_number(r, 2, true, &r->c.year))
		return false;
	r->c.year += 2000;
	return true;
}

static bool
take_month(struct reading *r, size_t count)
{
	if (count <= 2)
		return take_number(r, 2, count == 2, &r->c.month);
	if (!take_name(r, months, 12, count == 3 ? 3 : 0, &r->c.month))
		return false;
	r->c.month++;
	return true;
}

/* `count` times a letter of the pattern. */
static bool
take_letter(struct reading *r, char letter, size_t count)
{
	static const char *const halves[] = { "AM", "PM" };
	bool two = count > 1;
	int n;

	switch (letter) {
	case 'y':
	case 'u':
		return take_year(r, count);
	case 'M':
	case 'L':
		return take_month(r, count);
	case 'd':
		return take_number(r, 2, two, &r->c.day);
	case 'D':
		return take_number(r, 3, count > 2, &r->year_day);
	case 'H':
	case 'k':
	case 'h':
	case 'K':
		if (!take_number(r, 2, two, &n))
			return false;
		r->c.hour = letter == 'k' ? n % 24
		    : letter == 'h'       ? n % 12 : n;
		return true;
	case 'm':
		return take_number(r, 2, two, &r->c.minute);
	case 's':
		return take_number(r, 2, two, &r->c.second);
	case 'S':
		return take_fraction(r, count);
	case 'a':
		if (!take_name(r, halves, 2, 0, &n))
			return false;
		r->afternoon = n == 1;
		return true;
	case 'E':
		return take_name(r, days, 7, count > 3 ? 0 : 3, &n);
	case 'X':
	case 'x':
	case 'Z':
		return take_offset(r);
	case 'z':
	case 'V':
		return take_zone(r);
	default:
		return false;
	}
}

/* Text between apostrophes; two of them are one.  *i: at the first. */
static bool
take_quoted(struct reading *r, struct str pattern, size_t *i)
{
	bool any = false;

	for (++*i; *i < pattern.n; ++*i, any = true) {
		bool quote = pattern.p[*i] == '\'';

		if (quote && any &&
		    (*i + 1 == pattern.n || pattern.p[*i + 1] != '\''))
			return true;
		if (quote && !any)
			; /* two of them outside */
		else if (quote)
			++*i;
		if (!r->text.n || r->text.p[0] != pattern.p[*i])
			return false;
		r->text = str_from(r->text, 1);
		if (quote && !any)
			return true;
	}
	return false;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Where the bracket that opens at i is closed. */
static size_t
closing(struct str pattern, size_t i)
{
	int depth = 0;

	for (; i < pattern.n; i++) {
		depth += (pattern.p[i] == '[') - (pattern.p[i] == ']');
		if (depth == 0)
			break;
	}
	return i;
}

/* deep: brackets around it. */
static bool
take_pattern(struct reading *r, struct str pattern, int deep)
{
	for (size_t i = 0, n; i < pattern.n; i++) {
		char c = pattern.p[i];

		if (c == '\'') {
			if (!take_quoted(r, pattern, &i))
				return false;
		} else if (c == '[' && deep < 8) {
			struct reading before = *r;

			n = closing(pattern, i);
			if (!take_pattern(r, str_head(str_from(pattern, i + 1),
			            n - i - 1), deep + 1))
				*r = before;
			i = n;
		} else if (is_letter(c)) {
			for (n = 1; i + n < pattern.n && pattern.p[i + n] == c;
			     n++)
				;
			if (!take_letter(r, c, n))
				return false;
			i += n - 1;
		} else {
			if (!r->text.n || r->text.p[0] != c)
				return false;
			r->text = str_from(r->text, 1);
		}
	}
	return true;
}

static bool
is_date(const struct civil *c)
{
	struct civil same;

	if (c->year < 0 || c->year > 9999 || c->month < 1 || c->month > 12 ||
	    c->day < 1 || c->day > 31 || c->hour > 23 || c->minute > 59 ||
	    c->second > 59)
		return false;
	time_civil(time_from_civil(c), &same); /* no 30th of February */
	return same.day == c->day && same.month == c->month;
}

FUNCTION(call_parsedate)
{
	const struct zone *z = zone_argument(e, arg, n, 2);
	struct reading r = { .eval = e,
		.c = { .year = 1970, .month = 1, .day = 1 } };
	int64_t us;

	if (!z || arg[0].kind == DATUM_MISSING || arg[1].kind == DATUM_MISSING)
		return datum_missing();
	r.text = eval_read_text(e, &arg[0]);
	if (!take_pattern(&r, eval_read_text(e, &arg[1]), 0) || r.text.n)
		return datum_missing();
	r.c.hour += r.afternoon ? 12 : 0;
	if (!is_date(&r.c) || r.year_day > 366)
		return datum_missing();
	us = time_from_civil(&r.c);
	if (r.year_day)
		us += (r.year_day - 1) * US_PER_DAY;
	us = r.has_offset ? us - r.offset_s * US_PER_SECOND
	                  : zone_utc_us(r.zone ? r.zone : z, us);
	return datum_of_number((double)us / US_PER_MS);
}
