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

struct log_format {
	const char *name;  /* @format, and the word for --format */
	const char *title; /* for people */
	const char *help;

	/* Ingest's own: whether an object is one by its top-level keys, and
	 * how it becomes an event; NULL: recognised and counted, no event. */
	bool (*is)(const struct look *l);
	const struct format_events *events;
};
const struct log_format *log_formats(size_t *n);

/* ---- loading ------------------------------------------------------------ */

struct load_options {
	unsigned threads;          /* 0: cores */
	uint64_t memory_bytes;     /* 0: half of the machine's */
	struct str format;         /* empty: detect */
	uint64_t file_bytes_max;   /* of inflated output; 0: 8 GiB */
	uint32_t ratio_max;        /* of gzip; 0: 200 */
	uint32_t record_bytes_max; /* 0: 64 MiB */
};

struct loader;

/* logs: files, directories (searched recursively), "-" for standard input.
 * A named log that does not exist is a ledger remark, not a failure. */
struct loader *loader_start(struct store *st, const char *const *logs, size_t n,
    const struct load_options *o, struct err *err);

struct load_progress {
	bool done;    /* all threads have ended */
	bool stopped; /* by loader_stop or the memory budget */
	uint64_t files_found, files_done;
	uint64_t bytes_found, bytes_done; /* as on disk */
	uint64_t records;                 /* events and copies so far */
	int64_t elapsed_us;
};
void loader_progress(struct loader *l, struct load_progress *out);

/* Readable (an eventfd; read it to clear) after each publication and at the
 * end. */
int loader_fd(const struct loader *l);

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
	struct str file;   /* name below the argument, raw bytes */
	uint64_t record;   /* 1-based; 0: none */
	uint64_t offset;   /* byte of the uncompressed file */
	uint64_t length;   /* bytes concerned; 0: not known */
	struct str text;   /* found, expected */
};

enum file_state { FILE_WAITING, FILE_READING, FILE_READ, FILE_SKIPPED,
	FILE_FAILED };

struct ledger_file {
	struct str name;   /* below the argument, raw bytes */
	struct str path;
	enum file_state state;
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
	uint64_t memory_bytes, peak_memory_bytes; /* of the process */
	int64_t elapsed_us;
	bool done, stopped;
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

/* A copy of the ledger as it is now, in the arena.  O(files). */
void loader_ledger(struct loader *l, struct arena *a, struct ledger *out);

/* Remarks so far (cheap; for the badge). */
uint64_t loader_remarks(struct loader *l);

#endif
