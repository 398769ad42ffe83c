/*
 * Reads the rows of an answer as cells of text: for the list, for the search
 * in it, and for the values that + and - act on.  One reader for one thread.
 */
#ifndef EXPLORE_ROW_READER_H
#define EXPLORE_ROW_READER_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "explore/answer.h"
#include "explore/columns.h"

struct row_reader;

/* Holds the answer and the set of columns.  zone: seconds east of UTC at a
 * time, or NULL. */
struct row_reader *row_reader_new(struct answer *a, struct column_set *set,
    int (*zone)(int64_t us));
void row_reader_free(struct row_reader *r);

/* Appends one cell, visible, not wider than width; CELL_UNCUT: whole. */
void row_cell(struct row_reader *r, uint64_t row, size_t column, int width,
    struct buf *out);
/* The value behind it, as it is in the record; borrowed until the next call
 * with this reader. */
struct value row_value(struct row_reader *r, uint64_t row, size_t column);
/* Of a row that is an event. */
int64_t row_time(struct row_reader *r, uint64_t row);
bool row_failed(struct row_reader *r, uint64_t row);
/* A field of the row's event; borrowed until the next call. */
struct value row_field(struct row_reader *r, uint64_t row, struct str name);
/* All its cells with a blank between: what the search sees. */
void row_text(struct row_reader *r, uint64_t row, struct buf *out);
#endif
