#include "query/constants.h"

#include <math.h>
#include <stdlib.h>

static int
compare_texts(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static int
compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct constants *
constants_of(const struct expr *list, struct arena *a)
{
	struct constants *c;

	if (list->n_args < CONSTANTS_MIN)
		return NULL;
	c = arena_alloc(a, sizeof(*c));
	c->texts = arena_array(a, list->n_args, sizeof(*c->texts));
	c->numbers = arena_array(a, list->n_args, sizeof(*c->numbers));
	for (uint32_t i = 0; i < list->n_args; i++) {
		const struct expr *x = list->args[i];
		double *number = &c->numbers[c->n_numbers];

		if (x->kind != EXPR_TEXT && x->kind != EXPR_NUMBER)
			return NULL;
		c->texts[c->n_texts++] = x->text;
		if (!number_read(x->text, x->kind == EXPR_NUMBER, number))
			continue;
		/* Beyond 2^53 numbers are compared digit by digit. */
		if (fabs(*number) >= 0x1p53)
			return NULL;
		c->n_numbers++;
	}
	qsort(c->texts, c->n_texts, sizeof(*c->texts), compare_texts);
	qsort(c->numbers, c->n_numbers, sizeof(*c->numbers), compare_numbers);
	return c;
}

struct constants *
constants_of_data(const struct datum *values, uint64_t n, struct arena *a)
{
	struct constants *c = arena_alloc(a, sizeof(*c));

	c->texts = arena_array(a, n, sizeof(*c->texts));
	c->numbers = arena_array(a, n, sizeof(*c->numbers));
	for (uint64_t i = 0; i < n; i++) {
		double *number = &c->numbers[c->n_numbers];

		if (values[i].kind == DATUM_MISSING)
			continue;
		c->texts[c->n_texts++] = datum_text(&values[i], a);
		/* Beyond 2^53 only equal texts are equal. */
		if (datum_number(&values[i], number) && fabs(*number) < 0x1p53)
			c->n_numbers++;
	}
	qsort(c->texts, c->n_texts, sizeof(*c->texts), compare_texts);
	qsort(c->numbers, c->n_numbers, sizeof(*c->numbers), compare_numbers);
	return c;
}

/* A time equals what reads as that time. */
static bool
any_equals(const struct constants *c, const struct datum *d,
    struct arena *scratch)
{
	for (uint32_t i = 0; i < c->n_texts; i++) {
		struct datum member = datum_of_text(c->texts[i]);

		if (datum_compare(d, &member, scratch) == 0)
			return true;
	}
	return false;
}

bool
constants_have(const struct constants *c, const struct datum *d,
    struct arena *scratch)
{
	struct str text;
	double number;

	if (d->kind == DATUM_TIME)
		return any_equals(c, d, scratch);
	text = datum_text(d, scratch);
	/* Equal texts are equal as numbers too. */
	if (bsearch(&text, c->texts, c->n_texts, sizeof(text), compare_texts))
		return true;
	return datum_number(d, &number) &&
	    bsearch(&number, c->numbers, c->n_numbers, sizeof(number),
	        compare_numbers);
}
