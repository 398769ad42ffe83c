/* FIPS 180-4, section 6.2; small rather than fast. */
#include "gen_sha256.h"

#include <stdint.h>
#include <string.h>

/* Section 4.2.2: from the cube roots of the first 64 primes. */
static const uint32_t constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t
turn(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

static void
block(uint32_t state[8], const unsigned char *p)
{
	uint32_t w[64], v[8];
	int t;

	for (t = 0; t < 16; t++, p += 4)
		w[t] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		    (uint32_t)p[2] << 8 | p[3];
	for (; t < 64; t++)
		w[t] = w[t - 16] + w[t - 7] +
		    (turn(w[t - 15], 7) ^ turn(w[t - 15], 18) ^
		        w[t - 15] >> 3) +
		    (turn(w[t - 2], 17) ^ turn(w[t - 2], 19) ^ w[t - 2] >> 10);
	memcpy(v, state, sizeof(v));
	for (t = 0; t < 64; t++) {
		uint32_t one = v[7] + constants[t] + w[t] +
		    (turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25)) +
		    ((v[4] & v[5]) ^ (~v[4] & v[6]));
		uint32_t two =
		    (turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22)) +
		    ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));

		memmove(v + 1, v, 7 * sizeof(v[0]));
		v[4] += one;
		v[0] = one + two;
	}
	for (t = 0; t < 8; t++)
		state[t] += v[t];
}

void
sha256_hex(const void *p, size_t n, char hex[65])
{
	uint32_t state[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
	const unsigned char *bytes = p;
	unsigned char last[128] = { 0 };
	size_t rest = n % 64, blocks = rest < 56 ? 1 : 2, i;
	uint64_t bits = (uint64_t)n * 8;

	for (i = 0; i < n / 64; i++)
		block(state, bytes + i * 64);
	if (rest > 0)
		memcpy(last, bytes + n - rest, rest);
	last[rest] = 0x80;
	for (i = 0; i < 8; i++)
		last[blocks * 64 - 1 - i] = (unsigned char)(bits >> 8 * i);
	for (i = 0; i < blocks; i++)
		block(state, last + i * 64);
	for (i = 0; i < 64; i++)
		hex[i] = "0123456789abcdef"[state[i / 8] >> (28 - i % 8 * 4) &
		    15];
	hex[64] = '\0';
}
