/*
 * Documents inside of values: JSON (RFC 8259) and lists.
 *
 * A document is kept as text, rewritten once so that equal ones are spelled
 * alike and any of it can be written out: no blanks, escapes only where they
 * are needed.  A part of it is a piece of that text.
 */
#include "base/json.h"
#include "query/eval.h"
#include "query/func.h"

/* ---- reading ------------------------------------------------------------ */

static void
put_string(struct str spelled, struct buf *out)
{
	struct buf text = { 0 };

	json_unescape(spelled, &text);
	buf_byte(out, '"');
	json_escape(buf_str(&text), out);
	buf_byte(out, '"');
	buf_free(&text);
}

/* The one value that s is, rewritten; false if it is none. */
static bool
rewrite(struct str s, struct buf *out)
{
	enum json_token tok;
	bool comma = false;
	struct json j;

	json_init(&j, s);
	while ((tok = json_next(&j)) > JSON_END) {
		bool closes = tok == JSON_OBJECT_CLOSE ||
		    tok == JSON_ARRAY_CLOSE;

		if (comma && !closes)
			buf_byte(out, ',');
		comma = true;
		switch (tok) {
		case JSON_KEY:
			put_string(j.text, out);
			buf_byte(out, ':');
			comma = false;
			break;
		case JSON_STRING:
			put_string(j.text, out);
			break;
		case JSON_OBJECT:
		case JSON_ARRAY:
			buf_byte(out, tok == JSON_OBJECT ? '{' : '[');
			comma = false;
			break;
		case JSON_OBJECT_CLOSE:
		case JSON_ARRAY_CLOSE:
			buf_byte(out, tok == JSON_OBJECT_CLOSE ? '}' : ']');
			break;
		default:
			buf_add(out, j.text);
		}
	}
	return tok == JSON_END &&
	    str_trim(str_from(s, (size_t)(j.at - j.start))).n == 0;
}

static bool
is_document(struct str s)
{
	return s.n && (s.p[0] == '{' || s.p[0] == '[');
}

/* A document, or a text that is one; else missing. */
static struct datum
document(struct eval *e, const struct datum *d)
{
	struct datum out = datum_missing();
	struct buf b = { 0 };

	if (d->kind == DATUM_JSON)
		return *d;
	if (d->kind != DATUM_TEXT || !is_document(str_trim(d->text)))
		return out;
	if (rewrite(d->text, &b))
		out = eval_text(e, &b);
	if (out.kind == DATUM_TEXT)
		out.kind = DATUM_JSON;
	buf_free(&b);
	return out;
}

/* The value whose first token has been read; what is in it is passed. */
static struct datum
value_at(struct eval *e, struct json *j, enum json_token tok)
{
	struct datum d = datum_missing();
	struct buf b = { 0 };

	switch (tok) {
	case JSON_STRING:
		json_unescape(j->text, &b);
		d = eval_text(e, &b);
		buf_free(&b);
		return d;
	case JSON_NUMBER:
		return (struct datum){ .kind = DATUM_SPELLED,
			.text = j->text };
	case JSON_TRUE:
	case JSON_FALSE:
		d.kind = tok == JSON_TRUE ? DATUM_TRUE : DATUM_FALSE;
		return d;
	case JSON_OBJECT:
	case JSON_ARRAY:
		json_skip(j);
		return datum_of_json(j->text);
	default:
		return d;
	}
}

/* ---- paths -------------------------------------------------------------- */

/* What is left of a path behind a step; false if it does not begin with it.
 * Keys may hold points themselves. */
static bool
step(struct str path, struct str key, struct str *rest)
{
	if (!str_starts(path, key) ||
	    (key.n < path.n && path.p[key.n] != '.'))
		return false;
	*rest = str_from(path, key.n < path.n ? key.n + 1 : key.n);
	return true;
}

/* The first that is there of all that the path may mean. */
static struct datum
follow(struct eval *e, struct datum d, struct str path, bool ended)
{
	struct datum found = datum_missing();
	uint64_t position = 0;
	struct str key = { 0 };
	enum json_token tok;
	struct json j;
	bool object;

	if (ended || d.kind != DATUM_JSON)
		return ended ? d : found;
	json_init(&j, d.text);
	object = json_next(&j) == JSON_OBJECT;
	while ((tok = json_next(&j)) > JSON_END &&
	    tok != JSON_OBJECT_CLOSE && tok != JSON_ARRAY_CLOSE) {
		struct str rest;
		struct datum v;

		if (tok == JSON_KEY) {
			struct buf b = { 0 };

			json_unescape(j.text, &b);
			key = arena_copy(eval_scratch(e), buf_str(&b));
			buf_free(&b);
			continue;
		}
		if (!object)
			key = arena_printf(eval_scratch(e), "%llu",
			    (unsigned long long)position++);
		v = value_at(e, &j, tok);
		if (!step(path, key, &rest))
			continue;
		v = follow(e, v, rest, key.n == path.n);
		if (v.kind != DATUM_MISSING)
			found = v; /* a repeated key: the last */
	}
	return found;
}

/* ---- functions ---------------------------------------------------------- */

FUNCTION(call_jsonparse)
{
	(void)n;
	return document(e, arg);
}

FUNCTION(call_jsonpath)
{
	(void)n;
	if (arg[1].kind == DATUM_MISSING)
		return datum_missing();
	return follow(
	    e, document(e, arg), eval_read_text(e, &arg[1]), false);
}

FUNCTION(call_jsonstringify)
{
	struct buf b = { 0 };
	struct datum d;

	(void)n;
	if (arg->kind != DATUM_TEXT && arg->kind != DATUM_TIME)
		return arg->kind == DATUM_MISSING
		    ? *arg : datum_of_text(eval_read_text(e, arg));
	buf_byte(&b, '"');
	json_escape(eval_read_text(e, arg), &b);
	buf_byte(&b, '"');
	d = eval_text(e, &b);
	buf_free(&b);
	return d;
}

uint64_t
list_each(struct eval *e, const struct datum *list,
    bool (*visit)(void *ctx, const struct datum *d), void *ctx)
{
	enum json_token tok;
	uint64_t count = 0;
	struct json j;

	if (list->kind != DATUM_JSON)
		return 0;
	json_init(&j, list->text);
	if (json_next(&j) != JSON_ARRAY)
		return 0;
	while ((tok = json_next(&j)) > JSON_END && tok != JSON_ARRAY_CLOSE) {
		struct datum d = value_at(e, &j, tok);

		count++;
		if (!visit(ctx, &d))
			break;
	}
	return count;
}

static bool
pass(void *ctx, const struct datum *d)
{
	(void)ctx;
	(void)d;
	return true;
}

FUNCTION(call_jsonarraysize)
{
	struct datum list = document(e, arg);

	(void)n;
	if (list.kind != DATUM_JSON || list.text.p[0] != '[')
		return datum_missing();
	return datum_of_number((double)list_each(e, &list, pass, NULL));
}

struct wanted {
	struct eval *eval;
	const struct datum *datum;
	bool found;
};

static bool
compare(void *ctx, const struct datum *d)
{
	struct wanted *w = ctx;

	w->found = d->kind != DATUM_JSON &&
	    eval_equal(w->eval, d, w->datum);
	return !w->found;
}

FUNCTION(call_jsonarraycontains)
{
	struct datum list = document(e, arg);
	struct wanted w = { e, &arg[1], false };

	(void)n;
	list_each(e, &list, compare, &w);
	return datum_of_bool(w.found);
}

FUNCTION(call_split)
{
	struct buf b = { 0 };
	struct str s, at;
	struct datum d;

	(void)n;
	if (arg[0].kind == DATUM_MISSING || arg[1].kind == DATUM_MISSING)
		return datum_missing();
	s = eval_read_text(e, &arg[0]);
	at = eval_read_text(e, &arg[1]);
	buf_byte(&b, '[');
	for (;;) {
		size_t end = at.n ? str_find(s, at) : s.n;

		buf_byte(&b, '"');
		json_escape(str_head(s, end), &b);
		buf_byte(&b, '"');
		if (end == s.n || b.n > EVAL_TEXT_MAX)
			break;
		buf_byte(&b, ',');
		s = str_from(s, end + at.n);
	}
	buf_byte(&b, ']');
	d = eval_text(e, &b);
	buf_free(&b);
	if (d.kind == DATUM_TEXT)
		d.kind = DATUM_JSON;
	return d;
}
