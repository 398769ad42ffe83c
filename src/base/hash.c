#include "base/hash.h"

#include <errno.h>
#include <nettle/md5.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"

/*
 * Three lanes of 16 bytes run beside each other, because a multiplication
 * takes several cycles to finish but a new one can start in each.  The last
 * 16 bytes are always read as the end of the text, overlapping what came
 * before if they must.
 */
uint64_t
hash_long(struct str s, uint64_t key)
{
	const uint64_t key_a = key ^ HASH_A, key_b = key ^ HASH_B;
	const char *p = s.p;
	size_t left = s.n;
	uint64_t lane = key;

	if (left > 48) {
		uint64_t lane_a = key_a, lane_b = key_b;

		do {
			lane = hash_fold(hash_read8(p) ^ key,
			    hash_read8(p + 8) ^ lane);
			lane_a = hash_fold(hash_read8(p + 16) ^ key_a,
			    hash_read8(p + 24) ^ lane_a);
			lane_b = hash_fold(hash_read8(p + 32) ^ key_b,
			    hash_read8(p + 40) ^ lane_b);
			p += 48;
			left -= 48;
		} while (left > 48);
		lane ^= hash_fold(lane_a ^ key_b, lane_b ^ key_a);
	}
	if (left > 16)
		lane = hash_fold(hash_read8(p) ^ key_a,
		    hash_read8(p + 8) ^ lane);
	if (left > 32)
		lane = hash_fold(hash_read8(p + 16) ^ key_b,
		    hash_read8(p + 24) ^ lane);
	return hash_finish(hash_read8(p + left - 16) ^ lane,
	    hash_read8(p + left - 8), s.n, key);
}

/* Where the system call is missing: what differs from run to run. */
static uint64_t
guessable_key(void)
{
	struct timespec now;
	uint64_t x;

	clock_gettime(CLOCK_REALTIME, &now);
	x = hash_mix((uint64_t)now.tv_sec << 30 ^ (uint64_t)now.tv_nsec,
	    (uint64_t)getpid());
	return hash_mix((uint64_t)(uintptr_t)&now, x);
}

uint64_t
hash_random_key(void)
{
	uint64_t key;
	ssize_t n;

	do {
		n = getrandom(&key, sizeof(key), 0);
	} while (n < 0 && errno == EINTR);
	return n == (ssize_t)sizeof(key) ? key : guessable_key();
}

static void
print_hex(const uint8_t *digest, size_t n, char *out)
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		*out++ = hex[digest[i] >> 4];
		*out++ = hex[digest[i] & 15];
	}
	*out = '\0';
}

/* ---- SHA-256 ------------------------------------------------------------ */

struct sha {
	struct sha256_ctx ctx;
};

struct sha *
sha_new(void)
{
	struct sha *s = mem_zero(1, sizeof(*s));

	sha256_init(&s->ctx);
	return s;
}

void
sha_free(struct sha *s)
{
	free(s);
}

void
sha_reset(struct sha *s)
{
	sha256_init(&s->ctx);
}

void
sha_add(struct sha *s, const void *p, size_t n)
{
	sha256_update(&s->ctx, n, p);
}

/* nettle ends a hash by asking for it: a copy is asked. */
void
sha_digest(const struct sha *s, uint8_t out[SHA_BYTES])
{
	struct sha256_ctx copy = s->ctx;

	sha256_digest(&copy, SHA_BYTES, out);
}

void
sha_print(const uint8_t digest[SHA_BYTES], char out[SHA_HEX + 1])
{
	print_hex(digest, SHA_BYTES, out);
}

void
sha_text(struct str s, char out[SHA_HEX + 1])
{
	struct sha sha;
	uint8_t digest[SHA_BYTES];

	sha_reset(&sha);
	sha_add(&sha, s.p, s.n);
	sha_digest(&sha, digest);
	sha_print(digest, out);
}

/* ---- MD5 ---------------------------------------------------------------- */

void
md5_text(struct str s, char out[MD5_HEX + 1])
{
	struct md5_ctx ctx;
	uint8_t digest[MD5_DIGEST_SIZE];

	md5_init(&ctx);
	md5_update(&ctx, s.n, (const uint8_t *)s.p);
	md5_digest(&ctx, sizeof(digest), digest);
	print_hex(digest, sizeof(digest), out);
}
