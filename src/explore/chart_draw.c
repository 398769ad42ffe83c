/*
 * Draws a chart into a field of characters, and the field into lines.
 */
#include "explore/chart.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/timefmt.h"
#include "base/utf8.h"
#include "explore/cells.h"

enum {
	ROWS_WISHED = 20,    /* of a picture over time with all it needs */
	ROWS_BESIDE = 3,     /* legend, axis, times */
	TICK_ROWS = 3,       /* between two numbers of the axis, at least */
	TICKS_MAX = 5,
	BIN_COLUMNS_MAX = 12,
	BIN_COLUMNS_WISHED = 5, /* when nothing bounds them */
	LABEL_COLUMNS = 5,   /* 12:05, 07-10 */
	LABEL_GAP = 3,
	BAR_COLUMNS_WISHED = 24,
	BAR_COLUMNS_MIN = 4,
	NAME_COLUMNS_MIN = 8,
	GAP = 1,
};

static const char *const fills[CHART_SERIES_MAX][2] = {
	{ "█", "#" }, { "▓", "%" }, { "▒", ":" }, { "░", "." },
};
static const char *const eighths[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇" };

struct str
chart_fill(size_t series, bool ascii)
{
	return str_of(fills[series % CHART_SERIES_MAX][ascii]);
}

/* ---- lines of text ------------------------------------------------------- */

/* A line is made here, then cut to the width and appended. */
struct page {
	const struct chart *c;
	const struct chart_look *l;
	struct buf *out;
	struct buf line, text;
	int rows; /* so far */
	int cursor_line;
};

static void
put(struct page *p, struct str text)
{
	buf_add(&p->line, text);
}

/* Blanks up to a column. */
static void
tab(struct page *p, size_t column)
{
	size_t at = text_width(buf_str(&p->line));

	if (at < column)
		buf_fill(&p->line, ' ', column - at);
}

static void
put_right(struct page *p, struct str text, size_t column)
{
	size_t wide = text_width(text);

	tab(p, column > wide ? column - wide : 0);
	put(p, text);
}

/* Our own signs, the dash of a range and the cut, have their ASCII; other
 * characters are spelled. */
static void
spell(struct page *p, struct str text)
{
	while (text.n) {
		size_t n = 0;

		while (n < text.n && !str_starts(str_from(text, n), STR("–")) &&
		    !str_starts(str_from(text, n), STR("…")))
			n++;
		text_ascii(str_head(text, n), p->out);
		if (n < text.n) {
			buf_byte(p->out, str_starts(str_from(text, n),
			    STR("–")) ? '-' : '~');
			n += strlen("–");
		}
		text = str_from(text, n);
	}
}

static void
end_line(struct page *p)
{
	struct str line = buf_str(&p->line);

	while (line.n && line.p[line.n - 1] == ' ')
		line.n--;
	buf_reset(&p->text);
	if (p->l->columns)
		cut_end(line, p->l->columns, &p->text);
	else
		buf_add(&p->text, line);
	if (p->l->ascii)
		spell(p, buf_str(&p->text));
	else
		buf_add(p->out, buf_str(&p->text));
	buf_byte(p->out, '\n');
	buf_reset(&p->line);
	p->rows++;
}

static void
put_number(struct page *p, double x)
{
	chart_number(x, &p->line);
}

/* ---- bars ---------------------------------------------------------------- */

struct bar_shape {
	size_t name;    /* columns of the labels */
	size_t numbers[CHART_SERIES_MAX];
	size_t bar;     /* columns of the longest bar */
	double most;    /* that it stands for */
	size_t rows;    /* bars in sight */
};

static struct bar_shape
bar_shape(struct page *p)
{
	const struct chart *c = p->c;
	struct bar_shape s = { .name = NAME_COLUMNS_MIN };
	size_t columns = (size_t)p->l->columns, used = 2;

	for (size_t i = 0; i < c->n; i++)
		if (text_width(c->labels[i]) > s.name)
			s.name = text_width(c->labels[i]);
	for (size_t k = 0; k < c->n_series; k++) {
		s.numbers[k] = text_width(c->series[k].name);
		for (size_t i = 0; i < c->n; i++) {
			double x = chart_value(c, k, i);

			buf_reset(&p->text);
			if (isnan(x))
				continue;
			chart_number(x, &p->text);
			if (text_width(buf_str(&p->text)) > s.numbers[k])
				s.numbers[k] = text_width(buf_str(&p->text));
			if (fabs(x) > s.most)
				s.most = fabs(x);
		}
		used += s.numbers[k] + 2 * GAP;
	}
	s.bar = BAR_COLUMNS_WISHED;
	if (columns && s.name > columns * 2 / 5)
		s.name = columns * 2 / 5;
	used += s.name;
	if (columns)
		s.bar = columns > used + c->n_series * BAR_COLUMNS_MIN
		    ? (columns - used) / c->n_series - GAP : BAR_COLUMNS_MIN;
	s.rows = c->n;
	if (p->l->rows && (size_t)p->l->rows < c->n + 2)
		s.rows = p->l->rows > 3 ? (size_t)p->l->rows - 3 : 1;
	return s;
}

static void
bar_header(struct page *p, const struct bar_shape *s)
{
	size_t at = 2 + s->name;

	for (size_t k = 0; k < p->c->n_series; k++) {
		at += GAP + s->numbers[k];
		put_right(p, p->c->series[k].name, at);
		at += GAP + s->bar + GAP;
	}
	end_line(p);
}

static void
bar_row(struct page *p, const struct bar_shape *s, size_t i)
{
	size_t at = 2 + s->name;

	put(p, i == p->l->cursor ? p->l->sign : STR("  "));
	cut_middle(p->c->labels[i], (int)s->name, &p->line);
	for (size_t k = 0; k < p->c->n_series; k++) {
		double x = chart_value(p->c, k, i);

		at += GAP + s->numbers[k];
		buf_reset(&p->text);
		if (!isnan(x))
			chart_number(x, &p->text);
		put_right(p, buf_str(&p->text), at);
		tab(p, at + GAP);
		if (!isnan(x) && s->most > 0) {
			double share = fabs(x) / s->most * (double)s->bar;
			size_t n = (size_t)(share + 0.5);

			if (n == 0 && x != 0 && share >= 0.25)
				n = 1;
			for (size_t j = 0; j < n; j++)
				put(p, chart_fill(0, p->l->ascii));
		}
		at += GAP + s->bar + GAP;
	}
	if (i == p->l->cursor)
		p->cursor_line = p->rows;
	end_line(p);
}

static void
draw_bars(struct page *p)
{
	struct bar_shape s = bar_shape(p);
	size_t from = p->l->cursor == SIZE_MAX ? 0 : p->l->top, left;

	bar_header(p, &s);
	if (from + s.rows > p->c->n)
		from = p->c->n > s.rows ? p->c->n - s.rows : 0;
	for (size_t i = from; i < from + s.rows && i < p->c->n; i++)
		bar_row(p, &s, i);
	left = p->c->n - s.rows;
	if (s.rows < p->c->n) {
		put(p, STR("  ... "));
		count_print(left, &p->line);
		put(p, STR(" more"));
		end_line(p);
	}
	put(p, STR("  "));
	put(p, p->c->note);
	end_line(p);
}

/* ---- the field over time ------------------------------------------------- */

/* Characters by row, from the top, and column. */
struct field {
	int rows, columns;
	const char **at;
	struct arena arena;
};

struct time_shape {
	size_t first, n;     /* bins in sight */
	int bin;             /* columns of one */
	int gap;             /* of them left blank */
	int gutter;
	int rows;            /* of the field */
	int tick_rows;
	double step, base;   /* of the axis: numbers at base + i * step */
	double top;
};

static double
stacked(const struct chart *c, size_t i)
{
	double sum = 0;

	for (size_t s = 0; s < c->n_series; s++)
		if (!isnan(chart_value(c, s, i)))
			sum += chart_value(c, s, i);
	return sum;
}

static void
extent(const struct page *p, double *least, double *most)
{
	const struct chart *c = p->c;

	*least = 0;
	*most = 0;
	for (size_t i = 0; i < c->n; i++) {
		if (p->l->view != CHART_LINE) {
			*most = fmax(*most, stacked(c, i));
			continue;
		}
		for (size_t s = 0; s < c->n_series; s++) {
			double x = chart_value(c, s, i);

			if (isnan(x))
				continue;
			*most = fmax(*most, x);
			*least = fmin(*least, x);
		}
	}
}

/* The least of 1, 2, 2.5, 5 times a power of ten that is not below x. */
static double
round_step(double x)
{
	static const double steps[] = { 1, 2, 2.5, 5, 10 };
	double power = pow(10, floor(log10(x)));

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		if (steps[i] * power >= x * (1 - 1e-9))
			return steps[i] * power;
	return 10 * power;
}

static void
make_axis(const struct page *p, struct time_shape *t, int room)
{
	double least, most;
	int ticks = room / TICK_ROWS, n;

	extent(p, &least, &most);
	if (most - least <= 0)
		most = least + 1;
	ticks = ticks < 1 ? 1 : ticks > TICKS_MAX ? TICKS_MAX : ticks;
	t->step = round_step((most - least) / ticks);
	if (p->c->adds && t->step < 1)
		t->step = 1;
	t->base = t->step * floor(least / t->step);
	n = (int)ceil((most - t->base) / t->step - 1e-9);
	n = n < 1 ? 1 : n;
	t->tick_rows = room / n > 0 ? room / n : 1;
	t->rows = t->tick_rows * n;
	t->top = t->base + n * t->step;
}

static struct time_shape
time_shape(struct page *p)
{
	const struct chart *c = p->c;
	struct time_shape t = { .n = c->n };
	int rows = p->l->rows ? p->l->rows : ROWS_WISHED;
	int room = p->l->columns;
	int beside = ROWS_BESIDE + 1 /* value or what is left out */ +
	    (c->note.n > 0);

	make_axis(p, &t, rows > beside + 1 ? rows - beside : 1);
	for (double x = t.base; x <= t.top + t.step / 2; x += t.step) {
		buf_reset(&p->text);
		chart_number(x, &p->text);
		if ((int)p->text.n > t.gutter)
			t.gutter = (int)p->text.n;
	}
	t.gutter += 3; /* a blank before, a blank and the axis behind */
	room -= t.gutter + 1;
	t.bin = p->l->columns ? room / (int)c->n : BIN_COLUMNS_WISHED;
	if (t.bin > BIN_COLUMNS_MAX)
		t.bin = BIN_COLUMNS_MAX;
	if (t.bin < 1) {
		t.bin = 1;
		t.n = room > 1 ? (size_t)room : 1;
		t.first = p->l->cursor == SIZE_MAX ? c->n - t.n : p->l->top;
		if (t.first + t.n > c->n)
			t.first = c->n - t.n;
	}
	t.gap = t.bin > 1 && p->l->view == CHART_BARS;
	return t;
}

static void
field_set(struct field *f, int row, int column, const char *what)
{
	if (row >= 0 && row < f->rows && column >= 0 && column < f->columns)
		f->at[row * f->columns + column] = what;
}

/* One bin of stacked series; what is not nothing is seen. */
static void
fill_bin(const struct page *p, const struct time_shape *t, struct field *f,
    size_t i)
{
	double scale = t->rows / (t->top - t->base), sum = 0, most = 0;
	size_t largest = 0;
	bool alone = p->c->n_series == 1 && !p->l->ascii;
	int level = 0, at = (int)(i - t->first) * t->bin;

	for (size_t s = 0; s < p->c->n_series; s++) {
		double x = chart_value(p->c, s, i);
		int to;

		if (isnan(x) || x <= 0)
			continue;
		sum += x;
		to = (int)(sum * scale + (alone ? 0 : 0.5));
		if (x > most) {
			most = x;
			largest = s;
		}
		for (; level < to; level++)
			for (int k = t->gap; k < t->bin; k++)
				field_set(f, t->rows - 1 - level, at + k,
				    fills[s][p->l->ascii]);
	}
	for (int k = t->gap; !alone && level == 0 && sum > 0 && k < t->bin; k++)
		field_set(f, t->rows - 1, at + k,
		    fills[largest][p->l->ascii]);
	if (alone && sum > 0) {
		int eighth = (int)((sum * scale - level) * 8 + 0.5);

		if (level == 0 && eighth == 0)
			eighth = 1;
		for (int k = t->gap; eighth > 0 && k < t->bin; k++)
			field_set(f, t->rows - 1 - level, at + k,
			    eighth >= 8 ? "█" : eighths[eighth - 1]);
	}
}

/* ---- lines --------------------------------------------------------------- */

/* Braille: 2 columns and 4 rows of dots in a character (Unicode, block 2800:
 * the bit of each dot). */
static const uint8_t dot_bits[4][2] = {
	{ 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 },
};

struct dots {
	uint8_t *bits;
	struct field *f;
	bool ascii;
};

static void
dot(struct dots *d, int x, int y)
{
	int row, column;

	if (d->ascii) {
		field_set(d->f, y, x, ".");
		return;
	}
	row = y / 4;
	column = x / 2;
	if (y < 0 || row >= d->f->rows || x < 0 || column >= d->f->columns)
		return;
	d->bits[row * d->f->columns + column] |= dot_bits[y % 4][x % 2];
}

static void
segment(struct dots *d, int x0, int y0, int x1, int y1)
{
	int steps = abs(x1 - x0) > abs(y1 - y0) ? abs(x1 - x0) : abs(y1 - y0);

	for (int i = 0; i <= steps; i++)
		dot(d, x0 + (x1 - x0) * i / (steps ? steps : 1),
		    y0 + (y1 - y0) * i / (steps ? steps : 1));
}

static const char *const digits[CHART_SERIES_MAX] = { "1", "2", "3", "4" };

/* The greatest series is drawn last, over the others. */
static void
draw_line(const struct page *p, const struct time_shape *t, struct field *f,
    size_t s)
{
	struct dots d = { .f = f, .ascii = p->l->ascii };
	int wide = d.ascii ? 1 : 2, high = d.ascii ? 1 : 4;
	int last_x = 0, last_y = 0;
	bool has_last = false;

	d.bits = arena_array(&f->arena, (size_t)(f->rows * f->columns), 1);
	for (size_t i = t->first; i < t->first + t->n; i++) {
		double v = chart_value(p->c, s, i);
		int x, y;

		if (isnan(v)) {
			has_last = false;
			continue;
		}
		x = ((int)(i - t->first) * t->bin + t->bin / 2) * wide;
		y = (int)((t->top - v) / (t->top - t->base) *
		    (t->rows * high - 1) + 0.5);
		if (has_last)
			segment(&d, last_x, last_y, x, y);
		else
			dot(&d, x, y);
		last_x = x;
		last_y = y;
		has_last = true;
	}
	for (int i = 0; !d.ascii && i < f->rows * f->columns; i++) {
		char *text;

		if (!d.bits[i])
			continue;
		text = arena_alloc(&f->arena, 5);
		text[utf8_encode(0x2800 + d.bits[i], text)] = '\0';
		f->at[i] = text;
	}
	for (size_t i = t->first; i < t->first + t->n; i++) {
		double v = chart_value(p->c, s, i);

		if (!isnan(v))
			field_set(f, (int)((t->top - v) / (t->top - t->base) *
			    (t->rows * high - 1) + 0.5) / high,
			    (int)(i - t->first) * t->bin + t->bin / 2,
			    digits[s]);
	}
}

/* ---- around the field ---------------------------------------------------- */

static int64_t
local(const struct page *p, int64_t us)
{
	return us + (p->l->zone ? p->l->zone(us) : 0) * US_PER_SECOND;
}

/* "5m", of the first bin */
static void
put_bin_width(struct page *p)
{
	static const struct { int64_t us; const char *unit; } units[] = {
		{ 7 * US_PER_DAY, "w" }, { US_PER_DAY, "d" },
		{ 3600 * US_PER_SECOND, "h" }, { 60 * US_PER_SECOND, "m" },
		{ US_PER_SECOND, "s" }, { US_PER_MS, "ms" },
	};
	int64_t us = p->c->bin_us[1] - p->c->bin_us[0];

	if (us >= 28 * US_PER_DAY && us % (7 * US_PER_DAY)) {
		buf_printf(&p->line, "%dmo", (int)(us / (28 * US_PER_DAY)));
		return;
	}
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (us % units[i].us == 0) {
			buf_printf(&p->line, "%lld%s",
			    (long long)(us / units[i].us), units[i].unit);
			return;
		}
}

static void
legend(struct page *p)
{
	const struct chart *c = p->c;

	put(p, STR("  "));
	for (size_t s = 0; s < c->n_series; s++) {
		if (p->l->view == CHART_LINE)
			put(p, str_of(digits[s]));
		else
			put(p, chart_fill(s, p->l->ascii));
		buf_byte(&p->line, ' ');
		cut_end(c->series[s].name, 24, &p->line);
		if (c->adds) {
			buf_byte(&p->line, ' ');
			put_number(p, c->series[s].total);
		}
		put(p, STR("   "));
	}
	put(p, STR("  per "));
	put_bin_width(p);
	if (p->l->view != CHART_LINE && c->n_series > 1)
		put(p, STR(", stacked"));
	end_line(p);
}

static void
field_row(struct page *p, const struct time_shape *t, const struct field *f,
    int row)
{
	bool ascii = p->l->ascii, tick = row % t->tick_rows == 0;

	if (tick) {
		buf_reset(&p->text);
		chart_number(t->top - row / t->tick_rows * t->step, &p->text);
		put_right(p, buf_str(&p->text), (size_t)t->gutter - 2);
	}
	tab(p, (size_t)t->gutter - 1);
	put(p, ascii ? tick ? STR("+") : STR("|") : tick ? STR("┤") : STR("│"));
	for (int i = 0; i < f->columns; i++) {
		const char *what = f->at[row * f->columns + i];

		put(p, what ? str_of(what) : STR(" "));
	}
	end_line(p);
}

static void
axis(struct page *p, const struct time_shape *t)
{
	buf_reset(&p->text);
	chart_number(t->base, &p->text);
	put_right(p, buf_str(&p->text), (size_t)t->gutter - 2);
	tab(p, (size_t)t->gutter - 1);
	put(p, p->l->ascii ? STR("`") : STR("└"));
	for (int i = 0; i < (int)t->n * t->bin; i++)
		put(p, p->l->ascii ? STR("-") : STR("─"));
	end_line(p);
}

/* Times below the bins at whole multiples, as close as they have room. */
static void
times(struct page *p, const struct time_shape *t)
{
	static const size_t every[] = { 1, 2, 3, 4, 5, 6, 7, 10, 12, 15, 20, 24,
		30, 48, 60, 96, 120, 144, 180, 240, 360, 720, 1440 };
	const struct chart *c = p->c;
	int64_t width = c->bin_us[1] - c->bin_us[0];
	size_t step = 1;

	for (size_t i = 0; i < sizeof(every) / sizeof(*every); i++) {
		step = every[i];
		if (step * (size_t)t->bin >= LABEL_COLUMNS + LABEL_GAP)
			break;
	}
	for (size_t i = t->first; i < t->first + t->n; i++) {
		int64_t us = local(p, c->bin_us[i]);
		struct civil when;

		if ((us / width) % (int64_t)step != 0)
			continue;
		tab(p, (size_t)(t->gutter + (int)(i - t->first) * t->bin +
		    t->gap));
		time_civil(us, &when);
		if (width < US_PER_DAY && (width * (int64_t)step < US_PER_DAY ||
		        when.hour))
			buf_printf(&p->line, "%02d:%02d", when.hour,
			    when.minute);
		else
			buf_printf(&p->line, "%02d-%02d", when.month, when.day);
	}
	end_line(p);
}

static void
put_value(struct page *p, struct str name, double x)
{
	put(p, STR("   "));
	cut_end(name, 24, &p->line);
	buf_byte(&p->line, ' ');
	put_number(p, x);
}

/* > 12:05-12:10   893 calls   ec2 277   others 233 */
static void
value_line(struct page *p, size_t i)
{
	const struct chart *c = p->c;
	int64_t from = c->bin_us[i], to = c->bin_us[i + 1];
	int zone_from = p->l->zone ? p->l->zone(from) : 0;
	int zone_to = p->l->zone ? p->l->zone(to) : 0;
	bool days = c->bin_us[c->n] - c->bin_us[0] > US_PER_DAY;

	put(p, p->l->sign);
	range_print(from, to, zone_from, zone_to, (days ? RANGE_DAY : 0) |
	    (to - from < 60 * US_PER_SECOND ? RANGE_SECONDS : 0), &p->line);
	if (c->adds) {
		put(p, STR("   "));
		put_number(p, stacked(c, i));
		buf_byte(&p->line, ' ');
		put(p, c->unit);
	}
	for (size_t s = 0; s < c->n_series; s++) {
		double x = chart_value(c, s, i);

		if (!isnan(x) && (c->n_series > 1 || !c->adds))
			put_value(p, c->series[s].name, x);
	}
	p->cursor_line = p->rows;
	end_line(p);
}

static void
draw_time(struct page *p)
{
	struct time_shape t = time_shape(p);
	struct field f = { .rows = t.rows, .columns = (int)t.n * t.bin };

	f.at = arena_array(&f.arena, (size_t)(f.rows * f.columns),
	    sizeof(*f.at));
	if (p->l->view == CHART_LINE)
		for (size_t s = p->c->n_series; s-- > 0;)
			draw_line(p, &t, &f, s);
	else
		for (size_t i = t.first; i < t.first + t.n; i++)
			fill_bin(p, &t, &f, i);
	legend(p);
	for (int row = 0; row < f.rows; row++)
		field_row(p, &t, &f, row);
	axis(p, &t);
	times(p, &t);
	if (p->l->cursor != SIZE_MAX)
		value_line(p, p->l->cursor);
	if (t.n < p->c->n && p->l->cursor == SIZE_MAX) {
		put(p, STR("  ... "));
		count_print(p->c->n - t.n, &p->line);
		put(p, STR(" earlier bins are not drawn"));
		end_line(p);
	}
	if (p->c->note.n) {
		put(p, STR("  "));
		put(p, p->c->note);
		end_line(p);
	}
	arena_free(&f.arena);
}

/* ---- all ----------------------------------------------------------------- */

static struct page
page_of(const struct chart *c, const struct chart_look *l, struct buf *out)
{
	return (struct page){ .c = c, .l = l, .out = out, .cursor_line = -1 };
}

static void
page_free(struct page *p)
{
	buf_free(&p->line);
	buf_free(&p->text);
}

void
chart_draw(const struct chart *c, const struct chart_look *l, struct buf *out,
    int *cursor_line)
{
	struct page p = page_of(c, l, out);

	if (c->n == 0) {
		put(&p, STR("  "));
		put(&p, c->note);
		end_line(&p);
	} else if (c->over_time) {
		draw_time(&p);
	} else {
		draw_bars(&p);
	}
	*cursor_line = p.cursor_line;
	page_free(&p);
}

void
chart_scroll(const struct chart *c, struct chart_look *l)
{
	struct buf none = { 0 };
	struct page p = page_of(c, l, &none);
	size_t n = c->n;

	if (c->n == 0 || l->cursor == SIZE_MAX)
		return;
	n = c->over_time ? time_shape(&p).n : bar_shape(&p).rows;
	if (l->cursor < l->top)
		l->top = l->cursor;
	else if (l->cursor >= l->top + n)
		l->top = l->cursor - n + 1;
	if (l->top + n > c->n)
		l->top = c->n - n;
	page_free(&p);
}

size_t
chart_at(const struct chart *c, const struct chart_look *l, int column,
    int line)
{
	struct buf none = { 0 };
	struct page p = page_of(c, l, &none);
	size_t i = SIZE_MAX;

	if (c->n == 0)
		return SIZE_MAX;
	if (c->over_time) {
		struct time_shape t = time_shape(&p);

		if (column >= t.gutter)
			i = t.first + (size_t)((column - t.gutter) / t.bin);
		if (i >= t.first + t.n)
			i = SIZE_MAX;
	} else {
		struct bar_shape s = bar_shape(&p);

		if (line >= 1 && (size_t)line <= s.rows)
			i = (l->cursor == SIZE_MAX ? 0 : l->top) +
			    (size_t)line - 1;
		if (i >= c->n)
			i = SIZE_MAX;
	}
	page_free(&p);
	return i;
}
