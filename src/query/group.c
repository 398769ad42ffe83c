#include "query/group.h"

#include <stdlib.h>
#include "base/bits.h"
#include "base/hash.h"
#include "query/states.h"

/* Pairs of group and code that are looked up in an array, not by hash. */
#define DIRECT_MAX (UINT32_C(1) << 18)

/* ---- rows of a segment to groups of the segment ---------------------------------------- */

/* Rows, and the group of each. */
struct members {
	uint32_t *rows, *group;
	uint32_t n;
	uint32_t *tuples; /* of each group: numbers of the keys so far */
	uint32_t n_groups;
};

/* The group of each pair (group so far, code of the next key). */
struct pairing {
	uint32_t *direct; /* group + 1 */
	uint64_t *keys;   /* hashed: pair + 1 */
	uint32_t *groups;
	uint64_t mask;
};

static struct pairing
pairing_new(uint64_t pairs, uint32_t n_rows, struct arena *tmp)
{
	struct pairing p = { 0 };

	if (pairs <= DIRECT_MAX) {
		p.direct = arena_array(tmp, pairs, sizeof(*p.direct));
		return p;
	}
	for (p.mask = 64; p.mask < (uint64_t)n_rows * 2;)
		p.mask *= 2;
	p.keys = arena_array(tmp, p.mask, sizeof(*p.keys));
	p.groups = arena_array(tmp, p.mask, sizeof(*p.groups));
	p.mask--;
	return p;
}

/* Where the group of a pair stands, as group + 1; 0: it has none yet. */
static uint32_t *
pairing_at(struct pairing *p, uint64_t pair)
{
	uint64_t at;

	if (p->direct)
		return &p->direct[pair];
	for (at = hash_mix(pair, HASH_B) & p->mask;
	     p->keys[at] && p->keys[at] != pair + 1; at = (at + 1) & p->mask)
		;
	p->keys[at] = pair + 1;
	return &p->groups[at];
}

/* Splits groups by one more key. */
static void
split(struct members *m, const struct ids *key, uint32_t k, uint32_t n_keys,
    uint32_t seg, uint32_t *codes, struct arena *tmp)
{
	struct pairing p;
	uint32_t n_codes, n = 0;
	uint32_t *tuples =
	    arena_raw(tmp, (size_t)m->n * n_keys * sizeof(*tuples));

	ids_codes(key, seg, codes, &n_codes, tmp);
	p = pairing_new((uint64_t)m->n_groups * (n_codes + 1), m->n, tmp);
	for (uint32_t i = 0; i < m->n; i++) {
		uint32_t code = codes[m->rows[i]], old = m->group[i];
		uint64_t pair = (uint64_t)old * (n_codes + 1) +
		    (code == IDS_NONE ? n_codes : code);
		uint32_t *at = pairing_at(&p, pair);

		if (*at == 0) {
			uint32_t *tuple = tuples + (size_t)n * n_keys;

			if (k)
				memcpy(tuple,
				    m->tuples + (size_t)old * n_keys,
				    k * sizeof(*tuple));
			tuple[k] = ids_number(key, seg, code);
			*at = ++n;
		}
		m->group[i] = *at - 1;
	}
	m->tuples = tuples;
	m->n_groups = n;
}

/* m->rows and n are set. */
static void
group_rows(struct members *m, struct ids *const *keys, uint32_t n_keys,
    uint32_t seg, uint32_t n_rows, struct arena *tmp)
{
	uint32_t *codes = arena_raw(tmp, n_rows * sizeof(*codes));

	m->group = arena_array(tmp, m->n, sizeof(*m->group));
	m->n_groups = 1;
	for (uint32_t k = 0; k < n_keys; k++)
		split(m, keys[k], k, n_keys, seg, codes, tmp);
}

/* ---- what aggregates look at -------------------------------------------------------------- */

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

struct datum
group_seen(const struct aggregate *g, struct datum d)
{
	double x;

	if (!g->numeric)
		return d;
	return datum_number(&d, &x) ? datum_of_number(x)
	                            : (struct datum){ .kind = DATUM_MISSING };
}

/* Values of one field: each is looked at once. */
struct entry_values {
	struct column column;
	struct datum *data;
	uint64_t *known;
	struct datum of_missing;
	bool missing_known;
};

static struct datum
entry_value(struct entry_values *v, struct eval *e, const struct expr *agg,
    uint32_t row, struct arena *tmp)
{
	const struct expr *x = agg->args[0];
	uint32_t entry = column_entry(&v->column, row);
	struct datum *d = entry == ENTRY_NONE ? &v->of_missing
	                                      : &v->data[entry];
	struct datum field = { .kind = DATUM_MISSING };
	char room[40];

	if (entry == ENTRY_NONE ? v->missing_known
	                        : bits_has(v->known, entry))
		return *d;
	if (entry != ENTRY_NONE) {
		field = datum_of_value(column_value(&v->column, entry, room));
		bits_add(v->known, entry);
	}
	v->missing_known |= entry == ENTRY_NONE;
	eval_entry(e, x->uses.slot, field);
	*d = datum_copy(tmp, group_seen(agg->aggregate, eval_expr(e, x)));
	return *d;
}

static void
add_entries(struct grouping *g, struct eval *e, struct part *p, uint32_t i,
    const struct members *m, uint32_t seg)
{
	const struct expr *agg = g->stage->aggregates[i];
	struct entry_values v = { 0 };

	field_column(g->run->world.fields[agg->args[0]->uses.slot], seg,
	    &v.column, &p->tmp);
	v.data = arena_raw(&p->tmp, v.column.n_entries * sizeof(*v.data));
	v.known = arena_array(
	    &p->tmp, bits_words(v.column.n_entries), sizeof(*v.known));
	for (uint32_t k = 0; k < m->n; k++) {
		struct datum d =
		    entry_value(&v, e, agg, m->rows[k], &p->tmp);

		if (d.kind != DATUM_MISSING)
			agg->aggregate->add(
			    states_get(&p->states, m->group[k], i), &d,
			    &p->states.arena);
	}
}

static void
add_rows(struct grouping *g, struct eval *e, struct part *p, uint32_t i,
    const struct members *m)
{
	const struct expr *agg = g->stage->aggregates[i];

	for (uint32_t k = 0; k < m->n; k++) {
		struct datum d;

		if (k % 4096 == 0 && run_halted(g->run))
			return;
		eval_row(e, m->rows[k]);
		d = group_seen(agg->aggregate, eval_expr(e, agg->args[0]));
		agg->aggregate->add(states_get(&p->states, m->group[k], i),
		    &d, &p->states.arena);
	}
}

static void
add_presence(struct grouping *g, struct part *p, uint32_t i,
    const struct members *m, uint32_t seg)
{
	static const struct datum one = { .kind = DATUM_NUMBER, .number = 1 };
	const struct expr *agg = g->stage->aggregates[i];
	uint64_t *present = arena_array(&p->tmp,
	    bits_words(segment_rows(g->run->snapshot, seg)),
	    sizeof(*present));

	field_present(g->run->world.fields[agg->args[0]->index], seg, present,
	    &p->tmp);
	for (uint32_t k = 0; k < m->n; k++)
		if (bits_has(present, m->rows[k]))
			agg->aggregate->add(
			    states_get(&p->states, m->group[k], i), &one,
			    &p->states.arena);
}

static void
add_distinct(struct grouping *g, struct part *p, uint32_t i,
    const struct members *m, uint32_t seg)
{
	const struct ids *ids = g->distinct[i];
	uint32_t n_codes, number;
	uint32_t *codes = arena_raw(&p->tmp,
	    segment_rows(g->run->snapshot, seg) * sizeof(*codes));

	ids_codes(ids, seg, codes, &n_codes, &p->tmp);
	for (uint32_t k = 0; k < m->n; k++) {
		number = ids_number(ids, seg, codes[m->rows[k]]);
		if (number != IDS_NONE)
			states_note(&p->states, i, m->group[k], number);
	}
}

static bool
is_field(const struct run *r, const struct expr *x)
{
	return x->uses.fields == USES_ONE && !x->uses.presence &&
	    r->plan->slots[x->uses.slot].kind == SLOT_FIELD;
}

static void
add_all(struct grouping *g, struct eval *e, struct part *p,
    const struct members *m, uint32_t seg)
{
	struct run *r = g->run;

	for (uint32_t k = 0; k < m->n; k++)
		p->states.rows[m->group[k]]++;
	for (uint32_t i = 0; i < g->stage->n_aggregates; i++) {
		const struct expr *agg = g->stage->aggregates[i];
		const struct expr *x = agg->n_args ? agg->args[0] : NULL;

		if (!x)
			continue; /* counts the rows */
		if (agg->aggregate->distinct)
			add_distinct(g, p, i, m, seg);
		else if (agg->aggregate->presence && x->ref == REF_SLOT)
			add_presence(g, p, i, m, seg);
		else if (is_field(r, x))
			add_entries(g, e, p, i, m, seg);
		else
			add_rows(g, e, p, i, m);
	}
}

/* ---- threads ------------------------------------------------------------------------------- */

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
	struct run *r = g->run;
	struct part *p = &g->parts[worker];
	uint32_t n_rows = segment_rows(r->snapshot, seg);
	struct members m = { 0 };
	uint32_t *to;
	bool added;

	part_begin(p, g->stage);
	arena_reset(&p->tmp);
	m.rows = arena_raw(&p->tmp, n_rows * sizeof(*m.rows));
	m.n = rows_list(&r->layout, g->rows, seg, m.rows);
	group_rows(
	    &m, g->groups->keys, g->groups->n_keys, seg, n_rows, &p->tmp);
	to = arena_raw(&p->tmp, m.n_groups * sizeof(*to));
	for (uint32_t i = 0; i < m.n_groups; i++)
		to[i] = tuples_add(&p->tuples,
		    m.tuples + (size_t)i * g->groups->n_keys, &added);
	states_grow(&p->states, p->tuples.n);
	for (uint32_t i = 0; i < m.n; i++)
		m.group[i] = to[m.group[i]];
	add_all(g, e, p, &m, seg);
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

/* ---- the way back ------------------------------------------------------------------------------ */

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
	uint32_t n_rows = segment_rows(l->snapshot, seg);
	struct arena tmp = { 0 };
	struct members m = { 0 };
	bool *hit;

	(void)worker;
	m.rows = arena_raw(&tmp, n_rows * sizeof(*m.rows));
	m.n = rows_list(l, g->rows, seg, m.rows);
	if (m.n == 0) {
		arena_free(&tmp);
		return;
	}
	group_rows(&m, g->keys, g->n_keys, seg, n_rows, &tmp);
	hit = arena_array(&tmp, m.n_groups, sizeof(*hit));
	for (uint32_t i = 0; i < m.n_groups; i++) {
		uint32_t group = tuples_find(
		    &g->tuples, m.tuples + (size_t)i * g->n_keys);

		hit[i] = group != UINT32_MAX && bits_has(f->wanted, group);
	}
	for (uint32_t i = 0; i < m.n; i++)
		if (hit[m.group[i]])
			bits_add(f->rows + l->first[seg], m.rows[i]);
	arena_free(&tmp);
}

bool
groups_events(const struct groups *g, const struct layout *l,
    const uint64_t *wanted, struct pool *pool, const atomic_bool *stop,
    uint64_t *rows)
{
	struct finding f = { g, l, wanted, rows };
	uint64_t *before;
	bool done;

	if (!g->before)
		return pool_run(
		    pool, l->n_segments, stop, find_segment, &f);
	before = mem_zero(bits_words(g->n_before), sizeof(*before));
	for (uint64_t i = 0; i < g->n_before; i++)
		if (g->group_of[i] != UINT32_MAX &&
		    bits_has(wanted, g->group_of[i]))
			bits_add(before, i);
	done = groups_events(g->before, l, before, pool, stop, rows);
	free(before);
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
