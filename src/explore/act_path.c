/*
 * Actions on the path: steps, search, marks; and the prompt, where they are
 * typed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/timefmt.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/state.h"

/* ---- values, steps ----------------------------------------------------- */

unsigned
act_patterns(struct explore *x)
{
	if (pick_patterns(x)) {
		sheets_close(x);
		x->tab = TAB_EVENTS;
		x->focus = PANE_LIST;
		opened_close(x);
	}
	return DRAW_ALL;
}

unsigned
act_only(struct explore *x)
{
	pick_step(x, true);
	return DRAW_ALL;
}

unsigned
act_not(struct explore *x)
{
	pick_step(x, false);
	return DRAW_ALL;
}

/* A switch: on the path and on, or away. */
static unsigned
toggle(struct explore *x, struct str text)
{
	size_t at = steps_find(&x->steps, text);

	view_push(x);
	if (at < x->steps.n && x->steps.step[at].on)
		steps_remove(&x->steps, at);
	else if (steps_filter(&x->steps, text, &at))
		x->step_cursor = at + 1;
	steps_changed(x);
	return DRAW_ALL;
}

unsigned
act_writes(struct explore *x)
{
	return toggle(x, STR(STEP_WRITES));
}

unsigned
act_errors(struct explore *x)
{
	return toggle(x, STR(STEP_FAILED));
}

/* The step under the cursor of the path; NULL: it is the data itself. */
static struct step *
chosen_step(struct explore *x)
{
	if (x->step_cursor > 0 && x->step_cursor <= x->steps.n)
		return &x->steps.step[x->step_cursor - 1];
	tell(x, "this is the data itself: l goes to the next step");
	return NULL;
}

unsigned
act_step_off(struct explore *x)
{
	if (chosen_step(x)) {
		view_push(x);
		x->steps.step[x->step_cursor - 1].on ^= true;
		steps_changed(x);
	}
	return DRAW_ALL;
}

unsigned
act_step_remove(struct explore *x)
{
	if (chosen_step(x)) {
		view_push(x);
		steps_remove(&x->steps, x->step_cursor - 1);
		steps_changed(x);
	}
	return DRAW_ALL;
}

unsigned
act_step_invert(struct explore *x)
{
	struct step *s = chosen_step(x);

	if (!s)
		return DRAW_KEYS;
	if (!step_filters(s)) {
		tell(x, "only a filter can be inverted");
		return DRAW_KEYS;
	}
	view_push(x);
	steps_invert(&x->steps, x->step_cursor - 1);
	steps_changed(x);
	return DRAW_ALL;
}

unsigned
act_step_keep(struct explore *x)
{
	if (chosen_step(x)) {
		view_push(x);
		for (size_t i = 0; i < x->steps.n; i++)
			x->steps.step[i].on = i == x->step_cursor - 1;
		steps_changed(x);
	}
	return DRAW_ALL;
}

unsigned
act_file_events(struct explore *x, struct str file)
{
	struct buf text = { 0 };
	size_t at;

	if (file.n == 0) {
		tell(x, "this line is about no file");
		return DRAW_KEYS;
	}
	buf_add(&text, STR("filter @file = "));
	query_quote_value((struct value){ VALUE_STRING, file }, &text);
	view_push(x);
	seek_end(x);
	x->tab = TAB_EVENTS;
	steps_filter(&x->steps, buf_str(&text), &at);
	steps_changed(x);
	buf_free(&text);
	return DRAW_ALL;
}

unsigned
act_back(struct explore *x)
{
	if (!view_back(x))
		tell(x, "there is no view before this one");
	return DRAW_ALL;
}

unsigned
act_forward(struct explore *x)
{
	if (!view_forward(x))
		tell(x, "there is no view after this one");
	return DRAW_ALL;
}

unsigned
act_retry(struct explore *x)
{
	x->patient = x->patient || x->query_err.code == ERR_STEPS;
	run_path(x);
	x->opened.wanted = EVENT_NONE; /* its file may be back */
	x->told_source = 0;
	tell(x, "running it again");
	return DRAW_ALL;
}

/* ---- marks ------------------------------------------------------------- */

static size_t
mark_index(const struct explore *x, uint32_t event)
{
	size_t i = 0;

	while (i < x->n_marked && x->marked[i] < event)
		i++;
	return i;
}

unsigned
act_mark(struct explore *x)
{
	uint32_t event = x->place.event;
	size_t i = mark_index(x, event);

	change_begin(x, "mark");
	if (i < x->n_marked && x->marked[i] == event) {
		x->n_marked--;
		memmove(x->marked + i, x->marked + i + 1,
		    (x->n_marked - i) * sizeof(*x->marked));
	} else {
		x->marked = mem_grow(x->marked, x->n_marked + 1,
		    sizeof(*x->marked));
		memmove(x->marked + i + 1, x->marked + i,
		    (x->n_marked - i) * sizeof(*x->marked));
		x->marked[i] = event;
		x->n_marked++;
	}
	if (x->place.row + 1 < list_rows(x))
		list_go(x, x->place.row + 1);
	return DRAW_LIST | DRAW_BARS | DRAW_KEYS | DRAW_DETAIL;
}

/* Of the marked events in the list the nearest below or above. */
static unsigned
go_mark(struct explore *x, int step)
{
	uint64_t best = UINT64_MAX, here = x->place.row;

	for (size_t i = 0; x->answer && i < x->n_marked; i++) {
		uint64_t row = result_row_of(x->answer->result, x->marked[i]);

		if (row == UINT64_MAX || (step > 0 ? row <= here : row >= here))
			continue;
		if (best == UINT64_MAX || (step > 0 ? row < best : row > best))
			best = row;
	}
	if (best == UINT64_MAX)
		tell(x, x->n_marked ? "no marked event that way: m marks"
		                   : "nothing is marked: m marks");
	else
		list_go(x, best);
	return DRAW_LIST | DRAW_DETAIL | DRAW_KEYS;
}

unsigned
act_mark_next(struct explore *x)
{
	return go_mark(x, 1);
}

unsigned
act_mark_previous(struct explore *x)
{
	return go_mark(x, -1);
}

/* A tenth of its calls failed, and two at least. */
static bool
bar_failed(const struct bucket *b)
{
	return b->failed >= 2 && b->failed * 10 >= b->count;
}

static unsigned
go_failed(struct explore *x, int step)
{
	size_t n = x->bars.n, at = x->bars_cursor;

	if (x->focus != PANE_BARS) {
		seek_failed(x, step);
		return DRAW_KEYS;
	}
	for (size_t i = 0; i < n; i++) {
		at = step > 0 ? (at + 1) % n : (at + n - 1) % n;
		if (bar_failed(&x->bars.bucket[at])) {
			x->bars_cursor = at;
			return DRAW_BARS | DRAW_QUERY | DRAW_KEYS;
		}
	}
	tell(x, "no bar has a tenth of failed calls");
	return DRAW_KEYS;
}

unsigned
act_failed_next(struct explore *x)
{
	return go_failed(x, 1);
}

unsigned
act_failed_previous(struct explore *x)
{
	return go_failed(x, -1);
}

/* ---- prompts ----------------------------------------------------------- */

void
prompt_show(struct explore *x, enum explore_prompt_kind kind, struct str text)
{
	x->prompt_err = (struct err){ 0 };
	x->prompt_counted = false;
	assist_close(x);
	prompt_open(&x->prompt, kind, text);
}

static unsigned
open_prompt(struct explore *x, enum explore_prompt_kind kind, struct str text)
{
	prompt_show(x, kind, text);
	return DRAW_ALL;
}

unsigned
act_query(struct explore *x)
{
	struct buf text = { 0 };

	steps_text(&x->steps, x->steps.n, &text);
	x->edited_step = SIZE_MAX;
	open_prompt(x, PROMPT_QUERY, buf_str(&text));
	buf_free(&text);
	return DRAW_ALL;
}

unsigned
act_step_edit(struct explore *x)
{
	if (x->step_cursor == 0)
		return act_query(x);
	x->edited_step = x->step_cursor - 1;
	return open_prompt(x, PROMPT_QUERY,
	    x->steps.step[x->edited_step].text);
}

unsigned
act_search(struct explore *x)
{
	seek_begin(x);
	return open_prompt(x, PROMPT_SEARCH, STR(""));
}

unsigned
act_match(struct explore *x)
{
	return open_prompt(x, PROMPT_MATCH, STR(""));
}

unsigned
act_search_next(struct explore *x)
{
	seek_next(x, 1);
	return DRAW_ALL;
}

unsigned
act_search_previous(struct explore *x)
{
	seek_next(x, -1);
	return DRAW_ALL;
}

unsigned
act_same_value(struct explore *x)
{
	seek_value(x);
	return DRAW_ALL;
}

void
prompt_changed(struct explore *x)
{
	struct str text = buf_str(&x->prompt.text);
	struct regex *regex;

	x->prompt_err = (struct err){ 0 };
	switch (x->prompt.kind) {
	case PROMPT_QUERY:
		query_free(query_new(text, &x->prompt_err));
		assist_typed(x);
		break;
	case PROMPT_SEARCH:
		seek_typed(x);
		break;
	case PROMPT_MATCH:
		regex = regex_new(text, &x->prompt_err);
		if (regex)
			regex_free(regex);
		ask_prompt_count(x);
		break;
	case PROMPT_TIME:
		picker_typed(x);
		break;
	case PROMPT_SHEET:
		if (sheet_top(x))
			sheet_again(x, sheet_top(x));
		break;
	case PROMPT_NONE:
		break;
	}
}

/* The text of one step takes its place; it may have become several. */
static bool
replace_step(struct explore *x, struct steps *with, struct str text,
    struct err *err)
{
	struct steps parts = { 0 };
	struct buf whole = { 0 };
	struct query *q;
	size_t at = x->edited_step;

	if (!steps_parse(&parts, text, err))
		return false;
	steps_copy(&x->steps, with);
	steps_remove(with, at);
	for (size_t i = 0; i < parts.n; i++)
		steps_insert(with, at + i, parts.step[i].text);
	steps_free(&parts);
	steps_text(with, with->n, &whole);
	q = query_new(buf_str(&whole), err);
	query_free(q);
	buf_free(&whole);
	if (!q) {
		err->offset = 0;
		steps_free(with);
	}
	return q != NULL;
}

static bool
run_query(struct explore *x, struct str text)
{
	struct steps with = { 0 };
	struct err why = { 0 };
	bool right;

	x->prompt_err = (struct err){ 0 };
	if (x->edited_step < x->steps.n) {
		right = replace_step(x, &with, text, &x->prompt_err);
	} else {
		steps_copy(&x->steps, &with);
		right = steps_parse(&with, text, &x->prompt_err);
		if (!right)
			steps_free(&with);
	}
	if (!right)
		return false;
	view_push(x);
	steps_free(&x->steps);
	x->steps = with;
	steps_changed(x);
	if (!history_add(x->history, text, time_now(), &why))
		tell(x, "the query is not in the history: %s", why.message);
	return true;
}

static void
run_match(struct explore *x, struct str pattern)
{
	struct buf text = { 0 };
	size_t at;

	buf_add(&text, STR("filter @message like "));
	query_quote_regex(pattern, &text);
	view_push(x);
	steps_filter(&x->steps, buf_str(&text), &at);
	steps_changed(x);
	buf_free(&text);
}

unsigned
act_prompt_run(struct explore *x)
{
	struct str text = buf_str(&x->prompt.text);

	x->editor = EDITOR_NO;
	switch (x->prompt.kind) {
	case PROMPT_SHEET:
		return sheet_enter(x);
	case PROMPT_QUERY:
		if (!run_query(x, text))
			return DRAW_ALL;
		break;
	case PROMPT_SEARCH:
	case PROMPT_MATCH:
		if (x->prompt_err.code != ERR_NONE) {
			tell(x, "this is no pattern: %s",
			    x->prompt_err.message);
			return DRAW_KEYS;
		}
		if (x->prompt.kind == PROMPT_MATCH && text.n > 0)
			run_match(x, text);
		break;
	case PROMPT_TIME:
		if (!picker_run(x))
			return DRAW_KEYS;
		break;
	case PROMPT_NONE:
		break;
	}
	prompt_close(&x->prompt);
	return DRAW_ALL;
}

unsigned
act_prompt_leave(struct explore *x)
{
	x->editor = EDITOR_NO;
	if (x->prompt.kind == PROMPT_QUERY && assist_leave(x))
		return DRAW_ALL;
	if (x->prompt.kind == PROMPT_SEARCH)
		seek_leave(x);
	if (x->prompt.kind == PROMPT_SHEET)
		sheet_close(x);
	x->prompt_err = (struct err){ 0 };
	prompt_close(&x->prompt);
	return DRAW_ALL;
}

/* ^X asks first: the editor is another program. */
static bool
editor_key(struct explore *x, const char *key)
{
	bool asked = x->editor == EDITOR_ASKED;

	x->editor = EDITOR_NO;
	if (asked && strcmp(key, "y") == 0)
		x->editor = EDITOR_WANTED;
	else if (asked)
		tell(x, "the query stays here");
	else if (strcmp(key, "^X") == 0) {
		x->editor = EDITOR_ASKED;
		assist_close(x);
		tell(x, "edit it in another program, $VISUAL or $EDITOR? y n");
	} else {
		return false;
	}
	return true;
}

bool
explore_editor(const struct explore *x, struct str *text)
{
	*text = buf_str(&x->prompt.text);
	return x->editor == EDITOR_WANTED && x->prompt.kind == PROMPT_QUERY;
}

unsigned
explore_edited(struct explore *x, struct str text, const char *why)
{
	struct buf copy = { 0 };

	x->editor = EDITOR_NO;
	if (x->prompt.kind != PROMPT_QUERY)
		return 0;
	buf_add(&copy, text);
	prompt_replace(&x->prompt, 0, x->prompt.text.n, buf_str(&copy));
	buf_free(&copy);
	prompt_changed(x);
	assist_close(x);
	if (why)
		tell(x, "%s", why);
	return DRAW_ALL;
}

unsigned
act_prompt_edit(struct explore *x)
{
	bool changed;

	if (x->prompt.kind == PROMPT_SHEET && sheet_prompt_key(x, x->key))
		return DRAW_LIST | DRAW_KEYS;
	if (x->prompt.kind == PROMPT_QUERY && editor_key(x, x->key))
		return DRAW_ALL;
	if (x->prompt.kind == PROMPT_TIME && picker_key(x, x->key))
		return DRAW_ALL;
	if (x->prompt.kind == PROMPT_QUERY &&
	    assist_key(x, x->key, &changed)) {
		if (changed) {
			x->prompt_err = (struct err){ 0 };
			query_free(query_new(buf_str(&x->prompt.text),
			    &x->prompt_err));
		}
		return DRAW_ALL;
	}
	if (!prompt_key(&x->prompt, x->key, x->history, &changed)) {
		tell(x, "%s does nothing here; Esc leaves", x->key);
		return DRAW_KEYS;
	}
	if (changed)
		prompt_changed(x);
	return DRAW_QUERY | DRAW_KEYS | DRAW_LIST | DRAW_DETAIL;
}
