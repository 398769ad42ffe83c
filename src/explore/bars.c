#include "explore/bars.h"

#include <stdlib.h>

#include "base/bits.h"
#include "base/timefmt.h"
#include "explore/cells.h"

#define SECOND US_PER_SECOND
#define WEEK (7 * US_PER_DAY)
#define MONDAY (4 * US_PER_DAY) /* 1970-01-05 */

/* years: of the Gregorian calendar; else us, counted from origin. */
static const struct width {
	int64_t us, origin;
	int years;
	const char *name;
} widths[] = {
	{ .us = SECOND, .name = "1s" },
	{ .us = 5 * SECOND, .name = "5s" },
	{ .us = 10 * SECOND, .name = "10s" },
	{ .us = 30 * SECOND, .name = "30s" },
	{ .us = 60 * SECOND, .name = "1m" },
	{ .us = 300 * SECOND, .name = "5m" },
	{ .us = 600 * SECOND, .name = "10m" },
	{ .us = 1800 * SECOND, .name = "30m" },
	{ .us = 3600 * SECOND, .name = "1h" },
	{ .us = 6 * 3600 * SECOND, .name = "6h" },
	{ .us = US_PER_DAY, .name = "1d" },
	{ .us = 2 * US_PER_DAY, .name = "2d" },
	{ .us = WEEK, .origin = MONDAY, .name = "1w" },
	{ .us = 4 * WEEK, .origin = MONDAY, .name = "4w" },
	{ .us = 13 * WEEK, .origin = MONDAY, .name = "13w" },
	{ .years = 1, .name = "1y" },
	{ .years = 10, .name = "10y" },
	{ .years = 100, .name = "100y" },
	{ .years = 1000, .name = "1000y" },
};
#define WIDTHS (sizeof(widths) / sizeof(*widths))

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t
bucket_of(const struct width *w, int64_t us)
{
	struct civil c;

	if (w->years == 0)
		return floor_div(us - w->origin, w->us);
	time_civil(us, &c);
	return floor_div(c.year, w->years);
}

static int64_t
bucket_start(const struct width *w, int64_t bucket)
{
	struct civil c = { .month = 1, .day = 1 };

	if (w->years == 0)
		return bucket * w->us + w->origin;
	c.year = (int)bucket * w->years;
	return time_from_civil(&c);
}

/* Buckets are sought again only when the time leaves the last one. */
struct seeker {
	const struct bars *b;
	int64_t from, to; /* of the last bucket found */
	size_t index;
};

static size_t
seek(struct seeker *s, int64_t us)
{
	if (us < s->from || us >= s->to) {
		s->index = bars_index(s->b, us);
		if (s->index == s->b->n)
			return s->index;
		s->from = bars_start(s->b, s->index);
		s->to = bars_start(s->b, s->index + 1);
	}
	return s->index;
}

/* The rows of a segment whose @result says that the call failed. */
static void
failed_rows(const struct field *f, uint32_t seg, uint32_t n_rows,
    uint64_t *rows, struct arena *tmp)
{
	struct column c;
	uint64_t *entries;
	char room[40];

	memset(rows, 0, bits_words(n_rows) * sizeof(*rows));
	field_column(f, seg, &c, tmp);
	if (c.shape == COLUMN_NONE)
		return;
	entries = arena_array(tmp, bits_words(c.n_entries), sizeof(*entries));
	for (uint32_t e = 0; e < c.n_entries; e++) {
		struct value v = column_value(&c, e, room);

		if (!value_absent(v) && result_failed(v.text))
			bits_add(entries, e);
	}
	column_spread(&c, entries, rows);
}

static void
count_segment(struct bars *b, const struct result *r, uint32_t seg,
    const struct field *f, struct arena *tmp)
{
	struct snapshot *s = result_snapshot(r);
	const uint64_t *matched = result_matched(r);
	uint32_t base = segment_base(s, seg), n = segment_rows(s, seg);
	int64_t *times = arena_array(tmp, n, sizeof(*times));
	uint64_t *failed = arena_array(tmp, bits_words(n), sizeof(*failed));
	struct seeker at = { .b = b, .from = INT64_MAX, .to = INT64_MIN };

	segment_times(s, seg, times);
	failed_rows(f, seg, n, failed, tmp);
	for (uint32_t row = 0; row < n; row++) {
		size_t i;

		if (!bits_has(matched, base + row))
			continue;
		b->failed += bits_has(failed, row);
		if (times[row] == TIME_NONE) {
			b->untimed++;
			continue;
		}
		i = seek(&at, times[row]);
		if (i == b->n)
			continue;
		b->bucket[i].count++;
		b->bucket[i].failed += bits_has(failed, row);
	}
}

bool
bars_fill(struct bars *b, const struct result *r, int64_t from_us,
    int64_t to_us, size_t max, const atomic_bool *stop)
{
	struct snapshot *s = result_snapshot(r);
	struct arena names = { 0 }, tmp = { 0 };
	const struct field *f = field_bind(s, STR("@result"), &names);
	bool stopped = false;

	*b = (struct bars){ 0 };
	while (b->width + 1 < WIDTHS &&
	    bucket_of(&widths[b->width], to_us) -
	            bucket_of(&widths[b->width], from_us) >=
	        (int64_t)max)
		b->width++;
	b->first = bucket_of(&widths[b->width], from_us);
	b->n = (size_t)(bucket_of(&widths[b->width], to_us) - b->first) + 1;
	if (b->n > max)
		b->n = max;
	b->bucket = mem_zero(b->n, sizeof(*b->bucket));
	for (uint32_t seg = 0; seg < snapshot_segments(s) && !stopped; seg++) {
		count_segment(b, r, seg, f, &tmp);
		arena_reset(&tmp);
		stopped = stop && atomic_load(stop);
	}
	for (size_t i = 0; i < b->n; i++)
		if (b->bucket[i].count > b->peak)
			b->peak = b->bucket[i].count;
	if (stopped)
		bars_free(b);
	arena_free(&tmp);
	arena_free(&names);
	return !stopped;
}

void
bars_free(struct bars *b)
{
	free(b->bucket);
	*b = (struct bars){ 0 };
}

size_t
bars_index(const struct bars *b, int64_t us)
{
	int64_t i;

	if (us == TIME_NONE || b->n == 0)
		return b->n;
	i = bucket_of(&widths[b->width], us) - b->first;
	return i < 0 || i >= (int64_t)b->n ? b->n : (size_t)i;
}

int64_t
bars_start(const struct bars *b, size_t i)
{
	return bucket_start(&widths[b->width], b->first + (int64_t)i);
}

const char *
bars_width_name(const struct bars *b)
{
	return widths[b->width].name;
}
