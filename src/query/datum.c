#include "query/datum.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/hash.h"
#include "base/timefmt.h"

#define NUMBER_BYTES_MAX 400 /* longer texts are no numbers */
#define TIME_MS_MAX 2.6e14   /* about the year 10,000 */

/* ---- making ------------------------------------------------------------- */

struct datum
datum_of_value(struct value v)
{
	struct datum d = datum_missing();

	switch (v.type) {
	case VALUE_STRING:
		d.kind = DATUM_TEXT;
		d.text = v.text;
		break;
	case VALUE_NUMBER:
		d.kind = DATUM_SPELLED;
		d.text = v.text;
		break;
	case VALUE_TRUE:
		d.kind = DATUM_TRUE;
		break;
	case VALUE_FALSE:
		d.kind = DATUM_FALSE;
		break;
	case VALUE_JSON:
		d.kind = DATUM_JSON;
		d.text = v.text;
		break;
	case VALUE_MISSING:
	case VALUE_NULL:
	case VALUE_EMPTY_OBJECT:
	case VALUE_EMPTY_ARRAY:
		break;
	}
	return d;
}

struct datum
datum_of_number(double x)
{
	if (!isfinite(x))
		return datum_missing();
	return (struct datum){ .kind = DATUM_NUMBER, .number = x + 0.0 };
}

struct datum
datum_copy(struct arena *a, struct datum d)
{
	if (d.kind == DATUM_TEXT || d.kind == DATUM_SPELLED ||
	    d.kind == DATUM_JSON)
		d.text = arena_copy(a, d.text);
	return d;
}

/* ---- numbers ------------------------------------------------------------ */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A decimal number's digits as one integer and the power of ten below it;
 * false if s is none, or has an exponent that is not allowed. */
static bool
number_scan(struct str s, bool exponent, uint64_t *digits, int *scale,
    int *n_digits, bool *negative)
{
	size_t i = 0, any = 0;
	int power = 0;
	bool minus = false;

	*digits = 0;
	*scale = 0;
	*n_digits = 0;
	*negative = i < s.n && s.p[i] == '-';
	if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
		i++;
	for (; i < s.n && is_digit(s.p[i]); i++, any++) {
		*n_digits += *n_digits || s.p[i] != '0';
		*digits = *digits * 10 + (uint64_t)(s.p[i] - '0');
	}
	if (i < s.n && s.p[i] == '.') {
		size_t point = i++;

		for (; i < s.n && is_digit(s.p[i]); i++, any++) {
			*n_digits += *n_digits || s.p[i] != '0';
			*digits = *digits * 10 + (uint64_t)(s.p[i] - '0');
			--*scale;
		}
		if (i == point + 1)
			return false;
	}
	if (!any)
		return false;
	if (i < s.n && exponent && (s.p[i] == 'e' || s.p[i] == 'E')) {
		size_t first;

		i++;
		minus = i < s.n && s.p[i] == '-';
		if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
			i++;
		for (first = i; i < s.n && is_digit(s.p[i]); i++)
			if (power < 100000)
				power = power * 10 + (s.p[i] - '0');
		if (i == first)
			return false;
		*scale += minus ? -power : power;
	}
	return i == s.n;
}

bool
number_read(struct str s, bool exponent, double *out)
{
	static const double tens[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7,
		1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
		1e19, 1e20, 1e21, 1e22 };
	char text[NUMBER_BYTES_MAX + 1];
	uint64_t digits;
	int scale, n_digits;
	bool negative;

	/* Most texts are none: seen at the first byte. */
	if (s.n == 0 || s.n > NUMBER_BYTES_MAX ||
	    (!is_digit(s.p[0]) && s.p[0] != '-' && s.p[0] != '+' &&
	        s.p[0] != '.'))
		return false;
	if (!number_scan(s, exponent, &digits, &scale, &n_digits, &negative))
		return false;
	if (n_digits <= 15 && scale >= -22 && scale <= 22) {
		/* Both are exact, so one operation rounds correctly. */
		double x = (double)digits;

		x = scale < 0 ? x / tens[-scale] : x * tens[scale];
		*out = (negative ? -x : x) + 0.0;
		return true;
	}
	memcpy(text, s.p, s.n);
	text[s.n] = 0;
	*out = strtod(text, NULL) + 0.0;
	return isfinite(*out);
}

void
number_print(double x, struct buf *out)
{
	char text[64];
	size_t n;

	if (fabs(x) < 1e15 && x == (double)(int64_t)x) {
		buf_printf(out, "%lld", (long long)x);
		return;
	}
	if (fabs(x) >= 1e15) {
		/* Beyond 2^53 there are no fractions. */
		buf_printf(out, fabs(x) < 1e21 ? "%.0f" : "%.17g", x);
		return;
	}
	n = (size_t)snprintf(text, sizeof(text), "%.4f", x);
	while (text[n - 1] == '0')
		n--;
	if (text[n - 1] == '.')
		n--;
	if (n == 2 && text[0] == '-' && text[1] == '0')
		buf_byte(out, '0');
	else
		buf_add(out, (struct str){ text, n });
}

bool
datum_number(const struct datum *d, double *out)
{
	switch (d->kind) {
	case DATUM_NUMBER:
		*out = d->number;
		return true;
	case DATUM_SPELLED:
		return number_read(d->text, true, out);
	case DATUM_TEXT:
		return number_read(d->text, false, out);
	case DATUM_TRUE:
	case DATUM_FALSE:
		*out = d->kind == DATUM_TRUE;
		return true;
	case DATUM_TIME:
		*out = (double)d->us / 1000;
		return true;
	case DATUM_MISSING:
	case DATUM_JSON:
	case DATUM_PERIOD:
	case DATUM_REGEX:
		break;
	}
	return false;
}

static bool
is_small_whole(double x)
{
	return fabs(x) < 1e15 && x == (double)(int64_t)x;
}

static struct str
whole_text(int64_t n, struct arena *a)
{
	char digits[24];
	size_t at = sizeof(digits);
	uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;

	do
		digits[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (n < 0)
		digits[--at] = '-';
	return arena_copy(a, (struct str){ digits + at, sizeof(digits) - at });
}

/* ---- other readings ------------------------------------------------------ */

struct str
datum_text(const struct datum *d, struct arena *a)
{
	struct buf b = { 0 };
	struct str s;

	switch (d->kind) {
	case DATUM_TEXT:
	case DATUM_SPELLED:
	case DATUM_JSON:
		return d->text;
	case DATUM_TRUE:
		return STR("true");
	case DATUM_FALSE:
		return STR("false");
	case DATUM_NUMBER:
		if (is_small_whole(d->number))
			return whole_text((int64_t)d->number, a);
		number_print(d->number, &b);
		break;
	case DATUM_TIME:
		time_print(d->us, &b);
		break;
	case DATUM_MISSING:
	case DATUM_PERIOD:
	case DATUM_REGEX:
		return STR("");
	}
	s = arena_copy(a, buf_str(&b));
	buf_free(&b);
	return s;
}

struct value
datum_value(const struct datum *d, struct arena *a)
{
	struct value v = { .text = datum_text(d, a) };

	switch (d->kind) {
	case DATUM_TEXT:
	case DATUM_TIME:
		v.type = VALUE_STRING;
		break;
	case DATUM_SPELLED:
	case DATUM_NUMBER:
		v.type = VALUE_NUMBER;
		break;
	case DATUM_TRUE:
		v.type = VALUE_TRUE;
		break;
	case DATUM_FALSE:
		v.type = VALUE_FALSE;
		break;
	case DATUM_JSON:
		v.type = VALUE_JSON;
		break;
	case DATUM_MISSING:
	case DATUM_PERIOD:
	case DATUM_REGEX:
		v.type = VALUE_MISSING;
		break;
	}
	return v;
}

bool
datum_time(const struct datum *d, int64_t *us)
{
	double ms;

	if (d->kind == DATUM_TIME) {
		*us = d->us;
		return true;
	}
	if (datum_number(d, &ms)) {
		if (fabs(ms) > TIME_MS_MAX)
			return false;
		*us = (int64_t)llround(ms * 1000);
		return true;
	}
	return d->kind == DATUM_TEXT && time_parse(d->text, us);
}

bool
datum_true(const struct datum *d)
{
	double x;

	if (datum_number(d, &x))
		return x != 0;
	return d->kind == DATUM_TEXT && str_equal(d->text, STR("true"));
}

/* ---- order -------------------------------------------------------------- */

/* Digits of a plain integer without sign and leading zeros; empty: none. */
static struct str
plain_integer(const struct datum *d, bool *negative)
{
	struct str s = { 0 };
	size_t i = 0;

	*negative = false;
	if (d->kind != DATUM_TEXT && d->kind != DATUM_SPELLED)
		return s;
	s = d->text;
	if (s.n && (s.p[0] == '-' || s.p[0] == '+')) {
		*negative = s.p[0] == '-';
		s = str_from(s, 1);
	}
	while (i < s.n && s.p[i] == '0')
		i++;
	s = str_from(s, i);
	for (i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]))
			return STR("");
	return s;
}

/* Two numbers.  Integers that a double cannot tell apart are compared digit
 * by digit: long ids are often written as numbers. */
static int
number_order(const struct datum *a, double x, const struct datum *b, double y)
{
	bool a_negative, b_negative;
	struct str s, t;
	int order;

	if (x != y || fabs(x) < 9007199254740992.0)
		return (x > y) - (x < y);
	s = plain_integer(a, &a_negative);
	t = plain_integer(b, &b_negative);
	if (s.n == 0 || t.n == 0)
		return 0;
	order = s.n != t.n ? (s.n > t.n ? 1 : -1) : str_compare(s, t);
	return a_negative ? -order : order;
}

int
datum_compare(const struct datum *a, const struct datum *b,
    struct arena *scratch)
{
	double x, y;

	if (a->kind == DATUM_TIME || b->kind == DATUM_TIME) {
		int64_t s, t;

		if (datum_time(a, &s) && datum_time(b, &t))
			return (s > t) - (s < t);
	} else if (datum_number(a, &x) && datum_number(b, &y)) {
		return number_order(a, x, b, y);
	}
	return str_compare(datum_text(a, scratch), datum_text(b, scratch));
}

/* How many digits stand at s[i]. */
static size_t
digits_at(struct str s, size_t i)
{
	size_t n = 0;

	while (i + n < s.n && is_digit(s.p[i + n]))
		n++;
	return n;
}

/* Where the parts that differ begin: the first byte that does, or the run of
 * digits that it is in. */
static size_t
common_bytes(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n, i = 0;

	while (i + 8 <= n && memcmp(a.p + i, b.p + i, 8) == 0)
		i += 8;
	while (i < n && a.p[i] == b.p[i])
		i++;
	while (i > 0 && is_digit(a.p[i - 1]))
		i--;
	return i;
}

int
natural_order(struct str a, struct str b)
{
	size_t i = common_bytes(a, b), j = i;

	while (i < a.n && j < b.n) {
		size_t m, n;
		int c;

		if (!is_digit(a.p[i]) || !is_digit(b.p[j])) {
			/* Bytes of UTF-8 are in the order of code points. */
			c = (unsigned char)a.p[i++] - (unsigned char)b.p[j++];
			if (c)
				return c;
			continue;
		}
		m = digits_at(a, i);
		n = digits_at(b, j);
		if (m != n)
			return m < n ? -1 : 1;
		c = memcmp(a.p + i, b.p + j, n);
		if (c)
			return c;
		i += n;
		j += n;
	}
	return (a.n - i > 0) - (b.n - j > 0);
}

/* ---- order and equality of rows ----------------------------------------- */

/* The text that stands for a datum that is no time. */
static struct str
same_text(const struct datum *d, char room[40])
{
	int n;

	if (d->kind == DATUM_TRUE)
		return STR("true");
	if (d->kind == DATUM_FALSE)
		return STR("false");
	if (d->kind != DATUM_NUMBER)
		return d->text;
	if (fabs(d->number) < 1e15 && d->number == (double)(int64_t)d->number)
		n = snprintf(room, 40, "%lld", (long long)d->number);
	else
		n = snprintf(room, 40, "%.17g", d->number);
	return (struct str){ room, (size_t)n };
}

struct ordered
ordered_of(struct datum d)
{
	struct ordered o = { .datum = d };

	/* true and false are words here. */
	o.is_number = d.kind != DATUM_TRUE && d.kind != DATUM_FALSE &&
	    datum_number(&d, &o.number);
	return o;
}

int
ordered_compare(const struct ordered *a, const struct ordered *b)
{
	char a_room[40], b_room[40];
	const struct datum *x = &a->datum, *y = &b->datum;
	struct str s, t;
	int c;

	if (x->kind == DATUM_TIME && y->kind == DATUM_TIME)
		return (x->us > y->us) - (x->us < y->us);
	if (a->is_number != b->is_number)
		return a->is_number ? 1 : -1;
	if (a->is_number) {
		c = number_order(x, a->number, y, b->number);
		if (c || x->kind == DATUM_TIME || y->kind == DATUM_TIME ||
		    (x->kind == DATUM_NUMBER && y->kind == DATUM_NUMBER))
			return c;
	}
	s = same_text(x, a_room);
	t = same_text(y, b_room);
	return a->is_number ? str_compare(s, t) : natural_order(s, t);
}

bool
datum_same(const struct datum *a, const struct datum *b)
{
	char a_room[40], b_room[40];

	if (a->kind == DATUM_TIME || b->kind == DATUM_TIME)
		return a->kind == b->kind && a->us == b->us;
	if (a->kind == DATUM_MISSING || b->kind == DATUM_MISSING)
		return a->kind == b->kind;
	if (a->kind == DATUM_NUMBER && b->kind == DATUM_NUMBER)
		return a->number == b->number;
	return str_equal(same_text(a, a_room), same_text(b, b_room));
}

uint64_t
datum_hash(const struct datum *d, uint64_t key)
{
	char room[40];

	if (d->kind == DATUM_MISSING)
		return hash_mix(1, key);
	if (d->kind == DATUM_TIME)
		return hash_mix((uint64_t)d->us, key);
	return hash_bytes(same_text(d, room), key);
}
