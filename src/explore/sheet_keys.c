/*
 * A key that wants another one (y, S): a box of the keys that may follow.
 * Its lines are the rows of the action table that belong to it.
 */
#include "explore/actions.h"
#include "explore/state.h"

enum { KEY, WHAT, COLUMNS };

/* clang-format off */
static const struct sheet_column columns[COLUMNS] = {
	[KEY] = { STR_INIT(""), 2, 2, .cut = CUT_END },
	[WHAT] = { STR_INIT(""), 20, 60, .cut = CUT_END },
};
/* clang-format on */

static bool
keys_make(struct explore *x, const struct sheet *s, struct sheet_lines *l)
{
	size_t n;
	const struct action *a = explore_actions(&n);

	for (size_t i = 0; i < n; i++) {
		struct sheet_line *line;

		if (a[i].sheet != s->kind)
			continue;
		line = sheet_add(l, STAND_ACTION);
		line->thing = &a[i];
		line->cell[KEY].text = str_of(keymap_first(x->keymap, &a[i]));
		line->cell[WHAT].text = str_of(a[i].help);
	}
	l->title = str_of(s->kind->name);
	l->footer = STR("Esc close");
	return true;
}

/* action_run closes the box first. */
static unsigned
keys_open(struct explore *x, struct sheet *s, const struct sheet_line *l)
{
	(void)s;
	return action_run(x, l->thing);
}

#define BOX_OF_KEYS                                                         \
	.form = SHEET_FORM_BOX, .closes = true, .columns = columns,         \
	.n_columns = COLUMNS, .make = keys_make, .open = keys_open

const struct sheet_kind sheet_copy = {
	BOX_OF_KEYS,
	.name = "copy",
	.about = "what goes into the clipboard of the terminal",
	.corner = CORNER_RIGHT,
	.box_columns = 50,
	.open_word = "copy",
};

const struct sheet_kind sheet_save = {
	BOX_OF_KEYS,
	.name = "save",
	.about = "what is written, and where",
	.corner = CORNER_BOTTOM,
	.box_columns = 60,
	.open_word = "choose",
};

const struct sheet_kind sheet_export = {
	BOX_OF_KEYS,
	.name = "export",
	.about = "which events, in which format",
	.corner = CORNER_BOTTOM,
	.box_columns = 60,
	.open_word = "choose",
};
