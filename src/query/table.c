#include "query/table.h"

#include "query/ids.h"
#include "query/order.h"

struct datum
table_cell(const struct table *t, uint64_t row, uint32_t column,
    struct arena *a)
{
	const struct table_column *c;

	/* A command that finds nothing need not make its columns. */
	if (column >= t->n_columns)
		return datum_missing();
	c = &t->columns[column];
	if (c->ids)
		return ids_datum(c->ids, c->numbers[row], a);
	return c->data ? c->data[row] : datum_missing();
}

/* Rows 0, 1, ... of the table in this order. */
static void
in_order(struct run *r)
{
	struct table *t = r->table;

	r->order = arena_raw(r->arena, t->n_rows * sizeof(*r->order));
	r->n_order = t->n_rows;
	for (uint64_t i = 0; i < t->n_rows; i++)
		r->order[i] = (uint32_t)i;
	r->listed = true;
}

bool
table_begin(struct run *r)
{
	struct table *t;

	if (r->table) {
		if (!order_table(r, UINT64_MAX))
			return false;
		table_take(r, r->order, r->n_order);
		return true;
	}
	if (!order_rows(r, UINT64_MAX))
		return false;
	t = arena_alloc(r->arena, sizeof(*t));
	t->n_rows = r->n_list;
	t->events = r->list;
	r->table = t;
	in_order(r);
	return true;
}

struct datum *
table_values(struct run *r, const struct expr *x)
{
	const struct table *t = r->table;
	struct datum *out = arena_array(r->arena, t->n_rows, sizeof(*out));
	struct eval *e;

	if (!run_read_messages(r, r->rows, x))
		return NULL;
	e = eval_new(&r->world);
	for (uint64_t i = 0; i < t->n_rows; i++) {
		if (i % 4096 == 0 && run_halted(r))
			break;
		eval_table(e, t, i);
		out[i] = datum_copy(r->arena, eval_expr(e, x));
	}
	eval_free(e);
	if (!run_halted(r))
		return out;
	run_failed(r);
	return NULL;
}

struct datum *
table_column(struct run *r, uint32_t column)
{
	struct table *t = r->table;
	struct table_column *c;

	if (column >= t->capacity) {
		uint32_t capacity = column + 8;
		struct table_column *more =
		    arena_array(r->arena, capacity, sizeof(*more));

		if (t->n_columns)
			memcpy(more, t->columns,
			    t->n_columns * sizeof(*more));
		t->columns = more;
		t->capacity = capacity;
	}
	if (column >= t->n_columns)
		t->n_columns = column + 1;
	c = &t->columns[column];
	if (c->data)
		return c->data;
	c->data = arena_array(r->arena, t->n_rows, sizeof(*c->data));
	for (uint64_t i = 0; i < t->n_rows && c->ids; i++)
		c->data[i] = ids_datum(c->ids, c->numbers[i], r->arena);
	c->ids = NULL;
	return c->data;
}

/* numbers[rows[i]], or none. */
static uint32_t *
take_numbers(struct run *r, const uint32_t *numbers, const uint32_t *rows,
    uint64_t n)
{
	uint32_t *out = arena_raw(r->arena, n * sizeof(*out));

	for (uint64_t i = 0; i < n; i++)
		out[i] = rows[i] == ROW_NONE ? ROW_NONE
		    : numbers                ? numbers[rows[i]]
		                             : rows[i];
	return out;
}

void
table_take(struct run *r, const uint32_t *rows, uint64_t n)
{
	const struct table *old = r->table;
	struct table *t = arena_alloc(r->arena, sizeof(*t));

	*t = *old;
	t->n_rows = n;
	t->capacity = old->n_columns;
	t->columns =
	    arena_array(r->arena, t->n_columns, sizeof(*t->columns));
	for (uint32_t k = 0; k < t->n_columns; k++) {
		const struct table_column *from = &old->columns[k];
		struct table_column *to = &t->columns[k];

		to->ids = from->ids;
		if (from->ids) {
			to->numbers = take_numbers(r, from->numbers, rows, n);
		} else if (from->data) {
			to->data = arena_array(r->arena, n, sizeof(*to->data));
			for (uint64_t i = 0; i < n; i++)
				if (rows[i] != ROW_NONE)
					to->data[i] = from->data[rows[i]];
		}
	}
	if (old->events)
		t->events = take_numbers(r, old->events, rows, n);
	else
		t->groups = take_numbers(r, old->groups, rows, n);
	r->table = t;
	in_order(r);
}
