/*
 * What the rows of the action table run.  Each changes struct explore and
 * returns what has to be drawn; needs have been checked.
 */
#ifndef EXPLORE_ACTIONS_H
#define EXPLORE_ACTIONS_H

#include "explore/explore.h"

/* act_move.c: cursors, panes, what is open */
unsigned act_tab_events(struct explore *x);
unsigned act_tab_ledger(struct explore *x);
unsigned act_pane_next(struct explore *x);
unsigned act_pane_previous(struct explore *x);
unsigned act_histogram(struct explore *x);
unsigned act_open(struct explore *x);
unsigned act_close(struct explore *x);
unsigned act_quit(struct explore *x);
unsigned act_help(struct explore *x);
unsigned act_full(struct explore *x);
unsigned act_down(struct explore *x);
unsigned act_up(struct explore *x);
unsigned act_page_down(struct explore *x);
unsigned act_page_up(struct explore *x);
unsigned act_half_down(struct explore *x);
unsigned act_half_up(struct explore *x);
unsigned act_first(struct explore *x);
unsigned act_last(struct explore *x);
unsigned act_left(struct explore *x);
unsigned act_right(struct explore *x);
unsigned act_narrower(struct explore *x);
unsigned act_wider(struct explore *x);
unsigned act_redraw(struct explore *x);
unsigned act_cancel(struct explore *x);
unsigned act_event_next(struct explore *x);
unsigned act_event_previous(struct explore *x);
unsigned act_fold_all(struct explore *x);
unsigned act_unfold_all(struct explore *x);
unsigned act_wrap(struct explore *x);

/* act_path.c: steps, time, search, marks, prompt */
unsigned act_query(struct explore *x);
unsigned act_search(struct explore *x);
unsigned act_search_next(struct explore *x);
unsigned act_search_previous(struct explore *x);
unsigned act_same_value(struct explore *x);
unsigned act_match(struct explore *x);
unsigned act_only(struct explore *x);
unsigned act_not(struct explore *x);
unsigned act_back(struct explore *x);
unsigned act_forward(struct explore *x);
unsigned act_writes(struct explore *x);
unsigned act_errors(struct explore *x);
unsigned act_zoom_in(struct explore *x);
unsigned act_zoom_out(struct explore *x);
unsigned act_pan_earlier(struct explore *x);
unsigned act_pan_later(struct explore *x);
unsigned act_retry(struct explore *x);
unsigned act_mark(struct explore *x);
unsigned act_mark_next(struct explore *x);
unsigned act_mark_previous(struct explore *x);
unsigned act_failed_next(struct explore *x);
unsigned act_failed_previous(struct explore *x);
unsigned act_step_off(struct explore *x);
unsigned act_step_remove(struct explore *x);
unsigned act_step_invert(struct explore *x);
unsigned act_step_keep(struct explore *x);
unsigned act_prompt_run(struct explore *x);
unsigned act_prompt_leave(struct explore *x);
unsigned act_prompt_edit(struct explore *x);
/* Enter on a step of the path: the prompt with its text. */
unsigned act_step_edit(struct explore *x);
/* The text of the prompt is another one: checked, and looked for. */
void prompt_changed(struct explore *x);
/* The events of a file, as a step. */
unsigned act_file_events(struct explore *x, struct str file);
#endif
