#include "base/arena.h"
#include "explore/out.h"
#include "tap.h"

#include <locale.h>

/* A cell of each type. */
#define TEXT(literal) { VALUE_STRING, STR_INIT(literal) }
#define NUMBER(literal) { VALUE_NUMBER, STR_INIT(literal) }
#define ABSENT { VALUE_MISSING, STR_INIT("") }

struct sink {
	struct buf bytes;
	unsigned writes;
	unsigned takes; /* writes that are accepted */
};

static bool
take(void *ctx, struct str bytes)
{
	struct sink *s = ctx;

	if (++s->writes > s->takes)
		return false;
	buf_add(&s->bytes, bytes);
	return true;
}

/* Rows of n cells each, as text; it lives until the next call. */
static struct str
written(struct out_options o, const char *names, size_t n,
    const struct value *cells, size_t rows, uint64_t *guarded)
{
	static struct buf last;
	struct sink s = { .takes = 1000 };
	struct str column[8], rest = str_of(names);
	struct out *out;
	uint64_t count;

	for (size_t i = 0; i < n; i++) {
		size_t end = str_index(rest, '|');

		column[i] = str_head(rest, end);
		rest = str_from(rest, end < rest.n ? end + 1 : end);
	}
	o.write = take;
	o.ctx = &s;
	out = out_new(&o, column, n);
	for (size_t i = 0; i < rows; i++)
		out_add(out, cells + i * n);
	out_end(out, guarded ? guarded : &count);
	out_free(out);
	buf_free(&last);
	last = s.bytes;
	return buf_str(&last);
}

/* One cell of one column named n, in a format. */
static struct str
cell_in(enum out_format format, struct value v)
{
	struct out_options o = { .format = format, .ascii = true };

	return written(o, "n", 1, &v, 1, NULL);
}

static bool
is(struct str got, const char *wanted)
{
	if (str_equal(got, str_of(wanted)))
		return true;
	printf("# got:\n%.*s\n# wanted:\n%s\n", STR_ARG(got), wanted);
	return false;
}

/* ---- csv ----------------------------------------------------------------- */

static void
csv_is_rfc_4180(void)
{
	static const struct value cells[] = {
		TEXT("plain"), TEXT("a,b"), TEXT("say \"no\""),
		ABSENT, TEXT(""), NUMBER("1.50"),
		TEXT(" a "), TEXT("\""), TEXT("caf\xc3\xa9"),
	};
	static const struct value one[] = { TEXT("a"), ABSENT, TEXT("") };
	struct out_options o = { .format = OUT_CSV };

	ok(is(written(o, "first|sec,ond|third", 3, cells, 3, NULL),
	       "first,\"sec,ond\",third\r\n"
	       "plain,\"a,b\",\"say \"\"no\"\"\"\r\n"
	       ",,1.50\r\n"
	       "\" a \",\"\"\"\",caf\xc3\xa9\r\n"),
	    "csv: header, CRLF, quotes where needed");
	ok(is(written(o, "x", 1, one, 3, NULL),
	       "x\r\na\r\n\"\"\r\n\"\"\r\n"),
	    "csv: a lone empty cell is no empty line");
	ok(is(written(o, "a|b", 2, NULL, 0, NULL), "a,b\r\n"),
	    "csv: the header stands without rows too");
	ok(is(written(o, "=a()|@b", 2, NULL, 0, NULL), "=a(),@b\r\n"),
	    "csv: names of columns are left as they are");
}

static void
csv_guards_formulas(void)
{
	static const struct {
		const char *what;
		bool guarded;
		struct value cell;
		const char *csv;
	} cases[] = {
		{ "=", true, TEXT("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0" },
		{ "= before a number", true, TEXT("=1"), "'=1" },
		{ "+", true, TEXT("+x"), "'+x" },
		{ "-", true, TEXT("-x"), "'-x" },
		{ "--", true, TEXT("--"), "'--" },
		{ "a sum", true, TEXT("-1+2"), "'-1+2" },
		{ "a sign behind a number", true, TEXT("-5-"), "'-5-" },
		{ "a sign and a point", true, TEXT("-."), "'-." },
		{ "an exponent without digits", true, TEXT("-1e"), "'-1e" },
		{ "@", true, TEXT("@x"), "'@x" },
		{ "TAB", true, TEXT("\t=x"), "'\\t=x" },
		{ "CR", true, TEXT("\r=x"), "'\\r=x" },
		{ "a quoted cell", true, TEXT("-2,5"), "\"'-2,5\"" },
		{ "a number with +", false, TEXT("+1"), "+1" },
		{ "a number with -", false, TEXT("-5"), "-5" },
		{ "a fraction", false, TEXT("-5.25"), "-5.25" },
		{ "no whole part", false, TEXT("-.5"), "-.5" },
		{ "an exponent", false, TEXT("-1e5"), "-1e5" },
		{ "a lone -", false, TEXT("-"), "-" },
		{ "= inside", false, TEXT("a=b"), "a=b" },
		{ "a blank in front", false, TEXT(" =x"), "\" =x\"" },
		{ "a number of the record", false, NUMBER("-5"), "-5" },
		{ "true", false, { VALUE_TRUE, STR_INIT("true") }, "true" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char wanted[64];

		snprintf(wanted, sizeof(wanted), "n\r\n%s\r\n", cases[i].csv);
		ok(is(cell_in(OUT_CSV, cases[i].cell), wanted),
		    "csv: %s: %s", cases[i].what,
		    cases[i].guarded ? "an apostrophe" : "no apostrophe");
	}
}

static void
csv_counts_what_it_guards(void)
{
	static const struct value cells[] = { TEXT("=a"), TEXT("b"),
		TEXT("@c"), TEXT("-") };
	struct out_options o = { .format = OUT_CSV };
	uint64_t guarded;

	written(o, "x|y", 2, cells, 2, &guarded);
	ok(guarded == 2, "csv: guarded cells are counted");
	o.raw_csv = true;
	ok(is(written(o, "x|y", 2, cells, 2, &guarded),
	       "x,y\r\n=a,b\r\n@c,-\r\n"), "raw csv: no apostrophe");
	ok(guarded == 0, "raw csv: nothing is guarded");
	o.format = OUT_TSV;
	o.raw_csv = false;
	ok(is(written(o, "x|y", 2, cells, 2, &guarded),
	       "x\ty\n=a\tb\n@c\t-\n"), "tsv: cells, tabs, line ends");
	ok(guarded == 0, "tsv: nothing is guarded");
}

/* ---- hostile text -------------------------------------------------------- */

static const struct value hostile = TEXT("\x1b[2J\x1b]0;t\x07\0"
	"\xe2\x80\xae" "gpj\n\t\r\x7f\xc2\x9b" "31m\xff\xfe\xe2\x80\x8b|`<b>\\");

static void
hostile_text_is_visible(void)
{
	ok(is(cell_in(OUT_CSV, hostile),
	       "n\r\n\\x1b[2J\\x1b]0;t\\x07\\x00<U+202E>gpj\\n\\t\\r\\x7f"
	       "<U+009B>31m\\xff\\xfe<U+200B>|`<b>\\\r\n"),
	    "csv: hidden characters are visible");
	ok(is(cell_in(OUT_TSV, hostile),
	       "n\n\\x1b[2J\\x1b]0;t\\x07\\x00<U+202E>gpj\\n\\t\\r\\x7f"
	       "<U+009B>31m\\xff\\xfe<U+200B>|`<b>\\\n"),
	    "tsv: hidden characters are visible");
	ok(is(cell_in(OUT_MD, hostile),
	       "| n |\n| --- |\n| \\\\x1b\\[2J\\\\x1b\\]0;t\\\\x07\\\\x00"
	       "\\<U+202E\\>gpj\\\\n\\\\t\\\\r\\\\x7f"
	       "\\<U+009B\\>31m\\\\xff\\\\xfe\\<U+200B\\>\\|\\`\\<b\\>\\\\ |\n"),
	    "md: hidden characters are visible, signs of Markdown escaped");
	ok(is(cell_in(OUT_NDJSON, hostile),
	       "{\"n\":\"\\u001b[2J\\u001b]0;t\\u0007\\u0000\\u202egpj\\u000a"
	       "\\u0009\\u000d\\u007f\\u009b31m\\\\xff\\\\xfe\\u200b|`<b>\\\\\"}"
	       "\n"),
	    "ndjson: hidden characters are escaped, bad bytes visible");
}

/* Lines that are no rows. */
static const unsigned headings[OUT_FORMATS] = { [OUT_TABLE] = 2, [OUT_CSV] = 1,
	[OUT_TSV] = 1, [OUT_JSON] = 2, [OUT_NDJSON] = 0, [OUT_MD] = 2 };

/* Line ends are the only control bytes of a format with one column. */
static void
no_control_byte_passes(void)
{
	struct value cells[256];
	char bytes[256];

	for (int i = 0; i < 256; i++) {
		bytes[i] = (char)i;
		cells[i] = (struct value){ VALUE_STRING, { &bytes[i], 1 } };
	}
	for (int f = 0; f < OUT_CHART; f++) {
		struct out_options o = { .format = (enum out_format)f };
		struct str s = written(o, "n\x1b\x07", 1, cells, 256, NULL);
		unsigned bad = 0, lines = 0;

		for (size_t i = 0; i < s.n; i++) {
			unsigned char c = (unsigned char)s.p[i];
			bool crlf = f == OUT_CSV && c == '\r' &&
			    s.p[i + 1] == '\n';

			lines += c == '\n';
			bad += (c < 0x20 && c != '\n' && !crlf) || c == 0x7f;
		}
		ok(s.n > 256 && !bad, "%s: no control byte passes",
		    out_rows[f].name);
		ok(lines == 256 + headings[f], "%s: a row is a line",
		    out_rows[f].name);
	}
}

/* ---- json ---------------------------------------------------------------- */

static void
json_keeps_types(void)
{
	static const struct value cells[] = {
		NUMBER("1.50e+02"), TEXT("1.50"), { VALUE_TRUE, STR_INIT("true") },
		{ VALUE_FALSE, STR_INIT("false") }, ABSENT, TEXT(""),
		{ VALUE_NULL, STR_INIT("null") },
		{ VALUE_EMPTY_ARRAY, STR_INIT("[]") },
		NUMBER("12345678901234567890"), NUMBER("007"), NUMBER("-"),
		NUMBER("1 "),
	};
	struct out_options o = { .format = OUT_JSON };

	ok(is(written(o, "a|b|\"c\"|d|e|f", 6, cells, 2, NULL),
	       "[\n"
	       "{\"a\":1.50e+02,\"b\":\"1.50\",\"\\\"c\\\"\":true,\"d\":false,"
	       "\"f\":\"\"},\n"
	       "{\"\\\"c\\\"\":12345678901234567890,\"d\":\"007\",\"e\":\"-\","
	       "\"f\":\"1 \"}\n"
	       "]\n"),
	    "json: types and spelling are kept, absent cells left out");
	ok(is(written(o, "a", 1, NULL, 0, NULL), "[]\n"),
	    "json: no rows are an empty array");
	o.format = OUT_NDJSON;
	ok(is(written(o, "a|b", 2, cells + 3, 1, NULL), "{\"a\":false}\n"),
	    "ndjson: an object a line");
	ok(is(written(o, "a", 1, cells + 4, 1, NULL), "{}\n"),
	    "ndjson: a row without values is an empty object");
	ok(is(written(o, "a", 1, NULL, 0, NULL), ""),
	    "ndjson: no rows are no text");
}

/* ---- table --------------------------------------------------------------- */

static void
table_aligns(void)
{
	static const struct value cells[] = {
		TEXT("alpha"), NUMBER("7"), TEXT("x"),
		TEXT("b"), NUMBER("1000"), TEXT("a longer one"),
		ABSENT, ABSENT, ABSENT,
	};
	struct out_options o = { .format = OUT_TABLE };

	ok(is(written(o, "name|n|what", 3, cells, 3, NULL),
	       "name      n  what\n"
	       "─────  ────  ────────────\n"
	       "alpha     7  x\n"
	       "b      1000  a longer one\n"
	       "             \n"),
	    "table: columns aligned, numbers to the right");
	o.ascii = true;
	ok(is(written(o, "name|n|what", 3, cells, 1, NULL),
	       "name   n  what\n"
	       "-----  -  ----\n"
	       "alpha  7  x\n"), "ascii table: lines of -");
	ok(is(written(o, "a|b", 2, NULL, 0, NULL), "a  b\n-  -\n"),
	    "table: the heading stands without rows too");
	ok(is(cell_in(OUT_TABLE, (struct value)TEXT("caf\xc3\xa9")),
	       "n\n-----------\ncaf<U+00E9>\n"),
	    "ascii table: no other character");
}

static void
table_fits_the_terminal(void)
{
	static const struct value cells[] = {
		TEXT("short"), TEXT("0123456789012345678901234567890123456789"),
		TEXT("x"), TEXT("\xe6\x97\xa5\xe6\x9c\xac\xe6\x97\xa5\xe6\x9c\xac"
			"\xe6\x97\xa5\xe6\x9c\xac\xe6\x97\xa5\xe6\x9c\xac"),
	};
	struct out_options o = { .format = OUT_TABLE, .columns = 20 };

	ok(is(written(o, "a|b", 2, cells, 2, NULL),
	       "a      b\n"
	       "─────  ─────────────\n"
	       "short  012345678901…\n"
	       "x      日本日本日本…\n"),
	    "table: a wide cell is cut to the terminal, by columns");
	o.ascii = true;
	ok(str_find(written(o, "a|b", 2, cells, 1, NULL),
	       STR("short  012345678901~\n")) > 0,
	    "ascii table: what is cut ends in ~");
	o.columns = 0;
	ok(str_ends(written(o, "a|b", 2, cells, 1, NULL),
	       STR("0123456789012345678901234567890123456789\n")),
	    "table: nothing is cut without a terminal");
	o.columns = 3;
	ok(str_find(written(o, "a|b", 2, cells, 1, NULL), STR("short  0123456~"))
	        > 0,
	    "table: no column gets narrower than eight");
}

static void
numbers_stay_whole(void)
{
	static const struct value cells[] = {
		NUMBER("123456789012"), TEXT("a text of some length"),
	};
	struct out_options o = { .format = OUT_TABLE, .columns = 20,
		.ascii = true };

	ok(is(written(o, "n|text", 2, cells, 1, NULL),
	       "           n  text\n"
	       "------------  --------\n"
	       "123456789012  a text ~\n"),
	    "table: a number is never cut");
}

/* Rows behind those that were measured are written as well. */
static void
table_goes_on(void)
{
	struct value cells[1200];
	struct out_options o = { .format = OUT_TABLE };
	struct str s;
	size_t lines = 0;

	for (size_t i = 0; i < 1200; i++)
		cells[i] = (struct value)TEXT("x");
	cells[1199] = (struct value)TEXT("wider than all before");
	s = written(o, "n", 1, cells, 1200, NULL);
	for (size_t i = 0; i < s.n; i++)
		lines += s.p[i] == '\n';
	ok(lines == 1202, "table: all of many rows are written");
	ok(str_ends(s, STR("x\nwider than all before\n")),
	    "table: a late wide cell is written whole");
}

/* ---- writing ------------------------------------------------------------- */

static void
refusal_ends_the_writing(void)
{
	struct sink s = { .takes = 1 };
	struct out_options o = { .format = OUT_NDJSON, .write = take,
		.ctx = &s };
	struct str name = STR("n");
	struct out *out = out_new(&o, &name, 1);
	struct value cell = TEXT("a line of some length, again and again");
	unsigned taken = 0;
	uint64_t guarded;
	size_t bytes;

	while (taken < 100000 && out_add(out, &cell))
		taken++;
	ok(taken > 1000 && taken < 100000, "a refusal is told to who adds");
	bytes = s.bytes.n;
	ok(!out_add(out, &cell) && !out_end(out, &guarded),
	    "after it nothing is taken");
	ok(s.writes == 2 && s.bytes.n == bytes,
	    "after it nothing is written");
	out_free(out);
	buf_free(&s.bytes);
	out_free(NULL);
}

static void
formats_have_names(void)
{
	enum out_format f;

	for (int i = 0; i < OUT_FORMATS; i++)
		ok(out_format_named(str_of(out_rows[i].name), &f) &&
		        (int)f == i && out_rows[i].help[0],
		    "%s is a format with a help text", out_rows[i].name);
	ok(!out_format_named(STR("xml"), &f) && !out_format_named(STR(""), &f),
	    "another word is no format");
}

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	csv_is_rfc_4180();
	csv_guards_formulas();
	csv_counts_what_it_guards();
	hostile_text_is_visible();
	no_control_byte_passes();
	json_keeps_types();
	table_aligns();
	table_fits_the_terminal();
	numbers_stay_whole();
	table_goes_on();
	refusal_ends_the_writing();
	formats_have_names();
	return done_testing();
}
