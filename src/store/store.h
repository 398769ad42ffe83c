/*
 * The event store: everything that is known about events, in memory.
 *
 * Events lie in segments, in order of arrival.  Inside a segment each path
 * has a column of entries: its different values, each stored once.  A sealed
 * segment never changes.  Readers hold a snapshot: a list of segments, the
 * order of all events, the copies.  A snapshot never changes either; what no
 * snapshot names is freed.
 *
 *   builder ──seal──▶ segment ──publish──▶ snapshot ──▶ field ──▶ column
 *
 * An event is known by its number: dense, from 0, given when its segment is
 * published, never changed.  A path is known by its id, dense, the same in
 * all segments of a store.
 *
 * The store knows nothing of queries, containers, or screens.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "base/timefmt.h"

/* ---- values ---------------------------------------------------------- */

enum value_type {
	VALUE_MISSING,
	VALUE_STRING, /* text: unescaped */
	VALUE_NUMBER, /* text: as spelled in the record */
	VALUE_TRUE,   /* text: true, false, null, {}, [] */
	VALUE_FALSE,
	VALUE_JSON, /* text: a document; made by a query, never stored */
	VALUE_NULL,
	VALUE_EMPTY_OBJECT,
	VALUE_EMPTY_ARRAY,
};

struct value {
	enum value_type type;
	struct str text; /* borrowed */
};

/* Absent for the query language: missing, null, {} and []. */
static inline bool
value_absent(struct value v)
{
	return v.type == VALUE_MISSING || v.type >= VALUE_NULL;
}

/* ---- paths ----------------------------------------------------------- */

#define PATH_ROOT 0
#define PATH_NONE UINT32_MAX
#define PATH_POSITION_MAX 255          /* later positions share PATH_REST */
#define PATH_REST UINT32_C(256)        /* position of the shared path */
#define PATHS_MAX (UINT32_C(1) << 18)  /* in one store */
#define PATHS_PER_RECORD_MAX 4096      /* new ones */

/* Own fields that are stored in columns, as paths right below the root.
 * Their ids are these numbers. */
enum own_path {
	OWN_FORMAT = 1,  /* @format */
	OWN_TIME_SOURCE, /* @timeSource: record, container or none */
	OWN_WHO,         /* @who ... as design of the list needs them */
	OWN_WHAT,
	OWN_WHERE,
	OWN_FROM,
	OWN_RESULT,
	OWN_RESOURCE,
	OWN_LOG,       /* @log, @logStream: only where the log names them */
	OWN_LOG_STREAM,
	OWN_INGESTION, /* @ingestionTime in epoch milliseconds, likewise */
	OWN_REQUEST,   /* @requestId ... as Logs Insights has them of Lambda */
	OWN_TYPE,
	OWN_DURATION, /* milliseconds, as the next two */
	OWN_BILLED,
	OWN_INIT,
	OWN_MEMORY, /* bytes, as the next one */
	OWN_MEMORY_USED,
	OWN_TRACE,
	OWN_SEGMENT,
	OWN_PATHS,     /* their number + 1: the first id of a record's path */
};

struct store;
struct snapshot;

/* The parent of a path and its own step: a key, or a position (key.p NULL,
 * *position set).  PATH_ROOT has no step.  Thread safe, lock free. */
uint32_t path_parent(const struct store *st, uint32_t path);
bool path_step(const struct store *st, uint32_t path, struct str *key,
    uint32_t *position);

/* Appends the printed name: steps joined by dots, `*` for PATH_REST; a first
 * key that begins with @ gets another @, own fields are @name. */
void path_print(const struct store *st, uint32_t path, struct buf *out);

/* The child of parent with that key or position, or PATH_NONE. */
uint32_t path_find_key(const struct store *st, uint32_t parent, struct str key);
uint32_t path_find_position(const struct store *st, uint32_t parent,
    uint32_t position);

/* A step of the name is `*`. */
bool any_position(struct str name);
/* Paths of the snapshot whose printed name is this one, with positions for its
 * stars; in the order of positions, in the arena.  Looks at each path once. */
uint32_t *any_position_paths(struct snapshot *s, struct str name,
    struct arena *a, uint32_t *n);
/* Appends the printed name with `*` for each position. */
void path_print_any(const struct store *st, uint32_t path, struct buf *out);

/* Calls with each path whose printed name is `name` (`a.b` may be one key,
 * or b in a), in an order that does not depend on loading. */
void paths_named(const struct store *st, struct str name,
    void (*found)(void *ctx, uint32_t path), void *ctx);

/* Other names that a printed name stands for: each row is a group of spellings
 * of one field, {} behind the last.  Borrowed for good; before anything is
 * asked for by name. */
#define SPELLINGS_MAX 4
struct spellings {
	struct str name[SPELLINGS_MAX];
};
void store_spellings(struct store *st, const struct spellings *rows, size_t n);

/* ---- sources: the files that events came from ------------------------- */

/* Where a record stands: bytes of the uncompressed source. */
struct place {
	uint32_t source;
	uint32_t length;
	uint64_t record; /* 1-based */
	uint64_t offset;
};

struct source;

/* Reads bytes [offset, offset + length) of a source into out.  Given by
 * ingest; called from any thread, several at once for different sources and
 * one at a time for one source.  `reader` is scratch kept between calls for
 * places of one source in rising order; it starts NULL and is ended with
 * close.  False: ERR_CHANGED when the source is not what it was. */
struct source_io {
	bool (*read)(const struct source *src, void **reader, uint64_t offset,
	    uint32_t length, struct buf *out, struct err *err);
	void (*close)(void *reader);
	void (*free)(void *ctx);
};

struct source {
	struct str name;        /* path below the argument; the order of bytes */
	struct str path;        /* to open it */
	struct str log;         /* directory below the argument, or "" */
	struct str log_stream;  /* file name */
	int64_t ingestion_us;   /* from the file name, or TIME_NONE */
	bool unescape;          /* records are JSON strings in their document */
	const struct source_io *io;
	void *ctx; /* of io, owned by the source */
};

/* Copies the texts; ctx is taken over.  Thread safe.  Returns its id. */
uint32_t store_add_source(struct store *st, const struct source *s);
/* Lives as long as the store. */
const struct source *store_source(const struct store *st, uint32_t source);
uint32_t store_source_count(const struct store *st);

/* ---- the store -------------------------------------------------------- */

struct store_options {
	uint32_t segment_rows_max; /* 0: 65,536; at most that; tests: tiny */
	uint64_t segment_bytes_max; /* 0: 256 MiB of value text */
};

struct store *store_new(const struct store_options *o);
/* No snapshot may be left. */
void store_free(struct store *st);

/* What is published now; never NULL; counted. */
struct snapshot *store_snapshot(struct store *st);
struct snapshot *snapshot_hold(struct snapshot *s);
void snapshot_release(struct snapshot *s);

/* Publishes what is sealed: makes the order of all events and swaps the
 * snapshot.  About 20 ns an event.  Does nothing when nothing is new. */
void store_publish(struct store *st);

/* For stores that grow without end; not for two threads at once.  Merging
 * changes no number.  Both show in the next snapshot.  rows_max: of a merged
 * segment, 0: as many as a segment may have. */
void store_merge(struct store *st, uint32_t rows_max);
/* Lets the oldest segments go, by arrival, as long as so many events stay:
 * whole ones, so that up to a segment more stay. */
void store_keep(struct store *st, uint64_t events);

struct store_counts {
	uint64_t events;    /* sealed, each once; also those let go */
	uint64_t dropped;   /* of them let go */
	uint64_t copies;    /* deliveries folded into an event */
	uint64_t conflicts; /* events that share their id with another */
	uint64_t untimed;
	uint64_t repeated_keys;    /* records with one */
	uint64_t unindexed_leaves; /* found by @message only */
	uint64_t memory_bytes;     /* held by segments, sources, paths */
};
/* At this moment, also between publications.  Thread safe. */
void store_counts(struct store *st, struct store_counts *out);

/* ---- builders: from records to segments ------------------------------- */

struct builder;

enum { /* flags of a record */
	RECORD_ESCAPES = 1, /* an escape where none was needed, any \u */
	RECORD_REPEATED_KEY = 2,
	RECORD_UNINDEXED = 4,
	RECORD_NO_JSON = 8, /* text that is not JSON, or JSON inside a string */
};

struct record {
	int64_t time_us; /* or TIME_NONE */
	struct place place;
	struct str fold_id;    /* eventID in UUID form, or empty: never folded */
	struct str fold_scope; /* recipientAccountId */
};

/* One for each worker thread; what it seals goes to the store. */
struct builder *builder_new(struct store *st);

/* Starts a record; forgets an unfinished one. */
void builder_begin(struct builder *b);

/* The path of a key or position below parent, made when it is new.
 * PATH_NONE when a limit is reached: the leaf is then counted as unindexed
 * (give builder_leaf PATH_NONE). */
uint32_t builder_key(struct builder *b, uint32_t parent, struct str key);
uint32_t builder_position(struct builder *b, uint32_t parent, uint32_t position);

/* A leaf of the record.  text is borrowed until builder_end.  The last leaf
 * of a path counts; an earlier one sets RECORD_REPEATED_KEY. */
void builder_leaf(struct builder *b, uint32_t path, enum value_type type,
    struct str text);
/* An own field; no part of what copies are compared by. */
void builder_own(struct builder *b, enum own_path path, enum value_type type,
    struct str text);
void builder_flag(struct builder *b, unsigned flags);

/* The leaf of this record at path, VALUE_MISSING if it has none. O(1). */
struct value builder_get(const struct builder *b, uint32_t path);

/* Memory that lives until the next builder_begin. */
struct arena *builder_scratch(struct builder *b);

enum builder_verdict {
	BUILDER_ADDED,
	BUILDER_COPY,     /* an equal event was there: only its place is kept */
	BUILDER_CONFLICT, /* added; one with its id and other content exists */
};
/* Ends the record and adds it.  Seals when the segment is full. */
enum builder_verdict builder_end(struct builder *b, const struct record *r);

/* Seals what has been added, if anything, so that it can be published. */
void builder_seal(struct builder *b);
uint32_t builder_rows(const struct builder *b); /* not yet sealed */
/* Rows at which it seals by itself from now on; at most the store's. */
void builder_seal_at(struct builder *b, uint32_t rows);

/* What has not been sealed is lost: call builder_seal first. */
void builder_free(struct builder *b);

/* ---- reading: snapshots ----------------------------------------------- */

#define EVENT_NONE UINT32_MAX

struct store *snapshot_store(const struct snapshot *s);
uint64_t snapshot_generation(const struct snapshot *s);
uint32_t snapshot_events(const struct snapshot *s); /* numbers 0..n-1 */
/* Events that were let go before it (store_keep): what had number n once has
 * n minus the difference now. */
uint64_t snapshot_dropped(const struct snapshot *s);
/* Wall clock: all that came since then is there. */
int64_t snapshot_since(const struct snapshot *s);

/* All events by (time, source name, record number); oldest first, without a
 * time before all. */
const uint32_t *snapshot_order(const struct snapshot *s);

/* First and last event time; false if no event has one. */
bool snapshot_span(const struct snapshot *s, int64_t *first, int64_t *last);

uint32_t snapshot_segments(const struct snapshot *s);
/* Event numbers of a segment: base .. base + rows - 1. */
uint32_t segment_base(const struct snapshot *s, uint32_t seg);
uint32_t segment_rows(const struct snapshot *s, uint32_t seg);
uint32_t snapshot_segment_of(const struct snapshot *s, uint32_t event);

int64_t snapshot_time(const struct snapshot *s, uint32_t event);
void segment_times(const struct snapshot *s, uint32_t seg, int64_t *out);
/* RECORD_ flags of any of its deliveries: they may be spelled differently. */
unsigned snapshot_flags(const struct snapshot *s, uint32_t event);

/* The place of the event: of all its copies the first by (name, record). */
struct place snapshot_place(const struct snapshot *s, uint32_t event);
uint32_t snapshot_copies(const struct snapshot *s, uint32_t event); /* >= 1 */
/* All places, the first by (name, record) first; at most cap; returns how
 * many there are. */
size_t snapshot_places(const struct snapshot *s, uint32_t event,
    struct place *out, size_t cap);
bool snapshot_conflict(const struct snapshot *s, uint32_t event);

/* The first event by order whose field has that text; EVENT_NONE.  About 5 ms
 * a million for an eventID. */
uint32_t snapshot_find(struct snapshot *s, struct str field, struct str text);

/* ---- reading: fields and columns --------------------------------------- */

/*
 * A column: the values of one field in one segment.  Different values are
 * entries 0..n_entries-1; a row has one entry or none.
 *
 *   CONST   every row has entry 0
 *   DENSE   codes[row]: 0 = none, else entry + 1; codes NULL: entry = row
 *   SPARSE  rows[i] ascending has entry codes[i]; codes NULL: entry = i
 */
#define ENTRY_NONE UINT32_MAX

enum column_shape { COLUMN_NONE, COLUMN_CONST, COLUMN_DENSE, COLUMN_SPARSE };
enum column_form { /* of the entries' text */
	ENTRIES_TEXT, /* text[offsets[e]] .. text[offsets[e + 1] - 1], a NUL
	                 behind each, so that one search can run over all */
	ENTRIES_UUID, /* 16 bytes each: lower-case canonical spelling */
	ENTRIES_TIME, /* the row's time as yyyy-mm-ddThh:mm:ssZ */
};

struct column {
	enum column_shape shape;
	enum column_form form;
	uint8_t width;       /* bytes of a code: 1, 2, 4 */
	uint8_t type;        /* of all entries, when types is NULL */
	uint32_t n_rows;     /* of the segment */
	uint32_t n_present;  /* rows with an entry (counting repeats) */
	uint32_t n_entries;
	const void *codes;
	const uint16_t *rows;
	const uint32_t *positions; /* of PATH_REST: position of the i-th; rows
	                              may then repeat */
	const uint8_t *types;      /* of each entry, or NULL */
	const char *text;
	const uint32_t *offsets;
	const int64_t *times; /* ENTRIES_TIME: of the rows; or NULL */
	int64_t time_base, time_unit;
	const uint32_t *time_diffs;
};

/* The entry of a row.  O(1), SPARSE O(log). */
uint32_t column_entry(const struct column *c, uint32_t row);
/* Of a SPARSE column: that of rows[i]. */
uint32_t column_entry_at(const struct column *c, uint32_t i);
/* Calls for each value of a row that is not absent: several where it has
 * positions.  A text lives until the call ends. */
void column_row_values(const struct column *c, uint32_t row,
    void (*found)(void *ctx, struct value v), void *ctx);
/* Of all rows at once. */
void column_entries(const struct column *c, uint32_t *out);
/* Borrowed from the segment, or written into room. */
struct value column_value(const struct column *c, uint32_t entry, char room[40]);
enum value_type column_type(const struct column *c, uint32_t entry);
/* Sets the bits of rows whose entry has its bit set. */
void column_spread(const struct column *c, const uint64_t *entry_bits,
    uint64_t *row_bits);
/* Sets the bits of entries whose text is equal, whatever their type. */
void column_equal(const struct column *c, struct str text,
    uint64_t *entry_bits);
/* Sets the bits of rows that have an entry. */
void column_present(const struct column *c, uint64_t *row_bits);

/* The stored column of one path; shape COLUMN_NONE if no row has it. */
void segment_column(const struct snapshot *s, uint32_t seg, uint32_t path,
    struct column *out);
/* Paths with a column in the segment, ascending. */
const uint32_t *segment_paths(const struct snapshot *s, uint32_t seg,
    uint32_t *n);

/*
 * A name bound to a snapshot: the query language's and the screen's way to
 * values.  Names: printed paths; own fields; @timestamp, @message,
 * @logStream, @log, @ingestionTime.  Of several paths with one printed name
 * the first value present in a row wins.
 */
enum field_kind {
	FIELD_UNKNOWN,   /* nothing has that name */
	FIELD_STORED,    /* one path */
	FIELD_MERGED,    /* several paths, or one below others */
	FIELD_COMPUTED,  /* from the place: @file @record @offset @copies ... */
	FIELD_TIMESTAMP, /* use segment_times */
	FIELD_MESSAGE,   /* use raw_read */
	FIELD_PARENT,    /* no leaf of its own: an object or array; present
	                    where a leaf below it is */
	FIELD_ANY,       /* the paths of a name with `*` for a position */
};

struct field;

/* Lives in the arena; the snapshot must outlive it.  Never NULL. */
struct field *field_bind(struct snapshot *s, struct str name, struct arena *a);
/* The same, but resources.*.ARN stands for the values at all positions: its
 * column is SPARSE, a row may be there several times, and entries may be
 * equal; its value is all of them, with commas.  For discovery and lists; the
 * query language has its own way. */
struct field *field_bind_any(struct snapshot *s, struct str name,
    struct arena *a);
enum field_kind field_kind(const struct field *f);
struct str field_name(const struct field *f);
/* The one path of FIELD_STORED, else PATH_NONE. */
uint32_t field_path(const struct field *f);

/* The column in a segment; merged and computed ones are made in tmp (about
 * 10 ns a row).  FIELD_TIMESTAMP, FIELD_MESSAGE, FIELD_UNKNOWN, FIELD_PARENT:
 * COLUMN_NONE. */
void field_column(const struct field *f, uint32_t seg, struct column *out,
    struct arena *tmp);
/* Rows where the field is present for the query language (null, {} and []
 * are not; an object is when a leaf below it is). */
void field_present(const struct field *f, uint32_t seg, uint64_t *row_bits,
    struct arena *tmp);
/* One value.  FIELD_TIMESTAMP gives its printed text.  For lists; room for
 * values that are not stored as text. */
struct value field_value(const struct field *f, uint32_t event, char room[40],
    struct arena *tmp);

/*
 * Numbers common to all segments: equal text has an equal number, so that
 * groups and distinct counts need no text.  The map of a segment has one
 * number for each entry of field_column.  Absent values (null, {}, []) have
 * COMMON_ABSENT.  Made in parallel at the first use (about 150 ns an entry)
 * and kept as long as the snapshot.
 */
#define COMMON_ABSENT UINT32_MAX
struct common {
	uint32_t n;                   /* different texts */
	const uint32_t *const *map;   /* [segment][entry] */
};
/* NULL when stopped.  A number's value has the first
 * type in enum value_type that its text occurs with. */
const struct common *field_common(const struct field *f, struct pool *pool,
    const atomic_bool *stop);
struct value common_value(const struct common *c, uint32_t number,
    char room[40]);

/* ---- reading: discovery ------------------------------------------------ */

struct path_count {
	uint32_t path;
	uint64_t events; /* with a value there, null and empty ones too */
};
/* Of all record paths that have a leaf under the filter (bit per event, NULL:
 * all); most events first, then by name.  In the arena.  60 ms a million. */
struct path_count *discover_paths(struct snapshot *s, const uint64_t *events,
    struct pool *pool, const atomic_bool *stop, struct arena *a, size_t *n);

struct field_count {
	struct str name; /* `*` for positions */
	uint64_t events;
};
/* The same by names, `*` for positions; an event counts once for a name.  About
 * twice the time of discover_paths. */
struct field_count *discover_fields(struct snapshot *s, const uint64_t *events,
    struct pool *pool, const atomic_bool *stop, struct arena *a, size_t *n);

struct value_count {
	struct value value; /* in the arena */
	uint64_t events;
	int64_t first_us, last_us; /* TIME_NONE: none has a time */
};
/* What the values of a field are: text, number, yes/no, mixed, or empty; name:
 * as path_print or path_print_any has it.  O(entries of its paths). */
const char *discover_type(struct snapshot *s, struct str name);

/* The `top` most frequent values of a field under the filter, most events
 * first, then text; *distinct: how many values there are, *present: events
 * that have one.  An event counts once for each value that it has. */
struct value_count *discover_values(const struct field *f,
    const uint64_t *events, size_t top, struct pool *pool,
    const atomic_bool *stop, struct arena *a, size_t *n, uint64_t *distinct,
    uint64_t *present);

/* ---- reading: the record's own bytes ----------------------------------- */

struct raw {
	struct str text; /* borrowed: valid until the next read with this reader */
	bool rebuilt;    /* from columns: the source has changed or gone */
	struct err why;  /* when rebuilt */
};

/* One thread's way to records; keeps a file open between reads. */
struct raw_reader;
struct raw_reader *raw_reader_new(struct snapshot *s);
void raw_reader_free(struct raw_reader *r);

/* @message: the event's own text.  Never fails: what cannot be read is
 * rebuilt.  About half a millisecond from a gzip file. */
void raw_read(struct raw_reader *r, uint32_t event, struct raw *out);

/* Calls got for each event (any order), sorted by file, each file once, on
 * all threads of the pool; got may be called from several threads at once
 * (worker tells them apart).  False when stopped. */
bool raw_read_many(struct snapshot *s, const uint32_t *events, size_t n,
    struct pool *pool, const atomic_bool *stop,
    void (*got)(void *ctx, uint32_t event, const struct raw *raw,
        unsigned worker),
    void *ctx);

/* The record from its columns, as JSON: same leaves, keys sorted. */
void raw_rebuild(const struct snapshot *s, uint32_t event, struct buf *out);
#endif
