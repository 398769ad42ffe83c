#include "query/rank.h"

#include <stdlib.h>
#include "base/bits.h"

#define PARALLEL_MIN 16384

static int
ascending_order(const void *a, const void *b)
{
	return ordered_compare(&((const struct ranked *)a)->value,
	    &((const struct ranked *)b)->value);
}

static int
descending_order(const void *a, const void *b)
{
	return ascending_order(b, a);
}

/* ---- the first few ------------------------------------------------------ */

static void
swap(struct ranked *a, struct ranked *b)
{
	struct ranked c = *a;

	*a = *b;
	*b = c;
}

/* A heap with its last in order on top; its top has changed. */
static void
sink(struct ranked *heap, size_t n, size_t i,
    int (*compare)(const void *, const void *))
{
	for (;;) {
		size_t child = 2 * i + 1;

		if (child >= n)
			return;
		if (child + 1 < n &&
		    compare(&heap[child], &heap[child + 1]) < 0)
			child++;
		if (compare(&heap[i], &heap[child]) >= 0)
			return;
		swap(&heap[i], &heap[child]);
		i = child;
	}
}

/* The first `want` of n to the front, in any order. */
static void
select_first(struct ranked *v, size_t n, size_t want,
    int (*compare)(const void *, const void *))
{
	for (size_t i = want / 2; i-- > 0;)
		sink(v, want, i, compare);
	for (size_t i = want; i < n; i++)
		if (compare(&v[i], &v[0]) < 0) {
			swap(&v[0], &v[i]);
			sink(v, want, 0, compare);
		}
}

/* ---- all of them -------------------------------------------------------- */

struct sorting {
	struct ranked *values;
	size_t n, chunk;
	int (*compare)(const void *, const void *);
};

static void
sort_chunk(void *ctx, size_t item, unsigned worker)
{
	struct sorting *s = ctx;
	size_t from = item * s->chunk;
	size_t n = s->n - from < s->chunk ? s->n - from : s->chunk;

	(void)worker;
	qsort(s->values + from, n, sizeof(*s->values), s->compare);
}

/* Two sorted runs, the second beginning at `middle`, into out. */
static void
merge(const struct ranked *v, size_t middle, size_t n, struct ranked *out,
    int (*compare)(const void *, const void *))
{
	size_t i = 0, j = middle;

	while (i < middle && j < n)
		*out++ = compare(&v[i], &v[j]) <= 0 ? v[i++] : v[j++];
	while (i < middle)
		*out++ = v[i++];
	while (j < n)
		*out++ = v[j++];
}

/* Returns the sorted array: values or room. */
static struct ranked *
sort_all(struct run *r, struct ranked *values, struct ranked *room, size_t n,
    int (*compare)(const void *, const void *))
{
	struct sorting s = { values, n, n, compare };
	size_t parts = n < PARALLEL_MIN ? 1 : pool_threads(r->pool);

	s.chunk = (n + parts - 1) / parts;
	if (n == 0 ||
	    !pool_run(r->pool, (n + s.chunk - 1) / s.chunk, r->options->stop,
	        sort_chunk, &s))
		return values;
	for (size_t run = s.chunk; run < n; run *= 2) {
		struct ranked *other = room;

		for (size_t from = 0; from < n; from += 2 * run) {
			size_t left = n - from;

			merge(values + from, left < run ? left : run,
			    left < 2 * run ? left : 2 * run, other + from,
			    compare);
		}
		room = values;
		values = other;
	}
	return values;
}

/* ---- the whole ---------------------------------------------------------- */

struct ranked *
rank_sort(struct run *r, struct ranked *values, struct ranked *room, size_t n,
    bool descending)
{
	return sort_all(r, values, room, n,
	    descending ? descending_order : ascending_order);
}

uint32_t *
rank_numbers(struct run *r, const struct ids *ids, const uint64_t *used,
    bool descending, uint64_t want, uint32_t *n, struct arena *tmp)
{
	uint32_t count = ids_count(ids);
	size_t words = bits_words(count), total = bits_count(used, words);
	struct ranked *values = mem_alloc(total * sizeof(*values));
	struct ranked *room = NULL, *sorted;
	uint32_t *ranks = arena_raw(tmp, count * sizeof(*ranks));
	int (*compare)(const void *, const void *) =
	    descending ? descending_order : ascending_order;
	size_t k = 0;

	for (size_t i = 0; i < words; i++)
		for (uint64_t w = used[i]; w; w &= w - 1) {
			uint32_t number =
			    (uint32_t)(i * 64) + (uint32_t)__builtin_ctzll(w);

			values[k].number = number;
			values[k++].value =
			    ordered_of(ids_datum(ids, number, tmp));
		}
	if (want < total / 4) {
		select_first(values, total, want, compare);
		k = want;
	}
	room = mem_alloc(k * sizeof(*room));
	sorted = sort_all(r, values, room, k, compare);
	memset(ranks, 0xff, count * sizeof(*ranks)); /* RANK_LAST */
	for (size_t i = 0; i < k; i++)
		ranks[sorted[i].number] = (uint32_t)i;
	*n = (uint32_t)k;
	free(values);
	free(room);
	return run_halted(r) ? NULL : ranks;
}
