/*
 * The order of all events: (time, source name, record number); where few have
 * come, the order before with these among them.
 *
 * Runs of rows are put in order of name and record first; a stable radix
 * sort by time then leaves equal times in that order.
 */
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "store/snapshot.h"

#define DIGIT 11
#define BUCKETS (1u << DIGIT)

struct stretch { /* events that follow each other in one source */
	uint64_t record;
	uint32_t rank;
	uint32_t event;
	uint32_t count;
};

static int
by_place(const void *a, const void *b)
{
	const struct stretch *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (x->record != y->record)
		return x->record < y->record ? -1 : 1;
	return (x->event > y->event) - (x->event < y->event);
}

struct stretches {
	struct stretch *p;
	size_t n, capacity;
};

static void
add(struct stretches *s, uint32_t rank, uint64_t record, uint32_t event)
{
	struct stretch *last = s->n ? &s->p[s->n - 1] : NULL;

	if (last && last->rank == rank && last->event + last->count == event &&
	    last->record + last->count == record) {
		last->count++;
		return;
	}
	if (s->n == s->capacity) {
		s->capacity = s->capacity ? s->capacity * 2 : 1024;
		s->p = mem_grow(s->p, s->capacity, sizeof(*s->p));
	}
	s->p[s->n++] = (struct stretch){ record, rank, event, 1 };
}

/* Adds the rows of a run that stand where the run says; those with copies
 * stand where the first copy is. */
static void
add_run(struct stretches *s, const struct snapshot *snap, const struct run *r,
    uint32_t event, uint32_t rows, const uint32_t *ranks, size_t *copy)
{
	for (uint32_t i = 0; i < rows; i++) {
		const struct copy *c;

		while (*copy < snap->n_copies &&
		    snap->copies[*copy].event < event + i)
			++*copy;
		c = &snap->copies[*copy];
		if (*copy < snap->n_copies && c->event == event + i)
			add(s, ranks[c->place.source], c->place.record,
			    event + i);
		else
			add(s, ranks[r->source], r->record + i, event + i);
	}
}

static void
places_in_order(const struct snapshot *snap, const uint32_t *ranks,
    uint32_t *out)
{
	struct stretches s = { 0 };
	size_t copy = 0;
	uint32_t n = 0;

	for (uint32_t i = 0; i < snap->n_segments; i++) {
		const struct segment *g = snap->segments[i];

		for (uint32_t k = 0; k < g->n_runs; k++) {
			uint32_t end = k + 1 < g->n_runs ? g->runs[k + 1].row
			                                 : g->rows;

			add_run(&s, snap, &g->runs[k],
			    snap->bases[i] + g->runs[k].row,
			    end - g->runs[k].row, ranks, &copy);
		}
	}
	if (s.n)
		qsort(s.p, s.n, sizeof(*s.p), by_place);
	for (size_t i = 0; i < s.n; i++)
		for (uint32_t k = 0; k < s.p[i].count; k++)
			out[n++] = s.p[i].event + k;
	free(s.p);
}

struct keyed {
	uint64_t key;
	uint32_t event;
};

/* Stable, by the low `bits` of the key. */
static struct keyed *
radix_sort(struct keyed *a, struct keyed *b, uint32_t n, unsigned bits)
{
	for (unsigned shift = 0; shift < bits; shift += DIGIT) {
		uint32_t at[BUCKETS] = { 0 }, sum = 0;
		struct keyed *t;

		for (uint32_t i = 0; i < n; i++)
			at[a[i].key >> shift & (BUCKETS - 1)]++;
		for (uint32_t k = 0; k < BUCKETS; k++) {
			uint32_t count = at[k];

			at[k] = sum;
			sum += count;
		}
		for (uint32_t i = 0; i < n; i++)
			b[at[a[i].key >> shift & (BUCKETS - 1)]++] = a[i];
		t = a;
		a = b;
		b = t;
	}
	return a;
}

/* The widest unit that all times are multiples of, behind the first. */
static uint64_t
time_unit(const struct snapshot *snap)
{
	static const int64_t units[] = { US_PER_SECOND, US_PER_MS };

	for (size_t u = 0; u < 2; u++) {
		bool fits = true;

		for (uint32_t i = 0; i < snap->n_segments && fits; i++) {
			const struct segment *g = snap->segments[i];

			fits = g->time_diffs && g->time_unit % units[u] == 0 &&
			    (g->time_base - snap->first_us) % units[u] == 0;
		}
		if (fits)
			return (uint64_t)units[u];
	}
	return 1;
}

static void
order_all(struct snapshot *snap, const uint32_t *ranks)
{
	uint32_t n = snap->n_events;
	struct keyed *a = mem_alloc(n * sizeof(*a));
	struct keyed *b = mem_alloc(n * sizeof(*b)), *sorted;
	uint64_t unit = time_unit(snap), max = 0;
	unsigned bits = 0;

	snap->order = mem_alloc(n * sizeof(*snap->order));
	places_in_order(snap, ranks, snap->order);
	/* Keys by event first: that is the order in memory. */
	for (uint32_t i = 0; i < snap->n_segments; i++) {
		const struct segment *g = snap->segments[i];

		for (uint32_t row = 0; row < g->rows; row++) {
			int64_t us = segment_time(g, row);

			b[snap->bases[i] + row].key = us == TIME_NONE
			    ? 0
			    : ((uint64_t)us - (uint64_t)snap->first_us) /
			            unit + 1;
		}
	}
	for (uint32_t i = 0; i < n; i++) {
		a[i].event = snap->order[i];
		a[i].key = b[snap->order[i]].key;
		if (a[i].key > max)
			max = a[i].key;
	}
	while (bits < 64 && max >> bits)
		bits++;
	sorted = radix_sort(a, b, n, bits);
	for (uint32_t i = 0; i < n; i++)
		snap->order[i] = sorted[i].event;
	free(a);
	free(b);
}

/* ---- a few more --------------------------------------------------------- */

#define FEW(n) ((n) / 16 + 64)

struct sorting {
	struct snapshot *snap;
	const uint32_t *ranks;
};

/* Untimed before all: TIME_NONE is the least number. */
static int
compare_events(const void *a, const void *b, void *ctx)
{
	const struct sorting *s = ctx;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int64_t us = snapshot_time(s->snap, x), vs = snapshot_time(s->snap, y);
	struct place p, q;

	if (us != vs)
		return us < vs ? -1 : 1;
	p = snapshot_place(s->snap, x);
	q = snapshot_place(s->snap, y);
	if (p.source != q.source)
		return s->ranks[p.source] < s->ranks[q.source] ? -1 : 1;
	if (p.record != q.record)
		return p.record < q.record ? -1 : 1;
	return (x > y) - (x < y);
}

/* The events of before stand where they stood: none of them has got a copy
 * that goes first. */
static bool
stands(struct snapshot *snap, struct snapshot *before)
{
	for (size_t i = 0; i < snap->n_copies; i++) {
		const struct copy *c = &snap->copies[i];
		struct place was;

		if (c->event >= before->n_events)
			break;
		if (i > 0 && c[-1].event == c->event)
			continue;
		was = snapshot_place(before, c->event);
		if (was.source != c->place.source ||
		    was.record != c->place.record)
			return false;
	}
	return true;
}

/* Behind how many of the first n of order the event goes; most go to the
 * end. */
static uint32_t
goes_behind(const struct sorting *s, const uint32_t *order, uint32_t n,
    uint32_t event)
{
	uint32_t lo = 0, hi = n, step = 1;

	while (hi > 0 && step < hi &&
	    compare_events(&order[hi - step], &event, (void *)s) > 0)
		step *= 2;
	if (step < hi)
		lo = hi - step;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (compare_events(&order[mid], &event, (void *)s) <= 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void
order_more(struct snapshot *snap, const uint32_t *ranks,
    const struct snapshot *before)
{
	struct sorting s = { snap, ranks };
	uint32_t old = before->n_events, end = old, at = snap->n_events;
	uint32_t n = at - old;
	uint32_t *fresh = mem_alloc(n * sizeof(*fresh));

	for (uint32_t i = 0; i < n; i++)
		fresh[i] = old + i;
	qsort_r(fresh, n, sizeof(*fresh), compare_events, &s);
	snap->order = mem_alloc(snap->n_events * sizeof(*snap->order));
	while (n > 0) {
		uint32_t from = goes_behind(&s, before->order, end,
		    fresh[n - 1]);

		at -= end - from;
		memcpy(snap->order + at, before->order + from,
		    (end - from) * sizeof(*snap->order));
		end = from;
		snap->order[--at] = fresh[--n];
	}
	memcpy(snap->order, before->order, end * sizeof(*snap->order));
	free(fresh);
}

void
order_make(struct snapshot *snap, const uint32_t *ranks,
    struct snapshot *before)
{
	if (before && before->dropped == snap->dropped &&
	    before->n_events > 0 && before->n_events <= snap->n_events &&
	    snap->n_events - before->n_events <= FEW(before->n_events) &&
	    stands(snap, before))
		order_more(snap, ranks, before);
	else
		order_all(snap, ranks);
}
