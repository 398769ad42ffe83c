/*
 * Ingest: from files to events.  Finds files, reads them by content, cuts
 * records, finds their time, fills a store, and keeps the ledger: what was
 * read, what was not, and why.
 *
 *	struct loader *l = loader_start(store, logs, n, &options, &err);
 *	... use snapshots; poll(loader_fd(l)) ...
 *	loader_wait(l);
 *
 * Nothing here writes to the evidence, maps it, or trusts its names.
 */
#ifndef INGEST_INGEST_H
#define INGEST_INGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

/* ---- log formats: one row each ------------------------------------------ */

struct look;
struct format_events;
struct format_text;

struct log_format {
	const char *name;  /* @format, and the word for --format */
	const char *title; /* for people */
	const char *help;
	bool names_files; /* its text says what other files hold */

	/* Ingest's own: whether an object is one by its top-level keys, and
	 * how it becomes an event; NULL: recognised and counted, no event. */
	bool (*is)(const struct look *l); /* NULL: it is no JSON */
	const char *detail; /* detail-type of an EventBridge event that is one
	                       though its detail does not say so; or NULL */
	const struct format_events *events;
	const struct format_text *text; /* NULL: it is no text */
};
const struct log_format *log_formats(size_t *n);

/* What records may travel in: the i-th, and what makes it; NULL: there are no
 * more. */
const char *log_container(size_t i, const char **help);

/* How many names of flow log fields are among those, which blanks or commas
 * separate. */
size_t vpc_format_known(struct str names);

/* ---- loading ------------------------------------------------------------ */

struct load_options {
	unsigned threads;          /* 0: cores */
	uint64_t memory_bytes;     /* 0: half of the machine's */
	struct str format;         /* empty: detect */
	struct str vpc_format;     /* field names of flow logs, in order */
	struct str time_field;     /* key of the time in other JSON and CSV */
	uint64_t file_bytes_max;   /* of inflated output; 0: 8 GiB */
	uint32_t ratio_max;        /* of gzip; 0: 200 */
	uint32_t record_bytes_max; /* 0: 64 MiB */

	bool follow;           /* from the start; see loader_follow */
	uint64_t keep_events;  /* while following: when there are more, the
	                          oldest by arrival go; 0: all stay */
	int64_t pending_us;    /* a file that ends inside something is damaged
	                          after as long without change; 0: 60 s */
	unsigned watches_max;  /* directories; 0: what the system allows */
	int64_t poll_us;       /* others are looked at as often; 0: 1 s */
};

struct loader;

/* logs: files, directories (searched recursively), "-" for standard input.
 * A named log that does not exist is a ledger remark, not a failure. */
struct loader *loader_start(struct store *st, const char *const *logs, size_t n,
    const struct load_options *o, struct err *err);

struct load_progress {
	bool done;    /* all threads have ended */
	bool stopped; /* by loader_stop or the memory budget */
	bool live;    /* what was there is read, and what comes is followed */
	int64_t lag_us; /* of the last publication: since its oldest change
	                   was noticed */
	uint64_t files_found, files_done;
	uint64_t bytes_found, bytes_done; /* as on disk */
	uint64_t records;                 /* events and copies so far */
	int64_t elapsed_us;
};
void loader_progress(struct loader *l, struct load_progress *out);

/* Readable (an eventfd; read it to clear) after each publication and at the
 * end. */
int loader_fd(const struct loader *l);

/*
 * Following: when all that was found is read, the directories stay watched;
 * new files, and what is written to known ones, are read as it comes.  A file
 * is read on where it was left when it grew, anew when it was written anew,
 * and keeps its name when it is renamed.
 *
 * On: from now on, also when loading had ended; what has changed since is
 * caught up with.  Off: loading ends when what was noticed is read.  Returns
 * at once.  One thread calls this.
 */
void loader_follow(struct loader *l, bool on);

/* Asks the threads to end; what is loaded stays. Returns at once. */
void loader_stop(struct loader *l);
/* Waits until all is loaded (or stopped) and published. */
void loader_wait(struct loader *l);
/* Stops, waits, frees.  The ledger goes with it. */
void loader_free(struct loader *l);

/* ---- the ledger --------------------------------------------------------- */

enum remark_kind {
	REMARK_SKIPPED,    /* recognised as no log, or a kind not read */
	REMARK_EMPTY,      /* no bytes, or no records */
	REMARK_DAMAGED,    /* bytes that could not be read as records */
	REMARK_TRUNCATED,  /* ends inside a record or a gzip stream */
	REMARK_UNREADABLE, /* permission, I/O error */
	REMARK_VANISHED,   /* gone between discovery and reading */
	REMARK_LIMIT,      /* gzip ratio, size, depth, record size, memory */
	REMARK_LOOP,       /* a directory that is its own descendant */
	REMARK_MISSING,    /* a named log that is not there */
	REMARK_UNTIMED,    /* records without a usable time */
	REMARK_CONFLICT,   /* equal eventID, other content */
	REMARK_REPEATED,   /* records with a repeated key */
	REMARK_UNINDEXED,  /* leaves beyond the limits of paths */
	REMARK_ACCOUNT,    /* folder name and records name different accounts */
	REMARK_STOPPED,    /* loading was stopped: files not read */
	REMARK_CHANGED,    /* written anew after it was read */
	REMARK_POLLED,     /* directories that cannot be watched */
	REMARK_ABSENT,     /* a digest names a file that is not there */
	REMARK_ALTERED,    /* ... that is another one */
	REMARK_KINDS,
};
/* One word as the screen shows it; whether evidence was not read (exit
 * status 3); help. */
struct remark_row {
	const char *name;
	bool unread;
	const char *help;
};
extern const struct remark_row remark_rows[REMARK_KINDS];

struct remark {
	enum remark_kind kind;
	bool unread;       /* counts for exit status 3 */
	bool provisional;  /* about a file's end, which may come yet */
	struct str file;   /* name below the argument, raw bytes */
	uint64_t record;   /* 1-based; 0: none */
	uint64_t offset;   /* byte of the uncompressed file */
	uint64_t length;   /* bytes concerned; 0: not known */
	struct str text;   /* found, expected */
};

enum file_state { FILE_WAITING, FILE_READING, FILE_READ, FILE_SKIPPED,
	FILE_FAILED,
	FILE_PENDING /* followed; ends inside something that may come yet */ };

struct ledger_file {
	struct str name;   /* below the argument, raw bytes */
	struct str path;
	enum file_state state;
	struct str sha256; /* of the file as it lies on disk, in hex; empty: it
	                      was not read to its end */
	struct str kind;   /* what it is: "cloudtrail", "digest", "empty" ... */
	struct str container; /* "gzip, Records", "ndjson" ... */
	uint64_t packed_bytes, plain_bytes;
	uint64_t records;  /* whole records read */
	uint64_t events;   /* of them first seen here */
	uint64_t copies;
	uint64_t damaged;
	int64_t first_us, last_us; /* of its records; TIME_NONE */
};

struct ledger {
	uint64_t files_found, files_read, files_skipped, files_failed;
	uint64_t packed_bytes, plain_bytes;
	uint64_t records, events, copies, conflicts, damaged, untimed;
	uint64_t repeated_keys, unindexed_leaves;
	int64_t first_us, last_us;
	uint64_t dropped; /* of the events, while following: let go */
	struct {
		uint64_t files; /* digests that were read */
		uint64_t named; /* files that they name, of them: */
		uint64_t same, altered, absent;
	} digests;
	uint64_t memory_bytes, peak_memory_bytes; /* of the process */
	int64_t elapsed_us;
	bool done, stopped;
	bool live; /* see load_progress */
	const struct ledger_file *files; /* by name */
	size_t n_files;
	const struct remark *remarks; /* worst kind first, then by place */
	size_t n_remarks;
	struct format_count {
		struct str format;
		uint64_t files, events;
		int64_t first_us, last_us;
	} *formats;
	size_t n_formats;
};

/* What the digests say, and that their signatures are not checked, as one
 * line; nothing when there are none.  Appends. */
void ledger_print_digests(const struct ledger *g, struct buf *out);

/* A copy of the ledger as it is now, in the arena.  O(files). */
void loader_ledger(struct loader *l, struct arena *a, struct ledger *out);

/* ---- coverage ----------------------------------------------------------- */

/*
 * For each account, region and kind of log: what is covered, what is missing,
 * what is empty.  A file covers its first to its last event, a digest its
 * whole interval.  Missing is only what a digest names and is not there, and
 * whole days without files between days with files; other time without events
 * is empty.
 */
#define COVERAGE_CELLS 16

struct coverage_span {
	int64_t from_us, to_us; /* [from, to) */
	bool missing;           /* else empty: no event for at least an hour
	                           and a twentieth of the whole */
	struct str file;        /* that a digest names; or empty */
};

struct coverage_group {
	struct str account, region; /* raw bytes; empty: not said */
	struct str format;
	uint64_t events;
	int64_t first_us, last_us; /* TIME_NONE: none has a time */
	struct coverage_span *spans; /* by time */
	size_t n_spans;
	uint64_t cell[COVERAGE_CELLS]; /* events in each cell */
	bool covered[COVERAGE_CELLS];  /* a file or digest covers part of it */
};

struct coverage {
	struct coverage_group *groups; /* most events first */
	size_t n_groups;
};

/* Of the snapshot, in the arena.  edges: n_cells + 1 times, ascending, where
 * cells begin and the last one ends; n_cells <= COVERAGE_CELLS, or 0.  About
 * 30 ns an event. */
void loader_coverage(struct loader *l, struct snapshot *s,
    const int64_t *edges, size_t n_cells, struct arena *a,
    struct coverage *out);

/* Remarks so far (cheap; for the badge). */
uint64_t loader_remarks(struct loader *l);
/* A file was found to be another one when it was read back: a remark, once a
 * file.  Both are copied. */
void loader_changed(struct loader *l, struct str file, struct str text);
/* Changes when there is one more of evidence that is not read, or of
 * directories that are polled (cheap). */
uint64_t loader_warnings(struct loader *l);

#endif
