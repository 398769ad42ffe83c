/*
 * A segment: up to 65,536 events in order of arrival, sealed.  All of it lies
 * in one arena.
 *
 *	rows      time, flags, place
 *	columns   by path: what column_* read; see struct column
 */
#ifndef STORE_SEGMENT_H
#define STORE_SEGMENT_H

#include "base/arena.h"
#include "store/store.h"

#define SEGMENT_ROWS_MAX 65536

/* Rows that stand one behind the other in one source. */
struct run {
	uint32_t row; /* the first */
	uint32_t source;
	uint64_t record; /* of the first row; the next ones follow */
	uint64_t offset; /* added to the rows' offsets */
};

struct segment {
	_Atomic uint32_t references;
	struct arena arena;
	uint32_t sequence;
	uint32_t rows;
	int64_t sealed_us; /* wall clock */

	int64_t time_base; /* time = base + unit * diff, when diffs is set */
	int64_t time_unit;
	const uint32_t *time_diffs;
	const int64_t *times; /* else */
	int64_t first_us, last_us; /* of rows with a time; first > last: none */
	uint32_t untimed;

	const uint8_t *flags; /* NULL: all 0 */
	const struct run *runs;
	uint32_t n_runs;
	const uint32_t *offsets;
	const uint32_t *lengths;

	const uint32_t *paths; /* ascending */
	const struct segcol *columns;
	uint32_t n_paths;
};

/* struct column without what all columns of a segment share. */
struct segcol {
	uint8_t shape, form, width, type;
	uint32_t n_present;
	uint32_t n_entries;
	const void *codes;
	const uint16_t *rows;
	const uint32_t *positions;
	const uint8_t *types;
	const char *text;
	const uint32_t *offsets;
};

void segment_release(struct segment *g);
/* Sets what is there of times: of all its rows, which are set. */
void segment_seal_times(struct segment *g, const int64_t *times);
int64_t segment_time(const struct segment *g, uint32_t row);
struct place segment_place(const struct segment *g, uint32_t row);
/* The column of path; shape COLUMN_NONE if there is none. */
void segment_get_column(const struct segment *g, uint32_t path,
    struct column *out);
#endif
