/*
 * Compare (D): which values are frequent in the selection, and which are
 * rare, against the rest of the events, or against as long a time before.
 * Subject: "rest" or "before".
 *
 * Ranked by the signed log-likelihood ratio G2 of a value's counts: T. Dunning,
 * "Accurate Methods for the Statistics of Surprise and Coincidence",
 * Computational Linguistics 19(1), 1993; in the two-term form of P. Rayson and
 * R. Garside, "Comparing Corpora using Frequency Profiling", 2000.  A value
 * that would be as far off by chance once in 20 times (3.84) is left out.  The
 * fields that are asked for first have their ranking before all others.
 */
#include <math.h>
#include <stdlib.h>

#include "base/bits.h"
#include "base/timefmt.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/compare.h"
#include "explore/state.h"

#define ROWS_MORE 300 /* more than expected */
#define ROWS_LESS 100
#define HINT 5 /* fewer events are a hint, no more */

enum { FIELD, VALUE, HERE, HERE_SHARE, REST, REST_SHARE, RATIO, COLUMNS };

/* clang-format off */
static const struct sheet_column columns[COLUMNS] = {
	[FIELD] = { STR_INIT("field"), 12, 18, .cut = CUT_MIDDLE },
	[VALUE] = { STR_INIT("value"), 16, 200, .cut = CUT_MIDDLE },
	[HERE] = { STR_INIT("here"), 5, 9, .right = true,
	    .counts = true },
	[HERE_SHARE] = { STR_INIT(""), 6, 6, 66, .right = true },
	[REST] = { STR_INIT("rest"), 5, 9, .right = true,
	    .counts = true },
	[REST_SHARE] = { STR_INIT(""), 6, 6, 66, .right = true },
	[RATIO] = { STR_INIT("ratio"), 10, 10, 56, .right = true },
};
/* clang-format on */

/* "25 x", "3.0 x", "only here*", "only rest" */
static void
ratio_print(const struct compare_row *r, const struct compare *c,
    struct buf *out)
{
	double here = (double)r->here / (double)c->here;
	double rest = (double)r->rest / (double)c->rest;

	if (r->rest == 0)
		buf_add(out, STR("only here"));
	else if (r->here == 0)
		buf_add(out, STR("only rest"));
	else
		buf_printf(out, here / rest < 10 ? "%.1f x" : "%.0f x",
		    here / rest);
	buf_byte(out, r->here < HINT && r->here > 0 ? '*' : ' ');
}

static void
add_row(struct sheet_lines *l, const struct compare_row *r,
    const struct compare *c)
{
	struct sheet_line *line = sheet_add(l, STAND_VALUE);
	struct buf b = { 0 };

	line->field = r->field;
	line->value = r->value;
	line->pattern = r->pattern;
	line->cell[FIELD].text = r->field;
	line->cell[VALUE].text = r->value.text;
	count_print(r->here, &b);
	line->cell[HERE] = (struct sheet_cell){ sheet_text(&l->arena, &b),
		r->here };
	share_print(r->here, c->here, &b);
	line->cell[HERE_SHARE].text = sheet_text(&l->arena, &b);
	count_print(r->rest, &b);
	line->cell[REST] = (struct sheet_cell){ sheet_text(&l->arena, &b),
		r->rest };
	share_print(r->rest, c->rest, &b);
	line->cell[REST_SHARE].text = sheet_text(&l->arena, &b);
	ratio_print(r, c, &b);
	line->cell[RATIO].text = sheet_text(&l->arena, &b);
	buf_free(&b);
}

/* Who did what, where, from where, with what result: what is asked first. */
static const char *const asked_first[] = { "@who", "@what", "eventSource",
	"awsRegion", "recipientAccountId", "sourceIPAddress", "errorCode" };

static bool
is_asked_first(const struct compare_row *r)
{
	for (size_t i = 0; i < sizeof(asked_first) / sizeof(*asked_first); i++)
		if (str_equal(r->field, str_of(asked_first[i])))
			return true;
	return false;
}

/* A part of the ranking, in the order in which they stand. */
enum part { MORE_ASKED, MORE, LESS_ASKED, LESS, PARTS };

static enum part
part_of(const struct compare_row *r)
{
	return (r->g2 > 0 ? MORE_ASKED : LESS_ASKED) + !is_asked_first(r);
}

/* In each part the most surprising first; then by name, so that the order is
 * one. */
static int
by_surprise(const void *a, const void *b)
{
	const struct compare_row *x = a, *y = b;
	int c = (int)part_of(x) - (int)part_of(y);

	if (c == 0 && x->g2 != y->g2)
		c = fabs(x->g2) < fabs(y->g2) ? 1 : -1;
	if (c == 0)
		c = str_compare(x->field, y->field);
	return c ? c : str_compare(x->value.text, y->value.text);
}

static bool
has_range(struct str query)
{
	struct steps s = { 0 };
	struct err why = { 0 };
	bool found = false;
	int64_t from, to;

	if (steps_parse(&s, query, &why))
		for (size_t i = 0; i < s.n; i++)
			found = found || step_range(&s.step[i], &from, &to);
	steps_free(&s);
	return found;
}

static void
title_print(const struct compare *c, struct ask_sheet *k, struct buf *out)
{
	const struct answer *a = k->answer;
	int64_t from = a->from_us, to = a->to_us;

	count_of(c->here, "event", out);
	if (from != TIME_NONE && has_range(k->query)) {
		buf_add(out, STR(", "));
		range_print(from, to, k->zone ? k->zone(from) : 0,
		    k->zone ? k->zone(to) : 0, 0, out);
	}
	buf_add(out, c->before ? STR(", against the ") : STR(", against the "
	                                                     "other "));
	if (c->before) {
		count_print(c->rest, out);
		buf_add(out, STR(" in the time before"));
	} else {
		count_print(c->rest, out);
	}
}

static void
add_ruler(struct sheet_lines *l, const char *text)
{
	struct sheet_line *line = sheet_add(l, STAND_NOTHING);

	line->title = true;
	line->text = str_of(text);
}

static void
compare_lines(struct ask_sheet *k, struct compare *c)
{
	static const struct {
		const char *title; /* NULL: it goes on with the part before */
		size_t most;
	} parts[PARTS] = {
		[MORE_ASKED] = { NULL, ROWS_MORE },
		[MORE] = { "in other fields", ROWS_MORE },
		[LESS_ASKED] = { "less than expected here", ROWS_LESS },
		[LESS] = { "less than expected, in other fields", ROWS_LESS },
	};
	struct sheet_lines *l = k->made;
	struct buf b = { 0 };
	size_t i = 0;

	if (c->n > 0)
		qsort(c->row, c->n, sizeof(*c->row), by_surprise);
	title_print(c, k, &b);
	l->title = sheet_text(&l->arena, &b);
	l->right = STR("G² ranking");
	for (enum part part = 0; part < PARTS; part++) {
		size_t n = 0;

		for (; i < c->n && part_of(&c->row[i]) == part; i++, n++) {
			if (n == 0 && parts[part].title)
				add_ruler(l, parts[part].title);
			if (n < parts[part].most)
				add_row(l, &c->row[i], c);
		}
		if (n > parts[part].most)
			sheet_say(l, "... %zu more", n - parts[part].most);
	}
	if (c->n == 0)
		sheet_say(l, "No value stands out: what is here is as the "
		             "rest is.");
	sheet_say(l, "* under %d events here: a hint, no more", HINT);
	buf_free(&b);
}

static void
compare_fill(struct ask_sheet *k)
{
	struct sheet_lines *l = sheet_lines_new();
	struct compare c = { .before = str_equal(k->subject, STR("before")),
		.arena = &l->arena };

	if (!compare_run(&c, k->answer->result, k->scope, k->pool,
	        &k->work.stop, &k->progress, &k->err)) {
		sheet_lines_free(l);
		return;
	}
	k->made = l;
	compare_lines(k, &c);
}

const struct sheet_kind sheet_compare = {
	.name = "compare",
	.about = "values that are more frequent here than in the rest, the "
	         "most surprising first: who, what, where, from and result, "
	         "then other fields; then values that are rarer",
	.form = SHEET_FORM_TALL,
	.remembered = true,
	.follows = true,
	.open_word = "its events here",
	.hints = { { "open", NULL }, { "only", NULL }, { "not", NULL },
	    { "compare-with", "time before" }, { "close", "back" } },
	.columns = columns,
	.n_columns = COLUMNS,
	.fill = compare_fill,
};

unsigned
act_compare(struct explore *x)
{
	const struct result_numbers *n;

	if (!x->answer)
		return 0;
	if (x->focus == PANE_BARS && x->bars_anchor < x->bars.n)
		act_bars_zoom(x);
	n = result_numbers(x->answer->result);
	if (x->focus != PANE_BARS && !lane_busy(x->lane[LANE_QUERY]) &&
	    (n->matched == 0 || n->matched == x->answer->events)) {
		tell(x, n->matched == 0
		        ? "no event is selected: there is nothing to compare"
		        : "every event is selected: T or + chooses some, "
		          "then D");
		return DRAW_KEYS;
	}
	sheet_open(x, &sheet_compare, STR("rest"));
	return DRAW_ALL;
}

unsigned
act_compare_with(struct explore *x)
{
	struct sheet *s = sheet_top(x);
	bool before = s && str_equal(s->subject, STR("before"));

	if (!s || s->kind != &sheet_compare)
		return 0;
	sheet_close(x);
	sheet_open(x, &sheet_compare, before ? STR("rest") : STR("before"));
	return DRAW_ALL;
}
