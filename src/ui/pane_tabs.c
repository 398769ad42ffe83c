#include "ui/panes.h"

#include "base/utf8.h"

/*
 *	[1 Events]  2 Fields  6 Ledger !4
 *
 * below 55 columns only the open one has its name:  [1 Events] 2 6:!4
 */
static void
tab_add(struct buf *out, const struct explore_tab_text *tab, bool narrow)
{
	buf_printf(out, "%s%s%d", out->n ? " " : "",
	    tab->open ? "["
	    : narrow  ? ""
		      : " ",
	    tab->number);
	if (!narrow || tab->open)
		buf_printf(out, " %.*s", STR_ARG(tab->name));
	if (tab->badge.n)
		buf_printf(out, "%s%.*s", narrow && !tab->open ? ":" : " ",
		    STR_ARG(tab->badge));
	if (tab->open)
		buf_byte(out, ']');
}

void
pane_tabs_draw(struct view *v)
{
	struct grid *g = &v->grid;
	struct box box = v->layout.tabs;
	struct buf *line = &v->scratch;
	struct str constants;
	int used;

	grid_blank(g, box);
	spots_drop(v, SPOT_TAB);
	buf_reset(line);
	for (size_t i = 0; i < explore_tabs(v->x); i++) {
		struct explore_tab_text tab;
		size_t start = line->n;
		int column, width;

		explore_tab_at(v->x, i, &tab);
		tab_add(line, &tab, box.columns < LAYOUT_NARROW);
		column = (int)text_width((struct str){ line->p, start });
		width = grid_put(g, box, 0, column,
		    str_from(buf_str(line), start), LOOK_PLAIN);
		spot_add(v, &(struct spot){ .kind = SPOT_TAB,
			       .n = tab.number,
			       .box = { box.row, box.column + column, 1,
				   width } });
		if (tab.open) /* the blank before is not bold */
			grid_look(g, box, 0, column + (start > 0),
			    width - (start > 0), LOOK_TITLE);
		if (tab.badge.n && tab.badge.p[0] == '!') {
			int wide = (int)text_width(tab.badge) + tab.open;

			grid_look(g, box, 0, column + width - wide,
			    wide - tab.open, LOOK_DAMAGED);
		}
	}
	if (box.columns < 100)
		return;
	used = (int)text_width(buf_str(line));
	constants = explore_constants(v->x);
	buf_reset(line);
	buf_printf(line, "spoor  %.*s", STR_ARG(constants));
	if (used + 2 + (int)text_width(buf_str(line)) <= box.columns)
		grid_put_right(g, box, 0, buf_str(line), LOOK_QUIET);
}
