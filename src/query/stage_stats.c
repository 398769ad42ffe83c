#include <stdlib.h>

#include "query/errors.h"
#include "query/group.h"
#include "query/stage.h"

#define STATS_MAX 10 /* in one query, as AWS has it */
#define CHUNK_ROWS 4096

/* offset 1h */
static bool
parse_offset(struct parser *p, struct stage *st)
{
	if (!parse_next_value(p))
		return false;
	if (p->token.kind != TOKEN_PERIOD ||
	    !period_parse(p->token.text, &st->offset_by) ||
	    st->offset_by.unit == PERIOD_MONTH)
		return parse_expected(p, "a period of weeks or less, as in "
		                         "offset 1h");
	return parse_next(p);
}

bool
stats_parse(struct parser *p, struct stage *st)
{
	if (!parse_items(p, ITEM_ALIAS, &st->items, &st->n_items))
		return false;
	if (token_is_word(&p->token, "by")) {
		if (!parse_next_value(p) ||
		    !parse_items(p, ITEM_ALIAS, &st->keys, &st->n_keys))
			return false;
	}
	if (token_is_word(&p->token, "offset") && !parse_offset(p, st))
		return false;
	if (!parse_at_stage_end(p))
		return parse_expected(p, st->n_keys
		        ? "an operator, \"as\", a comma, \"|\" or the end"
		        : "an operator, \"as\", a comma, \"by\", \"|\" or "
		          "the end");
	return true;
}

void
stats_print(const struct stage *st, struct buf *out)
{
	print_items(st->items, st->n_items, out);
	if (st->n_keys) {
		buf_add(out, STR(" by "));
		print_items(st->keys, st->n_keys, out);
	}
	if (st->offset_by.count) {
		buf_add(out, STR(" offset "));
		period_print(st->offset_by, out);
	}
}

/* ---- checking ----------------------------------------------------------- */

static bool
has_aggregate(const struct expr *x)
{
	bool has = x->kind == EXPR_AGGREGATE || x->ref == REF_COLUMN;

	for (uint32_t i = 0; i < x->n_args && !has; i++)
		has = has_aggregate(x->args[i]);
	return has;
}

/* @timestamp, later by a constant. */
static struct datum
shifted(struct eval *e, const struct expr *x, const struct datum *arg)
{
	struct datum d = arg[0];

	if (d.kind == DATUM_TIME)
		d.us += eval_world(e)->plan->earlier_us;
	(void)x;
	return d;
}

static const struct derivation shift = { shifted };

/* With an offset the events are those of an earlier range, in the buckets of
 * the range that is asked for. */
static bool
shift_keys(struct checker *c, struct stage *st)
{
	struct period p = st->offset_by;
	bool shifts = false;

	if (c->n_stats > 1 || c->scope->stats || c->scope->tabled ||
	    c->nested)
		return error_at(c->err, st->offset, "stats: offset is about "
		    "events: it can stand in the first stats of a query only");
	c->plan->earlier_us = p.unit == PERIOD_WEEK
	    ? p.count * 7 * 24 * 3600 * US_PER_SECOND : p.count;
	for (uint32_t i = 0; i < st->n_keys; i++) {
		struct expr *x = st->keys[i].expr, *time;

		if (x->kind != EXPR_CALL || !x->function->bucket ||
		    !check_expr(c, c->scope, x->args[0]))
			continue;
		if (x->args[0]->ref != REF_SLOT ||
		    c->plan->slots[x->args[0]->index].kind != SLOT_TIMESTAMP)
			continue;
		time = check_derived(
		    c, &shift, &x->args[0], 1, x->args[0]->offset);
		time->text = x->args[0]->text;
		x->args[0] = time;
		shifts = true;
	}
	if (c->err->code != ERR_NONE)
		return false;
	if (!shifts)
		return error_at(c->err, st->offset, "stats: offset needs "
		    "buckets of time: by bin(5m) offset 1h");
	check_note(c, st->offset, "offset: these are events of a time so much "
	    "earlier, in the buckets of the range");
	return true;
}

/* By a path with * an event is counted once for each different element. */
static bool
check_elements(struct checker *c, const struct item *it)
{
	struct expr *list = arena_alloc(c->arena, sizeof(*list));
	uint32_t column;

	if (!it->expr->uses.elements)
		return true;
	*list = *it->expr;
	return unnest_each(c, list, it->name, &column) &&
	    check_refer(c, it->expr, REF_COLUMN, column);
}

/* Keys are looked up among the rows that are grouped, and become columns. */
static bool
check_keys(struct checker *c, struct stage *st, struct scope *made)
{
	for (uint32_t i = 0; i < st->n_keys; i++) {
		struct item *it = &st->keys[i];

		if (!check_root(c, c->scope, it->expr) ||
		    !check_elements(c, it) ||
		    !check_bind_column(c, made, it, i))
			return false;
	}
	return true;
}

/* Items may name keys and items before them. */
static bool
check_results(struct checker *c, struct stage *st, struct scope *made)
{
	made->collects = st;
	for (uint32_t i = 0; i < st->n_items; i++) {
		struct item *it = &st->items[i];

		if (!check_expr(c, made, it->expr))
			return false;
		if (!has_aggregate(it->expr))
			return error_at(c->err, it->expr->offset, "stats "
			    "makes one value of many events: expected an "
			    "aggregate such as count(*), sum(x) or max(x)");
		if (!check_bind_column(c, made, it, st->n_keys + i))
			return false;
	}
	made->collects = NULL;
	return true;
}

bool
stats_check(struct checker *c, struct stage *st)
{
	struct scope *made = arena_alloc(c->arena, sizeof(*made));

	if (++c->n_stats > STATS_MAX)
		return error_at(c->err, st->offset,
		    "a query has at most %d stats", STATS_MAX);
	made->before = c->scope;
	made->stats = st;
	if (st->offset_by.count && !shift_keys(c, st))
		return false;
	if (!check_keys(c, st, made) || !check_results(c, st, made))
		return false;
	check_step(c, st, UINT32_MAX);
	made->stats_step = c->plan->n_steps - 1;
	made->n_columns = st->n_keys + st->n_items;
	c->scope = made;
	check_show_none(c);
	for (uint32_t i = 0; i < st->n_keys + st->n_items; i++) {
		const struct item *it = i < st->n_keys
		    ? &st->keys[i] : &st->items[i - st->n_keys];

		check_show(c, it->name,
		    check_name(c, it->name, REF_COLUMN, i));
	}
	return true;
}

/* ---- running ------------------------------------------------------------ */

struct making {
	struct run *run;
	const struct stage *stage;
	const struct datum *results;
	struct eval **evals;  /* of each thread */
	struct arena *texts;  /* likewise; they live with the result */
};

/* The items of some rows, left to right. */
static void
make_rows(void *ctx, size_t chunk, unsigned worker)
{
	struct making *m = ctx;
	struct run *r = m->run;
	const struct stage *st = m->stage;
	struct table *t = r->table;
	uint64_t end = (chunk + 1) * CHUNK_ROWS;
	struct eval *e;

	if (run_halted(r))
		return;
	if (!m->evals[worker])
		m->evals[worker] = eval_new(&r->world);
	e = m->evals[worker];
	for (uint64_t row = chunk * CHUNK_ROWS; row < end && row < t->n_rows;
	     row++) {
		eval_table(e, t, row);
		eval_aggregates(e, m->results + row * st->n_aggregates);
		for (uint32_t i = 0; i < st->n_items; i++)
			t->columns[st->n_keys + i].data[row] =
			    datum_copy(&m->texts[worker],
			        eval_expr(e, st->items[i].expr));
	}
}

static void
make_table(struct run *r, const struct stage *st, const struct groups *g)
{
	struct table *t = arena_alloc(r->arena, sizeof(*t));

	t->n_rows = g->tuples.n;
	t->n_columns = t->capacity = st->n_keys + st->n_items;
	t->columns =
	    arena_array(r->arena, t->n_columns, sizeof(*t->columns));
	for (uint32_t k = 0; k < st->n_keys; k++) {
		uint32_t *numbers =
		    arena_raw(r->arena, t->n_rows * sizeof(*numbers));

		for (uint64_t row = 0; row < t->n_rows; row++)
			numbers[row] =
			    g->tuples.numbers[row * st->n_keys + k];
		t->columns[k].ids = g->keys[k];
		t->columns[k].numbers = numbers;
	}
	for (uint32_t i = 0; i < st->n_items; i++)
		t->columns[st->n_keys + i].data = arena_raw(
		    r->arena, t->n_rows * sizeof(struct datum));
	r->table = t;
	r->order = arena_raw(r->arena, t->n_rows * sizeof(*r->order));
	r->n_order = t->n_rows;
	for (uint64_t row = 0; row < t->n_rows; row++)
		r->order[row] = (uint32_t)row;
}

bool
stats_run(struct run *r, const struct stage *st)
{
	unsigned threads = pool_threads(r->pool);
	struct making m = { .run = r, .stage = st };
	struct datum *results = NULL;
	struct groups *g;

	/* A cut of sorted events is made before, what is sorted only has no
	 * effect on groups. */
	g = r->table ? groups_of_table(r, st, &results)
	             : groups_of_events(r, st, &results);
	if (!g)
		return false;
	r->groups = g;
	r->stats = st;
	r->listed = false;
	r->n_keys = 0;
	make_table(r, st, g);
	m.results = results;
	m.evals = arena_array(&r->tmp, threads, sizeof(struct eval *));
	m.texts = run_arenas(r);
	pool_run(r->pool, (r->table->n_rows + CHUNK_ROWS - 1) / CHUNK_ROWS,
	    r->options->stop, make_rows, &m);
	for (unsigned i = 0; i < threads; i++)
		eval_free(m.evals[i]);
	return !run_halted(r) || run_failed(r);
}
