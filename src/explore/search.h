/*
 * Looks through the rows of a list: for a regex in the rendered row, for a
 * failed call, for a value in one column or in a field; the next one from a
 * row on, or all.
 */
#ifndef EXPLORE_SEARCH_H
#define EXPLORE_SEARCH_H

#include <stdbool.h>
#include <stdint.h>
#include "base/regex.h"
#include "base/str.h"
#include "explore/answer.h"
#include "explore/columns.h"
#include "explore/lane.h"

#define ROW_NONE UINT64_MAX

enum find_what {
	FIND_REGEX,
	FIND_FAILED,
	FIND_CELL,   /* the value stands in this column */
	FIND_FILTER, /* the event passes a filter: that of "only this value" */
};

struct find {
	enum find_what what;
	struct str text; /* the pattern, the value, the query text */
	size_t column;   /* of the cell: enum list_column */
};

struct ask_find {
	struct work work;
	struct answer *answer; /* held */
	struct column_set *set; /* held */
	enum find_what what;
	struct regex *regex; /* owned */
	struct query *filter; /* owned */
	struct pool *pool;
	struct str value;    /* owned */
	size_t column;
	int (*zone)(int64_t us);
	uint64_t version; /* of the search it belongs to */
	uint64_t from;    /* first row looked at */
	int step;         /* 1, -1: the next match; 0: all */
	uint64_t found;   /* ROW_NONE: nowhere */
	bool wrapped;     /* it lies on the other side of the list's end */
	uint64_t *rows;   /* bit per row, for step 0; owned */
	uint64_t count;   /* of them */
	bool done;        /* false: stopped before the end */
};

/* NULL: the pattern or the filter is wrong.  Looks at from, from + step ...
 * around the end, back to from.  About 1 us a row of events; a filter is run
 * once, in the pool.  Copies what it needs. */
struct ask_find *ask_find_new(struct answer *a, struct column_set *set,
    const struct find *f, struct pool *pool, int (*zone)(int64_t us),
    uint64_t from, int step, struct err *err);
#endif
