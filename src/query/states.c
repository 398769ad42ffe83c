#include "query/states.h"

#include <stdlib.h>
#include "base/hash.h"

#define ALIGNMENT 16

/* ---- pairs -------------------------------------------------------------- */

static void
pairs_put(struct pairs *p, uint64_t pair)
{
	uint64_t at = hash_mix(pair, HASH_B) & p->mask;

	while (p->slots[at] && p->slots[at] != pair + 1)
		at = (at + 1) & p->mask;
	p->n += p->slots[at] == 0;
	p->slots[at] = pair + 1;
}

static void
pairs_add(struct pairs *p, uint64_t pair)
{
	if (!p->slots || p->n * 2 >= p->mask) {
		struct pairs old = *p;
		uint64_t size = old.slots ? (old.mask + 1) * 2 : 64;

		p->slots = mem_zero(size, sizeof(*p->slots));
		p->mask = size - 1;
		p->n = 0;
		for (uint64_t i = 0; old.slots && i <= old.mask; i++)
			if (old.slots[i])
				pairs_put(p, old.slots[i] - 1);
		free(old.slots);
	}
	pairs_put(p, pair);
}

/* ---- states ------------------------------------------------------------- */

void
states_init(struct states *s, struct expr *const *aggregates, uint32_t n)
{
	*s = (struct states){ .aggregates = aggregates, .n_aggregates = n };
	s->offsets = mem_zero(n, sizeof(*s->offsets));
	s->pairs = mem_zero(n, sizeof(*s->pairs));
	for (uint32_t i = 0; i < n; i++) {
		size_t size = aggregates[i]->aggregate->size;

		s->offsets[i] = s->size;
		s->size += (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	}
}

void
states_grow(struct states *s, uint32_t n)
{
	uint32_t old = s->capacity;

	if (n > s->n)
		s->n = n;
	if (n <= s->capacity)
		return;
	s->capacity = old ? old : 16;
	while (s->capacity < n)
		s->capacity *= 2;
	if (s->size) {
		s->states = mem_grow(s->states, s->capacity, s->size);
		memset(s->states + old * s->size, 0,
		    (s->capacity - old) * s->size);
	}
	s->rows = mem_grow(s->rows, s->capacity, sizeof(*s->rows));
	memset(s->rows + old, 0, (s->capacity - old) * sizeof(*s->rows));
}

void *
states_get(const struct states *s, uint32_t group, uint32_t aggregate)
{
	return s->states + group * s->size + s->offsets[aggregate];
}

void
states_note(struct states *s, uint32_t aggregate, uint32_t group,
    uint32_t number)
{
	pairs_add(&s->pairs[aggregate], (uint64_t)group << 32 | number);
}

void
states_merge(struct states *s, const struct states *other, const uint32_t *to)
{
	for (uint32_t g = 0; g < other->n; g++) {
		s->rows[to[g]] += other->rows[g];
		for (uint32_t i = 0; i < s->n_aggregates; i++)
			s->aggregates[i]->aggregate->merge(
			    states_get(s, to[g], i), states_get(other, g, i),
			    &s->arena);
	}
	for (uint32_t i = 0; i < s->n_aggregates; i++) {
		const struct pairs *p = &other->pairs[i];

		for (uint64_t k = 0; p->slots && k <= p->mask; k++)
			if (p->slots[k])
				states_note(s, i,
				    to[(p->slots[k] - 1) >> 32],
				    (uint32_t)(p->slots[k] - 1));
	}
}

/* Different values are counted now that all are known. */
static void
count_pairs(struct states *s)
{
	static const struct datum one = { .kind = DATUM_NUMBER, .number = 1 };

	for (uint32_t i = 0; i < s->n_aggregates; i++) {
		const struct pairs *p = &s->pairs[i];

		for (uint64_t k = 0; p->slots && k <= p->mask; k++)
			if (p->slots[k])
				s->aggregates[i]->aggregate->add(
				    states_get(s,
				        (uint32_t)((p->slots[k] - 1) >> 32), i),
				    &one, &s->arena);
	}
}

struct datum *
states_results(struct states *s, struct arena *a)
{
	struct datum *out = arena_raw(
	    a, (size_t)s->n * s->n_aggregates * sizeof(*out));

	count_pairs(s);
	for (uint32_t g = 0; g < s->n; g++)
		for (uint32_t i = 0; i < s->n_aggregates; i++) {
			const struct expr *x = s->aggregates[i];
			struct datum d;

			if (x->aggregate->rows && x->n_args == 0)
				d = datum_of_number((double)s->rows[g]);
			else
				d = x->aggregate->result(
				    states_get(s, g, i), x, a);
			out[(size_t)g * s->n_aggregates + i] =
			    datum_copy(a, d);
		}
	return out;
}

void
states_free(struct states *s)
{
	for (uint32_t i = 0; i < s->n_aggregates; i++)
		free(s->pairs[i].slots);
	free(s->pairs);
	free(s->offsets);
	free(s->states);
	free(s->rows);
	arena_free(&s->arena);
	*s = (struct states){ 0 };
}
