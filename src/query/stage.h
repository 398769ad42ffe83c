/*
 * What commands share; each stands in stage_NAME.c, their rows in stages.c.
 */
#ifndef QUERY_STAGE_H
#define QUERY_STAGE_H

#include "query/check.h"
#include "query/parse.h"
#include "query/print.h"
#include "query/run.h"
#include "query/tables.h"

#define STAGE(name)                                                     \
	bool name##_parse(struct parser *p, struct stage *st);          \
	void name##_print(const struct stage *st, struct buf *out);     \
	bool name##_check(struct checker *c, struct stage *st);         \
	bool name##_run(struct run *r, const struct stage *st)

STAGE(fields);
STAGE(filter);
STAGE(stats);
STAGE(sort);
STAGE(limit);
STAGE(dedup);

/* What display and tail do otherwise than fields and limit. */
bool display_check(struct checker *c, struct stage *st);
bool tail_check(struct checker *c, struct stage *st);
bool tail_run(struct run *r, const struct stage *st);
#endif
