/*
 * The checker: says what names mean, and makes the plan.
 *
 * Rows are events at first; each stats makes a table of rows whose columns
 * are all that later commands can name.  A scope is what can be named between
 * two stats.
 */
#ifndef QUERY_CHECK_H
#define QUERY_CHECK_H

#include "base/arena.h"
#include "base/err.h"
#include "query/plan.h"
#include "query/tree.h"

struct binding {
	struct str name;
	const struct expr *expr; /* a column of stats can be named by it */
	enum ref_kind ref;
	uint32_t index;
};

struct scope {
	struct scope *before;      /* of the stats that made it; NULL: events */
	const struct stage *stats; /* that made it; NULL: rows are events */
	struct binding *bindings;  /* the last of a name counts */
	uint32_t n_bindings, bindings_capacity;
	uint32_t stats_step; /* of that stats in the plan's steps */
	struct stage *collects; /* its items are being checked: aggregates are
	                           allowed and added to it */
	bool sorted;         /* a sort stands in it */
	bool deduped;
	bool displayed; /* plan.shown is of a display */
	bool listed;    /* plan.shown is of fields */
};

struct checker {
	struct arena *arena;
	struct err *err;
	struct plan *plan;
	struct scope *scope;
	uint32_t n_stats;
};

/* False: err says where and why. */
bool check_tree(const struct tree *t, struct arena *a, struct plan *out,
    struct err *err);

/* ---- for commands ------------------------------------------------------- */

/* Resolves the names of an expression in a scope; aggregates are an error. */
bool check_expr(struct checker *c, struct scope *s, struct expr *x);
/* The same, and the expression is evaluated for all rows at once. */
bool check_root(struct checker *c, struct scope *s, struct expr *x);

/* How many names of the expression the scope knows and does not know;
 * *unknown: the first of the latter.  Of events every name is known. */
void check_names(struct checker *c, struct scope *s, const struct expr *x,
    uint32_t *known, uint32_t *n_unknown, const struct expr **unknown);

/* From now on name means x, a checked expression of the current scope.  This
 * and the next two are false when a query has too many of them. */
bool check_bind(struct checker *c, struct str name, struct expr *x);
/* The same for column `index` of the table that a scope is about. */
bool check_bind_column(struct checker *c, struct scope *s,
    const struct item *it, uint32_t index);

/* Adds a column to the result, in place of one of that name. */
bool check_show(struct checker *c, struct str name, struct expr *x);
/* Columns so far are no longer shown. */
void check_show_none(struct checker *c);

/* Adds a step; at: its place, or UINT32_MAX for the end. */
void check_step(struct checker *c, const struct stage *st, uint32_t at);

/* A name that refers to a column or a field, resolved. */
struct expr *check_name(struct checker *c, struct str name, enum ref_kind ref,
    uint32_t index);

void check_note(struct checker *c, uint32_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
#endif
