#include "query/anyindex.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/bits.h"
#include "query/datum.h"

bool
anyindex_is(struct str name)
{
	size_t at = 0;

	for (;;) {
		struct str rest = str_from(name, at);
		size_t n = str_find(rest, STR(".*"));

		if (n == rest.n)
			return false;
		if (n + 2 == rest.n || rest.p[n + 2] == '.')
			return true;
		at += n + 2;
	}
}

/* ---- binding ------------------------------------------------------------ */

/* Whether the path, printed, is the pattern with positions for its stars.
 * Keys may hold points, so that steps are compared from the end. */
static bool
matches(const struct store *st, uint32_t path, struct str pattern)
{
	while (path != PATH_ROOT) {
		struct str key = { 0 };
		uint32_t position;
		char digits[16];

		if (!path_step(st, path, &key, &position))
			return false;
		if (!key.p && str_ends(pattern, STR("*"))) {
			pattern.n--;
		} else {
			if (!key.p) {
				int n = snprintf(digits, sizeof(digits), "%u",
				    position);

				key = (struct str){ digits, (size_t)n };
			}
			if (!str_ends(pattern, key))
				return false;
			pattern.n -= key.n;
		}
		path = path_parent(st, path);
		if (path == PATH_ROOT)
			break;
		if (!str_ends(pattern, STR(".")))
			return false;
		pattern.n--;
	}
	return pattern.n == 0;
}

struct named {
	uint32_t path;
	struct str name;
};

/* The shared path of late positions, printed as `*`, comes last. */
static int
by_position(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	return natural_order(x->name, y->name);
}

static struct str
sort_name(const struct store *st, uint32_t path, struct arena *a)
{
	struct buf b = { 0 };
	struct str s;

	path_print(st, path, &b);
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] == '*')
			b.p[i] = '~';
	s = arena_copy(a, buf_str(&b));
	buf_free(&b);
	return s;
}

struct anyindex *
anyindex_bind(struct snapshot *s, struct str name, struct arena *a)
{
	const struct store *st = snapshot_store(s);
	struct anyindex *x = arena_alloc(a, sizeof(*x));
	uint64_t *seen = mem_zero(bits_words(PATHS_MAX), sizeof(*seen));
	struct arena tmp = { 0 };
	struct named *found = NULL;
	uint32_t n = 0, capacity = 0;

	for (uint32_t seg = 0; seg < snapshot_segments(s); seg++) {
		uint32_t n_paths;
		const uint32_t *paths = segment_paths(s, seg, &n_paths);

		for (uint32_t i = 0; i < n_paths; i++) {
			if (bits_has(seen, paths[i]))
				continue;
			bits_add(seen, paths[i]);
			if (!matches(st, paths[i], name))
				continue;
			if (n == capacity) {
				capacity = capacity ? capacity * 2 : 16;
				found = mem_grow(
				    found, capacity, sizeof(*found));
			}
			found[n++] = (struct named){ paths[i],
				sort_name(st, paths[i], &tmp) };
		}
	}
	if (n)
		qsort(found, n, sizeof(*found), by_position);
	x->paths = arena_array(a, n, sizeof(*x->paths));
	for (uint32_t i = 0; i < n; i++)
		x->paths[i] = found[i].path;
	x->n = n;
	free(found);
	free(seen);
	arena_free(&tmp);
	return x;
}

/* ---- values ------------------------------------------------------------- */

struct column *
anyindex_columns(const struct anyindex *x, const struct snapshot *s,
    uint32_t seg, struct arena *a)
{
	struct column *c = arena_array(a, x->n, sizeof(*c));

	for (uint32_t i = 0; i < x->n; i++)
		segment_column(s, seg, x->paths[i], &c[i]);
	return c;
}

static void
take(const struct column *c, uint32_t entry,
    void (*found)(void *, struct value), void *ctx)
{
	char room[40];
	struct value v = column_value(c, entry, room);

	if (!value_absent(v))
		found(ctx, v);
}

static uint32_t
code(const struct column *c, uint32_t i)
{
	if (!c->codes)
		return i;
	return c->width == 1 ? ((const uint8_t *)c->codes)[i]
	    : c->width == 2  ? ((const uint16_t *)c->codes)[i]
	                     : ((const uint32_t *)c->codes)[i];
}

/* A shared path has several values in a row. */
static void
take_shared(const struct column *c, uint32_t row,
    void (*found)(void *, struct value), void *ctx)
{
	uint32_t low = 0, high = c->n_present;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (c->rows[middle] < row)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < c->n_present && c->rows[low] == row; low++)
		take(c, code(c, low), found, ctx);
}

void
anyindex_values(const struct anyindex *x, const struct column *columns,
    uint32_t row, void (*found)(void *, struct value), void *ctx)
{
	for (uint32_t i = 0; i < x->n; i++) {
		const struct column *c = &columns[i];
		uint32_t entry;

		if (c->shape == COLUMN_NONE)
			continue;
		if (c->positions) {
			take_shared(c, row, found, ctx);
			continue;
		}
		entry = column_entry(c, row);
		if (entry != ENTRY_NONE)
			take(c, entry, found, ctx);
	}
}
