/*
 * Sets of small numbers: bit i of word i / 64.
 */
#ifndef BASE_BITS_H
#define BASE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline size_t
bits_words(size_t n)
{
	return (n + 63) / 64;
}

static inline bool
bits_has(const uint64_t *b, size_t i)
{
	return b[i / 64] >> (i % 64) & 1;
}

static inline void
bits_add(uint64_t *b, size_t i)
{
	b[i / 64] |= (uint64_t)1 << (i % 64);
}

static inline void
bits_remove(uint64_t *b, size_t i)
{
	b[i / 64] &= ~((uint64_t)1 << (i % 64));
}

/* The first n bits set, the rest of the last word clear. */
static inline void
bits_fill(uint64_t *b, size_t n)
{
	for (size_t i = 0; i < n / 64; i++)
		b[i] = ~(uint64_t)0;
	if (n % 64)
		b[n / 64] = ((uint64_t)1 << (n % 64)) - 1;
}

static inline size_t
bits_count(const uint64_t *b, size_t n_words)
{
	size_t n = 0;

	for (size_t i = 0; i < n_words; i++)
		n += (size_t)__builtin_popcountll(b[i]);
	return n;
}
#endif
