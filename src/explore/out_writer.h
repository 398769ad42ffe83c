/*
 * What the writers of the output formats share (out_csv.c, out_json.c,
 * out_md.c, out_table.c); out.c calls them.
 */
#ifndef EXPLORE_OUT_WRITER_H
#define EXPLORE_OUT_WRITER_H

#include "base/arena.h"
#include "explore/out.h"

struct table;

struct out {
	struct out_options options;
	struct arena arena;  /* of names and table */
	struct str *names;   /* of the columns, as they came */
	size_t n;            /* columns */
	struct buf bytes;    /* finished, not yet written */
	struct buf cell;     /* scratch of one cell */
	struct value *plain; /* a row whose lists are texts */
	struct arena lists;  /* these texts */
	uint64_t rows;       /* before the one being added */
	uint64_t guarded;    /* csv cells with an apostrophe */
	bool refused;        /* write has said no */
	struct table *table; /* of out_table.c */
};

/* Each appends to bytes. */
struct out_writer {
	void (*begin)(struct out *o); /* may be NULL */
	void (*row)(struct out *o, const struct value *cells);
	void (*end)(struct out *o); /* may be NULL */
	void (*flush)(struct out *o); /* rows that are kept back; may be NULL */
	void (*release)(struct out *o); /* may be NULL */
};
extern const struct out_writer out_csv, out_tsv, out_json, out_ndjson, out_md,
    out_table;

/* The visible text of a cell, nothing for an absent one; in o->cell until the
 * next call. */
struct str out_visible(struct out *o, struct value v);

/* A decimal number from end to end, an exponent may follow: no formula for a
 * spreadsheet. */
bool out_is_number(struct str s);
#endif
