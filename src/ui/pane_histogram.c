/*
 * Bars over time, and below each its mark.
 *
 *	11:42 ▂▁   ▁ ▁▂▁▅▇▁▂ 12:38  peak 395
 *	07-10 xx     x    x  1m a bar
 *
 * On a tall screen bars are several rows high, two columns wide where there is
 * room, the peak stands at the left, and an axis with round times below the
 * marks.
 */
#include "ui/panes.h"

#include <stdio.h>
#include "base/timefmt.h"
#include "base/utf8.h"

enum {
	TALL_GUTTER = 7,   /* "   165 " */
	WIDE_BAR = 2,	   /* columns of a bar on a tall screen of so many: */
	WIDE_FROM = 120,
	PEAK_COLUMNS = 10, /* "  peak 395" */
	TICK_COLUMNS = 12, /* between two times of the axis, at least */
	PROGRESS_BAR = 30,
};

static bool
is_tall(const struct view *v)
{
	return v->layout.axis.rows > 0;
}

static int
bar_columns(const struct view *v)
{
	return is_tall(v) && v->columns >= WIDE_FROM ? WIDE_BAR : 1;
}

/* Columns before the first bar. */
static int
gutter(const struct view *v, const struct explore_bars *b)
{
	int wide = (int)text_width(b->first);

	if (is_tall(v))
		return TALL_GUTTER;
	return (wide > 5 ? wide : 5) + 1;
}

int
histogram_bars(struct view *v)
{
	struct explore_bars b;
	int columns = v->layout.bars.columns, last, room;

	if (v->layout.bars.rows == 0)
		return 0;
	explore_bars(v->x, &b);
	last = (int)text_width(b.last);
	if (bar_columns(v) == WIDE_BAR)
		return (columns - TALL_GUTTER) / WIDE_BAR;
	room =
	    columns - gutter(v, &b) - 1 - (last > 5 ? last : 5) - PEAK_COLUMNS;
	return room > 1 ? room : 1;
}

/* Eighths of a row that a bar is high, rounded up: one that is not empty is
 * seen. */
static int64_t
height(uint64_t count, uint64_t peak, int rows)
{
	unsigned __int128 eighths =
	    (unsigned __int128)count * 8u * (unsigned)rows;

	return peak ? (int64_t)((eighths + peak - 1) / peak) : 0;
}

/* What bars show: all calls, those that succeeded, those that failed. */
enum part { PART_ALL, PART_OK, PART_FAILED };

static uint64_t
part_count(const struct explore_bar *b, enum part part)
{
	return part == PART_ALL	     ? b->count
	       : part == PART_FAILED ? b->failed
				     : b->count - b->failed;
}

static uint64_t
part_peak(const struct explore_bars *b, enum part part)
{
	return part == PART_ALL	     ? b->peak
	       : part == PART_FAILED ? b->peak_failed
				     : b->peak_ok;
}

/* Bars over the rows of the box. */
static void
bars_rows(struct view *v, const struct explore_bars *b, struct box box,
    enum part part)
{
	int left = gutter(v, b), wide = bar_columns(v);
	unsigned look = part == PART_FAILED ? LOOK_FAILED : LOOK_BAR;

	for (int row = 0; row < box.rows; row++)
		for (size_t i = 0; i < b->n; i++) {
			int64_t eighths = height(part_count(&b->bars[i], part),
					      part_peak(b, part), box.rows) -
					  8 * (box.rows - 1 - row);

			for (int k = 0; k < wide && eighths > 0; k++)
				grid_bar(&v->grid, box, row,
				    left + (int)i * wide + k,
				    eighths > 8 ? 8 : (unsigned)eighths, look);
		}
}

/* What stands before the bars of a tall screen, set to the right. */
static void
gutter_put(struct view *v, struct box box, int row, struct str text)
{
	box.columns = TALL_GUTTER - 1;
	grid_put_right(&v->grid, box, row, text, LOOK_PLAIN);
}

static void
bars_draw(struct view *v, const struct explore_bars *b)
{
	struct grid *g = &v->grid;
	struct box box = v->layout.bars;
	struct buf *line = &v->scratch;
	struct str peak;
	int at;

	bars_rows(v, b, box, PART_ALL);
	if (is_tall(v)) {
		buf_reset(line);
		count_add(line, b->peak);
		gutter_put(v, box, 0, buf_str(line));
		gutter_put(v, box, box.rows - 1, STR("0"));
		return;
	}
	grid_put(g, box, 0, 0, b->first, LOOK_PLAIN);
	at = gutter(v, b) + (int)b->n + 1;
	at += grid_put(g, box, 0, at, b->last, LOOK_PLAIN) + 2;
	peak = explore_bars_peak(v->x);
	if (at + (int)text_width(peak) > box.columns) {
		buf_reset(line);
		count_add(line, b->peak);
		peak = buf_str(line);
	}
	if (at + (int)text_width(peak) <= box.columns)
		grid_put(g, box, 0, at, peak, LOOK_QUIET);
}

/*
 *	ok      ▂▁ ▁▂▁▅▇▁▂ 12:38  peak 360
 *	failed  ▁▁ ▁▃▁▂▁▁▁ 12:38  peak 73
 *
 * each on its own scale; on a tall screen failed calls have the lower row of
 * the bars.
 */
static void
split_draw(struct view *v, const struct explore_bars *b)
{
	struct grid *g = &v->grid;
	struct box ok = v->layout.bars, failed = v->layout.marks;
	int at = gutter(v, b) + (int)b->n + 1;

	if (is_tall(v)) {
		failed = ok;
		failed.row += --ok.rows;
		failed.rows = 1;
	}
	bars_rows(v, b, ok, PART_OK);
	bars_rows(v, b, failed, PART_FAILED);
	grid_put(g, ok, 0, 0, STR("ok"), LOOK_PLAIN);
	grid_put(g, failed, 0, 0, STR("fail"), LOOK_FAILED);
	if (is_tall(v))
		return;
	at += grid_put(g, ok, 0, at, b->last, LOOK_PLAIN) + 2;
	grid_printf(g, ok, 0, at, LOOK_QUIET, "peak %llu",
	    (unsigned long long)b->peak_ok);
	grid_printf(g, failed, 0, at, LOOK_QUIET, "peak %llu",
	    (unsigned long long)b->peak_failed);
}

/* "[==]" around the chosen bars. */
static void
chosen_draw(struct view *v, const struct explore_bars *b, int left, int wide)
{
	struct grid *g = &v->grid;
	struct box box = v->layout.marks;
	int at = left + (int)b->chosen_from * wide;
	int n = (int)(b->chosen_to - b->chosen_from) * wide;

	if (b->cursor >= b->n)
		return;
	grid_put(g, box, 0, at - 1, STR("["), LOOK_CURSOR);
	grid_repeat(g, box, 0, at, n, '=', LOOK_CURSOR);
	grid_put(g, box, 0, at + n, STR("]"), LOOK_CURSOR);
	grid_cursor(g, box, 0, left + (int)b->cursor * wide);
}

/* "11-02 11:42" and "2023-11-02" stand in two rows at the left of a tall
 * screen; *upper: the first part, *lower: the rest. */
static void
first_split(const struct explore_bars *b, struct str *upper, struct str *lower)
{
	size_t n = str_index(b->first, ' ');

	if (n == b->first.n)
		n = str_index(b->first, '-');
	*upper = n < b->first.n ? str_head(b->first, n) : b->day;
	*lower = n < b->first.n ? str_from(b->first, n + 1) : b->first;
}

static void
marks_draw(struct view *v, const struct explore_bars *b)
{
	struct grid *g = &v->grid;
	struct box box = v->layout.marks;
	int left = gutter(v, b), wide = bar_columns(v);
	struct str upper, lower;

	first_split(b, &upper, &lower);
	if (is_tall(v))
		gutter_put(v, box, 0, upper);
	else
		grid_put(g, box, 0, 0, b->day, LOOK_PLAIN);
	for (size_t i = 0; i < b->n; i++)
		if (b->bars[i].mark != ' ')
			grid_put(g, box, 0, left + (int)i * wide,
			    (struct str){ &b->bars[i].mark, 1 },
			    b->bars[i].mark == 'x' ? LOOK_FAILED : LOOK_MARK);
	if (!is_tall(v))
		grid_put(g, box, 0, left + (int)b->n + 1, b->bucket,
		    LOOK_QUIET);
	chosen_draw(v, b, left, wide);
}

/* Steps between times of the axis. */
static const int64_t ticks_us[] = {
	1 * US_PER_SECOND,
	5 * US_PER_SECOND,
	10 * US_PER_SECOND,
	30 * US_PER_SECOND,
	60 * US_PER_SECOND,
	300 * US_PER_SECOND,
	600 * US_PER_SECOND,
	1800 * US_PER_SECOND,
	3600 * US_PER_SECOND,
	6 * 3600 * US_PER_SECOND,
	US_PER_DAY,
	7 * US_PER_DAY,
	28 * US_PER_DAY,
	91 * US_PER_DAY,
	364 * US_PER_DAY,
};

static int64_t
tick_step(int64_t bucket_us, int wide)
{
	size_t n = sizeof(ticks_us) / sizeof(ticks_us[0]);

	for (size_t i = 0; i < n; i++)
		if (ticks_us[i] / bucket_us * wide >= TICK_COLUMNS)
			return ticks_us[i];
	return bucket_us * TICK_COLUMNS;
}

static void
tick_text(int64_t us, int64_t step, char out[16])
{
	struct civil c;

	time_civil(us, &c);
	if (step >= 91 * US_PER_DAY)
		snprintf(out, 16, "%04d-%02u", c.year % 10000,
		    (unsigned)c.month % 100);
	else if (step >= US_PER_DAY)
		snprintf(out, 16, "%02u-%02u", (unsigned)c.month % 100,
		    (unsigned)c.day % 100);
	else if (step >= 60 * US_PER_SECOND)
		snprintf(out, 16, "%02u:%02u", (unsigned)c.hour % 100,
		    (unsigned)c.minute % 100);
	else
		snprintf(out, 16, "%02u:%02u:%02u", (unsigned)c.hour % 100,
		    (unsigned)c.minute % 100, (unsigned)c.second % 100);
}

/* The first bar at or after `from` whose local time is a multiple of step. */
static int64_t
tick_first(const struct view *v, int64_t from_us, int64_t step, int64_t *zone)
{
	int64_t local, over;

	*zone = v->zone ? v->zone(from_us) * US_PER_SECOND : 0;
	local = from_us + *zone;
	over = local % step;
	if (over < 0)
		over += step;
	return over ? local + step - over : local;
}

static void
axis_draw(struct view *v, const struct explore_bars *b)
{
	struct grid *g = &v->grid;
	struct box box = v->layout.axis;
	int wide = bar_columns(v);
	int end = TALL_GUTTER + (int)b->n * wide + 1;
	int64_t step = tick_step(b->bucket_us, wide), zone;
	int64_t tick = tick_first(v, b->from_us, step, &zone);
	struct str upper, lower;

	first_split(b, &upper, &lower);
	gutter_put(v, box, 0, lower);
	for (; tick - zone < b->to_us; tick += step) {
		char text[16];
		int at =
		    TALL_GUTTER +
		    (int)((tick - zone - b->from_us) / b->bucket_us) * wide;

		tick_text(tick, step, text);
		if (at > TALL_GUTTER &&
		    at + (int)text_width(str_of(text)) + 2 <= end)
			grid_put(g, box, 0, at, str_of(text), LOOK_PLAIN);
	}
	end += grid_put(g, box, 0, end, b->last, LOOK_PLAIN) + 2;
	grid_put_fit(g, box, 0, end, box.columns - end, b->bucket, LOOK_QUIET);
}

/* "loading ██████░░░░ 5 of 55 files  20 %  1 s left     ^C stop" */
static void
progress_draw(struct view *v, const struct explore_progress *p)
{
	struct grid *g = &v->grid;
	struct box box = v->layout.marks;
	static const struct str word = { "loading ", 8 }, stop = { "^C stop", 7 };
	int room = box.columns -
		   (int)(word.n + 1 + text_width(p->text) + 2 + stop.n);
	int bar = room < PROGRESS_BAR ? room : PROGRESS_BAR;
	int full, at;

	if (!p->loading) {
		grid_put_fit(g, box, 0, 0, box.columns, p->text, LOOK_DAMAGED);
		return;
	}
	if (bar < 0)
		bar = 0;
	full = (int)p->percent * bar / 100;
	at = grid_put(g, box, 0, 0, word, LOOK_PLAIN);
	grid_repeat(g, box, 0, at, full, 0x2588, LOOK_BAR);
	grid_repeat(g, box, 0, at + full, bar - full, 0x2591, LOOK_BAR);
	at += bar + (bar > 0);
	grid_put(g, box, 0, at, p->text, LOOK_PLAIN);
	if (room >= -1) /* no bar and no blank behind it */
		grid_put_right(g, box, 0, stop, LOOK_QUIET);
}

/* Bars and marks, for the mouse. */
static void
bars_spot(struct view *v, const struct explore_bars *b)
{
	struct box box = v->layout.bars;
	int wide = bar_columns(v);

	box.rows += v->layout.marks.rows;
	box.column += gutter(v, b);
	box.columns = (int)b->n * wide;
	spot_add(v, &(struct spot){ .kind = SPOT_BARS, .box = box, .n = wide });
}

void
pane_histogram_draw(struct view *v)
{
	struct explore_bars b;
	struct explore_progress p;

	grid_blank(&v->grid, v->layout.bars);
	grid_blank(&v->grid, v->layout.marks);
	grid_blank(&v->grid, v->layout.axis);
	spots_drop(v, SPOT_BARS);
	if (v->layout.bars.rows == 0)
		return;
	explore_bars(v->x, &b);
	explore_progress(v->x, &p);
	if (b.n > 0)
		bars_spot(v, &b);
	if (b.n > 0 && b.split)
		split_draw(v, &b);
	else if (b.n > 0)
		bars_draw(v, &b);
	if (p.loading || p.stopped)
		progress_draw(v, &p);
	else if (b.n > 0 && (!b.split || is_tall(v)))
		marks_draw(v, &b);
	else if (b.n > 0)
		chosen_draw(v, &b, gutter(v, &b), 1);
	if (b.n > 0 && is_tall(v))
		axis_draw(v, &b);
}
