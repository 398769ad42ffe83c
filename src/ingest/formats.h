/*
 * Log formats: how a record of each becomes an event.  The rows are in
 * formats.c, one fmt_NAME.c for each.
 */
#ifndef INGEST_FORMATS_H
#define INGEST_FORMATS_H

#include "ingest/ingest.h"
#include "ingest/leaves.h"
#include "ingest/look.h"
#include "ingest/reader.h"

/* What a format says about a record whose leaves are in the builder. */
struct event {
	struct record record;  /* time_us, fold_id and fold_scope of it */
	struct str time_found; /* what stands where the time should be */
	struct str account;    /* that the log belongs to */

	/* Told to the format: */
	const struct look *seen; /* of the object, unless sure is set */
	struct str log;          /* @log of the container, or empty */
};

/* Records of a format, JSON or text, whose leaves are in the builder. */
struct format_events {
	/* The paths that the format knows: the state of one worker is then a
	 * struct leaves of them.  Where more is wanted, new makes it; free()
	 * frees it. */
	const struct known_path *paths;
	size_t n_paths;
	void *(*new)(struct builder *b, const struct reader_options *options);
	/* From the leaves alone: true only when it certainly is one.  NULL:
	 * that cannot be told. */
	bool (*sure)(const void *state);
	/* Fills e, whose time is none and the rest zeroed, and gives the
	 * builder the record's own fields but for @format and @timeSource. */
	void (*finish)(void *state, struct event *e);
};

enum text_verdict {
	TEXT_OTHER,  /* no record of the format */
	TEXT_RECORD, /* its leaves are in the builder, which had begun one */
	TEXT_HEADER, /* says how what follows is to be read; no record */
};

/* Of a format that is lines of text. */
struct format_text {
	/* A file begins: what a header said is forgotten.  May be NULL. */
	void (*start)(void *state);
	/* Whether a record may begin with the line.  Quick. */
	bool (*begins)(const void *state, struct str line);
	/* Whether the line goes on with the record that ends before it.  NULL:
	 * each line is one. */
	bool (*continues)(const void *state, struct str record,
	    struct str line);
	enum text_verdict (*read)(void *state, struct str record);
	/* Among its records, a line that nothing knows is one too. */
	bool takes_any;
};

/* The format of an object by a look at it, or NULL. */
const struct log_format *format_of(const struct look *l);
/* The format of an EventBridge event by its detail-type, or NULL. */
const struct log_format *format_of_envelope(const struct look *l);
/* Of objects, and of text, of no other kind. */
const struct log_format *format_of_other(void);
const struct log_format *format_of_text(void);
/* By name, or NULL. */
const struct log_format *format_named(struct str name);

/* Whether a pipeline says that it took the object for a log of that kind:
 * p_log_type begins with name. */
bool look_is_labelled(const struct look *l, struct str name);

/* fmt_NAME.c, by name */
bool cloudtrail_is(const struct look *l);
extern const struct format_events cloudtrail_events;

extern const struct format_events cloudfront_events;
extern const struct format_text cloudfront_text;

bool config_is(const struct look *l);
extern const struct format_events config_events;

extern const struct format_events elb_events;
extern const struct format_text elb_text;

bool guardduty_is(const struct look *l);
extern const struct format_events guardduty_events;

bool lambda_is(const struct look *l);
extern const struct format_events lambda_events;
extern const struct format_text lambda_text;

bool ocsf_is(const struct look *l);
extern const struct format_events ocsf_events;

bool resolver_is(const struct look *l);
extern const struct format_events resolver_events;

extern const struct format_events route53_events;
extern const struct format_text route53_text;

bool s3access_is(const struct look *l);
extern const struct format_events s3access_events;
extern const struct format_text s3access_text;

bool securityhub_is(const struct look *l);
extern const struct format_events securityhub_events;

/* Names of flow log fields that mean the same. */
const struct spellings *format_spellings(size_t *n);
bool vpcflow_is(const struct look *l);
extern const struct format_events vpcflow_events;
extern const struct format_text vpcflow_text;

bool waf_is(const struct look *l);
extern const struct format_events waf_events;

/* fmt_other.c: JSON and text of no known kind; and what has no events */
extern const struct format_events other_events;
extern const struct format_events text_events;
extern const struct format_text text_text;
bool digest_is(const struct look *l);
bool notification_is(const struct look *l);
bool control_is(const struct look *l);
#endif
