/*
 * outlier: numbers far outside of the middle half of their column, left out
 * or moved to the border.
 *
 * The borders are the first quartile less, and the third one plus, `param`
 * times their distance.  Quartiles are as pct has them: element
 * min(n - 1, floor(p / 100 * n)) of the sorted numbers, counted from 0.
 */
#include <stdlib.h>

#include "query/errors.h"
#include "query/stage.h"

struct outlier {
	bool remove, lower, mark;
	struct token param; /* text: as spelled */
	double times;
	struct item *fields;
	uint32_t n_fields;
	uint32_t *columns, *marks; /* of each field */
};

static const char options[] = "action=remove or transform, param=2.5, "
                              "uselower=false, mark=false";

static bool
read_action(struct parser *p, struct outlier *s, const struct token *value)
{
	s->remove = token_is_word(value, "remove") ||
	    token_is_word(value, "rm");
	return s->remove || token_is_word(value, "transform") ||
	    token_is_word(value, "tf") ||
	    error_expected(p->err, value, "remove or transform");
}

static bool
read_times(struct parser *p, struct outlier *s, const struct token *value)
{
	s->param = *value;
	if (value->kind != TOKEN_NUMBER ||
	    !number_read(value->text, true, &s->times))
		return error_expected(p->err, value, "a number, as in "
		                                     "param=2.5");
	return true;
}

static bool
read_options(struct parser *p, struct outlier *s)
{
	struct token name, value;
	bool found, good = true;

	while (parse_option(p, &found, &name, &value) && found && good) {
		if (token_is_word(&name, "action"))
			good = read_action(p, s, &value);
		else if (token_is_word(&name, "param"))
			good = read_times(p, s, &value);
		else if (token_is_word(&name, "uselower"))
			good = parse_option_bool(p, &value, &s->lower);
		else if (token_is_word(&name, "mark"))
			good = parse_option_bool(p, &value, &s->mark);
		else
			good = parse_option_unknown(p, &name, options);
	}
	return good && p->err->code == ERR_NONE;
}

bool
outlier_parse(struct parser *p, struct stage *st)
{
	struct outlier *s = arena_alloc(p->arena, sizeof(*s));
	uint32_t capacity = 0;

	st->own = s;
	s->param.text = STR("2.5");
	s->times = 2.5;
	if (!read_options(p, s))
		return false;
	do {
		s->fields = plan_grow(p->arena, s->fields, s->n_fields,
		    &capacity, sizeof(*s->fields));
		if (!parse_field(p, &s->fields[s->n_fields++]))
			return false;
		if (token_is(&p->token, ",") && !parse_next_value(p))
			return false;
	} while (!parse_at_stage_end(p));
	return true;
}

void
outlier_print(const struct stage *st, struct buf *out)
{
	const struct outlier *s = st->own;

	buf_printf(out, "action=%s param=%.*s uselower=%s mark=%s ",
	    s->remove ? "remove" : "transform", STR_ARG(s->param.text),
	    s->lower ? "true" : "false", s->mark ? "true" : "false");
	print_items(s->fields, s->n_fields, out);
}

bool
outlier_check(struct checker *c, struct stage *st)
{
	struct outlier *s = st->own;

	s->columns = arena_array(c->arena, s->n_fields, sizeof(*s->columns));
	s->marks = arena_array(c->arena, s->n_fields, sizeof(*s->marks));
	for (uint32_t i = 0; i < s->n_fields; i++)
		if (!check_root(c, c->scope, s->fields[i].expr))
			return false;
	check_table(c, st);
	for (uint32_t i = 0; i < s->n_fields; i++) {
		struct str name = s->fields[i].name;

		if (!s->remove &&
		    !check_column(c, name, st->offset, &s->columns[i]))
			return false;
		name = arena_printf(c->arena, "%.*s_outlier", STR_ARG(name));
		if (s->mark &&
		    !check_column(c, name, st->offset, &s->marks[i]))
			return false;
	}
	return true;
}

/* ---- running ------------------------------------------------------------ */

struct borders {
	double low, high;
	bool any;
};

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
quartile(const double *sorted, uint64_t n, int quarter)
{
	uint64_t i = n * (uint64_t)quarter / 4;

	return sorted[i < n ? i : n - 1];
}

static struct borders
borders_of(const struct outlier *s, const struct datum *values, uint64_t n)
{
	double *numbers = mem_alloc(n * sizeof(*numbers)), first, third;
	struct borders b = { 0 };
	uint64_t m = 0;

	for (uint64_t i = 0; i < n; i++)
		m += datum_number(&values[i], &numbers[m]);
	qsort(numbers, m, sizeof(*numbers), compare);
	b.any = m > 0;
	if (b.any) {
		first = quartile(numbers, m, 1);
		third = quartile(numbers, m, 3);
		b.low = first - s->times * (third - first);
		b.high = third + s->times * (third - first);
	}
	free(numbers);
	return b;
}

/* What a value becomes at the border, in *to. */
static bool
is_outside(const struct outlier *s, const struct borders *b,
    const struct datum *d, double *to)
{
	double x;

	if (!b->any || !datum_number(d, &x))
		return false;
	*to = x > b->high ? b->high : b->low;
	return x > b->high || (s->lower && x < b->low);
}

static void
treat(struct run *r, const struct outlier *s, uint32_t k,
    const struct datum *values, bool *out_of_row)
{
	struct borders b = borders_of(s, values, r->table->n_rows);
	struct datum *column = s->remove ? NULL
	                                 : table_column(r, s->columns[k]);
	struct datum *mark = s->mark ? table_column(r, s->marks[k]) : NULL;

	for (uint64_t i = 0; i < r->table->n_rows; i++) {
		double to;
		bool outside = is_outside(s, &b, &values[i], &to);

		out_of_row[i] |= outside;
		if (column)
			column[i] = outside ? datum_of_number(to) : values[i];
		if (mark)
			mark[i] = datum_of_bool(outside);
	}
}

bool
outlier_run(struct run *r, const struct stage *st)
{
	const struct outlier *s = st->own;
	uint64_t kept = 0;
	bool *outside;

	if (!table_begin(r))
		return false;
	outside = arena_array(&r->tmp, r->table->n_rows, sizeof(*outside));
	for (uint32_t k = 0; k < s->n_fields; k++) {
		struct datum *values = table_values(r, s->fields[k].expr);

		if (!values)
			return false;
		treat(r, s, k, values, outside);
	}
	for (uint64_t i = 0; i < r->n_order && s->remove; i++)
		if (!outside[r->order[i]])
			r->order[kept++] = r->order[i];
	if (s->remove)
		r->n_order = kept;
	return true;
}
