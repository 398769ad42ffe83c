/*
 * sessionize: numbers for sessions: events of one identity, without a pause
 * of more than maxspan between them.
 */
#include <stdlib.h>

#include "query/errors.h"
#include "query/intern.h"
#include "query/stage.h"

struct sessionize {
	struct item *fields;
	uint32_t n_fields;
	struct period maxspan;
	struct item name;
	struct expr *time;
	uint32_t column;
};

static bool
read_maxspan(struct parser *p, struct sessionize *s)
{
	if (!parse_next_value(p))
		return false;
	if (token_is(&p->token, "=") && !parse_next_value(p))
		return false;
	if (p->token.kind != TOKEN_PERIOD ||
	    !period_parse(p->token.text, &s->maxspan) ||
	    s->maxspan.unit == PERIOD_MONTH)
		return parse_expected(
		    p, "the longest pause within a session, as in maxspan 30m");
	return parse_next(p);
}

bool
sessionize_parse(struct parser *p, struct stage *st)
{
	struct sessionize *s = arena_alloc(p->arena, sizeof(*s));
	uint32_t capacity = 0;

	st->own = s;
	s->name.name = STR("session_id");
	period_parse(STR("30m"), &s->maxspan);
	for (;;) {
		s->fields = plan_grow(p->arena, s->fields, s->n_fields,
		    &capacity, sizeof(*s->fields));
		if (!parse_field(p, &s->fields[s->n_fields++]))
			return false;
		if (!token_is(&p->token, ","))
			break;
		if (!parse_next_value(p))
			return false;
	}
	if (token_is_word(&p->token, "maxspan") && !read_maxspan(p, s))
		return false;
	return parse_alias(p, &s->name);
}

void
sessionize_print(const struct stage *st, struct buf *out)
{
	const struct sessionize *s = st->own;

	print_items(s->fields, s->n_fields, out);
	buf_add(out, STR(" maxspan "));
	period_print(s->maxspan, out);
	buf_add(out, STR(" as "));
	query_quote_name(s->name.name, out);
}

bool
sessionize_check(struct checker *c, struct stage *st)
{
	struct sessionize *s = st->own;

	for (uint32_t i = 0; i < s->n_fields; i++)
		if (!check_root(c, c->scope, s->fields[i].expr))
			return false;
	s->time = expr_new(c->arena, EXPR_NAME, st->offset, st->offset);
	s->time->text = STR("@timestamp");
	if (!check_root(c, c->scope, s->time))
		return false;
	check_table(c, st);
	return check_column(c, s->name.name, st->offset, &s->column);
}

/* ---- running ------------------------------------------------------------ */

struct moment {
	int64_t us;
	uint64_t row;
	uint32_t who; /* number of the identity */
};

/* Rows of one time: the later in the list is the older event. */
static int
compare(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;

	if (x->us != y->us)
		return x->us < y->us ? -1 : 1;
	return x->row > y->row ? -1 : 1;
}

/* Rows that have a time and all fields, with the number of these. */
static bool
list_moments(struct run *r, const struct sessionize *s, struct moment *out,
    uint64_t *n, uint32_t *n_who)
{
	struct tuples who = { .width = s->n_fields };
	struct intern *values =
	    arena_array(&r->tmp, s->n_fields, sizeof(*values));
	struct datum **fields =
	    arena_array(&r->tmp, s->n_fields, sizeof(*fields));
	uint32_t *tuple = arena_array(&r->tmp, s->n_fields, sizeof(*tuple));
	struct datum *times = table_values(r, s->time);
	bool good = times != NULL;

	for (uint32_t k = 0; k < s->n_fields && good; k++)
		good = (fields[k] = table_values(r, s->fields[k].expr));
	for (uint64_t i = 0; i < r->table->n_rows && good; i++) {
		struct moment *m = &out[*n];
		bool whole = datum_time(&times[i], &m->us), added;

		for (uint32_t k = 0; k < s->n_fields && whole; k++) {
			whole = fields[k][i].kind != DATUM_MISSING;
			if (whole)
				tuple[k] = intern_add(
				    &values[k], &fields[k][i]);
		}
		if (!whole)
			continue;
		m->row = i;
		m->who = tuples_add(&who, tuple, &added);
		++*n;
	}
	*n_who = who.n;
	for (uint32_t k = 0; k < s->n_fields; k++)
		intern_free(&values[k]);
	tuples_free(&who);
	return good;
}

static bool
is_longer(struct period maxspan, int64_t us)
{
	int64_t unit = maxspan.unit == PERIOD_WEEK
	    ? 7 * 24 * 3600 * US_PER_SECOND : 1;

	return us / unit > maxspan.count ||
	    (us / unit == maxspan.count && us % unit);
}

/* Sessions are counted from 1 by their first event. */
bool
sessionize_run(struct run *r, const struct stage *st)
{
	const struct sessionize *s = st->own;
	struct moment *moments;
	uint32_t n_who, *session;
	uint64_t n = 0, n_sessions = 0;
	int64_t *last;
	struct datum *out;
	bool good;

	if (!table_begin(r))
		return false;
	moments = mem_alloc(r->table->n_rows * sizeof(*moments));
	good = list_moments(r, s, moments, &n, &n_who);
	if (good) {
		qsort(moments, n, sizeof(*moments), compare);
		session = arena_array(&r->tmp, n_who, sizeof(*session));
		last = arena_array(&r->tmp, n_who, sizeof(*last));
		out = table_column(r, s->column);
		for (uint64_t i = 0; i < n; i++) {
			const struct moment *m = &moments[i];

			if (session[m->who] == 0 || is_longer(s->maxspan,
			        m->us - last[m->who]))
				session[m->who] = (uint32_t)++n_sessions;
			last[m->who] = m->us;
			out[m->row] = datum_of_number(session[m->who]);
		}
	}
	free(moments);
	return good;
}
