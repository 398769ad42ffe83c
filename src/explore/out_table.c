/*
 * A table for terminals and plain text.
 *
 * Columns are as wide as the cells of the first rows, which are kept until
 * then.  On a terminal the widest columns of text give way until a row fits,
 * and what does not fit its column ends in `…`; elsewhere every cell is written
 * whole, and a very wide one pushes the rest of its row to the right.
 */
#include "base/utf8.h"
#include "explore/out_writer.h"

#define MEASURED_ROWS 500
#define MEASURED_BYTES (16 << 20) /* then fewer rows are enough */
#define WIDTH_MAX 200 /* of a column that no terminal bounds */
#define WIDTH_MIN 8   /* no column gives way further */
#define GAP 2         /* blanks between columns */

struct shape {
	size_t width;
	bool numbers, texts; /* what cells there are */
};

struct table {
	struct shape *shapes;
	struct buf scratch;
	struct arena kept;
	struct str *waiting; /* cells of the rows that wait for the widths */
	size_t rows, bytes;  /* of them */
	bool begun;
};

/* The text of a cell as it will stand there; in o->cell. */
static struct str
shown(struct out *o, struct value v)
{
	struct buf *visible = &o->table->scratch;

	if (!o->options.ascii)
		return out_visible(o, v);
	buf_reset(visible);
	buf_add(visible, out_visible(o, v));
	buf_reset(&o->cell);
	text_ascii(buf_str(visible), &o->cell);
	return buf_str(&o->cell);
}

/* ---- widths -------------------------------------------------------------- */

static bool
is_right(const struct shape *s)
{
	return s->numbers && !s->texts;
}

static void
measure(struct shape *s, struct str text)
{
	size_t width = text_width(text);

	if (width > s->width)
		s->width = width;
}

static size_t
row_width(const struct out *o)
{
	size_t sum = 0;

	for (size_t i = 0; i < o->n; i++)
		sum += o->table->shapes[i].width + (i ? GAP : 0);
	return sum;
}

/* The widest column that may give way; NULL: none.  Part of a number would be
 * another number. */
static struct shape *
widest(struct out *o)
{
	struct shape *found = NULL;

	for (size_t i = 0; i < o->n; i++) {
		struct shape *s = &o->table->shapes[i];

		if (!is_right(s) &&
		    s->width > (found ? found->width : WIDTH_MIN))
			found = s;
	}
	return found;
}

/* Columns give way, one step at a time, until a row fits. */
static void
fit(struct out *o)
{
	size_t room = (size_t)o->options.columns, sum = row_width(o);
	struct shape *s;

	for (; sum > room && (s = widest(o)) != NULL; sum--)
		s->width--;
}

static void
settle_widths(struct out *o)
{
	for (size_t i = 0; i < o->n; i++) {
		struct shape *s = &o->table->shapes[i];

		if (s->width > WIDTH_MAX)
			s->width = WIDTH_MAX;
	}
	if (o->options.columns > 0)
		fit(o);
}

/* ---- lines --------------------------------------------------------------- */

static void
blanks(struct out *o, size_t n)
{
	buf_fill(&o->bytes, ' ', n);
}

static void
put_cell(struct out *o, size_t column, struct str s)
{
	const struct shape *shape = &o->table->shapes[column];
	bool last = column + 1 == o->n, cut = false;
	size_t width = text_width(s), left;

	if (o->options.columns > 0 && width > shape->width) {
		s = str_head(s, text_fit(s, shape->width - 1));
		width = text_width(s) + 1;
		cut = true;
	}
	left = width < shape->width ? shape->width - width : 0;
	if (is_right(shape))
		blanks(o, left);
	buf_add(&o->bytes, s);
	if (cut)
		buf_add(&o->bytes, o->options.ascii ? STR("~") : STR("…"));
	if (!is_right(shape) && !last)
		blanks(o, left);
	if (!last)
		blanks(o, GAP);
}

static void
put_heading(struct out *o)
{
	struct str line = o->options.ascii ? STR("-") : STR("─");

	for (size_t i = 0; i < o->n; i++)
		put_cell(o, i, shown(o, (struct value){ VALUE_STRING,
		    o->names[i] }));
	buf_byte(&o->bytes, '\n');
	for (size_t i = 0; i < o->n; i++) {
		if (i)
			blanks(o, GAP);
		for (size_t k = 0; k < o->table->shapes[i].width; k++)
			buf_add(&o->bytes, line);
	}
	buf_byte(&o->bytes, '\n');
}

static void
begin_lines(struct out *o)
{
	struct table *t = o->table;

	t->begun = true;
	settle_widths(o);
	put_heading(o);
	for (size_t i = 0; i < t->rows * o->n; i++) {
		put_cell(o, i % o->n, t->waiting[i]);
		if (i % o->n == o->n - 1)
			buf_byte(&o->bytes, '\n');
	}
	arena_free(&t->kept);
	t->waiting = NULL;
}

/* ---- the writer ---------------------------------------------------------- */

static void
table_begin(struct out *o)
{
	struct table *t = arena_alloc(&o->arena, sizeof(*t));

	o->table = t;
	t->shapes = arena_array(&o->arena, o->n, sizeof(*t->shapes));
	t->waiting = arena_array(
	    &t->kept, MEASURED_ROWS * o->n, sizeof(*t->waiting));
	for (size_t i = 0; i < o->n; i++) {
		t->shapes[i].width = 1;
		measure(&t->shapes[i], shown(o, (struct value){ VALUE_STRING,
		    o->names[i] }));
	}
}

static void
keep_row(struct out *o, const struct value *cells)
{
	struct table *t = o->table;
	struct str *row = t->waiting + t->rows * o->n;

	for (size_t i = 0; i < o->n; i++) {
		row[i] = arena_copy(&t->kept, shown(o, cells[i]));
		t->bytes += row[i].n;
		measure(&t->shapes[i], row[i]);
		if (value_absent(cells[i]))
			continue;
		if (out_is_number(row[i]))
			t->shapes[i].numbers = true;
		else
			t->shapes[i].texts = true;
	}
	t->rows++;
	if (t->rows == MEASURED_ROWS || t->bytes > MEASURED_BYTES)
		begin_lines(o);
}

static void
table_row(struct out *o, const struct value *cells)
{
	if (!o->table->begun) {
		keep_row(o, cells);
		return;
	}
	for (size_t i = 0; i < o->n; i++)
		put_cell(o, i, shown(o, cells[i]));
	buf_byte(&o->bytes, '\n');
}

static void
table_end(struct out *o)
{
	if (!o->table->begun)
		begin_lines(o);
}

static void
table_release(struct out *o)
{
	buf_free(&o->table->scratch);
	arena_free(&o->table->kept);
}

const struct out_writer out_table = { .begin = table_begin, .row = table_row,
	.end = table_end, .flush = table_end, .release = table_release };
