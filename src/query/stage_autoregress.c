/*
 * autoregress: what a field was in rows before.
 */
#include "query/errors.h"
#include "query/stage.h"

#define BACK_MAX 1000

struct autoregress {
	struct item item;
	uint32_t from, to; /* rows back */
	uint32_t column;   /* of `from`; the others follow */
};

static bool
rows_back(struct parser *p, const struct token *t, uint32_t *out)
{
	double n;

	if (t->kind != TOKEN_NUMBER || !number_read(t->text, false, &n) ||
	    n < 1 || n > BACK_MAX || n != (uint32_t)n)
		return error_at(p->err, t->offset, "autoregress: expected a "
		    "number of rows from 1 to %d, as in p=1 or p=1-4",
		    BACK_MAX);
	*out = (uint32_t)n;
	return true;
}

static bool
read_options(struct parser *p, struct autoregress *s)
{
	struct token name, value;
	bool found;

	if (!parse_option(p, &found, &name, &value))
		return false;
	if (!found)
		return true;
	if (!token_is_word(&name, "p"))
		return parse_option_unknown(p, &name, "p=1, p=1-4");
	if (!rows_back(p, &value, &s->from))
		return false;
	s->to = s->from;
	if (!token_is(&p->token, "-"))
		return true;
	if (!parse_next_value(p) || !rows_back(p, &p->token, &s->to))
		return false;
	if (s->to < s->from)
		return error_at(p->err, p->token.offset, "autoregress: a "
		    "range of rows goes from less to more: p=%u-%u", s->to,
		    s->from);
	return parse_next(p);
}

bool
autoregress_parse(struct parser *p, struct stage *st)
{
	struct autoregress *s = arena_alloc(p->arena, sizeof(*s));

	st->own = s;
	s->from = s->to = 1;
	return parse_field(p, &s->item) && parse_alias(p, &s->item) &&
	    read_options(p, s) &&
	    (s->item.alias.n || parse_alias(p, &s->item));
}

void
autoregress_print(const struct stage *st, struct buf *out)
{
	const struct autoregress *s = st->own;

	print_items(&s->item, 1, out);
	buf_printf(out, " p=%u", s->from);
	if (s->to > s->from)
		buf_printf(out, "-%u", s->to);
}

/* bytes_p1, bytes_p2, ...; a name behind as is that of a single column, and
 * stands for the field's in those of several. */
bool
autoregress_check(struct checker *c, struct stage *st)
{
	struct autoregress *s = st->own;
	uint32_t column;

	if (!check_root(c, c->scope, s->item.expr))
		return false;
	check_table(c, st);
	for (uint32_t back = s->from; back <= s->to; back++) {
		struct str name = s->item.name;

		if (!s->item.alias.n || s->to > s->from)
			name = arena_printf(c->arena, "%.*s_p%u",
			    STR_ARG(name), back);
		if (!check_column(c, name, st->offset, &column))
			return false;
		if (back == s->from)
			s->column = column;
	}
	return true;
}

bool
autoregress_run(struct run *r, const struct stage *st)
{
	const struct autoregress *s = st->own;
	struct datum *values;

	if (!table_begin(r) || !(values = table_values(r, s->item.expr)))
		return false;
	for (uint32_t back = s->from; back <= s->to; back++) {
		struct datum *out =
		    table_column(r, s->column + back - s->from);

		for (uint64_t i = back; i < r->table->n_rows; i++)
			out[i] = values[i - back];
	}
	return true;
}
