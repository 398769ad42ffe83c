#include "base/regex.h"

#include <limits.h>
#include <stdlib.h>
#include "base/arena.h"
#include "base/pattern.h"
#include "base/timefmt.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define PATTERN_BYTES_MAX 65535
#define MATCH_STEPS_MAX 1000000
#define HEAP_KIB_MAX (64 << 10)
#define JIT_STACK_BYTES_MIN (32 << 10)
#define JIT_STACK_BYTES_MAX (64 << 20)

/* A search that can be stopped goes in slices of starting bytes, sized so
 * that a slice takes about a hundredth of a second. */
#define SLICE_BYTES_FIRST 4096
#define SLICE_BYTES_MIN 16
#define SLICE_US_SHORT 2000
#define SLICE_US_LONG 20000

struct regex {
	pcre2_code *code;
	bool jit;
	bool sliceable;
	uint32_t n_groups;
	struct str *names; /* by group; [0] is empty */
	struct arena arena;
};

struct regex_matcher {
	const struct regex *regex;
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *jit_stack;
	const atomic_bool *stop;
	struct str subject;
	bool matched;
	uint64_t limit_hits;
};

/* The name that the piece p introduces, up to the end of the pattern; empty
 * if it introduces none. */
static struct str
name_introduced(const struct pattern *p)
{
	static const struct str groups[] = {
		STR_INIT("?<"),
		STR_INIT("?'"),
		STR_INIT("?P<"),
		STR_INIT("?P="),
		STR_INIT("?P>"),
		STR_INIT("?&"),
		STR_INIT("?(<"),
		STR_INIT("?('"),
		STR_INIT("?(R&"),
	};

	if (p->kind == PATTERN_ESCAPE) {
		bool refers = str_equal(p->piece, STR("\\k")) ||
		    str_equal(p->piece, STR("\\g"));

		if (refers && p->rest.n > 0 && memchr("<'{", p->rest.p[0], 3))
			return str_from(p->rest, 1);
	}
	if (p->kind == PATTERN_OPEN) {
		for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
			if (str_starts(p->rest, groups[i]))
				return str_from(p->rest, groups[i].n);
	}
	return STR("");
}

/*
 * A name that begins with @ is none for PCRE2.  In the copy of the pattern
 * that it gets, a letter with which no other name begins stands in for each
 * such @, so that the text keeps its length and errors their place.  Returns
 * that letter, or 0 if there is no such name.
 */
static char
at_names_replace(struct str pattern, char *copy)
{
	static const char letters[] = "_abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	bool used[UCHAR_MAX + 1] = { false };
	const char *letter = letters;
	struct pattern p;

	for (p = pattern_of(pattern); pattern_next(&p);) {
		struct str name = name_introduced(&p);

		if (name.n)
			used[(unsigned char)name.p[0]] = true;
	}
	if (!used['@'])
		return 0;
	while (used[(unsigned char)*letter] && letter[1])
		letter++;
	for (p = pattern_of(pattern); pattern_next(&p);) {
		struct str name = name_introduced(&p);

		if (name.n && name.p[0] == '@')
			copy[name.p - pattern.p] = *letter;
	}
	return *letter;
}

/* From the table of pattern_info: two bytes of group number, high byte first,
 * then the name and a NUL (pcre2api(3), "Information about a pattern"). */
static void
names_read(struct regex *r, char letter)
{
	uint32_t count = 0, size = 0;
	PCRE2_SPTR entry = NULL;

	pcre2_pattern_info(r->code, PCRE2_INFO_CAPTURECOUNT, &r->n_groups);
	pcre2_pattern_info(r->code, PCRE2_INFO_NAMECOUNT, &count);
	pcre2_pattern_info(r->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
	pcre2_pattern_info(r->code, PCRE2_INFO_NAMETABLE, &entry);
	r->names = arena_array(&r->arena, (size_t)r->n_groups + 1,
	    sizeof(r->names[0]));
	for (uint32_t i = 0; i < count; i++, entry += size) {
		uint32_t group = (uint32_t)entry[0] << 8 | entry[1];
		struct str name = str_of((const char *)entry + 2);
		char first = name.p[0] == letter ? '@' : name.p[0];

		r->names[group] = arena_printf(&r->arena, "%c%s", first,
		    name.p + 1);
	}
}

/* \G means "where the search began", and an anchored search is short. */
static bool
is_sliceable(struct str pattern, const pcre2_code *code)
{
	uint32_t options = 0;
	struct pattern p = pattern_of(pattern);

	pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS, &options);
	if (options & PCRE2_ANCHORED)
		return false;
	while (pattern_next(&p))
		if (str_equal(p.piece, STR("\\G")))
			return false;
	return true;
}

static void
compile_error(struct err *err, int number, size_t offset)
{
	char why[256];

	if (!err || err->code != ERR_NONE)
		return;
	if (pcre2_get_error_message(number, (PCRE2_UCHAR *)why,
	        sizeof(why)) < 0)
		why[0] = '\0';
	err_set(err, ERR_QUERY, "in the regular expression: %s", why);
	err->offset = offset;
}

struct regex *
regex_new(struct str pattern, struct err *err)
{
	const uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF |
	    PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C |
	    PCRE2_USE_OFFSET_LIMIT;
	struct regex *r;
	struct str copy;
	int number = 0;
	PCRE2_SIZE offset = 0;
	size_t jit_bytes = 0;
	char letter;

	if (pattern.n > PATTERN_BYTES_MAX) {
		err_set(err, ERR_LIMIT,
		    "the regular expression has %zu bytes, at most %d can be",
		    pattern.n, PATTERN_BYTES_MAX);
		return NULL;
	}
	r = mem_zero(1, sizeof(*r));
	copy = arena_copy(&r->arena, pattern);
	letter = at_names_replace(pattern, (char *)copy.p);
	r->code = pcre2_compile((PCRE2_SPTR)copy.p, copy.n, options, &number,
	    &offset, NULL);
	if (!r->code) {
		compile_error(err, number, offset);
		regex_free(r);
		return NULL;
	}
	pcre2_jit_compile(r->code, PCRE2_JIT_COMPLETE);
	pcre2_pattern_info(r->code, PCRE2_INFO_JITSIZE, &jit_bytes);
	r->jit = jit_bytes > 0;
	r->sliceable = is_sliceable(pattern, r->code);
	names_read(r, letter);
	return r;
}

void
regex_free(struct regex *r)
{
	if (!r)
		return;
	pcre2_code_free(r->code);
	arena_free(&r->arena);
	free(r);
}

struct regex_matcher *
regex_matcher_new(const struct regex *r)
{
	struct regex_matcher *m = mem_zero(1, sizeof(*m));

	m->regex = r;
	m->data = pcre2_match_data_create_from_pattern(r->code, NULL);
	m->context = pcre2_match_context_create(NULL);
	if (!m->data || !m->context)
		mem_exhausted();
	pcre2_set_match_limit(m->context, MATCH_STEPS_MAX);
	pcre2_set_heap_limit(m->context, HEAP_KIB_MAX);
	if (r->jit) {
		/* Without it, it takes 32 KiB of the thread's stack. */
		m->jit_stack = pcre2_jit_stack_create(JIT_STACK_BYTES_MIN,
		    JIT_STACK_BYTES_MAX, NULL);
		pcre2_jit_stack_assign(m->context, NULL, m->jit_stack);
	}
	return m;
}

void
regex_matcher_free(struct regex_matcher *m)
{
	if (!m)
		return;
	pcre2_jit_stack_free(m->jit_stack);
	pcre2_match_context_free(m->context);
	pcre2_match_data_free(m->data);
	free(m);
}

void
regex_stop_on(struct regex_matcher *m, const atomic_bool *stop)
{
	m->stop = stop;
}

/* i, or where the next character begins if it is inside one. */
static size_t
character_from(struct str s, size_t i)
{
	for (int n = 0; n < 3 && i > 0 && i < s.n; n++, i++)
		if (((unsigned char)s.p[i] & 0xc0) != 0x80)
			break;
	return i;
}

/* One call of PCRE2 for matches that start at from..last. */
static int
match(struct regex_matcher *m, struct str s, size_t from, size_t last)
{
	PCRE2_SPTR text = (PCRE2_SPTR)(s.p ? s.p : "");

	pcre2_set_offset_limit(m->context, last < s.n ? last : PCRE2_UNSET);
	if (m->regex->jit)
		return pcre2_jit_match(m->regex->code, text, s.n, from, 0,
		    m->data, m->context);
	return pcre2_match(m->regex->code, text, s.n, from, 0, m->data,
	    m->context);
}

static int
match_in_slices(struct regex_matcher *m, struct str s, size_t from)
{
	size_t slice = SLICE_BYTES_FIRST;
	int64_t before = time_monotonic();

	while (!atomic_load_explicit(m->stop, memory_order_relaxed)) {
		size_t last = slice < s.n - from ? from + slice : s.n;
		int got = match(m, s, from, last);
		int64_t now = time_monotonic();

		if (got != PCRE2_ERROR_NOMATCH || last == s.n)
			return got;
		if (now - before < SLICE_US_SHORT && slice <= SIZE_MAX / 4)
			slice *= 4;
		else if (now - before > SLICE_US_LONG &&
		    slice > SLICE_BYTES_MIN)
			slice /= 4;
		before = now;
		from = character_from(s, last + 1);
	}
	return PCRE2_ERROR_NOMATCH;
}

bool
regex_search(struct regex_matcher *m, struct str subject, size_t from,
    size_t *start, size_t *end)
{
	const PCRE2_SIZE *places = pcre2_get_ovector_pointer(m->data);
	int got;

	m->matched = false;
	if (from > subject.n)
		return false;
	from = character_from(subject, from);
	if (m->stop && m->regex->sliceable &&
	    subject.n - from > SLICE_BYTES_FIRST)
		got = match_in_slices(m, subject, from);
	else
		got = match(m, subject, from, subject.n);
	if (got < 0) {
		m->limit_hits += got != PCRE2_ERROR_NOMATCH;
		return false;
	}
	m->matched = true;
	m->subject = subject;
	if (start)
		*start = places[0];
	if (end)
		*end = places[1];
	return true;
}

bool
regex_group(const struct regex_matcher *m, uint32_t g, struct str *out)
{
	const PCRE2_SIZE *places = pcre2_get_ovector_pointer(m->data);
	size_t i = (size_t)g * 2;

	if (!m->matched || g > m->regex->n_groups ||
	    places[i] == PCRE2_UNSET || places[i] > places[i + 1])
		return false;
	*out = (struct str){ m->subject.p ? m->subject.p + places[i] : "",
		places[i + 1] - places[i] };
	return true;
}

uint32_t
regex_group_count(const struct regex *r)
{
	return r->n_groups;
}

struct str
regex_group_name(const struct regex *r, uint32_t g)
{
	return g <= r->n_groups && r->names[g].n ? r->names[g] : STR("");
}

uint64_t
regex_limit_hits(const struct regex_matcher *m)
{
	return m->limit_hits;
}

/* What follows the ( of a group that RE2 knows: nothing special, (?:..),
 * (?P<name>..), (?<name>..), (?flags) or (?flags:..). */
static bool
group_beyond_re2(struct str rest)
{
	size_t i = 1;

	if (rest.n == 0 || (rest.p[0] != '?' && rest.p[0] != '*'))
		return false;
	if (str_starts(rest, STR("?P<")))
		return false;
	if (str_starts(rest, STR("?<")))
		return rest.n > 2 && (rest.p[2] == '=' || rest.p[2] == '!');
	while (i < rest.n && memchr("imsU-", rest.p[i], 5))
		i++;
	return rest.p[0] == '*' || i == rest.n ||
	    (rest.p[i] != ':' && rest.p[i] != ')');
}

/* \1 to \9 are references back, unless an octal digit follows; of the
 * letters RE2 has those below (its page "Syntax"). */
static bool
escape_beyond_re2(struct str piece, struct str rest)
{
	char c = piece.n > 1 ? piece.p[1] : '\0';
	bool octal = c <= '7' && rest.n > 0 && rest.p[0] >= '0' &&
	    rest.p[0] <= '7';

	if (c >= '1' && c <= '9')
		return !octal;
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) &&
	    !strchr("aAbBCdDEfnpPQrsStvwWxz", c);
}

bool
regex_beyond_re2(struct str pattern)
{
	struct pattern p = pattern_of(pattern);

	while (pattern_next(&p)) {
		if (p.kind == PATTERN_OPEN && group_beyond_re2(p.rest))
			return true;
		if (p.kind == PATTERN_ESCAPE &&
		    escape_beyond_re2(p.piece, p.rest))
			return true;
		if (p.kind == PATTERN_REPEAT && str_starts(p.rest, STR("+")))
			return true;
		if (p.kind == PATTERN_COMMENT)
			return true;
	}
	return false;
}
