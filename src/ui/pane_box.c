/*
 * The box that goes with a prompt: what may be typed, what it means.
 *
 *	┌ time range  (UTC) ───────────────────────┐
 *	│>12:22 12:28                              │
 *	│  = 2023-07-10 12:22:00 to 12:28:00       │
 *	└──── Enter apply  Esc close ──────────────┘
 */
#include "ui/panes.h"

#include "base/utf8.h"

enum { HEADER_COLUMN = 11, SIGN_COLUMNS = 2 };

/* Where the box stands; rows 0: there is no room for a line of it. */
static struct box
place(struct view *v, const struct explore_box *b,
    const struct explore_prompt *p)
{
	struct box box = { .columns = b->columns + 2,
		.rows = (int)b->lines + 2 };

	if (b->place == BOX_HEADER) {
		box.row = v->layout.path.row + 1;
		box.column = HEADER_COLUMN;
	} else {
		/* The prompt has put the cursor where it types. */
		int back = (int)text_width(str_head(str_from(p->text, b->word),
		    p->cursor > b->word ? p->cursor - b->word : 0));

		box.row = v->grid.cursor_row + 1;
		box.column = v->grid.cursor_column - back - 2;
	}
	if (box.columns > v->columns)
		box.columns = v->columns;
	if (box.column + box.columns > v->columns)
		box.column = v->columns - box.columns;
	if (box.column < 0)
		box.column = 0;
	if (box.row + box.rows > v->rows - 1)
		box.rows = v->rows - 1 - box.row;
	if (box.rows < 3)
		box.rows = 0;
	return box;
}

static void
border_draw(struct view *v, struct box box, const struct explore_box *b)
{
	struct grid *g = &v->grid;
	int last = box.rows - 1, right = box.columns - 1;
	int wide = (int)text_width(b->right);

	for (int row = 0; row < box.rows; row += last) {
		grid_repeat(g, box, row, 1, box.columns - 2, 0x2500,
		    LOOK_QUIET);
		grid_put(g, box, row, 0, row ? STR("└") : STR("┌"), LOOK_QUIET);
		grid_put(g, box, row, right, row ? STR("┘") : STR("┐"),
		    LOOK_QUIET);
	}
	for (int row = 1; row < last; row++) {
		grid_put(g, box, row, 0, STR("│"), LOOK_QUIET);
		grid_put(g, box, row, right, STR("│"), LOOK_QUIET);
	}
	grid_put(g, box, 0, 1, STR(" "), LOOK_PLAIN);
	grid_put_fit(g, box, 0, 2, box.columns - 4, b->title, LOOK_TITLE);
	grid_put(g, box, 0, 2 + (int)text_width(b->title), STR(" "),
	    LOOK_PLAIN);
	if (wide > 0 &&
	    (int)text_width(b->title) + wide + 8 <= box.columns) {
		grid_put(g, box, 0, right - wide - 2, STR(" "), LOOK_PLAIN);
		grid_put(g, box, 0, right - wide - 1, b->right, LOOK_PLAIN);
		grid_put(g, box, 0, right - 1, STR(" "), LOOK_PLAIN);
	}
	wide = (int)text_width(b->foot);
	if (wide > 0 && wide + 4 <= box.columns) {
		int at = b->place == BOX_WORD ? 1 : right - 2 - wide;

		at = at > 5 ? 5 : at;
		grid_put(g, box, last, at, STR(" "), LOOK_PLAIN);
		grid_put(g, box, last, at + 1, b->foot, LOOK_QUIET);
		grid_put(g, box, last, at + 1 + wide, STR(" "), LOOK_PLAIN);
	}
}

/* The prompt's text, moved to the left as far as its cursor asks for. */
static void
typed_draw(struct view *v, struct box box, int row,
    const struct explore_prompt *p)
{
	struct grid *g = &v->grid;
	struct buf *line = &v->scratch;
	int room = box.columns - 3, at, moved;

	buf_reset(line);
	text_visible(str_head(p->text, p->cursor), line);
	at = (int)text_width(buf_str(line));
	text_visible(str_from(p->text, p->cursor), line);
	moved = at > room - 1 ? at - room + 1 : 0;
	grid_put(g, box, row, 1, STR(">"), LOOK_PLAIN);
	grid_put_fit(g, (struct box){ box.row, box.column + 2, box.rows, room },
	    row, -moved, room + moved, buf_str(line), LOOK_PLAIN);
	grid_cursor(g, box, row, 2 + at - moved);
}

static void
line_draw(struct view *v, struct box box, int row, size_t i,
    const struct explore_prompt *p)
{
	struct grid *g = &v->grid;
	struct explore_box_line line;
	int right = box.columns - 2, wide;

	explore_box_line(v->x, i, &line);
	grid_blank(g,
	    (struct box){ box.row + row, box.column + 1, 1, box.columns - 2 });
	if (line.typed) {
		typed_draw(v, box, row, p);
		return;
	}
	wide = (int)text_width(line.right);
	if (wide > 0) {
		grid_put(g, box, row, right - wide, line.right, LOOK_PLAIN);
		right -= wide + 1;
	}
	grid_put_fit(g, box, row, SIGN_COLUMNS, right - SIGN_COLUMNS, line.text,
	    line.quiet ? LOOK_QUIET : LOOK_PLAIN);
	if (line.cursor) {
		grid_put(g, box, row, 1, STR(">"), LOOK_PLAIN);
		grid_look(g, box, row, 1, box.columns - 2, LOOK_CURSOR);
	}
}

void
pane_box_draw(struct view *v)
{
	struct explore_box b;
	struct explore_prompt p;
	struct box box;
	size_t first = 0, shown;

	explore_box(v->x, &b);
	if (b.place == BOX_NONE)
		return;
	explore_prompt(v->x, &p);
	box = place(v, &b, &p);
	if (box.rows == 0)
		return;
	border_draw(v, box, &b);
	shown = (size_t)box.rows - 2;
	if (b.cursor >= shown)
		first = b.cursor - shown + 1;
	for (size_t i = 0; i < shown && first + i < b.lines; i++)
		line_draw(v, box, 1 + (int)i, first + i, &p);
}
