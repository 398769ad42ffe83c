/*
 * The histogram: how many events after the last filter lie in each bucket of
 * time, and how many of them failed.
 *
 * The width of a bucket is the smallest of 1s 5s 10s 30s 1m 5m 10m 30m 1h 6h
 * 1d 2d 1w 4w 13w 1y (and 10, 100, 1,000 years for times that are no real
 * ones) with which all bars have room.  Buckets begin at multiples of their
 * width since 1970 UTC; weeks begin on Monday, years on 1 January.
 */
#ifndef EXPLORE_BARS_H
#define EXPLORE_BARS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/str.h"
#include "query/query.h"

struct bucket {
	uint64_t count, failed;
};

struct bars {
	struct bucket *bucket;
	size_t n;
	size_t width; /* index into the widths */
	int64_t first; /* number of the first bucket */
	uint64_t peak;
	uint64_t untimed;
	uint64_t failed; /* in all */
};

/* Buckets from the one of from_us to the one of to_us, at most max (>= 1).
 * False: stopped; b is empty then.  About 10 ns an event. */
bool bars_fill(struct bars *b, const struct result *r, int64_t from_us,
    int64_t to_us, size_t max, const atomic_bool *stop);
void bars_free(struct bars *b);

/* The index of the bar of a time, or n. */
size_t bars_index(const struct bars *b, int64_t us);
/* When bar i begins; i may be n. */
int64_t bars_start(const struct bars *b, size_t i);
/* "1m a bar" */
const char *bars_width_name(const struct bars *b);
#endif
