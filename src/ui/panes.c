#include "ui/panes.h"

#include <string.h>
#include "base/utf8.h"

/* clang-format off */
static const struct pane all_panes[] = {
	{ "tabs", DRAW_TABS, pane_tabs_draw },
	{ "histogram", DRAW_BARS, pane_histogram_draw },
	{ "query", DRAW_QUERY, pane_query_draw },
	{ "path", DRAW_PATH | DRAW_KEYS, pane_path_draw },
	{ "list", DRAW_LIST, pane_list_draw },
	{ "detail", DRAW_DETAIL, pane_detail_draw },
	{ "sheet", DRAW_ALL, pane_sheet_draw },
	{ "keys", DRAW_KEYS | DRAW_BARS, pane_keys_draw },
	{ "prompt", DRAW_QUERY, pane_prompt_draw },
	{ "box", DRAW_ALL, pane_box_draw },
	{ "help", DRAW_ALL, pane_help_draw },
};
/* clang-format on */

const struct pane *
panes(size_t *n)
{
	*n = sizeof(all_panes) / sizeof(all_panes[0]);
	return all_panes;
}

void
cursor_draw(struct view *v, struct box box, int row, bool focused)
{
	grid_put(&v->grid, box, row, 0, focused ? STR(">") : STR("·"),
	    LOOK_PLAIN);
	if (focused)
		grid_cursor(&v->grid, box, row, 0);
}

static bool
is_block(uint32_t c)
{
	return c >= 0x2580 && c <= 0x259f; /* Block Elements */
}

void
cursor_row_draw(struct view *v, struct box box, int row, bool focused)
{
	struct grid *g = &v->grid;
	int n;

	cursor_draw(v, box, row, focused);
	n = text_columns(g, box, row);
	while (n > 0 &&
	       is_block(grid_at(g, box.row + row, box.column + n - 1)->c))
		n--;
	box.columns = n;
	grid_look(g, box, row, 0, text_columns(g, box, row),
	    focused ? LOOK_CURSOR : LOOK_PLACE);
}

/* The longest start of text that ends between words, within that many
 * columns; at least the first word. */
static struct str
words_fit(struct str text, int columns)
{
	size_t n = columns > 0 ? text_fit(text, (size_t)columns) : 0;

	if (n == text.n)
		return text;
	while (n > 0 && text.p[n] != ' ')
		n--;
	return n > 0 ? str_trim(str_head(text, n))
		     : str_head(text, str_index(text, ' '));
}

/* The longest end of text within that many columns. */
static struct str
end_fit(struct str text, int columns)
{
	while (text.n > 0 && (int)text_width(text) > columns) {
		uint32_t c;
		size_t n = utf8_decode(text, &c);

		text = str_from(text, n ? n : 1);
	}
	return text;
}

/* What "requestParameters.policyArn  11/20" needs at least: "…11/20". */
static int
least_columns(struct str text)
{
	struct str last = text;

	for (size_t at; (at = str_find(last, STR("  "))) < last.n;)
		last = str_from(last, at + 2);
	return (int)text_width(last) + (last.n < text.n);
}

enum { RULER_SIGNS = 7 }; /* "─ ", " ─ ", " ─" */

void
ruler_draw(struct view *v, struct box box, int row, struct str left,
    struct str right, bool focused)
{
	struct grid *g = &v->grid;
	unsigned looks = focused ? LOOK_TITLE : LOOK_QUIET;
	int room = box.columns - RULER_SIGNS, wide, left_wide;

	grid_repeat(g, box, row, 0, box.columns, focused ? 0x2550 : 0x2500,
	    looks);
	if (room < 1)
		return;
	left = words_fit(left, room - (int)text_width(right));
	left_wide = (int)text_width(left);
	if (left_wide > room - least_columns(right))
		left_wide = room - least_columns(right);
	if (left_wide > 0) {
		grid_put(g, box, row, 1, STR(" "), looks);
		grid_put_fit(g, box, row, 2, left_wide, left, looks);
		grid_put(g, box, row, 2 + left_wide, STR(" "), looks);
		room -= left_wide;
	}
	wide = (int)text_width(right);
	if (wide == 0)
		return;
	if (wide > room) {
		right = end_fit(right, room - 1);
		wide = (int)text_width(right) + 1;
		grid_put(g, box, row, box.columns - 2 - wide, STR("…"), looks);
	}
	box.columns -= 2;
	grid_put_right(g, box, row, right, looks);
	grid_put(g, box, row, box.columns - wide - 1, STR(" "), looks);
	box.columns += 2;
	grid_put(g, box, row, box.columns - 2, STR(" "), looks);
}

int
text_columns(const struct grid *g, struct box box, int row)
{
	int n = box.columns;

	while (n > 0 && grid_at(g, box.row + row, box.column + n - 1)->c == ' ')
		n--;
	return n;
}

void
place_draw(struct grid *g, struct box box, struct str text)
{
	static const struct str live = { "LIVE", 4 };
	int start = box.columns - (int)text_width(text);
	size_t at = str_find(text, live);

	grid_put_right(g, box, 0, text, LOOK_PLAIN);
	if (at < text.n)
		grid_look(g, box, 0, start + (int)text_width(str_head(text, at)),
		    (int)live.n, LOOK_LIVE);
}

void
count_add(struct buf *out, uint64_t n)
{
	char digits[32];
	size_t i = sizeof(digits);
	int groups = 0;

	do {
		if (groups == 3) {
			digits[--i] = ',';
			groups = 0;
		}
		digits[--i] = (char)('0' + n % 10);
		groups++;
		n /= 10;
	} while (n > 0);
	buf_add(out, (struct str){ digits + i, sizeof(digits) - i });
}
