/*
 * Names with `*` for a position: resources.*.ARN is resources.0.ARN,
 * resources.1.ARN, ...  A row has all values that are there.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/bits.h"
#include "store/field.h"

bool
any_position(struct str name)
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

/* ---- the paths ---------------------------------------------------------- */

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

static uint32_t
depth(const struct store *st, uint32_t path)
{
	uint32_t n = 0;

	for (; path != PATH_ROOT; path = path_parent(st, path))
		n++;
	return n;
}

/* By positions, from the root on; PATH_REST is behind the others. */
static int
compare_steps(const struct store *st, uint32_t a, uint32_t b)
{
	struct str key_a = { 0 }, key_b = { 0 };
	uint32_t at_a = 0, at_b = 0;
	int c;

	if (a == b || a == PATH_ROOT || b == PATH_ROOT)
		return 0;
	c = compare_steps(st, path_parent(st, a), path_parent(st, b));
	if (c)
		return c;
	path_step(st, a, &key_a, &at_a);
	path_step(st, b, &key_b, &at_b);
	if (key_a.p && key_b.p)
		return str_compare(key_a, key_b);
	return (at_a > at_b) - (at_a < at_b);
}

struct placed {
	const struct store *store;
	uint32_t path, depth;
};

static int
by_position(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	return x->depth != y->depth
	    ? x->depth < y->depth ? -1 : 1
	    : compare_steps(x->store, x->path, y->path);
}

uint32_t *
any_position_paths(struct snapshot *s, struct str name, struct arena *a,
    uint32_t *n)
{
	const struct store *st = snapshot_store(s);
	struct placed *found = NULL;
	uint32_t capacity = 0;
	uint64_t *seen = mem_zero(bits_words(PATHS_MAX), sizeof(*seen));
	uint32_t *out;

	*n = 0;
	for (uint32_t seg = 0; seg < snapshot_segments(s); seg++) {
		uint32_t n_paths;
		const uint32_t *paths = segment_paths(s, seg, &n_paths);

		for (uint32_t i = 0; i < n_paths; i++) {
			if (bits_has(seen, paths[i]))
				continue;
			bits_add(seen, paths[i]);
			if (!matches(st, paths[i], name))
				continue;
			if (*n == capacity) {
				capacity = capacity ? capacity * 2 : 16;
				found = mem_grow(found, capacity,
				    sizeof(*found));
			}
			found[(*n)++] = (struct placed){ st, paths[i],
				depth(st, paths[i]) };
		}
	}
	if (*n)
		qsort(found, *n, sizeof(*found), by_position);
	out = arena_array(a, *n, sizeof(*out));
	for (uint32_t i = 0; i < *n; i++)
		out[i] = found[i].path;
	free(found);
	free(seen);
	return out;
}

struct field *
field_bind_any(struct snapshot *s, struct str name, struct arena *a)
{
	struct field *f;
	uint32_t *paths, n;

	if (!any_position(name))
		return field_bind(s, name, a);
	f = arena_alloc(a, sizeof(*f));
	f->snap = s;
	f->name = arena_copy(a, name);
	paths = any_position_paths(s, name, a, &n);
	f->kind = n ? FIELD_ANY : FIELD_UNKNOWN;
	f->n_paths = n;
	f->paths = arena_array(a, n, sizeof(*f->paths));
	for (uint32_t i = 0; i < n; i++)
		f->paths[i] = (struct field_path){ paths[i], PATH_NONE };
	return f;
}

/* ---- the column --------------------------------------------------------- */

struct pairs {
	uint32_t *count;   /* of each row; then where its next pair goes */
	uint16_t *rows;    /* NULL: they are being counted */
	uint32_t *entries;
	uint32_t base;     /* of the path's entries among all */
};

static void
add_pair(struct pairs *p, uint32_t row, uint32_t entry)
{
	uint32_t at = p->count[row]++;

	if (!p->rows)
		return;
	p->rows[at] = (uint16_t)row;
	p->entries[at] = p->base + entry;
}

/* Of one path: rows and entries, a row several times under PATH_REST. */
static void
add_pairs(struct pairs *p, const struct column *c, uint32_t *room)
{
	if (c->shape == COLUMN_SPARSE) {
		for (uint32_t i = 0; i < c->n_present; i++)
			add_pair(p, c->rows[i], column_entry_at(c, i));
	} else if (c->shape != COLUMN_NONE) {
		column_entries(c, room);
		for (uint32_t row = 0; row < c->n_rows; row++)
			if (room[row] != ENTRY_NONE)
				add_pair(p, row, room[row]);
	}
}

/* The entries of all paths behind each other. */
static void
join_entries(const struct column *columns, uint32_t n, struct column *out,
    struct arena *tmp)
{
	uint32_t *offsets =
	    arena_raw(tmp, ((size_t)out->n_entries + 1) * sizeof(*offsets));
	uint8_t *types = arena_raw(tmp, out->n_entries);
	struct buf text = { 0 };
	uint32_t at = 0;
	char room[40];

	for (uint32_t i = 0; i < n; i++)
		for (uint32_t e = 0; e < columns[i].n_entries; e++) {
			struct value v = column_value(&columns[i], e, room);

			offsets[at] = (uint32_t)text.n;
			types[at++] = (uint8_t)v.type;
			buf_add(&text, v.text);
			buf_byte(&text, '\0');
		}
	offsets[at] = (uint32_t)text.n;
	out->text = arena_copy(tmp, buf_str(&text)).p;
	out->offsets = offsets;
	out->types = types;
	buf_free(&text);
}

static struct column *
path_columns(const struct field *f, uint32_t seg, struct arena *tmp)
{
	struct column *columns =
	    arena_array(tmp, f->n_paths, sizeof(*columns));

	for (uint32_t i = 0; i < f->n_paths; i++)
		segment_column(f->snap, seg, f->paths[i].path, &columns[i]);
	return columns;
}

void
any_entries(const struct field *f, uint32_t seg, struct column *out,
    struct arena *tmp)
{
	struct column *columns = path_columns(f, seg, tmp);

	*out = (struct column){ .n_rows = segment_rows(f->snap, seg),
		.form = ENTRIES_TEXT, .width = 4 };
	for (uint32_t i = 0; i < f->n_paths; i++)
		out->n_entries += columns[i].n_entries;
	if (out->n_entries == 0)
		return;
	out->shape = COLUMN_SPARSE;
	join_entries(columns, f->n_paths, out, tmp);
}

void
any_column(const struct field *f, uint32_t seg, struct column *out,
    struct arena *tmp)
{
	uint32_t rows = segment_rows(f->snap, seg), n = 0;
	struct column *columns = path_columns(f, seg, tmp);
	uint32_t *room = arena_raw(tmp, rows * sizeof(*room));
	struct pairs p = { .count = arena_array(tmp, (size_t)rows + 1,
		               sizeof(*p.count)) };

	any_entries(f, seg, out, tmp);
	for (uint32_t i = 0; i < f->n_paths; i++)
		add_pairs(&p, &columns[i], room);
	for (uint32_t row = 0; row < rows; row++) {
		uint32_t here = p.count[row];

		p.count[row] = n;
		n += here;
	}
	out->n_present = n;
	p.rows = arena_raw(tmp, n * sizeof(*p.rows));
	p.entries = arena_raw(tmp, n * sizeof(*p.entries));
	for (uint32_t i = 0; i < f->n_paths; i++) {
		add_pairs(&p, &columns[i], room);
		p.base += columns[i].n_entries;
	}
	out->rows = p.rows;
	out->codes = p.entries;
}

static void
join_value(void *ctx, struct value v)
{
	struct buf *b = ctx;

	if (b->n)
		buf_byte(b, ',');
	buf_add(b, v.text);
}

struct value
any_value(const struct field *f, uint32_t seg, uint32_t row, struct arena *tmp)
{
	struct buf text = { 0 };
	struct value v = { 0 };

	for (uint32_t i = 0; i < f->n_paths; i++) {
		struct column c;

		segment_column(f->snap, seg, f->paths[i].path, &c);
		column_row_values(&c, row, join_value, &text);
	}
	if (text.n)
		v = (struct value){ VALUE_STRING,
			arena_copy(tmp, buf_str(&text)) };
	buf_free(&text);
	return v;
}
