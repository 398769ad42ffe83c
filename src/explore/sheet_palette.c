/*
 * The palette (:): every action, option, field and saved query, narrowed by
 * the words that are typed.
 */
#include <string.h>

#include "base/utf8.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/library.h"
#include "explore/state.h"

#define FIELDS_MAX 5000

enum { NAME, WHAT, KEY, COLUMNS };

/* clang-format off */
static const struct sheet_column columns[COLUMNS] = {
	[NAME] = { STR_INIT(""), 16, 22, .cut = CUT_MIDDLE },
	[WHAT] = { STR_INIT(""), 10, 60, .cut = CUT_END },
	[KEY] = { STR_INIT(""), 6, 6, 40, .right = true },
};
/* clang-format on */

/* What a line is: its number. */
enum { LINE_ACTION, LINE_FIELD, LINE_QUERY };

struct palette {
	struct explore *x;
	struct sheet_lines *lines;
	struct str typed;
	size_t all; /* lines without narrowing */
	bool first; /* looks for those whose name begins with it; else the
	               others */
};

/* Each word that was typed is in it, letters folded. */
static bool
has_words(struct str text, struct str typed)
{
	while (typed.n > 0) {
		size_t n = str_index(typed, ' '), i = 0;
		struct str word = str_head(typed, n);

		while (i + n <= text.n &&
		    !str_equal_fold(str_head(str_from(text, i), n), word))
			i++;
		if (i + n > text.n)
			return false;
		typed = str_from(typed, n < typed.n ? n + 1 : n);
	}
	return true;
}

static void
add(struct palette *p, int kind, struct str name, struct str what,
    struct str key, const void *thing)
{
	struct buf both = { 0 };
	struct sheet_line *line;
	bool starts;

	p->all += p->first;
	buf_add(&both, name);
	buf_byte(&both, ' ');
	buf_add(&both, what);
	starts = str_equal_fold(str_head(name, p->typed.n), p->typed);
	if (starts == p->first && has_words(buf_str(&both), p->typed)) {
		line = sheet_add(p->lines, STAND_OTHER);
		line->number = (uint64_t)kind;
		line->thing = thing;
		line->field = kind == LINE_FIELD ? name : (struct str){ 0 };
		line->value = (struct value){ VALUE_STRING, name };
		line->cell[NAME].text = name;
		line->cell[WHAT].text = what;
		line->cell[KEY].text = key;
	}
	buf_free(&both);
}

/* The names of actions are words with a hyphen: next-failed. */
static void
add_actions(struct palette *p)
{
	size_t n;
	const struct action *a = explore_actions(&n);

	for (size_t i = 0; i < n; i++) {
		if (!(a[i].sheet || a[i].panes & 1u << p->x->focus) ||
		    a[i].run == act_palette || a[i].sheet == &sheet_copy)
			continue;
		add(p, LINE_ACTION, str_of(a[i].name), str_of(a[i].help),
		    str_of(keymap_first(p->x->keymap, &a[i])), &a[i]);
	}
}

static void
add_queries(struct palette *p)
{
	for (size_t i = 0; i < library_count(p->x->library); i++) {
		const struct saved_query *q = library_at(p->x->library, i);

		add(p, LINE_QUERY, q->name, q->title, STR("query"), q);
	}
}

static void
add_fields(struct palette *p)
{
	const struct sheet *s = p->x->tab_sheet[TAB_FIELDS];

	if (!s || !s->lines)
		return;
	for (size_t i = 0; i < s->lines->n && i < FIELDS_MAX; i++) {
		const struct sheet_line *l = &s->lines->line[i];
		struct str name = arena_copy(&p->lines->arena, l->field);

		add(p, LINE_FIELD, name, STR("its top values"), STR("field"),
		    NULL);
	}
}

static bool
palette_make(struct explore *x, const struct sheet *s, struct sheet_lines *l)
{
	struct palette p = { .x = x, .lines = l };
	struct buf shown = { 0 };

	(void)s;
	p.typed = arena_copy(&l->arena, str_trim(buf_str(&x->prompt.text)));
	for (int turn = 0; turn < 2; turn++) {
		p.first = turn == 0;
		add_actions(&p);
		add_queries(&p);
		add_fields(&p);
	}
	text_visible(p.typed, &shown);
	l->title = shown.n == 0
	    ? arena_printf(&l->arena, "commands")
	    : arena_printf(&l->arena, "commands with \"%.*s\": %zu of %zu",
	        STR_ARG(buf_str(&shown)), l->n, p.all);
	l->footer = arena_printf(&l->arena, "%zu commands, all searchable",
	    p.all);
	if (l->n == 0)
		sheet_say(l, "nothing has these words");
	buf_free(&shown);
	return true;
}

static struct str
palette_complete(const struct sheet_line *l)
{
	return l->value.text;
}

static unsigned
palette_open(struct explore *x, struct sheet *s, const struct sheet_line *l)
{
	struct sheet_line line = *l;
	struct buf field = { 0 };
	unsigned draw = DRAW_ALL;

	(void)s;
	buf_add(&field, line.field);
	sheet_close(x);
	if (line.number == LINE_ACTION)
		draw |= action_run(x, line.thing);
	else if (line.number == LINE_QUERY)
		draw |= run_saved(x, line.thing);
	else
		sheet_open(x, &sheet_values, buf_str(&field));
	buf_free(&field);
	return draw;
}

const struct sheet_kind sheet_palette = {
	.name = "commands",
	.about = "every action, option, field and saved query",
	.form = SHEET_FORM_BOX,
	.corner = CORNER_BOTTOM,
	.box_columns = 62,
	.sign = ':',
	.needs = &sheet_fields,
	.open_word = "run",
	.columns = columns,
	.n_columns = COLUMNS,
	.make = palette_make,
	.complete = palette_complete,
	.open = palette_open,
};

unsigned
act_palette(struct explore *x)
{
	sheet_open(x, &sheet_palette, STR(""));
	return DRAW_ALL;
}
