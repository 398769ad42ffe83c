/*
 * What the fields of records mean, in a line each.
 */
#ifndef EXPLORE_MEANINGS_H
#define EXPLORE_MEANINGS_H

#include "base/str.h"

/* The meaning of a field by its printed name; below a field without a row of
 * its own, that of the nearest field above it.  NULL: it is not known.
 * Positions in arrays do not count: resources.0.ARN is resources.ARN. */
const char *field_meaning(struct str name);
#endif
