#include "query/lex.h"

#include "base/buf.h"
#include "query/errors.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* What a bare name is made of besides its points. */
static bool
is_name(char c)
{
	return is_letter(c) || is_digit(c) || c == '@';
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The byte at the reading place and those behind it; 0 at the end. */
static char
byte_at(const struct lexer *l, uint32_t ahead)
{
	return ahead < l->query.n - l->at ? l->query.p[l->at + ahead] : 0;
}

static bool
at_end(const struct lexer *l)
{
	return l->at >= l->query.n;
}

static struct str
since(const struct lexer *l, uint32_t start)
{
	return (struct str){ l->query.p + start, l->at - start };
}

static void
skip_blanks(struct lexer *l)
{
	while (!at_end(l)) {
		if (byte_at(l, 0) == '#')
			while (!at_end(l) && byte_at(l, 0) != '\n')
				l->at++;
		else if (is_blank(byte_at(l, 0)))
			l->at++;
		else
			return;
	}
}

/* ---- names -------------------------------------------------------------- */

/* From the backtick on; two of them stand for one. */
static bool
lex_backticks(struct lexer *l, struct buf *name, struct err *err)
{
	uint32_t start = l->at++;

	while (!at_end(l)) {
		char c = byte_at(l, 0);

		l->at++;
		if (c == '`' && byte_at(l, 0) != '`')
			return true;
		if (c == '`')
			l->at++;
		buf_byte(name, c);
	}
	return error_at(err, start, "this backtick is never closed");
}

static bool
segment_begins(char c)
{
	return is_name(c) || c == '`';
}

/* a[0] is another spelling of a.0.  Not so `in[0]`. */
static void
lex_positions(struct lexer *l, struct buf *name)
{
	uint32_t n;

	while (byte_at(l, 0) == '[' && name->n &&
	    !str_equal_fold(buf_str(name), STR("in"))) {
		for (n = 1; is_digit(byte_at(l, n)); n++)
			;
		if (n == 1 || byte_at(l, n) != ']')
			return;
		buf_byte(name, '.');
		buf_add(name, (struct str){ l->query.p + l->at + 1, n - 1 });
		l->at += n + 1;
	}
}

/* .* as a step that is any position: nothing else of a name follows. */
static bool
is_star_step(const struct lexer *l)
{
	return byte_at(l, 0) == '.' && byte_at(l, 1) == '*' &&
	    !segment_begins(byte_at(l, 2));
}

/* Segments joined by points; the first does not begin with a digit. */
static bool
lex_name(struct lexer *l, struct token *t, struct err *err)
{
	struct buf name = { 0 };
	bool good = true;

	t->kind = TOKEN_NAME;
	while (good) {
		while (is_name(byte_at(l, 0)) && !at_end(l))
			buf_byte(&name, l->query.p[l->at++]);
		if (byte_at(l, 0) == '`') {
			t->quoted = true;
			good = lex_backticks(l, &name, err);
		}
		lex_positions(l, &name);
		if (!good || byte_at(l, 0) != '.')
			break;
		if (is_star_step(l)) {
			buf_add(&name, STR(".*"));
			l->at += 2;
			if (byte_at(l, 0) != '.')
				break;
		}
		if (!segment_begins(byte_at(l, 1)) && !is_star_step(l)) {
			good = error_at(err, l->at, "expected the next part "
			    "of the name behind this point");
			break;
		}
		if (is_star_step(l))
			continue;
		buf_byte(&name, '.');
		l->at++;
	}
	t->text = arena_copy(l->arena, buf_str(&name));
	buf_free(&name);
	return good;
}

/* ---- numbers, periods --------------------------------------------------- */

static void
skip_digits(struct lexer *l)
{
	while (is_digit(byte_at(l, 0)))
		l->at++;
}

static bool
lex_number(struct lexer *l, struct token *t, struct err *err)
{
	uint32_t start = l->at;
	char quoted[ERROR_QUOTE_BYTES];
	char sign;

	t->kind = TOKEN_NUMBER;
	skip_digits(l);
	if (byte_at(l, 0) == '.' && is_digit(byte_at(l, 1))) {
		l->at++;
		skip_digits(l);
	} else if (is_letter(byte_at(l, 0)) &&
	    !((byte_at(l, 0) | 0x20) == 'e' &&
	        (is_digit(byte_at(l, 1)) || byte_at(l, 1) == '-' ||
	            byte_at(l, 1) == '+'))) {
		t->kind = TOKEN_PERIOD;
		while (is_name(byte_at(l, 0)))
			l->at++;
	}
	sign = byte_at(l, 1);
	if (t->kind == TOKEN_NUMBER && (byte_at(l, 0) | 0x20) == 'e' &&
	    (is_digit(sign) ||
	        ((sign == '-' || sign == '+') && is_digit(byte_at(l, 2))))) {
		l->at += 2;
		skip_digits(l);
	}
	t->text = since(l, start);
	if (!is_name(byte_at(l, 0)) && byte_at(l, 0) != '.')
		return true;
	while (is_name(byte_at(l, 0)) || byte_at(l, 0) == '.')
		l->at++;
	return error_at(err, start, "%s is neither a number nor a name: write "
	    "text in quotes, and a name that begins with a digit in backticks",
	    error_quote(since(l, start), quoted));
}

/* ---- strings, regular expressions --------------------------------------- */

static bool
lex_string(struct lexer *l, struct token *t, struct err *err)
{
	struct buf text = { 0 };
	uint32_t start = l->at;
	char quote = byte_at(l, 0);

	t->kind = TOKEN_STRING;
	for (l->at++; !at_end(l) && byte_at(l, 0) != quote; l->at++) {
		char c = byte_at(l, 0), next = byte_at(l, 1);

		if (c != '\\') {
			buf_byte(&text, c);
			continue;
		}
		switch (next) {
		case '\\':
		case '"':
		case '\'':
		case '/':
			buf_byte(&text, next);
			l->at++;
			break;
		case 'n':
		case 't':
			buf_byte(&text, next == 'n' ? '\n' : '\t');
			l->at++;
			break;
		default:
			buf_byte(&text, c);
		}
	}
	t->text = arena_copy(l->arena, buf_str(&text));
	buf_free(&text);
	if (at_end(l))
		return error_at(err, start, "this %s is never closed: the "
		    "text after it needs another one at its end",
		    quote == '"' ? "double quote" : "single quote");
	l->at++;
	return true;
}

/* Up to the / that closes it, on one line unless it may be longer. */
static bool
lex_regex(struct lexer *l, struct token *t, struct err *err)
{
	struct buf pattern = { 0 };
	uint32_t start = l->at;
	bool closed;

	t->kind = TOKEN_REGEX;
	for (l->at++; !at_end(l) && byte_at(l, 0) != '/' &&
	     (byte_at(l, 0) != '\n' || l->long_patterns); l->at++) {
		char c = byte_at(l, 0), next = byte_at(l, 1);

		if (c == '\\' && next != '\n' && l->at + 1 < l->query.n) {
			if (next != '/')
				buf_byte(&pattern, c);
			c = next;
			l->at++;
		}
		buf_byte(&pattern, c);
	}
	t->text = arena_copy(l->arena, buf_str(&pattern));
	buf_free(&pattern);
	closed = byte_at(l, 0) == '/' && !at_end(l);
	if (!closed)
		return error_at(err, start, "this regular expression is not "
		    "closed: it needs another / on the same line");
	l->at++;
	if (t->text.n == 0)
		return error_at(err, start, "// is no comment and no pattern "
		    "here: a comment begins with #");
	if (is_letter(byte_at(l, 0)))
		return error_at(err, l->at, "a pattern has no flags behind "
		    "it: write /(?i).../ to ignore case");
	return true;
}

/* ---- signs -------------------------------------------------------------- */

static const char *const signs[] = { "!=", "<=", ">=", "<>", "==", "=~", "!~",
	"|", ",", "(", ")", "[", "]", "=", "<", ">", "!", "+", "-", "*", "/",
	"%", "^", ":", "." };

/* What is usual elsewhere, and none of ours. */
static const struct {
	const char *sign;
	const char *advice;
} foreign_signs[] = {
	{ "&&", "\"&&\" is not an operator here: write \"and\"" },
	{ "||", "\"||\" is not an operator here: write \"or\"" },
	{ "//", "// begins no comment here: write #" },
	{ "/*", "/* begins no comment here: write # before each line" },
	{ ";", "a query has no \";\": commands are joined by \"|\"" },
	{ "{{", "parameters like {{name}} must be filled in first" },
	{ "\xe2\x80\x9c", "this is a typographic quote: write \"" },
	{ "\xe2\x80\x9d", "this is a typographic quote: write \"" },
	{ "\xe2\x80\x98", "this is a typographic quote: write '" },
	{ "\xe2\x80\x99", "this is a typographic quote: write '" },
	{ "\xc2\xa0", "this is a no-break space: write an ordinary one" },
};

static bool
lex_sign(struct lexer *l, struct token *t, struct err *err)
{
	struct str rest = str_from(l->query, l->at);
	char quoted[ERROR_QUOTE_BYTES];
	struct str one = str_head(rest, 1);

	for (size_t i = 0;
	     i < sizeof(foreign_signs) / sizeof(foreign_signs[0]); i++)
		if (str_starts(rest, str_of(foreign_signs[i].sign)))
			return error_at(err, l->at, "%s",
			    foreign_signs[i].advice);
	t->kind = TOKEN_SIGN;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (str_starts(rest, str_of(signs[i]))) {
			t->text = str_of(signs[i]);
			l->at += (uint32_t)t->text.n;
			return true;
		}
	while (one.n < rest.n && one.n < 4 && (one.p[one.n] & 0xc0) == 0x80 &&
	    (one.p[0] & 0x80))
		one.n++;
	return error_at(err, l->at, "%s has no meaning here: text stands in "
	    "quotes, an unusual name in backticks",
	    error_quote(one, quoted));
}

bool
lex_next(struct lexer *l, bool value_expected, struct token *t,
    struct err *err)
{
	uint32_t before = l->at;
	bool good;
	char c;

	*t = (struct token){ 0 };
	skip_blanks(l);
	t->blank_before = l->at > before;
	t->offset = l->at;
	c = byte_at(l, 0);
	if (at_end(l))
		good = true;
	else if (is_letter(c) || c == '@' || c == '`')
		good = lex_name(l, t, err);
	else if (is_digit(c) || (c == '.' && is_digit(byte_at(l, 1))))
		good = lex_number(l, t, err);
	else if (c == '"' || c == '\'')
		good = lex_string(l, t, err);
	else if (c == '/' && value_expected)
		good = lex_regex(l, t, err);
	else
		good = lex_sign(l, t, err);
	t->end = l->at;
	return good;
}

bool
token_is(const struct token *t, const char *sign)
{
	return t->kind == TOKEN_SIGN && str_equal(t->text, str_of(sign));
}

bool
token_is_word(const struct token *t, const char *word)
{
	return t->kind == TOKEN_NAME && !t->quoted &&
	    str_equal_fold(t->text, str_of(word));
}
