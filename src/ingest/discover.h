/*
 * Finds files: the arguments, and what is below those that are directories,
 * names sorted by bytes.  Symbolic links are followed; each directory is
 * entered once, whatever its names are.
 */
#ifndef INGEST_DISCOVER_H
#define INGEST_DISCOVER_H

#include <stdatomic.h>

#include "ingest/book.h"

#define DISCOVER_DEPTH_MAX 128 /* directories below an argument */

struct discover {
	struct book *book;
	const atomic_bool *stop;
	/* What was written to within as many seconds is young; 0: nothing. */
	int64_t young_s;
	/* After each file that was added to the book. */
	void (*found)(void *ctx, uint64_t bytes);
	void *ctx;
};

/* One file descriptor for each level. */
void discover(const struct discover *d, const char *const *logs, size_t n);
#endif
