/*
 * appendcols: the columns of a subquery beside those that are there, row by
 * row.
 */
#include "query/errors.h"
#include "query/result.h"
#include "query/stage.h"
#include "query/subquery.h"

#define ROWS_MAX 100000

struct appendcols {
	bool override;
	uint64_t max;
	struct subquery *subquery;
	uint32_t *columns; /* of each of the subquery's; UINT32_MAX: left out */
};

static bool
read_max(struct parser *p, struct appendcols *s, const struct token *value)
{
	double n;

	if (value->kind != TOKEN_NUMBER ||
	    !number_read(value->text, false, &n) || n < 1 || n > ROWS_MAX ||
	    n != (uint32_t)n)
		return error_at(p->err, value->offset, "appendcols: expected a "
		    "number of rows from 1 to %d", ROWS_MAX);
	s->max = (uint64_t)n;
	return true;
}

bool
appendcols_parse(struct parser *p, struct stage *st)
{
	struct appendcols *s = arena_alloc(p->arena, sizeof(*s));
	struct token name, value;
	bool found, good = true;

	st->own = s;
	s->max = 10000;
	while (parse_option(p, &found, &name, &value) && found && good) {
		if (token_is_word(&name, "override"))
			good = parse_option_bool(p, &value, &s->override);
		else if (token_is_word(&name, "max"))
			good = read_max(p, s, &value);
		else
			good = parse_option_unknown(
			    p, &name, "override=false, max=10000");
	}
	if (!good || p->err->code != ERR_NONE)
		return false;
	if (!token_is(&p->token, "("))
		return parse_expected(p, "a query in parentheses: (stats "
		                         "count(*) by x)");
	s->subquery = parse_subquery(p);
	return s->subquery != NULL;
}

void
appendcols_print(const struct stage *st, struct buf *out)
{
	const struct appendcols *s = st->own;

	buf_printf(out, "override=%s max=%llu (",
	    s->override ? "true" : "false", (unsigned long long)s->max);
	print_tree(&s->subquery->tree, out);
	buf_byte(out, ')');
}

/* A name that is there already keeps its column, unless it is overridden. */
bool
appendcols_check(struct checker *c, struct stage *st)
{
	struct appendcols *s = st->own;
	uint32_t n, had = c->plan->n_shown;

	if (!subquery_check(c, s->subquery))
		return false;
	check_table(c, st);
	n = subquery_columns(s->subquery);
	s->columns = arena_array(c->arena, n, sizeof(*s->columns));
	for (uint32_t i = 0; i < n; i++) {
		struct str name = subquery_column_name(s->subquery, i);
		bool known = false;

		for (uint32_t k = 0; k < had; k++)
			known |= str_equal(c->plan->shown[k].name, name);
		s->columns[i] = UINT32_MAX;
		if ((!known || s->override) &&
		    !check_column(c, name, st->offset, &s->columns[i]))
			return false;
	}
	return true;
}

static bool
fill(struct run *r, const struct appendcols *s, const struct result *of)
{
	uint64_t n = result_rows(of);

	n = n < s->max ? n : s->max;
	n = n < r->table->n_rows ? n : r->table->n_rows;
	for (uint32_t k = 0; k < subquery_columns(s->subquery); k++) {
		struct datum *values;

		if (s->columns[k] == UINT32_MAX)
			continue;
		values = subquery_values(r, of, k);
		if (!values)
			return false;
		memcpy(table_column(r, s->columns[k]), values,
		    n * sizeof(*values));
	}
	return true;
}

bool
appendcols_run(struct run *r, const struct stage *st)
{
	const struct appendcols *s = st->own;
	struct result *of;
	uint64_t n, fit;
	bool done;

	if (!table_begin(r))
		return false;
	of = subquery_run(r, s->subquery);
	if (!of)
		return false;
	n = result_rows(of);
	fit = r->table->n_rows < s->max ? r->table->n_rows : s->max;
	if (n > fit)
		run_note(r, st->offset, "appendcols: %llu of %llu rows of the "
		    "subquery have no place beside a row%s",
		    (unsigned long long)(n - fit), (unsigned long long)n,
		    fit == s->max ? " (max)" : "");
	done = fill(r, s, of);
	result_free(of);
	return done;
}
