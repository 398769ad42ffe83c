/*
 * Field discovery: which paths there are and which values they have, under a
 * filter.
 */
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "store/field.h"

/* The filter's bits of one segment, from bit 0.  In tmp. */
static uint64_t *
segment_filter(const struct snapshot *s, uint32_t seg, const uint64_t *events,
    struct arena *tmp)
{
	uint32_t rows = segment_rows(s, seg), base = segment_base(s, seg);
	size_t words = bits_words(rows);
	uint64_t *out = arena_array(tmp, words, sizeof(*out));
	unsigned shift = base % 64;

	if (!events) {
		bits_fill(out, rows);
		return out;
	}
	for (size_t i = 0; i < words; i++) {
		size_t at = base / 64 + i;

		out[i] = events[at] >> shift;
		if (shift && at + 1 < bits_words(s->n_events))
			out[i] |= events[at + 1] << (64 - shift);
	}
	if (rows % 64)
		out[words - 1] &= ((uint64_t)1 << (rows % 64)) - 1;
	return out;
}

struct counting {
	struct snapshot *snap;
	const uint64_t *events;
	_Atomic uint64_t *counts; /* by path */
};

static uint64_t
count_column(const struct column *c, const uint64_t *filter, bool all,
    uint64_t *bits)
{
	size_t words = bits_words(c->n_rows);
	uint64_t n = 0;

	if (all && !c->positions)
		return c->n_present;
	if (c->shape == COLUMN_SPARSE) {
		for (uint32_t i = 0; i < c->n_present; i++)
			if ((!i || c->rows[i] != c->rows[i - 1]) &&
			    bits_has(filter, c->rows[i]))
				n++;
		return n;
	}
	if (c->shape == COLUMN_CONST ||
	    (c->shape == COLUMN_DENSE && !c->codes))
		return bits_count(filter, words);
	memset(bits, 0, words * sizeof(*bits));
	column_present(c, bits);
	for (size_t i = 0; i < words; i++)
		n += (uint64_t)__builtin_popcountll(bits[i] & filter[i]);
	return n;
}

/* n_present of a dense column with gaps counts its rows once too. */
static void
count_segment(void *ctx, size_t seg, unsigned worker)
{
	struct counting *k = ctx;
	struct arena tmp = { 0 };
	const struct segment *g = k->snap->segments[seg];
	uint64_t *filter =
	    segment_filter(k->snap, (uint32_t)seg, k->events, &tmp);
	uint64_t *bits =
	    arena_array(&tmp, bits_words(g->rows), sizeof(*bits));
	uint64_t here = bits_count(filter, bits_words(g->rows));

	(void)worker;
	for (uint32_t i = 0; i < g->n_paths && here; i++) {
		struct column c;

		segment_get_column(g, g->paths[i], &c);
		atomic_fetch_add_explicit(&k->counts[g->paths[i]],
		    count_column(&c, filter, here == g->rows, bits),
		    memory_order_relaxed);
	}
	arena_free(&tmp);
}

struct named_count {
	struct path_count count;
	struct str name;
};

static int
most_first(const void *a, const void *b)
{
	const struct named_count *x = a, *y = b;

	if (x->count.events != y->count.events)
		return x->count.events > y->count.events ? -1 : 1;
	return str_compare(x->name, y->name);
}

struct path_count *
discover_paths(struct snapshot *s, const uint64_t *events, struct pool *pool,
    const atomic_bool *stop, struct arena *a, size_t *n)
{
	uint32_t paths = paths_count(s->store->paths);
	struct counting k = { s, events, mem_zero(paths, sizeof(uint64_t)) };
	struct path_count *out = NULL;
	struct named_count *found;
	struct arena names = { 0 };
	struct buf name = { 0 };

	*n = 0;
	if (!pool_run(pool, s->n_segments, stop, count_segment, &k))
		goto out;
	found = arena_array(&names, paths, sizeof(*found));
	for (uint32_t p = OWN_PATHS; p < paths; p++) {
		if (!k.counts[p])
			continue;
		buf_reset(&name);
		path_print(s->store, p, &name);
		found[*n].count = (struct path_count){ p, k.counts[p] };
		found[*n].name = arena_copy(&names, buf_str(&name));
		++*n;
	}
	qsort(found, *n, sizeof(*found), most_first);
	out = arena_array(a, *n, sizeof(*out));
	for (size_t i = 0; i < *n; i++)
		out[i] = found[i].count;
out:
	buf_free(&name);
	arena_free(&names);
	free(k.counts);
	return out;
}

/* ---- values ----------------------------------------------------------------- */

/*
 * Two passes over the rows: how many events each number has, then, of the few
 * numbers that are wanted, when.  So what is kept for each number is small.
 */
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
};

/* Calls row(k, worker, segment row, number) for each row under the filter
 * that has a value. */
static inline void
each_number(struct tallying *k, uint32_t seg, unsigned worker,
    void (*row)(struct tallying *k, unsigned worker, const struct segment *g,
        uint32_t row, uint32_t number))
{
	struct snapshot *s = k->field->snap;
	const struct segment *g = s->segments[seg];
	const uint32_t *map = k->common->map[seg];
	struct arena *tmp = &k->arenas[worker];
	uint64_t *filter;
	uint32_t *entries;
	struct column c;

	arena_reset(tmp);
	filter = segment_filter(s, seg, k->events, tmp);
	entries = arena_raw(tmp, g->rows * sizeof(*entries));
	field_column(k->field, seg, &c, tmp);
	column_entries(&c, entries);
	for (size_t i = 0; i < bits_words(g->rows); i++)
		for (uint64_t w = filter[i]; w; w &= w - 1) {
			uint32_t at = (uint32_t)(i * 64) +
			    (uint32_t)__builtin_ctzll(w);

			if (entries[at] != ENTRY_NONE &&
			    map[entries[at]] != COMMON_ABSENT)
				row(k, worker, g, at, map[entries[at]]);
		}
}

static inline void
count_row(struct tallying *k, unsigned worker, const struct segment *g,
    uint32_t row, uint32_t number)
{
	(void)g;
	(void)row;
	k->counts[worker][number]++;
}

static void
count_numbers(void *ctx, size_t seg, unsigned worker)
{
	struct tallying *k = ctx;

	if (!k->counts[worker])
		k->counts[worker] =
		    mem_zero(k->common->n, sizeof(**k->counts));
	each_number(k, (uint32_t)seg, worker, count_row);
}

static inline void
time_row(struct tallying *k, unsigned worker, const struct segment *g,
    uint32_t row, uint32_t number)
{
	uint32_t slot = k->slots[number];
	int64_t us = slot ? segment_time(g, row) : TIME_NONE;
	struct tally *t;

	if (us == TIME_NONE)
		return;
	t = &k->tallies[worker][slot - 1];
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
	*distinct = *present = 0;
	k.common = field_common(f, pool, stop);
	if (!k.common)
		return NULL;
	k.counts = mem_zero(threads, sizeof(*k.counts));
	k.tallies = mem_zero(threads, sizeof(*k.tallies));
	k.arenas = mem_zero(threads, sizeof(*k.arenas));
	done = pool_run(pool, segments, stop, count_numbers, &k);
	sum = sum_counts(&k, threads);
	for (uint32_t e = 0; sum && e < k.common->n; e++) {
		*distinct += sum[e] != 0;
		*present += sum[e];
	}
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

/* ---- types --------------------------------------------------------------- */

struct types {
	struct snapshot *snap;
	const char *found; /* NULL: no value yet */
};

/* The types of the values of one path, over all segments. */
static void
add_types(void *ctx, uint32_t path)
{
	static const char *const names[] = {
		[VALUE_STRING] = "text",
		[VALUE_NUMBER] = "number",
		[VALUE_TRUE] = "yes/no",
		[VALUE_FALSE] = "yes/no",
	};
	struct types *t = ctx;

	for (uint32_t seg = 0; seg < snapshot_segments(t->snap); seg++) {
		struct column c;

		segment_column(t->snap, seg, path, &c);
		for (uint32_t e = 0; e < c.n_entries; e++) {
			enum value_type type = column_type(&c, e);

			if (type >= VALUE_NULL || type == VALUE_MISSING)
				continue;
			if (t->found && t->found != names[type]) {
				t->found = "mixed";
				return;
			}
			t->found = names[type];
			if (!c.types)
				break; /* all entries have this one */
		}
	}
}

const char *
discover_type(struct snapshot *s, struct str name)
{
	struct types t = { .snap = s };

	paths_named(snapshot_store(s), name, add_types, &t);
	return t.found ? t.found : "empty";
}
