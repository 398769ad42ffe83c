/*
 * The store itself: sources, what builders hand over, publication.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "store/snapshot.h"

#define SOURCE_CHUNK UINT32_C(1024)

struct store *
store_new(const struct store_options *o)
{
	struct store *st = mem_zero(1, sizeof(*st));

	if (o)
		st->options = *o;
	if (!st->options.segment_rows_max ||
	    st->options.segment_rows_max > SEGMENT_ROWS_MAX)
		st->options.segment_rows_max = SEGMENT_ROWS_MAX;
	if (!st->options.segment_bytes_max)
		st->options.segment_bytes_max = UINT64_C(256) << 20;
	st->hash_key = hash_random_key();
	st->paths = paths_new(st->hash_key);
	st->fold = fold_new();
	pthread_mutex_init(&st->publishing, NULL);
	pthread_mutex_init(&st->lock, NULL);
	st->current = mem_zero(1, sizeof(*st->current));
	st->current->references = 1;
	st->current->store = st;
	st->current->first_us = INT64_MAX;
	st->current->last_us = INT64_MIN;
	st->current->bases = mem_zero(1, sizeof(*st->current->bases));
	pthread_mutex_init(&st->current->lock, NULL);
	return st;
}

void
store_free(struct store *st)
{
	if (!st)
		return;
	snapshot_release(st->current);
	for (uint32_t i = 0; i < st->n_sealed; i++)
		segment_release(st->sealed[i]);
	free(st->sealed);
	free(st->copies);
	free(st->conflicts);
	free(st->first_of);
	free(st->by_name);
	for (uint32_t i = 0; i < st->n_sources; i++) {
		const struct source *s = store_source(st, i);

		if (s->io && s->io->free)
			s->io->free(s->ctx);
	}
	for (size_t i = 0; i < sizeof(st->sources) / sizeof(*st->sources); i++)
		free(st->sources[i]);
	arena_free(&st->source_text);
	fold_free(st->fold);
	paths_free(st->paths);
	pthread_mutex_destroy(&st->lock);
	pthread_mutex_destroy(&st->publishing);
	free(st);
}

/* ---- sources ------------------------------------------------------------- */

/* Chunks double, so that 2^32 of them fit a short table: chunk k holds
 * SOURCE_CHUNK << k. */
static uint32_t
chunk_of(uint32_t id, uint32_t *at)
{
	uint32_t k = 0, first = 0;

	while (id - first >= SOURCE_CHUNK << k)
		first += SOURCE_CHUNK << k++;
	*at = id - first;
	return k;
}

uint32_t
store_add_source(struct store *st, const struct source *s)
{
	uint32_t id, k, at;
	struct source *to;

	pthread_mutex_lock(&st->lock);
	id = st->n_sources;
	k = chunk_of(id, &at);
	if (!st->sources[k])
		st->sources[k] =
		    mem_zero((size_t)SOURCE_CHUNK << k, sizeof(*to));
	to = &st->sources[k][at];
	*to = *s;
	to->name = arena_copy(&st->source_text, s->name);
	to->path = arena_copy(&st->source_text, s->path);
	to->log = arena_copy(&st->source_text, s->log);
	to->log_stream = arena_copy(&st->source_text, s->log_stream);
	atomic_store_explicit(&st->n_sources, id + 1, memory_order_release);
	pthread_mutex_unlock(&st->lock);
	return id;
}

const struct source *
store_source(const struct store *st, uint32_t source)
{
	uint32_t at, k = chunk_of(source, &at);

	return &st->sources[k][at];
}

uint32_t
store_source_count(const struct store *st)
{
	return atomic_load_explicit(&st->n_sources, memory_order_acquire);
}

/* ---- from builders --------------------------------------------------------- */

static void *
room(void *p, size_t n, size_t *capacity, size_t size)
{
	if (n < *capacity)
		return p;
	*capacity = *capacity ? *capacity * 2 : 64;
	return mem_grow(p, *capacity, size);
}

void
store_take_segment(struct store *st, struct segment *g, uint64_t repeated_keys,
    uint64_t unindexed_leaves)
{
	size_t capacity;

	pthread_mutex_lock(&st->lock);
	capacity = st->sealed_capacity;
	st->sealed =
	    room(st->sealed, st->n_sealed, &capacity, sizeof(*st->sealed));
	st->sealed_capacity = (uint32_t)capacity;
	st->sealed[st->n_sealed++] = g;
	st->n_events += g->rows;
	st->n_untimed += g->untimed;
	st->n_repeated += repeated_keys;
	st->n_unindexed += unindexed_leaves;
	st->segment_bytes += g->arena.total_bytes;
	st->changes++;
	pthread_mutex_unlock(&st->lock);
}

void
store_note_copy(struct store *st, uint64_t of, const struct place *p,
    unsigned flags)
{
	pthread_mutex_lock(&st->lock);
	st->copies = room(st->copies, st->n_copies, &st->copies_capacity,
	    sizeof(*st->copies));
	st->copies[st->n_copies++] = (struct copy){ .ref = of,
		.flags = (uint8_t)flags, .place = *p };
	st->changes++;
	pthread_mutex_unlock(&st->lock);
}

void
store_note_conflict(struct store *st, uint64_t a, uint64_t b)
{
	pthread_mutex_lock(&st->lock);
	st->conflicts = room(st->conflicts, st->n_conflicts + 1,
	    &st->conflicts_capacity, sizeof(*st->conflicts));
	st->conflicts[st->n_conflicts++] = a;
	st->conflicts[st->n_conflicts++] = b;
	pthread_mutex_unlock(&st->lock);
}

static int
by_ref(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Sorted, each once; returns how many are left. */
static size_t
unique_refs(uint64_t *refs, size_t n)
{
	size_t kept = 0;

	if (n)
		qsort(refs, n, sizeof(*refs), by_ref);
	for (size_t i = 0; i < n; i++)
		if (!kept || refs[kept - 1] != refs[i])
			refs[kept++] = refs[i];
	return kept;
}

void
store_counts(struct store *st, struct store_counts *out)
{
	pthread_mutex_lock(&st->lock);
	st->n_conflicts = unique_refs(st->conflicts, st->n_conflicts);
	*out = (struct store_counts){
		.events = st->n_events,
		.dropped = st->dropped,
		.copies = st->n_copies,
		.conflicts = st->n_conflicts,
		.untimed = st->n_untimed,
		.repeated_keys = st->n_repeated,
		.unindexed_leaves = st->n_unindexed,
		.memory_bytes = st->segment_bytes + paths_bytes(st->paths) +
		    st->source_text.total_bytes +
		    st->n_sources * sizeof(struct source) +
		    st->copies_capacity * sizeof(struct copy),
	};
	pthread_mutex_unlock(&st->lock);
	out->memory_bytes += fold_bytes(st->fold);
}

/* ---- publication ------------------------------------------------------------ */

static int
by_name(const void *a, const void *b, void *store)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int c = str_compare(
	    store_source(store, x)->name, store_source(store, y)->name);

	return c ? c : (x > y) - (x < y);
}

/* Puts the new sources among the others. */
static void
sort_sources(struct store *st)
{
	uint32_t n = store_source_count(st), old = st->n_by_name;
	uint32_t *fresh, *all, a = 0, b = 0;

	if (n == old)
		return;
	fresh = mem_alloc((n - old) * sizeof(*fresh));
	all = mem_alloc(n * sizeof(*all));
	for (uint32_t i = old; i < n; i++)
		fresh[i - old] = i;
	qsort_r(fresh, n - old, sizeof(*fresh), by_name, st);
	for (uint32_t i = 0; i < n; i++)
		all[i] = b == n - old ||
		        (a < old && by_name(&st->by_name[a], &fresh[b], st) < 0)
		    ? st->by_name[a++]
		    : fresh[b++];
	free(fresh);
	free(st->by_name);
	st->by_name = all;
	st->n_by_name = n;
}

/* ranks[source] = its place in the order of names.  Freed by the caller. */
static uint32_t *
rank_sources(struct store *st)
{
	uint32_t *ranks;

	sort_sources(st);
	ranks = mem_alloc(st->n_by_name * sizeof(*ranks));
	for (uint32_t i = 0; i < st->n_by_name; i++)
		ranks[st->by_name[i]] = i;
	return ranks;
}

/* The number of a ref's event, or EVENT_NONE while it is not published. */
static uint32_t
event_of(const struct store *st, uint64_t ref)
{
	uint64_t sequence = ref >> 16, n;

	if (sequence >= st->n_first_of || st->first_of[sequence] == FIRST_NONE)
		return EVENT_NONE;
	n = st->first_of[sequence] + (ref & 0xffff);
	return n < st->dropped ? EVENT_NONE : (uint32_t)(n - st->dropped);
}

struct ranked_copy {
	struct copy copy;
	uint32_t rank;
};

static int
by_event(const void *a, const void *b)
{
	const struct ranked_copy *x = a, *y = b;
	const struct place *p = &x->copy.place, *q = &y->copy.place;

	if (x->copy.event != y->copy.event)
		return x->copy.event < y->copy.event ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return (p->record > q->record) - (p->record < q->record);
}

/* Each event with copies once with its own place among them, so that all
 * its places stand together, the first one first. */
static void
take_copies(struct snapshot *snap, const struct copy *copies, size_t n,
    const uint32_t *ranks)
{
	struct ranked_copy *r = mem_alloc(2 * n * sizeof(*r));
	struct copy *out;
	size_t k = 0, own;

	for (size_t i = 0; i < n; i++) {
		uint32_t e = event_of(snap->store, copies[i].ref);

		if (e == EVENT_NONE)
			continue;
		r[k].copy = copies[i];
		r[k].copy.event = e;
		r[k].rank = ranks[copies[i].place.source];
		k++;
	}
	qsort(r, k, sizeof(*r), by_event);
	own = k;
	for (size_t i = 0; i < k; i++) {
		uint32_t e = r[i].copy.event, seg;

		if (i && r[i - 1].copy.event == e)
			continue;
		seg = snapshot_segment_of(snap, e);
		r[own].copy = r[i].copy;
		r[own].copy.place = segment_place(
		    snap->segments[seg], e - snap->bases[seg]);
		r[own].rank = ranks[r[own].copy.place.source];
		own++;
	}
	qsort(r, own, sizeof(*r), by_event);
	out = arena_raw(&snap->arena, own * sizeof(*out));
	for (size_t i = 0; i < own; i++) {
		uint32_t e = r[i].copy.event, seg;
		const struct segment *g;

		out[i] = r[i].copy;
		if (!out[i].flags)
			continue;
		seg = snapshot_segment_of(snap, e);
		g = snap->segments[seg];
		if (out[i].flags &
		    ~(g->flags ? g->flags[e - snap->bases[seg]] : 0))
			snap->copies_differ = true;
	}
	snap->copies = out;
	snap->n_copies = own;
	free(r);
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void
take_conflicts(struct snapshot *snap, const uint64_t *refs, size_t n)
{
	uint32_t *out = arena_raw(&snap->arena, n * sizeof(*out));
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t e = event_of(snap->store, refs[i]);

		if (e != EVENT_NONE)
			out[k++] = e;
	}
	qsort(out, k, sizeof(*out), by_number);
	snap->conflicts = out;
	snap->n_conflicts = k;
}

static void *
copy_array(const void *p, size_t n, size_t size)
{
	void *to = mem_alloc(n * size);

	if (n)
		memcpy(to, p, n * size);
	return to;
}

/* What is there at one moment; the rest is worked out without the lock. */
struct gathered {
	struct copy *copies;
	size_t n_copies;
	uint64_t *conflicts;
	size_t n_conflicts;
	uint32_t n_sequences, n_numbered;
};

static struct snapshot *
gather(struct store *st, struct gathered *g)
{
	struct snapshot *snap = NULL;

	pthread_mutex_lock(&st->lock);
	st->n_conflicts = unique_refs(st->conflicts, st->n_conflicts);
	if (st->changes != st->published) {
		st->published = st->changes;
		snap = mem_zero(1, sizeof(*snap));
		snap->store = st;
		snap->references = 1;
		snap->generation = st->current->generation + 1;
		snap->n_segments = st->n_sealed;
		snap->segments = copy_array(
		    st->sealed, st->n_sealed, sizeof(*st->sealed));
		g->n_copies = st->n_copies;
		g->copies = copy_array(
		    st->copies, st->n_copies, sizeof(*st->copies));
		g->n_conflicts = st->n_conflicts;
		g->conflicts = copy_array(
		    st->conflicts, st->n_conflicts, sizeof(*st->conflicts));
		g->n_sequences = st->next_sequence + 1;
		g->n_numbered = st->n_numbered;
		st->n_numbered = st->n_sealed;
	}
	pthread_mutex_unlock(&st->lock);
	return snap;
}

static void
grow_first_of(struct store *st, uint32_t n)
{
	uint32_t capacity = st->n_first_of;

	if (n <= capacity)
		return;
	while (capacity < n)
		capacity = capacity ? capacity * 2 : 64;
	st->first_of = mem_grow(st->first_of, capacity, sizeof(*st->first_of));
	memset(st->first_of + st->n_first_of, 0xff,
	    (capacity - st->n_first_of) * sizeof(*st->first_of));
	st->n_first_of = capacity;
}

static void
number_events(struct snapshot *snap, uint32_t n_numbered)
{
	struct store *st = snap->store;
	uint32_t base = 0;

	snap->bases =
	    mem_alloc((snap->n_segments + 1) * sizeof(*snap->bases));
	snap->first_us = INT64_MAX;
	snap->last_us = INT64_MIN;
	for (uint32_t i = 0; i < snap->n_segments; i++) {
		struct segment *seg = snap->segments[i];

		atomic_fetch_add(&seg->references, 1);
		snap->bases[i] = base;
		if (i >= n_numbered)
			st->first_of[seg->sequence] = st->dropped + base;
		base += seg->rows;
		if (seg->first_us < snap->first_us)
			snap->first_us = seg->first_us;
		if (seg->last_us > snap->last_us)
			snap->last_us = seg->last_us;
	}
	snap->bases[snap->n_segments] = base;
	snap->n_events = base;
	snap->dropped = st->dropped;
	snap->since_us = st->since_us;
}

void
store_publish(struct store *st)
{
	struct gathered g = { 0 };
	struct snapshot *snap, *old;
	uint32_t *ranks;

	pthread_mutex_lock(&st->publishing);
	snap = gather(st, &g);
	if (!snap) {
		pthread_mutex_unlock(&st->publishing);
		return;
	}
	pthread_mutex_init(&snap->lock, NULL);
	grow_first_of(st, g.n_sequences);
	number_events(snap, g.n_numbered);
	ranks = rank_sources(st);
	take_copies(snap, g.copies, g.n_copies, ranks);
	take_conflicts(snap, g.conflicts, g.n_conflicts);
	order_make(snap, ranks, st->current);
	free(ranks);
	free(g.copies);
	free(g.conflicts);

	pthread_mutex_lock(&st->lock);
	old = st->current;
	st->current = snap;
	pthread_mutex_unlock(&st->lock);
	snapshot_release(old);
	pthread_mutex_unlock(&st->publishing);
}

struct snapshot *
store_snapshot(struct store *st)
{
	struct snapshot *s;

	pthread_mutex_lock(&st->lock);
	s = snapshot_hold(st->current);
	pthread_mutex_unlock(&st->lock);
	return s;
}
