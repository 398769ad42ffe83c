/*
 * Ways out where no event matches: a value that was meant, a step to drop.
 * Subject: nothing; it lies over the empty list by itself.
 */
#include <stdlib.h>
#include <string.h>

#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/state.h"

#define NEAR_MAX 3
#define VALUES_MAX 5000 /* the most frequent ones are looked at */
#define EDIT_BYTES 64   /* longer values are not compared letter by letter */

enum { WAY, COUNT, COLUMNS };

/* clang-format off */
static const struct sheet_column columns[COLUMNS] = {
	[WAY] = { STR_INIT(""), 24, 44, .cut = CUT_END },
	[COUNT] = { STR_INIT(""), 16, 30, .cut = CUT_END },
};
/* clang-format on */

enum way_kind { WAY_USE, WAY_DROP, WAY_VALUES };

struct way {
	enum way_kind kind;
	size_t step;      /* of the path */
	struct str text;  /* WAY_USE: the step's new text; WAY_VALUES: field */
};

/* ---- a step that compares ---------------------------------------------- */

/* filter NAME = "VALUE", in either quotes: name and value, borrowed; else
 * false. */
static bool
comparison(struct str text, struct str *name, struct str *value)
{
	struct str sign = STR(" = ");
	size_t at;
	char quote;

	if (!str_starts(text, STR("filter ")))
		return false;
	text = str_from(text, 7);
	at = str_find(text, sign);
	if (at + sign.n + 2 > text.n)
		return false;
	*name = str_head(text, at);
	*value = str_from(text, at + sign.n);
	quote = value->p[0];
	if ((quote != '"' && quote != '\'') ||
	    value->p[value->n - 1] != quote)
		return false;
	*value = (struct str){ value->p + 1, value->n - 2 };
	if (name->n > 2 && name->p[0] == '`')
		*name = (struct str){ name->p + 1, name->n - 2 };
	return str_index(*name, ' ') == name->n &&
	    str_index(*value, quote) == value->n &&
	    str_index(*value, '\\') == value->n;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters to add, take away or change: V. I. Levenshtein, 1965. */
static size_t
edits(struct str a, struct str b)
{
	size_t row[EDIT_BYTES + 1], up, left;

	if (a.n > EDIT_BYTES || b.n > EDIT_BYTES)
		return SIZE_MAX;
	for (size_t i = 0; i <= b.n; i++)
		row[i] = i;
	for (size_t i = 1; i <= a.n; i++) {
		left = row[0];
		row[0] = i;
		for (size_t k = 1; k <= b.n; k++) {
			up = row[k];
			row[k] = least(least(row[k], row[k - 1]) + 1,
			    left + (a.p[i - 1] != b.p[k - 1]));
			left = up;
		}
	}
	return row[b.n];
}

/* How far a value is from the one that was typed; SIZE_MAX: far. */
static size_t
distance(struct str typed, struct str value)
{
	size_t n;

	if (typed.n == 0 || value.n == 0)
		return SIZE_MAX;
	if (str_equal_fold(typed, value))
		return 0;
	if (str_find(value, typed) < value.n)
		return 1;
	n = edits(typed, value);
	return n <= 2 && n * 3 <= typed.n ? 1 + n : SIZE_MAX;
}

/* ---- counting ---------------------------------------------------------- */

/* Events that the filters of the path leave; false: stopped. */
static bool
count_events(struct ask_sheet *k, const struct steps *s, uint64_t *count)
{
	struct query_options o = { .from_us = k->scope.from_us,
		.to_us = k->scope.to_us,
		.pool = k->pool,
		.stop = &k->work.stop };
	struct buf text = { 0 };
	struct err why = { 0 };
	struct query *q;
	struct result *r = NULL;

	steps_text(s, s->n, &text);
	q = query_new(buf_str(&text), &why);
	if (q)
		r = query_run(q, result_snapshot(k->answer->result), &o,
		    &why);
	if (r)
		*count = result_numbers(r)->matched;
	result_free(r);
	query_free(q);
	buf_free(&text);
	return r != NULL;
}

static void
add_way(struct ask_sheet *k, struct way way, struct str words, uint64_t count,
    const char *what)
{
	struct sheet_line *line = sheet_add(k->made, STAND_OTHER);
	struct way *kept = arena_alloc(&k->made->arena, sizeof(*kept));
	struct buf b = { 0 };

	*kept = way;
	line->thing = kept;
	line->cell[WAY].text = words;
	count_of(count, what, &b);
	line->cell[COUNT].text = arena_copy(&k->made->arena, buf_str(&b));
	buf_free(&b);
}

/* The first step that leaves nothing; n: none by itself. */
static size_t
emptying_step(struct ask_sheet *k, const struct steps *all)
{
	struct steps some = { 0 };
	uint64_t count = 1;
	size_t at = 0;

	steps_copy(all, &some);
	for (size_t i = 0; i < some.n; i++)
		some.step[i].on = false;
	for (; at < some.n; at++) {
		some.step[at].on = true;
		if (!step_filters(&some.step[at]))
			continue;
		if (!count_events(k, &some, &count) || count == 0)
			break;
	}
	steps_free(&some);
	return at;
}

static void
add_drop(struct ask_sheet *k, const struct steps *all, size_t step)
{
	struct steps without = { 0 };
	struct buf label = { 0 }, words = { 0 };
	uint64_t count = 0;

	steps_copy(all, &without);
	steps_remove(&without, step);
	if (count_events(k, &without, &count)) {
		step_label(&all->step[step], &label);
		buf_add(&words, all->n == 1 ? STR("drop the step ")
		                            : STR("drop "));
		cut_middle(buf_str(&label), 34, &words);
		add_way(k, (struct way){ WAY_DROP, step, STR("") },
		    arena_copy(&k->made->arena, buf_str(&words)), count,
		    "event");
	}
	steps_free(&without);
	buf_free(&label);
	buf_free(&words);
}

/* ---- values that were meant -------------------------------------------- */

static void
add_use(struct ask_sheet *k, const struct steps *all, size_t step,
    struct str name, struct str value)
{
	struct arena *a = &k->made->arena;
	struct steps other = { 0 };
	struct buf text = { 0 };
	uint64_t count = 0;

	buf_add(&text, STR("filter "));
	query_quote_name(name, &text);
	buf_add(&text, STR(" = "));
	query_quote_value((struct value){ VALUE_STRING, value }, &text);
	steps_copy(all, &other);
	steps_remove(&other, step);
	steps_insert(&other, step, buf_str(&text));
	if (count_events(k, &other, &count))
		add_way(k,
		    (struct way){ WAY_USE, step,
		        arena_copy(a, buf_str(&text)) },
		    arena_printf(a, "use %.*s", STR_ARG(value)), count,
		    "event");
	steps_free(&other);
	buf_free(&text);
}

/* The nearest values of the field, best first. */
static size_t
find_near(const struct value_count *v, size_t n, struct str typed,
    struct str near[NEAR_MAX])
{
	size_t how[NEAR_MAX], found = 0;

	for (size_t i = 0; i < n; i++) {
		size_t d = distance(typed, v[i].value.text), at = found;

		if (d == SIZE_MAX)
			continue;
		while (at > 0 && how[at - 1] > d)
			at--;
		if (at == NEAR_MAX)
			continue;
		if (found < NEAR_MAX)
			found++;
		for (size_t m = found - 1; m > at; m--) {
			how[m] = how[m - 1];
			near[m] = near[m - 1];
		}
		how[at] = d;
		near[at] = v[i].value.text;
	}
	return found;
}

/* What is known about the value that leaves nothing. */
static void
add_values(struct ask_sheet *k, const struct steps *all, size_t step)
{
	struct arena *a = &k->made->arena;
	struct snapshot *s = result_snapshot(k->answer->result);
	struct str name, typed, near[NEAR_MAX];
	uint64_t distinct = 0, present = 0;
	struct value_count *v;
	size_t n = 0, n_near;
	bool is_value = false;
	const struct field *f;

	if (!comparison(all->step[step].text, &name, &typed))
		return;
	name = arena_copy(a, name);
	f = field_bind_any(s, name, a);
	v = discover_values(f, NULL, VALUES_MAX, k->pool, &k->work.stop, a, &n,
	    &distinct, &present);
	if (!v && n == 0 && field_kind(f) != FIELD_UNKNOWN)
		return;
	for (size_t i = 0; i < n; i++)
		is_value = is_value || str_equal(v[i].value.text, typed);
	n_near = is_value ? 0 : find_near(v, n, typed, near);
	if (present == 0)
		sheet_say(k->made, "No event has the field %.*s.",
		    STR_ARG(name));
	else if (is_value)
		sheet_say(k->made,
		    "\"%.*s\" is a value of %.*s, but not together with the "
		    "steps before.",
		    STR_ARG(str_head(typed, 60)), STR_ARG(name));
	else
		sheet_say(k->made,
		    "\"%.*s\" is no value of %.*s (case counts).%s%.*s%s",
		    STR_ARG(str_head(typed, 60)), STR_ARG(name),
		    n_near ? " Near: " : "",
		    STR_ARG(n_near ? str_head(near[0], 60) : STR("")),
		    n_near ? "." : "");
	sheet_say(k->made, "%s", "");
	for (size_t i = 0; i < n_near; i++)
		add_use(k, all, step, name, near[i]);
	if (distinct > 0)
		add_way(k, (struct way){ WAY_VALUES, step, name },
		    arena_printf(a, "see the values of %.*s", STR_ARG(name)),
		    distinct, "value");
}

/* ---- the kind ---------------------------------------------------------- */

static void
ways_fill(struct ask_sheet *k)
{
	struct sheet_lines *l = sheet_lines_new();
	struct steps all = { 0 };
	struct err why = { 0 };
	size_t step;

	k->made = l;
	l->title = STR("no event matches");
	l->right = STR("ways out");
	sheet_say(l, "%s", "");
	if (!steps_parse(&all, k->query, &why) || all.n == 0)
		return;
	step = emptying_step(k, &all);
	if (step < all.n)
		add_values(k, &all, step);
	for (size_t i = all.n; i-- > 0;)
		if (step_filters(&all.step[i]))
			add_drop(k, &all, i);
	steps_free(&all);
}

static unsigned
ways_open(struct explore *x, struct sheet *s, const struct sheet_line *l)
{
	const struct way *w = l->thing;
	struct buf text = { 0 };
	size_t step = 0, at = 0;

	(void)s;
	if (!w)
		return 0;
	if (w->kind == WAY_VALUES) {
		struct buf field = { 0 };

		buf_add(&field, w->text);
		sheet_open(x, &sheet_values, buf_str(&field));
		buf_free(&field);
		return DRAW_ALL;
	}
	/* Steps that are off are not in the query that the ways are about. */
	for (; step < x->steps.n; step++)
		if (x->steps.step[step].on && at++ == w->step)
			break;
	if (step < x->steps.n) {
		buf_add(&text, w->text);
		view_push(x);
		steps_remove(&x->steps, step);
		if (w->kind == WAY_USE)
			steps_insert(&x->steps, step, buf_str(&text));
		steps_changed(x);
	}
	sheets_close(x);
	buf_free(&text);
	return DRAW_ALL;
}

const struct sheet_kind sheet_ways = {
	.name = "ways out",
	.about = "what would match instead: Enter does it",
	.form = SHEET_FORM_BODY,
	.follows = true,
	.open_word = "do it",
	.hints = { { "open", NULL }, { "back", NULL }, { "query", "edit" } },
	.columns = columns,
	.n_columns = COLUMNS,
	.fill = ways_fill,
	.open = ways_open,
};

/* It comes with an empty answer and goes with the next one. */
void
ways_follow(struct explore *x)
{
	struct sheet *s = sheet_top(x);
	bool empty = x->answer->lists_events && x->answer->events > 0 &&
	    result_numbers(x->answer->result)->matched == 0 && !x->loading &&
	    (x->follow.on || !is_stale(x));

	if (s && s->kind == &sheet_ways && !empty)
		sheet_close(x);
	if (!s && empty && x->tab == TAB_EVENTS && !x->help_open &&
	    x->prompt.kind == PROMPT_NONE)
		sheet_open(x, &sheet_ways, STR(""));
}
