/*
 * The value menu (.): every action on the value under the cursor, with what
 * it would leave.  Its lines are rows of the action table.
 */
#include "base/utf8.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/state.h"

#define TITLE_COLUMNS 36

enum { KEY, WORD, COUNT, COLUMNS };

/* clang-format off */
static const struct sheet_column columns[COLUMNS] = {
	[KEY] = { STR_INIT(""), 2, 2, .cut = CUT_END },
	[WORD] = { STR_INIT(""), 20, 27, .cut = CUT_END },
	[COUNT] = { STR_INIT(""), 9, 9, .right = true },
};
/* clang-format on */

/* What is counted for a line: the events that a step would leave. */
static bool
counted_step(const struct action *a, enum pick_what *what)
{
	static const struct {
		unsigned (*run)(struct explore *x);
		enum pick_what what;
	} steps[] = { { act_only, PICK_ONLY }, { act_not, PICK_NOT },
		{ act_has, PICK_HAS } };

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		if (a->run == steps[i].run) {
			*what = steps[i].what;
			return true;
		}
	return false;
}

static void
add_action(struct explore *x, struct sheet_lines *l, const struct action *a,
    const struct picked *p)
{
	struct sheet_line *line = sheet_add(l, STAND_ACTION);
	struct buf text = { 0 };
	enum pick_what what;

	line->thing = a;
	line->field = arena_copy(&l->arena, buf_str(&p->field));
	line->cell[KEY].text = str_of(keymap_first(x->keymap, a));
	line->cell[WORD].text = str_of(p->branch && a->run == act_only
	        ? "only events with this field"
	        : p->branch && a->run == act_not ? "only events without it"
	        : a->brief                       ? a->brief
	                                         : a->help);
	line->partial = a->run == act_top && !p->branch;
	if (counted_step(a, &what)) {
		pick_text(p, what, &text);
		line->value = (struct value){ VALUE_STRING,
			arena_copy(&l->arena, buf_str(&text)) };
		line->partial = true;
	}
	buf_free(&text);
}

/* Of an object or a whole field + says the same, or it has no sense. */
static bool
needs_one_value(const struct action *a)
{
	return a->run == act_has || a->run == act_same_value;
}

static bool
menu_make(struct explore *x, const struct sheet *s, struct sheet_lines *l)
{
	const struct action *a;
	struct buf title = { 0 }, visible = { 0 };
	struct picked p;
	size_t n;
	bool picked = pick(x, &p);

	(void)s;
	a = explore_actions(&n);
	for (size_t i = 0; picked && i < n; i++)
		if (a[i].group == GROUP_VALUE && a[i].run != act_menu &&
		    !(p.branch && needs_one_value(&a[i])) &&
		    (a[i].sheet == &sheet_menu || action_applies(x, &a[i])))
			add_action(x, l, &a[i], &p);
	if (picked) {
		cut_middle(buf_str(&p.field), TITLE_COLUMNS / 2, &title);
		if (!p.branch) {
			text_visible(value_absent(p.value) ? STR("(none)")
			                                   : p.value.text,
			    &visible);
			buf_add(&title, STR(" = "));
			cut_middle(buf_str(&visible),
			    TITLE_COLUMNS - (int)text_width(buf_str(&title)),
			    &title);
		}
		l->title = arena_copy(&l->arena, buf_str(&title));
		l->footer = STR("Enter run  Esc close");
	}
	buf_free(&title);
	buf_free(&visible);
	picked_free(&p);
	return picked;
}

static bool
count_step(struct ask_sheet *k, struct str text, uint64_t *count)
{
	struct result *r = k->answer->result, *left;
	struct query_options o = { .from_us = k->scope.from_us,
		.to_us = k->scope.to_us, .within = result_matched(r),
		.pool = k->pool, .stop = &k->work.stop };
	struct err why = { 0 };
	struct query *q = query_new(text, &why);

	left = q ? query_run(q, result_snapshot(r), &o, &why) : NULL;
	if (left)
		*count = result_numbers(left)->matched;
	result_free(left);
	query_free(q);
	return left != NULL;
}

static bool
menu_detail(struct ask_sheet *k, struct sheet_line *line, struct arena *a)
{
	struct result *r = k->answer->result;
	struct arena tmp = { 0 };
	uint64_t count = 0, present;
	struct buf b = { 0 };
	size_t n;
	bool counted;

	if (line->value.type == VALUE_STRING)
		counted = count_step(k, line->value.text, &count);
	else
		counted = discover_values(
		    field_bind_any(result_snapshot(r), line->field, &tmp),
		    result_matched(r), 1, k->pool, &k->work.stop, &tmp, &n,
		    &count, &present) != NULL;
	if (counted) {
		count_print(count, &b);
		line->cell[COUNT].text = arena_copy(a, buf_str(&b));
	}
	buf_free(&b);
	arena_free(&tmp);
	return counted;
}

static unsigned
menu_open(struct explore *x, struct sheet *s, const struct sheet_line *l)
{
	const struct action *a = l->thing;

	(void)s;
	if (!a->sheet)
		sheet_close(x); /* the value is that of what lies below */
	return DRAW_ALL | action_run(x, a);
}

const struct sheet_kind sheet_menu = {
	.name = "value menu",
	.about = "what can be done with the value, and how many events or "
	         "values that would leave",
	.form = SHEET_FORM_BOX,
	.corner = CORNER_RIGHT,
	.box_columns = 43,
	.open_word = "run",
	.passes = true,
	.closes = true,
	.columns = columns,
	.n_columns = COLUMNS,
	.make = menu_make,
	.detail = menu_detail,
	.open = menu_open,
};

unsigned
act_menu(struct explore *x)
{
	sheet_open(x, &sheet_menu, STR(""));
	return DRAW_ALL;
}

unsigned
act_has(struct explore *x)
{
	pick_step_of(x, PICK_HAS);
	return DRAW_ALL;
}
