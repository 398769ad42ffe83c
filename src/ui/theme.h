/*
 * What things look like: a look is a meaning, a theme gives it colour and
 * attributes.  A cell may have several looks: attributes add up, the colour
 * is that of the last row of the table that has one.  A row with a background
 * drops what the rows before it gave, and keeps its text's colour from those
 * after it.  No look is needed to understand the screen: signs and words say
 * the same.
 *
 * A theme names the 16 ANSI colours, whose tints are the user's own.  Where a
 * terminal has 256, each becomes a shade of its hue that can be read on the
 * theme's background; where it has 8, the bright ones become bold.
 */
#ifndef UI_THEME_H
#define UI_THEME_H

#include <stdbool.h>
#include <stdint.h>

enum cell_look { /* bits of cell.looks; LOOK_PLAIN is none of them */
	LOOK_PLAIN = 0,
	LOOK_QUIET = 1 << 0,    /* step off, ruler, folded summary, key words */
	LOOK_TITLE = 1 << 1,    /* open tab, title of the focused pane */
	LOOK_FAILED = 1 << 2,   /* a call that failed */
	LOOK_SEVERE = 1 << 3,   /* finding critical, high; our own errors */
	LOOK_DAMAGED = 1 << 4,  /* finding medium, damaged input */
	LOOK_LOW = 1 << 5,      /* finding low */
	LOOK_NEW = 1 << 6,      /* new in scope */
	LOOK_MARK = 1 << 7,     /* mark, note, verdict */
	LOOK_LIVE = 1 << 8,
	LOOK_BAR = 1 << 9,      /* histogram and chart series 1 */
	LOOK_SERIES_2 = 1 << 10,
	LOOK_SERIES_3 = 1 << 11,
	LOOK_SERIES_4 = 1 << 12,
	LOOK_PLACE = 1 << 13,   /* cursor row of another pane */
	LOOK_CURSOR = 1 << 14,  /* cursor row of the focused pane */
	LOOK_CELL = 1 << 15,    /* the cell under the cursor */
	LOOK_MATCH = 1 << 16,   /* search match */
	LOOKS = 17,
};

#define COLOUR_DEFAULT (-1)
/* Pairs of colours that any set of looks can ask a theme for, at most. */
#define THEME_PAIRS_MAX 32

enum { STYLE_BOLD = 1, STYLE_REVERSE = 2, STYLE_UNDERLINE = 4, STYLE_DIM = 8 };

struct style {
	int16_t fg, bg; /* what a terminal calls it, or COLOUR_DEFAULT */
	uint8_t attributes;
};

struct theme;

/* NULL if there is no such theme. */
const struct theme *theme_find(const char *name);
/* The names of all with blanks between: "dark light contrast mono". */
const char *theme_names(void);

enum colour_when { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

/*
 * The theme to use.  name: --theme or NULL.  Mono when colour is never, or
 * auto and NO_COLOR (not empty) or TERM=vt100 or dumb asks for it; else the
 * named one; else light when COLORFGBG names a light background; else dark.
 */
const struct theme *theme_choose(const char *name, enum colour_when when);

/*
 * How cells with these looks (a set of enum cell_look) are drawn on a terminal
 * of so many colours, as its terminfo counts them; below 8 none is used, as in
 * mono.  Beyond 256 a number is red, green and blue but for the first 8: they
 * are used alone (terminfo of ncurses, "xterm-direct").  Constant time.
 */
struct style theme_style(const struct theme *t, unsigned looks, int colours);
bool theme_has_colour(const struct theme *t);
#endif
