/*
 * ui/theme.h: what can be read on what.
 *
 * Shades are those of xterm's palette of 256 (256colres.pl in its sources);
 * whether text can be read is WCAG 2.2's contrast ratio ("relative luminance",
 * "contrast ratio" in its definitions), at least 4.5 (success criterion 1.4.3)
 * and for the theme of high contrast 7 (1.4.6).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "tap.h"
#include "ui/theme.h"

enum { BLACK = 16, WHITE = 231 }; /* of the palette, both in the cube */

struct rgb {
	double r, g, b; /* 0 to 255 */
};

/* The six levels of the cube. */
static double
level(int i)
{
	return i == 0 ? 0 : 55 + 40 * i;
}

/* 16..231 a cube of red, green, blue; 232..255 greys. */
static struct rgb
shade_rgb(int colour)
{
	int i = colour - 16;
	double grey = 8 + 10 * (colour - 232);

	if (colour >= 232)
		return (struct rgb){ grey, grey, grey };
	return (struct rgb){ level(i / 36), level(i / 6 % 6), level(i % 6) };
}

/* The ANSI colours as xterm has them (XTerm-col.ad); users have others. */
static struct rgb
ansi_rgb(int colour)
{
	static const struct rgb colours[] = { { 0, 0, 0 }, { 205, 0, 0 },
		{ 0, 205, 0 }, { 205, 205, 0 }, { 0, 0, 238 }, { 205, 0, 205 },
		{ 0, 205, 205 }, { 229, 229, 229 }, { 127, 127, 127 },
		{ 255, 0, 0 }, { 0, 255, 0 }, { 255, 255, 0 }, { 92, 92, 255 },
		{ 255, 0, 255 }, { 0, 255, 255 }, { 255, 255, 255 } };

	return colours[colour];
}

static double
linear(double c)
{
	c /= 255;
	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double
luminance(struct rgb c)
{
	return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) +
	       0.0722 * linear(c.b);
}

static double
contrast(struct rgb a, struct rgb b)
{
	double x = luminance(a), y = luminance(b);

	return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

/* Degrees of the colour circle, red at 0 (HSV); c is no grey. */
static double
hue(struct rgb c)
{
	double most = fmax(c.r, fmax(c.g, c.b));
	double span = most - fmin(c.r, fmin(c.g, c.b));
	double sixths = most == c.r   ? fmod((c.g - c.b) / span + 6, 6)
			: most == c.g ? (c.b - c.r) / span + 2
				      : (c.r - c.g) / span + 4;

	return 60 * sixths;
}

static bool
is_grey(struct rgb c)
{
	return c.r == c.g && c.g == c.b;
}

static const struct {
	const char *name;
	int text, background;
	double least;
} themes[] = {
	{ "dark", WHITE, BLACK, 4.5 },
	{ "light", BLACK, WHITE, 4.5 },
	{ "contrast", WHITE, BLACK, 7 },
};

static const int depths[] = { 8, 16, 256 };

static void
the_formulas_are_those_of_wcag(void)
{
	ok(fabs(contrast(shade_rgb(WHITE), shade_rgb(BLACK)) - 21) < 1e-9,
	    "black on white is 21 to 1");
	/* The lightest grey that may stand on white, #767676: 4.54 to 1. */
	ok(fabs(contrast((struct rgb){ 118, 118, 118 }, shade_rgb(WHITE)) -
	       4.54) < 0.005,
	    "#767676 on white is 4.54 to 1");
	ok(shade_rgb(203).r == 255 && shade_rgb(203).g == 95 &&
		shade_rgb(203).b == 95 && shade_rgb(245).r == 138,
	    "203 is #ff5f5f and 245 #8a8a8a");
	ok(hue(ansi_rgb(9)) == 0 && hue(ansi_rgb(11)) == 60 &&
		hue(ansi_rgb(13)) == 300,
	    "red is at 0 degrees, yellow at 60, magenta at 300");
}

/* Whatever looks meet in a cell, on each theme's background. */
static void
all_can_be_read_with_256_colours(void)
{
	for (size_t i = 0; i < sizeof(themes) / sizeof(themes[0]); i++) {
		const struct theme *t = theme_find(themes[i].name);
		double worst = 21;
		unsigned worst_looks = 0;
		bool shades = true;

		for (unsigned looks = 0; looks < 1u << LOOKS; looks++) {
			struct style s = theme_style(t, looks, 256);
			double c;

			if ((s.fg != COLOUR_DEFAULT && s.fg < 16) ||
			    (s.bg != COLOUR_DEFAULT && s.bg < 16)) {
				shades = false;
				break;
			}
			if (s.fg == COLOUR_DEFAULT)
				s.fg = (int16_t)themes[i].text;
			if (s.bg == COLOUR_DEFAULT)
				s.bg = (int16_t)themes[i].background;
			c = contrast(shade_rgb(s.fg), shade_rgb(s.bg));
			if (c < worst) {
				worst = c;
				worst_looks = looks;
			}
		}
		ok(shades, "%s: each colour has a shade", themes[i].name);
		ok(worst >= themes[i].least,
		    "%s: any looks together can be read: %.2f to 1 (%#x)",
		    themes[i].name, worst, worst_looks);
	}
}

/* Hues are 60 degrees apart: less than 30 from its own, a shade is nearer to
 * no other. */
static void
shades_keep_the_hue(void)
{
	for (size_t i = 0; i < sizeof(themes) / sizeof(themes[0]); i++) {
		const struct theme *t = theme_find(themes[i].name);

		for (unsigned look = 0; look < LOOKS; look++) {
			struct style few = theme_style(t, 1u << look, 16);
			struct style many = theme_style(t, 1u << look, 256);
			struct rgb a, b;
			double apart;

			if (few.fg == COLOUR_DEFAULT)
				continue;
			a = ansi_rgb(few.fg);
			b = shade_rgb(many.fg);
			if (is_grey(a)) {
				ok(is_grey(b), "%s: look %u is no hue",
				    themes[i].name, look);
				continue;
			}
			apart = fabs(hue(a) - hue(b));
			ok(!is_grey(b) && fmin(apart, 360 - apart) < 30,
			    "%s: look %u is %d, shade %d is like it",
			    themes[i].name, look, few.fg, many.fg);
		}
	}
}

/* Where a theme gives text and background, whatever the depth; bold text is
 * bright on some terminals. */
static void
backgrounds_suit_their_text(void)
{
	for (size_t i = 0; i < sizeof(themes) / sizeof(themes[0]); i++)
		for (int d = 0; d < 2; d++) {
			const struct theme *t = theme_find(themes[i].name);
			double worst = 21;

			for (unsigned looks = 0; looks < 1u << LOOKS; looks++) {
				struct style s =
				    theme_style(t, looks, depths[d]);
				struct rgb bg;

				if (s.bg == COLOUR_DEFAULT)
					continue;
				if (s.fg == COLOUR_DEFAULT)
					worst = 0;
				else {
					bg = ansi_rgb(s.bg);
					worst = fmin(worst,
					    contrast(ansi_rgb(s.fg), bg));
					if (s.attributes & STYLE_BOLD)
						worst = fmin(worst,
						    contrast(
							ansi_rgb(s.fg | 8),
							bg));
				}
			}
			ok(worst >= 4.5,
			    "%s: with %d colours no text is lost on a "
			    "background: %.2f to 1",
			    themes[i].name, depths[d], worst);
		}
}

/* The numbers that are sent, as many as there are. */
static void
a_terminal_gets_what_it_has(void)
{
	const struct theme *dark = theme_find("dark");
	const struct theme *contrast_theme = theme_find("contrast");
	struct style s = theme_style(dark, LOOK_FAILED, 16);

	ok(s.fg == 9 && s.attributes == 0, "16 colours: bright red");
	s = theme_style(dark, LOOK_FAILED, 8);
	ok(s.fg == 1 && s.attributes == STYLE_BOLD, "8: red and bold");
	s = theme_style(contrast_theme, LOOK_CURSOR, 8);
	ok(s.fg == 0 && s.bg == 7 && s.attributes == 0,
	    "a bright background does not make its text bold");
	s = theme_style(dark, LOOK_FAILED, 256);
	ok(s.fg == 203 && s.attributes == 0, "256: a shade of red");
	s = theme_style(dark, LOOK_FAILED, 88);
	ok(s.fg == 9, "88, which have other shades: as 16");
	s = theme_style(dark, LOOK_FAILED, 1 << 24);
	ok(s.fg == 1 && s.attributes == STYLE_BOLD,
	    "where a number is red, green and blue: as 8");
	s = theme_style(dark, LOOK_FAILED, 0);
	ok(s.fg == COLOUR_DEFAULT && s.attributes == STYLE_BOLD,
	    "none: as mono");
	s = theme_style(dark, LOOK_QUIET, 16);
	ok(s.fg == COLOUR_DEFAULT && s.attributes == STYLE_DIM,
	    "16 colours: dim");
	s = theme_style(dark, LOOK_QUIET, 256);
	ok(is_grey(shade_rgb(s.fg)) && s.attributes == 0, "256: a grey");
	s = theme_style(dark, LOOK_QUIET | LOOK_MATCH, 256);
	ok(s.fg == 220 && s.attributes == STYLE_UNDERLINE,
	    "a colour goes before it");
}

static void
mono_has_no_colour_at_any_depth(void)
{
	const struct theme *mono = theme_find("mono");
	bool none = true, same = true;

	for (unsigned looks = 0; looks < 1u << LOOKS; looks++)
		for (int d = 0; d < 3; d++) {
			struct style s = theme_style(mono, looks, depths[d]);

			none = none && s.fg == COLOUR_DEFAULT &&
			       s.bg == COLOUR_DEFAULT;
			same = same &&
			       s.attributes ==
				   theme_style(mono, looks, 0).attributes;
		}
	ok(none && same, "mono has attributes alone, always the same");
	ok(theme_style(mono, LOOK_FAILED | LOOK_CURSOR, 0).attributes ==
		(STYLE_BOLD | STYLE_REVERSE),
	    "attributes of several looks add up");
}

static void
pairs_of_colours_are_few(void)
{
	for (size_t i = 0; i < sizeof(themes) / sizeof(themes[0]); i++)
		for (int d = 0; d < 3; d++) {
			static bool seen[257][257];
			int n = 0;

			for (int fg = 0; fg < 257; fg++)
				for (int bg = 0; bg < 257; bg++)
					seen[fg][bg] = false;
			for (unsigned looks = 0; looks < 1u << LOOKS; looks++) {
				struct style s =
				    theme_style(theme_find(themes[i].name),
					looks, depths[d]);

				n += !seen[s.fg + 1][s.bg + 1];
				seen[s.fg + 1][s.bg + 1] = true;
			}
			ok(n <= THEME_PAIRS_MAX,
			    "%s with %d colours has %d pairs of colours",
			    themes[i].name, depths[d], n);
		}
}

static bool
is_mono(const char *name, enum colour_when when)
{
	return theme_choose(name, when) == theme_find("mono");
}

static void
themes_follow_the_environment(void)
{
	static const char *const names[] = { "dark", "light", "contrast",
		"mono" };

	setenv("TERM", "xterm-256color", 1);
	unsetenv("NO_COLOR");
	unsetenv("COLORFGBG");
	for (int i = 0; i < 4; i++)
		ok(theme_find(names[i]) &&
			theme_has_colour(theme_find(names[i])) == (i < 3),
		    "there is a theme %s", names[i]);
	ok(!theme_find("pink"), "and no other");
	ok(strcmp(theme_names(), "dark light contrast mono") == 0,
	    "these are the names that are shown");
	ok(theme_choose(NULL, COLOUR_AUTO) == theme_find("dark"),
	    "dark is the first choice");
	setenv("COLORFGBG", "0;15", 1);
	ok(theme_choose(NULL, COLOUR_AUTO) == theme_find("light"),
	    "COLORFGBG with a light background gives light");
	setenv("COLORFGBG", "15;default;0", 1);
	ok(theme_choose(NULL, COLOUR_AUTO) == theme_find("dark"),
	    "with a dark one dark");
	ok(theme_choose("light", COLOUR_AUTO) == theme_find("light"),
	    "a named one goes before");
	ok(is_mono("dark", COLOUR_NEVER), "--color never is mono");
	setenv("NO_COLOR", "1", 1);
	ok(is_mono("dark", COLOUR_AUTO), "so is NO_COLOR");
	ok(!is_mono("dark", COLOUR_ALWAYS), "unless --color always");
	setenv("NO_COLOR", "", 1);
	ok(!is_mono(NULL, COLOUR_AUTO), "an empty NO_COLOR does not count");
	setenv("TERM", "vt100", 1);
	ok(is_mono(NULL, COLOUR_AUTO), "TERM=vt100 is mono");
	setenv("TERM", "dumb", 1);
	ok(is_mono(NULL, COLOUR_AUTO), "so is dumb");
}

int
main(void)
{
	the_formulas_are_those_of_wcag();
	all_can_be_read_with_256_colours();
	shades_keep_the_hue();
	backgrounds_suit_their_text();
	a_terminal_gets_what_it_has();
	mono_has_no_colour_at_any_depth();
	pairs_of_colours_are_few();
	themes_follow_the_environment();
	return done_testing();
}
