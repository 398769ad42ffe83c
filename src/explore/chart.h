/*
 * A picture of a result of stats: bars, lines or stacked areas, as text.
 *
 *	result ──chart_new──▶ series of values ──chart_draw──▶ lines of text
 *
 * What can be drawn how follows CloudWatch Logs Insights ("Visualizing log
 * data in graphs"): rows that are grouped by a bin of time are a line, an area
 * or columns over time; others are bars, the first 100.  Stacked is what adds
 * up: counts and sums of one aggregate.
 */
#ifndef EXPLORE_CHART_H
#define EXPLORE_CHART_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/str.h"
#include "query/query.h"

#define CHART_BARS_MAX 100
#define CHART_BINS_MAX 10000
#define CHART_SERIES_MAX 4 /* told apart by their fill */

enum chart_view { CHART_BARS, CHART_LINE, CHART_AREA, CHART_VIEWS };
extern const char *const chart_view_names[CHART_VIEWS];

struct chart_series {
	struct str name;  /* visible */
	struct str value; /* of the key that makes it; empty: there is none, or
	                     it is several series in one */
	double total;
};

struct chart {
	bool over_time;
	bool can[CHART_VIEWS];
	size_t n;           /* bins or bars */
	int64_t *bin_us;    /* [n + 1]: where bins begin, and the last ends */
	struct str *labels; /* [n] of bars, visible */
	uint64_t *rows;     /* [n] of bars: of the result */
	struct chart_series series[CHART_SERIES_MAX];
	size_t n_series;
	size_t all_series;  /* also those that are not drawn, or in one */
	bool adds;          /* series are parts of a whole */
	struct str unit;    /* name of the only aggregate, or empty */
	size_t key;         /* column that makes the series; SIZE_MAX: none or
	                       several */
	size_t bin;         /* column of time; SIZE_MAX: none */
	struct str note;    /* why views are missing, what is not drawn; or
	                       why there is no picture: then n is 0 */
	struct chart_own *own;
};

/* Reads all rows of a result.  NULL only when *stop became true.
 * About 200 ns a cell. */
struct chart *chart_new(const struct result *r, const atomic_bool *stop);
void chart_free(struct chart *c);

/* Of a series in a bin or bar; NAN when there is none. */
double chart_value(const struct chart *c, size_t series, size_t i);
enum chart_view chart_first_view(const struct chart *c);

struct chart_look {
	int columns; /* >= 20; 0: as many as are needed */
	int rows;    /* >= 5; 0: as many as are needed, 20 over time */
	bool ascii;
	enum chart_view view;
	int (*zone)(int64_t us); /* seconds east of UTC; NULL: UTC */
	size_t cursor; /* bin or bar; SIZE_MAX: none */
	size_t top;    /* first bar or bin in sight, while there is a cursor */
	struct str sign; /* two columns before the line of the cursor */
};

/* Moves top so that the cursor is in sight. */
void chart_scroll(const struct chart *c, struct chart_look *l);

/* Appends lines, each with \n: visible text, not wider than columns.
 * *cursor_line: of the cursor, from 0; -1: none. */
void chart_draw(const struct chart *c, const struct chart_look *l,
    struct buf *out, int *cursor_line);

/* The fill of series i: one character. */
struct str chart_fill(size_t series, bool ascii);
/* The bin at a column of the picture, or the bar on a line, or SIZE_MAX. */
size_t chart_at(const struct chart *c, const struct chart_look *l, int column,
    int line);

/* 1,122 or 12.5 */
void chart_number(double x, struct buf *out);
#endif
