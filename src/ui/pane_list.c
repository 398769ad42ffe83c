/*
 * The list: a header of column names, and rows.
 *
 *	2023-07-10 who             [what]                     from
 *	> 12:37:50 benjamin         health:DescribeE…gregates aws:health
 *
 * Two columns of gutter (cursor, flag), then cells with one blank between.
 */
#include "ui/panes.h"

#include "base/utf8.h"

enum { GUTTER = 2 };

struct column_at {
	int column, width;
	bool right;
	bool result; /* a failed call shows here */
	bool cursor;
};

static size_t
columns_find(struct view *v, const struct lines *lines,
    struct column_at at[EXPLORE_COLUMNS_MAX])
{
	size_t n = lines->columns(v->x);
	int column = GUTTER;
	bool result_seen = false;

	for (size_t i = 0; i < n; i++) {
		struct explore_column c;

		lines->column_at(v->x, i, &c);
		at[i] = (struct column_at){ column, c.width, c.right,
			str_equal(c.title, STR("result")), c.cursor };
		result_seen = result_seen || at[i].result;
		column += c.width + 1;
	}
	if (n > 0 && !result_seen)
		at[n - 1].result = true;
	return n;
}

/* The name of a column; the date over the times reaches into the gutter. */
static void
header_draw(struct view *v, const struct lines *lines,
    const struct column_at *at, size_t n)
{
	struct grid *g = &v->grid;
	struct box box = lines->header;

	grid_blank(g, box);
	for (size_t i = 0; i < n && box.rows > 0; i++) {
		struct explore_column c;
		int wide, column = at[i].column;

		lines->column_at(v->x, i, &c);
		wide = (int)text_width(c.title);
		if (i == 0 && wide > c.width)
			column = wide - c.width < GUTTER
				     ? GUTTER - (wide - c.width)
				     : 0;
		else if (c.right && wide < c.width)
			column += c.width - wide;
		if (c.cursor && column > 0) {
			grid_put(g, box, 0, column - 1, STR("["), LOOK_TITLE);
			wide = wide > c.width ? c.width : wide;
			grid_put_fit(g, box, 0, column, c.width, c.title,
			    LOOK_TITLE);
			grid_put(g, box, 0, column + wide, STR("]"),
			    LOOK_TITLE);
		} else if (c.width > 1 || wide == 1) {
			grid_put_fit(g, box, 0, column,
			    column < GUTTER ? wide : c.width, c.title,
			    c.cursor ? LOOK_TITLE : LOOK_PLAIN);
		}
	}
}

static void
match_draw(struct view *v, struct box box, int row, int column, int width,
    struct str cell, const struct explore_line *line)
{
	size_t from = line->match_from, to = line->match_to;

	if (to > cell.n)
		to = cell.n;
	if (from >= to)
		return;
	column += (int)text_width(str_head(cell, from));
	width = (int)text_width((struct str){ cell.p + from, to - from });
	grid_look(&v->grid, box, row, column, width, LOOK_MATCH);
}

static void
cells_draw(struct view *v, struct box box, int row,
    const struct explore_line *line, const struct column_at *at, size_t n)
{
	struct grid *g = &v->grid;
	bool whole = line->n_cells == 1; /* one cell over the whole width */

	for (size_t i = 0; i < line->n_cells; i++) {
		struct str cell = line->cells[i];
		int column = i < n ? at[i].column : GUTTER;
		int width =
		    i < n && !whole ? at[i].width : box.columns - column;
		bool failed =
		    line->failed && (whole || (i < n && at[i].result));

		if (i >= n && !whole)
			break;
		if (!whole && at[i].right && (int)text_width(cell) < width)
			column += width - (int)text_width(cell);
		grid_put_fit(g, box, row, column,
		    width - (column - (i < n ? at[i].column : GUTTER)), cell,
		    failed         ? LOOK_FAILED
		    : line->unread ? LOOK_DAMAGED
				   : LOOK_PLAIN);
		if (line->match_cell == i)
			match_draw(v, box, row, column, width, cell, line);
	}
}

static void
row_cursor_draw(struct view *v, const struct lines *lines, int row,
    const struct column_at *at, size_t n)
{
	struct grid *g = &v->grid;
	struct box box = lines->box;
	bool focused = lines->focused;

	cursor_row_draw(v, box, row, focused);
	for (size_t i = 0; focused && i < n; i++)
		if (at[i].cursor)
			grid_look(g, box, row, at[i].column, at[i].width,
			    LOOK_CELL);
}

static void
line_draw(struct view *v, const struct lines *lines, int row,
    const struct explore_line *line, const struct column_at *at, size_t n)
{
	struct grid *g = &v->grid;
	struct box box = lines->box;
	int text_room = box.columns - GUTTER;

	switch (line->kind) {
	case LINE_NONE:
		return;
	case LINE_DAY:
		grid_printf(g, box, row, GUTTER, LOOK_QUIET, "── %.*s ──",
		    STR_ARG(line->text));
		return;
	case LINE_TITLE:
		return; /* a ruler, drawn by rulers_draw */
	case LINE_TEXT:
		if (line->right.n > 0)
			text_room -= (int)text_width(line->right) + 2;
		grid_put_fit(g, box, row, GUTTER, text_room, line->text,
		    LOOK_PLAIN);
		grid_put_right(g, box, row, line->right, LOOK_PLAIN);
		break;
	case LINE_EVENT:
	case LINE_ROW:
		cells_draw(v, box, row, line, at, n);
		break;
	}
	if (line->flag != ' ' && line->flag != '\0')
		grid_put(g, box, row, 1, (struct str){ &line->flag, 1 },
		    LOOK_MARK);
	if (line->cursor)
		row_cursor_draw(v, lines, row, at, n);
}

/* The title of a section is that of the focused one when the cursor is in
 * it, before the next title. */
static void
rulers_draw(struct view *v, const struct lines *lines, int cursor_row)
{
	struct box box = lines->box;
	int below = box.rows; /* the next title */

	for (int row = box.rows - 1; row >= 0; row--) {
		struct explore_line line = { 0 };

		lines->line(v->x, row, &line);
		if (line.kind != LINE_TITLE)
			continue;
		ruler_draw(v, box, row, line.text, line.right,
		    lines->focused && cursor_row > row && cursor_row < below);
		below = row;
	}
}

/* Where lines and column heads stand, for the mouse. */
static void
lines_spots(struct view *v, const struct lines *lines,
    const struct column_at *at, size_t n)
{
	struct spot s = { .kind = SPOT_LINES, .box = lines->box,
		.pane = lines->pane };

	if (lines->pane == PANE_LIST) {
		spots_drop(v, SPOT_LINES);
		spots_drop(v, SPOT_HEAD);
	}
	spot_add(v, &s);
	for (size_t i = 0; i < n; i++)
		spot_add(v, &(struct spot){ .kind = SPOT_HEAD,
			       .pane = lines->pane, .n = (int)i,
			       .box = { lines->header.row,
				   lines->box.column + at[i].column,
				   lines->header.rows, at[i].width } });
}

void
lines_draw(struct view *v, const struct lines *lines)
{
	struct column_at at[EXPLORE_COLUMNS_MAX];
	struct box box = lines->box;
	size_t n;
	int cursor_row = -1;
	bool titles = false;

	grid_blank(&v->grid, box);
	if (box.rows == 0)
		return;
	n = columns_find(v, lines, at);
	header_draw(v, lines, at, n);
	lines_spots(v, lines, at, n);
	for (int row = 0; row < box.rows; row++) {
		struct explore_line line = { 0 };

		lines->line(v->x, row, &line);
		line_draw(v, lines, row, &line, at, n);
		if (line.cursor)
			cursor_row = row;
		titles = titles || line.kind == LINE_TITLE;
	}
	if (titles)
		rulers_draw(v, lines, cursor_row);
}

void
pane_list_draw(struct view *v)
{
	const struct lines lines = { v->layout.header, v->layout.list,
		PANE_LIST, explore_focus(v->x) == PANE_LIST, explore_columns,
		explore_column_at, explore_list_line };

	lines_draw(v, &lines);
}
