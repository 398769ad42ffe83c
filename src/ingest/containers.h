/*
 * Containers: objects that are no record but hold some.  One row each.
 */
#ifndef INGEST_CONTAINERS_H
#define INGEST_CONTAINERS_H

#include "ingest/look.h"

struct container {
	const char *name; /* as the ledger shows it */
	struct str key;   /* that holds the inner value */
	struct str below; /* and the key below it, or empty */
	uint32_t needs;   /* SIGN_ of other keys that must be there */
	bool streamed;    /* an array of values; else one object */
	bool has_time;    /* its "time" is the time of a record without one */
};

/* The row of that key, or NULL. */
const struct container *container_by_key(struct str key);

#define CONTAINER_LEVELS_MAX 3
#endif
