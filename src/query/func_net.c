/*
 * Internet addresses (RFC 791, RFC 4291) and the ranges that are set apart
 * (IANA's special-purpose address registries; RFC 1918, RFC 4193).
 */
#include "query/address.h"
#include "query/eval.h"
#include "query/func.h"

/* ---- reading ------------------------------------------------------------ */

/* Four decimal numbers without leading zeros. */
static bool
read_ipv4(struct str s, unsigned char out[4])
{
	size_t i = 0;

	for (int part = 0; part < 4; part++) {
		size_t start = i;
		unsigned n = 0;

		while (i < s.n && i - start < 3 && s.p[i] >= '0' &&
		    s.p[i] <= '9')
			n = n * 10 + (unsigned)(s.p[i++] - '0');
		if (i == start || n > 255 ||
		    (s.p[start] == '0' && i - start > 1))
			return false;
		out[part] = (unsigned char)n;
		if (part < 3 && (i == s.n || s.p[i++] != '.'))
			return false;
	}
	return i == s.n;
}

/* Up to four hexadecimal digits at s[*i]. */
static bool
read_group(struct str s, size_t *i, unsigned *out)
{
	size_t start = *i;

	*out = 0;
	while (*i < s.n && *i - start < 4 && hex_digit(s.p[*i]) >= 0)
		*out = *out * 16 + (unsigned)hex_digit(s.p[(*i)++]);
	return *i > start;
}

/* Eight groups; `::` stands once for groups of zero; the last two may be
 * written as IPv4. */
static bool
read_ipv6(struct str s, unsigned char out[16])
{
	unsigned char bytes[16];
	size_t i = 0;
	int n = 0, gap = -1;
	unsigned group;

	if (str_starts(s, STR("::"))) {
		gap = 0;
		i = 2;
	}
	while (i < s.n) {
		size_t start = i;

		if (n > 14 || !read_group(s, &i, &group))
			return false;
		if (i < s.n && s.p[i] == '.') {
			if (n > 12 || !read_ipv4(str_from(s, start), bytes + n))
				return false;
			n += 4;
			break;
		}
		bytes[n++] = (unsigned char)(group >> 8);
		bytes[n++] = (unsigned char)group;
		if (i == s.n)
			break;
		if (s.p[i++] != ':' || i == s.n)
			return false;
		if (s.p[i] == ':') {
			if (gap >= 0)
				return false;
			gap = n;
			i++;
		}
	}
	if (gap < 0 ? n != 16 : n > 14)
		return false;
	memset(out, 0, 16);
	if (gap < 0)
		gap = n;
	memcpy(out, bytes, (size_t)gap);
	memcpy(out + 16 - (n - gap), bytes + gap, (size_t)(n - gap));
	return true;
}

bool
address_read(struct str s, struct address *out)
{
	out->bits = 32;
	if (read_ipv4(s, out->bytes))
		return true;
	out->bits = 128;
	return read_ipv6(s, out->bytes);
}

/* The address that an argument is; false if it is none. */
static bool
address_of(struct eval *e, const struct datum *d, struct address *out)
{
	return d->kind != DATUM_MISSING &&
	    address_read(eval_read_text(e, d), out);
}

/* ---- ranges ------------------------------------------------------------- */

bool
address_in_range(const struct address *a, const struct address *range, int n)
{
	int bytes = n / 8, bits = n % 8;

	return a->bits == range->bits &&
	    memcmp(a->bytes, range->bytes, (size_t)bytes) == 0 &&
	    (bits == 0 ||
	        (a->bytes[bytes] ^ range->bytes[bytes]) >> (8 - bits) == 0);
}

bool
address_read_range(struct str cidr, struct address *out, int *bits)
{
	size_t slash = str_index(cidr, '/');
	double n;

	if (slash == cidr.n || !address_read(str_head(cidr, slash), out) ||
	    !number_read(str_from(cidr, slash + 1), false, &n) || n < 0 ||
	    n > out->bits || n != (int)n)
		return false;
	*bits = (int)n;
	return true;
}

static bool
in_subnet(const struct address *a, struct str cidr)
{
	struct address range;
	int bits;

	return address_read_range(cidr, &range, &bits) &&
	    address_in_range(a, &range, bits);
}

static const char *const private_ranges[] = { "10.0.0.0/8", "172.16.0.0/12",
	"192.168.0.0/16", "fc00::/7" };

static const char *const reserved_ranges[] = { "0.0.0.0/8", "100.64.0.0/10",
	"127.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24",
	"192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/127",
	"::ffff:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/23",
	"2001:db8::/32", "3fff::/20", "fe80::/10",
	"ff00::/8" };

static bool
in_any(const struct address *a, const char *const *ranges, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (in_subnet(a, str_of(ranges[i])))
			return true;
	return false;
}

static bool
is_private(const struct address *a)
{
	return in_any(a, private_ranges,
	    sizeof(private_ranges) / sizeof(private_ranges[0]));
}

static bool
is_reserved(const struct address *a)
{
	return in_any(a, reserved_ranges,
	    sizeof(reserved_ranges) / sizeof(reserved_ranges[0]));
}

/* ---- functions: 1 or 0, 0 for what is no address ------------------------ */

FUNCTION(call_isvalidip)
{
	struct address a;

	(void)n;
	return datum_of_bool(address_of(e, arg, &a));
}

FUNCTION(call_isvalidipv4)
{
	struct address a;

	(void)n;
	return datum_of_bool(address_of(e, arg, &a) && a.bits == 32);
}

FUNCTION(call_isvalidipv6)
{
	struct address a;

	(void)n;
	return datum_of_bool(address_of(e, arg, &a) && a.bits == 128);
}

/* bits: 0 for any kind. */
static struct datum
is_in_subnet(struct eval *e, const struct datum *arg, int bits)
{
	struct address a;

	return datum_of_bool(address_of(e, &arg[0], &a) &&
	    (bits == 0 || a.bits == bits) && arg[1].kind != DATUM_MISSING &&
	    in_subnet(&a, eval_read_text(e, &arg[1])));
}

FUNCTION(call_isipinsubnet)
{
	(void)n;
	return is_in_subnet(e, arg, 0);
}

FUNCTION(call_isipv4insubnet)
{
	(void)n;
	return is_in_subnet(e, arg, 32);
}

FUNCTION(call_isipv6insubnet)
{
	(void)n;
	return is_in_subnet(e, arg, 128);
}

FUNCTION(call_isprivateip)
{
	struct address a;

	(void)n;
	return datum_of_bool(address_of(e, arg, &a) && is_private(&a));
}

FUNCTION(call_isreservedip)
{
	struct address a;

	(void)n;
	return datum_of_bool(address_of(e, arg, &a) && is_reserved(&a));
}

FUNCTION(call_ispublicip)
{
	struct address a;

	(void)n;
	return datum_of_bool(
	    address_of(e, arg, &a) && !is_private(&a) && !is_reserved(&a));
}

FUNCTION(call_ipv4tonumber)
{
	struct address a;

	(void)n;
	if (!address_of(e, arg, &a) || a.bits != 32)
		return datum_missing();
	return datum_of_number(a.bytes[0] * 16777216.0 +
	    a.bytes[1] * 65536.0 + a.bytes[2] * 256.0 + a.bytes[3]);
}
