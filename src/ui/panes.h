/*
 * Panes: each draws its part of the view's grid, and nothing outside.
 */
#ifndef UI_PANES_H
#define UI_PANES_H

#include "ui/mouse.h"
#include "ui/view.h"

struct pane {
	const char *name;
	unsigned redraw; /* drawn anew when one of these changed */
	void (*draw)(struct view *v);
};

/* In the order of drawing: what comes later lies above. */
const struct pane *panes(size_t *n);

void pane_tabs_draw(struct view *v);
void pane_histogram_draw(struct view *v);
void pane_query_draw(struct view *v);
void pane_path_draw(struct view *v);
void pane_list_draw(struct view *v);
void pane_detail_draw(struct view *v);
void pane_sheet_draw(struct view *v);
void pane_keys_draw(struct view *v);
/* Above the others; each draws nothing when there is nothing to say. */
void pane_prompt_draw(struct view *v);
void pane_box_draw(struct view *v);
void pane_help_draw(struct view *v);

/* ---- what several panes draw -------------------------------------------- */

/* The sign of a cursor row: `>` where the pane has the focus, else `·`. */
void cursor_draw(struct view *v, struct box box, int row, bool focused);
/* With the looks of that row; a bar at its end is left as it is: reversed it
 * could not be told from the background. */
void cursor_row_draw(struct view *v, struct box box, int row, bool focused);

/* A ruler over the first row of the box: "─ left ─── right ─"; a focused one
 * is `═`.  What does not fit is cut: words at the end of left, then the start
 * of right, but not what stands behind its last two blanks. */
void ruler_draw(struct view *v, struct box box, int row, struct str left,
    struct str right, bool focused);

/* Lines in columns with their header: the list's, a sheet's.  A box without
 * rows draws nothing. */
struct lines {
	struct box header, box;
	enum explore_pane pane;
	bool focused;
	size_t (*columns)(struct explore *x);
	void (*column_at)(struct explore *x, size_t i,
	    struct explore_column *out);
	void (*line)(struct explore *x, int line, struct explore_line *out);
};
void lines_draw(struct view *v, const struct lines *lines);

/* Columns of a row of the box up to its last character. */
int text_columns(const struct grid *g, struct box box, int row);

/* The place in the list, and what stands beside it, at the right. */
void place_draw(struct grid *g, struct box box, struct str text);

/* How many bars of the histogram have room on a screen of that layout. */
int histogram_bars(struct view *v);

/* 2,900 */
void count_add(struct buf *out, uint64_t n);
#endif
