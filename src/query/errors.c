#include "query/errors.h"

#include <stdarg.h>
#include <stdio.h>
#include "base/utf8.h"
#include "query/tables.h"

#define WORD_BYTES_MAX 40 /* longer ones are nobody's misspelling */

const char *
error_quote(struct str s, char out[ERROR_QUOTE_BYTES])
{
	struct buf b = { 0 };
	size_t n, room = ERROR_QUOTE_BYTES - 6;

	text_visible(str_head(s, ERROR_QUOTE_BYTES), &b);
	n = b.n < room ? b.n : room;
	while (n && n < b.n && (b.p[n] & 0xc0) == 0x80)
		n--;
	snprintf(out, ERROR_QUOTE_BYTES, "\"%.*s%s\"", (int)n,
	    b.p ? b.p : "", n < b.n || s.n > ERROR_QUOTE_BYTES ? "..." : "");
	buf_free(&b);
	return out;
}

bool
error_at(struct err *err, uint32_t offset, const char *format, ...)
{
	char message[sizeof(err->message)];
	va_list ap;

	if (err->code != ERR_NONE)
		return false;
	va_start(ap, format);
	vsnprintf(message, sizeof(message), format, ap);
	va_end(ap);
	err_set(err, ERR_QUERY, "%s", message);
	err->offset = offset;
	return false;
}

/* ---- what others write -------------------------------------------------- */

/* Words of SQL and other languages where ours has something else. */
static const struct {
	const char *word;
	const char *advice;
} foreign_words[] = {
	{ "between", "write x >= 1 and x <= 5" },
	{ "is", "write ispresent(x) or not ispresent(x)" },
	{ "contains", "write x like \"text\"" },
	{ "startswith", "write x like /^text/" },
	{ "endswith", "write x like /text$/" },
	{ "matches", "write x like /pattern/" },
	{ "ilike", "write x like /(?i)text/" },
	{ "regexp", "write x like /pattern/" },
	{ "rlike", "write x like /pattern/" },
	{ "group", "write stats ... by x" },
	{ "having", "write | filter ... after stats" },
	{ "from", "the events are all that is loaded: leave it out" },
	{ "then", "conditions are values here: if(c, a, b)" },
	{ "when", "conditions are values here: if(c, a, b), or case(c, a, d, "
	          "b, else)" },
	{ "exists", "write ispresent(x)" },
	{ "span", "write by bin(5m)" },
};

/* Commands and functions of other languages, and what does the same here. */
static const struct {
	const char *word;
	const char *advice;
} foreign_names[] = {
	{ "eval", "write fields x + 1 as y" },
	{ "extend", "write fields x + 1 as y" },
	{ "project", "write display x, y" },
	{ "rename", "write fields x as y" },
	{ "rex", "write parse x /(?<y>...)/" },
	{ "search", "write filter @message like \"text\"" },
	{ "summarize", "write stats count(*) by x" },
	{ "table", "write display x, y" },
	{ "take", "write limit 10" },
	{ "timechart", "write stats count(*) by bin(5m)" },
	{ "top", "write stats count(*) as n by x | sort n desc | limit 10" },
	{ "uniq", "write dedup x" },

	{ "cidrmatch", "write isIpInSubnet(x, \"10.0.0.0/8\")" },
	{ "cidr_match", "write isIpInSubnet(x, \"10.0.0.0/8\")" },
	{ "contains", "write strcontains(x, \"text\")" },
	{ "date_trunc", "write datefloor(x, 1h)" },
	{ "dc", "write count_distinct(x)" },
	{ "exists", "write ispresent(x)" },
	{ "first", "write earliest(x)" },
	{ "ifnull", "write coalesce(x, y)" },
	{ "last", "write latest(x)" },
	{ "len", "write strlen(x)" },
	{ "length", "write strlen(x)" },
	{ "lower", "write tolower(x)" },
	{ "match", "write x like /pattern/" },
	{ "mean", "write avg(x)" },
	{ "nvl", "write coalesce(x, y)" },
	{ "p50", "write pct(x, 50)" },
	{ "p90", "write pct(x, 90)" },
	{ "p95", "write pct(x, 95)" },
	{ "p99", "write pct(x, 99)" },
	{ "span", "write bin(5m)" },
	{ "substring", "write substr(x, 0, 3)" },
	{ "uniques", "write count_distinct(x)" },
	{ "upper", "write toupper(x)" },
};

static const char *
foreign_name(const struct token *t)
{
	for (size_t i = 0;
	     i < sizeof(foreign_names) / sizeof(foreign_names[0]); i++)
		if (token_is_word(t, foreign_names[i].word))
			return foreign_names[i].advice;
	return NULL;
}

static const char *
advice_for(const struct token *t)
{
	if (t->kind == TOKEN_NAME && !t->quoted) {
		for (size_t i = 0;
		     i < sizeof(foreign_words) / sizeof(foreign_words[0]); i++)
			if (token_is_word(t, foreign_words[i].word))
				return foreign_words[i].advice;
		if (stage_find(t->text) || stage_undocumented(t->text))
			return "a command begins behind \"|\"";
	}
	if (token_is(t, "-") && !t->blank_before)
		return "a name with a hyphen needs backticks: `a-b`";
	if (token_is(t, ":"))
		return "a name with a colon needs backticks: `a:b`";
	return NULL;
}

static void
describe(const struct token *t, char out[ERROR_QUOTE_BYTES + 16])
{
	char quoted[ERROR_QUOTE_BYTES];
	const char *what = "";

	switch (t->kind) {
	case TOKEN_END:
		snprintf(out, ERROR_QUOTE_BYTES + 16, "the end of the query");
		return;
	case TOKEN_STRING:
		what = "the text ";
		break;
	case TOKEN_REGEX:
		what = "the pattern ";
		break;
	case TOKEN_NAME:
	case TOKEN_NUMBER:
	case TOKEN_PERIOD:
	case TOKEN_SIGN:
		break;
	}
	snprintf(out, ERROR_QUOTE_BYTES + 16, "%s%s", what,
	    error_quote(t->text, quoted));
}

bool
error_expected(struct err *err, const struct token *found, const char *want)
{
	char what[ERROR_QUOTE_BYTES + 16];
	const char *advice = advice_for(found);

	describe(found, what);
	return error_at(err, found->offset, "found %s, expected %s%s%s", what,
	    want, advice ? ": " : "", advice ? advice : "");
}

bool
error_later(struct err *err, uint32_t offset, struct str word,
    const char *what)
{
	return error_at(err, offset,
	    "%.*s: this %s is not available in this version", STR_ARG(word),
	    what);
}

/* ---- misspellings ------------------------------------------------------- */

static char
fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static int
least(int a, int b)
{
	return a < b ? a : b;
}

/* Optimal string alignment. */
int
edits(struct str a, struct str b)
{
	int row[3][EDITS_BYTES_MAX + 1];

	for (size_t j = 0; j <= b.n; j++)
		row[0][j] = (int)j;
	for (size_t i = 1; i <= a.n; i++) {
		int *now = row[i % 3], *last = row[(i + 2) % 3];
		int *before = row[(i + 1) % 3];

		now[0] = (int)i;
		for (size_t j = 1; j <= b.n; j++) {
			char c = fold(a.p[i - 1]), d = fold(b.p[j - 1]);

			now[j] = least(last[j - 1] + (c != d),
			    least(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && c == fold(b.p[j - 2]) &&
			    d == fold(a.p[i - 2]))
				now[j] = least(now[j], before[j - 2] + 1);
		}
	}
	return row[a.n % 3][b.n];
}

const char *
nearest_name(struct str word, const char *(*name_at)(const void *, size_t),
    const void *ctx)
{
	const char *best = NULL, *name;
	int best_edits = 0;

	if (word.n == 0 || word.n > WORD_BYTES_MAX)
		return NULL;
	for (size_t i = 0; (name = name_at(ctx, i)); i++) {
		struct str s = str_of(name);
		int n;

		if (s.n > WORD_BYTES_MAX)
			continue;
		n = edits(word, s);
		/* Every third letter may be wrong. */
		if (n * 3 > (int)(word.n > s.n ? word.n : s.n))
			continue;
		if (!best || n < best_edits) {
			best = name;
			best_edits = n;
		}
	}
	return best;
}

static const char *
command_name(const void *ctx, size_t i)
{
	const struct stage_type *t = stage_at(i);

	(void)ctx;
	return t ? t->word.name : NULL;
}

/* Functions, then aggregates. */
static const char *
function_name(const void *ctx, size_t i)
{
	const struct aggregate *g;
	size_t n = 0;

	(void)ctx;
	if (function_at(i))
		return function_at(i)->word.name;
	while (function_at(n))
		n++;
	g = aggregate_at(i - n);
	return g ? g->word.name : NULL;
}

bool
error_unknown(struct err *err, const struct token *t, enum word_kind kind)
{
	bool command = kind == WORD_COMMAND;
	const char *near = nearest_name(
	    t->text, command ? command_name : function_name, NULL);
	char quoted[ERROR_QUOTE_BYTES];

	error_quote(t->text, quoted);
	if (command && token_is_word(t, "select"))
		return error_at(err, t->offset, "this looks like SQL; a query "
		    "here is commands joined by \"|\": fields a, b | filter c "
		    "= 1 | stats count(*) by a");
	if (foreign_name(t))
		return error_at(err, t->offset, "%s is no %s: %s", quoted,
		    command ? "command" : "function", foreign_name(t));
	if (near)
		return error_at(err, t->offset, "%s is no %s; the nearest is "
		    "%s", quoted, command ? "command" : "function", near);
	return error_at(err, t->offset, "%s is no %s%s", quoted,
	    command ? "command" : "function",
	    command ? ": a query begins with fields, filter, stats, sort, "
	              "limit, display or dedup"
	            : "");
}
