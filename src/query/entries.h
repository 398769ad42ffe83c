/*
 * A condition over one field: tested once for each different value of a
 * segment.
 */
#ifndef QUERY_ENTRIES_H
#define QUERY_ENTRIES_H

#include "query/run.h"

/* Sets the bits of rows where x holds, among those of need at least (others
 * may be set too).  x looks at one field, which is no @message and no
 * @timestamp, and does not ask for its presence. */
void entries_test(struct run *r, struct eval *e, const struct expr *x,
    uint32_t seg, const uint64_t *need, uint64_t *out);
#endif
