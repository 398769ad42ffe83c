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

/* How the text of a record stands in the file; a source for each. */
enum {
	FORM_PLAIN = 0,
	FORM_QUOTED = 1,   /* inside a JSON string, escaped */
	FORM_UNPACKED = 2, /* in bytes that were packed inside the file */
	FORM_REBUILT = 4,  /* a part of it only: it cannot be read back */
	FORMS = 8,
};

/* One file: what the caller tells, and what was found. */
struct reader_file {
	/* A source of the file in the store; asked for at the first event of
	 * that form. */
	uint32_t (*source)(void *ctx, unsigned form);
	/* Bytes that were packed inside the file, for FORM_UNPACKED: offsets
	 * count all that were kept of it so far. */
	void (*keep)(void *ctx, struct str unpacked);
	/* Something to remark: kind, record, offset, length, text are set.
	 * Texts are borrowed. */
	void (*remark)(void *ctx, const struct remark *m);
	/* A whole value of a format that names files; borrowed.  NULL: not
	 * wanted. */
	void (*names)(void *ctx, struct str text);
	void *ctx;
	struct str account; /* that its folder names, or empty */

	/* Of a file that was read before, whose counts below go on: */
	uint64_t from; /* the byte that the feed begins with, behind a whole
	                  document; or 0 and: */
	uint64_t skip; /* values that were read already and are passed over */
	bool open;     /* more may follow: to end inside something is no
	                  damage yet */

	uint64_t records; /* whole ones that became events or copies */
	uint64_t events;
	uint64_t copies;
	uint64_t damaged; /* places */
	uint64_t damaged_end; /* of them: its end */
	uint64_t untimed;
	uint64_t whole;   /* values that were whole, of any kind */
	uint64_t others;  /* of them: of no known kind */
	struct first_place first_untimed, first_other;
	int64_t first_us, last_us; /* TIME_NONE: no record has a time */
	const struct log_format *format; /* of the first value that has one */
	const char *sniffed; /* what it is when it is no log, else NULL */
	bool text;           /* it is lines of text, no JSON */
	bool empty;          /* nothing but blanks */
	uint64_t resume;     /* byte behind the last whole document */
	bool unfinished;     /* open, and it ends inside something */
	char cut[96];        /* inside what it ends, or "" */
	uint64_t cut_record; /* 1-based; 0: inside none */
	uint64_t cut_offset;
	char container[48];  /* "Records", "NDJSON" ... */
	bool account_seen;         /* a record of the folder's account */
	char other_account[16];    /* the first account that is another */
};

struct reader_options {
	const struct log_format *format; /* NULL: detect; else all is this */
	struct str vpc_format; /* names of flow log fields, or empty */
	struct str time_field; /* key of the time in other JSON, or empty */
};

/* options: borrowed, NULL for none. */
struct reader *reader_new(struct store *st,
    const struct reader_options *options);
/* What has not been sealed is lost. */
void reader_free(struct reader *r);
struct builder *reader_builder(struct reader *r);

/* Reads all of feed, whose base is file->from.  It may end early: feed->err says why, and that it then
 * ends inside something is for the caller to remark. */
void reader_read(struct reader *r, struct feed *feed, struct reader_file *file);
#endif
