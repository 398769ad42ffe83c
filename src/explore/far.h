/*
 * Cells that have to be read from files, half a millisecond each: the text of
 * records (fields @message).  A lane reads those of the rows in view and some
 * around them; until they come the list shows `…` in their place.
 */
#ifndef EXPLORE_FAR_H
#define EXPLORE_FAR_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "explore/answer.h"
#include "explore/lane.h"

#define FAR_BYTES_MAX 4096 /* of a cell that are kept */

struct ask_far {
	struct work work;
	struct answer *answer; /* held */
	struct pool *pool;
	size_t column;         /* of the result */
	uint64_t from, n;      /* rows */
	struct arena arena;
	struct str *text;      /* n of them, in the arena; NULL: stopped */
};

/* The first such column of an answer, or result_columns(). */
size_t far_column(const struct answer *a);
/* Rows [from, from + n) of it. */
struct ask_far *ask_far_new(struct answer *a, struct pool *pool, size_t column,
    uint64_t from, uint64_t n);
#endif
