/*
 * Counts the values of a selection of events and of the rest, and says how
 * surprising each difference is.
 */
#ifndef EXPLORE_COMPARE_H
#define EXPLORE_COMPARE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "explore/answer.h"
#include "query/query.h"
#include "store/store.h"

#define COMPARE_LONG 40
#define COMPARE_LEAST 3.84 /* chi squared of one degree of freedom, p = 0.05 */

struct compare_row {
	struct str field; /* printed name, `*` for positions */
	struct value value;
	bool pattern;     /* value is that of several long texts */
	uint64_t here, rest; /* events */
	uint64_t events; /* equal for the same events */
	size_t rank;     /* of the field */
	double g2; /* > 0: more frequent here than in the rest */
};

struct compare {
	bool before;         /* the rest are those of as long a time before the
	                        first of the selection */
	struct arena *arena; /* of all that is made */
	uint64_t here, rest; /* events in all */
	struct compare_row *row; /* in no order */
	size_t n;
};

/*
 * The signed G2 of a value that `here` of all_here events have, and `rest` of
 * all_rest: 2 (here ln (here / E1) + rest ln (rest / E2)), E the counts that
 * equal shares would give; negative when it is rarer here.  0 if one of the
 * sides has no event.
 */
double compare_g2(uint64_t here, uint64_t all_here, uint64_t rest,
    uint64_t all_rest);

/*
 * Looks at who and what, and at each field of the record that does not repeat
 * them.  Texts of several words that are longer than COMPARE_LONG bytes count
 * by their pattern.  Fields with a value of their own in more than half of the
 * events that have them are left out, and of values that exactly the same
 * events have all but one.  About 3 ns an event and field.  False: stopped, or
 * one of the sides has no event (err).
 */
bool compare_run(struct compare *c, const struct result *selection,
    struct scope scope, struct pool *pool, const atomic_bool *stop,
    struct query_progress *progress, struct err *err);
#endif
