/*
 * The tree of a query: stages, each with expressions.  Made by the parser;
 * the checker adds what names mean.  Lives in the arena of the query.
 */
#ifndef QUERY_TREE_H
#define QUERY_TREE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/str.h"
#include "query/period.h"

#define TREE_DEPTH_MAX 1000 /* of an expression, aliases included */

struct operator;
struct function;
struct aggregate;
struct stage_type;
struct constants;
struct derivation;
struct subquery;

enum expr_kind {
	EXPR_TEXT,
	EXPR_NUMBER, /* text: as spelled */
	EXPR_TRUE,
	EXPR_FALSE,
	EXPR_PERIOD, /* an argument of time functions only */
	EXPR_REGEX,  /* text: the pattern; right of a match only */
	EXPR_LIST,   /* right of in only */
	EXPR_NAME,
	EXPR_OPERATOR,
	EXPR_CALL,
	EXPR_AGGREGATE,
	EXPR_SUBQUERY, /* right of in only */
	EXPR_DERIVED, /* made by a command, not written: see tables.h */
};

/* What a name, or an expression that is the text of a column, stands for. */
enum ref_kind {
	REF_NONE,
	REF_SLOT,   /* a field of the record: plan.slots[index] */
	REF_ALIAS,  /* an expression with a name: plan.aliases[index] */
	REF_COLUMN, /* a column of the table that stats made */
};

/* What becomes of an expression about all elements of a list. */
enum each {
	EACH_NONE, /* it is not about one, or its place decides */
	EACH_ANY,  /* it holds for any element */
	EACH_ALL,  /* it holds for all */
	EACH_LIST, /* the list of what it is for each */
};

/* Which fields an expression looks at. */
struct uses {
	enum { USES_NOTHING, USES_ONE, USES_MANY } fields, elements;
	uint32_t slot; /* of USES_ONE */
	uint32_t elements_slot; /* likewise: of a path with * that it stands
	                           for a list of */
	bool message;  /* @message is among them */
	bool presence; /* asks ispresent() of a field */
	bool columns;  /* columns of a table */
	bool documents; /* it can be an object or a list */
};

struct expr {
	enum expr_kind kind;
	uint32_t offset, end; /* bytes of the query */
	struct str text;
	struct period period;
	union {
		const struct operator *op;
		const struct function *function;
		const struct aggregate *aggregate;
		const struct derivation *derivation;
		struct subquery *subquery;
	};
	struct expr **args;
	uint32_t n_args;
	uint32_t depth;

	/* by the checker */
	enum ref_kind ref;
	uint32_t index; /* of the ref, of a regex, of an aggregate */
	uint32_t part;  /* of a derivation: which of its values */
	enum each each;
	uint32_t each_slot;
	struct uses uses;
	struct constants *constants; /* of a long list, or NULL */
	uint32_t raw; /* plan.n_raw: number of a root that reads @message, + 1;
	                 0: none */
};

struct item {
	struct expr *expr;
	struct str alias; /* empty: none */
	struct str name;  /* of the column: the alias, or the text as typed */
	bool descending;  /* sort */
};

struct stage {
	const struct stage_type *type;
	uint32_t offset;
	struct item *items;
	uint32_t n_items;
	struct item *keys; /* stats: behind by */
	uint32_t n_keys;
	struct expr **aggregates; /* stats: all in its items; by the checker */
	uint32_t n_aggregates, aggregates_capacity;
	uint64_t number; /* limit */
	struct period offset_by; /* stats: count 0: none */
	void *own;       /* what only this command knows of its arguments */
};

struct tree {
	struct stage *stages;
	uint32_t n_stages;
};

struct expr *expr_new(struct arena *a, enum expr_kind kind, uint32_t offset,
    uint32_t end);
/* Two operands, or one when right is NULL. */
struct expr *expr_operator(struct arena *a, const struct operator *op,
    struct expr *left, struct expr *right);
/* Sets args, end and depth. */
void expr_set_args(struct expr *x, struct expr **args, uint32_t n);
/* The same when printed. */
bool expr_equal(const struct expr *a, const struct expr *b);
/* A name with nothing around it. */
static inline bool
expr_is_name(const struct expr *x)
{
	return x->kind == EXPR_NAME;
}
#endif
