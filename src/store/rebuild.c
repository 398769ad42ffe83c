/*
 * A record written again from its columns: the same leaves, keys sorted.
 */
#include <stdlib.h>

#include "base/json.h"
#include "store/snapshot.h"

struct branch { /* a path with a value in the record, or one above it */
	uint32_t path;
	uint32_t rest; /* position below PATH_REST, else 0 */
	uint32_t depth;
	struct value value;
	const struct path_node **steps; /* from the root */
};

static uint32_t
position_of(const struct branch *b, const struct path_node *n)
{
	return n->position == PATH_REST ? b->rest : n->position;
}

/* Keys by bytes, positions by number; positions after keys. */
static int
compare_step(const struct branch *x, const struct path_node *p,
    const struct branch *y, const struct path_node *q)
{
	uint32_t i = position_of(x, p), j = position_of(y, q);

	if (p->position == PATH_NONE && q->position == PATH_NONE)
		return str_compare(p->key, q->key);
	if (p->position == PATH_NONE || q->position == PATH_NONE)
		return p->position == PATH_NONE ? -1 : 1;
	return (i > j) - (i < j);
}

static int
by_steps(const void *a, const void *b)
{
	const struct branch *x = a, *y = b;

	for (uint32_t i = 0; i < x->depth && i < y->depth; i++) {
		int c = compare_step(x, x->steps[i], y, y->steps[i]);

		if (c)
			return c;
	}
	return (x->depth > y->depth) - (x->depth < y->depth);
}

static void
take_leaf(struct branch *out, const struct paths *paths, uint32_t path,
    uint32_t rest, struct value v, struct arena *a)
{
	uint32_t depth = 0, at;

	for (at = path; at != PATH_ROOT; at = paths_node(paths, at)->parent)
		depth++;
	out->path = path;
	out->rest = rest;
	out->depth = depth;
	out->value = v;
	out->value.text = arena_copy(a, v.text);
	out->steps = arena_array(a, depth, sizeof(*out->steps));
	for (at = path; depth; at = paths_node(paths, at)->parent)
		out->steps[--depth] = paths_node(paths, at);
}

static size_t
take_leaves(const struct snapshot *s, uint32_t event, struct branch *out,
    struct arena *a)
{
	uint32_t seg = snapshot_segment_of(s, event), row;
	const struct segment *g = s->segments[seg];
	size_t n = 0;
	char room[40];

	row = event - s->bases[seg];
	for (uint32_t i = 0; i < g->n_paths; i++) {
		struct column c;
		uint32_t e;

		if (g->paths[i] < OWN_PATHS)
			continue;
		segment_get_column(g, g->paths[i], &c);
		if (c.positions) {
			for (uint32_t k = 0; k < c.n_present; k++) {
				struct column one = c;

				if (c.rows[k] != row)
					continue;
				one.rows = c.rows + k;
				one.n_present = 1;
				if (c.codes)
					one.codes = (const char *)c.codes +
					    (size_t)k * c.width;
				e = c.codes ? column_entry(&one, row) : k;
				if (out)
					take_leaf(&out[n], s->store->paths,
					    g->paths[i], c.positions[k],
					    column_value(&c, e, room), a);
				n++;
			}
			continue;
		}
		e = column_entry(&c, row);
		if (e == ENTRY_NONE)
			continue;
		if (out)
			take_leaf(&out[n], s->store->paths, g->paths[i], 0,
			    column_value(&c, e, room), a);
		n++;
	}
	return n;
}

static void
write_string(struct str s, struct buf *out)
{
	buf_byte(out, '"');
	json_escape(s, out);
	buf_byte(out, '"');
}

/* The branches b[0..n) agree in their first `depth` steps. */
static void
write_value(const struct branch *b, size_t n, uint32_t depth, struct buf *out)
{
	bool array;

	if (b->depth == depth) { /* a leaf stands before what is below it */
		if (b->value.type == VALUE_STRING)
			write_string(b->value.text, out);
		else
			buf_add(out, b->value.text);
		return;
	}
	array = b->steps[depth]->position != PATH_NONE;
	buf_byte(out, array ? '[' : '{');
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n &&
		     compare_step(&b[i], b[i].steps[depth], &b[end],
		         b[end].steps[depth]) == 0;)
			end++;
		if (i)
			buf_byte(out, ',');
		if (!array) {
			write_string(b[i].steps[depth]->key, out);
			buf_byte(out, ':');
		}
		write_value(b + i, end - i, depth + 1, out);
	}
	buf_byte(out, array ? ']' : '}');
}

void
raw_rebuild(const struct snapshot *s, uint32_t event, struct buf *out)
{
	struct arena a = { 0 };
	size_t n = take_leaves(s, event, NULL, &a);
	struct branch *b = arena_array(&a, n, sizeof(*b));

	take_leaves(s, event, b, &a);
	qsort(b, n, sizeof(*b), by_steps);
	if (n)
		write_value(b, n, 0, out);
	else
		buf_add(out, STR("{}"));
	arena_free(&a);
}
