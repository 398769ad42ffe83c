/*
 * Snapshots: what readers hold.
 */
#include "store/snapshot.h"

#include <stdlib.h>

struct snapshot *
snapshot_hold(struct snapshot *s)
{
	atomic_fetch_add(&s->references, 1);
	return s;
}

void
snapshot_release(struct snapshot *s)
{
	if (!s || atomic_fetch_sub(&s->references, 1) != 1)
		return;
	for (uint32_t i = 0; i < s->n_segments; i++)
		segment_release(s->segments[i]);
	common_cache_free(s->commons);
	pthread_mutex_destroy(&s->lock);
	free(s->segments);
	free(s->bases);
	free(s->order);
	arena_free(&s->arena);
	free(s);
}

struct store *
snapshot_store(const struct snapshot *s)
{
	return s->store;
}

uint64_t
snapshot_generation(const struct snapshot *s)
{
	return s->generation;
}

uint32_t
snapshot_events(const struct snapshot *s)
{
	return s->n_events;
}

uint64_t
snapshot_dropped(const struct snapshot *s)
{
	return s->dropped;
}

int64_t
snapshot_since(const struct snapshot *s)
{
	return s->since_us;
}

const uint32_t *
snapshot_order(const struct snapshot *s)
{
	return s->order;
}

bool
snapshot_span(const struct snapshot *s, int64_t *first, int64_t *last)
{
	*first = s->first_us;
	*last = s->last_us;
	return s->first_us <= s->last_us;
}

uint32_t
snapshot_segments(const struct snapshot *s)
{
	return s->n_segments;
}

uint32_t
segment_base(const struct snapshot *s, uint32_t seg)
{
	return s->bases[seg];
}

uint32_t
segment_rows(const struct snapshot *s, uint32_t seg)
{
	return s->segments[seg]->rows;
}

uint32_t
snapshot_segment_of(const struct snapshot *s, uint32_t event)
{
	uint32_t lo = 0, hi = s->n_segments;

	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (s->bases[mid] <= event)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

int64_t
snapshot_time(const struct snapshot *s, uint32_t event)
{
	uint32_t seg = snapshot_segment_of(s, event);

	return segment_time(s->segments[seg], event - s->bases[seg]);
}

void
segment_times(const struct snapshot *s, uint32_t seg, int64_t *out)
{
	const struct segment *g = s->segments[seg];

	for (uint32_t i = 0; i < g->rows; i++)
		out[i] = segment_time(g, i);
}

const struct copy *
snapshot_copies_of(const struct snapshot *s, uint32_t event, size_t *n)
{
	size_t lo = 0, hi = s->n_copies, end;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->copies[mid].event < event)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (end = lo; end < s->n_copies && s->copies[end].event == event;)
		end++;
	*n = end - lo;
	return end > lo ? &s->copies[lo] : NULL;
}

unsigned
snapshot_flags(const struct snapshot *s, uint32_t event)
{
	uint32_t seg = snapshot_segment_of(s, event);
	const struct segment *g = s->segments[seg];
	unsigned flags = g->flags ? g->flags[event - s->bases[seg]] : 0;
	const struct copy *c;
	size_t n;

	if (!s->copies_differ)
		return flags;
	c = snapshot_copies_of(s, event, &n);
	for (size_t i = 0; c && i < n; i++)
		flags |= c[i].flags;
	return flags;
}

struct place
snapshot_place(const struct snapshot *s, uint32_t event)
{
	size_t n;
	const struct copy *c = snapshot_copies_of(s, event, &n);
	uint32_t seg;

	if (c)
		return c->place;
	seg = snapshot_segment_of(s, event);
	return segment_place(s->segments[seg], event - s->bases[seg]);
}

uint32_t
snapshot_copies(const struct snapshot *s, uint32_t event)
{
	size_t n;

	return snapshot_copies_of(s, event, &n) ? (uint32_t)n : 1;
}

size_t
snapshot_places(const struct snapshot *s, uint32_t event, struct place *out,
    size_t cap)
{
	size_t n;
	const struct copy *c = snapshot_copies_of(s, event, &n);

	if (!c) {
		if (cap)
			out[0] = snapshot_place(s, event);
		return 1;
	}
	for (size_t i = 0; i < n && i < cap; i++)
		out[i] = c[i].place;
	return n;
}

bool
snapshot_conflict(const struct snapshot *s, uint32_t event)
{
	size_t lo = 0, hi = s->n_conflicts;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->conflicts[mid] < event)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < s->n_conflicts && s->conflicts[lo] == event;
}
