/*
 * Field discovery: which paths there are and which values they have, under a
 * filter.
 */
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "store/field.h"

/* The filter's bits of one segment, from bit 0.  In tmp. */
static uint64_t *
segment_filter(const struct snapshot *s, uint32_t seg, const uint64_t *events,
    struct arena *tmp)
{
	uint32_t rows = segment_rows(s, seg), base = segment_base(s, seg);
	size_t words = bits_words(rows);
	uint64_t *out = arena_array(tmp, words, sizeof(*out));
	unsigned shift = base % 64;

	if (!events) {
		bits_fill(out, rows);
		return out;
	}
	for (size_t i = 0; i < words; i++) {
		size_t at = base / 64 + i;

		out[i] = events[at] >> shift;
		if (shift && at + 1 < bits_words(s->n_events))
			out[i] |= events[at + 1] << (64 - shift);
	}
	if (rows % 64)
		out[words - 1] &= ((uint64_t)1 << (rows % 64)) - 1;
	return out;
}

struct counting {
	struct snapshot *snap;
	const uint64_t *events;
	_Atomic uint64_t *counts; /* by path */
};

static uint64_t
count_column(const struct column *c, const uint64_t *filter, bool all,
    uint64_t *bits)
{
	size_t words = bits_words(c->n_rows);
	uint64_t n = 0;

	if (all && !c->positions)
		return c->n_present;
	if (c->shape == COLUMN_SPARSE) {
		for (uint32_t i = 0; i < c->n_present; i++)
			if ((!i || c->rows[i] != c->rows[i - 1]) &&
			    bits_has(filter, c->rows[i]))
				n++;
		return n;
	}
	if (c->shape == COLUMN_CONST ||
	    (c->shape == COLUMN_DENSE && !c->codes))
		return bits_count(filter, words);
	memset(bits, 0, words * sizeof(*bits));
	column_present(c, bits);
	for (size_t i = 0; i < words; i++)
		n += (uint64_t)__builtin_popcountll(bits[i] & filter[i]);
	return n;
}

/* n_present of a dense column with gaps counts its rows once too. */
static void
count_segment(void *ctx, size_t seg, unsigned worker)
{
	struct counting *k = ctx;
	struct arena tmp = { 0 };
	const struct segment *g = k->snap->segments[seg];
	uint64_t *filter =
	    segment_filter(k->snap, (uint32_t)seg, k->events, &tmp);
	uint64_t *bits =
	    arena_array(&tmp, bits_words(g->rows), sizeof(*bits));
	uint64_t here = bits_count(filter, bits_words(g->rows));

	(void)worker;
	for (uint32_t i = 0; i < g->n_paths && here; i++) {
		struct column c;

		segment_get_column(g, g->paths[i], &c);
		atomic_fetch_add_explicit(&k->counts[g->paths[i]],
		    count_column(&c, filter, here == g->rows, bits),
		    memory_order_relaxed);
	}
	arena_free(&tmp);
}

struct named_count {
	struct path_count count;
	struct str name;
};

static int
most_first(const void *a, const void *b)
{
	const struct named_count *x = a, *y = b;

	if (x->count.events != y->count.events)
		return x->count.events > y->count.events ? -1 : 1;
	return str_compare(x->name, y->name);
}

struct path_count *
discover_paths(struct snapshot *s, const uint64_t *events, struct pool *pool,
    const atomic_bool *stop, struct arena *a, size_t *n)
{
	uint32_t paths = paths_count(s->store->paths);
	struct counting k = { s, events, mem_zero(paths, sizeof(uint64_t)) };
	struct path_count *out = NULL;
	struct named_count *found;
	struct arena names = { 0 };
	struct buf name = { 0 };

	*n = 0;
	if (!pool_run(pool, s->n_segments, stop, count_segment, &k))
		goto out;
	found = arena_array(&names, paths, sizeof(*found));
	for (uint32_t p = OWN_PATHS; p < paths; p++) {
		if (!k.counts[p])
			continue;
		buf_reset(&name);
		path_print(s->store, p, &name);
		found[*n].count = (struct path_count){ p, k.counts[p] };
		found[*n].name = arena_copy(&names, buf_str(&name));
		++*n;
	}
	qsort(found, *n, sizeof(*found), most_first);
	out = arena_array(a, *n, sizeof(*out));
	for (size_t i = 0; i < *n; i++)
		out[i] = found[i].count;
out:
	buf_free(&name);
	arena_free(&names);
	free(k.counts);
	return out;
}

/* ---- values ----------------------------------------------------------------- */

struct tally {
	uint64_t events, timed;
	int64_t first_us, last_us; /* where timed */
};

struct tallying {
	const struct field *field;
	const struct common *common;
	const uint64_t *events;
	struct tally **tallies; /* [worker][number] */
};

static void
tally_add(struct tally *to, const struct tally *t)
{
	if (t->timed && (!to->timed || t->first_us < to->first_us))
		to->first_us = t->first_us;
	if (t->timed && (!to->timed || t->last_us > to->last_us))
		to->last_us = t->last_us;
	to->events += t->events;
	to->timed += t->timed;
}

static void
tally_segment(void *ctx, size_t seg, unsigned worker)
{
	struct tallying *k = ctx;
	struct snapshot *s = k->field->snap;
	const struct segment *g = s->segments[seg];
	const uint32_t *map = k->common->map[seg];
	struct arena tmp = { 0 };
	uint64_t *filter = segment_filter(s, (uint32_t)seg, k->events, &tmp);
	uint32_t *entries = arena_raw(&tmp, g->rows * sizeof(*entries));
	struct tally *t = k->tallies[worker];
	struct column c;

	if (!t)
		t = k->tallies[worker] =
		    mem_zero(k->common->n, sizeof(*t));
	field_column(k->field, (uint32_t)seg, &c, &tmp);
	column_entries(&c, entries);
	for (uint32_t row = 0; row < g->rows; row++) {
		uint32_t number;
		int64_t us;

		if (entries[row] == ENTRY_NONE || !bits_has(filter, row))
			continue;
		number = map[entries[row]];
		if (number == COMMON_ABSENT)
			continue;
		us = segment_time(g, row);
		tally_add(&t[number], &(struct tally){
		    1, us != TIME_NONE, us, us });
	}
	arena_free(&tmp);
}

/* Most events first, then text. */
static bool
before(const struct tallying *k, const struct tally *t, uint32_t a, uint32_t b)
{
	char room_a[40], room_b[40];

	if (t[a].events != t[b].events)
		return t[a].events > t[b].events;
	return str_compare(common_value(k->common, a, room_a).text,
	           common_value(k->common, b, room_b).text) < 0;
}

/* The best `top` numbers in order, by insertion: top is small. */
static uint32_t *
pick(const struct tallying *k, const struct tally *t, size_t top, size_t *n,
    struct arena *a)
{
	uint32_t *out;

	if (top > k->common->n)
		top = k->common->n;
	out = arena_array(a, top + 1, sizeof(*out));
	*n = 0;
	for (uint32_t i = 0; i < k->common->n && top; i++) {
		size_t at = *n;

		if (!t[i].events ||
		    (*n == top && !before(k, t, i, out[*n - 1])))
			continue;
		if (*n < top)
			++*n;
		else
			at--;
		for (; at && before(k, t, i, out[at - 1]); at--)
			out[at] = out[at - 1];
		out[at] = i;
	}
	return out;
}

struct value_count *
discover_values(const struct field *f, const uint64_t *events, size_t top,
    struct pool *pool, const atomic_bool *stop, struct arena *a, size_t *n,
    uint64_t *distinct, uint64_t *present)
{
	struct tallying k = { .field = f, .events = events };
	struct value_count *out = NULL;
	unsigned threads = pool_threads(pool);
	struct tally *sum;
	uint32_t *best;
	bool done;

	*n = 0;
	*distinct = *present = 0;
	k.common = field_common(f, pool, stop);
	if (!k.common)
		return NULL;
	k.tallies = mem_zero(threads + 1, sizeof(*k.tallies));
	done = pool_run(pool, f->snap->n_segments, stop, tally_segment, &k);
	sum = mem_zero(k.common->n, sizeof(*sum));
	for (unsigned i = 0; i < threads; i++)
		for (uint32_t e = 0; k.tallies[i] && e < k.common->n; e++)
			tally_add(&sum[e], &k.tallies[i][e]);
	for (uint32_t e = 0; e < k.common->n; e++) {
		*distinct += sum[e].events != 0;
		*present += sum[e].events;
	}
	best = pick(&k, sum, top, n, a);
	out = done ? arena_array(a, *n, sizeof(*out)) : NULL;
	for (size_t i = 0; out && i < *n; i++) {
		char room[40];
		struct value v = common_value(k.common, best[i], room);

		out[i].value.type = v.type;
		out[i].value.text = arena_copy(a, v.text);
		out[i].events = sum[best[i]].events;
		out[i].first_us = sum[best[i]].timed ? sum[best[i]].first_us
		                                     : TIME_NONE;
		out[i].last_us = sum[best[i]].timed ? sum[best[i]].last_us
		                                    : TIME_NONE;
	}
	for (unsigned i = 0; i < threads; i++)
		free(k.tallies[i]);
	free(k.tallies);
	free(sum);
	return out;
}
