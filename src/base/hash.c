#include "base/hash.h"

#include <errno.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

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
