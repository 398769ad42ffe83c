/*
 * Cuts one file into records, whatever they are wrapped in, and gives those
 * of a known format to the store.
 *
 *	documents   values one behind the other, or one a line
 *	elements    the values of an array that is too long for the window
 *	value       an object or array: a record, or a container of values
 *
 * Damage costs the records it touches: reading goes on at the next border that
 * proves right.
 */
#ifndef INGEST_READER_H
#define INGEST_READER_H

#include "ingest/feed.h"
#include "ingest/ingest.h"

struct reader;
struct log_format;

/* Where something was first met, and what stands there. */
struct first_place {
	uint64_t record, offset, length;
	char text[120];
};

/* One file: what the caller tells, and what was found. */
struct reader_file {
	/* The file's source in the store; asked for at the first event. */
	uint32_t (*source)(void *ctx);
	/* Something to remark: kind, record, offset, length, text are set.
	 * Texts are borrowed. */
	void (*remark)(void *ctx, const struct remark *m);
	void *ctx;
	struct str account; /* that its folder names, or empty */

	uint64_t records; /* whole ones that became events or copies */
	uint64_t events;
	uint64_t copies;
	uint64_t damaged; /* places */
	uint64_t untimed;
	uint64_t whole;   /* values that were whole, of any kind */
	uint64_t others;  /* of them: of no known kind */
	struct first_place first_untimed, first_other;
	int64_t first_us, last_us; /* TIME_NONE: no record has a time */
	const struct log_format *format; /* of the first value that has one */
	const char *sniffed; /* what it is when it is no JSON, else NULL */
	bool empty;          /* nothing but blanks */
	char cut[96];        /* inside what it ends, or "" */
	uint64_t cut_record; /* 1-based; 0: inside none */
	uint64_t cut_offset;
	char container[48];  /* "Records", "NDJSON" ... */
	bool account_seen;         /* a record of the folder's account */
	char other_account[16];    /* the first account that is another */
};

/* format: NULL to detect, else every object is one of these. */
struct reader *reader_new(struct store *st, const struct log_format *format);
/* What has not been sealed is lost. */
void reader_free(struct reader *r);
struct builder *reader_builder(struct reader *r);

/* Reads all of feed.  It may end early: feed->err says why, and that it then
 * ends inside something is for the caller to remark. */
void reader_read(struct reader *r, struct feed *feed, struct reader_file *file);
#endif
