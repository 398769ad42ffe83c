/*
 * The mouse: what stands where on the screen, and what a button does there.
 *
 * Each pane says where its parts stand when it draws them (spots); a click
 * does what a key does that is in the table already.
 */
#ifndef UI_MOUSE_H
#define UI_MOUSE_H

#include "ui/input.h"
#include "ui/view.h"

/* Forgets the spots of a kind: its pane draws anew. */
void spots_drop(struct view *v, enum spot_kind kind);
/* box: of the grid, not of a pane.  What is beyond SPOTS_MAX is not found. */
void spot_add(struct view *v, const struct spot *s);

/* What a button did; returns what has to be drawn. */
unsigned mouse_act(struct view *v, const struct mouse *m);
#endif
