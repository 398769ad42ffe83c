/*
 * The order of all events: (time, source name, record number).
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

void
order_make(struct snapshot *snap, const uint32_t *ranks)
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
