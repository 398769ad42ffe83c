/*
 * The aggregates that keep more of a group than one value; their rows are in
 * aggs.c, which says what each does.
 */
#ifndef QUERY_AGG_H
#define QUERY_AGG_H

#include <stdint.h>
#include "base/arena.h"
#include "query/datum.h"

struct expr;

#define AGGREGATE_RESULT(name) \
	struct datum name(void *state, const struct expr *x, struct arena *a)

/* ---- all numbers of a group (agg_numbers.c) ----------------------------- */

struct numbers {
	double *list;
	uint64_t n, capacity;
};

void numbers_add(void *state, const struct datum *d, struct arena *a);
void numbers_merge(void *state, const void *other, struct arena *a);
AGGREGATE_RESULT(pct_result);
AGGREGATE_RESULT(median_result);
AGGREGATE_RESULT(variance_result);
AGGREGATE_RESULT(stddev_result);
AGGREGATE_RESULT(histogram_result);

/* ---- the different values of a group (agg_values.c) --------------------- */

struct values {
	struct datum *data;
	uint64_t *counts; /* how often each was seen */
	uint32_t *slots;  /* index + 1; 0: free */
	uint32_t n, mask;
	uint64_t key; /* of the hash */
};

void values_add(void *state, const struct datum *d, struct arena *a);
void values_merge(void *state, const void *other, struct arena *a);
AGGREGATE_RESULT(values_result);
AGGREGATE_RESULT(topk_result);
AGGREGATE_RESULT(values_count_result); /* how many there are */

/* ---- values with their times (agg_times.c) ------------------------------ */

/* Of equal times the least value in the order of sort comes first, and the
 * greatest last. */
struct moment_value {
	int64_t us;
	struct datum value; /* missing: none yet */
};

struct moments {
	struct moment_value first, last;
};

void moments_add(void *state, const struct datum *d, struct arena *a);
void moments_merge(void *state, const void *other, struct arena *a);
AGGREGATE_RESULT(earliest_result);
AGGREGATE_RESULT(latest_result);
AGGREGATE_RESULT(rate_result);
#endif
