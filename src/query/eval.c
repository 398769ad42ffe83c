#include "query/eval.h"

#include <stdlib.h>
#include "base/bits.h"
#include "base/json.h"
#include "query/anyindex.h"
#include "query/constants.h"
#include "query/table.h"
#include "query/tables.h"
#include "query/zone.h"

#define ZONES_KEPT 4
#define ELEMENTS_BYTES_MAX (UINT64_C(64) << 20) /* computed for one row */

static struct datum eval_whole(struct eval *e, const struct expr *x);

enum where { AT_NOWHERE, AT_ENTRY, AT_ROW, AT_EVENT, AT_TABLE };

/* A field in the segment at hand; made when first asked for. */
struct column_view {
	struct column column;
	uint64_t *present; /* rows that have the field, for ispresent */
	bool loaded;
};

/* The same for a path with *. */
struct elements_view {
	struct column *columns; /* NULL: not yet */
};

struct eval {
	struct world *world;
	struct regex_matcher **matchers; /* of the plan's patterns */
	uint64_t *captured; /* twice the stamp of the row they captured from,
	                       and 1 if they were found there */
	struct arena scratch;            /* of the row */

	/* Aliases are evaluated once a row. */
	struct datum *aliases;
	uint64_t *alias_stamps;
	uint64_t stamp, last_stamp; /* of the row or element at hand; the last
	                               that was given */

	enum where place;
	uint32_t slot; /* AT_ENTRY */
	struct datum entry;
	uint32_t segment, row; /* AT_ROW */
	struct column_view *columns;
	struct arena columns_arena;
	int64_t *times;
	bool times_loaded;
	struct elements_view *elements; /* of each slot */
	uint32_t element_slot; /* whose element is looked at, or UINT32_MAX */
	struct datum element;
	uint32_t event; /* AT_ROW, AT_EVENT, AT_TABLE: or EVENT_NONE */
	struct str message;
	bool has_message;
	const struct table *table; /* AT_TABLE */
	uint64_t table_row;
	const struct datum *aggregates;
	struct kept_zone { /* asked for last; the oldest is replaced */
		char name[64];
		struct zone *zone; /* NULL: there is none */
	} zones[ZONES_KEPT];
	uint32_t zones_made;
	char (*rooms)[40]; /* of each slot, for values not stored as text */
};

struct eval *
eval_new(struct world *w)
{
	struct eval *e = mem_zero(1, sizeof(*e));
	const struct plan *p = w->plan;

	e->world = w;
	e->matchers = mem_zero(p->n_regexes, sizeof(struct regex_matcher *));
	e->captured = mem_zero(p->n_regexes, sizeof(*e->captured));
	e->aliases = mem_zero(p->n_aliases, sizeof(*e->aliases));
	e->alias_stamps = mem_zero(p->n_aliases, sizeof(*e->alias_stamps));
	e->columns = mem_zero(p->n_slots, sizeof(*e->columns));
	e->rooms = mem_zero(p->n_slots, sizeof(*e->rooms));
	e->elements = mem_zero(p->n_slots, sizeof(*e->elements));
	e->element_slot = UINT32_MAX;
	e->segment = UINT32_MAX;
	e->stamp = e->last_stamp = 1;
	return e;
}

void
eval_free(struct eval *e)
{
	if (!e)
		return;
	for (uint32_t i = 0; i < e->world->plan->n_regexes; i++)
		if (e->matchers[i])
			regex_matcher_free(e->matchers[i]);
	for (int i = 0; i < ZONES_KEPT; i++)
		zone_free(e->zones[i].zone);
	free(e->matchers);
	free(e->captured);
	free(e->aliases);
	free(e->alias_stamps);
	free(e->columns);
	free(e->rooms);
	free(e->elements);
	free(e->times);
	arena_free(&e->scratch);
	arena_free(&e->columns_arena);
	free(e);
}

/* ---- where the row is --------------------------------------------------- */

static void
next_row(struct eval *e, enum where place)
{
	e->place = place;
	e->has_message = false;
	e->stamp = ++e->last_stamp;
	if (e->scratch.last)
		arena_reset(&e->scratch);
}

void
eval_segment(struct eval *e, uint32_t seg)
{
	if (e->segment == seg)
		return;
	e->segment = seg;
	for (uint32_t i = 0; i < e->world->plan->n_slots; i++) {
		e->columns[i] = (struct column_view){ 0 };
		e->elements[i] = (struct elements_view){ 0 };
	}
	arena_reset(&e->columns_arena);
	e->times_loaded = false;
}

void
eval_row(struct eval *e, uint32_t row)
{
	next_row(e, AT_ROW);
	e->row = row;
	e->event = segment_base(e->world->snapshot, e->segment) + row;
}

void
eval_entry(struct eval *e, uint32_t slot, struct datum d)
{
	next_row(e, AT_ENTRY);
	e->slot = slot;
	e->entry = d;
}

void
eval_event(struct eval *e, uint32_t event)
{
	next_row(e, AT_EVENT);
	e->event = event;
}

void
eval_message(struct eval *e, struct str message)
{
	e->message = message;
	e->has_message = true;
}

void
eval_table(struct eval *e, const struct table *t, uint64_t row)
{
	next_row(e, AT_TABLE);
	e->table = t;
	e->table_row = row;
	e->event = t->events ? t->events[row] : EVENT_NONE;
}

void
eval_aggregates(struct eval *e, const struct datum *results)
{
	e->aggregates = results;
}

/* ---- fields ------------------------------------------------------------- */

static struct column_view *
view_of(struct eval *e, uint32_t slot)
{
	struct column_view *v = &e->columns[slot];

	if (!v->loaded) {
		field_column(e->world->fields[slot], e->segment, &v->column,
		    &e->columns_arena);
		v->loaded = true;
	}
	return v;
}

static struct datum
time_datum(int64_t us)
{
	if (us == TIME_NONE)
		return datum_missing();
	return (struct datum){ .kind = DATUM_TIME, .us = us };
}

const int64_t *
eval_times(struct eval *e)
{
	struct snapshot *s = e->world->snapshot;

	if (!e->times_loaded) {
		e->times = mem_grow(e->times, segment_rows(s, e->segment),
		    sizeof(*e->times));
		segment_times(s, e->segment, e->times);
		e->times_loaded = true;
	}
	return e->times;
}

/* ---- elements of lists: paths with * ------------------------------------ */

struct collected {
	struct eval *eval;
	struct datum *data;
	uint32_t n, capacity;
};

static void
collect(void *ctx, struct value v)
{
	struct collected *c = ctx;

	if (c->n == c->capacity) {
		uint32_t capacity = c->capacity ? c->capacity * 2 : 8;
		struct datum *data = arena_raw(
		    &c->eval->scratch, capacity * sizeof(*data));

		if (c->n)
			memcpy(data, c->data, c->n * sizeof(*data));
		c->data = data;
		c->capacity = capacity;
	}
	c->data[c->n++] =
	    datum_copy(&c->eval->scratch, datum_of_value(v));
}

/* Those of the row at hand. */
static struct collected
elements_of(struct eval *e, uint32_t slot)
{
	const struct anyindex *x = e->world->any[slot];
	struct snapshot *s = e->world->snapshot;
	struct collected c = { .eval = e };
	uint32_t seg, row;

	if (e->place == AT_ENTRY || e->event == EVENT_NONE || !x->n)
		return c;
	seg = e->place == AT_ROW ? e->segment
	                         : snapshot_segment_of(s, e->event);
	eval_segment(e, seg);
	row = e->event - segment_base(s, seg);
	if (!e->elements[slot].columns)
		e->elements[slot].columns =
		    anyindex_columns(x, s, seg, &e->columns_arena);
	anyindex_values(x, e->elements[slot].columns, row, collect, &c);
	return c;
}

static void
put_element(struct datum d, struct arena *a, struct buf *out)
{
	struct str text = datum_text(&d, a);
	struct json j;

	json_init(&j, text);
	if (d.kind == DATUM_MISSING)
		text = STR("null");
	else if (d.kind == DATUM_TEXT || d.kind == DATUM_TIME ||
	    ((d.kind == DATUM_SPELLED || d.kind == DATUM_NUMBER) &&
	        (json_next(&j) != JSON_NUMBER || j.text.n != text.n))) {
		buf_byte(out, '"');
		json_escape(text, out);
		buf_byte(out, '"');
		return;
	}
	buf_add(out, text);
}

static struct datum
list_datum(struct eval *e, const struct datum *data, uint32_t n)
{
	struct buf b = { 0 };
	struct datum d;

	if (n == 0)
		return datum_missing();
	for (uint32_t i = 0; i < n; i++) {
		buf_byte(&b, i ? ',' : '[');
		put_element(data[i], &e->scratch, &b);
	}
	buf_byte(&b, ']');
	d = eval_text(e, &b);
	buf_free(&b);
	if (d.kind == DATUM_TEXT)
		d.kind = DATUM_JSON;
	return d;
}

/* x for each element of its list; without any it is asked of a missing one.
 * Missing when its texts become too long. */
static struct datum
eval_each(struct eval *e, const struct expr *x)
{
	struct collected c = elements_of(e, x->each_slot);
	bool all = x->each == EACH_ALL, too_long = false;
	uint32_t slot = e->element_slot, i;
	struct datum element = e->element, d = datum_missing();
	uint64_t stamp = e->stamp;

	if (c.n == 0 && x->each == EACH_LIST)
		return d;
	if (c.n == 0)
		collect(&c, (struct value){ 0 });
	e->element_slot = x->each_slot;
	for (i = 0; i < c.n; i++) {
		if (e->scratch.total_bytes > ELEMENTS_BYTES_MAX) {
			atomic_fetch_add(&e->world->too_long, 1);
			too_long = true;
			break;
		}
		e->element = c.data[i];
		e->stamp = ++e->last_stamp;
		d = eval_whole(e, x);
		if (x->each == EACH_LIST)
			c.data[i] = d;
		else if (datum_true(&d) != all)
			break;
	}
	e->element_slot = slot;
	e->element = element;
	e->stamp = stamp;
	if (too_long)
		return datum_missing();
	if (x->each == EACH_LIST)
		return list_datum(e, c.data, c.n);
	return datum_of_bool((i < c.n) != all);
}

static struct datum
elements_datum(struct eval *e, uint32_t slot)
{
	struct collected c;

	if (e->element_slot == slot)
		return e->element;
	c = elements_of(e, slot);
	return list_datum(e, c.data, c.n);
}

/* ---- fields, aliases ---------------------------------------------------- */

static struct datum
slot_datum(struct eval *e, uint32_t slot)
{
	const struct slot *s = &e->world->plan->slots[slot];
	struct column_view *v;
	uint32_t entry;

	if (e->place == AT_ENTRY)
		return slot == e->slot ? e->entry
		                       : datum_missing();
	if (e->event == EVENT_NONE)
		return datum_missing();
	if (s->kind == SLOT_ANY)
		return elements_datum(e, slot);
	if (s->kind == SLOT_MESSAGE)
		return e->has_message ? datum_of_text(e->message)
		                      : datum_missing();
	if (s->kind == SLOT_TIMESTAMP)
		return time_datum(e->place == AT_ROW
		        ? eval_times(e)[e->row]
		        : snapshot_time(e->world->snapshot, e->event));
	if (e->place != AT_ROW)
		return datum_of_value(field_value(e->world->fields[slot],
		    e->event, e->rooms[slot], &e->scratch));
	v = view_of(e, slot);
	entry = column_entry(&v->column, e->row);
	if (entry == ENTRY_NONE)
		return datum_missing();
	return datum_of_value(
	    column_value(&v->column, entry, e->rooms[slot]));
}

/* Whether the row has the field: a value, or an object with one inside. */
static bool
slot_present(struct eval *e, uint32_t slot)
{
	const struct field *f = e->world->fields[slot];
	struct snapshot *s = e->world->snapshot;
	uint32_t row = e->row;
	struct column_view *v;
	uint32_t seg;

	if (e->place == AT_ENTRY)
		return slot == e->slot && e->entry.kind != DATUM_MISSING;
	if (e->event == EVENT_NONE)
		return false;
	if (e->place != AT_ROW) {
		seg = snapshot_segment_of(s, e->event);
		eval_segment(e, seg);
		row = e->event - segment_base(s, seg);
	}
	v = &e->columns[slot];
	if (!v->present) {
		v->present = arena_array(&e->columns_arena,
		    bits_words(segment_rows(s, e->segment)), sizeof(uint64_t));
		field_present(f, e->segment, v->present, &e->columns_arena);
	}
	return bits_has(v->present, row);
}

static struct datum
alias_datum(struct eval *e, uint32_t alias)
{
	const struct expr *x = e->world->plan->aliases[alias].expr;
	uint32_t slot = e->element_slot;

	if (e->alias_stamps[alias] != e->stamp) {
		/* What is no list is the same for all elements. */
		if (!x->uses.elements)
			e->element_slot = UINT32_MAX;
		e->aliases[alias] = eval_expr(e, x);
		e->alias_stamps[alias] = e->stamp;
		e->element_slot = slot;
	}
	return e->aliases[alias];
}

static struct datum
referred(struct eval *e, const struct expr *x)
{
	switch (x->ref) {
	case REF_SLOT:
		return slot_datum(e, x->index);
	case REF_ALIAS:
		return alias_datum(e, x->index);
	case REF_COLUMN:
		return table_cell(
		    e->table, e->table_row, x->index, &e->scratch);
	case REF_NONE:
		break;
	}
	return datum_missing();
}

/* ---- operators and functions -------------------------------------------- */

static struct datum
eval_chain(struct eval *e, const struct expr *x)
{
	bool is_or = x->op->op == OP_OR;

	for (uint32_t i = 0; i < x->n_args; i++) {
		struct datum d = eval_expr(e, x->args[i]);

		if (datum_true(&d) == is_or)
			return datum_of_bool(is_or);
	}
	return datum_of_bool(!is_or);
}

/* Objects and lists are missing to operators and most functions. */
static struct datum
plain(struct datum d)
{
	return d.kind == DATUM_JSON ? datum_missing() : d;
}

static struct datum
eval_in(struct eval *e, const struct expr *x)
{
	const struct expr *list = x->args[1];
	const struct constants *set = list->constants;
	struct datum d = plain(eval_expr(e, x->args[0]));
	bool found = false;

	if (list->kind == EXPR_SUBQUERY)
		set = e->world->sets[list->index];
	if (set && d.kind != DATUM_MISSING)
		return datum_of_bool(x->op->negated !=
		    constants_have(set, &d, &e->scratch));
	for (uint32_t i = 0; i < list->n_args && !found; i++) {
		struct datum member = plain(eval_expr(e, list->args[i]));

		found = eval_equal(e, &d, &member);
	}
	return datum_of_bool(found != x->op->negated);
}

static struct datum
eval_operator(struct eval *e, const struct expr *x)
{
	struct datum args[2];

	if (x->op->op == OP_AND || x->op->op == OP_OR)
		return eval_chain(e, x);
	if (x->op->op == OP_IN)
		return eval_in(e, x);
	for (uint32_t i = 0; i < x->n_args; i++)
		args[i] = plain(eval_expr(e, x->args[i]));
	return x->op->apply(e, args);
}

static struct datum
eval_call(struct eval *e, const struct expr *x)
{
	const struct function *f = x->function;
	struct datum few[8], *args = few;
	double n;

	if (f->field) {
		const struct expr *arg = x->args[0];

		if (arg->ref == REF_SLOT &&
		    e->world->plan->slots[arg->index].kind != SLOT_ANY)
			return datum_of_bool(slot_present(e, arg->index));
	}
	if (x->n_args > sizeof(few) / sizeof(few[0]))
		args = arena_array(&e->scratch, x->n_args, sizeof(*args));
	for (uint32_t i = 0; i < x->n_args; i++) {
		args[i] = eval_expr(e, x->args[i]);
		if (!f->documents)
			args[i] = plain(args[i]);
	}
	if (!f->number)
		return f->call(e, args, (int)x->n_args);
	if (!datum_number(&args[0], &n))
		return datum_missing();
	return datum_of_number(f->number(n));
}

static struct datum
eval_derived(struct eval *e, const struct expr *x)
{
	struct datum few[2], *args = few;

	if (x->n_args > 2)
		args = arena_array(&e->scratch, x->n_args, sizeof(*args));
	for (uint32_t i = 0; i < x->n_args; i++)
		args[i] = eval_expr(e, x->args[i]);
	return x->derivation->value(e, x, args);
}

/* x, which is no name and has not been read ahead. */
static struct datum
eval_whole(struct eval *e, const struct expr *x)
{
	struct datum d = datum_missing();

	switch (x->kind) {
	case EXPR_TEXT:
		return datum_of_text(x->text);
	case EXPR_NUMBER:
		d.kind = DATUM_SPELLED;
		d.text = x->text;
		return d;
	case EXPR_TRUE:
	case EXPR_FALSE:
		d.kind = x->kind == EXPR_TRUE ? DATUM_TRUE : DATUM_FALSE;
		return d;
	case EXPR_PERIOD:
		d.kind = DATUM_PERIOD;
		d.period = x->period.count ? x->period
		                           : eval_chosen_period(e->world);
		return d;
	case EXPR_REGEX:
		d.kind = DATUM_REGEX;
		d.index = x->index;
		return d;
	case EXPR_OPERATOR:
		return eval_operator(e, x);
	case EXPR_CALL:
		return eval_call(e, x);
	case EXPR_AGGREGATE:
		return e->aggregates[x->index];
	case EXPR_DERIVED:
		return eval_derived(e, x);
	case EXPR_NAME:
	case EXPR_LIST:
	case EXPR_SUBQUERY:
		break;
	}
	return d;
}

struct datum
eval_expr(struct eval *e, const struct expr *x)
{
	if (x->raw && e->world->raw[x->raw - 1] && !e->has_message &&
	    e->event != EVENT_NONE)
		return e->world->raw[x->raw - 1][e->event];
	if (x->ref != REF_NONE)
		return referred(e, x);
	if (x->each && e->element_slot != x->each_slot)
		return eval_each(e, x);
	return eval_whole(e, x);
}

/* ---- for functions and operators ---------------------------------------- */

struct arena *
eval_scratch(struct eval *e)
{
	return &e->scratch;
}

const struct world *
eval_world(const struct eval *e)
{
	return e->world;
}

struct datum
eval_text(struct eval *e, const struct buf *b)
{
	if (b->n <= EVAL_TEXT_MAX)
		return datum_of_text(arena_copy(&e->scratch, buf_str(b)));
	atomic_fetch_add(&e->world->too_long, 1);
	return datum_missing();
}

struct str
eval_read_text(struct eval *e, const struct datum *d)
{
	return datum_text(d, &e->scratch);
}

bool
eval_search_from(struct eval *e, uint32_t regex, struct str s, size_t from,
    size_t *start, size_t *end)
{
	struct world *w = e->world;
	struct regex_matcher *m = e->matchers[regex];
	uint64_t hits;
	bool found;

	if (atomic_load_explicit(&w->too_many_hits, memory_order_relaxed))
		return false;
	if (!m) {
		m = regex_matcher_new(w->plan->regexes[regex].regex);
		regex_stop_on(m, w->stop);
		e->matchers[regex] = m;
	}
	hits = regex_limit_hits(m);
	found = regex_search(m, s, from, start, end);
	hits = regex_limit_hits(m) - hits;
	if (hits) {
		atomic_store(&w->hit_regex, regex);
		if (atomic_fetch_add(&w->regex_hits, hits) + hits >=
		    w->regex_hits_max)
			atomic_store(&w->too_many_hits, true);
	}
	return found;
}

bool
eval_search(struct eval *e, uint32_t regex, struct str s)
{
	return eval_search_from(e, regex, s, 0, NULL, NULL);
}

bool
eval_group(struct eval *e, uint32_t regex, uint32_t group, struct str *out)
{
	return regex_group(e->matchers[regex], group, out);
}

bool
eval_capture(struct eval *e, uint32_t regex, uint32_t group, struct str s,
    struct str *out)
{
	uint64_t *at = &e->captured[regex];

	if (*at >> 1 != e->stamp)
		*at = e->stamp << 1 | eval_search(e, regex, s);
	return (*at & 1) && regex_group(e->matchers[regex], group, out);
}

bool
eval_equal(struct eval *e, const struct datum *a, const struct datum *b)
{
	return a->kind != DATUM_MISSING && b->kind != DATUM_MISSING &&
	    datum_compare(a, b, &e->scratch) == 0;
}

const struct zone *
eval_zone(struct eval *e, struct str name)
{
	struct kept_zone *z;

	if (name.n == 0 || name.n >= sizeof(z->name))
		return NULL;
	for (int i = 0; i < ZONES_KEPT; i++)
		if (str_equal(str_of(e->zones[i].name), name))
			return e->zones[i].zone;
	z = &e->zones[e->zones_made++ % ZONES_KEPT];
	zone_free(z->zone);
	memcpy(z->name, name.p, name.n);
	z->name[name.n] = 0;
	z->zone = zone_new(name);
	return z->zone;
}

struct period
eval_chosen_period(const struct world *w)
{
	int64_t first, last;

	if (!snapshot_span(w->snapshot, &first, &last))
		first = last = 0;
	if (w->from_us != INT64_MIN && w->from_us > first)
		first = w->from_us;
	if (w->to_us != INT64_MAX && w->to_us < last)
		last = w->to_us;
	return period_for(last > first ? last - first : 0);
}
