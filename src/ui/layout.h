/*
 * Which lines and columns of the screen belong to what.  Depends on the size
 * of the terminal and on what is open, never on data or focus, so that no
 * line moves while one looks at it.
 *
 *	80x24              1 tabs, 1 histogram, 1 marks, 1 query, 1 path,
 *	                   1 header, list, [detail title, detail], 1 keys
 *	from 140 columns   the detail stands at the right of the list
 *	below 16 lines     no histogram, no header, query only while editing
 *	small              one pane at a time: the list or the detail
 *	below 20x5         nothing but a sentence
 */
#ifndef UI_LAYOUT_H
#define UI_LAYOUT_H

#include <stdbool.h>
#include "ui/grid.h"

#define LAYOUT_COLUMNS_LEAST 20
#define LAYOUT_ROWS_LEAST 5
#define LAYOUT_NARROW 55 /* columns; below: one pane, short cells */
#define LAYOUT_SIDE_BY_SIDE 140

enum layout_only { SHOW_BOTH, SHOW_LIST, SHOW_DETAIL };

struct layout_wish {
	bool detail;  /* the detail is open */
	bool editing; /* the query is being typed, or has the focus */
	bool whole;   /* the tab has no query, path and histogram of its own:
	                 all but tabs and keys is the list */
	enum layout_only only; /* `f`: one of both has all of it */
	bool detail_focused; /* where only one pane fits, this one is shown */
	bool tall; /* a sheet takes the place of histogram and query */
	int share_below, share_beside; /* of the detail, in percent */
};

struct layout {
	bool too_small;
	bool one_pane; /* list or detail, not both */
	bool beside;   /* the detail is at the right */
	struct box tabs, bars, marks, axis, query, path, header, list;
	struct box divider, detail_title, detail, keys;
	struct box body; /* header, list and detail together: of a sheet */
};

struct layout layout_make(int columns, int rows, const struct layout_wish *w);
#endif
