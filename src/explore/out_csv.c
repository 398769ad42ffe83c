/*
 * csv (RFC 4180) and tsv.  Text is visible, so no cell holds a line end or a
 * tab.
 */
#include "base/utf8.h"
#include "explore/out_writer.h"

/* A spreadsheet would run it: OWASP, "CSV Injection". */
static bool
is_formula(struct value v)
{
	return v.type == VALUE_STRING && v.text.n &&
	    memchr("=+-@\t\r", v.text.p[0], 6) &&
	    !str_equal(v.text, STR("-")) && !out_is_number(v.text);
}

static bool
needs_quotes(struct str s)
{
	return str_index(s, '"') < s.n || str_index(s, ',') < s.n ||
	    (s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' '));
}

static void
csv_text(struct out *o, struct str s)
{
	if (!needs_quotes(s)) {
		buf_add(&o->bytes, s);
		return;
	}
	buf_byte(&o->bytes, '"');
	while (s.n) {
		size_t n = str_index(s, '"');

		buf_add(&o->bytes, str_head(s, n));
		if (n < s.n)
			buf_add(&o->bytes, STR("\"\""));
		s = str_from(s, n < s.n ? n + 1 : n);
	}
	buf_byte(&o->bytes, '"');
}

static void
csv_cell(struct out *o, struct value v)
{
	buf_reset(&o->cell);
	if (is_formula(v) && !o->options.raw_csv) {
		buf_byte(&o->cell, '\'');
		o->guarded++;
	}
	if (!value_absent(v))
		text_visible(v.text, &o->cell);
	csv_text(o, buf_str(&o->cell));
}

static void
csv_line_end(struct out *o, size_t start)
{
	/* A lone empty cell would be an empty line, which readers skip. */
	if (o->bytes.n == start)
		buf_add(&o->bytes, STR("\"\""));
	buf_add(&o->bytes, STR("\r\n"));
}

/* Names are the user's own words: there is no formula to guard. */
static void
csv_begin(struct out *o)
{
	size_t start = o->bytes.n;

	for (size_t i = 0; i < o->n; i++) {
		if (i)
			buf_byte(&o->bytes, ',');
		buf_reset(&o->cell);
		text_visible(o->names[i], &o->cell);
		csv_text(o, buf_str(&o->cell));
	}
	csv_line_end(o, start);
}

static void
csv_row(struct out *o, const struct value *cells)
{
	size_t start = o->bytes.n;

	for (size_t i = 0; i < o->n; i++) {
		if (i)
			buf_byte(&o->bytes, ',');
		csv_cell(o, cells[i]);
	}
	csv_line_end(o, start);
}

static void
tsv_begin(struct out *o)
{
	for (size_t i = 0; i < o->n; i++) {
		if (i)
			buf_byte(&o->bytes, '\t');
		text_visible(o->names[i], &o->bytes);
	}
	buf_byte(&o->bytes, '\n');
}

static void
tsv_row(struct out *o, const struct value *cells)
{
	for (size_t i = 0; i < o->n; i++) {
		if (i)
			buf_byte(&o->bytes, '\t');
		if (!value_absent(cells[i]))
			text_visible(cells[i].text, &o->bytes);
	}
	buf_byte(&o->bytes, '\n');
}

const struct out_writer out_csv = { .begin = csv_begin, .row = csv_row };
const struct out_writer out_tsv = { .begin = tsv_begin, .row = tsv_row };
