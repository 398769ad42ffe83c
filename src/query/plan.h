/*
 * A checked query, ready to run: the order of its steps, what its names mean,
 * its patterns compiled.  Nothing in it depends on data; it is read-only
 * while it runs.
 */
#ifndef QUERY_PLAN_H
#define QUERY_PLAN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/regex.h"
#include "query/query.h"
#include "query/tree.h"

enum slot_kind { SLOT_FIELD, SLOT_TIMESTAMP, SLOT_MESSAGE,
	SLOT_ANY }; /* a path with *, see anyindex.h */

struct slot {
	struct str name;
	uint32_t offset; /* of its first use */
	enum slot_kind kind;
};

struct alias {
	struct str name;
	struct expr *expr;
	bool rooted; /* see check_root */
};

struct plan_regex {
	struct regex *regex;
	struct str pattern;
	uint32_t offset;
};

/* A column of the result. */
struct shown {
	struct str name;
	struct expr *expr;
	bool added; /* by a command that defines it, not by fields */
};

/* `a-b` read as a minus b: perhaps one name is meant. */
struct hyphen {
	struct str name;
	uint32_t offset;
};

struct plan {
	struct slot *slots;
	uint32_t n_slots, slots_capacity;
	struct alias *aliases;
	uint32_t n_aliases, aliases_capacity;
	struct plan_regex *regexes;
	uint32_t n_regexes, regexes_capacity;
	const struct stage **steps; /* in the order of running */
	uint32_t n_steps, steps_capacity;
	uint32_t last_filter; /* steps before which rows are counted as
	                         matched: behind the last filter of events */
	struct shown *shown;
	uint32_t n_shown, shown_capacity;
	struct notice *notices;
	uint32_t n_notices, notices_capacity;
	struct hyphen *hyphens;
	uint32_t n_hyphens, hyphens_capacity;
	struct query **subqueries; /* all of them */
	uint32_t n_subqueries, subqueries_capacity;
	struct subquery **sets; /* those behind in */
	uint32_t n_sets, sets_capacity;
	int64_t earlier_us; /* the range of time that is looked at is by so
	                       much earlier: offset */
	uint32_t n_lookups; /* tables that are looked into */
	uint32_t n_raw; /* roots of expressions that read @message */
	bool lists_events;
};

/* A growing array in the arena: makes room for one more. */
void *plan_grow(struct arena *a, void *array, uint32_t n, uint32_t *capacity,
    size_t size);
#endif
