/*
 * Values as a plain evaluator of queries sees them: written a second time, by
 * the rules of doc/query-language.md, to compare the engine with.
 */
#ifndef TESTS_FUZZ_PLAIN_H
#define TESTS_FUZZ_PLAIN_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 64

enum kind { MISSING, TEXT, SPELLED, WORD_TRUE, WORD_FALSE, NUMBER };

struct plain {
	enum kind kind;
	char text[TEXT_MAX]; /* of TEXT and SPELLED */
	double number;       /* of NUMBER */
};

static inline struct plain
number(double x)
{
	struct plain v = { NUMBER, "", x + 0.0 };

	if (!isfinite(x))
		v.kind = MISSING;
	return v;
}

/* A decimal number from end to end; only records spell exponents. */
static inline bool
reads_as_number(const struct plain *v, double *out)
{
	char *end;

	switch (v->kind) {
	case NUMBER:
		*out = v->number;
		return true;
	case WORD_TRUE:
	case WORD_FALSE:
		*out = v->kind == WORD_TRUE;
		return true;
	case TEXT:
		if (strspn(v->text, "+-.0123456789") != strlen(v->text))
			return false;
		break;
	case SPELLED:
		break;
	case MISSING:
		return false;
	}
	*out = strtod(v->text, &end);
	return end > v->text && *end == 0;
}

/* As it is printed. */
static inline void
print(const struct plain *v, char out[TEXT_MAX])
{
	switch (v->kind) {
	case MISSING:
		snprintf(out, TEXT_MAX, "~");
		return;
	case TEXT:
	case SPELLED:
		snprintf(out, TEXT_MAX, "%s", v->text);
		return;
	case WORD_TRUE:
	case WORD_FALSE:
		snprintf(out, TEXT_MAX, "%s",
		    v->kind == WORD_TRUE ? "true" : "false");
		return;
	case NUMBER:
		break;
	}
	if (v->number == floor(v->number)) {
		snprintf(out, TEXT_MAX, "%.0f", v->number);
		return;
	}
	snprintf(out, TEXT_MAX, "%.4f", v->number);
	while (out[strlen(out) - 1] == '0')
		out[strlen(out) - 1] = 0;
}

/* Of two values that are there; < 0, 0, > 0. */
static inline int
compare(const struct plain *a, const struct plain *b)
{
	char s[TEXT_MAX], t[TEXT_MAX];
	double x, y;

	if (reads_as_number(a, &x) && reads_as_number(b, &y))
		return (x > y) - (x < y);
	print(a, s);
	print(b, t);
	return strcmp(s, t);
}

static inline bool
holds(const struct plain *v)
{
	double x;

	if (reads_as_number(v, &x))
		return x != 0;
	return v->kind == TEXT && strcmp(v->text, "true") == 0;
}

static inline bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Runs of digits by length and then value, all else byte by byte. */
static inline int
natural(const char *s, const char *t)
{
	while (*s && *t) {
		size_t m = strspn(s, "0123456789"), n;

		if (!is_digit(*s) || !is_digit(*t)) {
			if (*s != *t)
				return (unsigned char)*s - (unsigned char)*t;
			s++;
			t++;
			continue;
		}
		n = strspn(t, "0123456789");
		if (m != n)
			return m < n ? -1 : 1;
		if (strncmp(s, t, n) != 0)
			return strncmp(s, t, n);
		s += m;
		t += n;
	}
	return (*s != 0) - (*t != 0);
}

/* The order of sort: what is no number first. */
static inline int
sort_order(const struct plain *a, const struct plain *b)
{
	bool words_a = a->kind == WORD_TRUE || a->kind == WORD_FALSE;
	bool words_b = b->kind == WORD_TRUE || b->kind == WORD_FALSE;
	char s[TEXT_MAX], t[TEXT_MAX];
	double x = 0, y = 0;
	bool p = !words_a && reads_as_number(a, &x);
	bool q = !words_b && reads_as_number(b, &y);

	if (p != q)
		return p ? 1 : -1;
	if (p && x != y)
		return x < y ? -1 : 1;
	print(a, s);
	print(b, t);
	return p ? strcmp(s, t) : natural(s, t);
}
#endif
