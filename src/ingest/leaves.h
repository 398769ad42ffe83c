/*
 * What formats do with the leaves of a record that is in the builder: they
 * know some paths by name, look at them, and give the record its own fields.
 */
#ifndef INGEST_LEAVES_H
#define INGEST_LEAVES_H

#include "store/store.h"

/* A path below another row of the same table.  Row 0 is the record itself and
 * its own parent.  Without a key it is a position of an array. */
struct known_path {
	uint16_t parent; /* a row before this one */
	struct str key;
	uint32_t position;
};

#define LEAVES_MAX 96

struct leaves {
	struct builder *builder;
	uint32_t path[LEAVES_MAX]; /* by row */
};

/* The ids of n rows, at most LEAVES_MAX.  Begins a record. */
void leaves_init(struct leaves *l, struct builder *b,
    const struct known_path *rows, size_t n);
/* The same on the heap, as format_events.new wants it; free() frees it. */
struct leaves *leaves_new(struct builder *b, const struct known_path *rows,
    size_t n);

/* The text of a leaf; empty: absent.  Borrowed as long as the record. */
static inline struct str
leaf_at(const struct builder *b, uint32_t path)
{
	struct value v = builder_get(b, path);

	return value_absent(v) ? (struct str){ 0 } : v.text;
}

static inline struct str
leaf(const struct leaves *l, unsigned row)
{
	return leaf_at(l->builder, l->path[row]);
}

/* Whether the record has a leaf there, of any kind. */
static inline bool
leaf_is(const struct leaves *l, unsigned row)
{
	return builder_get(l->builder, l->path[row]).type != VALUE_MISSING;
}

/* The first of two that is there. */
struct str leaf_or(const struct leaves *l, unsigned row, unsigned other);

/* Gives the record an own field; an empty text gives none. */
void own_text(struct builder *b, enum own_path field, struct str text);
void own_number(struct builder *b, enum own_path field, struct str digits);

/* A field of a line of text: a dash is no value; what reads as a number is one
 * if it may be. */
void leaf_field(struct builder *b, uint32_t path, bool number, struct str text);
/* The HTTP status: ok below 400, else it; a dash is none. */
struct str status_result(struct str status);

/* ---- making texts, in memory of the record ------------------------------- */

struct str text_join(struct builder *b, struct str a, struct str c,
    struct str d);
/* "word name", or nothing without a name. */
struct str text_named(struct builder *b, const char *word, struct str name);
struct str text_copy(struct builder *b, struct str s);

/* Behind the last c, or all of it. */
struct str text_behind(struct str s, char c);

/* An Amazon Resource Name: arn:partition:service:region:account:resource.
 * (AWS General Reference, "Amazon Resource Names".) */
struct arn {
	struct str service;
	struct str region;
	struct str account;
	struct str resource;
};
bool arn_split(struct str s, struct arn *out);

/* The name that a person would use: of an object in S3 bucket and key, else
 * what stands behind the kind of resource and, in IAM, behind the path. */
struct str arn_name(struct str s);

/* The caller that an ARN names: account/user, account/role/session,
 * account/root; other text as it is. */
struct str arn_caller(struct builder *b, struct str s);

/* account/name; either alone when the other is empty. */
struct str text_in_account(struct builder *b, struct str account,
    struct str name);

/* ---- reading texts ------------------------------------------------------- */

bool text_is_digits(struct str s); /* at least one */
/* As JSON spells a number, so that it can be one. */
bool text_is_number(struct str s);
bool text_is_address(struct str s); /* has the form of an IPv4 or IPv6 one */

/* The next word of *s, which blanks end; *s goes behind it.  Empty: none. */
struct str text_word(struct str *s);

/* The same, where "quotes" or [brackets] hold a word together; they are taken
 * off.  A quote inside is \". */
struct str text_field(struct str *s);

/* A time: ISO 8601, or a number whose size tells its unit: more than 10^17
 * nanoseconds, 10^14 microseconds, 10^11 milliseconds, else seconds (from 1973
 * on, and not beyond the year 9999).  False leaves *us alone. */
bool time_of_text(struct str s, int64_t *us);
/* 06/Feb/2019:00:00:38 +0000, as web servers write it. */
bool time_of_server(struct str s, int64_t *us);
/* Seconds since 1970. */
bool time_of_seconds(struct str s, int64_t *us);
#endif
