/*
 * Which columns a list has and how wide they are: a function of the width
 * and of the set of columns only, never of the rows in view.
 *
 * The numbers and the order in which columns leave are those of "Columns" in
 * doc/screens.
 */
#ifndef EXPLORE_COLUMNS_H
#define EXPLORE_COLUMNS_H

#include <stdatomic.h>
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
	LIST_RESOURCE,
	LIST_ACCOUNT,
	LIST_ADDED, /* + i: a field that was added */
	LIST_OWN = LIST_ADDED + 16, /* + i: column i of the result */
};
#define COLUMNS_ADDED_MAX (LIST_OWN - LIST_ADDED)

#define LIST_GUTTER 2

/*
 * Which columns of the list there are, their order and widths, as they were
 * chosen.  Counted; never changes once it is in use: a copy is changed and
 * takes its place.
 */
struct column_set {
	atomic_uint holders;
	size_t n;
	struct column_choice {
		size_t id;
		bool hidden;
		int width; /* 0: by the rules */
	} column[LIST_OWN];
	struct str added[COLUMNS_ADDED_MAX]; /* field names; p NULL: free */
};

struct column_set *column_set_new(void); /* as the rules have them */
struct column_set *column_set_copy(const struct column_set *s);
struct column_set *column_set_hold(struct column_set *s);
void column_set_release(struct column_set *s); /* NULL: nothing */
/* Where a column stands in the order, or s->n. */
size_t column_set_find(const struct column_set *s, size_t id);
/* The id of a field's column, also of one that is there from the start, or
 * SIZE_MAX. */
size_t column_set_field(const struct column_set *s, struct str field);
/* At the end.  False: there are COLUMNS_ADDED_MAX already. */
bool column_set_add(struct column_set *s, struct str field);
/* An added one. */
void column_set_remove(struct column_set *s, size_t id);

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
void columns_fit(const struct answer *a, const struct column_set *s,
    int width, size_t first, struct columns *out);

/* False: it is not drawn at any width, for its events have one value, or
 * none. */
bool column_varies(const struct answer *a, size_t id);

/* The title of a column; borrowed from the answer, not made visible. */
struct str column_title(const struct answer *a, const struct column_set *s,
    size_t id);
/* The field that + and - on a cell act on; empty: none. */
struct str column_field_name(const struct answer *a,
    const struct column_set *s, size_t id);
#endif
