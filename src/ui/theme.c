#include "ui/theme.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { ANSI_COLOURS = 16 };

struct theme {
	const char *name;
	bool colour;
	struct style styles[LOOKS]; /* in ANSI colours, by the bit of the look */
	/* with 256 colours: for each ANSI colour that the styles have, and the
	 * grey that dim is then */
	uint8_t shades[ANSI_COLOURS], grey;
};

/* ANSI colours: 1 red, 2 green, 3 yellow, 4 blue, 5 magenta, 6 cyan; + 8 is
 * the bright one. */
enum {
	BOLD = STYLE_BOLD,
	REVERSE = STYLE_REVERSE,
	UNDER = STYLE_UNDERLINE,
	DIM = STYLE_DIM,
	NONE = COLOUR_DEFAULT
};

/* clang-format off */
static const struct theme themes[] = {
	{ .name = "dark", .colour = true, .styles = {
		/* quiet   */ { NONE, NONE, DIM },
		/* title   */ { NONE, NONE, BOLD },
		/* failed  */ { 9, NONE, 0 },
		/* severe  */ { 9, NONE, BOLD },
		/* damaged */ { 11, NONE, 0 },
		/* low     */ { 14, NONE, 0 },
		/* new     */ { 14, NONE, 0 },
		/* mark    */ { 11, NONE, 0 },
		/* live    */ { 10, NONE, 0 },
		/* bar     */ { 12, NONE, 0 },
		/* 2       */ { 10, NONE, 0 },
		/* 3       */ { 11, NONE, 0 },
		/* 4       */ { 13, NONE, 0 },
		/* place   */ { NONE, NONE, BOLD },
		/* cursor  */ { NONE, NONE, REVERSE },
		/* cell    */ { NONE, NONE, REVERSE | UNDER },
		/* match   */ { 11, NONE, UNDER } },
	  .shades = { [9] = 203, [10] = 77, [11] = 220, [12] = 111,
		[13] = 207, [14] = 80 }, .grey = 245 },
	{ .name = "light", .colour = true, .styles = {
		/* quiet   */ { NONE, NONE, DIM },
		/* title   */ { NONE, NONE, BOLD },
		/* failed  */ { 1, NONE, 0 },
		/* severe  */ { 1, NONE, BOLD },
		/* damaged */ { 5, NONE, 0 },
		/* low     */ { 4, NONE, 0 },
		/* new     */ { 4, NONE, 0 },
		/* mark    */ { 5, NONE, 0 },
		/* live    */ { 2, NONE, 0 },
		/* bar     */ { 4, NONE, 0 },
		/* 2       */ { 2, NONE, 0 },
		/* 3       */ { 5, NONE, 0 },
		/* 4       */ { 6, NONE, 0 },
		/* place   */ { NONE, NONE, BOLD },
		/* cursor  */ { NONE, NONE, REVERSE },
		/* cell    */ { NONE, NONE, REVERSE | UNDER },
		/* match   */ { 5, NONE, UNDER } },
	  .shades = { [1] = 124, [2] = 28, [4] = 26, [5] = 127, [6] = 23 },
	  .grey = 241 },
	{ .name = "contrast", .colour = true, .styles = {
		/* quiet   */ { NONE, NONE, 0 },
		/* title   */ { 15, NONE, BOLD },
		/* failed  */ { 9, NONE, BOLD },
		/* severe  */ { 15, 1, 0 },
		/* damaged */ { 11, NONE, BOLD },
		/* low     */ { 14, NONE, BOLD },
		/* new     */ { 14, NONE, BOLD },
		/* mark    */ { 11, NONE, BOLD },
		/* live    */ { 10, NONE, BOLD },
		/* bar     */ { 12, NONE, BOLD },
		/* 2       */ { 10, NONE, BOLD },
		/* 3       */ { 11, NONE, BOLD },
		/* 4       */ { 13, NONE, BOLD },
		/* place   */ { NONE, NONE, BOLD },
		/* cursor  */ { 0, 15, 0 },
		/* cell    */ { 0, 15, UNDER },
		/* match   */ { 0, 11, UNDER } },
	  .shades = { [0] = 16, [1] = 124, [9] = 203, [10] = 83, [11] = 226,
		[12] = 111, [13] = 213, [14] = 87, [15] = 231 } },
	{ .name = "mono", .colour = false, .styles = {
		/* quiet   */ { NONE, NONE, DIM },
		/* title   */ { NONE, NONE, BOLD },
		/* failed  */ { NONE, NONE, BOLD },
		/* severe  */ { NONE, NONE, BOLD },
		/* damaged */ { NONE, NONE, BOLD },
		/* low     */ { NONE, NONE, 0 },
		/* new     */ { NONE, NONE, UNDER },
		/* mark    */ { NONE, NONE, BOLD },
		/* live    */ { NONE, NONE, BOLD },
		/* bar     */ { NONE, NONE, 0 },
		/* 2       */ { NONE, NONE, 0 },
		/* 3       */ { NONE, NONE, 0 },
		/* 4       */ { NONE, NONE, 0 },
		/* place   */ { NONE, NONE, BOLD },
		/* cursor  */ { NONE, NONE, REVERSE },
		/* cell    */ { NONE, NONE, REVERSE | UNDER },
		/* match   */ { NONE, NONE, UNDER } } },
};
/* clang-format on */

const struct theme *
theme_find(const char *name)
{
	for (size_t i = 0; i < sizeof(themes) / sizeof(themes[0]); i++)
		if (strcmp(themes[i].name, name) == 0)
			return &themes[i];
	return NULL;
}

const char *
theme_names(void)
{
	return "dark light contrast mono";
}

/* COLORFGBG is "fg;bg" or "fg;other;bg", set by rxvt, Konsole and others:
 * 7 and 9-15 are light backgrounds. */
static bool
background_is_light(void)
{
	const char *colours = getenv("COLORFGBG");
	const char *last = colours ? strrchr(colours, ';') : NULL;
	int bg = last ? atoi(last + 1) : 0;

	return bg == 7 || (bg >= 9 && bg <= 15);
}

static bool
environment_is_mono(void)
{
	const char *no_colour = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (no_colour && *no_colour)
		return true;
	return !term || strcmp(term, "vt100") == 0 || strcmp(term, "dumb") == 0;
}

const struct theme *
theme_choose(const char *name, enum colour_when when)
{
	const struct theme *named = name ? theme_find(name) : NULL;

	if (when == COLOUR_NEVER ||
	    (when == COLOUR_AUTO && environment_is_mono()))
		return theme_find("mono");
	if (named)
		return named;
	return theme_find(background_is_light() ? "light" : "dark");
}

static struct style
style_of(const struct theme *t, unsigned looks)
{
	struct style style = { COLOUR_DEFAULT, COLOUR_DEFAULT, 0 };

	for (unsigned i = 0; i < LOOKS; i++) {
		const struct style *s = &t->styles[i];

		if (!(looks & 1u << i))
			continue;
		if (s->bg != COLOUR_DEFAULT) {
			style = *s;
			continue;
		}
		style.attributes |= s->attributes;
		if (s->fg != COLOUR_DEFAULT && style.bg == COLOUR_DEFAULT)
			style.fg = s->fg;
	}
	return style;
}

static int16_t
shade(const struct theme *t, int16_t colour)
{
	return colour == COLOUR_DEFAULT ? colour : t->shades[colour];
}

static struct style
fit_256(const struct theme *t, struct style s)
{
	s.fg = shade(t, s.fg);
	s.bg = shade(t, s.bg);
	if (s.attributes & STYLE_DIM && s.fg == COLOUR_DEFAULT)
		s.fg = t->grey;
	s.attributes &= (uint8_t)~STYLE_DIM;
	return s;
}

/* A bright background is the plain one: bold is the text's alone. */
static struct style
fit_8(struct style s)
{
	if (s.fg >= 8) {
		s.fg = (int16_t)(s.fg - 8);
		s.attributes |= STYLE_BOLD;
	}
	if (s.bg >= 8)
		s.bg = (int16_t)(s.bg - 8);
	return s;
}

struct style
theme_style(const struct theme *t, unsigned looks, int colours)
{
	if (!t->colour || colours < 8)
		return style_of(theme_find("mono"), looks);
	if (colours == 256)
		return fit_256(t, style_of(t, looks));
	if (colours < 16 || colours > 256)
		return fit_8(style_of(t, looks));
	return style_of(t, looks);
}

bool
theme_has_colour(const struct theme *t)
{
	return t->colour;
}
