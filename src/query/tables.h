/*
 * The tables of the language: one row for each operator (ops.c), function
 * (funcs.c), aggregate (aggs.c) and command (stages.c).  Parser, checker,
 * executor, help and completion know them only through these rows.
 *
 * Words are found with case folded and underscores dropped: count_distinct,
 * countDistinct and COUNT_DISTINCT are one name.
 */
#ifndef QUERY_TABLES_H
#define QUERY_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "query/datum.h"
#include "query/query.h"
#include "query/tree.h"

struct eval;
struct parser;
struct checker;
struct run;

/* ---- operators ---------------------------------------------------------- */

enum op {
	OP_OR,
	OP_AND,
	OP_NOT,
	OP_EQUAL,
	OP_UNEQUAL,
	OP_LESS,
	OP_LESS_EQUAL,
	OP_GREATER,
	OP_GREATER_EQUAL,
	OP_LIKE,
	OP_MATCH, /* =~ */
	OP_IN,
	OP_ADD,
	OP_SUBTRACT,
	OP_MULTIPLY,
	OP_DIVIDE,
	OP_MODULO,
	OP_POWER,
	OP_NEGATE,
};

enum { /* precedence; higher binds tighter */
	BINDS_OR = 1,
	BINDS_AND,
	BINDS_NOT,
	BINDS_COMPARISON, /* does not chain */
	BINDS_ADD,
	BINDS_MULTIPLY,
	BINDS_POWER, /* from the right */
	BINDS_NEGATE,
	BINDS_VALUE,
};

struct operator {
	struct query_word word; /* name: as it is printed */
	const char *other;      /* another spelling */
	enum op op;
	int binds;
	bool prefix;
	bool condition; /* gives 1 or 0 */
	bool negated;   /* not like, not in, !=: true where op is not */
	/* Of arguments that have been evaluated; NULL: evaluated by eval.c,
	 * which need not look at all of them. */
	struct datum (*apply)(struct eval *e, const struct datum *arg);
};

/* ---- functions ---------------------------------------------------------- */

#define FUNCTION_ARGS_MAX 255

struct function {
	struct query_word word;
	const char *other;
	int args_min, args_max; /* FUNCTION_ARGS_MAX: any number */
	bool field;  /* asks whether its argument, a field, is there */
	bool tests;  /* gives 1 or 0 */
	int period;  /* argument that is a period, counted from 1; 0: none */
	int pattern; /* argument that is a pattern, likewise */
	bool documents; /* takes objects and lists; for others they are
	                   missing */
	bool makes_documents; /* others may pass on those they take */
	/* Of a time: the bucket that it lies in has one result, so that many
	 * rows of one bucket cost one call. */
	bool bucket;
	bool on_timestamp; /* has @timestamp as a first argument unwritten */
	struct datum (*call)(struct eval *e, const struct datum *arg, int n);
	double (*number)(double x); /* instead: of one number */
};

/* ---- aggregates --------------------------------------------------------- */

struct aggregate {
	struct query_word word;
	const char *other;
	bool rows;     /* counts the rows of the group; no argument needed */
	bool presence; /* counts the rows that have its argument; its state
	                  is a uint64_t */
	bool distinct; /* counts different values */
	bool adds;     /* results of groups add up to that of all */
	int extreme;   /* the least value of all: -1, the greatest: 1 */
	bool numeric;  /* sees only what reads as a number, as a number */
	/* A second argument that is a number of the query or a period: which
	 * of both it is, counted from 1; 0: there is none.  In a tree it is
	 * the second. */
	int constant;
	bool period;
	double constant_min, constant_max;
	bool timed; /* has @timestamp as a last argument unwritten */
	size_t size;   /* of its state for one group, zeroed at first */
	/* These must not depend on the order of calls.  Texts that are kept
	 * are copied to the arena.  d: the value; behind it, if timed, the
	 * time.  x: the call. */
	void (*add)(void *state, const struct datum *d, struct arena *a);
	void (*merge)(void *state, const void *other, struct arena *a);
	struct datum (*result)(
	    void *state, const struct expr *x, struct arena *a);
};

/* ---- derivations -------------------------------------------------------- */

/* A value that a command makes of values, such as a part of a text: a name
 * that it defines stands for an expression of this kind. */
struct derivation {
	struct datum (*value)(struct eval *e, const struct expr *x,
	    const struct datum *arg);
};

/* ---- commands ----------------------------------------------------------- */

struct stage_type {
	struct query_word word;
	const char *other;
	bool filters;    /* leaves out rows by a condition */
	bool cuts;       /* keeps the first rows */
	bool makes_rows; /* its rows are no events */
	bool streams;    /* what becomes of a row depends on it alone */
	bool selects;    /* says which logs are looked at: stands first */
	/* Reads the arguments behind the command's name. */
	bool (*parse)(struct parser *p, struct stage *st);
	/* Appends them. */
	void (*print)(const struct stage *st, struct buf *out);
	/* Says what its names mean, and adds its steps to the plan. */
	bool (*check)(struct checker *c, struct stage *st);
	/* Does it to the rows of the run; false when it cannot go on. */
	bool (*run)(struct run *r, const struct stage *st);
};

/* ---- finding rows ------------------------------------------------------- */

/* NULL if there is none of that name. */
const struct operator *operator_find(struct str name, bool prefix);
const struct operator *operator_of(enum op op, bool negated);
const struct function *function_find(struct str name);
const struct aggregate *aggregate_find(struct str name);
/* The same for elements of lists, of which a row has several. */
const struct aggregate *aggregate_of_elements(const struct aggregate *g);
const struct stage_type *stage_find(struct str name);

const struct operator *operator_at(size_t i);
const struct function *function_at(size_t i);
const struct aggregate *aggregate_at(size_t i);
const struct stage_type *stage_at(size_t i);

/* A word of AWS's parser that no page documents. */
bool stage_undocumented(struct str name);

/* name is `own` or one of `other`. */
bool word_matches(struct str name, const char *own, const char *other);
#endif
