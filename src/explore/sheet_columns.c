/*
 * The columns of the list (C): which, in which order, how wide.
 */
#include "base/utf8.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/state.h"

enum { ON, TITLE, FIELD, WIDTH, COLUMNS };

/* clang-format off */
static const struct sheet_column columns[COLUMNS] = {
	[ON] = { STR_INIT(""), 3, 3, .cut = CUT_END },
	[TITLE] = { STR_INIT("column"), 8, 8, .cut = CUT_END },
	[FIELD] = { STR_INIT("field"), 16, 40, 40, .cut = CUT_MIDDLE },
	[WIDTH] = { STR_INIT("width"), 7, 7, 30, .right = true },
};
/* clang-format on */

static bool
columns_make(struct explore *x, const struct sheet *s, struct sheet_lines *l)
{
	size_t drawn = explore_columns(x);

	(void)s;
	if (x->answer && !x->answer->plain) {
		tell(x, "this result has columns of its own: ; edits them");
		return false;
	}
	for (size_t i = 0; i < x->set->n; i++) {
		const struct column_choice *c = &x->set->column[i];
		struct str field = column_field_name(x->answer, x->set, c->id);
		struct sheet_line *line = sheet_add(l, STAND_FIELD);
		int width = 0;

		for (size_t d = 0; d < drawn; d++)
			if (x->columns.column[d].id == c->id)
				width = x->columns.column[d].width;
		line->number = c->id;
		line->field = arena_copy(&l->arena, field);
		line->cell[ON].text = c->hidden ? STR("[ ]") : STR("[x]");
		line->cell[TITLE].text = c->id < LIST_ADDED
		    ? column_title(x->answer, x->set, c->id)
		    : STR("added");
		line->cell[FIELD].text = line->field;
		line->cell[WIDTH].text = c->hidden ? STR("hidden")
		    : width == 0 && x->answer &&
		        !column_varies(x->answer, c->id)
		    ? STR("same")
		    : width == 0 ? STR("no room")
		    : arena_printf(&l->arena, "%d%s", width,
		          c->width ? "" : " auto");
	}
	l->title = STR("columns");
	l->footer = STR("Space on, off  J K move  < > width  X reset");
	return true;
}

/* The choice under the cursor, in a copy that can be changed. */
static struct column_choice *
choice(struct explore *x, struct column_set **set)
{
	const struct sheet_line *l = sheet_line_here(sheet_top(x));

	*set = NULL;
	if (!l)
		return NULL;
	*set = column_set_copy(x->set);
	return &(*set)->column[column_set_find(*set, l->number)];
}

static void
changed(struct explore *x, struct column_set *set, const char *what)
{
	change_begin(x, what);
	columns_use(x, set);
	sheet_again(x, sheet_top(x));
}

unsigned
act_column_switch(struct explore *x)
{
	struct column_set *set;
	struct column_choice *c = choice(x, &set);

	if (c) {
		c->hidden = !c->hidden;
		changed(x, set, c->hidden ? "column hidden" : "column shown");
	}
	return DRAW_ALL;
}

static unsigned
move_column(struct explore *x, int step)
{
	struct column_set *set;
	struct column_choice *c = choice(x, &set), other;
	size_t at;

	if (!c)
		return DRAW_KEYS;
	at = (size_t)(c - set->column);
	if (step < 0 ? at == 0 : at + 1 == set->n) {
		column_set_release(set);
		return DRAW_KEYS;
	}
	other = c[step];
	c[step] = *c;
	*c = other;
	changed(x, set, "column moved");
	return DRAW_ALL;
}

unsigned
act_column_later(struct explore *x)
{
	return move_column(x, 1);
}

unsigned
act_column_earlier(struct explore *x)
{
	return move_column(x, -1);
}

static unsigned
widen(struct explore *x, int step)
{
	const struct sheet_line *l = sheet_line_here(sheet_top(x));

	if (l && column_widen(x, l->number, step))
		sheet_again(x, sheet_top(x));
	return DRAW_ALL;
}

unsigned
act_column_narrower(struct explore *x)
{
	return widen(x, -1);
}

unsigned
act_column_wider(struct explore *x)
{
	return widen(x, 1);
}

/* An added one goes, another gets its width by the rules and is shown. */
unsigned
act_column_reset(struct explore *x)
{
	struct column_set *set;
	struct column_choice *c = choice(x, &set);

	if (!c)
		return DRAW_KEYS;
	if (c->id >= LIST_ADDED) {
		column_set_remove(set, c->id);
		changed(x, set, "column taken away");
	} else {
		c->hidden = false;
		c->width = 0;
		changed(x, set, "column as it was");
	}
	return DRAW_ALL;
}

static unsigned
columns_open(struct explore *x, struct sheet *s, const struct sheet_line *l)
{
	(void)s;
	(void)l;
	return act_column_switch(x);
}

const struct sheet_kind sheet_columns_kind = {
	.name = "columns",
	.about = "a column a line, in their order; what has no room leaves: "
	         "added ones first, then account, region, address",
	.form = SHEET_FORM_BOX,
	.corner = CORNER_RIGHT,
	.box_columns = 54,
	.open_word = "on, off",
	.columns = columns,
	.n_columns = COLUMNS,
	.make = columns_make,
	.open = columns_open,
};

unsigned
act_columns(struct explore *x)
{
	sheet_open(x, &sheet_columns_kind, STR(""));
	return DRAW_ALL;
}
