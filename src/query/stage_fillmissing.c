/*
 * fillmissing: rows for buckets of time in which stats found nothing.
 *
 * Buckets go from the first to the last one of the rows, and over the range
 * of time of the query where it has one.  With further keys, each of their
 * combinations gets a row in each bucket.
 */
#include <stdlib.h>

#include "query/errors.h"
#include "query/intern.h"
#include "query/stage.h"

#define ROWS_MAX 1000000

struct fillmissing {
	struct expr **values, **fields; /* with value for field */
	uint32_t n_values;
	struct period period;
	uint32_t bucket; /* the column that is one */
	uint32_t n_keys; /* columns of keys */
};

bool
fillmissing_parse(struct parser *p, struct stage *st)
{
	struct fillmissing *s = arena_alloc(p->arena, sizeof(*s));
	uint32_t capacity = 0, same = 0;

	st->own = s;
	if (!token_is_word(&p->token, "with"))
		return parse_at_stage_end(p) ||
		    parse_expected(p, "\"with\", as in fillmissing with 0 for "
		                      "n, \"|\" or the end");
	do {
		s->values = plan_grow(p->arena, s->values, s->n_values,
		    &capacity, sizeof(struct expr *));
		s->fields = plan_grow(p->arena, s->fields, s->n_values, &same,
		    sizeof(struct expr *));
		if (!parse_next_value(p))
			return false;
		s->values[s->n_values] = parse_expr(p);
		if (!s->values[s->n_values])
			return false;
		if (!token_is_word(&p->token, "for"))
			return parse_expected(p, "\"for\" and a column");
		if (!parse_next_value(p))
			return false;
		s->fields[s->n_values] = parse_expr(p);
		if (!s->fields[s->n_values++])
			return false;
	} while (token_is(&p->token, ","));
	return true;
}

void
fillmissing_print(const struct stage *st, struct buf *out)
{
	const struct fillmissing *s = st->own;

	for (uint32_t i = 0; i < s->n_values; i++) {
		buf_add(out, i ? STR(", ") : STR("with "));
		print_expr(s->values[i], out);
		buf_add(out, STR(" for "));
		print_expr(s->fields[i], out);
	}
}

/* ---- checking ----------------------------------------------------------- */

/* The key that is a bucket of time. */
static const struct expr *
find_bucket(const struct checker *c, const struct stage *stats,
    uint32_t *column)
{
	for (uint32_t k = 0; k < stats->n_keys; k++) {
		const struct expr *x = stats->keys[k].expr;

		if (x->ref == REF_ALIAS)
			x = c->plan->aliases[x->index].expr;
		if (x->kind == EXPR_CALL && x->function->bucket &&
		    x->ref == REF_NONE) {
			*column = k;
			return x;
		}
	}
	return NULL;
}

bool
fillmissing_check(struct checker *c, struct stage *st)
{
	struct fillmissing *s = st->own;
	const struct stage *stats = c->scope->stats;
	const struct expr *bucket =
	    stats ? find_bucket(c, stats, &s->bucket) : NULL;

	if (!bucket)
		return error_at(c->err, st->offset, "fillmissing stands "
		    "behind stats ... by bin(5m): there are no buckets of time "
		    "here");
	s->period = bucket->args[bucket->function->period - 1]->period;
	s->n_keys = stats->n_keys;
	for (uint32_t i = 0; i < s->n_values; i++) {
		if (!check_expr(c, c->scope, s->values[i]) ||
		    !check_expr(c, c->scope, s->fields[i]))
			return false;
		if (s->values[i]->uses.columns ||
		    s->values[i]->uses.fields != USES_NOTHING)
			return error_at(c->err, s->values[i]->offset,
			    "fillmissing: expected a constant, such as 0");
		if (s->fields[i]->ref != REF_COLUMN)
			return error_at(c->err, s->fields[i]->offset,
			    "fillmissing: expected a column of stats");
	}
	check_table(c, st);
	return true;
}

/* ---- running ------------------------------------------------------------ */

struct filling {
	struct run *run;
	const struct fillmissing *stage;
	uint32_t *combination; /* of each row: of its other keys */
	struct tuples combinations;
	uint32_t *example; /* of each combination: a row */
	int64_t *starts;   /* of buckets */
	uint64_t n_starts;
	uint32_t *rows;    /* [bucket * combinations + combination], or NONE */
};

static bool
time_of_row(const struct filling *f, uint64_t row, int64_t *us)
{
	struct datum d =
	    table_column(f->run, f->stage->bucket)[row];

	*us = d.us;
	return d.kind == DATUM_TIME;
}

static void
combine(struct filling *f)
{
	struct run *r = f->run;
	uint64_t n = r->table->n_rows;
	uint32_t width = f->stage->n_keys;
	struct intern *values = arena_array(&r->tmp, width, sizeof(*values));
	uint32_t *tuple = arena_array(&r->tmp, width, sizeof(*tuple));
	bool added;

	f->combinations.width = width;
	f->combination = arena_array(&r->tmp, n, sizeof(uint32_t));
	f->example = arena_array(&r->tmp, n, sizeof(uint32_t));
	for (uint64_t i = 0; i < n; i++) {
		for (uint32_t k = 0; k < width; k++) {
			struct datum d = table_column(r, k)[i];

			if (k == f->stage->bucket)
				continue; /* 0 in all */
			tuple[k] = d.kind == DATUM_MISSING
			    ? ROW_NONE : intern_add(&values[k], &d);
		}
		f->combination[i] = tuples_add(&f->combinations, tuple, &added);
		if (added)
			f->example[f->combination[i]] = (uint32_t)i;
	}
	for (uint32_t k = 0; k < width; k++)
		intern_free(&values[k]);
}

/* False: there are too many. */
static bool
list_buckets(struct filling *f)
{
	struct run *r = f->run;
	int64_t first = INT64_MAX, last = INT64_MIN, from, to, us;
	struct period p = f->stage->period;
	uint64_t most = ROWS_MAX / (f->combinations.n ? f->combinations.n : 1);

	if (p.count == 0)
		p = eval_chosen_period(&r->world);
	for (uint64_t i = 0; i < r->table->n_rows; i++)
		if (time_of_row(f, i, &us)) {
			first = us < first ? us : first;
			last = us > last ? us : last;
		}
	if (first > last)
		return true;
	if (r->world.from_us != INT64_MIN && r->world.from_us < first)
		first = r->world.from_us;
	if (r->world.to_us != INT64_MAX && r->world.to_us - 1 > last)
		last = r->world.to_us - 1;
	f->starts = arena_raw(&r->tmp, (most + 1) * sizeof(*f->starts));
	for (us = first; us <= last; us = to) {
		if (f->n_starts >= most || run_halted(r))
			return false;
		period_bucket(p, us, &from, &to);
		f->starts[f->n_starts++] = from;
		if (to <= us)
			break;
	}
	return true;
}

static uint64_t
bucket_of(const struct filling *f, int64_t us)
{
	uint64_t low = 0, high = f->n_starts;

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (f->starts[middle] < us)
			low = middle + 1;
		else
			high = middle;
	}
	return low < f->n_starts && f->starts[low] == us ? low : UINT64_MAX;
}

/* Bucket by bucket; rows without a time last. */
static uint64_t
list_rows(struct filling *f, uint32_t *out)
{
	struct run *r = f->run;
	uint64_t cells = f->n_starts * f->combinations.n, n = 0;
	uint64_t rows = r->table->n_rows;
	bool *placed = arena_array(&r->tmp, rows, sizeof(*placed));
	int64_t us;

	f->rows = arena_raw(&r->tmp, cells * sizeof(*f->rows));
	memset(f->rows, 0xff, cells * sizeof(*f->rows));
	for (uint64_t i = 0; i < rows; i++) {
		uint64_t b = time_of_row(f, i, &us) ? bucket_of(f, us)
		                                    : UINT64_MAX;

		if (b == UINT64_MAX)
			continue;
		f->rows[b * f->combinations.n + f->combination[i]] =
		    (uint32_t)i;
		placed[i] = true;
	}
	for (uint64_t i = 0; i < cells; i++)
		out[n++] = f->rows[i];
	for (uint64_t i = 0; i < rows; i++)
		if (!placed[i])
			out[n++] = (uint32_t)i;
	return n;
}

/* What the new rows hold. */
static void
fill_rows(struct filling *f)
{
	struct run *r = f->run;
	const struct fillmissing *s = f->stage;
	uint64_t cells = f->n_starts * f->combinations.n;
	struct table *old = r->table;
	uint32_t *rows = arena_raw(
	    &r->tmp, (cells + old->n_rows) * sizeof(*rows));
	struct eval *e = eval_new(&r->world);

	table_take(r, rows, list_rows(f, rows));
	for (uint64_t i = 0; i < cells; i++) {
		uint64_t c = i % f->combinations.n;

		if (rows[i] != ROW_NONE)
			continue;
		for (uint32_t k = 0; k < s->n_keys; k++)
			table_column(r, k)[i] =
			    old->columns[k].data[f->example[c]];
		table_column(r, s->bucket)[i] = (struct datum){
			.kind = DATUM_TIME,
			.us = f->starts[i / f->combinations.n] };
		eval_entry(e, UINT32_MAX, datum_missing());
		for (uint32_t k = 0; k < s->n_values; k++)
			table_column(r, s->fields[k]->index)[i] = datum_copy(
			    r->arena, eval_expr(e, s->values[k]));
	}
	eval_free(e);
}

bool
fillmissing_run(struct run *r, const struct stage *st)
{
	struct filling f = { .run = r, .stage = st->own };
	bool few;

	if (!table_begin(r))
		return false;
	for (uint32_t k = 0; k < f.stage->n_keys; k++)
		table_column(r, k);
	combine(&f);
	few = list_buckets(&f);
	if (few)
		fill_rows(&f);
	tuples_free(&f.combinations);
	if (few)
		return true;
	return run_halted(r) ? run_failed(r)
	                     : err_set(r->err, ERR_LIMIT, "fillmissing: more "
	                           "than %d rows: choose longer buckets, or "
	                           "a range of time", ROWS_MAX);
}
