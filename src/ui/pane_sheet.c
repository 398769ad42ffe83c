/*
 * A sheet: in place of the list and the detail, or as a box over them.
 *
 *	═ top values of errorCode ════════ 300 of 2,900 events have it ═
 *	 events  share             value                  first    last
 *	>   102   34 %  █████████  ThrottlingException    11:58:13 12:08:20
 *
 *	┌ sourceIPAddress = 192.168.10.20 ────┐
 *	│>+  only this                    508 │
 *	└─────────────── Enter run  Esc close ┘
 */
#include "ui/panes.h"

#include "base/utf8.h"

static void
draw_lines(struct view *v, struct box box, const struct explore_sheet *s,
    bool focused)
{
	struct lines lines = { .box = box, .pane = PANE_SHEET,
		.focused = focused,
		.columns = explore_sheet_columns,
		.column_at = explore_sheet_column_at,
		.line = explore_sheet_line };

	if (s->header && box.rows > 1) {
		lines.header = box;
		lines.header.rows = 1;
		lines.box.row++;
		lines.box.rows--;
	}
	lines_draw(v, &lines);
}

/* ---- a picture --------------------------------------------------------- */

/* The look of a character that draws a series, by its fill. */
static unsigned
fill_look(uint32_t c)
{
	switch (c) {
	case 0x2593:
	case '%':
		return LOOK_SERIES_2;
	case 0x2592:
	case ':':
		return LOOK_SERIES_3;
	case 0x2591:
	case '.':
		return LOOK_SERIES_4;
	default:
		return c == '#' || (c >= 0x2581 && c <= 0x2588) ||
		    (c > 0x2800 && c <= 0x28ff) ? LOOK_BAR : LOOK_PLAIN;
	}
}

/* Fills behind the axis, or anywhere else in runs of their own. */
static void
colour_fills(struct view *v, struct box box, int row)
{
	bool behind = false;

	for (int i = 0; i < box.columns; i++) {
		uint32_t c =
		    grid_at(&v->grid, box.row + row, box.column + i)->c;
		unsigned look = fill_look(c);

		if (c == 0x2502 || c == 0x2524 || c == '|' || c == '+')
			behind = true;
		if (look != LOOK_PLAIN && (behind || c > 0x7f || c == '#'))
			grid_look(&v->grid, box, row, i, 1, look);
	}
}

/* False: the sheet is no picture. */
static bool
picture_draw(struct view *v, struct box box, bool focused)
{
	int cursor, row = 0;
	struct str text = explore_sheet_picture(
	    v->x, box.columns, box.rows, v->grid.ascii, &cursor);

	if (text.n == 0)
		return false;
	for (; text.n > 0 && row < box.rows; row++) {
		size_t n = str_index(text, '\n');

		grid_put(&v->grid, box, row, 0, str_head(text, n), LOOK_PLAIN);
		colour_fills(v, box, row);
		text = str_from(text, n < text.n ? n + 1 : n);
	}
	if (cursor >= 0 && cursor < box.rows)
		cursor_row_draw(v, box, cursor, focused);
	return true;
}

/* A pointer no longer finds what lies below. */
static void
cover(struct view *v, bool all)
{
	spots_drop(v, SPOT_HEAD);
	spots_drop(v, SPOT_LINES);
	spots_drop(v, SPOT_BORDER);
	if (!all)
		return;
	spots_drop(v, SPOT_BARS);
	spots_drop(v, SPOT_STEP);
}

/* ---- in place of the list ---------------------------------------------- */

static void
body_draw(struct view *v, const struct explore_sheet *s, bool focused)
{
	struct box box = v->layout.body;
	bool both = (int)(text_width(s->title) + text_width(s->right)) + 8 <=
		    box.columns;

	cover(v, false);
	grid_blank(&v->grid, box);
	if (s->form != SHEET_TAB && box.rows > 1) {
		ruler_draw(v, box, 0, s->title, both ? s->right : STR(""),
		    focused);
		box.row++;
		box.rows--;
	}
	if (!picture_draw(v, box, focused))
		draw_lines(v, box, s, focused);
}

/* ---- a box ------------------------------------------------------------- */

enum { BORDERS = 2 };

/* Words in a border: "┌ title ─────── right ┐". */
static void
border_draw(struct view *v, struct box box, int row, struct str left,
    struct str right, uint32_t from, uint32_t to)
{
	struct grid *g = &v->grid;
	int room = box.columns - BORDERS - 2;

	grid_repeat(g, box, row, 0, box.columns, 0x2500, LOOK_QUIET);
	grid_repeat(g, box, row, 0, 1, from, LOOK_QUIET);
	grid_repeat(g, box, row, box.columns - 1, 1, to, LOOK_QUIET);
	if (left.n > 0 && room > 0) {
		int wide = (int)text_width(left);

		wide = wide < room ? wide : room;
		grid_put(g, box, row, 1, STR(" "), LOOK_QUIET);
		grid_put_fit(g, box, row, 2, wide, left, LOOK_TITLE);
		grid_put(g, box, row, 2 + wide, STR(" "), LOOK_QUIET);
		room -= wide + 3;
	}
	if (right.n > 0 && (int)text_width(right) <= room) {
		int at = box.columns - 2 - (int)text_width(right);

		grid_put(g, box, row, at - 1, STR(" "), LOOK_QUIET);
		grid_put(g, box, row, at, right, LOOK_QUIET);
		grid_put(g, box, row, box.columns - 2, STR(" "), LOOK_QUIET);
	}
}

/* Beside the cursor, at the left, or above the keys. */
static struct box
box_place(struct view *v, const struct explore_sheet *s)
{
	struct box all = { 1, 0, v->rows - 2, v->columns };
	struct box box = { v->layout.body.row, 0,
		s->rows + s->header + BORDERS, s->columns + BORDERS };

	if (box.columns > all.columns)
		box.columns = all.columns;
	if (box.rows > all.rows)
		box.rows = all.rows;
	if (s->at_right)
		box.column = all.columns - box.columns -
			     (all.columns > box.columns);
	if (!s->at_right && !s->at_bottom)
		box.column = all.columns - box.columns < 12
				 ? all.columns - box.columns
				 : 12;
	if (s->at_bottom || box.row + box.rows > all.row + all.rows)
		box.row = all.row + all.rows - box.rows;
	return box;
}

static void
box_draw(struct view *v, const struct explore_sheet *s)
{
	struct grid *g = &v->grid;
	struct box box = box_place(v, s), inside = box;

	cover(v, true);
	spot_add(v, &(struct spot){ .kind = SPOT_NONE, .box = box });
	grid_blank(g, box);
	border_draw(v, box, 0, s->title, s->right, 0x250c, 0x2510);
	for (int row = 1; row < box.rows - 1; row++) {
		grid_repeat(g, box, row, 0, 1, 0x2502, LOOK_QUIET);
		grid_repeat(g, box, row, box.columns - 1, 1, 0x2502,
		    LOOK_QUIET);
	}
	border_draw(v, box, box.rows - 1, STR(""), s->footer, 0x2514, 0x2518);
	inside.row++;
	inside.column++;
	inside.rows -= BORDERS;
	inside.columns -= BORDERS;
	draw_lines(v, inside, s, explore_focus(v->x) == PANE_SHEET);
}

void
pane_sheet_draw(struct view *v)
{
	struct explore_sheet s;
	bool focused;

	explore_sheet(v->x, &s);
	focused = explore_focus(v->x) == PANE_SHEET && s.form != SHEET_BOX;
	explore_sheet_below(v->x, &s);
	if (s.form != SHEET_NONE)
		body_draw(v, &s, focused);
	explore_sheet(v->x, &s);
	if (s.form == SHEET_BOX)
		box_draw(v, &s);
}
