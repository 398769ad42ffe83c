/*
 * From a key to the row of the action table, its needs, and the key line.
 */
#include <string.h>

#include "explore/actions.h"
#include "explore/keymap.h"
#include "explore/state.h"

/* ---- finding ----------------------------------------------------------- */

static bool
applies(const struct action *a, enum explore_pane pane, int tab)
{
	return a->panes & 1u << pane &&
	    (a->sheet == NULL || pane != PANE_SHEET) &&
	    (a->tabs == 0 || pane == PANE_HELP || pane == PANE_PROMPT ||
	        pane == PANE_SHEET || a->tabs & 1u << tab);
}

/* Rows of one kind of sheet count in that one only. */
static bool
applies_here(const struct explore *x, const struct action *a,
    enum explore_pane pane)
{
	if (pane == PANE_SHEET && a->sheet)
		return a->sheet == sheet_top(x)->kind;
	return applies(a, pane, x->tab);
}

const struct action *
explore_action_of(enum explore_pane pane, int tab, const char *key)
{
	for (size_t i = 0; i < explore_action_count; i++)
		if (applies(&explore_action_rows[i], pane, tab) &&
		    keys_have(explore_action_rows[i].keys, key))
			return &explore_action_rows[i];
	return NULL;
}

static enum explore_pane
pane_of_keys(const struct explore *x)
{
	return x->prompt.kind != PROMPT_NONE ? PANE_PROMPT
	    : x->help_open                   ? PANE_HELP
	    : sheet_focused(x)               ? PANE_SHEET
	                                     : x->focus;
}

static const struct action *
action_here(const struct explore *x, const char *key)
{
	enum explore_pane pane = pane_of_keys(x);
	const struct action *found = NULL;

	for (size_t i = 0; i < explore_action_count; i++) {
		const struct action *a = &explore_action_rows[i];

		if (!applies_here(x, a, pane) ||
		    !keys_have(keymap_keys(x->keymap, a), key))
			continue;
		if (pane != PANE_SHEET || a->sheet)
			return a; /* a sheet's own rows go first */
		found = found ? found : a;
	}
	return found;
}

/* ---- doing ------------------------------------------------------------- */

static const struct need {
	unsigned need;
	const char *message;
} needs[] = {
	{ NEED_ROW, "the list is empty" },
	{ NEED_EVENT, "no event is selected" },
	{ NEED_DETAIL, "no record is open: Enter opens one" },
	{ NEED_LOADING, "nothing is being loaded" },
};

static bool
is_met(const struct explore *x, unsigned need)
{
	switch (need) {
	case NEED_ROW:
		return x->answer && explore_rows(x) > 0;
	case NEED_EVENT:
		return x->place.event != EVENT_NONE;
	case NEED_DETAIL:
		return x->detail_open;
	default:
		return x->loading;
	}
}

/* What is the way to a value, where the keys go now. */
static const char *
no_value(const struct explore *x)
{
	return x->tab == TAB_LEDGER && !sheet_focused(x)
	    ? "no file on this line: j k choose one"
	    : sheet_focused(x) || x->focus == PANE_DETAIL
	    ? "no value on this line: j k choose one"
	    : x->focus == PANE_LIST
	    ? "no value under the cursor: h l choose a cell"
	    : "no value here: Esc goes to the list";
}

/* The palette offers all; some act on the lines of one kind of sheet. */
static bool
on_its_sheet(const struct explore *x, const struct action *a)
{
	return sheet_top(x) && (!a->sheet || sheet_top(x)->kind == a->sheet);
}

unsigned
action_run(struct explore *x, const struct action *a)
{
	unsigned draw;

	if (a->panes == 1u << PANE_SHEET && !on_its_sheet(x, a)) {
		tell(x, "%s works in %s only", a->name,
		    a->sheet ? a->sheet->name : "a list of values or fields");
		return DRAW_KEYS;
	}
	if (a->sheet && a->sheet->closes && sheet_top(x) &&
	    sheet_top(x)->kind == a->sheet)
		sheet_close(x);
	for (size_t i = 0; i < sizeof(needs) / sizeof(*needs); i++)
		if (a->needs & needs[i].need && !is_met(x, needs[i].need)) {
			tell(x, "%s", needs[i].message);
			return DRAW_KEYS;
		}
	if (a->needs & NEED_VALUE && !has_value(x)) {
		tell(x, "%s", no_value(x));
		return DRAW_KEYS;
	}
	x->action = a;
	draw = a->run(x);
	x->action = NULL;
	settle(x);
	return draw;
}

bool
action_applies(const struct explore *x, const struct action *a)
{
	return applies_here(x, a, pane_of_keys(x));
}

/* Of a sheet that passes keys on, those that it takes itself. */
static bool
is_its_own(const struct action *a)
{
	return a->sheet || a->group == GROUP_MOVE || a->run == act_open ||
	    a->run == act_close || a->run == act_help;
}

unsigned
explore_key(struct explore *x, const char *key)
{
	enum explore_pane pane = pane_of_keys(x);
	const struct action *a = action_here(x, key);
	unsigned draw = x->message.n > 0 ? DRAW_KEYS : 0;

	buf_reset(&x->message);
	x->key = key;
	if (pane == PANE_SHEET && sheet_top(x)->kind->passes && a &&
	    !is_its_own(a)) {
		sheet_close(x);
		a = action_here(x, key);
		pane = pane_of_keys(x);
		draw |= DRAW_ALL;
	}
	if (a)
		draw |= action_run(x, a);
	else if (pane == PANE_PROMPT)
		draw |= act_prompt_edit(x);
	else {
		tell(x, "%s does nothing here; ? shows keys", key);
		draw |= DRAW_KEYS;
	}
	x->key = NULL;
	return draw;
}

unsigned
explore_text(struct explore *x, struct str text)
{
	buf_reset(&x->message);
	if (x->prompt.kind == PROMPT_NONE) {
		tell(x, "pasted text goes into a prompt: ; & or / opens one");
		return DRAW_KEYS;
	}
	prompt_insert(&x->prompt, text);
	prompt_changed(x);
	settle(x);
	return DRAW_ALL;
}

static const struct action *
action_named(const char *name)
{
	for (size_t i = 0; i < explore_action_count; i++)
		if (strcmp(explore_action_rows[i].name, name) == 0)
			return &explore_action_rows[i];
	return NULL;
}

unsigned
explore_action(struct explore *x, const char *name)
{
	const struct action *a = action_named(name);

	buf_reset(&x->message);
	if (a)
		return action_run(x, a);
	tell(x, "%s is no action", name);
	return DRAW_KEYS;
}

/* ---- the key line ------------------------------------------------------ */

/* What stands first, and its word where that says more than the table's; a
 * sheet's are in the row of its kind. */
static const struct hint in_list[HINTS_MAX] = { { "open", NULL } };
static const struct hint beside_detail[HINTS_MAX] = {
	{ "pane-next", "detail" }, { "close", "close" }
};
static const struct hint in_surroundings[HINTS_MAX] = {
	{ "open", NULL }, { "narrower", "narrower" }, { "wider", "wider" },
	{ "back", "back" }
};
static const struct hint in_ledger[HINTS_MAX] = {
	{ "open", "the file's events" }
};
static const struct hint in_detail[HINTS_MAX] = { { "open", "fold" } };
static const struct hint in_bars[HINTS_MAX] = {
	{ "range-start", "end" }, { "open", "zoom" }, { "range-only", "only" },
	{ "compare", "compare" }, { "close", "leave" }
};
static const struct hint in_path[HINTS_MAX] = {
	{ "step-off", "off, on" }, { "step-invert", "invert" },
	{ "step-keep", "keep only this" }, { "open", "edit" },
	{ "step-remove", "remove" }
};
static const struct hint in_query[HINTS_MAX] = { { "open", "edit" } };
static const struct hint in_help[HINTS_MAX] = {
	{ "search", NULL }, { "page-down", "next page" }, { "close", "back" }
};
/* Text that goes with a sheet: what finds a line, a name. */
static const struct hint in_sheet_prompt[HINTS_MAX] = {
	{ "prompt-run", NULL }, { "prompt-leave", "close" }
};
static const struct hint in_finding_prompt[HINTS_MAX] = {
	{ "prompt-run", NULL }, { "prompt-take", "complete" },
	{ "prompt-leave", "close" }
};

/* A box says how it is used and left, no more. */
static bool
in_box(const struct explore *x)
{
	return pane_of_keys(x) == PANE_SHEET &&
	    sheet_top(x)->kind->form == SHEET_FORM_BOX;
}

static bool
hinted(const struct explore *x, const struct action *a)
{
	enum explore_pane pane = pane_of_keys(x);

	if (!a->word || !applies_here(x, a, pane))
		return false;
	if (a->run == act_close)
		return pane != PANE_LIST;
	if (a->needs & NEED_VALUE && pane != PANE_LIST &&
	    pane != PANE_DETAIL && pane != PANE_SHEET)
		return false;
	if (in_box(x))
		return a->run == act_close ||
		    (a->run == act_open && sheet_top(x)->kind->open_word);
	if (a->run == act_open)
		return pane != PANE_LIST || !x->detail_open ||
		    x->tab != TAB_EVENTS;
	if (a->run == act_back)
		return x->n_back > 0;
	if (a->run == act_prompt_edit)
		return x->prompt.kind == PROMPT_QUERY;
	return true;
}

static bool
is_named(const struct hint *h, size_t n, const struct action *a)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(h[i].name, a->name) == 0)
			return true;
	return false;
}

static const struct hint *
first_hints(const struct explore *x)
{
	switch (pane_of_keys(x)) {
	case PANE_LIST:
		return x->tab == TAB_LEDGER ? in_ledger
		    : x->detail_open && x->tab == TAB_EVENTS ? beside_detail
		    : x->around.set                          ? in_surroundings
		                                             : in_list;
	case PANE_DETAIL:
		return in_detail;
	case PANE_BARS:
		return in_bars;
	case PANE_PATH:
		return in_path;
	case PANE_QUERY:
		return in_query;
	case PANE_HELP:
		return in_help;
	case PANE_SHEET:
		return sheet_top(x)->kind->hints;
	case PANE_PROMPT:
		if (x->prompt.kind != PROMPT_SHEET || !sheet_top(x))
			return NULL;
		return sheet_top(x)->kind->complete ? in_finding_prompt
		                                    : in_sheet_prompt;
	default:
		return NULL;
	}
}

/* Enter on a line of the sheet on top. */
static bool
opens_line(const struct explore *x, const struct action *a)
{
	return a->run == act_open
	    ? pane_of_keys(x) == PANE_SHEET
	    : a->run == act_prompt_run && sheet_top(x) &&
	        x->prompt.kind == PROMPT_SHEET;
}

/* Calls of explore_hint_at are few and the tables short. */
static bool
find_hint(const struct explore *x, size_t n, struct explore_hint *out)
{
	const struct hint *first = first_hints(x);
	enum explore_pane pane = pane_of_keys(x);
	size_t n_first = 0;

	while (first && n_first < HINTS_MAX && first[n_first].name)
		n_first++;
	for (size_t i = 0; i < n_first + explore_action_count; i++) {
		const struct action *a = i < n_first
		    ? action_named(first[i].name)
		    : &explore_action_rows[i - n_first];
		bool shown = i < n_first
		    ? !in_box(x) && applies_here(x, a, pane)
		    : hinted(x, a) && !is_named(first, n_first, a);

		if (!shown || n-- > 0)
			continue;
		*out = (struct explore_hint){ keymap_first(x->keymap, a),
			a->word };
		if (opens_line(x, a) && sheet_top(x)->kind->open_word)
			out->word = sheet_top(x)->kind->open_word;
		if (i < n_first && first[i].word)
			out->word = first[i].word;
		return true;
	}
	return false;
}

size_t
explore_hints(const struct explore *x)
{
	struct explore_hint hint;
	size_t n = 0;

	while (find_hint(x, n, &hint))
		n++;
	return n;
}

struct explore_hint
explore_hint_at(const struct explore *x, size_t n)
{
	struct explore_hint hint = { "", "" };

	find_hint(x, n, &hint);
	return hint;
}
