/*
 * Rows that are no events of a list: what stats made, or events to whose
 * fields a command has added columns, or of which it has made several rows.
 * Columns of keys are numbers of values, others are data.
 */
#ifndef QUERY_TABLE_H
#define QUERY_TABLE_H

#include <stdint.h>
#include "base/arena.h"
#include "query/datum.h"

#define ROW_NONE UINT32_MAX

struct expr;
struct ids;
struct run;

struct table_column {
	const struct ids *ids; /* with numbers; else data */
	const uint32_t *numbers;
	struct datum *data; /* neither: missing in all rows */
};

struct table {
	uint64_t n_rows;
	uint32_t n_columns, capacity;
	struct table_column *columns;
	/* The way back.  Of each row its event, or EVENT_NONE; NULL: rows are
	 * no events, but groups: */
	const uint32_t *events;
	/* of each row the group of run.groups, or ROW_NONE; NULL: row i is
	 * group i. */
	const uint32_t *groups;
};

/* Texts borrowed from the table, or in the arena. */
struct datum table_cell(const struct table *t, uint64_t row, uint32_t column,
    struct arena *a);

/* ---- for commands ------------------------------------------------------- */

/* Makes the rows of the run those of a table, in their present order; they
 * are its rows 0, 1, ...  False when halted; err is set. */
bool table_begin(struct run *r);

/* What an expression is worth in each row.  NULL when halted; err is set.  In
 * the arena of the result. */
struct datum *table_values(struct run *r, const struct expr *x);

/* Data of a column, to be changed; all missing when it is new. */
struct datum *table_column(struct run *r, uint32_t column);

/* A table of the given rows of the old one, any number of times each and in
 * any order; ROW_NONE: a row of nothing.  Rows are in this order now. */
void table_take(struct run *r, const uint32_t *rows, uint64_t n);
#endif
