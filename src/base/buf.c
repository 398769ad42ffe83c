#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/arena.h"
#include "base/err.h"

#define CAPACITY_MIN 64

char *
buf_room(struct buf *b, size_t n)
{
	size_t needed, capacity;

	if (n <= b->capacity - b->n && b->p)
		return b->p + b->n;
	if (__builtin_add_overflow(b->n, n, &needed))
		mem_exhausted();
	capacity = b->capacity < SIZE_MAX / 2 ? b->capacity * 2 : SIZE_MAX;
	if (capacity < CAPACITY_MIN)
		capacity = CAPACITY_MIN;
	if (capacity < needed)
		capacity = needed;
	b->p = mem_grow(b->p, capacity, 1);
	b->capacity = capacity;
	return b->p + b->n;
}

void
buf_add(struct buf *b, struct str s)
{
	if (s.n == 0)
		return;
	memcpy(buf_room(b, s.n), s.p, s.n);
	b->n += s.n;
}

void
buf_byte(struct buf *b, char c)
{
	*buf_room(b, 1) = c;
	b->n++;
}

void
buf_fill(struct buf *b, char c, size_t n)
{
	memset(buf_room(b, n), c, n);
	b->n += n;
}

void
buf_printf(struct buf *b, const char *format, ...)
{
	size_t room = b->capacity - b->n;
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(room ? b->p + b->n : NULL, room, format, ap);
	va_end(ap);
	if (n < 0)
		BUG("cannot format \"%s\"", format);
	if ((size_t)n >= room) {
		buf_room(b, (size_t)n + 1);
		va_start(ap, format);
		vsnprintf(b->p + b->n, (size_t)n + 1, format, ap);
		va_end(ap);
	}
	b->n += (size_t)n;
}

void
buf_u64(struct buf *b, uint64_t n)
{
	char digits[20];
	size_t i = sizeof(digits);

	do {
		digits[--i] = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	buf_add(b, (struct str){ digits + i, sizeof(digits) - i });
}

void
buf_free(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ 0 };
}
