/*
 * What join makes of names: a.x is field x of the rows on the left, b.y column
 * y of the query on the right.
 */
#ifndef QUERY_JOIN_H
#define QUERY_JOIN_H

#include "query/check.h"
#include "query/subquery.h"

struct joined {
	uint32_t column; /* of the table */
	uint32_t of;     /* which column of the subquery it is */
};

struct join {
	struct str left, right; /* what names begin with */
	bool outer;             /* rows that meet none are kept */
	struct expr **left_keys, **right_keys;
	struct str *right_names;
	uint32_t *right_columns;
	uint32_t n_keys, left_capacity, right_capacity;
	struct subquery *subquery;
	struct joined *joined; /* columns of the right that are named */
	uint32_t n_joined, joined_capacity;
};

/* The part of the name behind the prefix and a point; false if it does not
 * begin so. */
bool join_name(struct str name, struct str prefix, struct str *rest);

/* The table's column that shows column `of` of the subquery, made when it is
 * new; UINT32_MAX on an error. */
uint32_t join_column(struct checker *c, struct scope *s, uint32_t of,
    struct str name, uint32_t offset);

/* Says what x, a name that begins with left or right, stands for: *done.
 * False on an error. */
bool join_resolve(struct checker *c, struct scope *s, struct expr *x,
    bool *done);
#endif
