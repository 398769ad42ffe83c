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
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/state.h"

#define LEDGER_US (500 * US_PER_MS)  /* and the ledger, while it is open */
#define SHARE 55
#define SIDE_SHARE 37

/* ---- life -------------------------------------------------------------- */

static void
open_keymap(struct explore *x, const struct explore_options *o)
{
	struct err why = { 0 };
	char text[512];

	x->keymap = keymap_new();
	if (o->config_dir && !keymap_read(x->keymap, o->config_dir, &why))
		tell(x, "%s",
		    err_text(&why, text, sizeof(text)));
}

static void
open_library(struct explore *x, const struct explore_options *o)
{
	struct err why = { 0 };
	char text[512];

	x->library = library_new(o->library, o->config_dir, &why);
	if (why.code != ERR_NONE)
		tell(x, "saved queries: %s",
		    err_text(&why, text, sizeof(text)));
}

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
	follow_begin(x, o->follow);
	x->zone = o->zone;
	x->local = o->local;
	text_visible(o->source, &x->source);
	x->scope = (struct scope){ o->from_us, o->to_us };
	x->pool = pool_new(threads);
	x->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	for (size_t i = 0; i < LANES; i++)
		x->lane[i] = lane_new(x->wake_fd);
	x->history = history_new(o->state_dir);
	open_library(x, o);
	open_keymap(x, o);
	x->logs = mem_zero(o->n_logs + 1, sizeof(*x->logs));
	for (size_t i = 0; i < o->n_logs; i++)
		x->logs[x->n_logs++] = strdup(o->logs[i]);
	if (o->export_dir)
		buf_add(&x->export_dir, str_of(o->export_dir));
	x->tab = TAB_EVENTS;
	x->focus = PANE_LIST;
	x->share = SHARE;
	x->side_share = SIDE_SHARE;
	x->cell = CELL_NONE;
	x->chart_view = -1;
	x->set = column_set_new();
	x->place.event = EVENT_NONE;
	x->opened.wanted = EVENT_NONE;
	x->edited_step = SIZE_MAX;
	x->bars_anchor = SIZE_MAX;
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
	sheets_free(x);
	buf_free(&x->picture);
	help_close(x);
	steps_free(&x->steps);
	row_reader_free(x->rows);
	answer_release(x->answer);
	bars_free(&x->bars);
	ledger_lines_free(x->ledger);
	history_free(x->history);
	library_free(x->library);
	keymap_free(x->keymap);
	changes_free(x);
	tracks_free(x);
	column_set_release(x->set);
	for (size_t i = 0; i < x->n_logs; i++)
		free(x->logs[i]);
	free(x->logs);
	buf_free(&x->export_dir);
	buf_free(&x->export_name);
	buf_free(&x->clipboard);
	if (x->far)
		x->far->work.free(&x->far->work);
	prompt_free(&x->prompt);
	assist_free(&x->assist);
	free(x->marked);
	free(x->bar_out);
	buf_free(&x->search.pattern);
	buf_free(&x->source);
	buf_free(&x->announce);
	buf_free(&x->message);
	buf_free(&x->above);
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
	buf_reset(&x->above);
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

size_t
bars_wanted(const struct explore *x)
{
	size_t n = x->room.bars > 0 ? (size_t)x->room.bars : 0;
	size_t fewer = n >> x->bars_coarse;

	return fewer > 0 || n == 0 ? fewer : 1;
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
	        bars_wanted(x), x->patient)
	         ->work);
	snapshot_release(s);
	buf_free(&text);
}

void
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
	count_steps(x, &with);
	steps_free(&with);
	buf_free(&text);
}

void
count_steps(struct explore *x, const struct steps *with)
{
	if (x->answer)
		lane_give(x->lane[LANE_COUNTS],
		    &ask_counts_new(result_snapshot(x->answer->result),
		        x->pool, x->scope, with)
		         ->work);
}

void
steps_changed(struct explore *x)
{
	x->patient = false;
	run_path(x);
}

void
run_path(struct explore *x)
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
	busy = export_stop(x) || busy;
	return sheets_stop(x) || busy;
}

/* ---- the loop ---------------------------------------------------------- */

size_t
explore_fds(const struct explore *x, int fds[EXPLORE_FDS])
{
	size_t n = 0;

	fds[n++] = x->wake_fd;
	if (follow_polls(x))
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

bool
is_stale(const struct explore *x)
{
	return x->asked_us == 0 ||
	    newest_generation(x) != x->asked_generation;
}

bool
explore_busy(struct explore *x)
{
	bool busy = x->loading || is_stale(x);

	for (size_t i = 0; i < LANES; i++)
		busy = busy || lane_busy(x->lane[i]);
	return busy;
}

int
explore_timeout_ms(const struct explore *x)
{
	int64_t due;

	if (x->loading || x->sheet_work || x->export_name.n > 0)
		return REFRESH_US / US_PER_MS;
	if (!is_stale(x) || lane_busy(x->lane[LANE_QUERY]))
		return follow_polls(x) ? (int)(US_PER_SECOND / US_PER_MS) : -1;
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

void
ask_ledger(struct explore *x)
{
	struct snapshot *s = store_snapshot(x->store);

	lane_give(x->lane[LANE_LEDGER],
	    &ask_ledger_new(x->loader, s, x->pool)->work);
	x->ledger_us = time_monotonic();
	snapshot_release(s);
}

/* What comes then shows in the ledger while it is open. */
static unsigned
follow_loaded(struct explore *x)
{
	if (x->follow.on && x->tab == TAB_LEDGER &&
	    !lane_busy(x->lane[LANE_LEDGER]) &&
	    time_monotonic() - x->ledger_us > LEDGER_US)
		ask_ledger(x);
	return follow_tick(x);
}

static unsigned
follow_loading(struct explore *x)
{
	bool was = x->loading;

	if (follow_polls(x))
		drain(loader_fd(x->loader));
	if (!x->loading)
		return follow_loaded(x);
	loader_progress(x->loader, &x->load);
	x->loading = !x->load.done && !x->load.live;
	if (!x->loading ||
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

	if (lane_busy(x->lane[LANE_QUERY]) || !is_stale(x))
		return;
	if (x->asked_us == 0 || !x->answer || x->answer->events == 0 ||
	    since >= x->refresh_us || (!x->loading && !x->follow.on))
		ask_query(x, x->asked_us != 0);
}

unsigned
explore_tick(struct explore *x)
{
	unsigned draw;

	drain(x->wake_fd);
	draw = follow_loading(x);
	draw |= take_work(x);
	draw |= sheets_progress(x);
	draw |= export_progress(x);
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
	if (x->answer && x->tab == TAB_EVENTS) {
		list_scroll(x);
		list_want_far(x);
	}
	follow_place(x);
	if (x->tab == TAB_LEDGER)
		ledger_settle(x);
	if (x->help_open && x->help_place.top + 1 > x->n_help)
		x->help_place.top = x->n_help ? x->n_help - 1 : 0;
	opened_scroll(x);
	want_detail(x);
	sheets_settle(x);
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
		    &ask_bars_new(x->answer, bars_wanted(x))->work);
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

int (*explore_zone(const struct explore *x))(int64_t us)
{
	return x->zone;
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
	if (x->prompt.kind == PROMPT_QUERY)
		return PANE_QUERY;
	if (x->prompt.kind == PROMPT_TIME)
		return PANE_PROMPT; /* its box has the `>` */
	return sheet_focused(x) ? PANE_SHEET : x->focus;
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
