#include "query/anyindex.h"

struct anyindex *
anyindex_bind(struct snapshot *s, struct str name, struct arena *a)
{
	struct anyindex *x = arena_alloc(a, sizeof(*x));

	x->paths = any_position_paths(s, name, a, &x->n);
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

void
anyindex_values(const struct anyindex *x, const struct column *columns,
    uint32_t row, void (*found)(void *, struct value), void *ctx)
{
	for (uint32_t i = 0; i < x->n; i++)
		column_row_values(&columns[i], row, found, ctx);
}
