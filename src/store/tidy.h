/*
 * What keeps a store that grows without end small: neighbours among the small
 * segments are merged, and the oldest segments are let go.
 */
#ifndef STORE_TIDY_H
#define STORE_TIDY_H

#include "store/snapshot.h"

#define MERGE_FAN 8

/* The segments one behind the other as one; its rows and what they say are
 * those of the parts.  A new one, held once.  n_rows together at most
 * SEGMENT_ROWS_MAX.  About 2 us a row. */
struct segment *segment_merge(const struct store *st,
    struct segment *const *parts, uint32_t n);
#endif
