#include "store/tidy.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "store/colbuild.h"

/* ---- merging ------------------------------------------------------------ */

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* The paths of all parts, ascending, each once, in the arena. */
static uint32_t *
all_paths(struct segment *const *parts, uint32_t n, struct arena *a,
    uint32_t *n_paths)
{
	uint32_t total = 0, kept = 0, *paths;

	for (uint32_t i = 0; i < n; i++)
		total += parts[i]->n_paths;
	paths = arena_raw(a, total * sizeof(*paths));
	total = 0;
	for (uint32_t i = 0; i < n; i++) {
		memcpy(paths + total, parts[i]->paths,
		    parts[i]->n_paths * sizeof(*paths));
		total += parts[i]->n_paths;
	}
	qsort(paths, total, sizeof(*paths), by_number);
	for (uint32_t i = 0; i < total; i++)
		if (kept == 0 || paths[kept - 1] != paths[i])
			paths[kept++] = paths[i];
	*n_paths = kept;
	return paths;
}

struct adding {
	const struct store *store;
	struct colbuild *to;
	struct column from;
	uint64_t *hashes; /* of entries; 0: not made yet */
	uint32_t base;    /* row of the part's first */
};

static void
add_value(struct adding *a, uint32_t row, uint32_t entry, uint32_t position)
{
	char room[40];
	struct value v = column_value(&a->from, entry, room);

	if (!a->hashes[entry])
		a->hashes[entry] = hash_bytes(v.text,
		    a->store->hash_key + v.type);
	colbuild_add(
	    a->to, a->base + row, v, a->hashes[entry], position);
}

/* The values of one part's column, row by row. */
static void
add_column(struct adding *a)
{
	const struct column *c = &a->from;

	a->hashes = mem_zero(c->n_entries, sizeof(*a->hashes));
	if (c->shape == COLUMN_SPARSE) {
		struct column one = *c;

		for (uint32_t i = 0; i < c->n_present; i++) {
			/* Rows may repeat: the i-th itself is meant. */
			uint32_t entry = !c->codes ? i
			    : one.width == 1
			    ? ((const uint8_t *)c->codes)[i]
			    : one.width == 2
			    ? ((const uint16_t *)c->codes)[i]
			    : ((const uint32_t *)c->codes)[i];

			add_value(a, c->rows[i], entry,
			    c->positions ? c->positions[i] : 0);
		}
	} else if (c->shape != COLUMN_NONE) {
		for (uint32_t row = 0; row < c->n_rows; row++) {
			uint32_t entry = column_entry(c, row);

			if (entry != ENTRY_NONE)
				add_value(a, row, entry, 0);
		}
	}
	free(a->hashes);
}

static void
merge_columns(const struct store *st, struct segment *const *parts, uint32_t n,
    const int64_t *times, struct segment *out)
{
	uint32_t *paths = all_paths(parts, n, &out->arena, &out->n_paths);
	struct segcol *columns =
	    arena_array(&out->arena, out->n_paths, sizeof(*columns));

	for (uint32_t k = 0; k < out->n_paths; k++) {
		struct colbuild c;
		struct adding a = { .store = st, .to = &c };

		colbuild_init(&c, paths[k], paths_node(st->paths, paths[k]));
		for (uint32_t i = 0; i < n; i++) {
			segment_get_column(parts[i], paths[k], &a.from);
			add_column(&a);
			a.base += parts[i]->rows;
		}
		colbuild_seal(&c, out->rows, times, &out->arena, &columns[k]);
		colbuild_free(&c);
	}
	out->paths = paths;
	out->columns = columns;
}

static void
merge_rows(struct segment *const *parts, uint32_t n, struct segment *out)
{
	uint32_t *offsets =
	    arena_raw(&out->arena, out->rows * sizeof(*offsets));
	uint32_t *lengths =
	    arena_raw(&out->arena, out->rows * sizeof(*lengths));
	uint8_t *flags = NULL;
	struct run *runs;
	uint32_t base = 0, n_runs = 0;

	for (uint32_t i = 0; i < n; i++) {
		n_runs += parts[i]->n_runs;
		if (parts[i]->flags && !flags)
			flags = arena_alloc(&out->arena, out->rows);
	}
	runs = arena_raw(&out->arena, n_runs * sizeof(*runs));
	n_runs = 0;
	for (uint32_t i = 0; i < n; i++) {
		const struct segment *g = parts[i];

		memcpy(offsets + base, g->offsets, g->rows * sizeof(*offsets));
		memcpy(lengths + base, g->lengths, g->rows * sizeof(*lengths));
		if (g->flags)
			memcpy(flags + base, g->flags, g->rows);
		for (uint32_t k = 0; k < g->n_runs; k++) {
			runs[n_runs] = g->runs[k];
			runs[n_runs++].row += base;
		}
		base += g->rows;
	}
	out->offsets = offsets;
	out->lengths = lengths;
	out->flags = flags;
	out->runs = runs;
	out->n_runs = n_runs;
}

struct segment *
segment_merge(const struct store *st, struct segment *const *parts, uint32_t n)
{
	struct arena a = { 0 };
	struct segment *out = arena_alloc(&a, sizeof(*out));
	int64_t *times;
	uint32_t at = 0;

	out->arena = a;
	out->references = 1;
	out->sequence = parts[0]->sequence;
	out->sealed_us = parts[n - 1]->sealed_us;
	for (uint32_t i = 0; i < n; i++)
		out->rows += parts[i]->rows;
	times = mem_alloc(out->rows * sizeof(*times));
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t row = 0; row < parts[i]->rows; row++)
			times[at++] = segment_time(parts[i], row);
	segment_seal_times(out, times);
	merge_rows(parts, n, out);
	merge_columns(st, parts, n, times, out);
	free(times);
	return out;
}

/* ---- what is to be merged ----------------------------------------------- */

/* 16, 128, 1,024, 8,192, 65,536 rows. */
static unsigned
size_class(uint32_t rows)
{
	unsigned c = 0;

	while (rows > UINT32_C(16) << 3 * c)
		c++;
	return c;
}

#define CLASSES 5

/* Where a run of MERGE_FAN small neighbours begins, the smallest first;
 * UINT32_MAX: nowhere.  Together they are at most of the next class, so a row
 * is written anew once for each class.  The lock is held. */
static uint32_t
find_run(const struct store *st, uint32_t n, uint32_t rows_max)
{
	for (unsigned c = 0; c + 1 < CLASSES; c++) {
		uint32_t length = 0;

		for (uint32_t i = 0; i < n; i++) {
			uint64_t rows = 0, bytes = 0;

			length = size_class(st->sealed[i]->rows) <= c
			    ? length + 1
			    : 0;
			if (length < MERGE_FAN)
				continue;
			for (uint32_t k = 0; k < MERGE_FAN; k++) {
				rows += st->sealed[i - k]->rows;
				bytes += st->sealed[i - k]->arena.total_bytes;
			}
			if (rows <= rows_max &&
			    bytes <= st->options.segment_bytes_max)
				return i + 1 - MERGE_FAN;
		}
	}
	return UINT32_MAX;
}

/* False: there is nothing to merge.  Held by the one that publishes. */
static bool
merge_one(struct store *st, uint32_t rows_max)
{
	struct segment *parts[MERGE_FAN], *merged;
	uint32_t at;

	pthread_mutex_lock(&st->lock);
	at = find_run(st, st->n_numbered, rows_max);
	if (at != UINT32_MAX)
		memcpy(parts, st->sealed + at, sizeof(parts));
	pthread_mutex_unlock(&st->lock);
	if (at == UINT32_MAX)
		return false;
	merged = segment_merge(st, parts, MERGE_FAN);
	/* Builders add at the end meanwhile; nobody else changes the list. */
	pthread_mutex_lock(&st->lock);
	st->sealed[at] = merged;
	memmove(st->sealed + at + 1, st->sealed + at + MERGE_FAN,
	    (st->n_sealed - at - MERGE_FAN) * sizeof(*st->sealed));
	st->n_sealed -= MERGE_FAN - 1;
	st->n_numbered -= MERGE_FAN - 1;
	st->segment_bytes += merged->arena.total_bytes;
	for (uint32_t i = 0; i < MERGE_FAN; i++)
		st->segment_bytes -= parts[i]->arena.total_bytes;
	pthread_mutex_unlock(&st->lock);
	for (uint32_t i = 0; i < MERGE_FAN; i++)
		segment_release(parts[i]);
	return true;
}

void
store_merge(struct store *st, uint32_t rows_max)
{
	uint32_t most = st->options.segment_rows_max;

	if (rows_max == 0 || rows_max > most)
		rows_max = most;
	pthread_mutex_lock(&st->publishing);
	while (merge_one(st, rows_max))
		;
	pthread_mutex_unlock(&st->publishing);
}

/* ---- what is let go ----------------------------------------------------- */

static bool
is_here(void *store, uint64_t ref)
{
	struct store *st = store;
	uint64_t sequence = ref >> 16;

	/* One that is not numbered yet has just come. */
	return sequence >= st->n_first_of ||
	    st->first_of[sequence] == FIRST_NONE ||
	    st->first_of[sequence] + (ref & 0xffff) >= st->dropped;
}

static void
forget_refs(struct store *st)
{
	size_t kept = 0;

	for (size_t i = 0; i < st->n_copies; i++)
		if (is_here(st, st->copies[i].ref))
			st->copies[kept++] = st->copies[i];
	st->n_copies = kept;
	kept = 0;
	for (size_t i = 0; i < st->n_conflicts; i++)
		if (is_here(st, st->conflicts[i]))
			st->conflicts[kept++] = st->conflicts[i];
	st->n_conflicts = kept;
}

void
store_keep(struct store *st, uint64_t events)
{
	struct segment **gone = NULL;
	uint32_t n = 0;
	uint64_t rows = 0;

	pthread_mutex_lock(&st->publishing);
	pthread_mutex_lock(&st->lock);
	for (uint32_t i = 0; i < st->n_numbered; i++)
		rows += st->sealed[i]->rows;
	while (n < st->n_numbered && rows - st->sealed[n]->rows >= events)
		rows -= st->sealed[n++]->rows;
	if (n > 0) {
		gone = mem_alloc(n * sizeof(*gone));
		memcpy(gone, st->sealed, n * sizeof(*gone));
		memmove(st->sealed, st->sealed + n,
		    (st->n_sealed - n) * sizeof(*st->sealed));
		st->n_sealed -= n;
		st->n_numbered -= n;
	}
	for (uint32_t i = 0; i < n; i++) {
		st->dropped += gone[i]->rows;
		st->since_us = gone[i]->sealed_us;
		st->segment_bytes -= gone[i]->arena.total_bytes;
	}
	if (n > 0) {
		forget_refs(st);
		st->changes++;
	}
	pthread_mutex_unlock(&st->lock);
	/* Rarely, as it looks at all of them. */
	if (st->dropped - st->pruned > events / 2) {
		fold_prune(st->fold, is_here, st);
		st->pruned = st->dropped;
	}
	pthread_mutex_unlock(&st->publishing);
	for (uint32_t i = 0; i < n; i++)
		segment_release(gone[i]);
	free(gone);
}
