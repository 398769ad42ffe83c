/*
 * Queries within a query: behind in, join, appendcols.
 *
 * A subquery is a query of its own, with a plan of its own, that lives in
 * the arena of the query around it.  It is run over the same snapshot and
 * range of time.
 */
#ifndef QUERY_SUBQUERY_H
#define QUERY_SUBQUERY_H

#include "query/datum.h"
#include "query/tree.h"

#define SUBQUERIES_DEEP_MAX 8

struct checker;
struct query;
struct result;
struct run;

struct subquery {
	struct tree tree;
	uint32_t offset;
	/* by the checker */
	struct query *query;
	struct checker *checker; /* as it stood behind the last stage */
	uint32_t column;         /* that in looks at */
};

/* False: err says where and why. */
bool subquery_check(struct checker *c, struct subquery *s);

/* The columns that the subquery shows. */
uint32_t subquery_columns(const struct subquery *s);
struct str subquery_column_name(const struct subquery *s, uint32_t column);
/* The column behind in: the only one, or that of a `fields x` at the end.
 * False: there is none. */
bool subquery_only_column(const struct subquery *s, uint32_t *column);
/* One more column, a name of the subquery; its number, or UINT32_MAX when it
 * knows no such name: err says so. */
uint32_t subquery_add_column(struct subquery *s, struct str name,
    uint32_t offset);

/* Runs it; its notices become those of the run.  NULL on failure; err is
 * set. */
struct result *subquery_run(struct run *r, const struct subquery *s);

/* All cells of a column, by row; in the arena of the run's result.  NULL when
 * halted; err is set. */
struct datum *subquery_values(struct run *r, const struct result *of,
    uint32_t column);

/* The sets behind in: runs all subqueries of the plan that are such. */
bool subquery_sets(struct run *r);
#endif
