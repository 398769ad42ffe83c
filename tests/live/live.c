/*
 * A writer that does to a directory what programs that log do, and a reader
 * of what `spoor query --follow` prints meanwhile: each event within a second
 * at the 99th percentile, none lost, none doubled, none misdated.  Without
 * arguments, where other tests run beside it, within five.
 *
 *	live [SECONDS [EVENTS-A-SECOND [FILES]]]
 *
 * Each event has a number, which is its eventID too, and a clock.  Lines are
 * now and then written in two pieces; an event is late from when it is whole
 * in its file.  What happens to a file goes by its
 * number:
 *
 *	0 1 2 3  is appended to
 *	4        ... and renamed, and begun anew; the old one is removed later
 *	5        ... and copied, and truncated; the copy is removed later
 *	6        is a document of many records, renamed into place
 *	7        the same, in gzip, a directory of its own each
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/timefmt.h"
#include "tap.h"

#define TICK_US (10 * US_PER_MS)
#define ROTATE_EVENTS 60
#define REMOVE_US (3 * US_PER_SECOND / 2)
#define SETTLE_US (10 * US_PER_SECOND) /* for what is still on its way */

static char dir[] = "/tmp/spoor_live.XXXXXX";

struct written_file {
	char path[200];
	int fd;
	unsigned events; /* since it began */
	unsigned begun;  /* how often */
	struct buf half; /* the rest of a line */
	uint32_t half_of;
	struct buf batch; /* records of a document */
	uint32_t batched[5];
	unsigned in_batch;
};

struct removal {
	char path[240];
	int64_t due_us;
};

struct live {
	int64_t late_most_us; /* at the 99th percentile */
	unsigned seconds, rate, files;
	struct written_file *file;
	struct removal *removal;
	size_t n_removals, removals_capacity;
	uint32_t written; /* events; their numbers are 0 ... */

	pid_t program;
	int output;
	pthread_t reader;
	/* of the reader, until it has ended */
	uint32_t capacity;
	_Atomic int64_t *written_us; /* when each event was whole in its file */
	int64_t *late_us; /* of each event; -1: not seen */
	uint32_t seen, doubled, misdated, strange;
	_Atomic uint32_t seen_now;
	_Atomic bool quiet;
};

/* ---- the writer --------------------------------------------------------- */

static void
event(struct buf *out, uint32_t n)
{
	int64_t now = time_now();
	struct buf time = { 0 };

	time_print_iso(now - now % US_PER_SECOND, &time);
	buf_printf(out,
	    "{\"eventVersion\":\"1.08\",\"eventTime\":\"%.*s\","
	    "\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"GetObject\","
	    "\"awsRegion\":\"us-east-1\",\"eventID\":"
	    "\"00000000-0000-4000-8000-%012u\",\"seq\":%u,\"clock\":%lld}",
	    STR_ARG(buf_str(&time)), n, n, (long long)now);
	buf_free(&time);
}

static void
put(int fd, struct str s)
{
	while (s.n > 0) {
		ssize_t n = write(fd, s.p, s.n);

		if (n <= 0) {
			printf("# write: %s\n", strerror(errno));
			exit(1);
		}
		s = str_from(s, (size_t)n);
	}
}

/* The event is whole when what is written next is. */
static void
note_written(struct live *l, uint32_t n)
{
	l->written_us[n] = time_now();
}

static int
create(const char *path, int flags)
{
	int fd = open(path, O_WRONLY | O_CREAT | flags, 0600);

	if (fd < 0) {
		printf("# %s: %s\n", path, strerror(errno));
		exit(1);
	}
	return fd;
}

static void
remove_later(struct live *l, const char *path)
{
	struct removal *r;

	if (l->n_removals == l->removals_capacity) {
		l->removals_capacity =
		    l->removals_capacity ? l->removals_capacity * 2 : 64;
		l->removal = mem_grow(
		    l->removal, l->removals_capacity, sizeof(*l->removal));
	}
	r = &l->removal[l->n_removals++];
	snprintf(r->path, sizeof(r->path), "%s", path);
	r->due_us = time_monotonic() + REMOVE_US;
}

static void
remove_due(struct live *l)
{
	int64_t now = time_monotonic();
	size_t kept = 0;

	for (size_t i = 0; i < l->n_removals; i++) {
		if (l->removal[i].due_us <= now)
			unlink(l->removal[i].path);
		else
			l->removal[kept++] = l->removal[i];
	}
	l->n_removals = kept;
}

static void
rotate(struct live *l, struct written_file *f)
{
	char old[240];

	snprintf(old, sizeof(old), "%s.%u", f->path, f->begun);
	rename(f->path, old);
	/* The program that logs does not know yet. */
	buf_reset(&f->half);
	note_written(l, l->written);
	event(&f->half, l->written++);
	buf_byte(&f->half, '\n');
	put(f->fd, buf_str(&f->half));
	buf_reset(&f->half);
	close(f->fd);
	f->fd = create(f->path, O_APPEND);
	f->begun++;
	f->events = 0;
	remove_later(l, old);
}

static void
copy_and_truncate(struct live *l, struct written_file *f)
{
	char copy[240], block[8192];
	int from = open(f->path, O_RDONLY), to;
	ssize_t n;

	snprintf(copy, sizeof(copy), "%s.%u", f->path, f->begun);
	to = create(copy, O_EXCL);
	while ((n = read(from, block, sizeof(block))) > 0)
		put(to, (struct str){ block, (size_t)n });
	close(from);
	close(to);
	if (ftruncate(f->fd, 0) < 0)
		printf("# ftruncate: %s\n", strerror(errno));
	f->begun++;
	f->events = 0;
	remove_later(l, copy);
}

static void
end_line(struct live *l, struct written_file *f)
{
	if (f->half.n == 0)
		return;
	note_written(l, f->half_of);
	put(f->fd, buf_str(&f->half));
	buf_reset(&f->half);
}

static void
add_line(struct live *l, struct written_file *f, bool rotates, bool copies)
{
	struct buf line = { 0 };
	size_t half;

	end_line(l, f);
	if (f->events >= ROTATE_EVENTS && rotates)
		rotate(l, f);
	else if (f->events >= ROTATE_EVENTS && copies)
		copy_and_truncate(l, f);
	f->half_of = l->written;
	note_written(l, l->written);
	event(&line, l->written++);
	buf_byte(&line, '\n');
	half = l->written % 5 == 0 ? line.n / 2 : line.n;
	put(f->fd, str_head(buf_str(&line), half));
	buf_add(&f->half, str_from(buf_str(&line), half));
	buf_free(&line);
	f->events++;
}

/* RFC 1952 and 1951: one stored block. */
static void
gzip_stored(struct str plain, struct buf *out)
{
	uint32_t crc = UINT32_MAX, n = (uint32_t)plain.n;

	for (size_t i = 0; i < plain.n; i++) {
		crc ^= (unsigned char)plain.p[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xedb88320) : 0);
	}
	crc = ~crc;
	buf_add(out, STR("\x1f\x8b\x08\0\0\0\0\0\0\xff\x01"));
	buf_byte(out, (char)n);
	buf_byte(out, (char)(n >> 8));
	buf_byte(out, (char)~n);
	buf_byte(out, (char)(~n >> 8));
	buf_add(out, plain);
	for (int i = 0; i < 4; i++)
		buf_byte(out, (char)(crc >> 8 * i));
	for (int i = 0; i < 4; i++)
		buf_byte(out, (char)(n >> 8 * i));
}

static void
end_document(struct live *l, struct written_file *f, bool gzip)
{
	char path[240], making[240];
	struct buf packed = { 0 };
	int fd;

	buf_add(&f->batch, STR("]}"));
	if (gzip)
		gzip_stored(buf_str(&f->batch), &packed);
	if (gzip) {
		snprintf(path, sizeof(path), "%s.d%u", f->path, f->begun);
		mkdir(path, 0700);
		snprintf(path, sizeof(path), "%s.d%u/log.json.gz", f->path,
		    f->begun);
	} else {
		snprintf(path, sizeof(path), "%s.%u.json", f->path, f->begun);
	}
	snprintf(making, sizeof(making), "%s.part", f->path);
	fd = create(making, O_TRUNC);
	put(fd, gzip ? buf_str(&packed) : buf_str(&f->batch));
	close(fd);
	for (unsigned i = 0; i < f->in_batch; i++)
		note_written(l, f->batched[i]);
	rename(making, path);
	buf_reset(&f->batch);
	buf_free(&packed);
	f->in_batch = 0;
	f->begun++;
}

static void
add_to_document(struct live *l, struct written_file *f, bool gzip)
{
	buf_add(&f->batch, f->in_batch ? STR(",") : STR("{\"Records\":["));
	f->batched[f->in_batch] = l->written;
	note_written(l, l->written);
	event(&f->batch, l->written++);
	if (++f->in_batch == 5)
		end_document(l, f, gzip);
}

static void
write_one(struct live *l, unsigned i)
{
	struct written_file *f = &l->file[i];

	if (i % 8 >= 6)
		add_to_document(l, f, i % 8 == 7);
	else
		add_line(l, f, i % 8 == 4, i % 8 == 5);
}

static void
write_all(struct live *l)
{
	int64_t start = time_monotonic(), end = start +
	    (int64_t)l->seconds * US_PER_SECOND;
	struct timespec tick = { .tv_nsec = TICK_US * 1000 };
	unsigned next = 0;

	while (time_monotonic() < end) {
		uint64_t due = (uint64_t)(time_monotonic() - start) * l->rate /
		    US_PER_SECOND;

		while (l->written < due && l->written + 2 < l->capacity)
			write_one(l, next++ * 7 % l->files);
		remove_due(l);
		nanosleep(&tick, NULL);
	}
	for (unsigned i = 0; i < l->files; i++) {
		struct written_file *f = &l->file[i];

		end_line(l, f);
		if (f->in_batch > 0)
			end_document(l, f, i % 8 == 7);
	}
}

static void
begin_files(struct live *l)
{
	l->file = mem_zero(l->files, sizeof(*l->file));
	for (unsigned i = 0; i < l->files; i++) {
		struct written_file *f = &l->file[i];
		char sub[160];

		snprintf(sub, sizeof(sub), "%s/%u", dir, i % 20);
		mkdir(sub, 0700);
		snprintf(f->path, sizeof(f->path), "%s/%u.log", sub, i);
		f->fd = i % 8 < 6 ? create(f->path, O_APPEND) : -1;
	}
}

/* ---- the reader --------------------------------------------------------- */

/* {"seq":7,"clock":1700000000000000,"@timestamp":"2023-11-14 22:13:20.000"} */
static void
take_line(struct live *l, const char *line, int64_t now)
{
	long long clock;
	unsigned seq;
	char date[11], clock_text[13];
	struct buf time = { 0 };
	int64_t us;

	if (sscanf(line, "{\"seq\":%u,\"clock\":%lld,\"@timestamp\":"
	                 "\"%10s %12[0-9:.]\"}",
	        &seq, &clock, date, clock_text) != 4 ||
	    seq >= l->capacity) {
		if (l->strange++ < 5)
			printf("# strange: %s", line);
		return;
	}
	buf_printf(&time, "%s %s", date, clock_text);
	if (!time_parse(buf_str(&time), &us) ||
	    us != clock - clock % US_PER_SECOND)
		l->misdated++;
	buf_free(&time);
	if (l->late_us[seq] >= 0) {
		l->doubled++;
		return;
	}
	clock = l->written_us[seq];
	l->late_us[seq] = now > clock ? now - clock : 0;
	l->seen_now = ++l->seen;
}

static void *
read_all(void *ctx)
{
	struct live *l = ctx;
	FILE *f = fdopen(l->output, "r");
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, f) > 0)
		take_line(l, line, time_now());
	free(line);
	fclose(f);
	return NULL;
}

static void
start_program(struct live *l)
{
	const char *program = getenv("SPOOR");
	int ends[2];

	if (!program || pipe(ends) < 0)
		exit(1);
	l->program = fork();
	if (l->program == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execl(program, program, "query", "--follow", "-o", "ndjson",
		    "fields seq, clock, @timestamp", dir, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	l->output = ends[0];
	pthread_create(&l->reader, NULL, read_all, l);
}

static unsigned
resident_mb(pid_t pid)
{
	char path[64];
	unsigned long pages = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/statm", (int)pid);
	f = fopen(path, "r");
	if (!f)
		return 0;
	if (fscanf(f, "%*u %lu", &pages) != 1)
		pages = 0;
	fclose(f);
	return (unsigned)(pages * (unsigned long)sysconf(_SC_PAGESIZE) >> 20);
}

/* Until all that was written is there, or no more comes. */
static int
end_program(struct live *l)
{
	int64_t end = time_monotonic() + SETTLE_US;
	struct timespec tick = { .tv_nsec = 50 * 1000 * 1000 };
	unsigned mb;
	int status;

	while (l->seen_now < l->written && time_monotonic() < end)
		nanosleep(&tick, NULL);
	tick = (struct timespec){ .tv_nsec = 500 * 1000 * 1000 };
	nanosleep(&tick, NULL); /* nothing comes twice */
	mb = resident_mb(l->program);
	kill(l->program, SIGTERM);
	waitpid(l->program, &status, 0);
	pthread_join(l->reader, NULL);
	printf("# %u events, %u MB\n", l->written, mb);
	return status;
}

/* ---- the verdict -------------------------------------------------------- */

static int
by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void
judge(struct live *l, int status)
{
	uint32_t n = l->written, lost = 0;
	int64_t *late = l->late_us;

	for (uint32_t i = 0; i < n; i++)
		if (late[i] < 0 && lost++ < 10)
			printf("# lost: %u\n", i);
	ok(n > 0 && lost == 0, "none of %u events is lost (%u)", n, lost);
	ok(l->doubled == 0, "none is doubled (%u)", l->doubled);
	ok(l->misdated == 0, "none is misdated (%u)", l->misdated);
	ok(l->strange == 0, "nothing else is printed (%u)", l->strange);
	/* 3: a file was truncated behind half a line, which it says; the
	 * whole line is in the copy. */
	ok(WIFEXITED(status) &&
	        (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 3),
	    "it ends when it is told to");
	qsort(late, n, sizeof(*late), by_size);
	printf("# late: median %lld ms, p99 %lld ms, most %lld ms\n",
	    (long long)late[n / 2] / 1000,
	    (long long)late[n - 1 - n / 100] / 1000,
	    (long long)late[n - 1] / 1000);
	ok(late[n - 1 - n / 100] < l->late_most_us,
	    "each is printed within %lld s at the 99th percentile",
	    (long long)(l->late_most_us / US_PER_SECOND));
}

static int
forget(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void
release(struct live *l)
{
	for (unsigned i = 0; i < l->files; i++) {
		if (l->file[i].fd >= 0)
			close(l->file[i].fd);
		buf_free(&l->file[i].half);
		buf_free(&l->file[i].batch);
	}
	free(l->file);
	free(l->removal);
	free(l->late_us);
	free(l->written_us);
}

int
main(int argc, char **argv)
{
	struct live l = { .seconds = 4, .rate = 2000, .files = 200,
		.late_most_us = (argc > 1 ? 1 : 5) * US_PER_SECOND };

	if (argc > 1)
		l.seconds = (unsigned)atoi(argv[1]);
	if (argc > 2)
		l.rate = (unsigned)atoi(argv[2]);
	if (argc > 3)
		l.files = (unsigned)atoi(argv[3]);
	if (!mkdtemp(dir))
		return 1;
	l.capacity = (l.seconds + 1) * l.rate + 1000;
	l.late_us = mem_alloc(l.capacity * sizeof(*l.late_us));
	l.written_us = mem_zero(l.capacity, sizeof(*l.written_us));
	memset(l.late_us, 0xff, l.capacity * sizeof(*l.late_us));
	begin_files(&l);
	start_program(&l);
	write_all(&l);
	judge(&l, end_program(&l));
	nftw(dir, forget, 16, FTW_DEPTH | FTW_PHYS);
	release(&l);
	return done_testing();
}
