/*
 * How much the values of a field differ between two sets of events.
 *
 * Of words (any values that are not all numbers) it is the total variation
 * distance of the two distributions, missing being a value like others; of
 * numbers the Kolmogorov-Smirnov statistic of those that have one.  Both are
 * 0 where the sets are alike and 1 where they have nothing in common.
 */
#ifndef QUERY_RELEVANCE_H
#define QUERY_RELEVANCE_H

#include "query/run.h"

#define RELEVANCE_TOP 3

struct relevance {
	double score;
	bool numeric;
	bool ids; /* words most of which occur once: no field to compare by */
	struct datum in_median, out_median; /* numeric */
	/* Words that are more frequent in the set, the greatest change first,
	 * as text. */
	struct str top;
};

/* in, out: the two sets.  In the arena; takes tmp for its work. */
struct relevance relevance_of(const struct layout *l, const struct field *f,
    const uint64_t *in, const uint64_t *out, struct arena *a,
    struct arena *tmp);
#endif
