/*
 * The detail pane: an opened record, what of it is folded, where the cursor
 * is.  Folds and cursor go by path, so that they stay from event to event.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "explore/cells.h"
#include "explore/state.h"

/* ---- folding ----------------------------------------------------------- */

bool
opened_branch(const struct explore *x, uint32_t node)
{
	const struct detail *d = x->opened.doc;

	return d && node < d->n && d->node[node].members > 0;
}

static struct fold *
fold_find(struct opened *o, struct str path)
{
	for (size_t i = o->n_folds; i-- > 0;)
		if (str_equal(buf_str(&o->fold[i].path), path))
			return &o->fold[i];
	return NULL;
}

static void
fold_set(struct opened *o, struct str path, bool folded)
{
	struct fold *f = fold_find(o, path);

	if (!f && o->n_folds == FOLDS_MAX) {
		buf_free(&o->fold[0].path);
		memmove(&o->fold[0], &o->fold[1],
		    --o->n_folds * sizeof(o->fold[0]));
	}
	if (!f) {
		f = &o->fold[o->n_folds++];
		*f = (struct fold){ 0 };
		buf_add(&f->path, path);
	}
	f->folded = folded;
}

bool
opened_folded(const struct explore *x, uint32_t node)
{
	const struct opened *o = &x->opened;
	struct buf path = { 0 };
	struct fold *f = NULL;

	if (!opened_branch(x, node))
		return false;
	if (o->n_folds > 0) {
		detail_path(o->doc, node, &path);
		f = fold_find((struct opened *)o, buf_str(&path));
		buf_free(&path);
	}
	if (f)
		return f->folded;
	if (o->fold_all != 0)
		return o->fold_all > 0;
	return o->doc->n > (uint32_t)(x->room.detail_rows > 0
	           ? x->room.detail_rows
	           : 0) &&
	    detail_folded_at_first(o->doc, node);
}

/* ---- lines ------------------------------------------------------------- */

static void
row_add(struct opened *o, struct opened_row row)
{
	if (o->n == o->capacity) {
		o->capacity = o->capacity ? o->capacity * 2 : 64;
		o->row = mem_grow(o->row, o->capacity, sizeof(*o->row));
	}
	o->row[o->n++] = row;
}

/* Columns for the value of a node, as the face sets it: two of gutter, two of
 * fold sign, then the key, at least key_columns wide with its indent. */
static int
value_columns(const struct explore *x, uint32_t node)
{
	const struct detail *d = x->opened.doc;
	const struct detail_node *n = &d->node[node];
	int key = 2 * n->depth + (int)utf8_count(str_head(n->key, 256));
	int left;

	if (key < DETAIL_KEY_COLUMNS)
		key = DETAIL_KEY_COLUMNS;
	left = x->room.detail_columns - 4 - key - 1;
	return left < 10 ? 10 : left;
}

static void
add_wrapped(struct explore *x, uint32_t node)
{
	struct buf b = { 0 };
	struct str left;
	uint32_t from = 0;
	size_t columns = (size_t)value_columns(x, node);

	detail_print(x->opened.doc, node, &b);
	left = buf_str(&b);
	do {
		size_t n = text_fit(left, columns);

		if (n == 0)
			n = left.n;
		row_add(&x->opened, (struct opened_row){ node, from,
		                        from + (uint32_t)n });
		from += (uint32_t)n;
		left = str_from(left, n);
	} while (left.n > 0);
	buf_free(&b);
}

static uint32_t
place_lines(const struct detail *d)
{
	return 3 + (d->copies > 1) + (d->rebuilt || d->remark.n > 0);
}

void
opened_lines(struct explore *x)
{
	struct opened *o = &x->opened;
	uint32_t node = opened_node(x), to = 0;

	o->n = o->n_tree = 0;
	if (!o->doc)
		return;
	for (uint32_t i = 0; i < o->doc->n;) {
		if (o->wrap && !opened_branch(x, i))
			add_wrapped(x, i);
		else
			row_add(o, (struct opened_row){ i, 0, UINT32_MAX });
		i = opened_folded(x, i) ? o->doc->node[i].next : i + 1;
	}
	o->n_tree = o->n;
	for (uint32_t i = 0; i < place_lines(o->doc); i++)
		row_add(o, (struct opened_row){ DETAIL_NONE, i, 0 });
	/* The cursor stays on its node, or on the branch that hides it. */
	while (node != DETAIL_NONE && to < o->n_tree && o->row[to].node < node)
		to++;
	if (node != DETAIL_NONE) {
		if (to > 0 && (to == o->n_tree || o->row[to].node > node))
			to--;
		o->cursor = to;
	}
	if (o->cursor >= o->n)
		o->cursor = o->n ? o->n - 1 : 0;
}

uint32_t
opened_node(const struct explore *x)
{
	const struct opened *o = &x->opened;

	return o->doc && o->cursor < o->n_tree ? o->row[o->cursor].node
	                                       : DETAIL_NONE;
}

void
opened_scroll(struct explore *x)
{
	struct opened *o = &x->opened;
	size_t rows = x->room.detail_rows > 0 ? (size_t)x->room.detail_rows
	                                      : 1;

	if (o->cursor >= o->n)
		o->cursor = o->n ? o->n - 1 : 0;
	if (o->cursor < o->top)
		o->top = o->cursor;
	if (o->cursor >= o->top + rows)
		o->top = o->cursor - rows + 1;
	if (o->top + rows > o->n)
		o->top = o->n > rows ? o->n - rows : 0;
}

/* ---- cursor ------------------------------------------------------------ */

void
opened_go(struct explore *x, size_t row)
{
	struct opened *o = &x->opened;
	uint32_t node;

	if (o->n == 0)
		return;
	o->cursor = row < o->n ? row : o->n - 1;
	node = opened_node(x);
	buf_reset(&o->path);
	if (node != DETAIL_NONE)
		detail_path(o->doc, node, &o->path);
}

/* What is above a node is unfolded, so that it can be seen. */
void
opened_reveal(struct explore *x, uint32_t node)
{
	struct opened *o = &x->opened;
	struct buf path = { 0 };
	uint32_t up = o->doc->node[node].parent;

	for (; up != DETAIL_NONE; up = o->doc->node[up].parent)
		if (opened_folded(x, up)) {
			buf_reset(&path);
			detail_path(o->doc, up, &path);
			fold_set(o, buf_str(&path), false);
		}
	buf_free(&path);
	opened_lines(x);
	for (size_t i = 0; i < o->n_tree; i++)
		if (o->row[i].node == node) {
			opened_go(x, i);
			return;
		}
}

static void
cursor_to_node(struct opened *o, uint32_t node)
{
	o->cursor = 0;
	for (size_t i = 0; i < o->n_tree && o->row[i].node <= node; i++)
		if (o->row[i].node != o->row[o->cursor].node)
			o->cursor = i;
}

void
opened_show(struct explore *x, struct detail *d)
{
	struct opened *o = &x->opened;
	size_t above = o->cursor > o->top ? o->cursor - o->top : 0;
	bool first = o->doc == NULL;
	uint32_t node = DETAIL_NONE;

	detail_free(o->doc);
	o->doc = d;
	o->cursor = o->n; /* no line of the old record is meant */
	o->n_tree = 0;
	if (o->path.n > 0)
		node = detail_find(d, buf_str(&o->path));
	if (node == DETAIL_NONE) {
		node = detail_opens_on(d);
		first = first || o->path.n == 0;
	}
	opened_lines(x);
	cursor_to_node(o, node);
	if (first)
		above = 2;
	o->top = o->cursor > above ? o->cursor - above : 0;
	opened_scroll(x);
}

void
opened_close(struct explore *x)
{
	struct opened *o = &x->opened;

	x->detail_open = false;
	lane_stop(x->lane[LANE_DETAIL]);
	detail_free(o->doc);
	o->doc = NULL;
	o->wanted = EVENT_NONE;
	o->n = o->n_tree = o->cursor = o->top = 0;
	buf_reset(&o->path);
	if (x->focus == PANE_DETAIL)
		x->focus = PANE_LIST;
	x->full = false;
}

void
opened_free(struct opened *o)
{
	detail_free(o->doc);
	free(o->row);
	buf_free(&o->path);
	for (size_t i = 0; i < o->n_folds; i++)
		buf_free(&o->fold[i].path);
}

/* On a leaf folding goes to the branch above it. */
bool
opened_fold(struct explore *x, bool folded)
{
	struct opened *o = &x->opened;
	struct buf path = { 0 };
	uint32_t node = opened_node(x);

	if (node == DETAIL_NONE)
		return false;
	if (folded && (!opened_branch(x, node) || opened_folded(x, node))) {
		node = o->doc->node[node].parent;
		if (node == DETAIL_NONE)
			return false;
		for (size_t i = 0; i < o->n_tree; i++)
			if (o->row[i].node == node) {
				opened_go(x, i);
				return true;
			}
	}
	if (!opened_branch(x, node) || opened_folded(x, node) == folded)
		return false;
	detail_path(o->doc, node, &path);
	fold_set(o, buf_str(&path), folded);
	buf_free(&path);
	opened_lines(x);
	opened_go(x, o->cursor);
	return true;
}

void
opened_fold_all(struct explore *x, bool folded)
{
	struct opened *o = &x->opened;

	for (size_t i = 0; i < o->n_folds; i++)
		buf_free(&o->fold[i].path);
	o->n_folds = 0;
	o->fold_all = folded ? 1 : -1;
	opened_lines(x);
	if (o->n > 0)
		opened_go(x, o->cursor);
}

/* ---- what is drawn ----------------------------------------------------- */

void
explore_detail_title(struct explore *x, struct explore_detail_title *out)
{
	struct opened *o = &x->opened;
	struct buf *left = text_room(x, TEXT_LEFT);
	struct buf *right = text_room(x, TEXT_RIGHT);
	struct str path;
	uint32_t node = opened_node(x);
	size_t line = o->cursor < o->n_tree ? o->cursor + 1 : o->n_tree;

	if (x->answer && x->place.row < list_rows(x) &&
	    x->answer->lists_events) {
		struct value where;

		row_cell(x->rows, x->place.row, LIST_WHAT, 40, left);
		buf_byte(left, ' ');
		row_cell(x->rows, x->place.row, LIST_TIME,
		    x->answer->fractions ? 12 : 8, left);
		where = row_field(x->rows, x->place.row, STR("@where"));
		if (!value_absent(where)) {
			buf_byte(left, ' ');
			cell_text(where.text, 24, left);
		}
	}
	if (node != DETAIL_NONE) {
		struct buf b = { 0 };

		detail_path(o->doc, node, &b);
		path = buf_str(&b);
		text_visible(path, right);
		buf_free(&b);
	}
	if (o->doc && o->doc->rebuilt)
		buf_add(right, right->n ? STR("  rebuilt") : STR("rebuilt"));
	if (o->doc)
		buf_printf(right, "%s%zu/%zu", right->n ? "  " : "", line,
		    o->n_tree);
	out->left = buf_str(left);
	out->right = buf_str(right);
}

static void
place_line(const struct explore *x, uint32_t line, struct buf *out)
{
	const struct detail *d = x->opened.doc;
	int columns = x->room.detail_columns - 4;

	if (line == 1) {
		buf_add(out, STR("file   "));
		cut_start(d->name, columns - 7, out);
	} else if (line == 2) {
		buf_add(out, STR("record "));
		count_print(d->place.record, out);
		buf_add(out, STR(", offset "));
		count_print(d->place.offset, out);
	} else if (line == 3 && d->copies > 1) {
		buf_add(out, STR("delivered "));
		count_print(d->copies, out);
		buf_add(out, STR(" times"));
	} else if (line > 2) {
		buf_add(out, STR("rebuilt from the index: "));
		cut_end(d->remark, columns - 24, out);
	}
}

static void
key_print(const struct detail *d, uint32_t node, struct buf *out)
{
	const struct detail_node *n = &d->node[node];

	if (n->parent != DETAIL_NONE &&
	    d->node[n->parent].kind == DETAIL_ARRAY)
		buf_printf(out, "[%u]", n->position);
	else
		text_visible(n->key, out);
}

static void
tree_line(struct explore *x, const struct opened_row *row,
    struct explore_detail_line *out)
{
	const struct detail *d = x->opened.doc;
	struct buf *key = text_room(x, TEXT_KEY);
	struct buf *value = text_room(x, TEXT_VALUE);
	struct buf *summary = text_room(x, TEXT_SUMMARY);
	bool folded = opened_folded(x, row->node);
	struct str text;

	out->indent = 2 * d->node[row->node].depth;
	out->plain = d->node[row->node].kind == DETAIL_TEXT;
	if (opened_branch(x, row->node))
		out->fold = folded ? '>' : 'v';
	if (row->from == 0 && !out->plain)
		key_print(d, row->node, key);
	detail_print(d, row->node, value);
	text = buf_str(value);
	if (row->to < text.n)
		text = str_head(text, row->to);
	text = str_from(text, row->from < text.n ? row->from : text.n);
	if (folded) {
		detail_summary(d, row->node,
		    (size_t)(x->room.detail_columns > 0
		            ? x->room.detail_columns
		            : 0),
		    summary);
		out->matches = seek_hits_below(x, row->node);
	}
	out->match = seek_hits_node(x, row->node);
	out->key = buf_str(key);
	out->value = text;
	out->summary = buf_str(summary);
}

void
explore_detail_line(struct explore *x, int line,
    struct explore_detail_line *out)
{
	struct opened *o = &x->opened;
	size_t i = o->top + (size_t)line;

	*out = (struct explore_detail_line){ .fold = ' ', .key = STR(""),
		.value = STR(""), .summary = STR("") };
	if (!o->doc || i >= o->n)
		return;
	out->exists = true;
	out->cursor = i == o->cursor;
	if (o->row[i].node == DETAIL_NONE) {
		struct buf *b = text_room(x, TEXT_VALUE);

		place_line(x, o->row[i].from, b);
		out->plain = true;
		out->value = buf_str(b);
	} else {
		tree_line(x, &o->row[i], out);
	}
}

int
explore_detail_key_columns(const struct explore *x)
{
	(void)x;
	return DETAIL_KEY_COLUMNS;
}
