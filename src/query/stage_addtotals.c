/*
 * addtotals: the sum of the numbers of each row, and of each column.
 */
#include "query/errors.h"
#include "query/exact.h"
#include "query/stage.h"

struct addtotals {
	struct str name; /* of the column with the sums of rows */
	bool row, col;
	struct item *fields; /* none: all columns */
	uint32_t n_fields;
	struct item *summed;
	uint32_t *columns; /* col: of each of them */
	uint32_t n_summed;
	uint32_t column; /* row: of the sums */
};

static bool
read_options(struct parser *p, struct addtotals *s)
{
	struct token name, value;
	bool found, good = true;

	while (parse_option(p, &found, &name, &value) && found && good) {
		if (token_is_word(&name, "fieldname"))
			s->name = value.text;
		else if (token_is_word(&name, "row"))
			good = parse_option_bool(p, &value, &s->row);
		else if (token_is_word(&name, "col"))
			good = parse_option_bool(p, &value, &s->col);
		else
			good = parse_option_unknown(p, &name,
			    "fieldname=Total, row=true, col=false");
	}
	return good && p->err->code == ERR_NONE;
}

bool
addtotals_parse(struct parser *p, struct stage *st)
{
	struct addtotals *s = arena_alloc(p->arena, sizeof(*s));
	uint32_t capacity = 0;

	st->own = s;
	s->name = STR("Total");
	s->row = true;
	if (!read_options(p, s))
		return false;
	while (!parse_at_stage_end(p)) {
		s->fields = plan_grow(p->arena, s->fields, s->n_fields,
		    &capacity, sizeof(*s->fields));
		if (!parse_field(p, &s->fields[s->n_fields++]))
			return false;
		if (token_is(&p->token, ",") && !parse_next_value(p))
			return false;
	}
	return true;
}

void
addtotals_print(const struct stage *st, struct buf *out)
{
	const struct addtotals *s = st->own;

	buf_add(out, STR("fieldname="));
	query_quote_name(s->name, out);
	buf_printf(out, " row=%s col=%s%s", s->row ? "true" : "false",
	    s->col ? "true" : "false", s->n_fields ? " " : "");
	print_items(s->fields, s->n_fields, out);
}

/* ---- checking ----------------------------------------------------------- */

static bool
choose_fields(struct checker *c, struct stage *st)
{
	struct addtotals *s = st->own;

	if (s->n_fields) {
		s->summed = s->fields;
		s->n_summed = s->n_fields;
		for (uint32_t i = 0; i < s->n_summed; i++)
			if (!check_root(c, c->scope, s->summed[i].expr))
				return false;
		return true;
	}
	s->n_summed = c->plan->n_shown;
	s->summed = arena_array(c->arena, s->n_summed, sizeof(*s->summed));
	for (uint32_t i = 0; i < s->n_summed; i++)
		s->summed[i] = (struct item){ .expr = check_shown(c, i),
			.name = c->plan->shown[i].name };
	return s->n_summed ||
	    error_at(c->err, st->offset, "addtotals: there are no columns "
	        "before it: name fields, or list them with fields");
}

bool
addtotals_check(struct checker *c, struct stage *st)
{
	struct addtotals *s = st->own;

	if (!choose_fields(c, st))
		return false;
	check_table(c, st);
	s->columns = arena_array(c->arena, s->n_summed, sizeof(*s->columns));
	for (uint32_t i = 0; i < s->n_summed && s->col; i++)
		if (!check_column(
		        c, s->summed[i].name, st->offset, &s->columns[i]))
			return false;
	return !s->row || check_column(c, s->name, st->offset, &s->column);
}

/* ---- running ------------------------------------------------------------ */

/* Numbers; a time is none here. */
static bool
number_of(const struct datum *d, double *x)
{
	return d->kind != DATUM_TIME && datum_number(d, x);
}

static struct datum
sum_of(const struct exact *sum, bool any)
{
	return any ? datum_of_number(exact_sum(sum)) : datum_missing();
}

static void
sum_rows(struct run *r, const struct addtotals *s, struct datum *const *values)
{
	struct datum *out = table_column(r, s->column);
	struct arena tmp = { 0 };

	for (uint64_t i = 0; i < r->table->n_rows; i++) {
		struct exact sum = { 0 };
		bool any = false;

		for (uint32_t k = 0; k < s->n_summed; k++) {
			double x;

			if (!number_of(&values[k][i], &x))
				continue;
			exact_add(&sum, x, &tmp);
			any = true;
		}
		out[i] = sum_of(&sum, any);
		arena_reset(&tmp);
	}
	arena_free(&tmp);
}

/* To the last row of the table, the sum of the rows before. */
static void
sum_column(struct run *r, struct datum *column)
{
	uint64_t last = r->table->n_rows - 1;
	struct exact sum = { 0 };
	bool any = false;

	for (uint64_t i = 0; i < last; i++) {
		double x;

		if (!number_of(&column[i], &x))
			continue;
		exact_add(&sum, x, &r->tmp);
		any = true;
	}
	column[last] = sum_of(&sum, any);
}

static void
add_row(struct run *r)
{
	uint64_t n = r->table->n_rows;
	uint32_t *rows = arena_raw(&r->tmp, (n + 1) * sizeof(*rows));

	for (uint64_t i = 0; i < n; i++)
		rows[i] = (uint32_t)i;
	rows[n] = ROW_NONE;
	table_take(r, rows, n + 1);
}

bool
addtotals_run(struct run *r, const struct stage *st)
{
	const struct addtotals *s = st->own;
	struct datum **values =
	    arena_array(&r->tmp, s->n_summed, sizeof(*values));

	if (!table_begin(r))
		return false;
	for (uint32_t k = 0; k < s->n_summed; k++)
		if (!(values[k] = table_values(r, s->summed[k].expr)))
			return false;
	if (s->row)
		sum_rows(r, s, values);
	if (!s->col)
		return true;
	for (uint32_t k = 0; k < s->n_summed; k++)
		memcpy(table_column(r, s->columns[k]), values[k],
		    r->table->n_rows * sizeof(struct datum));
	add_row(r);
	for (uint32_t k = 0; k < s->n_summed; k++)
		sum_column(r, table_column(r, s->columns[k]));
	if (s->row)
		sum_column(r, table_column(r, s->column));
	return true;
}
