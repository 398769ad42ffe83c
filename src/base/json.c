#include "base/json.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* What may stand next. */
enum state {
	AT_TOP,          /* the value itself */
	AT_FIRST_KEY,    /* a key or } */
	AT_MEMBER,       /* the value of a key */
	AT_OBJECT_COMMA, /* a comma and a key, or } */
	AT_FIRST_ITEM,   /* a value or ] */
	AT_ARRAY_COMMA,  /* a comma and a value, or ] */
	AT_END,          /* nothing: from here on the answer stays the same */
	AT_MORE,
	AT_ERROR,
};

/* The two ways to stop: both give NULL, and j->state says which it was. */
static const char *
fail(struct json *j, const char *at, const char *why)
{
	j->at = at;
	j->why = why;
	j->state = AT_ERROR;
	return NULL;
}

static const char *
more(struct json *j)
{
	j->at = j->end;
	j->state = AT_MORE;
	return NULL;
}

static enum json_token
stopped(const struct json *j)
{
	return j->state == AT_MORE ? JSON_MORE : JSON_ERROR;
}

static inline bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
is_hex(char c)
{
	return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

static inline const char *
skip_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
		p++;
	return p;
}

/* Where the next quote, backslash or control byte stands, or end. */
static inline const char *
skip_plain(const char *p, const char *end)
{
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"');
	const __m128i backslash = _mm_set1_epi8('\\');
	const __m128i control = _mm_set1_epi8(0x1f);

	for (; end - p >= 16; p += 16) {
		__m128i x = _mm_loadu_si128((const __m128i *)p);
		__m128i hit = _mm_cmpeq_epi8(_mm_min_epu8(x, control), x);
		int bits;

		hit = _mm_or_si128(hit, _mm_cmpeq_epi8(x, quote));
		hit = _mm_or_si128(hit, _mm_cmpeq_epi8(x, backslash));
		bits = _mm_movemask_epi8(hit);
		if (bits)
			return p + __builtin_ctz((unsigned)bits);
	}
#endif
	while (p < end && *p != '"' && *p != '\\' && (uint8_t)*p >= 0x20)
		p++;
	return p;
}

/* Behind the escape whose letter stands at p, or NULL. */
static const char *
check_escape(struct json *j, const char *p)
{
	if (p == j->end)
		return more(j);
	switch (*p++) {
	case '"':
	case '\\':
	case '/':
	case 'b':
	case 'f':
	case 'n':
	case 'r':
	case 't':
		return p;
	case 'u':
		break;
	default:
		return fail(j, p - 1, "one of \"\\/bfnrtu after a backslash");
	}
	for (int i = 0; i < 4; i++, p++) {
		if (p == j->end)
			return more(j);
		if (!is_hex(*p))
			return fail(j, p, "four hexadecimal digits after \\u");
	}
	return p;
}

/* The closing quote of a string with a byte at p that is not plain, or NULL. */
static const char *
check_string(struct json *j, const char *p)
{
	for (;;) {
		if (p == j->end)
			return more(j);
		if (*p == '"')
			return p;
		if (*p != '\\')
			return fail(j, p, "no control byte in a string");
		j->escaped = true;
		p = check_escape(j, p + 1);
		if (!p)
			return NULL;
		p = skip_plain(p, j->end);
	}
}

/* Behind the string whose first quote stands at p, or NULL. */
static inline const char *
string(struct json *j, const char *p)
{
	const char *q = skip_plain(p + 1, j->end);

	j->escaped = false;
	if (q == j->end || *q != '"') {
		q = check_string(j, q);
		if (!q)
			return NULL;
	}
	j->token = p;
	j->text = (struct str){ p + 1, (size_t)(q - p - 1) };
	return q + 1;
}

/* Behind one digit or more, or NULL. */
static inline const char *
digits(struct json *j, const char *p)
{
	if (p == j->end)
		return more(j);
	if (!is_digit(*p))
		return fail(j, p, "a digit");
	while (p < j->end && is_digit(*p))
		p++;
	return p;
}

/* Behind the number at p, or NULL.  RFC 8259, section 6. */
static inline const char *
number(struct json *j, const char *p)
{
	const char *end = j->end;

	j->token = p;
	if (*p == '-')
		p++;
	if (p < end && *p == '0') {
		p++;
		if (p < end && is_digit(*p))
			return fail(j, p, "no digit after a leading zero");
	} else if (!(p = digits(j, p))) {
		return NULL;
	}
	if (p < end && *p == '.' && !(p = digits(j, p + 1)))
		return NULL;
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			p++;
		if (!(p = digits(j, p)))
			return NULL;
	}
	/* Inside a container the next digit may be missing. */
	if (p == end && j->depth > 0)
		return more(j);
	j->escaped = false;
	j->text = (struct str){ j->token, (size_t)(p - j->token) };
	return p;
}

/* Behind the word at p, or NULL. */
static inline const char *
word(struct json *j, const char *p, struct str w)
{
	for (size_t i = 0; i < w.n; i++) {
		if (p + i == j->end)
			return more(j);
		if (p[i] != w.p[i])
			return fail(j, p + i, "a value");
	}
	j->token = p;
	j->escaped = false;
	j->text = (struct str){ p, w.n };
	return p + w.n;
}

static inline enum json_token
mark(struct json *j, const char *p, enum json_token token)
{
	j->token = p;
	j->escaped = false;
	j->text = (struct str){ p, 1 };
	j->at = p + 1;
	return token;
}

static inline enum json_token
open_level(struct json *j, const char *p, bool array)
{
	uint8_t bit = (uint8_t)(1 << j->depth % 8);

	if (j->depth == JSON_DEPTH_MAX) {
		fail(j, p, "at most 512 levels");
		return JSON_ERROR;
	}
	if (array)
		j->is_array[j->depth / 8] |= bit;
	else
		j->is_array[j->depth / 8] &= (uint8_t)~bit;
	j->depth++;
	j->state = array ? AT_FIRST_ITEM : AT_FIRST_KEY;
	return mark(j, p, array ? JSON_ARRAY : JSON_OBJECT);
}

static inline enum json_token
close_level(struct json *j, const char *p, enum json_token token)
{
	j->depth--;
	if (j->depth == 0)
		j->state = AT_END;
	else if (j->is_array[(j->depth - 1) / 8] >> (j->depth - 1) % 8 & 1)
		j->state = AT_ARRAY_COMMA;
	else
		j->state = AT_OBJECT_COMMA;
	return mark(j, p, token);
}

/* The key at p and the colon behind it. */
static inline enum json_token
key(struct json *j, const char *p)
{
	if (*p != '"') {
		fail(j, p, "a key");
		return JSON_ERROR;
	}
	p = string(j, p);
	if (!p)
		return stopped(j);
	p = skip_blanks(p, j->end);
	if (p == j->end)
		more(j);
	else if (*p != ':')
		fail(j, p, "a colon after the key");
	else {
		j->at = p + 1;
		j->state = AT_MEMBER;
		return JSON_KEY;
	}
	return stopped(j);
}

/* The value at p; then is the state behind it. */
static inline enum json_token
value(struct json *j, const char *p, enum state then)
{
	enum json_token token;

	switch (*p) {
	case '"':
		p = string(j, p);
		token = JSON_STRING;
		break;
	case '{':
		return open_level(j, p, false);
	case '[':
		return open_level(j, p, true);
	case 't':
		p = word(j, p, STR("true"));
		token = JSON_TRUE;
		break;
	case 'f':
		p = word(j, p, STR("false"));
		token = JSON_FALSE;
		break;
	case 'n':
		p = word(j, p, STR("null"));
		token = JSON_NULL;
		break;
	default:
		if (*p != '-' && !is_digit(*p)) {
			fail(j, p, "a value");
			return JSON_ERROR;
		}
		p = number(j, p);
		token = JSON_NUMBER;
	}
	if (!p)
		return stopped(j);
	j->at = p;
	j->state = (uint8_t)then;
	return token;
}

static inline enum json_token
step(struct json *j)
{
	const char *p;

	if (j->state >= AT_END)
		return j->state == AT_END ? JSON_END : stopped(j);
	p = skip_blanks(j->at, j->end);
	if (p == j->end) {
		more(j);
		return JSON_MORE;
	}
	switch (j->state) {
	case AT_OBJECT_COMMA:
		if (*p == ',') {
			p = skip_blanks(p + 1, j->end);
			if (p < j->end)
				return key(j, p);
			more(j);
			return JSON_MORE;
		}
		if (*p == '}')
			return close_level(j, p, JSON_OBJECT_CLOSE);
		fail(j, p, "a comma or }");
		return JSON_ERROR;
	case AT_MEMBER:
		return value(j, p, AT_OBJECT_COMMA);
	case AT_ARRAY_COMMA:
		if (*p == ',') {
			p = skip_blanks(p + 1, j->end);
			if (p < j->end)
				return value(j, p, AT_ARRAY_COMMA);
			more(j);
			return JSON_MORE;
		}
		if (*p == ']')
			return close_level(j, p, JSON_ARRAY_CLOSE);
		fail(j, p, "a comma or ]");
		return JSON_ERROR;
	case AT_FIRST_KEY:
		if (*p == '}')
			return close_level(j, p, JSON_OBJECT_CLOSE);
		return key(j, p);
	case AT_FIRST_ITEM:
		if (*p == ']')
			return close_level(j, p, JSON_ARRAY_CLOSE);
		return value(j, p, AT_ARRAY_COMMA);
	default:
		return value(j, p, AT_END);
	}
}

void
json_init(struct json *j, struct str input)
{
	j->start = input.n ? input.p : "";
	j->at = j->token = j->start;
	j->end = j->start + input.n;
	j->text = (struct str){ j->start, 0 };
	j->escaped = false;
	j->why = NULL;
	j->depth = 0;
	j->state = AT_TOP;
}

enum json_token
json_next(struct json *j)
{
	return step(j);
}

enum json_token
json_skip(struct json *j)
{
	const char *start = j->token;
	uint16_t floor = j->depth;
	enum json_token token;

	do {
		token = step(j);
		if (token <= JSON_END)
			return token;
	} while (j->depth >= floor);
	j->token = start;
	j->text = (struct str){ start, (size_t)(j->at - start) };
	return token;
}
