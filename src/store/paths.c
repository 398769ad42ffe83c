#include "store/paths.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/hash.h"
#include "store/snapshot.h"

#define CHUNK 1024

struct paths {
	struct path_node *chunks[PATHS_MAX / CHUNK];
	_Atomic uint32_t count; /* nodes that can be read */
	uint64_t hash_key;
	pthread_mutex_t lock; /* guards what follows, and adding */
	uint32_t *slots;      /* id + 1, 0 empty; by hash of parent and step */
	uint32_t mask;
	struct arena text;
	_Atomic size_t bytes;
};

static const char *const own_names[OWN_PATHS] = {
	[OWN_FORMAT] = "@format",
	[OWN_TIME_SOURCE] = "@timeSource",
	[OWN_WHO] = "@who",
	[OWN_WHAT] = "@what",
	[OWN_WHERE] = "@where",
	[OWN_FROM] = "@from",
	[OWN_RESULT] = "@result",
	[OWN_RESOURCE] = "@resource",
	[OWN_LOG] = "@log",
	[OWN_LOG_STREAM] = "@logStream",
	[OWN_INGESTION] = "@ingestionTime",
	[OWN_REQUEST] = "@requestId",
	[OWN_TYPE] = "@type",
	[OWN_DURATION] = "@duration",
	[OWN_BILLED] = "@billedDuration",
	[OWN_INIT] = "@initDuration",
	[OWN_MEMORY] = "@memorySize",
	[OWN_MEMORY_USED] = "@maxMemoryUsed",
	[OWN_TRACE] = "@xrayTraceId",
	[OWN_SEGMENT] = "@xraySegmentId",
};

const struct path_node *
paths_node(const struct paths *p, uint32_t id)
{
	return &p->chunks[id / CHUNK][id % CHUNK];
}

uint32_t
paths_count(const struct paths *p)
{
	return atomic_load_explicit(&p->count, memory_order_acquire);
}

size_t
paths_bytes(const struct paths *p)
{
	return atomic_load(&p->bytes);
}

static uint64_t
step_hash(const struct paths *p, uint32_t parent, struct str key,
    uint32_t position)
{
	return position == PATH_NONE
	    ? hash_bytes(key, p->hash_key + parent)
	    : hash_mix(position, p->hash_key ^ ((uint64_t)parent << 32 | 1));
}

/* The slot of the step: with its id, or the empty one where it belongs. */
static uint32_t *
slot_of(struct paths *p, uint32_t parent, struct str key, uint32_t position)
{
	uint32_t i = (uint32_t)step_hash(p, parent, key, position) & p->mask;

	for (; p->slots[i]; i = (i + 1) & p->mask) {
		const struct path_node *n = paths_node(p, p->slots[i] - 1);

		if (n->parent == parent && n->position == position &&
		    (position != PATH_NONE || str_equal(n->key, key)))
			break;
	}
	return &p->slots[i];
}

static void
grow(struct paths *p)
{
	uint32_t count = atomic_load(&p->count);
	size_t slots = ((size_t)p->mask + 1) * 2;

	free(p->slots);
	p->slots = mem_zero(slots, sizeof(*p->slots));
	p->mask = (uint32_t)slots - 1;
	for (uint32_t id = 1; id < count; id++) {
		const struct path_node *n = paths_node(p, id);

		if (id >= OWN_PATHS)
			*slot_of(p, n->parent, n->key, n->position) = id + 1;
	}
}

/* Needs the lock, or sole ownership. */
static uint32_t
append(struct paths *p, uint32_t parent, struct str key, uint32_t position)
{
	uint32_t id = atomic_load(&p->count);
	struct path_node *n;

	if (!p->chunks[id / CHUNK]) {
		p->chunks[id / CHUNK] = mem_zero(CHUNK, sizeof(*n));
		atomic_fetch_add(&p->bytes, CHUNK * sizeof(*n));
	}
	n = &p->chunks[id / CHUNK][id % CHUNK];
	n->parent = parent;
	n->position = position;
	n->key = position == PATH_NONE ? arena_copy(&p->text, key)
	                               : (struct str){ 0 };
	if (id != PATH_ROOT) {
		struct path_node *up =
		    &p->chunks[parent / CHUNK][parent % CHUNK];

		n->name_hash = position == PATH_NONE
		    ? hash_bytes(key, up->name_hash ^ 0x9e3779b97f4a7c15u)
		    : hash_mix(position, up->name_hash);
		n->under_rest = up->under_rest || position == PATH_REST;
		atomic_store_explicit(
		    &up->has_children, true, memory_order_relaxed);
	}
	atomic_store_explicit(&p->count, id + 1, memory_order_release);
	return id;
}

static uint32_t
add(struct paths *p, uint32_t parent, struct str key, uint32_t position,
    bool may_add, bool *added)
{
	uint32_t *slot, id;

	pthread_mutex_lock(&p->lock);
	slot = slot_of(p, parent, key, position);
	id = *slot ? *slot - 1 : PATH_NONE;
	if (id == PATH_NONE && may_add &&
	    atomic_load(&p->count) < PATHS_MAX) {
		id = append(p, parent, key, position);
		*slot = id + 1;
		*added = true;
		if (id > p->mask / 2)
			grow(p);
	}
	pthread_mutex_unlock(&p->lock);
	return id;
}

uint32_t
paths_add_key(struct paths *p, uint32_t parent, struct str key, bool *added)
{
	return add(p, parent, key, PATH_NONE, true, added);
}

uint32_t
paths_add_position(struct paths *p, uint32_t parent, uint32_t position,
    bool *added)
{
	return add(p, parent, (struct str){ 0 }, position, true, added);
}

uint32_t
paths_find_key(struct paths *p, uint32_t parent, struct str key)
{
	return add(p, parent, key, PATH_NONE, false, NULL);
}

uint32_t
paths_find_position(struct paths *p, uint32_t parent, uint32_t position)
{
	if (position > PATH_POSITION_MAX)
		position = PATH_REST;
	return add(p, parent, (struct str){ 0 }, position, false, NULL);
}

struct paths *
paths_new(uint64_t hash_key)
{
	struct paths *p = mem_zero(1, sizeof(*p));

	pthread_mutex_init(&p->lock, NULL);
	p->hash_key = hash_key;
	p->mask = 4095;
	p->slots = mem_zero(p->mask + 1, sizeof(*p->slots));
	append(p, PATH_NONE, STR(""), PATH_NONE);
	/* Own paths are not in the slots: a record's key "@who" is another. */
	for (uint32_t i = 1; i < OWN_PATHS; i++)
		append(p, PATH_ROOT, str_of(own_names[i]), PATH_NONE);
	return p;
}

void
paths_free(struct paths *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < PATHS_MAX / CHUNK; i++)
		free(p->chunks[i]);
	free(p->slots);
	arena_free(&p->text);
	pthread_mutex_destroy(&p->lock);
	free(p);
}

/* ---- the public side ---------------------------------------------------- */

uint32_t
path_parent(const struct store *st, uint32_t path)
{
	return paths_node(st->paths, path)->parent;
}

bool
path_step(const struct store *st, uint32_t path, struct str *key,
    uint32_t *position)
{
	const struct path_node *n = paths_node(st->paths, path);

	if (path == PATH_ROOT)
		return false;
	*key = n->key;
	*position = n->position;
	return true;
}

/* any: positions are printed as `*`. */
static void
print(const struct store *st, uint32_t path, bool any, struct buf *out)
{
	const struct path_node *n = paths_node(st->paths, path);

	if (path == PATH_ROOT)
		return;
	if (n->parent != PATH_ROOT) {
		print(st, n->parent, any, out);
		buf_byte(out, '.');
	} else if (path >= OWN_PATHS && n->key.n && n->key.p[0] == '@') {
		buf_byte(out, '@');
	}
	if (n->position == PATH_NONE)
		buf_add(out, n->key);
	else if (any || n->position == PATH_REST)
		buf_byte(out, '*');
	else
		buf_u64(out, n->position);
}

void
path_print(const struct store *st, uint32_t path, struct buf *out)
{
	print(st, path, false, out);
}

void
path_print_any(const struct store *st, uint32_t path, struct buf *out)
{
	print(st, path, true, out);
}

uint32_t
path_find_key(const struct store *st, uint32_t parent, struct str key)
{
	return paths_find_key(st->paths, parent, key);
}

uint32_t
path_find_position(const struct store *st, uint32_t parent, uint32_t position)
{
	return paths_find_position(st->paths, parent, position);
}

/* A position as it is printed: no sign, no leading zero. */
static bool
read_position(struct str s, uint32_t *position)
{
	uint32_t n = 0;

	if (s.n == 0 || s.n > 9 || (s.n > 1 && s.p[0] == '0'))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		n = n * 10 + (uint32_t)(s.p[i] - '0');
	}
	*position = n;
	return true;
}

/* Tries each split of name at a dot, the longest first step first. */
static void
named_below(const struct store *st, uint32_t parent, struct str name,
    uint32_t rest_position,
    void (*found)(void *ctx, uint32_t path, uint32_t rest), void *ctx)
{
	for (size_t n = name.n; n != SIZE_MAX; n--) {
		struct str step = str_head(name, n);
		uint32_t path, position, rest = rest_position;

		if (n < name.n && name.p[n] != '.')
			continue;
		path = paths_find_key(st->paths, parent, step);
		for (int turn = 0; turn < 2; turn++) {
			if (path != PATH_NONE && n == name.n)
				found(ctx, path, rest);
			else if (path != PATH_NONE)
				named_below(st, path, str_from(name, n + 1),
				    rest, found, ctx);
			if (turn || !read_position(step, &position))
				break;
			path = paths_find_position(
			    st->paths, parent, position);
			if (position > PATH_POSITION_MAX)
				rest = position;
		}
	}
}

static bool
is_spelling(const struct spellings *s, struct str name)
{
	for (size_t i = 0; i < SPELLINGS_MAX; i++)
		if (s->name[i].n > 0 && str_equal(s->name[i], name))
			return true;
	return false;
}

static void
named_otherwise(const struct store *st, const struct spellings *s,
    struct str name, void (*found)(void *ctx, uint32_t path, uint32_t rest),
    void *ctx)
{
	for (size_t i = 0; i < SPELLINGS_MAX; i++)
		if (s->name[i].n > 0 && !str_equal(s->name[i], name))
			named_below(st, PATH_ROOT, s->name[i], PATH_NONE,
			    found, ctx);
}

void
store_spellings(struct store *st, const struct spellings *rows, size_t n)
{
	st->spellings = rows;
	st->n_spellings = n;
}

void
paths_named_rest(const struct store *st, struct str name,
    void (*found)(void *ctx, uint32_t path, uint32_t rest), void *ctx)
{
	if (name.n > 1 && name.p[0] == '@' && name.p[1] == '@')
		name = str_from(name, 1);
	else if (name.n && name.p[0] == '@')
		return;
	named_below(st, PATH_ROOT, name, PATH_NONE, found, ctx);
	for (size_t i = 0; i < st->n_spellings; i++)
		if (is_spelling(&st->spellings[i], name))
			named_otherwise(
			    st, &st->spellings[i], name, found, ctx);
}

struct plain_found {
	void (*found)(void *ctx, uint32_t path);
	void *ctx;
};

static void
found_plain(void *ctx, uint32_t path, uint32_t rest)
{
	struct plain_found *f = ctx;

	(void)rest;
	f->found(f->ctx, path);
}

void
paths_named(const struct store *st, struct str name,
    void (*found)(void *ctx, uint32_t path), void *ctx)
{
	struct plain_found f = { found, ctx };

	for (uint32_t i = 1; i < OWN_PATHS; i++)
		if (str_equal(name, str_of(own_names[i])))
			found(ctx, i);
	paths_named_rest(st, name, found_plain, &f);
}
