/*
 * Ranks: the place of values in the order of sort.
 */
#ifndef QUERY_RANK_H
#define QUERY_RANK_H

#include "query/ids.h"
#include "query/run.h"

#define RANK_LAST UINT32_MAX /* missing, or beyond what was wanted */

struct ranked {
	struct ordered value; /* not missing */
	uint32_t number;
};

/* Sorts values; the result is in one of the two arrays, which is
 * returned. */
struct ranked *rank_sort(struct run *r, struct ranked *values,
    struct ranked *room, size_t n, bool descending);

/* The rank of each number that is used (a bit for each), from 0; *n: how many
 * ranks there are.  When only the first `want` are wanted, of the others it
 * is only known that they come later: RANK_LAST.  In tmp.  NULL when
 * halted. */
uint32_t *rank_numbers(struct run *r, const struct ids *ids,
    const uint64_t *used, bool descending, uint64_t want, uint32_t *n,
    struct arena *tmp);
#endif
