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
};

/* What a name, or an expression that is the text of a column, stands for. */
enum ref_kind {
	REF_NONE,
	REF_SLOT,   /* a field of the record: plan.slots[index] */
	REF_ALIAS,  /* an expression with a name: plan.aliases[index] */
	REF_COLUMN, /* a column of the table that stats made */
};

/* Which fields an expression looks at. */
struct uses {
	enum { USES_NOTHING, USES_ONE, USES_MANY } fields;
	uint32_t slot; /* of USES_ONE */
	bool message;  /* @message is among them */
	bool presence; /* asks ispresent() of a field */
	bool columns;  /* columns of a table */
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
	};
	struct expr **args;
	uint32_t n_args;
	uint32_t depth;

	/* by the checker */
	enum ref_kind ref;
	uint32_t index; /* of the ref, of a regex, of an aggregate */
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
