/*
 * Values of an expression over events as small numbers: equal values have
 * equal numbers, so that grouping, counting of different values, sorting and
 * dedup need no text for each row.
 *
 * In a segment a row has a local code; a map for each segment leads from it
 * to the number.  For a field of the record the codes are the entries of its
 * columns and the numbers those common to all segments; an expression of one
 * field is evaluated once for each of these; anything else row by row.
 */
#ifndef QUERY_IDS_H
#define QUERY_IDS_H

#include <stdint.h>
#include "query/intern.h"
#include "query/run.h"

#define IDS_NONE UINT32_MAX /* missing */

struct ids;

/* For the rows of a set; of others nothing is known.  In the arena of the
 * run's result.  NULL when halted; err is set. */
struct ids *ids_of(struct run *r, const struct expr *x, const uint64_t *rows);

/* Numbers of data that were interned, without rows.  Copies the array. */
struct ids *ids_of_values(const struct intern *values, struct arena *a);

uint32_t ids_count(const struct ids *ids); /* numbers are below */

/* Local codes of all rows of a segment, into out: below *n_codes, or
 * IDS_NONE.  Codes of rows outside the set mean nothing.  Of segments without
 * rows in the set: all IDS_NONE. */
void ids_codes(const struct ids *ids, uint32_t seg, uint32_t *out,
    uint32_t *n_codes, struct arena *tmp);
/* The number of a local code (IDS_NONE too: a missing field may give a
 * value); IDS_NONE: missing. */
uint32_t ids_number(const struct ids *ids, uint32_t seg, uint32_t code);

/* The value of a number; its text is borrowed, or in the arena. */
struct datum ids_datum(const struct ids *ids, uint32_t number,
    struct arena *a);
#endif
