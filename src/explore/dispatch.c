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
	{ NEED_VALUE, "no value under the cursor: h l choose a cell" },
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
	case NEED_VALUE:
		return has_value(x);
	case NEED_DETAIL:
		return x->detail_open;
	default:
		return x->loading;
	}
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

unsigned
explore_action(struct explore *x, const char *name)
{
	buf_reset(&x->message);
	for (size_t i = 0; i < explore_action_count; i++)
		if (strcmp(explore_action_rows[i].name, name) == 0)
			return action_run(x, &explore_action_rows[i]);
	tell(x, "%s is no action", name);
	return DRAW_KEYS;
}

/* ---- the key line ------------------------------------------------------ */

/* What is said instead of the table's word where that says more. */
static const struct {
	const char *name, *word;
	enum explore_pane pane;
	int tab;
} words[] = {
	{ "open", "fold", PANE_DETAIL, TAB_EVENTS },
	{ "open", "zoom", PANE_BARS, TAB_EVENTS },
	{ "open", "edit", PANE_PATH, TAB_EVENTS },
	{ "open", "edit", PANE_QUERY, TAB_EVENTS },
	{ "open", "the file's events", PANE_LIST, TAB_LEDGER },
};

/* A list with its detail open names the ways to the detail and out. */
static const struct explore_hint beside[] = {
	{ "Tab", "detail" },
	{ "Esc", "close" },
};

/* A box says how it is used and left, no more. */
static bool
in_box(const struct explore *x)
{
	return sheet_focused(x) &&
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
	if (in_box(x))
		return a->run == act_open || a->run == act_close;
	if (a->run == act_open)
		return pane != PANE_LIST || !x->detail_open ||
		    x->tab != TAB_EVENTS;
	if (a->run == act_back)
		return x->n_back > 0;
	if (a->run == act_prompt_edit)
		return x->prompt.kind == PROMPT_QUERY;
	return true;
}

static size_t
extra_hints(const struct explore *x)
{
	return pane_of_keys(x) == PANE_LIST && x->detail_open &&
	        x->tab == TAB_EVENTS
	    ? sizeof(beside) / sizeof(*beside)
	    : 0;
}

size_t
explore_hints(const struct explore *x)
{
	size_t n = extra_hints(x);

	for (size_t i = 0; i < explore_action_count; i++)
		n += hinted(x, &explore_action_rows[i]);
	return n;
}

struct explore_hint
explore_hint_at(const struct explore *x, size_t n)
{
	enum explore_pane pane = pane_of_keys(x);
	size_t extra = extra_hints(x);

	if (n < extra)
		return beside[n];
	n -= extra;
	for (size_t i = 0; i < explore_action_count; i++) {
		const struct action *a = &explore_action_rows[i];
		struct explore_hint hint = { keymap_first(x->keymap, a),
			a->word };

		if (!hinted(x, a) || n-- > 0)
			continue;
		if (pane == PANE_SHEET && a->run == act_open &&
		    sheet_top(x)->kind->open_word)
			hint.word = sheet_top(x)->kind->open_word;
		for (size_t w = 0; w < sizeof(words) / sizeof(*words); w++)
			if (strcmp(words[w].name, a->name) == 0 &&
			    words[w].pane == pane && words[w].tab == x->tab)
				hint.word = words[w].word;
		return hint;
	}
	return (struct explore_hint){ "", "" };
}
