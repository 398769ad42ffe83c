/*
 * Conditions over events: from a set of rows to those where it holds.
 *
 * and, or and not work on sets.  A test of one field is made once for each
 * different value of a segment; only what looks at several fields is made row
 * by row, and only for rows that are still undecided.  What has to read
 * records comes last.
 */
#ifndef QUERY_FILTER_H
#define QUERY_FILTER_H

#include "query/run.h"

/* Clears the bits of rows where the condition does not hold.  False when
 * halted; err is set. */
bool filter_rows(struct run *r, const struct expr *condition, uint64_t *rows);
#endif
