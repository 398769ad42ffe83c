/*
 * The picture of an investigation: a grid, where what stands on it, and the
 * panes that draw it.  Needs no terminal.
 */
#ifndef UI_VIEW_H
#define UI_VIEW_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "explore/explore.h"
#include "ui/grid.h"
#include "ui/input.h"
#include "ui/layout.h"

/* A part of the screen that a pointer can point to. */
enum spot_kind {
	SPOT_NONE,
	SPOT_TAB,    /* n: its number */
	SPOT_STEP,   /* n: of the path, 0 is the data */
	SPOT_KEY,    /* key: of the key line */
	SPOT_HEAD,   /* n: the drawn column of the pane's lines */
	SPOT_LINES,  /* lines of the pane from its first row on */
	SPOT_BARS,   /* n: columns of a bar */
	SPOT_BORDER, /* between list and detail */
};
struct spot {
	enum spot_kind kind;
	struct box box; /* of the grid */
	enum explore_pane pane;
	int n;
	const char *key;
};
#define SPOTS_MAX 256

struct view {
	struct explore *x;
	int (*zone)(int64_t us); /* seconds east of UTC; NULL: UTC */
	int columns, rows;       /* of the terminal */
	struct grid grid;
	struct layout layout;
	struct layout_wish wish; /* that the layout was made for */
	int bars;                /* told to explore */
	bool covered;            /* something lay over the panes */
	enum explore_pane body;  /* list or detail: the one focused last */
	struct buf scratch;     /* of the pane that is drawing */
	struct spot spots[SPOTS_MAX];
	size_t n_spots;
	struct spot held;      /* where the button was pressed */
};

void view_init(struct view *v, struct explore *x, bool ascii,
    int (*zone)(int64_t us));
void view_release(struct view *v);

/* The terminal's size; returns what must be drawn, which is all. */
unsigned view_resize(struct view *v, int columns, int rows);

/* Brings the grid up to date with what changed (a set of explore_redraw). */
void view_draw(struct view *v, unsigned redraw);

/* True if keys act; a terminal that is too small takes only q and Q. */
bool view_takes_keys(const struct view *v);
#endif
