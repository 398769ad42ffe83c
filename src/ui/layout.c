#include "ui/layout.h"

/* Rows of the histogram with its marks, by the height of the terminal. */
static const struct {
	int from_rows, bars, axis;
} histograms[] = {
	{ 60, 5, 1 },
	{ 36, 3, 1 },
	{ 16, 1, 0 },
};

enum {
	DETAIL_ROWS_LEAST = 5,
	LIST_ROWS_LEAST = 3, /* fewer beside a detail: one pane at a time */
	LIST_COLUMNS_LEAST = 20,
	DETAIL_COLUMNS_LEAST = 20,
};

static int
clamp(int n, int least, int most)
{
	return n > most ? most : n < least ? least : n;
}

/* Takes rows from the top of what is left. */
static struct box
take(struct box *left, int rows)
{
	struct box b = *left;

	b.rows = clamp(rows, 0, left->rows);
	left->row += b.rows;
	left->rows -= b.rows;
	return b;
}

/* The list has the whole of `body`, or the detail has. */
static void
body_one(struct layout *l, struct box body, bool detail)
{
	if (!detail) {
		l->header = take(&body, l->header.rows);
		l->list = body;
		return;
	}
	l->header.rows = l->list.rows = 0;
	l->detail_title = take(&body, 1);
	l->detail = body;
}

/*
 *	header                 │ title
 *	list                   │ detail
 */
static void
body_beside(struct layout *l, struct box body, int share)
{
	struct box side = body;
	int columns = clamp(body.columns - 1 - body.columns * share / 100,
	    LIST_COLUMNS_LEAST, body.columns - 1 - DETAIL_COLUMNS_LEAST);

	l->beside = true;
	body.columns = columns;
	l->divider = (struct box){ body.row, columns, body.rows, 1 };
	side.column = columns + 1;
	side.columns -= columns + 1;
	body_one(l, body, false);
	l->detail_title = take(&side, 1);
	l->detail = side;
}

static void
body_below(struct layout *l, struct box body, int share)
{
	int left, rows;

	l->header = take(&body, l->header.rows);
	left = body.rows - 1;
	rows = clamp((left * share + 50) / 100, DETAIL_ROWS_LEAST,
	    left - LIST_ROWS_LEAST);
	l->list = take(&body, left - rows);
	l->detail_title = take(&body, 1);
	l->detail = body;
}

static void
top_lines(struct layout *l, struct box *body, int rows,
    const struct layout_wish *w)
{
	bool low = rows < 16;

	if (w->whole)
		return;
	if (w->tall) {
		l->path = take(body, 1);
		l->header.rows = low ? 0 : 1;
		return;
	}
	for (size_t i = 0; i < sizeof(histograms) / sizeof(histograms[0]); i++)
		if (rows >= histograms[i].from_rows) {
			l->bars = take(body, histograms[i].bars);
			l->marks = take(body, 1);
			l->axis = take(body, histograms[i].axis);
			break;
		}
	l->query = take(body, !low || w->editing ? 1 : 0);
	l->path = take(body, 1);
	l->header.rows = low ? 0 : 1;
}

struct layout
layout_make(int columns, int rows, const struct layout_wish *w)
{
	struct layout l = { 0 };
	struct box body = { 0, 0, rows, columns };
	bool beside = columns >= LAYOUT_SIDE_BY_SIDE;

	if (columns < LAYOUT_COLUMNS_LEAST || rows < LAYOUT_ROWS_LEAST) {
		l.too_small = true;
		return l;
	}
	l.tabs = take(&body, 1);
	body.rows--;
	l.keys = (struct box){ rows - 1, 0, 1, columns };
	top_lines(&l, &body, rows, w);
	l.body = body;
	l.one_pane = columns < LAYOUT_NARROW ||
		     (!beside && body.rows - l.header.rows <
				     DETAIL_ROWS_LEAST + 1 + LIST_ROWS_LEAST);
	if (!w->detail)
		body_one(&l, body, false);
	else if (w->only != SHOW_BOTH)
		body_one(&l, body, w->only == SHOW_DETAIL);
	else if (l.one_pane)
		body_one(&l, body, w->detail_focused);
	else if (beside)
		body_beside(&l, body, w->share_beside);
	else
		body_below(&l, body, w->share_below);
	return l;
}
