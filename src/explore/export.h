/*
 * Events and rows written to a file, or one record for the clipboard: work
 * for a lane.  A file is written beside its place and put there when it is
 * whole; what is stopped leaves nothing behind.
 *
 * Rows of a result that are no events are written as batch writes them.
 * Events are written as a table in csv and md, with the fields of the list;
 * in json and ndjson they are the records themselves, json as {"Records":
 * [...]}, so that every tool that reads CloudTrail reads them.
 */
#ifndef EXPLORE_EXPORT_H
#define EXPLORE_EXPORT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "explore/answer.h"
#include "explore/lane.h"
#include "explore/out.h"

struct ask_export {
	struct work work;
	struct answer *answer; /* held */
	struct pool *pool;
	struct scope scope;
	struct str query;      /* owned: the path, or "" with within */
	struct str fields;     /* owned: of csv and md, "@who, @what" */
	uint64_t *within;      /* owned: only these events; NULL: all */
	enum out_format format;
	struct str path;       /* owned; n == 0: text is left in `text` */
	struct buf text;
	struct query_progress *progress; /* rows written, and to be; borrowed,
	                                    may be NULL */
	uint64_t rows;         /* to be written; known once it runs */
	uint64_t written;
	uint64_t guarded;      /* csv cells with an apostrophe */
	uint64_t bytes;
	bool finished;         /* false: stopped, or err */
	struct err err;
};

/* Copies the texts, takes within (snapshot_events bits).  progress outlives
 * the lane. */
struct ask_export *ask_export_new(struct answer *a, struct pool *pool,
    struct scope scope, struct str query, struct str fields, uint64_t *within,
    enum out_format format, struct str path, struct query_progress *progress);
#endif
