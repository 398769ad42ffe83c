#include "explore/out.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/utf8.h"
#include "explore/out_writer.h"

#define FLUSH_BYTES 65536

const struct out_row out_rows[OUT_FORMATS] = {
	[OUT_TABLE] = { "table", "aligned columns; default on a terminal" },
	[OUT_CSV] = { "csv", "RFC 4180 with a header; default into a pipe" },
	[OUT_TSV] = { "tsv", "tab separated, with a header" },
	[OUT_JSON] = { "json", "one array of objects" },
	[OUT_NDJSON] = { "ndjson", "one object a line" },
	[OUT_MD] = { "md", "a Markdown table" },
	[OUT_CHART] = { "chart", "a picture of what stats gives; of query "
	                         "only" },
};

static const struct out_writer *const writers[OUT_FORMATS] = {
	[OUT_TABLE] = &out_table,
	[OUT_CSV] = &out_csv,
	[OUT_TSV] = &out_tsv,
	[OUT_JSON] = &out_json,
	[OUT_NDJSON] = &out_ndjson,
	[OUT_MD] = &out_md,
};

bool
out_format_named(struct str name, enum out_format *out)
{
	for (int i = 0; i < OUT_FORMATS; i++)
		if (str_equal(name, str_of(out_rows[i].name))) {
			*out = (enum out_format)i;
			return true;
		}
	return false;
}

struct str
out_visible(struct out *o, struct value v)
{
	buf_reset(&o->cell);
	if (!value_absent(v))
		text_visible(v.text, &o->cell);
	return buf_str(&o->cell);
}

static size_t
digits_at(struct str s, size_t i)
{
	size_t n = 0;

	while (i + n < s.n && s.p[i + n] >= '0' && s.p[i + n] <= '9')
		n++;
	return n;
}

static size_t
sign_at(struct str s, size_t i)
{
	return i < s.n && (s.p[i] == '-' || s.p[i] == '+');
}

bool
out_is_number(struct str s)
{
	size_t i = sign_at(s, 0), digits = digits_at(s, i);

	i += digits;
	if (i < s.n && s.p[i] == '.') {
		size_t n = digits_at(s, ++i);

		digits += n;
		i += n;
	}
	if (digits && i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
		i++;
		i += sign_at(s, i);
		digits = digits_at(s, i);
		i += digits;
	}
	return digits && i == s.n;
}

static void
flush(struct out *o, size_t from_bytes)
{
	if (!o->refused && o->bytes.n && o->bytes.n >= from_bytes)
		o->refused = !o->options.write(
		    o->options.ctx, buf_str(&o->bytes));
	if (o->refused || o->bytes.n >= from_bytes)
		buf_reset(&o->bytes);
}

struct out *
out_new(const struct out_options *options, const struct str *names,
    size_t n_columns)
{
	struct out *o = mem_zero(1, sizeof(*o));

	o->options = *options;
	o->n = n_columns;
	o->names = arena_array(&o->arena, n_columns, sizeof(*o->names));
	for (size_t i = 0; i < n_columns; i++)
		o->names[i] = arena_copy(&o->arena, names[i]);
	if (writers[options->format]->begin)
		writers[options->format]->begin(o);
	return o;
}

/* A list of texts and numbers as one text, its members joined by commas;
 * other documents as they are. */
static struct value
plain_list(struct value v, struct arena *a)
{
	struct buf b = { 0 };
	enum json_token tok;
	struct json j;
	bool first = true;

	json_init(&j, v.text);
	if (json_next(&j) != JSON_ARRAY)
		return v;
	while ((tok = json_next(&j)) > JSON_END && tok < JSON_OBJECT) {
		if (!first)
			buf_byte(&b, ',');
		first = false;
		if (tok == JSON_STRING)
			json_unescape(j.text, &b);
		else
			buf_add(&b, j.text);
	}
	if (tok == JSON_ARRAY_CLOSE)
		v = (struct value){ VALUE_STRING, arena_copy(a, buf_str(&b)) };
	buf_free(&b);
	return v;
}

/* The row as it is written where there is no JSON. */
static const struct value *
plain_row(struct out *o, const struct value *cells)
{
	bool any = false;

	for (size_t i = 0; i < o->n; i++)
		any |= cells[i].type == VALUE_JSON;
	if (!any)
		return cells;
	if (!o->plain)
		o->plain = arena_array(&o->arena, o->n, sizeof(*o->plain));
	arena_reset(&o->lists);
	for (size_t i = 0; i < o->n; i++)
		o->plain[i] = cells[i].type == VALUE_JSON
		    ? plain_list(cells[i], &o->lists) : cells[i];
	return o->plain;
}

bool
out_add(struct out *o, const struct value *cells)
{
	if (o->options.format != OUT_JSON && o->options.format != OUT_NDJSON)
		cells = plain_row(o, cells);
	writers[o->options.format]->row(o, cells);
	o->rows++;
	flush(o, FLUSH_BYTES);
	return !o->refused;
}

bool
out_flush(struct out *o)
{
	if (writers[o->options.format]->flush)
		writers[o->options.format]->flush(o);
	flush(o, 0);
	return !o->refused;
}

bool
out_end(struct out *o, uint64_t *guarded)
{
	if (writers[o->options.format]->end)
		writers[o->options.format]->end(o);
	flush(o, 0);
	*guarded = o->guarded;
	return !o->refused;
}

void
out_free(struct out *o)
{
	if (!o)
		return;
	if (writers[o->options.format]->release)
		writers[o->options.format]->release(o);
	buf_free(&o->bytes);
	buf_free(&o->cell);
	arena_free(&o->arena);
	arena_free(&o->lists);
	free(o);
}
