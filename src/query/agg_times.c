/*
 * Aggregates that need the first and last value by time.
 */
#include "query/agg.h"

#include <math.h>
#include "query/tree.h"

/* sign 1: the earlier counts, and of equal times the lesser value; -1: the
 * opposite.  The first kind is kept of values that are equal in order. */
static bool
takes_place(const struct moment_value *old, int64_t us,
    const struct datum *value, int sign)
{
	struct ordered o, n;
	int c;

	if (old->value.kind == DATUM_MISSING)
		return true;
	if (us != old->us)
		return (us < old->us) == (sign > 0);
	o = ordered_of(old->value);
	n = ordered_of(*value);
	c = ordered_compare(&n, &o) * sign;
	return c < 0 || (c == 0 && value->kind < old->value.kind);
}

static void
note(struct moments *s, int64_t us, const struct datum *value,
    struct arena *a)
{
	struct moment_value copy = { us, datum_missing() };

	if (takes_place(&s->first, us, value, 1)) {
		copy.value = datum_copy(a, *value);
		s->first = copy;
	}
	if (takes_place(&s->last, us, value, -1)) {
		copy.value = datum_copy(a, *value);
		s->last = copy;
	}
}

void
moments_add(void *state, const struct datum *d, struct arena *a)
{
	int64_t us;

	if (d[0].kind != DATUM_MISSING && datum_time(&d[1], &us))
		note(state, us, &d[0], a);
}

void
moments_merge(void *state, const void *other, struct arena *a)
{
	const struct moments *o = other;

	if (o->first.value.kind == DATUM_MISSING)
		return;
	note(state, o->first.us, &o->first.value, a);
	note(state, o->last.us, &o->last.value, a);
}

AGGREGATE_RESULT(earliest_result)
{
	(void)x;
	(void)a;
	return ((struct moments *)state)->first.value;
}

AGGREGATE_RESULT(latest_result)
{
	(void)x;
	(void)a;
	return ((struct moments *)state)->last.value;
}

/* How much a number grew in a period, by the straight line from its first to
 * its last value. */
AGGREGATE_RESULT(rate_result)
{
	const struct moments *s = state;
	int64_t from, to;
	double first, last;

	(void)a;
	if (!datum_number(&s->first.value, &first) ||
	    !datum_number(&s->last.value, &last) || s->first.us == s->last.us)
		return datum_missing();
	period_bucket(x->args[1]->period, s->first.us, &from, &to);
	return datum_of_number((last - first) * (double)(to - from) /
	    (double)(s->last.us - s->first.us));
}
