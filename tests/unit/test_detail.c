/*
 * The tree of an opened record.
 */
#include <locale.h>
#include "tap.h"
#include "explore/detail.h"

static const char record[] =
    "{\"eventVersion\":\"1.08\",\"userIdentity\":{\"type\":\"IAMUser\","
    "\"arn\":\"arn:x\",\"session\":{}},\"requestParameters\":"
    "{\"items\":[{\"a.b\":1e3},true,null,\"t\\u0041\\n\"]},"
    "\"@odd\":0.10,\"dup\":1,\"dup\":2}";

static bool
path_is(const struct detail *d, uint32_t i, const char *want)
{
	struct buf b = { 0 };
	bool same;

	detail_path(d, i, &b);
	same = str_equal(buf_str(&b), str_of(want));
	if (!same)
		printf("# got %.*s\n", STR_ARG(buf_str(&b)));
	buf_free(&b);
	return same;
}

static bool
prints(const struct detail *d, const char *path, const char *want)
{
	struct buf b = { 0 };
	uint32_t i = detail_find(d, str_of(path));
	bool same;

	if (i == DETAIL_NONE)
		return false;
	detail_print(d, i, &b);
	same = str_equal(buf_str(&b), str_of(want));
	if (!same)
		printf("# got %.*s\n", STR_ARG(buf_str(&b)));
	buf_free(&b);
	return same;
}

static void
tree(void)
{
	struct detail *d = detail_new(str_of(record));
	struct buf b = { 0 };
	uint32_t user = detail_find(d, STR("userIdentity"));
	uint32_t items = detail_find(d, STR("requestParameters.items"));

	ok(d->json, "the record is JSON");
	ok(d->n == 15, "every member and element is a node");
	ok(prints(d, "eventVersion", "\"1.08\""), "text with its quotes");
	ok(prints(d, "userIdentity", "{3}"), "a branch says its members");
	ok(prints(d, "userIdentity.session", "{}"), "an empty object");
	ok(prints(d, "requestParameters.items", "[4]"), "an array");
	ok(prints(d, "requestParameters.items.0.a.b", "1e3"),
	    "a number as it is spelled, under a key with a dot");
	ok(prints(d, "requestParameters.items.2", "null"), "null");
	ok(prints(d, "requestParameters.items.3", "\"t\\u0041\\n\""),
	    "escapes as they stand");
	ok(prints(d, "@@odd", "0.10"), "a key that begins with @");
	ok(prints(d, "dup", "2"), "of repeated keys the last is found");
	ok(items != DETAIL_NONE &&
	        path_is(d, items + 1, "requestParameters.items.0"),
	    "positions are steps of a path");
	ok(d->node[user].next == items - 1 && d->node[user].leaves == 3,
	    "a subtree ends where the next begins");
	ok(detail_value(d, items + 5, &b).type == VALUE_STRING &&
	        str_equal(detail_value(d, items + 5, &b).text,
	            STR("tA\n")),
	    "a value has its escapes undone");
	buf_reset(&b);
	detail_summary(d, user, 100, &b);
	ok(str_equal(buf_str(&b), STR("IAMUser, arn:x")),
	    "a folded branch shows its leaves");
	ok(detail_find(d, STR("userIdentity.none")) == DETAIL_NONE,
	    "a path that is not there");
	ok(path_is(d, detail_opens_on(d), "requestParameters"),
	    "it opens on requestParameters");
	ok(detail_folded_at_first(d, user) &&
	        !detail_folded_at_first(d, items - 1),
	    "large branches are folded, requestParameters is not");
	buf_free(&b);
	detail_free(d);
}

static void
failed_call(void)
{
	struct detail *d = detail_new(
	    STR("{\"requestParameters\":{\"a\":1},\"errorCode\":\"No\"}"));

	ok(path_is(d, detail_opens_on(d), "errorCode"),
	    "a failed call opens on errorCode");
	detail_free(d);
}

static void
no_json(void)
{
	static const char *const texts[] = { "", "plain\ntext", "{\"a\":",
		"[1,2]", "7", "{\"a\":1} x", "{\"a\":1}{\"b\":2}", "\xff" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct detail *d = detail_new(str_of(texts[i]));

		ok(!d->json, "no JSON object is shown as text");
		detail_free(d);
	}
	{
		struct detail *d = detail_new(STR("one\ntwo\n"));

		ok(d->n == 2 && d->node[1].kind == DETAIL_TEXT &&
		        str_equal(d->node[1].value, STR("two")),
		    "a line of text is a line of the detail");
		detail_free(d);
	}
}

/* JSON that is as deep as the scanner allows, and deeper. */
static void
deep(void)
{
	for (int depth = 500; depth <= 600; depth += 100) {
		struct buf b = { 0 };
		struct detail *d;
		struct buf path = { 0 };

		buf_add(&b, STR("{\"a\":"));
		buf_fill(&b, '[', (size_t)depth);
		buf_fill(&b, ']', (size_t)depth);
		buf_byte(&b, '}');
		d = detail_new(buf_str(&b));
		ok(d->json == (depth == 500), "%d levels are %s", depth,
		    depth == 500 ? "a tree" : "text");
		if (d->json) {
			detail_path(d, d->n - 1, &path);
			ok(detail_find(d, buf_str(&path)) == d->n - 1,
			    "the path of the deepest node finds it");
		}
		detail_free(d);
		buf_free(&b);
		buf_free(&path);
	}
}

static void
hostile(void)
{
	struct detail *d = detail_new(
	    STR("{\"\\u001b[31m\":\"\xe2\x80\xae\",\"k\":\"\xff\"}"));
	struct buf b = { 0 };

	detail_print(d, 0, &b);
	ok(str_equal(buf_str(&b), STR("\"<U+202E>\"")),
	    "a bidi mark is visible");
	buf_reset(&b);
	detail_search_text(d, 0, &b);
	ok(str_find(buf_str(&b), STR("\x1b")) == b.n,
	    "an escape in a key is visible");
	buf_free(&b);
	detail_free(d);
}

/* Strings that hold JSON: policies, and a record in a record. */
static void
inside(void)
{
	struct detail *d = detail_new(STR(
	    "{\"p\":{\"policyDocument\":\"{\\n \\\"Statement\\\": [{\\\"Effect"
	    "\\\":\\\"Allow\\\"}]}\",\"n\":1},\"encoded\":"
	    "\"%7B%22Version%22%3A%222012-10-17%22%7D\",\"list\":\"[1, 2]\","
	    "\"none\":\"{}\",\"broken\":\"{\\\"a\\\":\",\"two\":\"{} {}\","
	    "\"word\":\"{braces}\"}"));
	uint32_t policy = detail_find(d, STR("p.policyDocument"));
	uint32_t effect = detail_find(d,
	    STR("p.policyDocument.Statement.0.Effect"));
	uint32_t n = detail_find(d, STR("p.n"));
	struct buf b = { 0 };

	ok(d->json && policy != DETAIL_NONE && effect != DETAIL_NONE &&
	        prints(d, "p.policyDocument.Statement.0.Effect",
	            "\"Allow\""),
	    "the members of JSON in a string have paths");
	ok(d->node[policy].kind == DETAIL_LEAF &&
	        d->node[policy].members == 1 &&
	        str_starts(detail_value(d, policy, &b).text, STR("{\n ")),
	    "the string stays a value");
	ok(detail_outer(d, effect) == policy &&
	        detail_outer(d, policy) == DETAIL_NONE,
	    "what is inside knows its string");
	ok(n != DETAIL_NONE && n == d->node[policy].next &&
	        d->node[detail_find(d, STR("p"))].leaves == 2,
	    "what follows it is not inside, and only real leaves count");
	ok(detail_folded_at_first(d, policy), "it is folded at first");
	ok(prints(d, "encoded.Version", "\"2012-10-17\""),
	    "percent encoding is undone");
	ok(prints(d, "list.1", "2"), "an array is one too");
	ok(d->node[detail_find(d, STR("none"))].members == 0 &&
	        d->node[detail_find(d, STR("broken"))].members == 0 &&
	        d->node[detail_find(d, STR("two"))].members == 0 &&
	        d->node[detail_find(d, STR("word"))].members == 0,
	    "empty, broken and other text is text");
	buf_reset(&b);
	detail_summary(d, detail_find(d, STR("p")), 200, &b);
	ok(str_find(buf_str(&b), STR("Allow, ")) == b.n,
	    "a summary has the string, not what is inside of it");
	detail_free(d);
	buf_reset(&b);
	{ /* JSON in JSON in JSON ... */
		struct buf text = { 0 }, next = { 0 };

		buf_add(&text, STR("{\"a\":1}"));
		for (int i = 0; i < 7; i++) {
			buf_reset(&next);
			buf_add(&next, STR("{\"a\":\""));
			json_escape(buf_str(&text), &next);
			buf_add(&next, STR("\"}"));
			buf_reset(&text);
			buf_add(&text, buf_str(&next));
		}
		d = detail_new(buf_str(&text));
		ok(detail_find(d, STR("a.a.a.a.a")) != DETAIL_NONE &&
		        detail_find(d, STR("a.a.a.a.a.a")) == DETAIL_NONE,
		    "no more than %d strings are opened in each other",
		    DETAIL_INSIDE_MAX);
		detail_free(d);
		buf_free(&text);
		buf_free(&next);
	}
	buf_free(&b);
}

static bool
row_is(const struct detail *d, const char *path, const char *want)
{
	struct buf b = { 0 };
	bool same;

	detail_table_row(d, detail_find(d, str_of(path)), &b);
	same = str_equal(buf_str(&b), str_of(want));
	if (!same)
		printf("# got \"%.*s\"\n", STR_ARG(buf_str(&b)));
	buf_free(&b);
	return same;
}

static void
tables(void)
{
	struct detail *d = detail_new(STR(
	    "{\"resources\":[{\"ARN\":\"arn:aws:s3:::b/k\",\"type\":\"O\"},"
	    "{\"accountId\":\"1\",\"ARN\":\"arn:aws:s3:::b\",\"type\":\"B\"}],"
	    "\"deep\":[{\"a\":{\"b\":1}}],\"mixed\":[{\"a\":1},2],"
	    "\"wide\":[{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5}]}"));
	struct buf b = { 0 };

	ok(detail_is_row(d, detail_find(d, STR("resources.0"))),
	    "an array of flat objects is a table");
	detail_table_head(d, detail_find(d, STR("resources")), &b);
	ok(str_equal(buf_str(&b), STR("type  accountId  ARN")),
	    "narrow columns come first");
	ok(row_is(d, "resources.0", "O     -          arn:aws:s3:::b/k") &&
	        row_is(d, "resources.1", "B     1          arn:aws:s3:::b"),
	    "a row has the values below the names, - where one is missing");
	ok(!detail_is_row(d, detail_find(d, STR("deep.0"))) &&
	        !detail_is_row(d, detail_find(d, STR("mixed.0"))) &&
	        !detail_is_row(d, detail_find(d, STR("wide.0"))),
	    "what is deep, mixed or wide is none");
	buf_free(&b);
	detail_free(d);
}

int
main(void)
{
	setlocale(LC_ALL, "");
	tree();
	failed_call();
	no_json();
	deep();
	hostile();
	inside();
	tables();
	return done_testing();
}
