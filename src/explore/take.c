/*
 * What the lanes made is taken over: answers, counts, histograms, records.
 */
#include "base/timefmt.h"
#include "base/utf8.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/state.h"

/* Rows that are above the list when its end is in sight. */
static uint64_t
rows_hidden(const struct explore *x, uint64_t rows)
{
	uint64_t seen = (uint64_t)x->room.list_rows;

	return rows > seen ? rows - seen : 0;
}

/* Where the eye goes in a new list. */
static void
place_anew(struct explore *x, bool refresh)
{
	struct place_in_list old = x->has_goal ? x->goal : x->place;
	uint64_t rows = result_rows(x->answer->result), row = old.row;

	if (!refresh && !x->has_goal && !x->answer->lists_events)
		row = old.row = old.top = 0; /* groups begin at the top */
	if (x->answer->lists_events && old.event != EVENT_NONE &&
	    !(refresh && !x->has_goal && old.row == 0 && old.top == 0 &&
	        !x->detail_open))
		row = list_row_near(x, old.event);
	if (row >= rows)
		row = rows > 0 ? rows - 1 : 0;
	x->place.top = row - (old.row - old.top < row ? old.row - old.top
	                                              : row);
	if (x->has_goal && x->place.top > rows_hidden(x, rows))
		x->place.top = rows_hidden(x, rows);
	x->has_goal = false;
	list_go(x, row);
}

static void
show_announcement(struct explore *x)
{
	const struct result_numbers *n = result_numbers(x->answer->result);
	struct buf b = { 0 };

	if (x->announce.n > 0 && x->message.n == 0) {
		count_print(n->matched, &b);
		buf_add(&b, STR(" of "));
		count_print(x->answer->events, &b);
		buf_add(&b, STR(": "));
		buf_add(&b, buf_str(&x->announce));
		tell(x, "%.*s", STR_ARG(buf_str(&b)));
	}
	buf_reset(&x->announce);
	buf_free(&b);
}

/* What the result has to say about its query: the first notice. */
static void
show_notice(struct explore *x)
{
	size_t n;
	const struct notice *notices = result_notices(x->answer->result, &n);

	if (n > 0 && x->message.n == 0)
		tell(x, "%.*s", STR_ARG(notices[0].text));
}

static void
query_failed(struct explore *x, const struct ask *k)
{
	x->has_goal = false;
	buf_reset(&x->announce);
	x->stopped_done = atomic_load(&k->progress.done);
	x->stopped_total = atomic_load(&k->progress.total);
	if (k->err.code == ERR_STOPPED) {
		tell(x, "stopped: the last good result stays; r runs it again");
		return;
	}
	x->query_err = k->err;
}

/* Comes from the query lane. */
static unsigned
take_answer(struct explore *x, struct ask *k)
{
	bool refresh = x->refreshing;
	int64_t took = time_monotonic() - x->asked_us;

	x->refresh_us = took * REFRESH_SHARE;
	if (x->refresh_us < REFRESH_US)
		x->refresh_us = REFRESH_US;
	if (x->refresh_us > REFRESH_US_MOST)
		x->refresh_us = REFRESH_US_MOST;
	x->query_err = (struct err){ 0 };
	x->stopped_total = 0;
	if (!k->answer) {
		query_failed(x, k);
		return DRAW_ALL;
	}
	row_reader_free(x->rows);
	answer_release(x->answer);
	x->answer = k->answer;
	x->answer_version++;
	k->answer = NULL;
	if (k->bars.n > 0 || x->answer->from_us == TIME_NONE) {
		bars_free(&x->bars);
		x->bars = k->bars;
		k->bars = (struct bars){ 0 };
		x->bars_cursor = x->bars.n ? x->bars.n - 1 : 0;
		x->bars_anchor = SIZE_MAX;
	}
	x->rows = row_reader_new(x->answer, x->set, x->zone);
	if (!x->answer->plain && x->cell != CELL_NONE && x->cell < LIST_OWN)
		x->cell = CELL_NONE;
	if (x->answer->plain && x->cell != CELL_NONE && x->cell >= LIST_OWN)
		x->cell = CELL_NONE;
	x->first_own = 0;
	follow_answer(x, refresh);
	place_anew(x, refresh);
	show_announcement(x);
	if (!refresh)
		show_notice(x);
	ways_follow(x);
	ask_counts(x);
	return DRAW_ALL;
}

static unsigned
take_counts(struct explore *x, struct ask_counts *k)
{
	for (size_t i = 0; i < k->steps.n; i++) {
		const struct step *from = &k->steps.step[i];
		size_t to = steps_find(&x->steps, from->text);

		if (to < x->steps.n && x->steps.step[to].on == from->on) {
			x->steps.step[to].counted = from->counted;
			x->steps.step[to].count = from->count;
		}
		if (x->prompt.kind != PROMPT_NONE && from->counted) {
			x->prompt_counted = true; /* the last one stays */
			x->prompt_count = from->count;
		}
	}
	return DRAW_PATH | DRAW_KEYS;
}

static unsigned
take_bars(struct explore *x, struct ask_bars *k)
{
	if (!k->made || k->answer != x->answer)
		return 0;
	bars_free(&x->bars);
	x->bars = k->bars;
	k->bars = (struct bars){ 0 };
	x->bars_cursor = x->bars.n ? x->bars.n - 1 : 0;
	x->bars_anchor = SIZE_MAX;
	return DRAW_BARS;
}

static unsigned
take_detail(struct explore *x, struct ask_detail *k)
{
	if (!x->detail_open || k->event != x->opened.wanted)
		return 0;
	tell_changed(x, k->detail);
	opened_show(x, k->detail);
	k->detail = NULL;
	return DRAW_DETAIL | DRAW_KEYS;
}

static unsigned
take_ledger(struct explore *x, struct ask_ledger *k)
{
	ledger_lines_free(x->ledger);
	x->ledger = k->lines;
	k->lines = NULL;
	tell_damage(x);
	return DRAW_TABS | DRAW_BARS | (x->tab == TAB_LEDGER ? DRAW_LIST : 0);
}

/* Owns k. */
static unsigned
take_far(struct explore *x, struct ask_far *k)
{
	if (k->answer != x->answer || !k->text) {
		k->work.free(&k->work);
		return 0;
	}
	if (x->far)
		x->far->work.free(&x->far->work);
	x->far = k;
	return DRAW_LIST;
}

unsigned
take_work(struct explore *x)
{
	struct work *w;
	unsigned draw = 0;

	for (size_t i = 0; i < LANES; i++) {
		w = lane_take(x->lane[i]);
		if (!w)
			continue;
		switch ((enum lane_name)i) {
		case LANE_QUERY:
			draw |= take_answer(x, (struct ask *)w);
			break;
		case LANE_COUNTS:
			draw |= take_counts(x, (struct ask_counts *)w);
			break;
		case LANE_BARS:
			draw |= take_bars(x, (struct ask_bars *)w);
			break;
		case LANE_DETAIL:
			draw |= take_detail(x, (struct ask_detail *)w);
			break;
		case LANE_SEARCH:
			seek_found(x, (struct ask_find *)w);
			w = NULL;
			draw |= DRAW_LIST | DRAW_DETAIL | DRAW_KEYS;
			break;
		case LANE_LEDGER:
			draw |= take_ledger(x, (struct ask_ledger *)w);
			break;
		case LANE_SHEET:
			draw |= sheet_made(x, (struct ask_sheet *)w);
			break;
		case LANE_FAR:
			draw |= take_far(x, (struct ask_far *)w);
			w = NULL;
			break;
		case LANE_WORDS:
			assist_take(x, (struct ask_words *)w);
			w = NULL;
			draw |= DRAW_QUERY;
			break;
		case LANE_EXPORT:
			draw |= take_export(x, (struct ask_export *)w);
			break;
		case LANES:
			break;
		}
		if (w)
			w->free(w);
	}
	return draw;
}
