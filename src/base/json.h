/*
 * Our JSON scanner (RFC 8259): one pass, O(bytes), no allocation, bounded
 * depth.  Text is borrowed from the input exactly as it is spelled there.
 *
 * A pull scanner: each call gives the next token.
 *
 *	struct json j;
 *	json_init(&j, input);
 *	while ((tok = json_next(&j)) > JSON_END) ...
 *
 * It reads one value; what follows the value is not looked at (j.at says
 * where the value ends).  A number, true, false, null at the top level is a
 * value too.  Strings may hold any bytes from 0x20 on, valid UTF-8 or not;
 * an escape is checked for its form, a lone surrogate is accepted.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/str.h"

#define JSON_DEPTH_MAX 512

enum json_token {
	JSON_ERROR,  /* j.why says what was expected, j.at where */
	JSON_MORE,   /* the input ends inside the value */
	JSON_END,    /* the value is complete */
	JSON_KEY,    /* text: the key, without quotes; the colon is read too */
	JSON_STRING, /* text: without quotes, escapes as they stand */
	JSON_NUMBER, /* text: as spelled */
	JSON_TRUE,
	JSON_FALSE,
	JSON_NULL,
	JSON_OBJECT,       /* { */
	JSON_OBJECT_CLOSE, /* } */
	JSON_ARRAY,        /* [ */
	JSON_ARRAY_CLOSE,  /* ] */
};

struct json {
	const char *start;
	const char *at;  /* next byte to read; after an error, the bad byte */
	const char *end;
	struct str text;   /* of the token */
	const char *token; /* its first byte, the quote of a string too */
	bool escaped;      /* text holds a backslash */
	const char *why;   /* for JSON_ERROR: what was expected */
	uint16_t depth;
	uint8_t state;
	uint8_t is_array[JSON_DEPTH_MAX / 8 + 1]; /* bit per open level */
};

void json_init(struct json *j, struct str input);

/* After JSON_END, JSON_ERROR and JSON_MORE it gives the same again.  Deeper
 * than JSON_DEPTH_MAX is an error. */
enum json_token json_next(struct json *j);

/* Right after JSON_OBJECT or JSON_ARRAY: goes to behind its close, checking
 * what it skips.  The whole text of the value stands in j.text.  Returns the
 * close token, JSON_ERROR or JSON_MORE. */
enum json_token json_skip(struct json *j);

/* Escapes undone, appended to out as UTF-8; a lone surrogate becomes its
 * three bytes (WTF-8), so that nothing is lost. */
void json_unescape(struct str text, struct buf *out);

/* How json_unescape's text differs from a plain spelling: true if an escape
 * stands where none was needed (\/ or any \u). */
bool json_escapes_unusual(struct str text);

/* text as the inside of a JSON string.  Control, DEL, C1, bidi and
 * zero-width characters as \uXXXX; bytes that are no UTF-8 as the visible
 * text \\xNN. */
void json_escape(struct str text, struct buf *out);
#endif
