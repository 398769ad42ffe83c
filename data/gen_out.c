/* Growing memory, and the one way out when there is none. */
#include "gen_out.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *
out_room(struct out *o, size_t n)
{
	if (o->size - o->n < n) {
		size_t size = o->size ? o->size : 4096;
		char *p;

		while (size - o->n < n)
			size *= 2;
		p = realloc(o->p, size);
		if (p == NULL)
			die("no memory for %zu bytes", size);
		o->p = p;
		o->size = size;
	}
	return o->p + o->n;
}

void
out_bytes(struct out *o, const char *p, size_t n)
{
	if (n == 0)
		return;
	memcpy(out_room(o, n), p, n);
	o->n += n;
}

void
out_text(struct out *o, const char *text)
{
	out_bytes(o, text, strlen(text));
}

void
out_padded(struct out *o, int64_t number, int digits)
{
	char text[32];
	int at = (int)sizeof(text);

	while (number > 0 || digits > 0) {
		text[--at] = (char)('0' + number % 10);
		number /= 10;
		digits--;
	}
	out_bytes(o, text + at, sizeof(text) - (size_t)at);
}

void
out_number(struct out *o, int64_t number)
{
	if (number < 0) {
		out_bytes(o, "-", 1);
		number = -number;
	}
	out_padded(o, number, 1);
}

void
out_release(struct out *o)
{
	free(o->p);
	*o = (struct out){ 0 };
}

void *
grow(void *array, uint32_t n, size_t size)
{
	/* Doubled at each power of two. */
	if (n > 0 && (n & (n - 1)) != 0)
		return array;
	array = realloc(array, (n ? (size_t)n * 2 : 1) * size);
	if (array == NULL)
		die("no memory for %u elements", n);
	return array;
}

void
die(const char *format, ...)
{
	va_list ap;

	fputs("spoor-generate: ", stderr);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}
