#include "ingest/loader.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#define FIRST_SEAL_US (50 * US_PER_MS)
#define IDLE_SEAL_MAX_US (5 * US_PER_SECOND)
#define WAIT_US (50 * US_PER_MS)

/* ---- sealing ------------------------------------------------------------ */

/* What was noticed last is sealed: the manager tells how long it took. */
static void
note_change_sealed(struct worker *w)
{
	int64_t before = atomic_load(&w->loader->noticed_us);

	if (!w->noticed_us)
		return;
	while ((!before || w->noticed_us < before) &&
	    !atomic_compare_exchange_weak(
	        &w->loader->noticed_us, &before, w->noticed_us))
		;
	w->noticed_us = 0;
}

/* Takes note of what has been sealed, also by the builder itself; the next
 * segment may then be twice as large. */
static void
note_sealed(struct worker *w, int64_t now)
{
	struct builder *b = reader_builder(w->reader);
	uint64_t all = w->events + w->found.events - builder_rows(b);
	uint64_t before = atomic_load(&w->sealed);

	atomic_store(&w->unsealed, builder_rows(b));
	if (all == before)
		return;
	atomic_store(&w->sealed, all);
	if (builder_rows(b) == 0)
		note_change_sealed(w);
	w->sealed_us = now;
	if (w->seal_rows == 0)
		w->seal_rows = all - before < 32768 ? (uint32_t)all : 32768;
	if (w->seal_rows <= 32768)
		w->seal_rows *= 2;
	builder_seal_at(b, w->seal_rows);
	pthread_cond_broadcast(&w->loader->news);
}

/* Seals rows that have waited for at least that long. */
static void
seal_after(struct worker *w, int64_t now, int64_t wait_us)
{
	struct builder *b = reader_builder(w->reader);

	if (builder_rows(b) > 0 && now - w->sealed_us >= wait_us)
		builder_seal(b);
	note_sealed(w, now);
}

bool
worker_tick(struct worker *w)
{
	struct loader *l = w->loader;
	int64_t now = time_monotonic(), elapsed = now - l->start_us;
	int64_t wait = elapsed / 2 > US_PER_SECOND ? elapsed / 2
	                                           : US_PER_SECOND;
	uint64_t bytes = w->input_bytes - w->counted_bytes;

	if (bytes > 0)
		atomic_fetch_add(&l->bytes_done, bytes);
	w->counted_bytes = w->input_bytes;
	if (w->found.records > w->counted_records)
		atomic_fetch_add(
		    &l->records, w->found.records - w->counted_records);
	w->counted_records = w->found.records;
	if (atomic_load(&l->is_live))
		wait = LIVE_SEAL_US;
	seal_after(w, now, w->seal_rows == 0 ? FIRST_SEAL_US : wait);
	return !atomic_load(&l->stop);
}

/* So that few events are seen soon, and an endless trickle makes no endless
 * number of segments. */
void
worker_idle(struct worker *w)
{
	int64_t now = time_monotonic();
	int64_t wait = (now - w->loader->start_us) / 8;

	if (atomic_load(&w->loader->is_live)) {
		seal_after(w, now, LIVE_SEAL_US);
		return;
	}
	if (wait < FIRST_SEAL_US)
		wait = FIRST_SEAL_US;
	if (wait > IDLE_SEAL_MAX_US)
		wait = IDLE_SEAL_MAX_US;
	seal_after(w, now, wait);
}

/* ---- reading ahead ------------------------------------------------------ */

void
worker_lend(struct worker *w)
{
	struct loader *l = w->loader;

	pthread_mutex_lock(&l->lock);
	if (l->idle > 0 && !l->lent) {
		if (!w->ahead)
			w->ahead = ahead_new();
		ahead_begin(w->ahead, w->in);
		l->lent = w->ahead;
		w->ahead_lent = true;
		pthread_cond_broadcast(&l->work);
	}
	pthread_mutex_unlock(&l->lock);
}

void
worker_take_back(struct worker *w)
{
	struct loader *l = w->loader;
	bool taken;

	if (!w->ahead_lent)
		return;
	pthread_mutex_lock(&l->lock);
	taken = l->lent != w->ahead;
	if (!taken)
		l->lent = NULL;
	pthread_mutex_unlock(&l->lock);
	if (taken)
		ahead_end(w->ahead);
	w->ahead_lent = false;
}

/* ---- the thread --------------------------------------------------------- */

static void
wait_for_work(struct loader *l)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += WAIT_US * 1000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	l->idle++;
	pthread_cond_timedwait(&l->work, &l->lock, &until);
	l->idle--;
}

/* May a file be taken now?  The lock is held. */
static bool
file_ready(const struct loader *l)
{
	return l->next_file < l->n_first &&
	    (l->walked || time_monotonic() - l->start_us >= WALK_FIRST_US);
}

/* Nothing is to be read, and nothing will come.  The lock is held. */
static bool
all_read(const struct loader *l)
{
	return l->walked && !l->following && l->busy == 0 && l->n_again == 0 &&
	    l->next_file == l->n_first;
}

/* One that is to be read on, or NULL.  The lock is held. */
static struct tail *
take_again(struct loader *l)
{
	struct tail *t;

	if (l->n_again == 0)
		return NULL;
	t = l->again[l->again_first];
	l->again_first = (l->again_first + 1) % l->again_capacity;
	l->n_again--;
	t->queued = false;
	t->busy = true;
	return t;
}

/* A pipe may stay open as long as it likes, others are not waited for. */
static void
count_pipe(struct worker *w)
{
	struct loader *l = w->loader;

	if (w->file->from == FROM_FILE)
		return;
	pthread_mutex_lock(&l->lock);
	l->piping++;
	pthread_mutex_unlock(&l->lock);
}

static void
seal_before_live(struct worker *w)
{
	if (!atomic_load(&w->loader->is_live))
		seal_after(w, time_monotonic(), 0);
}

/* The next file, or help for another thread until there is one; false: there
 * will be none. */
static bool
next_file(struct worker *w)
{
	struct loader *l = w->loader;
	size_t i = 0;
	bool taken = false;

	w->tail = NULL;
	pthread_mutex_lock(&l->lock);
	for (;;) {
		struct ahead *lent = l->lent;

		l->lent = NULL;
		if (lent) {
			pthread_mutex_unlock(&l->lock);
			ahead_run(lent);
			pthread_mutex_lock(&l->lock);
			continue;
		}
		if (atomic_load(&l->stop))
			break;
		w->tail = take_again(l);
		taken = w->tail || file_ready(l);
		if (taken) {
			if (!w->tail)
				i = l->next_file++;
			l->busy++;
			break;
		}
		if (all_read(l))
			break;
		if (l->following && builder_rows(reader_builder(w->reader))) {
			/* What there was is to be seen before what comes. */
			pthread_mutex_unlock(&l->lock);
			seal_before_live(w);
			pthread_mutex_lock(&l->lock);
		}
		wait_for_work(l);
		pthread_mutex_unlock(&l->lock);
		worker_idle(w);
		pthread_mutex_lock(&l->lock);
	}
	pthread_mutex_unlock(&l->lock);
	if (taken && !w->tail) {
		w->file = book_file(l->book, i);
		count_pipe(w);
	}
	return taken;
}

static void
file_ended(struct worker *w, bool first)
{
	struct loader *l = w->loader;
	bool piped = !w->tail && w->file->from != FROM_FILE;

	w->events += w->found.events;
	w->found.events = 0;
	if (first)
		atomic_fetch_add(&l->files_done, 1);
	pthread_mutex_lock(&l->lock);
	if (w->tail && builder_rows(reader_builder(w->reader)) == 0)
		w->noticed_us = 0; /* nothing came of it */
	if (w->tail) {
		w->tail->busy = false;
		w->tail->read_us = time_monotonic();
	}
	l->busy--;
	l->piping -= piped;
	if (l->busy == 0)
		pthread_cond_broadcast(&l->work);
	pthread_mutex_unlock(&l->lock);
}

void *
worker_run(void *worker)
{
	struct worker *w = worker;
	struct loader *l = w->loader;

	w->reader = reader_new(l->store, &l->reading);
	w->sha = sha_new();
	w->sealed_us = l->start_us;
	while (next_file(w)) {
		bool first = !w->tail || w->tail->file->state == FILE_WAITING;

		if (w->tail)
			load_tail(w);
		else
			load_file(w);
		file_ended(w, first);
	}
	builder_seal(reader_builder(w->reader));
	note_sealed(w, time_monotonic());
	reader_free(w->reader);
	feed_free(&w->feed);
	inflate_close(w->in);
	sha_free(w->sha);
	ahead_free(w->ahead);
	w->in = NULL;
	w->ahead = NULL;
	arena_free(&w->scratch);
	pthread_mutex_lock(&l->lock);
	l->left++;
	pthread_cond_broadcast(&l->news);
	pthread_mutex_unlock(&l->lock);
	return NULL;
}
