#include "query/run.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/bits.h"

bool
run_halted(const struct run *r)
{
	const atomic_bool *stop = r->options->stop;

	return (stop && atomic_load_explicit(stop, memory_order_relaxed)) ||
	    atomic_load_explicit(
	        &r->world.too_many_hits, memory_order_relaxed);
}

bool
run_failed(struct run *r)
{
	uint32_t regex = atomic_load(&r->world.hit_regex);
	uint64_t most = r->world.regex_hits_max;

	if (atomic_load(&r->world.regex_hits) >= most) {
		err_set(r->err, ERR_STEPS, "the pattern took too many steps on "
		    "%llu texts", (unsigned long long)most);
		r->err->offset = r->plan->regexes[regex].offset;
		return false;
	}
	return err_set(r->err, ERR_STOPPED, "stopped");
}

/* ---- segments ----------------------------------------------------------- */

struct segment_work {
	struct run *run;
	const uint64_t *rows;
	void (*work)(void *ctx, uint32_t seg, struct eval *e, unsigned worker);
	void *ctx;
};

static bool
any_rows(const struct layout *l, const uint64_t *rows, uint32_t seg)
{
	for (uint32_t i = l->first[seg]; i < l->first[seg + 1]; i++)
		if (rows[i])
			return true;
	return false;
}

static struct eval *
eval_of(struct run *r, unsigned worker)
{
	if (!r->evals[worker])
		r->evals[worker] = eval_new(&r->world);
	return r->evals[worker];
}

static void
one_segment(void *ctx, size_t item, unsigned worker)
{
	struct segment_work *w = ctx;
	struct run *r = w->run;
	uint32_t seg = (uint32_t)item;
	struct eval *e;

	if (run_halted(r))
		return;
	if (any_rows(&r->layout, w->rows, seg)) {
		e = eval_of(r, worker);
		eval_segment(e, seg);
		w->work(w->ctx, seg, e, worker);
	}
	if (r->options->progress)
		atomic_fetch_add(&r->options->progress->done,
		    segment_rows(r->snapshot, seg));
}

bool
run_segments(struct run *r, const uint64_t *rows,
    void (*work)(void *, uint32_t, struct eval *, unsigned), void *ctx)
{
	struct segment_work w = { r, rows, work, ctx };

	if (r->options->progress)
		atomic_fetch_add(&r->options->progress->total,
		    snapshot_events(r->snapshot));
	return pool_run(r->pool, r->layout.n_segments, r->options->stop,
	           one_segment, &w) &&
	    !run_halted(r);
}

/* ---- messages ----------------------------------------------------------- */

struct reading {
	struct run *run;
	const struct expr **roots;
	uint32_t n_roots;
	struct datum **out; /* of each root, by event */
	struct arena *texts; /* of each thread */
};

static void
got_message(void *ctx, uint32_t event, const struct raw *raw, unsigned worker)
{
	struct reading *g = ctx;
	struct run *r = g->run;
	struct eval *e;

	if (run_halted(r))
		return;
	e = eval_of(r, worker);
	eval_event(e, event);
	eval_message(e, raw->text);
	for (uint32_t i = 0; i < g->n_roots; i++)
		g->out[i][event] = datum_copy(
		    &g->texts[worker], eval_expr(e, g->roots[i]));
	if (r->options->progress)
		atomic_fetch_add(&r->options->progress->done, 1);
}

/* A name that parse made of @message: all of that parse are made at once. */
static uint32_t
list_roots(struct run *r, const struct expr *x, const struct expr **out)
{
	const struct plan *p = r->plan;
	const struct expr *derived =
	    x->ref == REF_ALIAS ? p->aliases[x->index].expr : NULL;
	uint32_t n = 0;

	if (!derived || derived->kind != EXPR_DERIVED) {
		out[0] = x;
		return 1;
	}
	for (uint32_t i = 0; i < p->n_aliases; i++) {
		const struct expr *other = p->aliases[i].expr;

		if (other->kind == EXPR_DERIVED && other->raw &&
		    other->derivation == derived->derivation &&
		    other->args[0] == derived->args[0] &&
		    !r->world.raw[other->raw - 1])
			out[n++] = other;
	}
	return n;
}

static bool
read_root(struct run *r, const uint64_t *rows, const struct expr *x)
{
	struct reading g = { .run = r };
	uint32_t *events, n;
	bool whole;

	if (r->world.raw[x->raw - 1])
		return true;
	g.roots = arena_array(
	    &r->tmp, r->plan->n_aliases + 1, sizeof(struct expr *));
	g.n_roots = list_roots(r, x, g.roots);
	if (g.n_roots == 0)
		return true;
	g.out = arena_array(&r->tmp, g.n_roots, sizeof(*g.out));
	for (uint32_t i = 0; i < g.n_roots; i++)
		g.out[i] = arena_array(r->arena,
		    snapshot_events(r->snapshot), sizeof(**g.out));
	events = mem_alloc(rows_count(&r->layout, rows) * sizeof(*events));
	n = rows_events(&r->layout, rows, events);
	g.texts = run_arenas(r);
	if (r->options->progress)
		atomic_fetch_add(&r->options->progress->total, n);
	whole = raw_read_many(r->snapshot, events, n, r->pool,
	            r->options->stop, got_message, &g) &&
	    !run_halted(r);
	free(events);
	for (uint32_t i = 0; i < g.n_roots; i++)
		r->world.raw[g.roots[i]->raw - 1] = g.out[i];
	return whole || run_failed(r);
}

/* seen: aliases whose roots have been read. */
static bool
read_roots(struct run *r, const uint64_t *rows, const struct expr *x,
    bool *seen)
{
	if (!x->uses.message)
		return true;
	if (x->raw)
		return read_root(r, rows, x);
	for (uint32_t i = 0; i < x->n_args && x->ref == REF_NONE; i++)
		if (!read_roots(r, rows, x->args[i], seen))
			return false;
	if (x->ref != REF_ALIAS || seen[x->index])
		return true;
	seen[x->index] = true;
	return read_roots(r, rows, r->plan->aliases[x->index].expr, seen);
}

bool
run_read_messages(struct run *r, const uint64_t *rows, const struct expr *x)
{
	if (!x->uses.message)
		return true;
	return read_roots(r, rows, x,
	    arena_array(&r->tmp, r->plan->n_aliases, sizeof(bool)));
}

struct arena *
run_arenas(struct run *r)
{
	struct arenas *s = arena_alloc(r->arena, sizeof(*s));

	s->n = pool_threads(r->pool);
	s->each = arena_array(r->arena, s->n, sizeof(*s->each));
	s->next = r->arenas;
	r->arenas = s;
	return s->each;
}

/* ---- the rest ----------------------------------------------------------- */

void
run_note(struct run *r, uint32_t offset, const char *format, ...)
{
	char text[384];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	r->notices = plan_grow(r->arena, r->notices, r->n_notices,
	    &r->notices_capacity, sizeof(*r->notices));
	r->notices[r->n_notices++] =
	    (struct notice){ offset, arena_copy(r->arena, str_of(text)) };
}

void
run_rows_of_list(struct run *r)
{
	memset(r->rows, 0, layout_words(&r->layout) * sizeof(*r->rows));
	for (uint32_t i = 0; i < r->n_list; i++)
		rows_add(&r->layout, r->rows, r->list[i]);
}
