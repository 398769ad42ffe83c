/*
 * Inside the reader: what its parts share.
 *
 *	reader.c    the file: documents, arrays, damage and the way behind it
 *	values.c    one value: an event, or a container and what is inside
 *	unwrap.c    texts that travel in strings of a document
 *	lines.c     a file or string of text: its lines, put together to records
 *	csv.c       a file of comma-separated values
 */
#ifndef INGEST_READING_H
#define INGEST_READING_H

#include "ingest/containers.h"
#include "ingest/formats.h"
#include "ingest/reader.h"
#include "ingest/scan.h"

enum outcome {
	VALUE_DONE,
	VALUE_BAD, /* the damage is in reader.damage */
	VALUE_CUT, /* the file ends inside it; likewise */
};

struct damage {
	enum remark_kind kind;
	uint64_t offset; /* where it shows */
	bool in_record;  /* of REMARK_TRUNCATED */
	char text[160];
};

/* What containers say about the records inside; texts are the level's. */
struct context {
	int64_t time_us;
	bool entries; /* of CloudWatch Logs: a message is a record */
	struct str log, log_stream;
	struct str ingestion; /* epoch milliseconds */
};

/* A string of a document whose text is being read. */
struct quote {
	uint64_t offset, length; /* as it stands in the file, without quotes */
	struct str text;         /* unescaped; p NULL: none is */
};

struct reader {
	struct builder *builder;
	const struct reader_options *options;
	const struct log_format *formats;
	size_t n_formats;
	void **states; /* by format */
	struct arena text; /* of a look */
	struct look look;
	struct scan scan;
	struct arena held[CONTAINER_LEVELS_MAX + 2]; /* texts of a level */

	/* the file at hand */
	struct feed *feed; /* or a value inside it */
	struct reader_file *file;
	uint32_t source[FORMS];
	bool has_source[FORMS];
	unsigned form; /* of what stands in the feed */
	uint64_t unpacked_bytes;
	struct quote quote;
	unsigned level; /* of containers around the value */
	uint64_t documents;
	bool lines; /* documents stand on lines of their own */
	bool broken; /* there was damage: brackets may be left over */
	bool guessing; /* behind damage: only what surely is a record */
	bool header;   /* a line said how others are to be read */
	bool exported; /* the last line was one of CloudWatch's export */
	bool rows;   /* arrays are rows of { field, value } */
	const struct log_format *expected; /* of the last record ... */
	unsigned expected_level;           /* ... and where it was */
	const struct log_format *line_format; /* of the last line */
	int64_t line_us; /* time of the last line that had one */
	struct context context;
	struct damage damage;
	uint64_t furthest; /* byte that was looked at */
};

static inline void *
state_of(const struct reader *r, const struct log_format *f)
{
	return r->states[f - r->formats];
}

/* ---- reader.c ------------------------------------------------------------ */

/* Calls step on the value at `at`, anew with more of it, until it is known. */
enum json_token whole_value(struct reader *r, struct json *j,
    enum json_token (*step)(struct reader *, struct json *));
/* step: over one value. */
enum json_token step_skip(struct reader *r, struct json *j);

#define UNPACKED_BYTES_MAX ((size_t)64 << 20)

/* What to return when token ended the reading of a value early. */
enum outcome value_failed(struct reader *r, const struct json *j,
    enum json_token token, bool in_record);

/* The feed has no more for what stands at `at`. */
enum outcome value_cut(struct reader *r, bool in_record);
/* Remarks that. */
void remark_cut(struct reader *r);
/* Bytes start to end of the file are damage.  Once: not again when the file is
 * read again. */
void remark_damage(struct reader *r, const struct damage *d, uint64_t record,
    uint64_t start, uint64_t end);

/* `at` to the next byte that is no blank; false: there is none. */
bool skip_blanks(struct reader *r);

/* Behind an array's [ to behind its ].  Damage is dealt with. */
enum outcome read_elements(struct reader *r);

/* ---- values.c ------------------------------------------------------------ */

/* The value at `at`, and `at` behind it. */
enum outcome read_value(struct reader *r);

/* The record's leaves are in the builder: it is an event.  record: its text,
 * in the feed or in the quote. */
void read_end(struct reader *r, const struct log_format *format,
    struct str record);

/* The format that the builder's leaves surely are of; else NULL. */
const struct log_format *format_of_leaves(struct reader *r);

/* Reads a value whose text stands in the feed, in a container or on a line. */
void read_inside(struct reader *r, struct str inner);

/* A value that gives no event; format: known to have none, or NULL. */
void read_other(struct reader *r, const struct log_format *format,
    struct str record);

/* The first container that the look found, or NULL. */
const struct container *container_found(const struct look *l,
    struct str *inner);

/* ---- unwrap.c ------------------------------------------------------------ */

/* Whether what the container holds is a record of a known kind, or holds
 * some. */
bool is_known(struct reader *r, const struct container *c, struct str inner);
/* The text of a string of the document, between its quotes in the feed. */
void read_string(struct reader *r, struct str inner);
/* The same of base64 of gzip. */
void read_packed(struct reader *r, struct str inner);
/* An array of { field, value }, in the feed. */
enum outcome read_row(struct reader *r);

/* ---- lines.c, csv.c ------------------------------------------------------ */

/* Reads the rest of the feed as lines of text. */
void read_lines(struct reader *r);
/* One record of text. */
void read_text(struct reader *r, struct str record);
bool text_is_known(struct reader *r, struct str record);

/* The end of the line that begins `from` bytes behind `at`, counted from `at`
 * too.  False: there is no line any more; f->too_long: it is too long. */
bool line_end(struct feed *f, size_t from, size_t *end);

/* Reads the rest of the feed as comma-separated values if it begins with a
 * header of such; false: it does not, and nothing has happened. */
bool read_csv(struct reader *r);
#endif
