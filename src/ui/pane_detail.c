/*
 * The opened record as a tree.
 *
 *	─ iam:CreateUser 12:24:49 us-east-1 ─ requestParameters.userName 11/20 ─
 *	    awsRegion         "us-east-1"
 *	  ▸ userIdentity      {6} IAMUser, AIDATFQR7NSC5AU2ZV3IE, arn:aws:i…  ~2
 *	  ▾ requestParameters {1}
 *	·     userName        "malicious-iam-user"
 */
#include "ui/panes.h"

#include <stdio.h>
#include "base/utf8.h"

enum { FOLD_COLUMN = 2, KEY_COLUMN = 4 };

/* Columns that are left for the value, with the hits inside at the right. */
static int
matches_draw(struct view *v, struct box box, int row, uint64_t matches)
{
	char text[24];

	if (matches == 0)
		return box.columns;
	snprintf(text, sizeof(text), "~%llu", (unsigned long long)matches);
	grid_put_right(&v->grid, box, row, str_of(text), LOOK_MATCH);
	return box.columns - (int)text_width(str_of(text)) - 2;
}

static void
leaf_draw(struct view *v, struct box box, int row,
    const struct explore_detail_line *line)
{
	struct grid *g = &v->grid;
	unsigned match = line->match ? LOOK_MATCH : LOOK_PLAIN;
	int key = KEY_COLUMN + line->indent;
	int value = KEY_COLUMN + explore_detail_key_columns(v->x) + 1;
	int end = matches_draw(v, box, row, line->matches);

	if (line->plain) {
		grid_put_fit(g, box, row, KEY_COLUMN, end - KEY_COLUMN,
		    line->value, match);
		return;
	}
	if (line->fold != ' ')
		grid_put(g, box, row, FOLD_COLUMN + line->indent,
		    line->fold == '>' ? STR("▸") : STR("▾"), LOOK_PLAIN);
	grid_put_fit(g, box, row, key, end - key, line->key, match);
	key += (int)text_width(line->key) + 1;
	if (value < key)
		value = key;
	grid_put_fit(g, box, row, value, end - value, line->value, match);
	if (line->summary.n == 0)
		return;
	value += (int)text_width(line->value) + 1;
	grid_put_fit(g, box, row, value, end - value, line->summary,
	    line->row ? match : LOOK_QUIET);
}

void
pane_detail_draw(struct view *v)
{
	struct grid *g = &v->grid;
	struct box box = v->layout.detail;
	bool focused = explore_focus(v->x) == PANE_DETAIL;
	struct explore_detail_title title;

	grid_blank(g, box);
	spots_drop(v, SPOT_BORDER);
	if (v->layout.detail_title.rows == 0)
		return;
	spot_add(v, &(struct spot){ .kind = SPOT_LINES, .pane = PANE_DETAIL,
		       .box = box });
	spot_add(v, &(struct spot){ .kind = SPOT_BORDER,
		       .box = v->layout.beside ? v->layout.divider
					       : v->layout.detail_title });
	explore_detail_title(v->x, &title);
	ruler_draw(v, v->layout.detail_title, 0, title.left, title.right,
	    focused);
	for (int row = 0; row < v->layout.divider.rows; row++)
		grid_put(g, v->layout.divider, row, 0, STR("│"), LOOK_QUIET);
	for (int row = 0; row < box.rows; row++) {
		struct explore_detail_line line = { 0 };

		explore_detail_line(v->x, row, &line);
		if (!line.exists)
			break;
		leaf_draw(v, box, row, &line);
		if (line.cursor)
			cursor_row_draw(v, box, row, focused);
	}
}
