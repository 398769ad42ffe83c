/*
 * Records whose text travels in a string of another document, as it is or
 * packed, and rows of fields.
 */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/inflate.h"
#include "ingest/found.h"
#include "ingest/leaves.h"
#include "ingest/reading.h"

/* ---- strings ------------------------------------------------------------- */

/* The inside of a JSON string, escapes undone; in the arena, or borrowed. */
static struct str
unescape(struct str inner, struct arena *a)
{
	struct json j = { .text = inner };

	j.escaped = str_index(inner, '\\') < inner.n;
	return scan_text(&j, a);
}

/* Whether text is one whole JSON object or array. */
static bool
is_json(struct str text)
{
	struct json j;
	enum json_token token;

	if (text.n == 0 || (text.p[0] != '{' && text.p[0] != '['))
		return false;
	json_init(&j, text);
	json_next(&j);
	token = json_skip(&j);
	return token > JSON_END && j.at == j.end;
}

static bool
object_is_known(struct reader *r, struct str object)
{
	struct look look;
	struct str inner;
	struct json j;
	enum json_token token;

	json_init(&j, object);
	token = look_at(&look, &j, r->options->time_field,
	    &r->held[r->level]);
	if (token == JSON_ARRAY)
		return true;
	return token == JSON_END &&
	    (format_of(&look) || container_found(&look, &inner));
}

bool
is_known(struct reader *r, const struct container *c, struct str inner)
{
	struct str text;

	arena_reset(&r->held[r->level]);
	if (c->holds == HOLDS_VALUE)
		return object_is_known(r, inner);
	text = str_trim(unescape(inner, &r->held[r->level]));
	if (is_json(text))
		return text.p[0] == '{' && object_is_known(r, text);
	return text_is_known(r, text);
}

/* A text of its own, JSON or not. */
static void
read_own_text(struct reader *r, struct str text)
{
	struct feed *outer = r->feed, f;

	text = str_trim(text);
	if (!is_json(text)) {
		read_text(r, text);
		return;
	}
	f = feed_of(text, outer->base);
	r->feed = &f;
	read_value(r);
	r->feed = outer;
}

void
read_string(struct reader *r, struct str inner)
{
	struct quote outer = r->quote;
	struct str text = unescape(inner, &r->held[r->level - 1]);
	bool rows = r->rows;

	if (!outer.text.p) {
		r->quote = (struct quote){
			r->feed->base + (uint64_t)(inner.p - r->feed->p),
			inner.n, text
		};
	} else {
		r->quote.text = STR("\1"); /* a part of what stands there */
	}
	r->rows = false;
	read_own_text(r, text);
	r->rows = rows;
	r->quote = outer;
}

/* ---- packed strings ------------------------------------------------------ */

static int
base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : -1;
}

/* RFC 4648 section 4 and 5; line ends are passed over, = ends it. */
static bool
base64_decode(struct str text, struct buf *out)
{
	uint32_t bits = 0;
	unsigned n = 0;

	for (size_t i = 0; i < text.n && text.p[i] != '='; i++) {
		int v = base64_value(text.p[i]);

		if (v < 0 && (text.p[i] == '\n' || text.p[i] == '\r'))
			continue;
		if (v < 0)
			return false;
		bits = bits << 6 | (uint32_t)v;
		n += 6;
		if (n >= 8) {
			n -= 8;
			buf_byte(out, (char)(bits >> n & 0xff));
		}
	}
	return true;
}

/* All of packed, at most limit bytes; plain bytes stay as they are. */
static bool
unpack(struct str packed, size_t limit, struct buf *out)
{
	struct inflate_limits limits = { .output_bytes_max = limit };
	int fd = memfd_create("packed", MFD_CLOEXEC);
	struct inflate *in;
	struct err err = { 0 };
	size_t n = 1;

	if (fd < 0)
		return false;
	if (write(fd, packed.p, packed.n) != (ssize_t)packed.n ||
	    lseek(fd, 0, SEEK_SET) != 0) {
		close(fd);
		return false;
	}
	in = inflate_open(fd, &limits);
	while (n > 0 && out->n <= limit) {
		buf_room(out, 65536);
		n = inflate_read(in, out->p + out->n, 65536, &err);
		out->n += n;
	}
	inflate_close(in);
	return err.code == ERR_NONE && out->n <= limit;
}

/* Values one behind the other, or lines of text. */
static void
read_unpacked(struct reader *r, struct str text)
{
	struct feed *outer = r->feed;
	unsigned form = r->form;
	struct str left = str_trim(text);

	r->form = FORM_UNPACKED;
	while (left.n > 0) {
		struct json j;
		struct feed f = feed_of(text, r->unpacked_bytes);
		enum json_token token;
		struct str value = str_head(left, str_index(left, '\n'));

		json_init(&j, left);
		token = json_next(&j);
		if (token == JSON_OBJECT || token == JSON_ARRAY)
			token = json_skip(&j);
		else
			token = JSON_ERROR;
		if (token > JSON_END)
			value.n = (size_t)(j.at - left.p);
		f.at = (size_t)(left.p - text.p);
		r->feed = &f;
		if (token > JSON_END)
			read_value(r);
		else
			read_text(r, str_trim(value));
		r->feed = outer;
		left = str_trim(str_from(left, value.n));
	}
	r->form = form;
}

void
read_packed(struct reader *r, struct str inner)
{
	struct buf packed = { 0 }, plain = { 0 };
	struct damage damage = { .kind = REMARK_DAMAGED,
		.text = "base64 of gzip that cannot be unpacked" };
	uint64_t at = r->feed->base + (uint64_t)(inner.p - r->feed->p);

	if (!r->quote.text.p && r->form == FORM_PLAIN &&
	    base64_decode(
	        unescape(inner, &r->held[r->level - 1]), &packed) &&
	    unpack(buf_str(&packed), r->feed->value_max ? r->feed->value_max
	                                                : UNPACKED_BYTES_MAX,
	        &plain)) {
		if (r->file->keep)
			r->file->keep(r->file->ctx, buf_str(&plain));
		read_unpacked(r, buf_str(&plain));
		r->unpacked_bytes += plain.n;
	} else {
		remark_damage(
		    r, &damage, r->file->whole + 1, at, at + inner.n);
	}
	buf_free(&packed);
	buf_free(&plain);
}

/* ---- rows of fields ------------------------------------------------------ */

struct row {
	struct str message; /* inside its quotes; p NULL: none */
	struct str time, log, log_stream;
};

/* The path of a name with dots, as a flattened field has it. */
static uint32_t
path_of_name(struct builder *b, struct str name)
{
	uint32_t path = PATH_ROOT;

	while (name.n > 0) {
		size_t dot = str_index(name, '.');
		struct str step = str_head(name, dot);

		path = step.n == 1 && text_is_digits(step) && path != PATH_ROOT
		    ? builder_position(b, path, (uint32_t)(*step.p - '0'))
		    : builder_key(b, path, step);
		name = str_from(name, dot < name.n ? dot + 1 : dot);
	}
	return path;
}

static void
take_field(struct reader *r, struct row *row, struct str name,
    const struct json *value)
{
	struct builder *b = r->builder;
	struct str text = scan_text(value, builder_scratch(b));

	if (str_equal(name, STR("@ptr")))
		return;
	if (str_equal(name, STR("@message"))) {
		row->message = value->text;
	} else if (str_equal(name, STR("@timestamp"))) {
		row->time = text;
	} else if (str_equal(name, STR("@log"))) {
		row->log = text;
	} else if (str_equal(name, STR("@logStream"))) {
		row->log_stream = text;
	} else if (text.n > 0) {
		if (name.n > 0 && name.p[0] == '@')
			builder_leaf(b, builder_key(b, PATH_ROOT, name),
			    VALUE_STRING, text);
		else
			builder_leaf(
			    b, path_of_name(b, name), VALUE_STRING, text);
		look_note(&r->look, name, text);
	}
}

/* Its pairs, from text that is known to be whole. */
static void
take_row(struct reader *r, struct row *row, struct str text)
{
	struct json j;
	enum json_token token;
	struct str key = { 0 }, name = { 0 };

	json_init(&j, text);
	while ((token = json_next(&j)) > JSON_END) {
		if (token == JSON_KEY)
			key = j.text;
		else if (token == JSON_STRING && str_equal(key, STR("field")))
			name = scan_text(&j, builder_scratch(r->builder));
		else if (token == JSON_STRING && str_equal(key, STR("value")))
			take_field(r, row, name, &j);
	}
}

enum outcome
read_row(struct reader *r)
{
	struct context context = r->context;
	struct arena *a = &r->held[r->level];
	struct row row = { 0 };
	struct json j;
	enum json_token token = whole_value(r, &j, step_skip);
	struct str text;
	const struct log_format *format;

	if (token != JSON_END)
		return value_failed(r, &j, token, true);
	text = (struct str){ r->feed->p + r->feed->at,
		(size_t)(j.at - (r->feed->p + r->feed->at)) };
	builder_begin(r->builder);
	look_start(&r->look, r->options->time_field);
	take_row(r, &row, text);
	arena_reset(a);
	time_of_text(row.time, &r->context.time_us);
	r->context.log = arena_copy(a, row.log);
	r->context.log_stream = arena_copy(a, row.log_stream);
	r->level++;
	if (row.message.p) {
		read_string(r, row.message);
	} else {
		builder_flag(r->builder, RECORD_NO_JSON);
		format = format_of_leaves(r);
		read_end(r, format ? format : format_of_other(), text);
	}
	r->level--;
	r->context = context;
	r->feed->at += text.n;
	return VALUE_DONE;
}
