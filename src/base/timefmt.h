/*
 * Times: int64_t microseconds since 1970-01-01 UTC, leap seconds ignored.
 */
#ifndef BASE_TIMEFMT_H
#define BASE_TIMEFMT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/str.h"

#define TIME_NONE INT64_MIN /* no usable time */
#define US_PER_MS INT64_C(1000)
#define US_PER_SECOND INT64_C(1000000)
#define US_PER_DAY (86400 * US_PER_SECOND)

struct civil { /* proleptic Gregorian, UTC */
	int year, month, day, hour, minute, second, us;
};

void time_civil(int64_t us, struct civil *out);
int64_t time_from_civil(const struct civil *c); /* fields in range */

/* ISO 8601 / RFC 3339 section 5.6 and its common relatives: date, or date
 * and time with `T` or blank, seconds optional, fraction of 1-9 digits behind
 * a point or comma, then Z, +hh:mm, +hhmm or nothing (UTC).  The whole text
 * must match; years 1..9999.  Second 60 is the next second; what is below a
 * microsecond is cut off.  False leaves *us alone.  About 15 ns for the form
 * "2023-07-10T12:05:31Z". */
bool time_parse(struct str s, int64_t *us);

/* As a user types it, blanks around it: the above, or relative to now_us:
 * "-3h".  now_us may be TIME_NONE when there is nothing to be relative to. */
bool time_parse_user(struct str s, int64_t now_us, int64_t *us);

/* "15m", "3h", "1w", "90s", "2d", "250ms": a whole number and a unit,
 * positive.  False leaves *us unspecified. */
bool duration_parse(struct str s, int64_t *us);

/* Appends "2023-07-10 12:05:31.000", as AWS prints @timestamp.  TIME_NONE is
 * "-", here and in time_print_iso. */
void time_print(int64_t us, struct buf *out);
/* Appends "2023-07-10T12:05:31Z", with .mmm or .uuuuuu when not whole. */
void time_print_iso(int64_t us, struct buf *out);
/* Appends two units: "4 ms", "1.2 s", "55m 32s", "2h 05m", "3d 4h"; what is
 * below the last is cut off.  "0 s" for 0, "-" before a negative one. */
void duration_print(int64_t us, struct buf *out);

int64_t time_now(void);       /* wall clock */
int64_t time_monotonic(void); /* for elapsed times */
#endif
