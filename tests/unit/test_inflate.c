#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/inflate.h"
#include "tap.h"

/* printf 'hello\n' | gzip -n */
static const struct str hello = STR_INIT(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcd\xc9\xc9\xe7\x02\x00"
    "\x20\x30\x3a\x36\x06\x00\x00\x00");

/* python3: gzip.GzipFile("w.txt", mtime=1700000000).write(b"world\n") */
static const struct str world = STR_INIT(
    "\x1f\x8b\x08\x08\x00\xf1\x53\x65\x02\xff\x77\x2e\x74\x78\x74\x00\x2b\xcf"
    "\x2f\xca\x49\xe1\x02\x00\xa8\x61\x38\xdd\x06\x00\x00\x00");

/* printf '' | gzip -n */
static const struct str empty = STR_INIT(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x03\x00\x00\x00\x00\x00\x00\x00"
    "\x00\x00");

/* "full\n" with every optional header field; gzip -d reads it. */
static const struct str full = STR_INIT(
    "\x1f\x8b\x08\x1e\x00\x00\x00\x00\x00\x03\x04\x00\x61\x62\x00\x00\x6e\x61"
    "\x6d\x65\x00\x6e\x6f\x74\x65\x00\x7b\x3c\x4b\x2b\xcd\xc9\xe1\x02\x00\xaf"
    "\xda\xe1\xe4\x05\x00\x00\x00");

static int
file_of(struct str s)
{
	int fd = memfd_create("test", 0);

	while (s.n > 0) {
		ssize_t n = write(fd, s.p, s.n);

		if (n <= 0)
			abort();
		s = str_from(s, (size_t)n);
	}
	lseek(fd, 0, SEEK_SET);
	return fd;
}

/* To the end, `piece` bytes a read. */
static void
read_rest(struct inflate *in, size_t piece, struct buf *out, struct err *err)
{
	size_t n;

	*err = (struct err){ 0 };
	while ((n = inflate_read(in, buf_room(out, piece), piece, err)) > 0)
		out->n += n;
}

static enum err_code
read_file(struct str file, const struct inflate_limits *limits, struct buf *out)
{
	struct inflate *in = inflate_open(file_of(file), limits);
	struct err err;

	buf_reset(out);
	read_rest(in, 65536, out, &err);
	inflate_close(in);
	return err.code;
}

/* Verdicts and bytes as gzip -dc and python3's gzip.decompress give them. */
static void
files_are_read(void)
{
	const struct {
		const char *what;
		struct str parts[3];
		struct str want;
		enum err_code code;
	} t[] = {
		{ "a gzip file", { hello }, STR_INIT("hello\n"), ERR_NONE },
		{ "an empty file", { { 0 } }, STR_INIT(""), ERR_NONE },
		{ "a file of one byte", { STR_INIT("\x1f") },
		    STR_INIT("\x1f"), ERR_NONE },
		{ "a plain file", { STR_INIT("{}\n\0x") },
		    STR_INIT("{}\n\0x"), ERR_NONE },
		{ "all header fields", { full }, STR_INIT("full\n"), ERR_NONE },
		{ "no content", { empty }, STR_INIT(""), ERR_NONE },
		{ "several members", { hello, empty, world },
		    STR_INIT("hello\nworld\n"), ERR_NONE },
		{ "zeros at the end", { hello, STR_INIT("\0\0\0\0\0\0\0") },
		    STR_INIT("hello\n"), ERR_NONE },
		{ "zeros between", { hello, STR_INIT("\0\0\0"), world },
		    STR_INIT("hello\nworld\n"), ERR_NONE },
		{ "garbage behind", { hello, STR_INIT("garbage") },
		    STR_INIT("hello\n"), ERR_FORMAT },
		{ "garbage behind zeros", { hello, STR_INIT("\0\0x") },
		    STR_INIT("hello\n"), ERR_FORMAT },
		{ "the first byte of a member behind",
		    { hello, STR_INIT("\x1f") }, STR_INIT("hello\n"),
		    ERR_FORMAT },
		{ "only the magic number", { STR_INIT("\x1f\x8b") },
		    STR_INIT(""), ERR_FORMAT },
		{ "an unknown method", { STR_INIT("\x1f\x8b\x07\0\0\0\0\0") },
		    STR_INIT(""), ERR_FORMAT },
	};
	struct buf file = { 0 };
	struct buf out = { 0 };

	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		enum err_code code;

		buf_reset(&file);
		for (int k = 0; k < 3; k++)
			buf_add(&file, t[i].parts[k]);
		code = read_file(buf_str(&file), NULL, &out);
		ok(code == t[i].code && str_equal(buf_str(&out), t[i].want),
		    "%s: %s", t[i].what,
		    t[i].code ? "what is good, then the error" : "read");
	}
	buf_free(&file);
	buf_free(&out);
}

static void
damage_is_told(void)
{
	struct buf file = { 0 };
	struct buf out = { 0 };
	struct inflate *in;
	struct err err;
	bool all = true;

	for (size_t n = 2; n < hello.n; n++) {
		enum err_code code = read_file(str_head(hello, n), NULL, &out);

		all &= code == ERR_FORMAT &&
		    str_starts(STR("hello\n"), buf_str(&out));
	}
	ok(all, "a gzip file cut anywhere is an error");

	in = inflate_open(file_of(str_head(hello, hello.n - 1)), NULL);
	buf_reset(&out);
	read_rest(in, 100, &out, &err);
	ok(str_equal(buf_str(&out), STR("hello\n")),
	    "all bytes before the cut are given");
	ok(strstr(err.message, "ends inside the gzip stream") != NULL,
	    "then: %s", err.message);
	read_rest(in, 100, &out, &err);
	ok(err.code == ERR_FORMAT && out.n == 6, "and so again");

	buf_add(&file, hello);
	file.p[hello.n - 8] ^= 1;
	buf_add(&file, world);
	ok(read_file(buf_str(&file), NULL, &out) == ERR_FORMAT &&
	        str_equal(buf_str(&out), STR("hello\n")),
	    "a wrong checksum is an error");
	file.p[hello.n - 8] ^= 1;
	file.p[hello.n - 1] ^= 1;
	ok(read_file(buf_str(&file), NULL, &out) == ERR_FORMAT &&
	        str_equal(buf_str(&out), STR("hello\n")),
	    "a wrong size is an error");
	file.p[hello.n - 1] ^= 1;
	ok(read_file(buf_str(&file), NULL, &out) == ERR_NONE,
	    "undamaged it is none");
	inflate_close(in);

	in = inflate_open(open("/", O_RDONLY | O_DIRECTORY), NULL);
	read_rest(in, 100, &out, &err);
	ok(err.code == ERR_SYSTEM, "what cannot be read: %s", err.message);
	inflate_close(in);
	buf_free(&file);
	buf_free(&out);
}

/* Text that deflates about as logs do, never twice the same. */
static void
add_text(struct buf *out, size_t n)
{
	static const char *const names[] = { "AssumeRole", "GetObject",
		"DescribeInstances", "PutObject", "ListBuckets" };
	uint64_t seed = 1;

	while (out->n < n) {
		seed = hash_mix(seed, 5);
		buf_printf(out, "{\"eventName\":\"%s\",\"id\":\"%016jx\"}\n",
		    names[seed % 5], (uintmax_t)seed);
	}
	out->n = n;
}

static void
add_gzip(struct buf *out, struct str content)
{
	z_stream z = { 0 };
	size_t room = content.n + 1000;

	deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
	z.next_in = (uint8_t *)(uintptr_t)content.p;
	z.avail_in = (unsigned)content.n;
	z.next_out = (uint8_t *)buf_room(out, room);
	z.avail_out = (unsigned)room;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		abort();
	out->n += room - z.avail_out;
	deflateEnd(&z);
}

static void
limits_hold(void)
{
	struct inflate_limits small = { .output_bytes_max = 5 };
	struct inflate_limits exact = { .output_bytes_max = 6 };
	struct inflate_limits generous = { .ratio_max = 2000 };
	struct buf zeros = { 0 };
	struct buf bomb = { 0 };
	struct buf out = { 0 };
	size_t n = 20 << 20;

	ok(read_file(hello, &small, &out) == ERR_LIMIT &&
	        str_equal(buf_str(&out), STR("hello")),
	    "what is below the limit is given");
	ok(read_file(hello, &exact, &out) == ERR_NONE && out.n == 6,
	    "output may be as long as the limit");
	ok(read_file(STR("plain file"), &small, &out) == ERR_NONE &&
	        out.n == 10,
	    "a plain file has no limit");

	buf_fill(&zeros, '\0', n);
	add_gzip(&bomb, buf_str(&zeros));
	ok(bomb.n < n / 500, "zeros deflate to less than a 500th");
	ok(read_file(buf_str(&bomb), NULL, &out) == ERR_LIMIT &&
	        out.n == 16 << 20,
	    "200 times its input is seen after 16 MiB");
	ok(read_file(buf_str(&bomb), &generous, &out) == ERR_NONE &&
	        str_equal(buf_str(&out), buf_str(&zeros)),
	    "another ratio can be asked for");
	buf_reset(&bomb);
	add_gzip(&bomb, str_head(buf_str(&zeros), 16 << 20));
	ok(read_file(buf_str(&bomb), NULL, &out) == ERR_LIMIT,
	    "16 MiB are enough");
	buf_reset(&bomb);
	add_gzip(&bomb, str_head(buf_str(&zeros), (16 << 20) - 1));
	ok(read_file(buf_str(&bomb), NULL, &out) == ERR_NONE,
	    "less are not judged");
	buf_free(&zeros);
	buf_free(&bomb);
	buf_free(&out);
}

static void
memory_is_used_again(void)
{
	struct inflate *in = inflate_open(file_of(hello), NULL);
	struct buf out = { 0 };
	struct err err;
	bool all = true;
	int fd;

	for (int i = 0; i < 50; i++) {
		buf_reset(&out);
		read_rest(in, 64, &out, &err);
		switch (i % 4) {
		case 0:
			all &= inflate_is_gzip(in) && err.code == ERR_NONE &&
			    str_equal(buf_str(&out), STR("hello\n")) &&
			    inflate_input_bytes(in) == hello.n &&
			    inflate_output_bytes(in) == 6;
			inflate_reopen(in, file_of(STR("plain")), NULL);
			break;
		case 1:
			all &= !inflate_is_gzip(in) && err.code == ERR_NONE &&
			    str_equal(buf_str(&out), STR("plain")) &&
			    inflate_input_bytes(in) == 5 &&
			    inflate_output_bytes(in) == 5;
			fd = file_of(str_head(world, 30));
			inflate_reopen(in, fd, NULL);
			break;
		case 2:
			all &= err.code == ERR_FORMAT &&
			    str_equal(buf_str(&out), STR("world\n"));
			inflate_reopen(in, file_of(STR("")), NULL);
			break;
		default:
			all &= err.code == ERR_NONE && out.n == 0;
			inflate_reopen(in, file_of(hello), NULL);
		}
	}
	ok(all, "each file is read as if it were the first");
	fd = file_of(hello);
	inflate_reopen(in, fd, NULL);
	inflate_reopen(in, file_of(hello), NULL);
	ok(fcntl(fd, F_GETFD) < 0, "the file before is closed");
	inflate_close(in);
	inflate_close(NULL);
	buf_free(&out);
}

static void
restarts_give_the_same_bytes(void)
{
	struct buf text = { 0 };
	struct buf file = { 0 };
	struct buf out = { 0 };
	struct inflate *in;
	struct restarts *r;
	struct err err;
	struct str want;
	size_t n = 3 << 20;
	size_t bytes;
	bool all = true;

	/* Two big members, and one of small ones. */
	add_text(&text, n);
	want = buf_str(&text);
	add_gzip(&file, str_head(want, 1 << 20));
	for (size_t at = 1 << 20; at < 2 << 20; at += 5000)
		add_gzip(&file, (struct str){ want.p + at,
		    at + 5000 < 2 << 20 ? 5000 : (2 << 20) - at });
	buf_fill(&file, '\0', 100);
	add_gzip(&file, str_from(want, 2 << 20));

	in = inflate_open(file_of(buf_str(&file)), NULL);
	ok(inflate_take_restarts(in) == NULL, "none are kept unasked");
	inflate_keep_restarts(in, 256 << 10);
	read_rest(in, 10000, &out, &err);
	ok(str_equal(buf_str(&out), want), "keeping them changes no byte");
	r = inflate_take_restarts(in);
	bytes = restarts_bytes(r);
	ok(r && inflate_take_restarts(in) == NULL, "they are taken once");
	ok(bytes > 12 * 1000 && bytes < 12 * 20000,
	    "about one for each 256 KiB: %zu bytes", bytes);

	for (size_t at = 0; at <= n; at += 123457) {
		uint64_t before;

		inflate_reopen(in, file_of(buf_str(&file)), NULL);
		all &= inflate_seek(in, r, at, &err);
		before = inflate_input_bytes(in);
		buf_reset(&out);
		read_rest(in, 10000, &out, &err);
		all &= err.code == ERR_NONE &&
		    str_equal(buf_str(&out), str_from(want, at)) &&
		    inflate_input_bytes(in) == file.n && before > 0;
	}
	ok(all, "each place is found, what follows is the same");

	inflate_reopen(in, file_of(buf_str(&file)), NULL);
	all = true;
	for (size_t at = 1; at < n; at = at * 3 / 2 + 7) {
		char c;

		all &= inflate_seek(in, r, at, &err) &&
		    inflate_read(in, &c, 1, &err) == 1 && c == want.p[at];
	}
	ok(all, "forward one place after the other too");
	inflate_close(in);
	restarts_free(r);
	restarts_free(NULL);
	buf_free(&text);
	buf_free(&file);
	buf_free(&out);
}

/* Damage tells whether the bytes before a point are read.  A member below
 * 8 MiB has none inside. */
static void
a_restart_skips_input(size_t member_bytes, const char *what)
{
	struct buf text = { 0 };
	struct buf file = { 0 };
	struct buf out = { 0 };
	struct inflate *in;
	struct restarts *r;
	struct err err = { 0 };
	char c;

	add_text(&text, 12 << 20);
	for (size_t at = 0; at < text.n; at += member_bytes)
		add_gzip(&file, str_head(str_from(buf_str(&text), at),
		    member_bytes));
	in = inflate_open(file_of(buf_str(&file)), NULL);
	inflate_keep_restarts(in, 1 << 20);
	read_rest(in, 1 << 16, &out, &err);
	r = inflate_take_restarts(in);

	memset(file.p + 20, 0, file.n / 2);
	inflate_reopen(in, file_of(buf_str(&file)), NULL);
	ok(!inflate_seek(in, NULL, 11 << 20, &err) && err.code == ERR_FORMAT,
	    "%s: without a point damage on the way is met", what);
	inflate_reopen(in, file_of(buf_str(&file)), NULL);
	ok(inflate_seek(in, r, (11 << 20) + 5, &err) &&
	        inflate_read(in, &c, 1, &err) == 1 &&
	        c == text.p[(11 << 20) + 5],
	    "%s: with one it is not read", what);
	inflate_close(in);
	restarts_free(r);
	buf_free(&text);
	buf_free(&file);
	buf_free(&out);
}

static void
seeks_end_at_the_end(void)
{
	const struct str files[] = { STR_INIT("hello\n"), hello };

	for (int i = 0; i < 2; i++) {
		const char *kind = i ? "gzip" : "plain";
		struct inflate *in = inflate_open(file_of(files[i]), NULL);
		struct err err = { 0 };
		char c[8];

		ok(inflate_seek(in, NULL, 4, &err) &&
		        inflate_read(in, c, 8, &err) == 2 && c[0] == 'o',
		    "%s: a place inside", kind);
		inflate_reopen(in, file_of(files[i]), NULL);
		ok(inflate_seek(in, NULL, 6, &err) &&
		        inflate_read(in, c, 8, &err) == 0 &&
		        err.code == ERR_NONE,
		    "%s: the end", kind);
		inflate_reopen(in, file_of(files[i]), NULL);
		ok(!inflate_seek(in, NULL, 7, &err) &&
		        err.code == ERR_FORMAT,
		    "%s: behind the end: %s", kind, err.message);
		inflate_close(in);
	}
}

struct writer {
	int fd;
	struct str text;
	size_t piece;
};

static void *
write_slowly(void *context)
{
	struct writer *w = context;
	struct str s = w->text;

	while (s.n > 0) {
		struct timespec pause = { .tv_nsec = 2000000 };
		ssize_t n = write(w->fd, s.p, s.n < w->piece ? s.n : w->piece);

		if (n > 0)
			s = str_from(s, (size_t)n);
		nanosleep(&pause, NULL);
	}
	close(w->fd);
	return NULL;
}

static void
ignore(int signal)
{
	(void)signal;
}

static void
pipes_are_read(struct str file, struct str want, const char *kind)
{
	struct itimerval often = { { 0, 300 }, { 0, 300 } };
	struct itimerval never = { { 0, 0 }, { 0, 0 } };
	struct sigaction action = { .sa_handler = ignore };
	struct writer w = { .text = file, .piece = 1 };
	struct buf out = { 0 };
	struct inflate *in;
	struct err err = { 0 };
	pthread_t thread;
	sigset_t alarms;
	int ends[2];

	if (pipe(ends) != 0)
		abort();
	w.fd = ends[1];
	in = inflate_open(ends[0], NULL);
	sigemptyset(&alarms);
	sigaddset(&alarms, SIGALRM);
	pthread_sigmask(SIG_BLOCK, &alarms, NULL);
	pthread_create(&thread, NULL, write_slowly, &w);
	pthread_sigmask(SIG_UNBLOCK, &alarms, NULL);
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	read_rest(in, 4096, &out, &err);
	setitimer(ITIMER_REAL, &never, NULL);
	pthread_join(thread, NULL);
	ok(err.code == ERR_NONE && str_equal(buf_str(&out), want),
	    "%s: a slow pipe, interrupted by signals, is read", kind);
	inflate_close(in);
	buf_free(&out);
}

static void
a_pipe_is_not_waited_for(void)
{
	struct inflate *in;
	struct err err = { 0 };
	char out[100];
	int ends[2];

	if (pipe(ends) != 0)
		abort();
	in = inflate_open(ends[0], NULL);
	if (write(ends[1], hello.p, hello.n) != (ssize_t)hello.n)
		abort();
	ok(inflate_read(in, out, sizeof(out), &err) == 6,
	    "gzip: what has come is given, the writer still there");
	if (write(ends[1], world.p, world.n) != (ssize_t)world.n)
		abort();
	close(ends[1]);
	ok(inflate_seek(in, NULL, 8, &err) &&
	        inflate_read(in, out, sizeof(out), &err) == 4 &&
	        memcmp(out, "rld\n", 4) == 0,
	    "a place further on is reached by reading");
	inflate_close(in);
}

static void
blocks_come_back(void)
{
	struct buf text = { 0 };
	struct buf packed = { 0 };
	char *plain = malloc(100001);
	struct str block;

	add_text(&text, 100000);
	buf_add(&packed, STR("before"));
	deflate_block(buf_str(&text), &packed);
	ok(str_starts(buf_str(&packed), STR("before")), "it is appended");
	block = str_from(buf_str(&packed), 6);
	ok(block.n < 50000, "it is smaller");
	ok(inflate_block(block, 100000, plain) &&
	        memcmp(plain, text.p, 100000) == 0,
	    "it comes back");
	ok(!inflate_block(block, 99999, plain), "not as a shorter one");
	ok(!inflate_block(block, 100001, plain), "not as a longer one");
	ok(!inflate_block(str_head(block, block.n - 1), 100000, plain),
	    "not when it is cut");
	packed.p[8] ^= 0x55;
	ok(!inflate_block(block, 100000, plain) ||
	        memcmp(plain, text.p, 100000) != 0,
	    "not when it is damaged");
	buf_reset(&packed);
	deflate_block(STR(""), &packed);
	ok(inflate_block(buf_str(&packed), 0, plain), "nothing comes back");
	/* RFC 1951, section 3.2.4: the last block, stored, "hi". */
	ok(inflate_block(STR("\1\2\0\xfd\xff" "hi"), 2, plain) &&
	        memcmp(plain, "hi", 2) == 0,
	    "a block has no header of its own");
	free(plain);
	buf_free(&text);
	buf_free(&packed);
}

int
main(void)
{
	files_are_read();
	damage_is_told();
	limits_hold();
	memory_is_used_again();
	restarts_give_the_same_bytes();
	a_restart_skips_input(4 << 20, "one member");
	a_restart_skips_input(5000, "small members");
	seeks_end_at_the_end();
	pipes_are_read(hello, STR("hello\n"), "gzip");
	pipes_are_read(STR("hello, plain world\n"), STR("hello, plain world\n"),
	    "plain");
	a_pipe_is_not_waited_for();
	blocks_come_back();
	return done_testing();
}
