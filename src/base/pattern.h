/*
 * Reads the text of a regular expression (PCRE2 syntax, pcre2pattern(3))
 * piece by piece, without judging it: enough to see what stands where.
 * Comments of the extended mode are not recognised.
 *
 *	struct pattern p = pattern_of(text);
 *	while (pattern_next(&p)) ...
 */
#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

#include <stdbool.h>
#include "base/str.h"

enum pattern_kind {
	PATTERN_BYTE,    /* any one byte that is none of the others */
	PATTERN_ESCAPE,  /* a backslash and the byte behind it */
	PATTERN_QUOTED,  /* \Q...\E */
	PATTERN_CLASS,   /* [...] */
	PATTERN_COMMENT, /* (?#...) */
	PATTERN_OPEN,    /* ( alone; what follows says which kind of group */
	PATTERN_REPEAT,  /* * + ? {2} {2,} {2,3}, no ? or + that follows */
};

struct pattern {
	enum pattern_kind kind;
	struct str piece;
	struct str rest; /* behind the piece */
};

static inline struct pattern
pattern_of(struct str text)
{
	return (struct pattern){ .rest = text };
}

/* False at the end.  What is not closed reaches to the end. */
bool pattern_next(struct pattern *p);
#endif
