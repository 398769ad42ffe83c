#include "ingest/leaves.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
leaves_init(struct leaves *l, struct builder *b, const struct known_path *rows,
    size_t n)
{
	l->builder = b;
	builder_begin(b);
	l->path[0] = PATH_ROOT;
	for (size_t i = 1; i < n && i < LEAVES_MAX; i++) {
		uint32_t parent = l->path[rows[i].parent];

		l->path[i] = rows[i].key.n > 0
		    ? builder_key(b, parent, rows[i].key)
		    : builder_position(b, parent, rows[i].position);
	}
}

struct leaves *
leaves_new(struct builder *b, const struct known_path *rows, size_t n)
{
	struct leaves *l = mem_zero(1, sizeof(*l));

	leaves_init(l, b, rows, n);
	return l;
}

struct str
leaf_or(const struct leaves *l, unsigned row, unsigned other)
{
	struct str s = leaf(l, row);

	return s.n > 0 ? s : leaf(l, other);
}

void
own_text(struct builder *b, enum own_path field, struct str text)
{
	if (text.n > 0)
		builder_own(b, field, VALUE_STRING, text);
}

void
own_number(struct builder *b, enum own_path field, struct str digits)
{
	if (digits.n > 0)
		builder_own(b, field,
		    text_is_number(digits) ? VALUE_NUMBER : VALUE_STRING,
		    digits);
}

void
leaf_field(struct builder *b, uint32_t path, bool number, struct str text)
{
	if (text.n == 0 || (text.n == 1 && text.p[0] == '-'))
		return;
	builder_leaf(b, path,
	    number && text_is_number(text) ? VALUE_NUMBER : VALUE_STRING,
	    text);
}

struct str
status_result(struct str status)
{
	if (!text_is_digits(status))
		return STR("-");
	return status.n == 3 && status.p[0] < '4' ? STR("ok") : status;
}

/* ---- making texts -------------------------------------------------------- */

struct str
text_join(struct builder *b, struct str a, struct str c, struct str d)
{
	char *p = arena_raw(builder_scratch(b), a.n + c.n + d.n);
	struct str whole = { p, a.n + c.n + d.n };

	if (a.n)
		memcpy(p, a.p, a.n);
	if (c.n)
		memcpy(p + a.n, c.p, c.n);
	if (d.n)
		memcpy(p + a.n + c.n, d.p, d.n);
	return whole;
}

struct str
text_named(struct builder *b, const char *word, struct str name)
{
	return name.n ? text_join(b, str_of(word), STR(" "), name) : name;
}

struct str
text_copy(struct builder *b, struct str s)
{
	return text_join(b, s, (struct str){ 0 }, (struct str){ 0 });
}

struct str
text_behind(struct str s, char c)
{
	const char *p = s.n ? memrchr(s.p, c, s.n) : NULL;

	return p ? str_from(s, (size_t)(p + 1 - s.p)) : s;
}

bool
arn_split(struct str s, struct arn *out)
{
	struct str part[5];

	if (!str_starts(s, STR("arn:")))
		return false;
	for (int i = 0; i < 5; i++) {
		size_t n = str_index(s, ':');

		if (n == s.n)
			return false;
		part[i] = str_head(s, n);
		s = str_from(s, n + 1);
	}
	out->service = part[2];
	out->region = part[3];
	out->account = part[4];
	out->resource = s;
	return true;
}

struct str
arn_name(struct str s)
{
	struct arn arn;
	size_t kind;

	if (!arn_split(s, &arn))
		return s;
	if (str_equal(arn.service, STR("s3")))
		return arn.resource;
	if (str_equal(arn.service, STR("iam")))
		return text_behind(arn.resource, '/');
	kind = str_index(arn.resource, ':');
	if (kind == arn.resource.n)
		kind = str_index(arn.resource, '/');
	return kind + 1 < arn.resource.n ? str_from(arn.resource, kind + 1)
	                                 : arn.resource;
}

struct str
arn_caller(struct builder *b, struct str s)
{
	struct str session = STR("assumed-role/");
	struct arn arn;

	if (!arn_split(s, &arn))
		return s;
	if (str_starts(arn.resource, session))
		return text_in_account(
		    b, arn.account, str_from(arn.resource, session.n));
	return text_in_account(
	    b, arn.account, text_behind(arn.resource, '/'));
}

struct str
text_in_account(struct builder *b, struct str account, struct str name)
{
	if (account.n == 0 || name.n == 0)
		return name.n ? name : account;
	return text_join(b, account, STR("/"), name);
}

/* ---- reading texts ------------------------------------------------------- */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
text_is_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]))
			return false;
	return s.n > 0;
}

bool
text_is_number(struct str s)
{
	size_t whole, point;

	if (s.n > 0 && s.p[0] == '-')
		s = str_from(s, 1);
	point = str_index(s, '.');
	whole = point;
	if (whole == 0 || whole > 18 || !text_is_digits(str_head(s, whole)) ||
	    (whole > 1 && s.p[0] == '0'))
		return false;
	return point == s.n || text_is_digits(str_from(s, point + 1));
}

bool
text_is_address(struct str s)
{
	unsigned points = 0, colons = 0;

	if (s.n < 2 || s.n > 45)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool hex = is_digit(c) || (c >= 'a' && c <= 'f') ||
		    (c >= 'A' && c <= 'F');

		points += c == '.';
		colons += c == ':';
		if (!hex && c != '.' && c != ':')
			return false;
	}
	return colons >= 2 || (points == 3 && colons == 0);
}

struct str
text_word(struct str *s)
{
	size_t from = 0, to;
	struct str word;

	while (from < s->n && (s->p[from] == ' ' || s->p[from] == '\t'))
		from++;
	to = from;
	while (to < s->n && s->p[to] != ' ' && s->p[to] != '\t')
		to++;
	word = (struct str){ s->p + from, to - from };
	*s = str_from(*s, to);
	return word;
}

struct str
text_field(struct str *s)
{
	size_t from = 0, to;
	struct str field;
	char end;

	while (from < s->n && s->p[from] == ' ')
		from++;
	if (from == s->n || (s->p[from] != '"' && s->p[from] != '['))
		return text_word(s);
	end = s->p[from] == '[' ? ']' : '"';
	for (to = ++from; to < s->n && s->p[to] != end; to++)
		if (s->p[to] == '\\' && to + 1 < s->n)
			to++;
	if (to > s->n)
		to = s->n;
	field = (struct str){ s->p + from, to - from };
	*s = str_from(*s, to < s->n ? to + 1 : to);
	return field;
}

/* A number of at most 19 digits, what is behind its point as microparts. */
static bool
number_of(struct str s, uint64_t *whole, uint32_t *micro)
{
	size_t point = str_index(s, '.');
	uint32_t unit = 100000;

	if (point == 0 || point > 19)
		return false;
	*whole = 0;
	*micro = 0;
	for (size_t i = 0; i < point; i++) {
		if (!is_digit(s.p[i]))
			return false;
		*whole = *whole * 10 + (uint64_t)(s.p[i] - '0');
	}
	for (size_t i = point + 1; i < s.n; i++, unit /= 10) {
		if (!is_digit(s.p[i]))
			return false;
		*micro += unit * (uint32_t)(s.p[i] - '0');
	}
	return true;
}

#define SECONDS_MIN UINT64_C(100000000)    /* March 1973 */
#define SECONDS_MAX UINT64_C(100000000000) /* the year 5138 */

bool
time_of_text(struct str s, int64_t *us)
{
	uint64_t n;
	uint32_t micro;

	s = str_trim(s);
	if (s.n < 8)
		return false;
	if (!number_of(s, &n, &micro))
		return time_parse(s, us);
	if (n > UINT64_C(100000000000000000))
		*us = (int64_t)(n / 1000);
	else if (n > UINT64_C(100000000000000))
		*us = (int64_t)n;
	else if (n > SECONDS_MAX)
		*us = (int64_t)(n * 1000 + micro / 1000);
	else if (n >= SECONDS_MIN)
		*us = (int64_t)(n * 1000000 + micro);
	else
		return false;
	return true;
}

bool
time_of_seconds(struct str s, int64_t *us)
{
	uint64_t n;
	uint32_t micro;

	if (!number_of(s, &n, &micro) || n > SECONDS_MAX)
		return false;
	*us = (int64_t)(n * 1000000 + micro);
	return true;
}

bool
time_of_server(struct str s, int64_t *us)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char iso[40];
	size_t month;

	/* 06/Feb/2019:00:00:38 +0000 */
	if (s.n != 26 || s.p[2] != '/' || s.p[6] != '/' || s.p[11] != ':')
		return false;
	month = str_find(str_of(months), (struct str){ s.p + 3, 3 });
	if (month >= 36 || month % 3 != 0)
		return false;
	snprintf(iso, sizeof(iso), "%.4s-%02zu-%.2sT%.8s%.5s", s.p + 7,
	    month / 3 + 1, s.p, s.p + 12, s.p + 21);
	return time_parse(str_of(iso), us);
}
