/*
 * Search in the pane that has the focus.  Rows of the list are looked at by
 * a lane; the lines of a record and of the help are few, and are looked at
 * here.
 */
#include <stdlib.h>

#include "base/bits.h"
#include "base/utf8.h"
#include "explore/cells.h"
#include "explore/state.h"

/* Beyond that many lines the hits of a record are not counted. */
#define COUNTED_NODES_MAX 20000

static void
forget_rows(struct search *s)
{
	if (s->all)
		s->all->work.free(&s->all->work);
	s->all = NULL;
	s->missed = false;
}

static void
forget_regex(struct search *s)
{
	if (s->matcher)
		regex_matcher_free(s->matcher);
	if (s->regex)
		regex_free(s->regex);
	s->matcher = NULL;
	s->regex = NULL;
}

void
seek_end(struct explore *x)
{
	struct search *s = &x->search;

	forget_rows(s);
	forget_regex(s);
	s->active = false;
	buf_reset(&s->pattern);
}

/* ---- the list ---------------------------------------------------------- */

static bool
all_known(const struct explore *x)
{
	return x->search.all && x->search.all_version == x->answer_version;
}

static void
ask_find(struct explore *x, const struct find *f, uint64_t from, int step)
{
	struct err why = { 0 };
	struct ask_find *k;

	if (!x->answer || list_rows(x) == 0)
		return;
	k = ask_find_new(x->answer, x->set, f, x->pool, x->zone, from, step,
	    &why);
	if (!k)
		tell(x, "%s", why.message);
	else
		lane_give(x->lane[LANE_SEARCH], &k->work);
}

static uint64_t
beside(const struct explore *x, uint64_t row, int step, bool *wrapped)
{
	uint64_t n = list_rows(x);

	*wrapped = step > 0 ? row + 1 >= n : row == 0;
	if (*wrapped)
		return step > 0 ? 0 : n - 1;
	return step > 0 ? row + 1 : row - 1;
}

static void
tell_wrapped(struct explore *x, int step)
{
	tell(x, step > 0 ? "went on from the top"
	                : "went on from the bottom");
}

/* The cursor goes from one row to another around the end of the list. */
static void
go_wrapped(struct explore *x, uint64_t row, int step)
{
	bool same = row == x->place.row;

	list_go(x, row);
	if (same)
		tell(x, "there is no other in this list");
	else
		tell_wrapped(x, step);
}

/* The rows that match are known: the next is a bit away. */
static void
next_known(struct explore *x, int step)
{
	const struct ask_find *all = x->search.all;
	uint64_t row = x->place.row, n = list_rows(x);
	bool wrapped = false, now;

	for (uint64_t i = 0; i < n; i++) {
		row = beside(x, row, step, &now);
		wrapped = wrapped || now;
		if (bits_has(all->rows, row))
			break;
	}
	if (all->count == 0) {
		x->search.missed = true;
		return;
	}
	if (wrapped)
		go_wrapped(x, row, step);
	else
		list_go(x, row);
}

void
seek_found(struct explore *x, struct ask_find *k)
{
	struct search *s = &x->search;
	bool current = k->answer == x->answer, of_search = s->active &&
	    k->what == s->find.what && s->pane == PANE_LIST && !s->ledger;

	if (current && k->step == 0 && k->done && of_search) {
		forget_rows(s);
		s->all = k;
		s->all_version = x->answer_version;
		s->missed = k->count == 0;
		return;
	}
	if (k->step != 0 && k->found != ROW_NONE &&
	    (current || k->answer->lists_events)) {
		/* New events may have moved the row meanwhile. */
		uint64_t row = current ? k->found
		                       : list_row_near(x, result_event(
		                             k->answer->result, k->found));

		if (k->wrapped && x->prompt.kind == PROMPT_NONE)
			go_wrapped(x, row, k->step);
		else
			list_go(x, row);
	} else if (current && k->step != 0 && k->done) {
		if (k->what == FIND_FAILED)
			tell(x, "no failed call in this list");
		else
			s->missed = true;
	}
	if (k->step != 0 && of_search && !all_known(x))
		ask_find(x, &s->find, 0, 0);
	k->work.free(&k->work);
}

void
seek_failed(struct explore *x, int step)
{
	struct find f = { .what = FIND_FAILED };
	bool wrapped;
	uint64_t from;

	if (list_rows(x) == 0)
		return;
	from = beside(x, x->place.row, step, &wrapped);
	ask_find(x, &f, from, step);
}

/* The rows of the list that have what is in the pattern, from a row on. */
static void
seek_rows(struct explore *x, struct find f, uint64_t from)
{
	struct search *s = &x->search;

	f.text = buf_str(&s->pattern);
	s->find = f;
	s->active = true;
	s->pane = PANE_LIST;
	s->ledger = false;
	ask_find(x, &s->find, from, 1);
}

static void
seek_cell(struct explore *x)
{
	struct value v = row_value(x->rows, x->place.row, x->cell);
	bool wrapped;

	seek_end(x);
	if (!value_absent(v))
		buf_add(&x->search.pattern, v.text);
	seek_rows(x, (struct find){ .what = FIND_CELL, .column = x->cell },
	    beside(x, x->place.row, 1, &wrapped));
}

/* Of a line of the record: the next event.  Of a sheet: the list is shown, and
 * the event that it stands on may be the one. */
static void
seek_picked(struct explore *x, const struct picked *p)
{
	bool of_record = x->focus == PANE_DETAIL && !sheet_focused(x), wrapped;

	if (!x->answer || !x->answer->lists_events || list_rows(x) == 0) {
		tell(x, "the rows of the list are no events: Enter shows "
		        "those of this line");
		return;
	}
	seek_end(x);
	pick_text(p, PICK_ONLY, &x->search.pattern);
	if (of_record)
		opened_go(x, x->opened.cursor); /* stays on this field */
	else
		list_show(x);
	seek_rows(x, (struct find){ .what = FIND_FILTER }, of_record
	        ? beside(x, x->place.row, 1, &wrapped)
	        : x->place.row);
}

void
seek_value(struct explore *x)
{
	struct picked p;

	if (!sheet_focused(x) && x->focus != PANE_DETAIL &&
	    x->tab == TAB_EVENTS) {
		seek_cell(x);
		return;
	}
	if (pick(x, &p))
		seek_picked(x, &p);
	picked_free(&p);
}

/* ---- lines: record, help ----------------------------------------------- */

static bool
line_hit(struct explore *x, struct str text)
{
	return regex_search(x->search.matcher, text, 0, NULL, NULL);
}

static bool
node_hit(struct explore *x, uint32_t node)
{
	struct buf b = { 0 };
	bool hit;

	detail_search_text(x->opened.doc, node, &b);
	hit = line_hit(x, buf_str(&b));
	buf_free(&b);
	return hit;
}

static bool
in_detail(const struct explore *x)
{
	return x->search.active && x->search.pane == PANE_DETAIL &&
	    x->search.matcher && x->opened.doc;
}

bool
seek_hits_node(struct explore *x, uint32_t node)
{
	return in_detail(x) && node_hit(x, node);
}

uint64_t
seek_hits_below(struct explore *x, uint32_t node)
{
	const struct detail *d = x->opened.doc;
	uint64_t n = 0;

	if (!in_detail(x) || d->n > COUNTED_NODES_MAX)
		return 0;
	for (uint32_t i = node + 1; i < d->node[node].next; i++)
		n += node_hit(x, i);
	return n;
}

static bool
row_hit(struct explore *x, size_t row)
{
	struct buf b = { 0 };
	bool hit;

	opened_row_text(x, row, &b);
	hit = line_hit(x, buf_str(&b));
	buf_free(&b);
	return hit;
}

bool
seek_hits_row(struct explore *x, size_t row)
{
	return in_detail(x) && row_hit(x, row);
}

/* As seek_in_detail, where lines are text. */
static void
seek_in_rows(struct explore *x, int step)
{
	struct opened *o = &x->opened;
	size_t n = o->n_tree, at = step ? o->cursor : x->search.line_origin;
	bool wrapped = false;

	if (n == 0)
		return;
	at = at < n ? at : n - 1;
	for (size_t i = 0; i < n; i++) {
		if (step > 0 || (step == 0 && i > 0)) {
			wrapped = wrapped || (step && at + 1 == n);
			at = (at + 1) % n;
		} else if (step < 0) {
			wrapped = wrapped || at == 0;
			at = (at + n - 1) % n;
		}
		if (!row_hit(x, at))
			continue;
		if (wrapped)
			tell_wrapped(x, step);
		opened_go(x, at);
		return;
	}
}

/* Step 0: the first line from the origin on that is in sight. */
static void
seek_in_detail(struct explore *x, int step)
{
	struct opened *o = &x->opened;
	uint32_t n = o->doc->n, node = opened_node(x);
	bool around = false;

	if (o->view != VIEW_TREE) {
		seek_in_rows(x, step);
		return;
	}
	if (n == 0)
		return;
	if (step == 0) {
		for (size_t i = 0; i < o->n_tree; i++) {
			size_t at = (x->search.line_origin + i) % o->n_tree;

			if (node_hit(x, o->row[at].node)) {
				opened_go(x, at);
				return;
			}
		}
		opened_go(x, x->search.line_origin);
		return;
	}
	if (node == DETAIL_NONE)
		node = n - 1;
	for (uint32_t i = 0; i < n; i++) {
		bool wrapped = step > 0 ? node + 1 == n : node == 0;

		node = step > 0 ? (wrapped ? 0 : node + 1)
		                : (wrapped ? n - 1 : node - 1);
		around = around || wrapped;
		if (!node_hit(x, node))
			continue;
		if (around)
			tell_wrapped(x, step);
		opened_reveal(x, node);
		return;
	}
}

/* The lines of the help or of the ledger. */
static size_t
lines_count(const struct explore *x)
{
	if (x->search.pane == PANE_HELP)
		return x->n_help;
	if (x->search.pane == PANE_SHEET)
		return sheet_top(x) && sheet_top(x)->lines
		    ? sheet_top(x)->lines->n
		    : 0;
	return x->ledger ? x->ledger->n : 0;
}

static size_t *
lines_cursor(struct explore *x)
{
	if (x->search.pane == PANE_SHEET && sheet_top(x))
		return &sheet_top(x)->row;
	return x->search.pane == PANE_HELP ? &x->help_place.top
	                                   : &x->ledger_place.row;
}

static bool
lines_hit(struct explore *x, size_t i)
{
	struct buf text = { 0 }, right = { 0 };
	bool hit;

	if (x->search.pane == PANE_HELP)
		return line_hit(x, buf_str(&x->help[i]));
	if (x->search.pane == PANE_SHEET) {
		const struct sheet *s = sheet_top(x);

		if (s->lines->line[s->order[i]].stand != STAND_NOTHING)
			sheet_line_text(s, i, &text);
		hit = text.n > 0 && line_hit(x, buf_str(&text));
		buf_free(&text);
		return hit;
	}
	if (!ledger_selectable(x->ledger, i))
		return false;
	ledger_print(x->ledger, i, LEDGER_UNCUT, x->zone, &text, &right);
	hit = line_hit(x, buf_str(&text));
	buf_free(&text);
	buf_free(&right);
	return hit;
}

/* Step 0: the first one from the origin on. */
static void
seek_in_lines(struct explore *x, int step)
{
	size_t n = lines_count(x);
	size_t at = step ? *lines_cursor(x) : x->search.line_origin;
	bool wrapped = false;

	if (at >= n)
		at = 0;
	for (size_t i = 0; i < n; i++) {
		if (step > 0 || (step == 0 && i > 0)) {
			wrapped = wrapped || (step > 0 && at + 1 >= n);
			at = at + 1 < n ? at + 1 : 0;
		} else if (step < 0) {
			wrapped = wrapped || at == 0;
			at = at > 0 ? at - 1 : n - 1;
		}
		if (lines_hit(x, at)) {
			if (wrapped)
				tell_wrapped(x, step);
			*lines_cursor(x) = at;
			return;
		}
	}
	x->search.missed = true;
}

static bool
in_lines(const struct explore *x)
{
	return x->search.pane == PANE_HELP || x->search.pane == PANE_SHEET ||
	    x->search.ledger;
}

/* ---- all panes --------------------------------------------------------- */

void
seek_begin(struct explore *x)
{
	struct search *s = &x->search;

	seek_end(x);
	s->pane = x->help_open                   ? PANE_HELP
	    : sheet_focused(x)                   ? PANE_SHEET
	    : x->focus == PANE_DETAIL            ? PANE_DETAIL
	                                         : PANE_LIST;
	s->ledger = !x->help_open && x->tab == TAB_LEDGER;
	s->origin = x->place.row;
	s->line_origin = in_lines(x) ? *lines_cursor(x) : x->opened.cursor;
}

void
seek_typed(struct explore *x)
{
	struct search *s = &x->search;

	x->prompt_err = (struct err){ 0 };
	forget_rows(s);
	forget_regex(s);
	buf_reset(&s->pattern);
	buf_add(&s->pattern, buf_str(&x->prompt.text));
	s->find = (struct find){ .what = FIND_REGEX,
		.text = buf_str(&s->pattern) };
	s->active = s->pattern.n > 0;
	if (!s->active) {
		lane_stop(x->lane[LANE_SEARCH]);
		return;
	}
	s->regex = regex_new(s->find.text, &x->prompt_err);
	if (!s->regex) {
		s->active = false;
		return;
	}
	s->matcher = regex_matcher_new(s->regex);
	if (in_lines(x))
		seek_in_lines(x, 0);
	else if (s->pane == PANE_LIST)
		ask_find(x, &s->find, s->origin, 1);
	else if (in_detail(x))
		seek_in_detail(x, 0);
}

void
seek_leave(struct explore *x)
{
	struct search *s = &x->search;

	lane_stop(x->lane[LANE_SEARCH]);
	if (in_lines(x))
		*lines_cursor(x) = s->line_origin;
	else if (s->pane == PANE_LIST)
		list_go(x, s->origin < list_rows(x) ? s->origin : 0);
	else
		opened_go(x, s->line_origin);
	seek_end(x);
}

void
seek_next(struct explore *x, int step)
{
	struct search *s = &x->search;
	bool wrapped;

	if (!seek_here(x) || (s->pane == PANE_DETAIL && !in_detail(x))) {
		tell(x, "nothing is searched here: / searches");
		return;
	}
	s->missed = false;
	if (in_lines(x))
		seek_in_lines(x, step);
	else if (in_detail(x))
		seek_in_detail(x, step);
	else if (s->pane == PANE_LIST && all_known(x))
		next_known(x, step);
	else if (s->pane == PANE_LIST && list_rows(x) > 0)
		ask_find(x, &s->find,
		    beside(x, x->place.row, step, &wrapped), step);
}

static void
note_list(struct explore *x, struct buf *out)
{
	const struct ask_find *all = x->search.all;
	uint64_t row = x->place.row, rank = 0;

	if (!all_known(x)) {
		if (x->search.missed)
			buf_add(out, STR("no match"));
		return;
	}
	if (all->count == 0) {
		buf_add(out, STR("no match"));
		return;
	}
	rank = bits_count(all->rows, row / 64);
	rank += (uint64_t)__builtin_popcountll(all->rows[row / 64] &
	    ~(~(uint64_t)1 << row % 64));
	count_print(rank, out);
	buf_add(out, STR(" of "));
	count_print(all->count, out);
}

static void
note_detail(struct explore *x, struct buf *out)
{
	const struct opened *o = &x->opened;
	uint64_t hits = 0, folded = 0, at = 0;
	uint32_t node = opened_node(x);
	uint32_t shown_to = 0;

	if (o->doc->n > COUNTED_NODES_MAX)
		return;
	for (size_t i = 0; o->view != VIEW_TREE && i < o->n_tree; i++) {
		if (!row_hit(x, i))
			continue;
		hits++;
		at = i <= o->cursor ? hits : at;
	}
	for (uint32_t i = 0; o->view == VIEW_TREE && i < o->doc->n; i++) {
		bool hidden = i < shown_to;

		if (!hidden && opened_folded(x, i))
			shown_to = o->doc->node[i].next;
		if (!node_hit(x, i))
			continue;
		hits++;
		folded += hidden;
		if (node != DETAIL_NONE && i <= node)
			at = hits;
	}
	if (hits == 0) {
		buf_add(out, STR("no match"));
		return;
	}
	count_print(at, out);
	buf_add(out, STR(" of "));
	count_print(hits, out);
	if (folded > 0) {
		buf_add(out, STR(", "));
		count_print(folded, out);
		buf_add(out, STR(" folded away"));
	}
}

bool
seek_here(const struct explore *x)
{
	return x->search.active &&
	    (x->search.pane == PANE_HELP) == x->help_open &&
	    (x->search.pane == PANE_SHEET) == (sheet_top(x) != NULL);
}

void
seek_note(struct explore *x, struct buf *out)
{
	if (!x->search.active)
		return;
	if (in_detail(x))
		note_detail(x, out);
	else if (!in_lines(x) && x->search.pane == PANE_LIST && x->answer)
		note_list(x, out);
	else if (x->search.missed)
		buf_add(out, STR("no match"));
}
