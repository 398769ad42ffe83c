/*
 * The order of rows that stats made: as sort says; rows that are equal then
 * by time if there are buckets, else by the first aggregate, greatest first,
 * and at last by their keys in natural order.
 */
#include <stdlib.h>

#include "base/bits.h"
#include "query/order.h"
#include "query/rank.h"
#include "query/tables.h"

struct sorting {
	struct run *run;
	struct ordered **values; /* of each key of sort, by row */
	uint32_t *place;         /* of each row in the order before, when that
	                            is what counts at last; else NULL */
	struct then *then;       /* else by these columns */
	uint32_t n_then;
	struct arena scratch;
};

struct then {
	uint32_t column;
	bool descending;
	const uint32_t *ranks; /* of its numbers; NULL: cells are compared */
};

/* Missing values last, whatever the direction. */
static int
compare_values(const struct ordered *a, const struct ordered *b,
    bool descending)
{
	bool a_missing = a->datum.kind == DATUM_MISSING;
	bool b_missing = b->datum.kind == DATUM_MISSING;
	int c;

	if (a_missing || b_missing)
		return a_missing - b_missing;
	c = ordered_compare(a, b);
	return descending ? -c : c;
}

static int
compare_cells(struct sorting *s, uint32_t a, uint32_t b,
    const struct then *then)
{
	const struct table *t = s->run->table;
	const struct table_column *c = &t->columns[then->column];
	struct ordered x, y;

	if (c->ids) {
		uint32_t m = c->numbers[a], n = c->numbers[b];

		if (m == n)
			return 0;
		if (then->ranks && m != IDS_NONE && n != IDS_NONE)
			return then->ranks[m] < then->ranks[n] ? -1 : 1;
	}
	if (s->scratch.total_bytes > (1 << 20))
		arena_reset(&s->scratch);
	x = ordered_of(table_cell(t, a, then->column, &s->scratch));
	y = ordered_of(table_cell(t, b, then->column, &s->scratch));
	return compare_values(&x, &y, then->descending);
}

static int
compare_rows(struct sorting *s, uint32_t a, uint32_t b)
{
	const struct run *r = s->run;
	int c;

	for (uint32_t k = 0; k < r->n_keys; k++) {
		c = compare_values(&s->values[k][a], &s->values[k][b],
		    r->keys[k].descending);
		if (c)
			return c;
	}
	if (s->place)
		return s->place[a] < s->place[b] ? -1
		                                 : s->place[a] > s->place[b];
	for (uint32_t i = 0; i < s->n_then; i++) {
		c = compare_cells(s, a, b, &s->then[i]);
		if (c)
			return c;
	}
	return 0;
}

static int
compare_for_qsort(const void *a, const void *b, void *ctx)
{
	return compare_rows(ctx, *(const uint32_t *)a, *(const uint32_t *)b);
}

/* ---- the first few ---------------------------------------------------------------- */

static void
sink(struct sorting *s, uint32_t *heap, size_t n, size_t i)
{
	for (;;) {
		size_t child = 2 * i + 1;
		uint32_t row = heap[i];

		if (child >= n)
			return;
		if (child + 1 < n &&
		    compare_rows(s, heap[child], heap[child + 1]) < 0)
			child++;
		if (compare_rows(s, row, heap[child]) >= 0)
			return;
		heap[i] = heap[child];
		heap[child] = row;
		i = child;
	}
}

/* The first `want` to the front, in any order. */
static void
select_first(struct sorting *s, uint32_t *rows, size_t n, size_t want)
{
	for (size_t i = want / 2; i-- > 0;)
		sink(s, rows, want, i);
	for (size_t i = want; i < n; i++)
		if (compare_rows(s, rows[i], rows[0]) < 0) {
			uint32_t row = rows[0];

			rows[0] = rows[i];
			rows[i] = row;
			sink(s, rows, want, 0);
		}
}

/* ---- the whole ------------------------------------------------------------------------ */

static bool
is_bucket(const struct expr *x)
{
	return x->kind == EXPR_CALL && x->function->bucket;
}

/* When many rows are compared with each other, the values of keys are sorted
 * first. */
static const uint32_t *
ranks_of(struct run *r, const struct table_column *c)
{
	uint32_t n;
	uint64_t *used = arena_array(
	    &r->tmp, bits_words(ids_count(c->ids)), sizeof(*used));

	for (uint64_t i = 0; i < r->n_order; i++)
		if (c->numbers[r->order[i]] != IDS_NONE)
			bits_add(used, c->numbers[r->order[i]]);
	return rank_numbers(
	    r, c->ids, used, false, UINT64_MAX, &n, &r->tmp);
}

static void
then_by(struct sorting *s, uint32_t column, bool descending, bool many)
{
	const struct table_column *c = &s->run->table->columns[column];

	s->then[s->n_then++] = (struct then){ column, descending,
		many && c->ids ? ranks_of(s->run, c) : NULL };
}

/* Keys are the first columns of the table, items of stats the others. */
static void
default_order(struct sorting *s, bool many)
{
	const struct stage *st = s->run->stats;
	uint32_t first = st->n_keys;

	for (uint32_t k = st->n_keys; k-- > 0;)
		if (is_bucket(st->keys[k].expr))
			first = k;
	s->then = arena_array(&s->run->tmp, st->n_keys + 1, sizeof(*s->then));
	then_by(s, first, first == st->n_keys, many);
	for (uint32_t k = 0; k < st->n_keys; k++)
		if (k != first)
			then_by(s, k, false, many);
}

static bool
evaluate_keys(struct sorting *s)
{
	struct run *r = s->run;
	struct eval *e = eval_new(&r->world);

	s->values = arena_array(&r->tmp, r->n_keys, sizeof(*s->values));
	for (uint32_t k = 0; k < r->n_keys; k++)
		s->values[k] = arena_array(
		    &r->tmp, r->table->n_rows, sizeof(**s->values));
	for (uint64_t i = 0; i < r->n_order; i++) {
		if (i % 4096 == 0 && run_halted(r))
			break;
		eval_table(e, r->table, r->order[i]);
		for (uint32_t k = 0; k < r->n_keys; k++)
			s->values[k][r->order[i]] =
			    ordered_of(datum_copy(&r->tmp,
			        eval_expr(e, r->keys[k].expr)));
	}
	eval_free(e);
	return !run_halted(r) || run_failed(r);
}

bool
order_table(struct run *r, uint64_t want)
{
	struct sorting s = { .run = r };

	if (r->n_keys == 0 && r->listed) {
		if (r->n_order > want)
			r->n_order = want;
		return true;
	}
	if (!evaluate_keys(&s))
		return false;
	if (r->listed) {
		s.place = arena_raw(
		    &r->tmp, r->table->n_rows * sizeof(*s.place));
		for (uint64_t i = 0; i < r->n_order; i++)
			s.place[r->order[i]] = (uint32_t)i;
	} else {
		default_order(&s, want >= r->n_order / 8);
	}
	if (want < r->n_order) {
		select_first(&s, r->order, r->n_order, want);
		r->n_order = want;
	}
	qsort_r(r->order, r->n_order, sizeof(*r->order), compare_for_qsort,
	    &s);
	arena_free(&s.scratch);
	r->n_keys = 0;
	r->listed = true;
	return !run_halted(r) || run_failed(r);
}
