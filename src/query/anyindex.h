/*
 * Paths with `*` for a position: items.*.id is items.0.id, items.1.id, ...
 * Our own extension; Logs Insights has no such thing.
 *
 * In a comparison, and in a function that asks something, it holds when it
 * holds for any element, and what is negated (!=, not like, not in) when it
 * holds for all.  Elsewhere it stands for the list of them.
 */
#ifndef QUERY_ANYINDEX_H
#define QUERY_ANYINDEX_H

#include "base/arena.h"
#include "store/store.h"

struct anyindex {
	uint32_t *paths; /* in the order of positions */
	uint32_t n;
};

/* The paths of the snapshot that it stands for; in the arena.  Looks at each
 * path once. */
struct anyindex *anyindex_bind(
    struct snapshot *s, struct str name, struct arena *a);

/* The columns of a segment, in the order of the paths. */
struct column *anyindex_columns(const struct anyindex *x,
    const struct snapshot *s, uint32_t seg, struct arena *a);

/* Calls with each value of a row that is not absent, in order.  Its text lives
 * until the call ends. */
void anyindex_values(const struct anyindex *x, const struct column *columns,
    uint32_t row, void (*found)(void *ctx, struct value v), void *ctx);
#endif
