#include "query/ids.h"

#include <stdlib.h>
#include "base/bits.h"
#include "query/tables.h"

#define IDS_MADE_MISSING (UINT32_MAX - 1) /* in a map: x made it missing */

struct ids {
	uint32_t n;
	const uint32_t *const *map; /* [segment][code] */

	/* Codes are the entries of a field ... */
	const struct field *field;
	const struct common *common;
	const uint32_t *changed; /* what became of the field's numbers; NULL:
	                            nothing */
	uint32_t of_missing; /* the number where the field is missing */

	/* ... or were made row by row. */
	uint32_t **codes; /* [segment][row] */
	uint32_t *n_codes, *n_rows; /* of each segment */

	struct datum *data; /* of the numbers; NULL: those of common */
};

static void
take_values(struct ids *ids, const struct intern *values, struct arena *a)
{
	ids->n = values->n;
	ids->data = arena_raw(a, values->n * sizeof(*ids->data));
	if (values->n)
		memcpy(ids->data, values->data, values->n * sizeof(*ids->data));
}

/* ---- one field ---------------------------------------------------------- */

static const struct common *
common_of(struct run *r, const struct field *f)
{
	const struct common *c = field_common(f, r->pool, r->options->stop);

	if (!c)
		run_failed(r);
	return c;
}

/* What became of number i of the field; IDS_NONE: missing. */
static uint32_t
change(struct eval *e, const struct expr *x, struct intern *values,
    struct datum d)
{
	eval_entry(e, x->uses.slot, d);
	d = eval_expr(e, x);
	return d.kind == DATUM_MISSING ? IDS_NONE : intern_add(values, &d);
}

static struct datum
common_datum(const struct ids *ids, uint32_t number, char room[40])
{
	return datum_of_value(common_value(ids->common, number, room));
}

/* Evaluates x for each value of its field. */
static bool
change_all(struct run *r, const struct expr *x, struct ids *ids)
{
	struct eval *e = eval_new(&r->world);
	struct intern values = { .arena = r->arena };
	uint32_t *changed =
	    arena_raw(r->arena, ids->common->n * sizeof(*changed));
	char room[40];

	for (uint32_t i = 0; i < ids->common->n; i++) {
		if (i % 4096 == 0 && run_halted(r))
			break;
		changed[i] =
		    change(e, x, &values, common_datum(ids, i, room));
	}
	ids->of_missing = change(
	    e, x, &values, datum_missing());
	ids->changed = changed;
	take_values(ids, &values, r->arena);
	intern_free(&values);
	eval_free(e);
	return !run_halted(r) || run_failed(r);
}

static struct ids *
ids_of_field(struct run *r, const struct expr *x)
{
	struct ids *ids = arena_alloc(r->arena, sizeof(*ids));

	ids->field = r->world.fields[x->uses.slot];
	ids->common = common_of(r, ids->field);
	if (!ids->common)
		return NULL;
	ids->map = ids->common->map;
	ids->n = ids->common->n;
	ids->of_missing = IDS_NONE;
	if (x->ref != REF_SLOT && !change_all(r, x, ids))
		return NULL;
	return ids;
}

/* ---- one field, few of its values --------------------------------------- */

/* The values of a segment that rows of the set have, and what x makes of
 * them. */
struct used {
	uint32_t *entries;
	struct datum *data; /* their texts lie in the arena */
	uint32_t n;
	uint32_t n_entries; /* of the column */
	struct arena arena;
};

struct using {
	struct run *run;
	const struct expr *expr;
	const struct field *field;
	const uint64_t *rows;
	struct used *used; /* of each segment */
};

static void
use_segment(void *ctx, uint32_t seg, struct eval *e, unsigned worker)
{
	struct using *u = ctx;
	struct run *r = u->run;
	struct used *s = &u->used[seg];
	uint32_t n_rows = segment_rows(r->snapshot, seg), n;
	uint32_t *rows = mem_alloc(n_rows * sizeof(*rows));
	struct arena tmp = { 0 };
	struct column c;
	uint64_t *seen;
	char room[40];

	(void)worker;
	field_column(u->field, seg, &c, &tmp);
	s->n_entries = c.n_entries;
	n = rows_list(&r->layout, u->rows, seg, rows);
	seen = arena_array(&tmp, bits_words(c.n_entries), sizeof(*seen));
	s->entries = arena_raw(&s->arena, n * sizeof(*s->entries));
	s->data = arena_raw(&s->arena, n * sizeof(*s->data));
	for (uint32_t i = 0; i < n; i++) {
		uint32_t entry = column_entry(&c, rows[i]);
		struct datum d;

		if (entry == ENTRY_NONE || bits_has(seen, entry))
			continue;
		bits_add(seen, entry);
		d = datum_of_value(column_value(&c, entry, room));
		if (d.kind == DATUM_MISSING)
			continue;
		eval_entry(e, u->expr->uses.slot, d);
		d = eval_expr(e, u->expr);
		s->entries[s->n] = entry;
		s->data[s->n++] = datum_copy(&s->arena, d);
	}
	free(rows);
	arena_free(&tmp);
}

/* Numbers for the values that are used; COMMON_ABSENT for the others. */
static void
number_used(struct using *u, struct ids *ids, struct intern *values)
{
	struct run *r = u->run;
	uint32_t **map =
	    arena_array(r->arena, r->layout.n_segments, sizeof(*map));

	for (uint32_t seg = 0; seg < r->layout.n_segments; seg++) {
		const struct used *s = &u->used[seg];

		if (!s->n_entries)
			continue;
		map[seg] = arena_raw(r->arena, s->n_entries * sizeof(**map));
		memset(map[seg], 0xff, s->n_entries * sizeof(**map));
		for (uint32_t i = 0; i < s->n; i++)
			map[seg][s->entries[i]] =
			    s->data[i].kind == DATUM_MISSING
			    ? IDS_MADE_MISSING
			    : intern_add(values, &s->data[i]);
	}
	ids->map = (const uint32_t *const *)map;
}

static struct ids *
ids_of_used(struct run *r, const struct expr *x, const uint64_t *rows)
{
	struct ids *ids = arena_alloc(r->arena, sizeof(*ids));
	uint32_t n = r->layout.n_segments;
	struct using u = { r, x, r->world.fields[x->uses.slot], rows,
		mem_zero(n, sizeof(struct used)) };
	struct intern values = { .arena = r->arena };
	struct eval *e = eval_new(&r->world);
	bool made = run_segments(r, rows, use_segment, &u) || run_failed(r);

	ids->field = u.field;
	if (made) {
		number_used(&u, ids, &values);
		ids->of_missing = change(e, x, &values, datum_missing());
	}
	take_values(ids, &values, r->arena);
	intern_free(&values);
	eval_free(e);
	for (uint32_t i = 0; i < n; i++)
		arena_free(&u.used[i].arena);
	free(u.used);
	return made ? ids : NULL;
}

/* Numbering all values of a field pays for many rows, and is kept for the
 * next query; not for few. */
static bool
few_are_used(const struct run *r, const struct expr *x, const uint64_t *rows)
{
	uint32_t path = field_path(r->world.fields[x->uses.slot]);
	uint64_t entries = 0;
	struct column c;

	if (path == PATH_NONE)
		return false;
	for (uint32_t seg = 0; seg < r->layout.n_segments; seg++) {
		segment_column(r->snapshot, seg, path, &c);
		entries += c.n_entries;
	}
	return entries > 4096 && rows_count(&r->layout, rows) < entries / 2;
}

/* An expression may tell true from "true", which have one number. */
static bool
types_differ(struct run *r, const struct expr *x)
{
	const struct field *f = r->world.fields[x->uses.slot];
	const struct common *common =
	    x->ref == REF_SLOT ? NULL : common_of(r, f);
	struct arena tmp = { 0 };
	uint8_t *types;
	bool differ = false;

	if (!common)
		return false;
	types = mem_zero(common->n, sizeof(*types));

	for (uint32_t seg = 0; seg < r->layout.n_segments && !differ; seg++) {
		struct column c;

		field_column(f, seg, &c, &tmp);
		for (uint32_t e = 0; e < c.n_entries; e++) {
			uint32_t number = common->map[seg][e];
			uint8_t type = (uint8_t)column_type(&c, e);

			if (number == COMMON_ABSENT)
				continue;
			differ |= types[number] && types[number] != type;
			types[number] = type;
		}
		arena_reset(&tmp);
	}
	arena_free(&tmp);
	free(types);
	return differ;
}

/* ---- row by row --------------------------------------------------------- */

struct making {
	struct run *run;
	const struct expr *expr;
	const uint64_t *rows;
	struct ids *ids;
	struct intern *local; /* of each segment */
	struct arena *arenas; /* likewise */
};

static uint32_t
code_of(struct making *m, uint32_t seg, struct eval *e, uint32_t row)
{
	struct datum d;

	eval_row(e, row);
	d = eval_expr(e, m->expr);
	return d.kind == DATUM_MISSING ? IDS_NONE
	                               : intern_add(&m->local[seg], &d);
}

/* bin(5m) and its like: rows of one bucket have one code. */
static bool
is_bucket(const struct run *r, const struct expr *x)
{
	return x->kind == EXPR_CALL && x->ref == REF_NONE &&
	    x->function->bucket && x->args[0]->ref == REF_SLOT &&
	    r->plan->slots[x->args[0]->index].kind == SLOT_TIMESTAMP &&
	    x->args[1]->kind == EXPR_PERIOD;
}

struct bucket {
	struct period period;
	int64_t from, to; /* of the last row; the border is not inside */
	uint32_t code;
};

static uint32_t
bucket_code(struct making *m, uint32_t seg, struct eval *e, uint32_t row,
    int64_t us, struct bucket *b)
{
	if (us > b->from && us < b->to)
		return b->code;
	b->code = code_of(m, seg, e, row);
	if (us != TIME_NONE)
		period_bucket(b->period, us, &b->from, &b->to);
	if (us == TIME_NONE || us == b->from)
		b->to = b->from; /* dateceil leaves the border alone */
	return b->code;
}

static void
make_segment(void *ctx, uint32_t seg, struct eval *e, unsigned worker)
{
	struct making *m = ctx;
	struct run *r = m->run;
	uint32_t n_rows = segment_rows(r->snapshot, seg);
	const uint64_t *rows = m->rows + r->layout.first[seg];
	uint32_t *codes = m->ids->codes[seg];
	bool buckets = is_bucket(r, m->expr);
	const int64_t *times = NULL;
	struct bucket b = { 0 };

	(void)worker;
	m->local[seg].arena = &m->arenas[seg];
	if (buckets) {
		times = eval_times(e);
		b.period = m->expr->args[1]->period;
		if (b.period.count == 0)
			b.period = eval_chosen_period(&r->world);
	}
	for (uint32_t i = 0; i < bits_words(n_rows); i++) {
		if (i % 64 == 0 && run_halted(r))
			break;
		for (uint64_t w = rows[i]; w; w &= w - 1) {
			uint32_t row = i * 64 + (uint32_t)__builtin_ctzll(w);

			codes[row] = buckets
			    ? bucket_code(m, seg, e, row, times[row], &b)
			    : code_of(m, seg, e, row);
		}
	}
}

/* From the segments' own numbers to common ones. */
static void
join(struct making *m, struct intern *all)
{
	struct run *r = m->run;
	uint32_t n_segments = r->layout.n_segments;
	uint32_t **map = arena_array(r->arena, n_segments, sizeof(*map));

	for (uint32_t seg = 0; seg < n_segments; seg++) {
		const struct intern *l = &m->local[seg];

		map[seg] = arena_raw(r->arena, l->n * sizeof(**map));
		for (uint32_t i = 0; i < l->n; i++)
			map[seg][i] = intern_add(all, &l->data[i]);
		m->ids->n_codes[seg] = l->n;
	}
	m->ids->map = (const uint32_t *const *)map;
}

static struct ids *
ids_of_rows(struct run *r, const struct expr *x, const uint64_t *rows)
{
	struct ids *ids = arena_alloc(r->arena, sizeof(*ids));
	uint32_t n = r->layout.n_segments;
	struct making m = { r, x, rows, ids, NULL, NULL };
	struct intern all = { .arena = r->arena };
	bool made;

	ids->codes = arena_array(r->arena, n, sizeof(*ids->codes));
	ids->n_codes = arena_array(r->arena, n, sizeof(*ids->n_codes));
	ids->n_rows = arena_array(r->arena, n, sizeof(*ids->n_rows));
	ids->of_missing = IDS_NONE;
	for (uint32_t i = 0; i < n; i++) {
		size_t bytes = segment_rows(r->snapshot, i) * sizeof(uint32_t);

		ids->n_rows[i] = segment_rows(r->snapshot, i);
		ids->codes[i] = arena_raw(r->arena, bytes);
		memset(ids->codes[i], 0xff, bytes); /* IDS_NONE */
	}
	m.local = mem_zero(n, sizeof(*m.local));
	m.arenas = mem_zero(n, sizeof(*m.arenas));
	made = run_segments(r, rows, make_segment, &m) || run_failed(r);
	if (made)
		join(&m, &all);
	take_values(ids, &all, r->arena);
	intern_free(&all);
	for (uint32_t i = 0; i < n; i++) {
		intern_free(&m.local[i]);
		arena_free(&m.arenas[i]);
	}
	free(m.local);
	free(m.arenas);
	return made ? ids : NULL;
}

/* ---- the whole ---------------------------------------------------------- */

struct ids *
ids_of(struct run *r, const struct expr *x, const uint64_t *rows)
{
	if (x->uses.fields == USES_ONE && !x->uses.presence &&
	    r->plan->slots[x->uses.slot].kind == SLOT_FIELD)
		return few_are_used(r, x, rows) || types_differ(r, x)
		    ? ids_of_used(r, x, rows) : ids_of_field(r, x);
	if (!run_read_messages(r, rows, x))
		return NULL;
	return ids_of_rows(r, x, rows);
}

struct ids *
ids_of_values(const struct intern *values, struct arena *a)
{
	struct ids *ids = arena_alloc(a, sizeof(*ids));

	ids->of_missing = IDS_NONE;
	take_values(ids, values, a);
	return ids;
}

uint32_t
ids_count(const struct ids *ids)
{
	return ids->n;
}

void
ids_codes(const struct ids *ids, uint32_t seg, uint32_t *out,
    uint32_t *n_codes, struct arena *tmp)
{
	struct column c;

	if (!ids->field) {
		*n_codes = ids->n_codes[seg];
		memcpy(out, ids->codes[seg],
		    ids->n_rows[seg] * sizeof(*out));
		return;
	}
	field_column(ids->field, seg, &c, tmp);
	*n_codes = c.n_entries;
	column_entries(&c, out);
}

uint32_t
ids_number(const struct ids *ids, uint32_t seg, uint32_t code)
{
	uint32_t number = code == IDS_NONE ? COMMON_ABSENT
	                                   : ids->map[seg][code];

	if (number == COMMON_ABSENT)
		return ids->of_missing;
	if (number == IDS_MADE_MISSING)
		return IDS_NONE;
	return ids->changed ? ids->changed[number] : number;
}

struct datum
ids_datum(const struct ids *ids, uint32_t number, struct arena *a)
{
	char room[40];
	struct datum d;

	if (number == IDS_NONE)
		return datum_missing();
	if (ids->data)
		return ids->data[number];
	d = common_datum(ids, number, room);
	if ((d.kind == DATUM_TEXT || d.kind == DATUM_SPELLED) &&
	    d.text.p == room)
		d.text = arena_copy(a, d.text);
	return d;
}
