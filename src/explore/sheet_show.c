/*
 * What a sheet says, line by line, for the face to draw.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "explore/cells.h"
#include "explore/sheet.h"
#include "explore/state.h"

#define LONG_TEXT ((size_t)4096) /* bytes */
#define BOX_MARGIN 2 /* columns that a box leaves free */

/* ---- room -------------------------------------------------------------- */

static bool
is_box(const struct sheet *s)
{
	return s->kind->form == SHEET_FORM_BOX;
}

/* The topmost one that is no box; NULL: the list. */
static struct sheet *
sheet_below(const struct explore *x)
{
	for (size_t i = x->n_sheets; i-- > 0;)
		if (!is_box(x->sheet[i]))
			return x->sheet[i];
	return x->tab_sheet[x->tab];
}

/* The one whose lines are asked for. */
static struct sheet *
sheet_shown(const struct explore *x)
{
	return x->below ? sheet_below(x) : sheet_top(x);
}

static int
sheet_columns(const struct explore *x, const struct sheet *s)
{
	int most = x->room.screen_columns - BOX_MARGIN;

	if (!is_box(s))
		return x->room.sheet_columns;
	return s->kind->box_columns < most ? s->kind->box_columns : most;
}

static bool
has_header(const struct sheet *s)
{
	const struct sheet_lines *l = s->lines;

	for (size_t i = 0; l && i < l->n_columns; i++)
		if (l->columns[i].title.n > 0)
			return true;
	return false;
}

int
sheet_rows(const struct explore *x, const struct sheet *s)
{
	int rows = x->room.sheet_rows - has_header(s);
	int most = s->kind->corner == CORNER_BOTTOM
	    ? x->room.sheet_rows - 2 /* its borders */
	    : x->room.screen_rows - 4; /* tabs, keys, borders */
	int n = s->lines ? (int)(s->lines->n < 1000 ? s->lines->n : 1000) : 1;

	if (is_box(s))
		rows = n < most ? n : most;
	else if (s->kind->form != SHEET_FORM_TAB)
		rows--; /* its title */
	return rows > 1 ? rows : 1;
}

void
sheet_place(const struct sheet *s, uint64_t *row, uint64_t *n)
{
	size_t lines = s->lines ? s->lines->n - s->lines->pinned : 0;

	*row = *n = 0;
	for (size_t i = 0; i < lines; i++) {
		if (s->lines->line[s->order[i]].stand == STAND_NOTHING)
			continue;
		*row += i < s->row;
		(*n)++;
	}
	if (*n > 0 && *row >= *n)
		*row = *n - 1;
}

/* ---- columns ----------------------------------------------------------- */

struct fitted {
	size_t n;
	size_t index[SHEET_CELLS];
	int width[SHEET_CELLS];
};

/* Columns get their least width, those that do not fit leave from the last;
 * spare room is given out from the first on. */
/* Those that are even get a column each in turn. */
static void
grow_even(const struct sheet_lines *l, struct fitted *f, int *left)
{
	bool any = true;

	while (any && *left > 0) {
		any = false;
		for (size_t i = 0; i < f->n && *left > 0; i++) {
			const struct sheet_column *c =
			    &l->columns[f->index[i]];

			if (!c->even || f->width[i] >= c->most)
				continue;
			f->width[i]++;
			--*left;
			any = true;
		}
	}
}

static void
fit(const struct explore *x, const struct sheet *s, struct fitted *f)
{
	const struct sheet_lines *l = s->lines;
	int columns = sheet_columns(x, s) - is_box(s);
	int left = columns - LIST_GUTTER + 1;

	f->n = 0;
	for (size_t i = 0; l && i < l->n_columns; i++) {
		const struct sheet_column *c = &l->columns[i];
		int least = c->least;

		if (columns < c->from_width)
			continue;
		if (f->n == 0 && least > left - 1)
			least = left > 1 ? left - 1 : 1;
		if (f->n > 0 && least + 1 > left)
			break;
		f->index[f->n] = i;
		f->width[f->n++] = least;
		left -= least + 1;
	}
	for (size_t i = 0; i < f->n && left > 0; i++) {
		const struct sheet_column *c = &l->columns[f->index[i]];
		int more = c->most - f->width[i];

		if (c->even) {
			grow_even(l, f, &left);
			continue;
		}

		more = more < left ? more : left;
		if (more > 0) {
			f->width[i] += more;
			left -= more;
		}
	}
}

void
sheet_column_choose(const struct explore *x, struct sheet *s, size_t drawn)
{
	struct fitted f;
	size_t to;

	fit(x, s, &f);
	if (drawn >= f.n)
		return;
	to = f.index[drawn];
	if (to == s->column || !s->lines->columns[to].sorts)
		return;
	s->column = to;
	s->direction = 0;
}

static void
bar_print(uint64_t thousandths, int width, struct buf *out)
{
	uint64_t n = (thousandths * (uint64_t)width + 500) / 1000;

	for (uint64_t i = 0; i < n && i < (uint64_t)width; i++)
		buf_add(out, STR("█"));
}

/* Of a text that is longer than any cell its two ends are enough. */
static void
ends_visible(struct str text, struct buf *out)
{
	if (text.n <= 2 * LONG_TEXT) {
		text_visible(text, out);
		return;
	}
	text_visible(str_head(text, LONG_TEXT), out);
	text_visible(str_from(text, text.n - LONG_TEXT), out);
}

static void
cell_print(const struct sheet_column *c, const struct sheet_cell *cell,
    int width, struct buf *out)
{
	struct buf visible = { 0 };

	if (c->bar) {
		bar_print(cell->number, width, out);
		return;
	}
	ends_visible(cell->text, &visible);
	if (c->counts && visible.n > (size_t)width) {
		buf_reset(&visible);
		count_print_short(cell->number, &visible);
	}
	if (c->cut == CUT_MIDDLE)
		cut_middle(buf_str(&visible), width, out);
	else if (c->cut == CUT_START)
		cut_start(buf_str(&visible), width, out);
	else
		cut_end(buf_str(&visible), width, out);
	buf_free(&visible);
}

size_t
explore_sheet_columns(struct explore *x)
{
	const struct sheet *s = sheet_shown(x);
	struct fitted f;

	if (!s)
		return 0;
	fit(x, s, &f);
	return f.n;
}

void
explore_sheet_column_at(struct explore *x, size_t i, struct explore_column *out)
{
	const struct sheet *s = sheet_shown(x);
	const struct sheet_column *c;
	struct fitted f;

	*out = (struct explore_column){ .title = STR("") };
	if (!s)
		return;
	fit(x, s, &f);
	if (i >= f.n)
		return;
	c = &s->lines->columns[f.index[i]];
	out->title = c->title;
	out->width = f.width[i];
	out->right = c->right;
	out->cursor = s->column == f.index[i];
	out->sorted = !out->cursor || s->direction == 0 ? ' '
	    : s->direction > 0                          ? 'v'
	                                                : '^';
}

/* ---- lines ------------------------------------------------------------- */

void
sheet_line_text(const struct sheet *s, size_t row, struct buf *out)
{
	const struct sheet_lines *lines = s->lines;
	const struct sheet_line *l = &lines->line[s->order[row]];

	if (l->text.p) {
		text_visible(l->text, out);
		return;
	}
	for (size_t i = 0; i < lines->n_columns; i++) {
		if (lines->columns[i].bar)
			continue;
		text_visible(l->cell[i].text, out);
		buf_byte(out, ' ');
	}
}

/* Where the search's regex stands in the cells as they are written. */
static void
find_match(struct explore *x, struct explore_line *out)
{
	const struct search *k = &x->search;

	if (!k->active || k->pane != PANE_SHEET || !k->matcher)
		return;
	for (size_t i = 0; i < out->n_cells; i++)
		if (regex_search(k->matcher, out->cells[i], 0,
		        &out->match_from, &out->match_to) &&
		    out->match_to > out->match_from) {
			out->match_cell = i;
			return;
		}
	out->match_from = out->match_to = 0;
}

static void
print_line(struct explore *x, const struct sheet *s, size_t row,
    struct explore_line *out)
{
	const struct sheet_lines *lines = s->lines;
	const struct sheet_line *l = &lines->line[s->order[row]];
	struct fitted f;

	out->cursor = row == s->row && l->stand != STAND_NOTHING;
	out->failed = l->failed;
	out->flag = l->marked ? '*' : ' ';
	if (l->text.p) {
		struct buf *b = text_room(x, TEXT_LEFT);

		text_visible(l->text, b);
		out->kind = l->title ? LINE_TITLE : LINE_TEXT;
		out->text = buf_str(b);
		out->right = STR("");
		return;
	}
	out->kind = LINE_ROW;
	fit(x, s, &f);
	for (size_t i = 0; i < f.n; i++) {
		buf_reset(&x->cell_text[i]);
		cell_print(&lines->columns[f.index[i]], &l->cell[f.index[i]],
		    f.width[i], &x->cell_text[i]);
		out->cells[i] = buf_str(&x->cell_text[i]);
	}
	out->n_cells = f.n;
	find_match(x, out);
}

static void
more_line(struct explore *x, size_t n, struct explore_line *out)
{
	struct buf *b = text_room(x, TEXT_LEFT);

	buf_add(b, STR("... "));
	count_print(n, b);
	buf_add(b, STR(" more"));
	out->kind = LINE_TEXT;
	out->text = buf_str(b);
	out->right = STR("");
}

/* Before there are lines: what is being done, or why there are none. */
static void
empty_line(struct explore *x, const struct sheet *s, int line,
    struct explore_line *out)
{
	struct buf *b = text_room(x, TEXT_LEFT);

	if (line != 0)
		return;
	if (s->err.code == ERR_STOPPED)
		buf_add(b, STR("stopped: r makes it again"));
	else if (s->err.code != ERR_NONE)
		text_visible(str_of(s->err.message), b);
	else
		buf_printf(b, "looking at the events  %u %%", s->percent);
	out->kind = LINE_TEXT;
	out->text = buf_str(b);
	out->right = STR("");
}

void
explore_sheet_line(struct explore *x, int line, struct explore_line *out)
{
	const struct sheet *s = sheet_shown(x);
	size_t n = s && s->lines ? s->lines->n : 0, rows, pinned, at, last;

	*out = (struct explore_line){ .flag = ' ' };
	if (!s || line < 0)
		return;
	if (!s->lines) {
		empty_line(x, s, line, out);
		return;
	}
	rows = (size_t)sheet_rows(x, s);
	pinned = s->lines->pinned;
	at = s->top + (size_t)line;
	last = rows - 1 - pinned; /* line that may say "... more" */
	if ((size_t)line >= rows)
		return;
	if (n > rows && pinned && (size_t)line > last)
		at = n - 1;
	else if (n > rows && (size_t)line == last && rows > 2 &&
	    at + 1 < n - pinned && !(pinned == 0 && is_box(s))) {
		more_line(x, n - pinned - at, out);
		return;
	}
	if (at < n)
		print_line(x, s, at, out);
}

struct str
explore_sheet_picture(struct explore *x, int columns, int rows, bool ascii,
    int *cursor_line)
{
	const struct sheet *s = sheet_shown(x);
	struct buf *b = &x->picture;

	buf_reset(b);
	*cursor_line = -1;
	if (s && s->lines && s->kind->picture && columns > 0 && rows > 0 &&
	    !s->kind->picture(x, s, columns, rows, ascii, b, cursor_line))
		buf_reset(b);
	return buf_str(b);
}

static void
sheet_tell(struct explore *x, const struct sheet *s, struct explore_sheet *out)
{
	static const enum explore_sheet_form forms[] = {
		[SHEET_FORM_BOX] = SHEET_BOX, [SHEET_FORM_BODY] = SHEET_BODY,
		[SHEET_FORM_TALL] = SHEET_TALL, [SHEET_FORM_TAB] = SHEET_TAB };
	const struct sheet_lines *l = s ? s->lines : NULL;
	struct buf *title = text_room(x, TEXT_SHEET);
	struct buf *right = text_room(x, TEXT_SHEET_RIGHT);

	*out = (struct explore_sheet){ .title = STR(""), .right = STR(""),
		.footer = STR("") };
	if (!s)
		return;
	if (l && l->title.p)
		text_visible(l->title, title);
	else
		buf_add(title, str_of(s->kind->name));
	if (l)
		text_visible(l->right, right);
	if (s->asked && l && s->percent > 0)
		buf_printf(right, "  %u %%", s->percent);
	*out = (struct explore_sheet){
		.form = forms[s->kind->form],
		.at_right = s->kind->corner == CORNER_RIGHT,
		.at_bottom = s->kind->corner == CORNER_BOTTOM,
		.title = buf_str(title),
		.right = buf_str(right),
		.footer = l ? l->footer : STR(""),
		.columns = sheet_columns(x, s),
		.rows = sheet_rows(x, s),
		.header = has_header(s),
	};
}

void
explore_sheet(struct explore *x, struct explore_sheet *out)
{
	x->below = false;
	sheet_tell(x, sheet_top(x), out);
}

void
explore_sheet_below(struct explore *x, struct explore_sheet *out)
{
	x->below = true;
	sheet_tell(x, sheet_below(x), out);
}
