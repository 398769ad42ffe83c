/*
 * Tracks: several lines of inquiry, each with its own path, views to go back
 * to, place and columns.  The one in use lives in struct explore, the others
 * wait here.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/state.h"

struct track {
	struct steps steps;
	struct scope scope;
	struct view *back, *forward;
	size_t n_back, n_forward;
	struct place_in_list place;
	struct column_set *set;
	bool detail_open;
	uint64_t matched, events; /* when it was left */
	bool closed;
};

/* ---- going ------------------------------------------------------------- */

/* What waits begins as a copy of what is in use. */
static void
track_take(const struct explore *x, struct track *t)
{
	*t = (struct track){ .scope = x->scope, .place = x->place,
		.detail_open = x->detail_open };
	steps_copy(&x->steps, &t->steps);
	t->back = x->back;
	t->n_back = x->n_back;
	t->forward = x->forward;
	t->n_forward = x->n_forward;
	t->set = column_set_hold(x->set);
	if (x->answer) {
		t->matched = result_numbers(x->answer->result)->matched;
		t->events = x->answer->events;
	}
}

/* The place of the track in use, in x->track. */
static void
leave_current(struct explore *x)
{
	if (x->n_tracks == 0) {
		x->track = mem_zero(TRACKS_MAX, sizeof(*x->track));
		x->n_tracks = 1;
	}
	steps_free(&x->track[x->current].steps);
	column_set_release(x->track[x->current].set);
	track_take(x, &x->track[x->current]);
}

static void
use(struct explore *x, size_t i)
{
	struct track *t = &x->track[i];

	sheets_close(x);
	seek_end(x);
	x->current = i;
	x->back = t->back;
	x->n_back = t->n_back;
	x->forward = t->forward;
	x->n_forward = t->n_forward;
	t->back = t->forward = NULL;
	t->n_back = t->n_forward = 0;
	steps_free(&x->steps);
	steps_copy(&t->steps, &x->steps);
	x->scope = t->scope;
	columns_use(x, column_set_hold(t->set));
	x->tab = TAB_EVENTS;
	x->focus = PANE_LIST;
	x->drill = false;
	if (!t->detail_open)
		opened_close(x);
	x->detail_open = t->detail_open;
	x->goal = t->place;
	x->has_goal = true;
	steps_changed(x);
}

void
tracks_free(struct explore *x)
{
	for (size_t i = 0; i < x->n_tracks; i++) {
		struct track *t = &x->track[i];

		if (i != x->current) {
			views_drop(&t->back, &t->n_back);
			views_drop(&t->forward, &t->n_forward);
		}
		steps_free(&t->steps);
		column_set_release(t->set);
	}
	free(x->track);
}

unsigned
act_track_new(struct explore *x)
{
	struct picked p;
	struct buf text = { 0 };
	size_t at;

	if (!pick(x, &p))
		goto out;
	if (x->n_tracks == TRACKS_MAX) {
		tell(x, "there are %d tracks: 0 lists them, X closes one",
		    TRACKS_MAX);
		goto out;
	}
	pick_text(&p, p.branch ? PICK_HAS : PICK_ONLY, &text);
	leave_current(x);
	x->track[x->n_tracks] = (struct track){ .scope = x->scope,
		.place = { .event = EVENT_NONE },
		.set = column_set_hold(x->set) };
	steps_filter(&x->track[x->n_tracks].steps, buf_str(&text), &at);
	use(x, x->n_tracks++);
	tell(x, "track %zu: 0 lists them", x->current + 1);
out:
	picked_free(&p);
	buf_free(&text);
	return DRAW_ALL;
}

/* ---- the list ---------------------------------------------------------- */

enum { NUMBER, MATCHED, PATH, COLUMNS };

/* clang-format off */
static const struct sheet_column columns[COLUMNS] = {
	[NUMBER] = { STR_INIT("track"), 8, 8, .cut = CUT_END },
	[MATCHED] = { STR_INIT("events"), 9, 9, .right = true },
	[PATH] = { STR_INIT("path"), 20, 200, .cut = CUT_END },
};
/* clang-format on */

static bool
tracks_make(struct explore *x, const struct sheet *s, struct sheet_lines *l)
{
	struct buf b = { 0 };

	(void)s;
	leave_current(x);
	for (size_t i = 0; i < x->n_tracks; i++) {
		struct track *t = &x->track[i];
		struct sheet_line *line;

		line = sheet_add(l, STAND_OTHER);
		line->number = i;
		line->cell[NUMBER].text = arena_printf(&l->arena, "%zu%s",
		    i + 1,
		    i == x->current ? " here"
		        : t->closed ? " closed"
		                    : "");
		buf_reset(&b);
		count_print(t->matched, &b);
		line->cell[MATCHED].text = t->events
		    ? arena_copy(&l->arena, buf_str(&b))
		    : STR("");
		buf_reset(&b);
		steps_text(&t->steps, t->steps.n, &b);
		line->cell[PATH].text = b.n
		    ? arena_copy(&l->arena, buf_str(&b))
		    : STR("every event");
	}
	l->title = STR("tracks");
	l->footer = STR("Enter go  X close  u reopen");
	buf_free(&b);
	return true;
}

static unsigned
tracks_open(struct explore *x, struct sheet *s, const struct sheet_line *l)
{
	size_t i = (size_t)l->number;

	(void)s;
	if (i == x->current) {
		sheet_close(x);
		return DRAW_ALL;
	}
	leave_current(x);
	x->track[i].closed = false;
	use(x, i);
	return DRAW_ALL;
}

const struct sheet_kind sheet_tracks = {
	.name = "tracks",
	.about = "lines of inquiry, each with its own path and place",
	.form = SHEET_FORM_BOX,
	.corner = CORNER_BOTTOM,
	.box_columns = 76,
	.open_word = "go",
	.columns = columns,
	.n_columns = COLUMNS,
	.make = tracks_make,
	.open = tracks_open,
};

unsigned
act_tracks(struct explore *x)
{
	if (sheet_open(x, &sheet_tracks, STR("")))
		sheet_go(x, sheet_top(x), x->current);
	return DRAW_ALL;
}

static unsigned
set_closed(struct explore *x, bool closed)
{
	const struct sheet_line *l = sheet_line_here(sheet_top(x));

	if (!l)
		return DRAW_KEYS;
	if (l->number == x->current)
		tell(x, "this is the track you are on");
	else
		x->track[l->number].closed = closed;
	sheet_again(x, sheet_top(x));
	return DRAW_ALL;
}

unsigned
act_track_close(struct explore *x)
{
	return set_closed(x, true);
}

unsigned
act_track_reopen(struct explore *x)
{
	return set_closed(x, false);
}
