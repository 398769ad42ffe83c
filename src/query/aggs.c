/*
 * The aggregates: one row each, with the functions that keep their state.
 * Sums are exact and the least and greatest value are of a total order, so
 * that no result depends on the order of events or on the number of threads.
 */
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

static struct datum
count_result(const void *state)
{
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

static struct datum
sum_result(const void *state)
{
	const struct sum *s = state;

	if (s->terms == 0)
		return datum_missing();
	return datum_of_number(exact_sum(&s->sum));
}

static struct datum
avg_result(const void *state)
{
	const struct sum *s = state;

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

static struct datum
best_result(const void *state)
{
	return ((const struct ordered *)state)->datum;
}

/* ---- the table ---------------------------------------------------------- */

#define WORD(name, syntax, help, example) \
	.word = { name, WORD_AGGREGATE, syntax, help, example }

static const struct aggregate aggregates[] = {
	{ WORD("count", "count(*), count(x)",
	      "how many events there are, or have x",
	      "stats count(*) as n, count(errorCode) as failed by eventName"),
	    .rows = true, .presence = true, .size = sizeof(uint64_t),
	    .add = count_add, .merge = count_merge, .result = count_result },
	{ WORD("count_distinct", "count_distinct(x)",
	      "how many different values x has; exact",
	      "stats count_distinct(sourceIPAddress) as addresses by @who"),
	    .distinct = true, .size = sizeof(uint64_t), .add = count_add,
	    .merge = count_merge, .result = count_result },
	{ WORD("sum", "sum(x)", "sum of what reads as a number; a condition "
	                        "counts where it holds",
	      "stats sum(readOnly = false) as writes by eventSource"),
	    .numeric = true, .size = sizeof(struct sum), .add = sum_add,
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
