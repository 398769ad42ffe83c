#include "query/intern.h"

#include <stdlib.h>
#include "base/hash.h"

/* Tables stay in the process, and tuples are made of small numbers. */
#define KEY HASH_A

/* ---- data --------------------------------------------------------------- */

static void
intern_grow(struct intern *t)
{
	uint32_t size = t->slots ? (t->mask + 1) * 2 : 64;

	free(t->slots);
	t->slots = mem_zero(size, sizeof(*t->slots));
	t->mask = size - 1;
	for (uint32_t i = 0; i < t->n; i++) {
		uint32_t at = (uint32_t)t->hashes[i] & t->mask;

		while (t->slots[at])
			at = (at + 1) & t->mask;
		t->slots[at] = i + 1;
	}
}

uint32_t
intern_add(struct intern *t, const struct datum *d)
{
	uint64_t hash;
	uint32_t at;

	if (!t->slots || t->n * 2 >= t->mask)
		intern_grow(t);
	if (!t->key)
		t->key = hash_random_key();
	hash = datum_hash(d, t->key);
	for (at = (uint32_t)hash & t->mask; t->slots[at];
	     at = (at + 1) & t->mask) {
		uint32_t i = t->slots[at] - 1;

		if (t->hashes[i] == hash && datum_same(&t->data[i], d))
			return i;
	}
	if (t->n == t->capacity) {
		t->capacity = t->capacity ? t->capacity * 2 : 32;
		t->data = mem_grow(t->data, t->capacity, sizeof(*t->data));
		t->hashes =
		    mem_grow(t->hashes, t->capacity, sizeof(*t->hashes));
	}
	t->data[t->n] = t->arena ? datum_copy(t->arena, *d) : *d;
	t->hashes[t->n] = hash;
	t->slots[at] = t->n + 1;
	return t->n++;
}

void
intern_free(struct intern *t)
{
	free(t->data);
	free(t->hashes);
	free(t->slots);
	*t = (struct intern){ 0 };
}

/* ---- tuples ------------------------------------------------------------- */

static uint64_t
tuple_hash(const uint32_t *tuple, uint32_t width)
{
	uint64_t h = width;

	for (uint32_t i = 0; i < width; i++)
		h = hash_mix(h ^ tuple[i], KEY);
	return h;
}

static bool
tuple_is(const struct tuples *t, uint32_t i, const uint32_t *tuple)
{
	return t->width == 0 ||
	    memcmp(t->numbers + (size_t)i * t->width, tuple,
	        t->width * sizeof(*tuple)) == 0;
}

static void
tuples_grow(struct tuples *t)
{
	uint32_t size = t->slots ? (t->mask + 1) * 2 : 64;

	free(t->slots);
	t->slots = mem_zero(size, sizeof(*t->slots));
	t->mask = size - 1;
	for (uint32_t i = 0; i < t->n; i++) {
		uint32_t at = (uint32_t)tuple_hash(
		                  t->numbers + (size_t)i * t->width,
		                  t->width) &
		    t->mask;

		while (t->slots[at])
			at = (at + 1) & t->mask;
		t->slots[at] = i + 1;
	}
}

uint32_t
tuples_find(const struct tuples *t, const uint32_t *tuple)
{
	if (!t->slots)
		return UINT32_MAX;
	for (uint32_t at = (uint32_t)tuple_hash(tuple, t->width) & t->mask;
	     t->slots[at]; at = (at + 1) & t->mask)
		if (tuple_is(t, t->slots[at] - 1, tuple))
			return t->slots[at] - 1;
	return UINT32_MAX;
}

uint32_t
tuples_add(struct tuples *t, const uint32_t *tuple, bool *added)
{
	uint32_t at;

	if (!t->slots || t->n * 2 >= t->mask)
		tuples_grow(t);
	for (at = (uint32_t)tuple_hash(tuple, t->width) & t->mask;
	     t->slots[at]; at = (at + 1) & t->mask)
		if (tuple_is(t, t->slots[at] - 1, tuple)) {
			*added = false;
			return t->slots[at] - 1;
		}
	if (t->n == t->capacity) {
		t->capacity = t->capacity ? t->capacity * 2 : 32;
		t->numbers = mem_grow(t->numbers, t->capacity,
		    (t->width ? t->width : 1) * sizeof(*t->numbers));
	}
	if (t->width)
		memcpy(t->numbers + (size_t)t->n * t->width, tuple,
		    t->width * sizeof(*tuple));
	t->slots[at] = t->n + 1;
	*added = true;
	return t->n++;
}

void
tuples_free(struct tuples *t)
{
	free(t->numbers);
	free(t->slots);
	*t = (struct tuples){ .width = t->width };
}
