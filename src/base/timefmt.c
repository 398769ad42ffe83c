#include "base/timefmt.h"

#include <time.h>

#define US_PER_MINUTE (60 * US_PER_SECOND)
#define US_PER_HOUR (3600 * US_PER_SECOND)
#define DAYS_PER_ERA 146097 /* 400 years */

/*
 * The calendar repeats every 400 years.  Years are counted from 1 March, so
 * that the leap day is the last of its year; from March on months of 31, 30,
 * 31, 30, 31 days repeat, which (153 * month + 2) / 5 adds up.
 */
static int64_t
days_from_date(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int month_from_march = month > 2 ? month - 3 : month + 9;
	int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;

	return era * DAYS_PER_ERA + year_of_era * 365 + year_of_era / 4 -
	    year_of_era / 100 + day_of_year - 719468; /* 0000-03-01 to 1970 */
}

static void
date_from_days(int64_t days, struct civil *out)
{
	int64_t since = days + 719468;
	int64_t era = (since >= 0 ? since : since - DAYS_PER_ERA + 1) /
	    DAYS_PER_ERA;
	int64_t day = since - era * DAYS_PER_ERA;
	int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	int64_t month;

	day -= year * 365 + year / 4 - year / 100;
	month = (5 * day + 2) / 153; /* from March */
	out->day = (int)(day - (153 * month + 2) / 5) + 1;
	out->month = (int)(month < 10 ? month + 3 : month - 9);
	out->year = (int)(year + era * 400 + (out->month <= 2));
}

/* Towards the past, also before 1970. */
static int64_t
floor_divide(int64_t a, int64_t b, int64_t *rest)
{
	int64_t quotient = a / b;

	*rest = a % b;
	if (*rest < 0) {
		*rest += b;
		quotient--;
	}
	return quotient;
}

void
time_civil(int64_t us, struct civil *out)
{
	int64_t rest;
	uint32_t seconds;

	date_from_days(floor_divide(us, US_PER_DAY, &rest), out);
	out->us = (int)(rest % US_PER_SECOND);
	seconds = (uint32_t)(rest / US_PER_SECOND);
	out->hour = (int)(seconds / 3600);
	out->minute = (int)(seconds / 60 % 60);
	out->second = (int)(seconds % 60);
}

int64_t
time_from_civil(const struct civil *c)
{
	return days_from_date(c->year, c->month, c->day) * US_PER_DAY +
	    (c->hour * INT64_C(3600) + c->minute * 60 + c->second) *
	    US_PER_SECOND +
	    c->us;
}

static int
days_in_month(int year, int month)
{
	static const char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The next n digits as a number. */
static bool
take_digits(struct str *s, int n, int *out)
{
	int x = 0;

	if (s->n < (size_t)n)
		return false;
	for (int i = 0; i < n; i++) {
		if (!is_digit(s->p[i]))
			return false;
		x = x * 10 + (s->p[i] - '0');
	}
	*s = str_from(*s, (size_t)n);
	*out = x;
	return true;
}

static bool
take_byte(struct str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = str_from(*s, 1);
	return true;
}

static bool
take_date(struct str *s, struct civil *c)
{
	return take_digits(s, 4, &c->year) && take_byte(s, '-') &&
	    take_digits(s, 2, &c->month) && take_byte(s, '-') &&
	    take_digits(s, 2, &c->day) && c->year >= 1 && c->month >= 1 &&
	    c->month <= 12 && c->day >= 1 &&
	    c->day <= days_in_month(c->year, c->month);
}

/* 1 to 9 digits; below a microsecond they are cut off. */
static bool
take_fraction(struct str *s, int *us)
{
	size_t n = 0;
	int x = 0;

	for (; n < s->n && is_digit(s->p[n]); n++) {
		if (n < 6)
			x = x * 10 + (s->p[n] - '0');
	}
	if (n < 1 || n > 9)
		return false;
	for (size_t i = n; i < 6; i++)
		x *= 10;
	*s = str_from(*s, n);
	*us = x;
	return true;
}

/* hh:mm, then :ss, then a fraction.  Second 60 is a leap second and becomes
 * the first of the next minute. */
static bool
take_clock(struct str *s, struct civil *c)
{
	if (!take_digits(s, 2, &c->hour) || !take_byte(s, ':') ||
	    !take_digits(s, 2, &c->minute))
		return false;
	if (c->hour > 23 || c->minute > 59)
		return false;
	if (!take_byte(s, ':'))
		return true;
	if (!take_digits(s, 2, &c->second) || c->second > 60)
		return false;
	if (take_byte(s, '.') || take_byte(s, ','))
		return take_fraction(s, &c->us);
	return true;
}

/* Z, +hh:mm, +hhmm or nothing. */
static bool
take_zone(struct str *s, int64_t *offset_us)
{
	int sign = 1, hours, minutes;

	*offset_us = 0;
	if (s->n == 0 || take_byte(s, 'Z') || take_byte(s, 'z'))
		return true;
	if (take_byte(s, '-'))
		sign = -1;
	else if (!take_byte(s, '+'))
		return false;
	if (!take_digits(s, 2, &hours))
		return false;
	take_byte(s, ':');
	if (!take_digits(s, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*offset_us = sign * (hours * US_PER_HOUR + minutes * US_PER_MINUTE);
	return true;
}

bool
time_parse(struct str s, int64_t *us)
{
	struct civil c = { 0 };
	int64_t offset_us = 0;

	if (!take_date(&s, &c))
		return false;
	if (s.n > 0) {
		if (!take_byte(&s, 'T') && !take_byte(&s, ' ') &&
		    !take_byte(&s, 't'))
			return false;
		if (!take_clock(&s, &c) || !take_zone(&s, &offset_us) ||
		    s.n > 0)
			return false;
	}
	*us = time_from_civil(&c) - offset_us;
	return true;
}

bool
time_parse_user(struct str s, int64_t now_us, int64_t *us)
{
	int64_t ago_us;

	s = str_trim(s);
	if (s.n == 0 || s.p[0] != '-')
		return time_parse(s, us);
	return now_us != TIME_NONE && duration_parse(str_from(s, 1), &ago_us) &&
	    !__builtin_sub_overflow(now_us, ago_us, us) && *us != TIME_NONE;
}

bool
duration_parse(struct str s, int64_t *us)
{
	static const struct unit {
		struct str name;
		int64_t us;
	} units[] = {
		{ STR_INIT("ms"), US_PER_MS },
		{ STR_INIT("s"), US_PER_SECOND },
		{ STR_INIT("m"), US_PER_MINUTE },
		{ STR_INIT("h"), US_PER_HOUR },
		{ STR_INIT("d"), US_PER_DAY },
		{ STR_INIT("w"), 7 * US_PER_DAY },
	};
	int64_t count = 0;
	size_t n = 0;

	for (; n < s.n && is_digit(s.p[n]); n++) {
		if (__builtin_mul_overflow(count, 10, &count) ||
		    __builtin_add_overflow(count, s.p[n] - '0', &count))
			return false;
	}
	if (count == 0)
		return false;
	s = str_from(s, n);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (str_equal(s, units[i].name))
			return !__builtin_mul_overflow(count, units[i].us, us);
	}
	return false;
}

/* The last `width` decimal digits of n, to p; returns behind them. */
static char *
put_digits(char *p, int n, int width)
{
	for (int i = width - 1; i >= 0; i--) {
		p[i] = (char)('0' + n % 10);
		n /= 10;
	}
	return p + width;
}

/* Date and time to the second. */
static void
print_seconds(const struct civil *c, char separator, struct buf *out)
{
	char text[20], *p = text;

	if (c->year >= 0 && c->year <= 9999)
		p = put_digits(p, c->year, 4);
	else
		buf_printf(out, "%05d", c->year);
	*p++ = '-';
	p = put_digits(p, c->month, 2);
	*p++ = '-';
	p = put_digits(p, c->day, 2);
	*p++ = separator;
	p = put_digits(p, c->hour, 2);
	*p++ = ':';
	p = put_digits(p, c->minute, 2);
	*p++ = ':';
	p = put_digits(p, c->second, 2);
	buf_add(out, (struct str){ text, (size_t)(p - text) });
}

/* A point and the first `width` digits of the second's fraction. */
static void
print_fraction(int us, int width, struct buf *out)
{
	char text[8] = { '.' };

	put_digits(text + 1, us, 6);
	buf_add(out, (struct str){ text, (size_t)width + 1 });
}

void
time_print(int64_t us, struct buf *out)
{
	struct civil c;

	if (us == TIME_NONE) {
		buf_byte(out, '-');
		return;
	}
	time_civil(us, &c);
	print_seconds(&c, ' ', out);
	print_fraction(c.us, 3, out);
}

void
time_print_iso(int64_t us, struct buf *out)
{
	struct civil c;

	if (us == TIME_NONE) {
		buf_byte(out, '-');
		return;
	}
	time_civil(us, &c);
	print_seconds(&c, 'T', out);
	if (c.us)
		print_fraction(c.us, c.us % US_PER_MS ? 6 : 3, out);
	buf_byte(out, 'Z');
}

void
duration_print(int64_t us, struct buf *out)
{
	/* From large_us on a duration is so many of the large unit and the
	 * rest in the small one; `gap` stands between, `pad` before a rest
	 * of one digit. */
	static const struct form {
		int64_t large_us, small_us;
		const char *gap, *pad, *end;
	} forms[] = {
		{ US_PER_DAY, US_PER_HOUR, "d ", "", "h" },
		{ US_PER_HOUR, US_PER_MINUTE, "h ", "0", "m" },
		{ US_PER_MINUTE, US_PER_SECOND, "m ", "0", "s" },
		{ US_PER_SECOND, 100 * US_PER_MS, ".", "", " s" },
	};
	uint64_t n = us < 0 ? -(uint64_t)us : (uint64_t)us;

	if (us < 0)
		buf_byte(out, '-');
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		const struct form *f = &forms[i];
		uint64_t large = n / (uint64_t)f->large_us;
		uint64_t small = n % (uint64_t)f->large_us /
		    (uint64_t)f->small_us;

		if (n < (uint64_t)f->large_us)
			continue;
		buf_u64(out, large);
		buf_add(out, str_of(f->gap));
		if (small < 10)
			buf_add(out, str_of(f->pad));
		buf_u64(out, small);
		buf_add(out, str_of(f->end));
		return;
	}
	if (n == 0)
		buf_add(out, STR("0 s"));
	else if (n < (uint64_t)US_PER_MS)
		buf_printf(out, "%u us", (unsigned)n);
	else
		buf_printf(out, "%u ms", (unsigned)(n / 1000));
}

static int64_t
clock_us(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * US_PER_SECOND + t.tv_nsec / 1000;
}

int64_t
time_now(void)
{
	return clock_us(CLOCK_REALTIME);
}

int64_t
time_monotonic(void)
{
	return clock_us(CLOCK_MONOTONIC);
}
