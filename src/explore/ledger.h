/*
 * The ledger as lines: totals, coverage, remarks, files.
 */
#ifndef EXPLORE_LEDGER_H
#define EXPLORE_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/pool.h"
#include "explore/lane.h"
#include "ingest/ingest.h"
#include "store/store.h"

enum ledger_part {
	LEDGER_FILE_TOTALS,
	LEDGER_EVENT_TOTALS,
	LEDGER_ACCOUNT_HEAD,
	LEDGER_ACCOUNT,
	LEDGER_SPAN,
	LEDGER_DIGESTS,
	LEDGER_REMARK_TITLE,
	LEDGER_NO_REMARK,
	LEDGER_REMARK,
	LEDGER_FILE_TITLE,
	LEDGER_FILE_HEAD,
	LEDGER_FILE,
};

struct ledger_line {
	enum ledger_part part;
	size_t i; /* of the account, remark or file */
};

#define LEDGER_CELLS 6 /* of the coverage grid; columns for 80 */

struct ledger_account {
	struct str account, region, log; /* visible */
	const struct coverage_group *group;
};

/* A stretch of an account's time that is missing or empty. */
struct ledger_span {
	size_t account;
	const struct coverage_span *span;
};

struct ledger_lines {
	struct arena arena;
	struct ledger ledger;
	const struct ledger_file **file; /* most events first, then by name */
	struct coverage coverage;
	struct ledger_account *account;  /* most events first */
	size_t n_accounts;
	struct ledger_span *span; /* missing ones first, then by account */
	size_t n_spans;
	int64_t edge[LEDGER_CELLS + 1]; /* where cells of the grid begin */
	size_t n_cells;
	int region_columns;
	struct ledger_line *line;
	size_t n;
};

void ledger_lines_free(struct ledger_lines *l);

/* True for what the cursor can stand on: remarks and files. */
bool ledger_selectable(const struct ledger_lines *l, size_t line);
/* How many such lines are above this one. */
size_t ledger_rank(const struct ledger_lines *l, size_t line);
/* What a remark says, raw bytes, when no event came of its file: all that
 * can be shown of it.  Else empty. */
struct str ledger_line_text(const struct ledger_lines *l, size_t line);
/* The file that a line is about, raw bytes; empty: none. */
struct str ledger_line_file(const struct ledger_lines *l, size_t line);
#define LEDGER_UNCUT 100000
/* The text of a line, visible, at most `columns` wide, and its right part. */
void ledger_print(const struct ledger_lines *l, size_t line, int columns,
    int (*zone)(int64_t us), struct buf *text, struct buf *right);
/* All of that time is missing, of any account, region and kind of log. */
bool ledger_gap(const struct ledger_lines *l, int64_t from_us, int64_t to_us);

/* Copies the ledger and counts accounts. */
struct ask_ledger {
	struct work work;
	struct loader *loader;
	struct snapshot *snapshot; /* held */
	struct pool *pool;
	struct ledger_lines *lines;
};
struct ask_ledger *ask_ledger_new(struct loader *loader, struct snapshot *s,
    struct pool *pool);
#endif
