/*
 * Log formats: how a record of each becomes an event.  The rows are in
 * formats.c, one fmt_NAME.c for each.
 */
#ifndef INGEST_FORMATS_H
#define INGEST_FORMATS_H

#include "ingest/ingest.h"
#include "ingest/look.h"

/* What a format says about a record whose leaves are in the builder. */
struct event {
	struct record record;  /* time_us, fold_id and fold_scope of it */
	struct str time_found; /* what stands where the time should be */
	struct str account;    /* that the log belongs to */
};

struct format_events {
	/* State of one worker: ids of the paths that the format knows. */
	void *(*new)(struct builder *b);
	void (*free)(void *state);
	/* From the leaves alone: true only when it certainly is one. */
	bool (*sure)(const void *state);
	/* Fills e, which is zeroed, and gives the builder the record's own
	 * fields but for @format and @timeSource. */
	void (*finish)(void *state, struct event *e);
};

/* The format of an object by a look at it, or NULL. */
const struct log_format *format_of(const struct look *l);
/* By name, or NULL. */
const struct log_format *format_named(struct str name);

/* fmt_cloudtrail.c */
bool cloudtrail_is(const struct look *l);
extern const struct format_events cloudtrail_events;

/* fmt_other.c: recognised, and no events */
bool digest_is(const struct look *l);
bool notification_is(const struct look *l);
#endif
