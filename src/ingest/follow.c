/*
 * Following: when which file is read on.
 */
#include "ingest/follow.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define READ_EVERY_US (150 * US_PER_MS) /* a file that is written to */
#define READ_COSTS 10  /* at most this part of the time is spent on it */
#define GATHER_MS 30   /* changes, before they are looked at together */
#define SWEEP_US US_PER_SECOND
#define AWAY_US (2 * US_PER_SECOND) /* a name that went may come elsewhere */

/* ---- what is noticed ---------------------------------------------------- */

struct file *
file_of(struct follow *f, const struct name *n)
{
	struct file *file;

	pthread_mutex_lock(&f->loader->lock);
	file = n->tail.file;
	pthread_mutex_unlock(&f->loader->lock);
	return file;
}

enum file_state
state_of(struct follow *f, const struct name *n)
{
	return book_state(f->loader->book, file_of(f, n));
}

/* So that it is read to its end even when it is removed. */
static void
keep_open(struct follow *f, struct name *n)
{
	const char *path;
	struct stat st;
	int fd;

	if (n->tail.fd >= 0 || n->tail.busy || n->tail.queued || !n->spot ||
	    f->held >= f->held_most)
		return;
	path = path_in(f, n->spot, str_of(n->base));
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return;
	if (fstat(fd, &st) < 0 || st.st_ino != n->id.inode ||
	    st.st_dev != n->id.device) {
		close(fd);
		return;
	}
	n->tail.fd = fd;
	f->held++;
}

void
notice(struct follow *f, struct name *n, bool whole)
{
	struct loader *l = f->loader;
	int64_t now = time_monotonic();

	pthread_mutex_lock(&l->lock);
	n->tail.changed = true;
	n->tail.whole = whole;
	if (!n->tail.noticed_us)
		n->tail.noticed_us = now;
	keep_open(f, n);
	pthread_mutex_unlock(&l->lock);
	n->since_us = now;
	if (!n->waiting)
		list_add(&f->waiting, n);
	n->waiting = true;
	if (!n->active)
		list_add(&f->active, n);
	n->active = true;
}

/* ---- the loop ----------------------------------------------------------- */

/* Goes to a worker when it is its turn.  False: it waits. */
static bool
hand_over(struct follow *f, struct name *n, int64_t now, bool at_once)
{
	struct loader *l = f->loader;
	struct tail *t = &n->tail;
	enum file_state state = state_of(f, n);
	int64_t wait;
	bool due;

	/* What was found at first is a worker's already. */
	if (!n->ours && (state == FILE_WAITING || state == FILE_READING))
		return false;
	pthread_mutex_lock(&l->lock);
	wait = t->cost_us * READ_COSTS;
	if (wait < READ_EVERY_US)
		wait = READ_EVERY_US;
	due = !t->busy && !t->queued &&
	    (at_once || t->whole || !n->spot || now - t->read_us >= wait);
	if (due && t->changed)
		loader_queue(l, t);
	pthread_mutex_unlock(&l->lock);
	return due;
}

static void
hand_over_all(struct follow *f, bool at_once)
{
	int64_t now = time_monotonic();
	size_t kept = 0;

	for (size_t i = 0; i < f->waiting.n; i++) {
		struct name *n = f->waiting.p[i];

		n->waiting = !hand_over(f, n, now, at_once);
		if (n->waiting)
			f->waiting.p[kept++] = n;
	}
	f->waiting.n = kept;
}

static void
take_events(struct follow *f)
{
	struct watch_event e;

	while (watch_next(f->watch, &e)) {
		struct spot *s = e.id >= 0 && (size_t)e.id < f->n_by_watch
		    ? f->by_watch[e.id]
		    : NULL;

		if (e.what & WATCH_MISSED)
			for (size_t i = 0; i < f->n_spots; i++)
				if (!f->spots[i]->gone)
					scan(f, f->spots[i]);
		if (!s)
			continue;
		if (e.what & WATCH_SELF)
			spot_gone(f, s);
		else if (e.name.n > 0)
			look(f, s, e.name, e.what);
		else if (e.what & WATCH_BYTES)
			scan(f, s); /* its own rights are others */
	}
}

static bool
in_use(struct follow *f, const struct tail *t)
{
	bool used;

	pthread_mutex_lock(&f->loader->lock);
	used = t->busy || t->queued || t->changed;
	pthread_mutex_unlock(&f->loader->lock);
	return used;
}

static bool
is_missed(struct follow *f, const struct tail *t)
{
	bool missed;

	pthread_mutex_lock(&f->loader->lock);
	missed = t->missed;
	pthread_mutex_unlock(&f->loader->lock);
	return missed;
}

/* False: nothing is left to watch for in it. */
static bool
stays_active(struct follow *f, struct name *n, int64_t now)
{
	int64_t quiet = now - n->since_us;
	int64_t pending = f->loader->options.pending_us;
	bool unfinished, lost;

	if (n->waiting || in_use(f, &n->tail))
		return true;
	unfinished = state_of(f, n) == FILE_PENDING;
	lost = !n->spot && is_missed(f, &n->tail);
	if (unfinished && quiet >= pending && !lost) {
		notice(f, n, true);
		return true;
	}
	if (n->spot ? quiet < pending : quiet < AWAY_US)
		return true;
	if (lost) {
		book_lose_file(f->loader->book, file_of(f, n));
		return false;
	}
	return unfinished;
}

static void
sweep_active(struct follow *f, int64_t now)
{
	size_t kept = 0, n = f->active.n;

	for (size_t i = 0; i < n; i++) {
		struct name *a = f->active.p[i];

		a->active = stays_active(f, a, now);
		if (a->active) {
			f->active.p[kept++] = a;
			continue;
		}
		f->held -= a->tail.fd >= 0;
		if (a->spot)
			tail_rest(&a->tail);
		else
			free_name(f, a);
	}
	f->active.n = kept;
}

/* What no event tells. */
static void
sweep(struct follow *f)
{
	struct loader *l = f->loader;
	int64_t now = time_monotonic();

	for (size_t i = 0; i < f->n_spots && !atomic_load(&l->stop); i++) {
		struct spot *s = f->spots[i];
		int64_t wait = s->cost_us * READ_COSTS;

		if (wait < l->options.poll_us)
			wait = l->options.poll_us;
		if (!s->gone && s->polled && now - s->polled_us >= wait)
			scan(f, s);
	}
	if (now - f->swept_us < SWEEP_US && f->swept_us)
		return;
	f->swept_us = now;
	for (size_t i = 0; i < l->n_logs; i++)
		look_at_argument(f, l->logs[i]);
	sweep_active(f, now);
}

static bool
goes_on(const struct loader *l)
{
	return atomic_load(&l->follow) && !atomic_load(&l->stop);
}

static int64_t
wait_ms(const struct follow *f)
{
	const struct loader *l = f->loader;
	int64_t ms = SWEEP_US / US_PER_MS;

	if (f->waiting.n > 0)
		ms = GATHER_MS;
	if (f->polls && ms > l->options.poll_us / US_PER_MS)
		ms = l->options.poll_us / US_PER_MS;
	return ms;
}

static void
wait_for_change(struct follow *f)
{
	struct pollfd fds[2] = {
		{ .fd = f->loader->change, .events = POLLIN },
		{ .fd = watch_fd(f->watch), .events = POLLIN },
	};
	uint64_t count;
	ssize_t got = 0;

	if (poll(fds, 2, (int)wait_ms(f)) > 0 && fds[0].revents)
		got = read(fds[0].fd, &count, sizeof(count));
	(void)got; /* whoever told has set what goes_on looks at */
}

/* ---- beginning and end -------------------------------------------------- */

/* What the book has: every file is looked at once, when its spot is. */
static void
take_book(struct follow *f)
{
	struct book *b = f->loader->book;
	size_t n_dirs = book_dirs(b), n_files = book_files(b);
	struct spot **of = mem_zero(n_dirs, sizeof(*of));
	struct look_at at;

	for (size_t i = 0; i < n_dirs; i++) {
		const struct dir *d = book_dir(b, i);
		bool entered = d->inode != 0 || d->device != 0;
		struct identity id = { d->device, d->inode, 0 };
		const char *path = d->path.n ? d->path.p : ".";

		if (!path_look(path, &at) ||
		    (entered && !identity_equal(&id, &at.id)))
			continue;
		of[i] = find_spot(f, &at.id);
		if (!of[i]) {
			of[i] = add_spot(f, d, &at.id);
			of[i]->alone = !entered;
		} else if (entered) {
			of[i]->alone = false;
		}
	}
	for (size_t i = 0; i < n_files; i++) {
		struct file *file = book_file(b, i);
		struct spot *s = of[file->dir->index];
		struct identity id = { file->device, file->inode, 0 };
		struct name *old;

		if (file->from != FROM_FILE || !s)
			continue;
		old = find_name(f, s, file->base);
		if (old)
			free_name(f, old); /* it was written anew later */
		add_name(f, s, file->base, file, &id);
	}
	free(of);
}

static void
begin(struct follow *f)
{
	struct rlimit files;
	size_t n;

	f->watch = watch_new(f->loader->options.watches_max);
	if (getrlimit(RLIMIT_NOFILE, &files) == 0)
		f->held_most = files.rlim_cur / 2 < 4096
		    ? (unsigned)files.rlim_cur / 2
		    : 4096;
	take_book(f);
	n = f->n_spots;
	for (size_t i = 0; i < n && goes_on(f->loader); i++) {
		watch_spot(f, f->spots[i]);
		scan(f, f->spots[i]);
	}
}

/* What was noticed is read to its end, unless all is to stop. */
static void
finish(struct follow *f)
{
	struct loader *l = f->loader;
	struct timespec tick = { .tv_nsec = 10 * 1000 * 1000 };
	bool busy = true;

	for (size_t i = 0; i < f->active.n; i++)
		if (state_of(f, f->active.p[i]) == FILE_PENDING)
			notice(f, f->active.p[i], true);
	while (busy && !atomic_load(&l->stop)) {
		hand_over_all(f, true);
		busy = f->waiting.n > 0;
		for (size_t i = 0; i < f->active.n && !busy; i++)
			busy = in_use(f, &f->active.p[i]->tail);
		if (busy)
			nanosleep(&tick, NULL);
	}
	/* On a stop workers end the file at hand, and take no other. */
	do {
		busy = false;
		pthread_mutex_lock(&l->lock);
		l->n_again = 0;
		for (size_t i = 0; i < f->active.n; i++)
			busy |= f->active.p[i]->tail.busy;
		pthread_mutex_unlock(&l->lock);
		if (busy)
			nanosleep(&tick, NULL);
	} while (busy);
}

static void
release(struct follow *f)
{
	for (size_t i = 0; i < f->active.n; i++)
		if (!f->active.p[i]->spot)
			free_name(f, f->active.p[i]);
	for (size_t i = 0; i < f->n_spots; i++) {
		while (f->spots[i]->names)
			free_name(f, f->spots[i]->names);
		free(f->spots[i]->path);
		free(f->spots[i]);
	}
	free(f->spots);
	free(f->by_watch);
	free(f->by_inode);
	for (int by = 0; by < TABLES; by++)
		free(f->table[by].slot);
	free(f->waiting.p);
	free(f->active.p);
	watch_free(f->watch);
	buf_free(&f->path);
	arena_free(&f->scratch);
}

/* Only pipes: they end by themselves. */
static bool
has_names(const struct loader *l)
{
	struct stat st;

	for (size_t i = 0; i < l->n_logs; i++)
		if (strcmp(l->logs[i], "-") != 0 &&
		    (stat(l->logs[i], &st) < 0 || !S_ISFIFO(st.st_mode)))
			return true;
	return false;
}

void
follow_run(struct loader *l)
{
	struct follow f = { .loader = l };

	if (!goes_on(l) || !has_names(l))
		return;
	begin(&f);
	while (goes_on(l)) {
		take_events(&f);
		sweep(&f);
		hand_over_all(&f, false);
		wait_for_change(&f);
	}
	finish(&f);
	release(&f);
}
