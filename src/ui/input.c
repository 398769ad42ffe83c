#include "ui/input.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "base/utf8.h"

#define ESC 0x1b

/* What follows ESC [ or ESC O, for xterm, VT220, the Linux console, rxvt,
 * screen and tmux. */
/* clang-format off */
static const struct sequence {
	const char *bytes, *name;
} sequences[] = {
	{ "[A", "Up" },     { "OA", "Up" },
	{ "[B", "Down" },   { "OB", "Down" },
	{ "[C", "Right" },  { "OC", "Right" },
	{ "[D", "Left" },   { "OD", "Left" },
	{ "[H", "Home" },   { "OH", "Home" },
	{ "[1~", "Home" },  { "[7~", "Home" },
	{ "[F", "End" },    { "OF", "End" },
	{ "[4~", "End" },   { "[8~", "End" },
	{ "[2~", "Insert" },
	{ "[3~", "Delete" },
	{ "[5~", "PgUp" },
	{ "[6~", "PgDn" },
	{ "[Z", "S-Tab" },
	{ "OM", "Enter" },
	{ "OP", "F1" },     { "[11~", "F1" },  { "[[A", "F1" },
	{ "OQ", "F2" },     { "[12~", "F2" },  { "[[B", "F2" },
	{ "OR", "F3" },     { "[13~", "F3" },  { "[[C", "F3" },
	{ "OS", "F4" },     { "[14~", "F4" },  { "[[D", "F4" },
	{ "[15~", "F5" },   { "[[E", "F5" },
	{ "[17~", "F6" },
	{ "[18~", "F7" },
	{ "[19~", "F8" },
	{ "[20~", "F9" },
	{ "[21~", "F10" },
	{ "[23~", "F11" },
	{ "[24~", "F12" },
};

static const struct {
	char byte;
	const char *name;
} controls[] = {
	{ '\t', "Tab" },
	{ '\r', "Enter" },
	{ ESC, "Esc" },
	{ ' ', "Space" },
	{ 0x08, "Backspace" },
	{ 0x7f, "Backspace" },
};
/* clang-format on */

char *
input_room(struct input *in, size_t *n)
{
	if (in->at > 0) {
		memmove(in->bytes, in->bytes + in->at, in->n - in->at);
		in->n -= in->at;
		in->at = 0;
	}
	*n = sizeof(in->bytes) - in->n;
	return in->bytes + in->n;
}

void
input_added(struct input *in, size_t n)
{
	in->n += n;
}

bool
input_waits(const struct input *in)
{
	return in->at < in->n;
}

static void
name_set(struct key *key, const char *name, size_t n)
{
	if (n >= sizeof(key->name))
		n = sizeof(key->name) - 1;
	memcpy(key->name, name, n);
	key->name[n] = '\0';
}

/*
 * How long the sequence at s (which begins with ESC) is; 0: it is not one, 1
 * more than s.n: it is not complete.
 *
 *	ESC [ parameters 0x30-0x3f, intermediates 0x20-0x2f, final 0x40-0x7e
 *	ESC [ [ letter          function keys of the Linux console
 *	ESC O letter
 */
static size_t
sequence_length(struct str s)
{
	size_t i = 2;

	if (s.n == 1)
		return 2;
	if (s.p[1] == 'O') {
		if (s.n == 2)
			return 3;
		return s.p[2] > 0x20 && s.p[2] < 0x7f ? 3 : 0;
	}
	if (s.p[1] != '[')
		return 0;
	if (s.n > 2 && s.p[2] == '[')
		return 4;
	while (i < s.n && s.p[i] >= 0x20 && s.p[i] <= 0x3f)
		i++;
	if (i == s.n)
		return i + 1;
	return s.p[i] >= 0x40 && s.p[i] < 0x7f ? i + 1 : 0;
}

/* Modifiers (";5" in ESC [ 1 ; 5 A) are left out: the bare key. */
static const char *
sequence_name(struct str body, char room[16])
{
	size_t semicolon = str_index(body, ';');
	int n;

	if (semicolon < body.n) {
		bool letter = body.p[body.n - 1] != '~';
		struct str head = str_head(body, semicolon);

		if (letter && str_equal(head, STR("[1")))
			head.n = 1;
		n = snprintf(room, 16, "%.*s%c", STR_ARG(str_head(head, 8)),
		    body.p[body.n - 1]);
		body = (struct str){ room, (size_t)n };
	}
	for (size_t i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++)
		if (str_equal(str_of(sequences[i].bytes), body))
			return sequences[i].name;
	/* xterm sends ESC [ 1 ; 2 P where it sends ESC O P without Shift. */
	if (body.n == 2 && body.p[0] == '[') {
		char ss3[3] = { 'O', body.p[1], '\0' };

		for (size_t i = 0; i < sizeof(sequences) / sizeof(sequences[0]);
		     i++)
			if (strcmp(sequences[i].bytes, ss3) == 0)
				return sequences[i].name;
	}
	return NULL;
}

/* A control byte or blank; false: it is no key. */
static bool
control_name(unsigned char byte, struct key *key)
{
	char name[2] = { '^', (char)(byte + 0x40) };

	for (size_t i = 0; i < sizeof(controls) / sizeof(controls[0]); i++)
		if ((unsigned char)controls[i].byte == byte) {
			name_set(key, controls[i].name,
			    strlen(controls[i].name));
			return true;
		}
	if (byte == 0 || byte > 0x1f)
		return false;
	name_set(key, name, sizeof(name));
	return true;
}

/*
 * ESC [ < button ; column ; row M (m: released), from 1.  Of the button's
 * number bits 0-1 are the button, 4 8 16 Shift Alt Ctrl, 32 motion, 64 the
 * wheel ("Extended coordinates" of xterm's control sequences).
 */
static bool
mouse_read(struct str body, struct mouse *m)
{
	unsigned n[3] = { 0 };
	size_t k = 0, i = 2;

	for (; i + 1 < body.n; i++) {
		if (body.p[i] == ';') {
			if (++k > 2)
				return false;
			continue;
		}
		if (body.p[i] < '0' || body.p[i] > '9' || n[k] > 99999)
			return false;
		n[k] = n[k] * 10 + (unsigned)(body.p[i] - '0');
	}
	if (k != 2 || n[1] == 0 || n[2] == 0)
		return false;
	*m = (struct mouse){ .button = (int)(n[0] & 3),
		.column = (int)n[1] - 1,
		.row = (int)n[2] - 1 };
	if (body.p[body.n - 1] == 'm')
		m->kind = MOUSE_RELEASE;
	else if (n[0] & 64)
		m->kind = n[0] & 1 ? MOUSE_DOWN : MOUSE_UP;
	else
		m->kind = n[0] & 32 ? MOUSE_DRAG : MOUSE_PRESS;
	return true;
}

enum step { STEP_KEY, STEP_PASSED, STEP_WAIT };

static enum step
escape_step(struct input *in, struct str s, bool late, struct key *key)
{
	size_t n = sequence_length(s);
	const char *name;
	char room[16];

	if (n > s.n && !late)
		return STEP_WAIT;
	if (n == 0 || n > s.n) {
		in->at += 1;
		name_set(key, "Esc", 3);
		return STEP_KEY;
	}
	in->at += n;
	s = str_from(str_head(s, n), 1);
	if (str_equal(s, STR("[200~")) || str_equal(s, STR("[201~"))) {
		in->pasting = s.p[3] == '0';
		return STEP_PASSED;
	}
	if (s.n > 3 && str_starts(s, STR("[<"))) {
		if ((s.p[s.n - 1] != 'M' && s.p[s.n - 1] != 'm') ||
		    !mouse_read(s, &key->mouse))
			return STEP_PASSED;
		name_set(key, "Mouse", 5);
		return STEP_KEY;
	}
	name = sequence_name(s, room);
	if (!name)
		return STEP_PASSED;
	name_set(key, name, strlen(name));
	return STEP_KEY;
}

/* How many bytes the UTF-8 character that begins with this byte has. */
static size_t
character_length(unsigned char first)
{
	return first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

static enum step
text_step(struct input *in, struct str s, bool late, struct key *key)
{
	uint32_t c;
	size_t n = utf8_decode(s, &c);

	if (n == 0) {
		if (!late && s.n < character_length((unsigned char)s.p[0]))
			return STEP_WAIT;
		in->at += 1;
		return STEP_PASSED;
	}
	in->at += n;
	if (c <= 0x20 || c == 0x7f)
		return control_name((unsigned char)c, key) ? STEP_KEY
							   : STEP_PASSED;
	if (c >= 0x80 && c < 0xa0)
		return STEP_PASSED;
	name_set(key, s.p, n);
	return STEP_KEY;
}

bool
input_next(struct input *in, bool late, struct key *key)
{
	while (in->at < in->n) {
		struct str s = { in->bytes + in->at, in->n - in->at };
		enum step step = s.p[0] == ESC ? escape_step(in, s, late, key)
					       : text_step(in, s, late, key);

		/* A sequence that never ends must not block what follows. */
		if (step == STEP_WAIT && s.n == sizeof(in->bytes)) {
			in->at = in->n;
			return false;
		}
		if (step == STEP_WAIT)
			return false;
		if (step == STEP_KEY) {
			key->pasted = in->pasting;
			return true;
		}
	}
	return false;
}

bool
key_is_text(const struct key *key, struct str *text)
{
	uint32_t c;

	*text = str_of(key->name);
	if (strcmp(key->name, "Space") == 0)
		*text = STR(" ");
	return text->n > 0 && utf8_decode(*text, &c) == text->n;
}

bool
key_is(const struct key *key, const char *name)
{
	return strcmp(key->name, name) == 0;
}
