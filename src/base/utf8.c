#include "base/utf8.h"

#include <wchar.h>

#define EACH_BYTE UINT64_C(0x0101010101010101)

struct range {
	uint32_t first, last;
};

/*
 * What no terminal may get, and no reader could see: the general categories
 * Cc, Cs and Co, all noncharacters, Default_Ignorable_Code_Point, and those
 * of Cf that draw nothing (Unicode Standard, sections 2.13, 5.21 and 23).
 * The last two code points of every plane are tested apart.
 */
static const struct range hidden[] = {
	{ 0x0000, 0x001f },     /* C0 */
	{ 0x007f, 0x009f },     /* DEL, C1 */
	{ 0x00ad, 0x00ad },     /* soft hyphen */
	{ 0x034f, 0x034f },     /* combining grapheme joiner */
	{ 0x061c, 0x061c },     /* Arabic letter mark */
	{ 0x115f, 0x1160 },     /* Hangul fillers */
	{ 0x17b4, 0x17b5 },     /* Khmer inherent vowels */
	{ 0x180b, 0x180f },     /* Mongolian selectors and separator */
	{ 0x200b, 0x200f },     /* zero-width space, joiners, LRM, RLM */
	{ 0x2028, 0x202e },     /* line ends, bidi embeddings, overrides */
	{ 0x2060, 0x206f },     /* joiners, operators, bidi isolates */
	{ 0x3164, 0x3164 },     /* Hangul filler */
	{ 0xd800, 0xf8ff },     /* surrogates, private use */
	{ 0xfdd0, 0xfdef },     /* noncharacters */
	{ 0xfe00, 0xfe0f },     /* variation selectors */
	{ 0xfeff, 0xfeff },     /* byte order mark */
	{ 0xffa0, 0xffa0 },     /* half-width Hangul filler */
	{ 0xfff0, 0xfffb },     /* specials, interlinear annotation */
	{ 0x13430, 0x1343f },   /* hieroglyph format controls */
	{ 0x1bca0, 0x1bca3 },   /* shorthand format controls */
	{ 0x1d173, 0x1d17a },   /* musical format controls */
	{ 0xe0000, 0xe0fff },   /* tags, further variation selectors */
	{ 0xf0000, UINT32_MAX } /* private use, and beyond Unicode */
};

size_t
utf8_decode(struct str s, uint32_t *c)
{
	const unsigned char *p = (const unsigned char *)s.p;
	unsigned char low = 0x80, high = 0xbf; /* bounds of the second byte */
	size_t n;
	uint32_t x;

	if (p[0] < 0x80) {
		*c = p[0];
		return 1;
	}
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	n = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (s.n < n)
		return 0;
	switch (p[0]) {
	case 0xe0:
		low = 0xa0;
		break;
	case 0xed:
		high = 0x9f;
		break;
	case 0xf0:
		low = 0x90;
		break;
	case 0xf4:
		high = 0x8f;
		break;
	}
	if (p[1] < low || p[1] > high)
		return 0;
	x = p[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		x = x << 6 | (p[i] & 0x3f);
	}
	*c = x;
	return n;
}

size_t
utf8_encode(uint32_t c, char out[4])
{
	if (c > 0x10ffff)
		c = 0xfffd;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

size_t
utf8_count(struct str s)
{
	size_t count = 0;

	while (s.n > 0) {
		uint32_t c;
		size_t n = utf8_decode(s, &c);

		s = str_from(s, n ? n : 1);
		count++;
	}
	return count;
}

bool
utf8_hidden(uint32_t c)
{
	size_t low = 0, high = sizeof(hidden) / sizeof(hidden[0]);

	if ((c & 0xfffe) == 0xfffe)
		return true;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (c < hidden[middle].first)
			high = middle;
		else if (c > hidden[middle].last)
			low = middle + 1;
		else
			return true;
	}
	return false;
}

static bool
is_plain_ascii(char c)
{
	return c >= 0x20 && c < 0x7f;
}

/*
 * Whether all eight bytes are 0x20..0x7e.  A byte above sets its own highest
 * bit, 0x7f sets it when one is added, and one below 0x20 when 0x20 is taken
 * away; carries and borrows only arise where such a byte is.
 */
static bool
are_plain_ascii(const char *p)
{
	uint64_t x;

	memcpy(&x, p, sizeof(x));
	return ((x | (x + EACH_BYTE) | (x - EACH_BYTE * 0x20)) &
	        (EACH_BYTE * 0x80)) == 0;
}

/* How many bytes at the start of s are printable ASCII. */
static size_t
plain_run(struct str s)
{
	size_t i = 0;

	while (i + 8 <= s.n && are_plain_ascii(s.p + i))
		i += 8;
	while (i < s.n && is_plain_ascii(s.p[i]))
		i++;
	return i;
}

static void
byte_visible(unsigned char c, struct buf *out)
{
	static const char digits[] = "0123456789abcdef";
	char text[4] = { '\\', 'x', digits[c >> 4], digits[c & 15] };

	buf_add(out, (struct str){ text, sizeof(text) });
}

/* The character at s, which is not printable ASCII; returns its bytes. */
static size_t
char_visible(struct str s, struct buf *out)
{
	uint32_t c;
	size_t n = utf8_decode(s, &c);

	if (n == 0 || c < 0x80) {
		switch (s.p[0]) {
		case '\n':
			buf_add(out, STR("\\n"));
			break;
		case '\t':
			buf_add(out, STR("\\t"));
			break;
		case '\r':
			buf_add(out, STR("\\r"));
			break;
		default:
			byte_visible((unsigned char)s.p[0], out);
		}
		return 1;
	}
	if (utf8_hidden(c))
		buf_printf(out, "<U+%04X>", (unsigned)c);
	else
		buf_add(out, str_head(s, n));
	return n;
}

void
text_visible(struct str s, struct buf *out)
{
	while (s.n > 0) {
		size_t n = plain_run(s);

		buf_add(out, str_head(s, n));
		s = str_from(s, n);
		if (s.n > 0)
			s = str_from(s, char_visible(s, out));
	}
}

void
text_ascii(struct str visible, struct buf *out)
{
	while (visible.n > 0) {
		size_t n = plain_run(visible);
		uint32_t c;

		buf_add(out, str_head(visible, n));
		visible = str_from(visible, n);
		if (visible.n == 0)
			return;
		n = utf8_decode(visible, &c);
		if (n < 2) {
			byte_visible((unsigned char)visible.p[0], out);
			n = 1;
		} else {
			buf_printf(out, "<U+%04X>", (unsigned)c);
		}
		visible = str_from(visible, n);
	}
}

bool
text_is_visible(struct str s)
{
	for (;;) {
		uint32_t c;
		size_t n = plain_run(s);

		if (n == s.n)
			return true;
		s = str_from(s, n);
		n = utf8_decode(s, &c);
		if (n == 0 || utf8_hidden(c))
			return false;
		s = str_from(s, n);
	}
}

/* The columns of the character at s, which is not printable ASCII, and in
 * *n its bytes. */
static size_t
char_width(struct str s, size_t *n)
{
	uint32_t c;
	int width;

	*n = utf8_decode(s, &c);
	if (*n == 0) {
		*n = 1;
		return 1;
	}
	width = wcwidth((wchar_t)c);
	return width < 0 ? 1 : (size_t)width;
}

size_t
text_width(struct str visible)
{
	size_t columns = 0;

	for (;;) {
		size_t n = plain_run(visible);

		columns += n;
		if (n == visible.n)
			return columns;
		visible = str_from(visible, n);
		columns += char_width(visible, &n);
		visible = str_from(visible, n);
	}
}

size_t
text_fit(struct str visible, size_t columns)
{
	struct str s = visible;

	while (s.n > 0) {
		size_t n = plain_run(str_head(s, columns));
		size_t width;

		s = str_from(s, n);
		columns -= n;
		if (s.n == 0)
			break;
		if (is_plain_ascii(s.p[0]))
			break; /* columns is 0 */
		width = char_width(s, &n);
		if (width > columns)
			break;
		columns -= width;
		s = str_from(s, n);
	}
	return visible.n - s.n;
}
