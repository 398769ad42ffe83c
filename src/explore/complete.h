/*
 * Completion of a query that is being typed: what may stand at the cursor,
 * and which commands, functions, fields and values begin like it.
 */
#ifndef EXPLORE_COMPLETE_H
#define EXPLORE_COMPLETE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/pool.h"
#include "base/str.h"
#include "explore/lane.h"
#include "store/store.h"

enum complete_what {
	COMPLETE_NOTHING, /* a number, a comment, a pattern */
	COMPLETE_COMMAND, /* a stage begins */
	COMPLETE_NAME,    /* fields and functions */
	COMPLETE_VALUE,   /* of a field that is compared */
};

struct complete_place {
	enum complete_what what;
	size_t from, to;  /* bytes that a candidate takes the place of */
	struct str word;  /* what was typed of it, without quotes */
	struct str field; /* of a value: its name, without backticks */
	struct str stage; /* the first word of the stage */
	bool quoted;      /* a quote is open: from is on it */
};

/* Texts are borrowed from text; cursor <= text.n.  O(bytes). */
void complete_place(struct str text, size_t cursor,
    struct complete_place *out);

/* The fields of a snapshot with their counts: found once, then shared. */
struct known_fields {
	atomic_uint holders;
	uint64_t generation;
	struct arena arena;
	struct known_field {
		struct str name; /* printed */
		uint64_t events;
	} *field;
	size_t n;
	uint64_t events; /* of the snapshot */
};
struct known_fields *known_fields_hold(struct known_fields *f);
void known_fields_release(struct known_fields *f); /* NULL: nothing */

#define CANDIDATES_MAX 100

struct candidate {
	struct str text;  /* as it is put into the query */
	struct str shown; /* as it is shown; not made visible */
	const char *help; /* of a command or function; else NULL */
	uint64_t events;  /* that have the field, or the value */
	uint64_t values;  /* different ones of a field; 0: not counted */
};

struct ask_words {
	struct work work;
	struct snapshot *snapshot; /* held */
	struct pool *pool;
	uint64_t version;           /* of the text it was asked for */
	struct str text;            /* owned; place borrows from it */
	struct complete_place place;
	struct known_fields *known; /* held; made when it was NULL */
	struct arena arena;         /* of the candidates */
	struct candidate *candidate;
	size_t n;
	uint64_t total; /* values of the field, fields of the snapshot */
};
/* Copies text; holds the snapshot; known may be NULL. */
struct ask_words *ask_words_new(struct snapshot *s, struct pool *pool,
    struct str text, size_t cursor, struct known_fields *known);
#endif
