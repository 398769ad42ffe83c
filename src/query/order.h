/*
 * The order of rows.  Sorting is stable; missing values come last either way.
 */
#ifndef QUERY_ORDER_H
#define QUERY_ORDER_H

#include <stdint.h>
#include "query/ids.h"
#include "query/run.h"

/* The number (ids.h) of each event of a set, by event; others: anything.  In
 * the run's own arena. */
uint32_t *order_numbers(struct run *r, const struct ids *ids,
    const uint64_t *rows);

/* Makes the list of the events, or the order of the table's rows, as the keys
 * of the run say, and forgets the keys.  At most `want` rows are kept, the
 * first ones.  False when halted; err is set. */
bool order_rows(struct run *r, uint64_t want);
bool order_table(struct run *r, uint64_t want);
#endif
