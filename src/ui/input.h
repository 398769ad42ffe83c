/*
 * From the bytes that a terminal sends to keys by name: "a", "é", "Enter",
 * "Tab", "S-Tab", "Esc", "Space", "Backspace", "^D", "PgUp", "Up", "Home",
 * "F1", ... as the action table writes them.
 *
 * An escape sequence is known from its form (ECMA-48 section 5.4, and SS3 of
 * the VT100), so that one that nobody knows is swallowed whole and never
 * becomes keys.  A lone Esc is told from the start of a sequence by time:
 * the caller waits INPUT_ESC_MS when input_waits() and then asks once more
 * with `late` set.  Esc and another key are always two keys: there is no Alt.
 */
#ifndef UI_INPUT_H
#define UI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/str.h"

#define INPUT_ESC_MS 50
#define KEY_BYTES 12

/* What a button or the wheel did (xterm's SGR reports, mode 1006). */
enum mouse_kind { MOUSE_NONE, MOUSE_PRESS, MOUSE_DRAG, MOUSE_RELEASE,
	MOUSE_UP, MOUSE_DOWN };
struct mouse {
	enum mouse_kind kind;
	int button;      /* 0 left, 1 middle, 2 right */
	int row, column; /* from 0 */
};

struct key {
	char name[KEY_BYTES]; /* NUL-ended; a character is its UTF-8 */
	struct mouse mouse;   /* of the name "Mouse" */
	bool pasted; /* part of a paste: text, never a command */
};

/* Bytes not yet made into keys.  Zeroed, it is empty. */
struct input {
	char bytes[4096];
	size_t n, at;
	bool pasting; /* between ESC [ 200 ~ and ESC [ 201 ~ */
};

/* Room for further bytes: write up to *n there, then input_added(). */
char *input_room(struct input *in, size_t *n);
void input_added(struct input *in, size_t n);

/* The next key; false: none, or (unless late) not yet to be told.  A byte
 * that is no key (NUL, bytes that are no UTF-8) is passed over. */
bool input_next(struct input *in, bool late, struct key *key);

/* True if bytes are left that may be the start of a longer key. */
bool input_waits(const struct input *in);

/* True if the key is text to type: a character or "Space".  *text is
 * borrowed from key. */
bool key_is_text(const struct key *key, struct str *text);
bool key_is(const struct key *key, const char *name);
#endif
