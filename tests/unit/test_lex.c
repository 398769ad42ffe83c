#include <stdio.h>

#include "base/utf8.h"
#include "query/lex.h"
#include "tap.h"

/* Tokens of a text, a blank between: kind, then what it is. */
static void
lexes(const char *text, bool values, const char *want)
{
	static const char kinds[] = { [TOKEN_END] = '$', [TOKEN_NAME] = 'n',
		[TOKEN_NUMBER] = '#', [TOKEN_PERIOD] = 'p',
		[TOKEN_STRING] = 's', [TOKEN_REGEX] = 'r',
		[TOKEN_SIGN] = '!' };
	struct arena a = { 0 };
	struct lexer l = { .query = str_of(text), .arena = &a };
	struct err err = { 0 };
	struct token t;
	struct buf shown = { 0 };
	char got[512] = "";
	size_t n = 0;

	while (lex_next(&l, values, &t, &err) && t.kind != TOKEN_END)
		n += (size_t)snprintf(got + n, sizeof(got) - n, "%s%c%.*s",
		    n ? " " : "", kinds[t.kind], STR_ARG(t.text));
	if (err.code)
		snprintf(got + n, sizeof(got) - n, "%serror %d",
		    n ? " " : "", (int)err.offset);
	text_visible(str_of(text), &shown);
	buf_add(&shown, STR(" is "));
	text_visible(str_of(want), &shown);
	ok(str_equal(str_of(got), str_of(want)), "%.*s",
	    STR_ARG(buf_str(&shown)));
	if (!str_equal(str_of(got), str_of(want)))
		printf("# got %s\n", got);
	buf_free(&shown);
	arena_free(&a);
}

static void
names(void)
{
	lexes("a @b _c d.e.f", false, "na n@b n_c nd.e.f");
	lexes("items.0.id", false, "nitems.0.id");
	lexes("items[0].id[12]", false, "nitems.0.id.12");
	lexes("a in[1]", false, "na nin ![ #1 !]");
	lexes("`a b` x.`y.z`.w", false, "na b nx.y.z.w");
	lexes("@`aws.tag.a:b` @@x", false, "n@aws.tag.a:b n@@x");
	lexes("`a``b`", false, "na`b");
	lexes("``", false, "n");
	lexes("a-b", false, "na !- nb");
	lexes("a. b", false, "error 1");
	lexes("a..b", false, "error 1");
	lexes("`a", false, "error 0");
	lexes("\xc3\xa4", false, "error 0");
}

static void
numbers(void)
{
	lexes("1 1.5 .5 1e3 1E-3 2.5e+7", false,
	    "#1 #1.5 #.5 #1e3 #1E-3 #2.5e+7");
	lexes("-1", false, "!- #1");
	lexes("5m 300s 1mo 0xff", false, "p5m p300s p1mo p0xff");
	lexes("1.2.3", false, "error 0");
	lexes("1.5m", false, "error 0");
	lexes("5m.x", false, "error 0");
	lexes("1.", false, "error 0");
}

static void
strings(void)
{
	lexes("\"a\" 'b'", false, "sa sb");
	lexes("\"it's\" '\"'", false, "sit's s\"");
	lexes("\"a\\\"b\" 'c\\'d'", false, "sa\"b sc'd");
	lexes("\"a\\nb\\tc\\\\d\\/e\\df\"", false, "sa\nb\tc\\d/e\\df");
	lexes("\"a", false, "error 0");
	lexes("\"a\\\"", false, "error 0");
	lexes("x \"\" y", false, "nx s ny");
}

static void
patterns(void)
{
	lexes("/a b/", true, "ra b");
	lexes("/a\\/b\\\\/", true, "ra/b\\\\");
	lexes("/[/]/", true, "r[ !] error 4");
	lexes("a / b", false, "na !/ nb");
	lexes("/a", true, "error 0");
	lexes("/a\nb/", true, "error 0");
	lexes("//", true, "error 0");
	lexes("//", false, "error 0");
	lexes("/a/i", true, "error 3");
}

static void
signs_and_comments(void)
{
	lexes("<= >= <> != == =~ !~ < > = !", false,
	    "!<= !>= !<> !!= !== !=~ !!~ !< !> != !!");
	lexes("a|b,(c)", false, "na !| nb !, !( nc !)");
	lexes("a # b | c\n| d", false, "na !| nd");
	lexes("#", false, "");
	lexes("a\t\r\n\v\f b", false, "na nb");
	lexes("a && b", false, "na error 2");
	lexes("a || b", false, "na error 2");
	lexes("a ; b", false, "na error 2");
	lexes("a \x01", false, "na error 2");
	lexes("\xff", false, "error 0");
}

static void
a_nul_is_a_byte_like_others(void)
{
	struct arena a = { 0 };
	struct lexer l = { .query = STR("\"a\0b\" \0"), .arena = &a };
	struct err err = { 0 };
	struct token t;

	ok(lex_next(&l, false, &t, &err) && t.text.n == 3,
	    "a NUL is text within quotes");
	ok(!lex_next(&l, false, &t, &err) && err.offset == 6,
	    "and an error outside");
	arena_free(&a);
}

int
main(void)
{
	names();
	numbers();
	strings();
	patterns();
	signs_and_comments();
	a_nul_is_a_byte_like_others();
	return done_testing();
}
