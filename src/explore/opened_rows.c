/*
 * The lines of the detail pane: the record as a tree, as JSON, as the bytes
 * of its file; below it where it stands.
 */
#include "base/utf8.h"
#include "explore/cells.h"
#include "explore/state.h"

#define BYTES_MAX (1 << 20)     /* of a record that are shown as bytes */
#define SIGN_COLUMNS 4          /* cursor, flag, fold sign, blank */

/* ---- which lines there are --------------------------------------------- */

static void
row_add(struct opened *o, struct opened_row row)
{
	if (o->n == o->capacity) {
		o->capacity = o->capacity ? o->capacity * 2 : 64;
		o->row = mem_grow(o->row, o->capacity, sizeof(*o->row));
	}
	o->row[o->n++] = row;
}

static int
text_columns(const struct explore *x)
{
	int n = x->room.detail_columns - SIGN_COLUMNS;

	return n < 10 ? 10 : n;
}

/* Columns for the value of a node in the tree: behind the key, which is at
 * least DETAIL_KEY_COLUMNS wide with its indent. */
static int
value_columns(const struct explore *x, uint32_t node)
{
	const struct detail_node *n = &x->opened.doc->node[node];
	int key = 2 * n->depth + (int)utf8_count(str_head(n->key, 256));
	int left;

	if (key < DETAIL_KEY_COLUMNS)
		key = DETAIL_KEY_COLUMNS;
	left = text_columns(x) - key - 1;
	return left < 10 ? 10 : left;
}

static void row_print(const struct explore *x, const struct opened_row *row,
    struct buf *out);

/* A line, or as many as its text takes when long ones are wrapped. */
static void
rows_add(struct explore *x, enum opened_kind kind, uint32_t node, int columns)
{
	struct opened_row row = { kind, node, 0, UINT32_MAX };
	struct buf b = { 0 };
	struct str left;

	if (!x->opened.wrap || kind == OPENED_CLOSE ||
	    (kind == OPENED_NODE && opened_branch(x, node))) {
		row_add(&x->opened, row);
		return;
	}
	row_print(x, &row, &b);
	left = buf_str(&b);
	do {
		size_t n = text_fit(left, (size_t)columns);

		if (n == 0)
			n = left.n;
		row.to = row.from + (uint32_t)n;
		row_add(&x->opened, row);
		row.from = row.to;
		left = str_from(left, n);
	} while (left.n > 0);
	buf_free(&b);
}

static void
tree_rows(struct explore *x)
{
	const struct detail *d = x->opened.doc;

	for (uint32_t i = 0; i < d->n;) {
		rows_add(x, OPENED_NODE, i, value_columns(x, i));
		i = opened_folded(x, i) ? d->node[i].next : i + 1;
	}
}

static void
json_rows(struct explore *x)
{
	const struct detail *d = x->opened.doc;
	uint32_t open = DETAIL_NONE;

	rows_add(x, OPENED_JSON, DETAIL_NONE, text_columns(x));
	for (uint32_t i = 0; i <= d->n;) {
		while (open != DETAIL_NONE && d->node[open].next <= i) {
			rows_add(x, OPENED_CLOSE, open, 0);
			open = d->node[open].parent;
		}
		if (i == d->n)
			break;
		rows_add(x, OPENED_JSON, i, text_columns(x));
		if (d->node[i].kind != DETAIL_LEAF && d->node[i].members > 0)
			open = i++;
		else
			i = d->node[i].next;
	}
	rows_add(x, OPENED_CLOSE, DETAIL_NONE, 0);
}

/* As many bytes on a line as have room when they are made visible. */
static void
byte_rows(struct explore *x)
{
	struct str bytes = str_head(x->opened.doc->bytes, BYTES_MAX);
	struct buf b = { 0 };
	size_t columns = (size_t)text_columns(x), from = 0, used = 0, i = 0;

	while (i < bytes.n) {
		uint32_t c;
		size_t n = utf8_decode(str_from(bytes, i), &c), wide;

		n = n ? n : 1;
		buf_reset(&b);
		text_visible((struct str){ bytes.p + i, n }, &b);
		wide = text_width(buf_str(&b));
		if (used > 0 && used + wide > columns) {
			row_add(&x->opened,
			    (struct opened_row){ OPENED_BYTES, DETAIL_NONE,
			        (uint32_t)from, (uint32_t)i });
			from = i;
			used = 0;
		}
		used += wide;
		i += n;
	}
	if (from < i || i == 0)
		row_add(&x->opened, (struct opened_row){ OPENED_BYTES,
		                        DETAIL_NONE, (uint32_t)from,
		                        (uint32_t)i });
	buf_free(&b);
}

static uint32_t
place_lines(const struct detail *d)
{
	return 3 + (d->copies > 1) + (d->line.n > 0) +
	    (d->rebuilt || d->remark.n > 0);
}

/* The line of the node, or of the branch that hides it. */
static size_t
row_of(const struct opened *o, uint32_t node)
{
	size_t found = 0;

	for (size_t i = 0; i < o->n_tree; i++)
		if (o->row[i].node != DETAIL_NONE && o->row[i].node <= node &&
		    o->row[i].kind != OPENED_CLOSE && o->row[i].from == 0)
			found = i;
	return found;
}

void
opened_lines(struct explore *x)
{
	struct opened *o = &x->opened;
	uint32_t node = opened_node(x);

	o->n = o->n_tree = 0;
	if (!o->doc)
		return;
	if (o->view == VIEW_BYTES)
		byte_rows(x);
	else if (o->view == VIEW_JSON && o->doc->json)
		json_rows(x);
	else
		tree_rows(x);
	o->n_tree = o->n;
	for (uint32_t i = 0; i < place_lines(o->doc); i++)
		row_add(o, (struct opened_row){ OPENED_PLACE, DETAIL_NONE, i,
		               UINT32_MAX });
	if (node != DETAIL_NONE)
		o->cursor = row_of(o, node);
	if (o->cursor >= o->n)
		o->cursor = o->n ? o->n - 1 : 0;
}

/* ---- what they say ----------------------------------------------------- */

void
explore_detail_title(struct explore *x, struct explore_detail_title *out)
{
	static const char *const views[] = { "", "JSON", "bytes" };
	struct opened *o = &x->opened;
	struct buf *left = text_room(x, TEXT_LEFT);
	struct buf *right = text_room(x, TEXT_RIGHT);
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
		text_visible(buf_str(&b), right);
		buf_free(&b);
	}
	if (o->doc && o->doc->rebuilt)
		buf_add(right, right->n ? STR("  rebuilt") : STR("rebuilt"));
	if (o->doc && o->view != VIEW_TREE)
		buf_printf(right, "%s%s", right->n ? "  " : "",
		    views[o->view]);
	if (o->doc)
		buf_printf(right, "%s%zu/%zu", right->n ? "  " : "", line,
		    o->n_tree);
	out->left = buf_str(left);
	out->right = buf_str(right);
}

static void
place_print(const struct explore *x, uint32_t line, struct buf *out)
{
	const struct detail *d = x->opened.doc;
	int columns = text_columns(x);

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
	} else if (line > 2 && d->line.n > 0) {
		buf_add(out, STR("text   "));
		cut_end(d->line, columns - 7, out);
	} else if (line > 2) {
		buf_add(out, STR("rebuilt from the index: "));
		cut_end(d->remark, columns - 24, out);
	}
}

/* Another member follows in the same braces. */
static bool
has_sibling(const struct detail *d, uint32_t node)
{
	uint32_t parent = d->node[node].parent;

	return d->node[node].next <
	    (parent == DETAIL_NONE ? d->n : d->node[parent].next);
}

static void
json_print(const struct detail *d, uint32_t i, bool close, struct buf *out)
{
	static const char brackets[2][2] = { { '{', '}' }, { '[', ']' } };
	const struct detail_node *node;
	bool branch;

	if (i == DETAIL_NONE) {
		buf_byte(out, close ? '}' : '{');
		return;
	}
	node = &d->node[i];
	branch = node->kind != DETAIL_LEAF && node->members > 0;
	buf_fill(out, ' ', 2 * (size_t)(node->depth + 1));
	if (!close && (node->parent == DETAIL_NONE ||
	                  !detail_is_array(d, node->parent))) {
		buf_byte(out, '"');
		text_visible(node->key_spelled, out);
		buf_add(out, STR("\": "));
	}
	if (branch)
		buf_byte(out, brackets[node->kind == DETAIL_ARRAY][close]);
	else
		detail_print(d, i, out);
	if ((!branch || close) && has_sibling(d, i))
		buf_byte(out, ',');
}

/* The whole text of a line. */
static void
row_print(const struct explore *x, const struct opened_row *row,
    struct buf *out)
{
	const struct detail *d = x->opened.doc;

	switch (row->kind) {
	case OPENED_NODE:
		if (d->node[row->node].inside != DETAIL_LEAF &&
		    !opened_folded(x, row->node))
			buf_printf(out, "\"{%u}\"", d->node[row->node].members);
		else
			detail_print(d, row->node, out);
		break;
	case OPENED_JSON:
	case OPENED_CLOSE:
		json_print(d, row->node, row->kind == OPENED_CLOSE, out);
		break;
	case OPENED_BYTES:
		text_visible((struct str){ d->bytes.p + row->from,
		                 row->to - row->from },
		    out);
		break;
	case OPENED_PLACE:
		place_print(x, row->from, out);
		break;
	}
}

void
opened_row_text(struct explore *x, size_t row, struct buf *out)
{
	row_print(x, &x->opened.row[row], out);
}

static void
key_print(const struct detail *d, uint32_t node, struct buf *out)
{
	const struct detail_node *n = &d->node[node];

	if (n->parent != DETAIL_NONE && detail_is_array(d, n->parent))
		buf_printf(out, "[%u]", n->position);
	else
		text_visible(n->key, out);
}

static void
summary_print(const struct explore *x, uint32_t node, struct buf *out)
{
	const struct detail *d = x->opened.doc;
	bool folded = opened_folded(x, node);

	if (folded && detail_is_row(d, node)) {
		/* below the names, which stand behind the array's [12] */
		for (uint32_t n = d->node[d->node[node].parent].members;
		     n >= 10; n /= 10)
			buf_byte(out, ' ');
		detail_table_row(d, node, out);
	} else if (folded && d->node[node].inside == DETAIL_LEAF) {
		detail_summary(d, node, (size_t)text_columns(x), out);
	} else if (!folded && d->node[node].table) {
		detail_table_head(d, node, out);
	}
}

static void
tree_line(struct explore *x, const struct opened_row *row,
    struct explore_detail_line *out)
{
	const struct detail *d = x->opened.doc;
	struct buf *key = text_room(x, TEXT_KEY);
	struct buf *summary = text_room(x, TEXT_SUMMARY);
	bool folded = opened_folded(x, row->node);

	out->indent = 2 * d->node[row->node].depth;
	out->plain = d->node[row->node].kind == DETAIL_TEXT;
	if (opened_branch(x, row->node))
		out->fold = folded ? '>' : 'v';
	if (row->from == 0 && !out->plain)
		key_print(d, row->node, key);
	summary_print(x, row->node, summary);
	if (folded)
		out->matches = seek_hits_below(x, row->node);
	out->row = folded && detail_is_row(d, row->node);
	out->match = seek_hits_node(x, row->node);
	out->key = buf_str(key);
	out->summary = buf_str(summary);
}

void
explore_detail_line(struct explore *x, int line,
    struct explore_detail_line *out)
{
	struct opened *o = &x->opened;
	struct buf *value = text_room(x, TEXT_VALUE);
	size_t i = o->top + (size_t)line;
	const struct opened_row *row;

	*out = (struct explore_detail_line){ .fold = ' ', .key = STR(""),
		.value = STR(""), .summary = STR("") };
	if (!o->doc || i >= o->n)
		return;
	row = &o->row[i];
	out->exists = true;
	out->cursor = i == o->cursor;
	row_print(x, row, value);
	out->value = buf_str(value);
	if (row->kind == OPENED_NODE)
		tree_line(x, row, out);
	else
		out->plain = true;
	if (row->kind == OPENED_BYTES || row->kind == OPENED_PLACE)
		return;
	if (row->kind != OPENED_NODE)
		out->match = i < o->n_tree && seek_hits_row(x, i);
	if (row->to < out->value.n)
		out->value = str_head(out->value, row->to);
	out->value = str_from(out->value,
	    row->from < out->value.n ? row->from : out->value.n);
}

int
explore_detail_key_columns(const struct explore *x)
{
	(void)x;
	return DETAIL_KEY_COLUMNS;
}
