#include "query/spellings.h"

/* Pairs that differ in more than a hyphen, either way round. */
static const struct {
	struct str one, other;
} pairs[] = {
	{ STR_INIT("srcaddr"), STR_INIT("srcAddr") },
	{ STR_INIT("dstaddr"), STR_INIT("dstAddr") },
	{ STR_INIT("srcport"), STR_INIT("srcPort") },
	{ STR_INIT("dstport"), STR_INIT("dstPort") },
	{ STR_INIT("pkt-srcaddr"), STR_INIT("pktSrcAddr") },
	{ STR_INIT("pkt-dstaddr"), STR_INIT("pktDstAddr") },
	{ STR_INIT("start"), STR_INIT("startTime") },
	{ STR_INIT("end"), STR_INIT("endTime") },
};

/* account-id as accountId; the same when there is no hyphen. */
static struct str
camel_case(struct str name, struct arena *a)
{
	struct buf b = { 0 };
	struct str s;

	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (c != '-' || i + 1 == name.n) {
			buf_byte(&b, c);
			continue;
		}
		c = name.p[++i];
		buf_byte(&b, c >= 'a' && c <= 'z' ? (char)(c - 0x20) : c);
	}
	s = arena_copy(a, buf_str(&b));
	buf_free(&b);
	return s;
}

static struct str
other_spelling(struct str name, struct arena *a)
{
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		if (str_equal(name, pairs[i].one))
			return pairs[i].other;
		if (str_equal(name, pairs[i].other))
			return pairs[i].one;
	}
	return camel_case(name, a);
}

struct field *
spelling_bind(struct snapshot *s, struct str name, struct arena *a)
{
	struct field *f = field_bind(s, name, a), *other;

	if (field_kind(f) != FIELD_UNKNOWN)
		return f;
	other = field_bind(s, other_spelling(name, a), a);
	return field_kind(other) == FIELD_UNKNOWN ? f : other;
}
