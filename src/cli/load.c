#include "cli/load.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/progress.h"
#include "cli/say.h"

static void
progress_text(void *ctx, struct buf *out)
{
	struct load_progress p;

	loader_progress(ctx, &p);
	buf_printf(out, "reading: %llu of %llu files, %llu records",
	    (unsigned long long)p.files_done,
	    (unsigned long long)p.files_found, (unsigned long long)p.records);
	if (p.bytes_found)
		buf_printf(out, ", %u %%", (unsigned)(100.0 *
		    (double)p.bytes_done / (double)p.bytes_found));
}

/* Returns when all threads have ended, or the user stops. */
static void
wait_for_end(struct loader *loader, struct stopper *stopper)
{
	struct pollfd fds[2] = {
		{ .fd = loader_fd(loader), .events = POLLIN },
		{ .fd = stopper_fd(stopper), .events = POLLIN },
	};
	struct load_progress p;
	uint64_t count;

	for (;;) {
		loader_progress(loader, &p);
		if (p.done || (poll(fds, 2, -1) < 0 && errno != EINTR))
			return;
		if (fds[1].revents) {
			loader_stop(loader);
			return;
		}
		if (fds[0].revents &&
		    read(fds[0].fd, &count, sizeof(count)) < 0 &&
		    errno != EAGAIN)
			return;
	}
}

bool
load_wait(struct loader *loader, struct stopper *stopper,
    const struct options *o)
{
	struct progress *progress = progress_begin(o, progress_text, loader);

	wait_for_end(loader, stopper);
	loader_wait(loader);
	progress_end(progress);
	return !atomic_load(stopper_flag(stopper));
}

void
say_remark(const struct remark *r)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s: ", remark_rows[r->kind].name);
	buf_add(&b, r->file);
	if (r->record || r->offset)
		buf_printf(&b, ":%llu:%llu", (unsigned long long)r->record,
		    (unsigned long long)r->offset);
	if (r->file.n)
		buf_add(&b, STR(": "));
	buf_add(&b, r->text);
	say(buf_str(&b));
	buf_free(&b);
}

/* A file of unknown kind has not failed: it is no log that we know. */
static bool
every_input_failed(const struct ledger *g)
{
	return !g->files_read && !g->files_skipped && !g->records;
}

static bool
judge(struct loaded *l, const struct options *o, struct err *err)
{
	for (size_t i = 0; i < l->ledger.n_remarks; i++)
		if (l->ledger.remarks[i].unread) {
			say_remark(&l->ledger.remarks[i]);
			l->unread++;
		}
	if (l->unread && every_input_failed(&l->ledger))
		return err_set(err, ERR_FORMAT, "nothing could be read");
	if (l->unread && o->strict)
		return err_set(err, ERR_FORMAT,
		    "%llu place%s not read, and --strict was asked for",
		    (unsigned long long)l->unread,
		    l->unread == 1 ? " was" : "s were");
	return true;
}

bool
loaded_open(struct loaded *l, const struct options *o,
    const char *const *logs, size_t n, struct err *err)
{
	static const char *const standard_input[] = { "-" };
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	bool all;

	if (!n && isatty(STDIN_FILENO))
		return err_set(err, ERR_USAGE,
		    "no LOG is named, and standard input is a terminal");
	l->stopper = stopper_new();
	l->pool = pool_new(o->load.threads ? o->load.threads
	        : cores > 0 ? (unsigned)cores : 1);
	l->store = store_new(NULL);
	l->loader = n ? loader_start(l->store, logs, n, &o->load, err)
	              : loader_start(l->store, standard_input, 1, &o->load,
	                    err);
	if (!l->loader)
		return false;
	all = load_wait(l->loader, l->stopper, o);
	l->snap = store_snapshot(l->store);
	loader_ledger(l->loader, &l->arena, &l->ledger);
	if (!all)
		return err_set(err, ERR_STOPPED,
		    "stopped: %llu of %llu files were read",
		    (unsigned long long)l->ledger.files_read,
		    (unsigned long long)l->ledger.files_found);
	return judge(l, o, err);
}

void
loaded_close(struct loaded *l)
{
	if (l->snap)
		snapshot_release(l->snap);
	if (l->loader)
		loader_free(l->loader);
	if (l->store)
		store_free(l->store);
	if (l->pool)
		pool_free(l->pool);
	stopper_free(l->stopper);
	arena_free(&l->arena);
}

int64_t
loaded_newest(const struct loaded *l)
{
	int64_t first, last;

	return snapshot_span(l->snap, &first, &last) ? last : TIME_NONE;
}

int
loaded_status(const struct loaded *l, const struct options *o, bool rows)
{
	if (l->unread && !o->lenient)
		return EXIT_UNREAD;
	return rows ? EXIT_ROWS : EXIT_NONE;
}
