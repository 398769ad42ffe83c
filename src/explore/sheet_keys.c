/*
 * A key that wants another one (y, S): a box of the keys that may follow.
 * Its lines are the rows of the action table that belong to it.
 */
#include "explore/sheet_keys.h"

#include "explore/actions.h"
#include "explore/state.h"

enum { KEY, WHAT };

/* clang-format off */
const struct sheet_column keys_columns[KEYS_COLUMNS] = {
	[KEY] = { STR_INIT(""), 2, 2, .cut = CUT_END },
	[WHAT] = { STR_INIT(""), 20, 60, .cut = CUT_END },
};
/* clang-format on */

bool
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

unsigned
keys_open(struct explore *x, struct sheet *s, const struct sheet_line *l)
{
	(void)s;
	return action_run(x, l->thing);
}
