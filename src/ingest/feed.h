/*
 * A window over the bytes of one file, plain as they come out of inflate.
 *
 *	      done      |  rest: what is being read  |  room
 *	p ────────────── at ──────────────────────── n ────── capacity
 *
 * Bytes before `at` may be dropped whenever more are read; a value that is
 * being read is contiguous from `at` on.  The window doubles when one value
 * does not fit, up to value_max.
 */
#ifndef INGEST_FEED_H
#define INGEST_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "base/str.h"

#define FEED_IDLE ((size_t)-1)

struct feed {
	char *p;
	size_t n;
	size_t capacity;
	size_t at;
	uint64_t base;    /* byte of the file that p[0] is */
	size_t value_max; /* bytes */
	bool ended;       /* nothing more comes */
	bool too_long;    /* a value is longer than value_max */
	struct err err;   /* why it ended, unless at the end of the file */

	/* Up to n > 0 bytes into out; 0 at the end, and err is set if it is
	 * none; FEED_IDLE when a pipe has none at the moment. */
	size_t (*read)(void *ctx, char *out, size_t n, struct err *err);
	/* Nothing comes at the moment; may be NULL. */
	void (*idle)(void *ctx);
	void *ctx;
};

/* Begins a file; keeps the window's memory.  read, idle, ctx and value_max
 * are the caller's to set. */
void feed_start(struct feed *f);

/* A window over bytes in memory that ends with them. */
struct feed feed_of(struct str bytes, uint64_t base);

/* More bytes behind the rest: as many again as are there, so that reading a
 * value anew each time stays linear; fewer when a pipe pauses.  False when
 * there are none, or the value is too long.  Pointers into the window are
 * void after it. */
bool feed_more(struct feed *f);

/* Gives memory back. */
void feed_free(struct feed *f);

static inline struct str
feed_rest(const struct feed *f)
{
	return (struct str){ f->p + f->at, f->n - f->at };
}

/* The byte of the file that `at` stands on. */
static inline uint64_t
feed_offset(const struct feed *f)
{
	return f->base + f->at;
}
#endif
