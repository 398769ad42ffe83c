/*
 * What time the files cover: see struct coverage in ingest/ingest.h.
 */
#include <stdlib.h>

#include "ingest/loader.h"

/* A shorter stretch without events is not worth a line. */
#define EMPTY_SHARE 20 /* of the whole */
#define EMPTY_LEAST_US (3600 * US_PER_SECOND)

static const char *const key_fields[] = { "recipientAccountId", "awsRegion",
	"@format" };

enum { ACCOUNT, REGION, FORMAT, KEYS };

/* The first to the last event of one group in one source. */
struct stretch {
	int64_t from_us, to_us;
	uint32_t group, source;
};

struct covering {
	struct arena *arena;
	struct snapshot *snap;
	struct coverage_group *groups;
	size_t n, capacity;
	struct stretch *stretches; /* open hashing by (group, source), then
	                              sorted; from_us > to_us: free */
	size_t n_stretches, size;
	const int64_t *edges;
	size_t n_cells;
};

/* ---- groups ------------------------------------------------------------- */

static uint32_t
group_of(struct covering *c, const struct str key[KEYS])
{
	struct coverage_group *g;

	for (size_t i = 0; i < c->n; i++)
		if (str_equal(c->groups[i].account, key[ACCOUNT]) &&
		    str_equal(c->groups[i].region, key[REGION]) &&
		    str_equal(c->groups[i].format, key[FORMAT]))
			return (uint32_t)i;
	if (c->n == c->capacity) {
		c->capacity = c->capacity ? c->capacity * 2 : 16;
		c->groups =
		    mem_grow(c->groups, c->capacity, sizeof(*c->groups));
	}
	g = &c->groups[c->n];
	*g = (struct coverage_group){
		.account = arena_copy(c->arena, key[ACCOUNT]),
		.region = arena_copy(c->arena, key[REGION]),
		.format = arena_copy(c->arena, key[FORMAT]),
		.first_us = TIME_NONE,
		.last_us = TIME_NONE,
	};
	return (uint32_t)c->n++;
}

/* ---- stretches ---------------------------------------------------------- */

static size_t
slot_of(const struct covering *c, uint32_t group, uint32_t source)
{
	size_t i = (size_t)hash_mix((uint64_t)group << 32 | source, HASH_A) &
	    (c->size - 1);

	while (c->stretches[i].from_us <= c->stretches[i].to_us &&
	    (c->stretches[i].group != group ||
	        c->stretches[i].source != source))
		i = (i + 1) & (c->size - 1);
	return i;
}

static void
grow_stretches(struct covering *c)
{
	struct stretch *old = c->stretches;
	size_t n = c->size;

	c->size = n ? n * 2 : 256;
	c->stretches = mem_alloc(c->size * sizeof(*c->stretches));
	for (size_t i = 0; i < c->size; i++)
		c->stretches[i] = (struct stretch){ .from_us = 1, .to_us = 0 };
	for (size_t i = 0; i < n; i++)
		if (old[i].from_us <= old[i].to_us)
			c->stretches[slot_of(c, old[i].group, old[i].source)] =
			    old[i];
	free(old);
}

static void
widen(struct covering *c, uint32_t group, uint32_t source, int64_t us)
{
	struct stretch *s;

	if ((c->n_stretches + 1) * 2 > c->size)
		grow_stretches(c);
	s = &c->stretches[slot_of(c, group, source)];
	if (s->from_us > s->to_us) {
		*s = (struct stretch){ us, us, group, source };
		c->n_stretches++;
	} else if (us < s->from_us) {
		s->from_us = us;
	} else if (us > s->to_us) {
		s->to_us = us;
	}
}

/* ---- events ------------------------------------------------------------- */

static void
count_event(struct covering *c, struct coverage_group *g, int64_t us)
{
	g->events++;
	if (us == TIME_NONE)
		return;
	if (g->first_us == TIME_NONE || us < g->first_us)
		g->first_us = us;
	if (g->last_us == TIME_NONE || us > g->last_us)
		g->last_us = us;
	for (size_t i = 0; i < c->n_cells; i++)
		if (us >= c->edges[i] && us < c->edges[i + 1])
			g->cell[i]++;
}

static void
take_segment(struct covering *c, struct field *const fields[KEYS], uint32_t seg)
{
	uint32_t n = segment_rows(c->snap, seg);
	uint32_t base = segment_base(c->snap, seg);
	int64_t *times = mem_alloc(n * sizeof(*times));
	struct column columns[KEYS];
	uint32_t last[KEYS] = { 0 }, group = 0;
	struct arena tmp = { 0 };
	bool known = false;

	for (int k = 0; k < KEYS; k++)
		field_column(fields[k], seg, &columns[k], &tmp);
	segment_times(c->snap, seg, times);
	for (uint32_t row = 0; row < n; row++) {
		uint32_t entry[KEYS];
		bool same = known;

		for (int k = 0; k < KEYS; k++) {
			entry[k] = column_entry(&columns[k], row);
			same = same && entry[k] == last[k];
		}
		if (!same) {
			struct str key[KEYS] = { { 0 } };
			char room[KEYS][40];

			for (int k = 0; k < KEYS; k++) {
				last[k] = entry[k];
				if (entry[k] != ENTRY_NONE)
					key[k] = column_value(&columns[k],
					    entry[k], room[k]).text;
			}
			group = group_of(c, key);
			known = true;
		}
		count_event(c, &c->groups[group], times[row]);
		if (times[row] != TIME_NONE)
			widen(c, group,
			    snapshot_place(c->snap, base + row).source,
			    times[row]);
	}
	free(times);
	arena_free(&tmp);
}

/* ---- spans -------------------------------------------------------------- */

static int
by_time(const void *a, const void *b)
{
	const struct stretch *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	if (x->from_us != y->from_us)
		return x->from_us < y->from_us ? -1 : 1;
	return (x->to_us > y->to_us) - (x->to_us < y->to_us);
}

static int64_t
day_of(int64_t us)
{
	return us / US_PER_DAY - (us % US_PER_DAY < 0);
}

static void
add_span(struct coverage_group *g, struct arena *a, size_t *capacity,
    struct coverage_span span)
{
	if (g->n_spans == *capacity) {
		struct coverage_span *more;

		*capacity = *capacity ? *capacity * 2 : 8;
		more = arena_array(a, *capacity, sizeof(*more));
		if (g->n_spans)
			memcpy(more, g->spans, g->n_spans * sizeof(*more));
		g->spans = more;
	}
	g->spans[g->n_spans++] = span;
}

/* Between two stretches, the time covered before and behind. */
static void
add_between(struct coverage_group *g, struct arena *a, size_t *capacity,
    int64_t end_us, int64_t next_us)
{
	int64_t first = day_of(end_us) + 1, behind = day_of(next_us);
	int64_t least = (g->last_us - g->first_us) / EMPTY_SHARE;

	if (least < EMPTY_LEAST_US)
		least = EMPTY_LEAST_US;

	if (first < behind)
		add_span(g, a, capacity, (struct coverage_span){
		    .from_us = first * US_PER_DAY,
		    .to_us = behind * US_PER_DAY, .missing = true });
	else if (next_us - end_us >= least)
		add_span(g, a, capacity, (struct coverage_span){
		    .from_us = end_us, .to_us = next_us });
}

static void
cover_cells(struct covering *c, struct coverage_group *g,
    const struct stretch *s)
{
	for (size_t i = 0; i < c->n_cells; i++)
		if (s->from_us < c->edges[i + 1] && s->to_us >= c->edges[i])
			g->covered[i] = true;
}

/* s: the n stretches of one group by their beginning. */
static void
find_spans(struct covering *c, struct coverage_group *g,
    const struct stretch *s, size_t n, const struct digest_entry *entries,
    size_t n_entries)
{
	size_t capacity = 0;
	int64_t end = n ? s[0].to_us : 0;

	for (size_t i = 0; i < n; i++) {
		cover_cells(c, g, &s[i]);
		if (s[i].from_us > end)
			add_between(g, c->arena, &capacity, end, s[i].from_us);
		if (s[i].to_us > end)
			end = s[i].to_us;
	}
	for (size_t i = 0; i < n_entries; i++) {
		const struct digest_entry *e = &entries[i];

		if (!e->absent || e->before || e->from_us == TIME_NONE ||
		    str_find(e->object, g->account) == e->object.n ||
		    str_find(e->object, g->region) == e->object.n ||
		    !str_equal(g->format, STR("cloudtrail")))
			continue;
		add_span(g, c->arena, &capacity, (struct coverage_span){
		    .from_us = e->from_us, .to_us = e->to_us + 1,
		    .missing = true, .file = e->object });
	}
}

static int
by_from(const void *a, const void *b)
{
	const struct coverage_span *x = a, *y = b;

	return (x->from_us > y->from_us) - (x->from_us < y->from_us);
}

static int
by_events(const void *a, const void *b)
{
	const struct coverage_group *x = a, *y = b;
	int d;

	if (x->events != y->events)
		return x->events > y->events ? -1 : 1;
	d = str_compare(x->account, y->account);
	if (d == 0)
		d = str_compare(x->region, y->region);
	return d ? d : str_compare(x->format, y->format);
}

/* A digest covers its whole interval, if anything of its group is here. */
static void
take_digests(struct covering *c, const struct digest_interval *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < c->n; k++) {
			const struct coverage_group *g = &c->groups[k];

			if (!str_equal(g->format, STR("cloudtrail")) ||
			    !str_equal(g->account, v[i].account) ||
			    !str_equal(g->region, v[i].region) ||
			    v[i].from_us == TIME_NONE ||
			    v[i].to_us <= v[i].from_us)
				continue;
			widen(c, (uint32_t)k, UINT32_MAX - (uint32_t)i,
			    v[i].from_us);
			widen(c, (uint32_t)k, UINT32_MAX - (uint32_t)i,
			    v[i].to_us - 1);
		}
}

void
loader_coverage(struct loader *l, struct snapshot *s, const int64_t *edges,
    size_t n_cells, struct arena *a, struct coverage *out)
{
	struct covering c = { .arena = a, .snap = s, .edges = edges,
		.n_cells = n_cells };
	struct field *fields[KEYS];
	size_t n_entries, n_intervals, at = 0;
	const struct digest_entry *entries =
	    digests_entries(l->digests, a, &n_entries);
	const struct digest_interval *intervals =
	    digests_intervals(l->digests, a, &n_intervals);

	for (int k = 0; k < KEYS; k++)
		fields[k] = field_bind(s, str_of(key_fields[k]), a);
	for (uint32_t seg = 0; seg < snapshot_segments(s); seg++)
		take_segment(&c, fields, seg);
	take_digests(&c, intervals, n_intervals);
	for (size_t i = 0; i < c.size; i++)
		if (c.stretches[i].from_us <= c.stretches[i].to_us)
			c.stretches[at++] = c.stretches[i];
	if (at)
		qsort(c.stretches, at, sizeof(*c.stretches), by_time);
	for (size_t i = 0, end; i < at; i = end) {
		struct coverage_group *g = &c.groups[c.stretches[i].group];

		for (end = i; end < at &&
		     c.stretches[end].group == c.stretches[i].group; end++)
			;
		find_spans(&c, g, &c.stretches[i], end - i, entries,
		    n_entries);
		if (g->n_spans)
			qsort(g->spans, g->n_spans, sizeof(*g->spans),
			    by_from);
	}
	out->groups = arena_array(a, c.n, sizeof(*out->groups));
	if (c.n) {
		memcpy(out->groups, c.groups, c.n * sizeof(*out->groups));
		qsort(out->groups, c.n, sizeof(*out->groups), by_events);
	}
	out->n_groups = c.n;
	free(c.groups);
	free(c.stretches);
}
