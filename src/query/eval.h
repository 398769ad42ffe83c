/*
 * What an expression is worth in one row.
 *
 * An eval belongs to one thread.  It is told where its row is, then asked:
 *
 *	eval_segment(e, seg)           rows of a segment, one after the other
 *	    eval_row(e, row)
 *	eval_entry(e, slot, datum)     a row in which one field is all that
 *	                               matters
 *	eval_event(e, event)           any event, for lists
 *	eval_table(e, table, row)      a row that stats made
 *
 * Results that are texts live until the next row is set.
 */
#ifndef QUERY_EVAL_H
#define QUERY_EVAL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "query/datum.h"
#include "query/plan.h"
#include "store/store.h"

#define EVAL_TEXT_MAX (1u << 20) /* a longer computed text is missing */
#define REGEX_HITS_MAX 1000 /* where the options say nothing else */

struct constants;
struct lookup;
struct table;
struct zone;

/* What all threads of one run share. */
struct world {
	const struct plan *plan;
	struct snapshot *snapshot;
	struct field *const *fields; /* of the plan's slots */
	struct anyindex *const *any; /* likewise, of paths with * */
	int64_t now_us, from_us, to_us;
	const atomic_bool *stop; /* may be NULL */
	struct constants *const *sets; /* of the plan's subqueries behind in */
	struct lookup **lookups; /* of the plan, once they are loaded */
	/* Results for roots that read @message, [root][event]; NULL: not yet
	 * read. */
	struct datum **raw;
	_Atomic uint64_t regex_hits; /* searches that hit a bound */
	uint64_t regex_hits_max;
	_Atomic uint32_t hit_regex; /* of the plan, the last that hit one */
	atomic_bool too_many_hits;
	_Atomic uint64_t too_long; /* texts beyond EVAL_TEXT_MAX */
};

struct eval;

struct eval *eval_new(struct world *w);
void eval_free(struct eval *e);

void eval_segment(struct eval *e, uint32_t seg);
void eval_row(struct eval *e, uint32_t row);
/* Rows in which the field of a slot has that datum, whatever else. */
void eval_entry(struct eval *e, uint32_t slot, struct datum d);
void eval_event(struct eval *e, uint32_t event);
/* message: borrowed; with eval_event. */
void eval_message(struct eval *e, struct str message);
void eval_table(struct eval *e, const struct table *t, uint64_t row);
/* The results of a group's aggregates, for the items of stats; with
 * eval_table. */
void eval_aggregates(struct eval *e, const struct datum *results);

struct datum eval_expr(struct eval *e, const struct expr *x);

/* The times of the rows of the segment at hand, until the next one. */
const int64_t *eval_times(struct eval *e);

/* ---- for functions and operators ---------------------------------------- */

struct arena *eval_scratch(struct eval *e);
const struct world *eval_world(const struct eval *e);
/* A text made by a function, missing when it is too long. */
struct datum eval_text(struct eval *e, const struct buf *b);
struct str eval_read_text(struct eval *e, const struct datum *d);
/* True when the pattern is found in s. */
bool eval_search(struct eval *e, uint32_t regex, struct str s);
/* The same from a byte on, as regex_search says; then a group of what was
 * found. */
bool eval_search_from(struct eval *e, uint32_t regex, struct str s,
    size_t from, size_t *start, size_t *end);
bool eval_group(struct eval *e, uint32_t regex, uint32_t group,
    struct str *out);
/* A group of the pattern where it is first found in s, which must be the same
 * text for all groups asked of one row.  False: not found, or the group took
 * no part. */
bool eval_capture(struct eval *e, uint32_t regex, uint32_t group,
    struct str s, struct str *out);
/* Both are not missing and compare like that. */
bool eval_equal(struct eval *e, const struct datum *a, const struct datum *b);

/* A time zone by its name, kept for the next call; NULL: there is none. */
const struct zone *eval_zone(struct eval *e, struct str name);

/* The period of bin() without one. */
struct period eval_chosen_period(const struct world *w);
#endif
