#include "store/segment.h"

#include <stdlib.h>

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
