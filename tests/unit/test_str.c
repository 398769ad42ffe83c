#include "base/str.h"
#include "tap.h"

static void
comparing(void)
{
	ok(str_equal(STR("a\0b"), STR("a\0b")), "equal with a NUL inside");
	ok(!str_equal(STR("a\0b"), STR("a\0c")), "a NUL does not end a text");
	ok(!str_equal(STR("a"), STR("ab")), "a prefix is not equal");
	ok(str_equal((struct str){ NULL, 0 }, STR("")),
	    "no bytes are equal wherever they are");
	ok(str_compare(STR("a"), STR("b")) < 0, "a sorts before b");
	ok(str_compare(STR("b"), STR("ab")) > 0, "b sorts behind ab");
	ok(str_compare(STR("a"), STR("ab")) < 0, "a prefix sorts first");
	ok(str_compare(STR("\xff"), STR("a")) > 0, "bytes are unsigned");
	ok(str_compare((struct str){ NULL, 0 }, STR("")) == 0,
	    "empty compares as equal");
}

static void
prefixes(void)
{
	ok(str_starts(STR("abc"), STR("ab")), "abc starts with ab");
	ok(!str_starts(STR("ab"), STR("abc")), "ab does not start with abc");
	ok(str_starts(STR(""), (struct str){ NULL, 0 }),
	    "everything starts with nothing");
	ok(str_ends(STR("abc"), STR("bc")), "abc ends with bc");
	ok(!str_ends(STR("bc"), STR("abc")), "bc does not end with abc");
	ok(str_ends((struct str){ NULL, 0 }, STR("")),
	    "everything ends with nothing");
	ok(str_equal(str_from(STR("abc"), 3), STR("")),
	    "from the end on there is nothing");
	ok(str_equal(str_head(STR("abc"), 9), STR("abc")),
	    "the head is at most the whole");
}

static void
finding(void)
{
	ok(str_index(STR("a.b.c"), '.') == 1, "the first byte is found");
	ok(str_index(STR("abc"), '.') == 3, "a missing byte is at the end");
	ok(str_index((struct str){ NULL, 0 }, '.') == 0,
	    "in nothing there is no byte");
	ok(str_find(STR("ababc"), STR("abc")) == 2,
	    "a needle is found behind its own beginning");
	ok(str_find(STR("abc"), STR("abcd")) == 3,
	    "a needle longer than the text is not found");
	ok(str_find(STR("abc"), STR("")) == 0, "nothing stands at 0");
	ok(str_find((struct str){ NULL, 0 }, STR("a")) == 0,
	    "in nothing there is no needle");
	ok(str_find(STR("x\0yz"), STR("\0y")) == 1, "a NUL is searched too");
	ok(str_find(STR("abc"), STR("c")) == 2, "one byte is a needle");
	ok(str_find(STR("abc"), STR("d")) == 3, "one byte may be missing");
	ok(str_find(str_head(STR("abcd"), 3), STR("cd")) == 3,
	    "what is behind the end is not found");
}

static void
folding(void)
{
	ok(str_equal_fold(STR("AssumeRole"), STR("assumerole")),
	    "letters are folded");
	ok(!str_equal_fold(STR("a["), STR("a{")),
	    "bytes that are 32 apart but no letters are not folded");
	ok(!str_equal_fold(STR("@"), STR("`")), "@ is not folded");
	ok(!str_equal_fold(STR("\xc3\x84"), STR("\xc3\xa4")),
	    "only ASCII is folded");
	ok(!str_equal_fold(STR("a"), STR("ab")), "a prefix is not equal");
	ok(str_equal_fold((struct str){ NULL, 0 }, STR("")),
	    "no bytes are equal");
}

static void
trimming(void)
{
	ok(str_equal(str_trim(STR(" \t a b\r\n")), STR("a b")),
	    "blanks at both ends go, those inside stay");
	ok(str_trim(STR(" \r\n\t ")).n == 0, "blanks alone leave nothing");
	ok(str_trim((struct str){ NULL, 0 }).n == 0, "nothing stays nothing");
	ok(str_equal(str_trim(STR("\0a\0")), STR("\0a\0")),
	    "a NUL is no blank");
	ok(str_equal(str_trim(STR("\v\f")), STR("\v\f")),
	    "vertical tab and form feed are no blanks");
}

int
main(void)
{
	comparing();
	prefixes();
	finding();
	folding();
	trimming();
	return done_testing();
}
