/*
 * Numbers common to all segments: one for each different text of a field.
 *
 * Entries are hashed segment by segment, then numbered by partition of the
 * hash, each partition by one thread; a partition's numbers follow those of
 * the one before.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "store/field.h"

#define PARTITIONS 16

struct where { /* a text, by its first entry */
	uint32_t segment;
	uint32_t entry;
};

/* Kept by the snapshot, which frees them. */
struct common_cache {
	struct common common; /* first: a common is its cache */
	struct common_cache *next;
	struct str name;        /* of the field, and its kind */
	enum field_kind kind;
	struct column *columns; /* of each segment */
	struct where *first;    /* of each number */
	struct arena arena;     /* holds what is not in one of these: */
	struct arena *arenas;   /* one for each segment */
	uint32_t n_segments;
};

struct partition {
	struct where *first;
	uint64_t *hashes;
	uint32_t n, capacity;
	uint32_t *slots;
	uint32_t mask;
};

/* How entries are hashed and compared: by text, or, where all segments keep
 * them so, by what the text was made of. */
enum by { BY_TEXT, BY_UUID, BY_TIME };

struct making {
	const struct field *field;
	struct common_cache *out;
	enum by by;
	uint64_t **hashes;    /* [segment][entry], 0: absent */
	uint32_t **map;
	struct partition parts[PARTITIONS];
	uint64_t key;
};

static unsigned
part_of(uint64_t hash)
{
	return (unsigned)(hash >> 60);
}

static int64_t
entry_time(const struct column *c, uint32_t e)
{
	uint32_t row = c->shape == COLUMN_SPARSE ? c->rows[e] : e;

	return c->time_diffs ? c->time_base + c->time_unit * c->time_diffs[row]
	                     : c->times[row];
}

static struct str
entry_uuid(const struct column *c, uint32_t e)
{
	return (struct str){ c->text + 16 * (size_t)e, 16 };
}

static uint64_t
made_of_hash(const struct making *m, const struct column *c, uint32_t e)
{
	return m->by == BY_UUID
	    ? hash_bytes(entry_uuid(c, e), m->key)
	    : hash_mix((uint64_t)entry_time(c, e), m->key);
}

static void
bind_segment(void *ctx, size_t seg, unsigned worker)
{
	struct making *m = ctx;

	(void)worker;
	if (m->field->kind == FIELD_ANY) /* rows would be kept in vain */
		any_entries(m->field, (uint32_t)seg, &m->out->columns[seg],
		    &m->out->arenas[seg]);
	else
		field_column(m->field, (uint32_t)seg, &m->out->columns[seg],
		    &m->out->arenas[seg]);
}

static enum by
how_to_compare(const struct making *m)
{
	uint32_t uuids = 0, times = 0, used = 0;

	for (uint32_t i = 0; i < m->out->n_segments; i++) {
		const struct column *c = &m->out->columns[i];

		used += c->shape != COLUMN_NONE;
		uuids += c->shape != COLUMN_NONE && c->form == ENTRIES_UUID;
		times += c->shape != COLUMN_NONE && c->form == ENTRIES_TIME;
	}
	return used && uuids == used ? BY_UUID
	    : used && times == used  ? BY_TIME
	                             : BY_TEXT;
}

static void
hash_segment(void *ctx, size_t seg, unsigned worker)
{
	struct making *m = ctx;
	struct column *c = &m->out->columns[seg];
	struct arena *a = &m->out->arenas[seg];
	char room[40];

	(void)worker;
	m->map[seg] = arena_raw(a, c->n_entries * sizeof(**m->map));
	m->hashes[seg] = mem_alloc(c->n_entries * sizeof(**m->hashes));
	for (uint32_t e = 0; e < c->n_entries; e++) {
		struct value v;

		if (m->by != BY_TEXT) {
			m->hashes[seg][e] = made_of_hash(m, c, e) | 1;
			continue;
		}
		v = column_value(c, e, room);
		m->hashes[seg][e] =
		    value_absent(v) ? 0 : hash_bytes(v.text, m->key) | 1;
		if (value_absent(v))
			m->map[seg][e] = COMMON_ABSENT;
	}
}

static void
part_grow(struct partition *p)
{
	uint32_t n = p->slots ? (p->mask + 1) * 2 : 256;

	free(p->slots);
	p->slots = mem_zero(n, sizeof(*p->slots));
	p->mask = n - 1;
	for (uint32_t i = 0; i < p->n; i++) {
		uint32_t at = (uint32_t)(p->hashes[i] >> 1) & p->mask;

		while (p->slots[at])
			at = (at + 1) & p->mask;
		p->slots[at] = i + 1;
	}
}

static struct value
value_at(const struct making *m, struct where w, char room[40])
{
	return column_value(&m->out->columns[w.segment], w.entry, room);
}

/* Equal in text; of what differs in type, *first becomes the lesser. */
static bool
is_same(const struct making *m, struct where w, struct where *first)
{
	const struct column *a = &m->out->columns[w.segment];
	const struct column *b = &m->out->columns[first->segment];
	char room[40], other_room[40];
	struct value v, o;

	if (m->by == BY_UUID)
		return str_equal(
		    entry_uuid(a, w.entry), entry_uuid(b, first->entry));
	if (m->by == BY_TIME)
		return entry_time(a, w.entry) == entry_time(b, first->entry);
	v = value_at(m, w, room);
	o = value_at(m, *first, other_room);
	if (!str_equal(o.text, v.text))
		return false;
	/* Which segment came first is chance: the type is not. */
	if (v.type < o.type)
		*first = w;
	return true;
}

static uint32_t
number_of(struct making *m, struct partition *p, struct where w, uint64_t hash)
{
	uint32_t at;

	if (p->n * 2 >= p->mask)
		part_grow(p);
	for (at = (uint32_t)(hash >> 1) & p->mask; p->slots[at];
	     at = (at + 1) & p->mask) {
		uint32_t i = p->slots[at] - 1;

		if (p->hashes[i] == hash && is_same(m, w, &p->first[i]))
			return i;
	}
	if (p->n == p->capacity) {
		p->capacity = p->capacity ? p->capacity * 2 : 256;
		p->first = mem_grow(p->first, p->capacity, sizeof(*p->first));
		p->hashes =
		    mem_grow(p->hashes, p->capacity, sizeof(*p->hashes));
	}
	p->first[p->n] = w;
	p->hashes[p->n] = hash;
	p->slots[at] = p->n + 1;
	return p->n++;
}

static void
number_part(void *ctx, size_t part, unsigned worker)
{
	struct making *m = ctx;
	struct partition *p = &m->parts[part];

	(void)worker;
	part_grow(p);
	for (uint32_t seg = 0; seg < m->field->snap->n_segments; seg++) {
		uint32_t n = m->out->columns[seg].n_entries;

		for (uint32_t e = 0; e < n; e++) {
			uint64_t hash = m->hashes[seg][e];

			if (hash && part_of(hash) == part)
				m->map[seg][e] = number_of(
				    m, p, (struct where){ seg, e }, hash);
		}
	}
}

/* One list of all numbers; maps get their partition's offset. */
static void
join_parts(struct making *m)
{
	uint32_t offset[PARTITIONS], n = 0;

	for (int i = 0; i < PARTITIONS; i++) {
		offset[i] = n;
		n += m->parts[i].n;
	}
	m->out->common.n = n;
	m->out->first = arena_raw(
	    &m->out->arena, n * sizeof(*m->out->first));
	for (int i = 0; i < PARTITIONS; i++)
		if (m->parts[i].n)
			memcpy(m->out->first + offset[i], m->parts[i].first,
			    m->parts[i].n * sizeof(*m->out->first));
	for (uint32_t seg = 0; seg < m->field->snap->n_segments; seg++)
		for (uint32_t e = 0; e < m->out->columns[seg].n_entries; e++)
			if (m->hashes[seg][e])
				m->map[seg][e] +=
				    offset[part_of(m->hashes[seg][e])];
}

static bool
make(const struct field *f, struct common_cache *out, struct pool *pool,
    const atomic_bool *stop)
{
	uint32_t segments = f->snap->n_segments;
	struct making m = { .field = f, .out = out };
	bool made;

	m.key = f->snap->store->hash_key;
	m.hashes = mem_zero(segments, sizeof(*m.hashes));
	m.map = arena_array(&out->arena, segments, sizeof(*m.map));
	out->name = arena_copy(&out->arena, f->name);
	out->kind = f->kind;
	out->n_segments = segments;
	out->arenas = mem_zero(segments, sizeof(*out->arenas));
	out->columns =
	    arena_array(&out->arena, segments, sizeof(*out->columns));
	made = pool_run(pool, segments, stop, bind_segment, &m);
	m.by = how_to_compare(&m);
	made = made && pool_run(pool, segments, stop, hash_segment, &m) &&
	    pool_run(pool, PARTITIONS, stop, number_part, &m);
	if (made)
		join_parts(&m);
	out->common.map = (const uint32_t *const *)m.map;
	for (int i = 0; i < PARTITIONS; i++) {
		free(m.parts[i].first);
		free(m.parts[i].hashes);
		free(m.parts[i].slots);
	}
	for (uint32_t i = 0; i < segments; i++)
		free(m.hashes[i]);
	free(m.hashes);
	return made;
}

void
common_cache_free(struct common_cache *c)
{
	while (c) {
		struct common_cache *next = c->next;

		for (uint32_t i = 0; i < c->n_segments; i++)
			arena_free(&c->arenas[i]);
		free(c->arenas);
		arena_free(&c->arena);
		free(c);
		c = next;
	}
}

static struct common_cache *
cached(const struct field *f)
{
	struct snapshot *s = f->snap;
	struct common_cache *c;

	pthread_mutex_lock(&s->lock);
	c = s->commons;
	while (c && (c->kind != f->kind || !str_equal(c->name, f->name)))
		c = c->next;
	pthread_mutex_unlock(&s->lock);
	return c;
}

const struct common *
field_common(const struct field *f, struct pool *pool, const atomic_bool *stop)
{
	struct common_cache *c = cached(f);

	if (c)
		return &c->common;
	c = mem_zero(1, sizeof(*c));
	if (!make(f, c, pool, stop)) {
		common_cache_free(c);
		return NULL;
	}
	pthread_mutex_lock(&f->snap->lock);
	c->next = f->snap->commons;
	f->snap->commons = c;
	pthread_mutex_unlock(&f->snap->lock);
	return &c->common;
}

struct value
common_value(const struct common *c, uint32_t number, char room[40])
{
	const struct common_cache *cache = (const struct common_cache *)c;
	struct where w = cache->first[number];

	return column_value(&cache->columns[w.segment], w.entry, room);
}
