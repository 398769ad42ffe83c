/*
 * What the lines say: tabs, histogram, query, path, keys.
 */
#include "base/timefmt.h"
#include "base/utf8.h"
#include "explore/cells.h"
#include "explore/state.h"

#define MINUTE (60 * US_PER_SECOND)

/* ---- tabs -------------------------------------------------------------- */

/* Events and Ledger have panes of their own, the others are sheets.  Empty:
 * there is no such tab. */
static struct str
tab_name(const struct explore *x, int tab)
{
	const struct sheet_kind *kind = sheet_kind_of_tab(tab);

	if (tab == TAB_EVENTS)
		return STR("Events");
	if (tab == TAB_LEDGER)
		return x->loader ? STR("Ledger") : STR("");
	return kind ? kind->tab_name : STR("");
}

size_t
explore_tabs(const struct explore *x)
{
	size_t n = 0;

	for (int tab = 1; tab < EXPLORE_TABS; tab++)
		n += tab_name(x, tab).n > 0;
	return n;
}

void
explore_tab_at(struct explore *x, size_t i, struct explore_tab_text *out)
{
	struct buf *b = text_room(x, TEXT_BADGE);
	uint64_t remarks = 0;
	int tab = 1;

	for (; tab < EXPLORE_TABS; tab++)
		if (tab_name(x, tab).n > 0 && i-- == 0)
			break;
	if (tab == TAB_LEDGER && x->loader)
		remarks = loader_remarks(x->loader);
	if (remarks > 0) {
		buf_byte(b, '!');
		count_print(remarks, b);
	}
	*out = (struct explore_tab_text){ .number = tab,
		.name = tab_name(x, tab), .badge = buf_str(b),
		.open = x->tab == tab };
}

struct str
explore_constants(struct explore *x)
{
	struct buf *b = text_room(x, TEXT_CONSTANTS);
	const struct answer *a = x->answer;

	buf_add(b, buf_str(&x->source));
	if (!a)
		return buf_str(b);
	if (a->constant[CONSTANT_ACCOUNT].p) {
		buf_add(b, STR("  account "));
		cut_middle(a->constant[CONSTANT_ACCOUNT], 20, b);
	}
	if (a->constant[CONSTANT_WHERE].p) {
		buf_add(b, STR("  "));
		cut_middle(a->constant[CONSTANT_WHERE], 20, b);
	}
	if (a->constant[CONSTANT_FROM].p) {
		buf_add(b, STR("  from "));
		cut_middle(a->constant[CONSTANT_FROM], 39, b);
	}
	return buf_str(b);
}

/* ---- histogram --------------------------------------------------------- */

static char
bar_mark(struct explore *x, size_t i)
{
	const struct bucket *b = &x->bars.bucket[i];

	if (b->failed >= 2 && b->failed * 10 >= b->count)
		return 'x';
	if (b->count == 0 && x->ledger && !x->loading &&
	    ledger_gap(x->ledger, bars_start(&x->bars, i),
	        bars_start(&x->bars, i + 1)))
		return 'o';
	return ' ';
}

static void
fill_bars(struct explore *x)
{
	struct snapshot *s;
	size_t n = x->bars.n;

	if (n > x->bar_capacity) {
		x->bar_out = mem_grow(x->bar_out, n, sizeof(*x->bar_out));
		x->bar_capacity = n;
	}
	for (size_t i = 0; i < n; i++)
		x->bar_out[i] = (struct explore_bar){
			.count = x->bars.bucket[i].count,
			.failed = x->bars.bucket[i].failed,
			.mark = bar_mark(x, i),
		};
	if (!x->answer)
		return;
	s = result_snapshot(x->answer->result);
	for (size_t i = 0; i < x->n_marked; i++) {
		size_t bar = n;

		if (x->marked[i] < snapshot_events(s))
			bar = bars_index(&x->bars,
			    snapshot_time(s, x->marked[i]));
		if (bar < n)
			x->bar_out[bar].mark = '*';
	}
}

/* The end of the axis: with the day when it is another one. */
static void
end_print(struct explore *x, int64_t us, bool days, bool years,
    struct buf *out)
{
	struct buf b = { 0 };

	if (years) {
		cell_day(us, zone_at(x, us), out);
		return;
	}
	if (us % MINUTE != 0 && us == x->answer->to_us)
		us += MINUTE - (us % MINUTE + MINUTE) % MINUTE;
	if (days) {
		cell_day(us, zone_at(x, us), &b);
		buf_add(out, str_from(buf_str(&b), b.n > 5 ? 5 : 0));
		buf_byte(out, ' ');
		buf_reset(&b);
	}
	cell_time(us, zone_at(x, us), false, &b);
	buf_add(out, str_head(buf_str(&b), 5));
	buf_free(&b);
}

/* Which bars are chosen, and the peaks when they are drawn apart. */
static void
choose_bars(const struct explore *x, struct explore_bars *out)
{
	size_t a = x->bars_anchor < x->bars.n ? x->bars_anchor : out->cursor;

	out->chosen_from = out->cursor < a ? out->cursor : a;
	out->chosen_to = (out->cursor < a ? a : out->cursor) + 1;
	if (out->cursor >= out->n)
		out->chosen_from = out->chosen_to = out->n;
	for (size_t i = 0; i < out->n; i++) {
		const struct explore_bar *b = &out->bars[i];

		if (b->failed > out->peak_failed)
			out->peak_failed = b->failed;
		if (b->count - b->failed > out->peak_ok)
			out->peak_ok = b->count - b->failed;
	}
}

void
explore_bars(struct explore *x, struct explore_bars *out)
{
	const struct answer *a = x->answer;
	struct buf *first = text_room(x, TEXT_FIRST);
	struct buf *last = text_room(x, TEXT_LAST);
	struct buf *day = text_room(x, TEXT_DAY);
	struct buf *bucket = text_room(x, TEXT_BUCKET);
	struct buf other = { 0 };
	bool days, years;

	*out = (struct explore_bars){ .first = STR(""), .last = STR(""),
		.day = STR(""), .bucket = STR("") };
	if (!a || x->bars.n == 0 || a->from_us == TIME_NONE)
		return;
	fill_bars(x);
	cell_day(a->from_us, zone_at(x, a->from_us), day);
	cell_day(a->to_us, zone_at(x, a->to_us), &other);
	days = !str_equal(buf_str(day), buf_str(&other));
	years = !str_equal(str_head(buf_str(day), 4),
	    str_head(buf_str(&other), 4));
	buf_free(&other);
	end_print(x, a->from_us, days, years, first);
	end_print(x, a->to_us, days, years, last);
	buf_printf(bucket, "%s a bar", bars_width_name(&x->bars));
	*out = (struct explore_bars){
		.bars = x->bar_out,
		.n = x->bars.n,
		.peak = x->bars.peak,
		.from_us = bars_start(&x->bars, 0),
		.to_us = bars_start(&x->bars, x->bars.n),
		.bucket_us = bars_start(&x->bars, 1) - bars_start(&x->bars, 0),
		.first = buf_str(first),
		.last = buf_str(last),
		.day = days ? STR("") : str_from(buf_str(day),
		    day->n > 5 ? 5 : 0),
		.bucket = buf_str(bucket),
		.untimed = x->bars.untimed,
		.cursor = x->focus == PANE_BARS ? x->bars_cursor : x->bars.n,
		.split = x->bars_split,
	};
	choose_bars(x, out);
}

struct str
explore_bars_peak(struct explore *x)
{
	struct buf *b = text_room(x, TEXT_PEAK);

	buf_add(b, STR("peak "));
	count_print(x->bars.peak, b);
	if (x->bars.untimed > 0) {
		buf_add(b, STR("  no time "));
		count_print(x->bars.untimed, b);
	}
	return buf_str(b);
}

/* ---- loading ----------------------------------------------------------- */

static void
files_print(const struct load_progress *l, struct buf *out)
{
	count_print(l->files_done, out);
	buf_add(out, STR(" of "));
	count_of(l->files_found, "file", out);
}

void
explore_progress(struct explore *x, struct explore_progress *out)
{
	struct buf *b = text_room(x, TEXT_PROGRESS);
	const struct load_progress *l = &x->load;
	uint64_t left_us;

	*out = (struct explore_progress){ .loading = x->loading,
		.stopped = l->stopped, .text = STR("") };
	if (!x->loading && !l->stopped)
		return;
	if (l->bytes_found > 0)
		out->percent = (unsigned)(l->bytes_done >= l->bytes_found
		        ? 100
		        : l->bytes_done * 100 / l->bytes_found);
	if (l->stopped && !x->loading)
		buf_add(b, STR("stopped: "));
	files_print(l, b);
	if (x->loading && l->bytes_found > 0) {
		buf_printf(b, "  %u %%", out->percent);
		if (l->bytes_done > 0 && l->elapsed_us > US_PER_SECOND / 2) {
			left_us = (uint64_t)((double)l->elapsed_us *
			    (double)(l->bytes_found - l->bytes_done <
			                l->bytes_found
			            ? l->bytes_found - l->bytes_done
			            : 0) /
			    (double)l->bytes_done);
			buf_printf(b, "  %llu s left",
			    (unsigned long long)(left_us / US_PER_SECOND + 1));
		}
	}
	out->text = buf_str(b);
}

/* ---- query ------------------------------------------------------------- */

/* "2,900 events  300 failed", "574 of 2,900  94 failed  1 ms",
 * "29 rows  2 ms" */
static void
numbers_print(struct explore *x, struct buf *b)
{
	const struct answer *a = x->answer;
	const struct result_numbers *n;
	bool filtered = false;

	if (x->stopped_total > 0) {
		buf_add(b, STR("stopped at "));
		count_print(x->stopped_done, b);
		buf_add(b, STR(" of "));
		count_print(x->stopped_total, b);
		return;
	}
	if (!a)
		return;
	n = result_numbers(a->result);
	for (size_t i = 0; i < x->steps.n; i++)
		filtered = filtered || x->steps.step[i].on;
	if (!a->lists_events) {
		count_of(result_rows(a->result), "row", b);
		buf_add(b, STR("  of "));
		count_of(n->matched, "event", b);
	} else if (filtered) {
		count_print(n->matched, b);
		buf_add(b, STR(" of "));
		count_print(a->events, b);
		buf_add(b, STR("  "));
		count_print(n->failed, b);
		buf_add(b, STR(" failed"));
	} else {
		count_of(a->events, "event", b);
		if (x->loading)
			buf_add(b, STR(" so far"));
		buf_add(b, STR("  "));
		count_print(n->failed, b);
		buf_add(b, STR(" failed"));
	}
	if (n->regex_limit_hits > 0) {
		buf_add(b, STR("  "));
		count_of(n->regex_limit_hits, "text", b);
		buf_add(b, STR(" given up"));
	}
	if (filtered) {
		buf_add(b, STR("  "));
		duration_print(n->elapsed_us > US_PER_MS ? n->elapsed_us
		                                         : US_PER_MS,
		    b);
	}
}

static void
error_print(const struct explore *x, const struct err *e, struct buf *b)
{
	text_visible(str_of(e->message), b);
	if (b->n > 0 && b->p[b->n - 1] != '.')
		buf_byte(b, '.');
	if (x->answer)
		buf_add(b, STR(" Still shown: the last good result."));
	if (e->code == ERR_STEPS)
		buf_add(b, STR(" r runs the rest: such texts do not match."));
}

void
explore_query(struct explore *x, struct explore_query *out)
{
	struct buf *text = text_room(x, TEXT_QUERY);
	struct buf *shown = text_room(x, TEXT_SHOWN);
	struct buf *numbers = text_room(x, TEXT_NUMBERS);
	struct buf *message = text_room(x, TEXT_ERROR);
	bool typing = x->prompt.kind == PROMPT_QUERY;
	const struct err *e = typing ? &x->prompt_err : &x->query_err;

	steps_text(&x->steps, x->steps.n, text);
	steps_shown(&x->steps, x->steps.n, shown);
	if (text->n == 0)
		buf_add(shown, STR("every event"));
	if (!bars_chosen_print(x, numbers))
		numbers_print(x, numbers);
	*out = (struct explore_query){
		.text = buf_str(text),
		.shown = buf_str(shown),
		.numbers = buf_str(numbers),
		.running = lane_busy(x->lane[LANE_QUERY]),
		.message = STR(""),
	};
	if (e->code != ERR_NONE) {
		error_print(x, e, message);
		out->wrong = true;
		out->caret = (size_t)e->offset;
		out->message = buf_str(message);
	}
}

/* ---- path -------------------------------------------------------------- */

size_t
explore_steps(const struct explore *x)
{
	return x->steps.n + 1;
}

/* A range is named by its times. */
static bool
range_label(struct explore *x, const struct step *s, struct buf *b)
{
	int64_t from, to;

	if (around_label(x, s, b))
		return true;
	if (!step_range(s, &from, &to))
		return false;
	range_print(from, to, zone_at(x, from), zone_at(x, to),
	    from % MINUTE != 0 || to % MINUTE != 0 ? RANGE_SECONDS : 0, b);
	return true;
}

void
explore_step_at(struct explore *x, size_t i, struct explore_step *out)
{
	struct buf *b = text_room(x, TEXT_LABEL);
	const struct step *s;

	*out = (struct explore_step){ .on = true, .text = STR(""),
		.cursor = x->focus == PANE_PATH && i == x->step_cursor };
	if (i == 0) {
		out->label = buf_str(&x->source);
		out->counted = x->answer != NULL;
		out->count = x->answer ? x->answer->events : 0;
		return;
	}
	if (i > x->steps.n)
		return;
	s = &x->steps.step[i - 1];
	if (!range_label(x, s, b))
		step_label(s, b);
	out->label = buf_str(b);
	out->text = s->text;
	out->on = s->on;
	out->counted = s->counted;
	out->count = s->count;
}

/* The range on the path is no range of whole minutes. */
static bool
in_seconds(const struct explore *x)
{
	int64_t from, to;

	for (size_t i = 0; i < x->steps.n; i++)
		if (x->steps.step[i].on &&
		    step_range(&x->steps.step[i], &from, &to))
			return from % MINUTE != 0 || to % MINUTE != 0;
	return false;
}

/* A sheet that is no box lies over the tab. */
static bool
covered(const struct explore *x)
{
	for (size_t i = 0; i < x->n_sheets; i++)
		if (x->sheet[i]->kind->form != SHEET_FORM_BOX)
			return true;
	return false;
}

struct str
explore_span(struct explore *x)
{
	struct buf *b = text_room(x, TEXT_SPAN);
	const struct answer *a = x->answer;
	bool sorted = false;

	if (!a)
		return STR("");
	if (!covered(x) && x->tab_sheet[x->tab] && x->tab_sheet[x->tab]->lines)
		return x->tab_sheet[x->tab]->lines->right;
	for (size_t i = 0; i < x->steps.n; i++)
		sorted = sorted || (x->steps.step[i].on &&
		    str_starts(x->steps.step[i].text, STR("sort")));
	follow_since(x, b);
	if (a->from_us != TIME_NONE) {
		if (x->loading)
			buf_add(b, STR("times so far "));
		range_print(a->from_us, a->to_us, zone_at(x, a->from_us),
		    zone_at(x, a->to_us),
		    (x->loading ? 0 : RANGE_DAY) |
		        (in_seconds(x) ? RANGE_SECONDS : 0),
		    b);
	}
	if (a->lists_events && !sorted)
		buf_add(b, b->n ? STR("  newest first") : STR("newest first"));
	return buf_str(b);
}

/* ---- prompt, message --------------------------------------------------- */

void
explore_box(struct explore *x, struct explore_box *out)
{
	*out = (struct explore_box){ .place = BOX_NONE };
	if (x->prompt.kind == PROMPT_TIME)
		picker_box(x, out);
	else if (x->prompt.kind == PROMPT_QUERY)
		assist_box(x, out);
}

void
explore_box_line(struct explore *x, size_t line, struct explore_box_line *out)
{
	*out = (struct explore_box_line){ .text = STR(""), .right = STR("") };
	if (x->prompt.kind == PROMPT_TIME)
		picker_box_line(x, line, out);
	else if (x->prompt.kind == PROMPT_QUERY)
		assist_box_line(x, line, out);
}

void
explore_prompt(struct explore *x, struct explore_prompt *out)
{
	static const char signs[] = { [PROMPT_NONE] = ' ',
		[PROMPT_QUERY] = ';', [PROMPT_SEARCH] = '/',
		[PROMPT_MATCH] = '&', [PROMPT_TIME] = 'T',
		[PROMPT_SHEET] = ':' };
	struct buf *b = text_room(x, TEXT_NOTE);

	if (x->prompt.kind == PROMPT_SEARCH || x->prompt.kind == PROMPT_MATCH) {
		if (x->prompt_err.code != ERR_NONE)
			text_visible(str_of(x->prompt_err.message), b);
		else if (x->prompt.kind == PROMPT_SEARCH)
			seek_note(x, b);
		else if (x->prompt_counted)
			count_of(x->prompt_count, "event", b);
	}
	if (x->prompt.kind == PROMPT_SHEET) /* what Enter had to say */
		buf_add(b, buf_str(&x->message));
	*out = (struct explore_prompt){ .kind = x->prompt.kind,
		.sign = x->prompt.kind == PROMPT_SHEET && sheet_top(x)
		    ? sheet_top(x)->kind->sign
		    : signs[x->prompt.kind], .text = buf_str(&x->prompt.text),
		.cursor = x->prompt.cursor, .note = buf_str(b) };
}

/* A search that goes on is in sight until Esc ends it. */
static void
search_status(struct explore *x, struct buf *b)
{
	const struct search *s = &x->search;

	bool value = s->find.what == FIND_CELL || s->find.what == FIND_FILTER;
	struct step step = { .text = buf_str(&s->pattern), .on = true };
	struct buf label = { 0 };

	if (s->find.what == FIND_FILTER)
		step_label(&step, &label); /* visible */
	buf_add(b, value ? STR("* ") : STR("/ "));
	if (label.n > 0)
		cut_middle(buf_str(&label), 40, b);
	else
		cell_text(buf_str(&s->pattern), 40, b);
	buf_free(&label);
	buf_add(b, STR("   "));
	seek_note(x, b);
	buf_add(b, STR("   n next  Esc end"));
}

struct str
explore_message_above(const struct explore *x)
{
	return x->message.n > 0 ? buf_str(&x->above) : STR("");
}

const struct ledger_file *
ledger_file_of(const struct explore *x, struct str name)
{
	const struct ledger *g = x->ledger ? &x->ledger->ledger : NULL;

	for (size_t i = 0; g && i < g->n_files; i++)
		if (str_equal(g->files[i].name, name))
			return &g->files[i];
	return NULL;
}

static void
place_of(const struct remark *m, struct buf *out)
{
	cut_start(m->file, 40, out);
	if (m->record > 0)
		buf_printf(out, ":%llu", (unsigned long long)m->record);
	if (m->offset > 0)
		buf_printf(out, ":%llu", (unsigned long long)m->offset);
}

void
tell_damage(struct explore *x)
{
	const struct ledger *g = x->ledger ? &x->ledger->ledger : NULL;
	const struct ledger_file *f;
	const struct remark *m = NULL;
	struct buf b = { 0 };

	if (!g || x->told_damage || x->loading || x->message.n > 0 ||
	    x->prompt.kind != PROMPT_NONE)
		return;
	x->told_damage = true;
	for (size_t i = 0; i < g->n_remarks && !m; i++)
		if (g->remarks[i].unread && g->remarks[i].record > 0)
			m = &g->remarks[i];
	if (!m)
		return;
	f = ledger_file_of(x, m->file);
	count_of(f ? f->events : 0, "event", &b);
	buf_add(&b, STR(" of it"));
	tell(x, "  %.*s %s loaded; how many are missing is not known.",
	    STR_ARG(buf_str(&b)), f && f->events == 1 ? "is" : "are");
	buf_reset(&b);
	place_of(m, &b);
	buf_add(&b, STR(": "));
	buf_add(&b, m->text);
	buf_reset(&x->above);
	buf_add(&x->above, STR("! "));
	text_visible(buf_str(&b), &x->above);
	buf_free(&b);
}

/* The ledger has it from now on. */
static void
ledger_changed(struct explore *x, const struct detail *d)
{
	struct str text = d->remark; /* trail.json: changed on disk: ... */

	if (!x->loader)
		return;
	if (str_starts(text, d->name))
		text = str_trim(str_from(text, d->name.n + 1));
	loader_changed(x->loader,
	    store_source(x->store, d->place.source)->name, text);
	if (!x->loading)
		ask_ledger(x);
}

void
tell_changed(struct explore *x, const struct detail *d)
{
	const struct ledger_file *f;
	struct buf b = { 0 };

	if (!d->rebuilt || x->told_source == d->place.source + 1)
		return;
	x->told_source = d->place.source + 1;
	f = ledger_file_of(x, store_source(x->store, d->place.source)->name);
	if (f)
		count_of(f->events, "event", &b);
	else
		buf_add(&b, STR("events"));
	tell(x, "  Its %.*s stay; their JSON is rebuilt from the index, and "
	        "says so. r retry",
	    STR_ARG(buf_str(&b)));
	buf_reset(&x->above);
	buf_add(&x->above, STR("! "));
	buf_add(&x->above, d->remark);
	buf_free(&b);
	ledger_changed(x, d);
}

struct str
explore_message(struct explore *x)
{
	struct buf *b;

	if (x->message.n > 0)
		return buf_str(&x->message);
	if (x->prompt.kind == PROMPT_TIME)
		return STR("type a range, or choose");
	if (x->prompt.kind != PROMPT_NONE)
		return STR("");
	b = text_room(x, TEXT_STATUS);
	if (seek_here(x))
		search_status(x, b);
	else if (export_runs(x))
		export_status(x, b);
	else
		follow_status(x, b);
	return buf_str(b);
}
