#include <math.h>

#include "query/func.h"

FUNCTION(call_round)
{
	double x, digits = 0, scale;

	(void)e;
	if (!datum_number(&arg[0], &x) ||
	    (n > 1 && !datum_number(&arg[1], &digits)))
		return datum_missing();
	if (digits != trunc(digits) || fabs(digits) > 15)
		return datum_missing();
	/* round() takes halves away from zero. */
	scale = pow(10, digits);
	return datum_of_number(round(x * scale) / scale);
}

/* Of the arguments that are numbers the greatest, or with sign -1 the
 * least. */
static struct datum
extreme(const struct datum *arg, int n, int sign)
{
	struct datum best = datum_missing();
	double x, most = 0;

	for (int i = 0; i < n; i++)
		if (datum_number(&arg[i], &x) &&
		    (best.kind == DATUM_MISSING || x * sign > most * sign)) {
			best = arg[i];
			most = x;
		}
	return best;
}

FUNCTION(call_greatest)
{
	(void)e;
	return extreme(arg, n, 1);
}

FUNCTION(call_least)
{
	(void)e;
	return extreme(arg, n, -1);
}

FUNCTION(call_tonumber)
{
	double x;

	(void)e;
	(void)n;
	return datum_number(arg, &x) ? datum_of_number(x) : datum_missing();
}

static struct datum
truncated(const struct datum *arg, double limit)
{
	double x;

	if (!datum_number(arg, &x) || trunc(x) < -limit || trunc(x) >= limit)
		return datum_missing();
	return datum_of_number(trunc(x));
}

FUNCTION(call_toint)
{
	(void)e;
	(void)n;
	return truncated(arg, 0x1p31);
}

FUNCTION(call_tolong)
{
	(void)e;
	(void)n;
	return truncated(arg, 0x1p63);
}

/* Great-circle distance on a sphere of the mean radius of the earth (IUGG:
 * 6371.0088 km), by the haversine formula. */
FUNCTION(call_haversine)
{
	double x[4], a, s, t;

	(void)e;
	for (int i = 0; i < n; i++) {
		if (!datum_number(&arg[i], &x[i]))
			return datum_missing();
		x[i] *= M_PI / 180;
	}
	s = sin((x[2] - x[0]) / 2);
	t = sin((x[3] - x[1]) / 2);
	a = s * s + cos(x[0]) * cos(x[2]) * t * t;
	return datum_of_number(2 * 6371.0088 * asin(sqrt(fmin(a, 1))));
}
