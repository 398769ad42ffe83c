/*
 * Encodings: base 64 (RFC 4648), percent signs (RFC 3986), hexadecimal; hashes.
 */
#include <math.h>

#include "base/hash.h"
#include "query/eval.h"
#include "query/func.h"

static const char base64[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static struct datum
take(struct eval *e, struct buf *b)
{
	struct datum d = eval_text(e, b);

	buf_free(b);
	return d;
}

static struct datum
refuse(struct buf *b)
{
	buf_free(b);
	return datum_missing();
}

/* ---- base 64 ------------------------------------------------------------ */

FUNCTION(call_base64encode)
{
	struct buf b = { 0 };
	struct str s;

	(void)n;
	if (arg->kind == DATUM_MISSING)
		return datum_missing();
	for (s = eval_read_text(e, arg); s.n; ) {
		size_t bytes = s.n < 3 ? s.n : 3;
		uint32_t word = 0;

		for (size_t i = 0; i < 3; i++)
			word = word << 8 |
			    (i < bytes ? (unsigned char)s.p[i] : 0);
		for (size_t i = 0; i < 4; i++)
			buf_byte(&b, i <= bytes
			        ? base64[word >> (18 - 6 * i) & 63] : '=');
		s = str_from(s, bytes);
	}
	return take(e, &b);
}

/* The alphabet for addresses (- _) is read too; = at the end may be left
 * out. */
FUNCTION(call_base64decode)
{
	struct buf b = { 0 };
	struct str s;
	uint32_t word = 0;
	int bits = 0;

	(void)n;
	if (arg->kind == DATUM_MISSING)
		return datum_missing();
	s = eval_read_text(e, arg);
	for (int i = 0; i < 2 && s.n && s.p[s.n - 1] == '='; i++)
		s.n--;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i] == '-' ? '+' : s.p[i] == '_' ? '/' : s.p[i];
		const char *at = memchr(base64, c, sizeof(base64) - 1);

		if (!at)
			return refuse(&b);
		word = word << 6 | (uint32_t)(at - base64);
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			buf_byte(&b, (char)(word >> bits & 0xff));
		}
	}
	if (bits == 6) /* one letter is no byte */
		return refuse(&b);
	return take(e, &b);
}

/* ---- percent signs ------------------------------------------------------ */

static bool
is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
	    c == '~';
}

FUNCTION(call_urlencode)
{
	struct buf b = { 0 };
	struct str s;

	(void)n;
	if (arg->kind == DATUM_MISSING)
		return datum_missing();
	s = eval_read_text(e, arg);
	for (size_t i = 0; i < s.n; i++)
		if (is_unreserved(s.p[i]))
			buf_byte(&b, s.p[i]);
		else
			buf_printf(&b, "%%%02X", (unsigned char)s.p[i]);
	return take(e, &b);
}

static bool
hex_byte(struct str s, size_t i, char *out)
{
	if (i + 1 >= s.n || hex_digit(s.p[i]) < 0 || hex_digit(s.p[i + 1]) < 0)
		return false;
	*out = (char)(hex_digit(s.p[i]) << 4 | hex_digit(s.p[i + 1]));
	return true;
}

/* A percent sign that begins no byte stays. */
FUNCTION(call_urldecode)
{
	struct buf b = { 0 };
	struct str s;
	char c;

	(void)n;
	if (arg->kind == DATUM_MISSING)
		return datum_missing();
	s = eval_read_text(e, arg);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '%' && hex_byte(s, i + 1, &c)) {
			buf_byte(&b, c);
			i += 2;
		} else {
			buf_byte(&b, s.p[i]);
		}
	return take(e, &b);
}

/* ---- hexadecimal -------------------------------------------------------- */

static struct str
without_prefix(struct str s)
{
	bool has = s.n > 1 && s.p[0] == '0' && (s.p[1] | 0x20) == 'x';

	return has ? str_from(s, 2) : s;
}

FUNCTION(call_hextoascii)
{
	struct buf b = { 0 };
	struct str s;
	char c;

	(void)n;
	if (arg->kind == DATUM_MISSING)
		return datum_missing();
	s = without_prefix(eval_read_text(e, arg));
	for (size_t i = 0; i < s.n; i += 2) {
		if (!hex_byte(s, i, &c))
			return refuse(&b);
		buf_byte(&b, c);
	}
	return take(e, &b);
}

FUNCTION(call_hextodec)
{
	struct str s;
	bool negative;
	double x = 0;

	(void)n;
	if (arg->kind == DATUM_MISSING)
		return datum_missing();
	s = eval_read_text(e, arg);
	negative = s.n && s.p[0] == '-';
	s = without_prefix(negative ? str_from(s, 1) : s);
	if (s.n == 0)
		return datum_missing();
	for (size_t i = 0; i < s.n; i++) {
		if (hex_digit(s.p[i]) < 0)
			return datum_missing();
		x = x * 16 + hex_digit(s.p[i]);
	}
	return datum_of_number(negative ? -x : x);
}

FUNCTION(call_dectohex)
{
	struct buf b = { 0 };
	double x;

	(void)n;
	if (!datum_number(arg, &x) || fabs(x) >= 0x1p63)
		return datum_missing();
	buf_printf(&b, "%s0x%llx", trunc(x) < 0 ? "-" : "",
	    (unsigned long long)fabs(trunc(x)));
	return take(e, &b);
}

/* ---- hashes ------------------------------------------------------------- */

FUNCTION(call_md5)
{
	char hex[MD5_HEX + 1];

	(void)n;
	if (arg->kind == DATUM_MISSING)
		return datum_missing();
	md5_text(eval_read_text(e, arg), hex);
	return datum_of_text(arena_copy(eval_scratch(e), str_of(hex)));
}

FUNCTION(call_sha256)
{
	char hex[SHA_HEX + 1];

	(void)n;
	if (arg->kind == DATUM_MISSING)
		return datum_missing();
	sha_text(eval_read_text(e, arg), hex);
	return datum_of_text(arena_copy(eval_scratch(e), str_of(hex)));
}
