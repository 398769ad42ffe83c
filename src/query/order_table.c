/*
 * The order of rows that stats made: as sort says; rows that are equal then
 * by time if there are buckets, else by the first aggregate, greatest first,
 * and at last by their keys in natural order.
 *
 * Each key of the order becomes a number for each row, the smaller the
 * earlier.  When only the first rows are wanted, a key is made only for rows
 * that the keys before it leave undecided.
 */
#include <stdlib.h>

#include "base/bits.h"
#include "query/order.h"
#include "query/rank.h"
#include "query/tables.h"

#define PLACE_LAST UINT64_MAX /* missing */

struct sorting {
	struct run *run;
	struct sort_key *keys; /* all of them */
	uint32_t n_keys;
	uint64_t **places;     /* of each key, by row */
};

/* ---- all keys ----------------------------------------------------------- */

static bool
is_bucket(const struct expr *x)
{
	return x->kind == EXPR_CALL && x->function->bucket;
}

static void
then_by(struct sorting *s, uint32_t column, bool descending)
{
	struct expr *x =
	    expr_new(&s->run->tmp, EXPR_NAME, 0, 0);

	x->ref = REF_COLUMN;
	x->index = column;
	s->keys[s->n_keys++] = (struct sort_key){ x, descending };
}

/* Those of sort, and in a table that has no order yet the usual ones.  Keys of
 * stats are the first columns of its table, items the others. */
static void
all_keys(struct sorting *s)
{
	struct run *r = s->run;
	const struct stage *st = r->stats;
	uint32_t first, most = r->n_keys + (r->listed ? 0 : st->n_keys + 1);

	s->keys = arena_array(&r->tmp, most, sizeof(*s->keys));
	s->places = arena_array(&r->tmp, most, sizeof(*s->places));
	for (uint32_t i = 0; i < r->n_keys; i++)
		s->keys[s->n_keys++] = r->keys[i];
	if (r->listed)
		return;
	first = st->n_keys;
	for (uint32_t k = st->n_keys; k-- > 0;)
		if (is_bucket(st->keys[k].expr))
			first = k;
	then_by(s, first, first == st->n_keys);
	for (uint32_t k = 0; k < st->n_keys; k++)
		if (k != first)
			then_by(s, k, false);
}

/* ---- one key as numbers ------------------------------------------------- */

/* The column that a key is, when its values have numbers. */
static const struct table_column *
numbered_column(const struct run *r, const struct expr *x)
{
	const struct table_column *c;

	if (x->ref != REF_COLUMN || x->index >= r->table->n_columns)
		return NULL;
	c = &r->table->columns[x->index];
	return c->ids ? c : NULL;
}

static bool
place_numbers(struct sorting *s, uint32_t k, const struct table_column *c,
    const uint32_t *rows, uint64_t n, uint64_t want)
{
	struct run *r = s->run;
	uint64_t *used = arena_array(
	    &r->tmp, bits_words(ids_count(c->ids)), sizeof(*used));
	uint32_t *ranks, n_ranks;

	for (uint64_t i = 0; i < n; i++)
		if (c->numbers[rows[i]] != IDS_NONE)
			bits_add(used, c->numbers[rows[i]]);
	ranks = rank_numbers(r, c->ids, used, s->keys[k].descending, want,
	    &n_ranks, &r->tmp);
	for (uint64_t i = 0; ranks && i < n; i++) {
		uint32_t number = c->numbers[rows[i]];

		s->places[k][rows[i]] =
		    number == IDS_NONE || ranks[number] == RANK_LAST
		    ? PLACE_LAST : ranks[number];
	}
	return ranks;
}

/* Numbers of which the order is that of a datum; false for texts. */
static bool
place_of(const struct datum *d, uint64_t *out)
{
	double x;

	if (d->kind == DATUM_TIME) {
		*out = (uint64_t)d->us ^ (uint64_t)1 << 63;
		return true;
	}
	if (d->kind != DATUM_NUMBER)
		return false;
	/* IEEE 754: but for the sign, numbers are in the order of their
	 * bits. */
	x = d->number + 0.0;
	memcpy(out, &x, sizeof(*out));
	*out = *out >> 63 ? ~*out : *out | (uint64_t)1 << 63;
	return true;
}

static struct datum
key_datum(struct sorting *s, uint32_t k, struct eval *e, uint32_t row)
{
	const struct table *t = s->run->table;
	const struct expr *x = s->keys[k].expr;

	if (x->ref == REF_COLUMN)
		return table_cell(t, row, x->index, &s->run->tmp);
	eval_table(e, t, row);
	return eval_expr(e, x);
}

/* False: values are not all of one kind that has an order of its own. */
static bool
place_plainly(struct sorting *s, uint32_t k, struct eval *e,
    const uint32_t *rows, uint64_t n)
{
	uint64_t place, flip = s->keys[k].descending ? ~(uint64_t)0 : 0;
	enum datum_kind kind = DATUM_MISSING;

	for (uint64_t i = 0; i < n; i++) {
		struct datum d = key_datum(s, k, e, rows[i]);

		s->places[k][rows[i]] = PLACE_LAST;
		if (d.kind == DATUM_MISSING)
			continue;
		kind = kind == DATUM_MISSING ? d.kind : kind;
		if (d.kind != kind || !place_of(&d, &place))
			return false;
		s->places[k][rows[i]] = place ^ flip;
	}
	return true;
}

/* By sorting the values. */
static void
place_by_sorting(struct sorting *s, uint32_t k, struct eval *e,
    const uint32_t *rows, uint64_t n)
{
	struct ranked *values = mem_alloc(n * sizeof(*values));
	struct ranked *room = mem_alloc(n * sizeof(*room)), *sorted;
	uint64_t m = 0, place = 0;

	for (uint64_t i = 0; i < n; i++) {
		struct datum d = key_datum(s, k, e, rows[i]);

		s->places[k][rows[i]] = PLACE_LAST;
		if (d.kind == DATUM_MISSING)
			continue;
		values[m].value = ordered_of(datum_copy(&s->run->tmp, d));
		values[m++].number = rows[i];
	}
	sorted = rank_sort(
	    s->run, values, room, m, s->keys[k].descending);
	for (uint64_t i = 0; i < m; i++) {
		if (i && ordered_compare(
		             &sorted[i].value, &sorted[i - 1].value))
			place++;
		s->places[k][sorted[i].number] = place;
	}
	free(values);
	free(room);
}

static bool
place_values(struct sorting *s, uint32_t k, const uint32_t *rows, uint64_t n)
{
	struct eval *e = eval_new(&s->run->world);

	if (!place_plainly(s, k, e, rows, n))
		place_by_sorting(s, k, e, rows, n);
	eval_free(e);
	return !run_halted(s->run);
}

/* Only the first `want` rows need to be right. */
static bool
make_places(struct sorting *s, uint32_t k, const uint32_t *rows, uint64_t n,
    uint64_t want)
{
	const struct table_column *c =
	    numbered_column(s->run, s->keys[k].expr);

	if (!s->places[k])
		s->places[k] = arena_raw(&s->run->tmp,
		    s->run->table->n_rows * sizeof(**s->places));
	return c ? place_numbers(s, k, c, rows, n, want)
	         : place_values(s, k, rows, n);
}

/* ---- the first few ------------------------------------------------------ */

/* The place of the row that is number `want`, counted from 1: byte by byte
 * from the highest, by how many rows have the bytes so far. */
static uint64_t
border(const uint64_t *places, const uint32_t *rows, uint64_t n,
    uint64_t want)
{
	uint64_t place = 0, known = 0;

	for (int shift = 56; shift >= 0; shift -= 8) {
		uint64_t counts[256] = { 0 };
		uint64_t byte = 0;

		for (uint64_t i = 0; i < n; i++)
			if ((places[rows[i]] & known) == place)
				counts[places[rows[i]] >> shift & 0xff]++;
		while (counts[byte] < want)
			want -= counts[byte++];
		place |= byte << shift;
		known |= (uint64_t)0xff << shift;
	}
	return place;
}

/* Rows before `place` to the front, then those at it, stably; *at: how many
 * are there.  Returns how many are before it. */
static uint64_t
part(const uint64_t *places, uint32_t *rows, uint64_t n, uint64_t place,
    uint64_t *at)
{
	uint32_t *equal = mem_alloc(n * sizeof(*equal));
	uint64_t before = 0;

	*at = 0;
	for (uint64_t i = 0; i < n; i++)
		if (places[rows[i]] < place)
			rows[before++] = rows[i];
		else if (places[rows[i]] == place)
			equal[(*at)++] = rows[i];
	memcpy(rows + before, equal, *at * sizeof(*equal));
	free(equal);
	return before;
}

/* Brings the first `want` of n rows to the front. */
static bool
select_first(struct sorting *s, uint32_t *rows, uint64_t n, uint64_t want)
{
	for (uint32_t k = 0; k < s->n_keys && want && n > want; k++) {
		uint64_t before;

		if (!make_places(s, k, rows, n, want))
			return false;
		before = part(s->places[k], rows, n,
		    border(s->places[k], rows, n, want), &n);
		rows += before;
		want -= before;
	}
	return true;
}

/* ---- all of them -------------------------------------------------------- */

/* Stably by place, a byte at a time from the lowest; bytes that are equal in
 * all rows are left out. */
static void
sort_by_place(const uint64_t *places, uint32_t *rows, uint32_t *room,
    uint64_t n)
{
	uint64_t differ = 0;

	for (uint64_t i = 1; i < n; i++)
		differ |= places[rows[i]] ^ places[rows[0]];
	for (int shift = 0; shift < 64; shift += 8) {
		uint64_t counts[257] = { 0 };

		if (!(differ >> shift & 0xff))
			continue;
		for (uint64_t i = 0; i < n; i++)
			counts[(places[rows[i]] >> shift & 0xff) + 1]++;
		for (int i = 0; i < 256; i++)
			counts[i + 1] += counts[i];
		for (uint64_t i = 0; i < n; i++)
			room[counts[places[rows[i]] >> shift & 0xff]++] =
			    rows[i];
		memcpy(rows, room, n * sizeof(*rows));
	}
}

bool
order_table(struct run *r, uint64_t want)
{
	struct sorting s = { .run = r };
	uint32_t *room;

	for (uint32_t k = 0; k < r->n_keys; k++)
		if (!run_read_messages(r, r->rows, r->keys[k].expr))
			return false;
	all_keys(&s);
	if (want < r->n_order) {
		if (!select_first(&s, r->order, r->n_order, want))
			return run_failed(r);
		r->n_order = want;
	}
	for (uint32_t k = 0; k < s.n_keys; k++)
		if (!make_places(&s, k, r->order, r->n_order, UINT64_MAX))
			return run_failed(r);
	room = mem_alloc(r->n_order * sizeof(*room));
	for (uint32_t k = s.n_keys; k-- > 0;)
		sort_by_place(s.places[k], r->order, room, r->n_order);
	free(room);
	r->n_keys = 0;
	r->listed = true;
	return true;
}
