/*
 * The most frequent values of a field under a filter.
 *
 * Two passes over the rows: how many events each number has, then, of the few
 * numbers that are wanted, when.  So what is kept for each number is small.
 */
#include <stdlib.h>

#include "base/bits.h"
#include "store/field.h"

struct tally {
	uint64_t timed;
	int64_t first_us, last_us; /* where timed */
};

struct tallying {
	const struct field *field;
	const struct common *common;
	const uint64_t *events;
	uint32_t **counts;      /* [worker][number] */
	const uint32_t *best;   /* the wanted numbers */
	size_t n_best;
	const uint32_t *slots;  /* of each number: its i + 1, or 0 */
	struct tally **tallies; /* [worker][i of best] */
	struct arena *arenas;   /* [worker] */
	_Atomic uint64_t present; /* rows that had a value */
};

/* Where one number of a segment's row was found. */
struct at {
	unsigned worker;
	const struct segment *segment;
	uint32_t row;
};

/* The same for rows with several entries: each number once. */
static inline uint64_t
each_of_several(struct tallying *k, const struct column *c,
    const uint32_t *map, const uint64_t *filter, struct at at,
    void (*found)(struct tallying *k, struct at at, uint32_t number))
{
	uint32_t *seen = arena_array(&k->arenas[at.worker], k->common->n,
	    sizeof(*seen)); /* row + 1 */
	uint64_t rows = 0;
	uint32_t last = UINT32_MAX;

	for (uint32_t i = 0; i < c->n_present; i++) {
		uint32_t number = map[column_entry_at(c, i)];

		at.row = c->rows[i];
		if (number == COMMON_ABSENT || !bits_has(filter, at.row) ||
		    seen[number] == at.row + 1)
			continue;
		seen[number] = at.row + 1;
		rows += at.row != last;
		last = at.row;
		found(k, at, number);
	}
	return rows;
}

/* Calls for each row under the filter that has a value; returns how many those
 * are. */
static inline uint64_t
each_number(struct tallying *k, uint32_t seg, unsigned worker,
    void (*found)(struct tallying *k, struct at at, uint32_t number))
{
	struct snapshot *s = k->field->snap;
	struct at at = { worker, s->segments[seg], 0 };
	const uint32_t *map = k->common->map[seg];
	struct arena *tmp = &k->arenas[worker];
	uint64_t *filter, rows = 0;
	uint32_t *entries;
	struct column c;

	arena_reset(tmp);
	filter = segment_filter(s, seg, k->events, tmp);
	field_column(k->field, seg, &c, tmp);
	if (k->field->kind == FIELD_ANY)
		return each_of_several(k, &c, map, filter, at, found);
	entries = arena_raw(tmp, at.segment->rows * sizeof(*entries));
	column_entries(&c, entries);
	for (size_t i = 0; i < bits_words(at.segment->rows); i++)
		for (uint64_t w = filter[i]; w; w &= w - 1) {
			at.row = (uint32_t)(i * 64) +
			    (uint32_t)__builtin_ctzll(w);
			if (entries[at.row] == ENTRY_NONE ||
			    map[entries[at.row]] == COMMON_ABSENT)
				continue;
			rows++;
			found(k, at, map[entries[at.row]]);
		}
	return rows;
}

static inline void
count_row(struct tallying *k, struct at at, uint32_t number)
{
	k->counts[at.worker][number]++;
}

static void
count_numbers(void *ctx, size_t seg, unsigned worker)
{
	struct tallying *k = ctx;

	if (!k->counts[worker])
		k->counts[worker] =
		    mem_zero(k->common->n, sizeof(**k->counts));
	atomic_fetch_add_explicit(&k->present,
	    each_number(k, (uint32_t)seg, worker, count_row),
	    memory_order_relaxed);
}

static inline void
time_row(struct tallying *k, struct at at, uint32_t number)
{
	uint32_t slot = k->slots[number];
	int64_t us = slot ? segment_time(at.segment, at.row) : TIME_NONE;
	struct tally *t;

	if (us == TIME_NONE)
		return;
	t = &k->tallies[at.worker][slot - 1];
	if (!t->timed || us < t->first_us)
		t->first_us = us;
	if (!t->timed || us > t->last_us)
		t->last_us = us;
	t->timed++;
}

static void
time_numbers(void *ctx, size_t seg, unsigned worker)
{
	struct tallying *k = ctx;

	if (!k->tallies[worker])
		k->tallies[worker] =
		    mem_zero(k->n_best, sizeof(**k->tallies));
	each_number(k, (uint32_t)seg, worker, time_row);
}

/* Most events first, then text. */
static bool
before(const struct tallying *k, const uint32_t *counts, uint32_t a,
    uint32_t b)
{
	char room_a[40], room_b[40];

	if (counts[a] != counts[b])
		return counts[a] > counts[b];
	return str_compare(common_value(k->common, a, room_a).text,
	           common_value(k->common, b, room_b).text) < 0;
}

/* Lets the number at i of a heap, whose top is its last in order, sink. */
static void
sink(const struct tallying *k, const uint32_t *counts, uint32_t *heap,
    size_t n, size_t i)
{
	for (;;) {
		size_t child = 2 * i + 1;
		uint32_t number = heap[i];

		if (child >= n)
			return;
		if (child + 1 < n &&
		    before(k, counts, heap[child], heap[child + 1]))
			child++;
		if (!before(k, counts, number, heap[child]))
			return;
		heap[i] = heap[child];
		heap[child] = number;
		i = child;
	}
}

/* The best `top` numbers in order. */
static uint32_t *
pick(const struct tallying *k, const uint32_t *counts, size_t top, size_t *n,
    struct arena *a)
{
	uint32_t *heap;

	if (top > k->common->n)
		top = k->common->n;
	heap = arena_array(a, top + 1, sizeof(*heap));
	*n = 0;
	for (uint32_t i = 0; i < k->common->n && top; i++) {
		if (!counts[i])
			continue;
		if (*n < top) {
			heap[(*n)++] = i;
			for (size_t at = *n / 2; *n == top && at-- > 0;)
				sink(k, counts, heap, top, at);
		} else if (before(k, counts, i, heap[0])) {
			heap[0] = i;
			sink(k, counts, heap, top, 0);
		}
	}
	for (size_t at = *n / 2; *n < top && at-- > 0;)
		sink(k, counts, heap, *n, at);
	for (size_t left = *n; left > 1;) {
		uint32_t number = heap[0];

		heap[0] = heap[--left];
		heap[left] = number;
		sink(k, counts, heap, left, 0);
	}
	return heap;
}

/* The sum over all workers, into those of the first. */
static uint32_t *
sum_counts(struct tallying *k, unsigned threads)
{
	uint32_t *sum = NULL;

	for (unsigned i = 0; i < threads; i++) {
		if (!k->counts[i])
			continue;
		for (uint32_t e = 0; sum && e < k->common->n; e++)
			sum[e] += k->counts[i][e];
		if (!sum)
			sum = k->counts[i];
	}
	return sum;
}

static void
fill(const struct tallying *k, size_t i, uint32_t events, unsigned threads,
    struct value_count *out, struct arena *a)
{
	char room[40];
	struct value v = common_value(k->common, k->best[i], room);
	bool timed = false;

	out->value = (struct value){ v.type, arena_copy(a, v.text) };
	out->events = events;
	out->first_us = out->last_us = TIME_NONE;
	for (unsigned w = 0; w < threads; w++) {
		const struct tally *t =
		    k->tallies[w] ? &k->tallies[w][i] : NULL;

		if (!t || !t->timed)
			continue;
		if (!timed || t->first_us < out->first_us)
			out->first_us = t->first_us;
		if (!timed || t->last_us > out->last_us)
			out->last_us = t->last_us;
		timed = true;
	}
}

struct value_count *
discover_values(const struct field *f, const uint64_t *events, size_t top,
    struct pool *pool, const atomic_bool *stop, struct arena *a, size_t *n,
    uint64_t *distinct, uint64_t *present)
{
	struct tallying k = { .field = f, .events = events };
	uint32_t segments = f->snap->n_segments;
	unsigned threads = pool_threads(pool);
	struct value_count *out = NULL;
	struct arena tmp = { 0 };
	uint32_t *sum, *slots;
	bool done;

	*n = 0;
	*distinct = 0;
	*present = 0;
	k.common = field_common(f, pool, stop);
	if (!k.common)
		return NULL;
	k.counts = mem_zero(threads, sizeof(*k.counts));
	k.tallies = mem_zero(threads, sizeof(*k.tallies));
	k.arenas = mem_zero(threads, sizeof(*k.arenas));
	done = pool_run(pool, segments, stop, count_numbers, &k);
	sum = sum_counts(&k, threads);
	for (uint32_t e = 0; sum && e < k.common->n; e++)
		*distinct += sum[e] != 0;
	*present = k.present;
	if (sum)
		k.best = pick(&k, sum, top, &k.n_best, &tmp);
	slots = arena_array(&tmp, k.common->n, sizeof(*slots));
	for (size_t i = 0; i < k.n_best; i++)
		slots[k.best[i]] = (uint32_t)i + 1;
	k.slots = slots;
	done = done && pool_run(pool, segments, stop, time_numbers, &k);
	if (done) {
		out = arena_array(a, k.n_best, sizeof(*out));
		*n = k.n_best;
		for (size_t i = 0; i < *n; i++)
			fill(&k, i, sum[k.best[i]], threads, &out[i], a);
	}
	for (unsigned i = 0; i < threads; i++) {
		free(k.counts[i]);
		free(k.tallies[i]);
		arena_free(&k.arenas[i]);
	}
	free(k.counts);
	free(k.tallies);
	free(k.arenas);
	arena_free(&tmp);
	return out;
}
