/*
 * Text for people: what is in a log made visible, so that nothing in it can
 * act on a terminal.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/str.h"

/* The character at s (s.n > 0) into *c, and how many bytes it takes; 0 if
 * the bytes there are no UTF-8 (RFC 3629; surrogates and overlong forms are
 * not). */
size_t utf8_decode(struct str s, uint32_t *c);
/* The bytes of c into out, and how many; a surrogate gives its three (WTF-8),
 * a number above 0x10ffff those of U+FFFD. */
size_t utf8_encode(uint32_t c, char out[4]);
size_t utf8_count(struct str s); /* characters; a bad byte counts as one */

/* True for what must never be written as it is: C0, DEL, C1, bidi controls,
 * zero-width and other invisible format characters, U+2028/2029, surrogates,
 * non-characters, private use, tags, variation selectors alone. */
bool utf8_hidden(uint32_t c);

/*
 * Appends s made visible: a byte below 0x20 or 0x7f, and a byte that is no
 * UTF-8, as \xNN; other hidden characters as <U+202E>; newline \n, tab \t,
 * carriage return \r.  A backslash stays one backslash.  The result holds
 * only printable characters.  Every text of a log passes here on its way to
 * the terminal, titles, clipboard, csv, tsv, md and table.
 */
void text_visible(struct str s, struct buf *out);

/* Appends visible text for a terminal that has ASCII only: other characters as
 * <U+00E9>. */
void text_ascii(struct str visible, struct buf *out);

/* True if text_visible would change nothing; fast for ASCII. */
bool text_is_visible(struct str s);

/* Columns that visible text takes on a terminal: wcwidth of each character,
 * so what is not ASCII needs a UTF-8 LC_CTYPE; 0 for a combining mark, 1 for
 * what the C library does not know. */
size_t text_width(struct str visible);
/* Bytes of the longest start of visible text not wider than columns. */
size_t text_fit(struct str visible, size_t columns);
#endif
