#include "query/relevance.h"

#include <math.h>
#include <stdlib.h>
#include "base/bits.h"
#include "query/intern.h"

#define WORD_BYTES_MAX 60 /* shown of a value */

/* A value and how many events of each set have it. */
struct tally {
	uint32_t value; /* UINT32_MAX: missing */
	double in, out, number;
};

struct tallies {
	struct intern values;
	struct tally *each; /* by number of the value */
	uint32_t capacity;
	double in, out; /* events that have a value */
};

static struct tally *
tally_of(struct tallies *t, const struct datum *d)
{
	uint32_t k = intern_add(&t->values, d);

	if (k >= t->capacity) {
		uint32_t old = t->capacity;

		t->capacity = old ? old * 2 : 64;
		t->each = mem_grow(t->each, t->capacity, sizeof(*t->each));
		memset(t->each + old, 0,
		    (t->capacity - old) * sizeof(*t->each));
	}
	t->each[k].value = k;
	return &t->each[k];
}

static void
count_segment(struct tallies *t, const struct layout *l,
    const struct field *f, uint32_t seg, const uint64_t *in,
    const uint64_t *out, struct arena *tmp)
{
	uint32_t first = l->first[seg];
	uint32_t n_rows = segment_rows(l->snapshot, seg), n;
	uint32_t *counts;
	struct column c;
	char room[40];

	field_column(f, seg, &c, tmp);
	if (c.shape == COLUMN_NONE)
		return;
	counts = arena_array(tmp, (size_t)c.n_entries * 2, sizeof(*counts));
	n = c.shape == COLUMN_SPARSE ? c.n_present : n_rows;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t row = c.shape == COLUMN_SPARSE ? c.rows[i] : i, entry;
		bool is_in = bits_has(in + first, row);

		if (!is_in && !bits_has(out + first, row))
			continue;
		/* Behind the last position of an array rows are repeated. */
		if (c.shape == COLUMN_SPARSE && i && row == c.rows[i - 1])
			continue;
		entry = column_entry(&c, row);
		if (entry != ENTRY_NONE)
			counts[entry * 2 + !is_in]++;
	}
	for (uint32_t e = 0; e < c.n_entries; e++) {
		struct datum d;
		struct tally *of;

		if (!counts[e * 2] && !counts[e * 2 + 1])
			continue;
		d = datum_of_value(column_value(&c, e, room));
		if (d.kind == DATUM_MISSING)
			continue;
		of = tally_of(t, &d);
		of->in += counts[e * 2];
		of->out += counts[e * 2 + 1];
		t->in += counts[e * 2];
		t->out += counts[e * 2 + 1];
	}
}

/* ---- numbers ------------------------------------------------------------- */

static bool
all_numbers(struct tallies *t)
{
	for (uint32_t i = 0; i < t->values.n; i++) {
		const struct datum *d = &t->values.data[i];

		if (d->kind == DATUM_TRUE || d->kind == DATUM_FALSE ||
		    !datum_number(d, &t->each[i].number))
			return false;
	}
	return t->values.n > 2 && t->in > 0 && t->out > 0;
}

static int
by_number(const void *a, const void *b)
{
	double x = ((const struct tally *)a)->number;
	double y = ((const struct tally *)b)->number;

	return (x > y) - (x < y);
}

/* Element floor(n / 2) of the sorted numbers, counted from 0, as pct has
 * it. */
static struct datum
median(const struct tallies *t, bool in)
{
	double want = floor((in ? t->in : t->out) / 2), seen = 0;

	for (uint32_t i = 0; i < t->values.n; i++) {
		seen += in ? t->each[i].in : t->each[i].out;
		if (seen > want)
			return datum_of_number(t->each[i].number);
	}
	return datum_missing();
}

static void
compare_numbers(struct tallies *t, struct relevance *r)
{
	double in = 0, out = 0;

	qsort(t->each, t->values.n, sizeof(*t->each), by_number);
	r->numeric = true;
	for (uint32_t i = 0; i < t->values.n; i++) {
		in += t->each[i].in;
		out += t->each[i].out;
		r->score = fmax(r->score, fabs(in / t->in - out / t->out));
	}
	r->in_median = median(t, true);
	r->out_median = median(t, false);
}

/* ---- words --------------------------------------------------------------- */

static void
add_top(struct buf *b, const struct datum *d, double in, double out,
    struct arena *tmp)
{
	buf_add(b, b->n ? STR("; ") : STR(""));
	buf_add(b, d ? str_head(datum_text(d, tmp), WORD_BYTES_MAX)
	             : STR("(missing)"));
	buf_printf(b, " %.0f %% to %.0f %%", 100 * out, 100 * in);
}

/* Of equal changes the first in the order of sort. */
static bool
is_before(const struct tallies *t, const struct tally *a, double change,
    const struct tally *b, double best)
{
	struct ordered x, y;

	if (change != best)
		return change > best;
	if (a->value == UINT32_MAX || b->value == UINT32_MAX)
		return b->value == UINT32_MAX && a->value != UINT32_MAX;
	x = ordered_of(t->values.data[a->value]);
	y = ordered_of(t->values.data[b->value]);
	return ordered_compare(&x, &y) < 0;
}

static void
compare_words(struct tallies *t, double n_in, double n_out,
    struct relevance *r, struct arena *a, struct arena *tmp)
{
	uint32_t n = t->values.n;
	struct tally none = { UINT32_MAX, n_in - t->in, n_out - t->out, 0 };
	struct buf b = { 0 };
	bool *taken = arena_array(tmp, (size_t)n + 1, sizeof(*taken));

	for (uint32_t i = 0; i <= n; i++) {
		const struct tally *v = i < n ? &t->each[i] : &none;

		r->score += fabs(v->in / n_in - v->out / n_out) / 2;
	}
	for (int k = 0; k < RELEVANCE_TOP; k++) {
		const struct tally *best = NULL;
		double best_change = 0;

		for (uint32_t i = 0; i <= n; i++) {
			const struct tally *v = i < n ? &t->each[i] : &none;
			double change = v->in / n_in - v->out / n_out;

			if (change > 0 && !taken[i] && (!best || is_before(t,
			        v, change, best, best_change))) {
				best = v;
				best_change = change;
			}
		}
		if (!best)
			break;
		taken[best == &none ? n : best->value] = true;
		add_top(&b, best == &none ? NULL : &t->values.data[best->value],
		    best->in / n_in, best->out / n_out, tmp);
	}
	r->ids = n >= 20 && n * 2 > t->in + t->out;
	r->top = arena_copy(a, buf_str(&b));
	buf_free(&b);
}

struct relevance
relevance_of(const struct layout *l, const struct field *f,
    const uint64_t *in, const uint64_t *out, struct arena *a,
    struct arena *tmp)
{
	struct tallies t = { .values = { .arena = tmp } };
	struct relevance r = { .in_median = datum_missing(),
		.out_median = datum_missing() };
	double n_in = (double)rows_count(l, in);
	double n_out = (double)rows_count(l, out);

	for (uint32_t seg = 0; seg < l->n_segments; seg++)
		count_segment(&t, l, f, seg, in, out, tmp);
	if (n_in > 0 && n_out > 0) {
		if (all_numbers(&t))
			compare_numbers(&t, &r);
		else
			compare_words(&t, n_in, n_out, &r, a, tmp);
	}
	intern_free(&t.values);
	free(t.each);
	return r;
}
