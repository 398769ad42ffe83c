/*
 * A grid of character cells: what panes draw into, what the terminal shows,
 * what screen tests compare.  Drawing needs no terminal.
 *
 * A cell is one character of one or two columns with its combining marks, and
 * a set of looks: meanings such as "failed" or "cursor", which the theme turns
 * into colours.  Whatever is put is clipped to a box.  A hidden character
 * (base/utf8.h) never gets into a cell: U+FFFD stands for it, so that no
 * control byte can reach the terminal even when a caller forgot text_visible.
 */
#ifndef UI_GRID_H
#define UI_GRID_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/str.h"
#include "ui/theme.h"

#define GRID_COLUMNS_MAX 1000
#define GRID_ROWS_MAX 500
#define GRID_MARKS 4 /* combining marks kept on one character */

struct cell {
	uint32_t c;          /* 0: the right half of a wide character */
	uint32_t marks[GRID_MARKS];
	uint32_t looks;      /* set of enum cell_look */
	uint8_t width;       /* 1 or 2; 0 for the right half */
	uint8_t n_marks;
};

struct grid {
	int columns, rows;
	bool ascii; /* our own signs are drawn in ASCII, see grid_put */
	int cursor_row, cursor_column; /* where the terminal's cursor stands */
	struct cell *cells;
};

/* A part of the grid, in cells; height or width 0: nothing. */
struct box {
	int row, column, rows, columns;
};

/* Sets the size (clamped to 1..MAX) and clears.  Zeroed, a grid is empty. */
void grid_resize(struct grid *g, int columns, int rows);
void grid_clear(struct grid *g);
void grid_release(struct grid *g);

/* The whole grid as a box. */
struct box grid_box(const struct grid *g);
/* The cell; row and column are inside. */
const struct cell *grid_at(const struct grid *g, int row, int column);

/*
 * Puts visible text at row and column of the box (either may be outside) and
 * gives back the columns it took, also those that were clipped.  A wide
 * character cut by the border is a blank.  With g->ascii the signs of this
 * program become ASCII, and any other character is spelled: <U+00E9>.
 */
int grid_put(struct grid *g, struct box box, int row, int column,
    struct str text, unsigned looks);
int grid_printf(struct grid *g, struct box box, int row, int column,
    unsigned looks, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
/* Within `width` columns: what does not fit is cut, with `…` in the last. */
void grid_put_fit(struct grid *g, struct box box, int row, int column,
    int width, struct str text, unsigned looks);
/* So that it ends in the last column of the box; its start is clipped. */
int grid_put_right(struct grid *g, struct box box, int row, struct str text,
    unsigned looks);

/* One character, n times from column on. */
void grid_repeat(struct grid *g, struct box box, int row, int column, int n,
    uint32_t c, unsigned looks);
/* A bar of 0 to 8 eighths of a cell's height. */
void grid_bar(struct grid *g, struct box box, int row, int column,
    unsigned eighths, unsigned looks);

/* Adds looks to n cells that are there. */
void grid_look(struct grid *g, struct box box, int row, int column, int n,
    unsigned looks);
/* Blanks the box. */
void grid_blank(struct grid *g, struct box box);
/* The terminal's cursor goes there. */
void grid_cursor(struct grid *g, struct box box, int row, int column);

/* A row as text, without blanks at its end. */
void grid_row_text(const struct grid *g, int row, struct buf *out);
/* All rows, each ended by a newline. */
void grid_text(const struct grid *g, struct buf *out);
/*
 * A row as it looks under a theme on 16 colours, a letter a column, without
 * blanks at its end.  Attributes: R reverse, B bold, U underline (reverse or
 * not), d dim, blank none.  Colours: those of the text, black k, red r, green
 * g, yellow y, blue b, magenta m, cyan c, white w, bright or not; where there
 * is a background, its letter as a capital; blank where both are the
 * terminal's own.
 */
void grid_row_attributes(const struct grid *g, int row,
    const struct theme *theme, struct buf *out);
void grid_row_colours(const struct grid *g, int row, const struct theme *theme,
    struct buf *out);

/* True if every sign that we draw takes one column here (wcwidth under the
 * present LC_CTYPE); false asks for ASCII. */
bool grid_signs_fit(void);
#endif
