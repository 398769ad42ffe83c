/*
 * Rows written out: csv, tsv, json, ndjson, md, and a table for terminals.
 * Used by batch commands and by exports of the explorer.
 *
 * Text of logs is made visible (base/utf8.h) in csv, tsv, md and table; in
 * json and ndjson it is escaped so that a reader gets the value back.
 */
#ifndef EXPLORE_OUT_H
#define EXPLORE_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/str.h"
#include "store/store.h"

enum out_format {
	OUT_TABLE,
	OUT_CSV, /* RFC 4180, with a header */
	OUT_TSV,
	OUT_JSON, /* one array of objects */
	OUT_NDJSON,
	OUT_MD, /* a table of GitHub Flavored Markdown */
	OUT_CHART, /* a picture of a result (explore/chart.h): no writer of
	              rows */
	OUT_FORMATS,
};

/* The word for -o, and what it means. */
struct out_row {
	const char *name;
	const char *help;
};
extern const struct out_row out_rows[OUT_FORMATS];
bool out_format_named(struct str name, enum out_format *out);

struct out_options {
	enum out_format format;
	bool raw_csv;  /* no apostrophe before cells that look like formulas */
	bool ascii;    /* OUT_TABLE: no other characters */
	int columns;   /* OUT_TABLE: of the terminal: rows are cut to fit, if
	                  their columns can be; 0: nothing is cut */
	/* Takes finished bytes; false ends the writing (a closed pipe). */
	bool (*write)(void *ctx, struct str bytes);
	void *ctx;
};

struct out;

/* names: of the columns, copied. */
struct out *out_new(const struct out_options *o, const struct str *names,
    size_t n_columns);

/* One row, n_columns cells; they are copied.  Cells that are absent
 * (value_absent) are empty, in json and ndjson left out.  False once write has
 * refused: then nothing more is written. */
bool out_add(struct out *o, const struct value *cells);

/* Writes the rows so far; more may follow.  False if write has refused. */
bool out_flush(struct out *o);

/* Writes what is left.  *guarded: how many csv cells got an apostrophe.  False
 * if write has refused. */
bool out_end(struct out *o, uint64_t *guarded);
void out_free(struct out *o);
#endif
