/*
 * Inside the store: what a store and a snapshot are made of.
 */
#ifndef STORE_SNAPSHOT_H
#define STORE_SNAPSHOT_H

#include <pthread.h>

#include "base/arena.h"
#include "store/fold.h"
#include "store/paths.h"
#include "store/segment.h"
#include "store/store.h"

#define FIRST_NONE UINT64_MAX
#define REF(sequence, row) ((uint64_t)(sequence) << 16 | (row))

/* One more delivery of an event. */
struct copy {
	uint64_t ref;   /* of the event's row */
	uint32_t event; /* once it is published */
	uint8_t flags;  /* of this delivery's text */
	struct place place;
};

struct store {
	struct store_options options;
	uint64_t hash_key;
	struct paths *paths;
	const struct spellings *spellings;
	size_t n_spellings;
	struct fold *fold;

	pthread_mutex_t publishing; /* held by the one that makes a snapshot,
	                               merges, or lets go; guards what follows
	                               up to pruned */
	uint64_t published; /* changes that are in the snapshot */
	uint64_t *first_of; /* by sequence: number of its first event if none
	                       had been let go; FIRST_NONE: none yet */
	uint32_t n_first_of;
	uint64_t dropped;   /* events let go */
	int64_t since_us;   /* when the last of them was sealed */
	uint64_t pruned;    /* of them forgotten by fold */
	uint32_t *by_name;  /* sources in the order of their names */
	uint32_t n_by_name;

	pthread_mutex_t lock; /* guards all that follows */
	struct snapshot *current;
	struct segment **sealed; /* in order of sealing; the store holds them */
	uint32_t n_sealed, sealed_capacity;
	uint32_t n_numbered; /* of them: their events have numbers */
	uint64_t changes;    /* counts what a snapshot would show */
	uint32_t next_sequence;
	struct copy *copies;
	size_t n_copies, copies_capacity;
	uint64_t *conflicts; /* refs, in order of finding, may repeat */
	size_t n_conflicts, conflicts_capacity;
	struct source *sources[24]; /* chunks that double */
	_Atomic uint32_t n_sources;
	struct arena source_text;
	uint64_t n_events, n_untimed, n_repeated, n_unindexed, segment_bytes;
};

struct snapshot {
	_Atomic uint32_t references;
	struct store *store;
	struct arena arena;
	uint64_t generation;
	struct segment **segments; /* each held once */
	uint32_t *bases;           /* n_segments + 1 */
	uint32_t n_segments;
	uint32_t n_events;
	int64_t since_us; /* what came since then was not let go */
	uint64_t dropped; /* events before number 0 that were let go */
	uint32_t *order;
	int64_t first_us, last_us;

	const struct copy *copies; /* by (event, name, record), each event with
	                              copies has its own place among them */
	size_t n_copies;
	bool copies_differ; /* one has a flag that its event's row has not */
	const uint32_t *conflicts; /* ascending */
	size_t n_conflicts;

	pthread_mutex_t lock; /* guards commons */
	struct common_cache *commons;
};

/* Makes snap->order.  ranks: place of each source in the order of names.
 * The snapshot's copies must be there.  before: a snapshot whose events are
 * the first of this one: if few have come, only these are sorted.  Or NULL. */
void order_make(struct snapshot *snap, const uint32_t *ranks,
    struct snapshot *before);

/* What paths_named gives, with the position that a PATH_REST stands for. */
void paths_named_rest(const struct store *st, struct str name,
    void (*found)(void *ctx, uint32_t path, uint32_t rest), void *ctx);

/* From builders; thread safe. */
void store_take_segment(struct store *st, struct segment *g,
    uint64_t repeated_keys, uint64_t unindexed_leaves);
void store_note_copy(struct store *st, uint64_t of, const struct place *p,
    unsigned flags);
void store_note_conflict(struct store *st, uint64_t a, uint64_t b);

void common_cache_free(struct common_cache *c);

/* The copies of an event, or NULL. */
const struct copy *snapshot_copies_of(const struct snapshot *s, uint32_t event,
    size_t *n);
#endif
