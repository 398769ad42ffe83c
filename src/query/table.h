/*
 * Rows that are no events: what stats made.  Columns of keys are numbers of
 * values, others are data.
 */
#ifndef QUERY_TABLE_H
#define QUERY_TABLE_H

#include <stdint.h>
#include "base/arena.h"
#include "query/datum.h"

struct ids;

struct table_column {
	const struct ids *ids; /* with numbers; else data */
	const uint32_t *numbers;
	struct datum *data;
};

struct table {
	uint64_t n_rows;
	uint32_t n_columns;
	struct table_column *columns;
};

/* Texts borrowed from the table, or in the arena. */
struct datum table_cell(const struct table *t, uint64_t row, uint32_t column,
    struct arena *a);
#endif
