#include "query/subquery.h"

#include "query/check.h"
#include "query/constants.h"
#include "query/errors.h"
#include "query/result.h"
#include "query/tables.h"

#define BATCH_ROWS 4096

/* ---- checking ----------------------------------------------------------- */

bool
subquery_check(struct checker *c, struct subquery *s)
{
	struct plan *p = c->plan;

	s->query = arena_alloc(c->arena, sizeof(*s->query));
	/* Never given back by itself. */
	atomic_init(&s->query->references, 1);
	s->query->tree = s->tree;
	p->subqueries = plan_grow(c->arena, p->subqueries, p->n_subqueries,
	    &p->subqueries_capacity, sizeof(struct query *));
	p->subqueries[p->n_subqueries++] = s->query;
	return check_nested(
	    &s->tree, c->arena, &s->query->plan, c->err, &s->checker);
}

uint32_t
subquery_columns(const struct subquery *s)
{
	return s->query->plan.n_shown;
}

struct str
subquery_column_name(const struct subquery *s, uint32_t column)
{
	return s->query->plan.shown[column].name;
}

bool
subquery_only_column(const struct subquery *s, uint32_t *column)
{
	const struct tree *t = &s->tree;
	const struct stage *last;

	*column = 0;
	if (subquery_columns(s) == 1 || t->n_stages == 0)
		return subquery_columns(s) == 1;
	last = &t->stages[t->n_stages - 1];
	if (!str_equal(str_of(last->type->word.name), STR("fields")) ||
	    last->n_items != 1)
		return false;
	for (; *column < subquery_columns(s); ++*column)
		if (str_equal(subquery_column_name(s, *column),
		        last->items[0].name))
			return true;
	return false;
}

uint32_t
subquery_add_column(struct subquery *s, struct str name, uint32_t offset)
{
	struct checker *c = s->checker;
	struct plan *p = &s->query->plan;
	struct expr *x = expr_new(c->arena, EXPR_NAME, offset, offset);

	for (uint32_t i = 0; i < p->n_shown; i++)
		if (str_equal(p->shown[i].name, name))
			return i;
	x->text = name;
	if (!check_expr(c, c->scope, x) || !check_show(c, name, x))
		return UINT32_MAX;
	return p->n_shown - 1;
}

/* ---- running ------------------------------------------------------------ */

struct result *
subquery_run(struct run *r, const struct subquery *s)
{
	struct query_options o = *r->options;
	struct result *out;

	o.pool = r->pool;
	o.within = NULL;
	o.now_us = r->world.now_us;
	out = query_run(s->query, r->snapshot, &o, r->err);
	for (uint32_t i = 0; out && i < out->n_notices; i++)
		run_note(r, out->notices[i].offset, "%.*s",
		    STR_ARG(out->notices[i].text));
	return out;
}

struct datum *
subquery_values(struct run *r, const struct result *of, uint32_t column)
{
	uint64_t n = result_rows(of);
	struct datum *out = arena_array(r->arena, n, sizeof(*out));
	struct cell_reader *reader = cell_reader_new(of);

	for (uint64_t i = 0; i < n && !run_halted(r); i++) {
		if (i % BATCH_ROWS == 0)
			cell_reader_prepare(reader, i, (uint32_t)(
			    n - i < BATCH_ROWS ? n - i : BATCH_ROWS),
			    r->pool, r->options->stop);
		out[i] = datum_copy(r->arena,
		    datum_of_value(cell_read(reader, i, column)));
	}
	cell_reader_free(reader);
	if (!run_halted(r))
		return out;
	run_failed(r);
	return NULL;
}

bool
subquery_sets(struct run *r)
{
	const struct plan *p = r->plan;
	struct constants **sets =
	    arena_array(r->arena, p->n_sets, sizeof(*sets));

	r->world.sets = sets;
	for (uint32_t i = 0; i < p->n_sets; i++) {
		struct result *of = subquery_run(r, p->sets[i]);
		struct datum *values = of ? subquery_values(
		    r, of, p->sets[i]->column) : NULL;

		if (values)
			sets[i] = constants_of_data(
			    values, result_rows(of), r->arena);
		result_free(of);
		if (!values)
			return false;
	}
	return true;
}
