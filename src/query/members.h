/*
 * The rows of one segment, grouped by the local codes (ids.h) of their keys.
 */
#ifndef QUERY_MEMBERS_H
#define QUERY_MEMBERS_H

#include <stdint.h>
#include "query/ids.h"
#include "query/rows.h"

/* Rows, and the group of each. */
struct members {
	uint32_t *rows; /* NULL: all of the segment */
	uint32_t n;
	uint32_t *group;
	uint32_t n_groups; /* some may have no rows */
	uint32_t *counts;  /* of rows, of each group */
	uint32_t *tuples;  /* of each group: numbers of the keys */
};

static inline uint32_t
members_row(const struct members *m, uint32_t i)
{
	return m->rows ? m->rows[i] : i;
}

/* Of the rows that are in the set.  In tmp. */
struct members members_of(const struct layout *l, const uint64_t *rows,
    struct ids *const *keys, uint32_t n_keys, uint32_t seg,
    struct arena *tmp);
#endif
