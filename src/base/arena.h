/*
 * An arena: memory that is given back all at once.
 *
 * A zeroed struct arena is an empty one.  Allocation returns zeroed memory,
 * aligned to 16 bytes, or ends the program (out of memory).  One thread at a
 * time; an arena may be handed over whole.  Memory comes in blocks of 64 KiB
 * growing to 1 MiB; what is larger than a quarter of a block has its own.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include "base/str.h"

struct arena_block;

struct arena {
	struct arena_block *last;
	size_t used_bytes;  /* in the last block */
	size_t total_bytes; /* of all blocks, as asked from the system */
};

/* n == 0 gives a valid pointer too.  O(n) for the zeroing. */
void *arena_alloc(struct arena *a, size_t n);

/* count * size bytes, the product checked. */
void *arena_array(struct arena *a, size_t count, size_t size);

/* Not zeroed; for memory that is filled at once. */
void *arena_raw(struct arena *a, size_t n);

/* A copy of s, with a NUL behind it that does not count. */
struct str arena_copy(struct arena *a, struct str s);

/* Formatted text, with a NUL behind it that does not count. */
struct str arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Empty, one block (at most 1 MiB) kept for the next use. */
void arena_reset(struct arena *a);

/* Gives all memory back; a is an empty arena again. */
void arena_free(struct arena *a);

/* malloc, calloc and realloc that return memory or end the program; a
 * product that overflows is out of memory too.  The caller frees. */
void *mem_alloc(size_t n);
void *mem_zero(size_t count, size_t size);
void *mem_grow(void *p, size_t count, size_t size);

/* Restores the terminal (bug_on_exit), says "out of memory" on standard
 * error, and ends the program with status 2. */
_Noreturn void mem_exhausted(void);
#endif
