/*
 * json and ndjson (RFC 8259): an object a row.  A value keeps its type and,
 * when it is a number, its spelling; an absent one is left out.
 */
#include "base/json.h"
#include "explore/out_writer.h"

static void
string(struct out *o, struct str s)
{
	buf_byte(&o->bytes, '"');
	json_escape(s, &o->bytes);
	buf_byte(&o->bytes, '"');
}

/* A log that is not JSON may spell numbers as JSON does not: 007. */
static bool
is_json_number(struct str s)
{
	struct json j;

	json_init(&j, s);
	return json_next(&j) == JSON_NUMBER && j.text.n == s.n;
}

static void
value(struct out *o, struct value v)
{
	if (v.type == VALUE_STRING ||
	    (v.type == VALUE_NUMBER && !is_json_number(v.text)))
		string(o, v.text);
	else
		buf_add(&o->bytes, v.text);
}

static void
object(struct out *o, const struct value *cells)
{
	bool first = true;

	buf_byte(&o->bytes, '{');
	for (size_t i = 0; i < o->n; i++) {
		if (value_absent(cells[i]))
			continue;
		if (!first)
			buf_byte(&o->bytes, ',');
		first = false;
		string(o, o->names[i]);
		buf_byte(&o->bytes, ':');
		value(o, cells[i]);
	}
	buf_byte(&o->bytes, '}');
}

static void
json_begin(struct out *o)
{
	buf_byte(&o->bytes, '[');
}

static void
json_row(struct out *o, const struct value *cells)
{
	buf_add(&o->bytes, o->rows ? STR(",\n") : STR("\n"));
	object(o, cells);
}

static void
json_end(struct out *o)
{
	buf_add(&o->bytes, o->rows ? STR("\n]\n") : STR("]\n"));
}

static void
ndjson_row(struct out *o, const struct value *cells)
{
	object(o, cells);
	buf_byte(&o->bytes, '\n');
}

const struct out_writer out_json = { .begin = json_begin, .row = json_row,
	.end = json_end };
const struct out_writer out_ndjson = { .row = ndjson_row };
