/*
 * Periods: "5m", "1mo", and the buckets of time that they make.
 */
#ifndef QUERY_PERIOD_H
#define QUERY_PERIOD_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/str.h"

enum period_unit {
	PERIOD_US, /* count is in microseconds */
	PERIOD_WEEK,
	PERIOD_MONTH, /* quarters and years are months */
};

struct period {
	int64_t count; /* > 0; 0: to be chosen from the range of the query */
	enum period_unit unit;
};

/* digits and unit, no blank: "5m", "300s", "2weeks".  False: the unit is
 * unknown, or the count is 0 or beyond 10,000 years. */
bool period_parse(struct str s, struct period *out);

/* The bucket [*from, *to) that a time lies in.  In UTC; milliseconds to days
 * are counted from 1970-01-01, weeks begin on Monday, months, quarters and
 * years follow the calendar. */
void period_bucket(struct period p, int64_t us, int64_t *from, int64_t *to);

/* A usual period that cuts the span into 40 to 100 buckets; into fewer if
 * it is shorter than a second. */
struct period period_for(int64_t span_us);

/* Appends it as it is written in a query. */
void period_print(struct period p, struct buf *out);
#endif
