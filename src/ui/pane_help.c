/*
 * Help: over everything but the tabs and the keys.
 */
#include "ui/panes.h"

void
pane_help_draw(struct view *v)
{
	struct box box = { 1, 0, v->rows - 2, v->columns };

	if (!explore_help_open(v->x))
		return;
	grid_blank(&v->grid, box);
	ruler_draw(v, box, 0, explore_help_title(v->x),
	    explore_help_place(v->x), true);
	for (int row = 1; row < box.rows; row++)
		grid_put_fit(&v->grid, box, row, 0, box.columns,
		    explore_help_line(v->x, row - 1), LOOK_PLAIN);
	grid_cursor(&v->grid, box, 1, 0);
}
