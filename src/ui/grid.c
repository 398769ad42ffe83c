#include "ui/grid.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include "base/arena.h"
#include "base/utf8.h"

#define REPLACEMENT 0xfffd
#define DOTTED_CIRCLE 0x25cc /* carries a combining mark that has no base */

/* Our own signs that are not ASCII, and what stands for them.  All are one
 * column wide; a terminal that draws them wider is given the ASCII ones. */
/* clang-format off */
static const struct sign {
	uint32_t c;
	char ascii;
} signs[] = {
	{ 0x2026, '~' }, /* … */
	{ 0x2013, '-' }, /* – */
	{ 0x00b7, '.' }, /* · */
	{ 0x00b1, '~' }, /* ± */
	{ 0x00b2, '2' }, /* ² */
	{ 0x2193, 'v' }, /* ↓ */
	{ 0x2191, '^' }, /* ↑ */
	{ 0x2550, '=' }, /* ═ */
	{ 0x2500, '-' }, /* ─ */
	{ 0x2502, '|' }, /* │ */
	{ 0x25be, '-' }, /* ▾ */
	{ 0x25b8, '+' }, /* ▸ */
	{ 0x2039, '<' }, /* ‹ */
	{ 0x203a, '>' }, /* › */
	{ 0x250c, '+' }, { 0x2510, '+' }, { 0x2514, '+' }, { 0x2518, '+' },
	{ 0x2588, '#' }, /* █ */
	{ 0x2593, '%' }, /* ▓ */
	{ 0x2592, ':' }, /* ▒ */
	{ 0x2591, '.' }, /* ░ */
};
/* clang-format on */

static const char bars_ascii[9] = { ' ', '.', ':', '-', '=', '+', '*', '#',
	'@' };
#define BAR_FIRST 0x2581 /* ▁; the next seven rise by an eighth each */

static int
clamp(int n, int least, int most)
{
	return n < least ? least : n > most ? most : n;
}

void
grid_resize(struct grid *g, int columns, int rows)
{
	g->columns = clamp(columns, 1, GRID_COLUMNS_MAX);
	g->rows = clamp(rows, 1, GRID_ROWS_MAX);
	free(g->cells);
	g->cells =
	    mem_zero((size_t)g->columns * (size_t)g->rows, sizeof(*g->cells));
	grid_clear(g);
}

static struct cell *
cell_at(const struct grid *g, int row, int column)
{
	return &g->cells[(size_t)row * (size_t)g->columns + (size_t)column];
}

const struct cell *
grid_at(const struct grid *g, int row, int column)
{
	return cell_at(g, row, column);
}

struct box
grid_box(const struct grid *g)
{
	return (struct box){ 0, 0, g->rows, g->columns };
}

void
grid_clear(struct grid *g)
{
	grid_blank(g, grid_box(g));
	g->cursor_row = g->cursor_column = 0;
}

void
grid_release(struct grid *g)
{
	free(g->cells);
	*g = (struct grid){ 0 };
}

static bool
inside(const struct grid *g, struct box box, int row, int column)
{
	return row >= 0 && row < box.rows && column >= 0 &&
	       column < box.columns && box.row + row >= 0 &&
	       box.row + row < g->rows && box.column + column >= 0 &&
	       box.column + column < g->columns;
}

/* A half of a wide character must not stay behind when the other goes. */
static void
cell_set(struct grid *g, int row, int column, uint32_t c, uint8_t width,
    unsigned looks)
{
	struct cell *cell = cell_at(g, row, column);

	if (cell->width == 0 && column > 0)
		*cell_at(g, row, column - 1) =
		    (struct cell){ .c = ' ', .width = 1 };
	if (cell->width == 2 && column + 1 < g->columns)
		*cell_at(g, row, column + 1) =
		    (struct cell){ .c = ' ', .width = 1 };
	*cell =
	    (struct cell){ .c = c, .width = width, .looks = looks };
}

static void
char_set(struct grid *g, struct box box, int row, int column, uint32_t c,
    int width, unsigned looks)
{
	bool left = inside(g, box, row, column);

	if (width == 1) {
		if (left)
			cell_set(g, box.row + row, box.column + column, c, 1,
			    looks);
		return;
	}
	if (left && inside(g, box, row, column + 1)) {
		cell_set(g, box.row + row, box.column + column + 1, 0, 0,
		    looks);
		*cell_at(g, box.row + row, box.column + column) =
		    (struct cell){ .c = c,
			    .width = 2,
			    .looks = looks };
		return;
	}
	char_set(g, box, row, column, ' ', 1, looks);
	char_set(g, box, row, column + 1, ' ', 1, looks);
}

static const struct sign *
sign_find(uint32_t c)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (signs[i].c == c)
			return &signs[i];
	return NULL;
}

/* The next character of text, fit to be shown, and its width. */
static uint32_t
char_next(struct str *text, int *width)
{
	uint32_t c;
	size_t n = utf8_decode(*text, &c);

	*text = str_from(*text, n ? n : 1);
	if (n == 0 || utf8_hidden(c))
		c = REPLACEMENT;
	*width = c < 0x80 || c == REPLACEMENT ? 1 : wcwidth((wchar_t)c);
	if (*width < 0 || *width > 2)
		*width = 1;
	return c;
}

static bool
mark_add(struct grid *g, struct box box, int row, int column, uint32_t c)
{
	struct cell *cell;

	if (!inside(g, box, row, column))
		return true; /* clipped with its character */
	cell = cell_at(g, box.row + row, box.column + column);
	if (cell->n_marks == GRID_MARKS)
		return false;
	cell->marks[cell->n_marks++] = c;
	return true;
}

/* A character that is not ASCII on a terminal that has no other; returns the
 * columns it took. */
static int
put_ascii(struct grid *g, struct box box, int row, int column, uint32_t c,
    unsigned looks)
{
	const struct sign *sign = sign_find(c);

	if (!sign)
		return grid_printf(g, box, row, column, looks, "<U+%04X>",
		    (unsigned)c);
	char_set(g, box, row, column, (uint32_t)(unsigned char)sign->ascii, 1,
	    looks);
	return 1;
}

int
grid_put(struct grid *g, struct box box, int row, int column, struct str text,
    unsigned looks)
{
	int at = column, base = column - 1;

	while (text.n > 0) {
		int width;
		uint32_t c = char_next(&text, &width);

		if (g->ascii && c >= 0x80) {
			at += put_ascii(g, box, row, at, c, looks);
			continue;
		}
		if (width > 0) {
			base = at;
			char_set(g, box, row, at, c, width, looks);
			at += width;
			continue;
		}
		if (base >= column && mark_add(g, box, row, base, c))
			continue;
		/* Nothing to stand on, or too many: shown in its own cell. */
		base = at;
		char_set(g, box, row, at++, DOTTED_CIRCLE, 1, looks);
		mark_add(g, box, row, base, c);
	}
	return at - column;
}

void
grid_put_fit(struct grid *g, struct box box, int row, int column, int width,
    struct str text, unsigned looks)
{
	struct box part = { box.row, box.column + column, box.rows, width };

	if (width > box.columns - column)
		part.columns = box.columns - column;
	if (part.columns > 0 &&
	    grid_put(g, part, row, 0, text, looks) > part.columns)
		grid_put(g, part, row, part.columns - 1, STR("…"), looks);
}

int
grid_printf(struct grid *g, struct box box, int row, int column, unsigned looks,
    const char *format, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	return grid_put(g, box, row, column, str_of(text), looks);
}

int
grid_put_right(struct grid *g, struct box box, int row, struct str text,
    unsigned looks)
{
	int width = (int)text_width(text);

	return grid_put(g, box, row, box.columns - width, text, looks);
}

void
grid_repeat(struct grid *g, struct box box, int row, int column, int n,
    uint32_t c, unsigned looks)
{
	char text[4];
	struct str one = { text, utf8_encode(c, text) };

	for (int i = 0; i < n; i++)
		grid_put(g, box, row, column + i, one, looks);
}

void
grid_bar(struct grid *g, struct box box, int row, int column, unsigned eighths,
    unsigned looks)
{
	uint32_t c = ' ';

	if (eighths > 8)
		eighths = 8;
	if (g->ascii)
		c = (uint32_t)(unsigned char)bars_ascii[eighths];
	else if (eighths > 0)
		c = BAR_FIRST + eighths - 1;
	char_set(g, box, row, column, c, 1, looks);
}

void
grid_look(struct grid *g, struct box box, int row, int column, int n,
    unsigned looks)
{
	for (int i = column; i < column + n; i++)
		if (inside(g, box, row, i))
			cell_at(g, box.row + row, box.column + i)->looks |=
			    looks;
}

void
grid_blank(struct grid *g, struct box box)
{
	for (int row = 0; row < box.rows; row++)
		for (int column = 0; column < box.columns; column++)
			char_set(g, box, row, column, ' ', 1, LOOK_PLAIN);
}

void
grid_cursor(struct grid *g, struct box box, int row, int column)
{
	g->cursor_row = clamp(box.row + row, 0, g->rows - 1);
	g->cursor_column = clamp(box.column + column, 0, g->columns - 1);
}

static void
char_add(struct buf *out, uint32_t c)
{
	char text[4];

	buf_add(out, (struct str){ text, utf8_encode(c, text) });
}

static void
trim_blanks(struct buf *out, size_t start)
{
	while (out->n > start && out->p[out->n - 1] == ' ')
		out->n--;
}

void
grid_row_text(const struct grid *g, int row, struct buf *out)
{
	size_t start = out->n;

	for (int column = 0; column < g->columns; column++) {
		const struct cell *cell = grid_at(g, row, column);

		if (cell->width == 0)
			continue;
		char_add(out, cell->c);
		for (unsigned i = 0; i < cell->n_marks; i++)
			char_add(out, cell->marks[i]);
	}
	trim_blanks(out, start);
}

void
grid_text(const struct grid *g, struct buf *out)
{
	for (int row = 0; row < g->rows; row++) {
		grid_row_text(g, row, out);
		buf_byte(out, '\n');
	}
}

enum { ANSI_COLOURS = 16 };

static char
attributes_letter(struct style s)
{
	return s.attributes & STYLE_UNDERLINE ? 'U'
	       : s.attributes & STYLE_REVERSE ? 'R'
	       : s.attributes & STYLE_BOLD    ? 'B'
	       : s.attributes & STYLE_DIM     ? 'd'
					      : ' ';
}

/* A hue's dark and bright tints have one letter. */
static char
colours_letter(struct style s)
{
	if (s.bg != COLOUR_DEFAULT)
		return "KRGYBMCW"[s.bg % 8];
	return s.fg == COLOUR_DEFAULT ? ' ' : "krgybmcw"[s.fg % 8];
}

static void
row_letters(const struct grid *g, int row, const struct theme *theme,
    char (*letter)(struct style), struct buf *out)
{
	size_t start = out->n;

	for (int column = 0; column < g->columns; column++)
		buf_byte(out,
		    letter(theme_style(theme, grid_at(g, row, column)->looks,
			ANSI_COLOURS)));
	trim_blanks(out, start);
}

void
grid_row_attributes(const struct grid *g, int row, const struct theme *theme,
    struct buf *out)
{
	row_letters(g, row, theme, attributes_letter, out);
}

void
grid_row_colours(const struct grid *g, int row, const struct theme *theme,
    struct buf *out)
{
	row_letters(g, row, theme, colours_letter, out);
}

bool
grid_signs_fit(void)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (wcwidth((wchar_t)signs[i].c) != 1)
			return false;
	for (uint32_t c = BAR_FIRST; c < BAR_FIRST + 8; c++)
		if (wcwidth((wchar_t)c) != 1)
			return false;
	return true;
}
