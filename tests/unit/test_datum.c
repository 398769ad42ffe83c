/*
 * Values of the query language: reading, printing, order, exact sums.
 * Expected sums are those of python3's math.fsum.
 */
#include "query/datum.h"
#include "query/exact.h"
#include "query/period.h"
#include "tap.h"

static void
reads(const char *text, bool exponent, bool is, double want)
{
	double got = 0;

	ok(number_read(str_of(text), exponent, &got) == is &&
	        (!is || got == want),
	    is ? "\"%s\" is %.17g" : "\"%s\" is no number", text, want);
}

static void
numbers_are_read(void)
{
	char zeros[500];

	reads("0", false, true, 0);
	reads("-0", false, true, 0);
	reads("+12.50", false, true, 12.5);
	reads(".5", false, true, 0.5);
	reads("0.1", false, true, 0.1);
	reads("123456789012345678901234567890", false, true,
	    123456789012345678901234567890.0);
	reads("0.000000000000000000000000000001", false, true, 1e-30);
	reads("9007199254740993", false, true, 9007199254740992.0);
	reads("1e3", true, true, 1000);
	reads("1E-400", true, true, 0);
	reads("-2.5e+2", true, true, -250);
	reads("1e3", false, false, 0);
	reads("1e400", true, false, 0);
	reads("1e", true, false, 0);
	reads("", false, false, 0);
	reads("-", false, false, 0);
	reads(".", false, false, 0);
	reads("1.", false, false, 0);
	reads("1 ", false, false, 0);
	reads(" 1", false, false, 0);
	reads("0x10", false, false, 0);
	reads("inf", false, false, 0);
	reads("nan", false, false, 0);
	reads("1.2.3", false, false, 0);
	memset(zeros, '0', sizeof(zeros));
	zeros[sizeof(zeros) - 1] = 0;
	ok(!number_read(str_of(zeros), false, &(double){ 0 }),
	    "400 digits are enough");
}

static void
prints(double x, const char *want)
{
	struct buf b = { 0 };

	number_print(x, &b);
	ok(str_equal(buf_str(&b), str_of(want)), "%.17g prints as %s", x,
	    want);
	buf_free(&b);
}

static void
numbers_are_printed(void)
{
	prints(0, "0");
	prints(42, "42");
	prints(-7.5, "-7.5");
	prints(2.0 / 3, "0.6667");
	prints(0.00001, "0");
	prints(-0.00001, "0");
	prints(1e15, "1000000000000000");
	prints(9007199254740992, "9007199254740992");
	prints(1e20, "100000000000000000000");
	prints(1e300, "1.0000000000000001e+300");
	prints(123456.78905, "123456.7891");
}

static struct datum
spelled(const char *text)
{
	return (struct datum){ .kind = DATUM_SPELLED, .text = str_of(text) };
}

static void
compares(struct datum a, struct datum b, int want, const char *what)
{
	struct arena tmp = { 0 };
	int c = datum_compare(&a, &b, &tmp);
	int back = datum_compare(&b, &a, &tmp);

	ok((c > 0) - (c < 0) == want && (back > 0) - (back < 0) == -want,
	    "%s", what);
	arena_free(&tmp);
}

static void
values_are_compared(void)
{
	struct datum true_value = { .kind = DATUM_TRUE };
	struct datum time = { .kind = DATUM_TIME, .us = 1500000 };

	compares(datum_of_text(STR("007")), datum_of_number(7), 0,
	    "\"007\" equals 7");
	compares(datum_of_text(STR("10")), datum_of_text(STR("9")), 1,
	    "\"10\" is more than \"9\"");
	compares(datum_of_text(STR("abc")), datum_of_number(5), 1,
	    "\"abc\" and 5 are compared as texts");
	compares(datum_of_text(STR("12345678901234567890")),
	    datum_of_text(STR("12345678901234567891")), -1,
	    "long ids of digits are told apart");
	compares(spelled("-12345678901234567890"),
	    spelled("-12345678901234567891"), 1, "negative ones too");
	compares(true_value, datum_of_text(STR("true")), 0,
	    "true equals its word");
	compares(true_value, spelled("1"), 0, "and 1");
	compares(time, datum_of_number(1500), 0, "a time is milliseconds");
	compares(time, datum_of_text(STR("1970-01-01T00:00:01.4Z")), 1,
	    "and is compared with ISO 8601");
}

static void
sums(const double *x, size_t n, double want, const char *what)
{
	struct arena a = { 0 };
	struct exact all = { 0 }, back = { 0 }, halves[2] = { { 0 }, { 0 } };

	for (size_t i = 0; i < n; i++) {
		exact_add(&all, x[i], &a);
		exact_add(&back, x[n - 1 - i], &a);
		exact_add(&halves[i % 2], x[i], &a);
	}
	exact_merge(&halves[0], &halves[1], &a);
	ok(exact_sum(&all) == want && exact_sum(&back) == want &&
	        exact_sum(&halves[0]) == want,
	    "%s", what);
	arena_free(&a);
}

#define SUMS(want, what, ...)                                     \
	do {                                                      \
		static const double x[] = { __VA_ARGS__ };        \
		sums(x, sizeof(x) / sizeof(x[0]), want, what);    \
	} while (0)

static void
sums_are_exact(void)
{
	SUMS(1.0, "ten tenths are one", 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1,
	    0.1, 0.1, 0.1);
	SUMS(2.0, "small terms between large ones are kept", 1e100, 1, -1e100,
	    1);
	SUMS(0x1p-1074, "down to the smallest double", 0x1p-1074, 1e308,
	    -1e308);
	SUMS(9007199254740994.0, "a half rounds to even", 9007199254740992.0,
	    1, 1.0000000000000002);
	SUMS(9007199254740992.0, "a tie rounds to even", 9007199254740992.0,
	    0.5, 0.5);
	SUMS(-0.75, "negative sums", 0.25, -1.0, 1e22, -1e22);
	SUMS(0.0, "terms that cancel", 0.3, -0.3, 1e300, -1e300);
	SUMS(9223372036854775808.0, "whole numbers beyond 64 bits",
	    9223372036854774784.0, 1024.0);
	ok(exact_sum(&(struct exact){ 0 }) == 0, "the sum of nothing is 0");
}

static void
buckets_hold(const char *period, const char *time, const char *from,
    const char *to)
{
	struct period p;
	int64_t us, want_from, want_to, got_from, got_to;

	ok(period_parse(str_of(period), &p) &&
	        time_parse(str_of(time), &us) &&
	        time_parse(str_of(from), &want_from) &&
	        time_parse(str_of(to), &want_to) &&
	        (period_bucket(p, us, &got_from, &got_to),
	            got_from == want_from && got_to == want_to),
	    "%s lies in a bucket of %s from %s", time, period, from);
}

static void
buckets(void)
{
	struct period p;

	buckets_hold("5m", "2023-07-10T12:07:59Z", "2023-07-10T12:05:00Z",
	    "2023-07-10T12:10:00Z");
	buckets_hold("5m", "1969-12-31T23:59:59Z", "1969-12-31T23:55:00Z",
	    "1970-01-01");
	buckets_hold("1w", "2023-07-09", "2023-07-03", "2023-07-10");
	buckets_hold("1mo", "2024-02-29", "2024-02-01", "2024-03-01");
	buckets_hold("2q", "2024-08-01", "2024-07-01", "2025-01-01");
	buckets_hold("5y", "2024-08-01", "2020-01-01", "2025-01-01");
	ok(!period_parse(STR("0m"), &p) && !period_parse(STR("5"), &p) &&
	        !period_parse(STR("5msss"), &p) &&
	        !period_parse(STR("99999999y"), &p) &&
	        !period_parse(STR("m"), &p),
	    "no period: no count, no unit, nothing known, too long");
	for (int64_t s = 1; s < INT64_C(100000000000); s = s * 7 + 3) {
		int64_t from, to;

		period_bucket(period_for(s * US_PER_SECOND), 0, &from, &to);
		if (s * US_PER_SECOND / (to - from) > 110 ||
		    (s > 600 && s * US_PER_SECOND / (to - from) < 40))
			ok(false, "a fitting period for %lld s", (long long)s);
	}
}

int
main(void)
{
	numbers_are_read();
	numbers_are_printed();
	values_are_compared();
	sums_are_exact();
	buckets();
	return done_testing();
}
