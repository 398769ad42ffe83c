#include "base/str.h"

static char
fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

size_t
str_find(struct str s, struct str needle)
{
	const char *p;

	if (needle.n == 0)
		return 0;
	if (needle.n > s.n)
		return s.n;
	if (needle.n == 1)
		return str_index(s, needle.p[0]);
	p = memmem(s.p, s.n, needle.p, needle.n);
	return p ? (size_t)(p - s.p) : s.n;
}

bool
str_equal_fold(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++) {
		if (fold(a.p[i]) != fold(b.p[i]))
			return false;
	}
	return true;
}

struct str
str_trim(struct str s)
{
	while (s.n > 0 && is_blank(s.p[s.n - 1]))
		s.n--;
	while (s.n > 0 && is_blank(s.p[0])) {
		s.p++;
		s.n--;
	}
	return s;
}
