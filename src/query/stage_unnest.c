/*
 * unnest and expand: one row for each element of a list.
 *
 * Lists of a record are flattened when it is read, so that they are taken
 * from its text again; only records that have the field are read.
 */
#include <stdlib.h>

#include "base/bits.h"
#include "query/errors.h"
#include "query/func.h"
#include "query/intern.h"
#include "query/stage.h"

#define ROWS_MAX 10000000

struct unnest {
	struct item field;
	struct item into;
	struct expr *list;
	bool distinct; /* of equal elements only one */
	uint32_t slot; /* the field of the record, or UINT32_MAX */
	uint32_t column;
};

bool
unnest_parse(struct parser *p, struct stage *st)
{
	struct unnest *s = arena_alloc(p->arena, sizeof(*s));

	st->own = s;
	if (!parse_field(p, &s->field))
		return false;
	if (!token_is_word(&p->token, "into"))
		return parse_expected(p, "\"into\" and a name: unnest list "
		                         "into element");
	return parse_next_value(p) && parse_field(p, &s->into);
}

bool
expand_parse(struct parser *p, struct stage *st)
{
	struct unnest *s = arena_alloc(p->arena, sizeof(*s));

	st->own = s;
	if (!parse_field(p, &s->field))
		return false;
	s->into = s->field;
	return true;
}

void
unnest_print(const struct stage *st, struct buf *out)
{
	const struct unnest *s = st->own;

	query_quote_name(s->field.name, out);
	buf_add(out, STR(" into "));
	query_quote_name(s->into.name, out);
}

void
expand_print(const struct stage *st, struct buf *out)
{
	const struct unnest *s = st->own;

	query_quote_name(s->field.name, out);
}

/* ---- checking ------------------------------------------------------------ */

static struct expr *
name(struct checker *c, struct str text, uint32_t offset)
{
	struct expr *x = expr_new(c->arena, EXPR_NAME, offset, offset);

	x->text = text;
	return x;
}

static struct expr *
call(struct checker *c, const char *function, struct expr *first,
    struct expr *second)
{
	struct expr *x = expr_new(
	    c->arena, EXPR_CALL, first->offset, first->end);
	struct expr **args = arena_array(c->arena, 2, sizeof(struct expr *));

	x->function = function_find(str_of(function));
	args[0] = first;
	args[1] = second;
	expr_set_args(x, args, second ? 2 : 1);
	return x;
}

/* The list: what a name stands for, or for a field of the record the part of
 * its text. */
static struct expr *
list_of(struct checker *c, struct unnest *s)
{
	struct expr *x = name(c, s->field.name, s->field.expr->offset);
	struct expr *path = expr_new(
	    c->arena, EXPR_TEXT, x->offset, x->offset);

	s->slot = UINT32_MAX;
	if (!check_expr(c, c->scope, x))
		return NULL;
	if (x->ref != REF_SLOT ||
	    c->plan->slots[x->index].kind != SLOT_FIELD)
		return x;
	s->slot = x->index;
	path->text = x->text;
	return call(c, "coalesce",
	    call(c, "jsonPath", name(c, STR("@message"), x->offset), path),
	    name(c, s->field.name, x->offset));
}

static bool
check_list(struct checker *c, struct stage *st, bool of_text)
{
	struct unnest *s = st->own;

	s->list = list_of(c, s);
	if (!s->list)
		return false;
	if (of_text)
		s->list = call(c, "coalesce",
		    call(c, "jsonParse", s->list, NULL), s->list);
	if (!check_root(c, c->scope, s->list))
		return false;
	check_table(c, st);
	return check_column(
	    c, s->into.name, s->into.expr->offset, &s->column);
}

bool
unnest_check(struct checker *c, struct stage *st)
{
	return check_list(c, st, false);
}

/* A text that is a list is read too. */
bool
expand_check(struct checker *c, struct stage *st)
{
	return check_list(c, st, true);
}

bool
unnest_each(struct checker *c, struct expr *list, struct str name,
    uint32_t *column)
{
	struct stage *st = arena_alloc(c->arena, sizeof(*st));
	struct unnest *s = arena_alloc(c->arena, sizeof(*s));

	st->type = stage_find(STR("unnest"));
	st->offset = list->offset;
	st->own = s;
	s->list = list;
	s->slot = UINT32_MAX;
	s->distinct = true;
	check_table(c, st);
	if (!check_column(c, name, list->offset, &s->column))
		return false;
	*column = s->column;
	return true;
}

/* ---- running ------------------------------------------------------------- */

/* Rows to be, each with its element. */
struct elements {
	struct run *run;
	uint32_t row;
	struct intern *seen; /* of the row; NULL: equal ones are kept */
	uint32_t *rows;
	struct datum *data;
	uint64_t n, capacity;
};

static bool
add_element(void *ctx, const struct datum *d)
{
	struct elements *l = ctx;

	if (l->seen && d->kind != DATUM_MISSING) {
		uint32_t before = l->seen->n;

		if (intern_add(l->seen, d) < before)
			return true;
	}
	if (l->n == l->capacity) {
		l->capacity = l->capacity ? l->capacity * 2 : 1024;
		l->rows = mem_grow(l->rows, l->capacity, sizeof(*l->rows));
		l->data = mem_grow(l->data, l->capacity, sizeof(*l->data));
	}
	l->rows[l->n] = l->row;
	l->data[l->n++] = datum_copy(l->run->arena, *d);
	return l->n <= ROWS_MAX;
}

static bool
is_list(const struct datum *d)
{
	return d->kind == DATUM_JSON && d->text.n && d->text.p[0] == '[';
}

/* Reads the records that have the field. */
static bool
read_lists(struct run *r, const struct unnest *s)
{
	uint64_t *present;

	if (s->slot == UINT32_MAX)
		return true;
	present = rows_new(&r->layout, &r->tmp);
	for (uint32_t seg = 0; seg < r->layout.n_segments; seg++) {
		struct arena tmp = { 0 };
		uint32_t first = r->layout.first[seg];

		field_present(
		    r->world.fields[s->slot], seg, present + first, &tmp);
		for (uint32_t i = first; i < r->layout.first[seg + 1]; i++)
			present[i] &= r->rows[i];
		arena_free(&tmp);
	}
	return run_read_messages(r, present, s->list);
}

/* What is no list is one element; so is the nothing of an empty one, so that
 * no event is lost. */
static bool
list_elements(struct run *r, const struct datum *values, struct elements *l)
{
	static const struct datum nothing = { .kind = DATUM_MISSING };
	struct eval *e = eval_new(&r->world);

	for (uint64_t i = 0; i < r->table->n_rows && l->n <= ROWS_MAX; i++) {
		if (i % 4096 == 0 && run_halted(r))
			break;
		l->row = (uint32_t)i;
		if (l->seen) {
			intern_free(l->seen);
			*l->seen = (struct intern){ 0 };
		}
		eval_entry(e, UINT32_MAX, datum_missing());
		if (!is_list(&values[i]))
			add_element(l, &values[i]);
		else if (list_each(e, &values[i], add_element, l) == 0)
			add_element(l, &nothing);
	}
	eval_free(e);
	if (l->n > ROWS_MAX)
		return err_set(r->err, ERR_LIMIT, "more than %d rows: filter "
		    "before the list is taken apart", ROWS_MAX);
	return !run_halted(r) || run_failed(r);
}

bool
unnest_run(struct run *r, const struct stage *st)
{
	const struct unnest *s = st->own;
	struct intern seen = { 0 };
	struct elements l = { .run = r, .seen = s->distinct ? &seen : NULL };
	struct datum *values;
	bool done;

	if (!table_begin(r) || !read_lists(r, s) ||
	    !(values = table_values(r, s->list)))
		return false;
	done = list_elements(r, values, &l);
	if (done) {
		table_take(r, l.rows, l.n);
		if (l.n)
			memcpy(table_column(r, s->column), l.data,
			    l.n * sizeof(*l.data));
	}
	intern_free(&seen);
	free(l.rows);
	free(l.data);
	return done;
}
