#include "query/exact.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/*
 * Digit i weighs 2^(32 i - 1088).  The smallest double is 2^-1074, the
 * largest below 2^1024, 2^63 of them below 2^1087: 68 digits.
 */
#define DIGITS 68
#define LOWEST_EXPONENT (-1088)
#define ADDS_MAX (1 << 29) /* each adds less than 2^32 to a digit */

struct exact_digits {
	int64_t digit[DIGITS];
	uint32_t adds; /* since carries were propagated */
};

/* Digits but the last into 0 .. 2^32 - 1; the last has the sign. */
static void
carry(struct exact_digits *d)
{
	for (int i = 0; i + 1 < DIGITS; i++) {
		int64_t low = d->digit[i] & 0xffffffff;

		d->digit[i + 1] += (d->digit[i] - low) / ((int64_t)1 << 32);
		d->digit[i] = low;
	}
	d->adds = 0;
}

static void
digits_add(struct exact_digits *d, double x)
{
	int exponent;
	double fraction = frexp(fabs(x), &exponent); /* x = fraction 2^exp */
	uint64_t mantissa = (uint64_t)ldexp(fraction, 53);
	int shift = exponent - 53 - LOWEST_EXPONENT;
	unsigned __int128 wide;
	int i;

	if (shift < 0) { /* subnormal: its low bits are zero */
		mantissa >>= -shift;
		shift = 0;
	}
	wide = (unsigned __int128)mantissa << (shift % 32);
	if (d->adds == ADDS_MAX)
		carry(d);
	d->adds++;
	for (i = shift / 32; wide; i++, wide >>= 32) {
		int64_t part = (int64_t)(wide & 0xffffffff);

		d->digit[i] += x < 0 ? -part : part;
	}
}

void
exact_add(struct exact *e, double x, struct arena *a)
{
	if (x == trunc(x) && fabs(x) < 0x1p63) {
		/* 2^63 terms below 2^63 fit. */
		e->whole += (int64_t)x;
		return;
	}
	if (!e->digits)
		e->digits = arena_alloc(a, sizeof(*e->digits));
	digits_add(e->digits, x);
}

void
exact_merge(struct exact *to, const struct exact *from, struct arena *a)
{
	struct exact_digits d;

	to->whole += from->whole;
	if (!from->digits)
		return;
	if (!to->digits)
		to->digits = arena_alloc(a, sizeof(*to->digits));
	d = *from->digits;
	carry(&d);
	carry(to->digits);
	for (int i = 0; i < DIGITS; i++)
		to->digits->digit[i] += d.digit[i];
	to->digits->adds = 1;
}

/* Adds a whole number: digit 34 weighs 1. */
static void
digits_add_whole(struct exact_digits *d, __int128 whole)
{
	bool negative = whole < 0;
	unsigned __int128 w = negative ? -(unsigned __int128)whole
	                               : (unsigned __int128)whole;

	for (int i = -LOWEST_EXPONENT / 32; w; i++, w >>= 32) {
		int64_t part = (int64_t)(w & 0xffffffff);

		d->digit[i] += negative ? -part : part;
	}
}

double
exact_sum(const struct exact *e)
{
	struct exact_digits d = { 0 };
	unsigned __int128 top;
	bool negative, rest = false;
	int i;

	if (!e->digits)
		return (double)e->whole;
	d = *e->digits;
	carry(&d);
	digits_add_whole(&d, e->whole);
	carry(&d);
	negative = d.digit[DIGITS - 1] < 0;
	if (negative) {
		for (i = 0; i < DIGITS; i++)
			d.digit[i] = -d.digit[i];
		carry(&d);
	}
	for (i = DIGITS - 1; i > 2 && d.digit[i] == 0;)
		i--;
	/* Three digits hold 65 significant bits at least; what lies below
	 * only matters for ties: one bit stands for it. */
	top = (unsigned __int128)d.digit[i] << 64 |
	    (unsigned __int128)d.digit[i - 1] << 32 |
	    (unsigned __int128)d.digit[i - 2];
	for (int k = 0; k < i - 2; k++)
		rest |= d.digit[k] != 0;
	top = top << 1 | rest;
	return (negative ? -1 : 1) *
	    ldexp((double)top, 32 * (i - 2) + LOWEST_EXPONENT - 1);
}
