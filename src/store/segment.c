#include "store/segment.h"

#include <stdlib.h>
#include <string.h>

void
segment_release(struct segment *g)
{
	struct arena arena;

	if (!g || atomic_fetch_sub(&g->references, 1) != 1)
		return;
	arena = g->arena; /* the segment lies in its own arena */
	arena_free(&arena);
}

int64_t
segment_time(const struct segment *g, uint32_t row)
{
	return g->time_diffs ? g->time_base + g->time_unit * g->time_diffs[row]
	                     : g->times[row];
}

struct place
segment_place(const struct segment *g, uint32_t row)
{
	uint32_t lo = 0, hi = g->n_runs;
	const struct run *r;

	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (g->runs[mid].row <= row)
			lo = mid;
		else
			hi = mid;
	}
	r = &g->runs[lo];
	return (struct place){
		.source = r->source,
		.length = g->lengths[row],
		.record = r->record + (row - r->row),
		.offset = r->offset + g->offsets[row],
	};
}

void
segment_get_column(const struct segment *g, uint32_t path, struct column *out)
{
	uint32_t lo = 0, hi = g->n_paths;
	const struct segcol *c;

	*out = (struct column){ .n_rows = g->rows };
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (g->paths[mid] < path)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == g->n_paths || g->paths[lo] != path)
		return;
	c = &g->columns[lo];
	out->shape = c->shape;
	out->form = c->form;
	out->width = c->width;
	out->type = c->type;
	out->n_present = c->n_present;
	out->n_entries = c->n_entries;
	out->codes = c->codes;
	out->rows = c->rows;
	out->positions = c->positions;
	out->types = c->types;
	out->text = c->text;
	out->offsets = c->offsets;
	if (c->form == ENTRIES_TIME) {
		out->times = g->times;
		out->time_base = g->time_base;
		out->time_unit = g->time_unit;
		out->time_diffs = g->time_diffs;
	}
}

static int64_t
gcd(int64_t a, int64_t b)
{
	while (b) {
		int64_t t = a % b;

		a = b;
		b = t;
	}
	return a;
}

void
segment_seal_times(struct segment *g, const int64_t *times)
{
	int64_t unit = 0;
	uint32_t *diffs;

	g->first_us = INT64_MAX;
	g->last_us = INT64_MIN;
	for (uint32_t i = 0; i < g->rows; i++) {
		if (times[i] == TIME_NONE) {
			g->untimed++;
			continue;
		}
		if (times[i] < g->first_us)
			g->first_us = times[i];
		if (times[i] > g->last_us)
			g->last_us = times[i];
	}
	for (uint32_t i = 0; i < g->rows && !g->untimed; i++)
		if (unit != 1)
			unit = gcd(times[i] - g->first_us, unit);
	if (unit == 0)
		unit = 1;
	if (g->untimed ||
	    (uint64_t)(g->last_us - g->first_us) / (uint64_t)unit >
	        UINT32_MAX) {
		int64_t *copy = arena_raw(
		    &g->arena, g->rows * sizeof(*copy));

		memcpy(copy, times, g->rows * sizeof(*copy));
		g->times = copy;
		return;
	}
	diffs = arena_raw(&g->arena, g->rows * sizeof(*diffs));
	for (uint32_t i = 0; i < g->rows; i++)
		diffs[i] = (uint32_t)((times[i] - g->first_us) / unit);
	g->time_base = g->first_us;
	g->time_unit = unit;
	g->time_diffs = diffs;
}
