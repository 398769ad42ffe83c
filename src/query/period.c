#include "query/period.h"

#include "base/timefmt.h"

#define COUNT_MAX INT64_C(999999999999)
#define TIME_US_MAX INT64_C(260000000000000000) /* about the year 10,000 */
#define YEARS_US_MAX (INT64_C(10000) * 366 * US_PER_DAY)

/* clang-format off */
static const struct unit_row {
	const char *name;
	enum period_unit unit;
	int64_t count; /* of one of it */
} units[] = { /* the first spelling of a size is the one that is printed */
	{ "y", PERIOD_MONTH, 12 },
	{ "q", PERIOD_MONTH, 3 },
	{ "mo", PERIOD_MONTH, 1 },
	{ "w", PERIOD_WEEK, 1 },
	{ "d", PERIOD_US, US_PER_DAY },
	{ "h", PERIOD_US, 3600 * US_PER_SECOND },
	{ "m", PERIOD_US, 60 * US_PER_SECOND },
	{ "s", PERIOD_US, US_PER_SECOND },
	{ "ms", PERIOD_US, US_PER_MS },
	{ "millisecond", PERIOD_US, US_PER_MS },
	{ "msec", PERIOD_US, US_PER_MS },
	{ "second", PERIOD_US, US_PER_SECOND },
	{ "sec", PERIOD_US, US_PER_SECOND },
	{ "minute", PERIOD_US, 60 * US_PER_SECOND },
	{ "min", PERIOD_US, 60 * US_PER_SECOND },
	{ "hour", PERIOD_US, 3600 * US_PER_SECOND },
	{ "hr", PERIOD_US, 3600 * US_PER_SECOND },
	{ "day", PERIOD_US, US_PER_DAY },
	{ "week", PERIOD_WEEK, 1 },
	{ "month", PERIOD_MONTH, 1 },
	{ "mon", PERIOD_MONTH, 1 },
	{ "quarter", PERIOD_MONTH, 3 },
	{ "qtr", PERIOD_MONTH, 3 },
	{ "year", PERIOD_MONTH, 12 },
	{ "yr", PERIOD_MONTH, 12 },
};
/* clang-format on */

#define UNITS (sizeof(units) / sizeof(units[0]))

static const int64_t unit_us_max[] = { 1, 7 * US_PER_DAY, 31 * US_PER_DAY };

/* Names longer than one letter may have a plural s. */
static bool
unit_named(const struct unit_row *u, struct str name)
{
	struct str own = str_of(u->name);

	if (str_equal_fold(name, own))
		return true;
	return own.n > 1 && name.n == own.n + 1 &&
	    (name.p[own.n] | 0x20) == 's' &&
	    str_equal_fold(str_head(name, own.n), own);
}

bool
period_parse(struct str s, struct period *out)
{
	int64_t n = 0;
	size_t i = 0;

	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && n <= COUNT_MAX)
		n = n * 10 + (s.p[i++] - '0');
	if (n == 0 || n > COUNT_MAX)
		return false;
	for (size_t u = 0; u < UNITS; u++) {
		int64_t us;

		if (!unit_named(&units[u], str_from(s, i)))
			continue;
		*out = (struct period){ .unit = units[u].unit };
		return !__builtin_mul_overflow(
		           n, units[u].count, &out->count) &&
		    !__builtin_mul_overflow(
		        out->count, unit_us_max[out->unit], &us) &&
		    us <= YEARS_US_MAX;
	}
	return false;
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* The first instant of a month counted from the year 0. */
static int64_t
month_start(int64_t month)
{
	int64_t year = floor_div(month, 12);
	struct civil c = { .month = (int)(month - year * 12) + 1, .day = 1 };

	c.year = (int)year;
	return time_from_civil(&c);
}

void
period_bucket(struct period p, int64_t us, int64_t *from, int64_t *to)
{
	/* 1970-01-05 was a Monday. */
	int64_t origin = p.unit == PERIOD_WEEK ? 4 * US_PER_DAY : 0;
	int64_t size = p.count;
	struct civil c;

	if (us > TIME_US_MAX)
		us = TIME_US_MAX;
	if (us < -TIME_US_MAX)
		us = -TIME_US_MAX;
	if (p.unit == PERIOD_MONTH) {
		int64_t month;

		time_civil(us, &c);
		month = (int64_t)c.year * 12 + c.month - 1;
		month = floor_div(month, size) * size;
		*from = month_start(month);
		*to = month_start(month + size);
		return;
	}
	if (p.unit == PERIOD_WEEK)
		size *= 7 * US_PER_DAY;
	*from = floor_div(us - origin, size) * size + origin;
	*to = *from + size;
}

struct period
period_for(int64_t span_us)
{
	static const int64_t usual_s[] = { 1, 2, 5, 10, 15, 30, 60, 120, 300,
		600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400,
		172800 };
	struct period p = { .unit = PERIOD_US };
	size_t i = 0;

	if (span_us <= 100 * US_PER_SECOND) {
		p.count = span_us <= US_PER_SECOND ? 10 * US_PER_MS
		    : span_us <= 10 * US_PER_SECOND ? 100 * US_PER_MS
		                                    : US_PER_SECOND;
		return p;
	}
	while (i < sizeof(usual_s) / sizeof(usual_s[0]) &&
	    span_us / (usual_s[i] * US_PER_SECOND) >= 100)
		i++;
	if (i < sizeof(usual_s) / sizeof(usual_s[0]))
		p.count = usual_s[i] * US_PER_SECOND;
	else if (span_us / (7 * US_PER_DAY) < 200)
		p = (struct period){ 1 + span_us / (700 * US_PER_DAY),
			PERIOD_WEEK };
	else
		p = (struct period){ 1 + span_us / (100 * 31 * US_PER_DAY),
			PERIOD_MONTH };
	return p;
}

void
period_print(struct period p, struct buf *out)
{
	for (size_t u = 0; u < UNITS; u++)
		if (units[u].unit == p.unit && p.count % units[u].count == 0) {
			buf_u64(out, (uint64_t)(p.count / units[u].count));
			buf_add(out, str_of(units[u].name));
			return;
		}
}
