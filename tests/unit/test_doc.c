#include <math.h>
#include "base/doc.h"
#include "tap.h"

static bool
prints(const struct doc *d, const char *want)
{
	struct buf b = { 0 };
	bool same;

	doc_print(d, &b);
	same = str_equal(buf_str(&b), str_of(want));
	if (!same)
		printf("# got %.*s\n", STR_ARG(buf_str(&b)));
	buf_free(&b);
	return same;
}

static void
building(void)
{
	struct doc *d = doc_object(), *list = doc_array();

	doc_add(list, doc_new_number(1));
	doc_add(list, doc_new_number(-2.5));
	doc_add(list, doc_new_number(9007199254740991));
	doc_set(d, "list", list);
	doc_set(d, "text", doc_new_string(STR("a\"\\\n\xc3\xa9")));
	doc_set(d, "yes", doc_new_bool(true));
	doc_set(d, "none", doc_object());
	ok(prints(d, "{\"list\":[1,-2.5,9007199254740991],"
		     "\"text\":\"a\\\"\\\\\\u000a\xc3\xa9\",\"yes\":true,"
		     "\"none\":{}}"),
	    "a document is printed in one line");
	doc_set(d, "yes", doc_new_bool(false));
	doc_set(d, "Yes", doc_new_bool(true));
	doc_set(d, "list", doc_array());
	ok(prints(d, "{\"list\":[],\"text\":\"a\\\"\\\\\\u000a\xc3\xa9\","
		     "\"yes\":false,\"none\":{},\"Yes\":true}"),
	    "a member is replaced in its place; case counts");
	doc_free(d);
}

static void
reading(void)
{
	struct doc *d = doc_parse(STR("\xef\xbb\xbf {\"a\": [1, \"x\\u00e9\","
				      " null, true], \"A\": 2}\n"),
	    NULL);
	struct doc *list = doc_get(d, "a");
	struct str s = STR("unset");
	double n = 0;
	bool b = false;

	ok(doc_count(d) == 2 && doc_count(list) == 4, "parts are counted");
	ok(doc_number(doc_get(d, "A"), &n) && n == 2, "case counts");
	ok(!doc_get(d, "b"), "a member may be missing");
	ok(!doc_get(list, "a") && !doc_get(NULL, "a"),
	    "what is no object has no members");
	ok(doc_number(doc_at(list, 0), &n) && n == 1, "a number is read");
	ok(doc_string(doc_at(list, 1), &s) && str_equal(s, STR("x\xc3\xa9")),
	    "a string is read");
	ok(doc_bool(doc_at(list, 3), &b) && b, "a boolean is read");
	ok(!doc_at(list, 4) && !doc_at(list, -1) && !doc_at(NULL, 0),
	    "there may be no such part");
	s = STR("unset");
	ok(!doc_string(doc_at(list, 0), &s) && !doc_string(NULL, &s) &&
	        str_equal(s, STR("unset")),
	    "a number is no string");
	ok(!doc_number(doc_at(list, 1), &n) && n == 1, "a string no number");
	ok(!doc_bool(doc_at(list, 0), &b) && !doc_number(doc_at(list, 2), &n),
	    "a number is no boolean, null no number");
	ok(doc_count(doc_at(list, 0)) == 0 && doc_count(NULL) == 0 &&
	        !doc_first(doc_at(list, 0)) && !doc_first(NULL),
	    "what is neither array nor object has no parts");
	ok(str_equal(doc_name(doc_first(d)), STR("a")) &&
	        str_equal(doc_name(doc_next(doc_first(d))), STR("A")) &&
	        !doc_next(doc_next(doc_first(d))),
	    "members are gone through in order, with their names");
	ok(doc_first(list) == doc_at(list, 0) && doc_name(list).n == 1 &&
	        doc_name(doc_first(list)).n == 0,
	    "parts of an array have no names");
	doc_free(d);

	d = doc_parse(STR("1e999"), NULL);
	ok(d && !doc_number(d, &n), "a number beyond a double is none");
	doc_free(d);
	doc_free(NULL);
}

static void
refusing(void)
{
	static const struct str bad[] = {
		STR_INIT(""),
		STR_INIT(" "),
		STR_INIT("{"),
		STR_INIT("{\"a\":1"),
		STR_INIT("{\"a\":1,"),
		STR_INIT("[1,]"),
		STR_INIT("\"a"),
		STR_INIT("\"a\\"),
		STR_INIT("tru"),
		STR_INIT("[1] x"),
		STR_INIT("[1][2]"),
		STR_INIT("\"a\\u0000b\""),
		STR_INIT("\"a\0b\""),
		STR_INIT("[1]\0"),
	};
	struct err err = { 0 };
	struct doc *d;
	char deep[4000];

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char *copy = malloc(bad[i].n + 1);

		memcpy(copy, bad[i].p, bad[i].n);
		err = (struct err){ 0 };
		d = doc_parse((struct str){ copy, bad[i].n }, &err);
		ok(!d && err.code == ERR_FORMAT, "%.*s: %s", STR_ARG(bad[i]),
		    err.message);
		free(copy);
	}
	err = (struct err){ 0 };
	d = doc_parse(STR("{\"a\": x}"), &err);
	ok(!d && err.offset == 6, "the place is known");
	err = (struct err){ 0 };
	d = doc_parse(STR("[1] x"), &err);
	ok(!d && err.offset == 3, "so is that of text behind");
	memset(deep, '[', 2000);
	memset(deep + 2000, ']', 2000);
	d = doc_parse((struct str){ deep, 4000 }, NULL);
	ok(!d, "depth is bounded");
	d = doc_parse(STR("\"\\\\u0000\""), NULL);
	ok(d != NULL, "a backslash before u0000 is fine");
	doc_free(d);
	ok(!doc_parse((struct str){ NULL, 0 }, NULL), "nothing is none");
}

static void
any_text_is_kept(void)
{
	struct doc *d = doc_new_string(STR("a\0\xff\xed\xa0\x80\x1b\x7f"));
	struct str s = STR("");

	ok(doc_string(d, &s) &&
	        str_equal(s, STR("a\\x00\\xff\\xed\\xa0\\x80\x1b\x7f")),
	    "bytes that are no UTF-8 and NUL are written visibly");
	doc_free(d);
	d = doc_new_string((struct str){ NULL, 0 });
	ok(prints(d, "\"\""), "nothing is a string");
	doc_free(d);
	d = doc_new_string(STR("\x01\x1f"));
	ok(prints(d, "\"\\u0001\\u001f\""), "control bytes are escaped");
	doc_free(d);
	d = doc_new_string(STR("\xe2\x80\xae\x7f\xc2\x9b"));
	ok(prints(d, "\"\\u202e\\u007f\\u009b\""),
	    "so are hidden characters");
	doc_free(d);
	d = doc_new_number(NAN);
	ok(prints(d, "null"), "what is no number is null");
	doc_free(d);
}

static void
numbers_are_kept(void)
{
	/* as python3 prints them, but for the form of exponents */
	static const struct {
		double n;
		const char *want;
	} cases[] = {
		{ 0, "0" },
		{ -1, "-1" },
		{ 1688990731123456, "1688990731123456" },
		{ 9007199254740991, "9007199254740991" },
		{ 0.1, "0.1" },
		{ 0.1 + 0.2, "0.30000000000000004" },
		{ 1.0 / 3, "0.3333333333333333" },
		{ 5e-324, "4.94065645841247e-324" },
		{ 1e300, "1e+300" },
		{ 1.7976931348623157e308, "1.7976931348623157e+308" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct doc *d = doc_new_number(cases[i].n), *again;
		double n = -7;

		ok(prints(d, cases[i].want), "%s is printed", cases[i].want);
		again = doc_parse(str_of(cases[i].want), NULL);
		ok(doc_number(again, &n) && n == cases[i].n,
		    "and read back the same");
		doc_free(again);
		doc_free(d);
	}
}

int
main(void)
{
	building();
	reading();
	refusing();
	any_text_is_kept();
	numbers_are_kept();
	return done_testing();
}
