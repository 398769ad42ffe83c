/*
 * Actions on time: the range picker, zoom and pan, surrounding events, a
 * range on the histogram.
 */
#include <stdlib.h>

#include "base/bits.h"
#include "base/timefmt.h"
#include "base/utf8.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/state.h"

/* ---- ranges as steps --------------------------------------------------- */

/* A new range takes the place of the old one; without one, all of the time
 * is shown.  drop: all other steps are switched off, not lost. */
static void
replace_range(struct steps *s, const struct range *r, bool drop)
{
	struct buf text = { 0 };
	size_t at;

	for (size_t i = 0; i < s->n; i++) {
		int64_t a, b;

		if (step_range(&s->step[i], &a, &b))
			steps_remove(s, i--);
		else if (drop)
			s->step[i].on = false;
	}
	if (!r->all) {
		range_text(r->from_us, r->to_us, &text);
		steps_filter(s, buf_str(&text), &at);
	}
	buf_free(&text);
}

static void
go_to_range(struct explore *x, const struct range *r, bool drop)
{
	view_push(x);
	replace_range(&x->steps, r, drop);
	steps_changed(x);
}

/* The range that is shown now. */
static bool
range_now(const struct explore *x, int64_t *from, int64_t *to)
{
	if (!x->answer || x->answer->from_us == TIME_NONE)
		return false;
	*from = x->answer->from_us;
	*to = x->answer->to_us + 1;
	for (size_t i = 0; i < x->steps.n; i++)
		if (x->steps.step[i].on &&
		    step_range(&x->steps.step[i], from, to))
			return true;
	return true;
}

static int64_t
within(int64_t n, int64_t least, int64_t most)
{
	return n < least ? least : n > most ? most : n;
}

static unsigned
go_range(struct explore *x, int64_t from, int64_t width)
{
	struct snapshot *s = result_snapshot(x->answer->result);
	struct range r = { .from_us = from, .to_us = from + width };
	int64_t first, last, a, b;
	bool any = false;

	if (!snapshot_span(s, &first, &last))
		return DRAW_KEYS;
	/* Whole seconds, at least one. */
	r.from_us -= (from % US_PER_SECOND + US_PER_SECOND) % US_PER_SECOND;
	r.to_us += US_PER_SECOND -
	    ((r.to_us - 1) % US_PER_SECOND + US_PER_SECOND) % US_PER_SECOND -
	    1;
	if (r.to_us <= r.from_us)
		r.to_us = r.from_us + US_PER_SECOND;
	r.all = r.from_us <= first && r.to_us > last;
	for (size_t i = 0; i < x->steps.n; i++)
		any = any || step_range(&x->steps.step[i], &a, &b);
	if (r.all && !any)
		tell(x, "all of the time is shown");
	else
		go_to_range(x, &r, false);
	return DRAW_ALL;
}

/* ---- zoom, pan --------------------------------------------------------- */

/* The bars that are chosen; false: none are. */
static bool
bars_chosen(const struct explore *x, int64_t *from, int64_t *to)
{
	size_t a = x->bars_anchor, b = x->bars_cursor;

	if (x->focus != PANE_BARS || x->bars.n == 0 || b >= x->bars.n)
		return false;
	if (a >= x->bars.n)
		a = b;
	*from = bars_start(&x->bars, a < b ? a : b);
	*to = bars_start(&x->bars, (a < b ? b : a) + 1);
	return true;
}

static unsigned
zoom(struct explore *x, bool in)
{
	int64_t from, to, centre, width;

	if (!range_now(x, &from, &to)) {
		tell(x, "no event has a time");
		return DRAW_KEYS;
	}
	if (in && x->bars_anchor < x->bars.n && x->focus == PANE_BARS)
		return act_bars_zoom(x);
	width = to - from;
	centre = from + width / 2;
	if (x->focus == PANE_BARS && x->bars.n > 0)
		centre = bars_start(&x->bars, x->bars_cursor);
	else if (in && x->rows && x->place.event != EVENT_NONE &&
	    row_time(x->rows, x->place.row) != TIME_NONE)
		centre = row_time(x->rows, x->place.row);
	width = in ? width / 2 : width * 2;
	return go_range(x, in ? within(centre - width / 2, from, to - width)
	                      : centre - width / 2,
	    width);
}

unsigned
act_zoom_in(struct explore *x)
{
	return zoom(x, true);
}

unsigned
act_zoom_out(struct explore *x)
{
	return zoom(x, false);
}

static unsigned
pan(struct explore *x, int step)
{
	int64_t from, to, by;

	if (!range_now(x, &from, &to)) {
		tell(x, "no event has a time");
		return DRAW_KEYS;
	}
	by = (to - from) / 2 * step;
	return go_range(x, from + by, to - from);
}

unsigned
act_pan_earlier(struct explore *x)
{
	return pan(x, -1);
}

unsigned
act_pan_later(struct explore *x)
{
	return pan(x, 1);
}

/* ---- a range on the histogram ------------------------------------------ */

unsigned
act_range_start(struct explore *x)
{
	x->bars_anchor = x->bars_anchor < x->bars.n ? SIZE_MAX
	                                            : x->bars_cursor;
	return DRAW_BARS | DRAW_QUERY | DRAW_KEYS;
}

/* Enter and + on the histogram: exactly the events of the chosen bars. */
unsigned
act_bars_zoom(struct explore *x)
{
	struct range r = { 0 };

	if (!bars_chosen(x, &r.from_us, &r.to_us)) {
		tell(x, "no bar is chosen: h l choose one");
		return DRAW_KEYS;
	}
	go_to_range(x, &r, false);
	x->bars_anchor = SIZE_MAX;
	x->focus = PANE_LIST;
	return DRAW_ALL;
}

unsigned
act_split(struct explore *x)
{
	x->bars_split = !x->bars_split;
	return DRAW_BARS;
}

/* Bars of the next longer time, or again of a shorter one; false: another
 * pane has the focus. */
bool
bars_resize(struct explore *x, int step)
{
	if (x->focus != PANE_BARS || !x->answer)
		return false;
	if (step < 0 && x->bars_coarse == 0)
		tell(x, "bars of a shorter time have no room: z zooms in");
	else if (step > 0 && x->bars.n <= 2)
		tell(x, "two bars are the fewest");
	else {
		do /* until that makes a difference */
			x->bars_coarse += step > 0 ? 1u : -1u;
		while (step > 0 ? bars_wanted(x) >= x->bars.n
		                : x->bars_coarse > 0 &&
		            bars_wanted(x) <= x->bars.n);
		lane_give(x->lane[LANE_BARS],
		    &ask_bars_new(x->answer, bars_wanted(x))->work);
	}
	return true;
}

/* "12:22–12:28  187 events  23 failed": of the chosen bars. */
bool
bars_chosen_print(struct explore *x, struct buf *out)
{
	uint64_t count = 0, failed = 0;
	int64_t from, to;

	if (!bars_chosen(x, &from, &to))
		return false;
	for (size_t i = 0; i < x->bars.n; i++)
		if (bars_start(&x->bars, i) >= from &&
		    bars_start(&x->bars, i) < to) {
			count += x->bars.bucket[i].count;
			failed += x->bars.bucket[i].failed;
		}
	range_print(from, to, zone_at(x, from), zone_at(x, to),
	    (to - from) % (60 * US_PER_SECOND) ? RANGE_SECONDS : 0, out);
	buf_add(out, STR("  "));
	count_of(count, "event", out);
	buf_add(out, STR("  "));
	count_print(failed, out);
	buf_add(out, STR(" failed"));
	return true;
}

/* ---- the range picker -------------------------------------------------- */

static const char *const presets[] = { "5m", "15m", "30m", "1h", "3h", "6h",
	"12h", "1d", "1w", "all", "a", "f" };
#define PRESETS (sizeof(presets) / sizeof(*presets))

/* First and last time of what is matched.  3 ns an event. */
static void
selection_span(struct explore *x, int64_t *first, int64_t *last)
{
	struct snapshot *s = result_snapshot(x->answer->result);
	const uint64_t *matched = result_matched(x->answer->result);
	struct arena tmp = { 0 };

	*first = *last = TIME_NONE;
	for (uint32_t seg = 0; seg < snapshot_segments(s); seg++) {
		uint32_t base = segment_base(s, seg);
		uint32_t n = segment_rows(s, seg);
		int64_t *times = arena_array(&tmp, n, sizeof(*times));

		segment_times(s, seg, times);
		for (uint32_t i = 0; i < n; i++) {
			int64_t us = times[i];

			if (us == TIME_NONE || !bits_has(matched, base + i))
				continue;
			if (*first == TIME_NONE || us < *first)
				*first = us;
			if (*last == TIME_NONE || us > *last)
				*last = us;
		}
		arena_reset(&tmp);
	}
	arena_free(&tmp);
}

static struct range_context
context(struct explore *x)
{
	struct range_context c = { TIME_NONE, TIME_NONE, TIME_NONE, TIME_NONE,
		x->zone };
	int64_t first;

	if (!x->answer)
		return c;
	if (!snapshot_span(result_snapshot(x->answer->result), &first,
	        &c.newest_us))
		c.newest_us = TIME_NONE;
	if (x->place.event != EVENT_NONE && x->place.row < list_rows(x))
		c.event_us = row_time(x->rows, x->place.row);
	selection_span(x, &c.first_us, &c.last_us);
	return c;
}

unsigned
act_time(struct explore *x)
{
	if (!x->answer || !x->rows) {
		tell(x, "no event has been read yet");
		return DRAW_KEYS;
	}
	x->picker = (struct picker){ .context = context(x),
		.preset = SIZE_MAX };
	prompt_show(x, PROMPT_TIME, STR(""));
	return DRAW_ALL;
}

void
picker_typed(struct explore *x)
{
	struct steps with = { 0 };
	struct picker *p = &x->picker;

	p->right = false;
	x->prompt_counted = false;
	x->prompt_err = (struct err){ 0 };
	if (str_trim(buf_str(&x->prompt.text)).n == 0)
		return;
	p->right = range_parse(buf_str(&x->prompt.text), &p->context,
	    &p->range, &x->prompt_err);
	if (!p->right)
		return;
	steps_copy(&x->steps, &with);
	replace_range(&with, &p->range, p->drops);
	count_steps(x, &with);
	steps_free(&with);
}

/* Tab, and Up and Down through what is offered. */
bool
picker_key(struct explore *x, const char *key)
{
	struct picker *p = &x->picker;
	int step = strcmp(key, "Down") == 0 || strcmp(key, "^N") == 0 ? 1
	    : strcmp(key, "Up") == 0 || strcmp(key, "^P") == 0        ? -1
	                                                              : 0;

	if (strcmp(key, "Tab") == 0 || strcmp(key, "S-Tab") == 0) {
		p->drops = !p->drops;
	} else if (step != 0) {
		if (p->preset == SIZE_MAX)
			p->preset = step > 0 ? 0 : PRESETS - 1;
		else
			p->preset = (p->preset + PRESETS + (size_t)step) %
			    PRESETS;
		prompt_open(&x->prompt, PROMPT_TIME,
		    str_of(presets[p->preset]));
	} else {
		return false;
	}
	picker_typed(x);
	return true;
}

bool
picker_run(struct explore *x)
{
	struct picker *p = &x->picker;

	if (str_trim(buf_str(&x->prompt.text)).n == 0)
		return true;
	if (!p->right) {
		tell(x, "%s", x->prompt_err.message);
		return false;
	}
	go_to_range(x, &p->range, p->drops);
	return true;
}

void
picker_box(struct explore *x, struct explore_box *out)
{
	struct picker *p = &x->picker;
	struct buf *title = text_room(x, TEXT_BOX_TITLE);
	struct buf *foot = text_room(x, TEXT_BOX_FOOT);
	int zone = zone_at(x, p->context.newest_us);

	buf_add(title, STR("time range  ("));
	if (x->zone)
		buf_printf(title, "%c%02d:%02d", zone < 0 ? '-' : '+',
		    abs(zone) / 3600, abs(zone) / 60 % 60);
	else
		buf_add(title, STR("UTC"));
	buf_byte(title, ')');
	buf_printf(foot, "Enter apply  Tab filters %s  Esc close",
	    p->drops ? "dropped" : "kept");
	*out = (struct explore_box){ .place = BOX_HEADER,
		.title = buf_str(title), .right = STR(""),
		.foot = buf_str(foot), .lines = 7, .columns = 54 };
}

static void
explained(struct explore *x, struct buf *out)
{
	struct picker *p = &x->picker;

	if (x->prompt_err.code != ERR_NONE) {
		buf_add(out, STR("  "));
		text_visible(str_of(x->prompt_err.message), out);
	} else if (p->right) {
		buf_add(out, STR("  = "));
		range_explain(&p->range, x->zone, out);
		if (x->prompt_counted) {
			buf_add(out, STR("   "));
			count_of(x->prompt_count, "event", out);
		}
	}
}

void
picker_box_line(struct explore *x, size_t line, struct explore_box_line *out)
{
	struct buf *b = text_room(x, TEXT_BOX_LINE);
	int64_t newest = x->picker.context.newest_us;

	switch (line) {
	case 0:
		out->typed = true;
		return;
	case 1:
		explained(x, b);
		break;
	case 2:
		buf_add(b,
		    STR("last  5m  15m  30m  1h  3h  6h  12h  1d  1w  all"));
		break;
	case 3:
		buf_add(b, STR("      counted from the newest event, "));
		cell_time(newest, zone_at(x, newest), false, b);
		break;
	case 4:
		buf_add(b, STR("a     around the selected event, 5m each "
		               "way"));
		break;
	case 5:
		buf_add(b, STR("f     from first to last of this selection"));
		break;
	default:
		buf_add(b, STR("also  -3h   "));
		cell_day(newest, zone_at(x, newest), b);
		buf_add(b, STR("   12:22 +6m   ±90s"));
		break;
	}
	out->text = buf_str(b);
	out->quiet = line > 1;
}

/* ---- surrounding events ------------------------------------------------ */

static const struct {
	int64_t us;
	const char *name;
} halves[] = {
	{ 1 * US_PER_SECOND, "1s" },
	{ 5 * US_PER_SECOND, "5s" },
	{ 15 * US_PER_SECOND, "15s" },
	{ 30 * US_PER_SECOND, "30s" },
	{ 60 * US_PER_SECOND, "1m" },
	{ 120 * US_PER_SECOND, "2m" },
	{ 300 * US_PER_SECOND, "5m" },
	{ 600 * US_PER_SECOND, "10m" },
	{ 1800 * US_PER_SECOND, "30m" },
	{ 3600 * US_PER_SECOND, "1h" },
	{ 3 * 3600 * US_PER_SECOND, "3h" },
	{ 12 * 3600 * US_PER_SECOND, "12h" },
	{ US_PER_DAY, "1d" },
	{ 7 * US_PER_DAY, "1w" },
};
#define HALVES (sizeof(halves) / sizeof(*halves))
#define HALF_FIRST 4 /* 1m */

static struct range
around_range(const struct around *a)
{
	return (struct range){ .from_us = a->us - halves[a->half].us,
		.to_us = a->us + halves[a->half].us + US_PER_MS };
}

static bool
is_around(const struct explore *x, const struct step *s)
{
	struct range r = around_range(&x->around);
	int64_t from, to;

	return x->around.set && step_range(s, &from, &to) &&
	    from == r.from_us - (r.from_us % US_PER_MS) &&
	    to == r.to_us - (r.to_us % US_PER_MS);
}

/* "±1m of 12:24:49": the range around an event is named by it. */
bool
around_label(const struct explore *x, const struct step *s, struct buf *out)
{
	if (!is_around(x, s))
		return false;
	buf_printf(out, "±%s of ", halves[x->around.half].name);
	cell_time(x->around.us, zone_at(x, x->around.us), false, out);
	return true;
}

uint32_t
around_event(const struct explore *x)
{
	for (size_t i = 0; i < x->steps.n; i++)
		if (x->steps.step[i].on && is_around(x, &x->steps.step[i]))
			return x->around.event;
	return EVENT_NONE;
}

unsigned
act_around(struct explore *x)
{
	int64_t us = x->answer && x->answer->lists_events
	    ? row_time(x->rows, x->place.row)
	    : TIME_NONE;
	struct range r;

	if (us == TIME_NONE) {
		tell(x, "this row has no time: what is around it is not "
		        "known");
		return DRAW_KEYS;
	}
	view_push(x);
	x->around = (struct around){ .set = true, .event = x->place.event,
		.us = us, .half = HALF_FIRST };
	/* In the middle, so that both sides are in sight. */
	x->goal = (struct place_in_list){ .event = x->place.event,
		.row = (uint64_t)x->room.list_rows / 2 };
	x->has_goal = true;
	r = around_range(&x->around);
	replace_range(&x->steps, &r, true);
	steps_changed(x);
	return DRAW_ALL;
}

bool
around_resize(struct explore *x, int step)
{
	struct range r;
	size_t half = x->around.half;

	if (around_event(x) == EVENT_NONE || x->focus != PANE_LIST)
		return false;
	if (step < 0 ? half == 0 : half + 1 == HALVES) {
		tell(x, "±%s is the %s", halves[half].name,
		    step < 0 ? "narrowest" : "widest");
		return true;
	}
	x->around.half = step < 0 ? half - 1 : half + 1;
	r = around_range(&x->around);
	replace_range(&x->steps, &r, false);
	steps_changed(x);
	return true;
}
