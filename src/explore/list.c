/*
 * The list: where its cursor is, what its lines say.
 */
#include "base/bits.h"
#include "base/timefmt.h"
#include "base/utf8.h"
#include "explore/cells.h"
#include "explore/state.h"

uint64_t
list_rows(const struct explore *x)
{
	return x->answer ? result_rows(x->answer->result) : 0;
}

void
list_go(struct explore *x, uint64_t row)
{
	x->place.row = row;
	x->place.event = row < list_rows(x)
	    ? result_event(x->answer->result, row)
	    : EVENT_NONE;
}

/* Rows that are no events, and events without a time, have no day. */
static int64_t
row_day(struct explore *x, uint64_t row)
{
	int64_t us = row_time(x->rows, row);

	if (us == TIME_NONE)
		return INT64_MIN;
	us += zone_at(x, us) * US_PER_SECOND;
	return us / US_PER_DAY - (us % US_PER_DAY < 0);
}

/* A line that names the day stands above the row. */
static bool
day_changes(struct explore *x, uint64_t row)
{
	return x->answer->lists_events && x->answer->plain && row > 0 &&
	    row_day(x, row) != row_day(x, row - 1);
}

int
list_lines(struct explore *x, uint64_t from, uint64_t to, int most)
{
	int n = 0;

	for (uint64_t row = from; row <= to && n <= most; row++)
		n += row > from && day_changes(x, row) ? 2 : 1;
	return n;
}

void
list_scroll(struct explore *x)
{
	uint64_t rows = (uint64_t)x->room.list_rows, n = list_rows(x);
	struct place_in_list *p = &x->place;

	if (n == 0) {
		p->top = 0;
		return;
	}
	if (p->row >= n)
		list_go(x, n - 1);
	if (p->top > p->row)
		p->top = p->row;
	if (p->row - p->top >= rows)
		p->top = p->row - rows + 1;
	while (p->top < p->row &&
	    list_lines(x, p->top, p->row, x->room.list_rows) >
	        x->room.list_rows)
		p->top++;
}

/* The list is newest first unless the query sorts it; then the row is some
 * row, and the eye has to find its way. */
uint64_t
list_row_near(struct explore *x, uint32_t event)
{
	struct result *r = x->answer->result;
	struct snapshot *s = result_snapshot(r);
	uint64_t low = 0, high = result_rows(r), row;
	int64_t us;

	if (event >= snapshot_events(s))
		return 0;
	row = result_row_of(r, event);
	if (row != UINT64_MAX)
		return row;
	us = snapshot_time(s, event);
	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (row_time(x->rows, middle) > us)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* ---- columns ----------------------------------------------------------- */

static void
fit(struct explore *x)
{
	columns_fit(x->answer, x->set, x->room.list_columns, x->first_own,
	    &x->columns);
}

static size_t
drawn_index(const struct explore *x, size_t id)
{
	size_t i = 0;

	while (i < x->columns.n && x->columns.column[i].id != id)
		i++;
	return i;
}

bool
list_cell(struct explore *x, int step)
{
	size_t i, n_own;

	if (!x->answer)
		return false;
	fit(x);
	if (x->columns.n == 0)
		return false;
	i = x->cell == CELL_NONE ? x->columns.n : drawn_index(x, x->cell);
	if (i == x->columns.n) {
		/* none yet: the first behind the time, or the last */
		bool timed = x->columns.column[0].id == LIST_TIME;

		i = step < 0 ? x->columns.n - 1
		             : timed && x->columns.n > 1 ? 1 : 0;
	} else if (step > 0 && i + 1 < x->columns.n) {
		i++;
	} else if (step < 0 && i > 0) {
		i--;
	} else if (x->answer->plain) {
		return false;
	} else { /* scroll sideways */
		n_own = result_columns(x->answer->result);
		if (step > 0 && x->cell + 1 < LIST_OWN + n_own)
			x->first_own++;
		else if (step < 0 && x->first_own > 0)
			x->first_own--;
		else
			return false;
		x->cell = step > 0 ? x->cell + 1 : x->cell - 1;
		return true;
	}
	x->cell = x->columns.column[i].id;
	return true;
}

size_t
explore_columns(struct explore *x)
{
	if (x->tab == TAB_LEDGER)
		return 1;
	fit(x);
	return x->columns.n;
}

static bool
numeric(struct explore *x, size_t id)
{
	return id >= LIST_OWN && list_rows(x) > 0 &&
	    column_field_name(x->answer, x->set, id).n == 0 &&
	    row_value(x->rows, 0, id).type == VALUE_NUMBER;
}

void
explore_column_at(struct explore *x, size_t i, struct explore_column *out)
{
	struct buf *b = text_room(x, TEXT_TITLE);
	size_t id;

	*out = (struct explore_column){ .title = STR("") };
	if (x->tab == TAB_LEDGER) {
		out->width = x->room.list_columns - LIST_GUTTER;
		return;
	}
	if (i >= x->columns.n)
		return;
	id = x->columns.column[i].id;
	out->width = x->columns.column[i].width;
	out->cursor = id == x->cell;
	out->right = numeric(x, id);
	if (id == LIST_TIME && list_rows(x) > 0) {
		int64_t us = row_time(x->rows, x->place.top);

		cell_day(us, zone_at(x, us), b);
	} else {
		text_visible(column_title(x->answer, x->set, id), b);
	}
	out->title = buf_str(b);
}

/* ---- lines ------------------------------------------------------------- */

static bool
is_marked(const struct explore *x, uint32_t event)
{
	for (size_t i = 0; i < x->n_marked; i++)
		if (x->marked[i] == event)
			return true;
	return false;
}

/* Where the search's regex stands in the cells as they are written. */
static void
find_match(struct explore *x, struct explore_line *out)
{
	const struct search *s = &x->search;

	if (!s->active || s->pane != PANE_LIST || s->ledger || !s->matcher)
		return;
	for (size_t i = 0; i < out->n_cells; i++)
		if (regex_search(s->matcher, out->cells[i], 0,
		        &out->match_from, &out->match_to) &&
		    out->match_to > out->match_from) {
			out->match_cell = i;
			return;
		}
	out->match_from = out->match_to = 0;
}

/* ---- cells from files -------------------------------------------------- */

void
list_want_far(struct explore *x)
{
	uint64_t rows = (uint64_t)x->room.list_rows, from = x->place.top;
	size_t column;

	if (list_rows(x) == 0 ||
	    (x->far_version == x->answer_version && from >= x->far_from &&
	        from + rows <= x->far_from + 3 * rows))
		return;
	column = far_column(x->answer);
	if (column == result_columns(x->answer->result))
		return;
	x->far_from = from > rows ? from - rows : 0;
	x->far_version = x->answer_version;
	lane_give(x->lane[LANE_FAR], &ask_far_new(x->answer, x->pool, column,
	    x->far_from, 3 * rows)->work);
}

/* True: the cell is one of those, and has been written. */
static bool
far_cell(struct explore *x, uint64_t row, size_t id, int width,
    struct buf *out)
{
	const struct ask_far *f = x->far;
	size_t column = far_column(x->answer);

	if (id != LIST_OWN + column ||
	    column == result_columns(x->answer->result))
		return false;
	if (f && f->answer == x->answer && row >= f->from &&
	    row < f->from + f->n)
		cell_text(f->text[row - f->from], width, out);
	else
		buf_add(out, STR("…"));
	return true;
}

static void
row_line(struct explore *x, uint64_t row, struct explore_line *out)
{
	uint32_t event = result_event(x->answer->result, row);

	out->kind = x->answer->lists_events ? LINE_EVENT : LINE_ROW;
	out->cursor = row == x->place.row;
	out->failed = row_failed(x->rows, row);
	if (event != EVENT_NONE)
		out->flag = is_marked(x, event)    ? '*'
		    : event == around_event(x)     ? '@'
		                                   : ' ';
	fit(x);
	for (size_t i = 0; i < x->columns.n; i++) {
		buf_reset(&x->cell_text[i]);
		if (!far_cell(x, row, x->columns.column[i].id,
		        x->columns.column[i].width, &x->cell_text[i]))
			row_cell(x->rows, row, x->columns.column[i].id,
			    x->columns.column[i].width, &x->cell_text[i]);
		out->cells[i] = buf_str(&x->cell_text[i]);
	}
	out->n_cells = x->columns.n;
	find_match(x, out);
}

static void
ledger_list_line(struct explore *x, int line, struct explore_line *out)
{
	const struct ledger_lines *l = x->ledger;
	size_t i = x->ledger_place.top + (size_t)line;
	struct buf *text = text_room(x, TEXT_LEFT);
	struct buf *right = text_room(x, TEXT_RIGHT);

	if (!l || i >= l->n)
		return;
	ledger_print(l, i, x->room.list_columns - LIST_GUTTER, x->zone, text,
	    right);
	out->cursor = i == x->ledger_place.row && ledger_selectable(l, i);
	out->right = buf_str(right);
	switch (l->line[i].part) {
	case LEDGER_REMARK:
		out->unread = l->ledger.remarks[l->line[i].i].unread;
		/* fallthrough */
	case LEDGER_FILE:
		out->kind = LINE_ROW;
		out->cells[0] = buf_str(text);
		out->n_cells = 1;
		break;
	case LEDGER_REMARK_TITLE:
	case LEDGER_FILE_TITLE:
		out->kind = LINE_TITLE;
		out->text = buf_str(text);
		break;
	default:
		out->kind = LINE_TEXT;
		out->text = buf_str(text);
		break;
	}
}

static void
day_line(struct explore *x, uint64_t row, struct explore_line *out)
{
	struct buf *b = text_room(x, TEXT_LEFT);
	int64_t us = row_time(x->rows, row);

	cell_weekday(us, zone_at(x, us), b);
	out->kind = LINE_DAY;
	out->text = buf_str(b);
}

bool
list_row_at(struct explore *x, int line, uint64_t *row)
{
	uint64_t n = list_rows(x);
	int at = 0;

	for (*row = x->place.top; *row < n && at <= line; ++*row) {
		if (*row > x->place.top && day_changes(x, *row))
			at++;
		if (at++ == line)
			return true;
	}
	return false;
}

void
explore_list_line(struct explore *x, int line, struct explore_line *out)
{
	uint64_t n = list_rows(x);
	int at = 0;

	*out = (struct explore_line){ .flag = ' ' };
	if (x->tab == TAB_LEDGER) {
		ledger_list_line(x, line, out);
		return;
	}
	if (n == 0) {
		if (line == 1 && x->answer) {
			out->kind = LINE_TEXT;
			out->text = x->answer->events || !x->loading
			    ? STR("No event matches.")
			    : STR("No event yet.");
		}
		return;
	}
	for (uint64_t row = x->place.top; row < n && at <= line; row++) {
		if (row > x->place.top && day_changes(x, row) &&
		    at++ == line) {
			day_line(x, row, out);
			return;
		}
		if (at++ == line) {
			row_line(x, row, out);
			return;
		}
	}
}

struct str
explore_place(struct explore *x)
{
	struct buf *b = text_room(x, TEXT_PLACE);
	uint64_t row = x->place.row, n = list_rows(x);
	const char *before = "";

	if (x->help_open)
		return explore_help_place(x);
	if (x->focus == PANE_PATH) {
		before = "step ";
		row = x->step_cursor;
		n = x->steps.n + 1;
	} else if (x->focus == PANE_BARS && x->bars.n > 0) {
		before = "bar ";
		row = x->bars_cursor;
		n = x->bars.n;
	} else if (sheet_top(x)) {
		sheet_place(sheet_top(x), &row, &n);
	} else if (x->tab == TAB_LEDGER) {
		n = x->ledger ? x->ledger->ledger.n_files +
		    x->ledger->ledger.n_remarks
		              : 0;
		row = x->ledger ? ledger_rank(x->ledger, x->ledger_place.row)
		                : 0;
	}
	follow_rate(x, b);
	if (n == 0)
		return buf_str(b);
	buf_add(b, str_of(before));
	count_print(row + 1, b);
	buf_add(b, STR(" of "));
	count_print(n, b);
	return buf_str(b);
}

uint64_t
explore_rows(const struct explore *x)
{
	return list_rows(x);
}

uint64_t
explore_row(const struct explore *x)
{
	return x->place.row;
}

uint32_t
explore_event(const struct explore *x)
{
	return x->place.event;
}
