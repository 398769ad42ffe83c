#include <locale.h>
#include "base/arena.h"
#include "base/utf8.h"
#include "tap.h"

static void
decoding(void)
{
	static const struct {
		struct str text;
		size_t bytes;
		uint32_t c;
		const char *what;
	} cases[] = {
		{ STR_INIT("A"), 1, 0x41, "ASCII" },
		{ STR_INIT("\0"), 1, 0, "NUL" },
		{ STR_INIT("\xc3\xa9x"), 2, 0xe9, "two bytes" },
		{ STR_INIT("\xe6\x97\xa5"), 3, 0x65e5, "three bytes" },
		{ STR_INIT("\xf0\x9f\x98\x80"), 4, 0x1f600, "four bytes" },
		{ STR_INIT("\xf4\x8f\xbf\xbf"), 4, 0x10ffff, "the last" },
		{ STR_INIT("\xc3"), 0, 0, "a cut character" },
		{ STR_INIT("\xe6\x97"), 0, 0, "a cut longer one" },
		{ STR_INIT("\xf0\x9f\x98"), 0, 0, "a cut longest one" },
		{ STR_INIT("\xc3\x28"), 0, 0, "a lead without its next" },
		{ STR_INIT("\xa9"), 0, 0, "a next without its lead" },
		{ STR_INIT("\xc0\x80"), 0, 0, "NUL in two bytes" },
		{ STR_INIT("\xc1\xbf"), 0, 0, "ASCII in two bytes" },
		{ STR_INIT("\xe0\x9f\xbf"), 0, 0, "overlong in three" },
		{ STR_INIT("\xf0\x8f\xbf\xbf"), 0, 0, "overlong in four" },
		{ STR_INIT("\xed\xa0\x80"), 0, 0, "a high surrogate" },
		{ STR_INIT("\xed\xbf\xbf"), 0, 0, "a low surrogate" },
		{ STR_INIT("\xf4\x90\x80\x80"), 0, 0, "beyond Unicode" },
		{ STR_INIT("\xf5\x80\x80\x80"), 0, 0, "an impossible lead" },
		{ STR_INIT("\xff"), 0, 0, "0xff" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint32_t c = 0;

		ok(utf8_decode(cases[i].text, &c) == cases[i].bytes &&
		        c == cases[i].c,
		    "%s: %zu bytes", cases[i].what, cases[i].bytes);
	}
}

static bool
decodes(const unsigned char *bytes, size_t n)
{
	uint32_t c;

	return utf8_decode((struct str){ (const char *)bytes, n }, &c) == n;
}

/* There are 0x80 - 0x800 - 0x10000 - 0x110000 code points of one to four
 * bytes, without 0x800 surrogates. */
static void
as_many_as_there_are(void)
{
	static const unsigned char edges[] = { 0, 0x7f, 0x80, 0xbf, 0xc0, 255 };
	unsigned char b[4];
	size_t two = 0, three = 0, four = 0;

	for (unsigned x = 0; x < 0x10000; x++) {
		b[0] = (unsigned char)(x >> 8);
		b[1] = (unsigned char)x;
		two += decodes(b, 2);
		for (unsigned i = 0; i < 256; i++) {
			b[2] = (unsigned char)i;
			three += decodes(b, 3);
		}
		for (unsigned i = 0; i < 36; i++) {
			b[2] = edges[i / 6];
			b[3] = edges[i % 6];
			four += decodes(b, 4);
		}
	}
	ok(two == 0x800 - 0x80, "so many are two bytes: %zu", two);
	ok(three == 0x10000 - 0x800 - 0x800, "three: %zu", three);
	/* 2 of 64 third and fourth bytes were tried */
	ok(four == 0x100000 / 32 / 32, "four: %zu", four);
}

static void
encoding(void)
{
	bool same = true;
	char bytes[4];

	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		uint32_t back = 0;
		size_t n = utf8_encode(c, bytes);
		bool surrogate = c >= 0xd800 && c < 0xe000;
		size_t got = utf8_decode((struct str){ bytes, n }, &back);

		same = same && (surrogate ? got == 0 : got == n && back == c);
	}
	ok(same, "every character is decoded as it was encoded");
	ok(utf8_encode(0xd800, bytes) == 3 &&
	        memcmp(bytes, "\xed\xa0\x80", 3) == 0,
	    "a surrogate has three bytes");
	ok(utf8_encode(0x110000, bytes) == 3 &&
	        memcmp(bytes, "\xef\xbf\xbd", 3) == 0,
	    "what is beyond Unicode is the replacement character");
	ok(utf8_count(STR("a\xc3\xa9\xff\xf0\x9f\x98\x80\xc3")) == 5,
	    "characters and bad bytes are counted");
	ok(utf8_count((struct str){ NULL, 0 }) == 0, "nothing counts nothing");
}

/*
 * Perl 5.36 (Unicode 14): \p{Cc}, \p{Cs}, \p{Co}, \p{Zl}, \p{Zp}, \p{DI},
 * \p{Noncharacter_Code_Point}, and \p{Cf} without
 * \p{Prepended_Concatenation_Mark}; 0x13439-0x1343f came with Unicode 15.
 */
static void
hidden_characters(void)
{
	static const uint32_t ranges[][2] = {
		{ 0x0, 0x1f }, { 0x7f, 0x9f }, { 0xad, 0xad },
		{ 0x34f, 0x34f }, { 0x61c, 0x61c }, { 0x115f, 0x1160 },
		{ 0x17b4, 0x17b5 }, { 0x180b, 0x180f }, { 0x200b, 0x200f },
		{ 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0x3164, 0x3164 },
		{ 0xd800, 0xf8ff }, { 0xfdd0, 0xfdef }, { 0xfe00, 0xfe0f },
		{ 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 }, { 0xfff0, 0xfffb },
		{ 0xfffe, 0xffff }, { 0x13430, 0x1343f },
		{ 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a },
		{ 0x1fffe, 0x1ffff }, { 0x2fffe, 0x2ffff },
		{ 0x3fffe, 0x3ffff }, { 0x4fffe, 0x4ffff },
		{ 0x5fffe, 0x5ffff }, { 0x6fffe, 0x6ffff },
		{ 0x7fffe, 0x7ffff }, { 0x8fffe, 0x8ffff },
		{ 0x9fffe, 0x9ffff }, { 0xafffe, 0xaffff },
		{ 0xbfffe, 0xbffff }, { 0xcfffe, 0xcffff },
		{ 0xdfffe, 0xe0fff }, { 0xefffe, 0x10ffff },
	};
	size_t range = 0;
	uint32_t wrong = UINT32_MAX;

	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		bool hidden;

		if (c > ranges[range][1])
			range++;
		hidden = c >= ranges[range][0];
		if (utf8_hidden(c) != hidden && wrong == UINT32_MAX)
			wrong = c;
	}
	ok(wrong == UINT32_MAX, "all that is hidden is known (%x)", wrong);
	ok(utf8_hidden(0x110000) && utf8_hidden(UINT32_MAX),
	    "what is beyond Unicode is hidden");
}

static void
made_visible(void)
{
	static const struct {
		struct str text, want;
	} cases[] = {
		{ STR_INIT(""), STR_INIT("") },
		{ STR_INIT("plain text, 7 \\ ~"),
		    STR_INIT("plain text, 7 \\ ~") },
		{ STR_INIT("a\nb\tc\rd"), STR_INIT("a\\nb\\tc\\rd") },
		{ STR_INIT("\0\x1b[2J\x7f"), STR_INIT("\\x00\\x1b[2J\\x7f") },
		{ STR_INIT("gr\xc3\xbc\xc3\x9f "),
		    STR_INIT("gr\xc3\xbc\xc3\x9f ") },
		{ STR_INIT("\xe2\x80\xae" "exe.txt"),
		    STR_INIT("<U+202E>exe.txt") },
		{ STR_INIT("\xc2\x9b" "1m\xc2\xad"),
		    STR_INIT("<U+009B>1m<U+00AD>") },
		{ STR_INIT("\xf3\xa0\x81\x81"), STR_INIT("<U+E0041>") },
		{ STR_INIT("\xf4\x8f\xbf\xbf"), STR_INIT("<U+10FFFF>") },
		{ STR_INIT("a\xff\xc3"), STR_INIT("a\\xff\\xc3") },
		{ STR_INIT("\xed\xa0\x80"), STR_INIT("\\xed\\xa0\\x80") },
		{ STR_INIT("\xf0\x9f\x98"), STR_INIT("\\xf0\\x9f\\x98") },
		{ STR_INIT("\xc0\x9b"), STR_INIT("\\xc0\\x9b") },
		{ STR_INIT("\xe2\x9d\xa4\xef\xb8\x8f"),
		    STR_INIT("\xe2\x9d\xa4<U+FE0F>") },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&b);
		text_visible(cases[i].text, &b);
		ok(str_equal(buf_str(&b), cases[i].want),
		    "\"%.*s\" is the visible text", STR_ARG(buf_str(&b)));
		ok(text_is_visible(cases[i].text) ==
		        str_equal(cases[i].text, cases[i].want),
		    "and it is known whether that is a change");
		ok(text_is_visible(cases[i].want), "it is visible now");
	}
	ok(text_is_visible((struct str){ NULL, 0 }), "nothing is visible");
	buf_reset(&b);
	text_visible((struct str){ NULL, 0 }, &b);
	ok(b.n == 0, "nothing stays nothing");
	buf_free(&b);
}

/* Each byte at each place of a text that is looked at eight bytes a time. */
static void
any_byte_anywhere(void)
{
	bool right = true;

	for (size_t n = 1; n < 20; n++) {
		for (size_t at = 0; at < n; at++) {
			for (int c = 0; c < 256; c++) {
				char *text = mem_alloc(n);
				bool plain = c >= 0x20 && c < 0x7f;

				memset(text, at % 2 ? '~' : ' ', n);
				text[at] = (char)c;
				right = right &&
				    text_is_visible((struct str){ text, n }) ==
				        plain;
				free(text);
			}
		}
	}
	ok(right, "a byte is seen wherever it stands");
}

static void
widths(void)
{
	/* e with an acute accent as two characters; two wide ones; a face */
	struct str accent = STR("e\xcc\x81x");
	struct str wide = STR("\xe6\x97\xa5\xe6\x9c\xac.");
	struct str face = STR("\xf0\x9f\x98\x80!");

	ok(text_width(STR("plain text 123456789")) == 20,
	    "ASCII has a column for each byte in any locale");
	ok(text_fit(STR("plain text"), 5) == 5, "and fits so");
	ok(text_width((struct str){ NULL, 0 }) == 0 &&
	        text_fit((struct str){ NULL, 0 }, 3) == 0,
	    "nothing has no columns");
	if (!setlocale(LC_CTYPE, "C.UTF-8")) {
		skip("widths of other characters", "no locale C.UTF-8");
		return;
	}
	ok(text_width(STR("gr\xc3\xbc\xc3\x9f")) == 4,
	    "letters have one column");
	ok(text_width(accent) == 2, "an accent of its own has none");
	ok(text_width(wide) == 5, "CJK has two");
	ok(text_width(face) == 3, "so has a face");
	ok(text_width(STR("\xcd\xb8")) == 1, "what is unassigned has one");
	ok(text_fit(wide, 5) == 7, "all may fit");
	ok(text_fit(wide, 4) == 6, "a part may fit");
	ok(text_fit(wide, 3) == 3, "half a character does not fit");
	ok(text_fit(wide, 1) == 0, "nothing may fit");
	ok(text_fit(accent, 1) == 3, "an accent stays with its letter");
	ok(text_fit(STR("abcdefghijk"), 0) == 0, "no columns, no bytes");
	ok(text_fit(face, 100) == 5, "there may be room left");
}

int
main(void)
{
	decoding();
	as_many_as_there_are();
	encoding();
	hidden_characters();
	made_visible();
	any_byte_anywhere();
	widths();
	return done_testing();
}
