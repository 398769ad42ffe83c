/*
 * The detail pane: an opened record, what of it is folded, where the cursor
 * is.  Folds and cursor go by path, so that they stay from event to event.
 * What its lines say is in opened_rows.c.
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
	if (o->doc->node[node].inside != DETAIL_LEAF ||
	    detail_is_row(o->doc, node))
		return true;
	return o->doc->n > (uint32_t)(x->room.detail_rows > 0
	           ? x->room.detail_rows
	           : 0) &&
	    detail_folded_at_first(o->doc, node);
}

/* ---- cursor ------------------------------------------------------------ */

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
	size_t rows = (size_t)x->room.detail_rows;

	if (o->cursor >= o->n)
		o->cursor = o->n ? o->n - 1 : 0;
	if (o->cursor < o->top)
		o->top = o->cursor;
	if (x->room.detail_rows <= 0)
		return; /* the face has not yet said how many there are */
	if (o->cursor >= o->top + rows)
		o->top = o->cursor - rows + 1;
	if (o->top + rows > o->n)
		o->top = o->n > rows ? o->n - rows : 0;
}

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
		if (o->row[i].node == node && o->row[i].kind != OPENED_CLOSE) {
			opened_go(x, i);
			return;
		}
}

/* The first line of the node, or of the branch that hides it. */
static void
cursor_to_node(struct opened *o, uint32_t node)
{
	o->cursor = 0;
	for (size_t i = 0; i < o->n_tree; i++)
		if (o->row[i].kind != OPENED_CLOSE &&
		    o->row[i].node != DETAIL_NONE && o->row[i].node <= node &&
		    o->row[i].node != o->row[o->cursor].node)
			o->cursor = i;
}

/* The line of the file's bytes where the node begins. */
static void
cursor_to_byte(struct opened *o, uint32_t node)
{
	const struct detail *d = o->doc;
	struct str key = d->node[node].key_spelled;
	const char *p = key.p ? key.p : d->node[node].value.p;
	size_t at;

	o->cursor = 0;
	if (d->bytes.p != d->text.p || !p || p < d->text.p ||
	    p > d->text.p + d->text.n)
		return;
	at = (size_t)(p - d->text.p);
	for (size_t i = 0; i < o->n_tree && o->row[i].from <= at; i++)
		o->cursor = i;
}

void
opened_view_next(struct explore *x)
{
	struct opened *o = &x->opened;
	size_t above = o->cursor > o->top ? o->cursor - o->top : 0;
	uint32_t node = opened_node(x);

	o->view = (o->view + 1) % OPENED_VIEWS;
	if (!o->doc)
		return;
	if (node == DETAIL_NONE && o->path.n > 0)
		node = detail_find(o->doc, buf_str(&o->path));
	else if (node == DETAIL_NONE)
		node = detail_opens_on(o->doc);
	o->cursor = o->n;
	opened_lines(x);
	if (node == DETAIL_NONE)
		o->cursor = 0;
	else if (o->view == VIEW_BYTES)
		cursor_to_byte(o, node);
	else
		cursor_to_node(o, node);
	o->top = o->cursor > above ? o->cursor - above : 0;
	opened_scroll(x);
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
	if (o->view == VIEW_BYTES)
		o->cursor = 0;
	else
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

	if (node == DETAIL_NONE || o->view != VIEW_TREE)
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
