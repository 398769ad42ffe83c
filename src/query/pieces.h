/*
 * What a text must hold to match a pattern: literal pieces, found without
 * running it.
 *
 * A piece is so made that in JSON it lies within one key or one value: it has
 * no `"`, `\`, control or non-ASCII byte, and either a byte that cannot stand
 * outside strings, or none of blanks and punctuation, so that it is within
 * one number, true, false or null (RFC 8259, section 2).
 */
#ifndef QUERY_PIECES_H
#define QUERY_PIECES_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/str.h"

#define PIECES_MAX 4 /* kept of one branch, the longest */

struct piece {
	struct str text;
	bool fold; /* case does not matter */
};

/* One alternative at the top level of the pattern: all of its pieces must be
 * there. */
struct branch {
	struct piece pieces[PIECES_MAX]; /* the longest first */
	uint32_t n_pieces;
	bool whole; /* it is its one piece and nothing else */
};

struct pieces {
	struct branch *branches;
	uint32_t n_branches; /* 0: nothing is known, anything may match */
};

/* PCRE2 syntax.  In the arena.  Every branch has a piece, or there are no
 * branches. */
void pieces_of_pattern(struct str pattern, struct arena *a,
    struct pieces *out);
/* The same for a text that is searched for as it stands. */
void pieces_of_text(struct str text, struct arena *a, struct pieces *out);
#endif
