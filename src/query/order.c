#include "query/order.h"

#include <stdlib.h>
#include "base/bits.h"
#include "query/rank.h"

/* ---- numbers of events -------------------------------------------------- */

struct numbering {
	struct run *run;
	const struct ids *ids;
	uint32_t *out;
};

static void
number_segment(void *ctx, uint32_t seg, struct eval *e, unsigned worker)
{
	struct numbering *m = ctx;
	struct snapshot *s = m->run->snapshot;
	uint32_t n = segment_rows(s, seg), n_codes;
	uint32_t *out = m->out + segment_base(s, seg);
	struct arena tmp = { 0 };

	(void)e;
	(void)worker;
	ids_codes(m->ids, seg, out, &n_codes, &tmp);
	for (uint32_t i = 0; i < n; i++)
		out[i] = ids_number(m->ids, seg, out[i]);
	arena_free(&tmp);
}

uint32_t *
order_numbers(struct run *r, const struct ids *ids, const uint64_t *rows)
{
	struct numbering m = { r, ids, NULL };

	m.out = arena_raw(
	    &r->tmp, snapshot_events(r->snapshot) * sizeof(*m.out));
	return run_segments(r, rows, number_segment, &m) ? m.out : NULL;
}

/* ---- ranks of events ---------------------------------------------------- */

static bool
is_timestamp(const struct run *r, const struct expr *x)
{
	return x->ref == REF_SLOT &&
	    r->plan->slots[x->index].kind == SLOT_TIMESTAMP;
}

/* Equal times have equal ranks; no time comes last. */
static uint32_t *
ranks_of_time(struct run *r, bool descending, uint32_t *n_ranks)
{
	struct snapshot *s = r->snapshot;
	const uint32_t *order = snapshot_order(s);
	uint32_t n = snapshot_events(s), rank = 0;
	uint32_t *out = arena_raw(&r->tmp, n * sizeof(*out));
	int64_t last = TIME_NONE;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t event = order[descending ? n - 1 - i : i];
		int64_t us = snapshot_time(s, event);

		if (us != last && last != TIME_NONE && us != TIME_NONE)
			rank++;
		if (us != TIME_NONE)
			last = us;
		out[event] = us == TIME_NONE ? RANK_LAST : rank;
	}
	*n_ranks = rank + 1;
	return out;
}

/* The rank of each event of the rows, by event. */
static uint32_t *
ranks_of(struct run *r, const struct sort_key *key, uint64_t want,
    uint32_t *n_ranks)
{
	struct ids *ids;
	uint32_t *numbers, *ranks, *list, n;
	uint64_t *used;

	if (is_timestamp(r, key->expr))
		return ranks_of_time(r, key->descending, n_ranks);
	ids = ids_of(r, key->expr, r->rows);
	numbers = ids ? order_numbers(r, ids, r->rows) : NULL;
	if (!numbers) {
		run_failed(r);
		return NULL;
	}
	used = arena_array(
	    &r->tmp, bits_words(ids_count(ids)), sizeof(*used));
	list = mem_alloc(rows_count(&r->layout, r->rows) * sizeof(*list));
	n = rows_events(&r->layout, r->rows, list);
	for (uint32_t i = 0; i < n; i++)
		if (numbers[list[i]] != IDS_NONE)
			bits_add(used, numbers[list[i]]);
	ranks = rank_numbers(
	    r, ids, used, key->descending, want, n_ranks, &r->tmp);
	for (uint32_t i = 0; ranks && i < n; i++) {
		uint32_t number = numbers[list[i]];

		numbers[list[i]] = number == IDS_NONE ? RANK_LAST
		                                      : ranks[number];
	}
	free(list);
	if (!ranks)
		run_failed(r);
	return ranks ? numbers : NULL;
}

/* ---- lists of events ---------------------------------------------------- */

/* The rows newest first, or oldest first; what has no time comes last. */
static void
list_by_time(struct run *r, bool newest_first, uint64_t want)
{
	struct snapshot *s = r->snapshot;
	const uint32_t *order = snapshot_order(s);
	uint64_t left = rows_count(&r->layout, r->rows);
	uint32_t n = snapshot_events(s), untimed = 0;
	uint64_t *events = mem_alloc(bits_words(n) * sizeof(*events));

	rows_to_events(&r->layout, r->rows, events);
	if (left > want)
		left = want;
	r->list = arena_raw(r->arena, left * sizeof(*r->list));
	r->n_list = 0;
	while (!newest_first && untimed < n &&
	    snapshot_time(s, order[untimed]) == TIME_NONE)
		untimed++;
	for (uint32_t i = 0; i < n && r->n_list < left; i++) {
		/* Those without a time stand first in the order. */
		uint32_t at = newest_first ? n - 1 - i
		    : i < n - untimed      ? i + untimed
		                           : i - (n - untimed);

		if (bits_has(events, order[at]))
			r->list[r->n_list++] = order[at];
	}
	free(events);
}

/* The list sorted by rank, stably. */
static void
sort_by_rank(const uint32_t *ranks, uint32_t n_ranks, uint32_t *list,
    uint32_t *room, uint32_t n)
{
	/* counts[k + 1]: of rank k; the last is of RANK_LAST */
	uint32_t *counts = mem_zero((size_t)n_ranks + 2, sizeof(*counts));

	for (uint32_t i = 0; i < n; i++) {
		uint32_t rank = ranks[list[i]];

		counts[(rank < n_ranks ? rank : n_ranks) + 1]++;
	}
	for (uint32_t i = 0; i < n_ranks + 1; i++)
		counts[i + 1] += counts[i];
	for (uint32_t i = 0; i < n; i++) {
		uint32_t rank = ranks[list[i]];

		room[counts[rank < n_ranks ? rank : n_ranks]++] = list[i];
	}
	memcpy(list, room, n * sizeof(*list));
	free(counts);
}

/* Leaves out what cannot be among the first `want` by its rank alone. */
static uint32_t
keep_first(const uint32_t *ranks, uint32_t n_ranks, uint32_t *list,
    uint32_t n, uint64_t want)
{
	uint32_t *counts = mem_zero((size_t)n_ranks + 1, sizeof(*counts));
	uint32_t kept = 0, limit = 0;
	uint64_t sum = 0;

	for (uint32_t i = 0; i < n; i++)
		counts[ranks[list[i]] < n_ranks ? ranks[list[i]] : n_ranks]++;
	while (limit < n_ranks && (sum += counts[limit]) < want)
		limit++;
	for (uint32_t i = 0; i < n; i++)
		if (ranks[list[i]] <= limit || limit == n_ranks)
			list[kept++] = list[i];
	free(counts);
	return kept;
}

/* By the ranks of all keys, the least important first. */
static bool
sort_list(struct run *r, uint64_t want)
{
	uint32_t **ranks = arena_array(&r->tmp, r->n_keys, sizeof(*ranks));
	uint32_t *n_ranks = arena_array(&r->tmp, r->n_keys, sizeof(*n_ranks));
	uint32_t *room;

	for (uint32_t k = 0; k < r->n_keys; k++) {
		ranks[k] = ranks_of(r, &r->keys[k],
		    k ? UINT64_MAX : want, &n_ranks[k]);
		if (!ranks[k])
			return false;
		if (k || want >= r->n_list)
			continue;
		r->n_list = keep_first(
		    ranks[0], n_ranks[0], r->list, r->n_list, want);
		if (r->n_keys > 1)
			run_rows_of_list(r);
	}
	room = mem_alloc(r->n_list * sizeof(*room));
	for (uint32_t k = r->n_keys; k-- > 0;)
		sort_by_rank(
		    ranks[k], n_ranks[k], r->list, room, r->n_list);
	free(room);
	return true;
}

bool
order_rows(struct run *r, uint64_t want)
{
	bool by_time = r->n_keys == 1 && !r->listed &&
	    is_timestamp(r, r->keys[0].expr);

	if (by_time)
		list_by_time(r, r->keys[0].descending, want);
	else if (!r->listed)
		list_by_time(r, true, r->n_keys ? UINT64_MAX : want);
	if (r->n_keys && !by_time && !sort_list(r, want))
		return false;
	if (r->n_list > want)
		r->n_list = (uint32_t)want;
	r->n_keys = 0;
	r->listed = true;
	run_rows_of_list(r);
	return true;
}
