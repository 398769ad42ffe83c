#include "ui/theme.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct theme {
	const char *name;
	bool colour;
	struct style styles[LOOKS]; /* by the bit of the look */
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
		/* cursor  */ { NONE, NONE, REVERSE },
		/* place   */ { NONE, NONE, BOLD },
		/* cell    */ { NONE, NONE, REVERSE | UNDER },
		/* match   */ { 11, NONE, UNDER },
		/* bar     */ { 12, NONE, 0 },
		/* 2       */ { 10, NONE, 0 },
		/* 3       */ { 11, NONE, 0 },
		/* 4       */ { 13, NONE, 0 } } },
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
		/* cursor  */ { NONE, NONE, REVERSE },
		/* place   */ { NONE, NONE, BOLD },
		/* cell    */ { NONE, NONE, REVERSE | UNDER },
		/* match   */ { 5, NONE, UNDER },
		/* bar     */ { 4, NONE, 0 },
		/* 2       */ { 2, NONE, 0 },
		/* 3       */ { 5, NONE, 0 },
		/* 4       */ { 6, NONE, 0 } } },
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
		/* cursor  */ { 0, 15, 0 },
		/* place   */ { NONE, NONE, BOLD },
		/* cell    */ { 0, 15, UNDER },
		/* match   */ { 0, 11, UNDER },
		/* bar     */ { 12, NONE, BOLD },
		/* 2       */ { 10, NONE, BOLD },
		/* 3       */ { 11, NONE, BOLD },
		/* 4       */ { 13, NONE, BOLD } } },
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
		/* cursor  */ { NONE, NONE, REVERSE },
		/* place   */ { NONE, NONE, BOLD },
		/* cell    */ { NONE, NONE, REVERSE | UNDER },
		/* match   */ { NONE, NONE, UNDER },
		/* bar     */ { NONE, NONE, 0 },
		/* 2       */ { NONE, NONE, 0 },
		/* 3       */ { NONE, NONE, 0 },
		/* 4       */ { NONE, NONE, 0 } } },
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

struct style
theme_style(const struct theme *t, unsigned looks)
{
	struct style style = { COLOUR_DEFAULT, COLOUR_DEFAULT, 0 };

	for (unsigned i = 0; i < LOOKS; i++) {
		const struct style *s = &t->styles[i];

		if (!(looks & 1u << i))
			continue;
		style.attributes |= s->attributes;
		if (s->fg != COLOUR_DEFAULT)
			style.fg = s->fg;
		if (s->bg != COLOUR_DEFAULT)
			style.bg = s->bg;
	}
	return style;
}

bool
theme_has_colour(const struct theme *t)
{
	return t->colour;
}
