/*
 * Which columns a list has and how wide they are: a function of the width
 * and of the set of columns only, never of the rows in view.
 *
 * The numbers and the order in which columns leave are those of "Columns" in
 * doc/screens.
 */
#ifndef EXPLORE_COLUMNS_H
#define EXPLORE_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include "explore/answer.h"
#include "explore/explore.h"

enum list_column {
	LIST_TIME,
	LIST_WHO,
	LIST_WHAT,
	LIST_FROM,
	LIST_WHERE,
	LIST_RESULT,
	LIST_ACCOUNT,
	LIST_OWN, /* + i: column i of the result */
};

#define LIST_GUTTER 2

struct columns {
	size_t n;
	struct {
		size_t id; /* enum list_column */
		int width;
	} column[EXPLORE_COLUMNS_MAX];
};

/* a: NULL before the first answer.  width: of the list with its gutter.
 * first: the first of a result's own columns that is shown (the list is
 * scrolled sideways); else 0. */
void columns_fit(const struct answer *a, int width, size_t first,
    struct columns *out);

/* The title of a column; borrowed from the answer, not made visible. */
struct str column_title(const struct answer *a, size_t id);
/* The field that + and - on a cell act on; empty: none. */
struct str column_field_name(const struct answer *a, size_t id);
#endif
