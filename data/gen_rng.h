/*
 * Random numbers that are the same everywhere and for ever: a counter that
 * is stirred (splitmix64: Steele, Lea, Flood, "Fast Splittable Pseudorandom
 * Number Generators", 2014).  Any 64-bit number is a good seed, so that a
 * record, a bucket name or a session starts its own stream from the numbers
 * that name it, and looks the same wherever and however often it is written.
 */
#ifndef GEN_RNG_H
#define GEN_RNG_H

#include <stdint.h>

struct rng {
	uint64_t state;
};

static inline uint64_t
rng_next(struct rng *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* 0 .. n - 1; n >= 1. */
static inline uint32_t
rng_below(struct rng *r, uint32_t n)
{
	return (uint32_t)(((rng_next(r) >> 32) * n) >> 32);
}

/* 0 .. n - 1, small numbers far more often: the first tenth has the half. */
static inline uint32_t
rng_skewed(struct rng *r, uint32_t n)
{
	double u = (double)(rng_next(r) >> 11) / 9007199254740992.0;

	return (uint32_t)(u * u * u * (double)n);
}

/* The seed of something that two numbers name. */
static inline uint64_t
rng_mix(uint64_t a, uint64_t b)
{
	struct rng r = { a ^ (b * 0xd1342543de82ef95u) };

	return rng_next(&r);
}

/* The seed of a name (FNV-1a). */
static inline uint64_t
rng_name(const char *name)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * 0x100000001b3u;
	return h;
}

#endif
