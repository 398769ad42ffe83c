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
	struct groups *groups;
	uint64_t *matched; /* bit per event */
	struct result_numbers numbers;
	struct notice *notices;
	uint32_t n_notices;
};
#endif
