#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/err.h"

#define ALIGNMENT 16
#define BLOCK_BYTES_MIN ((size_t)64 << 10)
#define BLOCK_BYTES_MAX ((size_t)1 << 20)

/*
 * Blocks form a list from the newest to the oldest; only the first one, last,
 * has room.  What takes more than a quarter of a block gets one of its own,
 * put behind the first, so that the room left there is not lost.
 */
struct arena_block {
	struct arena_block *older;
	size_t size_bytes; /* of data */
	_Alignas(ALIGNMENT) char data[];
};

void *
mem_alloc(size_t n)
{
	void *p = malloc(n ? n : 1);

	if (!p)
		mem_exhausted();
	return p;
}

void *
mem_zero(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);

	if (!p)
		mem_exhausted();
	return p;
}

void *
mem_grow(void *p, size_t count, size_t size)
{
	size_t n;

	if (__builtin_mul_overflow(count, size, &n))
		mem_exhausted();
	p = realloc(p, n ? n : 1);
	if (!p)
		mem_exhausted();
	return p;
}

static struct arena_block *
block_new(struct arena *a, size_t n)
{
	struct arena_block *b;

	if (n > SIZE_MAX - sizeof(*b))
		mem_exhausted();
	b = mem_alloc(sizeof(*b) + n);
	b->size_bytes = n;
	a->total_bytes += sizeof(*b) + n;
	return b;
}

static size_t
next_block_bytes(const struct arena *a)
{
	size_t n = a->last ? a->last->size_bytes * 2 : BLOCK_BYTES_MIN;

	return n < BLOCK_BYTES_MAX ? n : BLOCK_BYTES_MAX;
}

/* n is a multiple of ALIGNMENT and more than the room left. */
static void *
alloc_in_new_block(struct arena *a, size_t n)
{
	size_t size = next_block_bytes(a);
	struct arena_block *b;

	if (n > size / 4 && a->last) {
		b = block_new(a, n);
		b->older = a->last->older;
		a->last->older = b;
		return b->data;
	}
	b = block_new(a, n > size ? n : size);
	b->older = a->last;
	a->last = b;
	a->used_bytes = n;
	return b->data;
}

void *
arena_raw(struct arena *a, size_t n)
{
	size_t room = a->last ? a->last->size_bytes - a->used_bytes : 0;
	char *p;

	if (n > SIZE_MAX - ALIGNMENT)
		mem_exhausted();
	n = (n + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	if (n == 0)
		n = ALIGNMENT;
	if (n > room)
		return alloc_in_new_block(a, n);
	p = a->last->data + a->used_bytes;
	a->used_bytes += n;
	return p;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	return memset(arena_raw(a, n), 0, n);
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	size_t n;

	if (__builtin_mul_overflow(count, size, &n))
		mem_exhausted();
	return arena_alloc(a, n);
}

struct str
arena_copy(struct arena *a, struct str s)
{
	char *p;

	if (s.n == SIZE_MAX)
		mem_exhausted();
	p = arena_raw(a, s.n + 1);
	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct str){ p, s.n };
}

struct str
arena_printf(struct arena *a, const char *format, ...)
{
	char small[128];
	va_list ap;
	char *p;
	int n;

	va_start(ap, format);
	n = vsnprintf(small, sizeof(small), format, ap);
	va_end(ap);
	if (n < 0)
		BUG("cannot format");
	if ((size_t)n < sizeof(small))
		return arena_copy(a, (struct str){ small, (size_t)n });
	p = arena_raw(a, (size_t)n + 1);
	va_start(ap, format);
	vsnprintf(p, (size_t)n + 1, format, ap);
	va_end(ap);
	return (struct str){ p, (size_t)n };
}

static void
blocks_free(struct arena_block *b)
{
	while (b) {
		struct arena_block *older = b->older;

		free(b);
		b = older;
	}
}

void
arena_reset(struct arena *a)
{
	struct arena_block *kept = a->last;

	if (!kept)
		return;
	if (kept->size_bytes > BLOCK_BYTES_MAX) {
		arena_free(a);
		return;
	}
	blocks_free(kept->older);
	kept->older = NULL;
	a->used_bytes = 0;
	a->total_bytes = sizeof(*kept) + kept->size_bytes;
}

void
arena_free(struct arena *a)
{
	blocks_free(a->last);
	*a = (struct arena){ 0 };
}
