/*
 * The CloudWatch Logs Insights query language.
 *
 *   text ──lex──▶ tokens ──parse──▶ tree ──check──▶ plan ──exec──▶ result
 *
 * A query is compiled without data and can be run any number of times, on
 * any snapshot, from any thread.  A result keeps the way back to its events.
 * Meaning: doc/query-language.md.
 */
#ifndef QUERY_QUERY_H
#define QUERY_QUERY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/regex.h"
#include "base/str.h"
#include "store/store.h"

struct query;

/* Parses and checks.  NULL on an error: err->offset is its byte in text,
 * err->message says what was found and what was expected.  The text is
 * copied. */
struct query *query_new(struct str text, struct err *err);
void query_free(struct query *q);
struct str query_text(const struct query *q);

/* True when rows are events (no stats or another stage that makes rows of
 * its own). */
bool query_lists_events(const struct query *q);

/* True when each row depends on its own event alone, so that the rows of new
 * events can be added to those that were. */
bool query_streams(const struct query *q);

/* The canonical text: parse(print(parse(x))) prints the same. In the arena. */
struct str query_print(const struct query *q, struct arena *a);

/* An error as three lines: the line of the query, a caret below the byte,
 * the message.  Hidden characters are made visible. */
void query_error_print(struct str text, const struct err *err, struct buf *out);

/* ---- running ------------------------------------------------------------ */

struct query_progress {
	_Atomic uint64_t done, total; /* in rows looked at */
};

struct query_options {
	int64_t from_us, to_us; /* [from, to); INT64_MIN and INT64_MAX: open */
	const uint64_t *within; /* bit per event: only these; NULL: all */
	int64_t now_us;         /* what now() means; 0: the clock */
	const char *lookup_dir; /* of the tables T.csv of lookup; NULL:
	                           $XDG_CONFIG_HOME/spoor/lookup */
	struct pool *pool;
	const atomic_bool *stop;         /* may be NULL */
	struct query_progress *progress; /* may be NULL */
	uint64_t regex_hits_max; /* texts on which a pattern takes too many
	                            steps (base/regex.h) before the query ends;
	                            0: 1,000 */
};

struct result;

/* NULL on failure: ERR_STOPPED when *stop became true, ERR_STEPS when a
 * pattern took too many steps on regex_hits_max texts; err->offset is then
 * its byte.  The result holds the snapshot. */
struct result *query_run(const struct query *q, struct snapshot *s,
    const struct query_options *o, struct err *err);
void result_free(struct result *r);

struct notice {
	uint32_t offset; /* byte of the query text it is about */
	struct str text;
};

struct result_numbers {
	uint64_t scanned; /* events looked at: those in the range and within */
	uint64_t matched; /* events after the last filter */
	uint64_t failed;  /* of them, @result neither ok nor - */
	uint64_t regex_limit_hits;
	int64_t elapsed_us;
};

const struct result_numbers *result_numbers(const struct result *r);
const struct notice *result_notices(const struct result *r, size_t *n);
struct snapshot *result_snapshot(const struct result *r);

/* Bit per event of the snapshot: matched, that is after the last filter and
 * before stats, dedup, limit.  What the histogram counts. */
const uint64_t *result_matched(const struct result *r);

size_t result_columns(const struct result *r);
struct str result_column_name(const struct result *r, size_t column);
/* The record field that a column shows unchanged, or an empty str: what + and
 * - act on. */
struct str result_column_field(const struct result *r, size_t column);

/* What a column of stats is, for who draws it. */
enum column_kind {
	COLUMN_OTHER,
	COLUMN_KEY,       /* what rows were grouped by */
	COLUMN_BIN,       /* the same, a bucket of time */
	COLUMN_AGGREGATE,
	COLUMN_TOTAL,     /* an aggregate whose values of several groups can be
	                     added: count, sum */
};
enum column_kind result_column_kind(const struct result *r, size_t column);
/* The bucket [*from_us, *to_us) that a time lies in, of a COLUMN_BIN. */
void result_bucket(const struct result *r, size_t column, int64_t us,
    int64_t *from_us, int64_t *to_us);

uint64_t result_rows(const struct result *r);

/* The event of a row; EVENT_NONE when rows are not events. */
uint32_t result_event(const struct result *r, uint64_t row);
/* The row of an event, or UINT64_MAX.  O(rows) at worst. */
uint64_t result_row_of(const struct result *r, uint32_t event);

/* Reads cells; one per thread.  Keeps what it needs for rows close to each
 * other (a raw reader, scratch). */
struct cell_reader;
struct cell_reader *cell_reader_new(const struct result *r);
void cell_reader_free(struct cell_reader *c);
/* Prepares rows [row, row + n): @message is read sorted by file, on all
 * cores.  Optional; for exports. */
void cell_reader_prepare(struct cell_reader *c, uint64_t row, uint32_t n,
    struct pool *pool, const atomic_bool *stop);
/* One cell; borrowed until the next prepare, or 4,096 further cells, or
 * 64 MiB of their text. */
struct value cell_read(struct cell_reader *c, uint64_t row, size_t column);

/* The events behind a row: sets their bits (snapshot_events bits, cleared
 * first).  False when a stage makes that impossible; err says which. */
bool result_row_events(const struct result *r, uint64_t row,
    struct pool *pool, const atomic_bool *stop, uint64_t *events,
    struct err *err);

/* The same as a condition for `filter`, in front of the stage that made the
 * rows; appended.  Nothing is appended when all its events are behind the row.
 * False: there is none such; err says why.  O(groups). */
bool result_row_filter(const struct result *r, uint64_t row, struct buf *out,
    struct err *err);

/* ---- pieces that others use --------------------------------------------- */

/* A name as it must be written in a query: with backticks where needed.
 * Appends. */
void query_quote_name(struct str name, struct buf *out);
/* A value as it must be written: "text" with escapes, a number bare. */
void query_quote_value(struct value v, struct buf *out);
/* Appends what pattern(x) gives for a text: what it shares with texts of its
 * kind.  O(bytes). */
void query_pattern(struct str text, struct buf *out);
/* A pattern between slashes. */
void query_quote_regex(struct str pattern, struct buf *out);

/* Whole-record search: sets the bits of events (under `within`, NULL: all)
 * whose @message matches.  Candidates come from the dictionaries when the
 * pattern has a required literal, and are read; else all records are read.
 * False when stopped or at the limit of regex hits. */
bool search_records(struct snapshot *s, const struct regex *re,
    struct str pattern, const uint64_t *within, struct pool *pool,
    const atomic_bool *stop, struct query_progress *progress, uint64_t *events,
    uint64_t *limit_hits, struct err *err);

/* The words of the language, from the tables: for help and completion. */
enum word_kind { WORD_COMMAND, WORD_FUNCTION, WORD_AGGREGATE, WORD_OPERATOR,
	WORD_FIELD };
struct query_word {
	const char *name;
	enum word_kind kind;
	const char *syntax;
	const char *help;    /* one line */
	const char *example; /* runs on the sample incident */
};
/* Word i, NULL behind the last: commands, functions, aggregates, operators,
 * fields, each kind in the order of its table. */
const struct query_word *query_word_at(size_t i);

#endif
