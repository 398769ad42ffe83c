#include "explore/export.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "explore/files.h"

#define PREPARE_ROWS 4096
#define FLUSH_BYTES ((size_t)1 << 16)

struct writing {
	struct ask_export *k;
	struct new_file *file; /* NULL: into k->text */
	struct result *result;
	struct cell_reader *cells;
	struct buf bytes;
};

static bool
put(void *ctx, struct str bytes)
{
	struct writing *w = ctx;

	w->k->bytes += bytes.n;
	if (!w->file) {
		buf_add(&w->k->text, bytes);
		return true;
	}
	return new_file_write(w->file, bytes, &w->k->err);
}

static bool
put_full(struct writing *w, size_t from_bytes)
{
	bool put_all = true;

	if (w->bytes.n >= from_bytes) {
		put_all = put(w, buf_str(&w->bytes));
		buf_reset(&w->bytes);
	}
	return put_all;
}

static bool
stopped(const struct writing *w)
{
	return atomic_load(&w->k->work.stop);
}

/* Reads the rows that follow from their files, all at once. */
static bool
prepare(struct writing *w, uint64_t row)
{
	uint64_t left = w->k->rows - row;

	if (row % PREPARE_ROWS == 0)
		cell_reader_prepare(w->cells, row,
		    (uint32_t)(left < PREPARE_ROWS ? left : PREPARE_ROWS),
		    w->k->pool, &w->k->work.stop);
	if (w->k->progress)
		atomic_store(&w->k->progress->done, row);
	return !stopped(w);
}

/* ---- a table ----------------------------------------------------------- */

static bool
write_table(struct writing *w)
{
	size_t n = result_columns(w->result);
	struct str *names = mem_zero(n + 1, sizeof(*names));
	struct value *row = mem_zero(n + 1, sizeof(*row));
	struct out_options o = { .format = w->k->format, .write = put,
		.ctx = w };
	struct out *out;
	bool going = true;

	for (size_t i = 0; i < n; i++)
		names[i] = result_column_name(w->result, i);
	out = out_new(&o, names, n);
	for (uint64_t r = 0; going && r < w->k->rows; r++) {
		going = prepare(w, r);
		for (size_t i = 0; going && i < n; i++)
			row[i] = cell_read(w->cells, r, i);
		going = going && out_add(out, row);
	}
	going = going && out_end(out, &w->k->guarded);
	out_free(out);
	free(names);
	free(row);
	return going;
}

/* ---- records ----------------------------------------------------------- */

/* The record on one line, which its line ends, that stand between values only,
 * do not change; what is hidden is spelled \uXXXX, which means the same. */
static void
record_print(struct str s, struct buf *out)
{
	while (s.n > 0) {
		uint32_t c;
		size_t n = utf8_decode(s, &c);

		if (n == 0) { /* no UTF-8 */
			buf_printf(out, "\\\\x%02X", (unsigned char)s.p[0]);
			n = 1;
		} else if (c == '\n' || c == '\r' || c == '\t') {
			buf_byte(out, ' ');
		} else if (c >= 0x10000 && utf8_hidden(c)) {
			c -= 0x10000;
			buf_printf(out, "\\u%04x\\u%04x", 0xd800 + (c >> 10),
			    0xdc00 + (c & 0x3ff));
		} else if (utf8_hidden(c)) {
			buf_printf(out, "\\u%04x", c);
		} else {
			buf_add(out, str_head(s, n));
		}
		s = str_from(s, n);
	}
}

/* Text that is no JSON is a string of it. */
static void
text_print(struct str s, struct buf *out)
{
	buf_add(out, STR("{\"@message\":\""));
	while (s.n > 0) {
		uint32_t c;
		size_t n = utf8_decode(s, &c);

		n = n ? n : 1;
		if (s.p[0] == '"' || s.p[0] == '\\')
			buf_byte(out, '\\');
		if ((unsigned char)s.p[0] < 0x20)
			buf_printf(out, "\\u%04x", (unsigned char)s.p[0]);
		else
			record_print(str_head(s, n), out);
		s = str_from(s, n);
	}
	buf_add(out, STR("\"}"));
}

static bool
write_records(struct writing *w)
{
	bool lines = w->k->format == OUT_NDJSON, going = true;
	struct buf *b = &w->bytes;

	if (!lines)
		buf_add(b, STR("{\"Records\":[\n"));
	for (uint64_t r = 0; going && r < w->k->rows; r++) {
		struct str text;

		going = prepare(w, r);
		if (!going)
			break;
		text = str_trim(cell_read(w->cells, r, 0).text);
		if (!lines && r > 0)
			buf_add(b, STR(",\n"));
		if (text.n > 0 && text.p[0] == '{')
			record_print(text, b);
		else
			text_print(text, b);
		if (lines)
			buf_byte(b, '\n');
		going = put_full(w, FLUSH_BYTES);
	}
	if (!lines)
		buf_add(b, STR("\n]}\n"));
	return going && put_full(w, 0);
}

/* ---- the work ---------------------------------------------------------- */

/* The path, and the columns that are written. */
static struct query *
compile(struct ask_export *k, bool *records)
{
	struct buf text = { 0 };
	struct query *q = query_new(k->query, &k->err);
	bool events = q && query_lists_events(q);

	*records = events && (k->format == OUT_JSON || k->format == OUT_NDJSON);
	if (!events)
		return q;
	query_free(q);
	buf_add(&text, k->query);
	if (text.n > 0)
		buf_add(&text, STR("\n| "));
	if (*records)
		buf_add(&text, STR("display @message"));
	else if (k->fields.n > 0) {
		buf_add(&text, STR("display "));
		buf_add(&text, k->fields);
	} else
		text.n = k->query.n;
	q = query_new(buf_str(&text), &k->err);
	buf_free(&text);
	return q;
}

static void
ask_export_run(struct work *work)
{
	struct ask_export *k = (struct ask_export *)work;
	struct query_options o = { .from_us = k->scope.from_us,
		.to_us = k->scope.to_us, .within = k->within, .pool = k->pool,
		.stop = &k->work.stop,
		.regex_hits_max = k->answer->regex_hits_max };
	struct writing w = { .k = k };
	bool records;
	struct query *q = compile(k, &records);

	if (q)
		w.result = query_run(q, result_snapshot(k->answer->result), &o,
		    &k->err);
	if (!w.result)
		goto out;
	k->rows = result_rows(w.result);
	if (k->progress)
		atomic_store(&k->progress->total, k->rows);
	if (k->path.n > 0 && !(w.file = new_file_open(k->path.p, &k->err)))
		goto out;
	w.cells = cell_reader_new(w.result);
	k->finished = records ? write_records(&w) : write_table(&w);
	if (k->finished) {
		k->written = k->rows;
		if (w.file)
			k->finished = new_file_place(w.file, &k->err);
		w.file = NULL;
	}
out:
	new_file_drop(w.file);
	cell_reader_free(w.cells);
	result_free(w.result);
	query_free(q);
	buf_free(&w.bytes);
}

static void
ask_export_free(struct work *w)
{
	struct ask_export *k = (struct ask_export *)w;

	answer_release(k->answer);
	free((char *)k->query.p);
	free((char *)k->fields.p);
	free((char *)k->path.p);
	free(k->within);
	buf_free(&k->text);
	free(k);
}

static struct str
copied(struct str s)
{
	char *p = mem_alloc(s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct str){ p, s.n };
}

struct ask_export *
ask_export_new(struct answer *a, struct pool *pool, struct scope scope,
    struct str query, struct str fields, uint64_t *within,
    enum out_format format, struct str path, struct query_progress *progress)
{
	struct ask_export *k = mem_zero(1, sizeof(*k));

	k->work.run = ask_export_run;
	k->work.free = ask_export_free;
	k->answer = answer_hold(a);
	k->pool = pool;
	k->scope = scope;
	k->query = copied(query);
	k->fields = copied(fields);
	k->path = copied(path);
	k->within = within;
	k->format = format;
	k->progress = progress;
	return k;
}
