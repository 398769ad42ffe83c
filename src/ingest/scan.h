/*
 * The hot loop: the leaves of one record from JSON tokens into a builder, in
 * one pass, without allocation.
 */
#ifndef INGEST_SCAN_H
#define INGEST_SCAN_H

#include "base/json.h"
#include "store/store.h"

/* One open object or array. */
struct scan_level {
	uint32_t path;
	uint32_t next; /* position of the next value, or count of keys */
	bool array;
};

struct scan {
	struct builder *builder;
	uint32_t root; /* path of the value; PATH_ROOT: it is the record */
	struct scan_level level[JSON_DEPTH_MAX];
};

/* Reads the value that j was initialised with into the builder's record,
 * which must have begun.  JSON_END: whole; JSON_MORE or JSON_ERROR: the record
 * is to be forgotten. */
enum json_token scan_record(struct scan *s, struct json *j);

/* The text of the token, escapes undone; borrowed from the input or from the
 * arena. */
struct str scan_text(const struct json *j, struct arena *a);
#endif
