/*
 * Actions that move: cursors, panes, what is open.
 */
#include "explore/actions.h"
#include "explore/state.h"

#define NARROW 55 /* below, list or detail is shown, not both */
#define BESIDE 140
#define BOTH_ROWS 9
#define SHARE_STEP 5
#define SHARE_LEAST 15
#define SHARE_MOST 85

/* ---- tabs and panes ---------------------------------------------------- */

static unsigned
go_tab(struct explore *x, int tab)
{
	if (x->tab == tab) {
		sheets_close(x); /* to the tab itself */
		return DRAW_ALL;
	}
	view_push(x);
	seek_end(x);
	x->tab = tab;
	x->focus = PANE_LIST;
	x->full = false;
	sheets_close(x);
	if (tab == TAB_LEDGER && !x->loader)
		tell(x, "there is no ledger: nothing was loaded");
	x->ledger_us = 0;
	return DRAW_ALL;
}

unsigned
act_tab_events(struct explore *x)
{
	return go_tab(x, TAB_EVENTS);
}

unsigned
act_tab_fields(struct explore *x)
{
	return go_tab(x, TAB_FIELDS);
}

unsigned
act_tab_chart(struct explore *x)
{
	return go_tab(x, TAB_CHART);
}

unsigned
act_tab_ledger(struct explore *x)
{
	return go_tab(x, TAB_LEDGER);
}

static bool
pane_there(const struct explore *x, enum explore_pane pane)
{
	switch (pane) {
	case PANE_LIST:
	case PANE_QUERY:
	case PANE_PATH:
		return true;
	case PANE_DETAIL:
		return x->detail_open && !sheet_top(x);
	case PANE_BARS:
		return x->room.bars > 0 && x->bars.n > 0;
	default:
		return false;
	}
}

/* list, detail, histogram, query, path, in a ring */
static unsigned
go_pane(struct explore *x, int step)
{
	static const enum explore_pane ring[] = { PANE_LIST, PANE_DETAIL,
		PANE_BARS, PANE_QUERY, PANE_PATH };
	const int n = sizeof(ring) / sizeof(*ring);
	int at = 0;

	if (x->tab == TAB_LEDGER ||
	    (sheet_top(x) && sheet_top(x)->kind->form == SHEET_FORM_BOX))
		return 0;
	while (ring[at] != x->focus)
		at++;
	do
		at = (at + step + n) % n;
	while (!pane_there(x, ring[at]));
	x->focus = ring[at];
	return DRAW_ALL;
}

unsigned
act_pane_next(struct explore *x)
{
	return go_pane(x, 1);
}

unsigned
act_pane_previous(struct explore *x)
{
	return go_pane(x, -1);
}

unsigned
act_histogram(struct explore *x)
{
	if (!pane_there(x, PANE_BARS)) {
		tell(x, "there is no room for the histogram");
		return DRAW_KEYS;
	}
	x->focus = x->focus == PANE_BARS ? PANE_LIST : PANE_BARS;
	return DRAW_ALL;
}

unsigned
act_full(struct explore *x)
{
	if (!x->detail_open) {
		tell(x, "the list has all the room already");
		return DRAW_KEYS;
	}
	x->full = !x->full;
	return DRAW_ALL;
}

unsigned
act_help(struct explore *x)
{
	if (x->help_open)
		help_close(x);
	else
		help_open(x);
	return DRAW_ALL;
}

unsigned
act_quit(struct explore *x)
{
	x->quits = true;
	return 0;
}

unsigned
act_redraw(struct explore *x)
{
	(void)x;
	return DRAW_ALL | DRAW_CLEAR;
}

unsigned
act_cancel(struct explore *x)
{
	if (!stop_work(x))
		tell(x, "nothing is running; q quits");
	return DRAW_KEYS | DRAW_BARS;
}

/* ---- open and close ---------------------------------------------------- */

static bool
one_pane(const struct explore *x)
{
	return x->room.screen_columns < NARROW ||
	    (x->room.screen_columns < BESIDE && x->room.list_rows < BOTH_ROWS);
}

static unsigned
open_event(struct explore *x)
{
	if (x->place.event == EVENT_NONE) {
		pick_row_events(x);
		return DRAW_ALL;
	}
	if (x->detail_open || one_pane(x))
		x->focus = PANE_DETAIL;
	x->detail_open = true;
	return DRAW_ALL;
}

static unsigned
open_line(struct explore *x)
{
	uint32_t node = opened_node(x);

	if (x->opened.view != VIEW_TREE) {
		tell(x, "v goes on to the tree, which folds");
		return DRAW_KEYS;
	}
	if (!opened_branch(x, node))
		return act_menu(x);
	opened_fold(x, !opened_folded(x, node));
	return DRAW_DETAIL | DRAW_KEYS;
}

static unsigned
open_ledger_line(struct explore *x)
{
	size_t line = x->ledger_place.row;
	struct str text;

	if (!x->ledger)
		return 0;
	text = ledger_line_text(x->ledger, line);
	if (text.n > 0) {
		tell(x, "%.*s", STR_ARG(text));
		return DRAW_KEYS;
	}
	return act_file_events(x, ledger_line_file(x->ledger, line));
}

unsigned
act_open(struct explore *x)
{
	if (sheet_focused(x))
		return sheet_enter(x);
	if (x->tab == TAB_LEDGER)
		return open_ledger_line(x);
	switch (x->focus) {
	case PANE_DETAIL:
		return open_line(x);
	case PANE_BARS:
		return act_bars_zoom(x);
	case PANE_QUERY:
		return act_query(x);
	case PANE_PATH:
		return act_step_edit(x);
	default:
		return open_event(x);
	}
}

/* A remembered sheet is left by going back to where it was opened. */
static void
leave_sheet(struct explore *x)
{
	struct sheet *s = sheet_top(x);

	if (s->kind->left)
		s->kind->left(x, s);
	if (!s->kind->remembered || !view_leads_here(x) || !view_back(x))
		sheet_close(x);
}

/* The top thing that is open; false: there is none. */
static bool
close_top(struct explore *x)
{
	if (seek_here(x))
		seek_end(x);
	else if (x->help_open)
		help_close(x);
	else if (x->full)
		x->full = false;
	else if (x->focus == PANE_BARS && x->bars_anchor < x->bars.n)
		x->bars_anchor = SIZE_MAX;
	else if (x->focus != PANE_LIST && x->focus != PANE_DETAIL)
		x->focus = PANE_LIST;
	else if (x->n_sheets > 0)
		leave_sheet(x);
	else if (x->tab == TAB_EVENTS && x->detail_open)
		opened_close(x);
	else if (x->drill && view_back(x))
		return true;
	else if (x->cell != CELL_NONE && x->key && x->key[0] == 'E')
		x->cell = CELL_NONE; /* Esc; q goes on to quit */
	else
		return false;
	return true;
}

unsigned
act_close(struct explore *x)
{
	if (close_top(x))
		return DRAW_ALL;
	if (x->tab != TAB_EVENTS)
		return view_back(x) ? DRAW_ALL : go_tab(x, TAB_EVENTS);
	if (x->key && x->key[0] == 'q')
		x->quits = true;
	else
		tell(x, "nothing is open here; q quits");
	return DRAW_KEYS;
}

/* ---- rows -------------------------------------------------------------- */

static size_t
moved(size_t at, size_t n, int64_t rows)
{
	int64_t to = (int64_t)at + rows;

	if (n == 0 || to < 0)
		return 0;
	return to >= (int64_t)n ? n - 1 : (size_t)to;
}

/* On from a line, or else back, to one that the cursor can stand on. */
static size_t
ledger_nearest(const struct ledger_lines *l, size_t line, bool down)
{
	for (int turn = 0; turn < 2; turn++, down = !down) {
		size_t to = line;

		while (!ledger_selectable(l, to) &&
		    (down ? to + 1 < l->n : to > 0))
			to = down ? to + 1 : to - 1;
		if (ledger_selectable(l, to))
			return to;
	}
	return line;
}

static unsigned
move_ledger(struct explore *x, int64_t rows)
{
	const struct ledger_lines *l = x->ledger;
	struct text_place *p = &x->ledger_place;
	size_t to;

	if (!l || l->n == 0)
		return 0;
	to = moved(p->row, l->n, rows);
	p->row = ledger_nearest(l, to, rows > 0);
	return DRAW_LIST | DRAW_KEYS;
}

static unsigned
move_list(struct explore *x, int64_t rows)
{
	uint64_t old = x->place.row;

	list_go(x, moved((size_t)old, (size_t)list_rows(x), rows));
	return old == x->place.row
	    ? 0
	    : DRAW_LIST | DRAW_KEYS | (x->detail_open ? DRAW_DETAIL : 0);
}

/* Moves by rows in the pane that has the focus. */
static unsigned
move(struct explore *x, int64_t rows)
{
	if (x->help_open) {
		size_t shown = x->room.screen_rows > 2
		    ? (size_t)x->room.screen_rows - 2
		    : 1;
		size_t n = x->n_help > shown ? x->n_help - shown + 1 : 1;

		x->help_place.top = moved(x->help_place.top, n, rows);
		return DRAW_ALL;
	}
	if (sheet_focused(x)) {
		if (sheet_across(x, sheet_top(x)) && (rows == 1 || rows == -1))
			sheet_column_go(sheet_top(x), (int)rows);
		else
			sheet_move(x, sheet_top(x), rows);
		return DRAW_LIST | DRAW_KEYS;
	}
	if (x->tab == TAB_LEDGER)
		return move_ledger(x, rows);
	if (x->focus == PANE_DETAIL) {
		opened_go(x, moved(x->opened.cursor, x->opened.n, rows));
		return DRAW_DETAIL | DRAW_KEYS;
	}
	return move_list(x, rows);
}

/* A page has one row of overlap. */
static int64_t
page(const struct explore *x)
{
	int rows = x->help_open         ? x->room.screen_rows - 2
	    : sheet_focused(x)          ? sheet_rows(x, sheet_top(x))
	    : x->focus == PANE_DETAIL   ? x->room.detail_rows
	                                : x->room.list_rows;

	return rows > 2 ? rows - 1 : 1;
}

/* The view goes by as many rows as the cursor, so that it stays where it is
 * on the screen. */
static unsigned
turn(struct explore *x, int64_t rows)
{
	uint64_t n = list_rows(x);
	size_t most = x->opened.n;

	if (!x->help_open && sheet_focused(x)) {
		struct sheet *s = sheet_top(x);

		s->top = moved(s->top, s->lines ? s->lines->n : 0, rows);
	} else if (!x->help_open && x->tab == TAB_EVENTS) {
		if (x->focus == PANE_DETAIL)
			x->opened.top = moved(x->opened.top, most, rows);
		else
			x->place.top = moved((size_t)x->place.top, (size_t)n,
			    rows);
	}
	return move(x, rows);
}

unsigned
act_down(struct explore *x)
{
	return move(x, 1);
}

unsigned
act_up(struct explore *x)
{
	return move(x, -1);
}

unsigned
act_page_down(struct explore *x)
{
	return turn(x, page(x));
}

unsigned
act_page_up(struct explore *x)
{
	return turn(x, -page(x));
}

unsigned
act_half_down(struct explore *x)
{
	return turn(x, (page(x) + 1) / 2);
}

unsigned
act_half_up(struct explore *x)
{
	return turn(x, -(page(x) + 1) / 2);
}

unsigned
act_first(struct explore *x)
{
	if (x->focus == PANE_BARS && !x->help_open) {
		x->bars_cursor = 0;
		return DRAW_BARS | DRAW_QUERY | DRAW_KEYS;
	}
	if (x->focus == PANE_PATH && !x->help_open) {
		x->step_cursor = 0;
		return DRAW_PATH | DRAW_KEYS;
	}
	return move(x, INT64_MIN / 2);
}

unsigned
act_last(struct explore *x)
{
	if (x->focus == PANE_BARS && !x->help_open) {
		x->bars_cursor = x->bars.n ? x->bars.n - 1 : 0;
		return DRAW_BARS | DRAW_QUERY | DRAW_KEYS;
	}
	if (x->focus == PANE_PATH && !x->help_open) {
		x->step_cursor = x->steps.n;
		return DRAW_PATH | DRAW_KEYS;
	}
	return move(x, INT64_MAX / 2);
}

unsigned
act_event_next(struct explore *x)
{
	return move_list(x, 1);
}

unsigned
act_event_previous(struct explore *x)
{
	return move_list(x, -1);
}

/* ---- left and right ---------------------------------------------------- */

static unsigned
sideways(struct explore *x, int step)
{
	if (sheet_focused(x) && sheet_across(x, sheet_top(x))) {
		sheet_move(x, sheet_top(x), step);
		return DRAW_LIST | DRAW_KEYS;
	}
	if (sheet_focused(x))
		return sheet_column_go(sheet_top(x), step)
		    ? DRAW_LIST | DRAW_KEYS
		    : 0;
	switch (x->focus) {
	case PANE_DETAIL:
		return opened_fold(x, step < 0) ? DRAW_DETAIL | DRAW_KEYS : 0;
	case PANE_BARS:
		x->bars_cursor = moved(x->bars_cursor, x->bars.n, step);
		return DRAW_BARS | DRAW_QUERY | DRAW_KEYS;
	case PANE_PATH:
		x->step_cursor = moved(x->step_cursor, x->steps.n + 1, step);
		return DRAW_PATH | DRAW_KEYS;
	default:
		return list_cell(x, step) ? DRAW_LIST | DRAW_KEYS : 0;
	}
}

unsigned
act_left(struct explore *x)
{
	return sideways(x, -1);
}

unsigned
act_right(struct explore *x)
{
	return sideways(x, 1);
}

/* The border of an open detail. */
unsigned
explore_point_border(struct explore *x, int share)
{
	int *to = x->room.screen_columns >= BESIDE ? &x->side_share : &x->share;

	*to = share < SHARE_LEAST ? SHARE_LEAST
	    : share > SHARE_MOST  ? SHARE_MOST
	                          : share;
	return DRAW_ALL;
}

static unsigned
share_step(struct explore *x, int step)
{
	int *share = x->room.screen_columns >= BESIDE ? &x->side_share
	                                              : &x->share;

	if (!x->detail_open) {
		tell(x, "no record is open: Enter opens one");
		return DRAW_KEYS;
	}
	return explore_point_border(x, *share + step);
}

/* With the cursor on a cell of the list: its column; else the border of an
 * open detail. */
static unsigned
narrow(struct explore *x, int step)
{
	if (x->focus == PANE_LIST && x->cell != CELL_NONE &&
	    column_widen(x, x->cell, step))
		return DRAW_ALL;
	if (x->detail_open)
		return share_step(x, step * SHARE_STEP);
	tell(x, "h l choose a column, Enter opens the record");
	return DRAW_KEYS;
}

unsigned
act_narrower(struct explore *x)
{
	if (bars_resize(x, -1) || around_resize(x, -1))
		return DRAW_ALL;
	return narrow(x, -1);
}

unsigned
act_wider(struct explore *x)
{
	if (bars_resize(x, 1) || around_resize(x, 1))
		return DRAW_ALL;
	return narrow(x, 1);
}

/* ---- the record -------------------------------------------------------- */

unsigned
act_fold_all(struct explore *x)
{
	opened_fold_all(x, true);
	return DRAW_DETAIL | DRAW_KEYS;
}

unsigned
act_unfold_all(struct explore *x)
{
	opened_fold_all(x, false);
	return DRAW_DETAIL | DRAW_KEYS;
}

unsigned
act_view(struct explore *x)
{
	opened_view_next(x);
	return DRAW_DETAIL | DRAW_KEYS;
}

unsigned
act_wrap(struct explore *x)
{
	x->opened.wrap = !x->opened.wrap;
	opened_lines(x);
	return DRAW_DETAIL;
}
