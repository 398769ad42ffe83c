#include "query/filter.h"

#include <stdlib.h>
#include "base/bits.h"
#include "query/entries.h"
#include "query/search.h"
#include "query/tables.h"

#define SETS_DEEP_MAX 24 /* below, and / or / not are made row by row */

struct filter {
	struct run *run;
	const struct expr *expr;
	const uint64_t *need; /* rows that are asked about */
	uint64_t *out;        /* rows where it holds; of need */
};

static bool decide(struct run *r, const struct expr *x, const uint64_t *need,
    uint64_t *out, int depth);

/* ---- leaves ------------------------------------------------------------- */

static bool
is_constant(const struct expr *x)
{
	return x->uses.fields == USES_NOTHING && !x->uses.columns;
}

static bool
decide_constant(struct filter *f)
{
	struct eval *e = eval_new(&f->run->world);
	struct datum d;

	eval_entry(e, UINT32_MAX, datum_missing());
	d = eval_expr(e, f->expr);
	if (datum_true(&d))
		memcpy(f->out, f->need,
		    layout_words(&f->run->layout) * sizeof(*f->out));
	eval_free(e);
	return !run_halted(f->run) || run_failed(f->run);
}

/* ispresent(field) and nothing else. */
static bool
is_presence(const struct expr *x)
{
	return x->kind == EXPR_CALL && x->ref == REF_NONE && !x->each &&
	    x->function->field && x->args[0]->ref == REF_SLOT;
}

static void
presence_segment(void *ctx, uint32_t seg, struct eval *e, unsigned worker)
{
	struct filter *f = ctx;
	const struct layout *l = &f->run->layout;
	uint64_t *out = f->out + l->first[seg];

	(void)worker;
	eval_entry(e, 0, datum_missing());
	field_present(f->run->world.fields[f->expr->args[0]->index], seg, out,
	    eval_scratch(e));
	for (uint32_t i = 0; i < l->first[seg + 1] - l->first[seg]; i++)
		out[i] &= f->need[l->first[seg] + i];
}

/* One field of the record, asked for its value only. */
static bool
is_one_field(const struct run *r, const struct expr *x)
{
	return x->uses.fields == USES_ONE && !x->uses.presence &&
	    r->plan->slots[x->uses.slot].kind == SLOT_FIELD;
}

static void
entries_segment(void *ctx, uint32_t seg, struct eval *e, unsigned worker)
{
	struct filter *f = ctx;
	const struct layout *l = &f->run->layout;
	uint64_t *out = f->out + l->first[seg];

	(void)worker;
	entries_test(f->run, e, f->expr, seg, f->need + l->first[seg], out);
	for (uint32_t i = 0; i < l->first[seg + 1] - l->first[seg]; i++)
		out[i] &= f->need[l->first[seg] + i];
}

static void
rows_segment(void *ctx, uint32_t seg, struct eval *e, unsigned worker)
{
	struct filter *f = ctx;
	const struct layout *l = &f->run->layout;
	const uint64_t *need = f->need + l->first[seg];
	uint64_t *out = f->out + l->first[seg];
	uint32_t words = l->first[seg + 1] - l->first[seg];

	(void)worker;
	for (uint32_t i = 0; i < words; i++) {
		/* 64 words are 4,096 rows. */
		if (i % 64 == 0 && run_halted(f->run))
			return;
		for (uint64_t w = need[i]; w; w &= w - 1) {
			uint32_t row =
			    i * 64 + (uint32_t)__builtin_ctzll(w);
			struct datum d;

			eval_row(e, row);
			d = eval_expr(e, f->expr);
			if (datum_true(&d))
				bits_add(out, row);
		}
	}
}

static bool
decide_segments(struct filter *f,
    void (*work)(void *, uint32_t, struct eval *, unsigned))
{
	return run_segments(f->run, f->need, work, f) || run_failed(f->run);
}

/* ---- @message ----------------------------------------------------------- */

/* @message like, =~, not like, !~ and nothing else. */
static bool
is_search(const struct run *r, const struct expr *x)
{
	return x->kind == EXPR_OPERATOR && x->ref == REF_NONE &&
	    (x->op->op == OP_LIKE || x->op->op == OP_MATCH) &&
	    x->args[0]->ref == REF_SLOT &&
	    r->plan->slots[x->args[0]->index].kind == SLOT_MESSAGE;
}

static bool
decide_search(struct filter *f)
{
	struct run *r = f->run;
	const struct expr *pattern = f->expr->args[1];
	struct search s = { .layout = &r->layout, .pool = r->pool,
		.stop = r->options->stop, .progress = r->options->progress,
		.hits = &r->world.regex_hits,
		.hits_max = r->world.regex_hits_max };
	uint64_t hits = atomic_load(s.hits);
	uint64_t *found = f->out;
	uint32_t words = layout_words(&r->layout);
	bool done;

	if (pattern->kind == EXPR_REGEX) {
		s.regex = r->plan->regexes[pattern->index].regex;
		s.pattern = pattern->text;
	} else {
		s.literal = true;
		s.pattern = pattern->text;
	}
	done = search_rows(&s, f->need, found, r->err);
	if (pattern->kind == EXPR_REGEX && atomic_load(s.hits) > hits)
		atomic_store(&r->world.hit_regex, pattern->index);
	if (!done && r->err->code == ERR_STEPS)
		return run_failed(r);
	if (!done)
		return false;
	if (f->expr->op->negated)
		for (uint32_t i = 0; i < words; i++)
			found[i] = f->need[i] & ~found[i];
	return true;
}

struct reading {
	struct filter *filter;
	struct eval **evals; /* of each thread */
	uint64_t *found;     /* a bit per event */
};

static void
got_record(void *ctx, uint32_t event, const struct raw *raw, unsigned worker)
{
	struct reading *g = ctx;
	struct run *r = g->filter->run;
	struct datum d;

	if (run_halted(r))
		return;
	if (!g->evals[worker])
		g->evals[worker] = eval_new(&r->world);
	eval_event(g->evals[worker], event);
	eval_message(g->evals[worker], raw->text);
	d = eval_expr(g->evals[worker], g->filter->expr);
	if (datum_true(&d))
		__atomic_fetch_or(&g->found[event / 64],
		    (uint64_t)1 << event % 64, __ATOMIC_RELAXED);
	if (r->options->progress)
		atomic_fetch_add(&r->options->progress->done, 1);
}

/* Some other condition over @message: the records are read. */
static bool
decide_reading(struct filter *f)
{
	struct run *r = f->run;
	unsigned threads = pool_threads(r->pool);
	struct reading g = { .filter = f };
	uint32_t *events, n;
	bool whole;

	g.found = mem_zero(
	    bits_words(snapshot_events(r->snapshot)), sizeof(*g.found));
	g.evals = mem_zero(threads, sizeof(struct eval *));
	events =
	    mem_alloc(rows_count(&r->layout, f->need) * sizeof(*events));
	n = rows_events(&r->layout, f->need, events);
	if (r->options->progress)
		atomic_fetch_add(&r->options->progress->total, n);
	whole = raw_read_many(r->snapshot, events, n, r->pool,
	            r->options->stop, got_record, &g) &&
	    !run_halted(r);
	rows_from_events(&r->layout, g.found, f->out);
	for (unsigned i = 0; i < threads; i++)
		eval_free(g.evals[i]);
	free(g.evals);
	free(g.found);
	free(events);
	return whole || run_failed(r);
}

/* ---- sets --------------------------------------------------------------- */

/* What is decided first: cheap before costly, reading last. */
static int
cost(const struct run *r, const struct expr *x)
{
	if (x->uses.message)
		return 3;
	return is_constant(x) || is_presence(x) ? 0
	    : is_one_field(r, x)                ? 1
	                                        : 2;
}

static bool
decide_chain(struct run *r, const struct expr *x, const uint64_t *need,
    uint64_t *out, int depth)
{
	uint32_t words = layout_words(&r->layout);
	uint64_t *rest = mem_alloc(words * sizeof(*rest));
	uint64_t *one = mem_alloc(words * sizeof(*one));
	bool is_or = x->op->op == OP_OR, good = true;

	memcpy(rest, need, words * sizeof(*rest));
	for (int turn = 0; turn <= 3; turn++)
		for (uint32_t i = 0; i < x->n_args && good; i++) {
			if (cost(r, x->args[i]) != turn)
				continue;
			memset(one, 0, words * sizeof(*one));
			good = decide(r, x->args[i], rest, one, depth + 1);
			for (uint32_t k = 0; k < words; k++) {
				if (is_or) {
					out[k] |= one[k];
					rest[k] &= ~one[k];
				} else {
					rest[k] &= one[k];
				}
			}
		}
	if (!is_or)
		memcpy(out, rest, words * sizeof(*out));
	free(rest);
	free(one);
	return good;
}

/* out: all clear at first. */
static bool
decide(struct run *r, const struct expr *x, const uint64_t *need,
    uint64_t *out, int depth)
{
	struct filter f = { r, x, need, out };
	bool is_operator = x->kind == EXPR_OPERATOR && x->ref == REF_NONE;

	/* A name for an expression is that expression. */
	if (x->ref == REF_ALIAS && depth < SETS_DEEP_MAX)
		return decide(r, r->plan->aliases[x->index].expr, need, out,
		    depth + 1);
	if (is_constant(x))
		return decide_constant(&f);
	if (is_operator && depth < SETS_DEEP_MAX) {
		if (x->op->op == OP_AND || x->op->op == OP_OR)
			return decide_chain(r, x, need, out, depth);
		if (x->op->op == OP_NOT) {
			if (!decide(r, x->args[0], need, out, depth + 1))
				return false;
			for (uint32_t i = 0; i < layout_words(&r->layout); i++)
				out[i] = need[i] & ~out[i];
			return true;
		}
	}
	if (is_presence(x))
		return decide_segments(&f, presence_segment);
	if (is_search(r, x))
		return decide_search(&f);
	if (x->uses.message)
		return decide_reading(&f);
	if (is_one_field(r, x))
		return decide_segments(&f, entries_segment);
	return decide_segments(&f, rows_segment);
}

bool
filter_rows(struct run *r, const struct expr *condition, uint64_t *rows)
{
	uint32_t words = layout_words(&r->layout);
	uint64_t *out = mem_zero(words, sizeof(*out));
	bool good = decide(r, condition, rows, out, 0);

	if (good)
		memcpy(rows, out, words * sizeof(*rows));
	free(out);
	return good;
}
