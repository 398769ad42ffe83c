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

int
main(void)
{
	setlocale(LC_ALL, "");
	tree();
	failed_call();
	no_json();
	deep();
	hostile();
	return done_testing();
}
