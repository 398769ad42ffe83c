/*
 * Typed text and its editing keys.
 */
#include "tap.h"
#include "explore/prompt.h"

static struct prompt p;
static struct history *h;

/* Keys with blanks between. */
static void
type(const char *keys)
{
	char key[32];
	bool changed;

	while (*keys) {
		size_t n = strcspn(keys, " ");

		memcpy(key, keys, n);
		key[n] = '\0';
		prompt_key(&p, key, h, &changed);
		keys += n;
		keys += *keys == ' ';
	}
}

static bool
is(const char *text, size_t cursor)
{
	bool same = str_equal(buf_str(&p.text), str_of(text)) &&
	    p.cursor == cursor;

	if (!same)
		printf("# \"%.*s\" %zu\n", STR_ARG(buf_str(&p.text)), p.cursor);
	return same;
}

int
main(void)
{
	struct err why = { 0 };
	bool changed;

	h = history_new(NULL);
	history_add(h, STR("filter old = 1"), 0, &why);
	history_add(h, STR("stats count(*)"), 0, &why);
	prompt_open(&p, PROMPT_QUERY, STR("ab"));
	type("c Left Left X");
	ok(is("aXbc", 2), "characters go in at the cursor");
	type("Home Delete End Backspace");
	ok(is("Xb", 2), "both deletes");
	type("Space \xc3\xa9 Left Backspace");
	ok(is("Xb\xc3\xa9", 2), "a character of two bytes is one step");
	type("Delete");
	ok(is("Xb", 2), "and one delete");
	type("Space c d ^W");
	ok(is("Xb ", 3), "^W cuts a word");
	type("^Y ^Y");
	ok(is("Xb cdcd", 7), "^Y puts it back, again and again");
	type("^U");
	ok(is("", 0), "^U cuts to the start");
	type("^Y Home ^K");
	ok(is("", 0), "^K cuts to the end");
	type("a ^J b Up");
	ok(is("a\nb", 1), "Up goes to the line above");
	type("Down");
	ok(is("a\nb", 3), "Down comes back");
	type("Up Up");
	ok(is("stats count(*)", 14), "above the first line is the history");
	type("Up Up");
	ok(is("filter old = 1", 14), "the oldest stays");
	type("Down Down");
	ok(is("a\nb", 3), "what was typed comes back");
	prompt_open(&p, PROMPT_QUERY, STR("old"));
	type("^R");
	ok(is("filter old = 1", 14), "^R finds what holds the text");
	ok(!prompt_key(&p, "F5", h, &changed), "another key does nothing");
	prompt_insert(&p, STR("\x1b[0m\tx\n"));
	ok(str_find(buf_str(&p.text), STR("\x1b")) == p.text.n,
	    "control characters of pasted text become blanks");
	prompt_open(&p, PROMPT_SEARCH, STR(""));
	prompt_insert(&p, STR("a\nb"));
	ok(is("a b", 3), "a line end is a blank outside a query");
	type("^J Up");
	ok(is("a b", 3), "a search has one line and no history");
	prompt_close(&p);
	prompt_open(&p, PROMPT_QUERY, STR("\xff\xfe"));
	type("Left Left Left Right Backspace");
	ok(is("\xfe", 0), "bytes that are no UTF-8 are steps too");
	prompt_free(&p);
	history_free(h);
	return done_testing();
}
