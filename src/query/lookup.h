/*
 * Tables of lookup and cidrlookup: CSV files (RFC 4180) with a header line.
 *
 * A table is read for each query that asks for it.  Of rows with one key the
 * first counts, of ranges that hold an address the narrowest, of equal ones
 * the first.
 */
#ifndef QUERY_LOOKUP_H
#define QUERY_LOOKUP_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define LOOKUP_BYTES_MAX ((size_t)64 << 20)
#define LOOKUP_KEYS_MAX 8

struct lookup;

/* Reads dir/name.csv; dir NULL: that of the user.  NULL: err has the reason
 * and no place.  In the arena. */
struct lookup *lookup_load(struct str name, const char *dir, struct arena *a,
    struct err *err);

/* The column of that name, or UINT32_MAX. */
uint32_t lookup_column(const struct lookup *t, struct str name);
/* The names of its columns, for a message; in the arena. */
struct str lookup_columns_text(const struct lookup *t, struct arena *a);

/* Makes these columns the key, or one column of ranges. */
void lookup_by_keys(struct lookup *t, const uint32_t *columns, uint32_t n,
    struct arena *a);
/* *bad: how many cells are no range. */
void lookup_by_ranges(struct lookup *t, uint32_t column, uint64_t *bad,
    struct arena *a);

/* The columns that are asked for; the array is borrowed. */
void lookup_set_outputs(struct lookup *t, const uint32_t *columns);

/* How many texts a key has: 1 for ranges. */
uint32_t lookup_keys(const struct lookup *t);
/* The row of a key, or of an address; UINT32_MAX: none.  Read-only, for all
 * threads. */
uint32_t lookup_find(const struct lookup *t, const struct str *key);

/* What a row has in output i; p NULL: it is too short to have it. */
struct str lookup_output(const struct lookup *t, uint32_t row, uint32_t i);
#endif
