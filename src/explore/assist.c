/*
 * Help while a query is typed: the box of what may stand at the cursor, and
 * the meaning of the word there.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "explore/cells.h"
#include "explore/state.h"

#define BOX_COLUMNS 52
#define BOX_LINES 8
#define HELP_LINES 4

void
assist_free(struct assist *a)
{
	if (a->given)
		a->given->work.free(&a->given->work);
	known_fields_release(a->known);
	*a = (struct assist){ 0 };
}

void
assist_close(struct explore *x)
{
	struct assist *a = &x->assist;

	if (a->given)
		a->given->work.free(&a->given->work);
	a->given = NULL;
	a->version++;
	a->word = NULL;
	a->forced = false;
	a->row = 0;
	lane_stop(x->lane[LANE_WORDS]);
}

/* Asks for what may stand at the cursor.  Until it comes, what was known of
 * the same word stays. */
static void
ask(struct explore *x)
{
	struct assist *a = &x->assist;
	struct str text = buf_str(&x->prompt.text);
	struct complete_place now;
	struct ask_words *k;
	bool forced = a->forced;

	complete_place(text, x->prompt.cursor, &now);
	if (!x->answer || now.what == COMPLETE_NOTHING ||
	    (a->given && (a->given->place.from != now.from ||
	                     a->given->place.what != now.what)))
		assist_close(x);
	if (!x->answer || now.what == COMPLETE_NOTHING)
		return;
	if (now.word.n == 0 && now.what != COMPLETE_VALUE && !forced) {
		assist_close(x);
		return;
	}
	a->forced = forced;
	k = ask_words_new(result_snapshot(x->answer->result), x->pool, text,
	    x->prompt.cursor, a->known);
	k->version = ++a->version;
	lane_give(x->lane[LANE_WORDS], &k->work);
}

void
assist_typed(struct explore *x)
{
	x->assist.row = 0;
	x->assist.word = NULL;
	x->assist.forced = false;
	ask(x);
}

void
assist_take(struct explore *x, struct ask_words *k)
{
	struct assist *a = &x->assist;

	if (k->known && k->known != a->known) {
		known_fields_release(a->known);
		a->known = known_fields_hold(k->known);
	}
	if (x->prompt.kind != PROMPT_QUERY || k->version != a->version) {
		k->work.free(&k->work);
		return;
	}
	if (a->given)
		a->given->work.free(&a->given->work);
	a->given = k;
	if (a->row >= k->n)
		a->row = 0;
}

/* The box is in sight: there is more to say than what stands there. */
static bool
is_open(const struct explore *x)
{
	const struct ask_words *k = x->assist.given;

	if (x->prompt.kind != PROMPT_QUERY || !k || k->n == 0 ||
	    k->place.from > x->prompt.text.n)
		return false;
	if (x->assist.forced || k->n > 1)
		return true;
	return !str_equal(k->candidate[0].shown, k->place.word);
}

/* ---- keys -------------------------------------------------------------- */

static void
take_candidate(struct explore *x)
{
	struct assist *a = &x->assist;
	struct ask_words *k = a->given;
	struct complete_place now;

	/* It may be about a text of some keys ago. */
	complete_place(buf_str(&x->prompt.text), x->prompt.cursor, &now);
	if (now.from == k->place.from)
		prompt_replace(&x->prompt, now.from, now.to,
		    k->candidate[a->row].text);
	assist_close(x);
}

static int
step_of(const char *key)
{
	return strcmp(key, "Down") == 0 || strcmp(key, "^N") == 0 ? 1
	    : strcmp(key, "Up") == 0 || strcmp(key, "^P") == 0    ? -1
	                                                          : 0;
}

/* The word that the cursor is in or behind. */
static const struct query_word *
word_here(struct explore *x)
{
	struct str text = buf_str(&x->prompt.text);
	struct complete_place place;
	const struct query_word *w;
	size_t end, from = x->prompt.cursor;

	complete_place(text, x->prompt.cursor, &place);
	if (place.word.n == 0) { /* right behind it, or in its brackets */
		while (from > 0 && strchr(" (", text.p[from - 1]))
			from--;
		complete_place(text, from, &place);
	}
	end = place.to > place.from ? place.to : place.from;
	for (size_t i = 0; (w = query_word_at(i)) != NULL; i++)
		if (str_equal_fold(str_of(w->name),
		        (struct str){ text.p + place.from, end - place.from }))
			return w;
	return NULL;
}

static void
explain(struct explore *x)
{
	struct assist *a = &x->assist;
	const struct query_word *w = a->word ? NULL : word_here(x);
	bool was = a->word != NULL;

	assist_close(x);
	a->word = w;
	if (!w && !was)
		tell(x, "no word of the query language stands here; ? shows "
		        "all of them");
}

bool
assist_key(struct explore *x, const char *key, bool *changed)
{
	struct assist *a = &x->assist;
	int step = step_of(key);

	*changed = false;
	if (strcmp(key, "F1") == 0) {
		explain(x);
		return true;
	}
	if (strcmp(key, "Tab") == 0 && is_open(x)) {
		take_candidate(x);
		*changed = true;
		return true;
	}
	if (strcmp(key, "Tab") == 0 || strcmp(key, "S-Tab") == 0) {
		a->forced = true;
		ask(x);
		return true;
	}
	if (step == 0 || !is_open(x) || (step < 0 && a->row == 0))
		return false;
	if (a->row + 1 < a->given->n || step < 0)
		a->row = step > 0 ? a->row + 1 : a->row - 1;
	return true;
}

bool
assist_leave(struct explore *x)
{
	bool open = is_open(x) || x->assist.word;

	assist_close(x);
	return open;
}

/* ---- the box ----------------------------------------------------------- */

static void
word_box(struct explore *x, struct explore_box *out)
{
	*out = (struct explore_box){ .place = BOX_WORD,
		.title = str_of(x->assist.word->name), .right = STR(""),
		.foot = STR("F1 Esc close"), .lines = HELP_LINES,
		.columns = 70, .word = x->prompt.cursor };
}

void
assist_box(struct explore *x, struct explore_box *out)
{
	static const struct str titles[] = {
		[COMPLETE_COMMAND] = STR_INIT("command"),
		[COMPLETE_NAME] = STR_INIT("field"),
		[COMPLETE_VALUE] = STR_INIT("value of "),
		[COMPLETE_NOTHING] = STR_INIT(""),
	};
	const struct ask_words *k = x->assist.given;
	struct buf *title = text_room(x, TEXT_BOX_TITLE);

	if (x->assist.word) {
		word_box(x, out);
		return;
	}
	if (!is_open(x))
		return;
	buf_add(title, titles[k->place.what]);
	if (k->place.what == COMPLETE_VALUE)
		cell_text(k->place.field, 24, title);
	*out = (struct explore_box){ .place = BOX_WORD,
		.title = buf_str(title),
		.right = k->place.what == COMPLETE_NAME
		    ? STR("has it ── values")
		    : k->place.what == COMPLETE_VALUE ? STR("events")
		                                      : STR(""),
		.foot = STR("Tab take  ↓ ↑ choose  Esc close"),
		.lines = k->n < BOX_LINES ? k->n : BOX_LINES,
		.columns = BOX_COLUMNS, .word = k->place.from };
}

static void
word_line(struct explore *x, size_t line, struct explore_box_line *out)
{
	const struct query_word *w = x->assist.word;
	const char *text[HELP_LINES] = { w->syntax, w->help, "", w->example };
	struct buf *b = text_room(x, TEXT_BOX_LINE);

	if (line == HELP_LINES - 1 && text[line] && *text[line])
		buf_add(b, STR("example: "));
	if (line < HELP_LINES && text[line])
		buf_add(b, str_of(text[line]));
	out->text = buf_str(b);
}

static void
share_text(const struct explore *x, const struct candidate *c, struct buf *out)
{
	const struct known_fields *known = x->assist.given->known;
	struct buf b = { 0 };

	if (known && c->events > 0)
		share_print(c->events, known->events, &b);
	if (b.n < 7)
		buf_fill(out, ' ', 7 - b.n);
	buf_add(out, buf_str(&b));
	buf_reset(&b);
	if (c->values > 0)
		count_print(c->values, &b);
	if (b.n < 9)
		buf_fill(out, ' ', 9 - b.n);
	buf_add(out, buf_str(&b));
	buf_free(&b);
}

void
assist_box_line(struct explore *x, size_t line, struct explore_box_line *out)
{
	struct assist *a = &x->assist;
	const struct candidate *c;
	struct buf *b = text_room(x, TEXT_BOX_LINE);
	struct buf *right = text_room(x, TEXT_BOX_RIGHT);
	size_t first = a->row >= BOX_LINES ? a->row - BOX_LINES + 1 : 0;

	if (a->word) {
		word_line(x, line, out);
		return;
	}
	if (!is_open(x) || first + line >= a->given->n)
		return;
	c = &a->given->candidate[first + line];
	if (c->help) {
		buf_printf(b, "%-12s ", c->shown.p);
		cut_end(str_of(c->help), BOX_COLUMNS - 3 - (int)b->n, b);
	} else if (a->given->place.what == COMPLETE_NAME) {
		cell_text(c->shown, BOX_COLUMNS - 20, b);
		share_text(x, c, right);
	} else {
		cell_text(c->shown, BOX_COLUMNS - 12, b);
		count_print(c->events, right);
	}
	out->text = buf_str(b);
	out->right = buf_str(right);
	out->cursor = first + line == a->row;
}
