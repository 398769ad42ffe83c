#include "query/patterns.h"

#include <stdbool.h>
#include "query/query.h"

#define TOKEN_MIN 40   /* shorter ones may be words */
#define UUID_BYTES 36
#define IPV6_MAX 46    /* longer runs are none; so all stays linear */
#define MAILBOX_MAX 254 /* RFC 5321, 4.5.3.1: of a path, less its signs */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_word(char c)
{
	return is_digit(c) || is_upper(c) || is_lower(c) || c == '_';
}

static bool
is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* How many bytes of s from i on are such. */
static size_t
run_of(struct str s, size_t i, bool (*is)(char))
{
	size_t n = 0;

	while (i + n < s.n && is(s.p[i + n]))
		n++;
	return n;
}

/* Whether s goes on at i like the shape: 9 is a digit, h a hex digit, A a
 * letter, all else itself. */
static size_t
shaped(struct str s, size_t i, const char *shape)
{
	size_t n = 0;

	for (; shape[n]; n++) {
		char c;

		if (i + n >= s.n)
			return 0;
		c = s.p[i + n];
		if (shape[n] == '9'     ? !is_digit(c)
		    : shape[n] == 'h' ? !is_hex(c)
		    : shape[n] == 'A' ? !is_upper(c) && !is_lower(c)
		                      : c != shape[n])
			return 0;
	}
	return n;
}

/* ---- kinds, each: how many bytes at i are one; 0: none ------------------- */

/* .123, ,123 and Z, +01:00, behind a time of day. */
static size_t
time_tail(struct str s, size_t i)
{
	size_t at = i, n;

	if (at < s.n && (s.p[at] == '.' || s.p[at] == ',') &&
	    (n = run_of(s, at + 1, is_digit)))
		at += n + 1;
	if (at < s.n && s.p[at] == 'Z')
		return at + 1 - i;
	if (at < s.n && (s.p[at] == '+' || s.p[at] == '-')) {
		n = shaped(s, at + 1, "99:99");
		if (!n)
			n = shaped(s, at + 1, "9999");
		if (n)
			at += n + 1;
	}
	return at - i;
}

static size_t
time_of_day(struct str s, size_t i)
{
	size_t n = shaped(s, i, "99:99:99");

	return n ? n + time_tail(s, i + n) : 0;
}

static size_t
is_time(struct str s, size_t i)
{
	size_t n = shaped(s, i, "9999-99-99"), m;

	if (!n)
		n = shaped(s, i, "9999/99/99");
	if (n) {
		if (i + n < s.n && (s.p[i + n] == 'T' || s.p[i + n] == ' ') &&
		    (m = time_of_day(s, i + n + 1)))
			n += m + 1;
		return n;
	}
	n = shaped(s, i, "99/AAA/9999:99:99:99");
	if (n && (m = shaped(s, i + n, " +9999")))
		n += m;
	return n ? n : time_of_day(s, i);
}

static bool
in_name(char c)
{
	return (unsigned char)c > ' ' && c != '"' && c != '\'' && c != '<' &&
	    c != '>' && c != '(' && c != ')' && c != ',' && c != ';' &&
	    c != '|' && c != '\\' && c != '[' && c != ']' && c != '{' &&
	    c != '}';
}

/* A point at the end belongs to the sentence. */
static size_t
name_bytes(struct str s, size_t i)
{
	size_t n = run_of(s, i, in_name);

	while (n && (s.p[i + n - 1] == '.' || s.p[i + n - 1] == ':' ||
	           s.p[i + n - 1] == '?' || s.p[i + n - 1] == '!'))
		n--;
	return n;
}

static size_t
is_arn(struct str s, size_t i)
{
	size_t n, colons = 0;

	if (!str_starts(str_from(s, i), STR("arn:")))
		return 0;
	n = name_bytes(s, i);
	for (size_t k = 0; k < n; k++)
		colons += s.p[i + k] == ':';
	return colons >= 5 ? n : 0;
}

static size_t
is_url(struct str s, size_t i)
{
	struct str rest = str_from(s, i);

	return str_starts(rest, STR("http://")) ||
	        str_starts(rest, STR("https://"))
	    ? name_bytes(s, i) : 0;
}

static size_t
is_uuid(struct str s, size_t i)
{
	return shaped(s, i, "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh");
}

static size_t
is_ipv4(struct str s, size_t i)
{
	size_t at = i;

	for (int part = 0; part < 4; part++) {
		size_t n = run_of(s, at, is_digit);

		if (n == 0 || n > 3 || (part && s.p[at - 1] != '.'))
			return 0;
		at += n;
		if (part < 3 && (at >= s.n || s.p[at++] != '.'))
			return 0;
	}
	return at + 1 < s.n && s.p[at] == '.' && is_digit(s.p[at + 1]) ? 0
	                                                               : at - i;
}

static bool
in_ipv6(char c)
{
	return is_hex(c) || c == ':';
}

static size_t
is_ipv6(struct str s, size_t i)
{
	size_t n = run_of(str_head(s, i + IPV6_MAX), i, in_ipv6), colons = 0;
	bool empty = false;

	while (n && s.p[i + n - 1] == ':' && !(n > 1 && s.p[i + n - 2] == ':'))
		n--;
	for (size_t k = 0; k < n; k++) {
		colons += s.p[i + k] == ':';
		empty |= k && s.p[i + k] == ':' && s.p[i + k - 1] == ':';
	}
	return colons == 7 || (colons >= 2 && colons < 7 && empty) ? n : 0;
}

static bool
in_mailbox(char c)
{
	return is_word(c) || c == '.' || c == '+' || c == '-';
}

static size_t
is_email(struct str s, size_t i)
{
	size_t n = run_of(str_head(s, i + MAILBOX_MAX), i, in_mailbox), m, dot;

	if (n == 0 || i + n >= s.n || s.p[i + n] != '@')
		return 0;
	m = run_of(str_head(s, i + n + 1 + MAILBOX_MAX), i + n + 1,
	    in_mailbox);
	while (m && s.p[i + n + m] == '.')
		m--;
	dot = str_index((struct str){ s.p + i + n + 1, m }, '.');
	return dot > 0 && dot < m ? n + 1 + m : 0;
}

static size_t
is_number(struct str s, size_t i)
{
	size_t n = run_of(s, i, is_digit), m;

	/* The 1 of us-east-1 belongs to the name. */
	if (n < 4 && i > 1 && s.p[i - 1] == '-' && is_lower(s.p[i - 2]))
		return 0;
	if (n && i + n + 1 < s.n && s.p[i + n] == '.' &&
	    (m = run_of(s, i + n + 1, is_digit)))
		n += m + 1;
	return n;
}

static bool
in_token(char c)
{
	return is_word(c) || c == '-' || c == '+' || c == '/' || c == '=';
}

struct census {
	size_t digits, upper, lower, hex;
};

static struct census
count(struct str s)
{
	struct census c = { 0 };

	for (size_t i = 0; i < s.n; i++) {
		c.digits += is_digit(s.p[i]);
		c.upper += is_upper(s.p[i]);
		c.lower += is_lower(s.p[i]);
		c.hex += is_hex(s.p[i]);
	}
	return c;
}

/* Long and of all kinds of characters: base64 and the like. */
static size_t
is_token(struct str s, size_t i)
{
	struct census c;
	size_t n;

	/* Asked once for each run: they may be long. */
	if (i && in_token(s.p[i - 1]))
		return 0;
	n = run_of(s, i, in_token);
	if (n < TOKEN_MIN)
		return 0;
	c = count((struct str){ s.p + i, n });
	return c.digits >= 4 && c.upper >= 4 && c.lower >= 4 ? n : 0;
}

static const struct {
	size_t (*is)(struct str s, size_t i);
	const char *name;
} kinds[] = {
	{ is_arn, "<arn>" },
	{ is_url, "<url>" },
	{ is_time, "<time>" },
	{ is_uuid, "<uuid>" },
	{ is_ipv4, "<ip>" },
	{ is_ipv6, "<ip>" },
	{ is_email, "<email>" },
	{ is_token, "<token>" },
	{ is_number, "<number>" },
};

/* ---- words -------------------------------------------------------------- */

/* Words that nobody chose: access keys, hashes, tokens. */
static bool
is_id(struct str w)
{
	struct census c = count(w);

	if (w.n >= 8 && c.hex == w.n && c.digits)
		return true;
	if (w.n >= 12 && c.digits && c.upper && c.digits + c.upper == w.n)
		return true;
	return w.n >= 10 && c.digits >= 4 && c.digits < w.n;
}

/* i-0123456789abcdef0, rtb-12ab34cd: how many bytes stand before the id. */
static size_t
resource_prefix(struct str s, size_t i)
{
	size_t n = run_of(s, i, is_lower), m;

	if (n == 0 || i + n >= s.n || s.p[i + n] != '-')
		return 0;
	m = run_of(s, i + n + 1, is_word);
	if ((m != 8 && m != 17) || run_of(s, i + n + 1, is_hex) != m ||
	    !count((struct str){ s.p + i + n + 1, m }).digits)
		return 0;
	return n + 1;
}

/* run_<uuid>: how many bytes stand before it, the `_` too. */
static size_t
uuid_prefix(struct str s, size_t i)
{
	size_t n = run_of(s, i, is_word), m;

	for (m = 1; m <= n; m++)
		if (s.p[i + m - 1] == '_' && is_uuid(s, i + m) &&
		    (i + m + UUID_BYTES >= s.n ||
		        !is_word(s.p[i + m + UUID_BYTES])))
			return m;
	return 0;
}

/* A word, runs of four digits and more in it as numbers. */
static void
add_word(struct str w, struct buf *out)
{
	for (size_t i = 0; i < w.n;) {
		size_t n = run_of(w, i, is_digit);

		if (n >= 4)
			buf_add(out, STR("<number>"));
		else
			buf_add(out, (struct str){ w.p + i, n ? n : 1 });
		i += n ? n : 1;
	}
}

/* What begins at i; returns how many bytes that were. */
static size_t
add_at(struct str s, size_t i, struct buf *out)
{
	size_t n;

	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		n = kinds[k].is(s, i);
		if (n && (i + n >= s.n || !is_word(s.p[i + n]))) {
			buf_add(out, str_of(kinds[k].name));
			return n;
		}
	}
	n = resource_prefix(s, i);
	if (n) {
		buf_add(out, (struct str){ s.p + i, n });
		buf_add(out, STR("<id>"));
		return n + run_of(s, i + n, is_word);
	}
	n = uuid_prefix(s, i);
	if (n) {
		add_word((struct str){ s.p + i, n }, out);
		buf_add(out, STR("<uuid>"));
		return n + UUID_BYTES;
	}
	n = run_of(s, i, is_word);
	if (n == 0) { /* ::1x is no address after all */
		buf_byte(out, s.p[i]);
		return 1;
	}
	if (n > 2 && s.p[i] == '0' && (s.p[i + 1] | 0x20) == 'x' &&
	    run_of(s, i + 2, is_hex) == n - 2)
		buf_add(out, STR("<hex>"));
	else if (is_id((struct str){ s.p + i, n }))
		buf_add(out, STR("<id>"));
	else
		add_word((struct str){ s.p + i, n }, out);
	return n;
}

void
query_pattern(struct str text, struct buf *out)
{
	for (size_t i = 0; i < text.n;) {
		if (!is_word(text.p[i]) &&
		    !(text.p[i] == ':' && is_ipv6(text, i)) &&
		    !(in_token(text.p[i]) && is_token(text, i))) {
			buf_byte(out, text.p[i++]);
			continue;
		}
		i += add_at(text, i, out);
	}
}

/* ---- severity ------------------------------------------------------------ */

static bool
has_word(struct str text, struct str lower)
{
	for (size_t i = 0; i + lower.n <= text.n; i++)
		if (str_equal_fold(
		        (struct str){ text.p + i, lower.n }, lower))
			return true;
	return false;
}

const char *
pattern_severity(struct str text)
{
	return has_word(text, STR("error")) ? "ERROR"
	    : has_word(text, STR("warn"))   ? "WARN"
	                                    : "INFO";
}
