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
STAGE(parse);
STAGE(accum);
STAGE(autoregress);
STAGE(filldown);
STAGE(fillmissing);
STAGE(addtotals);
STAGE(outlier);
STAGE(sessionize);
STAGE(pattern);
STAGE(diff);
STAGE(anomaly);
STAGE(source);
STAGE(join);
STAGE(lookup);
STAGE(relevantfields);
STAGE(unnest);
STAGE(appendcols);

/* One row for each different element of a checked list, in a column of that
 * name; *column: which one. */
bool unnest_each(struct checker *c, struct expr *list, struct str name,
    uint32_t *column);

/* What pattern and the commands behind it share. */
enum { PATTERN_COLUMN, PATTERN_COUNT_COLUMN }; /* of the table */
struct patterns {
	struct expr *source;
	uint32_t ratio, severity; /* columns */
};
/* The steps that make the table of patterns of s->source. */
bool pattern_group(struct checker *c, struct patterns *s, uint32_t offset);
/* Shows its columns, the differences among them if they were compared. */
bool pattern_show(struct checker *c, bool compared);
/* Fills the column of severities. */
void pattern_label(struct run *r, uint32_t severity);

bool expand_parse(struct parser *p, struct stage *st);
void expand_print(const struct stage *st, struct buf *out);
bool expand_check(struct checker *c, struct stage *st);
bool cidrlookup_parse(struct parser *p, struct stage *st);
bool logcompare_parse(struct parser *p, struct stage *st);
void logcompare_print(const struct stage *st, struct buf *out);

/* What these do otherwise than fields and stats. */
bool unmask_check(struct checker *c, struct stage *st);
bool countfrequent_parse(struct parser *p, struct stage *st);
void countfrequent_print(const struct stage *st, struct buf *out);

/* What display and tail do otherwise than fields and limit. */
bool display_check(struct checker *c, struct stage *st);
bool tail_check(struct checker *c, struct stage *st);
bool tail_run(struct run *r, const struct stage *st);
#endif
