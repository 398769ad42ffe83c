#include "query/tree.h"

#include "query/tables.h"

struct expr *
expr_new(struct arena *a, enum expr_kind kind, uint32_t offset, uint32_t end)
{
	struct expr *x = arena_alloc(a, sizeof(*x));

	x->kind = kind;
	x->offset = offset;
	x->end = end;
	x->depth = 1;
	return x;
}

void
expr_set_args(struct expr *x, struct expr **args, uint32_t n)
{
	x->args = args;
	x->n_args = n;
	for (uint32_t i = 0; i < n; i++)
		if (args[i]->depth >= x->depth)
			x->depth = args[i]->depth + 1;
}

struct expr *
expr_operator(struct arena *a, const struct operator *op, struct expr *left,
    struct expr *right)
{
	uint32_t n = right ? 2 : 1;
	struct expr **args = arena_array(a, n, sizeof(struct expr *));
	struct expr *x = expr_new(a, EXPR_OPERATOR, left->offset,
	    right ? right->end : left->end);

	x->op = op;
	args[0] = left;
	if (right)
		args[1] = right;
	expr_set_args(x, args, n);
	return x;
}

bool
expr_equal(const struct expr *a, const struct expr *b)
{
	if (a->kind != b->kind || a->n_args != b->n_args ||
	    !str_equal(a->text, b->text))
		return false;
	switch (a->kind) {
	case EXPR_OPERATOR:
		if (a->op != b->op)
			return false;
		break;
	case EXPR_CALL:
		if (a->function != b->function)
			return false;
		break;
	case EXPR_AGGREGATE:
		if (a->aggregate->word.name != b->aggregate->word.name)
			return false;
		break;
	case EXPR_SUBQUERY:
	case EXPR_DERIVED:
		return a == b;
	case EXPR_PERIOD:
		return a->period.count == b->period.count &&
		    a->period.unit == b->period.unit;
	case EXPR_TEXT:
	case EXPR_NUMBER:
	case EXPR_TRUE:
	case EXPR_FALSE:
	case EXPR_REGEX:
	case EXPR_LIST:
	case EXPR_NAME:
		break;
	}
	for (uint32_t i = 0; i < a->n_args; i++)
		if (!expr_equal(a->args[i], b->args[i]))
			return false;
	return true;
}
