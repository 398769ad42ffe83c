/*
 * A list of constants behind `in`, sorted, so that a long one is searched and
 * not walked through.
 */
#ifndef QUERY_CONSTANTS_H
#define QUERY_CONSTANTS_H

#include "base/arena.h"
#include "query/datum.h"
#include "query/tree.h"

#define CONSTANTS_MIN 16 /* shorter lists are walked through */

struct constants {
	struct str *texts;
	double *numbers; /* of those that read as numbers */
	uint32_t n_texts, n_numbers;
};

/* In the arena.  NULL: the list is short, or not all are constants. */
struct constants *constants_of(const struct expr *list, struct arena *a);

/* The same of values; missing ones are left out.  Their texts are borrowed. */
struct constants *constants_of_data(const struct datum *values, uint64_t n,
    struct arena *a);

/* d, not missing, equals one of them (datum_compare). */
bool constants_have(const struct constants *c, const struct datum *d,
    struct arena *scratch);
#endif
