#include "ingest/loader.h"

#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "ingest/discover.h"
#include "ingest/formats.h"

#define RECORD_BYTES_MAX ((uint32_t)64 << 20)
#define RECORD_BYTES_MIN 4096 /* a smaller limit means this */
#define THREADS_MAX 256
#define LOOK_EVERY_NS (20 * 1000 * 1000)
#define PUBLISH_MIN_US US_PER_SECOND
#define PUBLISH_COSTS 50 /* at most this part of the time is spent on it */
#define ORDER_ROW_BYTES 40 /* two keys with numbers, and the order itself */
#define SEAL_ROW_BYTES 300
#define WORKER_BYTES ((uint64_t)1 << 20)
#define LIVE_MIN_US (100 * US_PER_MS)
#define LIVE_COSTS 10
#define PENDING_US (60 * US_PER_SECOND)
#define POLL_US US_PER_SECOND

/* ---- memory ------------------------------------------------------------- */

/* Second number of proc(5), /proc/pid/statm: resident pages. */
static uint64_t
resident_bytes(void)
{
	char text[128];
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	unsigned long long pages = 0;

	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return 0;
	text[n] = '\0';
	if (sscanf(text, "%*u %llu", &pages) != 1)
		return 0;
	return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* VmHWM of proc(5), /proc/pid/status. */
static uint64_t
peak_bytes(void)
{
	FILE *f = fopen("/proc/self/status", "re");
	unsigned long long kib = 0;
	char line[128];

	if (!f)
		return 0;
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "VmHWM: %llu kB", &kib) == 1)
			break;
	fclose(f);
	return kib * 1024;
}

static uint64_t
half_of_memory(void)
{
	long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);

	return pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size / 2
	                             : UINT64_MAX;
}

/* ---- stopping ----------------------------------------------------------- */

static void
tell(int fd)
{
	uint64_t one = 1;
	ssize_t n = write(fd, &one, sizeof(one));

	(void)n; /* it can only be full, and then it is readable */
}

static void
wake(struct loader *l)
{
	tell(l->wake);
}

void
loader_stop(struct loader *l)
{
	atomic_store(&l->stop, true);
	pthread_mutex_lock(&l->lock);
	for (unsigned i = 0; i < l->n_workers; i++)
		if (l->workers[i].pump)
			pump_stop(l->workers[i].pump);
	pthread_cond_broadcast(&l->work);
	pthread_cond_broadcast(&l->news);
	pthread_mutex_unlock(&l->lock);
	tell(l->change);
}

static uint64_t
sealed(const struct loader *l)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < l->n_workers; i++)
		n += atomic_load(&l->workers[i].sealed);
	return n;
}

/* What ending takes yet: rows at hand are sealed, which is a copy of them, and
 * all are put in order. */
static uint64_t
ending_bytes(const struct loader *l)
{
	uint64_t bytes = sealed(l) * ORDER_ROW_BYTES;

	for (unsigned i = 0; i < l->n_workers; i++)
		bytes += atomic_load(&l->workers[i].unsealed) *
		    SEAL_ROW_BYTES + WORKER_BYTES;
	return bytes;
}

static void
check_memory(struct loader *l)
{
	if (atomic_load(&l->stop) ||
	    resident_bytes() + ending_bytes(l) <= l->options.memory_bytes)
		return;
	atomic_store(&l->over_budget, true);
	loader_stop(l);
}

/* Whether the stop kept anything from being read, and how much.  All other
 * threads have ended. */
static bool
remark_stop(struct loader *l)
{
	bool over = atomic_load(&l->over_budget);
	size_t n = book_files(l->book), waiting = 0, begun = 0;
	char text[200];

	for (size_t i = 0; i < n; i++) {
		const struct file *f = book_file(l->book, i);

		waiting += f->state == FILE_WAITING;
		begun += f->state == FILE_READING;
	}
	if (waiting + begun == 0 && l->walked && over && l->was_live) {
		book_say(l->book, NULL, REMARK_LIMIT,
		    STR("memory budget reached: what comes is not followed "
		        "any more (--keep lets the oldest events go)"));
		return true;
	}
	if (waiting + begun == 0 && l->walked)
		return false;
	snprintf(text, sizeof(text),
	    "%s: %zu of %zu files were not read, %zu not to the end%s",
	    over ? "memory budget reached" : "stopped", waiting, n, begun,
	    l->walked ? "" : "; more were not looked for");
	book_say(l->book, NULL, over ? REMARK_LIMIT : REMARK_STOPPED,
	    str_of(text));
	return true;
}

/* ---- the walker --------------------------------------------------------- */

static void
file_found(void *ctx, uint64_t bytes)
{
	struct loader *l = ctx;

	atomic_fetch_add(&l->bytes_found, bytes);
	pthread_mutex_lock(&l->lock);
	atomic_fetch_add(&l->files_found, 1);
	l->n_first++;
	if (l->idle > 0 && time_monotonic() - l->start_us >= WALK_FIRST_US)
		pthread_cond_signal(&l->work);
	pthread_mutex_unlock(&l->lock);
}

void
loader_queue(struct loader *l, struct tail *t)
{
	if (l->n_again == l->again_capacity) {
		size_t n = l->again_capacity ? l->again_capacity * 2 : 64;
		struct tail **more = mem_zero(n, sizeof(*more));

		for (size_t i = 0; i < l->n_again; i++)
			more[i] = l->again[(l->again_first + i) %
			    l->again_capacity];
		free(l->again);
		l->again = more;
		l->again_first = 0;
		l->again_capacity = n;
	}
	l->again[(l->again_first + l->n_again++) % l->again_capacity] = t;
	t->queued = true;
	pthread_cond_signal(&l->work);
}

static void
find_files(struct loader *l)
{
	struct discover d = {
		.book = l->book,
		.stop = &l->stop,
		.young_s = l->options.pending_us / US_PER_SECOND,
		.found = file_found,
		.ctx = l,
	};

	discover(&d, l->logs, l->n_logs);
	pthread_mutex_lock(&l->lock);
	l->walked = !atomic_load(&l->stop);
	pthread_mutex_unlock(&l->lock);
}

static void *
walker_run(void *loader)
{
	struct loader *l = loader;

	if (!l->walked)
		find_files(l);
	follow_run(l);
	pthread_mutex_lock(&l->lock);
	l->following = false;
	atomic_store(&l->is_live, false);
	l->left++;
	pthread_cond_broadcast(&l->work);
	pthread_cond_broadcast(&l->news);
	pthread_mutex_unlock(&l->lock);
	return NULL;
}

/* ---- the manager -------------------------------------------------------- */

struct publication {
	uint64_t events;
	int64_t end_us;
	int64_t cost_us;
};

static void
publish(struct loader *l, struct publication *last)
{
	int64_t start = time_monotonic();
	int64_t noticed = atomic_exchange(&l->noticed_us, 0);

	last->events = sealed(l);
	if (atomic_load(&l->is_live)) {
		uint64_t keep = l->options.keep_events, rows = keep / 8 + 1;

		store_merge(l->store,
		    keep && rows < UINT32_MAX ? (uint32_t)rows : 0);
		if (keep)
			store_keep(l->store, keep);
	}
	store_publish(l->store);
	last->end_us = time_monotonic();
	if (noticed)
		atomic_store(&l->lag_us, last->end_us - noticed);
	last->cost_us = last->end_us - start;
	wake(l);
}

/* When there is half as much again, or when the last time is long ago. */
static void
publish_if_due(struct loader *l, struct publication *last)
{
	uint64_t n = sealed(l);
	bool live = atomic_load(&l->is_live);
	int64_t wait = last->cost_us * (live ? LIVE_COSTS : PUBLISH_COSTS);

	if (wait < (live ? LIVE_MIN_US : PUBLISH_MIN_US))
		wait = live ? LIVE_MIN_US : PUBLISH_MIN_US;
	if (n > last->events &&
	    ((!live && n - last->events >= last->events / 2) ||
	        time_monotonic() - last->end_us >= wait))
		publish(l, last);
}

/* Until something changes or 20 ms have passed; false: all others have
 * ended. */
static bool
wait_for_news(struct loader *l)
{
	struct timespec until;
	bool working;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += LOOK_EVERY_NS;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	pthread_mutex_lock(&l->lock);
	working = l->left < l->n_workers + 1;
	if (working)
		pthread_cond_timedwait(&l->news, &l->lock, &until);
	pthread_mutex_unlock(&l->lock);
	return working;
}

/* All that there is so far is published: what shows only then. */
static void
settle(struct loader *l)
{
	struct snapshot *s = store_snapshot(l->store);

#ifdef __GLIBC__
	malloc_trim(0); /* what the builders have left: some 40 MB */
#endif
	book_close(l->book, s);
	snapshot_release(s);
	digests_check(l->digests, l->book, &l->limits, l->options.threads,
	    &l->stop);
}

/* Once all that was found at first is read: what comes now is live. */
static void
begin_live(struct loader *l, struct publication *last)
{
	bool live;

	pthread_mutex_lock(&l->lock);
	live = l->following && l->walked && l->next_file == l->n_first &&
	    l->idle + l->piping == l->n_workers;
	pthread_mutex_unlock(&l->lock);
	if (!live || atomic_load(&l->is_live))
		return;
	publish(l, last);
	settle(l);
	l->was_live = true;
	atomic_store(&l->is_live, true);
	wake(l);
}

static void *
manager_run(void *loader)
{
	struct loader *l = loader;
	struct publication last = { .end_us = l->start_us };
	bool stopped;

	while (wait_for_news(l)) {
		check_memory(l);
		begin_live(l, &last);
		publish_if_due(l, &last);
	}
	publish(l, &last);
	settle(l);
	stopped = remark_stop(l);
	atomic_store(&l->end_us, time_monotonic());
	pthread_mutex_lock(&l->lock);
	l->done = true;
	l->stopped = stopped;
	pthread_cond_broadcast(&l->news);
	pthread_mutex_unlock(&l->lock);
	wake(l);
	return NULL;
}

/* ---- starting and ending ------------------------------------------------ */

static void
start_thread(pthread_t *t, void *(*run)(void *), void *arg)
{
	if (pthread_create(t, NULL, run, arg) != 0)
		mem_exhausted();
}

static void
start_threads(struct loader *l)
{
	sigset_t all, before;

	/* Signals are for the main thread. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	start_thread(&l->walker, walker_run, l);
	for (unsigned i = 0; i < l->n_workers; i++)
		start_thread(
		    &l->workers[i].thread, worker_run, &l->workers[i]);
	start_thread(&l->manager, manager_run, l);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void
set_options(struct loader *l, const struct load_options *o)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	if (o)
		l->options = *o;
	if (l->options.threads == 0)
		l->options.threads = cores > 0 ? (unsigned)cores : 1;
	if (l->options.threads > THREADS_MAX)
		l->options.threads = THREADS_MAX;
	if (l->options.memory_bytes == 0)
		l->options.memory_bytes = half_of_memory();
	if (l->options.record_bytes_max == 0)
		l->options.record_bytes_max = RECORD_BYTES_MAX;
	if (l->options.pending_us == 0)
		l->options.pending_us = PENDING_US;
	if (l->options.poll_us == 0)
		l->options.poll_us = POLL_US;
	if (l->options.record_bytes_max < RECORD_BYTES_MIN)
		l->options.record_bytes_max = RECORD_BYTES_MIN;
	l->limits.output_bytes_max = l->options.file_bytes_max;
	l->limits.ratio_max = l->options.ratio_max;
}

/* While others are followed a pipe has a worker of its own. */
static unsigned
count_pipes(const struct loader *l)
{
	struct stat st;
	unsigned n = 0;

	for (size_t i = 0; i < l->n_logs && l->options.follow; i++)
		n += strcmp(l->logs[i], "-") == 0 ||
		    (stat(l->logs[i], &st) == 0 && S_ISFIFO(st.st_mode));
	return n;
}

struct loader *
loader_start(struct store *st, const char *const *logs, size_t n,
    const struct load_options *o, struct err *err)
{
	const struct spellings *names;
	size_t n_names;
	const struct log_format *format = NULL;
	pthread_condattr_t monotonic;
	struct loader *l;
	int wake_fd, change_fd;

	if (o && o->format.n > 0 && !(format = format_named(o->format))) {
		err_set(err, ERR_USAGE, "no log format is named \"%.*s\"",
		    STR_ARG(o->format));
		return NULL;
	}
	if (format && !format->events) {
		err_set(err, ERR_USAGE, "%s files have no events",
		    format->name);
		return NULL;
	}
	wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	change_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (wake_fd < 0 || change_fd < 0) {
		err_system(err, "cannot start loading");
		if (wake_fd >= 0)
			close(wake_fd);
		return NULL;
	}
	l = mem_zero(1, sizeof(*l));
	l->store = st;
	l->wake = wake_fd;
	l->change = change_fd;
	set_options(l, o);
	names = format_spellings(&n_names);
	store_spellings(st, names, n_names);
	l->reading = (struct reader_options){
		.format = format,
		.vpc_format = l->options.vpc_format,
		.time_field = l->options.time_field,
	};
	l->book = book_new();
	l->digests = digests_new();
	l->start_us = time_monotonic();
	pthread_mutex_init(&l->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&l->work, &monotonic);
	pthread_cond_init(&l->news, &monotonic);
	pthread_condattr_destroy(&monotonic);
	l->logs = mem_zero(n, sizeof(*l->logs));
	for (l->n_logs = 0; l->n_logs < n; l->n_logs++) {
		l->logs[l->n_logs] = strdup(logs[l->n_logs]);
		if (!l->logs[l->n_logs])
			mem_exhausted();
	}
	l->n_workers = l->options.threads + count_pipes(l);
	l->workers = mem_zero(l->n_workers, sizeof(*l->workers));
	for (unsigned i = 0; i < l->n_workers; i++)
		l->workers[i].loader = l;
	l->following = l->options.follow;
	atomic_store(&l->follow, l->options.follow);
	check_memory(l);
	start_threads(l);
	return l;
}

static void
join_threads(struct loader *l)
{
	pthread_join(l->manager, NULL);
	pthread_join(l->walker, NULL);
	for (unsigned i = 0; i < l->n_workers; i++)
		pthread_join(l->workers[i].thread, NULL);
}

/* Loading has ended: its threads start again, to see what has changed. */
static void
start_again(struct loader *l)
{
	join_threads(l);
	l->done = l->stopped = false;
	l->left = 0;
	l->following = true;
	atomic_store(&l->stop, false);
	atomic_store(&l->over_budget, false);
	atomic_store(&l->end_us, 0);
	start_threads(l);
}

void
loader_follow(struct loader *l, bool on)
{
	bool ended;

	if (atomic_exchange(&l->follow, on) == on)
		return;
	if (!on) {
		tell(l->change);
		return;
	}
	pthread_mutex_lock(&l->lock);
	ended = l->done;
	/* The walker looks at `follow` until it leaves. */
	l->following = l->following || !ended;
	pthread_mutex_unlock(&l->lock);
	if (ended)
		start_again(l);
}

void
loader_wait(struct loader *l)
{
	pthread_mutex_lock(&l->lock);
	while (!l->done)
		pthread_cond_wait(&l->news, &l->lock);
	pthread_mutex_unlock(&l->lock);
}

void
loader_free(struct loader *l)
{
	if (!l)
		return;
	loader_stop(l);
	join_threads(l);
	free(l->workers);
	free(l->again);
	for (size_t i = 0; i < l->n_logs; i++)
		free((char *)l->logs[i]);
	free(l->logs);
	book_free(l->book);
	digests_free(l->digests);
	pthread_cond_destroy(&l->work);
	pthread_cond_destroy(&l->news);
	pthread_mutex_destroy(&l->lock);
	close(l->wake);
	close(l->change);
	free(l);
}

/* ---- looking at it ------------------------------------------------------ */

static void
get_state(struct loader *l, bool *done, bool *stopped)
{
	pthread_mutex_lock(&l->lock);
	*done = l->done;
	*stopped = l->done ? l->stopped : atomic_load(&l->stop);
	pthread_mutex_unlock(&l->lock);
}

static int64_t
elapsed_us(struct loader *l)
{
	int64_t end = atomic_load(&l->end_us);

	return (end ? end : time_monotonic()) - l->start_us;
}

void
loader_progress(struct loader *l, struct load_progress *out)
{
	*out = (struct load_progress){
		.files_found = atomic_load(&l->files_found),
		.files_done = atomic_load(&l->files_done),
		.bytes_found = atomic_load(&l->bytes_found),
		.bytes_done = atomic_load(&l->bytes_done),
		.records = atomic_load(&l->records),
		.elapsed_us = elapsed_us(l),
		.live = atomic_load(&l->is_live),
		.lag_us = atomic_load(&l->lag_us),
	};
	get_state(l, &out->done, &out->stopped);
}

int
loader_fd(const struct loader *l)
{
	return l->wake;
}

void
loader_ledger(struct loader *l, struct arena *a, struct ledger *out)
{
	struct store_counts counts;

	*out = (struct ledger){ 0 };
	book_ledger(l->book, a, out);
	store_counts(l->store, &counts);
	out->events = counts.events;
	out->copies = counts.copies;
	out->records = counts.events + counts.copies;
	out->conflicts = counts.conflicts;
	out->dropped = counts.dropped;
	digests_count(l->digests, out);
	out->untimed = counts.untimed;
	out->repeated_keys = counts.repeated_keys;
	out->unindexed_leaves = counts.unindexed_leaves;
	out->memory_bytes = resident_bytes();
	out->peak_memory_bytes = peak_bytes();
	out->elapsed_us = elapsed_us(l);
	out->live = atomic_load(&l->is_live);
	get_state(l, &out->done, &out->stopped);
}

uint64_t
loader_warnings(struct loader *l)
{
	return book_warnings(l->book);
}

void
loader_changed(struct loader *l, struct str file, struct str text)
{
	struct remark m = { .kind = REMARK_CHANGED, .file = file,
		.text = text };

	book_remark_once(l->book, &m);
}

uint64_t
loader_remarks(struct loader *l)
{
	return book_remarks(l->book);
}
