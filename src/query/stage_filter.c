#include <stdlib.h>

#include "query/errors.h"
#include "query/filter.h"
#include "query/stage.h"

bool
filter_parse(struct parser *p, struct stage *st)
{
	st->items = arena_alloc(p->arena, sizeof(*st->items));
	st->n_items = 1;
	st->items[0].expr = parse_expr(p);
	return st->items[0].expr != NULL;
}

void
filter_print(const struct stage *st, struct buf *out)
{
	print_expr(st->items[0].expr, out);
}

/*
 * Behind stats a filter is about its columns.  When it names none of them but
 * fields of the events, as samples of AWS do, it is meant for the rows that
 * stats is made from, and is moved before it.
 */
/* The conditions of a chain of and, each as a filter of its own. */
static bool
check_each(struct checker *c, const struct stage *st, const struct expr *chain)
{
	for (uint32_t i = 0; i < chain->n_args; i++) {
		struct stage *one = arena_alloc(c->arena, sizeof(*one));

		*one = *st;
		one->items = arena_alloc(c->arena, sizeof(*one->items));
		one->items[0].expr = chain->args[i];
		if (!filter_check(c, one))
			return false;
	}
	return true;
}

bool
filter_check(struct checker *c, struct stage *st)
{
	struct expr *x = st->items[0].expr;
	struct scope *s = c->scope;
	uint32_t at = UINT32_MAX;

	for (; s->stats; s = s->before) {
		uint32_t known = 0, n_unknown = 0;
		const struct expr *unknown = NULL;
		char quoted[ERROR_QUOTE_BYTES];

		check_names(c, s, x, &known, &n_unknown, &unknown);
		if (n_unknown == 0)
			break;
		if (known && x->kind == EXPR_OPERATOR && x->op->op == OP_AND)
			return check_each(c, st, x);
		if (known)
			return error_at(c->err, unknown->offset, "%s is no "
			    "column of the stats before it, but others here "
			    "are: write one filter before stats and one "
			    "behind it", error_quote(unknown->kind ==
			            EXPR_NAME ? unknown->text
			                      : str_of(unknown->aggregate
			                                   ->word.name),
			        quoted));
		at = s->stats_step;
	}
	if (s != c->scope)
		check_note(c, st->offset, "this filter names no column of "
		    "stats: it is applied before it");
	if (!check_root(c, s, x))
		return false;
	check_step(c, st, at);
	return true;
}

/* ---- running ------------------------------------------------------------ */

static bool
filter_table(struct run *r, const struct expr *x)
{
	struct eval *e;
	uint64_t kept = 0;

	if (!run_read_messages(r, r->rows, x))
		return false;
	e = eval_new(&r->world);
	for (uint64_t i = 0; i < r->n_order; i++) {
		struct datum d;

		if (i % 4096 == 0 && run_halted(r))
			break;
		eval_table(e, r->table, r->order[i]);
		d = eval_expr(e, x);
		if (datum_true(&d))
			r->order[kept++] = r->order[i];
	}
	r->n_order = kept;
	eval_free(e);
	return !run_halted(r) || run_failed(r);
}

bool
filter_run(struct run *r, const struct stage *st)
{
	const struct expr *x = st->items[0].expr;
	uint32_t kept = 0;

	if (r->table)
		return filter_table(r, x);
	if (!filter_rows(r, x, r->rows))
		return false;
	if (!r->listed)
		return true;
	for (uint32_t i = 0; i < r->n_list; i++)
		if (rows_has(&r->layout, r->rows, r->list[i]))
			r->list[kept++] = r->list[i];
	r->n_list = kept;
	return true;
}
