/*
 * The action table, and who looks into it: keys, the key line, the help.
 */
#include "explore/actions.h"

#include <string.h>

#include "base/utf8.h"
#include "explore/state.h"

#define LIST (1u << PANE_LIST)
#define DETAIL (1u << PANE_DETAIL)
#define BARS (1u << PANE_BARS)
#define QUERY (1u << PANE_QUERY)
#define PATH (1u << PANE_PATH)
#define HELP (1u << PANE_HELP)
#define PROMPT (1u << PANE_PROMPT)
#define ALL PANES_ALL
#define BODY (ALL & ~PATH) /* where + and - act on a value */
#define EVENTS (1u << TAB_EVENTS)

/*
 * Of two rows with one key the first whose pane and tab fit counts.  The
 * order of the rows with a word is the order on the key line.
 */
/* clang-format off */
static const struct action actions[] = {
	{ .name = "prompt-run", .keys = "Enter", .word = "run",
	  .panes = PROMPT, .run = act_prompt_run,
	  .help = "do what was typed" },
	{ .name = "prompt-leave", .keys = "Esc", .word = "leave as it was",
	  .panes = PROMPT, .run = act_prompt_leave,
	  .help = "leave everything as it was" },
	{ .name = "prompt-newline", .keys = "^J", .word = "new line",
	  .panes = PROMPT, .run = act_prompt_edit,
	  .help = "a new line, in a query" },
	{ .name = "prompt-history", .keys = "^R", .word = "history",
	  .panes = PROMPT, .run = act_prompt_edit,
	  .help = "the last query that holds what was typed; again: older" },
	{ .name = "prompt-up", .keys = "Up ^P", .panes = PROMPT,
	  .run = act_prompt_edit,
	  .help = "the line above, then the query before" },
	{ .name = "prompt-down", .keys = "Down ^N", .panes = PROMPT,
	  .run = act_prompt_edit,
	  .help = "the line below, then the query after" },
	{ .name = "prompt-editing",
	  .keys = "Left Right Home End ^A ^E Backspace Delete ^W ^U ^K ^Y",
	  .panes = PROMPT, .run = act_prompt_edit,
	  .help = "move and cut as in readline; ^Y puts back" },

	{ .name = "step-off", .group = GROUP_PANE,
	  .brief = "step off, on",
	  .keys = "x", .word = "off, on",
	  .panes = PATH, .tabs = EVENTS, .run = act_step_off,
	  .help = "switch this step off or on" },
	{ .name = "step-invert", .group = GROUP_PANE,
	  .brief = "invert the step",
	  .keys = "-", .word = "invert",
	  .panes = PATH, .tabs = EVENTS, .run = act_step_invert,
	  .help = "the opposite of this filter" },
	{ .name = "step-keep", .group = GROUP_PANE,
	  .brief = "keep only this step",
	  .keys = "+ =", .word = "keep only this",
	  .panes = PATH, .tabs = EVENTS, .run = act_step_keep,
	  .help = "switch all other steps off" },
	{ .name = "step-remove", .group = GROUP_PANE,
	  .brief = "step away",
	  .keys = "X", .word = "remove",
	  .panes = PATH, .tabs = EVENTS, .run = act_step_remove,
	  .help = "take this step away" },

	{ .name = "pane-next", .group = GROUP_MOVE,
	  .brief = "next, previous pane",
	  .keys = "Tab", .panes = ALL, .tabs = EVENTS,
	  .run = act_pane_next,
	  .help = "next pane: list, detail, histogram, query, path" },
	{ .name = "pane-previous", .group = GROUP_MOVE,
	  .keys = "S-Tab", .panes = ALL,
	  .tabs = EVENTS, .run = act_pane_previous, .help = "pane before" },
	{ .name = "open", .group = GROUP_PANE,
	  .brief = "open",
	  .keys = "Enter", .word = "open", .panes = ALL,
	  .run = act_open,
	  .help = "event: its record; group, bar, file: its events; "
	          "branch: fold; step: edit" },
	{ .name = "only", .group = GROUP_VALUE,
	  .brief = "only this value",
	  .keys = "+ =", .word = "only", .panes = BODY,
	  .tabs = EVENTS, .needs = NEED_VALUE, .run = act_only,
	  .help = "only this value" },
	{ .name = "not", .group = GROUP_VALUE,
	  .brief = "not this value",
	  .keys = "-", .word = "not", .panes = BODY,
	  .tabs = EVENTS, .needs = NEED_VALUE, .run = act_not,
	  .help = "not this value" },
	{ .name = "query", .group = GROUP_PATH,
	  .brief = "query, regex filter",
	  .keys = ";", .word = "query", .panes = ALL,
	  .tabs = EVENTS, .run = act_query,
	  .help = "edit the path as a query" },
	{ .name = "search", .group = GROUP_PANE,
	  .brief = "search here",
	  .keys = "/", .word = "search",
	  .panes = ALL | HELP, .run = act_search,
	  .help = "regex in this pane; moves only" },
	{ .name = "match", .group = GROUP_PATH,
	  .keys = "&", .word = "match", .panes = ALL,
	  .tabs = EVENTS, .run = act_match,
	  .help = "regex over the whole record, as a step" },
	{ .name = "back", .group = GROUP_PATH,
	  .brief = "back, forward",
	  .keys = "[ Backspace", .word = "back",
	  .panes = ALL, .run = act_back,
	  .help = "the view before: steps, tab, place" },
	{ .name = "help", .keys = "? F1", .word = "help",
	  .panes = ALL | HELP, .run = act_help,
	  .help = "this pane's keys, then all" },
	{ .name = "close", .keys = "Esc q", .word = "close",
	  .panes = ALL | HELP, .run = act_close,
	  .help = "close the top thing; q with nothing open quits" },
	{ .name = "forward", .group = GROUP_PATH,
	  .keys = "]", .panes = ALL, .run = act_forward,
	  .help = "again, after back" },
	{ .name = "writes-only", .group = GROUP_PATH,
	  .brief = "writes, failed only",
	  .keys = "W", .panes = ALL, .tabs = EVENTS,
	  .run = act_writes, .help = "switch: calls that change something" },
	{ .name = "errors-only", .group = GROUP_PATH,
	  .keys = "E", .panes = ALL, .tabs = EVENTS,
	  .run = act_errors, .help = "switch: calls that failed" },
	{ .name = "failed-next", .group = GROUP_PANE,
	  .brief = "next, previous failed",
	  .keys = "x", .panes = LIST | DETAIL | BARS,
	  .tabs = EVENTS, .needs = NEED_ROW, .run = act_failed_next,
	  .help = "next failed call; in the histogram the next x bar" },
	{ .name = "failed-previous", .group = GROUP_PANE,
	  .keys = "X",
	  .panes = LIST | DETAIL | BARS, .tabs = EVENTS, .needs = NEED_ROW,
	  .run = act_failed_previous, .help = "failed call before" },
	{ .name = "search-next", .group = GROUP_PANE,
	  .brief = "next, previous match",
	  .keys = "n", .panes = ALL | HELP,
	  .run = act_search_next, .help = "next match; wraps, and says so" },
	{ .name = "search-previous", .group = GROUP_PANE,
	  .keys = "N", .panes = ALL | HELP,
	  .run = act_search_previous, .help = "match before" },
	{ .name = "same-value", .group = GROUP_VALUE,
	  .brief = "next with this value",
	  .keys = "*", .panes = LIST, .tabs = EVENTS,
	  .needs = NEED_VALUE, .run = act_same_value,
	  .help = "next row with the value of this cell; n N go on" },
	{ .name = "mark", .group = GROUP_PANE,
	  .brief = "mark and go down",
	  .keys = "m", .panes = LIST | DETAIL,
	  .tabs = EVENTS, .needs = NEED_EVENT, .run = act_mark,
	  .help = "mark the event and go down" },
	{ .name = "mark-next", .group = GROUP_PANE,
	  .brief = "next, previous mark",
	  .keys = "'", .panes = LIST | DETAIL,
	  .tabs = EVENTS, .run = act_mark_next, .help = "next marked event" },
	{ .name = "mark-previous", .group = GROUP_PANE,
	  .keys = "\"", .panes = LIST | DETAIL,
	  .tabs = EVENTS, .run = act_mark_previous,
	  .help = "marked event before" },
	{ .name = "event-next", .group = GROUP_PANE,
	  .brief = "next, previous event",
	  .keys = "J", .panes = DETAIL,
	  .tabs = EVENTS, .run = act_event_next,
	  .help = "next event, without leaving the detail" },
	{ .name = "event-previous", .group = GROUP_PANE,
	  .keys = "K", .panes = DETAIL,
	  .tabs = EVENTS, .run = act_event_previous,
	  .help = "event before, without leaving the detail" },
	{ .name = "fold-all", .group = GROUP_PANE,
	  .brief = "fold, unfold all",
	  .keys = "(", .panes = DETAIL, .tabs = EVENTS,
	  .run = act_fold_all, .help = "fold the whole tree" },
	{ .name = "unfold-all", .group = GROUP_PANE,
	  .keys = ")", .panes = DETAIL, .tabs = EVENTS,
	  .run = act_unfold_all, .help = "unfold the whole tree" },
	{ .name = "wrap", .group = GROUP_PANE,
	  .brief = "wrap long values",
	  .keys = "w", .panes = DETAIL, .tabs = EVENTS,
	  .run = act_wrap, .help = "long values on several lines" },
	{ .name = "zoom-in", .group = GROUP_PATH,
	  .brief = "range half, double",
	  .keys = "z", .panes = ALL, .tabs = EVENTS,
	  .run = act_zoom_in,
	  .help = "half the range, around the cursor's time" },
	{ .name = "zoom-out", .group = GROUP_PATH,
	  .keys = "Z", .panes = ALL, .tabs = EVENTS,
	  .run = act_zoom_out, .help = "double the range" },
	{ .name = "pan-earlier", .group = GROUP_PATH,
	  .brief = "earlier, later",
	  .keys = "{", .panes = ALL, .tabs = EVENTS,
	  .run = act_pan_earlier, .help = "half a range earlier" },
	{ .name = "pan-later", .group = GROUP_PATH,
	  .keys = "}", .panes = ALL, .tabs = EVENTS,
	  .run = act_pan_later, .help = "half a range later" },
	{ .name = "histogram", .group = GROUP_PATH,
	  .brief = "histogram",
	  .keys = "H", .panes = ALL, .tabs = EVENTS,
	  .run = act_histogram, .help = "to the histogram and back" },
	{ .name = "down", .group = GROUP_MOVE,
	  .brief = "down, up",
	  .keys = "j Down", .panes = LIST | DETAIL | HELP,
	  .run = act_down, .help = "one row down" },
	{ .name = "up", .group = GROUP_MOVE,
	  .keys = "k Up", .panes = LIST | DETAIL | HELP,
	  .run = act_up, .help = "one row up" },
	{ .name = "page-down", .group = GROUP_MOVE,
	  .brief = "page down, up",
	  .keys = "Space PgDn",
	  .panes = LIST | DETAIL | HELP, .run = act_page_down,
	  .help = "a page down, one row of overlap" },
	{ .name = "page-up", .group = GROUP_MOVE,
	  .keys = "b PgUp",
	  .panes = LIST | DETAIL | HELP, .run = act_page_up,
	  .help = "a page up" },
	{ .name = "half-page-down", .group = GROUP_MOVE,
	  .brief = "half a page",
	  .keys = "^D",
	  .panes = LIST | DETAIL | HELP, .run = act_half_down,
	  .help = "half a page down" },
	{ .name = "half-page-up", .group = GROUP_MOVE,
	  .keys = "^U",
	  .panes = LIST | DETAIL | HELP, .run = act_half_up,
	  .help = "half a page up" },
	{ .name = "first", .group = GROUP_MOVE,
	  .brief = "first, last",
	  .keys = "g Home",
	  .panes = LIST | DETAIL | BARS | PATH | HELP, .run = act_first,
	  .help = "first row" },
	{ .name = "last", .group = GROUP_MOVE,
	  .keys = "G End",
	  .panes = LIST | DETAIL | BARS | PATH | HELP, .run = act_last,
	  .help = "last row" },
	{ .name = "left", .group = GROUP_MOVE,
	  .brief = "cell, fold, bar, step",
	  .keys = "h Left",
	  .panes = LIST | DETAIL | BARS | PATH, .tabs = EVENTS,
	  .run = act_left,
	  .help = "list: cell; detail: fold; histogram: bar; path: step" },
	{ .name = "right", .group = GROUP_MOVE,
	  .keys = "l Right",
	  .panes = LIST | DETAIL | BARS | PATH, .tabs = EVENTS,
	  .run = act_right,
	  .help = "list: cell; detail: unfold; histogram: bar; path: step" },
	{ .name = "narrower", .group = GROUP_PANE,
	  .brief = "share of the detail",
	  .keys = "<", .panes = LIST | DETAIL,
	  .tabs = EVENTS, .needs = NEED_DETAIL, .run = act_narrower,
	  .help = "less room for the detail" },
	{ .name = "wider", .group = GROUP_PANE,
	  .keys = ">", .panes = LIST | DETAIL,
	  .tabs = EVENTS, .needs = NEED_DETAIL, .run = act_wider,
	  .help = "more room for the detail" },
	{ .name = "full", .group = GROUP_PANE,
	  .brief = "this pane alone",
	  .keys = "f", .panes = LIST | DETAIL,
	  .tabs = EVENTS, .run = act_full,
	  .help = "this pane alone, and back" },
	{ .name = "tab-1", .keys = "1", .panes = ALL, .run = act_tab_events,
	  .help = "Events" },
	{ .name = "tab-6", .keys = "6", .panes = ALL, .run = act_tab_ledger,
	  .help = "Ledger: what was read, and what was not" },
	{ .name = "retry", .keys = "r", .panes = ALL, .tabs = EVENTS,
	  .run = act_retry, .help = "run the path again" },
	{ .name = "redraw", .keys = "^L", .panes = ALL | HELP | PROMPT,
	  .run = act_redraw, .help = "draw everything again" },
	{ .name = "cancel", .keys = "^C", .panes = ALL | HELP | PROMPT,
	  .run = act_cancel,
	  .help = "stop running work; what is loaded stays" },
	{ .name = "quit", .keys = "Q", .panes = ALL | HELP, .run = act_quit,
	  .help = "quit at once" },
};
/* clang-format on */
#define ACTIONS (sizeof(actions) / sizeof(*actions))

const struct action *
explore_actions(size_t *n)
{
	*n = ACTIONS;
	return actions;
}

/* ---- finding ----------------------------------------------------------- */

static bool
has_key(const char *keys, const char *key)
{
	size_t n = strlen(key);

	while (*keys) {
		size_t len = strcspn(keys, " ");

		if (len == n && memcmp(keys, key, n) == 0)
			return true;
		keys += len;
		keys += *keys == ' ';
	}
	return false;
}

static bool
applies(const struct action *a, enum explore_pane pane, int tab)
{
	return a->panes & 1u << pane &&
	    (a->tabs == 0 || pane == PANE_HELP || pane == PANE_PROMPT ||
	        a->tabs & 1u << tab);
}

const struct action *
explore_action_of(enum explore_pane pane, int tab, const char *key)
{
	for (size_t i = 0; i < ACTIONS; i++)
		if (applies(&actions[i], pane, tab) &&
		    has_key(actions[i].keys, key))
			return &actions[i];
	return NULL;
}

static enum explore_pane
pane_of_keys(const struct explore *x)
{
	return x->prompt.kind != PROMPT_NONE ? PANE_PROMPT
	    : x->help_open                   ? PANE_HELP
	                                     : x->focus;
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

static unsigned
dispatch(struct explore *x, const struct action *a)
{
	unsigned draw;

	for (size_t i = 0; i < sizeof(needs) / sizeof(*needs); i++)
		if (a->needs & needs[i].need && !is_met(x, needs[i].need)) {
			tell(x, "%s", needs[i].message);
			return DRAW_KEYS;
		}
	draw = a->run(x);
	settle(x);
	return draw;
}

unsigned
explore_key(struct explore *x, const char *key)
{
	enum explore_pane pane = pane_of_keys(x);
	const struct action *a = explore_action_of(pane, x->tab, key);
	unsigned draw = x->message.n > 0 ? DRAW_KEYS : 0;

	buf_reset(&x->message);
	x->key = key;
	if (a)
		draw |= dispatch(x, a);
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
	for (size_t i = 0; i < ACTIONS; i++)
		if (strcmp(actions[i].name, name) == 0)
			return dispatch(x, &actions[i]);
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

static bool
hinted(const struct explore *x, const struct action *a)
{
	enum explore_pane pane = pane_of_keys(x);

	if (!a->word || !applies(a, pane, x->tab))
		return false;
	if (a->run == act_close)
		return pane != PANE_LIST;
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

	for (size_t i = 0; i < ACTIONS; i++)
		n += hinted(x, &actions[i]);
	return n;
}

/* The first of its keys, as a static text. */
static const char *
first_key(const struct action *a)
{
	static const char *const keys[] = { "Enter", "Esc", "^J", "^R", "x",
		"-", "+", "X", ";", "/", "&", "[", "?" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (strncmp(a->keys, keys[i], strlen(keys[i])) == 0)
			return keys[i];
	return a->keys;
}

struct explore_hint
explore_hint_at(const struct explore *x, size_t n)
{
	enum explore_pane pane = pane_of_keys(x);
	size_t extra = extra_hints(x);

	if (n < extra)
		return beside[n];
	n -= extra;
	for (size_t i = 0; i < ACTIONS; i++) {
		const struct action *a = &actions[i];
		struct explore_hint hint = { first_key(a), a->word };

		if (!hinted(x, a) || n-- > 0)
			continue;
		for (size_t w = 0; w < sizeof(words) / sizeof(*words); w++)
			if (strcmp(words[w].name, a->name) == 0 &&
			    words[w].pane == pane && words[w].tab == x->tab)
				hint.word = words[w].word;
		return hint;
	}
	return (struct explore_hint){ "", "" };
}
