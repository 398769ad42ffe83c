/*
 * Containers: objects that are no record but hold some.  One row each.  When
 * several fit, the first counts.
 */
#ifndef INGEST_CONTAINERS_H
#define INGEST_CONTAINERS_H

#include "ingest/look.h"

enum holding {
	HOLDS_VALUES, /* an array of values, read as it comes */
	HOLDS_ALL,    /* one that is read when all keys around it are known */
	HOLDS_ROWS,   /* an array of arrays of { field, value } */
	HOLDS_VALUE,  /* an object */
	HOLDS_TEXT,   /* a string that is the record's own text */
	HOLDS_PACKED, /* a string: base64 of gzip of text */
};

struct container {
	const char *name; /* as the ledger shows it */
	const char *help; /* what makes it */
	struct str key;   /* that holds what is inside */
	struct str below; /* and the key below it, or empty */
	struct str element; /* key that the first value must have, or empty */
	uint64_t needs;   /* SIGN_ of other keys, one of which must be there */
	enum holding holds;
	bool entries;     /* of CloudWatch Logs: their message is a record */
	bool has_time;    /* that of the record, should it have none */
	bool only_known;  /* of another kind: the object itself is a record */
};

const struct container *container_rows(size_t *n);

/* A value inside is at most in so many containers. */
#define CONTAINER_LEVELS_MAX 6
#endif
