/*
 * A sum that does not depend on the order of its terms: the exact sum,
 * rounded once, to the nearest double, ties to even.
 *
 * Whole numbers are added in 128 bits.  Others go into a number of fixed
 * point that is wide enough for every double, in digits of 32 bits held in
 * 64, so that carries wait (Neal, "Fast exact summation using small and large
 * superaccumulators", 2015, section 2, describes the idea).
 */
#ifndef QUERY_EXACT_H
#define QUERY_EXACT_H

#include <stdint.h>
#include "base/arena.h"

struct exact_digits;

/* Zeroed, it is the sum of nothing. */
struct exact {
	__int128 whole;
	struct exact_digits *digits; /* NULL until a fraction is added */
};

/* x is finite.  At most 2^63 terms.  The arena is for the first fraction. */
void exact_add(struct exact *e, double x, struct arena *a);
void exact_merge(struct exact *to, const struct exact *from, struct arena *a);
/* Infinite when no double is as large. */
double exact_sum(const struct exact *e);
#endif
