#include "query/members.h"

#include "base/bits.h"
#include "base/hash.h"

/* Pairs of group and code that are looked up in an array, not by hash. */
#define DIRECT_MAX (UINT32_C(1) << 18)

/* The group of each pair (group so far, code of the next key). */
struct pairing {
	uint32_t *direct; /* group + 1 */
	uint64_t *keys;   /* hashed: pair + 1 */
	uint32_t *groups;
	uint64_t mask;
};

static struct pairing
pairing_new(uint64_t pairs, uint32_t n_rows, struct arena *tmp)
{
	struct pairing p = { 0 };

	if (pairs <= DIRECT_MAX) {
		p.direct = arena_array(tmp, pairs, sizeof(*p.direct));
		return p;
	}
	for (p.mask = 64; p.mask < (uint64_t)n_rows * 2;)
		p.mask *= 2;
	p.keys = arena_array(tmp, p.mask, sizeof(*p.keys));
	p.groups = arena_array(tmp, p.mask, sizeof(*p.groups));
	p.mask--;
	return p;
}

/* Where the group of a pair stands, as group + 1; 0: it has none yet. */
static uint32_t *
pairing_at(struct pairing *p, uint64_t pair)
{
	uint64_t at;

	if (p->direct)
		return &p->direct[pair];
	for (at = hash_mix(pair, HASH_B) & p->mask;
	     p->keys[at] && p->keys[at] != pair + 1; at = (at + 1) & p->mask)
		;
	p->keys[at] = pair + 1;
	return &p->groups[at];
}

/* The first key when it has few codes: they are the groups. */
static void
take_codes(struct members *m, const struct ids *key, uint32_t n_keys,
    uint32_t seg, const uint32_t *codes, uint32_t n_codes, struct arena *tmp)
{
	/* IDS_NONE is above all codes. */
	if (m->rows)
		for (uint32_t i = 0; i < m->n; i++) {
			uint32_t code = codes[m->rows[i]];

			m->group[i] = code < n_codes ? code : n_codes;
		}
	else
		for (uint32_t i = 0; i < m->n; i++)
			m->group[i] = codes[i] < n_codes ? codes[i] : n_codes;
	m->n_groups = n_codes + 1;
	m->tuples = arena_raw(
	    tmp, (size_t)m->n_groups * n_keys * sizeof(*m->tuples));
	for (uint32_t code = 0; code <= n_codes; code++)
		m->tuples[(size_t)code * n_keys] = ids_number(
		    key, seg, code < n_codes ? code : IDS_NONE);
}

/* Splits groups by one more key. */
static void
split(struct members *m, const struct ids *key, uint32_t k, uint32_t n_keys,
    uint32_t seg, const uint32_t *codes, uint32_t n_codes, struct arena *tmp)
{
	struct pairing p = pairing_new(
	    (uint64_t)m->n_groups * (n_codes + 1), m->n, tmp);
	uint32_t *tuples =
	    arena_raw(tmp, (size_t)m->n * n_keys * sizeof(*tuples));
	uint32_t n = 0;

	for (uint32_t i = 0; i < m->n; i++) {
		uint32_t code = codes[members_row(m, i)], old = m->group[i];
		uint64_t pair = (uint64_t)old * (n_codes + 1) +
		    (code < n_codes ? code : n_codes);
		uint32_t *at = pairing_at(&p, pair);

		if (*at == 0) {
			uint32_t *tuple = tuples + (size_t)n * n_keys;

			if (k)
				memcpy(tuple,
				    m->tuples + (size_t)old * n_keys,
				    k * sizeof(*tuple));
			tuple[k] = ids_number(key, seg, code);
			*at = ++n;
		}
		m->group[i] = *at - 1;
	}
	m->tuples = tuples;
	m->n_groups = n;
}

struct members
members_of(const struct layout *l, const uint64_t *rows,
    struct ids *const *keys, uint32_t n_keys, uint32_t seg, struct arena *tmp)
{
	uint32_t n_rows = segment_rows(l->snapshot, seg), n_codes;
	uint32_t *codes = arena_raw(tmp, n_rows * sizeof(*codes));
	struct members m = { .n_groups = 1 };

	m.n = (uint32_t)bits_count(
	    rows + l->first[seg], l->first[seg + 1] - l->first[seg]);
	if (m.n < n_rows) {
		m.rows = arena_raw(tmp, m.n * sizeof(*m.rows));
		rows_list(l, rows, seg, m.rows);
	}
	m.group = arena_array(tmp, m.n, sizeof(*m.group));
	if (n_keys == 0)
		m.tuples = arena_array(tmp, 1, sizeof(*m.tuples));
	for (uint32_t k = 0; k < n_keys; k++) {
		ids_codes(keys[k], seg, codes, &n_codes, tmp);
		if (k == 0 && n_codes < m.n)
			take_codes(&m, keys[0], n_keys, seg, codes, n_codes,
			    tmp);
		else
			split(&m, keys[k], k, n_keys, seg, codes, n_codes,
			    tmp);
	}
	m.counts = arena_array(tmp, m.n_groups, sizeof(*m.counts));
	for (uint32_t i = 0; i < m.n; i++)
		m.counts[m.group[i]]++;
	return m;
}
