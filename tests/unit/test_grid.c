/* ui/grid.h.  Widths are those of Unicode 15's East Asian Width property, as
 * glibc has them. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include "tap.h"
#include "ui/grid.h"

static const char *
row(const struct grid *g, int i)
{
	static struct buf out;

	buf_reset(&out);
	grid_row_text(g, i, &out);
	buf_byte(&out, '\0');
	return out.p;
}

static bool
row_is(const struct grid *g, int i, const char *want)
{
	if (strcmp(row(g, i), want) == 0)
		return true;
	printf("# row %d is \"%s\"\n", i, row(g, i));
	return false;
}

static int
put(struct grid *g, int line, int column, const char *text)
{
	return grid_put(g, grid_box(g), line, column, str_of(text), 0);
}

static void
text_is_put_and_clipped(void)
{
	struct grid g = { 0 };
	struct box box = { 1, 2, 1, 3 };

	grid_resize(&g, 10, 3);
	ok(put(&g, 0, 0, "hello") == 5 && row_is(&g, 0, "hello"),
	    "text stands where it was put");
	ok(put(&g, 0, 8, "abc") == 3 && row_is(&g, 0, "hello   ab"),
	    "it ends at the border, its width is told whole");
	ok(put(&g, 0, -2, "xyz") == 3 && row_is(&g, 0, "zello   ab"),
	    "and begins at the border");
	grid_put(&g, box, 0, 0, STR("abcdef"), 0);
	grid_put(&g, box, 1, 0, STR("abcdef"), 0);
	grid_put(&g, box, -1, 0, STR("abcdef"), 0);
	ok(row_is(&g, 1, "  abc") && row_is(&g, 2, "") &&
		row_is(&g, 0, "zello   ab"),
	    "nothing is drawn outside the box");
	grid_put(&g, (struct box){ 2, 8, 5, 50 }, 0, 0, STR("12345"), 0);
	ok(row_is(&g, 2, "        12"), "nor outside the grid");
	grid_put_right(&g, (struct box){ 2, 0, 1, 6 }, 0, STR("end"), 0);
	ok(row_is(&g, 2, "   end  12"), "text can be set to the right");
	grid_put_fit(&g, grid_box(&g), 1, 0, 4, STR("abcdef"), 0);
	ok(row_is(&g, 1, "abc…c"), "what is cut ends with an ellipsis");
	grid_put_fit(&g, grid_box(&g), 1, 0, 4, STR("wxyz"), 0);
	ok(row_is(&g, 1, "wxyzc"), "what fits does not");
	grid_put_fit(&g, grid_box(&g), 1, 4, 0, STR("no"), 0);
	ok(row_is(&g, 1, "wxyzc"), "no width takes nothing");
	grid_release(&g);
}

static void
wide_characters_stay_whole(void)
{
	struct grid g = { 0 };

	grid_resize(&g, 6, 2);
	ok(put(&g, 0, 0, "日本") == 4 && row_is(&g, 0, "日本"),
	    "a wide character takes two columns");
	ok(grid_at(&g, 0, 0)->width == 2 && grid_at(&g, 0, 1)->width == 0,
	    "its right half is a cell of its own");
	put(&g, 0, 1, "x");
	ok(row_is(&g, 0, " x本"),
	    "writing over the right half leaves a blank at the left");
	put(&g, 0, 2, "y");
	ok(row_is(&g, 0, " xy"),
	    "writing over the left half leaves a blank at the right");
	put(&g, 1, 5, "日");
	ok(row_is(&g, 1, "") && grid_at(&g, 1, 5)->c == ' ',
	    "one that the border cuts is a blank");
	put(&g, 1, -1, "日a");
	ok(row_is(&g, 1, " a"), "also at the left border");
	grid_release(&g);
}

static void
combining_marks_keep_to_their_character(void)
{
	struct grid g = { 0 };

	grid_resize(&g, 8, 2);
	ok(put(&g, 0, 0, "e\xcc\x81x") == 2 && row_is(&g, 0, "e\xcc\x81x"),
	    "a mark takes no column");
	ok(put(&g, 1, 0, "\xcc\x81x") == 2 &&
		row_is(&g, 1, "\xe2\x97\x8c\xcc\x81x"),
	    "one without a character gets a dotted circle");
	put(&g, 0, 2, "\xcc\x81");
	ok(grid_at(&g, 0, 1)->n_marks == 0,
	    "and never stands on what was there before");
	grid_clear(&g);
	ok(put(&g, 0, 0, "a\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81") == 2,
	    "what is too much for one cell is shown in the next");
	grid_release(&g);
}

static void
hidden_characters_never_get_in(void)
{
	struct grid g = { 0 };
	/* ESC, BEL, a C1 CSI, RLO, zero width space, a bad byte, a surrogate */
	put((grid_resize(&g, 40, 1), &g), 0, 0,
	    "a\x1b[31m\x07\xc2\x9b\xe2\x80\xae\xe2\x80\x8b\xff\xed\xa0\x80z");
	ok(row_is(&g, 0,
	       "a\xef\xbf\xbd[31m\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
	       "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz"),
	    "each hidden character is U+FFFD");
	for (unsigned char c = 1; c < 0x20; c++) {
		char text[2] = { (char)c, 0 };

		put(&g, 0, 0, text);
		if (grid_at(&g, 0, 0)->c < 0x20)
			break;
		ok(grid_at(&g, 0, 0)->c == 0xfffd,
		    "control byte %u is not kept", c);
	}
	put(&g, 0, 0, "\x7f");
	ok(grid_at(&g, 0, 0)->c == 0xfffd, "nor is DEL");
	grid_release(&g);
}

static void
ascii_has_a_sign_for_each(void)
{
	struct grid g = { .ascii = true };

	grid_resize(&g, 40, 2);
	put(&g, 0, 0, "… – · ═ ─ │ ▾ ▸ ‹ › █ ▓ ▒ ░");
	ok(row_is(&g, 0, "~ - . = - | - + < > # % : ."),
	    "our signs are drawn in ASCII");
	for (unsigned i = 0; i <= 8; i++)
		grid_bar(&g, grid_box(&g), 1, (int)i, i, 0);
	ok(row_is(&g, 1, " .:-=+*#@"), "bars too");
	grid_clear(&g);
	ok(put(&g, 0, 0, "caf\xc3\xa9 \xe6\x97\xa5") == 20 &&
		row_is(&g, 0, "caf<U+00E9> <U+65E5>"),
	    "any other character is spelled");
	put(&g, 1, 0, "\x1b");
	ok(row_is(&g, 1, "<U+FFFD>"), "a hidden one is replaced before");
	g.ascii = false;
	grid_clear(&g);
	for (unsigned i = 0; i <= 9; i++)
		grid_bar(&g, grid_box(&g), 1, (int)i, i, 0);
	ok(row_is(&g, 1, " ▁▂▃▄▅▆▇██"),
	    "with Unicode a bar rises by eighths, and no higher");
	ok(grid_signs_fit(), "in this locale all signs take one column");
	grid_release(&g);
}

static bool
letters_are(struct buf *out, const char *want)
{
	bool same = str_equal(buf_str(out), str_of(want));

	if (!same)
		printf("# letters \"%.*s\"\n", STR_ARG(buf_str(out)));
	buf_reset(out);
	return same;
}

static void
looks_are_letters(void)
{
	const struct theme *mono = theme_find("mono");
	const struct theme *dark = theme_find("dark");
	const struct theme *contrast = theme_find("contrast");
	struct grid g = { 0 };
	struct buf out = { 0 };

	grid_resize(&g, 12, 2);
	grid_put(&g, grid_box(&g), 0, 0, STR("abc"), LOOK_FAILED);
	grid_look(&g, grid_box(&g), 0, 2, 3, LOOK_CURSOR);
	grid_look(&g, grid_box(&g), 0, 6, 1, LOOK_QUIET);
	grid_look(&g, grid_box(&g), 0, 7, 1, LOOK_MARK);
	grid_look(&g, grid_box(&g), 0, 4, 1, LOOK_CELL);
	grid_row_attributes(&g, 0, mono, &out);
	ok(letters_are(&out, "BBRRU dB"), "mono: bold, reverse, underline, dim");
	grid_row_attributes(&g, 1, mono, &out);
	ok(letters_are(&out, ""), "a plain row has none");
	grid_row_colours(&g, 0, mono, &out);
	ok(letters_are(&out, ""), "mono has no colour");
	grid_row_attributes(&g, 0, dark, &out);
	ok(letters_are(&out, "  RRU d"), "dark has fewer attributes");
	grid_row_colours(&g, 0, dark, &out);
	ok(letters_are(&out, "rrr    y"), "and a letter for each hue");
	grid_row_colours(&g, 0, contrast, &out);
	ok(letters_are(&out, "rrWWW  y"), "a capital for a background");
	buf_free(&out);
	grid_release(&g);
}

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	text_is_put_and_clipped();
	wide_characters_stay_whole();
	combining_marks_keep_to_their_character();
	hidden_characters_never_get_in();
	ascii_has_a_sign_for_each();
	looks_are_letters();
	return done_testing();
}
