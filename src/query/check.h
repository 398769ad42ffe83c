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

struct join;

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
	bool tabled;         /* rows are those of a table, with or without
	                        stats */
	uint32_t n_columns;  /* of that table */
	bool patterns;       /* the table is that of pattern */
	struct join *join;   /* a join stands in it */
	bool sorted;         /* a sort stands in it */
	bool deduped;
	bool displayed; /* plan.shown is of a display */
	bool listed;    /* a fields stands in it */
};

struct checker {
	struct arena *arena;
	struct err *err;
	struct plan *plan;
	struct scope *scope;
	uint32_t n_stats;
	bool nested;          /* a query in another one */
	bool begun;           /* a stage that is no SOURCE and no filter has
	                         been checked */
	struct stage *source; /* the first SOURCE */
};

/* False: err says where and why. */
bool check_tree(const struct tree *t, struct arena *a, struct plan *out,
    struct err *err);
/* The same for a query in another one; *left: how the checker stands then, in
 * the arena. */
bool check_nested(const struct tree *t, struct arena *a, struct plan *out,
    struct err *err, struct checker **left);

/* ---- for commands ------------------------------------------------------- */

/* Resolves the names of an expression in a scope; aggregates are an error. */
bool check_expr(struct checker *c, struct scope *s, struct expr *x);
/* The same, and the expression is evaluated for all rows at once. */
bool check_root(struct checker *c, struct scope *s, struct expr *x);

/* True, and an error, when there are `n` already of what a query can have only
 * so many of. */
bool check_too_many(struct checker *c, uint32_t offset, uint32_t n,
    const char *what);
/* The slot of a field, new or known; UINT32_MAX: there are too many. */
uint32_t check_slot(struct checker *c, const struct expr *x);
/* Numbers what of x is made of @message, for evaluation ahead. */
void check_roots(struct checker *c, struct expr *x);

/* Compiles a pattern that stands behind the byte of its slash; its number in
 * *index. */
bool check_regex(struct checker *c, struct str pattern, uint32_t offset,
    uint32_t *index);

/* What a command makes of checked expressions; its index and part are the
 * command's to set. */
struct expr *check_derived(struct checker *c, const struct derivation *d,
    struct expr *const *args, uint32_t n, uint32_t offset);

/* x stands for that.  False: too much builds on each other. */
bool check_refer(struct checker *c, struct expr *x, enum ref_kind ref,
    uint32_t index);

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
/* A name that a command defines: a column too, unless display says which
 * ones there are, or a later fields. */
bool check_add(struct checker *c, struct str name, struct expr *x);
/* The same for a new column of the table that the rows are then made of;
 * *index: which one. */
bool check_column(struct checker *c, struct str name, uint32_t offset,
    uint32_t *index);
/* The same in any scope, and it is not shown. */
bool check_column_in(struct checker *c, struct scope *s, struct str name,
    uint32_t offset, uint32_t *index);
/* What column `i` of those that are shown so far stands for, as an expression
 * that is evaluated for all rows. */
struct expr *check_shown(struct checker *c, uint32_t i);
/* A column for it, unless display says which ones there are, or a later
 * fields. */
bool check_show_added(struct checker *c, struct str name, struct expr *x);
/* Columns that were added so are no longer shown. */
void check_show_chosen(struct checker *c);
/* Columns so far are no longer shown. */
void check_show_none(struct checker *c);

/* The rows become those of a table that the stage makes: adds it as a step. */
void check_table(struct checker *c, const struct stage *st);
/* Adds a step; at: its place, or UINT32_MAX for the end. */
void check_step(struct checker *c, const struct stage *st, uint32_t at);

/* A name that refers to a column or a field, resolved. */
struct expr *check_name(struct checker *c, struct str name, enum ref_kind ref,
    uint32_t index);

void check_note(struct checker *c, uint32_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
#endif
