#include "query/join.h"

#include "query/errors.h"

bool
join_name(struct str name, struct str prefix, struct str *rest)
{
	if (!str_starts(name, prefix) || name.n < prefix.n + 2 ||
	    name.p[prefix.n] != '.')
		return false;
	*rest = str_from(name, prefix.n + 1);
	return true;
}

uint32_t
join_column(struct checker *c, struct scope *s, uint32_t of, struct str name,
    uint32_t offset)
{
	struct join *j = s->join;

	for (uint32_t i = 0; i < j->n_joined; i++)
		if (j->joined[i].of == of)
			return j->joined[i].column;
	j->joined = plan_grow(c->arena, j->joined, j->n_joined,
	    &j->joined_capacity, sizeof(*j->joined));
	if (!check_column_in(c, s, name, offset,
	        &j->joined[j->n_joined].column))
		return UINT32_MAX;
	j->joined[j->n_joined].of = of;
	return j->joined[j->n_joined++].column;
}

bool
join_resolve(struct checker *c, struct scope *s, struct expr *x, bool *done)
{
	struct join *j = s->join;
	struct expr *left;
	struct str rest;
	uint32_t column;

	*done = true;
	if (join_name(x->text, j->right, &rest)) {
		column = subquery_add_column(j->subquery, rest, x->offset);
		if (column != UINT32_MAX)
			column = join_column(
			    c, s, column, x->text, x->offset);
		return column != UINT32_MAX &&
		    check_refer(c, x, REF_COLUMN, column);
	}
	if (join_name(x->text, j->left, &rest)) {
		left = expr_new(c->arena, EXPR_NAME, x->offset, x->end);
		left->text = rest;
		return check_expr(c, s, left) &&
		    check_refer(c, x, left->ref, left->index);
	}
	*done = false;
	return true;
}
