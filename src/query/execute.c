/*
 * Running a query over a snapshot, step by step.
 */
#include <stdlib.h>

#include "base/bits.h"
#include "base/timefmt.h"
#include "query/anyindex.h"
#include "query/group.h"
#include "query/notes.h"
#include "query/order.h"
#include "query/result.h"
#include "query/spellings.h"
#include "query/stage.h"
#include "query/subquery.h"

/* ---- before the first step ---------------------------------------------- */

static void
bind_fields(struct run *r)
{
	const struct plan *p = r->plan;
	struct field **fields =
	    arena_array(r->arena, p->n_slots, sizeof(*fields));
	struct anyindex **any =
	    arena_array(r->arena, p->n_slots, sizeof(*any));

	for (uint32_t i = 0; i < p->n_slots; i++) {
		if (p->slots[i].kind == SLOT_ANY)
			any[i] = anyindex_bind(
			    r->snapshot, p->slots[i].name, r->arena);
		fields[i] =
		    spelling_bind(r->snapshot, p->slots[i].name, r->arena);
	}
	r->world.fields = fields;
	r->world.any = any;
}

struct range {
	struct run *run;
	uint64_t *out;
};

struct range_us {
	int64_t from, to;
};

/* That of the query, earlier if it says so. */
static struct range_us
looked_at(const struct run *r)
{
	const struct query_options *o = r->options;
	struct range_us g = { o->from_us, o->to_us };

	if (g.from != INT64_MIN)
		g.from -= r->plan->earlier_us;
	if (g.to != INT64_MAX)
		g.to -= r->plan->earlier_us;
	return g;
}

/* A range that is open on both sides takes events without a time too. */
static void
range_segment(void *ctx, size_t item, unsigned worker)
{
	struct range *g = ctx;
	struct range_us o = looked_at(g->run);
	uint32_t seg = (uint32_t)item;
	uint32_t n = segment_rows(g->run->snapshot, seg);
	uint64_t *out = g->out + g->run->layout.first[seg];
	int64_t *times = mem_alloc(n * sizeof(*times));

	(void)worker;
	segment_times(g->run->snapshot, seg, times);
	for (uint32_t i = 0; i < n; i++)
		if (times[i] != TIME_NONE && times[i] >= o.from &&
		    (o.to == INT64_MAX || times[i] < o.to))
			bits_add(out, i);
	free(times);
}

static bool
first_rows(struct run *r)
{
	const struct query_options *o = r->options;
	struct range g = { r, NULL };
	uint64_t *within;

	r->rows = rows_new(&r->layout, r->arena);
	g.out = r->rows;
	if (o->from_us == INT64_MIN && o->to_us == INT64_MAX)
		rows_fill(&r->layout, r->rows);
	else if (!pool_run(r->pool, r->layout.n_segments, o->stop,
	             range_segment, &g))
		return run_failed(r);
	if (o->within) {
		within = rows_new(&r->layout, &r->tmp);
		rows_from_events(&r->layout, o->within, within);
		for (uint32_t i = 0; i < layout_words(&r->layout); i++)
			r->rows[i] &= within[i];
	}
	return true;
}

/* ---- what is counted beside the rows ------------------------------------ */

/* Events of the set whose @result is neither ok nor "-". */
struct failing {
	struct run *run;
	const struct field *result;
	const uint64_t *rows;
	_Atomic uint64_t failed;
};

static void
failed_segment(void *ctx, size_t item, unsigned worker)
{
	struct failing *f = ctx;
	const struct layout *l = &f->run->layout;
	uint32_t seg = (uint32_t)item;
	uint32_t words = l->first[seg + 1] - l->first[seg];
	struct arena tmp = { 0 };
	struct column c;
	uint64_t *entries, *rows, n = 0;
	char room[40];

	(void)worker;
	field_column(f->result, seg, &c, &tmp);
	if (c.shape != COLUMN_NONE) {
		entries = arena_array(
		    &tmp, bits_words(c.n_entries), sizeof(*entries));
		rows = arena_array(&tmp, words, sizeof(*rows));
		for (uint32_t i = 0; i < c.n_entries; i++) {
			struct value v = column_value(&c, i, room);

			if (!value_absent(v) && !str_equal(v.text, STR("ok")) &&
			    !str_equal(v.text, STR("-")))
				bits_add(entries, i);
		}
		column_spread(&c, entries, rows);
		for (uint32_t i = 0; i < words; i++)
			n += (uint64_t)__builtin_popcountll(
			    rows[i] & f->rows[l->first[seg] + i]);
	}
	atomic_fetch_add(&f->failed, n);
	arena_free(&tmp);
}

/* The set that the histogram counts, and its numbers. */
static void
take_matched(struct run *r, struct result *out)
{
	struct failing f = { .run = r, .rows = r->rows };

	out->matched = arena_array(r->arena,
	    bits_words(snapshot_events(r->snapshot)), sizeof(uint64_t));
	rows_to_events(&r->layout, r->rows, out->matched);
	out->numbers.matched = rows_count(&r->layout, r->rows);
	f.result = field_bind(r->snapshot, STR("@result"), &r->tmp);
	pool_run(r->pool, r->layout.n_segments, r->options->stop,
	    failed_segment, &f);
	out->numbers.failed = atomic_load(&f.failed);
}

/* ---- the run ------------------------------------------------------------ */

static bool
run_steps(struct run *r, struct result *out)
{
	const struct plan *p = r->plan;

	for (uint32_t i = 0; i <= r->n_steps; i++) {
		r->step = i;
		if (i == p->last_filter)
			take_matched(r, out);
		if (i < r->n_steps && !p->steps[i]->type->run(r, p->steps[i]))
			return false;
		if (run_halted(r))
			return run_failed(r);
	}
	return r->table ? order_table(r, UINT64_MAX)
	                : order_rows(r, UINT64_MAX);
}

static void
take_notices(struct run *r, struct result *out)
{
	const struct plan *p = r->plan;
	uint32_t n = p->n_notices;

	notes_of_run(r);
	out->n_notices = n + r->n_notices;
	out->notices =
	    arena_array(r->arena, out->n_notices, sizeof(*out->notices));
	if (n)
		memcpy(out->notices, p->notices, n * sizeof(*out->notices));
	if (r->n_notices)
		memcpy(out->notices + n, r->notices,
		    r->n_notices * sizeof(*out->notices));
}

static void
take_rows(struct run *r, struct result *out)
{
	out->layout = r->layout;
	out->table = r->table;
	out->order = r->order;
	out->list = r->list;
	out->n_rows = r->table ? r->n_order : r->n_list;
	out->world.fields = r->world.fields;
	out->world.any = r->world.any;
	out->world.now_us = r->world.now_us;
	out->world.from_us = r->world.from_us;
	out->world.to_us = r->world.to_us;
	out->world.raw = r->world.raw;
	out->world.sets = r->world.sets;
	out->world.lookups = r->world.lookups;
}

struct result *
query_run(const struct query *q, struct snapshot *s,
    const struct query_options *o, struct err *err)
{
	return query_run_steps(q, s, o, q->plan.n_steps, err);
}

struct result *
query_run_steps(const struct query *q, struct snapshot *s,
    const struct query_options *o, uint32_t n_steps, struct err *err)
{
	int64_t began = time_monotonic();
	struct result *out = mem_zero(1, sizeof(*out));
	struct pool *own = o->pool ? NULL : pool_new(1);
	struct run r = { .query = q, .plan = &q->plan, .options = o,
		.err = err, .n_steps = n_steps,
		.pool = own ? own : o->pool };
	unsigned threads = pool_threads(r.pool);
	bool done;

	out->query = query_hold(q);
	out->snapshot = r.snapshot = snapshot_hold(s);
	r.arena = &out->arena;
	out->world.plan = r.world.plan = r.plan;
	out->world.snapshot = r.world.snapshot = s;
	r.world.now_us = o->now_us ? o->now_us : time_now();
	r.world.from_us = o->from_us;
	r.world.to_us = o->to_us;
	r.world.stop = o->stop;
	r.world.regex_hits_max =
	    o->regex_hits_max ? o->regex_hits_max : REGEX_HITS_MAX;
	r.world.raw = arena_array(
	    r.arena, q->plan.n_raw, sizeof(*r.world.raw));
	r.world.lookups = arena_array(
	    r.arena, q->plan.n_lookups, sizeof(struct lookup *));
	r.layout = layout_of(s, r.arena);
	r.evals = mem_zero(threads, sizeof(struct eval *));
	bind_fields(&r);
	done = subquery_sets(&r) && first_rows(&r);
	if (done) {
		out->numbers.scanned = rows_count(&r.layout, r.rows);
		done = run_steps(&r, out);
	}
	if (done) {
		take_notices(&r, out);
		take_rows(&r, out);
	}
	out->groups = r.groups;
	out->arenas = r.arenas;
	out->numbers.regex_limit_hits = atomic_load(&r.world.regex_hits);
	out->numbers.elapsed_us = time_monotonic() - began;
	for (unsigned i = 0; i < threads; i++)
		eval_free(r.evals[i]);
	free(r.evals);
	arena_free(&r.tmp);
	pool_free(own);
	if (done)
		return out;
	result_free(out);
	return NULL;
}
