/*
 * The text of JSON strings: escapes undone and made.
 */
#include "base/json.h"
#include "base/utf8.h"

/* What a letter behind a backslash stands for. */
static const char escape_value[256] = {
	['"'] = '"',
	['\\'] = '\\',
	['/'] = '/',
	['b'] = '\b',
	['f'] = '\f',
	['n'] = '\n',
	['r'] = '\r',
	['t'] = '\t',
};

/* The value of a hexadecimal digit, or -1. */
static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The value of four hexadecimal digits at p, or -1. */
static int32_t
hex4(const char *p, const char *end)
{
	int32_t c = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int digit = hex_value(p[i]);

		if (digit < 0)
			return -1;
		c = c << 4 | digit;
	}
	return c;
}

/* The character of the escape whose backslash stands at p; *next is behind
 * it.  -1 if it is no escape, *next as it was. */
static int32_t
escape_at(const char *p, const char *end, const char **next)
{
	int32_t c;
	int32_t low;

	if (end - p < 2)
		return -1;
	if (p[1] != 'u') {
		c = escape_value[(uint8_t)p[1]];
		if (c == 0)
			return -1;
		*next = p + 2;
		return c;
	}
	c = hex4(p + 2, end);
	if (c < 0)
		return -1;
	*next = p + 6;
	if (c >> 10 != 0xd800 >> 10 || end - p < 12 || p[6] != '\\' ||
	    p[7] != 'u')
		return c;
	low = hex4(p + 8, end);
	if (low < 0 || low >> 10 != 0xdc00 >> 10)
		return c;
	*next = p + 12;
	return 0x10000 + ((c & 0x3ff) << 10 | (low & 0x3ff));
}

/* utf8_encode that takes a surrogate too. */
static void
add_character(struct buf *out, int32_t c)
{
	char s[4];

	if (c >> 11 != 0xd800 >> 11) {
		buf_add(out, (struct str){ s, utf8_encode((uint32_t)c, s) });
		return;
	}
	buf_byte(out, (char)0xed);
	buf_byte(out, (char)(0x80 | (c >> 6 & 0x3f)));
	buf_byte(out, (char)(0x80 | (c & 0x3f)));
}

void
json_unescape(struct str text, struct buf *out)
{
	const char *p = text.n ? text.p : "";
	const char *end = p + text.n;

	while (p < end) {
		struct str rest = { p, (size_t)(end - p) };
		size_t plain = str_index(rest, '\\');
		int32_t c;

		buf_add(out, str_head(rest, plain));
		p += plain;
		if (p == end)
			break;
		c = escape_at(p, end, &p);
		if (c >= 0)
			add_character(out, c);
		else
			buf_byte(out, *p++);
	}
}

bool
json_escapes_unusual(struct str text)
{
	size_t i = str_index(text, '\\');

	while (i + 1 < text.n) {
		if (text.p[i + 1] == '/' || text.p[i + 1] == 'u')
			return true;
		i += 2;
		i += str_index(str_from(text, i), '\\');
	}
	return false;
}

static void
add_escape(struct buf *out, uint32_t unit)
{
	static const char hex[] = "0123456789abcdef";
	char s[6] = { '\\', 'u' };

	for (int i = 0; i < 4; i++)
		s[2 + i] = hex[unit >> (12 - 4 * i) & 15];
	buf_add(out, (struct str){ s, sizeof(s) });
}

static bool
is_surrogate(const uint8_t *p, uint8_t least, uint8_t most)
{
	return p[0] == 0xed && p[1] >= least && p[1] <= most && p[2] >> 6 == 2;
}

/*
 * The lone surrogate that json_unescape wrote in three bytes, or 0.  Two that
 * make a pair are no such: as escapes they would come back as one character.
 */
static uint32_t
surrogate_at(struct str s)
{
	const uint8_t *p = (const uint8_t *)s.p;

	if (s.n < 3 || !is_surrogate(p, 0xa0, 0xbf))
		return 0;
	if (s.n >= 6 && p[1] < 0xb0 && is_surrogate(p + 3, 0xb0, 0xbf))
		return 0;
	return 0xd000u | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
}

void
json_escape(struct str text, struct buf *out)
{
	while (text.n > 0) {
		size_t plain = 0;
		uint32_t c;
		size_t n;

		while (plain < text.n && text.p[plain] >= 0x20 &&
		    text.p[plain] < 0x7f && text.p[plain] != '"' &&
		    text.p[plain] != '\\')
			plain++;
		buf_add(out, str_head(text, plain));
		text = str_from(text, plain);
		if (text.n == 0)
			return;
		n = utf8_decode(text, &c);
		if (n == 0 && (c = surrogate_at(text)) != 0) {
			n = 3;
			add_escape(out, c);
		} else if (n == 0) {
			n = 1;
			buf_printf(out, "\\\\x%02x", (uint8_t)*text.p);
		} else if (c == '"' || c == '\\') {
			buf_byte(out, '\\');
			buf_byte(out, (char)c);
		} else if (!utf8_hidden(c)) {
			buf_add(out, str_head(text, n));
		} else if (c < 0x10000) {
			add_escape(out, c);
		} else {
			add_escape(out, 0xd7c0 + (c >> 10));
			add_escape(out, 0xdc00 | (c & 0x3ff));
		}
		text = str_from(text, n);
	}
}
