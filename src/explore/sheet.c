/*
 * Sheets: life, lines, cursor, order; what is shown is sheet_show.c's.
 */
#include "explore/sheet.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "explore/state.h"

/* ---- lines ------------------------------------------------------------- */

struct sheet_lines *
sheet_lines_new(void)
{
	return mem_zero(1, sizeof(struct sheet_lines));
}

void
sheet_lines_free(struct sheet_lines *l)
{
	if (!l)
		return;
	if (l->own)
		l->own_free(l->own);
	arena_free(&l->arena);
	free(l->line);
	free(l);
}

struct sheet_line *
sheet_add(struct sheet_lines *l, enum sheet_stand stand)
{
	/* Doubles: grown when the number is a power of two. */
	if ((l->n & (l->n - 1)) == 0)
		l->line = mem_grow(l->line, l->n ? 2 * l->n : 1,
		    sizeof(*l->line));
	l->line[l->n] = (struct sheet_line){ .stand = stand };
	return &l->line[l->n++];
}

struct str
sheet_text(struct arena *a, struct buf *b)
{
	struct str s = arena_copy(a, buf_str(b));

	buf_reset(b);
	return s;
}

void
sheet_say(struct sheet_lines *l, const char *format, ...)
{
	struct sheet_line *line = sheet_add(l, STAND_NOTHING);
	char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	line->text = arena_copy(&l->arena, str_of(text));
}

/* ---- asking ------------------------------------------------------------ */

static void
ask_sheet_run(struct work *w)
{
	struct ask_sheet *k = (struct ask_sheet *)w;

	if (k->n_parts == 0) {
		k->kind->fill(k);
		return;
	}
	for (size_t i = 0; i < k->n_parts; i++)
		if (k->kind->detail(k, &k->part[i], &k->part_text))
			k->part[i].partial = false;
		else
			break;
}

static void
ask_sheet_free(struct work *w)
{
	struct ask_sheet *k = (struct ask_sheet *)w;

	answer_release(k->answer);
	sheet_lines_free(k->made);
	free(k->part);
	free(k->part_index);
	arena_free(&k->part_text);
	free((char *)k->subject.p);
	free((char *)k->query.p);
	free(k);
}

static struct str
copied(struct str s)
{
	char *p = mem_alloc(s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct str){ p, s.n };
}

static struct ask_sheet *
ask_sheet_new(struct explore *x, struct sheet *s)
{
	struct ask_sheet *k = mem_zero(1, sizeof(*k));
	struct buf text = { 0 };

	steps_text(&x->steps, x->steps.n, &text);
	k->work.run = ask_sheet_run;
	k->work.free = ask_sheet_free;
	k->kind = s->kind;
	k->sheet = s->id;
	k->version = x->answer_version;
	k->answer = answer_hold(x->answer);
	k->pool = x->pool;
	k->scope = x->scope;
	k->zone = x->zone;
	k->subject = copied(s->subject);
	k->query = copied(buf_str(&text));
	buf_free(&text);
	return k;
}

static void
give(struct explore *x, struct sheet *s, struct ask_sheet *k)
{
	for (size_t i = 0; i < x->n_sheets; i++)
		x->sheet[i]->asked = false; /* the lane drops their work */
	for (size_t i = 0; i < EXPLORE_TABS; i++)
		if (x->tab_sheet[i])
			x->tab_sheet[i]->asked = false;
	s->asked = true;
	s->asked_version = x->answer_version;
	s->percent = 0;
	x->sheet_work = &k->progress;
	lane_give(x->lane[LANE_SHEET], &k->work);
}

static void
ask(struct explore *x, struct sheet *s)
{
	give(x, s, ask_sheet_new(x, s));
}

/* The sheet may be gone before the work is done. */
static void
own_texts(struct sheet_line *line, struct arena *a)
{
	line->field = arena_copy(a, line->field);
	line->value.text = arena_copy(a, line->value.text);
}

/* The partial lines in sight are to be filled.  False: there is none. */
static bool
ask_parts(struct explore *x, struct sheet *s)
{
	size_t rows = (size_t)sheet_rows(x, s), n = 0;
	struct ask_sheet *k;

	for (size_t i = s->top; i < s->lines->n && i < s->top + rows; i++)
		n += s->lines->line[s->order[i]].partial;
	if (n == 0)
		return false;
	k = ask_sheet_new(x, s);
	k->part = mem_zero(n, sizeof(*k->part));
	k->part_index = mem_zero(n, sizeof(*k->part_index));
	for (size_t i = s->top; k->n_parts < n; i++) {
		size_t at = s->order[i];

		if (!s->lines->line[at].partial)
			continue;
		k->part[k->n_parts] = s->lines->line[at];
		own_texts(&k->part[k->n_parts], &k->part_text);
		k->part_index[k->n_parts++] = at;
	}
	k->lines_id = s->lines_id;
	give(x, s, k);
	return true;
}

/* ---- cursor ------------------------------------------------------------ */

static const struct sheet_line *
line_at(const struct sheet *s, size_t row)
{
	return s->lines && row < s->lines->n
	    ? &s->lines->line[s->order[row]]
	    : NULL;
}

static bool
stands(const struct sheet *s, size_t row)
{
	const struct sheet_line *l = line_at(s, row);

	return l && l->stand != STAND_NOTHING;
}

const struct sheet_line *
sheet_line_here(const struct sheet *s)
{
	const struct sheet_line *l = line_at(s, s->row);

	return l && l->stand != STAND_NOTHING ? l : NULL;
}

/* On from a row, or else back, to one where the cursor can stand. */
static size_t
nearest(const struct sheet *s, size_t row, bool down)
{
	size_t n = s->lines ? s->lines->n : 0;

	for (int turn = 0; turn < 2; turn++, down = !down) {
		size_t to = row;

		while (!stands(s, to) && (down ? to + 1 < n : to > 0))
			to = down ? to + 1 : to - 1;
		if (stands(s, to))
			return to;
	}
	return 0;
}

/* A sheet of nothing but text has no cursor: its row is the first in sight. */
static bool
is_text(const struct sheet *s)
{
	return s->lines && s->lines->n > 0 && !stands(s, nearest(s, 0, true));
}

/* Where the cursor can stand, or the view begin. */
static size_t
row_near(struct explore *x, const struct sheet *s, size_t row, bool down)
{
	size_t seen = (size_t)sheet_rows(x, s), n = s->lines->n;
	size_t last = n > seen ? n - seen : 0;

	if (is_text(s))
		return row < last ? row : last;
	return nearest(s, row < n ? row : n - 1, down);
}

/* Why a key cannot move here. */
static void
say_no_lines(struct explore *x, const struct sheet *s)
{
	if (s->asked)
		tell(x, "the lines are still being made: ^C stops it");
	else
		tell(x, "there are no lines");
}

void
sheet_go(struct explore *x, struct sheet *s, size_t row)
{
	size_t n = s->lines ? s->lines->n : 0;
	bool down = row >= s->row;

	if (n == 0) {
		say_no_lines(x, s);
		return;
	}
	s->has_goal = false;
	s->row = row_near(x, s, row, down);
}

void
sheet_move(struct explore *x, struct sheet *s, int64_t rows)
{
	int64_t n = s->lines ? (int64_t)s->lines->n : 0;
	int64_t to = rows > n ? n - 1 : rows < -n ? 0 : (int64_t)s->row + rows;

	if (n == 0) {
		say_no_lines(x, s);
		return;
	}
	to = to < 0 ? 0 : to >= n ? n - 1 : to;
	s->has_goal = false;
	s->row = row_near(x, s, (size_t)to, rows > 0);
}

/* The pinned lines stand below the rest, and so does "... 23 more" while not
 * all have room. */
static void
scroll(struct explore *x, struct sheet *s)
{
	size_t n = s->lines ? s->lines->n : 0, rows, loose;

	if (n == 0)
		return;
	rows = (size_t)sheet_rows(x, s);
	if (n <= rows || is_text(s)) {
		s->top = n <= rows ? 0 : s->row;
		return;
	}
	loose = n - s->lines->pinned;
	rows = rows > s->lines->pinned + 1 ? rows - s->lines->pinned : 1;
	if (s->row >= loose)
		return;
	if (rows > 1 && s->row + 1 < loose)
		rows--;
	if (s->row < s->top)
		s->top = s->row;
	if (s->row >= s->top + rows)
		s->top = s->row - rows + 1;
	/* A heading above the first line is seen with it. */
	while (s->top > 0 && s->row - s->top + 1 < rows &&
	    line_at(s, s->top - 1)->stand == STAND_NOTHING &&
	    nearest(s, 0, true) >= s->top)
		s->top--;
}

/* ---- order ------------------------------------------------------------- */

/* qsort has no context of its own: the lines carry what they are sorted by. */
struct ranked {
	const struct sheet_line *line;
	size_t index, column;
	int direction;
};

static int
compare_lines(const void *a, const void *b)
{
	const struct ranked *left = a, *right = b;
	const struct sheet_cell *p = &left->line->cell[left->column];
	const struct sheet_cell *q = &right->line->cell[right->column];
	int c = (p->number > q->number) - (p->number < q->number);

	if (c == 0)
		c = str_compare(q->text, p->text);
	if (c == 0)
		return (left->index > right->index) -
		    (left->index < right->index);
	return left->direction > 0 ? -c : c;
}

/* Lines that are texts keep their place; the others are sorted between. */
static void
arrange(struct sheet *s)
{
	struct sheet_lines *l = s->lines;
	size_t n = l ? l->n : 0, from = 0;
	struct ranked *ranked;

	free(s->order);
	s->order = mem_zero(n + 1, sizeof(*s->order));
	for (size_t i = 0; i < n; i++)
		s->order[i] = i;
	if (s->direction == 0 || n == 0)
		return;
	ranked = mem_zero(n, sizeof(*ranked));
	n -= l->pinned;
	while (from < n) {
		size_t to = from, k = 0;

		if (l->line[from].stand == STAND_NOTHING) {
			from++;
			continue;
		}
		for (; to < n && l->line[to].stand != STAND_NOTHING; to++)
			ranked[k++] = (struct ranked){ &l->line[to], to,
				s->column, s->direction };
		qsort(ranked, k, sizeof(*ranked), compare_lines);
		for (size_t i = 0; i < k; i++)
			s->order[from + i] = ranked[i].index;
		from = to;
	}
	free(ranked);
}

/* The row where the line stands that is about the same as `old`. */
static size_t
same_row(const struct sheet *s, const struct sheet_line *old, size_t otherwise)
{
	for (size_t i = 0; old && s->lines && i < s->lines->n; i++) {
		const struct sheet_line *l = line_at(s, i);

		if (l->stand == old->stand && l->number == old->number &&
		    l->thing == old->thing && str_equal(l->field, old->field) &&
		    l->value.type == old->value.type &&
		    str_equal(l->value.text, old->value.text))
			return i;
	}
	return otherwise;
}

static void
take_lines(struct explore *x, struct sheet *s, struct sheet_lines *l)
{
	const struct sheet_line *here = sheet_line_here(s);
	struct sheet_lines *old = s->lines;
	size_t row = s->row, above = s->row - s->top;

	if (l->n_columns == 0) {
		l->columns = s->kind->columns;
		l->n_columns = s->kind->n_columns;
	}
	s->lines = l;
	s->lines_id++;
	arrange(s);
	row = s->has_goal ? s->goal
	    : row == 0    ? 0
	                  : same_row(s, here, row);
	s->row = nearest(s, row < l->n ? row : l->n ? l->n - 1 : 0, true);
	s->top = s->row > above ? s->row - above : 0;
	sheet_lines_free(old);
	scroll(x, s);
}

bool
sheet_sort(struct explore *x, struct sheet *s)
{
	const struct sheet_lines *l = s->lines;
	const struct sheet_line *here = sheet_line_here(s);

	if (!l || l->n_columns == 0)
		return false;
	if (s->column >= l->n_columns || !l->columns[s->column].sorts) {
		s->column = SIZE_MAX;
		if (!sheet_column_go(s, 1))
			return false;
	}
	s->direction = s->direction == 0 ? 1 : s->direction > 0 ? -1 : 0;
	arrange(s);
	sheet_go(x, s, same_row(s, here, s->row));
	return true;
}

bool
sheet_column_go(struct sheet *s, int step)
{
	const struct sheet_lines *l = s->lines;
	size_t n = l ? l->n_columns : 0, at = s->column;

	if (at >= n)
		at = step > 0 ? SIZE_MAX : n;
	for (size_t i = 0; i < n; i++) {
		if (step > 0 ? at + 1 >= n && at != SIZE_MAX : at == 0)
			return false;
		at = step > 0 ? at + 1 : at - 1;
		if (!l->columns[at].sorts)
			continue;
		s->column = at;
		return true;
	}
	return false;
}

unsigned
sheet_enter(struct explore *x)
{
	struct sheet *s = sheet_top(x);
	const struct sheet_line *l = sheet_line_here(s);

	if (!l) {
		if (s->lines && s->lines->n > 0)
			tell(x, "there is nothing on this line");
		else
			say_no_lines(x, s);
		return DRAW_KEYS;
	}
	if (s->kind->open)
		return s->kind->open(x, s, l);
	pick_events(x);
	return DRAW_ALL;
}

bool
sheet_prompt_key(struct explore *x, const char *key)
{
	static const struct {
		const char *key;
		int rows;
	} moves[] = { { "Down", 1 }, { "^N", 1 }, { "Up", -1 }, { "^P", -1 },
		{ "PgDn", 10 }, { "PgUp", -10 } };
	struct sheet *s = sheet_top(x);
	const struct sheet_line *l = sheet_line_here(s);

	for (size_t i = 0; i < sizeof(moves) / sizeof(*moves); i++)
		if (strcmp(key, moves[i].key) == 0) {
			sheet_move(x, s, moves[i].rows);
			return true;
		}
	if (strcmp(key, "Tab") != 0 || !s->kind->complete || !l)
		return false;
	prompt_open(&x->prompt, PROMPT_SHEET, s->kind->complete(l));
	sheet_again(x, s);
	return true;
}

bool
sheet_across(const struct explore *x, const struct sheet *s)
{
	return s->kind->across && s->kind->across(x, s);
}

/* ---- the lane ---------------------------------------------------------- */

bool
sheet_focused(const struct explore *x)
{
	return sheet_top(x) && (x->focus == PANE_LIST ||
	                           x->focus == PANE_DETAIL);
}

bool
sheets_stop(struct explore *x)
{
	struct sheet *s = sheet_top(x);

	if (!lane_busy(x->lane[LANE_SHEET]))
		return false;
	x->sheet_work = NULL; /* what waits is freed */
	if (!lane_stop(x->lane[LANE_SHEET]) && s) {
		/* It had not begun: nothing will come back. */
		s->asked = false;
		s->version = s->asked_version;
		s->err.code = ERR_STOPPED;
	}
	return true;
}

unsigned
sheets_progress(struct explore *x)
{
	struct sheet *s = sheet_top(x);
	uint64_t total;
	unsigned percent;

	if (!x->sheet_work || !s || !s->asked)
		return 0;
	total = atomic_load(&x->sheet_work->total);
	percent = total ? (unsigned)(atomic_load(&x->sheet_work->done) * 100 /
	              total)
	                : 0;
	if (percent == s->percent)
		return 0;
	s->percent = percent;
	return DRAW_LIST;
}

/* ---- life -------------------------------------------------------------- */

struct sheet *
sheet_top(const struct explore *x)
{
	if (x->n_sheets > 0)
		return x->sheet[x->n_sheets - 1];
	return x->tab_sheet[x->tab];
}

static struct sheet *
sheet_new(struct explore *x, const struct sheet_kind *kind, struct str subject)
{
	struct sheet *s = mem_zero(1, sizeof(*s));

	s->kind = kind;
	s->id = ++x->sheet_ids;
	s->subject = copied(subject);
	s->column = SIZE_MAX;
	return s;
}

static void
sheet_free(struct sheet *s)
{
	if (!s)
		return;
	sheet_lines_free(s->lines);
	free((char *)s->subject.p);
	free(s->order);
	free(s);
}

/* Makes the lines now.  False: there are none, and it was said why. */
static bool
make_now(struct explore *x, struct sheet *s)
{
	struct sheet_lines *l = sheet_lines_new();

	if (!s->kind->make(x, s, l)) {
		sheet_lines_free(l);
		return false;
	}
	s->version = x->answer_version;
	take_lines(x, s, l);
	return true;
}

bool
sheet_open(struct explore *x, const struct sheet_kind *kind, struct str subject)
{
	struct sheet *s;

	if (x->n_sheets == SHEETS_MAX) {
		tell(x, "too much lies on each other: Esc closes");
		return false;
	}
	s = sheet_new(x, kind, subject);
	if (kind->sign)
		buf_reset(&x->prompt.text);
	if (kind->make && !make_now(x, s)) {
		sheet_free(s);
		return false;
	}
	if (kind->remembered && !x->travels)
		view_push(x);
	x->sheet[x->n_sheets++] = s;
	if (kind->sign)
		prompt_open(&x->prompt, PROMPT_SHEET, STR(""));
	if (x->focus != PANE_DETAIL)
		x->focus = PANE_LIST;
	return true;
}

void
sheet_close(struct explore *x)
{
	struct sheet *s;

	if (x->n_sheets == 0)
		return;
	s = x->sheet[--x->n_sheets];
	if (x->prompt.kind == PROMPT_SHEET)
		prompt_close(&x->prompt);
	if (x->search.active && x->search.pane == PANE_SHEET)
		seek_end(x);
	sheet_free(s);
}

void
sheets_close(struct explore *x)
{
	while (x->n_sheets > 0)
		sheet_close(x);
}

void
sheets_free(struct explore *x)
{
	sheets_close(x);
	for (size_t i = 0; i < EXPLORE_TABS; i++)
		sheet_free(x->tab_sheet[i]);
}

void
sheet_again(struct explore *x, struct sheet *s)
{
	if (s->kind->make)
		make_now(x, s);
	else if (x->answer)
		ask(x, s);
}

/* The sheet of a tab, made when it is first wanted. */
static struct sheet *
tab_sheet(struct explore *x, const struct sheet_kind *kind)
{
	if (!x->tab_sheet[kind->tab])
		x->tab_sheet[kind->tab] = sheet_new(x, kind, STR(""));
	return x->tab_sheet[kind->tab];
}

/* Asks for lines that are not there, or of another answer. */
static void
bring_up(struct explore *x, struct sheet *s)
{
	bool old = s->kind->follows && s->version != x->answer_version;

	if (s->lines && !old)
		return;
	if (s->kind->make)
		make_now(x, s);
	else if (x->answer && !s->asked &&
	    (s->err.code == ERR_NONE || s->version != x->answer_version))
		ask(x, s);
}

void
sheets_settle(struct explore *x)
{
	struct sheet *s;

	if (sheet_kind_of_tab(x->tab))
		tab_sheet(x, sheet_kind_of_tab(x->tab));
	s = sheet_top(x);
	if (!s)
		return;
	if (s->kind->needs)
		bring_up(x, tab_sheet(x, s->kind->needs));
	bring_up(x, s);
	scroll(x, s);
	if (s->kind->detail && s->lines && !s->asked && x->answer)
		ask_parts(x, s);
}

static unsigned
take_parts(struct sheet *s, struct ask_sheet *k)
{
	if (s->lines_id != k->lines_id)
		return 0;
	for (size_t i = 0; i < k->n_parts; i++) {
		struct sheet_line *line = &s->lines->line[k->part_index[i]];

		line->partial = false; /* if stopped: it is not asked again */
		for (size_t c = 0; c < SHEET_CELLS; c++) {
			struct sheet_cell *to = &line->cell[c];
			struct sheet_cell *from = &k->part[i].cell[c];

			if (from->text.p != to->text.p)
				to->text = arena_copy(&s->lines->arena,
				    from->text);
			to->number = from->number;
		}
	}
	return DRAW_LIST;
}

static struct sheet *
sheet_by_id(const struct explore *x, uint64_t id)
{
	for (size_t i = 0; i < x->n_sheets; i++)
		if (x->sheet[i]->id == id)
			return x->sheet[i];
	for (size_t i = 0; i < EXPLORE_TABS; i++)
		if (x->tab_sheet[i] && x->tab_sheet[i]->id == id)
			return x->tab_sheet[i];
	return NULL;
}

unsigned
sheet_made(struct explore *x, struct ask_sheet *k)
{
	struct sheet *s = sheet_by_id(x, k->sheet);

	x->sheet_work = NULL;
	if (!s)
		return 0;
	s->asked = false;
	if (k->n_parts > 0)
		return take_parts(s, k);
	s->version = k->version;
	s->err = k->err;
	if (k->made) {
		take_lines(x, s, k->made);
		k->made = NULL;
	} else if (s->err.code == ERR_NONE) {
		s->err.code = ERR_STOPPED;
	}
	if (sheet_top(x) && s != sheet_top(x) &&
	    sheet_top(x)->kind->needs == s->kind)
		sheet_again(x, sheet_top(x));
	return DRAW_LIST | DRAW_PATH | DRAW_KEYS;
}
