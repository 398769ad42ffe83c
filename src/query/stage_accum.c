/*
 * accum: the sum of a field over the rows so far.
 */
#include "query/exact.h"
#include "query/stage.h"

struct accum {
	struct item item;
	uint32_t column;
};

bool
accum_parse(struct parser *p, struct stage *st)
{
	struct accum *s = arena_alloc(p->arena, sizeof(*s));

	st->own = s;
	return parse_field(p, &s->item) && parse_alias(p, &s->item);
}

void
accum_print(const struct stage *st, struct buf *out)
{
	const struct accum *s = st->own;

	print_items(&s->item, 1, out);
}

bool
accum_check(struct checker *c, struct stage *st)
{
	struct accum *s = st->own;

	if (!check_root(c, c->scope, s->item.expr))
		return false;
	check_table(c, st);
	return check_column(
	    c, s->item.name, s->item.expr->offset, &s->column);
}

/* Rows without a number get no sum. */
bool
accum_run(struct run *r, const struct stage *st)
{
	const struct accum *s = st->own;
	struct exact sum = { 0 };
	struct datum *values, *out;

	if (!table_begin(r) || !(values = table_values(r, s->item.expr)))
		return false;
	out = table_column(r, s->column);
	for (uint64_t i = 0; i < r->table->n_rows; i++) {
		double x;

		out[i] = datum_missing();
		if (!datum_number(&values[i], &x))
			continue;
		exact_add(&sum, x, &r->tmp);
		out[i] = datum_of_number(exact_sum(&sum));
	}
	return true;
}
