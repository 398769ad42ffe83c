/*
 * Columns of the list: added, chosen, ordered, widened; and the list sorted
 * by one.
 */
#include "base/utf8.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/state.h"

#define WIDTH_STEP 2
#define WIDTH_LEAST 4
#define WIDTH_MOST 100

/* Takes the set over. */
void
columns_use(struct explore *x, struct column_set *set)
{
	column_set_release(x->set);
	x->set = set;
	row_reader_free(x->rows);
	x->rows = x->answer ? row_reader_new(x->answer, x->set, x->zone)
	                    : NULL;
	if (x->cell != CELL_NONE && x->cell < LIST_OWN &&
	    column_set_find(set, x->cell) == set->n)
		x->cell = CELL_NONE;
}

static bool
is_drawn(struct explore *x, size_t id)
{
	size_t n = explore_columns(x), i = 0;

	while (i < n && x->columns.column[i].id != id)
		i++;
	return i < n;
}

/* ---- zone -------------------------------------------------------------- */

static unsigned
use_zone(struct explore *x, int (*zone)(int64_t us), const char *name)
{
	x->zone = zone;
	columns_use(x, column_set_hold(x->set));
	for (size_t i = 0; i < EXPLORE_TABS; i++)
		if (x->tab_sheet[i])
			sheet_again(x, x->tab_sheet[i]);
	tell(x, "times are %s", name);
	return DRAW_ALL;
}

unsigned
act_utc(struct explore *x)
{
	return use_zone(x, NULL, "UTC");
}

unsigned
act_local(struct explore *x)
{
	return use_zone(x, x->local, x->local ? "local" : "UTC here");
}

/* ---- one more ---------------------------------------------------------- */

static void
add_field(struct explore *x, struct str field)
{
	struct column_set *set;
	struct buf shown = { 0 };
	size_t id = column_set_field(x->set, field);
	bool added;

	if (id < SIZE_MAX && !x->set->column[column_set_find(x->set, id)]
	                          .hidden) {
		tell(x, "%.*s is a column already", STR_ARG(field));
		return;
	}
	set = column_set_copy(x->set);
	if (id < SIZE_MAX)
		set->column[column_set_find(set, id)].hidden = false;
	added = id < SIZE_MAX || column_set_add(set, field);
	if (!added) {
		column_set_release(set);
		tell(x, "%d fields were added: C takes one away",
		    COLUMNS_ADDED_MAX);
		return;
	}
	change_begin(x, "column added");
	columns_use(x, set);
	cut_middle(field, 40, &shown);
	if (!is_drawn(x, column_set_field(x->set, field)))
		tell(x, "%.*s is a column, but has no room: C hides others",
		    STR_ARG(buf_str(&shown)));
	else
		tell(x, "%.*s is a column", STR_ARG(buf_str(&shown)));
	buf_free(&shown);
}

unsigned
act_column_add(struct explore *x)
{
	struct picked p;

	if (pick(x, &p)) {
		if (x->answer && !x->answer->plain)
			tell(x, "this result has columns of its own: ; edits "
			        "them");
		else if (p.branch && !sheet_focused(x))
			tell(x, "%.*s is no value: l unfolds it",
			    STR_ARG(buf_str(&p.field)));
		else
			add_field(x, buf_str(&p.field));
	}
	picked_free(&p);
	return DRAW_ALL;
}

/* ---- width ------------------------------------------------------------- */

bool
column_widen(struct explore *x, size_t id, int step)
{
	struct column_set *set;
	struct column_choice *c;
	int now = 0;

	if (id >= LIST_OWN || column_set_find(x->set, id) == x->set->n)
		return false;
	for (size_t i = 0; i < explore_columns(x); i++)
		if (x->columns.column[i].id == id)
			now = x->columns.column[i].width;
	set = column_set_copy(x->set);
	c = &set->column[column_set_find(set, id)];
	now = (now ? now : c->width ? c->width : 12) + step * WIDTH_STEP;
	c->width = now < WIDTH_LEAST ? WIDTH_LEAST
	    : now > WIDTH_MOST       ? WIDTH_MOST
	                             : now;
	change_begin(x, "column width");
	columns_use(x, set);
	return true;
}

/* ---- sorting ----------------------------------------------------------- */

/* "sort NAME desc", as this key writes it. */
static void
sort_text(struct explore *x, size_t id, bool down, struct buf *out)
{
	struct str name = column_field_name(x->answer, x->set, id);

	if (name.n == 0)
		name = column_title(x->answer, x->set, id);
	buf_add(out, STR("sort "));
	query_quote_name(name, out);
	buf_add(out, down ? STR(" desc") : STR(" asc"));
}

/* Down, up, off.  The list of events is newest first as it is: by time it is
 * up, off. */
static void
sort_by(struct explore *x, size_t id)
{
	struct buf down = { 0 }, up = { 0 };
	struct steps with = { 0 };
	size_t at_down, at_up;
	bool time = id == LIST_TIME;

	sort_text(x, id, true, &down);
	sort_text(x, id, false, &up);
	steps_copy(&x->steps, &with);
	at_down = steps_find(&with, buf_str(&down));
	at_up = steps_find(&with, buf_str(&up));
	for (size_t i = with.n; i-- > 0;)
		if (str_starts(with.step[i].text, STR("sort ")))
			steps_remove(&with, i);
	if (at_up == x->steps.n && (at_down < x->steps.n || time))
		steps_insert(&with, with.n, buf_str(&up));
	else if (at_up == x->steps.n)
		steps_insert(&with, with.n, buf_str(&down));
	view_push(x);
	steps_free(&x->steps);
	x->steps = with;
	x->place = (struct place_in_list){ .event = EVENT_NONE };
	steps_changed(x);
	buf_free(&down);
	buf_free(&up);
}

unsigned
act_sort(struct explore *x)
{
	if (sheet_focused(x)) {
		if (!sheet_sort(x, sheet_top(x)))
			tell(x, "these lines have their own order");
		return DRAW_ALL;
	}
	if (!x->answer)
		return 0;
	if (x->cell == CELL_NONE && !x->answer->plain)
		tell(x, "h l choose a column to sort by");
	else
		sort_by(x, x->cell == CELL_NONE ? LIST_TIME : x->cell);
	return DRAW_ALL;
}
