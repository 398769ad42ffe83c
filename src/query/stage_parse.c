/*
 * parse: parts of a text as fields, by a glob or by a regular expression.
 *
 * A glob is a pattern too: its stars are groups, all else stands for itself.
 */
#include "base/utf8.h"
#include "query/errors.h"
#include "query/eval.h"
#include "query/stage.h"

struct parsing {
	struct expr *source;
	struct token pattern; /* TOKEN_STRING: a glob */
	struct str *names;    /* behind as */
	uint32_t n_names;
};

/* ---- reading ------------------------------------------------------------ */

static bool
read_source(struct parser *p, struct parsing *g)
{
	struct expr *x = expr_new(
	    p->arena, EXPR_NAME, p->token.offset, p->token.end);

	x->text = STR("@message");
	g->source = x;
	if (p->token.kind == TOKEN_STRING || p->token.kind == TOKEN_REGEX)
		return true;
	if (p->token.kind != TOKEN_NAME)
		return parse_expected(p, "a field, a text with stars or a "
		    "/pattern/: parse @message \"user=*, ip=*\" as user, ip");
	x->text = p->token.text;
	return parse_next_value(p);
}

static bool
read_names(struct parser *p, struct parsing *g)
{
	uint32_t capacity = 0;

	do {
		if (!parse_next_value(p))
			return false;
		if (p->token.kind != TOKEN_NAME)
			return parse_expected(p, "a name for what is found");
		g->names = plan_grow(p->arena, g->names, g->n_names,
		    &capacity, sizeof(*g->names));
		g->names[g->n_names++] = p->token.text;
		if (!parse_next(p))
			return false;
	} while (token_is(&p->token, ","));
	return true;
}

bool
parse_parse(struct parser *p, struct stage *st)
{
	struct parsing *g = arena_alloc(p->arena, sizeof(*g));
	bool read;

	st->own = g;
	p->lexer.long_patterns = true;
	read = read_source(p, g);
	p->lexer.long_patterns = false;
	if (!read)
		return false;
	g->pattern = p->token;
	if (p->token.kind != TOKEN_STRING && p->token.kind != TOKEN_REGEX)
		return parse_expected(
		    p, "a text with stars or a /pattern/ behind the field");
	if (!parse_next(p))
		return false;
	if (token_is_word(&p->token, "as"))
		return read_names(p, g);
	return g->pattern.kind == TOKEN_REGEX ||
	    parse_expected(p, "\"as\" and a name for each * of the text");
}

void
parse_print(const struct stage *st, struct buf *out)
{
	const struct parsing *g = st->own;

	print_expr(g->source, out);
	buf_byte(out, ' ');
	if (g->pattern.kind == TOKEN_REGEX)
		query_quote_regex(g->pattern.text, out);
	else
		print_text(g->pattern.text, out);
	for (uint32_t i = 0; i < g->n_names; i++) {
		buf_add(out, i ? STR(", ") : STR(" as "));
		query_quote_name(g->names[i], out);
	}
}

/* ---- checking ----------------------------------------------------------- */

/* A star takes as little as it can, the last one of the text all that is
 * left. */
static struct str
pattern_of_glob(struct str glob, struct arena *a)
{
	struct buf b = { 0 };
	struct str s;

	buf_add(&b, STR("(?s)"));
	for (size_t i = 0; i < glob.n; i++) {
		char c = glob.p[i];
		bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z') || (c & 0x80);

		if (c == '*') {
			buf_add(&b, i + 1 < glob.n ? STR("(.*?)")
			                           : STR("(.*)"));
			continue;
		}
		if (!word && c)
			buf_byte(&b, '\\');
		if (c)
			buf_byte(&b, c);
		else
			buf_add(&b, STR("\\x00"));
	}
	s = arena_copy(a, buf_str(&b));
	buf_free(&b);
	return s;
}

static bool
is_utf8(struct str s)
{
	uint32_t c;

	for (size_t i = 0, n; i < s.n; i += n)
		if (!(n = utf8_decode(str_from(s, i), &c)))
			return false;
	return true;
}

static uint32_t
count_stars(struct str glob)
{
	uint32_t n = 0;

	for (size_t i = 0; i < glob.n; i++)
		n += glob.p[i] == '*';
	return n;
}

static struct datum
captured(struct eval *e, const struct expr *x, const struct datum *arg)
{
	struct str s;

	if (arg[0].kind == DATUM_MISSING ||
	    !eval_capture(e, x->index, x->part, eval_read_text(e, &arg[0]), &s))
		return datum_missing();
	return datum_of_text(s);
}

static const struct derivation capture = { captured };

static bool
add_name(struct checker *c, const struct parsing *g, struct str name,
    uint32_t regex, uint32_t group)
{
	struct expr *x = check_derived(
	    c, &capture, &g->source, 1, g->pattern.offset);

	x->index = regex;
	x->part = group;
	x->text = name;
	return check_add(c, name, x);
}

static bool
add_groups(struct checker *c, const struct parsing *g, uint32_t regex)
{
	const struct regex *re = c->plan->regexes[regex].regex;
	uint32_t n = regex_group_count(re), unnamed = 0, named = 0;

	for (uint32_t i = 1; i <= n; i++) {
		struct str name = regex_group_name(re, i);

		named += name.n > 0;
		if (!name.n) {
			if (unnamed++ >= g->n_names)
				continue;
			name = g->names[unnamed - 1];
		}
		if (!add_name(c, g, arena_copy(c->arena, name), regex, i))
			return false;
	}
	if (unnamed < g->n_names)
		return error_at(c->err, g->pattern.offset, "the pattern has "
		    "%u group%s without a name, and \"as\" gives %u", unnamed,
		    unnamed == 1 ? "" : "s", g->n_names);
	if (named == 0 && g->n_names == 0)
		return error_at(c->err, g->pattern.offset, "the pattern names "
		    "nothing to keep: write (?<name>...) around a part of it");
	return true;
}

bool
parse_check(struct checker *c, struct stage *st)
{
	struct parsing *g = st->own;
	uint32_t regex, stars = count_stars(g->pattern.text);

	if (!check_expr(c, c->scope, g->source))
		return false;
	if (g->pattern.kind == TOKEN_REGEX)
		return check_regex(c, g->pattern.text, g->pattern.offset,
		           &regex) &&
		    add_groups(c, g, regex);
	if (stars != g->n_names)
		return error_at(c->err, g->pattern.offset, "the text has %u "
		    "star%s and %u name%s: each * needs one", stars,
		    stars == 1 ? "" : "s", g->n_names,
		    g->n_names == 1 ? "" : "s");
	if (!is_utf8(g->pattern.text))
		return error_at(c->err, g->pattern.offset, "parse: the text is "
		    "no UTF-8, so that nothing can match it");
	if (!check_regex(c, pattern_of_glob(g->pattern.text, c->arena),
	        g->pattern.offset, &regex))
		return false;
	for (uint32_t i = 0; i < stars; i++)
		if (!add_name(c, g, g->names[i], regex, i + 1))
			return false;
	return true;
}

/* Values are made when they are asked for. */
bool
parse_run(struct run *r, const struct stage *st)
{
	(void)r;
	(void)st;
	return true;
}
