/*
 * The paths of a store: a tree of keys and positions.  Nodes never move and
 * never change once they can be seen, so reading one needs no lock; finding
 * and adding take the table's own.
 */
#ifndef STORE_PATHS_H
#define STORE_PATHS_H

#include "base/arena.h"
#include "store/store.h"

struct path_node {
	uint32_t parent;
	uint32_t position; /* PATH_NONE: the step is a key */
	struct str key;
	uint64_t name_hash; /* keyed, of all steps from the root */
	bool under_rest;    /* PATH_REST is a step of it */
	_Atomic bool has_children;
};

struct paths;

struct paths *paths_new(uint64_t hash_key);
void paths_free(struct paths *p);
uint32_t paths_count(const struct paths *p);
size_t paths_bytes(const struct paths *p);

/* id < paths_count().  Lock free. */
const struct path_node *paths_node(const struct paths *p, uint32_t id);

/* Found or added; PATH_NONE when the table is full. *added says which. */
uint32_t paths_add_key(struct paths *p, uint32_t parent, struct str key,
    bool *added);
uint32_t paths_add_position(struct paths *p, uint32_t parent, uint32_t position,
    bool *added);

uint32_t paths_find_key(struct paths *p, uint32_t parent, struct str key);
uint32_t paths_find_position(struct paths *p, uint32_t parent,
    uint32_t position);
#endif
