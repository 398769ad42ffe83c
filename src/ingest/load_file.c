/*
 * One file: opened, read, and its entry in the book.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ingest/formats.h"
#include "ingest/loader.h"
#include "ingest/readback.h"

#define READ_BYTES ((size_t)256 << 10)
#define LEND_BYTES ((uint64_t)1 << 20) /* worth another thread */
#define PIPE_WAIT_MS 50

/* ---- the source --------------------------------------------------------- */

/* yyyymmddThhmmZ between underscores, in a name that CloudTrail gave: when the
 * file was delivered.  (CloudTrail User Guide, "CloudTrail log file names".) */
static int64_t
delivery_time(struct str base)
{
	size_t at = str_find(base, STR("_CloudTrail"));
	struct str rest = str_from(base, at);
	int64_t us;
	char iso[24];

	while (rest.n > 16) {
		rest = str_from(rest, 1);
		if (rest.n < 15 || rest.p[8] != 'T' || rest.p[13] != 'Z' ||
		    rest.p[14] != '_')
			continue;
		snprintf(iso, sizeof(iso), "%.4s-%.2s-%.2sT%.2s:%.2sZ", rest.p,
		    rest.p + 4, rest.p + 6, rest.p + 9, rest.p + 11);
		if (time_parse(str_of(iso), &us))
			return us;
	}
	return TIME_NONE;
}

/* Whether the file's source from the time before is of that form. */
static bool
is_read_on(const struct worker *w, unsigned form)
{
	const struct source *s = w->source == SOURCE_NONE
	    ? NULL
	    : store_source(w->loader->store, w->source);

	return s && s->io == &file_io && w->origin == s->ctx &&
	    form == (s->unescape ? FORM_QUOTED : FORM_PLAIN);
}

static uint32_t
add_source(void *ctx, unsigned form)
{
	struct worker *w = ctx;
	struct file *f = w->file;
	struct str log = str_from(f->dir->path, f->dir->name_at);
	struct source s = {
		.name = file_name(f, &w->scratch),
		.path = book_path(w->loader->book, f, &w->scratch),
		.log = str_head(log, log.n ? log.n - 1 : 0),
		.log_stream = f->base,
		.ingestion_us = delivery_time(f->base),
		.unescape = form & FORM_QUOTED,
	};
	uint32_t source;

	if (is_read_on(w, form))
		return w->source;
	if (form & FORM_REBUILT) {
		s.io = NULL;
	} else if (form & FORM_UNPACKED || w->kept) {
		s.io = &kept_io;
		s.ctx = kept_hold(form & FORM_UNPACKED ? w->unpacked : w->kept);
	} else {
		s.io = &file_io;
		s.ctx = origin_hold(w->origin);
	}
	source = store_add_source(w->loader->store, &s);
	if (w->source == SOURCE_NONE || s.io == &file_io)
		w->source = source;
	return source;
}

/* What was packed inside the file stays as it came out. */
static void
keep_unpacked(void *ctx, struct str bytes)
{
	struct worker *w = ctx;

	if (!w->unpacked)
		w->unpacked = kept_new();
	kept_add(w->unpacked, bytes);
}

/* ---- bytes -------------------------------------------------------------- */

/* Nothing comes through the pipe at the moment. */
static bool
pipe_is_empty(const struct worker *w)
{
	struct pollfd p = { .fd = w->pipe, .events = POLLIN };

	return !w->more_at_hand && poll(&p, 1, PIPE_WAIT_MS) == 0;
}

static size_t
read_here(struct worker *w, char *out, size_t n, struct err *err)
{
	n = inflate_read(w->in, out, n, err);
	w->input_bytes = inflate_input_bytes(w->in);
	return n;
}

static size_t
read_pipe(struct worker *w, char *out, size_t n, struct err *err)
{
	size_t got;

	if (pipe_is_empty(w))
		return FEED_IDLE;
	got = read_here(w, out, n, err);
	w->more_at_hand = got == n;
	kept_add(w->kept, (struct str){ out, got });
	return got;
}

static size_t
stopped(struct err *err)
{
	err_set(err, ERR_STOPPED, "stopped");
	return 0;
}

static size_t
read_bytes(void *ctx, char *out, size_t n, struct err *err)
{
	struct worker *w = ctx;

	if (!worker_tick(w))
		return stopped(err);
	n = n < READ_BYTES ? n : READ_BYTES;
	if (w->kept) {
		n = read_pipe(w, out, n, err);
		/* The pump ends the pipe when it is stopped. */
		return n == 0 && atomic_load(&w->loader->stop) ? stopped(err)
		                                               : n;
	}
	if (!w->ahead_lent && w->file->bytes > w->input_bytes + LEND_BYTES)
		worker_lend(w);
	if (w->ahead_lent)
		return ahead_read(w->ahead, out, n, err, &w->input_bytes);
	return read_here(w, out, n, err);
}

static void
pipe_idle(void *ctx)
{
	worker_idle(ctx);
}

/* ---- opening ------------------------------------------------------------ */

static void
hash_bytes_read(void *ctx, const void *p, size_t n)
{
	struct worker *w = ctx;

	uint64_t known = w->hashed > w->disk_at ? w->hashed - w->disk_at : 0;

	w->disk_at += n;
	if (known >= n)
		return;
	sha_add(w->sha, (const char *)p + known, n - (size_t)known);
	w->hashed += n - known;
}

static void
set_input(struct worker *w, int fd)
{
	if (w->in)
		inflate_reopen(w->in, fd, &w->loader->limits);
	else
		w->in = inflate_open(fd, &w->loader->limits);
	if (!w->tail) {
		sha_reset(w->sha);
		w->hashed = w->disk_at = 0;
	}
	inflate_tap(w->in, hash_bytes_read, w);
}

static bool
open_regular(struct worker *w, struct err *err)
{
	struct str path = book_path(w->loader->book, w->file, &w->scratch);
	int fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;

	if (fd < 0 && errno == ENOENT)
		return err_set(err, ERR_CHANGED, "gone since it was found");
	if (fd < 0)
		return err_set(err, ERR_SYSTEM, "%s", strerror(errno));
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return err_set(err, ERR_CHANGED,
		    "no regular file any more since it was found");
	}
	w->opened = st;
	w->origin = origin_new(&st, &w->loader->limits);
	set_input(w, fd);
	inflate_keep_restarts(w->in, RESTART_EVERY_BYTES);
	return true;
}

static void
set_pump(struct worker *w, struct pump *p)
{
	pthread_mutex_lock(&w->loader->lock);
	w->pump = p;
	if (p && atomic_load(&w->loader->stop))
		pump_stop(p);
	pthread_mutex_unlock(&w->loader->lock);
}

static bool
open_pipe(struct worker *w, struct err *err)
{
	struct str path = book_path(w->loader->book, w->file, &w->scratch);
	int fd = w->file->from == FROM_STDIN
	    ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
	    : open(path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct pump *p;

	if (fd < 0)
		return err_set(err, ERR_SYSTEM, "%s", strerror(errno));
	p = pump_new(fd, &w->pipe, err);
	if (!p)
		return false;
	w->kept = kept_new();
	w->more_at_hand = false;
	set_input(w, w->pipe);
	set_pump(w, p);
	return true;
}

/* As many bytes as were read, and what it was then: if nothing came while it
 * was read, what it is now. */
static void
note_size(struct worker *w, struct file *now)
{
	struct stat st;

	now->gzip = inflate_is_gzip(w->in);
	if (!w->origin || !now->hashed)
		return;
	now->bytes = w->disk_at;
	if (fstat(inflate_fd(w->in), &st) == 0 &&
	    (uint64_t)st.st_size == now->bytes) {
		now->changed = st.st_mtim;
		w->opened.st_mtim = st.st_mtim;
	}
	if (w->tail)
		origin_grow(w->origin, &w->opened, now->bytes);
}

/* The SHA-256 is that of the whole file, also when what is in it ends early;
 * but what is no log is not read for it.  False: it is not known. */
static bool
hash_rest(struct worker *w)
{
	struct err err = { 0 };

	if (w->found.sniffed || w->feed.err.code == ERR_STOPPED ||
	    w->feed.err.code == ERR_SYSTEM)
		return false;
	if (w->feed.err.code == ERR_NONE)
		return true;
	while (w->origin && inflate_pass(w->in, &err) > 0) {
		w->input_bytes = inflate_input_bytes(w->in);
		if (!worker_tick(w))
			return false;
	}
	return w->origin && err.code == ERR_NONE;
}

static void
close_input(struct worker *w, struct file *now)
{
	struct restarts *r;
	struct pump *pump = w->pump;

	worker_take_back(w);
	now->hashed = hash_rest(w);
	if (now->hashed)
		sha_digest(w->sha, now->sha);
	note_size(w, now);
	if (w->pump) {
		set_pump(w, NULL);
		pump_free(pump);
	}
	r = inflate_take_restarts(w->in);
	if (w->source != SOURCE_NONE && w->origin &&
	    inflate_output_bytes(w->in) > RESTART_FROM_BYTES)
		origin_keep_restarts(w->origin, r);
	else
		restarts_free(r);
	origin_free(w->origin);
	kept_free(w->kept);
	kept_free(w->unpacked);
	w->unpacked = NULL;
}

/* ---- what became of it -------------------------------------------------- */

static void
remark_found(void *ctx, const struct remark *m)
{
	struct worker *w = ctx;
	struct remark with = *m;

	with.unread |= m->kind == REMARK_SKIPPED && w->file->named;
	book_remark(w->loader->book, w->file, &with);
}

static void
names_found(void *ctx, struct str text)
{
	struct worker *w = ctx;

	digests_add(w->loader->digests, text,
	    file_name(w->file, &w->scratch));
}

/* The file could not be read to its end. */
static void
remark_failure(struct worker *w)
{
	const struct err *e = &w->feed.err;
	bool limit = e->code == ERR_LIMIT, system = e->code == ERR_SYSTEM;
	struct remark m = {
		.provisional = true,
		.kind = limit               ? REMARK_LIMIT
		    : system                ? REMARK_UNREADABLE
		    : inflate_is_cut(w->in) ? REMARK_TRUNCATED
		                            : REMARK_DAMAGED,
		.record = w->found.cut_record,
		.offset = w->found.cut[0] ? w->found.cut_offset
		                          : feed_offset(&w->feed),
	};

	m.text = arena_printf(&w->scratch, "%s%s%s", e->message,
	    w->found.cut[0] ? "; " : "", w->found.cut);
	w->found.damaged++;
	w->found.damaged_end++;
	book_remark(w->loader->book, w->file, &m);
}

static void
remark_kind(struct worker *w, enum remark_kind kind, bool unread,
    const char *text)
{
	struct remark m = { .kind = kind, .unread = unread,
		.provisional = true, .text = str_of(text) };

	book_remark(w->loader->book, w->file, &m);
}

/* The file's kind and state, and what is left to remark. */
static enum file_state
judge(struct worker *w, const char **kind)
{
	const struct reader_file *found = &w->found;
	const struct log_format *format = found->format;

	if (found->sniffed) {
		*kind = found->sniffed;
		remark_kind(w, REMARK_SKIPPED, w->file->named,
		    strcmp(*kind, "binary") == 0
		        ? "not a log: no text, no JSON, no gzip"
		        : strcmp(*kind, "Parquet") == 0
		        ? "Parquet, not read: write it as JSON or CSV first, "
		          "as with UNLOAD in Athena or COPY in DuckDB"
		        : arena_printf(
		              &w->scratch, "%s, not read", *kind).p);
		return FILE_SKIPPED;
	}
	if (found->unfinished) {
		*kind = format ? format->name : "pending";
		return FILE_PENDING;
	}
	if (found->records > 0) {
		*kind = format->name;
		return FILE_READ;
	}
	if (format) { /* one that has no events */
		*kind = format->name;
		if (w->file->named)
			remark_kind(w, REMARK_SKIPPED, false, format->title);
		return FILE_SKIPPED;
	}
	if (found->others > 0) {
		*kind = "other JSON";
		return FILE_SKIPPED;
	}
	if (found->damaged > 0 || w->feed.err.code != ERR_NONE) {
		*kind = "damaged";
		return FILE_FAILED;
	}
	*kind = "empty";
	remark_kind(w, REMARK_EMPTY, false,
	    found->empty ? "holds nothing" : "holds no records");
	return FILE_READ;
}

static void
end_file(struct worker *w)
{
	struct loader *l = w->loader;
	struct file now = *w->file;
	const char *kind = "";

	close_input(w, &now);
	now.container = arena_printf(&w->scratch, "%s%s%s",
	    inflate_is_gzip(w->in) ? "gzip" : "",
	    inflate_is_gzip(w->in) && w->found.container[0] ? ", " : "",
	    w->found.container);
	now.plain_bytes = w->feed.base + w->feed.n;
	now.source = w->source;
	now.state = FILE_READING; /* not to its end */
	if (now.from != FROM_FILE)
		now.bytes = w->input_bytes;
	if (w->feed.err.code != ERR_STOPPED && !atomic_load(&l->stop)) {
		/* What comes may yet end it well. */
		w->found.unfinished |= w->found.open &&
		    (w->found.empty || inflate_is_cut(w->in));
		if (w->feed.err.code != ERR_NONE && !w->found.unfinished)
			remark_failure(w);
		now.state = (uint8_t)judge(w, &kind);
	} else if (w->found.format) {
		kind = w->found.format->name;
	}
	now.kind = str_of(kind);
	book_end_file(l->book, w->file, &now, &w->found);
}

static void
cannot_open(struct worker *w, const struct err *err)
{
	struct loader *l = w->loader;
	struct file now = *w->file;

	book_say(l->book, w->file, err->code == ERR_CHANGED ? REMARK_VANISHED
	                                                    : REMARK_UNREADABLE,
	    str_of(err->message));
	now.state = FILE_FAILED;
	now.kind = STR("unreadable");
	now.source = SOURCE_NONE;
	book_end_file(l->book, w->file, &now, &w->found);
}

static void
read_input(struct worker *w)
{
	feed_start(&w->feed);
	w->feed.base = w->found.from;
	w->feed.read = read_bytes;
	w->feed.idle = pipe_idle;
	w->feed.ctx = w;
	w->feed.value_max = w->loader->options.record_bytes_max;
	reader_read(w->reader, &w->feed, &w->found);
	end_file(w);
}

static void
set_found(struct worker *w)
{
	const struct folder *folder = w->file->dir->folder;

	w->found.source = add_source;
	w->found.keep = keep_unpacked;
	w->found.remark = remark_found;
	w->found.names = names_found;
	w->found.ctx = w;
	w->found.account = folder ? folder->account : (struct str){ 0 };
}

void
load_file(struct worker *w)
{
	struct file *f = w->file;
	struct err err = { 0 };

	arena_reset(&w->scratch);
	w->found = (struct reader_file){
		.first_us = TIME_NONE,
		.last_us = TIME_NONE,
	};
	set_found(w);
	w->found.open = f->young && f->from == FROM_FILE &&
	    atomic_load(&w->loader->follow);
	w->origin = NULL;
	w->kept = NULL;
	w->source = SOURCE_NONE;
	w->input_bytes = w->counted_bytes = w->counted_records = 0;
	book_begin_file(w->loader->book, f);
	if (f->from == FROM_FILE ? !open_regular(w, &err)
	                         : !open_pipe(w, &err)) {
		cannot_open(w, &err);
		w->input_bytes = f->bytes;
		worker_tick(w);
		return;
	}
	read_input(w);
	if (w->input_bytes < f->bytes && !atomic_load(&w->loader->stop))
		w->input_bytes = f->bytes; /* what it did not read counts too */
	worker_tick(w);
}

/* ---- reading on --------------------------------------------------------- */

static struct origin *
origin_of(const struct worker *w, const struct file *f)
{
	const struct source *s = f->source == SOURCE_NONE
	    ? NULL
	    : store_source(w->loader->store, f->source);

	return s && s->io == &file_io ? s->ctx : NULL;
}

/* Other bytes have taken the place of those that were read. */
static void
start_anew(struct worker *w, const struct stat *st)
{
	struct tail *t = w->tail;
	struct loader *l = w->loader;
	struct file *old = t->file, fresh = {
		.dir = old->dir,
		.base = old->base,
		.device = st->st_dev,
		.inode = st->st_ino,
		.bytes = (uint64_t)st->st_size,
		.named = old->named,
	};
	struct remark m = {
		.kind = REMARK_CHANGED,
		.unread = old->state == FILE_PENDING,
		.text = arena_printf(&w->scratch,
		    "written anew after %llu bytes were read; what was read "
		    "stays", (unsigned long long)old->bytes),
	};

	if (origin_of(w, old))
		origin_end(origin_of(w, old));
	book_remark(l->book, old, &m);
	pthread_mutex_lock(&l->lock);
	t->file = book_add_file(l->book, &fresh);
	pthread_mutex_unlock(&l->lock);
	if (old->moved.n)
		book_move_file(l->book, t->file, old->moved);
	atomic_fetch_add(&l->files_found, 1);
	free(t->found);
	t->found = NULL;
	t->hashed = 0;
	t->n_before = 0;
}

static void
read_on(struct worker *w, int fd, const struct stat *st, bool whole)
{
	struct tail *t = w->tail;
	struct sha *own = w->sha;
	struct file *f = w->file = t->file;

	w->found = tail_found(t, whole);
	set_found(w);
	w->events -= w->found.events; /* they are counted there */
	w->counted_records = w->found.records;
	w->opened = *st;
	w->source = f->source;
	w->origin = origin_of(w, f);
	if (w->origin)
		origin_hold(w->origin);
	else
		w->origin = origin_new(st, &w->loader->limits);
	book_reopen_file(w->loader->book, f, t->found != NULL);
	book_begin_file(w->loader->book, f);
	if (!t->sha)
		t->sha = sha_new();
	if (t->hashed == 0)
		sha_reset(t->sha);
	w->sha = t->sha;
	w->hashed = t->hashed;
	w->disk_at = w->found.from;
	lseek(fd, (off_t)w->found.from, SEEK_SET);
	set_input(w, fcntl(fd, F_DUPFD_CLOEXEC, 3));
	if (w->found.from)
		inflate_take_plain(w->in);
	else
		inflate_keep_restarts(w->in, RESTART_EVERY_BYTES);
	read_input(w);
	w->sha = own;
	t->hashed = w->hashed;
	tail_keep(t, fd, &w->found);
	worker_tick(w);
}

static void
cannot_read_on(struct worker *w)
{
	struct tail *t = w->tail;
	struct book *b = w->loader->book;
	bool first = t->file->state == FILE_WAITING;
	struct remark m = {
		.kind = REMARK_UNREADABLE,
		.provisional = true,
		.text = str_of(strerror(errno)),
	};

	if (errno == ENOENT) {
		pthread_mutex_lock(&w->loader->lock);
		t->missed = true;
		pthread_mutex_unlock(&w->loader->lock);
		return;
	}
	if (t->refused)
		return;
	t->refused = true;
	book_remark(b, t->file, &m);
	if (first) {
		struct file now = *t->file;

		now.state = FILE_FAILED;
		now.kind = STR("unreadable");
		book_end_file(b, t->file, &now, &w->found);
	}
}

static void
read_more(struct worker *w, int fd, bool whole)
{
	struct tail *t = w->tail;
	struct loader *l = w->loader;
	struct stat st;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) ||
	    st.st_ino != t->file->inode || st.st_dev != t->file->device) {
		errno = ENOENT; /* the name is another file's now */
		cannot_read_on(w);
		return;
	}
	t->refused = false;
	switch (tail_look(t, fd, &st, whole, &l->stop)) {
	case TAIL_ANEW:
		start_anew(w, &st);
		read_on(w, fd, &st, whole);
		break;
	case TAIL_MORE:
		read_on(w, fd, &st, whole);
		break;
	case TAIL_SAME:
		book_touch_file(l->book, t->file, st.st_mtim);
		if (origin_of(w, t->file))
			origin_grow(origin_of(w, t->file), &st,
			    t->file->bytes);
		break;
	}
}

void
load_tail(struct worker *w)
{
	struct tail *t = w->tail;
	struct loader *l = w->loader;
	int64_t start = time_monotonic();
	bool whole, held = t->fd >= 0;
	int fd;

	arena_reset(&w->scratch);
	w->file = t->file;
	w->found = (struct reader_file){ .first_us = TIME_NONE,
		.last_us = TIME_NONE };
	w->kept = NULL;
	w->input_bytes = w->counted_bytes = w->counted_records = 0;
	pthread_mutex_lock(&l->lock);
	whole = t->whole;
	if (!w->noticed_us || t->noticed_us < w->noticed_us)
		w->noticed_us = t->noticed_us;
	t->changed = t->whole = t->missed = false;
	t->noticed_us = 0;
	pthread_mutex_unlock(&l->lock);
	fd = held ? t->fd
	          : open(book_path(l->book, t->file, &w->scratch).p,
	                O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0) {
		cannot_read_on(w);
	} else {
		read_more(w, fd, whole);
		if (!held)
			close(fd);
	}
	pthread_mutex_lock(&l->lock);
	t->cost_us = time_monotonic() - start;
	pthread_mutex_unlock(&l->lock);
}
