/*
 * A query that is running: its rows between two steps.
 *
 * Rows are events, a set of them and perhaps a list in an order that was
 * asked for, until a stats makes them rows of a table.
 */
#ifndef QUERY_RUN_H
#define QUERY_RUN_H

#include "base/arena.h"
#include "query/eval.h"
#include "query/plan.h"
#include "query/query.h"
#include "query/rows.h"
#include "query/table.h"

struct groups;

/* A key of sort, the most important first. */
struct sort_key {
	struct expr *expr;
	bool descending;
};

struct run {
	const struct query *query;
	const struct plan *plan;
	uint32_t step, n_steps; /* of the plan's: at hand; to be done */
	struct snapshot *snapshot;
	const struct query_options *options;
	struct pool *pool;
	struct arena *arena; /* of the result */
	struct arena tmp;    /* of the run */
	struct err *err;
	struct world world;
	struct eval **evals; /* of each thread */
	struct arenas *arenas; /* see run_arenas */
	struct layout layout;

	uint64_t *rows;   /* the events */
	uint32_t *list;   /* the same in order; NULL: newest first */
	uint32_t n_list;
	bool listed;

	struct table *table; /* NULL: rows are events */
	uint32_t *order;     /* rows of the table that are left, in order */
	uint64_t n_order;
	const struct stage *stats; /* that made the table */
	struct groups *groups;     /* the way back from its rows */

	/* Sorting waits until an order is needed. */
	struct sort_key *keys;
	uint32_t n_keys;

	struct notice *notices;
	uint32_t n_notices, notices_capacity;
};

/* Arenas that live with the result, one for each thread. */
struct arenas {
	struct arenas *next;
	struct arena *each;
	unsigned n;
};
struct arena *run_arenas(struct run *r);

/* True when the run has to end: cancelled, or too many hits of the limit of
 * patterns. */
bool run_halted(const struct run *r);
/* Sets err to why; false. */
bool run_failed(struct run *r);

/* Calls work for each segment that has rows in the set, on all threads.
 * False when halted. */
bool run_segments(struct run *r, const uint64_t *rows,
    void (*work)(void *ctx, uint32_t seg, struct eval *e, unsigned worker),
    void *ctx);

/* Evaluates a root that reads @message for all rows of the set, ahead.  Does
 * nothing for others. */
bool run_read_messages(struct run *r, const uint64_t *rows,
    const struct expr *x);

void run_note(struct run *r, uint32_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The events that are left become those of the list. */
void run_rows_of_list(struct run *r);
#endif
