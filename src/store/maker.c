/*
 * Columns made at reading: of computed fields and of names that stand for
 * several paths.  DENSE, 4-byte codes, each value once.
 */
#include <string.h>

#include "base/hash.h"
#include "store/field.h"

struct column_maker {
	struct arena *arena;
	uint32_t rows, n_present;
	uint32_t *codes;
	struct value *entries;
	uint32_t n_entries, capacity;
	uint32_t *slots;
	uint32_t mask;
	uint64_t hash_key;
	uint32_t last; /* entry + 1 */
	size_t text_bytes;
};

struct column_maker *
column_maker_new(const struct snapshot *s, uint32_t rows, struct arena *tmp)
{
	struct column_maker *m = arena_alloc(tmp, sizeof(*m));

	m->arena = tmp;
	m->rows = rows;
	m->hash_key = s->store->hash_key;
	m->codes = arena_array(tmp, rows, sizeof(*m->codes));
	m->mask = 63;
	m->slots = arena_array(tmp, m->mask + 1, sizeof(*m->slots));
	return m;
}

static bool
value_equal(struct value a, struct value b)
{
	return a.type == b.type && str_equal(a.text, b.text);
}

static void
put_slot(struct column_maker *m, uint32_t e)
{
	uint64_t h = hash_bytes(m->entries[e].text, m->hash_key);
	uint32_t i = (uint32_t)h & m->mask;

	while (m->slots[i])
		i = (i + 1) & m->mask;
	m->slots[i] = e + 1;
}

static uint32_t
add_entry(struct column_maker *m, struct value v)
{
	if (m->n_entries == m->capacity) {
		uint32_t n = m->capacity ? m->capacity * 2 : 64;
		struct value *more =
		    arena_array(m->arena, n, sizeof(*more));

		if (m->n_entries)
			memcpy(more, m->entries, m->n_entries * sizeof(*more));
		m->entries = more;
		m->capacity = n;
	}
	m->entries[m->n_entries] =
	    (struct value){ v.type, arena_copy(m->arena, v.text) };
	m->text_bytes += v.text.n + 1;
	if (m->n_entries * 2 >= m->mask) {
		m->mask = m->mask * 2 + 1;
		m->slots = arena_array(
		    m->arena, (size_t)m->mask + 1, sizeof(*m->slots));
		for (uint32_t e = 0; e < m->n_entries; e++)
			put_slot(m, e);
	}
	put_slot(m, m->n_entries);
	return ++m->n_entries;
}

void
column_maker_add(struct column_maker *m, uint32_t row, struct value v)
{
	uint32_t i;

	m->n_present++;
	if (!(m->last && value_equal(m->entries[m->last - 1], v))) {
		i = (uint32_t)hash_bytes(v.text, m->hash_key) & m->mask;
		while (m->slots[i] &&
		    !value_equal(m->entries[m->slots[i] - 1], v))
			i = (i + 1) & m->mask;
		m->last = m->slots[i] ? m->slots[i] : add_entry(m, v);
	}
	m->codes[row] = m->last;
}

void
column_maker_end(struct column_maker *m, struct column *out)
{
	uint32_t n = m->n_entries;
	char *text = arena_raw(m->arena, m->text_bytes);
	uint32_t *offsets =
	    arena_raw(m->arena, (n + 1) * sizeof(*offsets));
	uint8_t *types = arena_raw(m->arena, n);
	uint32_t at = 0;

	for (uint32_t e = 0; e < n; e++) {
		struct str s = m->entries[e].text;

		offsets[e] = at;
		types[e] = (uint8_t)m->entries[e].type;
		memcpy(text + at, s.p, s.n);
		text[at + s.n] = '\0';
		at += (uint32_t)s.n + 1;
	}
	offsets[n] = at;
	*out = (struct column){
		.shape = n ? COLUMN_DENSE : COLUMN_NONE,
		.form = ENTRIES_TEXT,
		.width = 4,
		.n_rows = m->rows,
		.n_present = m->n_present,
		.n_entries = n,
		.codes = m->codes,
		.types = types,
		.text = text,
		.offsets = offsets,
	};
}
