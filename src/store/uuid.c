#include "store/uuid.h"

#include <stdint.h>

/* Values of digits plus one; 0: no digit. */
static const uint8_t digit_values[256] = {
	['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5, ['5'] = 6,
	['6'] = 7, ['7'] = 8, ['8'] = 9, ['9'] = 10, ['a'] = 11, ['b'] = 12,
	['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16, ['A'] = 11 + 32,
	['B'] = 12 + 32, ['C'] = 13 + 32, ['D'] = 14 + 32, ['E'] = 15 + 32,
	['F'] = 16 + 32,
};
#define UPPER 32

/* Where each byte's first digit stands. */
static const uint8_t at[16] = { 0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28,
	30, 32, 34 };

static bool
parse(struct str s, unsigned char out[16], unsigned *seen)
{
	const unsigned char *p = (const unsigned char *)s.p;
	bool digits = true;

	if (s.n != 36 || p[8] != '-' || p[13] != '-' || p[18] != '-' ||
	    p[23] != '-')
		return false;
	for (int i = 0; i < 16; i++) {
		unsigned hi = digit_values[p[at[i]]];
		unsigned lo = digit_values[p[at[i] + 1]];

		digits &= hi != 0 && lo != 0;
		*seen |= hi | lo;
		out[i] = (unsigned char)(((hi - 1) & 15) << 4 |
		    ((lo - 1) & 15));
	}
	return digits;
}

bool
uuid_parse(struct str s, unsigned char out[16])
{
	unsigned seen = 0;

	return parse(s, out, &seen);
}

bool
uuid_parse_lower(struct str s, unsigned char out[16])
{
	unsigned seen = 0;

	return parse(s, out, &seen) && !(seen & UPPER);
}

void
uuid_print(const unsigned char in[16], char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (int i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*out++ = '-';
		*out++ = digits[in[i] >> 4];
		*out++ = digits[in[i] & 15];
	}
}
