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
	{ "keys", DRAW_KEYS, pane_keys_draw },
	{ "prompt", DRAW_QUERY, pane_prompt_draw },
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

/* The longest start of words of text within that many columns; at least the
 * first word, cut if it must be. */
static struct str
words_fit(struct str text, size_t columns)
{
	size_t n = text_fit(text, columns);

	if (n == text.n)
		return text;
	for (size_t i = n; i > 0; i--)
		if (text.p[i] == ' ')
			return str_trim(str_head(text, i));
	return str_head(text, n);
}

/* The longest end of text within that many columns. */
static struct str
end_fit(struct str text, size_t columns)
{
	while (text.n > 0 && text_width(text) > columns) {
		uint32_t c;
		size_t n = utf8_decode(text, &c);

		text = str_from(text, n ? n : 1);
	}
	return text;
}

enum { RULER_SIGNS = 7 }; /* "─ ", " ─ ", " ─" */

void
ruler_draw(struct view *v, struct box box, int row, struct str left,
    struct str right, bool focused)
{
	struct grid *g = &v->grid;
	unsigned looks = focused ? LOOK_TITLE : LOOK_QUIET;
	size_t room = box.columns > RULER_SIGNS ?
	    (size_t)(box.columns - RULER_SIGNS) : 0;
	size_t wide = text_width(right);
	size_t left_least =
	    text_width(words_fit(left, 1 + str_index(left, ' ')));
	bool cut = false;

	grid_repeat(g, box, row, 0, box.columns, focused ? 0x2550 : 0x2500,
	    looks);
	if (left.n > 0 && text_width(left) + wide > room)
		left = words_fit(left, room > wide + left_least ?
		        room - wide : left_least);
	if (left.n > 0) {
		grid_put_fit(g, box, row, 1, box.columns - 2, STR(" "), looks);
		grid_put_fit(g, box, row, 2, box.columns - 3, left, looks);
		grid_put(g, box, row, 2 + (int)text_width(left), STR(" "),
		    looks);
		room -= text_width(left) < room ? text_width(left) : room;
	}
	if (right.n == 0 || room < 4)
		return;
	if (wide > room) {
		right = end_fit(right, room - 1);
		wide = text_width(right) + 1;
		cut = true;
	}
	grid_put(g, box, row, box.columns - 3 - (int)wide, STR(" "), looks);
	if (cut)
		grid_put(g, box, row, box.columns - 2 - (int)wide, STR("…"),
		    looks);
	grid_put_right(g, (struct box){ box.row, box.column, box.rows,
	    box.columns - 2 }, row, right, looks);
	grid_put(g, box, row, box.columns - 2, STR(" "), looks);
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
