/*
 * A set of events as bits, laid out by segment: each segment begins with a
 * word of its own, so that threads that work on different segments never
 * share one.  A set that is given or taken as a bit per event number is
 * converted at the border.
 */
#ifndef QUERY_ROWS_H
#define QUERY_ROWS_H

#include <stdint.h>
#include "base/arena.h"
#include "store/store.h"

struct layout {
	struct snapshot *snapshot;
	uint32_t n_segments;
	uint32_t *first; /* word of each segment; [n_segments]: their number */
};

/* In the arena. */
struct layout layout_of(struct snapshot *s, struct arena *a);

static inline uint32_t
layout_words(const struct layout *l)
{
	return l->first[l->n_segments];
}

/* An empty set, in the arena. */
uint64_t *rows_new(const struct layout *l, struct arena *a);
void rows_fill(const struct layout *l, uint64_t *rows);
uint64_t rows_count(const struct layout *l, const uint64_t *rows);
bool rows_has(const struct layout *l, const uint64_t *rows, uint32_t event);
void rows_add(const struct layout *l, uint64_t *rows, uint32_t event);

/* From and to a bit per event. */
void rows_from_events(const struct layout *l, const uint64_t *events,
    uint64_t *rows);
void rows_to_events(const struct layout *l, const uint64_t *rows,
    uint64_t *events);

/* Row numbers of a segment that are in the set, ascending; room for all rows.
 * Returns how many. */
uint32_t rows_list(const struct layout *l, const uint64_t *rows, uint32_t seg,
    uint32_t *out);

/* All members in order of number; returns how many. */
uint32_t rows_events(const struct layout *l, const uint64_t *rows,
    uint32_t *out);
#endif
