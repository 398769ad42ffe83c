/*
 * Two hashes: one for tables, one for evidence.
 *
 * A fast keyed 64-bit hash.  With a random key an attacker who writes logs
 * cannot aim at collisions.  Not for secrets: it is no cryptographic hash.
 * Values differ between machines of different byte order; never store them.
 *
 * Eight bytes a time are combined with the key, multiplied to 128 bits, and
 * both halves of the product are folded into one (the idea of Wang Yi's
 * wyhash).  Both factors depend on the key: else whoever knows the constants
 * could make a factor zero.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include "base/str.h"

/* Arbitrary: the first 64 bits behind the point of the square roots of 2 and
 * of 3. */
#define HASH_A UINT64_C(0x6a09e667f3bcc908)
#define HASH_B UINT64_C(0xbb67ae8584caa73b)

/* Mixes a number; a bijection for a fixed key. */
static inline uint64_t
hash_mix(uint64_t x, uint64_t key)
{
	x ^= key;
	x ^= x >> 32;
	x *= 0xe9846af9b1a615d5u;
	x ^= x >> 32;
	x *= 0xe9846af9b1a615d5u;
	x ^= x >> 28;
	return x;
}

static inline uint64_t
hash_fold(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t
hash_read8(const char *p)
{
	uint64_t x;

	memcpy(&x, p, sizeof(x));
	return x;
}

static inline uint64_t
hash_read4(const char *p)
{
	uint32_t x;

	memcpy(&x, p, sizeof(x));
	return x;
}

/* Two words that hold all bytes of a text of n bytes, and n. */
static inline uint64_t
hash_finish(uint64_t a, uint64_t b, uint64_t n, uint64_t key)
{
	unsigned __int128 product;

	product = (unsigned __int128)(a ^ key) *
	    (b ^ (key << 32 | key >> 32) ^ HASH_A);
	return hash_fold((uint64_t)product ^ key ^ n,
	    (uint64_t)(product >> 64) ^ HASH_B);
}

uint64_t hash_long(struct str s, uint64_t key); /* s.n > 16 */

/* About 4 ns up to 40 bytes, 20 GB/s for long ones. */
static inline uint64_t
hash_bytes(struct str s, uint64_t key)
{
	uint64_t a = 0, b = 0;

	if (s.n > 16)
		return hash_long(s, key);
	if (s.n >= 8) {
		a = hash_read8(s.p);
		b = hash_read8(s.p + s.n - 8);
	} else if (s.n >= 4) {
		a = hash_read4(s.p);
		b = hash_read4(s.p + s.n - 4);
	} else if (s.n > 0) {
		a = (unsigned char)s.p[0];
		b = (uint64_t)(unsigned char)s.p[s.n / 2] << 8 |
		    (unsigned char)s.p[s.n - 1];
	}
	return hash_finish(a, b, s.n, key);
}

/* From the system's random source. */
uint64_t hash_random_key(void);

/* ---- hashes that others know -------------------------------------------- */

#define MD5_HEX 32

/* MD5 (RFC 1321) of a text, in lower case, with a NUL behind it. */
void md5_text(struct str s, char out[MD5_HEX + 1]);

/* ---- SHA-256 (FIPS 180-4), for evidence --------------------------------- */

#define SHA_BYTES 32
#define SHA_HEX 64

struct sha;

struct sha *sha_new(void);
void sha_free(struct sha *s); /* NULL: nothing */
void sha_reset(struct sha *s);
/* About 0.5 ns a byte where the processor has instructions for it, else 3. */
void sha_add(struct sha *s, const void *p, size_t n);
/* Of all that was added; more may be added after it. */
void sha_digest(const struct sha *s, uint8_t out[SHA_BYTES]);
/* In lower case, with a NUL behind it. */
void sha_print(const uint8_t digest[SHA_BYTES], char out[SHA_HEX + 1]);
/* Of one text. */
void sha_text(struct str s, char out[SHA_HEX + 1]);
#endif
