/*
 * Rows on standard output, in the format that was asked for.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cli/options.h"

struct output {
	struct out *out;
	bool failed; /* the system refused; it has been said */
};

void output_begin(struct output *p, const struct options *o,
    const struct str *names, size_t n_columns);
/* False when nothing more can be written. */
bool output_add(struct output *p, const struct value *cells);
/* Writes what was added so far; likewise. */
bool output_flush(struct output *p);
/* Ends it, and says how many csv cells got an apostrophe.  False when not all
 * could be written; a reader that has closed the pipe has all it wants. */
bool output_end(struct output *p);

/* Columns of the terminal that standard output is; 0: it is none. */
int output_columns(void);
/* Text behind or between outputs; likewise. */
bool output_text(struct str text);
#endif
