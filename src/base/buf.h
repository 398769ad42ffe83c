/*
 * A byte buffer that grows.  A zeroed struct buf is an empty one.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>
#include <stdint.h>
#include "base/str.h"

struct buf {
	char *p;
	size_t n;        /* bytes in use */
	size_t capacity; /* bytes allocated */
};

/* Room for n more bytes behind the end; returns where they go. */
char *buf_room(struct buf *b, size_t n);

void buf_add(struct buf *b, struct str s);
void buf_byte(struct buf *b, char c);
void buf_fill(struct buf *b, char c, size_t n);
void buf_printf(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buf_u64(struct buf *b, uint64_t n); /* in decimal */

/* What is in it; borrowed until the next change. */
static inline struct str
buf_str(const struct buf *b)
{
	return (struct str){ b->p ? b->p : "", b->n };
}

static inline void
buf_reset(struct buf *b)
{
	b->n = 0;
}

void buf_free(struct buf *b);
#endif
