/* Seconds since 1970 as the texts of dates, UTC. */
#include "gen_template.h"

struct day {
	int64_t year;
	int month, day;
};

/*
 * Days are counted from 1 March of a year divisible by 400, so that leap days
 * come last: 146,097 days are 400 years, 153 days are the five months from
 * March to July (and again from August).
 */
static struct day
day_of(int64_t seconds)
{
	int64_t days = seconds / 86400 + 719468, era = days / 146097;
	int64_t rest = days % 146097;
	int64_t leaps = rest / 1460 - rest / 36524 + rest / 146096;
	int64_t year = (rest - leaps) / 365;
	int64_t in_year = rest - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * in_year + 2) / 153; /* 0 is March */
	struct day d;

	d.day = (int)(in_year - (153 * month + 2) / 5 + 1);
	d.month = (int)(month < 10 ? month + 3 : month - 9);
	d.year = era * 400 + year + (d.month <= 2);
	return d;
}

void
out_day(struct out *out, int64_t seconds, const char *between)
{
	struct day d = day_of(seconds);

	out_padded(out, d.year, 4);
	out_text(out, between);
	out_padded(out, d.month, 2);
	out_text(out, between);
	out_padded(out, d.day, 2);
}

void
out_iso(struct out *out, int64_t seconds)
{
	int64_t second = seconds % 86400;

	out_day(out, seconds, "-");
	out_bytes(out, "T", 1);
	out_padded(out, second / 3600, 2);
	out_bytes(out, ":", 1);
	out_padded(out, second / 60 % 60, 2);
	out_bytes(out, ":", 1);
	out_padded(out, second % 60, 2);
	out_bytes(out, "Z", 1);
}

void
out_compact(struct out *out, int64_t seconds, bool with_seconds)
{
	int64_t second = seconds % 86400;

	out_day(out, seconds, "");
	out_bytes(out, "T", 1);
	out_padded(out, second / 3600, 2);
	out_padded(out, second / 60 % 60, 2);
	if (with_seconds)
		out_padded(out, second % 60, 2);
	out_bytes(out, "Z", 1);
}
