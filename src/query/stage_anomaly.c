/*
 * anomaly: patterns that are unusual in the range.
 *
 * The range is cut into 48 windows of one length.  A pattern has a burst if
 * the window with most of its events has at least five and a modified z-score
 * above 3.5 (Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993:
 * 0.6745 times the distance from the median of the windows by their median
 * absolute deviation; where that is 0, the distance by 1.253314 times their
 * mean absolute deviation).  It is new if its first event is in the last
 * tenth of the range.
 */
#include <math.h>
#include <stdlib.h>

#include "query/errors.h"
#include "query/group.h"
#include "query/order.h"
#include "query/stage.h"

#define WINDOWS 48
#define BURST_MIN 5
#define SCORE_MIN 3.5

struct anomaly {
	uint32_t kind, score, time; /* columns */
};

bool
anomaly_parse(struct parser *p, struct stage *st)
{
	st->own = arena_alloc(p->arena, sizeof(struct anomaly));
	return parse_at_stage_end(p) ||
	    parse_expected(p, "\"|\" or the end: anomaly has no arguments");
}

void
anomaly_print(const struct stage *st, struct buf *out)
{
	(void)st;
	(void)out;
}

bool
anomaly_check(struct checker *c, struct stage *st)
{
	struct anomaly *s = st->own;

	if (!c->scope->patterns || c->scope->tabled ||
	    c->scope->before->stats || c->scope->before->tabled)
		return error_at(c->err, st->offset, "anomaly looks at "
		    "patterns over time: it stands right behind pattern x of "
		    "events");
	check_table(c, st);
	return check_column(c, STR("@anomaly"), st->offset, &s->kind) &&
	    check_column(c, STR("@anomalyScore"), st->offset, &s->score) &&
	    check_column(c, STR("@anomalyTime"), st->offset, &s->time);
}

/* ---- running ------------------------------------------------------------- */

struct range {
	int64_t from, to;
};

static int64_t
window_start(struct range g, int w)
{
	return g.from + (int64_t)((double)(g.to - g.from) * w / WINDOWS);
}

static int
window_of(struct range g, int64_t us)
{
	int w = (int)((double)(us - g.from) / (double)(g.to - g.from) *
	    WINDOWS);

	return w < 0 ? 0 : w >= WINDOWS ? WINDOWS - 1 : w;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(const double *values)
{
	double sorted[WINDOWS];

	memcpy(sorted, values, sizeof(sorted));
	qsort(sorted, WINDOWS, sizeof(*sorted), compare);
	return (sorted[WINDOWS / 2 - 1] + sorted[WINDOWS / 2]) / 2;
}

/* The modified z-score of x. */
static double
score_of(const double *counts, double x)
{
	double distances[WINDOWS], middle = median(counts), sum = 0, mad;

	for (int i = 0; i < WINDOWS; i++) {
		distances[i] = fabs(counts[i] - middle);
		sum += distances[i];
	}
	mad = median(distances);
	if (mad > 0)
		return 0.6745 * (x - middle) / mad;
	return sum > 0 ? (x - middle) / (1.253314 * sum / WINDOWS) : 0;
}

/* Times of events, by the number of their pattern. */
struct times {
	uint64_t *starts; /* of each number; of the last: the end */
	int64_t *us;
	struct range range;
};

static bool
list_times(struct run *r, uint32_t n, struct times *out)
{
	const struct groups *g = r->groups;
	uint32_t *numbers = order_numbers(r, g->keys[0], g->rows);
	uint32_t n_events, *events;

	if (!numbers)
		return run_failed(r);
	events = arena_raw(
	    &r->tmp, rows_count(&r->layout, g->rows) * sizeof(*events));
	n_events = rows_events(&r->layout, g->rows, events);
	out->starts = arena_array(&r->tmp, n + 2, sizeof(*out->starts));
	out->us = arena_raw(&r->tmp, n_events * sizeof(*out->us));
	out->range = (struct range){ INT64_MAX, INT64_MIN };
	for (uint32_t i = 0; i < n_events; i++) {
		int64_t us = snapshot_time(r->snapshot, events[i]);

		if (us == TIME_NONE || numbers[events[i]] >= n)
			continue;
		out->starts[numbers[events[i]] + 2]++;
		out->range.from = us < out->range.from ? us : out->range.from;
		out->range.to = us > out->range.to ? us : out->range.to;
	}
	for (uint32_t k = 2; k < n + 2; k++)
		out->starts[k] += out->starts[k - 1];
	for (uint32_t i = 0; i < n_events; i++) {
		int64_t us = snapshot_time(r->snapshot, events[i]);

		if (us != TIME_NONE && numbers[events[i]] < n)
			out->us[out->starts[numbers[events[i]] + 1]++] = us;
	}
	if (r->world.from_us != INT64_MIN)
		out->range.from = r->world.from_us;
	out->range.to = r->world.to_us != INT64_MAX ? r->world.to_us
	    : out->range.to == INT64_MIN            ? INT64_MIN
	                                            : out->range.to + 1;
	return true;
}

/* False: there is nothing unusual about the row. */
static bool
look(struct run *r, const struct anomaly *s, const struct times *t,
    uint32_t number, uint64_t row)
{
	double counts[WINDOWS] = { 0 }, score;
	int64_t first = INT64_MAX;
	int best = 0;
	bool burst, is_new;

	for (uint64_t i = t->starts[number]; i < t->starts[number + 1]; i++) {
		counts[window_of(t->range, t->us[i])]++;
		first = t->us[i] < first ? t->us[i] : first;
	}
	for (int w = 1; w < WINDOWS; w++)
		if (counts[w] > counts[best])
			best = w;
	score = score_of(counts, counts[best]);
	burst = counts[best] >= BURST_MIN && score > SCORE_MIN;
	is_new = first != INT64_MAX &&
	    (double)(first - t->range.from) >=
	        0.9 * (double)(t->range.to - t->range.from);
	if (!burst && !is_new)
		return false;
	table_column(r, s->kind)[row] = datum_of_text(
	    burst && is_new ? STR("new, frequency")
	    : burst         ? STR("frequency")
	                    : STR("new"));
	table_column(r, s->score)[row] = datum_of_number(score);
	table_column(r, s->time)[row] = (struct datum){ .kind = DATUM_TIME,
		.us = burst ? window_start(t->range, best) : first };
	return true;
}

bool
anomaly_run(struct run *r, const struct stage *st)
{
	const struct anomaly *s = st->own;
	const struct table_column *patterns;
	struct times t = { 0 };
	uint64_t kept = 0;

	if (!table_begin(r) ||
	    !list_times(r, ids_count(r->groups->keys[0]), &t))
		return false;
	patterns = &r->table->columns[PATTERN_COLUMN];
	for (uint64_t i = 0; i < r->n_order; i++) {
		uint32_t row = r->order[i];
		uint32_t number = patterns->numbers[row];

		if (number != IDS_NONE && look(r, s, &t, number, row))
			r->order[kept++] = row;
	}
	run_note(r, st->offset, "%llu of %llu patterns are unusual",
	    (unsigned long long)kept, (unsigned long long)r->n_order);
	r->n_order = kept;
	return true;
}
