/* ui/layout.h against the numbers of the screens' description. */
#include "tap.h"
#include "ui/layout.h"

static struct layout_wish
plain(void)
{
	return (struct layout_wish){ .share_below = 55, .share_beside = 37 };
}

static bool
at(struct box b, int row, int column, int rows, int columns)
{
	if (b.row == row && b.column == column && b.rows == rows &&
	    b.columns == columns)
		return true;
	printf("# %d,%d %dx%d\n", b.row, b.column, b.rows, b.columns);
	return false;
}

static void
usual_terminal(void)
{
	struct layout_wish w = plain();
	struct layout l = layout_make(80, 24, &w);

	ok(at(l.tabs, 0, 0, 1, 80) && at(l.bars, 1, 0, 1, 80) &&
		at(l.marks, 2, 0, 1, 80) && at(l.query, 3, 0, 1, 80) &&
		at(l.path, 4, 0, 1, 80) && at(l.header, 5, 0, 1, 80) &&
		at(l.list, 6, 0, 17, 80) && at(l.keys, 23, 0, 1, 80),
	    "80x24: lines 1-6, 17 rows of list, keys");
	ok(l.axis.rows == 0 && l.detail.rows == 0 && l.divider.rows == 0,
	    "and nothing else");
	w.detail = true;
	l = layout_make(80, 24, &w);
	ok(at(l.list, 6, 0, 7, 80) && at(l.detail_title, 13, 0, 1, 80) &&
		at(l.detail, 14, 0, 9, 80) && at(l.keys, 23, 0, 1, 80),
	    "with the detail 7 rows, its title, 9 rows");
	w.detail_focused = true;
	l = layout_make(80, 24, &w);
	ok(at(l.list, 6, 0, 7, 80) && at(l.detail, 14, 0, 9, 80),
	    "nothing moves when focus moves");
	w.only = SHOW_DETAIL;
	l = layout_make(80, 24, &w);
	ok(l.list.rows == 0 && at(l.detail_title, 5, 0, 1, 80) &&
		at(l.detail, 6, 0, 17, 80),
	    "the detail alone has everything below the path");
	w.only = SHOW_LIST;
	l = layout_make(80, 24, &w);
	ok(at(l.list, 6, 0, 17, 80) && l.detail.rows == 0,
	    "so has the list alone");
	w = plain();
	w.whole = true;
	l = layout_make(80, 24, &w);
	ok(at(l.list, 1, 0, 22, 80) && l.query.rows == 0 && l.path.rows == 0,
	    "a tab of its own has all but tabs and keys");
}

static void
large_terminals(void)
{
	struct layout_wish w = plain();
	struct layout l;

	w.detail = true;
	l = layout_make(140, 45, &w);
	ok(l.beside && at(l.bars, 1, 0, 3, 140) && at(l.marks, 4, 0, 1, 140) &&
		at(l.axis, 5, 0, 1, 140) && at(l.query, 6, 0, 1, 140) &&
		at(l.path, 7, 0, 1, 140),
	    "140x45: five lines of histogram, marks and axis");
	ok(at(l.header, 8, 0, 1, 88) && at(l.list, 9, 0, 35, 88) &&
		at(l.divider, 8, 88, 36, 1) &&
		at(l.detail_title, 8, 89, 1, 51) && at(l.detail, 9, 89, 35, 51),
	    "the list has 88 columns, the detail 51 and the full height");
	l = layout_make(139, 45, &w);
	ok(!l.beside && l.list.columns == 139, "at 139 it is still below");
	l = layout_make(160, 20, &w);
	ok(l.beside && l.bars.rows == 1 && l.list.columns == 100,
	    "160x20 has it at the right too");
	w.detail = false;
	l = layout_make(250, 60, &w);
	ok(l.bars.rows == 5 && l.axis.rows == 1 && at(l.list, 11, 0, 48, 250),
	    "from 60 lines the histogram has seven");
}

static void
small_terminals(void)
{
	struct layout_wish w = plain();
	struct layout l = layout_make(40, 10, &w);

	ok(l.one_pane && at(l.path, 1, 0, 1, 40) && at(l.list, 2, 0, 7, 40) &&
		at(l.keys, 9, 0, 1, 40) && l.query.rows == 0 &&
		l.header.rows == 0 && l.bars.rows == 0,
	    "40x10: tabs, path, seven rows, keys");
	w.detail = true;
	l = layout_make(40, 10, &w);
	ok(l.list.rows == 7 && l.detail.rows == 0,
	    "one pane at a time: the list while it has the focus");
	w.detail_focused = true;
	l = layout_make(40, 10, &w);
	ok(l.list.rows == 0 && at(l.detail_title, 2, 0, 1, 40) &&
		at(l.detail, 3, 0, 6, 40),
	    "else the detail with its title");
	w = plain();
	w.editing = true;
	l = layout_make(40, 10, &w);
	ok(at(l.query, 1, 0, 1, 40) && at(l.list, 3, 0, 6, 40),
	    "a query line only while editing");
	w = plain();
	l = layout_make(80, 15, &w);
	ok(l.bars.rows == 0 && l.header.rows == 0 && l.query.rows == 0,
	    "below 16 lines no histogram, no header, no query");
	l = layout_make(80, 16, &w);
	ok(l.bars.rows == 1 && l.header.rows == 1 && l.query.rows == 1,
	    "at 16 there is");
	ok(layout_make(19, 24, &w).too_small &&
		layout_make(80, 4, &w).too_small &&
		!layout_make(20, 5, &w).too_small,
	    "below 20x5 it is too small");
}

static bool
box_inside(struct box b, int columns, int rows)
{
	return b.row >= 0 && b.column >= 0 && b.rows >= 0 && b.columns >= 0 &&
	       (b.rows == 0 || b.row + b.rows <= rows) &&
	       b.column + b.columns <= columns;
}

static void
every_size_fits(void)
{
	int outside = 0, lost = 0, short_detail = 0;

	for (int columns = 20; columns <= 260; columns += 3)
		for (int rows = 5; rows <= 70; rows++)
			for (int share = 15; share <= 85; share += 35) {
				struct layout_wish w = { .detail = true,
					.share_below = share,
					.share_beside = share };
				struct layout l =
				    layout_make(columns, rows, &w);
				struct box boxes[] = { l.tabs, l.bars, l.marks,
					l.axis, l.query, l.path, l.header,
					l.list, l.divider, l.detail_title,
					l.detail, l.keys };
				int used = 0;

				for (int i = 0; i < 12; i++) {
					outside += !box_inside(boxes[i],
					    columns, rows);
					used +=
					    boxes[i].rows * boxes[i].columns;
				}
				lost += used != columns * rows;
				short_detail += l.detail.rows > 0 &&
						!l.one_pane && !l.beside &&
						l.detail.rows < 5;
			}
	ok(outside == 0, "at every size all boxes are on the screen");
	ok(lost == 0, "and cover it exactly");
	ok(short_detail == 0, "a detail below a list has five rows at least");
}

int
main(void)
{
	usual_terminal();
	large_terminals();
	small_terminals();
	every_size_fits();
	return done_testing();
}
