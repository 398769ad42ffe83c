/*
 * Ranges of time as they are typed.
 */
#include "tap.h"
#include "base/timefmt.h"
#include "explore/range.h"

static int
east_two_hours(int64_t us)
{
	(void)us;
	return 7200;
}

static int64_t
at(const char *text)
{
	int64_t us = 0;

	if (!time_parse(str_of(text), &us))
		printf("# %s is no time\n", text);
	return us;
}

/* The selected event is at 12:24:49, the newest at 12:37:50. */
static struct range_context
context(void)
{
	return (struct range_context){ .newest_us = at("2023-07-10T12:37:50Z"),
		.event_us = at("2023-07-10T12:24:49Z"),
		.first_us = at("2023-07-10T11:54:33Z"),
		.last_us = at("2023-07-10T12:34:46Z") };
}

static void
means(const char *text, const char *from, const char *to)
{
	struct range_context c = context();
	struct range r;
	struct err err = { 0 };
	bool right = range_parse(str_of(text), &c, &r, &err);

	ok(right && !r.all && r.from_us == at(from) && r.to_us == at(to),
	    "%s is %s to %s", text, from, to);
	if (!right)
		printf("# %s\n", err.message);
	else if (r.from_us != at(from) || r.to_us != at(to)) {
		struct buf b = { 0 };

		time_print_iso(r.from_us, &b);
		buf_byte(&b, ' ');
		time_print_iso(r.to_us, &b);
		printf("# got %.*s\n", STR_ARG(buf_str(&b)));
		buf_free(&b);
	}
}

static void
is_wrong(const char *text)
{
	struct range_context c = context();
	struct range r;
	struct err err = { 0 };

	ok(!range_parse(str_of(text), &c, &r, &err) && err.message[0],
	    "\"%s\" is no range, and it is said why", text);
}

static void
forms(void)
{
	means("12:22 12:28", "2023-07-10T12:22:00Z", "2023-07-10T12:28:00Z");
	means("12:22-12:28", "2023-07-10T12:22:00Z", "2023-07-10T12:28:00Z");
	means("12:22–12:28", "2023-07-10T12:22:00Z", "2023-07-10T12:28:00Z");
	means("12:22 to 12:28", "2023-07-10T12:22:00Z",
	    "2023-07-10T12:28:00Z");
	means("12:22:30 12:28", "2023-07-10T12:22:30Z",
	    "2023-07-10T12:28:00Z");
	means("  9:05 12:28 ", "2023-07-10T09:05:00Z",
	    "2023-07-10T12:28:00Z");
	means("12:22", "2023-07-10T12:22:00Z", "2023-07-10T12:23:00Z");
	means("23:50 00:10", "2023-07-10T23:50:00Z", "2023-07-11T00:10:00Z");
	means("2023-07-09", "2023-07-09T00:00:00Z", "2023-07-10T00:00:00Z");
	means("2023-07-09 2023-07-10", "2023-07-09T00:00:00Z",
	    "2023-07-11T00:00:00Z");
	means("2023-07-09 12:22 12:28", "2023-07-09T12:22:00Z",
	    "2023-07-09T12:28:00Z");
	means("2023-07-09 23:00 2023-07-10 01:00", "2023-07-09T23:00:00Z",
	    "2023-07-10T01:00:00Z");
	means("2023-07-09T12:22:05+01:00 2023-07-09T12:28+01:00",
	    "2023-07-09T11:22:05Z", "2023-07-09T11:28:00Z");
	means("12:22 +6m", "2023-07-10T12:22:00Z", "2023-07-10T12:28:00Z");
	means("1h", "2023-07-10T11:37:50Z", "2023-07-10T12:37:50.001Z");
	means("-1h", "2023-07-10T11:37:50Z", "2023-07-10T12:37:50.001Z");
	means("-3h -1h", "2023-07-10T09:37:50Z", "2023-07-10T11:37:50Z");
	means("±90s", "2023-07-10T12:23:19Z", "2023-07-10T12:26:19.001Z");
	means("a", "2023-07-10T12:19:49Z", "2023-07-10T12:29:49.001Z");
	means("f", "2023-07-10T11:54:33Z", "2023-07-10T12:34:46.001Z");
}

static void
wrong(void)
{
	static const char *const texts[] = { "", "noon", "12:60", "25:00",
		"12:22 12:28 12:30", "2023-13-01", "2023-07-10 2023-07-09",
		"1h 2h 3h", "99999999999999999h", "-1h -3h", "12:22 +0m",
		"\xff", "0001-01-01 +-9999999999w", "12:", ":12", "5" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		is_wrong(texts[i]);
}

static void
whole(void)
{
	struct range_context c = context();
	struct range r;
	struct err err = { 0 };
	struct buf b = { 0 };

	ok(range_parse(STR("all"), &c, &r, &err) && r.all,
	    "all is all of the time");
	c.event_us = TIME_NONE;
	ok(!range_parse(STR("a"), &c, &r, &err),
	    "around needs an event with a time");
	ok(range_parse(STR("12:00 13:00"), &c, &r, &err) &&
	        r.from_us == at("2023-07-10T12:00:00Z"),
	    "without one, clock times are of the newest event's day");
	c.newest_us = TIME_NONE;
	ok(!range_parse(STR("12:00 13:00"), &c, &r, &err) &&
	        !range_parse(STR("1h"), &c, &r, &err),
	    "without any time there is no day to be meant");
	c = context();
	c.zone = east_two_hours;
	ok(range_parse(STR("14:22 14:28"), &c, &r, &err) &&
	        r.from_us == at("2023-07-10T12:22:00Z") &&
	        r.to_us == at("2023-07-10T12:28:00Z"),
	    "times are of the zone that the screen shows");
	range_explain(&r, east_two_hours, &b);
	ok(str_equal(buf_str(&b), STR("2023-07-10 14:22:00 to 14:28:00")),
	    "and are explained in it");
	buf_reset(&b);
	r.to_us += US_PER_DAY;
	range_explain(&r, NULL, &b);
	ok(str_equal(buf_str(&b),
	       STR("2023-07-10 12:22:00 to 2023-07-11 12:28:00")),
	    "the second day is named when it is another one");
	buf_free(&b);
}

int
main(void)
{
	forms();
	wrong();
	whole();
	return done_testing();
}
