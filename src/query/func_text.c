#include "base/utf8.h"
#include "query/eval.h"
#include "query/func.h"
#include "query/patterns.h"
#include "query/query.h"

FUNCTION(call_concat)
{
	struct buf b = { 0 };
	struct datum d;

	for (int i = 0; i < n && b.n <= EVAL_TEXT_MAX; i++)
		buf_add(&b, eval_read_text(e, &arg[i]));
	d = eval_text(e, &b);
	buf_free(&b);
	return d;
}

static bool
is_ascii(struct str s)
{
	uint64_t word = 0, bytes = 0;

	for (; s.n >= sizeof(word); s = str_from(s, sizeof(word))) {
		memcpy(&word, s.p, sizeof(word));
		bytes |= word;
	}
	for (size_t i = 0; i < s.n; i++)
		bytes |= (unsigned char)s.p[i];
	return !(bytes & UINT64_C(0x8080808080808080));
}

FUNCTION(call_strlen)
{
	struct str s;

	(void)n;
	if (arg->kind == DATUM_MISSING)
		return datum_missing();
	s = eval_read_text(e, arg);
	return datum_of_number(
	    (double)(is_ascii(s) ? s.n : utf8_count(s)));
}

/* Letters of ASCII from first to last changed by 0x20. */
static struct datum
change_case(struct eval *e, const struct datum *arg, char first, char last)
{
	struct buf b = { 0 };
	struct datum d;

	if (arg->kind == DATUM_MISSING)
		return datum_missing();
	buf_add(&b, eval_read_text(e, arg));
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] >= first && b.p[i] <= last)
			b.p[i] ^= 0x20;
	d = eval_text(e, &b);
	buf_free(&b);
	return d;
}

FUNCTION(call_toupper)
{
	(void)n;
	return change_case(e, arg, 'a', 'z');
}

FUNCTION(call_tolower)
{
	(void)n;
	return change_case(e, arg, 'A', 'Z');
}

/* s without its first n characters. */
static struct str
skip_characters(struct str s, double n)
{
	uint32_t c;

	for (; n >= 1 && s.n; n--) {
		size_t bytes = utf8_decode(s, &c);

		s = str_from(s, bytes ? bytes : 1);
	}
	return s;
}

FUNCTION(call_substr)
{
	struct str s, rest;
	double start, length;

	if (arg->kind == DATUM_MISSING || !datum_number(&arg[1], &start) ||
	    start < 0)
		return datum_missing();
	s = skip_characters(eval_read_text(e, arg), start);
	if (n < 3)
		return datum_of_text(s);
	if (!datum_number(&arg[2], &length) || length < 0)
		return datum_missing();
	rest = skip_characters(s, length);
	return datum_of_text(str_head(s, s.n - rest.n));
}

FUNCTION(call_replace)
{
	struct str s, find, with;
	struct buf b = { 0 };
	struct datum d;

	(void)n;
	if (arg->kind == DATUM_MISSING)
		return datum_missing();
	s = eval_read_text(e, &arg[0]);
	find = eval_read_text(e, &arg[1]);
	with = eval_read_text(e, &arg[2]);
	if (find.n == 0)
		return datum_of_text(s);
	for (;;) {
		size_t at = str_find(s, find);

		buf_add(&b, str_head(s, at));
		if (at == s.n || b.n > EVAL_TEXT_MAX)
			break;
		buf_add(&b, with);
		s = str_from(s, at + find.n);
	}
	d = eval_text(e, &b);
	buf_free(&b);
	return d;
}

/* with, its \1 and $1 being groups of the match at hand; \\ and $$ are one
 * of them. */
static void
add_replacement(struct eval *e, uint32_t regex, struct str with, struct buf *b)
{
	for (size_t i = 0; i < with.n; i++) {
		char c = with.p[i], next = i + 1 < with.n ? with.p[i + 1] : 0;
		struct str group;

		if ((c != '\\' && c != '$') ||
		    (next != c && (next < '0' || next > '9'))) {
			buf_byte(b, c);
			continue;
		}
		i++;
		if (next == c)
			buf_byte(b, c);
		else if (eval_group(e, regex, (uint32_t)(next - '0'), &group))
			buf_add(b, group);
	}
}

FUNCTION(call_regexreplace)
{
	size_t from = 0, start, end;
	struct buf b = { 0 };
	struct str s, with;
	struct datum d;

	(void)n;
	if (arg->kind == DATUM_MISSING || arg[2].kind == DATUM_MISSING)
		return datum_missing();
	s = eval_read_text(e, &arg[0]);
	with = eval_read_text(e, &arg[2]);
	while (b.n <= EVAL_TEXT_MAX &&
	    eval_search_from(e, arg[1].index, s, from, &start, &end)) {
		buf_add(&b, str_head(str_from(s, from), start - from));
		add_replacement(e, arg[1].index, with, &b);
		from = end;
		if (end > start)
			continue;
		/* Nothing was matched: what stands there is kept. */
		if (from == s.n)
			break;
		buf_byte(&b, s.p[from++]);
		while (from < s.n && (s.p[from] & 0xc0) == 0x80)
			buf_byte(&b, s.p[from++]);
	}
	buf_add(&b, str_from(s, from));
	d = eval_text(e, &b);
	buf_free(&b);
	return d;
}

/* ---- tests: 1 or 0, never missing --------------------------------------- */

FUNCTION(call_strcontains)
{
	struct datum folded[2];
	struct str s, find;

	if (arg[0].kind == DATUM_MISSING || arg[1].kind == DATUM_MISSING)
		return datum_of_bool(false);
	if (n > 2 && datum_true(&arg[2])) {
		folded[0] = change_case(e, &arg[0], 'A', 'Z');
		folded[1] = change_case(e, &arg[1], 'A', 'Z');
		arg = folded;
	}
	s = eval_read_text(e, &arg[0]);
	find = eval_read_text(e, &arg[1]);
	return datum_of_bool(find.n == 0 || str_find(s, find) < s.n);
}

FUNCTION(call_startswith)
{
	(void)n;
	return datum_of_bool(arg[0].kind != DATUM_MISSING &&
	    arg[1].kind != DATUM_MISSING &&
	    str_starts(eval_read_text(e, &arg[0]),
	        eval_read_text(e, &arg[1])));
}

FUNCTION(call_endswith)
{
	(void)n;
	return datum_of_bool(arg[0].kind != DATUM_MISSING &&
	    arg[1].kind != DATUM_MISSING &&
	    str_ends(eval_read_text(e, &arg[0]),
	        eval_read_text(e, &arg[1])));
}

/* ---- trimming ----------------------------------------------------------- */

/* The character at s is one of the set. */
static size_t
set_has(struct str set, struct str s)
{
	uint32_t c, d;
	size_t n = utf8_decode(s, &c);

	while (n && set.n) {
		size_t m = utf8_decode(set, &d);

		if (m && c == d)
			return n;
		set = str_from(set, m ? m : 1);
	}
	return 0;
}

static struct str
last_character(struct str s)
{
	size_t n = 1;

	while (n < s.n && n < 4 && (s.p[s.n - n] & 0xc0) == 0x80)
		n++;
	return str_from(s, s.n - n);
}

static struct datum
trimmed(struct eval *e, const struct datum *arg, int n, bool left, bool right)
{
	struct str s, set = STR(" \t\n\v\f\r");
	size_t bytes;

	if (arg->kind == DATUM_MISSING)
		return datum_missing();
	s = eval_read_text(e, arg);
	if (n > 1)
		set = eval_read_text(e, &arg[1]);
	while (left && s.n && (bytes = set_has(set, s)))
		s = str_from(s, bytes);
	while (right && s.n && set_has(set, last_character(s)))
		s = str_head(s, s.n - last_character(s).n);
	return datum_of_text(s);
}

FUNCTION(call_ltrim)
{
	return trimmed(e, arg, n, true, false);
}

FUNCTION(call_rtrim)
{
	return trimmed(e, arg, n, false, true);
}

FUNCTION(call_trim)
{
	return trimmed(e, arg, n, true, true);
}

struct datum
call_pattern(struct eval *e, const struct datum *arg, int n)
{
	struct buf b = { 0 };
	struct datum d;

	(void)n;
	if (arg[0].kind == DATUM_MISSING)
		return datum_missing();
	query_pattern(eval_read_text(e, &arg[0]), &b);
	d = eval_text(e, &b);
	buf_free(&b);
	return d;
}
