/*
 * Queries as they are printed: the canonical text parses to itself.
 */
#include <locale.h>

#include "query/query.h"
#include "tap.h"

/* NULL: it is no query. */
static struct str
print(struct str text, struct arena *a)
{
	struct err err = { 0 };
	struct query *q = query_new(text, &err);
	struct str s = { 0 };

	if (q)
		s = query_print(q, a);
	else
		printf("# %.*s: byte %d: %s\n", STR_ARG(text),
		    (int)err.offset, err.message);
	query_free(q);
	return s;
}

static void
prints(const char *text, const char *want)
{
	struct arena a = { 0 };
	struct str got = print(str_of(text), &a);
	struct str again = print(got, &a);

	ok(str_equal(got, str_of(want)) && str_equal(again, got),
	    "%s", want[0] ? want : "every event");
	if (!str_equal(got, str_of(want)))
		printf("# got %.*s\n", STR_ARG(got));
	arena_free(&a);
}

static void
stages(void)
{
	prints("", "");
	prints("FIELDS a,b AS c", "fields a, b as c");
	prints("where a=1|display a", "filter a = 1 | display a");
	prints("order by a desc, b asc, c", "sort a desc, b, c");
	prints("sort by", "sort `by`");
	prints("sort by desc", "sort `by` desc");
	prints("limit any 5 | head 2 | tail 1", "limit 5 | head 2 | tail 1");
	prints("stats Count( * ) , countDistinct(a) as n by BIN(5m)as t,b",
	    "stats count(*), count_distinct(a) as n by bin(5m) as t, b");
	prints("stats count() by bin()", "stats count(*) by bin()");
	prints("dedup a, `b c`", "dedup a, `b c`");
	prints("filterIndex a in ['x']", "filter a in [\"x\"]");
	prints("# remark\nfields a # other\n#| limit 1", "fields a");
}

static void
precedence(void)
{
	prints("filter a = 1 or b = 2 and c = 3",
	    "filter a = 1 or b = 2 and c = 3");
	prints("filter (a = 1 or b = 2) and c = 3",
	    "filter (a = 1 or b = 2) and c = 3");
	prints("filter (a = 1 and b = 2) or c = 3",
	    "filter a = 1 and b = 2 or c = 3");
	prints("filter ((a or b) or c)", "filter (a or b) or c");
	prints("filter not a = 1 and !b", "filter not a = 1 and not b");
	prints("filter not (a and b)", "filter not (a and b)");
	prints("filter not not a", "filter not not a");
	prints("filter (not a) = 1", "filter (not a) = 1");
	prints("fields (a + b) * c - d / e % f",
	    "fields (a + b) * c - d / e % f");
	prints("fields a - (b - c)", "fields a - (b - c)");
	prints("fields (a - b) - c", "fields a - b - c");
	prints("fields a ^ b ^ c", "fields a ^ b ^ c");
	prints("fields (a ^ b) ^ c", "fields (a ^ b) ^ c");
	prints("fields -a ^ -2", "fields -a ^ -2");
	prints("fields -(a ^ 2)", "fields -(a ^ 2)");
	prints("fields - - 5, -(-5)", "fields --5, --5");
	prints("fields (a = b) = c", "fields (a = b) = c");
	prints("fields 1 + !a = 2", "fields 1 + (not a = 2)");
}

static void
conditions(void)
{
	prints("filter a == 1 and b <> 2", "filter a = 1 and b != 2");
	prints("filter a not like /x\\/y/ or b NOT IN (1,'2')",
	    "filter a not like /x\\/y/ or b not in [1, \"2\"]");
	prints("filter not a like 'x'", "filter not a like \"x\"");
	prints("filter a =~ /(?i)x/ and b !~ 'y'",
	    "filter a =~ /(?i)x/ and b !~ \"y\"");
	prints("filter x in [ a , -1, 2.50, true ]",
	    "filter x in [a, -1, 2.50, true]");
	prints("filter not = 1 or and = 2 or like like 'x'",
	    "filter `not` = 1 or and = 2 or like like \"x\"");
	prints("filter IS_PRESENT(a) and strcontains(b, 'c', TRUE)",
	    "filter ispresent(a) and strcontains(b, \"c\", true)");
	prints("filter `true` = true", "filter `true` = true");
	prints("filter a like /\\\\/ and b like /[\"]/",
	    "filter a like /\\\\/ and b like /[\"]/");
}

static void
texts(void)
{
	prints("fields 'a\"b', \"c\\'d\", 'e\\\\f\\dg'",
	    "fields \"a\\\"b\", \"c'd\", \"e\\\\f\\\\dg\"");
	prints("fields 'a\\nb\\tc\rd'", "fields \"a\\nb\\tc\rd\"");
	prints("fields `a-b`, `c.d`, e.`f g`, `1`, `a``b`, @`x:y`",
	    "fields `a-b`, c.d, `e.f g`, `1`, `a``b`, `@x:y`");
	prints("fields a[0].b, c.1", "fields a.0.b, c.1");
}

/* What others write into a query. */
static void
quoting(void)
{
	struct buf b = { 0 };
	static const struct {
		struct value v;
		const char *want;
	} values[] = {
		{ { VALUE_STRING, STR_INIT("a\"b\\c\n") },
		    "\"a\\\"b\\\\c\\n\"" },
		{ { VALUE_STRING, STR_INIT("5") }, "\"5\"" },
		{ { VALUE_NUMBER, STR_INIT("-1.50E3") }, "-1.50E3" },
		{ { VALUE_TRUE, STR_INIT("true") }, "true" },
		{ { VALUE_NUMBER, STR_INIT("1 or 1") }, "\"1 or 1\"" },
	};
	static const struct {
		const char *pattern, *want;
	} patterns[] = {
		{ "a/b", "/a\\/b/" },
		{ "a\\/b", "/a\\/b/" },
		{ "a\nb\\\n", "/a\\nb\\n/" },
		{ "\\\\/", "/\\\\\\//" },
	};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		buf_reset(&b);
		query_quote_value(values[i].v, &b);
		ok(str_equal(buf_str(&b), str_of(values[i].want)),
		    "a value is written %s", values[i].want);
	}
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		buf_reset(&b);
		query_quote_regex(str_of(patterns[i].pattern), &b);
		ok(str_equal(buf_str(&b), str_of(patterns[i].want)),
		    "a pattern is written %s", patterns[i].want);
	}
	buf_free(&b);
}

/* ---- depth -------------------------------------------------------------- */

static void
repeat(struct buf *b, const char *s, int n)
{
	while (n-- > 0)
		buf_add(b, str_of(s));
}

/* head, n times open, middle, n times close: is it a query? */
static bool
nested(const char *head, const char *open, const char *middle,
    const char *close, int n)
{
	struct buf b = { 0 };
	struct err err = { 0 };
	struct query *q;
	bool good;

	buf_add(&b, str_of(head));
	repeat(&b, open, n);
	buf_add(&b, str_of(middle));
	repeat(&b, close, n);
	q = query_new(buf_str(&b), &err);
	good = q != NULL;
	query_free(q);
	buf_free(&b);
	return good || err.code != ERR_QUERY;
}

/* head, then 100,000 different names: is it a query? */
static bool
many_names(const char *head)
{
	struct buf b = { 0 };
	struct err err = { 0 };
	struct query *q;
	bool good;

	buf_add(&b, str_of(head));
	for (int i = 0; i < 100000; i++)
		buf_printf(&b, "%sa%d",
		    i == 0                 ? ""
		        : head[1] == 'i' && head[2] == 'l' ? " or "
		                                           : ",",
		    i);
	q = query_new(buf_str(&b), &err);
	good = q != NULL;
	query_free(q);
	buf_free(&b);
	return good || err.code != ERR_QUERY;
}

static void
depth(void)
{
	ok(nested("filter ", "(", "a", ")", 1000),
	    "1,000 parentheses are a query");
	ok(!nested("filter ", "(", "a", ")", 100000),
	    "100,000 are an error");
	ok(nested("filter ", "not ", "a", "", 900), "900 times not");
	ok(!nested("filter ", "! ", "a", "", 5000), "5,000 are an error");
	ok(!nested("fields ", "-", "a", "", 9000), "so are 9,000 minus signs");
	ok(!nested("fields ", "abs(", "a", ")", 5000), "and 5,000 calls");
	ok(!nested("fields ", "a + ", "a", "", 5000), "and 5,000 terms");
	ok(!nested("fields ", "a ^ ", "a", "", 5000), "and 5,000 powers");
	ok(nested("filter ", "a = 1 or ", "a", "", 5000),
	    "5,000 times or are a query");
	ok(nested("filter a in [", "1, ", "1]", "", 50000),
	    "so is a list of 50,000");
	ok(!nested("filter a in ", "[", "1", "]", 20000),
	    "not a list of lists");
	ok(!nested("", "(", "", "", 100000), "no command, many parentheses");
	ok(!many_names("fields "), "nor may fields be 100,000");
	ok(!many_names("filter b or "), "or any names");
	ok(!many_names("dedup "), "anywhere");
}

/* ---- tables ------------------------------------------------------------- */

static void
words_are_complete(void)
{
	const struct query_word *w, *v;
	bool complete = true, unique = true, run = true;
	size_t n = 0;

	for (size_t i = 0; (w = query_word_at(i)); i++, n++) {
		struct err err = { 0 };
		struct query *q;

		if (!w->name || !w->syntax || !w->help || !w->example)
			complete = false;
		for (size_t k = 0; k < i; k++) {
			v = query_word_at(k);
			if (v->kind == w->kind &&
			    str_equal_fold(str_of(v->name), str_of(w->name)) &&
			    str_of(v->syntax).n == str_of(w->syntax).n)
				unique = false;
		}
		q = query_new(str_of(w->example), &err);
		if (!q) {
			run = false;
			printf("# %s: %s: %s\n", w->name, w->example,
			    err.message);
		}
		query_free(q);
	}
	ok(n > 60, "there are %zu words", n);
	ok(complete, "each has syntax, help and an example");
	ok(unique, "names are unique");
	ok(run, "examples are queries");
	ok(query_word_at(SIZE_MAX) == NULL, "behind the last there is none");
}

static void
errors_are_drawn(void)
{
	struct err err = { 0 };
	struct buf b = { 0 };
	struct str text =
	    STR("fields a\n| filter \xc3\xa4\x1b && b\n| limit 1");

	err_set(&err, ERR_QUERY, "no");
	err.offset = 22;
	query_error_print(text, &err, &b);
	ok(str_equal(buf_str(&b),
	       STR("| filter \xc3\xa4\\x1b && b\n               ^\nno\n")),
	    "the line, a caret below the byte, the message");
	buf_free(&b);
}

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	stages();
	precedence();
	conditions();
	texts();
	quoting();
	depth();
	words_are_complete();
	errors_are_drawn();
	return done_testing();
}
