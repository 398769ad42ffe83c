#include "ui/term.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>
#include "base/arena.h"

struct term {
	const struct theme *theme;
	int colours; /* 0: none are used */
	SCREEN *screen;
	FILE *in, *out;
	int signal_fd;
	bool mouse;       /* reports are on */
	bool mouse_after; /* when it is returned to */
	sigset_t mask_before;
	struct grid shown; /* what curses was told last */
	struct pair {
		int16_t fg, bg;
	} pairs[THEME_PAIRS_MAX]; /* pair i + 1 of curses */
	int n_pairs;
};

/*
 * How the terminal was, for the moment when nothing else works any more:
 * written once by term_open, read by restore(), which a signal handler may
 * call.
 */
static struct {
	volatile sig_atomic_t open;
	int keys_fd, show_fd;
	struct termios modes; /* of keys_fd */
	char bytes[256];      /* ends paste marks, colours, second screen */
	size_t n;
} saved;

static const int handed_over[] = { SIGWINCH, SIGTSTP, SIGCONT, SIGINT, SIGTERM,
	SIGHUP };

/* What ends the program without asking; the handlers before ours (those of
 * a sanitizer, say) get the signal after us. */
static const int deadly[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGQUIT,
	SIGINT, SIGTERM, SIGHUP };
#define DEADLY (sizeof(deadly) / sizeof(deadly[0]))
static struct sigaction before[DEADLY];

/* Async-signal-safe. */
static void
restore(void)
{
	size_t done = 0;

	if (!saved.open)
		return;
	saved.open = 0;
	while (done < saved.n) {
		ssize_t n =
		    write(saved.show_fd, saved.bytes + done, saved.n - done);

		if (n <= 0 && errno != EINTR)
			break;
		done += n > 0 ? (size_t)n : 0;
	}
	tcsetattr(saved.keys_fd, TCSANOW, &saved.modes);
}

static void
on_deadly(int number)
{
	restore();
	for (size_t i = 0; i < DEADLY; i++)
		if (deadly[i] == number)
			sigaction(number, &before[i], NULL);
	raise(number);
}

/* Appends a terminfo string without its padding ("$<2>"). */
static void
saved_add(const char *capability)
{
	while (capability && *capability && saved.n < sizeof(saved.bytes)) {
		if (capability[0] == '$' && capability[1] == '<') {
			capability = strchr(capability, '>');
			if (!capability)
				return;
			capability++;
			continue;
		}
		saved.bytes[saved.n++] = *capability++;
	}
}

/* The string of that name, or NULL: terminfo has two ways to say no. */
static char *
capability_find(const char *name)
{
	char *text = tigetstr(name);

	return text == (char *)-1 ? NULL : text;
}

/* BE and BD are the user-defined capabilities for bracketed paste. */
static void
capability_send(const struct term *t, const char *name)
{
	char *text = capability_find(name);

	if (!text)
		return;
	fputs(text, t->out);
	fflush(t->out);
}

/* Buttons, motion while one is held; coordinates in decimal. */
#define MOUSE_ON "\033[?1002h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1002l"

void
term_mouse(struct term *t, bool on)
{
	if (t->mouse == on || !capability_find("kmous"))
		return;
	t->mouse = on;
	fputs(on ? MOUSE_ON : MOUSE_OFF, t->out);
	fflush(t->out);
}

static void
save_terminal(const struct term *t)
{
	char *second_screen_off = capability_find("rmcup");

	saved.keys_fd = fileno(t->in);
	saved.show_fd = fileno(t->out);
	saved.n = 0;
	saved_add(capability_find("BD"));
	if (capability_find("kmous"))
		saved_add(MOUSE_OFF);
	saved_add(capability_find("sgr0"));
	saved_add(capability_find("cnorm"));
	saved_add(second_screen_off ? second_screen_off : "\r\n");
	saved.open = 1;
}

/* Called before curses is, which has handlers of its own. */
static void
handlers_keep(void)
{
	for (size_t i = 0; i < DEADLY; i++)
		sigaction(deadly[i], NULL, &before[i]);
}

static void
handlers_set(void)
{
	struct sigaction action = { .sa_handler = on_deadly,
		.sa_flags = SA_NODEFER };

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < DEADLY; i++)
		sigaction(deadly[i], &action, NULL);
	bug_on_exit(restore);
}

static void
handlers_reset(void)
{
	bug_on_exit(NULL);
	for (size_t i = 0; i < DEADLY; i++)
		sigaction(deadly[i], &before[i], NULL);
}

/* Keys come one by one and unechoed; ^C and ^\ are keys; ^Z stays the
 * terminal's; ^S and ^Q do not stop the output. */
static void
modes_set(int fd)
{
	struct termios modes;

	if (tcgetattr(fd, &modes) != 0)
		return;
	modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO | IEXTEN);
	modes.c_lflag |= ISIG;
	modes.c_iflag &= ~(tcflag_t)(IXON | ICRNL | INLCR);
	modes.c_cc[VINTR] = _POSIX_VDISABLE;
	modes.c_cc[VQUIT] = _POSIX_VDISABLE;
	modes.c_cc[VMIN] = 1;
	modes.c_cc[VTIME] = 0;
	tcsetattr(fd, TCSADRAIN, &modes);
}

static void
curses_start(struct term *t)
{
	cbreak();
	noecho();
	nonl();
	leaveok(stdscr, FALSE);
	scrollok(stdscr, FALSE);
	idlok(stdscr, TRUE);
	if (theme_has_colour(t->theme) && has_colors()) {
		start_color();
		use_default_colors();
		t->colours = COLORS;
	}
	modes_set(fileno(t->in));
	def_prog_mode();
	capability_send(t, "BE");
}

static FILE *
stream_open(int fd, const char *mode)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	FILE *f = copy < 0 ? NULL : fdopen(copy, mode);

	if (!f && copy >= 0)
		close(copy);
	return f;
}

static FILE *
keyboard_open(void)
{
	if (isatty(STDIN_FILENO))
		return stream_open(STDIN_FILENO, "r");
	return fopen("/dev/tty", "re");
}

static bool
signals_open(struct term *t, struct err *err)
{
	sigset_t mask;

	sigemptyset(&mask);
	for (size_t i = 0; i < sizeof(handed_over) / sizeof(handed_over[0]);
	     i++)
		sigaddset(&mask, handed_over[i]);
	t->signal_fd = signalfd(-1, &mask, SFD_NONBLOCK | SFD_CLOEXEC);
	if (t->signal_fd < 0)
		return err_system(err, "signals");
	sigprocmask(SIG_BLOCK, &mask, &t->mask_before);
	return true;
}

static bool
streams_open(struct term *t, struct err *err)
{
	if (!isatty(STDOUT_FILENO))
		return err_set(err, ERR_USAGE,
		    "standard output is no terminal");
	t->out = stream_open(STDOUT_FILENO, "w");
	t->in = keyboard_open();
	if (!t->out || !t->in)
		return err_system(err, "no keyboard: /dev/tty");
	if (tcgetattr(fileno(t->in), &saved.modes) != 0)
		return err_system(err, "terminal");
	return true;
}

static bool
screen_open(struct term *t, struct err *err)
{
	const char *type = getenv("TERM");

	if (!type || !*type)
		return err_set(err, ERR_USAGE,
		    "TERM is not set, want the terminal's type");
	t->screen = newterm(type, t->out, t->in);
	if (!t->screen)
		return err_set(err, ERR_USAGE,
		    "TERM is %s, of which nothing is known here", type);
	if (capability_find("cup"))
		return true;
	endwin();
	delscreen(t->screen);
	t->screen = NULL;
	return err_set(err, ERR_USAGE,
	    "TERM is %s, a terminal that cannot place its cursor", type);
}

struct term *
term_open(const struct theme *theme, struct err *err)
{
	struct term *t = mem_zero(1, sizeof(*t));

	t->theme = theme;
	t->signal_fd = -1;
	handlers_keep();
	if (!streams_open(t, err) || !signals_open(t, err) ||
	    !screen_open(t, err)) {
		term_close(t);
		return NULL;
	}
	save_terminal(t);
	handlers_set();
	curses_start(t);
	return t;
}

void
term_close(struct term *t)
{
	if (!t)
		return;
	if (t->screen) {
		term_mouse(t, false);
		capability_send(t, "BD");
		endwin();
		tcsetattr(fileno(t->in), TCSADRAIN, &saved.modes);
		saved.open = 0;
		handlers_reset();
		delscreen(t->screen);
	}
	if (t->signal_fd >= 0) {
		close(t->signal_fd);
		sigprocmask(SIG_SETMASK, &t->mask_before, NULL);
	}
	if (t->in)
		fclose(t->in);
	if (t->out)
		fclose(t->out);
	grid_release(&t->shown);
	free(t);
}

int
term_key_fd(const struct term *t)
{
	return fileno(t->in);
}

int
term_signal_fd(const struct term *t)
{
	return t->signal_fd;
}

bool
term_read(struct term *t, struct input *in)
{
	size_t room;
	char *p = input_room(in, &room);
	ssize_t n;

	if (room == 0)
		return true;
	n = read(fileno(t->in), p, room);
	if (n > 0)
		input_added(in, (size_t)n);
	return n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN));
}

void
term_size(const struct term *t, int *columns, int *rows)
{
	struct winsize size;

	if (ioctl(fileno(t->out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0 &&
	    size.ws_row > 0) {
		*columns = size.ws_col;
		*rows = size.ws_row;
	} else {
		*columns = COLS;
		*rows = LINES;
	}
}

/* As the kernel does it: in an orphaned process group nothing stops. */
static void
stop_until_continued(void)
{
	struct sigaction by_default = { .sa_handler = SIG_DFL }, old;
	sigset_t stop, mask;

	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	sigaction(SIGTSTP, &by_default, &old);
	raise(SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &stop, &mask); /* stops here */
	sigprocmask(SIG_SETMASK, &mask, NULL);
	sigaction(SIGTSTP, &old, NULL);
	sigemptyset(&stop);
	sigaddset(&stop, SIGCONT);
	sigtimedwait(&stop, NULL, &(struct timespec){ 0 });
}

void
term_leave(struct term *t)
{
	t->mouse_after = t->mouse;
	term_mouse(t, false);
	capability_send(t, "BD");
	endwin();
	tcsetattr(fileno(t->in), TCSADRAIN, &saved.modes);
}

static void
come_back(struct term *t)
{
	reset_prog_mode();
	modes_set(fileno(t->in));
	capability_send(t, "BE");
	term_mouse(t, t->mouse_after);
	term_forget(t);
}

/* What was typed for the other program was no key of ours. */
int
term_return(struct term *t)
{
	struct signalfd_siginfo info;
	int ends = 0;

	while (read(t->signal_fd, &info, sizeof(info)) == sizeof(info))
		if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGHUP)
			ends = (int)info.ssi_signo;
	come_back(t);
	return ends;
}

static void
suspend(struct term *t)
{
	term_leave(t);
	stop_until_continued();
	come_back(t);
}

enum term_event
term_signal(struct term *t, int *number)
{
	struct signalfd_siginfo info;

	if (read(t->signal_fd, &info, sizeof(info)) != sizeof(info))
		return TERM_NOTHING;
	*number = (int)info.ssi_signo;
	switch (*number) {
	case SIGWINCH:
		return TERM_RESIZED;
	case SIGTSTP:
		suspend(t);
		return TERM_RESUMED;
	case SIGCONT: /* after a SIGSTOP: the shell may have set its modes */
		reset_prog_mode();
		term_forget(t);
		return TERM_RESUMED;
	default:
		return TERM_ENDED;
	}
}

/* RFC 4648, section 4 */
static void
base64(struct str s, struct buf *out)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < s.n; i += 3) {
		uint32_t bits = (uint32_t)(unsigned char)s.p[i] << 16;
		size_t n = s.n - i < 3 ? s.n - i : 3;

		if (n > 1)
			bits |= (uint32_t)(unsigned char)s.p[i + 1] << 8;
		if (n > 2)
			bits |= (unsigned char)s.p[i + 2];
		for (size_t k = 0; k < 4; k++)
			buf_byte(out,
			    k <= n ? digits[bits >> (18 - 6 * k) & 63] : '=');
	}
}

void
term_copy(struct term *t, struct str text)
{
	struct buf b = { 0 };

	buf_add(&b, STR("\033]52;c;"));
	base64(text, &b);
	buf_byte(&b, '\a');
	fwrite(b.p, 1, b.n, t->out);
	fflush(t->out);
	buf_free(&b);
}

void
term_forget(struct term *t)
{
	grid_release(&t->shown);
	clearok(curscr, TRUE);
}

static short
pair_find(struct term *t, int16_t fg, int16_t bg)
{
	if (fg == COLOUR_DEFAULT && bg == COLOUR_DEFAULT)
		return 0;
	for (int i = 0; i < t->n_pairs; i++)
		if (t->pairs[i].fg == fg && t->pairs[i].bg == bg)
			return (short)(i + 1);
	if (t->n_pairs == THEME_PAIRS_MAX || t->n_pairs + 1 >= COLOR_PAIRS)
		return 0;
	t->pairs[t->n_pairs++] = (struct pair){ fg, bg };
	init_pair((short)t->n_pairs, fg, bg);
	return (short)t->n_pairs;
}

static attr_t
style_find(struct term *t, unsigned looks, short *pair)
{
	struct style s = theme_style(t->theme, looks, t->colours);
	attr_t attributes = A_NORMAL;

	if (s.attributes & STYLE_BOLD)
		attributes |= A_BOLD;
	if (s.attributes & STYLE_REVERSE)
		attributes |= A_REVERSE;
	if (s.attributes & STYLE_UNDERLINE)
		attributes |= A_UNDERLINE;
	if (s.attributes & STYLE_DIM)
		attributes |= A_DIM;
	*pair = pair_find(t, s.fg, s.bg);
	return attributes;
}

static bool
cell_equal(const struct cell *a, const struct cell *b)
{
	return a->c == b->c && a->looks == b->looks && a->width == b->width &&
	       a->n_marks == b->n_marks &&
	       memcmp(a->marks, b->marks, sizeof(a->marks)) == 0;
}

static void
cell_show(struct term *t, int row, int column, const struct cell *cell)
{
	wchar_t text[GRID_MARKS + 2] = { (wchar_t)cell->c };
	cchar_t c;
	short pair;
	attr_t attributes = style_find(t, cell->looks, &pair);

	for (unsigned i = 0; i < cell->n_marks; i++)
		text[1 + i] = (wchar_t)cell->marks[i];
	if (setcchar(&c, text, attributes, pair, NULL) == OK)
		mvadd_wch(row, column, &c);
}

void
term_show(struct term *t, const struct grid *g)
{
	bool same_size =
	    t->shown.columns == g->columns && t->shown.rows == g->rows;

	if (!same_size) {
		if (LINES != g->rows || COLS != g->columns)
			resizeterm(g->rows, g->columns);
		clearok(curscr, TRUE);
		erase();
		grid_resize(&t->shown, g->columns, g->rows);
	}
	for (int row = 0; row < g->rows; row++)
		for (int column = 0; column < g->columns; column++) {
			const struct cell *cell = grid_at(g, row, column);

			if (cell->width > 0 &&
			    (!same_size || !cell_equal(cell, grid_at(&t->shown,
								 row, column))))
				cell_show(t, row, column, cell);
		}
	memcpy(t->shown.cells, g->cells,
	    (size_t)g->rows * (size_t)g->columns * sizeof(*g->cells));
	move(g->cursor_row, g->cursor_column);
	refresh();
}
