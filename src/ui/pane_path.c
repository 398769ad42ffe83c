/*
 * The path: every step that was taken, with how many events it leaves.
 *
 *	[AWSLogs 2,900] >(writes) [errorCode = AccessDenied 16]   11:42–12:38
 *
 * Round brackets: switched off.  Where there is no room for all steps, long
 * ones are cut first; then the first ones go, except the focused.  Below 55
 * columns the data itself is left out and the place in the list stands at
 * the right.
 */
#include "ui/panes.h"

#include "base/utf8.h"

enum { LABEL_COLUMNS = 24 }; /* of a step that is cut */

struct steps {
	size_t n;
	bool focused;
	int label_columns; /* longer ones are cut */
};

/* How the step looks, in scratch; returns its columns and sets *cursor. */
static int
step_write(struct view *v, const struct steps *t, size_t i, bool *on,
    bool *cursor)
{
	struct buf *out = &v->scratch;
	struct explore_step s;

	explore_step_at(v->x, i, &s);
	*on = s.on;
	*cursor = s.cursor && t->focused;
	buf_reset(out);
	buf_printf(out, "%s%c", *cursor ? ">" : "", s.on ? '[' : '(');
	if ((int)text_width(s.label) > t->label_columns) {
		buf_add(out,
		    str_head(s.label,
			text_fit(s.label, (size_t)t->label_columns - 1)));
		buf_add(out, STR("…"));
	} else {
		buf_add(out, s.label);
	}
	if (s.on && s.counted) {
		buf_byte(out, ' ');
		count_add(out, s.count);
	}
	buf_byte(out, s.on ? ']' : ')');
	return (int)text_width(buf_str(out));
}

/* The first step from `least` on to show, so that the last ones, or the one
 * under the cursor, are in sight. */
static size_t
first_step(struct view *v, const struct steps *t, size_t least, int room)
{
	size_t first = t->n;
	bool on, cursor, seen = !t->focused;
	int used = 0;

	while (first > least) {
		used += step_write(v, t, first - 1, &on, &cursor) + 1;
		if (used > room + 1 && first < t->n && seen)
			break;
		seen = seen || cursor;
		first--;
	}
	return first;
}

static int
steps_draw(struct view *v, struct box box, bool focused)
{
	struct grid *g = &v->grid;
	struct steps t = { explore_steps(v->x), focused, box.columns };
	size_t least = box.columns < LAYOUT_NARROW && t.n > 1 ? 1 : 0;
	size_t first = first_step(v, &t, least, box.columns);
	int at = 0;

	if (first > least) {
		t.label_columns = LABEL_COLUMNS;
		first = first_step(v, &t, least, box.columns - 2);
	}
	if (first > least)
		at = grid_put(g, box, 0, 0, STR("‹ "), LOOK_QUIET);
	for (size_t i = first; i < t.n && at < box.columns; i++) {
		bool on, cursor;
		int wide = step_write(v, &t, i, &on, &cursor);

		grid_put_fit(g, box, 0, at, box.columns - at,
		    buf_str(&v->scratch),
		    (on ? LOOK_PLAIN : LOOK_QUIET) |
			(cursor ? LOOK_CURSOR : LOOK_PLAIN));
		if (cursor)
			grid_cursor(g, box, 0, at);
		spot_add(v, &(struct spot){ .kind = SPOT_STEP, .n = (int)i,
			       .box = { box.row, box.column + at, 1, wide } });
		at += wide + 1;
	}
	return at - 1;
}

/* The span, or as much of it as has room: without its day when it has only
 * one, which the list has too, then without its order. */
static struct str
span_fit(struct str span, int room)
{
	struct str clock = str_trim(str_from(span, str_index(span, ' ')));

	if ((int)text_width(span) > room && str_index(clock, '-') == clock.n)
		span = clock;
	if ((int)text_width(span) > room)
		span = str_head(span, str_find(span, STR("  ")));
	return (int)text_width(span) <= room ? span : STR("");
}

void
pane_path_draw(struct view *v)
{
	struct grid *g = &v->grid;
	struct box box = v->layout.path;
	bool narrow = box.columns < LAYOUT_NARROW;
	struct str right;
	int used, room;

	grid_blank(g, box);
	spots_drop(v, SPOT_STEP);
	if (box.rows == 0)
		return;
	right = narrow ? explore_place(v->x) : STR("");
	used = steps_draw(v,
	    (struct box){ box.row, box.column, 1,
		box.columns - (narrow ? (int)text_width(right) + 2 : 0) },
	    explore_focus(v->x) == PANE_PATH);
	room = box.columns - used - 2;
	right =
	    narrow ? explore_place(v->x) : span_fit(explore_span(v->x), room);
	place_draw(g, box, right);
}
