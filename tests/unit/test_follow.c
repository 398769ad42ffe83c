/*
 * Following files and directories: what grows, breaks off, moves, changes or
 * goes while it is read.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ingest/ingest.h"
#include "ingest/watch.h"
#include "tap.h"

#define PENDING_US (400 * US_PER_MS)

static char root[] = "/tmp/test_follow.XXXXXX";

/* What is followed, and a directory of its own. */
struct scene {
	struct store *store;
	struct loader *loader;
	struct load_options options;
	char dir[128];
	struct arena arena;
	unsigned next; /* number of the next event */
};

static const char *
in_dir(struct scene *s, const char *name)
{
	return arena_printf(&s->arena, "%s/%s", s->dir, name).p;
}

static struct str
record(struct scene *s, const char *name)
{
	unsigned id = s->next++;

	return arena_printf(&s->arena,
	    "{\"eventVersion\":\"1.08\",\"eventTime\":"
	    "\"2024-01-01T%02u:%02u:%02uZ\",\"eventSource\":"
	    "\"s3.amazonaws.com\",\"eventName\":\"%s\",\"eventID\":"
	    "\"00000000-0000-4000-8000-%012u\"}\n",
	    id / 3600 % 24, id / 60 % 60, id % 60, name, id);
}

static void
put(const char *path, int flags, struct str s)
{
	int fd = open(path, O_WRONLY | O_CREAT | flags, 0600);

	if (fd < 0 || write(fd, s.p, s.n) != (ssize_t)s.n)
		printf("# %s: %s\n", path, strerror(errno));
	close(fd);
}

static void
append(struct scene *s, const char *name, struct str text)
{
	put(in_dir(s, name), O_APPEND, text);
}

static void
scene_begin(struct scene *s, const char *name)
{
	snprintf(s->dir, sizeof(s->dir), "%s/%s", root, name);
	mkdir(s->dir, 0700);
	s->store = store_new(NULL);
	s->options.threads = 2;
	s->options.follow = true;
	if (!s->options.pending_us)
		s->options.pending_us = PENDING_US;
	s->options.poll_us = 50 * US_PER_MS;
}

static void
scene_start(struct scene *s)
{
	const char *logs[] = { s->dir };

	s->loader = loader_start(s->store, logs, 1, &s->options, NULL);
}

static void
scene_end(struct scene *s)
{
	loader_free(s->loader);
	store_free(s->store);
	arena_free(&s->arena);
}

/* Waits until it holds, at most five seconds. */
static bool
comes(struct scene *s, bool (*holds)(struct scene *s, uint64_t n), uint64_t n)
{
	struct pollfd p = { .fd = loader_fd(s->loader), .events = POLLIN };
	int64_t end = time_monotonic() + 5 * US_PER_SECOND;
	uint64_t count;

	while (!holds(s, n)) {
		if (time_monotonic() > end)
			return false;
		if (poll(&p, 1, 20) > 0 &&
		    read(p.fd, &count, sizeof(count)) < 0)
			return false;
	}
	return true;
}

static uint64_t
events(struct scene *s)
{
	struct snapshot *snap = store_snapshot(s->store);
	uint64_t n = snapshot_events(snap);

	snapshot_release(snap);
	return n;
}

static bool
has_events(struct scene *s, uint64_t n)
{
	return events(s) == n;
}

static bool
is_live(struct scene *s, uint64_t live)
{
	struct load_progress p;

	loader_progress(s->loader, &p);
	return p.live == (live != 0);
}

static bool
is_done(struct scene *s, uint64_t done)
{
	struct load_progress p;

	loader_progress(s->loader, &p);
	return p.done == (done != 0);
}

static size_t
remarks(struct scene *s, enum remark_kind kind)
{
	struct arena a = { 0 };
	struct ledger g;
	size_t n = 0;

	loader_ledger(s->loader, &a, &g);
	for (size_t i = 0; i < g.n_remarks; i++)
		n += g.remarks[i].kind == kind;
	arena_free(&a);
	return n;
}

static bool
is_remarked(struct scene *s, uint64_t kind)
{
	return remarks(s, (enum remark_kind)kind) > 0;
}

/* Some file is in that state. */
static bool
has_state(struct scene *s, uint64_t state)
{
	struct arena a = { 0 };
	struct ledger g;
	bool found = false;

	loader_ledger(s->loader, &a, &g);
	for (size_t i = 0; i < g.n_files; i++)
		found |= g.files[i].state == (enum file_state)state;
	arena_free(&a);
	return found;
}

/* gzip of "{...}\n" * 3, made without a compressor: stored blocks. */
static struct str
gzip_of(struct scene *s, struct str plain)
{
	uint32_t crc = UINT32_MAX, n = (uint32_t)plain.n;
	char head[] = "\x1f\x8b\x08\0\0\0\0\0\0\xff\x01", tail[12];
	char *out = arena_raw(&s->arena, plain.n + 32);

	for (size_t i = 0; i < plain.n; i++) {
		crc ^= (unsigned char)plain.p[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xedb88320) : 0);
	}
	crc = ~crc;
	memcpy(out, head, 11);
	for (int i = 0; i < 2; i++) {
		out[11 + i] = (char)(n >> 8 * i);
		out[13 + i] = (char)(~n >> 8 * i);
	}
	memcpy(out + 15, plain.p, plain.n);
	for (int i = 0; i < 4; i++) {
		tail[i] = (char)(crc >> 8 * i);
		tail[4 + i] = (char)(n >> 8 * i);
	}
	memcpy(out + 15 + plain.n, tail, 8);
	return (struct str){ out, plain.n + 23 };
}

static struct str
joined(struct scene *s, struct str a, struct str b)
{
	return arena_printf(
	    &s->arena, "%.*s%.*s", STR_ARG(a), STR_ARG(b));
}

/* ---- what grows --------------------------------------------------------- */

static void
lines_come_whole(void)
{
	struct scene s = { 0 };
	struct str line;

	scene_begin(&s, "lines");
	append(&s, "a.log", record(&s, "One"));
	scene_start(&s);
	ok(comes(&s, is_live, 1) && events(&s) == 1, "what is there is read");
	line = record(&s, "Two");
	append(&s, "a.log", str_head(line, 40));
	append(&s, "b.log", record(&s, "Other"));
	ok(comes(&s, has_events, 2), "half a line is no event");
	append(&s, "a.log", str_from(line, 40));
	ok(comes(&s, has_events, 3), "the rest makes it one");
	loader_follow(s.loader, false);
	ok(comes(&s, is_done, 1), "following ends when it is told to");
	append(&s, "a.log", record(&s, "Three"));
	mkdir(in_dir(&s, "new"), 0700);
	append(&s, "new/c.log", record(&s, "Four"));
	loader_follow(s.loader, true);
	ok(comes(&s, has_events, 5), "it catches up with what has come since");
	append(&s, "new/c.log", record(&s, "Five"));
	ok(comes(&s, has_events, 6), "and goes on");
	ok(remarks(&s, REMARK_TRUNCATED) == 0, "nothing is cut short");
	scene_end(&s);
}

/* The text of the newest event. */
static bool
reads_back(struct scene *s, const char *word, bool *rebuilt)
{
	struct snapshot *snap = store_snapshot(s->store);
	struct raw_reader *reader = raw_reader_new(snap);
	uint32_t n = snapshot_events(snap);
	struct raw raw = { 0 };
	bool found = false;

	if (n > 0) {
		raw_read(reader, snapshot_order(snap)[n - 1], &raw);
		found = str_find(raw.text, str_of(word)) < raw.text.n;
	}
	*rebuilt = raw.rebuilt;
	raw_reader_free(reader);
	snapshot_release(snap);
	return found;
}

static void
renamed_files_are_read_on(void)
{
	struct scene s = { 0 };
	bool rebuilt;

	scene_begin(&s, "renamed");
	append(&s, "a.log", record(&s, "One"));
	scene_start(&s);
	comes(&s, is_live, 1);
	rename(in_dir(&s, "a.log"), in_dir(&s, "a.log.1"));
	append(&s, "a.log.1", record(&s, "Late"));
	ok(comes(&s, has_events, 2), "under its new name");
	ok(reads_back(&s, "Late", &rebuilt) && !rebuilt,
	    "its bytes are found there");
	append(&s, "a.log", record(&s, "New"));
	ok(comes(&s, has_events, 3), "another one may have the old name");
	ok(reads_back(&s, "New", &rebuilt) && !rebuilt, "and its own bytes");
	unlink(in_dir(&s, "a.log.1"));
	append(&s, "a.log", record(&s, "Newer"));
	ok(comes(&s, has_events, 4), "a file is removed");
	ok(remarks(&s, REMARK_VANISHED) == 0, "that was read to its end");
	scene_end(&s);
}

static void
rewritten_files_are_new_ones(void)
{
	struct scene s = { 0 };
	struct str first, other;
	bool rebuilt;

	scene_begin(&s, "rewritten");
	first = record(&s, "First");
	other = record(&s, "Other");
	append(&s, "a.log", first);
	scene_start(&s);
	comes(&s, is_live, 1);
	put(in_dir(&s, "a.log"), 0, other); /* as many bytes */
	ok(comes(&s, has_events, 2), "other bytes in place of those read");
	ok(is_remarked(&s, REMARK_CHANGED), "that is remarked");
	put(in_dir(&s, "a.log"), O_TRUNC, record(&s, "Again"));
	append(&s, "a.log", record(&s, "More"));
	ok(comes(&s, has_events, 4), "truncated, and written again");
	ok(reads_back(&s, "More", &rebuilt) && !rebuilt, "its bytes are found");
	scene_end(&s);
}

/* ---- what breaks off ---------------------------------------------------- */

static void
cut_members_are_pending_then_damaged(void)
{
	struct scene s = { 0 };
	struct str whole, gz, more;
	int fd;

	scene_begin(&s, "member");
	scene_start(&s);
	whole = joined(&s, record(&s, "One"), record(&s, "Two"));
	gz = gzip_of(&s, whole);
	more = gzip_of(&s, record(&s, "Three"));
	append(&s, "a.gz", gz);
	ok(comes(&s, has_events, 2), "a member that is whole");
	usleep(200000); /* its closing is another event */
	fd = open(in_dir(&s, "a.gz"), O_WRONLY | O_APPEND);
	ok(write(fd, more.p, 30) == 30, "the next one breaks off");
	ok(comes(&s, has_state, FILE_PENDING), "it is pending");
	ok(remarks(&s, REMARK_TRUNCATED) == 0, "which is no damage yet");
	ok(comes(&s, is_remarked, REMARK_TRUNCATED), "then it is");
	ok(events(&s) == 2, "what was before is kept");
	ok(write(fd, more.p + 30, more.n - 30) > 0, "it goes on after all");
	ok(comes(&s, has_events, 3), "what is behind it comes");
	ok(comes(&s, has_state, FILE_READ) &&
	        remarks(&s, REMARK_TRUNCATED) == 0,
	    "and it is not damaged any more");
	close(fd);
	scene_end(&s);
}

static void
documents_come_in_pieces(void)
{
	struct scene s = { .options = { .pending_us = 60 * US_PER_SECOND } };
	struct str one, two;
	int fd;

	scene_begin(&s, "pieces");
	scene_start(&s);
	one = str_trim(record(&s, "One"));
	two = str_trim(record(&s, "Two"));
	fd = open(in_dir(&s, "a.json"), O_WRONLY | O_CREAT, 0600);
	dprintf(fd, "{\"Records\":[%.*s,", STR_ARG(one));
	ok(comes(&s, has_events, 1), "records before the end of their array");
	ok(comes(&s, has_state, FILE_PENDING), "the file is pending");
	dprintf(fd, "%.*s]}", STR_ARG(two));
	ok(comes(&s, has_events, 2), "the rest comes once");
	ok(comes(&s, has_state, FILE_READ), "it is complete");
	close(fd);
	dprintf(fd = open(in_dir(&s, "b.json"), O_WRONLY | O_CREAT, 0600),
	    "{\"Records\":[");
	close(fd);
	ok(comes(&s, is_remarked, REMARK_TRUNCATED),
	    "one that is closed before its end is damaged at once");
	scene_end(&s);
}

/* A program that logs runs into a limit of the size of its files. */
static void
write_until_limit(const char *path, struct str line)
{
	struct rlimit limit = { line.n * 5 / 2, line.n * 5 / 2 };
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	while (write(fd, line.p, line.n) > 0)
		;
	_exit(0);
}

static void
a_size_limit_cuts_a_line(void)
{
	struct scene s = { 0 };
	struct str line;
	pid_t child;

	scene_begin(&s, "limit");
	scene_start(&s);
	comes(&s, is_live, 1);
	line = record(&s, "One");
	child = fork();
	if (child == 0)
		write_until_limit(in_dir(&s, "a.log"), line);
	waitpid(child, NULL, 0);
	ok(comes(&s, has_events, 1), "lines before the limit, copies folded");
	ok(comes(&s, is_remarked, REMARK_TRUNCATED), "the cut one is told");
	append(&s, "b.log", record(&s, "Two"));
	ok(comes(&s, has_events, 2), "others are read on");
	scene_end(&s);
}

/* ---- directories -------------------------------------------------------- */

static int
forget(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void
a_removed_root_may_come_again(void)
{
	struct scene s = { 0 };

	scene_begin(&s, "root");
	append(&s, "a.log", record(&s, "One"));
	scene_start(&s);
	comes(&s, is_live, 1);
	nftw(s.dir, forget, 16, FTW_DEPTH | FTW_PHYS);
	usleep(100000);
	mkdir(s.dir, 0700);
	append(&s, "a.log", record(&s, "Two"));
	ok(comes(&s, has_events, 2), "what is in it then is read");
	append(&s, "a.log", record(&s, "Three"));
	ok(comes(&s, has_events, 3), "and followed");
	rename(s.dir, arena_printf(&s.arena, "%s.old", s.dir).p);
	mkdir(s.dir, 0700);
	append(&s, "b.log", record(&s, "Four"));
	ok(comes(&s, has_events, 4), "another one may take its name");
	scene_end(&s);
}

static void
a_directory_takes_a_files_name(void)
{
	struct scene s = { 0 };

	scene_begin(&s, "instead");
	append(&s, "a", record(&s, "One"));
	scene_start(&s);
	comes(&s, is_live, 1);
	unlink(in_dir(&s, "a"));
	mkdir(in_dir(&s, "a"), 0700);
	append(&s, "a/b.log", record(&s, "Two"));
	ok(comes(&s, has_events, 2), "the files in it are read");
	append(&s, "a/b.log", record(&s, "Three"));
	ok(comes(&s, has_events, 3), "and followed");
	nftw(in_dir(&s, "a"), forget, 16, FTW_DEPTH | FTW_PHYS);
	append(&s, "a", record(&s, "Four"));
	ok(comes(&s, has_events, 4), "and the other way round");
	scene_end(&s);
}

static void
what_cannot_be_watched_is_polled(void)
{
	struct scene s = { .options = { .watches_max = 2 } };

	scene_begin(&s, "polled");
	for (int i = 0; i < 5; i++) {
		char name[24];

		snprintf(name, sizeof(name), "%d", i);
		mkdir(in_dir(&s, name), 0700);
	}
	scene_start(&s);
	comes(&s, is_live, 1);
	ok(comes(&s, is_remarked, REMARK_POLLED) &&
	        remarks(&s, REMARK_POLLED) == 1,
	    "it is said once that watches are few");
	for (int i = 0; i < 5; i++) {
		char name[24];

		snprintf(name, sizeof(name), "%d/a.log", i);
		append(&s, name, record(&s, "New"));
	}
	ok(comes(&s, has_events, 5), "new files are found all the same");
	for (int i = 0; i < 5; i++) {
		char name[24];

		snprintf(name, sizeof(name), "%d/a.log", i);
		append(&s, name, record(&s, "More"));
	}
	ok(comes(&s, has_events, 10), "and lines");
	ok(watch_is_remote(0x6969) && watch_is_remote(0xff534d42L) &&
	        !watch_is_remote(0xef53),
	    "NFS and CIFS are polled too, ext4 is not");
	scene_end(&s);
}

/* ---- the store ---------------------------------------------------------- */

static uint32_t
segments(struct scene *s)
{
	struct snapshot *snap = store_snapshot(s->store);
	uint32_t n = snapshot_segments(snap);

	snapshot_release(snap);
	return n;
}

/* The eventName of the events in order is that of their numbers. */
static bool
in_order(struct scene *s)
{
	struct snapshot *snap = store_snapshot(s->store);
	struct arena a = { 0 };
	struct field *f = field_bind(snap, STR("eventID"), &a);
	uint32_t n = snapshot_events(snap);
	char room[40];
	bool right = true;

	for (uint32_t i = 1; i < n; i++) {
		struct str before = arena_copy(&a, field_value(f,
		    snapshot_order(snap)[i - 1], room, &a).text);
		struct str after = field_value(
		    f, snapshot_order(snap)[i], room, &a).text;

		right = right && str_compare(before, after) < 0;
	}
	arena_free(&a);
	snapshot_release(snap);
	return right;
}

static void
small_segments_are_merged(void)
{
	struct scene s = { 0 };
	uint64_t n;

	scene_begin(&s, "merged");
	scene_start(&s);
	comes(&s, is_live, 1);
	for (n = 1; n <= 40; n++) {
		append(&s, "a.log", record(&s, "One"));
		if (!comes(&s, has_events, n))
			break;
	}
	ok(n == 41, "events come one by one");
	ok(segments(&s) < 16, "in few segments (%u)", segments(&s));
	ok(in_order(&s), "in order");
	scene_end(&s);
}

static bool
has_at_most(struct scene *s, uint64_t n)
{
	struct store_counts c;

	store_counts(s->store, &c);
	return c.events >= 600 && events(s) <= n;
}

/* More may go between the two looks; in the end they agree. */
static bool
knows_how_many_went(struct scene *s, uint64_t n)
{
	struct store_counts c;

	store_counts(s->store, &c);
	return c.events == n && c.dropped + events(s) == n;
}

static void
the_oldest_are_let_go(void)
{
	struct scene s = { .options = { .keep_events = 100 } };
	struct snapshot *snap;
	struct store_counts c;

	scene_begin(&s, "kept");
	scene_start(&s);
	comes(&s, is_live, 1);
	for (int i = 0; i < 12; i++) {
		for (int k = 0; k < 50; k++)
			append(&s, "a.log", record(&s, "One"));
		usleep(220000);
	}
	ok(comes(&s, has_at_most, 250), "about as many stay as were asked for");
	ok(comes(&s, knows_how_many_went, 600),
	    "and it is known how many went");
	store_counts(s.store, &c);
	snap = store_snapshot(s.store);
	ok(snapshot_dropped(snap) == c.dropped &&
	        time_now() - snapshot_since(snap) < 5 * US_PER_SECOND,
	    "and since when all are there");
	snapshot_release(snap);
	ok(in_order(&s), "the rest is in order");
	scene_end(&s);
}

int
main(void)
{
	if (!mkdtemp(root))
		return 1;
	lines_come_whole();
	renamed_files_are_read_on();
	rewritten_files_are_new_ones();
	cut_members_are_pending_then_damaged();
	documents_come_in_pieces();
	a_size_limit_cuts_a_line();
	a_removed_root_may_come_again();
	a_directory_takes_a_files_name();
	what_cannot_be_watched_is_polled();
	small_segments_are_merged();
	the_oldest_are_let_go();
	nftw(root, forget, 16, FTW_DEPTH | FTW_PHYS);
	return done_testing();
}
