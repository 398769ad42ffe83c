/*
 * Small tables in a record: an array of flat objects with few keys, such as
 * resources, has a line for each object and a column for each key, narrow
 * ones first.
 */
#include "base/utf8.h"
#include "explore/detail.h"

#define COLUMNS_MAX 4
#define ROWS_MAX 256
#define WIDTH_MAX 60
#define GAP 2

struct table {
	size_t n;
	struct {
		struct str key;
		int width;
	} column[COLUMNS_MAX];
};

static size_t
column_find(const struct table *t, struct str key)
{
	size_t i = 0;

	while (i < t->n && !str_equal(t->column[i].key, key))
		i++;
	return i;
}

static int
width_of(struct str text)
{
	struct buf b = { 0 };
	int width;

	text_visible(str_head(text, WIDTH_MAX), &b);
	width = (int)text_width(buf_str(&b));
	buf_free(&b);
	return width < WIDTH_MAX ? width : WIDTH_MAX;
}

static bool
row_add(const struct detail *d, uint32_t row, struct table *t)
{
	const struct detail_node *r = &d->node[row];

	if (r->kind != DETAIL_OBJECT || r->members == 0)
		return false;
	for (uint32_t i = row + 1; i < r->next; i = d->node[i].next) {
		const struct detail_node *node = &d->node[i];
		size_t at = column_find(t, node->key);
		int width = width_of(node->value);

		if (node->kind != DETAIL_LEAF || node->members > 0)
			return false;
		if (at == COLUMNS_MAX)
			return false;
		if (at == t->n) {
			t->column[t->n].key = node->key;
			t->column[t->n++].width = width_of(node->key);
		}
		if (width > t->column[at].width)
			t->column[at].width = width;
	}
	return true;
}

static void
narrow_first(struct table *t)
{
	for (size_t i = 1; i < t->n; i++)
		for (size_t k = i; k > 0 &&
		     t->column[k].width < t->column[k - 1].width;
		     k--) {
			struct table swap = *t;

			t->column[k] = swap.column[k - 1];
			t->column[k - 1] = swap.column[k];
		}
}

/* False: the node is no array, or no table can be made of it. */
static bool
table_of(const struct detail *d, uint32_t array, struct table *t)
{
	const struct detail_node *a = &d->node[array];

	*t = (struct table){ 0 };
	if (a->kind != DETAIL_ARRAY || a->members == 0 || a->members > ROWS_MAX)
		return false;
	for (uint32_t i = array + 1; i < a->next; i = d->node[i].next)
		if (!row_add(d, i, t))
			return false;
	narrow_first(t);
	return true;
}

void
detail_find_tables(struct detail *d)
{
	struct table t;

	for (uint32_t i = 0; i < d->n; i++)
		d->node[i].table = table_of(d, i, &t);
}

bool
detail_is_row(const struct detail *d, uint32_t i)
{
	uint32_t parent = d->node[i].parent;

	return parent != DETAIL_NONE && d->node[parent].table;
}

static void
cell_add(const struct table *t, size_t i, struct str text, struct buf *out)
{
	struct buf b = { 0 };
	int width;

	text_visible(str_head(text, 4096), &b);
	width = (int)text_width(buf_str(&b));
	buf_add(out, buf_str(&b));
	if (i + 1 < t->n && width < t->column[i].width + GAP)
		buf_fill(out, ' ', (size_t)(t->column[i].width + GAP - width));
	buf_free(&b);
}

void
detail_table_head(const struct detail *d, uint32_t array, struct buf *out)
{
	struct table t;

	if (table_of(d, array, &t))
		for (size_t i = 0; i < t.n; i++)
			cell_add(&t, i, t.column[i].key, out);
}

void
detail_table_row(const struct detail *d, uint32_t row, struct buf *out)
{
	struct table t;

	if (!table_of(d, d->node[row].parent, &t))
		return;
	for (size_t i = 0; i < t.n; i++) {
		struct str text = STR("-");

		for (uint32_t k = row + 1; k < d->node[row].next; k++)
			if (str_equal(d->node[k].key, t.column[i].key))
				text = d->node[k].value;
		cell_add(&t, i, text, out);
	}
}
