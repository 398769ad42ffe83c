/*
 * The aggregates: one row each, with the functions that keep their state.
 * Sums are exact and the least and greatest value are of a total order, so
 * that no result depends on the order of events or on the number of threads.
 */
#include "query/agg.h"
#include "query/exact.h"
#include "query/tables.h"

/* ---- count -------------------------------------------------------------- */

static void
count_add(void *state, const struct datum *d, struct arena *a)
{
	(void)a;
	*(uint64_t *)state += d->kind != DATUM_MISSING;
}

static void
count_merge(void *state, const void *other, struct arena *a)
{
	(void)a;
	*(uint64_t *)state += *(const uint64_t *)other;
}

static AGGREGATE_RESULT(count_result)
{
	(void)x;
	(void)a;
	return datum_of_number((double)*(const uint64_t *)state);
}

/* ---- sum, avg ----------------------------------------------------------- */

struct sum {
	struct exact sum;
	uint64_t terms;
};

static void
sum_add(void *state, const struct datum *d, struct arena *a)
{
	struct sum *s = state;

	if (d->kind != DATUM_NUMBER)
		return;
	exact_add(&s->sum, d->number, a);
	s->terms++;
}

static void
sum_merge(void *state, const void *other, struct arena *a)
{
	struct sum *s = state;
	const struct sum *o = other;

	exact_merge(&s->sum, &o->sum, a);
	s->terms += o->terms;
}

static AGGREGATE_RESULT(sum_result)
{
	const struct sum *s = state;

	(void)x;
	(void)a;
	if (s->terms == 0)
		return datum_missing();
	return datum_of_number(exact_sum(&s->sum));
}

static AGGREGATE_RESULT(avg_result)
{
	const struct sum *s = state;

	(void)x;
	(void)a;
	if (s->terms == 0)
		return datum_missing();
	return datum_of_number(exact_sum(&s->sum) / (double)s->terms);
}

/* ---- min, max ----------------------------------------------------------- */

/* Of values that are equal in order the one of the first kind is kept. */
static bool
takes_place(const struct ordered *old, const struct ordered *new, int sign)
{
	int c;

	if (old->datum.kind == DATUM_MISSING)
		return true;
	c = ordered_compare(new, old) * sign;
	return c < 0 || (c == 0 && new->datum.kind < old->datum.kind);
}

static void
best_add(struct ordered *best, struct ordered o, int sign, struct arena *a)
{
	if (o.datum.kind == DATUM_MISSING || !takes_place(best, &o, sign))
		return;
	o.datum = datum_copy(a, o.datum);
	*best = o;
}

static void
min_add(void *state, const struct datum *d, struct arena *a)
{
	best_add(state, ordered_of(*d), 1, a);
}

static void
min_merge(void *state, const void *other, struct arena *a)
{
	best_add(state, *(const struct ordered *)other, 1, a);
}

static void
max_add(void *state, const struct datum *d, struct arena *a)
{
	best_add(state, ordered_of(*d), -1, a);
}

static void
max_merge(void *state, const void *other, struct arena *a)
{
	best_add(state, *(const struct ordered *)other, -1, a);
}

static AGGREGATE_RESULT(best_result)
{
	(void)x;
	(void)a;
	return ((const struct ordered *)state)->datum;
}

/* ---- the table ---------------------------------------------------------- */

#define WORD(name, syntax, help, example) \
	.word = { name, WORD_AGGREGATE, syntax, help, example }

#define NUMBERS(name)                                          \
	.numeric = true, .size = sizeof(struct numbers),       \
	.add = numbers_add, .merge = numbers_merge,            \
	.result = name##_result

static const char count_distinct[] = "count_distinct";

static const struct aggregate aggregates[] = {
	{ WORD("count", "count(*), count(x)",
	      "how many events there are, or have x",
	      "stats count(*) as n, count(errorCode) as failed by eventName"),
	    .rows = true, .presence = true, .adds = true,
	    .size = sizeof(uint64_t),
	    .add = count_add, .merge = count_merge, .result = count_result },
	{ WORD("countOverTime", "countOverTime(x)",
	      "how many events have x, for by bin(5m)",
	      "stats countOverTime(errorCode) as failed by bin(1h)"),
	    .presence = true, .adds = true, .size = sizeof(uint64_t),
	    .add = count_add, .merge = count_merge, .result = count_result },
	{ WORD(count_distinct, "count_distinct(x)",
	      "how many different values x has; exact",
	      "stats count_distinct(sourceIPAddress) as addresses by @who"),
	    .distinct = true, .size = sizeof(uint64_t), .add = count_add,
	    .merge = count_merge, .result = count_result },
	{ WORD("sum", "sum(x)", "sum of what reads as a number; a condition "
	                        "counts where it holds",
	      "stats sum(readOnly = false) as writes by eventSource"),
	    .numeric = true, .adds = true, .size = sizeof(struct sum), .add = sum_add,
	    .merge = sum_merge, .result = sum_result },
	{ WORD("avg", "avg(x)", "mean of what reads as a number",
	      "stats avg(strlen(userAgent)) as mean by eventSource"),
	    .numeric = true, .size = sizeof(struct sum), .add = sum_add,
	    .merge = sum_merge, .result = avg_result },
	{ WORD("min", "min(x)", "least value: by size if all are numbers, "
	                        "else in the order of sort",
	      "stats min(@timestamp) as first by @who"),
	    .extreme = -1, .size = sizeof(struct ordered), .add = min_add,
	    .merge = min_merge, .result = best_result },
	{ WORD("max", "max(x)", "greatest value, as min",
	      "stats max(@timestamp) as last by @who"),
	    .extreme = 1, .size = sizeof(struct ordered), .add = max_add,
	    .merge = max_merge, .result = best_result },
	{ WORD("sumOverTime", "sumOverTime(x)", "sum, for by bin(5m)",
	      "stats sumOverTime(strlen(userAgent)) as letters by bin(1h)"),
	    .numeric = true, .adds = true, .size = sizeof(struct sum),
	    .add = sum_add, .merge = sum_merge, .result = sum_result },
	{ WORD("sortsFirst", "sortsFirst(x)",
	      "the value that sort puts first",
	      "stats sortsFirst(eventName) as first by eventSource"),
	    .extreme = -1, .size = sizeof(struct ordered), .add = min_add,
	    .merge = min_merge, .result = best_result },
	{ WORD("sortsLast", "sortsLast(x)", "the value that sort puts last",
	      "stats sortsLast(eventName) as last by eventSource"),
	    .extreme = 1, .size = sizeof(struct ordered), .add = max_add,
	    .merge = max_merge, .result = best_result },
	{ WORD("earliest", "earliest(x)",
	      "x of the event with the earliest @timestamp that has it",
	      "stats earliest(eventName) as first by @who"),
	    .timed = true, .size = sizeof(struct moments),
	    .add = moments_add, .merge = moments_merge,
	    .result = earliest_result },
	{ WORD("latest", "latest(x)",
	      "x of the event with the latest @timestamp that has it",
	      "stats latest(eventName) as last by @who"),
	    .timed = true, .size = sizeof(struct moments),
	    .add = moments_add, .merge = moments_merge,
	    .result = latest_result },
	{ WORD("rate", "rate(x, 1m)",
	      "how much x grew in that time, by its earliest and latest value",
	      "stats rate(@record, 1h) as per_hour by @file"),
	    .numeric = true, .timed = true, .constant = 2, .period = true,
	    .size = sizeof(struct moments), .add = moments_add,
	    .merge = moments_merge, .result = rate_result },
	{ WORD("pct", "pct(x, 95)",
	      "the number below which so many percent of the numbers are; one "
	      "of them, not interpolated",
	      "stats pct(strlen(userAgent), 95) as p95 by eventSource"),
	    .other = "percentile", NUMBERS(pct), .constant = 2,
	    .constant_max = 100 },
	{ WORD("median", "median(x)", "pct(x, 50)",
	      "stats median(strlen(userAgent)) as middle by eventSource"),
	    NUMBERS(median) },
	{ WORD("stddev", "stddev(x)",
	      "standard deviation, of a whole population",
	      "stats stddev(strlen(userAgent)) as spread by eventSource"),
	    NUMBERS(stddev) },
	{ WORD("variance", "variance(x)", "the square of stddev",
	      "stats variance(strlen(userAgent)) as spread by eventSource"),
	    NUMBERS(variance) },
	{ WORD("histogram", "histogram(x, 10)",
	      "how many numbers lie in so many ranges of equal width",
	      "stats histogram(strlen(userAgent), 5) as lengths"),
	    NUMBERS(histogram), .constant = 2, .constant_min = 1,
	    .constant_max = 1000 },
	{ WORD("values", "values(x)",
	      "a list of the different values, in the order of sort",
	      "stats values(awsRegion) as regions by @who"),
	    .other = "collectvalues", .size = sizeof(struct values),
	    .add = values_add, .merge = values_merge,
	    .result = values_result },
	{ WORD("topk", "topk(3, x)",
	      "a list of the most frequent values; of equally frequent ones "
	      "the first in the order of sort",
	      "stats topk(3, eventName) as calls by @who"),
	    .constant = 1, .constant_min = 1, .constant_max = 10000,
	    .size = sizeof(struct values), .add = values_add,
	    .merge = values_merge, .result = topk_result },
};

#define AGGREGATES (sizeof(aggregates) / sizeof(aggregates[0]))

const struct aggregate *
aggregate_at(size_t i)
{
	return i < AGGREGATES ? &aggregates[i] : NULL;
}

const struct aggregate *
aggregate_find(struct str name)
{
	for (size_t i = 0; i < AGGREGATES; i++)
		if (word_matches(name, aggregates[i].word.name,
		        aggregates[i].other))
			return &aggregates[i];
	return NULL;
}

/* Values of a field are counted by their numbers; elements have none. */
static const struct aggregate distinct_elements = {
	.size = sizeof(struct values), .add = values_add,
	.merge = values_merge, .result = values_count_result,
	.word = { count_distinct, WORD_AGGREGATE, "", "", "" },
};

const struct aggregate *
aggregate_of_elements(const struct aggregate *g)
{
	return g->distinct ? &distinct_elements : g;
}
