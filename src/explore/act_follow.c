/*
 * Following: F, what the key line says meanwhile, and event numbers that
 * change when the oldest events are let go.
 */
#include <stdlib.h>

#include "base/timefmt.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/state.h"

#define RATE_US (60 * US_PER_SECOND) /* arrivals are counted over as long */

static bool
lists_newest_first(const struct explore *x)
{
	return x->answer && x->answer->lists_events && x->answer->plain;
}

/* The cursor is where new events appear. */
static bool
on_newest(const struct explore *x)
{
	return x->place.row == 0;
}

unsigned
act_follow(struct explore *x)
{
	struct follow *f = &x->follow;

	if (!x->loader) {
		tell(x, "there is nothing to follow: nothing was loaded");
		return DRAW_KEYS;
	}
	f->on = !f->on;
	f->n_arrivals = 0;
	loader_follow(x->loader, f->on);
	if (!f->on) {
		tell(x, "not following any more; F goes on");
		return DRAW_ALL;
	}
	loader_progress(x->loader, &x->load);
	x->place.top = 0;
	list_go(x, 0);
	f->holds = false;
	return DRAW_ALL;
}

void
follow_begin(struct explore *x, bool on)
{
	x->follow.on = on && x->loader;
}

bool
follow_polls(const struct explore *x)
{
	return x->loader && (x->follow.on || !x->load.done);
}

void
follow_place(struct explore *x)
{
	struct follow *f = &x->follow;

	if (!f->on || on_newest(x)) {
		f->holds = false;
	} else if (!f->holds) {
		f->holds = true;
		f->held_rows = list_rows(x);
	}
}

unsigned
follow_tick(struct explore *x)
{
	struct follow *f = &x->follow;
	int64_t now = time_monotonic();
	unsigned draw = 0;

	if (!f->on || x->loading)
		return 0;
	loader_progress(x->loader, &x->load);
	if (x->load.done) { /* a limit has ended it */
		f->on = false;
		return DRAW_ALL;
	}
	if (loader_remarks(x->loader) != f->remarks) {
		f->remarks = loader_remarks(x->loader);
		draw |= DRAW_TABS;
	}
	if (now - f->drawn_us >= US_PER_SECOND) {
		f->drawn_us = now;
		draw |= DRAW_KEYS;
	}
	return draw;
}

/* ---- arrivals ----------------------------------------------------------- */

static void
note_arrivals(struct explore *x)
{
	struct follow *f = &x->follow;
	struct arrival now = { time_monotonic(),
		result_numbers(x->answer->result)->matched + f->dropped };
	size_t old = 0;

	/* One that is old enough to count from is kept. */
	while (old + 1 < f->n_arrivals &&
	    now.us - f->arrival[old + 1].us >= RATE_US)
		old++;
	if (old == 0 && f->n_arrivals == FOLLOW_ARRIVALS) {
		for (size_t i = 1; i < FOLLOW_ARRIVALS / 2; i++)
			f->arrival[i] = f->arrival[2 * i];
		f->n_arrivals = FOLLOW_ARRIVALS / 2;
	}
	f->n_arrivals -= old;
	memmove(f->arrival, f->arrival + old,
	    f->n_arrivals * sizeof(*f->arrival));
	f->arrival[f->n_arrivals++] = now;
}

static uint64_t
per_minute(const struct follow *f)
{
	const struct arrival *first = f->arrival, *last;
	int64_t passed;

	if (f->n_arrivals < 2)
		return 0;
	last = &f->arrival[f->n_arrivals - 1];
	if (last->matched <= first->matched)
		return 0;
	passed = time_monotonic() - first->us;
	if (passed < RATE_US)
		passed = RATE_US; /* less than a minute has been seen */
	return (last->matched - first->matched) * (uint64_t)RATE_US /
	    (uint64_t)passed;
}

/* ---- numbers ------------------------------------------------------------ */

/* The number that an event has now; EVENT_NONE if it was let go. */
static uint32_t
shifted(uint32_t event, uint64_t by)
{
	return event == EVENT_NONE || event < by ? EVENT_NONE
	                                         : event - (uint32_t)by;
}

static void
shift_numbers(struct explore *x, uint64_t by)
{
	size_t kept = 0;

	for (size_t i = 0; i < x->n_marked; i++)
		if (shifted(x->marked[i], by) != EVENT_NONE)
			x->marked[kept++] = shifted(x->marked[i], by);
	x->n_marked = kept;
	x->place.event = shifted(x->place.event, by);
	x->goal.event = shifted(x->goal.event, by);
	x->opened.wanted = shifted(x->opened.wanted, by);
	for (size_t i = 0; i < x->n_back; i++)
		x->back[i].place.event =
		    shifted(x->back[i].place.event, by);
	for (size_t i = 0; i < x->n_forward; i++)
		x->forward[i].place.event =
		    shifted(x->forward[i].place.event, by);
	if (x->around.set) {
		x->around.event = shifted(x->around.event, by);
		x->around.set = x->around.event != EVENT_NONE;
	}
}

void
follow_answer(struct explore *x, bool refresh)
{
	struct follow *f = &x->follow;
	uint64_t dropped =
	    snapshot_dropped(result_snapshot(x->answer->result));

	if (dropped > f->dropped)
		shift_numbers(x, dropped - f->dropped);
	f->dropped = dropped;
	if (!refresh) {
		f->n_arrivals = 0;
		f->holds = false;
	}
	note_arrivals(x);
}

/* ---- what is said ------------------------------------------------------- */

void
follow_rate(struct explore *x, struct buf *out)
{
	if (!x->follow.on || x->loading)
		return;
	buf_add(out, STR("LIVE "));
	count_print(per_minute(&x->follow), out);
	buf_printf(out, "/min  lag %.1fs  ",
	    (double)x->load.lag_us / (double)US_PER_SECOND);
}

static void
newest_age(struct explore *x, struct buf *out)
{
	int64_t us = list_rows(x) > 0 ? row_time(x->rows, 0) : TIME_NONE;

	if (list_rows(x) == 0) {
		buf_add(out, STR("no match yet"));
	} else if (us == TIME_NONE) {
		buf_add(out, STR("no match has a time"));
	} else {
		int64_t age = time_now() - us;

		buf_add(out, STR("newest match is "));
		if (age < 60 * US_PER_SECOND)
			buf_printf(out, "%lld s", (long long)(age > 0
			    ? age / US_PER_SECOND : 0));
		else
			duration_print(age, out);
		buf_add(out, STR(" old"));
	}
}

void
follow_status(struct explore *x, struct buf *out)
{
	const struct follow *f = &x->follow;
	uint64_t rows = list_rows(x);

	if (!f->on || x->loading || x->tab != TAB_EVENTS ||
	    x->focus != PANE_LIST || sheet_top(x))
		return;
	if (lists_newest_first(x) && f->holds) {
		buf_add(out, STR("held: "));
		count_print(rows > f->held_rows ? rows - f->held_rows : 0,
		    out);
		buf_add(out, STR(" newer above, g goes there"));
		return;
	}
	buf_add(out, STR("F stop  "));
	if (lists_newest_first(x))
		newest_age(x, out);
}

void
follow_since(struct explore *x, struct buf *out)
{
	struct snapshot *s;
	int64_t us;

	if (!x->answer)
		return;
	s = result_snapshot(x->answer->result);
	if (snapshot_dropped(s) == 0)
		return;
	us = snapshot_since(s);
	buf_add(out, STR("complete since "));
	cell_time(us, zone_at(x, us), false, out);
	buf_add(out, STR("  "));
}
