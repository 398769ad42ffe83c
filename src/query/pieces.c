#include "query/pieces.h"

#include "base/buf.h"
#include "base/pattern.h"

#define BRANCHES_MAX 64

struct reader {
	struct arena *arena;
	struct branch *branches;
	uint32_t n_branches;
	struct branch branch; /* at hand */
	struct buf run;       /* literal bytes, one behind the other */
	bool run_fold;
	bool after_literal; /* what was read last is the run's last byte */
	bool rest; /* something else than the run has been in this branch */
	bool fold; /* (?i) */
	bool given_up;
};

/* ---- pieces ------------------------------------------------------------- */

static bool
cuts(char c)
{
	return c == '"' || c == '\\' || (unsigned char)c < 0x20 ||
	    (unsigned char)c >= 0x7f;
}

/* Stands between the tokens of JSON. */
static bool
separates(char c)
{
	return c == ' ' || c == ',' || c == ':' || c == '[' || c == ']' ||
	    c == '{' || c == '}';
}

/* Is a part of numbers, true, false or null; with fold, of one of them in
 * some case. */
static bool
outside_strings(char c, bool fold)
{
	static const char bytes[] = "0123456789+-.eEtrufalsn";

	if (memchr(bytes, c, sizeof(bytes) - 1))
		return true;
	return fold && c >= 'A' && c <= 'Z' &&
	    memchr(bytes, c | 0x20, sizeof(bytes) - 1);
}

static bool
is_piece(struct str s, bool fold)
{
	bool separated = false;

	for (size_t i = 0; i < s.n; i++) {
		if (separates(s.p[i]))
			separated = true;
		else if (!outside_strings(s.p[i], fold))
			return true;
	}
	return s.n && !separated;
}

/* Keeps the longest. */
static void
keep_piece(struct reader *r, struct str s, bool fold)
{
	struct branch *b = &r->branch;
	uint32_t i = b->n_pieces;

	if (!is_piece(s, fold))
		return;
	if (i == PIECES_MAX) {
		if (b->pieces[--i].text.n >= s.n)
			return;
	} else {
		b->n_pieces++;
	}
	for (; i > 0 && b->pieces[i - 1].text.n < s.n; i--)
		b->pieces[i] = b->pieces[i - 1];
	b->pieces[i] = (struct piece){ arena_copy(r->arena, s), fold };
}

/* The run is over: cuts it into pieces. */
static void
end_run(struct reader *r)
{
	struct str s = buf_str(&r->run);
	size_t start = 0;

	for (size_t i = 0; i <= s.n; i++)
		if (i == s.n || cuts(s.p[i])) {
			keep_piece(r, str_head(str_from(s, start), i - start),
			    r->run_fold);
			start = i + 1;
		}
	buf_reset(&r->run);
}

static void
add_literal(struct reader *r, char c)
{
	if (r->run.n && r->run_fold != r->fold) {
		end_run(r);
		r->rest = true;
	}
	r->run_fold = r->fold;
	r->after_literal = true;
	buf_byte(&r->run, c);
}

/* Something that is no literal byte. */
static void
add_other(struct reader *r)
{
	end_run(r);
	r->rest = true;
}

static void
end_branch(struct reader *r)
{
	struct branch *more;
	size_t n = r->run.n;

	end_run(r);
	r->branch.whole = !r->rest && r->branch.n_pieces == 1 &&
	    r->branch.pieces[0].text.n == n;
	if (r->branch.n_pieces == 0 || r->n_branches == BRANCHES_MAX) {
		r->given_up = true;
		return;
	}
	more = arena_array(r->arena, r->n_branches + 1, sizeof(*more));
	if (r->n_branches)
		memcpy(more, r->branches, r->n_branches * sizeof(*more));
	more[r->n_branches++] = r->branch;
	r->branches = more;
	r->branch = (struct branch){ 0 };
	r->rest = false;
}

/* ---- the pattern -------------------------------------------------------- */

/* A backslash and a byte. */
static void
read_escape(struct reader *r, const struct pattern *p)
{
	char c = p->piece.n > 1 ? p->piece.p[1] : 0;
	bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';

	if ((unsigned char)c < 0x80 && c > ' ' && !letter &&
	    !(c >= '0' && c <= '9')) {
		add_literal(r, c);
		return;
	}
	/* Classes and borders without an argument; of the others the
	 * argument would be taken for literal bytes. */
	if (c && memchr("dDwWsSbBAZzhHvVRXGntrfea", c, 24))
		add_other(r);
	else
		r->given_up = true;
}

/* Options that stand alone or before a colon, without the ones that change
 * how the pattern is read.  Returns the bytes up to the closing sign. */
static size_t
options_bytes(struct str s)
{
	size_t i = 0;

	while (i < s.n && memchr("imsJUn-^", s.p[i], 8))
		i++;
	return i;
}

/* (?i) and the like, at the top level: from here on. */
static void
set_options(struct reader *r, struct str options)
{
	bool on = true;

	for (size_t i = 0; i < options.n; i++) {
		if (options.p[i] == '-')
			on = false;
		else if (options.p[i] == '^')
			r->fold = false;
		else if (options.p[i] == 'i')
			r->fold = on;
	}
}

/* Goes behind the group that p has opened. */
static void
skip_group(struct reader *r, struct pattern *p)
{
	int open = 1;

	while (open && pattern_next(p)) {
		if (p->kind == PATTERN_OPEN)
			open++;
		else if (p->kind == PATTERN_BYTE && p->piece.p[0] == ')')
			open--;
	}
	if (open)
		r->given_up = true;
}

static void
read_group(struct reader *r, struct pattern *p)
{
	if (str_starts(p->rest, STR("?"))) {
		struct str inside = str_from(p->rest, 1);
		size_t n = options_bytes(inside);

		if (n && n < inside.n && inside.p[n] == ')') {
			if (r->run.n)
				add_other(r);
			set_options(r, str_head(inside, n));
			while (p->rest.p < inside.p + n + 1)
				pattern_next(p);
			if (p->rest.n && memchr("*+?{", p->rest.p[0], 4))
				r->given_up = true;
			return;
		}
	}
	add_other(r);
	skip_group(r, p);
}

/* What the repeated thing was is the last byte of the run, if it was a
 * literal. */
static void
read_repeat(struct reader *r, struct str piece, bool after_literal)
{
	bool none = piece.p[0] == '*' || piece.p[0] == '?' ||
	    (piece.p[0] == '{' && piece.n > 1 && piece.p[1] == '0');

	if (after_literal && none && r->run.n)
		r->run.n--;
	add_other(r);
}

/* Extended mode and verbs change how the rest is read, wherever they are. */
static bool
reads_otherwise(struct str pattern)
{
	struct pattern p = pattern_of(pattern);

	while (pattern_next(&p)) {
		struct str s = p.rest;
		size_t i = 1;

		if (p.kind != PATTERN_OPEN)
			continue;
		if (str_starts(s, STR("*")))
			return true;
		if (!str_starts(s, STR("?")))
			continue;
		while (i < s.n && ((s.p[i] | 0x20) >= 'a' &&
		                      (s.p[i] | 0x20) <= 'z'))
			if (s.p[i++] == 'x')
				return true;
	}
	return false;
}

/* { that begins no repetition.  Later versions of PCRE2 know more kinds of
 * them: {,3} and { 2 }. */
static bool
may_repeat(struct str rest)
{
	return rest.n && memchr(", 0123456789\t", rest.p[0], 13);
}

static void
read_byte(struct reader *r, const struct pattern *p)
{
	char c = p->piece.p[0];

	if (c == '|')
		end_branch(r);
	else if (memchr(".^$)", c, 4))
		add_other(r);
	else if (c == '{' && may_repeat(p->rest))
		r->given_up = true;
	else
		add_literal(r, c);
}

/* \Q...\E */
static void
read_quoted(struct reader *r, struct str piece)
{
	struct str s = str_from(piece, 2);

	if (str_ends(s, STR("\\E")))
		s = str_head(s, s.n - 2);
	/* What follows an empty one may repeat what stands before it. */
	r->given_up |= s.n == 0;
	for (size_t i = 0; i < s.n; i++)
		add_literal(r, s.p[i]);
}

static void
read_pattern(struct reader *r, struct str pattern)
{
	struct pattern p = pattern_of(pattern);

	while (!r->given_up && pattern_next(&p)) {
		bool after_literal = r->after_literal;

		r->after_literal = false;
		switch (p.kind) {
		case PATTERN_BYTE:
			read_byte(r, &p);
			break;
		case PATTERN_ESCAPE:
			read_escape(r, &p);
			break;
		case PATTERN_QUOTED:
			read_quoted(r, p.piece);
			break;
		case PATTERN_CLASS:
			add_other(r);
			break;
		case PATTERN_COMMENT:
			r->given_up = true; /* it may stand before a repeat */
			break;
		case PATTERN_OPEN:
			read_group(r, &p);
			break;
		case PATTERN_REPEAT:
			read_repeat(r, p.piece, after_literal);
			break;
		}
	}
}

static void
finish(struct reader *r, struct pieces *out)
{
	if (!r->given_up)
		end_branch(r);
	*out = (struct pieces){ 0 };
	if (!r->given_up) {
		out->branches = r->branches;
		out->n_branches = r->n_branches;
	}
	buf_free(&r->run);
}

void
pieces_of_pattern(struct str pattern, struct arena *a, struct pieces *out)
{
	struct reader r = { .arena = a };

	r.given_up = reads_otherwise(pattern);
	read_pattern(&r, pattern);
	finish(&r, out);
}

void
pieces_of_text(struct str text, struct arena *a, struct pieces *out)
{
	struct reader r = { .arena = a };

	for (size_t i = 0; i < text.n; i++)
		add_literal(&r, text.p[i]);
	finish(&r, out);
}
