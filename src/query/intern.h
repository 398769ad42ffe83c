/*
 * Data made numbers: equal ones (datum_same) get the same, dense, in order of
 * first sight.
 */
#ifndef QUERY_INTERN_H
#define QUERY_INTERN_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "query/datum.h"

struct intern {
	struct arena *arena; /* texts are copied here; NULL: borrowed */
	struct datum *data;
	uint64_t *hashes;
	uint32_t *slots; /* number + 1 */
	uint32_t n, capacity, mask;
	uint64_t key; /* of the hash; chosen by itself */
};

/* d is not missing. */
uint32_t intern_add(struct intern *t, const struct datum *d);
void intern_free(struct intern *t); /* not the arena */

/* ---- tuples of numbers -------------------------------------------------- */

/* The same for tuples of `width` numbers. */
struct tuples {
	uint32_t width;
	uint32_t *numbers; /* of tuple i from i * width on */
	uint32_t *slots;
	uint32_t n, capacity, mask;
};

/* *added: it is new. */
uint32_t tuples_add(struct tuples *t, const uint32_t *tuple, bool *added);
/* UINT32_MAX: it is not there. */
uint32_t tuples_find(const struct tuples *t, const uint32_t *tuple);
void tuples_free(struct tuples *t);
#endif
