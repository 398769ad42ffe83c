#include "cli/follow.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/bits.h"
#include "base/hash.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/say.h"

#define BATCH_ROWS 4096
#define REMARKS_US US_PER_SECOND /* the ledger is looked at as often */

struct following {
	const struct options *o;
	const struct query *query;
	struct stopper *stopper;
	struct pool *pool;
	struct store *store;
	struct loader *loader;
	int64_t from_us, to_us;
	uint64_t printed; /* events looked at, also those that were let go */
	uint64_t rows;
	struct output output;
	bool began; /* the output has */
	bool failed;
	uint64_t remarks; /* of the ledger when it was looked at last */
	int64_t remarks_us;
	uint64_t *said; /* hashes of remarks that were said */
	size_t n_said, said_capacity;
	uint64_t unread;
};

/* ---- rows --------------------------------------------------------------- */

static void
begin_output(struct following *f, const struct result *r)
{
	size_t n = result_columns(r);
	struct arena a = { 0 };
	struct str *names = arena_array(&a, n, sizeof(*names));

	for (size_t i = 0; i < n; i++)
		names[i] = result_column_name(r, i);
	output_begin(&f->output, f->o, names, n);
	f->began = true;
	arena_free(&a);
}

/* A result lists the newest first; what happens is told the other way round.
 * False: nobody reads on. */
static bool
print_rows(struct following *f, const struct result *r)
{
	const atomic_bool *stop = stopper_flag(f->stopper);
	size_t columns = result_columns(r);
	uint64_t rows = result_rows(r);
	struct arena a = { 0 };
	struct value *cells = arena_array(&a, columns, sizeof(*cells));
	struct cell_reader *reader = cell_reader_new(r);
	uint64_t prepared = rows;
	bool more = true;

	if (!f->began)
		begin_output(f, r);
	while (rows > 0 && more) {
		uint64_t row = --rows;

		if (row < prepared) {
			uint64_t n = prepared < BATCH_ROWS ? prepared
			                                   : BATCH_ROWS;

			prepared -= n;
			cell_reader_prepare(
			    reader, prepared, (uint32_t)n, f->pool, stop);
		}
		for (size_t i = 0; i < columns; i++)
			cells[i] = cell_read(reader, row, i);
		more = output_add(&f->output, cells);
		f->rows += more;
	}
	cell_reader_free(reader);
	arena_free(&a);
	return more && output_flush(&f->output);
}

/* The events that have come since the last time. */
static bool
print_new(struct following *f, struct err *err)
{
	struct snapshot *s = store_snapshot(f->store);
	struct query_options options = {
		.from_us = f->from_us,
		.to_us = f->to_us,
		.pool = f->pool,
		.stop = stopper_flag(f->stopper),
	};
	uint64_t gone = snapshot_dropped(s), all = gone + snapshot_events(s);
	uint64_t first = f->printed > gone ? f->printed - gone : 0;
	struct result *r = NULL;
	uint64_t *within;
	bool going = true;

	if (all > f->printed) {
		within = mem_zero(
		    bits_words(snapshot_events(s)), sizeof(*within));
		for (uint64_t e = first; e < all - gone; e++)
			bits_add(within, e);
		options.within = within;
		r = query_run(f->query, s, &options, err);
		free(within);
		f->failed = !r && err->code != ERR_STOPPED;
		going = r && print_rows(f, r);
		f->printed = all;
	}
	result_free(r);
	snapshot_release(s);
	return going;
}

/* ---- what is not read --------------------------------------------------- */

/* True the first time. */
static bool
note_said(struct following *f, const struct remark *m)
{
	uint64_t hash = hash_bytes(m->file, hash_bytes(m->text, m->kind));

	for (size_t i = 0; i < f->n_said; i++)
		if (f->said[i] == hash)
			return false;
	if (f->n_said == f->said_capacity) {
		f->said_capacity = f->said_capacity ? f->said_capacity * 2 : 64;
		f->said =
		    mem_grow(f->said, f->said_capacity, sizeof(*f->said));
	}
	f->said[f->n_said++] = hash;
	return true;
}

static void
say_remarks(struct following *f)
{
	int64_t now = time_monotonic();
	uint64_t n = loader_warnings(f->loader);
	struct arena a = { 0 };
	struct ledger ledger;

	if (n == f->remarks || now - f->remarks_us < REMARKS_US)
		return;
	f->remarks = n;
	f->remarks_us = now;
	loader_ledger(f->loader, &a, &ledger);
	f->unread = 0;
	for (size_t i = 0; i < ledger.n_remarks; i++) {
		const struct remark *m = &ledger.remarks[i];

		f->unread += m->unread;
		if ((m->unread || m->kind == REMARK_POLLED) && note_said(f, m))
			say_remark(m);
	}
	arena_free(&a);
}

/* ---- the loop ----------------------------------------------------------- */

static void
wait_for_events(struct following *f)
{
	struct pollfd fds[2] = {
		{ .fd = loader_fd(f->loader), .events = POLLIN },
		{ .fd = stopper_fd(f->stopper), .events = POLLIN },
	};
	uint64_t count;

	if (poll(fds, 2, REMARKS_US / US_PER_MS) > 0 && fds[0].revents &&
	    read(fds[0].fd, &count, sizeof(count)) < 0 && errno != EAGAIN)
		f->failed = true;
}

static void
follow(struct following *f, struct err *err)
{
	struct load_progress p;
	bool going = true;

	while (going && !f->failed && !atomic_load(stopper_flag(f->stopper))) {
		loader_progress(f->loader, &p); /* before the events */
		going = print_new(f, err);
		say_remarks(f);
		if (p.done)
			break;
		if (going)
			wait_for_events(f);
	}
	loader_stop(f->loader);
	loader_wait(f->loader);
	f->remarks_us = 0;
	f->remarks = UINT64_MAX;
	say_remarks(f);
}

static bool
range(struct following *f, struct err *err)
{
	return options_range(f->o, time_now(), &f->from_us, &f->to_us, err);
}

int
follow_query(const struct options *o, const struct query *q,
    const char *const *logs, size_t n, struct err *err)
{
	static const char *const standard_input[] = { "-" };
	struct following f = { .o = o, .query = q };
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int status = EXIT_FAILED;

	if (!query_streams(q)) {
		err_set(err, ERR_USAGE,
		    "with --follow a query has only fields, display, filter "
		    "and parse: rows are printed as their events come");
		return EXIT_FAILED;
	}
	if (!n && isatty(STDIN_FILENO)) {
		err_set(err, ERR_USAGE,
		    "no LOG is named, and standard input is a terminal");
		return EXIT_FAILED;
	}
	if (!range(&f, err))
		return EXIT_FAILED;
	f.stopper = stopper_new();
	f.pool = pool_new(o->load.threads ? o->load.threads
	        : cores > 0 ? (unsigned)cores : 1);
	f.store = store_new(NULL);
	f.loader = loader_start(f.store, n ? logs : standard_input,
	    n ? n : 1, &o->load, err);
	if (f.loader) {
		follow(&f, err);
		if (f.began && !output_end(&f.output))
			f.failed = true;
		if (!f.failed)
			status = f.unread && !o->lenient ? EXIT_UNREAD
			    : f.rows                     ? EXIT_ROWS
			                                 : EXIT_NONE;
		loader_free(f.loader);
	}
	store_free(f.store);
	pool_free(f.pool);
	stopper_free(f.stopper);
	free(f.said);
	return status;
}
