/*
 * Whole-record search: which events' own text matches.
 *
 * Where the pattern has literal pieces (pieces.h), the columns tell which
 * events can match, and only these are read; where it is one piece and
 * nothing else, they tell which do.
 */
#ifndef QUERY_SEARCH_H
#define QUERY_SEARCH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "base/regex.h"
#include "query/query.h"
#include "query/rows.h"

struct search {
	const struct layout *layout;
	const struct regex *regex; /* NULL: literal */
	bool literal;              /* pattern is searched for as it stands */
	struct str pattern;
	struct pool *pool;
	const atomic_bool *stop;
	struct query_progress *progress;
	_Atomic uint64_t *hits; /* of the limit of patterns; added to */
	uint64_t hits_max;      /* it ends at so many */
};

/* Sets the bits in found, which is clear, of the rows of need that match.
 * False: err is ERR_STOPPED or ERR_STEPS. */
bool search_rows(struct search *s, const uint64_t *need, uint64_t *found,
    struct err *err);
#endif
