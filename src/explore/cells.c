#include "explore/cells.h"

#include <stdio.h>

#include "base/timefmt.h"
#include "base/utf8.h"

#define ELLIPSIS "\xe2\x80\xa6" /* … */
#define DASH "\xe2\x80\x93"     /* – */

/* The longest end of visible text not wider than columns. */
static struct str
tail_fit(struct str s, size_t columns)
{
	while (s.n > 0 && text_width(s) > columns) {
		uint32_t c;
		size_t n = utf8_decode(s, &c);

		s = str_from(s, n ? n : 1);
	}
	return s;
}

/* Texts of logs may be megabytes long: what is far beyond any width is left
 * out before it is measured. */
static bool
fits(struct str s, int width)
{
	return s.n <= (size_t)width * 16 + 64 && text_width(s) <= (size_t)width;
}

static struct str
last_bytes(struct str s, int width)
{
	size_t most = (size_t)width * 16 + 64;

	if (s.n <= most)
		return s;
	s = str_from(s, s.n - most);
	while (s.n > 0 && ((unsigned char)s.p[0] & 0xc0) == 0x80)
		s = str_from(s, 1);
	return s;
}

void
cut_end(struct str s, int width, struct buf *out)
{
	if (width <= 0)
		return;
	if (fits(s, width)) {
		buf_add(out, s);
		return;
	}
	buf_add(out, str_head(s, text_fit(s, (size_t)width - 1)));
	buf_add(out, STR(ELLIPSIS));
}

void
cut_start(struct str s, int width, struct buf *out)
{
	if (width <= 0)
		return;
	if (fits(s, width)) {
		buf_add(out, s);
		return;
	}
	buf_add(out, STR(ELLIPSIS));
	buf_add(out, tail_fit(last_bytes(s, width), (size_t)width - 1));
}

void
cut_middle(struct str s, int width, struct buf *out)
{
	size_t head, tail;

	if (width <= 0)
		return;
	if (fits(s, width)) {
		buf_add(out, s);
		return;
	}
	head = (size_t)width / 2;
	tail = (size_t)width - 1 - head;
	buf_add(out, str_head(s, text_fit(s, head)));
	buf_add(out, STR(ELLIPSIS));
	buf_add(out, tail_fit(last_bytes(s, width), tail));
}

/* ---- who --------------------------------------------------------------- */

static bool
is_account(struct str s)
{
	if (s.n != 12)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

/* Takes "123837392027/" off; the account, or empty. */
static struct str
take_account(struct str *who)
{
	struct str account = str_head(*who, 12);

	if (who->n < 14 || who->p[12] != '/' || !is_account(account))
		return (struct str){ 0 };
	*who = str_from(*who, 13);
	return account;
}

/*
 * Who signed in elsewhere: sso/alice, saml/alice, oidc/alice, or the session
 * of a role that Identity Center made: AWSReservedSSO_<permission set>_<16
 * hexadecimal digits> (IAM Identity Center User Guide, "Referencing
 * permission sets in resource policies").
 */
static bool
signed_in(struct str issuer, struct str *how, struct str *set)
{
	static const struct str ways[] = { STR_INIT("sso"), STR_INIT("saml"),
		STR_INIT("oidc") };
	struct str prefix = STR("AWSReservedSSO_");

	*how = ways[0];
	if (str_starts(issuer, prefix)) {
		*set = str_from(issuer, prefix.n);
		if (set->n > 17 && set->p[set->n - 17] == '_')
			*set = str_head(*set, set->n - 17);
		return set->n > 0;
	}
	*set = (struct str){ 0 };
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		if (str_equal(issuer, ways[i])) {
			*how = ways[i];
			return true;
		}
	return false;
}

static void
cut_session(struct str role, struct str session, int width, struct buf *out)
{
	struct str slash = STR("/");
	int role_width = (int)text_width(role);
	int session_width = (int)text_width(session);
	int least = session_width < 5 ? session_width : 5;
	int left = width - role_width - 1;

	if (left < least)
		left = least;
	if (left > session_width)
		left = session_width;
	if (width < left + 3) { /* no room for a role */
		cut_end(session, width, out);
		return;
	}
	cut_middle(role, width - 1 - left, out);
	buf_add(out, slash);
	cut_start(session, left, out);
}

static void
cut_caller(struct str shown, int width, struct buf *out)
{
	size_t slash = str_index(shown, '/');

	if (fits(shown, width))
		buf_add(out, shown);
	else if (slash > 0 && slash < shown.n && shown.n < 4096)
		cut_session(str_head(shown, slash), str_from(shown, slash + 1),
		    width, out);
	else
		cut_middle(shown, width, out);
}

void
cell_who(const struct cell_caller *c, int width, struct buf *out)
{
	struct str who = c->who, how, set, account = take_account(&who);
	size_t slash = str_index(who, '/');
	struct buf shown = { 0 };

	if (c->account.n > 0)
		account = c->account;
	if (who.n == 0)
		buf_byte(&shown, '-');
	else if (slash < who.n && signed_in(str_head(who, slash), &how, &set)) {
		text_visible(str_from(who, slash + 1), &shown);
		buf_add(&shown, STR(" ("));
		text_visible(how, &shown);
		if (set.n > 0)
			buf_byte(&shown, ' ');
		text_visible(set, &shown);
		buf_byte(&shown, ')');
	} else
		text_visible(who, &shown);
	if (is_account(account) && is_account(c->recipient) &&
	    !str_equal(account, c->recipient) && !str_equal(account, who)) {
		buf_byte(&shown, '@');
		buf_add(&shown, account);
	}
	cut_caller(buf_str(&shown), width, out);
	buf_free(&shown);
}

/* ---- what, from, result ------------------------------------------------ */

void
cell_what(struct str what, int width, struct buf *out)
{
	struct buf shown = { 0 };
	struct str all, service, action;
	size_t colon;

	text_visible(what, &shown);
	all = buf_str(&shown);
	colon = str_index(all, ':');
	if (fits(all, width) || colon == 0 || colon >= all.n) {
		cut_middle(all, width, out);
		buf_free(&shown);
		return;
	}
	service = str_head(all, colon + 1);
	action = str_from(all, colon + 1);
	if (colon > 8) {
		struct buf shorter = { 0 };

		buf_add(&shorter, str_head(service, text_fit(service, 6)));
		buf_add(&shorter, STR(ELLIPSIS ":"));
		service = buf_str(&shorter);
		if ((int)text_width(service) + 3 > width)
			cut_middle(all, width, out);
		else {
			buf_add(out, service);
			cut_middle(action, width - (int)text_width(service),
			    out);
		}
		buf_free(&shorter);
	} else if ((int)text_width(service) + 3 > width)
		cut_middle(all, width, out);
	else {
		buf_add(out, service);
		cut_middle(action, width - (int)text_width(service), out);
	}
	buf_free(&shown);
}

void
cell_from(struct str from, int width, struct buf *out)
{
	struct str domain = STR(".amazonaws.com");
	struct buf shown = { 0 };

	if (str_ends(from, domain) && from.n > domain.n) {
		buf_add(&shown, STR("aws:"));
		text_visible(str_head(from, str_index(from, '.')), &shown);
	} else
		text_visible(from, &shown);
	cut_middle(buf_str(&shown), width, out);
	buf_free(&shown);
}

bool
result_failed(struct str result)
{
	return result.n > 0 && !str_equal(result, STR("ok")) &&
	    !str_equal(result, STR("-"));
}

void
cell_result(struct str result, int width, struct buf *out)
{
	static const struct str starts[] = { STR_INIT("Client."),
		STR_INIT("Server.") };
	static const struct str ends[] = { STR_INIT("Exception"),
		STR_INIT("Error"), STR_INIT("Fault") };

	if (str_equal(result, STR("ok")))
		return;
	if (result_failed(result) && width < 8) {
		cut_end(STR("x"), width, out);
		return;
	}
	for (size_t i = 0; i < 2; i++)
		if (str_starts(result, starts[i]) && result.n > starts[i].n) {
			result = str_from(result, starts[i].n);
			break;
		}
	for (size_t i = 0; i < 3; i++)
		if (str_ends(result, ends[i]) && result.n > ends[i].n) {
			result = str_head(result, result.n - ends[i].n);
			break;
		}
	cell_text(result, width, out);
}

void
cell_text(struct str value, int width, struct buf *out)
{
	struct buf shown = { 0 };
	size_t most = width > 0 ? (size_t)width * 8 + 64 : 0;

	/* Enough to be too wide, when there is more: each byte of UTF-8 is at
	 * least a quarter of a column, combining marks apart. */
	text_visible(str_head(value, most), &shown);
	if (value.n > most && fits(buf_str(&shown), width))
		buf_fill(&shown, ' ', (size_t)(width > 0 ? width : 0));
	cut_end(buf_str(&shown), width, out);
	buf_free(&shown);
}

/* ---- time -------------------------------------------------------------- */

static void
local_civil(int64_t us, int zone, struct civil *c)
{
	time_civil(us + zone * US_PER_SECOND, c);
}

void
cell_time(int64_t us, int zone, bool ms, struct buf *out)
{
	struct civil c;

	if (us == TIME_NONE) {
		buf_byte(out, '-');
		return;
	}
	local_civil(us, zone, &c);
	buf_printf(out, "%02d:%02d:%02d", c.hour, c.minute, c.second);
	if (ms)
		buf_printf(out, ".%03d", c.us / 1000);
}

void
cell_day(int64_t us, int zone, struct buf *out)
{
	struct civil c;

	if (us == TIME_NONE) {
		buf_add(out, STR("no time"));
		return;
	}
	local_civil(us, zone, &c);
	buf_printf(out, "%04d-%02d-%02d", c.year, c.month, c.day);
}

void
cell_weekday(int64_t us, int zone, struct buf *out)
{
	/* 1970-01-01 was a Thursday. */
	static const char names[7][4] = { "Thu", "Fri", "Sat", "Sun", "Mon",
		"Tue", "Wed" };

	if (us != TIME_NONE) {
		int64_t t = us + zone * US_PER_SECOND;
		int64_t day = t / US_PER_DAY - (t % US_PER_DAY < 0);

		buf_printf(out, "%s ", names[(day % 7 + 7) % 7]);
	}
	cell_day(us, zone, out);
}

void
range_print(int64_t from_us, int64_t to_us, int zone_from, int zone_to,
    unsigned how, struct buf *out)
{
	const int64_t minute = 60 * US_PER_SECOND;
	size_t clock = how & RANGE_SECONDS ? 8 : 5;
	struct buf from_day = { 0 }, to_day = { 0 }, b = { 0 };
	bool one_day;

	if (from_us == TIME_NONE || to_us == TIME_NONE)
		return;
	if (clock == 5 && to_us % minute != 0)
		to_us += minute - (to_us % minute + minute) % minute;
	cell_day(from_us, zone_from, &from_day);
	cell_day(to_us, zone_to, &to_day);
	one_day = str_equal(buf_str(&from_day), buf_str(&to_day));
	if (how & RANGE_DAY || !one_day) {
		buf_add(out, buf_str(&from_day));
		buf_byte(out, ' ');
	}
	cell_time(from_us, zone_from, false, &b);
	buf_add(out, str_head(buf_str(&b), clock));
	buf_add(out, STR(DASH));
	if (!one_day) {
		buf_add(out, buf_str(&to_day));
		buf_byte(out, ' ');
	}
	buf_reset(&b);
	cell_time(to_us, zone_to, false, &b);
	buf_add(out, str_head(buf_str(&b), clock));
	buf_free(&from_day);
	buf_free(&to_day);
	buf_free(&b);
}

/* ---- numbers ----------------------------------------------------------- */

void
count_print(uint64_t n, struct buf *out)
{
	char digits[32];
	int len = snprintf(digits, sizeof(digits), "%llu",
	    (unsigned long long)n);

	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf_byte(out, ',');
		buf_byte(out, digits[i]);
	}
}

void
count_print_short(uint64_t n, struct buf *out)
{
	static const char units[] = "kMGTPE";
	size_t unit = 0;
	uint64_t scale = 1000;

	if (n < 10000) {
		count_print(n, out);
		return;
	}
	for (; n / scale >= 1000; scale *= 1000)
		unit++;
	if (n / scale >= 100)
		buf_printf(out, "%llu%c", (unsigned long long)(n / scale),
		    units[unit]);
	else
		buf_printf(out, "%llu.%llu%c", (unsigned long long)(n / scale),
		    (unsigned long long)(n % scale / (scale / 10)),
		    units[unit]);
}

void
count_of(uint64_t n, const char *word, struct buf *out)
{
	count_print(n, out);
	buf_byte(out, ' ');
	buf_add(out, str_of(word));
	if (n != 1)
		buf_byte(out, 's');
}

void
share_print(uint64_t part, uint64_t total, struct buf *out)
{
	double share = total ? 100.0 * (double)part / (double)total : 0;

	if (share == 0 || share >= 9.95)
		buf_printf(out, "%.0f %%", share);
	else if (share < 0.1)
		buf_add(out, STR("<0.1 %"));
	else
		buf_printf(out, "%.1f %%", share);
}

void
size_print(uint64_t bytes, struct buf *out)
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB",
		"PB" };
	double n = (double)bytes;
	size_t unit = 0;

	while (n >= 999.5 && unit + 1 < sizeof(units) / sizeof(*units)) {
		n /= 1000;
		unit++;
	}
	buf_printf(out, unit > 0 && n < 9.95 ? "%.1f %s" : "%.0f %s", n,
	    units[unit]);
}
