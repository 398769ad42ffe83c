/*
 * Groups of rows that are no events: those that an earlier stats made.
 */
#include <stdlib.h>

#include "query/group.h"
#include "query/states.h"

struct grouping {
	const struct stage *stage;
	struct eval *eval;
	struct groups *groups;
	struct states states;
	struct intern *keys;     /* values of each key */
	struct intern *distinct; /* of aggregates that count different values */
	uint32_t *tuple;         /* of the row at hand */
};

static uint32_t
group_of_row(struct grouping *g)
{
	bool added;

	for (uint32_t k = 0; k < g->stage->n_keys; k++) {
		struct datum d =
		    eval_expr(g->eval, g->stage->keys[k].expr);

		g->tuple[k] = d.kind == DATUM_MISSING
		    ? IDS_NONE : intern_add(&g->keys[k], &d);
	}
	return tuples_add(&g->groups->tuples, g->tuple, &added);
}

static void
add_row(struct grouping *g, uint32_t group)
{
	states_grow(&g->states, g->groups->tuples.n);
	g->states.rows[group]++;
	for (uint32_t i = 0; i < g->stage->n_aggregates; i++) {
		const struct expr *agg = g->stage->aggregates[i];
		struct datum d;

		if (!agg->n_args)
			continue; /* counts the rows */
		if (!agg->aggregate->distinct) {
			group_add(g->eval, agg,
			    states_get(&g->states, group, i),
			    &g->states.arena);
			continue;
		}
		d = eval_expr(g->eval, agg->args[0]);
		if (d.kind != DATUM_MISSING)
			states_note(&g->states, i, group,
			    intern_add(&g->distinct[i], &d));
	}
}

static void
begin(struct grouping *g, struct run *r)
{
	const struct stage *st = g->stage;
	struct groups *groups = g->groups;
	size_t bytes = r->table->n_rows * sizeof(*groups->group_of);
	bool added;

	g->eval = eval_new(&r->world);
	g->keys = mem_zero(st->n_keys, sizeof(*g->keys));
	g->distinct = mem_zero(st->n_aggregates, sizeof(*g->distinct));
	g->tuple = mem_zero(st->n_keys, sizeof(*g->tuple));
	states_init(&g->states, st->aggregates, st->n_aggregates);
	for (uint32_t i = 0; i < st->n_keys; i++)
		g->keys[i].arena = r->arena;
	for (uint32_t i = 0; i < st->n_aggregates; i++)
		g->distinct[i].arena = &r->tmp;
	groups->grouped = r->table;
	groups->before = r->groups;
	groups->group_of = arena_raw(r->arena, bytes);
	memset(groups->group_of, 0xff, bytes); /* left out */
	groups->stage = st;
	groups->n_keys = groups->tuples.width = st->n_keys;
	if (st->n_keys == 0) /* one group, of no rows too */
		tuples_add(&groups->tuples, NULL, &added);
}

static void
end(struct grouping *g, struct run *r)
{
	struct groups *groups = g->groups;

	groups->keys =
	    arena_array(r->arena, groups->n_keys, sizeof(struct ids *));
	for (uint32_t i = 0; i < groups->n_keys; i++) {
		groups->keys[i] = ids_of_values(&g->keys[i], r->arena);
		intern_free(&g->keys[i]);
	}
	for (uint32_t i = 0; i < g->stage->n_aggregates; i++)
		intern_free(&g->distinct[i]);
	free(g->keys);
	free(g->distinct);
	free(g->tuple);
	states_free(&g->states);
	eval_free(g->eval);
}

static bool
read_messages(struct run *r, const struct stage *st)
{
	for (uint32_t i = 0; i < st->n_keys; i++)
		if (!run_read_messages(r, r->rows, st->keys[i].expr))
			return false;
	for (uint32_t i = 0; i < st->n_aggregates; i++) {
		const struct expr *agg = st->aggregates[i];

		if (agg->n_args &&
		    !run_read_messages(r, r->rows, agg->args[0]))
			return false;
	}
	return true;
}

struct groups *
groups_of_table(struct run *r, const struct stage *st,
    struct datum **results)
{
	struct groups *groups = mem_zero(1, sizeof(*groups));
	struct grouping g = { .stage = st, .groups = groups };

	if (!read_messages(r, st)) {
		groups_free(groups);
		return NULL;
	}
	begin(&g, r);
	for (uint64_t i = 0; i < r->n_order; i++) {
		uint32_t row = r->order[i];

		if (i % 4096 == 0 && run_halted(r))
			break;
		eval_table(g.eval, r->table, row);
		groups->group_of[row] = group_of_row(&g);
		add_row(&g, groups->group_of[row]);
	}
	states_grow(&g.states, groups->tuples.n);
	*results = states_results(&g.states, r->arena);
	end(&g, r);
	if (!run_halted(r))
		return groups;
	groups->before = NULL; /* still the run's */
	groups_free(groups);
	run_failed(r);
	return NULL;
}
