/* ui/input.h: sequences as xterm's ctlseqs and the VT220 manual list them. */
#include <string.h>
#include "tap.h"
#include "ui/input.h"

static void
feed(struct input *in, const char *bytes, size_t n)
{
	size_t room;
	char *p = input_room(in, &room);

	n = n < room ? n : room;
	memcpy(p, bytes, n);
	input_added(in, n);
}

/* All keys of the bytes, with blanks between; a pasted one has a ' before. */
static const char *
keys_of(struct input *in, const char *bytes, bool late)
{
	static char out[512];
	struct key key;

	out[0] = '\0';
	feed(in, bytes, strlen(bytes));
	while (input_next(in, late, &key) && strlen(out) < 480) {
		if (out[0])
			strncat(out, " ", 2);
		if (key.pasted)
			strncat(out, "'", 2);
		strncat(out, key.name, sizeof(out) - strlen(out) - 1);
	}
	return out;
}

static bool
gives(const char *bytes, const char *want)
{
	struct input in = { 0 };
	const char *got = keys_of(&in, bytes, false);

	if (strcmp(got, want) == 0 && !input_waits(&in))
		return true;
	printf("# got \"%s\", want \"%s\"\n", got, want);
	return false;
}

static void
keys_have_names(void)
{
	ok(gives("aZ+;", "a Z + ;"), "characters are themselves");
	ok(gives("\xc3\xa9\xe6\x97\xa5", "\xc3\xa9 \xe6\x97\xa5"),
	    "also those that are not ASCII");
	ok(gives(" \t\r\x7f\x08", "Space Tab Enter Backspace Backspace"),
	    "keys of the keyboard's edge have names");
	ok(gives("\x01\x04\x0a\x1a\x1c", "^A ^D ^J ^Z ^\\"),
	    "control keys have a ^");
	ok(gives("\033[A\033[B\033[C\033[D\033OA\033OD",
	       "Up Down Right Left Up Left"),
	    "arrows, in both of the cursor key modes");
	ok(gives("\033[H\033[F\033[1~\033[4~\033[5~\033[6~\033[3~\033[Z",
	       "Home End Home End PgUp PgDn Delete S-Tab"),
	    "the keys above them");
	ok(gives("\033OP\033[11~\033[[A\033[24~\033OS", "F1 F1 F1 F12 F4"),
	    "function keys of several terminals");
	ok(gives("\033[1;5A\033[5;2~\033[1;2P", "Up PgUp F1"),
	    "with a modifier they are the bare key");
}

static void
esc_is_told_by_time(void)
{
	struct input in = { 0 };

	ok(strcmp(keys_of(&in, "\033", false), "") == 0 && input_waits(&in),
	    "a lone Esc has to wait");
	ok(strcmp(keys_of(&in, "", true), "Esc") == 0 && !input_waits(&in),
	    "and is Esc when nothing followed");
	ok(strcmp(keys_of(&in, "\033[", false), "") == 0, "so has a start");
	ok(strcmp(keys_of(&in, "A", false), "Up") == 0,
	    "of what is complete later");
	ok(gives("\033j", "Esc j"), "there is no Alt: Esc and a key are two");
	ok(strcmp(keys_of(&in, "\033\033[A", false), "Esc Up") == 0,
	    "Esc before an arrow is Esc");
}

static void
strange_bytes_do_nothing(void)
{
	struct input in = { 0 };
	struct key key;
	char zeros[100] = { 0 };
	int n = 0;

	ok(gives("\033[?1;2c"
		 "a",
	       "a"),
	    "an answer of the terminal is swallowed");
	ok(gives("\033[200~x\033[201~y", "'x y"), "a paste is marked");
	ok(gives("\033[200~j\rk\tq\033[201~q", "'j 'Enter 'k 'Tab 'q q"),
	    "all of it, whatever it looks like");
	ok(gives("\xff\xfe"
		 "a\xc0\x80"
		 "b",
	       "a b"),
	    "so are bytes that are no UTF-8");
	ok(gives("\xc2\x9b"
		 "31m",
	       "3 1 m"),
	    "a C1 control is no key");
	feed(&in, zeros, sizeof(zeros));
	ok(!input_next(&in, false, &key) && !input_waits(&in), "nor is NUL");
	ok(strcmp(keys_of(&in, "\xe6\x97", false), "") == 0,
	    "a character may come in parts");
	ok(strcmp(keys_of(&in, "\xa5", false), "\xe6\x97\xa5") == 0,
	    "and is whole then");
	for (int i = 0; i < 100000; i++) {
		char byte = i == 0 ? '\033' : i == 1 ? '[' : '0';

		feed(&in, &byte, 1);
		while (input_next(&in, false, &key))
			n++;
	}
	ok(n < 100000 - (int)sizeof(in.bytes) + 2 && in.n <= sizeof(in.bytes),
	    "a sequence without an end takes no more memory");
	keys_of(&in, "", true);
	ok(strcmp(keys_of(&in, "b", false), "b") == 0,
	    "and keys act again after it");
}

static void
text_keys_are_told(void)
{
	struct key key = { .name = "Space" };
	struct str text;

	ok(key_is_text(&key, &text) && str_equal(text, STR(" ")),
	    "Space types a blank");
	ok(key_is_text(&(struct key){ .name = "\xc3\xa9" }, &text) &&
		text.n == 2,
	    "a character types itself");
	ok(!key_is_text(&(struct key){ .name = "Enter" }, &text) &&
		!key_is_text(&(struct key){ .name = "^A" }, &text) &&
		!key_is_text(&(struct key){ .name = "" }, &text),
	    "other keys type nothing");
}

static bool
mouse_is(const char *bytes, enum mouse_kind kind, int button, int row,
    int column)
{
	struct input in = { 0 };
	struct key key;

	feed(&in, bytes, strlen(bytes));
	return input_next(&in, false, &key) && key_is(&key, "Mouse") &&
	       key.mouse.kind == kind && key.mouse.button == button &&
	       key.mouse.row == row && key.mouse.column == column &&
	       !input_waits(&in);
}

static void
mouse_reports(void)
{
	ok(mouse_is("\033[<0;20;10M", MOUSE_PRESS, 0, 9, 19),
	    "a button is pressed");
	ok(mouse_is("\033[<2;1;1m", MOUSE_RELEASE, 2, 0, 0),
	    "the right one is let go");
	ok(mouse_is("\033[<32;300;120M", MOUSE_DRAG, 0, 119, 299),
	    "it is moved while it is held, far out");
	ok(mouse_is("\033[<64;5;6M", MOUSE_UP, 0, 5, 4) &&
		mouse_is("\033[<65;5;6M", MOUSE_DOWN, 1, 5, 4),
	    "the wheel is turned");
	ok(gives("\033[<0;0;1Ma", "a") && gives("\033[<0;1Ma", "a") &&
		gives("\033[<0;1;2;3Ma", "a") && gives("\033[<;;Ma", "a") &&
		gives("\033[<0;1;99999999999Ma", "a") &&
		gives("\033[<0;1;2~a", "a"),
	    "what only looks like a report is passed over");
}

int
main(void)
{
	keys_have_names();
	mouse_reports();
	esc_is_told_by_time();
	strange_bytes_do_nothing();
	text_keys_are_told();
	return done_testing();
}
