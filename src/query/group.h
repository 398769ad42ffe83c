/*
 * Groups of rows with equal keys, and what aggregates make of them.
 *
 * Each thread groups its segments into groups of its own, which are merged at
 * the end.  A group is known by the numbers (ids.h) of its keys.
 */
#ifndef QUERY_GROUP_H
#define QUERY_GROUP_H

#include "query/ids.h"
#include "query/intern.h"
#include "query/run.h"
#include "query/tables.h"

/* The way back from the rows of a table to the events behind them. */
struct groups {
	const struct table *grouped; /* its rows were grouped; NULL: events */
	struct groups *before;   /* of which the rows of that table are; NULL:
	                            they are events */
	uint32_t *group_of;      /* of each row of that table; UINT32_MAX:
	                            it was left out */
	const uint64_t *rows;    /* the events that were grouped */
	const struct stage *stage; /* the stats that made them */
	struct ids **keys;
	uint32_t n_keys;
	struct tuples tuples; /* of the keys' numbers; its own memory */
};

/* The groups of a run's rows by the keys of a stats stage, with the results
 * of its aggregates: [group * n_aggregates + aggregate], in the arena of the
 * result.  NULL when halted; err is set. */
struct groups *groups_of_events(struct run *r, const struct stage *st,
    struct datum **results);
struct groups *groups_of_table(struct run *r, const struct stage *st,
    struct datum **results);

/* What an aggregate gets to see of a value. */
struct datum group_seen(const struct aggregate *g, struct datum d);
/* Adds the row where eval stands, all elements of a path with *. */
void group_add(struct eval *e, const struct expr *agg, void *state,
    struct arena *a);

/* Sets the bits of events behind the groups that have their bit in `wanted`.
 * False when stopped. */
bool groups_events(const struct groups *g, const struct layout *l,
    const uint64_t *wanted, struct pool *pool, const atomic_bool *stop,
    uint64_t *rows);

/* The same for rows of a table that have their bit in `wanted`; g: the groups
 * that they are of, or NULL. */
bool groups_table_events(const struct groups *g, const struct table *t,
    const struct layout *l, const uint64_t *wanted, struct pool *pool,
    const atomic_bool *stop, uint64_t *rows);

/* Whether rows of the table lead to events at all. */
bool groups_have_events(const struct groups *g, const struct table *t);

/* The expression of an event that a column of the table shows unchanged, or
 * NULL. */
const struct expr *groups_key(const struct groups *g, uint32_t column);

void groups_free(struct groups *g); /* all levels */
#endif
