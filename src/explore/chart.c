#include "explore/chart.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/timefmt.h"
#include "base/utf8.h"
#include "explore/cells.h"

#define NUMBER_BYTES 64

const char *const chart_view_names[CHART_VIEWS] = { "bars", "line", "area" };

struct chart_own {
	struct arena arena;
	double *values; /* [series * n + bin or bar] */
};

/* A value that will be drawn, as it was read. */
struct point {
	struct str name; /* of its series */
	int64_t us;
	double value;
	uint32_t series;
};

struct reading {
	const struct result *r;
	struct chart *c;
	struct arena *a;
	struct cell_reader *cells;
	const atomic_bool *stop;
	size_t *keys, n_keys;    /* columns, but for the bin */
	size_t *drawn, n_drawn;  /* aggregates */
	struct point *points;
	size_t n_points, capacity;
	uint64_t untimed;
	uint64_t texts; /* cells that are no number */
	struct buf scratch;
};

/* ---- reading ------------------------------------------------------------- */

/* A number of the log as a double; NAN when it is none. */
static double
number_of(struct value v)
{
	char text[NUMBER_BYTES];
	char *end;
	double x;

	if (v.type == VALUE_TRUE || v.type == VALUE_FALSE)
		return v.type == VALUE_TRUE;
	if (value_absent(v) || v.text.n == 0 || v.text.n >= sizeof(text) ||
	    strspn(v.text.p, "+-.0123456789eE") < v.text.n)
		return NAN;
	memcpy(text, v.text.p, v.text.n);
	text[v.text.n] = '\0';
	x = strtod(text, &end);
	return *end == '\0' && isfinite(x) ? x : NAN;
}

/* `ec2` for ec2.amazonaws.com: what all have in common tells nothing. */
static struct str
short_name(struct str s)
{
	const struct str host = STR(".amazonaws.com");

	if (s.n > host.n &&
	    str_equal(str_from(s, s.n - host.n), host))
		s = str_head(s, s.n - host.n);
	return s;
}

static struct str
keep(struct reading *g)
{
	return arena_copy(g->a, buf_str(&g->scratch));
}

/* The keys of a row as one text, in scratch. */
static void
add_keys(struct reading *g, uint64_t row)
{
	struct buf *b = &g->scratch;

	buf_reset(b);
	for (size_t k = 0; k < g->n_keys; k++) {
		struct value v = cell_read(g->cells, row, g->keys[k]);

		if (k)
			buf_add(b, STR("  "));
		if (value_absent(v))
			buf_byte(b, '-');
		else
			text_visible(v.text, b);
	}
}

static void
add_point(struct reading *g, struct point p)
{
	if (g->n_points == g->capacity) {
		g->capacity = g->capacity ? g->capacity * 2 : 256;
		g->points =
		    mem_grow(g->points, g->capacity, sizeof(*g->points));
	}
	g->points[g->n_points++] = p;
}

static bool
stopped(const struct reading *g)
{
	return g->stop && atomic_load(g->stop);
}

/* Sorts columns by what they are for. */
static void
find_columns(struct reading *g)
{
	size_t n = result_columns(g->r);

	g->keys = arena_array(g->a, n, sizeof(*g->keys));
	g->drawn = arena_array(g->a, n, sizeof(*g->drawn));
	g->c->adds = true;
	for (size_t i = 0; i < n; i++) {
		switch (result_column_kind(g->r, i)) {
		case COLUMN_BIN:
			if (g->c->bin == SIZE_MAX) {
				g->c->bin = i;
				break;
			} /* fall through */
		case COLUMN_KEY:
			g->keys[g->n_keys++] = i;
			break;
		case COLUMN_AGGREGATE:
			g->c->adds = false; /* fall through */
		case COLUMN_TOTAL:
			g->drawn[g->n_drawn++] = i;
			break;
		case COLUMN_OTHER:
			break;
		}
	}
	if (g->n_keys == 1)
		g->c->key = g->keys[0];
	if (g->n_drawn == 1) {
		struct buf b = { 0 };

		text_visible(result_column_name(g->r, g->drawn[0]), &b);
		g->c->unit = arena_copy(g->a, buf_str(&b));
		buf_free(&b);
	} else {
		g->c->adds = false;
	}
}

/* ---- over time ----------------------------------------------------------- */

static struct str
series_name(struct reading *g, uint64_t row, size_t column)
{
	add_keys(g, row);
	if (g->n_drawn > 1) {
		if (g->n_keys)
			buf_add(&g->scratch, STR("  "));
		text_visible(result_column_name(g->r, column), &g->scratch);
	}
	return keep(g);
}

static void
read_points(struct reading *g)
{
	uint64_t rows = result_rows(g->r);

	for (uint64_t row = 0; row < rows && !stopped(g); row++) {
		struct value v = cell_read(g->cells, row, g->c->bin);
		int64_t us;

		if (value_absent(v) || !time_parse(v.text, &us)) {
			g->untimed++;
			continue;
		}
		for (size_t i = 0; i < g->n_drawn; i++) {
			double x = number_of(
			    cell_read(g->cells, row, g->drawn[i]));

			if (isnan(x))
				g->texts++;
			else
				add_point(g, (struct point){ .us = us,
				    .value = x, .name = series_name(
				        g, row, g->drawn[i]) });
		}
	}
}

/* Where bins begin, with those in which nothing is; false: too many. */
static bool
make_bins(struct reading *g)
{
	int64_t first = g->points[0].us, last = first, from, to;
	size_t n = 0;

	for (size_t i = 1; i < g->n_points; i++) {
		first = g->points[i].us < first ? g->points[i].us : first;
		last = g->points[i].us > last ? g->points[i].us : last;
	}
	g->c->bin_us =
	    arena_array(g->a, CHART_BINS_MAX + 1, sizeof(int64_t));
	for (to = first; to <= last; n++) {
		if (n == CHART_BINS_MAX)
			return false;
		result_bucket(g->r, g->c->bin, to, &from, &to);
		g->c->bin_us[n] = from;
	}
	g->c->bin_us[n] = to;
	g->c->n = n;
	return true;
}

static size_t
bin_of(const struct chart *c, int64_t us)
{
	size_t low = 0, high = c->n;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (c->bin_us[middle] <= us)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static int
by_name(const void *a, const void *b)
{
	const struct point *x = *(const struct point *const *)a;
	const struct point *y = *(const struct point *const *)b;
	int order = str_compare(x->name, y->name);

	if (order)
		return order;
	return (x->us > y->us) - (x->us < y->us);
}

struct sum {
	struct str name;
	double total;  /* of what adds up; else the greatest */
	uint32_t series;
};

static int
by_total(const void *a, const void *b)
{
	const struct sum *x = a, *y = b;

	if (x->total != y->total)
		return x->total < y->total ? 1 : -1;
	return str_compare(x->name, y->name);
}

/* Numbers the series, and sums them up, the greatest first. */
static struct sum *
make_sums(struct reading *g, size_t *n)
{
	const struct point **sorted =
	    arena_array(g->a, g->n_points, sizeof(*sorted));
	struct sum *sums = arena_array(g->a, g->n_points, sizeof(*sums));

	*n = 0;
	for (size_t i = 0; i < g->n_points; i++)
		sorted[i] = &g->points[i];
	qsort(sorted, g->n_points, sizeof(*sorted), by_name);
	for (size_t i = 0; i < g->n_points; i++) {
		struct point *p = &g->points[sorted[i] - g->points];
		struct sum *s;

		if (i == 0 || !str_equal(p->name, sorted[i - 1]->name))
			sums[(*n)++] = (struct sum){ .name = p->name,
				.series = (uint32_t)*n - 1,
				.total = g->c->adds ? 0 : p->value };
		s = &sums[*n - 1];
		p->series = s->series;
		if (g->c->adds)
			s->total += p->value;
		else if (p->value > s->total)
			s->total = p->value;
	}
	qsort(sums, *n, sizeof(*sums), by_total);
	return sums;
}

/* The value that the key has in a series. */
static struct str
series_value(struct reading *g, struct str name)
{
	uint64_t rows = result_rows(g->r);

	if (g->c->key == SIZE_MAX || g->n_drawn > 1)
		return (struct str){ 0 };
	for (uint64_t row = 0; row < rows; row++) {
		add_keys(g, row);
		if (str_equal(buf_str(&g->scratch), name))
			return arena_copy(g->a,
			    cell_read(g->cells, row, g->c->key).text);
	}
	return (struct str){ 0 };
}

/* The greatest series each alone, the others in one when they add up. */
static void
make_series(struct reading *g)
{
	struct chart *c = g->c;
	size_t n, alone;
	struct sum *sums = make_sums(g, &n);
	uint32_t *drawn_as = arena_array(g->a, n, sizeof(*drawn_as));

	c->all_series = n;
	alone = n <= CHART_SERIES_MAX ? n
	    : c->adds ? CHART_SERIES_MAX - 1 : CHART_SERIES_MAX;
	c->n_series = n < CHART_SERIES_MAX ? n : CHART_SERIES_MAX;
	for (size_t i = 0; i < n; i++) {
		drawn_as[sums[i].series] = i < alone ? (uint32_t)i
		    : c->adds ? CHART_SERIES_MAX - 1 : UINT32_MAX;
		if (i < alone)
			c->series[i] = (struct chart_series){
				.name = short_name(sums[i].name),
				.total = sums[i].total,
				.value = series_value(g, sums[i].name) };
		else if (c->adds)
			c->series[CHART_SERIES_MAX - 1].total += sums[i].total;
	}
	if (c->series[0].name.n == 0)
		c->series[0].name = c->unit;
	if (c->adds && n > CHART_SERIES_MAX) {
		buf_reset(&g->scratch);
		count_print(n - alone, &g->scratch);
		buf_add(&g->scratch, STR(" others"));
		c->series[CHART_SERIES_MAX - 1].name = keep(g);
	}
	c->own->values =
	    arena_array(g->a, c->n_series * c->n, sizeof(double));
	for (size_t i = 0; i < c->n_series * c->n; i++)
		c->own->values[i] = NAN;
	for (size_t i = 0; i < g->n_points; i++) {
		const struct point *p = &g->points[i];
		uint32_t s = drawn_as[p->series];
		double *v;

		if (s == UINT32_MAX)
			continue;
		v = &c->own->values[s * c->n + bin_of(c, p->us)];
		*v = isnan(*v) ? p->value : *v + p->value;
	}
}

static bool
any_below_zero(const struct reading *g)
{
	for (size_t i = 0; i < g->n_points; i++)
		if (g->points[i].value < 0)
			return true;
	return false;
}

static void
note(struct reading *g, const char *format, uint64_t n)
{
	buf_reset(&g->scratch);
	if (g->c->note.n) {
		buf_add(&g->scratch, g->c->note);
		buf_add(&g->scratch, STR("; "));
	}
	buf_printf(&g->scratch, format, (unsigned long long)n);
	g->c->note = keep(g);
}

static void
draw_over_time(struct reading *g)
{
	struct chart *c = g->c;
	bool negative;

	c->over_time = true;
	read_points(g);
	if (stopped(g))
		return;
	if (g->n_points == 0) {
		note(g, g->texts ? "no picture: there is no number to draw"
		                 : "no picture: no row has a time", 0);
		return;
	}
	if (!make_bins(g)) {
		note(g, "no picture: more than %llu bins; a wider bin() can "
		    "be drawn", CHART_BINS_MAX);
		return;
	}
	make_series(g);
	negative = any_below_zero(g);
	c->can[CHART_LINE] = true;
	c->can[CHART_BARS] = c->can[CHART_AREA] =
	    (c->adds || c->n_series == 1) && !negative;
	if (negative)
		note(g, "no bars or area: values below zero", 0);
	else if (!c->can[CHART_AREA])
		note(g, "no bars or area: the series do not add up", 0);
	if (c->all_series > c->n_series && !c->adds)
		note(g, "%llu more series are not drawn",
		    c->all_series - c->n_series);
	if (g->untimed)
		note(g, g->untimed == 1 ? "%llu row has no time"
		                        : "%llu rows have no time", g->untimed);
}

/* ---- by category --------------------------------------------------------- */

static void
draw_bars(struct reading *g)
{
	struct chart *c = g->c;
	uint64_t rows = result_rows(g->r);
	uint64_t numbers = 0;

	c->n = rows < CHART_BARS_MAX ? (size_t)rows : CHART_BARS_MAX;
	c->all_series = g->n_drawn;
	c->n_series = g->n_drawn < CHART_SERIES_MAX ? g->n_drawn
	                                            : CHART_SERIES_MAX;
	c->labels = arena_array(g->a, c->n, sizeof(*c->labels));
	c->rows = arena_array(g->a, c->n, sizeof(*c->rows));
	c->own->values =
	    arena_array(g->a, c->n_series * c->n, sizeof(double));
	for (size_t s = 0; s < c->n_series; s++) {
		buf_reset(&g->scratch);
		text_visible(result_column_name(g->r, g->drawn[s]),
		    &g->scratch);
		c->series[s].name = keep(g);
	}
	for (size_t i = 0; i < c->n && !stopped(g); i++) {
		add_keys(g, i);
		if (!g->n_keys)
			buf_add(&g->scratch, STR("all"));
		c->labels[i] = keep(g);
		c->rows[i] = i;
		for (size_t s = 0; s < c->n_series; s++) {
			double x =
			    number_of(cell_read(g->cells, i, g->drawn[s]));

			c->own->values[s * c->n + i] = x;
			numbers += !isnan(x);
		}
	}
	if (!numbers) {
		c->n = 0;
		note(g, rows ? "no picture: there is no number to draw"
		             : "no picture: there are no rows", 0);
		return;
	}
	c->can[CHART_BARS] = true;
	note(g, "no line or area: the result has no bin() over time", 0);
	if (rows > CHART_BARS_MAX)
		note(g, "the first %llu rows are drawn", CHART_BARS_MAX);
	if (c->all_series > c->n_series)
		note(g, "the first %llu aggregates are drawn",
		    CHART_SERIES_MAX);
}

/* ---- all ----------------------------------------------------------------- */

struct chart *
chart_new(const struct result *r, const atomic_bool *stop)
{
	struct chart *c = mem_zero(1, sizeof(*c));
	struct reading g = { .r = r, .c = c, .stop = stop };
	bool halted;

	c->own = mem_zero(1, sizeof(*c->own));
	c->key = c->bin = SIZE_MAX;
	g.a = &c->own->arena;
	g.cells = cell_reader_new(r);
	find_columns(&g);
	if (g.n_drawn == 0)
		note(&g, "no picture: only a query with stats can be drawn, "
		    "such as stats count(*) by bin(5m)", 0);
	else if (c->bin != SIZE_MAX)
		draw_over_time(&g);
	else
		draw_bars(&g);
	halted = stopped(&g);
	cell_reader_free(g.cells);
	free(g.points);
	buf_free(&g.scratch);
	if (!halted)
		return c;
	chart_free(c);
	return NULL;
}

void
chart_free(struct chart *c)
{
	if (!c)
		return;
	arena_free(&c->own->arena);
	free(c->own);
	free(c);
}

double
chart_value(const struct chart *c, size_t series, size_t i)
{
	return c->own->values[series * c->n + i];
}

enum chart_view
chart_first_view(const struct chart *c)
{
	return c->can[CHART_BARS] || !c->over_time ? CHART_BARS : CHART_LINE;
}

void
chart_number(double x, struct buf *out)
{
	if (x < 0) {
		buf_byte(out, '-');
		x = -x;
	}
	if (x < 1e15 && x == floor(x))
		count_print((uint64_t)x, out);
	else if (x >= 1000 && x < 1e15)
		count_print((uint64_t)(x + 0.5), out);
	else
		buf_printf(out, "%.4g", x);
}
