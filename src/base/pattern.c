#include "base/pattern.h"

/* Bytes up to and with the first `close` from `from` on. */
static size_t
through(struct str s, size_t from, struct str close)
{
	size_t i = from + str_find(str_from(s, from), close);

	return i < s.n ? i + close.n : s.n;
}

/* The bytes of the class that s begins with.  A ] stands for itself as its
 * first member; [:alpha:] and \Q...\E may hold one too. */
static size_t
class_bytes(struct str s)
{
	size_t i = 1;

	if (i < s.n && s.p[i] == '^')
		i++;
	if (i < s.n && s.p[i] == ']')
		i++;
	while (i < s.n && s.p[i] != ']') {
		struct str rest = str_from(s, i);

		if (str_starts(rest, STR("\\Q")))
			i = through(s, i + 2, STR("\\E"));
		else if (s.p[i] == '\\')
			i += 2;
		else if (str_starts(rest, STR("[:")) &&
		    str_find(rest, STR(":]")) < str_index(rest, ']'))
			i = through(s, i + 2, STR(":]"));
		else
			i++;
	}
	return i < s.n ? i + 1 : s.n;
}

static size_t
digits_at(struct str s, size_t i)
{
	size_t n = 0;

	while (i + n < s.n && s.p[i + n] >= '0' && s.p[i + n] <= '9')
		n++;
	return n;
}

/* The bytes of {2}, {2,} or {2,3} at the start of s, or 0: a { that begins
 * none of them stands for itself. */
static size_t
braces_bytes(struct str s)
{
	size_t i = 1 + digits_at(s, 1);

	if (i == 1)
		return 0;
	if (i < s.n && s.p[i] == ',') {
		i++;
		i += digits_at(s, i);
	}
	return i < s.n && s.p[i] == '}' ? i + 1 : 0;
}

bool
pattern_next(struct pattern *p)
{
	struct str s = p->rest;
	size_t n = 1;

	if (s.n == 0)
		return false;
	p->kind = PATTERN_BYTE;
	switch (s.p[0]) {
	case '\\':
		p->kind = PATTERN_ESCAPE;
		n = 2;
		if (str_starts(s, STR("\\Q"))) {
			p->kind = PATTERN_QUOTED;
			n = through(s, 2, STR("\\E"));
		}
		break;
	case '[':
		p->kind = PATTERN_CLASS;
		n = class_bytes(s);
		break;
	case '(':
		p->kind = PATTERN_OPEN;
		if (str_starts(s, STR("(?#"))) {
			p->kind = PATTERN_COMMENT;
			n = through(s, 3, STR(")"));
		}
		break;
	case '*':
	case '+':
	case '?':
		p->kind = PATTERN_REPEAT;
		break;
	case '{':
		n = braces_bytes(s);
		if (n)
			p->kind = PATTERN_REPEAT;
		else
			n = 1;
		break;
	}
	p->piece = str_head(s, n);
	p->rest = str_from(s, p->piece.n);
	return true;
}
