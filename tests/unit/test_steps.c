/*
 * The algebra of the steps of a path.
 */
#include "tap.h"
#include "explore/steps.h"

static bool
text_is(const struct steps *s, const char *want)
{
	struct buf b = { 0 };
	bool same;

	steps_text(s, s->n, &b);
	same = str_equal(buf_str(&b), str_of(want));
	if (!same)
		printf("# got %.*s\n", STR_ARG(buf_str(&b)));
	buf_free(&b);
	return same;
}

static bool
label_is(const char *text, const char *want)
{
	struct step s = { .text = str_of(text) };
	struct buf b = { 0 };
	bool same;

	step_label(&s, &b);
	same = str_equal(buf_str(&b), str_of(want));
	if (!same)
		printf("# got %.*s\n", STR_ARG(buf_str(&b)));
	buf_free(&b);
	return same;
}

static bool
parse(struct steps *s, const char *text)
{
	struct err why = { 0 };

	return steps_parse(s, str_of(text), &why);
}

static void
adding(void)
{
	struct steps s = { 0 };
	size_t at;

	ok(text_is(&s, ""), "no steps are an empty query");
	ok(steps_filter(&s, STR("filter a = 1"), &at) && at == 0,
	    "a filter is added");
	ok(!steps_filter(&s, STR("filter a = 1"), &at) && s.n == 1,
	    "the same one is not added twice");
	s.step[0].on = false;
	ok(text_is(&s, ""), "a step that is off is not in the text");
	ok(steps_filter(&s, STR("filter a = 1"), &at) && s.step[0].on,
	    "but switched on again");
	steps_insert(&s, 1, STR("stats count(*) by b"));
	ok(steps_filter(&s, STR("filter c = 2"), &at) && at == 1 &&
	        text_is(&s,
	            "filter a = 1 | filter c = 2 | stats count(*) by b"),
	    "a new filter stands before the stages");
	steps_remove(&s, 0);
	ok(text_is(&s, "filter c = 2 | stats count(*) by b"),
	    "a step is taken away");
	steps_free(&s);
}

static void
parsing(void)
{
	struct steps s = { 0 }, copy = { 0 };

	ok(parse(&s, "filter a = 'x|y' | filter b like /c|d/\n"
	             "| stats count(*) as n by e | sort n desc") &&
	        s.n == 4,
	    "each stage is a step; a bar in quotes or a regex is no border");
	ok(text_is(&s, "filter a = 'x|y' | filter b like /c|d/ | "
	               "stats count(*) as n by e | sort n desc"),
	    "the text of a stage is kept as it was typed");
	steps_copy(&s, &copy);
	ok(steps_equal(&s, &copy), "a copy is equal");
	s.step[1].on = false;
	s.step[0].counted = true;
	s.step[0].count = 7;
	ok(!steps_equal(&s, &copy), "off is another path");
	ok(parse(&s, "filter a = 'x|y' | filter z = 1") && s.n == 3 &&
	        text_is(&s, "filter a = 'x|y' | filter z = 1"),
	    "a step that is off outlives an edit");
	ok(s.step[0].counted && s.step[0].count == 7,
	    "a step that stays keeps its count");
	ok(!parse(&s, "filter a === 1") && s.n == 3,
	    "text that is no query changes nothing");
	ok(parse(&s, "  ") && text_is(&s, ""), "an empty text is every event");
	steps_free(&s);
	steps_free(&copy);

	ok(parse(&s, "filter a = 8 / 2 | filter b = 6 / 3") && s.n == 2,
	    "a division is no regex");
	ok(parse(&s, "filter a = 1 # one | two\n| filter b = 2") && s.n == 2,
	    "a bar in a comment is no border");
	ok(text_is(&s, "filter a = 1 # one | two\n| filter b = 2"),
	    "and a comment does not swallow what follows");
	steps_free(&s);
}

static void
inverting(void)
{
	struct steps s = { 0 };
	size_t at;

	steps_filter(&s, STR("filter a = 1 or b = 2"), &at);
	ok(steps_invert(&s, 0) &&
	        text_is(&s, "filter not (a = 1 or b = 2)"),
	    "a filter is inverted as a whole");
	ok(steps_invert(&s, 0) && text_is(&s, "filter a = 1 or b = 2"),
	    "and back");
	steps_free(&s);
	steps_filter(&s, STR("filter not (a = 1) or (b = 2)"), &at);
	ok(steps_invert(&s, 0) &&
	        text_is(&s, "filter not (not (a = 1) or (b = 2))"),
	    "brackets that are not one pair stay");
	steps_free(&s);
	steps_insert(&s, 0, STR("limit 5"));
	ok(!steps_invert(&s, 0), "only a filter can be inverted");
	steps_free(&s);
}

static void
labels(void)
{
	ok(label_is("filter readOnly = 0", "writes"), "writes has a name");
	ok(label_is("filter @result not in [\"ok\", \"-\"]", "failed"),
	    "failed has a name");
	ok(label_is("pattern requestParameters.bucketName",
	       "pattern requestParameters.bucketName"),
	    "patterns name their field");
	ok(label_is("filter userIdentity.userName = \"bert-jan\"",
	       "userIdentity.userName = bert-jan"),
	    "a filter without its word and quotes");
	ok(label_is("filter a = \"x\" or b = \"y\"",
	       "a = \"x\" or b = \"y\""),
	    "two quoted values keep their quotes");
	ok(label_is("filter @message like /a b/", "/a b/"),
	    "a whole-record search is its pattern");
	ok(label_is("stats count(*) as calls by eventSource, bin(5m)",
	       "stats"),
	    "a long stage is its word");
	ok(label_is("pattern errorMessage", "pattern errorMessage"),
	    "a short one is itself");
	ok(label_is("filter a = \"\x1b[31m\"", "a = \\x1b[31m"),
	    "hidden characters are visible");
}

int
main(void)
{
	adding();
	parsing();
	inverting();
	labels();
	return done_testing();
}
