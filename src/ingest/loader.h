/*
 * Inside the loader: its threads.
 *
 *	walker    finds files ──▶ the book
 *	workers   take files from it, one at a time, and fill segments
 *	manager   publishes what is sealed, watches memory, closes the book
 *
 * A worker that has nothing to do reads ahead for one with a big file.
 */
#ifndef INGEST_LOADER_H
#define INGEST_LOADER_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/inflate.h"
#include "ingest/ahead.h"
#include "ingest/book.h"
#include "ingest/digest.h"
#include "ingest/ingest.h"
#include "ingest/pump.h"
#include "ingest/reader.h"
#include "ingest/tail.h"

/* The walk goes first for this long, so that what there is to read is mostly
 * known before reading starts. */
#define WALK_FIRST_US (30 * US_PER_MS)

/* So that few live events are seen soon and many make few segments. */
#define LIVE_SEAL_US (200 * US_PER_MS)

struct origin;
struct kept;

/* One thread's own, but for the last two. */
struct worker {
	struct loader *loader;
	pthread_t thread;
	struct reader *reader;
	struct feed feed;
	struct inflate *in;
	struct sha *sha;
	uint64_t disk_at; /* byte of the file that is read next */
	uint64_t hashed;  /* bytes that are in sha */
	struct arena scratch; /* reset for each file */

	/* the file at hand */
	struct file *file;
	struct tail *tail; /* it is read on, or anew; NULL: the first time */
	struct reader_file found;
	uint32_t source; /* or SOURCE_NONE */
	struct origin *origin; /* of a file; the source's once there is one */
	struct stat opened;    /* what it was then */
	struct kept *kept;     /* of a pipe; likewise */
	struct kept *unpacked; /* what was packed inside the file, or NULL */
	int pipe;              /* that the pump fills */
	bool more_at_hand;     /* the last read was not short */
	struct ahead *ahead;   /* made at the first big file */
	bool ahead_lent;
	uint64_t input_bytes;  /* read from disk so far */
	uint64_t counted_bytes, counted_records; /* that progress knows of */

	/* sealing */
	uint64_t events;       /* of the files before this one */
	uint32_t seal_rows;    /* 0: nothing has been sealed yet */
	int64_t sealed_us;     /* when that was last noticed */
	atomic_uint_fast64_t sealed; /* events in sealed segments */
	atomic_uint_fast64_t unsealed; /* about as many are not yet */
	int64_t noticed_us; /* of the oldest change that is not sealed; 0 */

	struct pump *pump; /* of a pipe; guarded by the loader's lock */
};

struct loader {
	struct store *store;
	struct load_options options;
	struct inflate_limits limits;
	struct reader_options reading;
	const char **logs; /* copies */
	size_t n_logs;
	struct book *book;
	struct digests *digests;
	int64_t start_us;
	int wake; /* an eventfd */
	int change; /* an eventfd for the walker: following is to end */

	atomic_bool stop; /* all threads are to end */
	atomic_bool over_budget;
	atomic_uint_fast64_t files_found, files_done;
	atomic_uint_fast64_t bytes_found, bytes_done;
	atomic_uint_fast64_t records;
	atomic_int_fast64_t end_us; /* 0: not yet */
	atomic_bool is_live; /* what was there is read, more may come */
	atomic_bool follow; /* the walker is to go on watching */
	atomic_int_fast64_t lag_us;
	atomic_int_fast64_t noticed_us; /* of the oldest change that is not
	                                   published; 0: none */

	pthread_mutex_t lock; /* guards all that follows up to stopped,
	                         and
	                         each worker's pump */
	pthread_cond_t work;  /* for workers: files, help wanted, the end */
	pthread_cond_t news;  /* for the manager and loader_wait */
	size_t next_file;
	size_t n_first;     /* files to be read for the first time */
	bool walked;
	bool following;     /* more may come */
	bool was_live;      /* the manager's: is_live has been set */
	struct tail **again; /* to be read on: a ring */
	size_t again_first, n_again, again_capacity;
	unsigned busy, idle, left; /* workers with a file, waiting, ended */
	unsigned piping;    /* of the busy ones those with a pipe */
	struct ahead *lent; /* that wants another thread */
	bool done;
	bool stopped; /* something was not read because of stop */

	pthread_t walker, manager;
	unsigned n_workers;
	struct worker *workers;
};

/* worker.c: the thread of a worker. */
void *worker_run(void *worker);

/* load_file.c: reads w->file, as w->tail says if it is set, and tells the
 * book. */
void load_file(struct worker *w);
void load_tail(struct worker *w);

/* worker.c, for load_file: before each read of at most 256 KiB; seals when it
 * is time.  False: stop. */
bool worker_tick(struct worker *w);
/* Nothing comes at the moment. */
void worker_idle(struct worker *w);
/* Another thread reads ahead from now on, if one has nothing to do. */
void worker_lend(struct worker *w);
void worker_take_back(struct worker *w);

/* follow.c: watches what was found, from when it is read until following is
 * to end. */
void follow_run(struct loader *l);
/* loader.c: for it; the lock is held. */
void loader_queue(struct loader *l, struct tail *t);
#endif
