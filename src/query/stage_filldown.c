/*
 * filldown: where a field is missing, what it was in the row before.
 */
#include "query/errors.h"
#include "query/glob.h"
#include "query/stage.h"

struct filldown {
	struct item *fields;  /* the name may have stars; none: all columns */
	uint32_t n_fields;
	struct item *filled; /* one each */
	uint32_t *columns;
	uint32_t n_filled, capacity;
};

/* Names with stars are several tokens that touch each other. */
static bool
read_field(struct parser *p, struct item *it)
{
	struct buf name = { 0 };
	uint32_t offset = p->token.offset, end = offset;
	bool read = true;

	while (read &&
	    (p->token.kind == TOKEN_NAME || token_is(&p->token, "*")) &&
	    (end == offset || !p->token.blank_before)) {
		buf_add(&name, p->token.text);
		end = p->token.end;
		read = parse_next_value(p);
	}
	if (read && name.n == 0)
		read = parse_expected(p, "a field, or names with a star as in "
		                         "cpu*");
	*it = (struct item){ .name = arena_copy(p->arena, buf_str(&name)),
		.expr = expr_new(p->arena, EXPR_NAME, offset, end) };
	it->expr->text = it->name;
	buf_free(&name);
	return read;
}

bool
filldown_parse(struct parser *p, struct stage *st)
{
	struct filldown *s = arena_alloc(p->arena, sizeof(*s));
	uint32_t capacity = 0;

	st->own = s;
	while (!parse_at_stage_end(p)) {
		s->fields = plan_grow(p->arena, s->fields, s->n_fields,
		    &capacity, sizeof(*s->fields));
		if (!read_field(p, &s->fields[s->n_fields++]))
			return false;
		/* Commas are read too. */
		if (token_is(&p->token, ",") && !parse_next_value(p))
			return false;
	}
	return true;
}

void
filldown_print(const struct stage *st, struct buf *out)
{
	const struct filldown *s = st->own;

	for (uint32_t i = 0; i < s->n_fields; i++) {
		if (i)
			buf_byte(out, ' ');
		if (glob_has_star(s->fields[i].name))
			buf_add(out, s->fields[i].name);
		else
			query_quote_name(s->fields[i].name, out);
	}
}

/* ---- checking ----------------------------------------------------------- */

static void
fill(struct checker *c, struct filldown *s, struct expr *x, struct str name)
{
	uint32_t capacity = s->capacity;

	s->filled = plan_grow(c->arena, s->filled, s->n_filled, &capacity,
	    sizeof(*s->filled));
	s->columns = plan_grow(c->arena, s->columns, s->n_filled,
	    &s->capacity, sizeof(*s->columns));
	s->filled[s->n_filled++] = (struct item){ .expr = x, .name = name };
}

/* All columns that are shown and have a name like that. */
static bool
fill_shown(struct checker *c, struct filldown *s, struct str like,
    uint32_t offset)
{
	uint32_t n = s->n_filled;

	for (uint32_t i = 0; i < c->plan->n_shown; i++) {
		const struct shown *shown = &c->plan->shown[i];

		if (glob_matches(like, shown->name))
			fill(c, s, check_shown(c, i), shown->name);
	}
	return s->n_filled > n ||
	    error_at(c->err, offset, "filldown: no column before it has such "
	        "a name: list them with fields");
}

bool
filldown_check(struct checker *c, struct stage *st)
{
	struct filldown *s = st->own;

	for (uint32_t i = 0; i < s->n_fields; i++) {
		struct item *f = &s->fields[i];

		if (glob_has_star(f->name)) {
			if (!fill_shown(c, s, f->name, f->expr->offset))
				return false;
			continue;
		}
		if (!check_root(c, c->scope, f->expr))
			return false;
		fill(c, s, f->expr, f->name);
	}
	if (s->n_fields == 0 && !fill_shown(c, s, STR("*"), st->offset))
		return false;
	check_table(c, st);
	for (uint32_t i = 0; i < s->n_filled; i++)
		if (!check_column(
		        c, s->filled[i].name, st->offset, &s->columns[i]))
			return false;
	return true;
}

bool
filldown_run(struct run *r, const struct stage *st)
{
	const struct filldown *s = st->own;

	if (!table_begin(r))
		return false;
	for (uint32_t k = 0; k < s->n_filled; k++) {
		struct datum *values = table_values(r, s->filled[k].expr);
		struct datum *out, last = datum_missing();

		if (!values)
			return false;
		out = table_column(r, s->columns[k]);
		for (uint64_t i = 0; i < r->table->n_rows; i++) {
			if (values[i].kind != DATUM_MISSING)
				last = values[i];
			out[i] = last;
		}
	}
	return true;
}
