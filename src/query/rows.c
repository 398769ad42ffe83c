#include "query/rows.h"

#include "base/bits.h"

struct layout
layout_of(struct snapshot *s, struct arena *a)
{
	struct layout l = { .snapshot = s,
		.n_segments = snapshot_segments(s) };

	l.first = arena_array(a, (size_t)l.n_segments + 1, sizeof(*l.first));
	for (uint32_t i = 0; i < l.n_segments; i++)
		l.first[i + 1] =
		    l.first[i] + (uint32_t)bits_words(segment_rows(s, i));
	return l;
}

uint64_t *
rows_new(const struct layout *l, struct arena *a)
{
	return arena_array(a, layout_words(l), sizeof(uint64_t));
}

void
rows_fill(const struct layout *l, uint64_t *rows)
{
	for (uint32_t i = 0; i < l->n_segments; i++)
		bits_fill(rows + l->first[i], segment_rows(l->snapshot, i));
}

uint64_t
rows_count(const struct layout *l, const uint64_t *rows)
{
	return bits_count(rows, layout_words(l));
}

bool
rows_has(const struct layout *l, const uint64_t *rows, uint32_t event)
{
	uint32_t seg = snapshot_segment_of(l->snapshot, event);

	return bits_has(
	    rows + l->first[seg], event - segment_base(l->snapshot, seg));
}

void
rows_add(const struct layout *l, uint64_t *rows, uint32_t event)
{
	uint32_t seg = snapshot_segment_of(l->snapshot, event);

	bits_add(
	    rows + l->first[seg], event - segment_base(l->snapshot, seg));
}

/* 64 bits from any bit on; n: words there are. */
static uint64_t
word_at(const uint64_t *words, size_t n, size_t bit)
{
	size_t i = bit / 64, shift = bit % 64;
	uint64_t w = words[i] >> shift;

	if (shift && i + 1 < n)
		w |= words[i + 1] << (64 - shift);
	return w;
}

void
rows_from_events(const struct layout *l, const uint64_t *events,
    uint64_t *rows)
{
	size_t n = bits_words(snapshot_events(l->snapshot));

	for (uint32_t seg = 0; seg < l->n_segments; seg++) {
		uint32_t base = segment_base(l->snapshot, seg);
		uint32_t n_rows = segment_rows(l->snapshot, seg);
		uint64_t *out = rows + l->first[seg];

		for (uint32_t row = 0; row < n_rows; row += 64)
			out[row / 64] = word_at(events, n, base + row);
		if (n_rows % 64)
			out[n_rows / 64] &= ((uint64_t)1 << (n_rows % 64)) - 1;
	}
}

void
rows_to_events(const struct layout *l, const uint64_t *rows, uint64_t *events)
{
	memset(events, 0,
	    bits_words(snapshot_events(l->snapshot)) * sizeof(*events));
	for (uint32_t seg = 0; seg < l->n_segments; seg++) {
		uint32_t base = segment_base(l->snapshot, seg);
		uint32_t n_rows = segment_rows(l->snapshot, seg);
		const uint64_t *in = rows + l->first[seg];

		for (uint32_t row = 0; row < n_rows; row += 64) {
			size_t bit = (size_t)base + row;
			uint64_t w = in[row / 64];

			events[bit / 64] |= w << (bit % 64);
			/* Bits behind the last row are clear. */
			if (bit % 64 && w >> (64 - bit % 64))
				events[bit / 64 + 1] |= w >> (64 - bit % 64);
		}
	}
}

uint32_t
rows_list(const struct layout *l, const uint64_t *rows, uint32_t seg,
    uint32_t *out)
{
	const uint64_t *in = rows + l->first[seg];
	uint32_t words = l->first[seg + 1] - l->first[seg], n = 0;

	for (uint32_t i = 0; i < words; i++)
		for (uint64_t w = in[i]; w; w &= w - 1)
			out[n++] = i * 64 + (uint32_t)__builtin_ctzll(w);
	return n;
}

uint32_t
rows_events(const struct layout *l, const uint64_t *rows, uint32_t *out)
{
	uint32_t n = 0;

	for (uint32_t seg = 0; seg < l->n_segments; seg++) {
		uint32_t base = segment_base(l->snapshot, seg);
		uint32_t m = rows_list(l, rows, seg, out + n);

		for (uint32_t i = 0; i < m; i++)
			out[n + i] += base;
		n += m;
	}
	return n;
}
