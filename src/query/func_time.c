#include "query/eval.h"
#include "query/func.h"

static struct datum
datum_of_time(int64_t us)
{
	return (struct datum){ .kind = DATUM_TIME, .us = us };
}

FUNCTION(call_datefloor)
{
	int64_t us, from, to;

	(void)e;
	(void)n;
	if (!datum_time(&arg[0], &us))
		return datum_missing();
	period_bucket(arg[1].period, us, &from, &to);
	return datum_of_time(from);
}

FUNCTION(call_dateceil)
{
	int64_t us, from, to;

	(void)e;
	(void)n;
	if (!datum_time(&arg[0], &us))
		return datum_missing();
	period_bucket(arg[1].period, us, &from, &to);
	return datum_of_time(us == from ? from : to);
}

FUNCTION(call_frommillis)
{
	int64_t us;

	(void)e;
	(void)n;
	return datum_time(arg, &us) ? datum_of_time(us) : datum_missing();
}

FUNCTION(call_tomillis)
{
	int64_t us;

	(void)e;
	(void)n;
	if (!datum_time(arg, &us))
		return datum_missing();
	return datum_of_number((double)us / US_PER_MS);
}

FUNCTION(call_now)
{
	int64_t us = eval_world(e)->now_us;

	(void)arg;
	(void)n;
	/* Whole seconds. */
	return datum_of_number((double)(us / US_PER_SECOND));
}

/* The range of the query; where it is open, that of the events. */
static bool
range(struct eval *e, int64_t *from, int64_t *to)
{
	const struct world *w = eval_world(e);
	bool any = snapshot_span(w->snapshot, from, to);

	if (w->from_us != INT64_MIN)
		*from = w->from_us;
	if (w->to_us != INT64_MAX)
		*to = w->to_us;
	return any || (w->from_us != INT64_MIN && w->to_us != INT64_MAX);
}

FUNCTION(call_querystarttime)
{
	int64_t from, to;

	(void)arg;
	(void)n;
	if (!range(e, &from, &to))
		return datum_missing();
	return datum_of_number((double)from / US_PER_MS);
}

FUNCTION(call_queryendtime)
{
	int64_t from, to;

	(void)arg;
	(void)n;
	if (!range(e, &from, &to))
		return datum_missing();
	return datum_of_number((double)to / US_PER_MS);
}

FUNCTION(call_querytimerange)
{
	int64_t from, to;

	(void)arg;
	(void)n;
	if (!range(e, &from, &to))
		return datum_missing();
	return datum_of_number((double)(to - from) / US_PER_MS);
}
