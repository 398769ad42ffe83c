/*
 * A result, and the query that made it.
 */
#ifndef QUERY_RESULT_H
#define QUERY_RESULT_H

#include "query/run.h"

struct query {
	_Atomic uint32_t references; /* its own, and one of each result */
	struct arena arena;
	struct str text;
	struct tree tree;
	struct plan plan;
};

/* The rows behind the first n_steps steps, else as query_run; the columns that
 * are shown may not be there yet. */
struct result *query_run_steps(const struct query *q, struct snapshot *s,
    const struct query_options *o, uint32_t n_steps, struct err *err);

struct query *query_hold(const struct query *q);

struct result {
	struct query *query; /* held */
	struct snapshot *snapshot;
	struct arena arena;
	struct arenas *arenas; /* of texts made by threads */
	struct world world;
	struct layout layout;
	uint32_t *list; /* events in order; or */
	uint64_t n_rows;
	struct table *table;
	uint32_t *order; /* rows of the table, in order */
	struct groups *groups; /* that the rows of the table are of */
	uint64_t *matched; /* bit per event */
	struct result_numbers numbers;
	struct notice *notices;
	uint32_t n_notices;
};

/* The event of which a row shows fields, or EVENT_NONE. */
uint32_t result_shown_event(const struct result *r, uint64_t row);
#endif
