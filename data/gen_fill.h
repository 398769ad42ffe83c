/*
 * A function of the template language: writes one value, from the scene or
 * from random numbers.  Its arguments are the numbers behind the colon, 0
 * where there is none.
 */
#ifndef GEN_FILL_H
#define GEN_FILL_H

#include "gen_template.h"

struct filler {
	const char *name;
	void (*fill)(struct scene *, struct rng *, int64_t a, int64_t b,
	    struct out *);
};

/* By name, of n bytes; NULL: there is none. */
const struct filler *filler_find(const char *name, size_t n);

#endif
