/*
 * Work for the lanes that runs queries: the answer to a path, its histogram
 * for another width, the count of each step.
 */
#ifndef EXPLORE_ANSWER_H
#define EXPLORE_ANSWER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "explore/bars.h"
#include "explore/lane.h"
#include "explore/steps.h"
#include "query/query.h"
#include "store/store.h"

/* What a path gave over one snapshot.  Counted; read-only once it was made,
 * but for the bars, which belong to the owner of struct explore. */
struct answer {
	atomic_uint holders;
	struct query *query;
	struct result *result;
	bool lists_events;
	uint64_t regex_hits_max; /* of struct query_options, for running it
	                            again */
	bool plain; /* no columns of its own: time, who, what ... are shown */
	bool fractions; /* an event of the snapshot has a part of a second */
	int64_t from_us, to_us; /* first and last time that is shown; TIME_NONE:
	                           no event has one */
	uint64_t events;        /* of the data in the scope */
	bool mixed; /* several kinds of log: a column says which */
	bool resources; /* an event of the snapshot has one */
	struct str constant[3]; /* where, account, from: the value that all
	                           events have; else p is NULL.  Visible */
	struct arena arena;
};

enum { CONSTANT_WHERE, CONSTANT_ACCOUNT, CONSTANT_FROM };

struct answer *answer_hold(struct answer *a);
void answer_release(struct answer *a); /* NULL: nothing */

struct scope {
	int64_t from_us, to_us;
};

/* The answer to the steps that are on. */
struct ask {
	struct work work;
	struct snapshot *snapshot; /* held */
	struct pool *pool;
	struct scope scope, shown;
	struct str text; /* owned */
	size_t bars_max;
	bool patient;
	struct query_progress progress;
	struct answer *answer; /* NULL: err */
	struct bars bars;
	struct err err;
};
/* Copies text; holds the snapshot.  shown: the times that the histogram is
 * about, within the scope.  patient: no number of texts on which a pattern
 * takes too many steps ends it. */
struct ask *ask_new(struct snapshot *s, struct pool *pool, struct scope scope,
    struct scope shown, struct str text, size_t bars_max, bool patient);

/* The histogram of an answer. */
struct ask_bars {
	struct work work;
	struct answer *answer; /* held */
	size_t bars_max;
	struct bars bars;
	bool made;
};
struct ask_bars *ask_bars_new(struct answer *a, size_t bars_max);

/* How many events each filter of the path leaves. */
struct ask_counts {
	struct work work;
	struct snapshot *snapshot; /* held */
	struct pool *pool;
	struct scope scope;
	struct steps steps; /* owned; counts are filled in */
};
struct ask_counts *ask_counts_new(struct snapshot *s, struct pool *pool,
    struct scope scope, const struct steps *steps);
#endif
