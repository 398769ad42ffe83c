/*
 * What may stand at the cursor of a query.
 */
#include "tap.h"
#include "explore/complete.h"

/* `|` in text is the cursor, unless it is doubled: then it is a bar. */
static void
at(const char *text, enum complete_what what, const char *word,
    const char *field)
{
	char query[256];
	size_t n = 0, cursor = 0;
	struct complete_place p;

	for (const char *c = text; *c; c++)
		if (c[0] == '|' && c[1] != '|')
			cursor = n;
		else {
			query[n++] = *c;
			c += c[0] == '|';
		}
	complete_place((struct str){ query, n }, cursor, &p);
	ok(p.what == what && str_equal(p.word, str_of(word)) &&
	        str_equal(p.field, str_of(field)) && p.from <= cursor &&
	        p.to >= cursor && p.to <= n,
	    "%s", text);
	if (p.what != what)
		printf("# got %d, word %.*s, field %.*s\n", (int)p.what,
		    STR_ARG(p.word), STR_ARG(p.field));
}

int
main(void)
{
	at("|", COMPLETE_COMMAND, "", "");
	at("fil|", COMPLETE_COMMAND, "fil", "");
	at("fil|ter x = 1", COMPLETE_COMMAND, "fil", "");
	at("limit 3 || st|", COMPLETE_COMMAND, "st", "");
	at("filter eve|", COMPLETE_NAME, "eve", "");
	at("filter eventName = \"a\" and err|", COMPLETE_NAME, "err", "");
	at("stats count(*) by userIdentity.us|", COMPLETE_NAME,
	    "userIdentity.us", "");
	at("fields `a b|", COMPLETE_NAME, "a b", "");
	at("filter eventName = |", COMPLETE_VALUE, "", "eventName");
	at("filter eventName = \"Ge|", COMPLETE_VALUE, "Ge", "eventName");
	at("filter eventName = \"Ge|\"", COMPLETE_VALUE, "Ge", "eventName");
	at("filter eventName != 'Ge|", COMPLETE_VALUE, "Ge", "eventName");
	at("filter `odd name` = \"x|", COMPLETE_VALUE, "x", "odd name");
	at("filter eventName in [\"A\", \"B|", COMPLETE_VALUE, "B",
	    "eventName");
	at("filter eventName not in [|", COMPLETE_VALUE, "", "eventName");
	at("filter eventName in [\"A\"] and err|", COMPLETE_NAME, "err", "");
	at("filter eventName like \"Ge|", COMPLETE_VALUE, "Ge", "eventName");
	at("filter eventName not like \"Ge|", COMPLETE_VALUE, "Ge",
	    "eventName");
	at("filter @message like /Ge|", COMPLETE_NOTHING, "Ge", "");
	at("filter a / b = eve|", COMPLETE_VALUE, "eve", "b");
	at("filter a > 1|", COMPLETE_NOTHING, "1", "");
	at("limit 1 # com|ment", COMPLETE_NOTHING, "", "");
	at("limit 1 # comment\n|| fi|", COMPLETE_COMMAND, "fi", "");
	at("parse @message \"* x\" as |", COMPLETE_NAME, "", "");
	at("filter concat(\"a|", COMPLETE_NOTHING, "a", "");
	at("filter a = \"\\\"|", COMPLETE_VALUE, "\\\"", "a");
	{ /* any bytes, any cursor */
		static const char bytes[] = "f\"'`/\\|[]()=! \n#\xff\x80"
					    "in like not";
		unsigned seed = 1;
		bool whole = true;

		for (int turn = 0; turn < 20000; turn++) {
			char text[12];
			struct complete_place p;
			size_t cursor;

			for (size_t i = 0; i < sizeof(text); i++) {
				seed = seed * 1103515245u + 12345u;
				text[i] = bytes[(seed >> 16) %
				    (sizeof(bytes) - 1)];
			}
			cursor = (seed >> 8) % (sizeof(text) + 1);
			complete_place((struct str){ text, sizeof(text) },
			    cursor, &p);
			whole = whole && p.from <= cursor &&
			    p.to >= cursor && p.to <= sizeof(text) &&
			    p.word.n <= cursor;
		}
		ok(whole, "any bytes have a place within the text");
	}
	return done_testing();
}
