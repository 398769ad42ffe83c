/*
 * Whole-record search: what the columns say must be what a plain scan of the
 * records' text says, for records and patterns of every kind.
 */
#include "base/bits.h"
#include "query/pieces.h"
#include "query/query.h"
#include "query/records.h"
#include "tap.h"

/* ---- chance ------------------------------------------------------------- */

static uint64_t state = 20230710;

static uint32_t
chance(uint32_t n)
{
	/* xorshift64 (Marsaglia, "Xorshift RNGs", 2003) */
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 33) % n;
}

/* Parts of texts: what is hard is frequent. */
static const char *const parts[] = { "root", "nbar", "foo", "bar", "User",
	"user", "true", "null", "12", "3.5", "e1", "-", ".", "a", "B", "k",
	"S", " ", ",", ":", "{", "}", "[", "]", "\\n", "\\t", "\\r", "\\b",
	"\\f", "\\\"", "\\\\", "\\/", "\\u0041", "\\u00e9", "\\u212a",
	"\xc3\xa9",
	"\xe2\x84\xaa", "\xc5\xbf", "\xff", "arn:aws:iam::1:user/x",
	"2023-07-10T12:00:00Z", "0a1b2c3d-0000-4000-8000-00000000abcd",
	"AccessDenied", "#", "%", "*", "(" };

#define PARTS (sizeof(parts) / sizeof(parts[0]))

static void
add_string(struct buf *out, uint32_t most)
{
	uint32_t n = chance(most);

	buf_byte(out, '"');
	while (n-- > 0)
		buf_add(out, str_of(parts[chance(PARTS)]));
	buf_byte(out, '"');
}

static void
add_value(struct buf *out, int depth)
{
	static const char *const numbers[] = { "0", "-1", "12", "3.50", "1e10",
		"1E-2", "123456789012" };
	uint32_t n = chance(3);

	switch (chance(depth > 2 ? 6 : 8)) {
	case 0:
		buf_add(out, str_of(numbers[chance(7)]));
		break;
	case 1:
		buf_add(out, chance(2) ? STR("true") : STR("false"));
		break;
	case 2:
		buf_add(out, STR("null"));
		break;
	case 6:
		buf_byte(out, '[');
		for (uint32_t i = 0; i < n; i++) {
			buf_add(out, i ? STR(" , ") : STR(""));
			add_value(out, depth + 1);
		}
		buf_byte(out, ']');
		break;
	case 7:
		buf_byte(out, '{');
		for (uint32_t i = 0; i < n; i++) {
			buf_add(out, i ? STR(",") : STR(""));
			add_string(out, 3); /* may repeat */
			buf_add(out, chance(2) ? STR(":") : STR(" : "));
			add_value(out, depth + 1);
		}
		buf_byte(out, '}');
		break;
	default:
		add_string(out, 4);
	}
}

static void
add_record(struct buf *out)
{
	static const char *const keys[] = { "eventName", "foo", "nbar", "a.b",
		"Root", "n\\n", "\\u0041x", "12", "true", "requestParameters" };

	buf_add(out, STR("{\"eventTime\":\"2023-07-10T12:00:00Z\""));
	for (uint32_t i = chance(4); i-- > 0;) {
		buf_printf(out, ",\"%s\":", keys[chance(10)]);
		add_value(out, 0);
	}
	buf_add(out, STR("}\n"));
}

/* ---- patterns ----------------------------------------------------------- */

static void
add_literal(struct buf *out)
{
	const char *part = parts[chance(PARTS)];

	if (strlen(part) > 3 && chance(2)) { /* from its middle */
		size_t from = chance((uint32_t)strlen(part) - 1);
		size_t n = 1 + chance((uint32_t)(strlen(part) - from));

		buf_add(out, STR("\\Q"));
		buf_add(out, (struct str){ part + from, n });
		buf_add(out, STR("\\E"));
		return;
	}
	for (; *part; part++) {
		if (strchr("\\.*+?()[]{}|^$#", *part))
			buf_byte(out, '\\');
		buf_byte(out, *part);
	}
}

static void
add_pattern(struct buf *out, int depth)
{
	static const char *const others[] = { ".", ".*", "\\d", "\\w+", "[ab]",
		"^", "$", "\\b", "(?i)", "(?-i)", "a?", "b*", "o{0,2}", "o{2}",
		"(?:x)?", "(foo)?", "(?=r)", "(?<!b)", "\\x41", "\\N", "(?#no)",
		"\"", "\\\\n", "\\s", "[^\"]*", "(?s).", "\\Qa.b\\E*", "(?x) ",
		"\\Q\\E*", "(*COMMIT)", "\\cA", "(?i:FOO)" };
	uint32_t n = 1 + chance(4);

	while (n-- > 0) {
		switch (chance(depth ? 5 : 6)) {
		case 0:
			buf_add(out, str_of(others[chance(
			    sizeof(others) / sizeof(others[0]))]));
			break;
		case 5:
			buf_add(out, chance(2) ? STR("(") : STR("(?:"));
			add_pattern(out, 1);
			buf_add(out, STR("|"));
			add_pattern(out, 1);
			buf_add(out, STR(")"));
			break;
		default:
			add_literal(out);
		}
	}
	if (depth == 0 && chance(4) == 0) {
		buf_byte(out, '|');
		add_pattern(out, 1);
	}
}

/* ---- the property ------------------------------------------------------- */

#define SEGMENT_ROWS 7

struct scan {
	const struct regex *regex;
	const uint64_t *within;
	uint64_t *found;
};

static void
scan_plainly(struct snapshot *s, struct scan *scan)
{
	struct regex_matcher *m = regex_matcher_new(scan->regex);
	struct raw_reader *reader = raw_reader_new(s);

	for (uint32_t i = 0; i < snapshot_events(s); i++) {
		struct raw raw;

		raw_read(reader, i, &raw);
		if ((!scan->within || bits_has(scan->within, i)) &&
		    regex_search(m, raw.text, 0, NULL, NULL))
			bits_add(scan->found, i);
	}
	raw_reader_free(reader);
	regex_matcher_free(m);
}

/* False: they differ, and what is printed says where. */
static bool
same_as_scan(struct snapshot *s, struct pool *pool, struct str pattern,
    uint64_t *matched)
{
	size_t words = bits_words(snapshot_events(s));
	uint64_t *found = calloc(words, 8), *want = calloc(words, 8);
	uint64_t *within = chance(3) ? NULL : calloc(words, 8), hits;
	struct err err = { 0 };
	struct regex *re = regex_new(pattern, &err);
	bool same = true;

	for (size_t i = 0; within && i < words; i++)
		within[i] = state * (i + 3);
	if (within && snapshot_events(s) % 64)
		within[words - 1] &=
		    ((uint64_t)1 << snapshot_events(s) % 64) - 1;
	if (re) {
		struct scan scan = { re, within, want };

		scan_plainly(s, &scan);
		same = search_records(s, re, pattern, within, pool, NULL, NULL,
		           found, &hits, &err) &&
		    memcmp(found, want, words * 8) == 0;
		*matched += bits_count(want, words);
		regex_free(re);
	}
	if (!same) {
		struct raw_reader *reader = raw_reader_new(s);
		struct raw raw;

		printf("# pattern %.*s\n", STR_ARG(pattern));
		for (uint32_t i = 0; i < snapshot_events(s); i++)
			if (bits_has(found, i) != bits_has(want, i)) {
				raw_read(reader, i, &raw);
				printf("# %s: %.*s\n",
				    bits_has(want, i) ? "missed" : "too much",
				    STR_ARG(raw.text));
				break;
			}
		raw_reader_free(reader);
	}
	free(within);
	free(found);
	free(want);
	return same;
}

static void
search_equals_a_plain_scan(int stores, int patterns)
{
	struct pool *pool = pool_new(2);
	struct buf text = { 0 }, pattern = { 0 };
	uint64_t matched = 0, tried = 0;
	bool same = true;

	for (int i = 0; i < stores && same; i++) {
		struct store *st;
		struct snapshot *s;

		buf_reset(&text);
		for (uint32_t n = 20 + chance(80); n-- > 0;)
			add_record(&text);
		st = records_store(buf_str(&text), SEGMENT_ROWS);
		s = store_snapshot(st);
		for (int k = 0; k < patterns && same; k++, tried++) {
			buf_reset(&pattern);
			if (chance(4) == 0)
				add_literal(&pattern);
			else
				add_pattern(&pattern, 0);
			same = same_as_scan(
			    s, pool, buf_str(&pattern), &matched);
		}
		snapshot_release(s);
		store_free(st);
	}
	ok(same, "%llu patterns find what a plain scan finds",
	    (unsigned long long)tried);
	ok(matched > tried, "and find something");
	buf_free(&text);
	buf_free(&pattern);
	pool_free(pool);
}

/* ---- fixed cases -------------------------------------------------------- */

static void
finds(const char *record, const char *pattern, bool want, const char *what)
{
	struct store *st = records_store(str_of(record), 0);
	struct snapshot *s = store_snapshot(st);
	struct pool *pool = pool_new(1);
	struct err err = { 0 };
	struct regex *re = regex_new(str_of(pattern), &err);
	uint64_t found = 0, hits = 0;

	ok(search_records(s, re, str_of(pattern), NULL, pool, NULL, NULL,
	       &found, &hits, &err) &&
	        (found == 1) == want,
	    "%s", what);
	regex_free(re);
	pool_free(pool);
	snapshot_release(s);
	store_free(st);
}

static void
hard_records(void)
{
	finds("{\"a\":\"foo\\nbar\"}", "nbar", true,
	    "a piece that begins inside an escape is found");
	finds("{\"a\":\"foo\\nbar\"}", "(?i)NBAR", true,
	    "also when case does not matter");
	finds("{\"a\":\"foo\\nbar\"}", "foobar", false,
	    "an escape is not left out");
	finds("{\"a\":\"x\\u0041y\"}", "xAy", false,
	    "the text is the record's own, not unescaped");
	finds("{\"a\":\"x\\u0041y\"}", "u0041", true, "escapes can be found");
	finds("{\"a\":\"one\",\"a\":\"two\"}", "one", true,
	    "a value of a repeated key is found");
	finds("{\"name\":1}", "name", true, "keys are found");
	finds("{\"name\":{}}", "name", true, "keys of empty objects are found");
	finds("{\"a\":true,\"b\":null}", "true,\"b\":nu", true,
	    "a text over several values is found");
	finds("{\"a\":[1,22,3]}", "22", true, "numbers are found");
	finds("{\"a\":[1,2]}", "1,2", true, "also with what stands between");
	finds("{\"a\":\"\xe2\x84\xaa" "elvin\"}", "(?i)kelvin", true,
	    "letters that fold to ASCII are found");
	finds("{\"a\":\"x\"}", "@result", false,
	    "own fields are no part of the text");
	finds("{\"errorCode\":\"Denied\"}", "^Denied", false,
	    "^ is the start of the text");
}

/* ---- pieces ------------------------------------------------------------- */

/* Pieces as text: branches with |, pieces with +, = before a whole one. */
static void
has_pieces(const char *pattern, const char *want)
{
	struct arena a = { 0 };
	struct buf got = { 0 };
	struct pieces p;

	pieces_of_pattern(str_of(pattern), &a, &p);
	for (uint32_t i = 0; i < p.n_branches; i++) {
		const struct branch *b = &p.branches[i];

		buf_add(&got, i ? STR("|") : STR(""));
		buf_add(&got, b->whole ? STR("=") : STR(""));
		for (uint32_t k = 0; k < b->n_pieces; k++) {
			buf_add(&got, k ? STR("+") : STR(""));
			buf_add(&got, b->pieces[k].text);
			buf_add(&got, b->pieces[k].fold ? STR("/i") : STR(""));
		}
	}
	ok(str_equal(buf_str(&got), str_of(want)), "/%s/ has \"%s\"", pattern,
	    want);
	if (!str_equal(buf_str(&got), str_of(want)))
		printf("# got %.*s\n", STR_ARG(buf_str(&got)));
	buf_free(&got);
	arena_free(&a);
}

static void
pieces_of_patterns(void)
{
	has_pieces("AccessDenied", "=AccessDenied");
	has_pieces("AccessDenied.*(iam|sts)", "AccessDenied");
	has_pieces("(?i)root", "=root/i");
	has_pieces("foo|barbar", "=foo|=barbar");
	has_pieces("foo|b*", "");
	has_pieces("foo(bar)?baz", "foo+baz");
	has_pieces("abx?cd", "ab+cd");
	has_pieces("abx{0,3}cd", "ab+cd");
	has_pieces("abx+cd", "abx+cd");
	has_pieces("user\\.name", "=user.name");
	has_pieces("user\"name", "user+name");
	has_pieces("user\\\\name", "user+name");
	has_pieces("\\x41bc", "");
	has_pieces("(?x) a b c", "");
	has_pieces("ab(?#x)*c", "");
	has_pieces("1,2", "");
	has_pieces("1,2x", "=1,2x");
	has_pieces("12", "=12");
	has_pieces("^foo", "foo");
	has_pieces("a{,3}", "");
	has_pieces("\\Qa|b\\E", "=a|b");
	has_pieces("b\xc3\xa9" "de", "de+b");
	has_pieces("(?=foo)bar", "bar");
	has_pieces("(*ACCEPT)bar", "");
}

int
main(int argc, char **argv)
{
	int times = argc > 1 ? atoi(argv[1]) : 1;

	if (argc > 2)
		state = (uint64_t)strtoull(argv[2], NULL, 10);
	hard_records();
	pieces_of_patterns();
	search_equals_a_plain_scan(30 * times, 60);
	return done_testing();
}
