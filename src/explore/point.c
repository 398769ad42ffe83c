/*
 * What a pointer does: cursors go where it points, in the pane it points to.
 */
#include "explore/actions.h"
#include "explore/state.h"

bool
explore_mouse(const struct explore *x)
{
	return x->mouse;
}

unsigned
act_mouse(struct explore *x)
{
	x->mouse = !x->mouse;
	tell(x, x->mouse
	        ? "mouse on: click, click again for Enter, right for the "
	          "menu; Shift selects text; F2 off"
	        : "mouse off");
	return DRAW_KEYS;
}

static unsigned
point_list(struct explore *x, int line, int cell, bool *again)
{
	uint64_t row;
	size_t id = x->cell;

	if (x->tab == TAB_LEDGER) {
		size_t to = x->ledger_place.top + (size_t)line;

		if (!x->ledger || to >= x->ledger->n ||
		    !ledger_selectable(x->ledger, to))
			return 0;
		*again = to == x->ledger_place.row;
		x->ledger_place.row = to;
		return DRAW_ALL;
	}
	if (!list_row_at(x, line, &row))
		return 0;
	explore_columns(x);
	if (cell >= 0 && (size_t)cell < x->columns.n)
		id = x->columns.column[cell].id;
	*again = x->focus == PANE_LIST && row == x->place.row && id == x->cell;
	x->focus = PANE_LIST;
	x->cell = id;
	list_go(x, row);
	return DRAW_ALL;
}

static unsigned
point_sheet(struct explore *x, int line, bool *again)
{
	struct sheet *s = sheet_top(x);
	size_t to;

	if (!s || !s->lines)
		return 0;
	to = s->top + (size_t)line;
	*again = to == s->row;
	sheet_go(x, s, to);
	*again = *again && s->row == to;
	return DRAW_ALL;
}

static unsigned
point_detail(struct explore *x, int line, bool *again)
{
	size_t to = x->opened.top + (size_t)line;

	if (!x->detail_open || to >= x->opened.n)
		return 0;
	*again = x->focus == PANE_DETAIL && to == x->opened.cursor;
	x->focus = PANE_DETAIL;
	opened_go(x, to);
	return DRAW_ALL;
}

unsigned
explore_point_line(struct explore *x, enum explore_pane pane, int line,
    int cell, bool *again)
{
	unsigned draw;

	*again = false;
	buf_reset(&x->message);
	if (line < 0 || x->help_open || (x->prompt.kind != PROMPT_NONE &&
	        !(x->prompt.kind == PROMPT_SHEET && pane == PANE_SHEET)))
		return 0;
	draw = pane == PANE_SHEET    ? point_sheet(x, line, again)
	    : pane == PANE_DETAIL    ? point_detail(x, line, again)
	                             : point_list(x, line, cell, again);
	settle(x);
	return draw;
}

unsigned
explore_point_column(struct explore *x, enum explore_pane pane, int cell)
{
	buf_reset(&x->message);
	if (cell < 0 || x->prompt.kind != PROMPT_NONE || x->help_open)
		return 0;
	if (pane == PANE_SHEET && sheet_top(x)) {
		sheet_column_choose(x, sheet_top(x), (size_t)cell);
		return DRAW_ALL;
	}
	explore_columns(x);
	if ((size_t)cell < x->columns.n && x->tab != TAB_LEDGER) {
		x->focus = PANE_LIST;
		x->cell = x->columns.column[cell].id;
	}
	settle(x);
	return DRAW_ALL;
}

unsigned
explore_point_bar(struct explore *x, size_t bar, bool drag)
{
	buf_reset(&x->message);
	if (bar >= x->bars.n || x->prompt.kind != PROMPT_NONE ||
	    x->help_open || x->tab != TAB_EVENTS)
		return 0;
	if (!drag)
		x->bars_anchor = SIZE_MAX;
	else if (x->bars_anchor >= x->bars.n)
		x->bars_anchor = x->bars_cursor;
	x->bars_cursor = bar;
	x->focus = PANE_BARS;
	return DRAW_ALL;
}

unsigned
explore_point_step(struct explore *x, size_t step)
{
	buf_reset(&x->message);
	if (step > x->steps.n || x->prompt.kind != PROMPT_NONE ||
	    x->help_open || x->tab != TAB_EVENTS)
		return 0;
	x->focus = PANE_PATH;
	x->step_cursor = step;
	return DRAW_ALL;
}
