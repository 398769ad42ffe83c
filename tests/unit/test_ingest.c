/*
 * Loading as others see it: progress, events that show while input is slow,
 * stopping, the ledger, and the way back to the bytes.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ingest/ingest.h"
#include "tap.h"

static char dir[] = "/tmp/test_ingest.XXXXXX";

static const char *
in_dir(struct arena *a, const char *name)
{
	return arena_printf(a, "%s/%s", dir, name).p;
}

/* A record of about `padding` bytes more. */
static struct str
record(struct arena *a, const char *name, unsigned id, size_t padding)
{
	char *x = arena_raw(a, padding + 1);

	memset(x, 'x', padding);
	x[padding] = '\0';
	return arena_printf(a,
	    "{\"eventVersion\":\"1.08\",\"eventTime\":"
	    "\"2024-01-01T%02u:%02u:%02uZ\",\"eventSource\":"
	    "\"s3.amazonaws.com\",\"eventName\":\"%s\",\"eventID\":"
	    "\"00000000-0000-4000-8000-%012u\",\"padding\":\"%s\"}\n",
	    id / 3600 % 24, id / 60 % 60, id % 60, name, id, x);
}

static void
write_all(int fd, struct str s)
{
	while (s.n > 0) {
		ssize_t n = write(fd, s.p, s.n);

		if (n <= 0) {
			printf("# write: %s\n", strerror(errno));
			return;
		}
		s = str_from(s, (size_t)n);
	}
}

static void
write_file(const char *path, struct str s)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	write_all(fd, s);
	close(fd);
}

/* False: not within five seconds. */
static bool
wait_for(struct loader *l, bool (*what)(struct loader *, void *), void *ctx)
{
	struct pollfd p = { .fd = loader_fd(l), .events = POLLIN };
	int64_t end = time_monotonic() + 5 * US_PER_SECOND;
	uint64_t count;

	while (!what(l, ctx)) {
		if (time_monotonic() > end)
			return false;
		if (poll(&p, 1, 100) > 0 &&
		    read(p.fd, &count, sizeof(count)) < 0)
			return false;
	}
	return true;
}

static bool
is_done(struct loader *l, void *ctx)
{
	struct load_progress p;

	(void)ctx;
	loader_progress(l, &p);
	return p.done;
}

struct expected {
	struct store *store;
	uint32_t events;
};

static bool
has_events(struct loader *l, void *ctx)
{
	const struct expected *e = ctx;
	struct snapshot *s = store_snapshot(e->store);
	uint32_t n = snapshot_events(s);

	(void)l;
	snapshot_release(s);
	return n >= e->events;
}

static struct loader *
start(struct store *st, const char *const *logs, size_t n, unsigned threads)
{
	struct load_options o = { .threads = threads };
	struct err err = { 0 };

	return loader_start(st, logs, n, &o, &err);
}

static const struct remark *
find_remark(const struct ledger *l, enum remark_kind kind)
{
	for (size_t i = 0; i < l->n_remarks; i++)
		if (l->remarks[i].kind == kind)
			return &l->remarks[i];
	return NULL;
}

static const struct ledger_file *
find_file(const struct ledger *l, const char *name)
{
	for (size_t i = 0; i < l->n_files; i++)
		if (str_equal(l->files[i].name, str_of(name)))
			return &l->files[i];
	return NULL;
}

/* ---- a tree ------------------------------------------------------------- */

static void
a_tree_is_loaded(void)
{
	struct arena a = { 0 };
	struct buf text = { 0 };
	struct store *st = store_new(NULL);
	struct load_progress p;
	struct ledger l;
	struct loader *loader;
	const char *log = in_dir(&a, "tree");
	uint64_t bytes = 0;

	mkdir(log, 0700);
	for (unsigned f = 0; f < 40; f++) {
		buf_reset(&text);
		for (unsigned i = 0; i < 25; i++)
			buf_add(&text, record(&a, "A", f * 20 + i, 50));
		bytes += text.n;
		write_file(arena_printf(&a, "%s/%02u.json", log, f).p,
		    buf_str(&text));
	}
	loader = start(st, &log, 1, 3);
	ok(wait_for(loader, is_done, NULL), "loading ends and wakes the poll");
	loader_progress(loader, &p);
	ok(p.files_found == 40 && p.files_done == 40, "files are counted");
	ok(p.bytes_found == bytes && p.bytes_done == bytes,
	    "bytes are counted as found and as done");
	ok(p.records == 1000 && !p.stopped, "records are counted");
	loader_ledger(loader, &a, &l);
	ok(l.events == 805 && l.copies == 195 && l.records == 1000,
	    "copies are folded");
	ok(l.done && l.files_read == 40 && l.n_files == 40, "all is read");
	ok(find_file(&l, "00.json")->events == 25 &&
	        find_file(&l, "00.json")->copies == 0 &&
	        find_file(&l, "39.json")->events == 20 &&
	        find_file(&l, "39.json")->copies == 5,
	    "an event belongs to the first file by name, whoever read it");
	ok(l.n_formats == 1 && l.formats[0].events == 805 &&
	        str_equal(l.formats[0].format, STR("cloudtrail")),
	    "events are counted by format");
	ok(l.peak_memory_bytes >= l.memory_bytes && l.memory_bytes > 0,
	    "memory is measured");
	ok(l.n_remarks == 0 && loader_remarks(loader) == 0,
	    "there is nothing to remark");
	loader_free(loader);
	store_free(st);
	buf_free(&text);
	arena_free(&a);
}

/* ---- slow input --------------------------------------------------------- */

static void
slow_input_shows_at_once(void)
{
	struct arena a = { 0 };
	struct store *st = store_new(NULL);
	struct expected some = { st, 2 };
	const char *logs[] = { in_dir(&a, "slow") };
	struct loader *loader;
	struct ledger l;
	int64_t began;
	int fd;

	mkfifo(logs[0], 0600);
	loader = start(st, logs, 1, 1);
	fd = open(logs[0], O_WRONLY);
	write_all(fd, record(&a, "A", 1, 10));
	write_all(fd, record(&a, "B", 2, 10));
	write_all(fd, STR("{\"eventVersion\":"));
	began = time_monotonic();
	ok(wait_for(loader, has_events, &some),
	    "events of a pipe are seen though it stays open");
	ok(time_monotonic() - began < US_PER_SECOND, "... soon");
	ok(!is_done(loader, NULL), "... while it is still loading");
	loader_stop(loader);
	ok(wait_for(loader, is_done, NULL), "stopping does not wait for input");
	loader_ledger(loader, &a, &l);
	ok(l.stopped && l.events == 2, "what was loaded stays");
	ok(find_remark(&l, REMARK_STOPPED) &&
	        find_remark(&l, REMARK_STOPPED)->unread && l.n_remarks == 1,
	    "that it was stopped is the one remark");
	loader_free(loader);
	close(fd);
	store_free(st);
	arena_free(&a);
}

static void
freeing_stops(void)
{
	struct arena a = { 0 };
	struct store *st = store_new(NULL);
	const char *logs[] = { in_dir(&a, "slow"), dir };
	int64_t began = time_monotonic();
	struct loader *loader = start(st, logs, 2, 2);
	int fd = open(logs[0], O_WRONLY);

	/* Half a gzip header: the reader hangs in the middle of a call. */
	write_all(fd, STR("\x1f\x8b\x08"));
	loader_free(loader);
	ok(time_monotonic() - began < 2 * US_PER_SECOND,
	    "a loader that hangs in a pipe is freed at once");
	close(fd);
	store_free(st);
	arena_free(&a);
}

/* ---- files that change -------------------------------------------------- */

static void
files_vanish_while_others_are_read(void)
{
	struct arena a = { 0 };
	struct store *st = store_new(NULL);
	const char *logs[] = { in_dir(&a, "slow"), in_dir(&a, "gone.json"),
		in_dir(&a, "swapped.json"), in_dir(&a, "stays.json") };
	struct load_progress p;
	struct loader *loader;
	struct ledger l;
	int fd;

	for (int i = 1; i < 4; i++)
		write_file(logs[i], record(&a, "A", (unsigned)i, 10));
	loader = start(st, logs, 4, 1); /* its thread waits in the pipe */
	fd = open(logs[0], O_WRONLY);
	do {
		usleep(1000);
		loader_progress(loader, &p);
	} while (p.files_found < 4);
	unlink(logs[1]);
	unlink(logs[2]);
	mkfifo(logs[2], 0600);
	close(fd);
	ok(wait_for(loader, is_done, NULL), "loading goes on");
	loader_ledger(loader, &a, &l);
	ok(l.events == 1 && find_file(&l, "stays.json")->events == 1,
	    "the others are read");
	ok(find_file(&l, "gone.json")->state == FILE_FAILED &&
	        find_file(&l, "swapped.json")->state == FILE_FAILED,
	    "a file that is gone, or no file any more, has failed");
	ok(l.n_remarks == 3 && l.remarks[0].kind == REMARK_VANISHED &&
	        l.remarks[1].kind == REMARK_VANISHED && l.remarks[0].unread,
	    "each is remarked, as not read");
	loader_free(loader);
	store_free(st);
	arena_free(&a);
}

static struct raw
read_first(struct raw_reader *r)
{
	struct raw raw;

	raw_read(r, 0, &raw);
	return raw;
}

static void
changed_files_are_rebuilt(void)
{
	struct arena a = { 0 };
	struct store *st = store_new(NULL);
	const char *log = in_dir(&a, "changed.json");
	struct str text = record(&a, "A", 7, 10);
	struct loader *loader;
	struct snapshot *s;
	struct raw_reader *r;
	struct raw raw;
	int fd;

	write_file(log, text);
	loader = start(st, &log, 1, 1);
	loader_wait(loader);
	loader_free(loader);
	s = store_snapshot(st);
	r = raw_reader_new(s);
	raw = read_first(r);
	ok(!raw.rebuilt && str_equal(raw.text, str_head(text, text.n - 1)),
	    "a record is read back byte for byte, also after the loader");

	fd = open(log, O_WRONLY | O_APPEND);
	write_all(fd, STR("\n"));
	close(fd);
	raw = read_first(r);
	ok(raw.rebuilt && raw.why.code == ERR_CHANGED,
	    "of a file that grew it is rebuilt, and says so");
	ok(str_find(raw.text, STR("\"padding\":\"xxxxxxxxxx\"")) < raw.text.n,
	    "... with its values");

	unlink(log);
	raw = read_first(r);
	ok(raw.rebuilt && raw.why.code == ERR_CHANGED,
	    "of a file that is gone too");
	write_file(log, text);
	raw = read_first(r);
	ok(raw.rebuilt && raw.why.code == ERR_CHANGED,
	    "and of another file in its place, though it is the same");
	raw_reader_free(r);
	snapshot_release(s);
	store_free(st);
	arena_free(&a);
}

/* ---- big files ---------------------------------------------------------- */

static void
a_big_file_is_read_by_two(void)
{
	struct arena a = { 0 };
	struct buf text = { 0 };
	struct store *st = store_new(NULL);
	const char *log = in_dir(&a, "big.json");
	struct arena one = { 0 };
	struct loader *loader;
	struct ledger l;
	struct snapshot *s;
	struct raw_reader *r;
	struct raw raw;

	for (unsigned i = 0; i < 6000; i++) {
		buf_add(&text, record(&one, "A", i, 1500));
		arena_reset(&one);
	}
	write_file(log, buf_str(&text));
	loader = start(st, &log, 1, 4);
	loader_wait(loader);
	loader_ledger(loader, &a, &l);
	ok(l.events == 6000 && l.n_remarks == 0 &&
	        l.plain_bytes == text.n,
	    "reading ahead loses nothing");
	s = store_snapshot(st);
	r = raw_reader_new(s);
	raw_read(r, snapshot_order(s)[5999], &raw);
	ok(!raw.rebuilt && raw.text.n > 1500 &&
	        str_equal(raw.text, (struct str){
	            text.p + text.n - raw.text.n - 1, raw.text.n }),
	    "its last record is the file's last bytes");
	raw_reader_free(r);
	snapshot_release(s);
	loader_free(loader);
	store_free(st);
	buf_free(&text);
	arena_free(&one);
	arena_free(&a);
}

/* ---- conflicts, repeated keys ------------------------------------------- */

static void
conflicts_are_remarked(void)
{
	struct arena a = { 0 };
	struct store *st = store_new(NULL);
	const char *log = in_dir(&a, "conflict.json");
	struct loader *loader;
	struct ledger l;

	write_file(log, arena_printf(&a, "%s%s%s%s",
	    record(&a, "A", 1, 1).p, record(&a, "B", 1, 1).p,
	    record(&a, "A", 1, 1).p,
	    "{\"eventName\":\"X\",\"eventSource\":\"x\",\"a\":1,\"a\":2}"));
	loader = start(st, &log, 1, 1);
	loader_wait(loader);
	loader_ledger(loader, &a, &l);
	ok(l.events == 3 && l.copies == 1 && l.conflicts == 2,
	    "equal ids with other content are two events");
	ok(find_remark(&l, REMARK_CONFLICT) &&
	        find_remark(&l, REMARK_CONFLICT)->record == 1,
	    "a conflict is remarked at its first record");
	ok(find_remark(&l, REMARK_REPEATED) &&
	        find_remark(&l, REMARK_REPEATED)->record == 4,
	    "a repeated key is remarked");
	ok(find_remark(&l, REMARK_UNTIMED) && l.untimed == 1,
	    "a record without a time is remarked");
	ok(!find_remark(&l, REMARK_CONFLICT)->unread, "all was read though");
	loader_free(loader);
	store_free(st);
	arena_free(&a);
}

static void
options_are_checked(void)
{
	struct store *st = store_new(NULL);
	struct load_options o = { .format = STR("no-such") };
	struct err err = { 0 };
	const char *log = dir;

	ok(!loader_start(st, &log, 1, &o, &err) && err.code == ERR_USAGE,
	    "a format of no known name is a usage error");
	store_free(st);
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(path);
}

int
main(void)
{
	if (!mkdtemp(dir)) {
		perror(dir);
		return 1;
	}
	a_tree_is_loaded();
	slow_input_shows_at_once();
	freeing_stops();
	files_vanish_while_others_are_read();
	changed_files_are_rebuilt();
	a_big_file_is_read_by_two();
	conflicts_are_remarked();
	options_are_checked();
	nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	return done_testing();
}
