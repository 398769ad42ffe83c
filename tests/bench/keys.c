/*
 * Drives $SPOOR in a terminal of 80x24 and measures what a person feels.
 *
 *	keys start DIR             seconds to the first screen and its events
 *	keys idle DIR              keys, bytes a step, bytes of nothing at all
 *	keys loading SECONDS DIR   keys in the first SECONDS after each start
 *	keys query SECONDS DIR     keys in the first SECONDS of a long query
 *	keys sheets DIR            keys that open sheets, move in them, leave
 *
 * A key's time is from its write to the terminal to the first byte back.
 * Prints measurements, one a line, "NAME VALUE": seconds, bytes.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/timefmt.h"

#define KEYS 500
#define STEPS 100
#define PAGES 30
#define IDLE_MS 3000
#define STARTS_MAX 200     /* as many as KEYS keys need */
#define ANSWER_MS 2000     /* a key without an answer has taken this long */
#define BETWEEN_MS 2       /* quiet before the next key of a fast hand */
#define SETTLED_MS 60      /* quiet after a step: its detail has been read */
#define LOADED_MS 1500     /* quiet: nothing is loaded or run any more */
#define LOADED_MAX_MS 120000

/* Every key changes the screen; all together lead back. */
static const char *const hand[] = { "j", "j", "k", "j", "l", "h", " ", "b",
	"k", "k" };
#define HAND (sizeof(hand) / sizeof(hand[0]))

/* Likewise, through what lies over the list: top values, menu, palette, copy,
 * tracks, columns, info, the fields of all events, surroundings, and
 * what failed compared with the rest. */
static const char *const over[] = { "t", "j", "j", "k", "s", "s", "s", "q", ".",
	"j", "k", "q", ":", "u", "t", "c", "\r", "y", "v", "0", "q",
	"C", "j", "k", "q", "i", "q", "2", "j", " ", "b", "1", "a", "[", "E",
	"D", "j", " ", "g", "q", "[" };
#define OVER (sizeof(over) / sizeof(over[0]))

/* No literal that every match needs: each record is read. */
#define LONG_QUERY                                                      \
	"filter @message like /(?i)(accessdenied|unauthorized).*(iam|s%u)/"

struct session {
	pid_t pid;
	int fd;
	int64_t start_us;
	struct buf said; /* since the last forget */
};

_Noreturn static void
fail(const char *what)
{
	fprintf(stderr, "keys: %s\n", what);
	exit(1);
}

static double
seconds_since(int64_t start_us)
{
	return (double)(time_monotonic() - start_us) / 1e6;
}

/* ---- the terminal -------------------------------------------------------- */

static void
session_start(struct session *s, const char *dir)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	const char *spoor = getenv("SPOOR");

	if (!spoor)
		fail("SPOOR is not set");
	s->start_us = time_monotonic();
	s->pid = forkpty(&s->fd, NULL, NULL, &size);
	if (s->pid < 0)
		fail("no terminal");
	if (s->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		execl(spoor, spoor, dir, (char *)NULL);
		_exit(127);
	}
	fcntl(s->fd, F_SETFL, O_NONBLOCK);
}

/* Waits for output up to ms and takes what is there.  False: none came. */
static bool
session_listen(struct session *s, int ms)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };
	ssize_t n;

	if (poll(&p, 1, ms) <= 0)
		return false;
	n = read(s->fd, buf_room(&s->said, 1 << 16), 1 << 16);
	if (n <= 0 && errno != EAGAIN)
		fail("spoor has ended");
	if (n > 0)
		s->said.n += (size_t)n;
	return n > 0;
}

/* Until nothing has come for ms, at most max_ms long. */
static void
session_settle(struct session *s, int ms, int max_ms)
{
	int64_t start = time_monotonic();

	while (session_listen(s, ms))
		if (time_monotonic() - start > max_ms * US_PER_MS)
			fail("the screen does not come to rest");
}

static void
session_type(struct session *s, const char *keys)
{
	if (write(s->fd, keys, strlen(keys)) != (ssize_t)strlen(keys))
		fail("the terminal takes no keys");
}

static void
session_end(struct session *s)
{
	int status;

	session_type(s, "Q");
	for (int i = 0; waitpid(s->pid, &status, WNOHANG) == 0; i++) {
		struct pollfd p = { .fd = s->fd, .events = POLLIN };

		if (i == 5000)
			kill(s->pid, SIGKILL);
		if (poll(&p, 1, 1) > 0 &&
		    read(s->fd, buf_room(&s->said, 4096), 4096) < 0)
			usleep(1000);
	}
	close(s->fd);
	buf_free(&s->said);
	*s = (struct session){ 0 };
}

/* An event's time of day, hh:mm:ss and a blank. */
static bool
shows_events(struct str text)
{
	static const char form[] = "dd:dd:dd ";
	size_t i, k;

	for (i = 0; i + sizeof(form) - 1 <= text.n; i++) {
		for (k = 0; k < sizeof(form) - 1; k++) {
			char c = text.p[i + k];

			if (form[k] == 'd' ? c < '0' || c > '9' : c != form[k])
				break;
		}
		if (k == sizeof(form) - 1)
			return true;
	}
	return false;
}

static void
session_wait_events(struct session *s)
{
	while (!shows_events(buf_str(&s->said)))
		if (!session_listen(s, ANSWER_MS))
			fail("no events on the screen");
}

/* ---- keys ---------------------------------------------------------------- */

struct times {
	double seconds[KEYS];
	size_t n, lost;
};

static void
key_time(struct session *s, const char *key, struct times *t)
{
	int64_t start = time_monotonic();

	buf_reset(&s->said);
	session_type(s, key);
	while (!session_listen(s, ANSWER_MS))
		if (seconds_since(start) * 1000 >= ANSWER_MS) {
			t->lost++;
			break;
		}
	t->seconds[t->n++] = seconds_since(start);
	while (session_listen(s, BETWEEN_MS) &&
	    seconds_since(start) * 1000 < ANSWER_MS)
		;
}

/* Until there are enough, or seconds have passed since start_us. */
static void
keys_time(struct session *s, struct times *t, int64_t start_us, double seconds)
{
	for (size_t i = 0; t->n < KEYS && seconds_since(start_us) < seconds;
	     i++)
		key_time(s, hand[i % HAND], t);
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
times_print(struct times *t, const char *name)
{
	if (t->n < KEYS)
		fail("too few keys were answered in time");
	qsort(t->seconds, t->n, sizeof(*t->seconds), compare);
	printf("%s.median %.6f\n", name, t->seconds[t->n / 2]);
	printf("%s.p99 %.6f\n", name, t->seconds[t->n * 99 / 100]);
	printf("%s.most %.6f\n", name, t->seconds[t->n - 1]);
	printf("%s.lost %zu\n", name, t->lost);
}

/* ---- what is measured ---------------------------------------------------- */

static void
start(double seconds, const char *dir)
{
	struct session s = { 0 };

	(void)seconds;
	session_start(&s, dir);
	while (str_find(buf_str(&s.said), STR("Events")) == s.said.n)
		if (!session_listen(&s, ANSWER_MS))
			fail("no screen");
	printf("screen %.6f\n", seconds_since(s.start_us));
	session_wait_events(&s);
	printf("events %.6f\n", seconds_since(s.start_us));
	session_end(&s);
}

/* Bytes that one key costs, everything that follows from it included. */
static void
bytes_print(struct session *s, const char *key, int times, const char *name)
{
	size_t sum = 0, most = 0;

	for (int i = 0; i < times; i++) {
		buf_reset(&s->said);
		session_type(s, key);
		session_settle(s, SETTLED_MS, LOADED_MAX_MS);
		sum += s->said.n;
		if (s->said.n > most)
			most = s->said.n;
	}
	printf("%s.mean %.0f\n", name, (double)sum / times);
	printf("%s.most %zu\n", name, most);
}

static void
idle(double seconds, const char *dir)
{
	struct session s = { 0 };
	struct times t = { 0 };
	int64_t begin;

	(void)seconds;
	session_start(&s, dir);
	session_wait_events(&s);
	session_settle(&s, LOADED_MS, LOADED_MAX_MS);
	keys_time(&s, &t, time_monotonic(), 3600);
	times_print(&t, "idle");
	session_settle(&s, LOADED_MS, LOADED_MAX_MS);
	bytes_print(&s, " ", PAGES, "page");
	session_type(&s, "g");
	session_settle(&s, LOADED_MS, LOADED_MAX_MS);
	bytes_print(&s, "j", STEPS, "step");
	session_type(&s, "g\r");
	session_settle(&s, LOADED_MS, LOADED_MAX_MS);
	bytes_print(&s, "j", STEPS, "detail");
	session_settle(&s, LOADED_MS, LOADED_MAX_MS);
	buf_reset(&s.said);
	begin = time_monotonic();
	while (seconds_since(begin) * 1000 < IDLE_MS)
		session_listen(&s, IDLE_MS);
	printf("idle.bytes %zu\n", s.said.n);
	session_end(&s);
}

/* Each sheet has the time to come before the next key. */
static void
sheets(double seconds, const char *dir)
{
	struct session s = { 0 };
	struct times t = { 0 };

	(void)seconds;
	session_start(&s, dir);
	session_wait_events(&s);
	session_type(&s, "l"); /* a cell */
	session_settle(&s, LOADED_MS, LOADED_MAX_MS);
	for (size_t i = 0; t.n < KEYS; i++) {
		const char *key = over[i % OVER];

		key_time(&s, key, &t);
		session_settle(&s, *key == 'D' ? LOADED_MS : SETTLED_MS,
		    LOADED_MAX_MS);
	}
	times_print(&t, "sheets");
	session_end(&s);
}

static void
loading(double seconds, const char *dir)
{
	struct times t = { 0 };

	for (int i = 0; i < STARTS_MAX && t.n < KEYS; i++) {
		struct session s = { 0 };

		session_start(&s, dir);
		session_wait_events(&s);
		keys_time(&s, &t, s.start_us, seconds);
		session_end(&s);
	}
	times_print(&t, "loading");
}

/* Each time another query, so that no answer is at hand. */
static void
query(double seconds, const char *dir)
{
	struct session s = { 0 };
	struct times t = { 0 };
	struct buf text = { 0 };

	session_start(&s, dir);
	session_wait_events(&s);
	for (unsigned i = 0; i < STARTS_MAX && t.n < KEYS; i++) {
		session_settle(&s, LOADED_MS, LOADED_MAX_MS);
		session_type(&s, ";");
		session_settle(&s, SETTLED_MS, LOADED_MAX_MS);
		session_type(&s, "\025"); /* ^U: what was there goes */
		buf_reset(&text);
		buf_printf(&text, LONG_QUERY, i);
		buf_add(&text, (struct str){ "\0", 1 });
		session_type(&s, text.p);
		session_settle(&s, SETTLED_MS, LOADED_MAX_MS);
		session_type(&s, "\r");
		keys_time(&s, &t, time_monotonic(), seconds);
		session_type(&s, "\003"); /* ^C: it need not end */
	}
	times_print(&t, "query");
	buf_free(&text);
	session_end(&s);
}

static const struct mode {
	const char *name;
	int arguments;
	void (*run)(double seconds, const char *dir);
} modes[] = {
	{ "start", 1, start },
	{ "idle", 1, idle },
	{ "sheets", 1, sheets },
	{ "loading", 2, loading },
	{ "query", 2, query },
};

int
main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (argc >= 2 && strcmp(argv[1], modes[i].name) == 0 &&
		    argc == 2 + modes[i].arguments) {
			modes[i].run(atof(argv[2]), argv[argc - 1]);
			return 0;
		}
	fputs("usage: keys start|idle|sheets DIR\n"
	      "       keys loading|query SECONDS DIR\n", stderr);
	return 2;
}
