/*
 * Copying (y): what is to go into the terminal's clipboard.  The face takes
 * it from explore_clipboard.
 */
#include "base/timefmt.h"
#include "base/utf8.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/export.h"
#include "explore/state.h"

/* OSC 52 carries base64, and terminals take about 100,000 bytes of a control
 * string at most (xterm, "Operating System Commands"; hterm 100,000). */
#define CLIPBOARD_BYTES_MAX ((size_t)74000) /* 98,668 in base64 */
#define SHOWN_COLUMNS 50

unsigned
act_copy(struct explore *x)
{
	sheet_open(x, &sheet_copy, STR(""));
	return DRAW_ALL;
}

/* Line by line: a line end is no danger, and part of a table or a query. */
static void
lines_visible(struct str text, struct buf *out)
{
	while (text.n > 0) {
		size_t n = str_index(text, '\n');

		text_visible(str_head(text, n), out);
		if (n < text.n)
			buf_byte(out, '\n');
		text = str_from(text, n < text.n ? n + 1 : n);
	}
}

/* Puts text into the clipboard and says so. */
void
copy_text(struct explore *x, const char *what, struct str text)
{
	struct buf shown = { 0 }, whole = { 0 };

	if (text.n <= CLIPBOARD_BYTES_MAX)
		lines_visible(text, &whole);
	if (text.n > CLIPBOARD_BYTES_MAX || whole.n > CLIPBOARD_BYTES_MAX) {
		size_print(text.n, &shown);
		tell(x, "%.*s are too much for a terminal's clipboard: S e "
		        "writes a file",
		    STR_ARG(buf_str(&shown)));
	} else if (text.n == 0) {
		tell(x, "there is nothing to copy");
	} else {
		buf_reset(&x->clipboard);
		buf_add(&x->clipboard, buf_str(&whole));
		buf_reset(&whole);
		text_visible(str_head(text, 400), &whole);
		cut_end(buf_str(&whole), SHOWN_COLUMNS, &shown);
		tell(x, "copied %s: %.*s", what, STR_ARG(buf_str(&shown)));
	}
	buf_free(&shown);
	buf_free(&whole);
}

struct str
explore_clipboard(struct explore *x)
{
	return buf_str(&x->clipboard);
}

void
explore_clipboard_taken(struct explore *x)
{
	buf_reset(&x->clipboard);
}

/* ---- of the value ------------------------------------------------------ */

/* Of a branch of the record that is its JSON. */
static struct str
whole_value(const struct explore *x, const struct picked *p)
{
	uint32_t node = opened_node(x);
	bool of_record = !sheet_focused(x) && x->focus == PANE_DETAIL;

	return of_record && node != DETAIL_NONE && p->branch
	    ? x->opened.doc->node[node].whole
	    : p->value.text;
}

unsigned
act_copy_value(struct explore *x)
{
	struct picked p;
	struct buf visible = { 0 };
	bool picked = pick(x, &p);

	if (picked && p.branch && whole_value(x, &p).n == 0) {
		tell(x, "a field, no value: p copies its name");
	} else if (picked) {
		text_visible(whole_value(x, &p), &visible);
		copy_text(x, "value", buf_str(&visible));
	}
	buf_free(&visible);
	picked_free(&p);
	return DRAW_ALL;
}

unsigned
act_copy_path(struct explore *x)
{
	struct picked p;
	struct buf visible = { 0 };

	if (pick(x, &p)) {
		text_visible(buf_str(&p.field), &visible);
		copy_text(x, "path", buf_str(&visible));
	}
	buf_free(&visible);
	picked_free(&p);
	return DRAW_ALL;
}

/* ---- of the event ------------------------------------------------------ */

/* The list and its cursor are in sight. */
static bool
in_list(const struct explore *x)
{
	return x->tab == TAB_EVENTS && !sheet_focused(x);
}

static bool
has_event(struct explore *x)
{
	if (!in_list(x))
		tell(x, "this line is no event: Enter shows its events");
	else if (!x->answer || x->place.event == EVENT_NONE)
		tell(x, "no event is selected");
	else
		return true;
	return false;
}

/* Its record is read in a lane; copied when it comes. */
unsigned
act_copy_event(struct explore *x)
{
	struct snapshot *s;
	uint64_t *within;

	if (!has_event(x))
		return DRAW_ALL;
	if (export_runs(x)) { /* which reads records in the same lane */
		tell(x, "an export runs: ^C stops it");
		return DRAW_ALL;
	}
	s = result_snapshot(x->answer->result);
	within = mem_zero(snapshot_events(s) / 64 + 1, sizeof(*within));
	within[x->place.event / 64] |= (uint64_t)1 << x->place.event % 64;
	lane_give(x->lane[LANE_EXPORT],
	    &ask_export_new(x->answer, x->pool, x->scope, STR(""), STR(""),
	        within, OUT_NDJSON, STR(""), NULL)
	         ->work);
	return DRAW_ALL;
}

static void
cell_md(struct str text, struct buf *out)
{
	buf_byte(out, ' ');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '|')
			buf_byte(out, '\\');
		buf_byte(out, text.p[i]);
	}
	buf_add(out, STR(" |"));
}

/* A table of one row. */
struct md {
	struct buf head, rule, row;
};

static void
md_add(struct md *t, struct str title, struct str cell)
{
	if (t->head.n == 0) {
		buf_byte(&t->head, '|');
		buf_byte(&t->rule, '|');
		buf_byte(&t->row, '|');
	}
	cell_md(title, &t->head);
	buf_add(&t->rule, STR("---|"));
	cell_md(cell, &t->row);
}

static void
md_copy(struct explore *x, struct md *t)
{
	buf_byte(&t->head, '\n');
	buf_add(&t->head, buf_str(&t->rule));
	buf_byte(&t->head, '\n');
	buf_add(&t->head, buf_str(&t->row));
	buf_byte(&t->head, '\n');
	copy_text(x, "row", buf_str(&t->head));
	buf_free(&t->head);
	buf_free(&t->rule);
	buf_free(&t->row);
}

/* Of a sheet: all of its columns but bars. */
static void
copy_sheet_row(struct explore *x, const struct sheet *s)
{
	const struct sheet_line *l = sheet_line_here(s);
	struct md t = { 0 };

	if (!l || l->text.p) {
		tell(x, "no row on this line: j k choose one");
		return;
	}
	for (size_t i = 0; i < s->lines->n_columns; i++) {
		struct buf title = { 0 }, cell = { 0 };

		if (s->lines->columns[i].bar)
			continue;
		text_visible(s->lines->columns[i].title, &title);
		text_visible(l->cell[i].text, &cell);
		md_add(&t, buf_str(&title), buf_str(&cell));
		buf_free(&title);
		buf_free(&cell);
	}
	md_copy(x, &t);
}

/* The row with the columns that are drawn, uncut. */
unsigned
act_copy_row(struct explore *x)
{
	struct buf title = { 0 }, cell = { 0 };
	struct md t = { 0 };

	if (sheet_focused(x)) {
		copy_sheet_row(x, sheet_top(x));
		return DRAW_ALL;
	}
	if (!in_list(x) || !x->answer || list_rows(x) == 0) {
		tell(x, in_list(x) ? "the list is empty"
		                   : "no row here: l copies the file's name");
		return DRAW_ALL;
	}
	for (size_t i = 0; i < explore_columns(x); i++) {
		size_t id = x->columns.column[i].id;

		buf_reset(&title);
		buf_reset(&cell);
		text_visible(column_title(x->answer, x->set, id), &title);
		if (id == LIST_TIME)
			time_print(row_time(x->rows, x->place.row), &cell);
		else
			row_cell(x->rows, x->place.row, id, CELL_UNCUT, &cell);
		md_add(&t, buf_str(&title), buf_str(&cell));
	}
	md_copy(x, &t);
	buf_free(&title);
	buf_free(&cell);
	return DRAW_ALL;
}

/* Of a file: its name, and the SHA-256 that tells it from others. */
static unsigned
copy_file(struct explore *x)
{
	struct picked p;
	struct buf b = { 0 };

	if (pick(x, &p)) {
		const struct ledger_file *f = ledger_file_of(x,
		    p.value.text);

		text_visible(p.value.text, &b);
		if (f && f->sha256.n > 0)
			buf_printf(&b, " SHA-256 %.*s", STR_ARG(f->sha256));
		copy_text(x, "file", buf_str(&b));
	}
	picked_free(&p);
	buf_free(&b);
	return DRAW_ALL;
}

unsigned
act_copy_place(struct explore *x)
{
	struct snapshot *s;
	struct place p;
	struct buf b = { 0 };

	if (x->tab == TAB_LEDGER && !sheet_focused(x))
		return copy_file(x);
	if (!has_event(x))
		return DRAW_ALL;
	s = result_snapshot(x->answer->result);
	p = snapshot_place(s, x->place.event);
	text_visible(store_source(x->store, p.source)->name, &b);
	buf_printf(&b, " record %llu, offset %llu",
	    (unsigned long long)p.record, (unsigned long long)p.offset);
	copy_text(x, "place", buf_str(&b));
	buf_free(&b);
	return DRAW_ALL;
}

/* ---- of the path ------------------------------------------------------- */

unsigned
act_copy_query(struct explore *x)
{
	struct buf b = { 0 };

	steps_text(&x->steps, x->steps.n, &b);
	if (b.n == 0)
		tell(x, "the path has no step: every event is shown");
	else
		copy_text(x, "query", buf_str(&b));
	buf_free(&b);
	return DRAW_ALL;
}

/* As one word of a shell (POSIX.1-2017, Shell Command Language, 2.2.2). */
static void
shell_quote(struct str s, struct buf *out)
{
	buf_byte(out, '\'');
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\'')
			buf_add(out, STR("'\\''"));
		else
			buf_byte(out, s.p[i]);
	buf_byte(out, '\'');
}

static void
bound_print(const char *option, int64_t us, struct buf *out)
{
	buf_printf(out, " --%s=", option);
	time_print_iso(us, out);
}

void
batch_print(const struct explore *x, struct buf *out)
{
	struct buf text = { 0 };

	buf_add(out, STR("spoor query"));
	if (x->scope.from_us != INT64_MIN)
		bound_print("from", x->scope.from_us, out);
	if (x->scope.to_us != INT64_MAX)
		bound_print("to", x->scope.to_us, out);
	steps_text(&x->steps, x->steps.n, &text);
	buf_byte(out, ' ');
	shell_quote(buf_str(&text), out);
	buf_add(out, STR(" --"));
	for (size_t i = 0; i < x->n_logs; i++) {
		buf_byte(out, ' ');
		shell_quote(str_of(x->logs[i]), out);
	}
	buf_free(&text);
}

unsigned
act_copy_batch(struct explore *x)
{
	struct buf b = { 0 };

	if (x->n_logs == 0) {
		tell(x, "what was read is no file: it cannot be read again");
		return DRAW_ALL;
	}
	batch_print(x, &b);
	copy_text(x, "batch command", buf_str(&b));
	buf_free(&b);
	return DRAW_ALL;
}
