/*
 * Field discovery: which paths and which fields there are under a filter.
 */
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "store/field.h"

uint64_t *
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

/* ---- names with stars ---------------------------------------------------- */

struct naming {
	struct snapshot *snap;
	const uint64_t *events;
	uint32_t *group;      /* of each path */
	_Atomic uint64_t *counts;
};

struct named_path {
	uint32_t path;
	struct str name;
};

static int
by_name(const void *a, const void *b)
{
	const struct named_path *x = a, *y = b;
	int c = str_compare(x->name, y->name);

	return c ? c : (x->path > y->path) - (x->path < y->path);
}

/* Gives paths with one name one group; the name of each. */
static struct str *
group_paths(struct naming *k, uint32_t paths, uint32_t *n, struct arena *a)
{
	struct named_path *named = arena_array(a, paths, sizeof(*named));
	struct str *names = arena_array(a, paths, sizeof(*names));
	struct buf name = { 0 };
	uint32_t count = 0;

	*n = 0;
	for (uint32_t p = OWN_PATHS; p < paths; p++) {
		buf_reset(&name);
		path_print_any(k->snap->store, p, &name);
		named[count++] = (struct named_path){ p,
			arena_copy(a, buf_str(&name)) };
	}
	buf_free(&name);
	if (count)
		qsort(named, count, sizeof(*named), by_name);
	for (uint32_t i = 0; i < count; i++) {
		if (i == 0 || !str_equal(named[i].name, named[i - 1].name))
			names[(*n)++] = named[i].name;
		k->group[named[i].path] = *n - 1;
	}
	return names;
}

struct member {
	uint32_t group, path;
};

static int
by_group(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	return (x->group > y->group) - (x->group < y->group);
}

/* Events that have one of the paths. */
static uint64_t
count_members(const struct segment *g, const struct member *m, uint32_t n,
    const uint64_t *filter, uint64_t *bits)
{
	size_t words = bits_words(g->rows);
	uint64_t count = 0;

	memset(bits, 0, words * sizeof(*bits));
	for (uint32_t i = 0; i < n; i++) {
		struct column c;

		segment_get_column(g, m[i].path, &c);
		column_present(&c, bits);
	}
	for (size_t i = 0; i < words; i++)
		count += (uint64_t)__builtin_popcountll(bits[i] & filter[i]);
	return count;
}

static void
count_names(void *ctx, size_t seg, unsigned worker)
{
	struct naming *k = ctx;
	struct arena tmp = { 0 };
	const struct segment *g = k->snap->segments[seg];
	uint64_t *filter =
	    segment_filter(k->snap, (uint32_t)seg, k->events, &tmp);
	uint64_t *bits = arena_array(&tmp, bits_words(g->rows), sizeof(*bits));
	struct member *m = arena_array(&tmp, g->n_paths, sizeof(*m));
	uint64_t here = bits_count(filter, bits_words(g->rows));
	uint32_t n = 0, next;

	(void)worker;
	for (uint32_t i = 0; i < g->n_paths && here; i++)
		if (g->paths[i] >= OWN_PATHS)
			m[n++] = (struct member){ k->group[g->paths[i]],
				g->paths[i] };
	if (n)
		qsort(m, n, sizeof(*m), by_group);
	for (uint32_t i = 0; i < n; i = next) {
		struct column c;

		for (next = i + 1; next < n && m[next].group == m[i].group;)
			next++;
		segment_get_column(g, m[i].path, &c);
		atomic_fetch_add_explicit(&k->counts[m[i].group],
		    next == i + 1
		        ? count_column(&c, filter, here == g->rows, bits)
		        : count_members(g, m + i, next - i, filter, bits),
		    memory_order_relaxed);
	}
	arena_free(&tmp);
}

static int
most_events_first(const void *a, const void *b)
{
	const struct field_count *x = a, *y = b;

	if (x->events != y->events)
		return x->events > y->events ? -1 : 1;
	return str_compare(x->name, y->name);
}

struct field_count *
discover_fields(struct snapshot *s, const uint64_t *events, struct pool *pool,
    const atomic_bool *stop, struct arena *a, size_t *n)
{
	uint32_t paths = paths_count(s->store->paths), groups;
	struct arena tmp = { 0 };
	struct naming k = { s, events,
		arena_array(&tmp, paths, sizeof(*k.group)),
		mem_zero(paths, sizeof(uint64_t)) };
	struct str *names = group_paths(&k, paths, &groups, &tmp);
	struct field_count *out = NULL;

	*n = 0;
	if (pool_run(pool, s->n_segments, stop, count_names, &k)) {
		out = arena_array(a, groups, sizeof(*out));
		for (uint32_t i = 0; i < groups; i++)
			if (k.counts[i])
				out[(*n)++] = (struct field_count){
					arena_copy(a, names[i]), k.counts[i]
				};
		if (*n)
			qsort(out, *n, sizeof(*out), most_events_first);
	}
	free(k.counts);
	arena_free(&tmp);
	return out;
}

/* ---- types --------------------------------------------------------------- */

struct types {
	struct snapshot *snap;
	const char *found; /* NULL: no value yet */
};

/* The types of the values of one path, over all segments. */
static void
add_types(struct types *t, uint32_t path)
{
	static const char *const names[] = {
		[VALUE_STRING] = "text",
		[VALUE_NUMBER] = "number",
		[VALUE_TRUE] = "yes/no",
		[VALUE_FALSE] = "yes/no",
	};

	for (uint32_t seg = 0; seg < snapshot_segments(t->snap); seg++) {
		struct column c;

		segment_column(t->snap, seg, path, &c);
		for (uint32_t e = 0; e < c.n_entries; e++) {
			enum value_type type = column_type(&c, e);

			if (type >= VALUE_NULL || type == VALUE_MISSING)
				continue;
			if (t->found && t->found != names[type]) {
				t->found = "mixed";
				return;
			}
			t->found = names[type];
			if (!c.types)
				break; /* all entries have this one */
		}
	}
}

const char *
discover_type(struct snapshot *s, struct str name)
{
	struct types t = { .snap = s };
	struct arena tmp = { 0 };
	const struct field *f = field_bind_any(s, name, &tmp);

	for (uint32_t i = 0; i < f->n_paths; i++)
		add_types(&t, f->paths[i].path);
	arena_free(&tmp);
	return t.found ? t.found : "empty";
}
