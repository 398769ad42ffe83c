#include "explore/detail.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"

/* ---- making ------------------------------------------------------------ */

struct maker {
	struct detail *d;
	uint32_t capacity;
	uint32_t open;    /* innermost open branch, DETAIL_NONE: top level */
	struct str key;   /* waits for its value */
	struct str key_spelled;
	uint32_t members; /* of the top level */
	int inside;       /* strings that are open */
};

static struct detail_node *
add(struct maker *m, enum detail_kind kind)
{
	struct detail *d = m->d;
	struct detail_node *node;
	bool array;

	if (d->n == m->capacity) {
		m->capacity = m->capacity ? m->capacity * 2 : 64;
		d->node = mem_grow(d->node, m->capacity, sizeof(*d->node));
	}
	node = &d->node[d->n];
	*node = (struct detail_node){ .kind = kind, .inside = DETAIL_LEAF,
		.key = m->key, .key_spelled = m->key_spelled,
		.parent = m->open };
	array = m->open != DETAIL_NONE && detail_is_array(d, m->open);
	if (m->open != DETAIL_NONE) {
		node->depth = (uint16_t)(d->node[m->open].depth + 1);
		node->position = d->node[m->open].members++;
	} else {
		node->position = m->members++;
	}
	if (array)
		node->key = node->key_spelled = (struct str){ 0 };
	node->next = ++d->n;
	m->key = m->key_spelled = (struct str){ 0 };
	return node;
}

static void open_string(struct maker *m, uint32_t i);

static void
leaf(struct maker *m, const struct json *j, enum value_type type)
{
	static const struct str words[] = {
		[VALUE_TRUE] = STR_INIT("true"),
		[VALUE_FALSE] = STR_INIT("false"),
		[VALUE_NULL] = STR_INIT("null"),
	};
	struct detail_node *node = add(m, DETAIL_LEAF);
	uint32_t i = m->d->n - 1;

	node->type = type;
	node->leaves = 1;
	node->escaped = type == VALUE_STRING && j->escaped;
	node->value = type == VALUE_STRING || type == VALUE_NUMBER
	    ? j->text
	    : words[type];
	if (type == VALUE_STRING)
		open_string(m, i);
}

static void
branch_open(struct maker *m, const struct json *j, enum detail_kind kind)
{
	add(m, kind)->whole.p = j->token;
	m->open = m->d->n - 1;
}

static void
branch_close(struct maker *m, const struct json *j)
{
	struct detail_node *node = &m->d->node[m->open];
	uint32_t parent = node->parent;

	node->whole.n = (size_t)(j->at - node->whole.p);
	node->next = m->d->n;
	if (node->members == 0) { /* {} and [] are values */
		node->leaves = 1;
		node->type = node->kind == DETAIL_OBJECT ? VALUE_EMPTY_OBJECT
		                                         : VALUE_EMPTY_ARRAY;
	}
	for (uint32_t i = m->open + 1; i < node->next;
	     i = m->d->node[i].next)
		node->leaves += m->d->node[i].leaves;
	m->open = parent;
}

static void
key(struct maker *m, const struct json *j)
{
	struct buf b = { 0 };

	m->key = m->key_spelled = j->text;
	if (!j->escaped)
		return;
	json_unescape(j->text, &b);
	m->key = arena_copy(&m->d->arena, buf_str(&b));
	buf_free(&b);
}

/* The text's own braces make no node: its members go below what is open.
 * *outermost: what the text is.  False: it is no JSON object or array and
 * nothing else. */
static bool
make_members(struct maker *m, struct str text, enum detail_kind *outermost)
{
	struct json j;
	enum json_token tok;
	uint32_t depth = 0;

	*outermost = DETAIL_LEAF;
	json_init(&j, text);
	while ((tok = json_next(&j)) > JSON_END)
		switch (tok) {
		case JSON_KEY:
			key(m, &j);
			break;
		case JSON_STRING:
			leaf(m, &j, VALUE_STRING);
			break;
		case JSON_NUMBER:
			leaf(m, &j, VALUE_NUMBER);
			break;
		case JSON_TRUE:
			leaf(m, &j, VALUE_TRUE);
			break;
		case JSON_FALSE:
			leaf(m, &j, VALUE_FALSE);
			break;
		case JSON_NULL:
			leaf(m, &j, VALUE_NULL);
			break;
		case JSON_OBJECT:
		case JSON_ARRAY:
			if (depth++ > 0)
				branch_open(m, &j, tok == JSON_OBJECT
				        ? DETAIL_OBJECT
				        : DETAIL_ARRAY);
			else
				*outermost = tok == JSON_OBJECT
				    ? DETAIL_OBJECT
				    : DETAIL_ARRAY;
			break;
		default: /* a close */
			if (--depth > 0)
				branch_close(m, &j);
			break;
		}
	return tok == JSON_END && *outermost != DETAIL_LEAF &&
	    str_trim((struct str){ j.at, (size_t)(j.end - j.at) }).n == 0;
}

static bool
make_tree(struct maker *m, struct str text)
{
	enum detail_kind outermost;

	return make_members(m, text, &outermost) &&
	    outermost == DETAIL_OBJECT;
}

/* ---- JSON inside strings ----------------------------------------------- */

static bool
begins_json(struct str text)
{
	text = str_trim(text);
	return text.n >= 2 && (text.p[0] == '{' || text.p[0] == '[');
}

/* The object or array that text is: one with members; else DETAIL_LEAF. */
static enum detail_kind
whole_json(struct str text)
{
	struct json j;
	enum json_token first, tok;

	json_init(&j, text);
	first = tok = json_next(&j);
	if (first != JSON_OBJECT && first != JSON_ARRAY)
		return DETAIL_LEAF;
	tok = json_next(&j);
	if (tok == JSON_OBJECT_CLOSE || tok == JSON_ARRAY_CLOSE)
		return DETAIL_LEAF;
	while (tok > JSON_END)
		tok = json_next(&j);
	if (tok != JSON_END ||
	    str_trim((struct str){ j.at, (size_t)(j.end - j.at) }).n > 0)
		return DETAIL_LEAF;
	return first == JSON_OBJECT ? DETAIL_OBJECT : DETAIL_ARRAY;
}

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0'
	    : c >= 'A' && c <= 'F'  ? c - 'A' + 10
	    : c >= 'a' && c <= 'f'  ? c - 'a' + 10
	                            : -1;
}

/* IAM answers with policies in percent encoding (RFC 3986 section 2.1). */
static void
percent_decode(struct str text, struct buf *out)
{
	for (size_t i = 0; i < text.n; i++) {
		int high = -1, low = -1;

		if (text.p[i] == '%' && i + 2 < text.n) {
			high = hex_digit(text.p[i + 1]);
			low = hex_digit(text.p[i + 2]);
		}
		if (high < 0 || low < 0) {
			buf_byte(out, text.p[i]);
			continue;
		}
		buf_byte(out, (char)(high * 16 + low));
		i += 2;
	}
}

static bool
begins_encoded(struct str text)
{
	return text.n >= 6 && text.p[0] == '%' &&
	    ((text.p[1] == '7' && (text.p[2] == 'B' || text.p[2] == 'b')) ||
	        (text.p[1] == '5' && (text.p[2] == 'B' || text.p[2] == 'b')));
}

/* What the string at i holds goes below it, if that is JSON. */
static void
open_string(struct maker *m, uint32_t i)
{
	struct detail *d = m->d;
	struct detail_node *node = &d->node[i];
	struct str text = node->value;
	struct buf plain = { 0 }, decoded = { 0 };
	uint32_t parent = m->open;
	enum detail_kind kind = DETAIL_LEAF;

	if (m->inside == DETAIL_INSIDE_MAX ||
	    (!begins_json(text) && !begins_encoded(text) && !node->escaped))
		return;
	if (node->escaped) {
		json_unescape(text, &plain);
		text = buf_str(&plain);
	}
	if (begins_encoded(text)) {
		percent_decode(text, &decoded);
		text = buf_str(&decoded);
	}
	if (begins_json(text))
		kind = whole_json(text);
	if (kind != DETAIL_LEAF) {
		text = arena_copy(&d->arena, text);
		node->inside = kind;
		m->open = i;
		m->inside++;
		make_members(m, text, &kind);
		m->inside--;
		m->open = parent;
		d->node[i].next = d->n;
	}
	buf_free(&plain);
	buf_free(&decoded);
}

static void
make_text(struct maker *m, struct str text)
{
	while (text.n > 0) {
		size_t end = str_index(text, '\n');

		add(m, DETAIL_TEXT)->value = str_head(text, end);
		text = str_from(text, end < text.n ? end + 1 : end);
	}
}

struct detail *
detail_new(struct str text)
{
	struct detail *d = mem_zero(1, sizeof(*d));
	struct maker m = { .d = d, .open = DETAIL_NONE };

	text = d->text = d->bytes = arena_copy(&d->arena, text);
	d->json = make_tree(&m, text);
	if (!d->json) {
		d->n = 0;
		m = (struct maker){ .d = d, .open = DETAIL_NONE,
			.capacity = m.capacity };
		make_text(&m, text);
	}
	detail_find_tables(d);
	return d;
}

void
detail_free(struct detail *d)
{
	if (!d)
		return;
	free(d->node);
	arena_free(&d->arena);
	free(d);
}

/* ---- paths ------------------------------------------------------------- */

#define DEPTH_MAX ((DETAIL_INSIDE_MAX + 1) * (JSON_DEPTH_MAX + 1))

bool
detail_is_array(const struct detail *d, uint32_t i)
{
	return d->node[i].kind == DETAIL_ARRAY ||
	    d->node[i].inside == DETAIL_ARRAY;
}

uint32_t
detail_outer(const struct detail *d, uint32_t i)
{
	do
		i = d->node[i].parent;
	while (i != DETAIL_NONE && d->node[i].inside == DETAIL_LEAF);
	return i;
}

uint32_t
detail_at(const struct detail *d, size_t byte)
{
	uint32_t i = 0;

	while (i < d->n) {
		const struct detail_node *node = &d->node[i];
		bool leaf = node->kind == DETAIL_LEAF;

		if (leaf && node->value.p >= d->text.p + byte &&
		    node->value.p < d->text.p + d->text.n)
			return i;
		i = leaf ? node->next : i + 1;
	}
	return DETAIL_NONE;
}

static void
step_print(const struct detail *d, uint32_t i, struct buf *out)
{
	const struct detail_node *node = &d->node[i];

	if (node->parent != DETAIL_NONE && detail_is_array(d, node->parent)) {
		if (node->position > PATH_POSITION_MAX)
			buf_byte(out, '*');
		else
			buf_u64(out, node->position);
		return;
	}
	if (node->parent == DETAIL_NONE && node->key.n > 0 &&
	    node->key.p[0] == '@')
		buf_byte(out, '@');
	buf_add(out, node->key);
}

void
detail_path(const struct detail *d, uint32_t i, struct buf *out)
{
	uint32_t up[DEPTH_MAX];
	size_t n = 0;

	for (; i != DETAIL_NONE && n < DEPTH_MAX; i = d->node[i].parent)
		up[n++] = i;
	while (n > 0) {
		step_print(d, up[--n], out);
		if (n > 0)
			buf_byte(out, '.');
	}
}

/* Goes only below nodes whose path is a start of it. */
uint32_t
detail_find(const struct detail *d, struct str path)
{
	struct buf b = { 0 };
	uint32_t found = DETAIL_NONE, i = 0;

	while (i < d->n) {
		struct str p;

		buf_reset(&b);
		detail_path(d, i, &b);
		p = buf_str(&b);
		if (str_equal(p, path))
			found = i;
		if (str_starts(path, p) && path.n > p.n && path.p[p.n] == '.')
			i++;
		else
			i = d->node[i].next;
	}
	buf_free(&b);
	return found;
}

/* ---- values ------------------------------------------------------------ */

struct value
detail_value(const struct detail *d, uint32_t i, struct buf *room)
{
	const struct detail_node *node = &d->node[i];

	if (node->kind == DETAIL_TEXT)
		return (struct value){ VALUE_STRING, node->value };
	if (node->kind != DETAIL_LEAF)
		return (struct value){ node->members ? VALUE_MISSING
			                             : node->type,
			STR("") };
	if (!node->escaped)
		return (struct value){ node->type, node->value };
	buf_reset(room);
	json_unescape(node->value, room);
	return (struct value){ node->type, buf_str(room) };
}

/* A value may be megabytes long; a screen is not. */
#define PRINT_BYTES_MAX 65536

static void
print_leaf(const struct detail_node *node, size_t bytes, struct buf *out)
{
	bool text = node->type == VALUE_STRING;

	if (text)
		buf_byte(out, '"');
	text_visible(str_head(node->value, bytes), out);
	if (node->value.n > bytes)
		buf_add(out, STR("\xe2\x80\xa6")); /* … */
	else if (text)
		buf_byte(out, '"');
}

void
detail_print(const struct detail *d, uint32_t i, struct buf *out)
{
	const struct detail_node *node = &d->node[i];

	switch (node->kind) {
	case DETAIL_OBJECT:
		if (node->members == 0)
			buf_add(out, STR("{}"));
		else
			buf_printf(out, "{%u}", node->members);
		break;
	case DETAIL_ARRAY:
		if (node->members == 0)
			buf_add(out, STR("[]"));
		else
			buf_printf(out, "[%u]", node->members);
		break;
	case DETAIL_TEXT:
		text_visible(str_head(node->value, PRINT_BYTES_MAX), out);
		break;
	case DETAIL_LEAF:
		print_leaf(node, PRINT_BYTES_MAX, out);
		break;
	}
}

void
detail_summary(const struct detail *d, uint32_t i, size_t bytes,
    struct buf *out)
{
	size_t from = out->n;
	uint32_t end = d->node[i].next;

	for (i++; i < end && out->n - from < bytes;) {
		const struct detail_node *node = &d->node[i];

		if (node->kind != DETAIL_LEAF) {
			i++;
			continue;
		}
		if (out->n > from)
			buf_add(out, STR(", "));
		text_visible(str_head(node->value, bytes), out);
		i = node->next;
	}
}

void
detail_search_text(const struct detail *d, uint32_t i, struct buf *out)
{
	const struct detail_node *node = &d->node[i];

	text_visible(node->key, out);
	if (node->kind == DETAIL_OBJECT || node->kind == DETAIL_ARRAY ||
	    node->members > 0) /* a string that is opened is its members */
		return;
	if (node->key.n > 0)
		buf_byte(out, ' ');
	if (node->kind == DETAIL_LEAF)
		print_leaf(node, node->value.n, out);
	else
		text_visible(node->value, out);
}

/* ---- how it opens ------------------------------------------------------ */

static uint32_t
top_level(const struct detail *d, struct str key)
{
	uint32_t found = DETAIL_NONE;

	for (uint32_t i = 0; i < d->n; i = d->node[i].next)
		if (str_equal(d->node[i].key, key))
			found = i;
	return found;
}

uint32_t
detail_opens_on(const struct detail *d)
{
	uint32_t i = top_level(d, STR("errorCode"));

	if (i == DETAIL_NONE)
		i = top_level(d, STR("requestParameters"));
	return i == DETAIL_NONE ? 0 : i;
}

bool
detail_folded_at_first(const struct detail *d, uint32_t i)
{
	const struct detail_node *node = &d->node[i];

	if (node->inside != DETAIL_LEAF)
		return true;
	return node->kind != DETAIL_LEAF && node->kind != DETAIL_TEXT &&
	    node->leaves >= 3 &&
	    !(node->parent == DETAIL_NONE &&
	        str_equal(node->key, STR("requestParameters")));
}

/* ---- work -------------------------------------------------------------- */

static void
describe_place(struct detail *d, struct snapshot *s, const struct raw *raw)
{
	struct buf b = { 0 };

	d->place = snapshot_place(s, d->event);
	d->copies = snapshot_copies(s, d->event);
	text_visible(
	    store_source(snapshot_store(s), d->place.source)->name, &b);
	d->name = arena_copy(&d->arena, buf_str(&b));
	d->rebuilt = raw->rebuilt;
	if (raw->rebuilt) {
		char why[512];

		buf_reset(&b);
		text_visible(str_of(err_text(&raw->why, why, sizeof(why))),
		    &b);
		d->remark = arena_copy(&d->arena, buf_str(&b));
	}
	buf_free(&b);
}

/* What stands in the file where it is not the event's own text: a string of
 * another document. */
static void
keep_bytes(struct detail *d, struct snapshot *s)
{
	const struct source *src = store_source(snapshot_store(s),
	    d->place.source);
	struct buf b = { 0 };
	struct err why = { 0 };
	void *reader = NULL;

	if (!src->unescape || d->rebuilt || !src->io)
		return;
	if (src->io->read(src, &reader, d->place.offset, d->place.length, &b,
	        &why))
		d->bytes = arena_copy(&d->arena, buf_str(&b));
	if (reader)
		src->io->close(reader);
	buf_free(&b);
}

/* Text is shown by its fields when they are most of what it says; the text
 * itself stands below, and as bytes. */
static void
open_fields(struct ask_detail *k, struct str text)
{
	struct buf fields = { 0 }, line = { 0 };
	struct detail *d;

	raw_rebuild(k->snapshot, k->event, &fields);
	if (fields.n > 2 && fields.n >= text.n / 2) {
		d = detail_new(buf_str(&fields));
		detail_free(k->detail);
		k->detail = d;
		d->bytes = arena_copy(&d->arena, text);
		text_visible(str_head(text, 4096), &line);
		d->line = arena_copy(&d->arena, buf_str(&line));
	}
	buf_free(&fields);
	buf_free(&line);
}

static void
ask_detail_run(struct work *w)
{
	struct ask_detail *k = (struct ask_detail *)w;
	struct raw_reader *reader = raw_reader_new(k->snapshot);
	struct raw raw = { 0 };

	raw_read(reader, k->event, &raw);
	k->detail = detail_new(raw.text);
	if (!k->detail->json && !raw.rebuilt)
		open_fields(k, raw.text);
	k->detail->event = k->event;
	describe_place(k->detail, k->snapshot, &raw);
	raw_reader_free(reader);
	keep_bytes(k->detail, k->snapshot);
}

static void
ask_detail_free(struct work *w)
{
	struct ask_detail *k = (struct ask_detail *)w;

	detail_free(k->detail);
	snapshot_release(k->snapshot);
	free(k);
}

struct ask_detail *
ask_detail_new(struct snapshot *s, uint32_t event)
{
	struct ask_detail *k = mem_zero(1, sizeof(*k));

	k->work.run = ask_detail_run;
	k->work.free = ask_detail_free;
	k->snapshot = snapshot_hold(s);
	k->event = event;
	return k;
}
