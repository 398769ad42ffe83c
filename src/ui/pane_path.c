/*
 * The path: every step that was taken, with how many events it leaves.
 *
 *	[AWSLogs 2,900] >(writes) [errorCode = AccessDenied 16]   11:42–12:38
 *
 * Round brackets: switched off.  Too many steps: the first ones go.  Below 55
 * columns the data itself is left out and the place in the list stands at
 * the right.
 */
#include "ui/panes.h"

#include "base/utf8.h"

static void
step_add(const struct explore_step *s, bool focused,
    struct buf *out)
{
	buf_printf(out, "%s%c%.*s", s->cursor && focused ? ">" : "",
	    s->on ? '[' : '(', STR_ARG(s->label));
	if (s->on && s->counted) {
		buf_byte(out, ' ');
		count_add(out, s->count);
	}
	buf_byte(out, s->on ? ']' : ')');
}

static int
step_columns(struct view *v, size_t i, bool focused, bool *cursor)
{
	struct explore_step s;

	explore_step_at(v->x, i, &s);
	buf_reset(&v->scratch);
	step_add(&s, focused, &v->scratch);
	*cursor = s.cursor && focused;
	return (int)text_width(buf_str(&v->scratch)) + 1;
}

/* The first step to show, so that the last ones, or the one under the
 * cursor, are in sight. */
static size_t
first_step(struct view *v, size_t least, size_t n, bool focused, int room)
{
	size_t first = n;
	bool cursor = false, seen = !focused;
	int used = 0;

	while (first > least) {
		used += step_columns(v, first - 1, focused, &cursor);
		if (used > room && first < n && seen)
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
	size_t n = explore_steps(v->x);
	size_t least = box.columns < LAYOUT_NARROW && n > 1 ? 1 : 0;
	size_t first = first_step(v, least, n, focused, box.columns - 2);
	int at = 0;

	if (first > least)
		at = grid_put(g, box, 0, 0, STR("‹ "), LOOK_QUIET);
	for (size_t i = first; i < n && at < box.columns; i++) {
		struct explore_step s;

		explore_step_at(v->x, i, &s);
		buf_reset(&v->scratch);
		step_add(&s, focused, &v->scratch);
		grid_put_fit(g, box, 0, at, box.columns - at,
		    buf_str(&v->scratch), s.on ? LOOK_PLAIN : LOOK_QUIET);
		if (s.cursor && focused)
			grid_cursor(g, box, 0, at);
		at += (int)text_width(buf_str(&v->scratch)) + 1;
	}
	return at - 1;
}

/* The span, or as much of it as has room: without its order, without its
 * day. */
static struct str
span_fit(struct str span, int room)
{
	size_t order = str_find(span, STR("  "));
	size_t day = str_index(span, ' ') + 1;

	if ((int)text_width(span) > room)
		span = str_head(span, order);
	if ((int)text_width(span) > room && day < span.n)
		span = str_from(span, day);
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
	if (box.rows == 0)
		return;
	right = narrow ? explore_place(v->x) : STR("");
	used = steps_draw(v,
	    (struct box){ box.row, box.column, 1,
	        box.columns - (narrow ? (int)text_width(right) + 2 : 0) },
	    explore_focus(v->x) == PANE_PATH);
	room = box.columns - used - 2;
	right = narrow ? explore_place(v->x) :
	                 span_fit(explore_span(v->x), room);
	grid_put_right(g, box, 0, right, LOOK_PLAIN);
}
