/*
 * dedup: of rows with equal values the first.  A row that lacks one of the
 * fields is kept.
 */
#include "query/intern.h"
#include "query/order.h"
#include "query/stage.h"

bool
dedup_parse(struct parser *p, struct stage *st)
{
	return parse_items(p, 0, &st->items, &st->n_items);
}

void
dedup_print(const struct stage *st, struct buf *out)
{
	print_items(st->items, st->n_items, out);
}

bool
dedup_check(struct checker *c, struct stage *st)
{
	for (uint32_t i = 0; i < st->n_items; i++)
		if (!check_root(c, c->scope, st->items[i].expr))
			return false;
	check_step(c, st, UINT32_MAX);
	c->scope->deduped = true;
	return true;
}

/* True if the row is the first of its values. */
static bool
is_first(struct tuples *seen, const uint32_t *tuple)
{
	bool added;

	for (uint32_t i = 0; i < seen->width; i++)
		if (tuple[i] == IDS_NONE)
			return true;
	tuples_add(seen, tuple, &added);
	return added;
}

static bool
dedup_table(struct run *r, const struct stage *st)
{
	struct tuples seen = { .width = st->n_items };
	uint32_t *tuple = arena_array(&r->tmp, st->n_items, sizeof(*tuple));
	struct intern *values =
	    arena_array(&r->tmp, st->n_items, sizeof(*values));
	struct eval *e;
	uint64_t kept = 0;

	if (!order_table(r, UINT64_MAX))
		return false;
	for (uint32_t k = 0; k < st->n_items; k++)
		if (!run_read_messages(r, r->rows, st->items[k].expr))
			return false;
	e = eval_new(&r->world);
	for (uint32_t k = 0; k < st->n_items; k++)
		values[k].arena = &r->tmp;
	for (uint64_t i = 0; i < r->n_order; i++) {
		if (i % 4096 == 0 && run_halted(r))
			break;
		eval_table(e, r->table, r->order[i]);
		for (uint32_t k = 0; k < st->n_items; k++) {
			struct datum d = eval_expr(e, st->items[k].expr);

			tuple[k] = d.kind == DATUM_MISSING
			    ? IDS_NONE : intern_add(&values[k], &d);
		}
		if (is_first(&seen, tuple))
			r->order[kept++] = r->order[i];
	}
	r->n_order = kept;
	for (uint32_t k = 0; k < st->n_items; k++)
		intern_free(&values[k]);
	tuples_free(&seen);
	eval_free(e);
	return !run_halted(r) || run_failed(r);
}

bool
dedup_run(struct run *r, const struct stage *st)
{
	struct tuples seen = { .width = st->n_items };
	uint32_t **numbers, *tuple;
	uint32_t kept = 0;

	if (r->table)
		return dedup_table(r, st);
	if (!order_rows(r, UINT64_MAX))
		return false;
	numbers = arena_array(&r->tmp, st->n_items, sizeof(*numbers));
	tuple = arena_array(&r->tmp, st->n_items, sizeof(*tuple));
	for (uint32_t k = 0; k < st->n_items; k++) {
		struct ids *ids = ids_of(r, st->items[k].expr, r->rows);

		if (!ids)
			return false;
		numbers[k] = order_numbers(r, ids, r->rows);
		if (!numbers[k])
			return run_failed(r);
	}
	for (uint32_t i = 0; i < r->n_list; i++) {
		for (uint32_t k = 0; k < st->n_items; k++)
			tuple[k] = numbers[k][r->list[i]];
		if (is_first(&seen, tuple))
			r->list[kept++] = r->list[i];
	}
	r->n_list = kept;
	tuples_free(&seen);
	run_rows_of_list(r);
	return true;
}
