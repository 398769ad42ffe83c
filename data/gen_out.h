/*
 * A growing run of bytes to write into, and what else a small program needs.
 * It stops with a message when memory or a file fails: nothing here runs in
 * spoor itself.
 */
#ifndef GEN_OUT_H
#define GEN_OUT_H

#include <stddef.h>
#include <stdint.h>

struct out {
	char *p;
	size_t n, size;
};

/* Room for n more bytes; the caller writes them at p + n and adds to n. */
char *out_room(struct out *o, size_t n);

void out_bytes(struct out *o, const char *p, size_t n);
void out_text(struct out *o, const char *text);
void out_number(struct out *o, int64_t number);

/* number with at least digits digits, zeros in front; number >= 0. */
void out_padded(struct out *o, int64_t number, int digits);

void out_release(struct out *o);

/* The array with room for one more; n elements of size bytes are used. */
void *grow(void *array, uint32_t n, size_t size);

void die(const char *format, ...)
	__attribute__((format(printf, 1, 2), noreturn));

#endif
