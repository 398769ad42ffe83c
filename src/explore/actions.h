/*
 * What the rows of the action table run.  Each changes struct explore and
 * returns what has to be drawn; needs have been checked.
 */
#ifndef EXPLORE_ACTIONS_H
#define EXPLORE_ACTIONS_H

#include "explore/explore.h"

/* The table; explore_actions() for others. */
extern const struct action explore_action_rows[];
extern const size_t explore_action_count;
/* Runs a row of the table, its needs checked first. */
unsigned action_run(struct explore *x, const struct action *a);
/* The row applies where the keys go now. */
bool action_applies(const struct explore *x, const struct action *a);

/* act_move.c: cursors, panes, what is open */
unsigned act_tab_events(struct explore *x);
unsigned act_tab_fields(struct explore *x);
unsigned act_tab_chart(struct explore *x);
unsigned act_patterns(struct explore *x);
/* sheet_chart.c */
unsigned act_chart_view(struct explore *x);
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
unsigned act_view(struct explore *x);

/* point.c */
unsigned act_mouse(struct explore *x);

/* sheet_diff.c, sheet_compare.c, sheet_info.c */
unsigned act_diff(struct explore *x);
unsigned act_diff_equal(struct explore *x);
unsigned act_compare(struct explore *x);
unsigned act_compare_with(struct explore *x);
unsigned act_info(struct explore *x);

/* act_time.c: ranges of time */
unsigned act_time(struct explore *x);
unsigned act_around(struct explore *x);
unsigned act_range_start(struct explore *x);
unsigned act_bars_zoom(struct explore *x);
unsigned act_split(struct explore *x);
unsigned act_zoom_in(struct explore *x);
unsigned act_zoom_out(struct explore *x);
unsigned act_pan_earlier(struct explore *x);
unsigned act_pan_later(struct explore *x);

/* act_path.c: steps, search, marks, prompt */
unsigned act_query(struct explore *x);
unsigned act_search(struct explore *x);
unsigned act_search_next(struct explore *x);
unsigned act_search_previous(struct explore *x);
unsigned act_same_value(struct explore *x);
unsigned act_match(struct explore *x);
unsigned act_only(struct explore *x);
struct ask_export;
struct saved_query;
/* Work of the lane is done; borrows k. */
unsigned take_export(struct explore *x, struct ask_export *k);
/* Puts text into the clipboard, made visible; what: "value". */
void copy_text(struct explore *x, const char *what, struct str text);
/* Appends the command that prints the rows of the path. */
void batch_print(const struct explore *x, struct buf *out);
unsigned act_track_new(struct explore *x);
unsigned act_tracks(struct explore *x);
unsigned act_track_close(struct explore *x);
unsigned act_track_reopen(struct explore *x);
unsigned act_utc(struct explore *x);
unsigned act_local(struct explore *x);
unsigned act_undo(struct explore *x);
unsigned act_redo(struct explore *x);
unsigned act_columns(struct explore *x);
unsigned act_column_add(struct explore *x);
unsigned act_column_switch(struct explore *x);
unsigned act_column_later(struct explore *x);
unsigned act_column_earlier(struct explore *x);
unsigned act_column_narrower(struct explore *x);
unsigned act_column_wider(struct explore *x);
unsigned act_column_reset(struct explore *x);
unsigned act_copy(struct explore *x);
unsigned act_copy_value(struct explore *x);
unsigned act_copy_path(struct explore *x);
unsigned act_copy_event(struct explore *x);
unsigned act_copy_row(struct explore *x);
unsigned act_copy_query(struct explore *x);
unsigned act_copy_batch(struct explore *x);
unsigned act_copy_place(struct explore *x);
unsigned act_save(struct explore *x);
unsigned act_export(struct explore *x);
unsigned act_export_format(struct explore *x);
unsigned act_save_query(struct explore *x);
/* The path becomes that of a saved query. */
unsigned run_saved(struct explore *x, const struct saved_query *q);
unsigned act_has(struct explore *x);
unsigned act_menu(struct explore *x);
unsigned act_palette(struct explore *x);
unsigned act_top(struct explore *x);
unsigned act_sort(struct explore *x);
unsigned act_not(struct explore *x);
unsigned act_back(struct explore *x);
unsigned act_forward(struct explore *x);
unsigned act_writes(struct explore *x);
unsigned act_errors(struct explore *x);
unsigned act_retry(struct explore *x);
unsigned act_follow(struct explore *x); /* act_follow.c */
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
