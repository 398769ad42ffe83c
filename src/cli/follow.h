/*
 * spoor query --follow: rows as their events come.
 */
#ifndef CLI_FOLLOW_H
#define CLI_FOLLOW_H

#include "cli/options.h"
#include "query/query.h"

/* Prints the rows of what there is, oldest first, then of what comes, until
 * the user stops it, the reader of standard output leaves, or nothing can come
 * any more.  What is not read is said as it is noticed.  Returns the exit
 * status; err is set when that is EXIT_FAILED and it was not said. */
int follow_query(const struct options *o, const struct query *q,
    const char *const *logs, size_t n, struct err *err);
#endif
