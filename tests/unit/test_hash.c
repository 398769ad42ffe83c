#include <stdint.h>
#include "base/arena.h"
#include "base/hash.h"
#include "tap.h"

#define KEY UINT64_C(0x0123456789abcdef)

static int
compare_u64(const void *a, const void *b)
{
	uint64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x > y) - (x < y);
}

static size_t
count_equal(uint64_t *hashes, size_t n)
{
	size_t equal = 0;

	qsort(hashes, n, sizeof(hashes[0]), compare_u64);
	for (size_t i = 1; i < n; i++)
		equal += hashes[i] == hashes[i - 1];
	return equal;
}

/* Computed with python3 from the description in base/hash.h and hash.c;
 * byte i of the text is i % 251. */
static void
known_values(void)
{
	static const struct {
		size_t n;
		uint64_t hash;
	} known[] = {
		{ 0, UINT64_C(0x9e939f0460ae5cfb) },
		{ 1, UINT64_C(0x5b3e4d8fb88bfe1f) },
		{ 2, UINT64_C(0x3f5a62300d879eb1) },
		{ 3, UINT64_C(0x7d8482dc3a9a495c) },
		{ 4, UINT64_C(0xcb32fe5178b57f2b) },
		{ 7, UINT64_C(0xa737b77da21955e5) },
		{ 8, UINT64_C(0x3f5a21a9442a2ea6) },
		{ 15, UINT64_C(0xab9311a5a51a92bd) },
		{ 16, UINT64_C(0x7dba6404e8f38216) },
		{ 17, UINT64_C(0x7f6dd3ac5d74b38b) },
		{ 32, UINT64_C(0x9a89753b66686d65) },
		{ 33, UINT64_C(0x0d018e1e6e1c9c9e) },
		{ 48, UINT64_C(0xfe58896de44ef32a) },
		{ 49, UINT64_C(0x95c3fc0ad305a847) },
		{ 96, UINT64_C(0xf416418c6d20fc87) },
		{ 97, UINT64_C(0xe4e2ea8add824214) },
		{ 1000, UINT64_C(0x38d34a8ec3a0f35c) },
	};
	char text[1000];

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)(i % 251);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		struct str s = { text, known[i].n };

		if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__)
			skip("known value", "other byte order");
		else
			ok(hash_bytes(s, KEY) == known[i].hash,
			    "%zu bytes have the known hash", s.n);
	}
	ok(hash_bytes((struct str){ NULL, 0 }, KEY) ==
	        hash_bytes(STR(""), KEY),
	    "nothing has one hash");
	ok(hash_mix(0, 0) == 0 &&
	        hash_mix(1, 0) == UINT64_C(0x8c785fc1cc2f970c) &&
	        hash_mix(UINT64_MAX, 0) == UINT64_C(0xabdcee749e29bb25) &&
	        hash_mix(12345, 0xdeadbeef) == UINT64_C(0x74fa85f844df2e26),
	    "numbers are mixed as python3 does it");
}

/* Texts of each length in memory of just that size: for the sanitizer. */
static void
every_byte_counts(void)
{
	bool differs = true, key_counts = true, place_counts = true;

	for (size_t n = 1; n <= 200; n++) {
		char *text = mem_zero(n + 1, 1);
		struct str s = { text, n };
		uint64_t hash = hash_bytes(s, KEY);

		key_counts = key_counts && hash_bytes(s, KEY + 1) != hash;
		for (size_t i = 0; i < n; i++) {
			text[i] = 1;
			differs = differs && hash_bytes(s, KEY) != hash;
			text[i] = 0;
		}
		memmove(text + 1, text, n);
		s.p = text + 1;
		place_counts = place_counts && hash_bytes(s, KEY) == hash;
		free(text);
	}
	ok(differs, "a change of any byte changes the hash");
	ok(key_counts, "the key changes the hash");
	ok(place_counts, "where the text lies does not");
}

static void
zeros_of_any_length(void)
{
	static const char zeros[4096];
	uint64_t hashes[4096];

	for (size_t n = 0; n < 4096; n++)
		hashes[n] = hash_bytes((struct str){ zeros, n }, KEY);
	ok(count_equal(hashes, 4096) == 0,
	    "zeros of different length have different hashes");
}

/* Addresses: short texts with little in them that differs.  Of 2^19 random
 * numbers of 64 bits two would be equal with probability 2^-27. */
static void
likely_texts(void)
{
	enum { N = 1 << 19, SLOTS = 1024 };
	uint64_t *hashes = mem_alloc(N * sizeof(hashes[0]));
	unsigned low[SLOTS] = { 0 }, high[SLOTS] = { 0 };
	double spread_low = 0, spread_high = 0;

	for (unsigned i = 0; i < N; i++) {
		char text[32];
		int n = snprintf(text, sizeof(text), "10.%u.%u.%u", i >> 16,
		    i >> 8 & 255, i & 255);

		hashes[i] = hash_bytes((struct str){ text, (size_t)n }, KEY);
		low[hashes[i] % SLOTS]++;
		high[hashes[i] >> 54]++;
	}
	for (int i = 0; i < SLOTS; i++) {
		double want = (double)N / SLOTS;

		spread_low += (low[i] - want) * (low[i] - want) / want;
		spread_high += (high[i] - want) * (high[i] - want) / want;
	}
	ok(count_equal(hashes, N) == 0, "half a million addresses differ");
	/* chi-square, 1,023 degrees of freedom: 800..1,270 but for 1e-7 */
	ok(spread_low > 800 && spread_low < 1270,
	    "the low bits are evenly spread (%.0f)", spread_low);
	ok(spread_high > 800 && spread_high < 1270,
	    "the high bits are evenly spread (%.0f)", spread_high);
	free(hashes);
}

/* A change of one bit of the text changes each bit of the hash half of the
 * time. */
static void
bits_avalanche(void)
{
	static const size_t lengths[] = { 1, 3, 4, 8, 12, 16, 17, 40, 64, 150 };
	bool even = true;

	for (size_t l = 0; l < sizeof(lengths) / sizeof(lengths[0]); l++) {
		size_t n = lengths[l];
		unsigned flips[64] = { 0 }, trials = 0;
		char text[150];

		for (unsigned round = 0; trials < 20000; round++) {
			struct str s = { text, n };
			uint64_t hash;

			for (size_t i = 0; i < n; i++)
				text[i] = (char)hash_mix(i, round);
			hash = hash_bytes(s, KEY + round);
			for (size_t bit = 0; bit < n * 8; bit++, trials++) {
				uint64_t changed;

				text[bit / 8] ^= (char)(1 << bit % 8);
				changed = hash ^ hash_bytes(s, KEY + round);
				text[bit / 8] ^= (char)(1 << bit % 8);
				for (int i = 0; i < 64; i++)
					flips[i] += changed >> i & 1;
			}
		}
		/* 20,000 tosses: 10,000, standard deviation 71 */
		for (int i = 0; i < 64; i++)
			even = even && flips[i] > trials / 2 - 430 &&
			    flips[i] < trials / 2 + 430;
	}
	ok(even, "one bit of text changes each bit of hash half of the time");
}

static void
random_keys(void)
{
	uint64_t keys[64];

	for (int i = 0; i < 64; i++)
		keys[i] = hash_random_key();
	ok(count_equal(keys, 64) == 0, "random keys differ");
}

/* FIPS 180-4's own examples (NIST, "Examples with Intermediate Values"), and
 * a million times "a". */
static void
sha256_is_the_standards(void)
{
	struct sha *s = sha_new();
	uint8_t digest[SHA_BYTES];
	char hex[SHA_HEX + 1];

	sha_digest(s, digest);
	sha_print(digest, hex);
	ok(strcmp(hex, "e3b0c44298fc1c149afbf4c8996fb924"
	               "27ae41e4649b934ca495991b7852b855") == 0, "of nothing");
	sha_add(s, "a", 1);
	sha_add(s, "bc", 2);
	sha_digest(s, digest);
	sha_print(digest, hex);
	ok(strcmp(hex, "ba7816bf8f01cfea414140de5dae2223"
	               "b00361a396177a9cb410ff61f20015ad") == 0, "of abc, in pieces");
	sha_digest(s, digest);
	sha_print(digest, hex);
	ok(hex[0] == 'b' && hex[63] == 'd', "asking does not end it");
	sha_reset(s);
	for (int i = 0; i < 1000000; i++)
		sha_add(s, "a", 1);
	sha_digest(s, digest);
	sha_print(digest, hex);
	ok(strcmp(hex, "cdc76e5c9914fb9281a1c7e284d73e67"
	               "f1809a48a497200e046d39ccc7112cd0") == 0, "of a million a");
	sha_free(s);
}

int
main(void)
{
	sha256_is_the_standards();
	known_values();
	every_byte_counts();
	zeros_of_any_length();
	likely_texts();
	bits_avalanche();
	random_keys();
	return done_testing();
}
