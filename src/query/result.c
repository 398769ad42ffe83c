#include "query/result.h"

#include <stdlib.h>
#include "base/bits.h"
#include "query/group.h"

void
result_free(struct result *r)
{
	if (!r)
		return;
	groups_free(r->groups);
	for (struct arenas *s = r->arenas; s; s = s->next)
		for (unsigned i = 0; i < s->n; i++)
			arena_free(&s->each[i]);
	arena_free(&r->arena);
	snapshot_release(r->snapshot);
	query_free(r->query);
	free(r);
}

const struct result_numbers *
result_numbers(const struct result *r)
{
	return &r->numbers;
}

const struct notice *
result_notices(const struct result *r, size_t *n)
{
	*n = r->n_notices;
	return r->notices;
}

struct snapshot *
result_snapshot(const struct result *r)
{
	return r->snapshot;
}

const uint64_t *
result_matched(const struct result *r)
{
	return r->matched;
}

size_t
result_columns(const struct result *r)
{
	return r->query->plan.n_shown;
}

struct str
result_column_name(const struct result *r, size_t column)
{
	return r->query->plan.shown[column].name;
}

struct str
result_column_field(const struct result *r, size_t column)
{
	const struct plan *p = &r->query->plan;
	const struct expr *x = p->shown[column].expr;

	/* A key of stats is known by the expression that made it. */
	if (x->ref == REF_COLUMN)
		x = groups_key(r->groups, x->index);
	return x && x->ref == REF_SLOT ? p->slots[x->index].name
	                               : (struct str){ 0 };
}

/* The key of the last stats that a column shows unchanged, or NULL; else what
 * it shows of its results. */
static const struct expr *
column_key(const struct result *r, size_t column, const struct expr **result)
{
	const struct expr *x = r->query->plan.shown[column].expr;
	const struct stage *st = r->groups ? r->groups->stage : NULL;

	*result = NULL;
	if (!st || x->ref != REF_COLUMN)
		return NULL;
	if (x->index < st->n_keys)
		return st->keys[x->index].expr;
	if (x->index - st->n_keys < st->n_items)
		*result = st->items[x->index - st->n_keys].expr;
	return NULL;
}

static bool
is_bin(const struct expr *x)
{
	return x->kind == EXPR_CALL && x->function->bucket &&
	    x->function->period == (int)x->n_args;
}

enum column_kind
result_column_kind(const struct result *r, size_t column)
{
	const struct expr *result;
	const struct expr *key = column_key(r, column, &result);

	if (key)
		return is_bin(key) ? COLUMN_BIN : COLUMN_KEY;
	if (!result)
		return COLUMN_OTHER;
	return result->kind == EXPR_AGGREGATE && result->aggregate->adds
	    ? COLUMN_TOTAL : COLUMN_AGGREGATE;
}

void
result_bucket(const struct result *r, size_t column, int64_t us,
    int64_t *from_us, int64_t *to_us)
{
	const struct expr *result;
	const struct expr *key = column_key(r, column, &result);
	struct period p = key->args[key->n_args - 1]->period;

	if (!p.count)
		p = eval_chosen_period(&r->world);
	period_bucket(p, us, from_us, to_us);
}

uint64_t
result_rows(const struct result *r)
{
	return r->n_rows;
}

uint32_t
result_event(const struct result *r, uint64_t row)
{
	return r->table || row >= r->n_rows ? EVENT_NONE : r->list[row];
}

uint32_t
result_shown_event(const struct result *r, uint64_t row)
{
	if (!r->table)
		return r->list[row];
	return r->table->events ? r->table->events[r->order[row]]
	                        : EVENT_NONE;
}

uint64_t
result_row_of(const struct result *r, uint32_t event)
{
	for (uint64_t i = 0; !r->table && i < r->n_rows; i++)
		if (r->list[i] == event)
			return i;
	return UINT64_MAX;
}

bool
result_row_events(const struct result *r, uint64_t row, struct pool *pool,
    const atomic_bool *stop, uint64_t *events, struct err *err)
{
	struct pool *own = pool ? NULL : pool_new(1);
	uint64_t *wanted, *rows;
	bool done = true;

	memset(events, 0,
	    bits_words(snapshot_events(r->snapshot)) * sizeof(*events));
	if (row >= r->n_rows) {
		done = err_set(err, ERR_USAGE, "there is no such row");
	} else if (!r->table) {
		bits_add(events, r->list[row]);
	} else if (!groups_have_events(r->groups, r->table)) {
		done = err_set(err, ERR_USAGE,
		    "these rows are not made of single events");
	} else {
		wanted = mem_zero(
		    bits_words(r->table->n_rows), sizeof(*wanted));
		rows = mem_zero(layout_words(&r->layout), sizeof(*rows));
		bits_add(wanted, r->order[row]);
		done = groups_table_events(r->groups, r->table, &r->layout,
		    wanted, own ? own : pool, stop, rows);
		rows_to_events(&r->layout, rows, events);
		free(wanted);
		free(rows);
		if (!done)
			err_set(err, ERR_STOPPED, "stopped");
	}
	pool_free(own);
	return done;
}
