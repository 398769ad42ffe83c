/*
 * Names with stars, each of which stands for any text.
 */
#ifndef QUERY_GLOB_H
#define QUERY_GLOB_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"

/* The whole text; case counts.  O(pattern * text) at worst. */
bool glob_matches(struct str pattern, struct str text);

static inline bool
glob_has_star(struct str name)
{
	return str_index(name, '*') < name.n;
}
#endif
