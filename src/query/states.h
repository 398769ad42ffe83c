/*
 * The states of aggregates, for any number of groups.
 */
#ifndef QUERY_STATES_H
#define QUERY_STATES_H

#include <stdint.h>
#include "base/arena.h"
#include "query/tables.h"

/* Pairs of group and number that have been seen. */
struct pairs {
	uint64_t *slots; /* pair + 1; 0: free */
	uint64_t n, mask;
};

struct states {
	struct expr *const *aggregates;
	uint32_t n_aggregates;
	size_t *offsets; /* of each aggregate in a group's state */
	size_t size;     /* of a group's state */
	char *states;
	uint64_t *rows; /* of each group */
	struct pairs *pairs; /* of each aggregate that counts values */
	uint32_t n, capacity; /* groups */
	struct arena arena;   /* what states point to */
};

void states_init(struct states *s, struct expr *const *aggregates,
    uint32_t n);
/* Room for groups 0..n-1. */
void states_grow(struct states *s, uint32_t n);
void *states_get(const struct states *s, uint32_t group, uint32_t aggregate);
/* The group has a value with that number. */
void states_note(struct states *s, uint32_t aggregate, uint32_t group,
    uint32_t number);
/* Adds the groups of another; to: which group of s each one is. */
void states_merge(struct states *s, const struct states *other,
    const uint32_t *to);
/* [group * n_aggregates + aggregate], in the arena. */
struct datum *states_results(struct states *s, struct arena *a);
void states_free(struct states *s);
#endif
