/*
 * Aggregates that need the different values of a group.
 */
#include "query/agg.h"

#include <stdlib.h>
#include "base/hash.h"
#include "base/json.h"
#include "query/tree.h"

/* ---- the set ------------------------------------------------------------ */

static uint32_t *
slot_of(struct values *s, const struct datum *d)
{
	uint32_t at = (uint32_t)datum_hash(d, s->key) & s->mask;

	while (s->slots[at] && !datum_same(&s->data[s->slots[at] - 1], d))
		at = (at + 1) & s->mask;
	return &s->slots[at];
}

static void
grow(struct values *s, struct arena *a)
{
	uint32_t size = s->slots ? (s->mask + 1) * 2 : 8;
	struct datum *data = arena_raw(a, size / 2 * sizeof(*data));
	uint64_t *counts = arena_raw(a, size / 2 * sizeof(*counts));

	if (!s->key)
		s->key = hash_random_key();
	if (s->n) {
		memcpy(data, s->data, s->n * sizeof(*data));
		memcpy(counts, s->counts, s->n * sizeof(*counts));
	}
	s->data = data;
	s->counts = counts;
	s->slots = arena_array(a, size, sizeof(*s->slots));
	s->mask = size - 1;
	for (uint32_t i = 0; i < s->n; i++)
		*slot_of(s, &s->data[i]) = i + 1;
}

/* Of values with one text the first kind is kept, whatever came first. */
static void
note(struct values *s, const struct datum *d, uint64_t times,
    struct arena *a)
{
	uint32_t *slot;

	if (d->kind == DATUM_MISSING)
		return;
	if (!s->slots || s->n == (s->mask + 1) / 2)
		grow(s, a);
	slot = slot_of(s, d);
	if (!*slot) {
		s->data[s->n] = datum_copy(a, *d);
		s->counts[s->n] = 0;
		*slot = ++s->n;
	} else if (d->kind < s->data[*slot - 1].kind) {
		s->data[*slot - 1] = datum_copy(a, *d);
	}
	s->counts[*slot - 1] += times;
}

void
values_add(void *state, const struct datum *d, struct arena *a)
{
	note(state, d, 1, a);
}

void
values_merge(void *state, const void *other, struct arena *a)
{
	const struct values *o = other;

	for (uint32_t i = 0; i < o->n; i++)
		note(state, &o->data[i], o->counts[i], a);
}

/* ---- lists of them ------------------------------------------------------ */

struct counted {
	struct ordered value;
	uint64_t count;
};

static int
by_value(const void *a, const void *b)
{
	const struct counted *x = a, *y = b;

	return ordered_compare(&x->value, &y->value);
}

static int
by_count(const void *a, const void *b)
{
	const struct counted *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return by_value(a, b);
}

static void
put(struct datum d, struct arena *a, struct buf *out)
{
	struct str text = datum_text(&d, a);
	struct json j;

	json_init(&j, text);
	if (d.kind == DATUM_JSON || d.kind == DATUM_TRUE ||
	    d.kind == DATUM_FALSE ||
	    ((d.kind == DATUM_NUMBER || d.kind == DATUM_SPELLED) &&
	        json_next(&j) == JSON_NUMBER && j.text.n == text.n)) {
		buf_add(out, text);
		return;
	}
	buf_byte(out, '"');
	json_escape(text, out);
	buf_byte(out, '"');
}

/* The first k in that order. */
static struct datum
list(const struct values *s, uint64_t k,
    int (*order)(const void *, const void *), struct arena *a)
{
	struct counted *all = arena_raw(a, s->n * sizeof(*all));
	struct buf b = { 0 };
	struct datum d;

	for (uint32_t i = 0; i < s->n; i++)
		all[i] = (struct counted){
			ordered_of(s->data[i]), s->counts[i] };
	if (s->n)
		qsort(all, s->n, sizeof(*all), order);
	buf_byte(&b, '[');
	for (uint32_t i = 0; i < s->n && i < k; i++) {
		if (i)
			buf_byte(&b, ',');
		put(all[i].value.datum, a, &b);
	}
	buf_byte(&b, ']');
	d = datum_of_json(arena_copy(a, buf_str(&b)));
	buf_free(&b);
	return d;
}

AGGREGATE_RESULT(values_result)
{
	(void)x;
	return list(state, UINT64_MAX, by_value, a);
}

AGGREGATE_RESULT(topk_result)
{
	double k = 0;

	number_read(x->args[1]->text, true, &k);
	return list(state, (uint64_t)k, by_count, a);
}

AGGREGATE_RESULT(values_count_result)
{
	(void)x;
	(void)a;
	return datum_of_number(((struct values *)state)->n);
}
