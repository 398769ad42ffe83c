/*
 * One file: opened, read, and its entry in the book.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
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

static uint32_t
add_source(void *ctx)
{
	struct worker *w = ctx;
	struct file *f = w->file;
	struct str log = str_from(f->dir->path, f->dir->name_at);
	struct source s = {
		.name = file_name(f, &w->scratch),
		.path = file_path(f, &w->scratch),
		.log = str_head(log, log.n ? log.n - 1 : 0),
		.log_stream = f->base,
		.ingestion_us = delivery_time(f->base),
		.io = w->kept ? &kept_io : &file_io,
		.ctx = w->kept ? (void *)w->kept : (void *)w->origin,
	};

	w->source = store_add_source(w->loader->store, &s);
	return w->source;
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
set_input(struct worker *w, int fd)
{
	if (w->in)
		inflate_reopen(w->in, fd, &w->loader->limits);
	else
		w->in = inflate_open(fd, &w->loader->limits);
}

static bool
open_regular(struct worker *w, struct err *err)
{
	struct str path = file_path(w->file, &w->scratch);
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
	struct str path = file_path(w->file, &w->scratch);
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

static void
close_input(struct worker *w)
{
	struct restarts *r;
	struct pump *pump = w->pump;

	worker_take_back(w);
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
	if (w->source == SOURCE_NONE) {
		origin_free(w->origin);
		kept_free(w->kept);
	}
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

/* The file could not be read to its end. */
static void
remark_failure(struct worker *w)
{
	const struct err *e = &w->feed.err;
	bool limit = e->code == ERR_LIMIT, system = e->code == ERR_SYSTEM;
	struct remark m = {
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
	book_remark(w->loader->book, w->file, &m);
}

static void
remark_kind(struct worker *w, enum remark_kind kind, bool unread,
    const char *text)
{
	struct remark m = { .kind = kind, .unread = unread,
		.text = str_of(text) };

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
		        : strcmp(*kind, "text") == 0
		        ? "text of a kind that is not read"
		        : arena_printf(
		              &w->scratch, "%s, not read", *kind).p);
		return FILE_SKIPPED;
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
		if (w->feed.err.code != ERR_NONE)
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
	w->found.first_us = w->found.last_us = TIME_NONE;
	now.state = FILE_FAILED;
	now.kind = STR("unreadable");
	now.source = SOURCE_NONE;
	book_end_file(l->book, w->file, &now, &w->found);
}

void
load_file(struct worker *w)
{
	struct file *f = w->file;
	struct err err = { 0 };

	arena_reset(&w->scratch);
	w->found = (struct reader_file){
		.source = add_source,
		.remark = remark_found,
		.ctx = w,
		.account = f->dir->folder ? f->dir->folder->account
		                          : (struct str){ 0 },
	};
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
	feed_start(&w->feed);
	w->feed.read = read_bytes;
	w->feed.idle = pipe_idle;
	w->feed.ctx = w;
	w->feed.value_max = w->loader->options.record_bytes_max;
	reader_read(w->reader, &w->feed, &w->found);
	close_input(w);
	end_file(w);
	if (w->input_bytes < f->bytes && !atomic_load(&w->loader->stop))
		w->input_bytes = f->bytes; /* what it did not read counts too */
	worker_tick(w);
}
