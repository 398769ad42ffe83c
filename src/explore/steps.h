/*
 * The steps of a path: each is one stage of query text, on or off.  Filters
 * stand before the other stages, so that a new filter goes behind the last
 * of them and acts on events.
 *
 * A zeroed struct steps has none.  The data itself, which the screen shows as
 * the first step, is no part of it.
 */
#ifndef EXPLORE_STEPS_H
#define EXPLORE_STEPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct step {
	struct str text; /* "filter readOnly = 0"; owned */
	bool on;
	bool counted;
	uint64_t count; /* events after this step */
};

struct steps {
	struct step *step;
	size_t n;
};

#define STEP_WRITES "filter readOnly = 0"
#define STEP_FAILED "filter @result not in [\"ok\", \"-\"]"

void steps_copy(const struct steps *from, struct steps *to); /* to: fresh */
void steps_free(struct steps *s);
bool steps_equal(const struct steps *a, const struct steps *b);

bool step_filters(const struct step *s);

/* The index of the step with that text, or s->n. */
size_t steps_find(const struct steps *s, struct str text);
/* Puts it before step `at`; text is copied. */
void steps_insert(struct steps *s, size_t at, struct str text);
void steps_remove(struct steps *s, size_t at);
/* A filter behind the last filter that stands before all other stages; an
 * equal one that is off is switched on.  False: it was there and on.  *at is
 * where it is. */
bool steps_filter(struct steps *s, struct str text, size_t *at);
/* filter x <-> filter not (x).  False for what is no filter. */
bool steps_invert(struct steps *s, size_t at);

/* Appends the query text of the first n steps that are on. */
void steps_text(const struct steps *s, size_t n, struct buf *out);
/* The same on one line, hidden characters made visible. */
void steps_shown(const struct steps *s, size_t n, struct buf *out);
/* The name on the screen: writes, userName = bert-jan, stats; visible. */
void step_label(const struct step *s, struct buf *out);

/* Replaces the steps by those of a query text: one for each stage.  Steps
 * with unchanged text keep their count, and those that are off stay where
 * they are.  False: the text is no query (err), nothing is changed. */
bool steps_parse(struct steps *s, struct str text, struct err *err);
#endif
