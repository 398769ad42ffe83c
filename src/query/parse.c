#include "query/parse.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "query/errors.h"
#include "query/subquery.h"
#include "query/tables.h"

/* ---- tokens ------------------------------------------------------------- */

static bool
advance(struct parser *p, bool value_expected)
{
	struct span *s;

	if (p->n_spans == p->spans_capacity) {
		p->spans_capacity = p->spans_capacity ? p->spans_capacity * 2
		                                      : 64;
		p->spans = mem_grow(
		    p->spans, p->spans_capacity, sizeof(*p->spans));
	}
	s = &p->spans[p->n_spans++];
	*s = (struct span){ p->token.offset, p->token.end };
	return lex_next(&p->lexer, value_expected, &p->token, p->err);
}

/* Behind a value stands an operator, behind all else a value. */
bool
parse_next(struct parser *p)
{
	const struct token *t = &p->token;
	bool value = t->kind != TOKEN_SIGN || token_is(t, ")") ||
	    token_is(t, "]");

	return advance(p, !value);
}

bool
parse_next_value(struct parser *p)
{
	return advance(p, true);
}

bool
parse_expected(struct parser *p, const char *want)
{
	return error_expected(p->err, &p->token, want);
}

bool
parse_peek(struct parser *p, struct token *out)
{
	struct lexer ahead = p->lexer;
	struct err ignored = { 0 };

	return lex_next(&ahead, true, out, &ignored);
}

bool
parse_sign(struct parser *p, const char *sign, const char *want)
{
	if (!token_is(&p->token, sign))
		return parse_expected(p, want);
	return parse_next(p);
}

static bool
at_query_end(const struct parser *p)
{
	return p->token.kind == TOKEN_END ||
	    (p->nested && token_is(&p->token, ")"));
}

bool
parse_at_stage_end(const struct parser *p)
{
	return at_query_end(p) || token_is(&p->token, "|");
}

void
parse_note(struct parser *p, uint32_t offset, const char *format, ...)
{
	char text[384];
	va_list ap;

	if (p->n_notices == p->notices_capacity) {
		p->notices_capacity = p->notices_capacity
		    ? p->notices_capacity * 2 : 8;
		p->notices = mem_grow(p->notices, p->notices_capacity,
		    sizeof(*p->notices));
	}
	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	p->notices[p->n_notices++] = (struct notice){ offset,
		arena_copy(p->arena, str_of(text)) };
}

/* ---- items -------------------------------------------------------------- */

struct str
parse_text(struct parser *p, uint32_t offset, uint32_t end)
{
	struct buf b = { 0 };
	uint32_t i = p->n_spans, last = offset;
	struct str s;

	while (i > 0 && p->spans[i - 1].offset >= offset)
		i--;
	for (; i < p->n_spans && p->spans[i].offset < end; i++) {
		struct span at = p->spans[i];

		if (at.offset > last)
			buf_byte(&b, ' ');
		buf_add(&b, (struct str){ p->lexer.query.p + at.offset,
		    at.end - at.offset });
		last = at.end;
	}
	s = arena_copy(p->arena, buf_str(&b));
	buf_free(&b);
	return s;
}

bool
parse_alias(struct parser *p, struct item *it)
{
	char quoted[ERROR_QUOTE_BYTES];

	if (!token_is_word(&p->token, "as"))
		return true;
	if (!parse_next_value(p))
		return false;
	if (p->token.kind == TOKEN_STRING)
		return error_at(p->err, p->token.offset, "a name stands in "
		    "backticks, not in quotes: %s",
		    error_quote(p->token.text, quoted));
	if (p->token.kind != TOKEN_NAME || p->token.text.n == 0)
		return parse_expected(p, "a name behind \"as\"");
	it->alias = it->name = p->token.text;
	return parse_next(p);
}

static bool
parse_item(struct parser *p, unsigned flags, struct item *it)
{
	uint32_t start = p->token.offset;

	*it = (struct item){ .expr = parse_expr(p) };
	if (!it->expr)
		return false;
	it->name = expr_is_name(it->expr)
	    ? it->expr->text
	    : parse_text(p, start, p->spans[p->n_spans - 1].end);
	if ((flags & ITEM_ALIAS) && !parse_alias(p, it))
		return false;
	if (flags & ITEM_ORDER) {
		it->descending = token_is_word(&p->token, "desc");
		if (it->descending || token_is_word(&p->token, "asc"))
			return parse_next(p);
	}
	return true;
}

bool
parse_items(struct parser *p, unsigned flags, struct item **items,
    uint32_t *n)
{
	uint32_t capacity = 0;

	*items = NULL;
	*n = 0;
	for (;;) {
		if (*n == capacity) {
			struct item *more;

			capacity = capacity ? capacity * 2 : 4;
			more = arena_array(p->arena, capacity, sizeof(*more));
			if (*n)
				memcpy(more, *items, *n * sizeof(*more));
			*items = more;
		}
		if (!parse_item(p, flags, &(*items)[*n]))
			return false;
		++*n;
		if (!token_is(&p->token, ","))
			return true;
		if (!parse_next(p))
			return false;
	}
}

bool
parse_field(struct parser *p, struct item *it)
{
	if (p->token.kind != TOKEN_NAME)
		return parse_expected(p, "a field");
	*it = (struct item){ .name = p->token.text,
		.expr = expr_new(p->arena, EXPR_NAME, p->token.offset,
		    p->token.end) };
	it->expr->text = p->token.text;
	return parse_next(p);
}

/* ---- options ------------------------------------------------------------ */

bool
parse_option(struct parser *p, bool *found, struct token *name,
    struct token *value)
{
	struct token next;

	*found = false;
	if (p->token.kind != TOKEN_NAME || !parse_peek(p, &next) ||
	    !token_is(&next, "="))
		return true;
	*found = true;
	*name = p->token;
	if (!parse_next(p) || !parse_next_value(p))
		return false;
	*value = p->token;
	if (value->kind != TOKEN_NAME && value->kind != TOKEN_NUMBER &&
	    value->kind != TOKEN_STRING && value->kind != TOKEN_PERIOD)
		return parse_expected(p, "a value behind \"=\"");
	return parse_next(p);
}

bool
parse_option_bool(struct parser *p, const struct token *value, bool *out)
{
	*out = token_is_word(value, "true");
	return *out || token_is_word(value, "false") ||
	    error_expected(p->err, value, "true or false");
}

bool
parse_option_unknown(struct parser *p, const struct token *name,
    const char *others)
{
	char quoted[ERROR_QUOTE_BYTES];

	return error_at(p->err, name->offset, "there is no option %s here, "
	    "but: %s", error_quote(name->text, quoted), others);
}

/* ---- commands ----------------------------------------------------------- */

static bool
parse_stage(struct parser *p, struct stage *st)
{
	struct token name = p->token;

	*st = (struct stage){ .offset = name.offset };
	if (name.kind != TOKEN_NAME || name.quoted)
		return parse_expected(p, "a command: fields, filter, stats, "
		    "sort, limit, display or dedup");
	st->type = stage_find(name.text);
	if (!st->type) {
		struct token next = { 0 };

		parse_peek(p, &next);
		if (stage_undocumented(name.text))
			return error_at(p->err, name.offset, "%.*s: AWS "
			    "documents no such command; write filter @message "
			    "like \"text\"", STR_ARG(name.text));
		if (token_is(&next, "(") && (function_find(name.text) ||
		        aggregate_find(name.text)))
			return error_at(p->err, name.offset, "%.*s is a "
			    "function: write stats %.*s(...) or fields "
			    "%.*s(...)", STR_ARG(name.text),
			    STR_ARG(name.text), STR_ARG(name.text));
		return error_unknown(p->err, &name, WORD_COMMAND);
	}
	return parse_next_value(p) && st->type->parse(p, st);
}

static bool
parse_stages(struct parser *p, struct tree *out)
{
	uint32_t capacity = 0;

	if (at_query_end(p))
		return true; /* every event */
	for (;;) {
		if (out->n_stages == capacity) {
			struct stage *more;

			capacity = capacity ? capacity * 2 : 8;
			more = arena_array(p->arena, capacity, sizeof(*more));
			if (out->n_stages)
				memcpy(more, out->stages,
				    out->n_stages * sizeof(*more));
			out->stages = more;
		}
		if (!parse_stage(p, &out->stages[out->n_stages]))
			return false;
		out->n_stages++;
		if (at_query_end(p))
			return true;
		/* SOURCE may stand before the first command without it. */
		if (p->token.kind == TOKEN_NAME &&
		    out->stages[out->n_stages - 1].type->selects)
			continue;
		if (!token_is(&p->token, "|"))
			return parse_expected(p, "an operator, a comma, \"|\" "
			    "or the end");
		if (!parse_next_value(p))
			return false;
		if (p->token.kind == TOKEN_END)
			return error_at(p->err, p->token.offset, "found the "
			    "end of the query, expected a command behind "
			    "\"|\"");
	}
}

struct subquery *
parse_subquery(struct parser *p)
{
	struct subquery *s = arena_alloc(p->arena, sizeof(*s));
	uint32_t open = p->token.offset;
	char want[96];
	bool parsed;

	s->offset = open;
	if (p->nested == SUBQUERIES_DEEP_MAX) {
		error_at(p->err, open, "more than %d queries within each "
		    "other", SUBQUERIES_DEEP_MAX);
		return NULL;
	}
	if (!parse_next_value(p))
		return NULL;
	p->nested++;
	parsed = parse_stages(p, &s->tree);
	p->nested--;
	snprintf(want, sizeof(want), "\"|\", or \")\" for the \"(\" at byte "
	    "%u", open + 1);
	return parsed && parse_sign(p, ")", want) ? s : NULL;
}

bool
parse_query(struct str text, struct arena *a, struct tree *out,
    struct notice **notices, uint32_t *n_notices, struct err *err)
{
	struct parser p = { .arena = a, .err = err };
	bool parsed;

	*out = (struct tree){ 0 };
	p.lexer = (struct lexer){ .query = text, .arena = a };
	parsed = lex_next(&p.lexer, true, &p.token, err) &&
	    parse_stages(&p, out);
	*n_notices = p.n_notices;
	*notices = arena_array(a, p.n_notices, sizeof(**notices));
	if (p.n_notices)
		memcpy(*notices, p.notices, p.n_notices * sizeof(**notices));
	free(p.notices);
	free(p.spans);
	return parsed;
}
