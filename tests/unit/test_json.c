#include <dirent.h>

#include "base/json.h"
#include "base/utf8.h"
#include "json_compare.h"
#include "tap.h"

/* Verdicts of python3's json.loads with NaN and Infinity refused: they are
 * its own.  Among them every point where cJSON leaves RFC 8259. */
static const struct str valid[] = {
	STR_INIT("[0]"),
	STR_INIT("-0"),
	STR_INIT("[-0]"),
	STR_INIT("[1E-2]"),
	STR_INIT("[0e1]"),
	STR_INIT("[1.50]"),
	STR_INIT("[1e400]"),
	STR_INIT("[-1e400]"),
	STR_INIT("[123456789012345678901234567890]"),
	STR_INIT("[]"),
	STR_INIT("[ ]"),
	STR_INIT("{}"),
	STR_INIT("{ }"),
	STR_INIT("{\"a\" : 1}"),
	STR_INIT("{\"\":\"\"}"),
	STR_INIT("{\"a\":1,\"a\":2}"),
	STR_INIT("[\"\177\"]"),
	STR_INIT("[\"\\u0000\"]"),
	STR_INIT("[\"a\\u0000b\"]"),
	STR_INIT("[\"\\uD83D\\uDE00\"]"),
	STR_INIT("[\"\\ud83d\"]"),
	STR_INIT("[\"\\ude00\\ud83d\"]"),
	STR_INIT("[\"\\/\"]"),
	STR_INIT("[\"\\\\\"]"),
	STR_INIT("[true]"),
	STR_INIT("\r\n\t [1]\r\n\t "),
};

static const struct {
	struct str text;
	enum json_token verdict; /* JSON_END: trailing text */
	size_t at;
} invalid[] = {
	{ STR_INIT("01"), JSON_ERROR, 1 },
	{ STR_INIT("-01"), JSON_ERROR, 2 },
	{ STR_INIT("[00]"), JSON_ERROR, 2 },
	{ STR_INIT("1."), JSON_MORE, 2 },
	{ STR_INIT("[1.]"), JSON_ERROR, 3 },
	{ STR_INIT("[1.e3]"), JSON_ERROR, 3 },
	{ STR_INIT("[.5]"), JSON_ERROR, 1 },
	{ STR_INIT("[-.5]"), JSON_ERROR, 2 },
	{ STR_INIT("-"), JSON_MORE, 1 },
	{ STR_INIT("[-]"), JSON_ERROR, 2 },
	{ STR_INIT("[+1]"), JSON_ERROR, 1 },
	{ STR_INIT("[1e]"), JSON_ERROR, 3 },
	{ STR_INIT("[1e+]"), JSON_ERROR, 4 },
	{ STR_INIT("[0x10]"), JSON_ERROR, 2 },
	{ STR_INIT("[1 2]"), JSON_ERROR, 3 },
	{ STR_INIT("[1,]"), JSON_ERROR, 3 },
	{ STR_INIT("[,1]"), JSON_ERROR, 1 },
	{ STR_INIT("{\"a\":1,}"), JSON_ERROR, 7 },
	{ STR_INIT("{,}"), JSON_ERROR, 1 },
	{ STR_INIT("{\"a\"}"), JSON_ERROR, 4 },
	{ STR_INIT("{\"a\":}"), JSON_ERROR, 5 },
	{ STR_INIT("{\"a\":1 \"b\":2}"), JSON_ERROR, 7 },
	{ STR_INIT("{1:2}"), JSON_ERROR, 1 },
	{ STR_INIT("{a:1}"), JSON_ERROR, 1 },
	{ STR_INIT("{'a':1}"), JSON_ERROR, 1 },
	{ STR_INIT("[\"\011\"]"), JSON_ERROR, 2 },
	{ STR_INIT("[\"\012\"]"), JSON_ERROR, 2 },
	{ STR_INIT("[\"\000\"]"), JSON_ERROR, 2 },
	{ STR_INIT("[\"\037\"]"), JSON_ERROR, 2 },
	{ STR_INIT("[\"0123456789abcdef\n0123456789abcdef\"]"), JSON_ERROR,
	    18 },
	{ STR_INIT("[\"0123456789abcdef\0370123456789abcdef\"]"), JSON_ERROR,
	    18 },
	{ STR_INIT("[\"\\u12\"]"), JSON_ERROR, 6 },
	{ STR_INIT("[\"\\u12g4\"]"), JSON_ERROR, 6 },
	{ STR_INIT("[\"\\a\"]"), JSON_ERROR, 3 },
	{ STR_INIT("[\"\\U0041\"]"), JSON_ERROR, 3 },
	{ STR_INIT("[\"\\\"]"), JSON_MORE, 5 },
	{ STR_INIT("[1]\000"), JSON_END, 3 },
	{ STR_INIT("\000[1]"), JSON_ERROR, 0 },
	{ STR_INIT("[1\000]"), JSON_ERROR, 2 },
	{ STR_INIT("[\001]"), JSON_ERROR, 1 },
	{ STR_INIT("[1] x"), JSON_END, 3 },
	{ STR_INIT("[1]]"), JSON_END, 3 },
	{ STR_INIT("[1] [2]"), JSON_END, 3 },
	{ STR_INIT("\"a\" \"b\""), JSON_END, 3 },
	{ STR_INIT("1x"), JSON_END, 1 },
	{ STR_INIT("nul"), JSON_MORE, 3 },
	{ STR_INIT("nulx"), JSON_ERROR, 3 },
	{ STR_INIT("nullx"), JSON_END, 4 },
	{ STR_INIT("[nulll]"), JSON_ERROR, 5 },
	{ STR_INIT("[True]"), JSON_ERROR, 1 },
	{ STR_INIT("[NaN]"), JSON_ERROR, 1 },
	{ STR_INIT("[-Infinity]"), JSON_ERROR, 2 },
	{ STR_INIT(""), JSON_MORE, 0 },
	{ STR_INIT(" "), JSON_MORE, 1 },
	{ STR_INIT("["), JSON_MORE, 1 },
	{ STR_INIT("{"), JSON_MORE, 1 },
	{ STR_INIT("\""), JSON_MORE, 1 },
	{ STR_INIT("\"a"), JSON_MORE, 2 },
	{ STR_INIT("[\"a"), JSON_MORE, 3 },
	{ STR_INIT("{\"a\":"), JSON_MORE, 5 },
	{ STR_INIT("[12"), JSON_MORE, 3 },
	{ STR_INIT("[[]"), JSON_MORE, 3 },
	{ STR_INIT("[1}"), JSON_ERROR, 2 },
	{ STR_INIT("{\"a\":1]"), JSON_ERROR, 6 },
	{ STR_INIT("// a\n[]"), JSON_ERROR, 0 },
	{ STR_INIT("[1/*c*/]"), JSON_ERROR, 2 },
	{ STR_INIT("[\0131]"), JSON_ERROR, 1 },
	{ STR_INIT("[\0141]"), JSON_ERROR, 1 },
	{ STR_INIT("\357\273\277[1]"), JSON_ERROR, 0 },
	{ STR_INIT("[\302\2401]"), JSON_ERROR, 1 },
};

/* Verdicts need the exact end of the input: a copy shows reads behind it. */
static struct str
exact_copy(struct str s)
{
	char *p = malloc(s.n ? s.n : 1);

	memcpy(p, s.n ? s.p : "", s.n);
	return (struct str){ p, s.n };
}

static enum json_token
read_all(struct json *j, struct str text)
{
	enum json_token token;

	json_init(j, text);
	while ((token = json_next(j)) > JSON_END)
		;
	return token;
}

static void
the_grammar_is_strict(void)
{
	struct buf shown = { 0 };
	struct json j;

	for (size_t i = 0; i < sizeof(valid) / sizeof(*valid); i++) {
		struct str text = exact_copy(valid[i]);
		enum json_token verdict = read_all(&j, text);

		buf_reset(&shown);
		text_visible(text, &shown);
		ok(verdict == JSON_END && str_trim(str_from(text,
		       (size_t)(j.at - text.p))).n == 0,
		    "valid: %.*s", STR_ARG(buf_str(&shown)));
		free((void *)(uintptr_t)text.p);
	}
	for (size_t i = 0; i < sizeof(invalid) / sizeof(*invalid); i++) {
		struct str text = exact_copy(invalid[i].text);
		enum json_token verdict = read_all(&j, text);

		buf_reset(&shown);
		text_visible(text, &shown);
		ok(verdict == invalid[i].verdict &&
		       (size_t)(j.at - j.start) == invalid[i].at &&
		       (verdict != JSON_ERROR || j.why),
		    "not valid at byte %zu: %.*s", invalid[i].at,
		    STR_ARG(buf_str(&shown)));
		free((void *)(uintptr_t)text.p);
	}
	buf_free(&shown);
}

static void
tokens_are_spelled_as_they_stand(void)
{
	static const struct {
		enum json_token token;
		struct str text;
		size_t at;
		bool escaped;
	} want[] = {
		{ JSON_OBJECT, STR_INIT("{"), 1, false },
		{ JSON_KEY, STR_INIT("a\\\"b"), 2, true },
		{ JSON_ARRAY, STR_INIT("["), 11, false },
		{ JSON_NUMBER, STR_INIT("-1.50e+03"), 12, false },
		{ JSON_STRING, STR_INIT("x\\u0041"), 22, true },
		{ JSON_STRING, STR_INIT(""), 32, false },
		{ JSON_TRUE, STR_INIT("true"), 35, false },
		{ JSON_FALSE, STR_INIT("false"), 40, false },
		{ JSON_NULL, STR_INIT("null"), 46, false },
		{ JSON_ARRAY_CLOSE, STR_INIT("]"), 50, false },
		{ JSON_KEY, STR_INIT("a"), 52, false },
		{ JSON_OBJECT, STR_INIT("{"), 56, false },
		{ JSON_OBJECT_CLOSE, STR_INIT("}"), 57, false },
		{ JSON_OBJECT_CLOSE, STR_INIT("}"), 58, false },
		{ JSON_END, STR_INIT("}"), 58, false },
		{ JSON_END, STR_INIT("}"), 58, false },
	};
	struct str text = STR(" {\"a\\\"b\" : [-1.50e+03,\"x\\u0041\",\"\","
	                      "true,false,null],\"a\":{}} {");
	struct json j;

	json_init(&j, text);
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++) {
		enum json_token token = json_next(&j);

		ok(token == want[i].token &&
		       str_equal(j.text, want[i].text) &&
		       j.escaped == want[i].escaped,
		    "token %zu is %.*s", i, STR_ARG(want[i].text));
		ok(j.token == text.p + want[i].at, "token %zu has its place",
		    i);
	}
	ok(j.at == j.token + 1, "what follows the value is not read");
}

static void
a_cut_number_is_no_token(void)
{
	struct json j;

	json_init(&j, STR("[12"));
	json_next(&j);
	ok(json_next(&j) == JSON_MORE, "12 may be the start of 123");
	json_init(&j, STR("12"));
	ok(json_next(&j) == JSON_NUMBER && str_equal(j.text, STR("12")) &&
	        json_next(&j) == JSON_END,
	    "at the top level the end of input ends it");
}

static void
depth_has_a_limit(void)
{
	struct buf text = { 0 };
	struct json j;

	/* python3 reads 513 levels too: the limit is ours. */
	buf_fill(&text, '[', JSON_DEPTH_MAX);
	buf_fill(&text, ']', JSON_DEPTH_MAX);
	ok(read_all(&j, buf_str(&text)) == JSON_END, "512 levels are read");
	buf_reset(&text);
	buf_fill(&text, '[', JSON_DEPTH_MAX + 1);
	buf_fill(&text, ']', JSON_DEPTH_MAX + 1);
	ok(read_all(&j, buf_str(&text)) == JSON_ERROR, "513 are an error");
	ok(j.at == j.start + 512, "at the bracket of the level too many");
	ok(strstr(j.why, "512") != NULL, "which says so: %s", j.why);
	json_init(&j, buf_str(&text));
	json_next(&j);
	ok(json_skip(&j) == JSON_ERROR && j.at == j.start + 512,
	    "also when skipped");

	buf_reset(&text);
	for (int i = 0; i < 256; i++)
		buf_add(&text, STR("{\"a\":["));
	for (int i = 0; i < 256; i++)
		buf_add(&text, STR("]}"));
	ok(read_all(&j, buf_str(&text)) == JSON_END,
	    "each level knows whether it is an array");
	text.p[256 * 6 + 1] = ']';
	ok(read_all(&j, buf_str(&text)) == JSON_ERROR &&
	        j.at == j.start + 256 * 6 + 1,
	    "and is not closed as the other kind");
	buf_free(&text);
}

static void
values_are_skipped(void)
{
	struct str text = STR("{\"a\":[1,{\"b\":\"]\"},[]] ,\"c\":2}");
	struct str cut = str_head(text, 12);
	struct json j;

	json_init(&j, text);
	json_next(&j);
	json_next(&j);
	json_next(&j);
	ok(json_skip(&j) == JSON_ARRAY_CLOSE &&
	        str_equal(j.text, STR("[1,{\"b\":\"]\"},[]]")),
	    "the whole text of what is skipped is given");
	ok(json_next(&j) == JSON_KEY && str_equal(j.text, STR("c")),
	    "reading goes on behind it");
	json_init(&j, text);
	json_next(&j);
	ok(json_skip(&j) == JSON_OBJECT_CLOSE && str_equal(j.text, text),
	    "the top level can be skipped");
	ok(json_next(&j) == JSON_END, "then the value is complete");
	json_init(&j, cut);
	json_next(&j);
	ok(json_skip(&j) == JSON_MORE && json_skip(&j) == JSON_MORE,
	    "what is cut is MORE, again and again");
	json_init(&j, STR("[[1,02]]"));
	json_next(&j);
	ok(json_skip(&j) == JSON_ERROR && j.at == j.start + 5,
	    "what is skipped is checked");
}

/* Expected bytes: python3, json.loads and .encode("utf-8", "surrogatepass"). */
static void
escapes_are_undone(void)
{
	static const struct {
		struct str text, plain;
		bool unusual;
	} t[] = {
		{ STR_INIT(""), STR_INIT(""), false },
		{ STR_INIT("plain"), STR_INIT("plain"), false },
		{ STR_INIT("\\n\\t\\r\\b\\f\\\\\\\""),
		    STR_INIT("\n\t\r\b\f\\\""), false },
		{ STR_INIT("a\\/b"), STR_INIT("a/b"), true },
		{ STR_INIT("\\\\/"), STR_INIT("\\/"), false },
		{ STR_INIT("\\\\u0041"), STR_INIT("\\u0041"), false },
		{ STR_INIT("\\u0041"), STR_INIT("A"), true },
		{ STR_INIT("\\u00e9"), STR_INIT("\xc3\xa9"), true },
		{ STR_INIT("\\u07ff\\u0800\\uFFFF"),
		    STR_INIT("\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf"), true },
		{ STR_INIT("\\uD83D\\uDE00"), STR_INIT("\xf0\x9f\x98\x80"),
		    true },
		{ STR_INIT("\\udbff\\udfff"), STR_INIT("\xf4\x8f\xbf\xbf"),
		    true },
		{ STR_INIT("\\ud800"), STR_INIT("\xed\xa0\x80"), true },
		{ STR_INIT("\\udc00\\ud800"),
		    STR_INIT("\xed\xb0\x80\xed\xa0\x80"), true },
		{ STR_INIT("\\ud800\\u0041"), STR_INIT("\xed\xa0\x80""A"),
		    true },
		{ STR_INIT("\\ud800\\ud800\\udc00"),
		    STR_INIT("\xed\xa0\x80\xf0\x90\x80\x80"), true },
		{ STR_INIT("\\ud800\\n"), STR_INIT("\xed\xa0\x80\n"), true },
		{ STR_INIT("a\\u0000b"), STR_INIT("a\0b"), true },
		{ STR_INIT("\xff raw \x80"), STR_INIT("\xff raw \x80"),
		    false },
		/* Not what the scanner lets through: kept as it is. */
		{ STR_INIT("\\"), STR_INIT("\\"), false },
		{ STR_INIT("\\x\\u12"), STR_INIT("\\x\\u12"), true },
	};
	struct buf out = { 0 };

	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		struct str text = exact_copy(t[i].text);

		buf_reset(&out);
		buf_add(&out, STR("<"));
		json_unescape(text, &out);
		ok(out.n == t[i].plain.n + 1 &&
		        str_equal(str_from(buf_str(&out), 1), t[i].plain),
		    "unescaped: %.*s", STR_ARG(text));
		ok(json_escapes_unusual(text) == t[i].unusual,
		    "%s: %.*s", t[i].unusual ? "unusual" : "plain spelling",
		    STR_ARG(text));
		free((void *)(uintptr_t)text.p);
	}
	buf_free(&out);
}

static void
text_is_escaped(void)
{
	static const struct {
		struct str text, escaped;
	} t[] = {
		{ STR_INIT(""), STR_INIT("") },
		{ STR_INIT("a/b 'c'"), STR_INIT("a/b 'c'") },
		{ STR_INIT("\"\\"), STR_INIT("\\\"\\\\") },
		{ STR_INIT("\n\t\0\x1b\x7f"),
		    STR_INIT("\\u000a\\u0009\\u0000\\u001b\\u007f") },
		{ STR_INIT("\xc2\x9b\xc3\xa9\xe6\x97\xa5"),
		    STR_INIT("\\u009b\xc3\xa9\xe6\x97\xa5") },
		{ STR_INIT("\xe2\x80\xae\xe2\x80\x8b\xef\xbb\xbf"),
		    STR_INIT("\\u202e\\u200b\\ufeff") },
		/* U+1F600 can be seen, the tag U+E0041 cannot. */
		{ STR_INIT("\xf0\x9f\x98\x80\xf3\xa0\x81\x81"),
		    STR_INIT("\xf0\x9f\x98\x80\\udb40\\udc41") },
		{ STR_INIT("\xff\x80""a\xc3"),
		    STR_INIT("\\\\xff\\\\x80a\\\\xc3") },
		/* A lone surrogate comes back; two that make a pair would come
		 * back as one character. */
		{ STR_INIT("\xed\xa0\x80x\xed\xbf\xbf"),
		    STR_INIT("\\ud800x\\udfff") },
		{ STR_INIT("\xed\xa0\x80\xed\xb0\x80"),
		    STR_INIT("\\\\xed\\\\xa0\\\\x80\\udc00") },
	};
	struct buf out = { 0 };

	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		struct str text = exact_copy(t[i].text);

		buf_reset(&out);
		json_escape(text, &out);
		ok(str_equal(buf_str(&out), t[i].escaped), "escaped: %.*s",
		    STR_ARG(t[i].escaped));
		free((void *)(uintptr_t)text.p);
	}
	buf_free(&out);
}

/* xorshift64 (Marsaglia 2003): the same documents in every run. */
static size_t
below(uint64_t *seed, size_t n)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (size_t)(*seed >> 11) % n;
}

#define PICK(seed, table) \
	buf_add(out, table[below(seed, sizeof(table) / sizeof(*table))])

static void
add_blanks(uint64_t *seed, struct buf *out)
{
	while (below(seed, 8) == 0)
		buf_byte(out, " \t\r\n"[below(seed, 4)]);
}

static void
add_string(uint64_t *seed, struct buf *out)
{
	static const struct str pieces[] = {
		STR_INIT("a"), STR_INIT("eventName"), STR_INIT("{[,:]}"),
		STR_INIT("\\\""), STR_INIT("\\\\"), STR_INIT("\\n"),
		STR_INIT("\\/"), STR_INIT("\\u0041"), STR_INIT("\\u00e9"),
		STR_INIT("\\ud83d\\ude00"), STR_INIT("\\ud83d"),
		STR_INIT("\\u0000"), STR_INIT("\xc3\xa9"), STR_INIT("\xff"),
		STR_INIT("0123456789abcdef"), STR_INIT("0123456789abcde"),
	};

	buf_byte(out, '"');
	while (below(seed, 3) > 0)
		PICK(seed, pieces);
	buf_byte(out, '"');
}

static void
add_value(uint64_t *seed, struct buf *out, int depth)
{
	static const struct str scalars[] = {
		STR_INIT("0"), STR_INIT("-1"), STR_INIT("12.5"),
		STR_INIT("1e3"), STR_INIT("-0.0E-10"), STR_INIT("1e999"),
		STR_INIT("18446744073709551616"), STR_INIT("true"),
		STR_INIT("false"), STR_INIT("null"),
	};
	size_t kind = below(seed, depth > 0 ? 4 : 2);

	add_blanks(seed, out);
	if (kind == 0) {
		PICK(seed, scalars);
	} else if (kind == 1) {
		add_string(seed, out);
	} else {
		size_t n = below(seed, 5);

		buf_byte(out, kind == 2 ? '{' : '[');
		for (size_t i = 0; i < n; i++) {
			if (i > 0)
				buf_byte(out, ',');
			add_blanks(seed, out);
			if (kind == 2) {
				add_string(seed, out);
				add_blanks(seed, out);
				buf_byte(out, ':');
			}
			add_value(seed, out, depth - 1);
		}
		add_blanks(seed, out);
		buf_byte(out, kind == 2 ? '}' : ']');
	}
	add_blanks(seed, out);
}

/* One byte changed, taken out or put in. */
static void
damage(uint64_t *seed, struct buf *text)
{
	static const char bytes[] = "\"\\{}[]:,0123456789-+.eEtrufalsn/ \n\001";
	char c = bytes[below(seed, sizeof(bytes))];
	size_t at = below(seed, text->n);

	switch (below(seed, 3)) {
	case 0:
		text->p[at] = c;
		break;
	case 1:
		memmove(text->p + at, text->p + at + 1, text->n - at - 1);
		text->n--;
		break;
	default:
		buf_byte(text, c);
		memmove(text->p + at + 1, text->p + at, text->n - at - 1);
		text->p[at] = c;
	}
}

static void
reads_as_cjson_reads(void)
{
	uint64_t seed = 20240229;
	struct buf text = { 0 };
	const char *differs = NULL;
	size_t valid_ones = 0;
	size_t i;

	for (i = 0; i < 6000 && !differs; i++) {
		struct str exact;
		struct json j;

		buf_reset(&text);
		add_value(&seed, &text, 4);
		for (size_t n = i % 3; n > 0 && text.n > 0; n--)
			damage(&seed, &text);
		exact = exact_copy(buf_str(&text));
		differs = json_compare(exact, 32);
		valid_ones += read_all(&j, exact) == JSON_END;
		free((void *)(uintptr_t)exact.p);
	}
	if (!ok(!differs, "random documents: %s",
	        differs ? differs : "as cJSON"))
		printf("# document %zu: %.*s\n", i, STR_ARG(buf_str(&text)));
	ok(valid_ones > 2000 && valid_ones < 5000,
	    "valid and damaged ones are among them");
	buf_free(&text);
}

static void
read_file(const char *path, struct buf *out)
{
	FILE *in = fopen(path, "rb");
	size_t n;

	buf_reset(out);
	if (!in)
		return;
	while ((n = fread(buf_room(out, 65536), 1, 65536, in)) > 0)
		out->n += n;
	fclose(in);
}

static void
reads_real_logs(void)
{
	static const char inside[] =
	    "/../shared/data/real/cloudtrail/invictus-stratus";
	const char *top = getenv("srcdir");
	const char *differs = NULL;
	struct buf text = { 0 };
	struct dirent *entry;
	char path[4096];
	int files = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "%s%s", top ? top : ".", inside);
	dir = opendir(path);
	if (!dir) {
		skip("real logs are read as cJSON reads them", "no real logs");
		return;
	}
	while (!differs && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s%s/%s", top ? top : ".",
		    inside, entry->d_name);
		read_file(path, &text);
		differs = json_compare(buf_str(&text), 0);
		files++;
	}
	closedir(dir);
	ok(!differs && files > 0, "%d real logs: %s", files,
	    differs ? differs : "as cJSON");
	buf_free(&text);
}

int
main(void)
{
	the_grammar_is_strict();
	tokens_are_spelled_as_they_stand();
	a_cut_number_is_no_token();
	depth_has_a_limit();
	values_are_skipped();
	escapes_are_undone();
	text_is_escaped();
	reads_as_cjson_reads();
	reads_real_logs();
	return done_testing();
}
