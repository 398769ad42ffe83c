/*
 * Where, behind damage, a record may begin again.
 */
#ifndef INGEST_BORDER_H
#define INGEST_BORDER_H

#include "ingest/feed.h"

enum border {
	BORDER_NONE,
	BORDER_LINE,  /* a line that begins with { or [ */
	BORDER_COMMA, /* the last { of }, { */
	BORDER_EVENT, /* {"eventVersion" */
};

/* Moves `at` to the next border at or behind the byte `from` of the file.
 * Inside an array a line counts only when nothing stands before its bracket.
 * BORDER_NONE: the feed has ended, and `at` stands at its end. */
enum border border_find(struct feed *f, uint64_t from, bool in_array);
#endif
