/*
 * Builders: records become rows, rows a segment.
 *
 * A record's leaves are collected first and reach the columns only when it
 * is known to be whole and new; until then it can be forgotten at no cost.
 */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/hash.h"
#include "store/colbuild.h"
#include "store/snapshot.h"
#include "store/uuid.h"

struct leaf {
	struct colbuild *column;
	uint32_t position; /* under a PATH_REST */
	bool last;         /* the column's newest value again */
	uint64_t hash;     /* of text and type */
	struct value value;
};

/* Which path a step leads to, so that the store is rarely asked. */
struct step_slot {
	uint32_t parent;
	uint32_t path; /* PATH_NONE: empty */
	uint32_t hash;
};

struct row_meta {
	int64_t time_us;
	uint32_t offset; /* behind its run's */
	uint32_t length;
	uint8_t flags;
};

struct builder {
	struct store *store;
	uint32_t rows_max;   /* of this segment */
	uint64_t bytes_max;

	struct colbuild **columns; /* by path id */
	uint32_t n_columns;        /* allocated */

	struct step_slot *steps;
	uint32_t step_mask, n_steps;

	/* the record at hand */
	struct arena scratch;
	struct leaf *leaves;
	uint32_t n_leaves, leaves_capacity;
	uint64_t record; /* sequence of records, for colbuild.leaf_of */
	struct colbuild *last; /* column of the path before in the record */
	uint32_t rest_position;
	uint32_t new_paths;
	unsigned flags;
	uint64_t unindexed;

	/* the segment at hand */
	uint32_t sequence; /* 0: not begun */
	struct row_meta *rows;
	uint32_t n_rows, rows_capacity;
	struct run *runs;
	uint32_t n_runs, runs_capacity;
	uint64_t text_bytes;
	bool any_flags;
	uint32_t *used; /* paths with a column in it */
	uint32_t n_used, used_capacity;
	uint64_t n_repeated, n_unindexed;
};

static void *
grow(void *p, uint32_t *capacity, uint32_t need, size_t size)
{
	uint32_t n = *capacity ? *capacity : 64;

	if (need <= *capacity)
		return p;
	while (n < need)
		n *= 2;
	*capacity = n;
	return mem_grow(p, n, size);
}

struct builder *
builder_new(struct store *st)
{
	struct builder *b = mem_zero(1, sizeof(*b));

	b->store = st;
	b->rows_max = st->options.segment_rows_max;
	b->bytes_max = st->options.segment_bytes_max;
	b->step_mask = 4095;
	b->steps = mem_alloc((b->step_mask + 1) * sizeof(*b->steps));
	memset(b->steps, 0xff, (b->step_mask + 1) * sizeof(*b->steps));
	return b;
}

void
builder_free(struct builder *b)
{
	if (!b)
		return;
	for (uint32_t i = 0; i < b->n_columns; i++)
		if (b->columns[i]) {
			colbuild_free(b->columns[i]);
			free(b->columns[i]);
		}
	free(b->columns);
	free(b->steps);
	free(b->leaves);
	free(b->rows);
	free(b->runs);
	free(b->used);
	arena_free(&b->scratch);
	free(b);
}

struct arena *
builder_scratch(struct builder *b)
{
	return &b->scratch;
}

static struct colbuild *
make_column(struct builder *b, uint32_t path)
{
	struct colbuild *c;

	if (path >= b->n_columns) {
		uint32_t n = b->n_columns ? b->n_columns : 1024;

		while (n <= path)
			n *= 2;
		b->columns = mem_grow(b->columns, n, sizeof(*b->columns));
		memset(b->columns + b->n_columns, 0,
		    (n - b->n_columns) * sizeof(*b->columns));
		b->n_columns = n;
	}
	c = b->columns[path] = mem_alloc(sizeof(*c));
	colbuild_init(c, path, paths_node(b->store->paths, path));
	return c;
}

static inline struct colbuild *
column_of(struct builder *b, uint32_t path)
{
	return path < b->n_columns && b->columns[path]
	    ? b->columns[path]
	    : make_column(b, path);
}

void
builder_begin(struct builder *b)
{
	arena_reset(&b->scratch);
	b->n_leaves = 0;
	b->record++;
	b->last = column_of(b, PATH_ROOT);
	b->rest_position = 0;
	b->new_paths = 0;
	b->flags = 0;
	b->unindexed = 0;
}

/* ---- paths -------------------------------------------------------------- */

static void
steps_grow(struct builder *b)
{
	struct step_slot *old = b->steps;
	uint32_t n = b->step_mask + 1;

	b->step_mask = n * 2 - 1;
	b->steps = mem_alloc((size_t)n * 2 * sizeof(*b->steps));
	memset(b->steps, 0xff, (size_t)n * 2 * sizeof(*b->steps));
	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = old[i].hash & b->step_mask;

		if (old[i].path == PATH_NONE)
			continue;
		while (b->steps[at].path != PATH_NONE)
			at = (at + 1) & b->step_mask;
		b->steps[at] = old[i];
	}
	free(old);
}

static inline bool
is_step(const struct colbuild *c, uint32_t parent, struct str key,
    uint32_t position)
{
	return c->parent == parent && c->position == position &&
	    (position != PATH_NONE || str_equal(c->key, key));
}

static uint32_t
find_step(struct builder *b, uint32_t parent, struct str key, uint32_t position)
{
	uint64_t key_hash = position == PATH_NONE
	    ? hash_bytes(key, b->store->hash_key)
	    : position;
	uint32_t hash = (uint32_t)hash_mix(key_hash, parent + 1), at, path;
	bool added = false;

	for (at = hash & b->step_mask; b->steps[at].path != PATH_NONE;
	     at = (at + 1) & b->step_mask) {
		const struct step_slot *s = &b->steps[at];

		if (s->hash == hash && s->parent == parent &&
		    is_step(column_of(b, s->path), parent, key, position))
			return s->path;
	}
	if (b->new_paths >= PATHS_PER_RECORD_MAX)
		path = position == PATH_NONE
		    ? paths_find_key(b->store->paths, parent, key)
		    : paths_find_position(b->store->paths, parent, position);
	else if (position == PATH_NONE)
		path = paths_add_key(b->store->paths, parent, key, &added);
	else
		path = paths_add_position(
		    b->store->paths, parent, position, &added);
	b->new_paths += added;
	if (path == PATH_NONE)
		return path;
	b->steps[at] = (struct step_slot){ parent, path, hash };
	if (++b->n_steps > b->step_mask / 2)
		steps_grow(b);
	return path;
}

/* Most often the step is the one that followed here last time. */
static inline uint32_t
step(struct builder *b, uint32_t parent, struct str key, uint32_t position)
{
	struct colbuild *guess = b->last->next;
	uint32_t path;

	if (parent == PATH_NONE)
		return PATH_NONE;
	if (guess && is_step(guess, parent, key, position)) {
		b->last = guess;
		return guess->path;
	}
	path = find_step(b, parent, key, position);
	if (path != PATH_NONE)
		b->last = b->last->next = column_of(b, path);
	return path;
}

uint32_t
builder_key(struct builder *b, uint32_t parent, struct str key)
{
	return step(b, parent, key, PATH_NONE);
}

uint32_t
builder_position(struct builder *b, uint32_t parent, uint32_t position)
{
	if (position > PATH_POSITION_MAX) {
		/* Only one position can be kept beside a value. */
		if (parent == PATH_NONE ||
		    column_of(b, parent)->under_rest)
			return PATH_NONE;
		b->rest_position = position;
		position = PATH_REST;
	}
	return step(b, parent, (struct str){ 0 }, position);
}

/* ---- leaves --------------------------------------------------------------- */

static uint64_t
value_hash(const struct builder *b, struct value v)
{
	return hash_bytes(v.text, b->store->hash_key + v.type);
}

void
builder_leaf(struct builder *b, uint32_t path, enum value_type type,
    struct str text)
{
	struct value v = { type, text };
	struct colbuild *c;
	struct leaf *l;
	uint32_t position;

	if (path == PATH_NONE) {
		b->unindexed++;
		b->flags |= RECORD_UNINDEXED;
		return;
	}
	c = column_of(b, path);
	position = c->under_rest ? b->rest_position : 0;
	if (c->leaf_of == b->record &&
	    b->leaves[c->leaf].position == position) {
		b->flags |= RECORD_REPEATED_KEY;
		l = &b->leaves[c->leaf];
	} else {
		if (b->n_leaves == b->leaves_capacity)
			b->leaves = grow(b->leaves, &b->leaves_capacity,
			    b->n_leaves + 1, sizeof(*b->leaves));
		c->leaf = b->n_leaves;
		c->leaf_of = b->record;
		l = &b->leaves[b->n_leaves++];
		l->column = c;
		l->position = position;
	}
	l->value = v;
	l->last = colbuild_is_last(c, v);
	l->hash = l->last ? c->last_hash : value_hash(b, v);
	if (!l->last)
		colbuild_prefetch(c, l->hash);
}

void
builder_own(struct builder *b, enum own_path path, enum value_type type,
    struct str text)
{
	builder_leaf(b, path, type, text);
}

void
builder_flag(struct builder *b, unsigned flags)
{
	b->flags |= flags;
}

struct value
builder_get(const struct builder *b, uint32_t path)
{
	const struct colbuild *c =
	    path < b->n_columns ? b->columns[path] : NULL;

	if (!c || c->leaf_of != b->record)
		return (struct value){ 0 };
	return b->leaves[c->leaf].value;
}

/* ---- rows ----------------------------------------------------------------- */

static void
segment_begin(struct builder *b)
{
	pthread_mutex_lock(&b->store->lock);
	b->sequence = ++b->store->next_sequence;
	pthread_mutex_unlock(&b->store->lock);
	b->n_rows = b->n_runs = b->n_used = 0;
	b->text_bytes = 0;
	b->any_flags = false;
}

static void
add_place(struct builder *b, struct row_meta *m, const struct place *p)
{
	const struct run *r = b->n_runs ? &b->runs[b->n_runs - 1] : NULL;

	if (!r || r->source != p->source ||
	    r->record + (b->n_rows - r->row) != p->record ||
	    p->offset < r->offset || p->offset - r->offset > UINT32_MAX) {
		b->runs = grow(b->runs, &b->runs_capacity, b->n_runs + 1,
		    sizeof(*b->runs));
		b->runs[b->n_runs++] = (struct run){
			.row = b->n_rows,
			.source = p->source,
			.record = p->record,
			.offset = p->offset,
		};
		r = &b->runs[b->n_runs - 1];
	}
	m->offset = (uint32_t)(p->offset - r->offset);
	m->length = p->length;
}

static void
add_row(struct builder *b, const struct record *r)
{
	struct row_meta *m;

	b->rows = grow(
	    b->rows, &b->rows_capacity, b->n_rows + 1, sizeof(*b->rows));
	m = &b->rows[b->n_rows];
	m->time_us = r->time_us;
	m->flags = (uint8_t)b->flags;
	b->any_flags |= b->flags != 0;
	add_place(b, m, &r->place);
	for (uint32_t i = 0; i < b->n_leaves; i++) {
		const struct leaf *l = &b->leaves[i];
		struct colbuild *c = l->column;

		if (!c->used) {
			c->used = true;
			if (b->n_used == b->used_capacity)
				b->used = grow(b->used, &b->used_capacity,
				    b->n_used + 1, sizeof(*b->used));
			b->used[b->n_used++] = c->path;
		}
		/* Several values of one column may lie in a record. */
		if (l->last && !c->under_rest)
			colbuild_add_last(c, b->n_rows, 0);
		else
			colbuild_add(c, b->n_rows, l->value, l->hash,
			    l->position);
		b->text_bytes += l->value.text.n;
	}
	b->n_rows++;
	b->n_repeated += (b->flags & RECORD_REPEATED_KEY) != 0;
	b->n_unindexed += b->unindexed;
}

/* The sum over the leaves, so that their order does not matter, and the time:
 * a record without one of its own takes it from what it came in, and which
 * of two such deliveries is read first must not decide. */
static uint64_t
content_hash(const struct builder *b, int64_t time_us)
{
	uint64_t sum = hash_mix((uint64_t)time_us, b->store->hash_key);

	for (uint32_t i = 0; i < b->n_leaves; i++) {
		const struct leaf *l = &b->leaves[i];

		if (l->column->path >= OWN_PATHS)
			sum += hash_mix(l->hash + l->position,
			    l->column->name_hash);
	}
	return sum;
}

static enum builder_verdict
fold(struct builder *b, const struct record *r)
{
	struct store *st = b->store;
	unsigned char uuid[16];
	uint64_t id, of;

	if (!uuid_parse(r->fold_id, uuid) || b->unindexed)
		return BUILDER_ADDED;
	id = hash_bytes(r->fold_id, st->hash_key) ^
	    hash_mix(hash_bytes(r->fold_scope, st->hash_key), 1);
	switch (fold_add(st->fold, id, content_hash(b, r->time_us),
	    REF(b->sequence, b->n_rows), &of)) {
	case FOLD_NEW:
		return BUILDER_ADDED;
	case FOLD_COPY:
		store_note_copy(st, of, &r->place, b->flags);
		return BUILDER_COPY;
	case FOLD_CONFLICT:
		store_note_conflict(st, of, REF(b->sequence, b->n_rows));
		return BUILDER_CONFLICT;
	}
	return BUILDER_ADDED;
}

enum builder_verdict
builder_end(struct builder *b, const struct record *r)
{
	enum builder_verdict verdict;

	if (!b->sequence)
		segment_begin(b);
	verdict = fold(b, r);
	if (verdict != BUILDER_COPY)
		add_row(b, r);
	b->n_leaves = 0;
	b->record++;
	if (b->n_rows >= b->rows_max || b->text_bytes >= b->bytes_max)
		builder_seal(b);
	return verdict;
}

uint32_t
builder_rows(const struct builder *b)
{
	return b->n_rows;
}

void
builder_seal_at(struct builder *b, uint32_t rows)
{
	uint32_t max = b->store->options.segment_rows_max;

	b->rows_max = rows && rows < max ? rows : max;
}

/* ---- sealing --------------------------------------------------------------- */

static void
seal_rows(struct builder *b, struct segment *g)
{
	uint32_t *offsets = arena_raw(&g->arena, g->rows * sizeof(*offsets));
	uint32_t *lengths = arena_raw(&g->arena, g->rows * sizeof(*lengths));
	struct run *runs = arena_raw(&g->arena, b->n_runs * sizeof(*runs));
	uint8_t *flags = b->any_flags ? arena_raw(&g->arena, g->rows) : NULL;

	for (uint32_t i = 0; i < g->rows; i++) {
		offsets[i] = b->rows[i].offset;
		lengths[i] = b->rows[i].length;
		if (flags)
			flags[i] = b->rows[i].flags;
	}
	memcpy(runs, b->runs, b->n_runs * sizeof(*runs));
	g->offsets = offsets;
	g->lengths = lengths;
	g->flags = flags;
	g->runs = runs;
	g->n_runs = b->n_runs;
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void
seal_columns(struct builder *b, struct segment *g, const int64_t *times)
{
	uint32_t *paths = arena_raw(&g->arena, b->n_used * sizeof(*paths));
	struct segcol *columns =
	    arena_array(&g->arena, b->n_used, sizeof(*columns));

	qsort(b->used, b->n_used, sizeof(*b->used), by_number);
	for (uint32_t i = 0; i < b->n_used; i++) {
		struct colbuild *c = b->columns[b->used[i]];

		paths[i] = c->path;
		colbuild_seal(c, g->rows, times, &g->arena, &columns[i]);
		colbuild_reset(c);
	}
	g->paths = paths;
	g->columns = columns;
	g->n_paths = b->n_used;
}

void
builder_seal(struct builder *b)
{
	struct arena a = { 0 };
	struct segment *g;
	int64_t *times;

	if (!b->n_rows)
		return;
	g = arena_alloc(&a, sizeof(*g));
	g->arena = a;
	g->references = 1;
	g->sequence = b->sequence;
	g->rows = b->n_rows;
	g->sealed_us = time_now();
	times = mem_alloc(g->rows * sizeof(*times));
	for (uint32_t i = 0; i < g->rows; i++)
		times[i] = b->rows[i].time_us;
	segment_seal_times(g, times);
	seal_rows(b, g);
	seal_columns(b, g, times);
	free(times);
	store_take_segment(b->store, g, b->n_repeated, b->n_unindexed);
	b->n_repeated = b->n_unindexed = 0;
	b->n_rows = 0;
	b->sequence = 0;
}
