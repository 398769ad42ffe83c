/*
 * Ranges of time as a person types them:
 *
 *	12:22 12:28            clock times, of the selected event's day
 *	2023-07-10             a whole day
 *	2023-07-10 12:22 12:28
 *	2023-07-10T12:22Z 2023-07-11
 *	12:22 +6m              from a time on
 *	1h, -1h                the last hour, counted from the newest event
 *	-3h -1h
 *	±90s, a                around the selected event; a: 5m each way
 *	f                      from first to last of this selection
 *	all
 *
 * Between two times `to`, `-` and `–` may stand.  Times without a zone are of
 * the zone that the screen shows.  Units: ms s m h d w.
 */
#ifndef EXPLORE_RANGE_H
#define EXPLORE_RANGE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* What a range may be relative to; TIME_NONE: there is no such time. */
struct range_context {
	int64_t newest_us;         /* event of the data */
	int64_t event_us;          /* the selected one */
	int64_t first_us, last_us; /* of this selection */
	int (*zone)(int64_t us);   /* seconds east of UTC; NULL: UTC */
};

struct range {
	bool all;
	int64_t from_us, to_us; /* [from, to), whole milliseconds */
};

#define RANGE_AROUND_US (300 * INT64_C(1000000))

/* False: text is no range; err says what was found and what was wanted. */
bool range_parse(struct str text, const struct range_context *c,
    struct range *out, struct err *err);

/* Appends "2023-07-10 12:22:00 to 12:28:00", the second day only when it is
 * another one; "all of the time". */
void range_explain(const struct range *r, int (*zone)(int64_t us),
    struct buf *out);
#endif
