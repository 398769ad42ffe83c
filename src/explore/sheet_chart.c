/*
 * Tab Chart: the result of the path as a picture.  A line is a bar, or a bin
 * of time with its series in columns; v changes what is drawn, last the
 * numbers alone.
 */
#include <math.h>
#include <stdlib.h>

#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/chart.h"
#include "explore/state.h"

#define TABLE CHART_VIEWS /* the view behind those of a picture */
#define VALUE_COLUMNS 10

/* The columns of a bin: its time, its sum, its series; of a bar: its label,
 * its aggregates. */
enum { TIME, SUM, SERIES };

struct drawn {
	struct chart *chart;
	struct sheet_column columns[SHEET_CELLS];
};

static void
drawn_free(void *p)
{
	struct drawn *d = p;

	chart_free(d->chart);
	free(d);
}

static const struct chart *
chart_of(const struct sheet *s)
{
	const struct drawn *d = s && s->lines ? s->lines->own : NULL;

	return d ? d->chart : NULL;
}

/* The picture that is drawn: what was chosen, when it can be. */
static int
view_of(const struct explore *x, const struct chart *c)
{
	int view = x->chart_view;

	if (view == TABLE || (view >= 0 && c->can[view]))
		return view;
	return (int)chart_first_view(c);
}

/* ---- lines ------------------------------------------------------------- */

static void
number_cell(struct sheet_lines *l, struct sheet_cell *cell, double x)
{
	struct buf b = { 0 };

	if (isnan(x))
		return;
	chart_number(x, &b);
	cell->text = arena_copy(&l->arena, buf_str(&b));
	cell->number = x > 0 ? (uint64_t)x : 0;
	buf_free(&b);
}

static int
zone_of(const struct ask_sheet *k, int64_t us)
{
	return k->zone ? k->zone(us) : 0;
}

static void
add_bins(struct ask_sheet *k, struct sheet_lines *l, struct drawn *d)
{
	const struct chart *c = d->chart;
	struct str field = c->key == SIZE_MAX
	    ? (struct str){ 0 }
	    : result_column_field(k->answer->result, c->key);
	struct buf b = { 0 };

	d->columns[TIME] = (struct sheet_column){
		.title = STR("time"), .least = 24, .most = 30 };
	d->columns[SUM] = (struct sheet_column){ .title = c->adds
	        ? c->unit : STR(""), .least = VALUE_COLUMNS, .most = 14,
		.right = true };
	l->n_columns = SERIES + c->n_series;
	for (size_t s = 0; s < c->n_series; s++) {
		bool others = c->adds && s == CHART_SERIES_MAX - 1 &&
		    c->all_series > CHART_SERIES_MAX;

		d->columns[SERIES + s] = (struct sheet_column){
			.title = c->series[s].name, .least = VALUE_COLUMNS,
			.most = 24, .right = true, .sorts = !others };
	}
	for (size_t i = 0; i < c->n; i++) {
		struct sheet_line *line = sheet_add(l, field.n > 0
		        ? STAND_VALUE : STAND_OTHER);
		int64_t from = c->bin_us[i], to = c->bin_us[i + 1];
		double sum = 0;

		line->number = i;
		line->field = arena_copy(&l->arena, field);
		buf_reset(&b);
		range_print(from, to, zone_of(k, from), zone_of(k, to),
		    RANGE_DAY | (to - from < 60 * US_PER_SECOND
		        ? RANGE_SECONDS : 0), &b);
		line->cell[TIME].text = arena_copy(&l->arena, buf_str(&b));
		line->cell[TIME].number = i;
		for (size_t s = 0; s < c->n_series; s++) {
			double x = chart_value(c, s, i);

			number_cell(l, &line->cell[SERIES + s], x);
			sum += isnan(x) ? 0 : x;
		}
		if (c->adds)
			number_cell(l, &line->cell[SUM], sum);
	}
	buf_free(&b);
}

static void
add_bars(struct ask_sheet *k, struct sheet_lines *l, struct drawn *d)
{
	const struct chart *c = d->chart;
	struct result *r = k->answer->result;
	struct str field = c->key == SIZE_MAX
	    ? (struct str){ 0 } : result_column_field(r, c->key);
	struct cell_reader *cells = cell_reader_new(r);

	d->columns[0] = (struct sheet_column){ .title = STR(""),
		.least = 16, .most = 60, .cut = CUT_MIDDLE };
	l->n_columns = 1 + c->n_series;
	for (size_t s = 0; s < c->n_series; s++)
		d->columns[1 + s] = (struct sheet_column){
			.title = c->series[s].name, .least = VALUE_COLUMNS,
			.most = 24, .right = true, .sorts = true };
	for (size_t i = 0; i < c->n; i++) {
		struct sheet_line *line = sheet_add(l, field.n > 0
		        ? STAND_VALUE : STAND_OTHER);

		line->number = c->rows[i];
		line->field = arena_copy(&l->arena, field);
		line->cell[0].text = c->labels[i];
		if (field.n > 0) {
			struct value v = cell_read(cells, c->rows[i], c->key);

			line->value.type =
			    value_absent(v) ? VALUE_MISSING : v.type;
			line->value.text = arena_copy(&l->arena, v.text);
		}
		for (size_t s = 0; s < c->n_series; s++)
			number_cell(l, &line->cell[1 + s],
			    chart_value(c, s, i));
	}
	cell_reader_free(cells);
}

static void
fill(struct ask_sheet *k)
{
	struct chart *c = chart_new(k->answer->result, &k->work.stop);
	struct sheet_lines *l;
	struct drawn *d;

	if (!c)
		return;
	l = k->made = sheet_lines_new();
	d = mem_zero(1, sizeof(*d));
	d->chart = c;
	l->own = d;
	l->own_free = drawn_free;
	l->columns = d->columns;
	if (c->n == 0)
		sheet_say(l, "%.*s", STR_ARG(c->note));
	else if (c->over_time)
		add_bins(k, l, d);
	else
		add_bars(k, l, d);
}

/* ---- the picture ------------------------------------------------------- */

static bool
picture(struct explore *x, const struct sheet *s, int columns, int rows,
    bool ascii, struct buf *out, int *cursor_line)
{
	const struct chart *c = chart_of(s);
	struct chart_look look = { .columns = columns, .rows = rows,
		.ascii = ascii, .zone = x->zone, .sign = STR("  ") };
	int view;

	if (!c || c->n == 0 || s->direction != 0)
		return false;
	view = view_of(x, c);
	if (view == TABLE)
		return false;
	look.view = (enum chart_view)view;
	look.cursor = s->row;
	look.top = s->top;
	chart_scroll(c, &look);
	chart_draw(c, &look, out, cursor_line);
	return true;
}

static bool
across(const struct explore *x, const struct sheet *s)
{
	const struct chart *c = chart_of(s);

	return c && c->over_time && view_of(x, c) != TABLE;
}

/* ---- keys -------------------------------------------------------------- */

/* The series that was chosen, or the greatest. */
static struct value
value(const struct sheet *s, const struct sheet_line *l)
{
	const struct chart *c = chart_of(s);
	size_t i = s->column - SERIES;
	struct str text;

	if (!c || !c->over_time)
		return l->value;
	text = c->series[i < c->n_series ? i : 0].value;
	return (struct value){ text.n > 0 ? VALUE_STRING : VALUE_MISSING,
		text };
}

static unsigned
open_line(struct explore *x, struct sheet *s, const struct sheet_line *l)
{
	const struct chart *c = chart_of(s);
	bool gone;

	if (!c || s->version != x->answer_version) {
		tell(x, "the result is another by now: the chart comes anew");
		return DRAW_KEYS;
	}
	if (c->over_time) {
		gone = pick_bin_events(
		    x, c->bin_us[l->number], c->bin_us[l->number + 1]);
	} else {
		list_go(x, l->number);
		gone = pick_row_events(x);
	}
	if (gone)
		x->tab = TAB_EVENTS;
	return DRAW_ALL;
}

unsigned
act_chart_view(struct explore *x)
{
	const struct chart *c = chart_of(sheet_top(x));
	int view;

	if (!c || c->n == 0)
		return 0;
	view = view_of(x, c);
	do
		view = (view + 1) % (TABLE + 1);
	while (view != TABLE && !c->can[view]);
	x->chart_view = view;
	tell(x, "%s", view == TABLE ? "table" : chart_view_names[view]);
	return DRAW_ALL;
}

const struct sheet_kind sheet_chart = {
	.name = "chart",
	.about = "the result of stats as bars, lines or areas; Enter its "
	         "events",
	.form = SHEET_FORM_TAB,
	.tab = TAB_CHART,
	.tab_name = STR_INIT("Chart"),
	.follows = true,
	.open_word = "its events",
	.fill = fill,
	.open = open_line,
	.value = value,
	.picture = picture,
	.across = across,
};
