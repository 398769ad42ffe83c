/*
 * The query line, and what lies over the lines below it: the query while it
 * is typed, the place and the reason of an error.
 *
 *	; filter errorCode = "AccessDenied" && readOnly = 0
 *	                                    ^
 *	  "&&" is not an operator here: write "and". Still shown: ...
 */
#include "ui/panes.h"

#include "base/utf8.h"

enum { SIGN_COLUMNS = 2 };

void
pane_query_draw(struct view *v)
{
	struct grid *g = &v->grid;
	struct box box = v->layout.query;
	struct explore_query q;
	bool focused = explore_focus(v->x) == PANE_QUERY;
	int numbers;

	grid_blank(g, box);
	if (box.rows == 0)
		return;
	explore_query(v->x, &q);
	numbers = (int)text_width(q.numbers);
	if (numbers + SIGN_COLUMNS + 2 > box.columns)
		numbers = -2;
	grid_put(g, box, 0, 0, STR(";"), LOOK_PLAIN);
	grid_put_fit(g, box, 0, SIGN_COLUMNS,
	    box.columns - SIGN_COLUMNS - 2 - numbers, q.shown, LOOK_PLAIN);
	if (numbers > 0)
		grid_put_right(g, box, 0, q.numbers,
		    q.running ? LOOK_QUIET : LOOK_PLAIN);
	if (focused)
		cursor_draw(v, (struct box){ box.row, 1, 1, 1 }, 0, true);
}

/* Everything below the tabs and above the keys that an overlay may cover. */
static struct box
overlay_box(const struct view *v)
{
	int top = v->layout.query.row;

	return (struct box){ top, 0, v->rows - 1 - top, v->columns };
}

/* A row of the overlay, blanked; false: there is no room for it. */
static bool
row_take(struct view *v, struct box box, int row)
{
	if (row >= box.rows)
		return false;
	grid_blank(&v->grid,
	    (struct box){ box.row + row, box.column, 1, box.columns });
	return true;
}

/*
 * One line of typed text from column SIGN_COLUMNS on, moved to the left as
 * far as byte `keep` (the cursor) asks for; returns by how many columns.
 */
static int
line_draw(struct view *v, struct box box, int row, struct str line, size_t keep)
{
	struct buf shown = { 0 };
	int room = box.columns - SIGN_COLUMNS - 1, moved = 0, at;
	struct str text;

	text_visible(str_head(line, keep), &shown);
	at = (int)text_width(buf_str(&shown));
	text_visible(str_from(line, keep), &shown);
	text = buf_str(&shown);
	if (at > room)
		moved = at - room;
	grid_put_fit(&v->grid,
	    (struct box){ box.row, box.column + SIGN_COLUMNS, box.rows,
		box.columns - SIGN_COLUMNS },
	    row, -moved, moved + room + 1, text, LOOK_PLAIN);
	if (moved > 0)
		grid_put(&v->grid, box, row, SIGN_COLUMNS - 1, STR("‹"),
		    LOOK_QUIET);
	buf_free(&shown);
	return moved;
}

/* Columns that the first `bytes` of a line take. */
static int
columns_of(struct str line, size_t bytes)
{
	struct buf shown = { 0 };
	int columns;

	text_visible(str_head(line, bytes), &shown);
	columns = (int)text_width(buf_str(&shown));
	buf_free(&shown);
	return columns;
}

/* The lines of the prompt's text; returns the row behind them. */
static int
query_lines(struct view *v, struct box box, const struct explore_prompt *p,
    const struct explore_query *q)
{
	size_t from = 0;
	int row = 0;

	for (;;) {
		struct str rest = str_from(p->text, from);
		struct str line = str_head(rest, str_index(rest, '\n'));
		bool here = p->cursor >= from && p->cursor <= from + line.n;
		int moved;

		if (!row_take(v, box, row))
			return row;
		moved =
		    line_draw(v, box, row, line, here ? p->cursor - from : 0);
		if (row == 0)
			grid_put(&v->grid, box, 0, 0, STR(";"), LOOK_PLAIN);
		if (here)
			grid_cursor(&v->grid, box, row,
			    SIGN_COLUMNS + columns_of(line, p->cursor - from) -
				moved);
		row++;
		if (q->wrong && q->caret >= from && q->caret <= from + line.n &&
		    row_take(v, box, row))
			grid_put(&v->grid, box, row++,
			    SIGN_COLUMNS + columns_of(line, q->caret - from) -
				moved,
			    STR("^"), LOOK_SEVERE);
		from += line.n + 1;
		if (from > p->text.n)
			return row;
	}
}

static void
message_draw(struct view *v, struct box box, int row, struct str message)
{
	while (message.n > 0 && row_take(v, box, row)) {
		size_t room = (size_t)(box.columns - SIGN_COLUMNS);
		size_t n = text_fit(message, room);

		while (n < message.n && n > room / 2 && message.p[n] != ' ')
			n--;
		if (n == 0)
			return;
		grid_put(&v->grid, box, row++, SIGN_COLUMNS,
		    str_head(message, n), LOOK_SEVERE);
		message = str_trim(str_from(message, n));
	}
}

void
pane_prompt_draw(struct view *v)
{
	struct box box = overlay_box(v);
	struct explore_prompt p;
	struct explore_query q;
	int row = 1;

	explore_prompt(v->x, &p);
	explore_query(v->x, &q);
	if (p.kind == PROMPT_QUERY) {
		row = query_lines(v, box, &p, &q);
	} else if (q.wrong && p.kind == PROMPT_NONE &&
	           v->layout.query.rows > 0 && row_take(v, box, row)) {
		grid_put(&v->grid, box, row++,
		    SIGN_COLUMNS + columns_of(q.shown, q.caret), STR("^"),
		    LOOK_SEVERE);
	}
	if (q.wrong && (p.kind == PROMPT_QUERY || p.kind == PROMPT_NONE))
		message_draw(v, box, row, q.message);
}
