/*
 * Expressions: operators by precedence, values, calls.
 */
#include <stdio.h>

#include "query/errors.h"
#include "query/parse.h"
#include "query/tables.h"

static struct expr *parse_binary(struct parser *p, int binds_min);

/* ---- values ------------------------------------------------------------- */

static bool
deeper(struct parser *p)
{
	if (p->depth < TREE_DEPTH_MAX) {
		p->depth++;
		return true;
	}
	return error_at(p->err, p->token.offset,
	    "nested more than %d levels deep", TREE_DEPTH_MAX);
}

/* x, or NULL when it is too deep. */
static struct expr *
not_too_deep(struct parser *p, struct expr *x)
{
	if (!x || x->depth <= TREE_DEPTH_MAX)
		return x;
	error_at(p->err, x->offset, "more than %d operators and functions "
	    "within each other", TREE_DEPTH_MAX);
	return NULL;
}

/* A growing list of operands. */
struct operands {
	struct expr **list;
	uint32_t n, capacity;
};

static void
operands_add(struct parser *p, struct operands *o, struct expr *x)
{
	if (o->n == o->capacity) {
		uint32_t capacity = o->capacity ? o->capacity * 2 : 4;
		struct expr **list =
		    arena_array(p->arena, capacity, sizeof(struct expr *));

		if (o->n)
			memcpy(list, o->list, o->n * sizeof(struct expr *));
		o->list = list;
		o->capacity = capacity;
	}
	o->list[o->n++] = x;
}

static struct expr *
literal(struct parser *p, enum expr_kind kind)
{
	struct expr *x =
	    expr_new(p->arena, kind, p->token.offset, p->token.end);

	x->text = p->token.text;
	return parse_next(p) ? x : NULL;
}

static struct expr *
parse_parentheses(struct parser *p)
{
	uint32_t open = p->token.offset;
	char want[96];
	struct expr *x;

	if (!deeper(p) || !parse_next(p))
		return NULL;
	x = parse_expr(p);
	p->depth--;
	if (!x)
		return NULL;
	snprintf(want, sizeof(want),
	    "an operator, or \")\" for the \"(\" at byte %u", open + 1);
	return parse_sign(p, ")", want) ? x : NULL;
}

static bool
no_value(struct parser *p)
{
	const struct token *t = &p->token;
	char quoted[ERROR_QUOTE_BYTES];

	if (t->kind == TOKEN_REGEX)
		return error_at(p->err, t->offset, "a pattern stands behind "
		    "like or =~ only: write x like /pattern/");
	if (t->kind == TOKEN_PERIOD && t->text.n > 2 && t->text.p[0] == '0' &&
	    (t->text.p[1] | 0x20) == 'x')
		return error_at(p->err, t->offset, "%s: numbers are written "
		    "in decimal", error_quote(t->text, quoted));
	if (t->kind == TOKEN_PERIOD)
		return error_at(p->err, t->offset, "%s is a period, for bin "
		    "and its relatives; text stands in quotes",
		    error_quote(t->text, quoted));
	if (token_is(t, "["))
		return error_at(p->err, t->offset,
		    "a list stands behind in only: write x in [1, 2]");
	return parse_expected(p,
	    "a field, a text in quotes, a number, a function or \"(\"");
}

/* ---- calls -------------------------------------------------------------- */

static struct expr *
parse_period(struct parser *p, const char *syntax)
{
	struct expr *x = expr_new(
	    p->arena, EXPR_PERIOD, p->token.offset, p->token.end);
	char want[96];

	if (p->token.kind != TOKEN_PERIOD) {
		snprintf(want, sizeof(want), "a period such as 5m or 1h: %s",
		    syntax);
		parse_expected(p, want);
		return NULL;
	}
	if (!period_parse(p->token.text, &x->period)) {
		error_at(p->err, p->token.offset, "%.*s is no period: units "
		    "are ms s m h d w mo q y, as in 5m",
		    STR_ARG(str_head(p->token.text, 40)));
		return NULL;
	}
	return parse_next(p) ? x : NULL;
}

/* A pattern, between slashes or as a text. */
static struct expr *
parse_pattern(struct parser *p, const struct function *f)
{
	char want[96];

	if (p->token.kind == TOKEN_REGEX || p->token.kind == TOKEN_STRING)
		return literal(p, EXPR_REGEX);
	snprintf(want, sizeof(want), "a /pattern/: %s", f->word.syntax);
	parse_expected(p, want);
	return NULL;
}

/* Argument i of a function or an aggregate, counted from 1. */
static struct expr *
parse_argument(struct parser *p, const struct function *f,
    const struct aggregate *g, int i)
{
	if (f && f->period == i)
		return parse_period(p, f->word.syntax);
	if (f && f->pattern == i)
		return parse_pattern(p, f);
	if (g && g->period && g->constant == i)
		return parse_period(p, g->word.syntax);
	return parse_expr(p);
}

/* Behind the opening parenthesis; takes the closing one. */
static bool
parse_arguments(struct parser *p, const struct function *f,
    const struct aggregate *g, struct operands *args, uint32_t open)
{
	char want[96];

	snprintf(want, sizeof(want),
	    "a comma or an operator, or \")\" for the \"(\" at byte %u",
	    open + 1);
	if (token_is(&p->token, ")"))
		return parse_next(p);
	for (;;) {
		struct expr *x = parse_argument(p, f, g, (int)args->n + 1);

		if (!x)
			return false;
		operands_add(p, args, x);
		if (!token_is(&p->token, ","))
			return parse_sign(p, ")", want);
		if (!parse_next(p))
			return false;
	}
}

static bool
wrong_count(struct parser *p, const struct token *name, const char *syntax,
    uint32_t n)
{
	return error_at(p->err, name->offset, "%.*s cannot take %u argument%s: "
	    "%s", STR_ARG(str_head(name->text, 40)), n, n == 1 ? "" : "s",
	    syntax);
}

static struct expr *
timestamp(struct parser *p, const struct token *name)
{
	struct expr *x =
	    expr_new(p->arena, EXPR_NAME, name->offset, name->end);

	x->text = STR("@timestamp");
	return x;
}

static struct expr *
parse_function(struct parser *p, const struct token *name,
    const struct function *f, uint32_t open)
{
	struct expr *x = expr_new(p->arena, EXPR_CALL, name->offset, 0);
	struct operands args = { 0 };
	uint32_t written;

	x->function = f;
	if (f->on_timestamp)
		operands_add(p, &args, timestamp(p, name));
	if (!parse_arguments(p, f, NULL, &args, open))
		return NULL;
	written = args.n - f->on_timestamp;
	if (f->on_timestamp && written == 0)
		operands_add(p, &args, expr_new(p->arena, EXPR_PERIOD,
		    name->offset, name->end)); /* to be chosen */
	if (args.n < (uint32_t)f->args_min || args.n > (uint32_t)f->args_max) {
		wrong_count(p, name, f->word.syntax, written);
		return NULL;
	}
	expr_set_args(x, args.list, args.n);
	return x;
}

/* The argument that is a number of the query comes second. */
static bool
take_constant(struct parser *p, const struct aggregate *g,
    struct operands *args)
{
	struct expr *x;
	double n;

	if (!g->constant)
		return true;
	x = args->list[g->constant - 1];
	args->list[0] = args->list[2 - g->constant];
	args->list[1] = x;
	if (g->period || (x->kind == EXPR_NUMBER &&
	        number_read(x->text, true, &n) && n >= g->constant_min &&
	        n <= g->constant_max))
		return true;
	return error_at(p->err, x->offset, "expected a number from %g to %g "
	    "here: %s", g->constant_min, g->constant_max, g->word.syntax);
}

static struct expr *
parse_aggregate(struct parser *p, const struct token *name,
    const struct aggregate *g, uint32_t open)
{
	struct expr *x = expr_new(p->arena, EXPR_AGGREGATE, name->offset, 0);
	struct operands args = { 0 };
	struct token next;

	x->aggregate = g;
	if (g->rows && token_is(&p->token, "*")) {
		if (!parse_next_value(p) ||
		    !parse_sign(p, ")", "\")\""))
			return NULL;
		return x;
	}
	if (g->rows && token_is_word(&p->token, "distinct") &&
	    parse_peek(p, &next) && next.kind == TOKEN_NAME) {
		error_at(p->err, p->token.offset,
		    "different values are counted by count_distinct(x)");
		return NULL;
	}
	if (!parse_arguments(p, NULL, g, &args, open))
		return NULL;
	if (args.n == 0 && g->rows)
		return x;
	if (args.n != (g->constant ? 2 : 1)) {
		wrong_count(p, name, g->word.syntax, args.n);
		return NULL;
	}
	if (!take_constant(p, g, &args))
		return NULL;
	if (g->timed)
		operands_add(p, &args, timestamp(p, name));
	expr_set_args(x, args.list, args.n);
	return x;
}

/* One step of a path behind a call: .name or [0]. */
static bool
parse_step(struct parser *p, struct buf *path)
{
	bool list = token_is(&p->token, "[");
	const struct token *t = &p->token;

	if (!parse_next(p))
		return false;
	if (t->kind != (list ? TOKEN_NUMBER : TOKEN_NAME) || !t->text.n)
		return parse_expected(p, list
		    ? "a position such as [0]" : "a name behind the point");
	if (path->n)
		buf_byte(path, '.');
	buf_add(path, t->text);
	return parse_next(p) && (!list || parse_sign(p, "]", "\"]\""));
}

/* f(x).a[0] is jsonPath(f(x), "a.0"). */
static struct expr *
parse_steps(struct parser *p, struct expr *x)
{
	struct token first = p->token;
	struct buf path = { 0 };
	bool good = true;
	struct expr *call, **args;

	while (good && !p->token.blank_before &&
	    (token_is(&p->token, ".") || token_is(&p->token, "[")))
		good = parse_step(p, &path);
	if (!path.n)
		return good ? x : NULL;
	args = arena_array(p->arena, 2, sizeof(*args));
	args[0] = x;
	args[1] = expr_new(p->arena, EXPR_TEXT, first.offset, first.end);
	args[1]->text = arena_copy(p->arena, buf_str(&path));
	buf_free(&path);
	call = expr_new(p->arena, EXPR_CALL, x->offset,
	    p->spans[p->n_spans - 1].end);
	call->function = function_find(STR("jsonPath"));
	expr_set_args(call, args, 2);
	return good ? call : NULL;
}

/* The token is "(". */
static struct expr *
parse_call(struct parser *p, const struct token *name)
{
	const struct function *f = function_find(name->text);
	const struct aggregate *g = aggregate_find(name->text);
	uint32_t open = p->token.offset;
	struct expr *x;

	if (!f && !g) {
		error_unknown(p->err, name, WORD_FUNCTION);
		return NULL;
	}
	if (!deeper(p) || !parse_next(p))
		return NULL;
	x = f ? parse_function(p, name, f, open)
	      : parse_aggregate(p, name, g, open);
	p->depth--;
	if (!x)
		return NULL;
	x->end = p->spans[p->n_spans - 1].end;
	return not_too_deep(p, parse_steps(p, x));
}

static struct expr *
parse_name(struct parser *p)
{
	struct token name = p->token;
	struct expr *x;

	if (!parse_next(p))
		return NULL;
	if (!name.quoted && token_is(&p->token, "("))
		return parse_call(p, &name);
	if (!name.quoted && function_find(name.text) &&
	    function_find(name.text)->field && p->token.kind == TOKEN_NAME &&
	    !token_is_word(&p->token, "and") &&
	    !token_is_word(&p->token, "or") &&
	    !token_is_word(&p->token, "in") &&
	    !token_is_word(&p->token, "not") &&
	    !token_is_word(&p->token, "as") &&
	    !token_is_word(&p->token, "by") &&
	    !token_is_word(&p->token, "like")) {
		error_at(p->err, p->token.offset,
		    "a function's arguments stand in parentheses: %s",
		    function_find(name.text)->word.syntax);
		return NULL;
	}
	x = expr_new(p->arena, EXPR_NAME, name.offset, name.end);
	if (token_is_word(&name, "true"))
		x->kind = EXPR_TRUE;
	else if (token_is_word(&name, "false"))
		x->kind = EXPR_FALSE;
	else
		x->text = name.text;
	if (token_is_word(&name, "null"))
		parse_note(p, name.offset, "null is read as the name of a "
		    "field; whether x is there is asked by ispresent(x)");
	return x;
}

static struct expr *
parse_value(struct parser *p)
{
	const struct token *t = &p->token;

	switch (t->kind) {
	case TOKEN_STRING:
		return literal(p, EXPR_TEXT);
	case TOKEN_NUMBER:
		return literal(p, EXPR_NUMBER);
	case TOKEN_NAME:
		return parse_name(p);
	case TOKEN_SIGN:
		if (token_is(t, "("))
			return parse_parentheses(p);
		break;
	case TOKEN_END:
	case TOKEN_PERIOD:
	case TOKEN_REGEX:
		break;
	}
	no_value(p);
	return NULL;
}

/* ---- operators ---------------------------------------------------------- */

/* `not` where a value is expected is a field if nothing that could be negated
 * follows.  The token is that word. */
static bool
not_is_name(struct parser *p)
{
	struct token t;

	if (!parse_peek(p, &t))
		return false;
	return t.kind == TOKEN_END ||
	    (t.kind == TOKEN_SIGN && !token_is(&t, "(") &&
	        !token_is(&t, "!") && !token_is(&t, "-"));
}

static struct expr *
parse_prefix(struct parser *p)
{
	struct token t = p->token;
	bool is_not = token_is(&t, "!") ||
	    (token_is_word(&t, "not") && !not_is_name(p));
	const struct operator *op;
	struct expr *x;

	if (!is_not && !token_is(&t, "-"))
		return parse_value(p);
	op = operator_of(is_not ? OP_NOT : OP_NEGATE, false);
	if (!deeper(p) || !parse_next_value(p))
		return NULL;
	x = is_not ? parse_binary(p, BINDS_COMPARISON) : parse_prefix(p);
	p->depth--;
	if (!x)
		return NULL;
	if (!is_not && x->kind == EXPR_NUMBER && x->text.p[0] != '-') {
		x->text = arena_printf(p->arena, "-%.*s", STR_ARG(x->text));
	} else {
		x = expr_operator(p->arena, op, x, NULL);
	}
	x->offset = t.offset;
	return not_too_deep(p, x);
}

/* The infix operator at hand; NULL if there is none.  `not` takes the like or
 * in behind it. */
static bool
infix_operator(struct parser *p, const struct operator **op)
{
	const struct token *t = &p->token;

	*op = NULL;
	if (t->kind == TOKEN_SIGN) {
		*op = operator_find(t->text, false);
		return true;
	}
	if (t->kind != TOKEN_NAME || t->quoted)
		return true;
	if (!token_is_word(t, "not")) {
		*op = operator_find(t->text, false);
		return true;
	}
	if (!parse_next_value(p))
		return false;
	if (token_is_word(&p->token, "like"))
		*op = operator_of(OP_LIKE, true);
	else if (token_is_word(&p->token, "in"))
		*op = operator_of(OP_IN, true);
	else
		return parse_expected(p, "\"like\" or \"in\" behind \"not\"");
	return true;
}

/* Behind like, =~ and !~. */
static struct expr *
parse_match(struct parser *p, const struct operator *op)
{
	const struct token *t = &p->token;
	struct str s = t->text;
	char quoted[ERROR_QUOTE_BYTES];

	if (t->kind == TOKEN_REGEX)
		return literal(p, EXPR_REGEX);
	if (t->kind != TOKEN_STRING) {
		parse_expected(p, "a text in quotes or a /pattern/");
		return NULL;
	}
	if (str_starts(s, STR("(?")))
		parse_note(p, t->offset, "%s is searched for as it stands; a "
		    "pattern is written between slashes",
		    error_quote(s, quoted));
	else if (s.n > 1 && (s.p[0] == '%' || s.p[s.n - 1] == '%'))
		parse_note(p, t->offset, "%% is an ordinary character here; "
		    "like finds the text anywhere without it");
	else if (op->op == OP_MATCH)
		parse_note(p, t->offset, "%s is searched for as a plain text",
		    error_quote(s, quoted));
	return literal(p, EXPR_TEXT);
}

/* A parenthesis in front of a command. */
static bool
is_subquery(struct parser *p)
{
	struct lexer ahead = p->lexer;
	struct token word, next;
	struct err ignored = { 0 };

	return lex_next(&ahead, true, &word, &ignored) &&
	    word.kind == TOKEN_NAME && !word.quoted && stage_find(word.text) &&
	    lex_next(&ahead, true, &next, &ignored) &&
	    (next.kind != TOKEN_SIGN || token_is(&next, "("));
}

static struct expr *
parse_in_subquery(struct parser *p)
{
	struct expr *x = expr_new(
	    p->arena, EXPR_SUBQUERY, p->token.offset, 0);

	if (!deeper(p))
		return NULL;
	x->subquery = parse_subquery(p);
	p->depth--;
	x->end = p->spans[p->n_spans - 1].end;
	return x->subquery ? x : NULL;
}

/* Behind in. */
static struct expr *
parse_list(struct parser *p)
{
	struct token open = p->token;
	struct expr *x = expr_new(p->arena, EXPR_LIST, open.offset, 0);
	bool round = token_is(&open, "(");
	struct operands items = { 0 };
	const char *close = round ? ")" : "]";
	char want[96];

	if (!round && !token_is(&open, "[")) {
		parse_expected(p, "a list: x in [1, \"a\"]");
		return NULL;
	}
	if (round && is_subquery(p))
		return parse_in_subquery(p);
	if (!deeper(p) || !parse_next(p))
		return NULL;
	if (round)
		parse_note(p, open.offset, "lists stand in brackets: read as "
		    "in [...]");
	snprintf(want, sizeof(want), "a comma, or \"%s\" for the \"%s\" at "
	    "byte %u", close, round ? "(" : "[", open.offset + 1);
	for (;;) {
		struct expr *item = parse_expr(p);

		if (!item)
			return NULL;
		operands_add(p, &items, item);
		if (!token_is(&p->token, ","))
			break;
		if (!parse_next(p))
			return NULL;
	}
	p->depth--;
	x->end = p->token.end;
	if (!parse_sign(p, close, want))
		return NULL;
	expr_set_args(x, items.list, items.n);
	return not_too_deep(p, x);
}

/* a or b or c is one node, so that long chains are not deep. */
static struct expr *
parse_chain(struct parser *p, const struct operator *op, struct expr *first)
{
	struct operands all = { 0 };
	struct expr *x;

	operands_add(p, &all, first);
	while (token_is_word(&p->token, op->word.name)) {
		if (!parse_next_value(p))
			return NULL;
		x = parse_binary(p, op->binds + 1);
		if (!x)
			return NULL;
		operands_add(p, &all, x);
	}
	x = expr_new(p->arena, EXPR_OPERATOR, first->offset,
	    all.list[all.n - 1]->end);
	x->op = op;
	expr_set_args(x, all.list, all.n);
	return not_too_deep(p, x);
}

static struct expr *
parse_right(struct parser *p, const struct operator *op)
{
	struct expr *x;

	if (op->op == OP_LIKE || op->op == OP_MATCH)
		return parse_match(p, op);
	if (op->op == OP_IN)
		return parse_list(p);
	if (op->binds != BINDS_POWER)
		return parse_binary(p, op->binds + 1);
	if (!deeper(p))
		return NULL;
	x = parse_binary(p, op->binds);
	p->depth--;
	return x;
}

static struct expr *
parse_binary(struct parser *p, int binds_min)
{
	struct expr *left = parse_prefix(p);
	bool compared = false;

	while (left) {
		const struct operator *op;
		struct expr *right;
		uint32_t place = p->token.offset;

		if (!infix_operator(p, &op))
			return NULL;
		if (!op || op->binds < binds_min)
			return left;
		if (op->op == OP_AND || op->op == OP_OR) {
			left = parse_chain(p, op, left);
			continue;
		}
		if (op->binds == BINDS_COMPARISON && compared) {
			error_at(p->err, place, "a comparison of a comparison "
			    "needs parentheses: (a = b) = c");
			return NULL;
		}
		compared = op->binds == BINDS_COMPARISON;
		if (!parse_next_value(p))
			return NULL;
		right = parse_right(p, op);
		if (!right)
			return NULL;
		left = not_too_deep(
		    p, expr_operator(p->arena, op, left, right));
	}
	return NULL;
}

struct expr *
parse_expr(struct parser *p)
{
	return parse_binary(p, BINDS_OR);
}
