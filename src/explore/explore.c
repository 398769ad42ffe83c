/*
 * Life, lanes and loop of an investigation: what is asked for when, and what
 * becomes of the answers.
 */
#include "explore/explore.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/timefmt.h"
#include "base/utf8.h"
#include "explore/cells.h"
#include "explore/state.h"

/* New events are taken in this often, but at most a tenth of the time is spent
 * on it. */
#define REFRESH_US (250 * US_PER_MS)
#define REFRESH_US_MOST (2 * US_PER_SECOND)
#define REFRESH_SHARE 10
#define LEDGER_US (500 * US_PER_MS)  /* and the ledger, while it is open */
#define SHARE 55
#define SIDE_SHARE 37

/* ---- life -------------------------------------------------------------- */

struct explore *
explore_new(const struct explore_options *o)
{
	struct explore *x = mem_zero(1, sizeof(*x));
	unsigned threads = o->threads;

	if (threads == 0) {
		long n = sysconf(_SC_NPROCESSORS_ONLN);

		threads = n > 0 ? (unsigned)n : 1;
	}
	x->store = o->store;
	x->loader = o->loader;
	x->loading = o->loader != NULL;
	x->zone = o->zone;
	text_visible(o->source, &x->source);
	x->scope = (struct scope){ o->from_us, o->to_us };
	x->pool = pool_new(threads);
	x->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	for (size_t i = 0; i < LANES; i++)
		x->lane[i] = lane_new(x->wake_fd);
	x->history = history_new(o->state_dir);
	x->tab = TAB_EVENTS;
	x->focus = PANE_LIST;
	x->share = SHARE;
	x->side_share = SIDE_SHARE;
	x->cell = CELL_NONE;
	x->place.event = EVENT_NONE;
	x->opened.wanted = EVENT_NONE;
	x->edited_step = SIZE_MAX;
	x->refresh_us = REFRESH_US;
	x->room = (struct explore_room){ .list_columns = 80, .list_rows = 17,
		.screen_columns = 80, .screen_rows = 24 };
	return x;
}

void
explore_free(struct explore *x)
{
	if (!x)
		return;
	for (size_t i = 0; i < LANES; i++)
		lane_stop(x->lane[i]);
	for (size_t i = 0; i < LANES; i++)
		lane_free(x->lane[i]);
	seek_end(x);
	opened_free(&x->opened);
	views_free(x);
	help_close(x);
	steps_free(&x->steps);
	row_reader_free(x->rows);
	answer_release(x->answer);
	bars_free(&x->bars);
	ledger_lines_free(x->ledger);
	history_free(x->history);
	prompt_free(&x->prompt);
	free(x->marked);
	free(x->bar_out);
	buf_free(&x->search.pattern);
	buf_free(&x->source);
	buf_free(&x->announce);
	buf_free(&x->message);
	for (size_t i = 0; i < TEXTS; i++)
		buf_free(&x->text[i]);
	for (size_t i = 0; i < EXPLORE_COLUMNS_MAX; i++)
		buf_free(&x->cell_text[i]);
	pool_free(x->pool);
	if (x->wake_fd >= 0)
		close(x->wake_fd);
	free(x);
}

bool
explore_quits(const struct explore *x)
{
	return x->quits;
}

void
tell(struct explore *x, const char *format, ...)
{
	struct buf plain = { 0 };
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (n < 0)
		return;
	va_start(ap, format);
	vsnprintf(buf_room(&plain, (size_t)n + 1), (size_t)n + 1, format, ap);
	va_end(ap);
	plain.n = (size_t)n;
	buf_reset(&x->message);
	text_visible(buf_str(&plain), &x->message);
	buf_free(&plain);
}

/* ---- asking ------------------------------------------------------------ */

/* The scope, cut to the ranges on the path. */
static struct scope
shown_scope(const struct explore *x)
{
	struct scope shown = x->scope;

	for (size_t i = 0; i < x->steps.n; i++) {
		int64_t from, to;

		if (!x->steps.step[i].on ||
		    !step_range(&x->steps.step[i], &from, &to))
			continue;
		if (from > shown.from_us)
			shown.from_us = from;
		if (to < shown.to_us)
			shown.to_us = to;
	}
	return shown;
}

static void
ask_query(struct explore *x, bool refresh)
{
	struct snapshot *s = store_snapshot(x->store);
	struct buf text = { 0 };

	steps_text(&x->steps, x->steps.n, &text);
	x->refreshing = refresh;
	x->asked_generation = snapshot_generation(s);
	x->asked_us = time_monotonic();
	lane_give(x->lane[LANE_QUERY],
	    &ask_new(s, x->pool, x->scope, shown_scope(x), buf_str(&text),
	        x->room.bars > 0 ? (size_t)x->room.bars : 0)
	         ->work);
	snapshot_release(s);
	buf_free(&text);
}

static void
ask_counts(struct explore *x)
{
	bool any = false;

	for (size_t i = 0; i < x->steps.n; i++)
		any = any || (x->steps.step[i].on &&
		    step_filters(&x->steps.step[i]));
	if (any && x->answer)
		lane_give(x->lane[LANE_COUNTS],
		    &ask_counts_new(result_snapshot(x->answer->result),
		        x->pool, x->scope, &x->steps)
		         ->work);
}

/* How the step that & is about to add would count. */
void
ask_prompt_count(struct explore *x)
{
	struct buf text = { 0 };
	struct steps with = { 0 };
	size_t at;

	x->prompt_counted = false;
	if (!x->answer || x->prompt.kind != PROMPT_MATCH ||
	    x->prompt.text.n == 0 || x->prompt_err.code != ERR_NONE)
		return;
	buf_add(&text, STR("filter @message like "));
	query_quote_regex(buf_str(&x->prompt.text), &text);
	steps_copy(&x->steps, &with);
	steps_filter(&with, buf_str(&text), &at);
	lane_give(x->lane[LANE_COUNTS],
	    &ask_counts_new(result_snapshot(x->answer->result), x->pool,
	        x->scope, &with)
	         ->work);
	steps_free(&with);
	buf_free(&text);
}

void
steps_changed(struct explore *x)
{
	for (size_t i = 0; i < x->steps.n; i++)
		x->steps.step[i].counted = false;
	ask_query(x, false);
}

bool
stop_work(struct explore *x)
{
	static const enum lane_name stoppable[] = { LANE_QUERY, LANE_SEARCH,
		LANE_COUNTS };
	bool busy = false;

	if (x->loading && x->loader && !x->load.done) {
		loader_stop(x->loader);
		busy = true;
	}
	for (size_t i = 0; i < sizeof(stoppable) / sizeof(*stoppable); i++)
		if (lane_busy(x->lane[stoppable[i]])) {
			lane_stop(x->lane[stoppable[i]]);
			busy = true;
		}
	return busy;
}

/* ---- what comes back --------------------------------------------------- */

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
	}
	x->rows = row_reader_new(x->answer, x->zone);
	if (!x->answer->plain && x->cell != CELL_NONE && x->cell < LIST_OWN)
		x->cell = CELL_NONE;
	if (x->answer->plain && x->cell != CELL_NONE && x->cell >= LIST_OWN)
		x->cell = CELL_NONE;
	x->first_own = 0;
	place_anew(x, refresh);
	show_announcement(x);
	if (!refresh)
		show_notice(x);
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
		} else if (x->prompt.kind == PROMPT_MATCH && from->counted) {
			x->prompt_counted = true;
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
	return DRAW_BARS;
}

static unsigned
take_detail(struct explore *x, struct ask_detail *k)
{
	if (!x->detail_open || k->event != x->opened.wanted)
		return 0;
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
	return DRAW_TABS | DRAW_BARS | (x->tab == TAB_LEDGER ? DRAW_LIST : 0);
}

static unsigned
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
		case LANES:
			break;
		}
		if (w)
			w->free(w);
	}
	return draw;
}

/* ---- the loop ---------------------------------------------------------- */

size_t
explore_fds(const struct explore *x, int fds[EXPLORE_FDS])
{
	size_t n = 0;

	fds[n++] = x->wake_fd;
	if (x->loader && x->loading)
		fds[n++] = loader_fd(x->loader);
	return n;
}

static uint64_t
newest_generation(const struct explore *x)
{
	struct snapshot *s = store_snapshot(x->store);
	uint64_t generation = snapshot_generation(s);

	snapshot_release(s);
	return generation;
}

/* New events wait to be taken in. */
static bool
stale(const struct explore *x)
{
	return x->asked_us == 0 ||
	    newest_generation(x) != x->asked_generation;
}

bool
explore_busy(struct explore *x)
{
	bool busy = x->loading || stale(x);

	for (size_t i = 0; i < LANES; i++)
		busy = busy || lane_busy(x->lane[i]);
	return busy;
}

int
explore_timeout_ms(const struct explore *x)
{
	int64_t due;

	if (x->loading)
		return REFRESH_US / US_PER_MS;
	if (!stale(x) || lane_busy(x->lane[LANE_QUERY]))
		return -1;
	due = x->asked_us + x->refresh_us - time_monotonic();
	return due > 0 ? (int)(due / US_PER_MS) + 1 : 0;
}

static void
drain(int fd)
{
	uint64_t n;
	ssize_t got = read(fd, &n, sizeof(n));

	(void)got; /* nothing to read is fine: it does not block */
}

static void
ask_ledger(struct explore *x)
{
	struct snapshot *s = store_snapshot(x->store);

	lane_give(x->lane[LANE_LEDGER],
	    &ask_ledger_new(x->loader, s, x->pool)->work);
	x->ledger_us = time_monotonic();
	snapshot_release(s);
}

static unsigned
follow_loading(struct explore *x)
{
	bool was = x->loading;

	if (!x->loading)
		return 0;
	drain(loader_fd(x->loader));
	loader_progress(x->loader, &x->load);
	x->loading = !x->load.done;
	if (x->load.done ||
	    (x->tab == TAB_LEDGER && !lane_busy(x->lane[LANE_LEDGER]) &&
	        time_monotonic() - x->ledger_us > LEDGER_US))
		ask_ledger(x);
	return was ? DRAW_TABS | DRAW_BARS | DRAW_QUERY | DRAW_PATH : 0;
}

/* The first events, and later new ones.  What takes in new events never
 * overtakes work under way. */
static void
follow_store(struct explore *x)
{
	int64_t since = time_monotonic() - x->asked_us;

	if (lane_busy(x->lane[LANE_QUERY]) || !stale(x))
		return;
	if (x->asked_us == 0 || !x->answer || x->answer->events == 0 ||
	    since >= x->refresh_us || !x->loading)
		ask_query(x, x->asked_us != 0);
}

unsigned
explore_tick(struct explore *x)
{
	unsigned draw;

	drain(x->wake_fd);
	draw = follow_loading(x);
	draw |= take_work(x);
	follow_store(x);
	settle(x);
	return draw;
}

/* ---- layout ------------------------------------------------------------ */

static void
want_detail(struct explore *x)
{
	uint32_t event = x->place.event;

	if (!x->detail_open || !x->answer || event == EVENT_NONE ||
	    event == x->opened.wanted)
		return;
	x->opened.wanted = event;
	lane_give(x->lane[LANE_DETAIL],
	    &ask_detail_new(result_snapshot(x->answer->result), event)->work);
}

static void
text_scroll(struct text_place *p, size_t n, int rows)
{
	size_t shown = rows > 0 ? (size_t)rows : 1;

	if (p->row >= n)
		p->row = n ? n - 1 : 0;
	if (p->row < p->top)
		p->top = p->row;
	if (p->row >= p->top + shown)
		p->top = p->row - shown + 1;
}

/* The ledger's cursor stands on remarks and files only. */
static void
ledger_settle(struct explore *x)
{
	const struct ledger_lines *l = x->ledger;
	struct text_place *p = &x->ledger_place;

	if (!l)
		return;
	if (p->row >= l->n)
		p->row = l->n ? l->n - 1 : 0;
	while (p->row < l->n && !ledger_selectable(l, p->row))
		p->row++;
	while (p->row > 0 && !ledger_selectable(l, p->row))
		p->row--;
	text_scroll(p, l->n, x->room.list_rows);
	/* The first row brings the totals above it into sight. */
	if (ledger_rank(l, p->row) == 0 && p->row < (size_t)x->room.list_rows)
		p->top = 0;
}

void
settle(struct explore *x)
{
	if (x->step_cursor > x->steps.n)
		x->step_cursor = x->steps.n;
	if (x->focus == PANE_DETAIL && !x->detail_open)
		x->focus = PANE_LIST;
	if (x->answer && x->tab == TAB_EVENTS)
		list_scroll(x);
	if (x->tab == TAB_LEDGER)
		ledger_settle(x);
	if (x->help_open && x->help_place.top + 1 > x->n_help)
		x->help_place.top = x->n_help ? x->n_help - 1 : 0;
	opened_scroll(x);
	want_detail(x);
}

unsigned
explore_resize(struct explore *x, const struct explore_room *r)
{
	struct explore_room old = x->room;

	x->room = *r;
	if (x->room.list_rows < 1)
		x->room.list_rows = 1;
	if (r->bars != old.bars && r->bars > 0 && x->answer)
		lane_give(x->lane[LANE_BARS],
		    &ask_bars_new(x->answer, (size_t)r->bars)->work);
	if (r->detail_columns != old.detail_columns ||
	    r->detail_rows != old.detail_rows)
		opened_lines(x);
	if (x->help_open && r->screen_columns != old.screen_columns) {
		struct text_place place = x->help_place;

		help_open(x);
		x->help_place = place;
	}
	settle(x);
	return DRAW_ALL;
}

int
explore_tab(const struct explore *x)
{
	return x->tab;
}

enum explore_pane
explore_focus(const struct explore *x)
{
	if (x->help_open)
		return PANE_HELP;
	return x->prompt.kind == PROMPT_QUERY ? PANE_QUERY : x->focus;
}

bool
explore_detail_open(const struct explore *x)
{
	return x->detail_open && x->tab == TAB_EVENTS;
}

bool
explore_full(const struct explore *x)
{
	return x->full;
}

int
explore_detail_share(const struct explore *x, bool side)
{
	return side ? x->side_share : x->share;
}

bool
explore_help_open(const struct explore *x)
{
	return x->help_open;
}
