#include <stdint.h>
#include "base/timefmt.h"
#include "tap.h"

/* Values of python3's datetime. */
static void
parsing(void)
{
	static const struct {
		struct str text;
		int64_t us;
	} good[] = {
		{ STR_INIT("2023-07-10T12:05:31Z"), 1688990731000000 },
		{ STR_INIT("2023-07-10t12:05:31z"), 1688990731000000 },
		{ STR_INIT("2023-07-10 12:05:31"), 1688990731000000 },
		{ STR_INIT("2023-07-10"), 1688947200000000 },
		{ STR_INIT("2023-07-10T12:05"), 1688990700000000 },
		{ STR_INIT("2023-07-10T12:05Z"), 1688990700000000 },
		{ STR_INIT("2023-07-10T12:05:31.1Z"), 1688990731100000 },
		{ STR_INIT("2023-07-10 12:05:31.000"), 1688990731000000 },
		{ STR_INIT("2023-07-10T12:05:31,123456"), 1688990731123456 },
		{ STR_INIT("2023-07-10T12:05:31.123456999Z"),
		    1688990731123456 },
		{ STR_INIT("1970-01-01T00:00:00Z"), 0 },
		{ STR_INIT("1969-12-31T23:59:59.999999Z"), -1 },
		{ STR_INIT("0001-01-01"), -62135596800000000 },
		{ STR_INIT("9999-12-31T23:59:59.999999Z"),
		    253402300799999999 },
		{ STR_INIT("2000-02-29"), 951782400000000 },
		{ STR_INIT("1900-03-01"), -2203891200000000 },
		{ STR_INIT("1600-02-29"), -11670998400000000 },
		{ STR_INIT("2024-02-29T12:00:00+05:30"), 1709188200000000 },
		{ STR_INIT("2022-01-14T13:18:31-08:00"), 1642195111000000 },
		{ STR_INIT("2022-01-14T13:18:31-0800"), 1642195111000000 },
		{ STR_INIT("2022-01-14T13:18:31.5+0000"), 1642166311500000 },
		{ STR_INIT("2023-07-10T12:05:31-00:00"), 1688990731000000 },
		/* the leap second is the second after 1435708799 */
		{ STR_INIT("2015-06-30T23:59:60Z"), 1435708800000000 },
	};
	static const struct str bad[] = {
		STR_INIT(""),
		STR_INIT("2023"),
		STR_INIT("2023-07"),
		STR_INIT("2023-7-10"),
		STR_INIT("2023-07-1"),
		STR_INIT("2023/07/10"),
		STR_INIT("0000-01-01"),
		STR_INIT("2023-00-10"),
		STR_INIT("2023-13-10"),
		STR_INIT("2023-07-00"),
		STR_INIT("2023-04-31"),
		STR_INIT("2023-02-29"),
		STR_INIT("1900-02-29"),
		STR_INIT("12023-07-10"),
		STR_INIT("-2023-07-10"),
		STR_INIT("2023-07-10T"),
		STR_INIT("2023-07-10Z"),
		STR_INIT("2023-07-10T12"),
		STR_INIT("2023-07-10T12:5:31Z"),
		STR_INIT("2023-07-10T24:00:00Z"),
		STR_INIT("2023-07-10T12:60:00Z"),
		STR_INIT("2023-07-10T12:05:61Z"),
		STR_INIT("2023-07-10T12:05:"),
		STR_INIT("2023-07-10T12:05:31.Z"),
		STR_INIT("2023-07-10T12:05:31.1234567890Z"),
		STR_INIT("2023-07-10T12:05:31+1"),
		STR_INIT("2023-07-10T12:05:31+01"),
		STR_INIT("2023-07-10T12:05:31+24:00"),
		STR_INIT("2023-07-10T12:05:31+01:60"),
		STR_INIT("2023-07-10T12:05:31+01:00:00"),
		STR_INIT("2023-07-10T12:05:31 Z"),
		STR_INIT("2023-07-10T12:05:31ZZ"),
		STR_INIT("2023-07-10T12:05:31Z "),
		STR_INIT(" 2023-07-10T12:05:31Z"),
		STR_INIT("2023-07-10  12:05:31"),
		STR_INIT("2023-07-10T12:05:3\0Z"),
		STR_INIT("2023-07-10T12:05:31Z\0"),
		STR_INIT("yesterday"),
	};
	int64_t us;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		us = TIME_NONE;
		ok(time_parse(good[i].text, &us) && us == good[i].us,
		    "%.*s is a time", STR_ARG(good[i].text));
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		us = 42;
		ok(!time_parse(bad[i], &us) && us == 42, "\"%.*s\" is none",
		    STR_ARG(bad[i]));
	}
	ok(!time_parse((struct str){ NULL, 0 }, &us), "nothing is none");
}

static void
any_end_is_safe(void)
{
	struct str s = STR("2023-07-10T12:05:31.123456+05:30");
	int accepted = 0;

	/* In memory of just that size, for the sanitizer. */
	for (size_t n = 0; n <= s.n; n++) {
		char *text = malloc(n ? n : 1);
		int64_t us;

		memcpy(text, s.p, n);
		accepted += time_parse((struct str){ text, n }, &us);
		free(text);
	}
	/* the date, :mm, :ss, six fractions, the whole */
	ok(accepted == 10, "a cut time is a time where it may end");
}

static int
days_of(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };

	if (month == 2 &&
	    (year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)))
		return 29;
	return days[month - 1];
}

/* Day by day from 0001-01-01, day -719162 (python3: date.toordinal). */
static void
calendar(void)
{
	int64_t us = -719162 * US_PER_DAY;
	bool there = true, back = true;
	struct civil got;

	for (int year = 1; year <= 9999; year++) {
		for (int month = 1; month <= 12; month++) {
			for (int day = 1; day <= days_of(year, month); day++) {
				struct civil want = { year, month, day, 23, 59,
					59, 999999 };
				int64_t last = us + US_PER_DAY - 1;

				time_civil(last, &got);
				there = there && got.year == year &&
				    got.month == month && got.day == day &&
				    got.hour == 23 && got.minute == 59 &&
				    got.second == 59 && got.us == 999999;
				back = back && time_from_civil(&want) == last;
				us += US_PER_DAY;
			}
		}
	}
	ok(there, "the last microsecond of each day has its date");
	ok(back, "each date has its time");
	ok(us == 253402300800 * US_PER_SECOND, "10000 begins when it should");
	time_civil(INT64_MAX, &got);
	ok(got.year == 294247 && got.month == 1 && got.day == 10 &&
	        got.hour == 4 && got.us == 775807,
	    "the last time has a date");
	time_civil(INT64_MIN + 1, &got);
	ok(got.year == -290308 && got.month == 12 && got.day == 21 &&
	        got.hour == 19 && got.us == 224193,
	    "so has the first");
}

static void
relative_times(void)
{
	const int64_t now = 1688990731000000;
	int64_t us = 0;

	ok(time_parse_user(STR(" -3h "), now, &us) &&
	        us == now - 3 * 3600 * US_PER_SECOND,
	    "-3h is three hours ago");
	ok(time_parse_user(STR("-1w"), now, &us) && us == now - 7 * US_PER_DAY,
	    "-1w is a week ago");
	ok(time_parse_user(STR(" 2023-07-10\n"), TIME_NONE, &us) &&
	        us == 1688947200000000,
	    "a date needs no now");
	ok(!time_parse_user(STR("-3h"), TIME_NONE, &us),
	    "without a now nothing is relative");
	ok(!time_parse_user(STR("3h"), now, &us), "3h is no time");
	ok(!time_parse_user(STR("-3"), now, &us), "-3 is none");
	ok(!time_parse_user(STR("-"), now, &us), "- is none");
	ok(!time_parse_user(STR("--3h"), now, &us), "--3h is none");
	ok(!time_parse_user(STR(""), now, &us), "nothing is none");
	ok(!time_parse_user(STR("-9223372036854775ms"), -1000000, &us),
	    "before all times is none");
}

static void
durations(void)
{
	static const struct {
		struct str text;
		int64_t us;
	} cases[] = {
		{ STR_INIT("15m"), 900 * US_PER_SECOND },
		{ STR_INIT("3h"), 10800 * US_PER_SECOND },
		{ STR_INIT("1w"), 604800 * US_PER_SECOND },
		{ STR_INIT("90s"), 90 * US_PER_SECOND },
		{ STR_INIT("2d"), 172800 * US_PER_SECOND },
		{ STR_INIT("250ms"), 250000 },
		{ STR_INIT("007s"), 7 * US_PER_SECOND },
		{ STR_INIT("9223372036854775ms"), 9223372036854775000 },
		{ STR_INIT("9223372036854776ms"), 0 },
		{ STR_INIT("99999999999999999999s"), 0 },
		{ STR_INIT("18446744073709551617s"), 0 },
		{ STR_INIT("15250285w"), 0 },
		{ STR_INIT("0s"), 0 },
		{ STR_INIT("3"), 0 },
		{ STR_INIT("h"), 0 },
		{ STR_INIT(""), 0 },
		{ STR_INIT("-3h"), 0 },
		{ STR_INIT("+3h"), 0 },
		{ STR_INIT("1.5h"), 0 },
		{ STR_INIT("3 h"), 0 },
		{ STR_INIT("3H"), 0 },
		{ STR_INIT("3y"), 0 },
		{ STR_INIT("3mss"), 0 },
		{ STR_INIT("1h30m"), 0 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t us = 0;
		bool is = duration_parse(cases[i].text, &us);

		ok(is == (cases[i].us != 0) && (!is || us == cases[i].us),
		    "\"%.*s\" is %s duration", STR_ARG(cases[i].text),
		    cases[i].us ? "a" : "no");
	}
}

static bool
prints(void (*print)(int64_t, struct buf *), int64_t us, const char *want)
{
	struct buf b = { 0 };
	bool same;

	print(us, &b);
	same = str_equal(buf_str(&b), str_of(want));
	if (!same)
		printf("# got \"%.*s\"\n", STR_ARG(buf_str(&b)));
	buf_free(&b);
	return same;
}

static void
printing(void)
{
	static const struct {
		void (*print)(int64_t, struct buf *);
		int64_t us;
		const char *want;
	} cases[] = {
		{ time_print, 1688990731000000, "2023-07-10 12:05:31.000" },
		{ time_print, 1688990731123999, "2023-07-10 12:05:31.123" },
		{ time_print, -1, "1969-12-31 23:59:59.999" },
		{ time_print, -62135596800000000, "0001-01-01 00:00:00.000" },
		{ time_print, -62135596800000001, "0000-12-31 23:59:59.999" },
		{ time_print, -62198755200000000, "-0001-01-01 00:00:00.000" },
		{ time_print, 253402300800000000, "10000-01-01 00:00:00.000" },
		{ time_print, INT64_MIN + 1, "-290308-12-21 19:59:05.224" },
		{ time_print, TIME_NONE, "-" },
		{ time_print_iso, 1688990731000000, "2023-07-10T12:05:31Z" },
		{ time_print_iso, 1688990731120000,
		    "2023-07-10T12:05:31.120Z" },
		{ time_print_iso, 1688990731123456,
		    "2023-07-10T12:05:31.123456Z" },
		{ time_print_iso, 1688990731000001,
		    "2023-07-10T12:05:31.000001Z" },
		{ time_print_iso, TIME_NONE, "-" },
		{ duration_print, 0, "0 s" },
		{ duration_print, 1, "1 us" },
		{ duration_print, 999, "999 us" },
		{ duration_print, 4000, "4 ms" },
		{ duration_print, 999999, "999 ms" },
		{ duration_print, 1200000, "1.2 s" },
		{ duration_print, 59999999, "59.9 s" },
		{ duration_print, 60000000, "1m 00s" },
		{ duration_print, 184 * US_PER_SECOND, "3m 04s" },
		{ duration_print, 3332 * US_PER_SECOND, "55m 32s" },
		{ duration_print, 7500 * US_PER_SECOND, "2h 05m" },
		{ duration_print, 86399 * US_PER_SECOND, "23h 59m" },
		{ duration_print, 76 * 3600 * US_PER_SECOND, "3d 4h" },
		{ duration_print, 400 * US_PER_DAY, "400d 0h" },
		{ duration_print, -1200000, "-1.2 s" },
		{ duration_print, INT64_MIN, "-106751991d 4h" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ok(prints(cases[i].print, cases[i].us, cases[i].want),
		    "\"%s\" is printed", cases[i].want);
}

static void
printed_is_parsed(void)
{
	struct buf b = { 0 };
	bool same = true;

	for (int64_t us = -62135596800000000; us < 253402300800000000;
	     us += 123456789012347) {
		int64_t back = 0;

		buf_reset(&b);
		time_print_iso(us, &b);
		same = same && time_parse(buf_str(&b), &back) && back == us;
	}
	ok(same, "a printed time is parsed as the same");
	buf_free(&b);
}

static void
clocks(void)
{
	int64_t before = time_monotonic();

	ok(time_now() > 1600000000 * US_PER_SECOND, "the clock is set");
	ok(time_monotonic() >= before, "elapsed time does not run back");
}

int
main(void)
{
	parsing();
	any_end_is_safe();
	calendar();
	relative_times();
	durations();
	printing();
	printed_is_parsed();
	clocks();
	return done_testing();
}
