#include <pthread.h>
#include <stdint.h>
#include <time.h>
#include "base/arena.h"
#include "base/regex.h"
#include "base/timefmt.h"
#include "tap.h"

/* "start-end" of the first match from `from` on, or "none", "bad". */
static const char *
searched(struct str pattern, struct str subject, size_t from, char out[64])
{
	struct regex *r = regex_new(pattern, NULL);
	struct regex_matcher *m;
	size_t start = 0, end = 0;

	if (!r)
		return "bad";
	m = regex_matcher_new(r);
	if (regex_search(m, subject, from, &start, &end))
		snprintf(out, 64, "%zu-%zu", start, end);
	else
		snprintf(out, 64, "none");
	regex_matcher_free(m);
	regex_free(r);
	return out;
}

static void
matching(void)
{
	static const struct {
		struct str pattern, subject;
		size_t from;
		const char *want;
		const char *holds;
	} cases[] = {
		{ STR_INIT("b+"), STR_INIT("abbbc"), 0, "1-4", "a match" },
		{ STR_INIT("x"), STR_INIT("abc"), 0, "none", "no match" },
		{ STR_INIT(""), STR_INIT("abc"), 2, "2-2", "an empty match" },
		{ STR_INIT("x?"), STR_INIT(""), 0, "0-0", "in nothing" },
		{ STR_INIT("b"), STR_INIT("abab"), 2, "3-4", "a later one" },
		{ STR_INIT("b"), STR_INIT("ab"), 2, "none", "at the end" },
		{ STR_INIT("b"), STR_INIT("ab"), 3, "none", "behind it" },
		{ STR_INIT("^b"), STR_INIT("ab"), 1, "none",
		    "^ is the start of the subject" },
		{ STR_INIT("(?<=a)b"), STR_INIT("ab"), 1, "1-2",
		    "look-behind sees what stands before" },
		{ STR_INIT("a$"), STR_INIT("a\n"), 0, "none",
		    "$ is the very end" },
		{ STR_INIT("a\0b"), STR_INIT("xa\0b"), 0, "1-4",
		    "a NUL is a byte like others" },
		{ STR_INIT("a.c"), STR_INIT("a\nc"), 0, "none",
		    "the point is no newline" },
		{ STR_INIT("(?s)a.c"), STR_INIT("a\nc"), 0, "0-3",
		    "but with (?s)" },
		{ STR_INIT("^.$"), STR_INIT("\xc3\xa9"), 0, "0-2",
		    "the point is a character" },
		{ STR_INIT("(?i)\xc3\x89"), STR_INIT("\xc3\xa9"), 0, "0-2",
		    "(?i) folds Unicode" },
		{ STR_INIT("\\w"), STR_INIT("\xc3\xa9z"), 0, "2-3",
		    "\\w is ASCII" },
		{ STR_INIT("\\d"), STR_INIT("\xd9\xa3" "3"), 0, "2-3",
		    "\\d is ASCII" },
		{ STR_INIT("b"), STR_INIT("\xff\xc3" "b"), 0, "2-3",
		    "a match stands behind bad bytes" },
		{ STR_INIT("."), STR_INIT("\xff\xc3" "b"), 0, "2-3",
		    "the point is no bad byte" },
		{ STR_INIT("a.*b"), STR_INIT("a\xff" "b"), 0, "none",
		    "no match goes over a bad byte" },
		{ STR_INIT("(*NO_JIT)a.*b"), STR_INIT("a\xff" "b ab"), 0,
		    "4-6", "the interpreter agrees" },
		{ STR_INIT("."), STR_INIT("\xe6\x97\xa5x"), 1, "3-4",
		    "inside a character it goes to the next" },
		{ STR_INIT(""), STR_INIT("\xe6\x97\xa5"), 1, "3-3",
		    "which may be the end" },
		{ STR_INIT("\\C"), STR_INIT("a"), 0, "bad",
		    "\\C would cut characters" },
		{ STR_INIT("\xff"), STR_INIT("\xff"), 0, "bad",
		    "a pattern is UTF-8" },
	};
	char got[64];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ok(strcmp(searched(cases[i].pattern, cases[i].subject,
		              cases[i].from, got),
		       cases[i].want) == 0,
		    "%s", cases[i].holds);
	ok(strcmp(searched(STR("^$"), (struct str){ NULL, 0 }, 0, got),
	       "0-0") == 0,
	    "no bytes are a subject");
}

static void
errors(void)
{
	static const struct {
		struct str pattern;
		uint64_t offset;
	} cases[] = {
		{ STR_INIT("ab("), 3 },
		{ STR_INIT("ab)"), 2 },
		{ STR_INIT("[a"), 2 },
		{ STR_INIT("(?<@a>x)(?<@a>y)"), 14 },
	};
	struct err err = { 0 };
	char *text;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct regex *r;

		err = (struct err){ 0 };
		r = regex_new(cases[i].pattern, &err);
		ok(!r && err.code == ERR_QUERY && err.offset == cases[i].offset,
		    "%.*s is wrong at %d: %s", STR_ARG(cases[i].pattern),
		    (int)err.offset, err.message);
	}
	err = (struct err){ .code = ERR_LIMIT, .offset = 7 };
	ok(!regex_new(STR("("), &err) && err.code == ERR_LIMIT &&
	        err.offset == 7,
	    "an earlier failure is kept");

	err = (struct err){ 0 };
	text = mem_alloc(100000);
	memset(text, 'a', 100000);
	ok(!regex_new((struct str){ text, 65536 }, &err) &&
	        err.code == ERR_LIMIT,
	    "a pattern has its limit");
	memset(text, '(', 30000);
	ok(!regex_new((struct str){ text, 30000 }, NULL),
	    "so has its depth");
	free(text);
	ok(!regex_new(STR("((a{1,60000}){1,60000}){1,60000}"), NULL),
	    "so has what it expands to");
}

static void
groups(void)
{
	struct regex *r = regex_new(STR("(?<@user>\\w+)(?:(?P<_user>-)|"
					"(?'at'@))(x)?(?<b>)\\k<@user>"),
	    NULL);
	struct regex_matcher *m = regex_matcher_new(r);
	struct str g = STR("unset");

	ok(regex_group_count(r) == 5, "groups are counted");
	ok(str_equal(regex_group_name(r, 1), STR("@user")) &&
	        str_equal(regex_group_name(r, 2), STR("_user")),
	    "a name may begin with @, and is not mixed up with others");
	ok(str_equal(regex_group_name(r, 3), STR("at")) &&
	        str_equal(regex_group_name(r, 5), STR("b")),
	    "names are given in three ways");
	ok(regex_group_name(r, 4).n == 0 && regex_group_name(r, 0).n == 0 &&
	        regex_group_name(r, 6).n == 0,
	    "other groups have none");
	ok(!regex_group(m, 0, &g), "before a match there are no groups");
	ok(regex_search(m, STR("; bob@xbob"), 0, NULL, NULL),
	    "a name with @ is referred to");
	ok(regex_group(m, 0, &g) && str_equal(g, STR("bob@xbob")),
	    "group 0 is the match");
	ok(regex_group(m, 1, &g) && str_equal(g, STR("bob")),
	    "a group is what it matched");
	ok(!regex_group(m, 2, &g), "a group may take no part");
	ok(regex_group(m, 5, &g) && g.n == 0, "a group may be empty");
	ok(!regex_group(m, 6, &g), "there are no more groups");
	ok(regex_search(m, STR("al-al"), 0, NULL, NULL) &&
	        regex_group(m, 2, &g) && !regex_group(m, 4, &g),
	    "the next match has other groups");
	ok(!regex_search(m, STR("-"), 0, NULL, NULL) && !regex_group(m, 0, &g),
	    "no match has none");
	regex_matcher_free(m);
	regex_free(r);
}

static void
at_signs_elsewhere(void)
{
	char got[64];

	ok(strcmp(searched(STR("\\(?<@a>"), STR("x<@a>"), 0, got), "1-5") == 0,
	    "an escaped parenthesis opens no group");
	ok(strcmp(searched(STR("[(?<@a>]+"), STR("x@"), 0, got), "1-2") == 0,
	    "nor does one in a class");
	ok(strcmp(searched(STR("[]](?<@a>@)"), STR("]@"), 0, got), "0-2") == 0,
	    "a class may begin with its end");
	ok(strcmp(searched(STR("[[:alpha:]](?<@a>@)"), STR("x@"), 0, got),
	       "0-2") == 0,
	    "and hold classes");
	ok(strcmp(searched(STR("\\Q(?<@a>\\E(?<@a>b)"), STR("(?<@a>b"), 0,
	              got),
	       "0-7") == 0,
	    "quoted text opens none");
	ok(strcmp(searched(STR("(?#[)(?<@a>b)"), STR("ab"), 0, got), "1-2") ==
	        0,
	    "a comment opens no class");
	ok(strcmp(searched(STR("(?<@a>b)(?P=@a)(?&@a)(?(<@a>)c|d)\\g{@a}"),
	              STR("bbbcb"), 0, got),
	       "0-5") == 0,
	    "all kinds of references may have an @");
	ok(strcmp(searched(STR("\\"), STR("x"), 0, got), "bad") == 0,
	    "a backslash at the end is wrong");
}

static void
bounds(const char *what, struct str pattern)
{
	struct regex *r = regex_new(pattern, NULL);
	struct regex_matcher *m = regex_matcher_new(r);
	char text[64];

	memset(text, 'a', sizeof(text));
	ok(regex_search(m, (struct str){ text, 64 }, 0, NULL, NULL),
	    "%s: an easy subject matches", what);
	text[63] = '!';
	ok(!regex_search(m, (struct str){ text, 64 }, 0, NULL, NULL) &&
	        regex_limit_hits(m) == 1,
	    "%s: a hard one hits the bound", what);
	ok(!regex_search(m, STR("!"), 0, NULL, NULL) &&
	        regex_limit_hits(m) == 1,
	    "%s: no match does not count", what);
	ok(!regex_search(m, (struct str){ text, 64 }, 0, NULL, NULL) &&
	        regex_limit_hits(m) == 2,
	    "%s: each hit counts", what);
	regex_matcher_free(m);
	regex_free(r);
}

/* Each turn of the group keeps something to come back to. */
static void
memory_is_bounded(const char *what, struct str pattern)
{
	struct regex *r = regex_new(pattern, NULL);
	struct regex_matcher *m = regex_matcher_new(r);
	size_t n = 16 << 20;
	char *text = mem_alloc(n);

	memset(text, 'a', n);
	ok(!regex_search(m, (struct str){ text, n }, 0, NULL, NULL) &&
	        regex_limit_hits(m) == 1,
	    "%s: memory is bounded", what);
	ok(regex_search(m, (struct str){ text, 100000 }, 0, NULL, NULL),
	    "%s: there is enough for 100,000 turns", what);
	free(text);
	regex_matcher_free(m);
	regex_free(r);
}

static void *
stop_soon(void *stop)
{
	const struct timespec t = { 0, 50000000 };

	nanosleep(&t, NULL);
	atomic_store((atomic_bool *)stop, true);
	return NULL;
}

/* Every start reads to the end and back: hours, were it not stopped. */
static void
stopping(void)
{
	struct regex *r = regex_new(STR("[^x]*y"), NULL);
	struct regex_matcher *m = regex_matcher_new(r);
	size_t n = 8 << 20, start = 0;
	char *text = mem_alloc(n);
	atomic_bool stop = false;
	int64_t before;
	pthread_t other;

	memset(text, 'a', n);
	regex_stop_on(m, &stop);
	pthread_create(&other, NULL, stop_soon, &stop);
	before = time_monotonic();
	ok(!regex_search(m, (struct str){ text, n }, 0, NULL, NULL),
	    "a stopped search finds nothing");
	ok(time_monotonic() - before < 20 * US_PER_SECOND, "it ends soon");
	ok(regex_limit_hits(m) == 0, "that is no bound");
	pthread_join(other, NULL);
	text[n - 1] = 'y';
	ok(!regex_search(m, (struct str){ text, n }, 0, NULL, NULL),
	    "stopped before, a long search does not start");
	atomic_store(&stop, false);
	ok(regex_search(m, (struct str){ text, n }, 0, &start, NULL) &&
	        start == 0,
	    "not stopped, it finds");
	free(text);
	regex_matcher_free(m);
	regex_free(r);
}

/* A search that can be stopped goes in slices, which nobody may notice. */
static void
slices_are_not_seen(void)
{
	static const struct str patterns[] = {
		STR_INIT("needle"),
		STR_INIT("(?<=x)needle$"),
		STR_INIT("\xc3\xa9+needle"),
		STR_INIT("^needle"),
		STR_INIT("(?m)^needle"),
		STR_INIT("\\Gneedle"),
		STR_INIT("(*NO_JIT)[n]eedle"),
		STR_INIT("z|x(?=needle)"),
	};
	atomic_bool stop = false;
	size_t n = 100000;
	char *text = mem_alloc(n);

	/* é, é ... with the needle at many places, inside one too */
	for (size_t i = 0; i < n; i++)
		text[i] = "\xc3\xa9"[i % 2];
	for (size_t p = 0; p < sizeof(patterns) / sizeof(patterns[0]); p++) {
		struct regex *r = regex_new(patterns[p], NULL);
		struct regex_matcher *whole = regex_matcher_new(r);
		struct regex_matcher *sliced = regex_matcher_new(r);
		bool same = true;

		regex_stop_on(sliced, &stop);
		for (size_t at = 0; at + 8 < n; at += at < 4090 ? 1363 : 997) {
			char was[8];
			size_t a[2] = { 0 }, b[2] = { 0 };
			bool found, found_sliced;

			memcpy(was, text + at, 8);
			memcpy(text + at, at % 3 ? "xneedle\n" : "\nneedle.",
			    8);
			found = regex_search(whole, (struct str){ text, n }, 0,
			    &a[0], &a[1]);
			found_sliced = regex_search(sliced,
			    (struct str){ text, n }, 0, &b[0], &b[1]);
			same = same && found == found_sliced && a[0] == b[0] &&
			    a[1] == b[1];
			memcpy(text + at, was, 8);
		}
		ok(same, "%.*s: slices give the same match",
		    STR_ARG(patterns[p]));
		regex_matcher_free(sliced);
		regex_matcher_free(whole);
		regex_free(r);
	}
	free(text);
}

static void *
count_matches(void *regex)
{
	struct regex_matcher *m = regex_matcher_new(regex);
	static const char text[] = "GetObject PutObject ListBuckets";
	intptr_t count = 0;

	for (int i = 0; i < 2000; i++) {
		size_t at = 0;

		while (regex_search(m, (struct str){ text, sizeof(text) - 1 },
		    at, NULL, &at))
			count++;
	}
	regex_matcher_free(m);
	return (void *)count;
}

static void
threads(void)
{
	struct regex *r = regex_new(STR("[A-Z][a-z]+(?<what>Object)"), NULL);
	pthread_t ids[4];
	bool right = true;

	for (int i = 0; i < 4; i++)
		pthread_create(&ids[i], NULL, count_matches, r);
	for (int i = 0; i < 4; i++) {
		void *count;

		pthread_join(ids[i], &count);
		right = right && (intptr_t)count == 4000;
	}
	ok(right, "threads share a regular expression");
	regex_free(r);
}

/* By RE2's page "Syntax". */
static void
other_dialects(void)
{
	static const struct str re2[] = {
		STR_INIT(""),
		STR_INIT("a(b)(?:c)(?i)(?i:d)(?s-m:e)(?U)"),
		STR_INIT("(?<name>a)(?P<name2>b)"),
		STR_INIT("a*?b+?c??d{1,2}?e{2,}f{3}"),
		STR_INIT("\\d\\s\\w\\b\\B\\A\\z\\x{10FFFF}\\pN\\012\\12\\.\\/"),
		STR_INIT("\\(?=a\\)"),
		STR_INIT("\\Q(?=a)\\1\\E"),
		STR_INIT("[(?=a)\\h]"),
		STR_INIT("a{+b"),
		STR_INIT("a{1,x}+"),
		STR_INIT("("),
		STR_INIT("\\"),
	};
	static const struct str beyond[] = {
		STR_INIT("a(?=b)"),
		STR_INIT("a(?!b)"),
		STR_INIT("(?<=a)b"),
		STR_INIT("(?<!a)b"),
		STR_INIT("(a)\\1"),
		STR_INIT("(a)\\19"),
		STR_INIT("(?<n>a)\\k<n>"),
		STR_INIT("(a)\\g1"),
		STR_INIT("(?P<n>a)(?P=n)"),
		STR_INIT("(?>a)"),
		STR_INIT("a++"),
		STR_INIT("a{1,2}+"),
		STR_INIT("(a)?(?(1)b)"),
		STR_INIT("(?R)"),
		STR_INIT("(?1)(a)"),
		STR_INIT("(?|a)"),
		STR_INIT("(?x)a"),
		STR_INIT("(?#a)"),
		STR_INIT("(*ANY)a"),
		STR_INIT("a\\Kb"),
		STR_INIT("\\R"),
		STR_INIT("(?'n'a)"),
		STR_INIT("(?"),
	};

	for (size_t i = 0; i < sizeof(re2) / sizeof(re2[0]); i++)
		ok(!regex_beyond_re2(re2[i]), "%.*s is known to RE2",
		    STR_ARG(re2[i]));
	for (size_t i = 0; i < sizeof(beyond) / sizeof(beyond[0]); i++)
		ok(regex_beyond_re2(beyond[i]), "%.*s is beyond RE2",
		    STR_ARG(beyond[i]));
}

int
main(void)
{
	matching();
	errors();
	groups();
	at_signs_elsewhere();
	bounds("compiled", STR("^(a+)+$"));
	bounds("interpreted", STR("(*NO_JIT)^(a+)+$"));
	memory_is_bounded("compiled", STR("^(?:(a)|(b))*$"));
	memory_is_bounded("interpreted", STR("(*NO_JIT)^(?:(a)|(b))*$"));
	stopping();
	slices_are_not_seen();
	threads();
	other_dialects();
	regex_free(NULL);
	regex_matcher_free(NULL);
	return done_testing();
}
