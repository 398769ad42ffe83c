#include "query/print.h"

#include "query/query.h"
#include "query/subquery.h"
#include "query/tables.h"

/* ---- pieces ------------------------------------------------------------- */

static bool
is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '@';
}

/* Words that mean something where a value is expected. */
static bool
is_reserved(struct str s)
{
	return str_equal_fold(s, STR("true")) ||
	    str_equal_fold(s, STR("false")) ||
	    str_equal_fold(s, STR("not")) || str_equal_fold(s, STR("by"));
}

/* .* at i, any position of a list. */
static bool
is_star_step(struct str name, size_t i)
{
	return i > 0 && i + 1 < name.n && name.p[i] == '.' &&
	    name.p[i + 1] == '*' &&
	    (i + 2 == name.n || name.p[i + 2] == '.');
}

/* Bare: segments joined by points, the first not beginning with a digit. */
static bool
is_bare(struct str name)
{
	bool in_segment = false;

	if (name.n == 0 || (name.p[0] >= '0' && name.p[0] <= '9') ||
	    is_reserved(name))
		return false;
	for (size_t i = 0; i < name.n; i++) {
		if (in_segment && is_star_step(name, i))
			i++;
		else if (name.p[i] != '.' && !is_name_byte(name.p[i]))
			return false;
		if (name.p[i] == '.' && !in_segment)
			return false;
		in_segment = name.p[i] != '.';
	}
	return in_segment;
}

void
query_quote_name(struct str name, struct buf *out)
{
	if (is_bare(name)) {
		buf_add(out, name);
		return;
	}
	buf_byte(out, '`');
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '`')
			buf_byte(out, '`');
		buf_byte(out, name.p[i]);
	}
	buf_byte(out, '`');
}

void
print_text(struct str s, struct buf *out)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < s.n; i++)
		switch (s.p[i]) {
		case '"':
		case '\\':
			buf_byte(out, '\\');
			buf_byte(out, s.p[i]);
			break;
		case '\n':
			buf_add(out, STR("\\n"));
			break;
		case '\t':
			buf_add(out, STR("\\t"));
			break;
		default:
			buf_byte(out, s.p[i]);
		}
	buf_byte(out, '"');
}

void
query_quote_value(struct value v, struct buf *out)
{
	double x;

	if (v.type == VALUE_TRUE || v.type == VALUE_FALSE)
		buf_add(out, v.type == VALUE_TRUE ? STR("true") : STR("false"));
	else if (v.type == VALUE_NUMBER && number_read(v.text, true, &x) &&
	    v.text.p[0] != '+')
		buf_add(out, v.text);
	else
		print_text(v.text, out);
}

void
query_quote_regex(struct str pattern, struct buf *out)
{
	buf_byte(out, '/');
	for (size_t i = 0; i < pattern.n; i++) {
		char c = pattern.p[i];

		if (c == '\\' && i + 1 < pattern.n) {
			c = pattern.p[++i];
			buf_byte(out, '\\');
			buf_byte(out, c == '\n' ? 'n' : c);
		} else if (c == '/') {
			buf_add(out, STR("\\/"));
		} else if (c == '\n') {
			buf_add(out, STR("\\n"));
		} else {
			buf_byte(out, c);
		}
	}
	buf_byte(out, '/');
}

/* ---- expressions -------------------------------------------------------- */

static int
binds(const struct expr *x)
{
	return x->kind == EXPR_OPERATOR ? x->op->binds : BINDS_VALUE;
}

/* In parentheses if it binds less than its place needs. */
static void
print_operand(const struct expr *x, int needs, struct buf *out)
{
	if (binds(x) >= needs) {
		print_expr(x, out);
		return;
	}
	buf_byte(out, '(');
	print_expr(x, out);
	buf_byte(out, ')');
}

static void
print_list(struct expr *const *list, uint32_t n, struct buf *out)
{
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			buf_add(out, STR(", "));
		print_expr(list[i], out);
	}
}

static void
print_operator(const struct expr *x, struct buf *out)
{
	const struct operator *op = x->op;
	bool from_right = op->binds == BINDS_POWER;

	if (op->prefix) {
		buf_add(out, str_of(op->word.name));
		if (op->op == OP_NOT)
			buf_byte(out, ' ');
		print_operand(x->args[0], op->binds, out);
		return;
	}
	for (uint32_t i = 0; i < x->n_args; i++) {
		bool chains = from_right
		    ? i > 0
		    : i == 0 && op->binds != BINDS_COMPARISON;

		if (i) {
			buf_byte(out, ' ');
			buf_add(out, str_of(op->word.name));
			buf_byte(out, ' ');
		}
		/* and, or: as one node they would be read as one chain. */
		if (op->op == OP_AND || op->op == OP_OR)
			chains = false;
		print_operand(x->args[i], op->binds + !chains, out);
	}
}

static void
print_call(const struct expr *x, struct buf *out)
{
	uint32_t unwritten = x->function->on_timestamp;
	uint32_t n = x->n_args - unwritten;

	/* A period that is to be chosen is not written. */
	if (n && x->args[x->n_args - 1]->kind == EXPR_PERIOD &&
	    x->args[x->n_args - 1]->period.count == 0)
		n--;
	buf_add(out, str_of(x->function->word.name));
	buf_byte(out, '(');
	if (n)
		print_list(x->args + unwritten, n, out);
	buf_byte(out, ')');
}

static void
print_aggregate(const struct expr *x, struct buf *out)
{
	const struct aggregate *g = x->aggregate;

	buf_add(out, str_of(g->word.name));
	buf_byte(out, '(');
	if (x->n_args == 0)
		buf_byte(out, '*');
	if (g->constant == 1) {
		print_expr(x->args[1], out);
		buf_add(out, STR(", "));
		print_expr(x->args[0], out);
	} else {
		print_list(x->args, x->n_args - g->timed, out);
	}
	buf_byte(out, ')');
}

void
print_expr(const struct expr *x, struct buf *out)
{
	switch (x->kind) {
	case EXPR_TEXT:
		print_text(x->text, out);
		break;
	case EXPR_NUMBER:
		buf_add(out, x->text);
		break;
	case EXPR_TRUE:
		buf_add(out, STR("true"));
		break;
	case EXPR_FALSE:
		buf_add(out, STR("false"));
		break;
	case EXPR_PERIOD:
		period_print(x->period, out);
		break;
	case EXPR_REGEX:
		query_quote_regex(x->text, out);
		break;
	case EXPR_LIST:
		buf_byte(out, '[');
		print_list(x->args, x->n_args, out);
		buf_byte(out, ']');
		break;
	case EXPR_SUBQUERY:
		buf_byte(out, '(');
		print_tree(&x->subquery->tree, out);
		buf_byte(out, ')');
		break;
	case EXPR_NAME:
	case EXPR_DERIVED:
		query_quote_name(x->text, out);
		break;
	case EXPR_OPERATOR:
		print_operator(x, out);
		break;
	case EXPR_CALL:
		print_call(x, out);
		break;
	case EXPR_AGGREGATE:
		print_aggregate(x, out);
		break;
	}
}

void
print_items(const struct item *items, uint32_t n, struct buf *out)
{
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			buf_add(out, STR(", "));
		print_expr(items[i].expr, out);
		if (items[i].alias.n) {
			buf_add(out, STR(" as "));
			query_quote_name(items[i].alias, out);
		}
		if (items[i].descending)
			buf_add(out, STR(" desc"));
	}
}

void
print_tree(const struct tree *t, struct buf *out)
{
	for (uint32_t i = 0; i < t->n_stages; i++) {
		if (i)
			buf_add(out, STR(" | "));
		buf_add(out, str_of(t->stages[i].type->word.name));
		buf_byte(out, ' ');
		t->stages[i].type->print(&t->stages[i], out);
	}
}
