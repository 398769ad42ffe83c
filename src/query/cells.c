/*
 * Cells of a result, evaluated when they are read.
 */
#include <stdlib.h>

#include "base/bits.h"
#include "query/result.h"

#define CELLS_KEPT 4096
#define TEXT_KEPT_MAX ((size_t)64 << 20)

/* Records that were read ahead: a prepared stretch of rows. */
struct ahead {
	uint64_t row; /* the first */
	uint32_t n;
	struct str *texts; /* of each row; p NULL: not read */
	struct arena *arenas; /* of each thread */
	unsigned threads;
};

struct cell_reader {
	const struct result *result;
	struct world world;
	struct eval *eval;
	struct raw_reader *raw;
	struct ahead ahead;
	struct arena arenas[2]; /* a cell lives until both were changed */
	int arena;
	uint32_t cells;
	uint64_t row; /* at which eval stands */
	bool has_message;
};

struct cell_reader *
cell_reader_new(const struct result *r)
{
	struct cell_reader *c = mem_zero(1, sizeof(*c));

	c->result = r;
	c->world.plan = r->world.plan;
	c->world.snapshot = r->world.snapshot;
	c->world.fields = r->world.fields;
	c->world.any = r->world.any;
	c->world.now_us = r->world.now_us;
	c->world.from_us = r->world.from_us;
	c->world.to_us = r->world.to_us;
	c->world.raw = r->world.raw;
	c->world.sets = r->world.sets;
	c->world.lookups = r->world.lookups;
	c->eval = eval_new(&c->world);
	c->row = UINT64_MAX;
	return c;
}

static void
drop_ahead(struct cell_reader *c)
{
	for (unsigned i = 0; i < c->ahead.threads; i++)
		arena_free(&c->ahead.arenas[i]);
	free(c->ahead.arenas);
	free(c->ahead.texts);
	c->ahead = (struct ahead){ 0 };
}

void
cell_reader_free(struct cell_reader *c)
{
	if (!c)
		return;
	drop_ahead(c);
	raw_reader_free(c->raw);
	eval_free(c->eval);
	arena_free(&c->arenas[0]);
	arena_free(&c->arenas[1]);
	free(c);
}

/* ---- reading ahead ------------------------------------------------------ */

static bool
shows_message(const struct result *r)
{
	const struct plan *p = &r->query->plan;
	bool shows = false;

	for (uint32_t i = 0; i < p->n_shown; i++)
		shows |= p->shown[i].expr->uses.message;
	return shows;
}

struct reading {
	struct cell_reader *reader;
	const uint64_t *places; /* event << 32 | row, sorted */
	uint32_t n;
};

static int
compare_places(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void
got_record(void *ctx, uint32_t event, const struct raw *raw, unsigned worker)
{
	struct reading *g = ctx;
	struct ahead *a = &g->reader->ahead;
	uint32_t low = 0, high = g->n;
	struct str text;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (g->places[middle] >> 32 < event)
			low = middle + 1;
		else
			high = middle;
	}
	text = arena_copy(&a->arenas[worker], raw->text);
	for (; low < g->n && g->places[low] >> 32 == event; low++)
		a->texts[(uint32_t)g->places[low]] = text;
}

void
cell_reader_prepare(struct cell_reader *c, uint64_t row, uint32_t n,
    struct pool *pool, const atomic_bool *stop)
{
	const struct result *r = c->result;
	struct reading g = { .reader = c };
	uint32_t *events, n_events = 0;
	uint64_t *places;

	drop_ahead(c);
	c->row = UINT64_MAX;
	if (!pool || !shows_message(r) || row >= r->n_rows)
		return;
	if (n > r->n_rows - row)
		n = (uint32_t)(r->n_rows - row);
	events = mem_alloc(n * sizeof(*events));
	places = mem_alloc(n * sizeof(*places));
	for (uint32_t i = 0; i < n; i++) {
		uint32_t event = result_shown_event(r, row + i);

		if (event == EVENT_NONE)
			continue;
		places[g.n++] = (uint64_t)event << 32 | i;
	}
	qsort(places, g.n, sizeof(*places), compare_places);
	for (uint32_t i = 0; i < g.n; i++)
		if (i == 0 || places[i] >> 32 != places[i - 1] >> 32)
			events[n_events++] = (uint32_t)(places[i] >> 32);
	g.places = places;
	c->ahead.row = row;
	c->ahead.n = n;
	c->ahead.texts = mem_zero(n, sizeof(*c->ahead.texts));
	c->ahead.threads = pool_threads(pool);
	c->ahead.arenas =
	    mem_zero(c->ahead.threads, sizeof(*c->ahead.arenas));
	raw_read_many(
	    r->snapshot, events, n_events, pool, stop, got_record, &g);
	free(events);
	free(places);
}

/* ---- cells -------------------------------------------------------------- */

static void
stand_at(struct cell_reader *c, uint64_t row)
{
	const struct result *r = c->result;

	if (c->row == row)
		return;
	c->row = row;
	c->has_message = false;
	if (r->table)
		eval_table(c->eval, r->table, r->order[row]);
	else
		eval_event(c->eval, r->list[row]);
}

/* The message of the row, for this row's cells. */
static void
bring_message(struct cell_reader *c)
{
	struct ahead *a = &c->ahead;
	uint32_t event = result_shown_event(c->result, c->row);
	struct raw raw;

	if (c->has_message || event == EVENT_NONE)
		return;
	c->has_message = true;
	if (c->row >= a->row && c->row - a->row < a->n &&
	    a->texts[c->row - a->row].p) {
		eval_message(c->eval, a->texts[c->row - a->row]);
		return;
	}
	if (!c->raw)
		c->raw = raw_reader_new(c->result->snapshot);
	raw_read(c->raw, event, &raw);
	eval_message(c->eval, raw.text);
}

/* A field as it is: most cells are. */
static struct value
read_field(struct cell_reader *c, uint32_t slot, uint64_t row,
    struct arena *a)
{
	char room[40];
	uint32_t event = result_shown_event(c->result, row);
	struct value v = { 0 };

	if (event != EVENT_NONE)
		v = field_value(
		    c->result->world.fields[slot], event, room, a);
	if (value_absent(v))
		return (struct value){ 0 };
	if (v.text.p == room)
		v.text = arena_copy(a, v.text);
	return v;
}

static bool
is_field(const struct cell_reader *c, const struct expr *x)
{
	return x->ref == REF_SLOT &&
	    c->result->query->plan.slots[x->index].kind == SLOT_FIELD;
}

struct value
cell_read(struct cell_reader *c, uint64_t row, size_t column)
{
	const struct result *r = c->result;
	const struct expr *x = r->query->plan.shown[column].expr;
	struct arena *a;
	struct datum d;
	struct value v;

	if (++c->cells > CELLS_KEPT ||
	    c->arenas[c->arena].total_bytes > TEXT_KEPT_MAX) {
		c->arena = !c->arena;
		arena_reset(&c->arenas[c->arena]);
		c->cells = 0;
	}
	a = &c->arenas[c->arena];
	if (is_field(c, x))
		return read_field(c, x->index, row, a);
	if (x->ref == REF_COLUMN) {
		d = table_cell(r->table, r->order[row], x->index, a);
		return datum_value(&d, a);
	}
	stand_at(c, row);
	if (x->uses.message)
		bring_message(c);
	d = eval_expr(c->eval, x);
	v = datum_value(&d, eval_scratch(c->eval));
	v.text = arena_copy(a, v.text);
	return v;
}
