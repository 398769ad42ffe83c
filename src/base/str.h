/*
 * Text: bytes with a length.  May hold any byte, needs no NUL, and is
 * borrowed unless a header says otherwise.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

/* clang-format off */
#define STR(literal) ((struct str){ ("" literal), sizeof(literal) - 1 })
#define STR_INIT(literal) { ("" literal), sizeof(literal) - 1 }
#define STR_ARG(s) (int)(s).n, (s).p /* for "%.*s" */
/* clang-format on */

static inline struct str
str_of(const char *zero_terminated)
{
	return (struct str){ zero_terminated, strlen(zero_terminated) };
}

/* memcmp(a, b, n) == 0, without a call for what is short: most keys and
 * values are. */
static inline bool
bytes_equal(const char *a, const char *b, size_t n)
{
	uint64_t a8, b8, a8_end, b8_end;
	uint32_t a4, b4, a4_end, b4_end;

	if (n > 16)
		return memcmp(a, b, n) == 0;
	if (n >= 8) { /* two words, overlapping */
		memcpy(&a8, a, 8);
		memcpy(&b8, b, 8);
		memcpy(&a8_end, a + n - 8, 8);
		memcpy(&b8_end, b + n - 8, 8);
		return ((a8 ^ b8) | (a8_end ^ b8_end)) == 0;
	}
	if (n >= 4) {
		memcpy(&a4, a, 4);
		memcpy(&b4, b, 4);
		memcpy(&a4_end, a + n - 4, 4);
		memcpy(&b4_end, b + n - 4, 4);
		return ((a4 ^ b4) | (a4_end ^ b4_end)) == 0;
	}
	for (size_t i = 0; i < n; i++)
		if (a[i] != b[i])
			return false;
	return true;
}

static inline bool
str_equal(struct str a, struct str b)
{
	return a.n == b.n && bytes_equal(a.p, b.p, a.n);
}

/* Order of bytes, a prefix first: < 0, 0, > 0. */
static inline int
str_compare(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

static inline bool
str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n &&
	    (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool
str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n &&
	    (suffix.n == 0 ||
	        memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* The bytes from i on; i <= s.n. */
static inline struct str
str_from(struct str s, size_t i)
{
	/* A NULL must not be added to, not even 0. */
	return (struct str){ i ? s.p + i : s.p, s.n - i };
}

/* At most the first n bytes. */
static inline struct str
str_head(struct str s, size_t n)
{
	return (struct str){ s.p, n < s.n ? n : s.n };
}

/* Where the byte c stands first, or s.n. */
static inline size_t
str_index(struct str s, char c)
{
	const char *p = s.n ? memchr(s.p, c, s.n) : NULL;

	return p ? (size_t)(p - s.p) : s.n;
}

/* Where needle stands first in s, or s.n (also for an empty s). */
size_t str_find(struct str s, struct str needle);

/* Equal, ASCII letters folded. */
bool str_equal_fold(struct str a, struct str b);

/* Without blanks, tabs and line ends at both ends. */
struct str str_trim(struct str s);
#endif
