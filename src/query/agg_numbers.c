/*
 * Aggregates that need all numbers of a group.  They are put in order first,
 * so that no result depends on the order of events.
 */
#include "query/agg.h"

#include <math.h>
#include <stdlib.h>
#include "query/exact.h"
#include "query/tree.h"

void
numbers_add(void *state, const struct datum *d, struct arena *a)
{
	struct numbers *s = state;

	if (d->kind != DATUM_NUMBER)
		return;
	if (s->n == s->capacity) {
		uint64_t capacity = s->capacity ? s->capacity * 2 : 4;
		double *list = arena_raw(a, capacity * sizeof(*list));

		if (s->n)
			memcpy(list, s->list, s->n * sizeof(*list));
		s->list = list;
		s->capacity = capacity;
	}
	s->list[s->n++] = d->number;
}

void
numbers_merge(void *state, const void *other, struct arena *a)
{
	const struct numbers *o = other;

	for (uint64_t i = 0; i < o->n; i++) {
		struct datum d = datum_of_number(o->list[i]);

		numbers_add(state, &d, a);
	}
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
put_in_order(struct numbers *s)
{
	if (s->n)
		qsort(s->list, s->n, sizeof(*s->list), compare);
}

/* ---- percentiles -------------------------------------------------------- */

/* Without interpolation: one of the values. */
static struct datum
percentile(struct numbers *s, double p)
{
	double at = floor(p * (double)s->n / 100);

	if (s->n == 0)
		return datum_missing();
	put_in_order(s);
	return datum_of_number(
	    s->list[at < (double)s->n ? (uint64_t)at : s->n - 1]);
}

static double
constant(const struct expr *x)
{
	double n = 0;

	number_read(x->args[1]->text, true, &n);
	return n;
}

AGGREGATE_RESULT(pct_result)
{
	(void)a;
	return percentile(state, constant(x));
}

AGGREGATE_RESULT(median_result)
{
	(void)x;
	(void)a;
	return percentile(state, 50);
}

/* ---- spread ------------------------------------------------------------- */

/* Of a whole population, in two passes: the mean, then the mean square of the
 * distances from it. */
static double
variance(struct numbers *s, struct arena *a)
{
	struct exact sum = { 0 }, squares = { 0 };
	double mean;

	put_in_order(s);
	for (uint64_t i = 0; i < s->n; i++)
		exact_add(&sum, s->list[i], a);
	mean = exact_sum(&sum) / (double)s->n;
	for (uint64_t i = 0; i < s->n; i++) {
		double square = (s->list[i] - mean) * (s->list[i] - mean);

		if (!isfinite(square))
			return square;
		exact_add(&squares, square, a);
	}
	return exact_sum(&squares) / (double)s->n;
}

AGGREGATE_RESULT(variance_result)
{
	struct numbers *s = state;

	(void)x;
	return s->n ? datum_of_number(variance(s, a)) : datum_missing();
}

AGGREGATE_RESULT(stddev_result)
{
	struct numbers *s = state;

	(void)x;
	return s->n ? datum_of_number(sqrt(variance(s, a)))
	            : datum_missing();
}

/* ---- histogram ---------------------------------------------------------- */

/* Ranges of equal width from the least to the greatest; a value at a border
 * belongs to the range above it, the greatest to the last. */
AGGREGATE_RESULT(histogram_result)
{
	struct numbers *s = state;
	uint32_t buckets = (uint32_t)constant(x);
	uint64_t *counts = arena_array(a, buckets, sizeof(*counts));
	struct buf b = { 0 };
	struct datum d;
	double low, width;

	if (s->n == 0)
		return datum_missing();
	put_in_order(s);
	low = s->list[0];
	width = (s->list[s->n - 1] - low) / buckets;
	if (!isfinite(width))
		return datum_missing();
	for (uint64_t i = 0; i < s->n; i++) {
		double at = width > 0 ? (s->list[i] - low) / width : 0;

		counts[at < buckets ? (uint32_t)at : buckets - 1]++;
	}
	if (width == 0)
		buckets = 1;
	buf_byte(&b, '{');
	for (uint32_t i = 0; i < buckets; i++) {
		buf_add(&b, i ? STR(",\"") : STR("\""));
		number_print(low + i * width, &b);
		buf_add(&b, STR(" - "));
		number_print(i + 1 < buckets ? low + (i + 1) * width
		                             : s->list[s->n - 1], &b);
		buf_printf(&b, "\":%llu", (unsigned long long)counts[i]);
	}
	buf_byte(&b, '}');
	d = datum_of_json(arena_copy(a, buf_str(&b)));
	buf_free(&b);
	return d;
}
