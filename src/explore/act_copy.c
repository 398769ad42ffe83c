/*
 * Copying (y): what is to go into the terminal's clipboard.  The face takes
 * it from explore_clipboard.
 */
#include "base/timefmt.h"
#include "base/utf8.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/export.h"
#include "explore/sheet_keys.h"
#include "explore/state.h"

/* OSC 52 carries base64, and terminals take about 100,000 bytes of a control
 * string at most (xterm, "Operating System Commands"; hterm 100,000). */
#define CLIPBOARD_BYTES_MAX ((size_t)74000) /* 98,668 in base64 */
#define SHOWN_COLUMNS 50

const struct sheet_kind sheet_copy = {
	.name = "copy",
	.about = "what goes into the clipboard of the terminal",
	.form = SHEET_FORM_BOX,
	.corner = CORNER_RIGHT,
	.box_columns = 50,
	.open_word = "copy",
	.closes = true,
	.columns = keys_columns,
	.n_columns = KEYS_COLUMNS,
	.make = keys_make,
	.open = keys_open,
};

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

unsigned
act_copy_value(struct explore *x)
{
	struct picked p;
	struct buf visible = { 0 };

	if (pick(x, &p)) {
		text_visible(p.value.text, &visible);
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

static bool
has_event(struct explore *x)
{
	if (x->answer && x->place.event != EVENT_NONE)
		return true;
	tell(x, "no event is selected");
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
	s = result_snapshot(x->answer->result);
	within = mem_zero(snapshot_events(s) / 64 + 1, sizeof(*within));
	within[x->place.event / 64] |= (uint64_t)1 << x->place.event % 64;
	lane_give(x->lane[LANE_EXPORT],
	    &ask_export_new(x->answer, x->pool, x->scope, STR(""), STR(""),
	        within, OUT_NDJSON, STR(""))
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

/* The row with the columns that are drawn, uncut. */
unsigned
act_copy_row(struct explore *x)
{
	struct buf head = { 0 }, rule = { 0 }, row = { 0 }, cell = { 0 };

	if (!x->answer || list_rows(x) == 0) {
		tell(x, "the list is empty");
		return DRAW_ALL;
	}
	buf_byte(&head, '|');
	buf_byte(&rule, '|');
	buf_byte(&row, '|');
	for (size_t i = 0; i < explore_columns(x); i++) {
		size_t id = x->columns.column[i].id;

		buf_reset(&cell);
		text_visible(column_title(x->answer, x->set, id), &cell);
		cell_md(buf_str(&cell), &head);
		buf_add(&rule, STR("---|"));
		buf_reset(&cell);
		if (id == LIST_TIME)
			time_print(row_time(x->rows, x->place.row), &cell);
		else
			row_cell(x->rows, x->place.row, id, CELL_UNCUT, &cell);
		cell_md(buf_str(&cell), &row);
	}
	buf_byte(&head, '\n');
	buf_add(&head, buf_str(&rule));
	buf_byte(&head, '\n');
	buf_add(&head, buf_str(&row));
	buf_byte(&head, '\n');
	copy_text(x, "row", buf_str(&head));
	buf_free(&head);
	buf_free(&rule);
	buf_free(&row);
	buf_free(&cell);
	return DRAW_ALL;
}

unsigned
act_copy_place(struct explore *x)
{
	struct snapshot *s;
	struct place p;
	struct buf b = { 0 };

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
