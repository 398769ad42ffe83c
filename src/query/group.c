#include "query/group.h"

#include <stdlib.h>
#include "base/bits.h"
#include "query/func.h"
#include "query/members.h"
#include "query/states.h"

/* Pairs of group and value that are marked as seen. */
#define SEEN_MAX (UINT32_C(1) << 23)

/* ---- what aggregates look at -------------------------------------------- */

struct part { /* of one thread */
	struct tuples tuples;
	struct states states;
	struct arena tmp;
	bool begun;
};

struct grouping {
	struct run *run;
	const struct stage *stage;
	struct groups *groups;
	const uint64_t *rows;
	struct ids **distinct; /* of aggregates that count different values */
	struct part *parts;
};

/* A segment whose rows have been grouped. */
struct batch {
	struct grouping *grouping;
	struct part *part;
	struct eval *eval;
	uint32_t seg;
	struct members members;
	uint32_t *to; /* which group of the part each group is */
};

struct datum
group_seen(const struct aggregate *g, struct datum d)
{
	double x;

	if (!g->numeric)
		return d;
	return datum_number(&d, &x) ? datum_of_number(x)
	                            : datum_missing();
}

struct adding {
	const struct aggregate *aggregate;
	void *state;
	struct datum time;
	struct arena *arena;
};

static bool
add_one(void *ctx, const struct datum *d)
{
	struct adding *g = ctx;
	struct datum seen[2] = { group_seen(g->aggregate, *d), g->time };

	g->aggregate->add(g->state, seen, g->arena);
	return true;
}

void
group_add(struct eval *e, const struct expr *agg, void *state,
    struct arena *a)
{
	struct adding g = { agg->aggregate, state, datum_missing(), a };
	struct datum d = eval_expr(e, agg->args[0]);

	if (g.aggregate->timed)
		g.time = eval_expr(e, agg->args[agg->n_args - 1]);
	if (agg->args[0]->uses.elements && !g.aggregate->presence)
		list_each(e, &d, add_one, &g);
	else
		add_one(&g, &d);
}

/* To aggregate i of a group of the segment. */
static void
add(struct batch *b, uint32_t i, uint32_t group, const struct datum *d)
{
	struct states *s = &b->part->states;

	s->aggregates[i]->aggregate->add(
	    states_get(s, b->to[group], i), d, &s->arena);
}

/* Values of one field: each is looked at once. */
struct entry_values {
	struct column column;
	struct datum *data;
	uint64_t *known;
	struct datum of_missing;
	bool missing_known;
};

static const struct datum *
entry_value(struct entry_values *v, struct batch *b, const struct expr *agg,
    uint32_t entry)
{
	const struct expr *x = agg->args[0];
	bool none = entry == ENTRY_NONE;
	struct datum *d = none ? &v->of_missing : &v->data[entry];
	struct datum field = datum_missing();
	char room[40];

	if (none ? v->missing_known : bits_has(v->known, entry))
		return d;
	if (none) {
		v->missing_known = true;
	} else {
		field = datum_of_value(column_value(&v->column, entry, room));
		bits_add(v->known, entry);
	}
	eval_entry(b->eval, x->uses.slot, field);
	*d = datum_copy(&b->part->tmp,
	    group_seen(agg->aggregate, eval_expr(b->eval, x)));
	return d;
}

/* The least or greatest needs each value of a group once. */
static uint64_t *
values_seen(const struct batch *b, const struct aggregate *g,
    uint32_t n_entries)
{
	uint64_t pairs = (uint64_t)b->members.n_groups * (n_entries + 1);

	if (!g->extreme || pairs > SEEN_MAX)
		return NULL;
	return arena_array(
	    &b->part->tmp, bits_words(pairs), sizeof(uint64_t));
}

static void
add_entries(struct batch *b, uint32_t i)
{
	const struct members *m = &b->members;
	const struct expr *agg = b->part->states.aggregates[i];
	struct run *r = b->grouping->run;
	struct arena *tmp = &b->part->tmp;
	struct entry_values v = { 0 };
	uint32_t n_entries, *entries;
	uint64_t *seen;

	field_column(r->world.fields[agg->args[0]->uses.slot], b->seg,
	    &v.column, tmp);
	n_entries = v.column.n_entries;
	v.data = arena_raw(tmp, n_entries * sizeof(*v.data));
	v.known = arena_array(tmp, bits_words(n_entries), sizeof(*v.known));
	entries = arena_raw(tmp, v.column.n_rows * sizeof(*entries));
	column_entries(&v.column, entries);
	seen = values_seen(b, agg->aggregate, n_entries);
	for (uint32_t k = 0; k < m->n; k++) {
		uint32_t entry = entries[members_row(m, k)];
		const struct datum *d;

		if (seen) {
			uint64_t pair =
			    (uint64_t)m->group[k] * (n_entries + 1) +
			    (entry < n_entries ? entry : n_entries);

			if (bits_has(seen, pair))
				continue;
			bits_add(seen, pair);
		}
		d = entry_value(&v, b, agg, entry);
		if (d->kind != DATUM_MISSING)
			add(b, i, m->group[k], d);
	}
}

static void
add_rows(struct batch *b, uint32_t i)
{
	const struct members *m = &b->members;
	const struct expr *agg = b->part->states.aggregates[i];

	for (uint32_t k = 0; k < m->n; k++) {
		struct states *s = &b->part->states;

		if (k % 4096 == 0 && run_halted(b->grouping->run))
			return;
		eval_row(b->eval, members_row(m, k));
		group_add(b->eval, agg,
		    states_get(s, b->to[m->group[k]], i), &s->arena);
	}
}

/* The first or last @timestamp. */
static void
add_times(struct batch *b, uint32_t i)
{
	const struct members *m = &b->members;
	int sign = b->part->states.aggregates[i]->aggregate->extreme;
	const int64_t *times = eval_times(b->eval);
	int64_t *best =
	    arena_raw(&b->part->tmp, m->n_groups * sizeof(*best));

	for (uint32_t g = 0; g < m->n_groups; g++)
		best[g] = TIME_NONE;
	for (uint32_t k = 0; k < m->n; k++) {
		int64_t us = times[members_row(m, k)];
		int64_t *of = &best[m->group[k]];

		if (us == TIME_NONE)
			continue;
		if (*of == TIME_NONE || (sign > 0 ? us > *of : us < *of))
			*of = us;
	}
	for (uint32_t g = 0; g < m->n_groups; g++)
		if (best[g] != TIME_NONE) {
			struct datum d = { .kind = DATUM_TIME,
				.us = best[g] };

			add(b, i, g, &d);
		}
}

static void
add_presence(struct batch *b, uint32_t i)
{
	const struct members *m = &b->members;
	const struct expr *agg = b->part->states.aggregates[i];
	struct run *r = b->grouping->run;
	struct states *s = &b->part->states;
	uint64_t *present = arena_array(&b->part->tmp,
	    bits_words(segment_rows(r->snapshot, b->seg)), sizeof(*present));
	uint32_t *counts = arena_array(
	    &b->part->tmp, m->n_groups, sizeof(*counts));

	field_present(r->world.fields[agg->args[0]->index], b->seg, present,
	    &b->part->tmp);
	for (uint32_t k = 0; k < m->n; k++)
		counts[m->group[k]] += bits_has(present, members_row(m, k));
	for (uint32_t g = 0; g < m->n_groups; g++)
		if (counts[g])
			*(uint64_t *)states_get(s, b->to[g], i) += counts[g];
}

static void
add_distinct(struct batch *b, uint32_t i)
{
	const struct members *m = &b->members;
	const struct ids *ids = b->grouping->distinct[i];
	struct snapshot *s = b->grouping->run->snapshot;
	uint32_t n_codes, number;
	uint32_t *codes = arena_raw(
	    &b->part->tmp, segment_rows(s, b->seg) * sizeof(*codes));

	ids_codes(ids, b->seg, codes, &n_codes, &b->part->tmp);
	for (uint32_t k = 0; k < m->n; k++) {
		number = ids_number(ids, b->seg, codes[members_row(m, k)]);
		if (number != IDS_NONE)
			states_note(&b->part->states, i,
			    b->to[m->group[k]], number);
	}
}

static enum slot_kind
slot_kind(const struct run *r, const struct expr *x)
{
	return r->plan->slots[x->uses.slot].kind;
}

static void
add_all(struct batch *b)
{
	struct run *r = b->grouping->run;
	struct states *s = &b->part->states;

	for (uint32_t g = 0; g < b->members.n_groups; g++)
		if (b->members.counts[g])
			s->rows[b->to[g]] += b->members.counts[g];
	for (uint32_t i = 0; i < s->n_aggregates; i++) {
		const struct aggregate *a = s->aggregates[i]->aggregate;
		const struct expr *x;
		bool one;

		if (!s->aggregates[i]->n_args)
			continue; /* counts the rows */
		x = s->aggregates[i]->args[0];
		one = x->uses.fields == USES_ONE && !x->uses.presence &&
		    !a->timed;
		if (a->distinct)
			add_distinct(b, i);
		else if (a->presence && x->ref == REF_SLOT &&
		    slot_kind(r, x) != SLOT_ANY)
			add_presence(b, i);
		else if (one && slot_kind(r, x) == SLOT_FIELD)
			add_entries(b, i);
		else if (a->extreme && x->ref == REF_SLOT &&
		    slot_kind(r, x) == SLOT_TIMESTAMP)
			add_times(b, i);
		else
			add_rows(b, i);
	}
}

/* ---- threads ------------------------------------------------------------ */

static void
part_begin(struct part *p, const struct stage *st)
{
	if (p->begun)
		return;
	p->begun = true;
	p->tuples.width = st->n_keys;
	states_init(&p->states, st->aggregates, st->n_aggregates);
}

static void
group_segment(void *ctx, uint32_t seg, struct eval *e, unsigned worker)
{
	struct grouping *g = ctx;
	struct part *p = &g->parts[worker];
	uint32_t n_keys = g->groups->n_keys;
	struct batch b = { g, p, e, seg, { 0 }, NULL };
	bool added;

	part_begin(p, g->stage);
	arena_reset(&p->tmp);
	b.members = members_of(&g->run->layout, g->rows, g->groups->keys,
	    n_keys, seg, &p->tmp);
	b.to = arena_raw(&p->tmp, b.members.n_groups * sizeof(*b.to));
	for (uint32_t i = 0; i < b.members.n_groups; i++)
		if (b.members.counts[i])
			b.to[i] = tuples_add(&p->tuples,
			    b.members.tuples + (size_t)i * n_keys, &added);
	states_grow(&p->states, p->tuples.n);
	add_all(&b);
}

/* All parts into the first. */
static void
merge_parts(struct grouping *g, unsigned threads)
{
	struct part *all = &g->parts[0];

	part_begin(all, g->stage);
	for (unsigned i = 1; i < threads; i++) {
		struct part *p = &g->parts[i];
		uint32_t *to;
		bool added;

		if (!p->begun)
			continue;
		to = mem_alloc(p->tuples.n * sizeof(*to));
		for (uint32_t k = 0; k < p->tuples.n; k++)
			to[k] = tuples_add(&all->tuples,
			    p->tuples.numbers + (size_t)k * p->tuples.width,
			    &added);
		states_grow(&all->states, all->tuples.n);
		states_merge(&all->states, &p->states, to);
		free(to);
	}
}

static bool
prepare(struct grouping *g)
{
	struct run *r = g->run;
	const struct stage *st = g->stage;

	for (uint32_t i = 0; i < st->n_keys; i++) {
		g->groups->keys[i] = ids_of(r, st->keys[i].expr, g->rows);
		if (!g->groups->keys[i])
			return false;
	}
	for (uint32_t i = 0; i < st->n_aggregates; i++) {
		const struct expr *agg = st->aggregates[i];

		if (!agg->n_args)
			continue;
		if (!agg->aggregate->distinct) {
			if (!run_read_messages(r, g->rows, agg->args[0]))
				return false;
			continue;
		}
		g->distinct[i] = ids_of(r, agg->args[0], g->rows);
		if (!g->distinct[i])
			return false;
	}
	return true;
}

struct groups *
groups_of_events(struct run *r, const struct stage *st,
    struct datum **results)
{
	unsigned threads = pool_threads(r->pool);
	struct groups *groups = mem_zero(1, sizeof(*groups));
	struct grouping g = { .run = r, .stage = st, .groups = groups };
	uint64_t *rows = rows_new(&r->layout, r->arena);
	bool done;

	memcpy(rows, r->rows, layout_words(&r->layout) * sizeof(*rows));
	g.rows = groups->rows = rows;
	groups->stage = st;
	groups->n_keys = groups->tuples.width = st->n_keys;
	groups->keys =
	    arena_array(r->arena, st->n_keys, sizeof(struct ids *));
	g.distinct =
	    arena_array(r->arena, st->n_aggregates, sizeof(struct ids *));
	g.parts = mem_zero(threads, sizeof(*g.parts));
	done = prepare(&g) &&
	    (run_segments(r, rows, group_segment, &g) || run_failed(r));
	if (done) {
		bool added;

		merge_parts(&g, threads);
		if (st->n_keys == 0) /* one group, of no rows too */
			tuples_add(&g.parts[0].tuples, NULL, &added);
		states_grow(&g.parts[0].states, g.parts[0].tuples.n);
		*results = states_results(&g.parts[0].states, r->arena);
		groups->tuples = g.parts[0].tuples;
		g.parts[0].tuples = (struct tuples){ 0 };
	}
	for (unsigned i = 0; i < threads; i++) {
		tuples_free(&g.parts[i].tuples);
		states_free(&g.parts[i].states);
		arena_free(&g.parts[i].tmp);
	}
	free(g.parts);
	if (done)
		return groups;
	groups_free(groups);
	return NULL;
}

/* ---- the way back ------------------------------------------------------- */

struct finding {
	const struct groups *groups;
	const struct layout *layout;
	const uint64_t *wanted;
	uint64_t *rows;
};

static void
find_segment(void *ctx, size_t item, unsigned worker)
{
	struct finding *f = ctx;
	const struct groups *g = f->groups;
	const struct layout *l = f->layout;
	uint32_t seg = (uint32_t)item;
	struct arena tmp = { 0 };
	struct members m =
	    members_of(l, g->rows, g->keys, g->n_keys, seg, &tmp);
	bool *hit = arena_array(&tmp, m.n_groups, sizeof(*hit));

	(void)worker;
	for (uint32_t i = 0; i < m.n_groups; i++) {
		uint32_t group;

		if (m.counts[i] == 0)
			continue;
		group = tuples_find(
		    &g->tuples, m.tuples + (size_t)i * g->n_keys);
		hit[i] = group != UINT32_MAX && bits_has(f->wanted, group);
	}
	for (uint32_t i = 0; i < m.n; i++)
		if (hit[m.group[i]])
			bits_add(f->rows + l->first[seg], members_row(&m, i));
	arena_free(&tmp);
}

bool
groups_events(const struct groups *g, const struct layout *l,
    const uint64_t *wanted, struct pool *pool, const atomic_bool *stop,
    uint64_t *rows)
{
	struct finding f = { g, l, wanted, rows };
	uint64_t *table_rows;
	bool done;

	if (!g->grouped)
		return pool_run(
		    pool, l->n_segments, stop, find_segment, &f);
	table_rows =
	    mem_zero(bits_words(g->grouped->n_rows), sizeof(*table_rows));
	for (uint64_t i = 0; i < g->grouped->n_rows; i++)
		if (g->group_of[i] != UINT32_MAX &&
		    bits_has(wanted, g->group_of[i]))
			bits_add(table_rows, i);
	done = groups_table_events(
	    g->before, g->grouped, l, table_rows, pool, stop, rows);
	free(table_rows);
	return done;
}

bool
groups_have_events(const struct groups *g, const struct table *t)
{
	while (!t->events && g && g->grouped) {
		t = g->grouped;
		g = g->before;
	}
	return t->events || g;
}

bool
groups_table_events(const struct groups *g, const struct table *t,
    const struct layout *l, const uint64_t *wanted, struct pool *pool,
    const atomic_bool *stop, uint64_t *rows)
{
	uint64_t *groups;
	bool done;

	if (t->events) {
		for (uint64_t i = 0; i < t->n_rows; i++)
			if (bits_has(wanted, i) && t->events[i] != EVENT_NONE)
				rows_add(l, rows, t->events[i]);
		return true;
	}
	groups = mem_zero(bits_words(g->tuples.n), sizeof(*groups));
	for (uint64_t i = 0; i < t->n_rows; i++) {
		uint64_t group = t->groups ? t->groups[i] : i;

		if (bits_has(wanted, i) && group != ROW_NONE)
			bits_add(groups, group);
	}
	done = groups_events(g, l, groups, pool, stop, rows);
	free(groups);
	return done;
}

const struct expr *
groups_key(const struct groups *g, uint32_t column)
{
	const struct expr *x;

	if (!g || column >= g->n_keys)
		return NULL;
	x = g->stage->keys[column].expr;
	return x->ref == REF_COLUMN ? groups_key(g->before, x->index) : x;
}

void
groups_free(struct groups *g)
{
	while (g) {
		struct groups *before = g->before;

		tuples_free(&g->tuples);
		free(g);
		g = before;
	}
}
