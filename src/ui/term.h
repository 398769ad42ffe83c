/*
 * The terminal, and the only file that knows curses: shows a grid with few
 * bytes, gives keys, hears of sizes and signals, and puts the terminal back
 * as it was, whatever ends the program.
 *
 * While a terminal is open SIGWINCH, SIGTSTP, SIGCONT, SIGINT, SIGTERM and
 * SIGHUP are blocked in the calling thread and arrive at term_signal_fd(); ^C
 * is a key.  Other threads must block these signals: if one does not, those
 * that end the program still restore the terminal first.
 */
#ifndef UI_TERM_H
#define UI_TERM_H

#include <stdbool.h>
#include "base/err.h"
#include "ui/grid.h"
#include "ui/input.h"
#include "ui/theme.h"

struct term;

/* Standard output must be a terminal; keys come from standard input, or from
 * /dev/tty when that is none.  NULL on failure.  One at a time. */
struct term *term_open(const struct theme *theme, struct err *err);
/* Restores the terminal; t may be NULL. */
void term_close(struct term *t);

int term_key_fd(const struct term *t);
int term_signal_fd(const struct term *t);

/* Reads what was typed; call it when term_key_fd is readable.  False: the
 * terminal is gone. */
bool term_read(struct term *t, struct input *in);

enum term_event {
	TERM_NOTHING,
	TERM_RESIZED,
	TERM_RESUMED, /* after ^Z and fg: everything must be shown again */
	TERM_ENDED,   /* asked to end: *number is the signal */
};
/* Takes one signal; call it when term_signal_fd is readable.  On ^Z it
 * restores the terminal, stops, and comes back when continued. */
enum term_event term_signal(struct term *t, int *number);

void term_size(const struct term *t, int *columns, int *rows);

/* Gives the terminal to another program, as it was; takes it back.  Returns
 * the number of a signal that asked to end meanwhile, or 0. */
void term_leave(struct term *t);
int term_return(struct term *t);

/* Whether buttons and wheel are reported: keys of the name "Mouse".  Off at
 * first; a terminal without a mouse ignores it. */
void term_mouse(struct term *t, bool on);

/* Shows the grid; cells that are as before cost nothing, and when nothing
 * changed no byte is sent.  The grid has the terminal's size, or is clipped. */
void term_show(struct term *t, const struct grid *g);
/* Puts visible text into the terminal's clipboard, by OSC 52 (xterm control
 * sequences, "Operating System Commands"): the terminal may ignore it. */
void term_copy(struct term *t, struct str text);
/* The next term_show sends everything. */
void term_forget(struct term *t);
#endif
