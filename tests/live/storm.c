/*
 * Random keys, pastes, pointers and sizes, from a real terminal:
 *
 *	storm KEYS SEED DIR
 *
 * drives $SPOOR on DIR until it has had KEYS keys; a q or Q may end it, then
 * another one begins.  Says how many, and fails when one ends by itself, ends
 * with a status, does not answer ^L in ten seconds, does not end at Q, or
 * leaves the terminal other than it was.  The same seed gives the same keys.
 * What it saves and copies lies in the current directory.
 */
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>
#include "base/buf.h"
#include "base/timefmt.h"

#define ANSWER_MS 10000
#define LOADED_MS 300 /* quiet: nothing is loaded any more */
#define BURST 40 /* keys in one write, at most */

/* Keys of several bytes, as xterm sends them. */
static const char *const long_keys[] = { "\033", "\033[A", "\033[B", "\033[C",
	"\033[D", "\033[H", "\033[F", "\033[5~", "\033[6~", "\033[3~", "\033[Z",
	"\033OP", "\033OQ", "\033[12~", "\033[<0;20;10M\033[<0;20;10m",
	"\033[<0;14;1M\033[<0;14;1m", "\033[<0;20;2M\033[<32;30;2M\033[<0;30;2m",
	"\033[<2;30;9M\033[<2;30;9m", "\033[<64;20;10M", "\033[<65;20;10M",
	"\033[200~12:00 13:00\033[201~", "\033[200~a\033[31m\n|.*\033[201~",
	"\033[200~stats count(*) by eventName\033[201~",
	"filter eventName like /Get/", "stats count(*) by bin(1h)" };
#define LONG_KEYS (sizeof(long_keys) / sizeof(*long_keys))

struct hand {
	uint64_t random;
	unsigned long keys, keys_wanted;
	unsigned long sizes, starts;
	const char *dir;
	pid_t pid;
	int fd;
	struct termios before;
	struct buf said; /* the last of it */
};

_Noreturn static void
fail(const struct hand *h, const char *what)
{
	struct buf last = { 0 };
	size_t from = h->said.n > 2000 ? h->said.n - 2000 : 0;

	for (size_t i = from; i < h->said.n; i++)
		if (h->said.p[i] == '\033')
			buf_add(&last, STR("\\e"));
		else
			buf_byte(&last, h->said.p[i]);
	fprintf(stderr, "storm: after %lu keys: %s\n%.*s\n", h->keys, what,
	    (int)last.n, last.p);
	if (h->pid > 0)
		kill(h->pid, SIGKILL);
	exit(1);
}

/* Marsaglia, "Xorshift RNGs", 2003. */
static unsigned
dice(struct hand *h, unsigned sides)
{
	h->random ^= h->random << 13;
	h->random ^= h->random >> 7;
	h->random ^= h->random << 17;
	return (unsigned)(h->random >> 33) % sides;
}

/* Takes what was said within ms.  False: nothing was. */
static bool
hand_listen(struct hand *h, int ms)
{
	struct pollfd p = { .fd = h->fd, .events = POLLIN };
	ssize_t n;

	if (h->said.n > 1 << 20)
		buf_reset(&h->said);
	if (poll(&p, 1, ms) <= 0)
		return false;
	n = read(h->fd, buf_room(&h->said, 1 << 16), 1 << 16);
	if (n > 0)
		h->said.n += (size_t)n;
	return n > 0;
}

static bool
hand_hears(struct hand *h, const char *text)
{
	int64_t start = time_monotonic();

	while (str_find(buf_str(&h->said), str_of(text)) == h->said.n) {
		if (time_monotonic() - start > ANSWER_MS * US_PER_MS)
			return false;
		hand_listen(h, 20);
	}
	return true;
}

static void
hand_start(struct hand *h)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	const char *spoor = getenv("SPOOR");
	int other = -1;

	if (!spoor)
		fail(h, "SPOOR is not set");
	if (openpty(&h->fd, &other, NULL, NULL, &size) != 0 ||
	    tcgetattr(other, &h->before) != 0)
		fail(h, "no terminal");
	h->pid = fork();
	if (h->pid == 0) {
		login_tty(other);
		close(h->fd);
		setenv("TERM", "xterm-256color", 1);
		setenv("VISUAL", "true", 1);
		execl(spoor, spoor, h->dir, (char *)NULL);
		_exit(127);
	}
	if (h->pid < 0)
		fail(h, "no process");
	close(other);
	fcntl(h->fd, F_SETFL, O_NONBLOCK);
	h->starts++;
	/* Before it has the terminal a ^C is no key. */
	if (!hand_hears(h, "Events"))
		fail(h, "it shows nothing");
	while (hand_listen(h, LOADED_MS))
		;
}

/* True if it has ended, which it may. */
static bool
hand_ended(struct hand *h)
{
	struct termios now;
	char why[64];
	int status;
	bool left; /* the second screen */

	if (waitpid(h->pid, &status, WNOHANG) != h->pid)
		return false;
	while (hand_listen(h, 0))
		;
	h->pid = 0;
	left = str_find(buf_str(&h->said), STR("\033[?1049l")) < h->said.n;
	/* A ^C behind Q is the terminal's again. */
	if (WIFSIGNALED(status) && (WTERMSIG(status) != SIGINT || !left))
		fail(h, strsignal(WTERMSIG(status)));
	snprintf(why, sizeof(why), "it ended with %d", WEXITSTATUS(status));
	if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
		fail(h, why);
	if (tcgetattr(h->fd, &now) != 0 ||
	    now.c_lflag != h->before.c_lflag ||
	    now.c_iflag != h->before.c_iflag ||
	    now.c_oflag != h->before.c_oflag ||
	    memcmp(now.c_cc, h->before.c_cc, sizeof(now.c_cc)) != 0)
		fail(h, "the terminal is not as it was");
	if (!left)
		fail(h, "the second screen was not left");
	close(h->fd);
	buf_reset(&h->said);
	return true;
}

/* It has ended, and hand_ended() will say so. */
static bool
hand_is_gone(const struct hand *h)
{
	siginfo_t info = { 0 };

	return waitid(P_PID, (id_t)h->pid, &info,
	           WEXITED | WNOHANG | WNOWAIT) == 0 &&
	    info.si_pid == h->pid;
}

static void
hand_write(struct hand *h, const char *keys, size_t n)
{
	int64_t start = time_monotonic();
	size_t done = 0;

	while (done < n && !hand_is_gone(h)) {
		ssize_t w = write(h->fd, keys + done, n - done);

		done += w > 0 ? (size_t)w : 0;
		hand_listen(h, w > 0 ? 0 : 10);
		if (time_monotonic() - start > ANSWER_MS * US_PER_MS)
			fail(h, "it takes no keys");
	}
}

/* All but ^Z, which is the terminal's, and Q, which would end each soon. */
static void
keys_make(struct hand *h, struct buf *out)
{
	unsigned n = 1 + dice(h, BURST);

	for (unsigned i = 0; i < n; i++, h->keys++) {
		unsigned kind = dice(h, 16);
		char c = (char)(kind < 12 ? ' ' + dice(h, '~' - ' ' + 1)
		                          : 1 + dice(h, 26));

		if (kind == 15)
			buf_add(out,
			    str_of(long_keys[dice(h, LONG_KEYS)]));
		else if (kind == 14) /* out of prompts, which take the rest */
			buf_byte(out, '\033');
		else if (c == 'Q' || c == 'Z' - '@' ||
		    (c == 'q' && dice(h, 8)))
			buf_byte(out, 'j');
		else
			buf_byte(out, c);
	}
}

static void
size_change(struct hand *h, unsigned columns, unsigned rows)
{
	struct winsize size = { .ws_col = (unsigned short)columns,
		.ws_row = (unsigned short)rows };

	ioctl(h->fd, TIOCSWINSZ, &size);
	h->sizes++;
}

/* It is there, and draws. */
static void
hand_answers(struct hand *h)
{
	int64_t start = time_monotonic();

	size_change(h, 80, 24); /* one that is too small takes no keys */
	while (hand_listen(h, 5))
		;
	/* Behind an ESC that was typed one may be a part of a sequence. */
	for (unsigned turn = 0; !hand_listen(h, 20); turn++) {
		if (turn % 16 == 0)
			hand_write(h, "\014", 1);
		if (hand_ended(h)) {
			hand_start(h);
			return;
		}
		if (time_monotonic() - start > ANSWER_MS * US_PER_MS)
			fail(h, "it does not answer");
	}
}

static void
hand_end(struct hand *h)
{
	int64_t start = time_monotonic();

	/* A prompt takes Q as a letter: out of it first, and of its popup. */
	while (!hand_ended(h)) {
		hand_write(h, "\033", 1);
		for (int i = 0; i < 10; i++)
			hand_listen(h, 10);
		hand_write(h, "Q", 1);
		hand_listen(h, 100);
		if (time_monotonic() - start > ANSWER_MS * US_PER_MS)
			fail(h, "it does not end");
	}
}

int
main(int argc, char **argv)
{
	struct hand h = { 0 };
	struct buf keys = { 0 };

	if (argc != 4) {
		fputs("usage: storm KEYS SEED DIR\n", stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	h.keys_wanted = strtoul(argv[1], NULL, 10);
	h.random = strtoull(argv[2], NULL, 10) * 0x9e3779b97f4a7c15u + 1;
	h.dir = argv[3];
	hand_start(&h);
	for (unsigned long turn = 1; h.keys < h.keys_wanted; turn++) {
		buf_reset(&keys);
		keys_make(&h, &keys);
		hand_write(&h, keys.p, keys.n);
		hand_listen(&h, (int)dice(&h, 4));
		if (dice(&h, 4) == 0)
			size_change(&h, 1 + dice(&h, 200), 1 + dice(&h, 60));
		if (hand_ended(&h))
			hand_start(&h);
		else if (turn % 16 == 0)
			hand_answers(&h);
	}
	hand_end(&h);
	printf("%lu keys, %lu sizes, %lu starts\n", h.keys, h.sizes, h.starts);
	buf_free(&keys);
	buf_free(&h.said);
	return 0;
}
