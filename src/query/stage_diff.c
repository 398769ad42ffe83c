/*
 * diff and logcompare: the patterns of the range against those of an earlier
 * one that is as long.
 *
 * The steps so far are run once more over the earlier range.
 */
#include <math.h>
#include <stdlib.h>

#include "query/errors.h"
#include "query/intern.h"
#include "query/result.h"
#include "query/stage.h"

struct diff {
	const char *word;    /* previousDay ... */
	struct period shift; /* count 0: by the length of the range */
	uint32_t severity, difference, description; /* columns */
};

/* ---- parsing, printing --------------------------------------------------- */

static const struct {
	const char *word, *shift;
} words[] = {
	{ "previousDay", "1d" },
	{ "previousWeek", "7d" },
	{ "previousMonth", "1mo" },
};

bool
diff_parse(struct parser *p, struct stage *st)
{
	struct diff *s = arena_alloc(p->arena, sizeof(*s));

	st->own = s;
	if (parse_at_stage_end(p))
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (token_is_word(&p->token, words[i].word)) {
			s->word = words[i].word;
			return period_parse(str_of(words[i].shift),
			           &s->shift) &&
			    parse_next(p);
		}
	return parse_expected(p, "previousDay, previousWeek, previousMonth, "
	                         "\"|\" or the end");
}

void
diff_print(const struct stage *st, struct buf *out)
{
	const struct diff *s = st->own;

	if (s->word)
		buf_add(out, str_of(s->word));
}

bool
logcompare_parse(struct parser *p, struct stage *st)
{
	struct diff *s = arena_alloc(p->arena, sizeof(*s));

	st->own = s;
	if (!token_is_word(&p->token, "timeshift"))
		return parse_expected(
		    p, "\"timeshift\": logcompare timeshift 7d");
	if (!parse_next_value(p))
		return false;
	if (p->token.kind != TOKEN_PERIOD ||
	    !period_parse(p->token.text, &s->shift))
		return parse_expected(p, "a period, as in timeshift 7d");
	return parse_next(p);
}

void
logcompare_print(const struct stage *st, struct buf *out)
{
	const struct diff *s = st->own;

	buf_add(out, STR("timeshift "));
	period_print(s->shift, out);
}

/* ---- checking ------------------------------------------------------------ */

static bool
message_patterns(struct checker *c, uint32_t offset)
{
	struct stage *st = arena_alloc(c->arena, sizeof(*st));
	struct patterns *s = arena_alloc(c->arena, sizeof(*s));

	s->source = expr_new(c->arena, EXPR_NAME, offset, offset);
	s->source->text = STR("@message");
	st->type = stage_find(STR("pattern"));
	st->offset = offset;
	st->own = s;
	return st->type->check(c, st);
}

bool
diff_check(struct checker *c, struct stage *st)
{
	struct diff *s = st->own;
	struct expr *severity;

	if (!c->scope->patterns && (c->scope->stats || c->scope->tabled))
		return error_at(c->err, st->offset, "%s compares patterns: it "
		    "stands behind pattern x, or where rows are events",
		    st->type->word.name);
	if (!c->scope->patterns && !message_patterns(c, st->offset))
		return false;
	severity = expr_new(c->arena, EXPR_NAME, st->offset, st->offset);
	severity->text = STR("@severityLabel");
	if (!check_expr(c, c->scope, severity))
		return false;
	s->severity = severity->index;
	check_table(c, st);
	return check_column(c, STR("@difference"), st->offset,
	           &s->difference) &&
	    check_column(c, STR("@description"), st->offset,
	        &s->description) &&
	    pattern_show(c, true);
}

/* ---- the earlier range --------------------------------------------------- */

/* How much earlier a range is that begins at `us`. */
static int64_t
shift_by(struct period p, int64_t us)
{
	struct period month = { 1, PERIOD_MONTH };
	int64_t start, from, to;

	if (p.unit == PERIOD_US)
		return p.count;
	if (p.unit == PERIOD_WEEK)
		return p.count * 7 * 24 * 3600 * US_PER_SECOND;
	/* The same day and time of that month. */
	period_bucket(month, us, &start, &to);
	from = start;
	for (int64_t i = 0; i < p.count && i < 12 * 10000; i++)
		period_bucket(month, from - 1, &from, &to);
	/* The 31st of a shorter month is its last moment. */
	if (from + (us - start) >= to)
		return us - (to - 1);
	return us - (from + (us - start));
}

static struct query_options
earlier_options(struct run *r, const struct diff *s, uint32_t offset)
{
	struct query_options o = *r->options;
	int64_t first, last, shift;

	o.progress = NULL;
	if (!snapshot_span(r->snapshot, &first, &last))
		first = last = 0;
	if (o.from_us == INT64_MIN)
		o.from_us = first;
	if (o.to_us == INT64_MAX)
		o.to_us = last + 1;
	if (s->shift.count == 0 && r->options->from_us == INT64_MIN)
		run_note(r, offset, "all times are looked at, so that nothing "
		    "is earlier: choose a range, or previousDay, "
		    "previousWeek, previousMonth");
	shift = s->shift.count ? shift_by(s->shift, o.from_us)
	                       : o.to_us - o.from_us;
	o.from_us -= shift;
	o.to_us -= shift;
	return o;
}

/* ---- comparing ----------------------------------------------------------- */

struct change {
	struct datum pattern;
	uint32_t row; /* ROW_NONE: only in the earlier range */
	double now, before;
};

struct comparing {
	struct run *run;
	struct intern patterns;
	struct change *changes; /* by number of the pattern */
};

static void
take_now(struct comparing *c)
{
	struct table *t = c->run->table;
	struct datum *patterns = table_column(c->run, PATTERN_COLUMN);
	struct datum *counts = table_column(c->run, PATTERN_COUNT_COLUMN);

	for (uint64_t i = 0; i < t->n_rows; i++) {
		uint32_t k = intern_add(&c->patterns, &patterns[i]);

		c->changes[k] = (struct change){ patterns[i], (uint32_t)i,
			counts[i].number, 0 };
	}
}

static void
take_before(struct comparing *c, const struct result *before)
{
	for (uint64_t i = 0; i < before->n_rows; i++) {
		struct datum d = table_cell(before->table, before->order[i],
		    PATTERN_COLUMN, &c->run->tmp);
		struct datum n = table_cell(before->table, before->order[i],
		    PATTERN_COUNT_COLUMN, &c->run->tmp);
		uint32_t known = c->patterns.n;
		uint32_t k = intern_add(&c->patterns, &d);

		if (k == known)
			c->changes[k] = (struct change){
				c->patterns.data[k], ROW_NONE, 0, 0 };
		c->changes[k].before = n.number;
	}
}

/* The greatest change first. */
static int
compare(const void *a, const void *b)
{
	const struct change *x = a, *y = b;
	double s = fabs(x->now - x->before), t = fabs(y->now - y->before);

	if (s != t)
		return s > t ? -1 : 1;
	return natural_order(x->pattern.text, y->pattern.text);
}

static struct str
describe(const struct change *c, struct arena *a)
{
	if (c->before == 0)
		return STR("new");
	if (c->now == 0)
		return STR("gone");
	if (c->now == c->before)
		return STR("unchanged");
	return arena_printf(
	    a, "%+.0f %%", 100 * (c->now - c->before) / c->before);
}

static void
make_rows(struct comparing *c, const struct diff *s)
{
	struct run *r = c->run;
	uint32_t n = c->patterns.n;
	uint32_t *rows = arena_raw(&r->tmp, n * sizeof(*rows));

	qsort(c->changes, n, sizeof(*c->changes), compare);
	for (uint32_t i = 0; i < n; i++)
		rows[i] = c->changes[i].row;
	table_take(r, rows, n);
	for (uint32_t i = 0; i < n; i++) {
		const struct change *g = &c->changes[i];

		table_column(r, PATTERN_COLUMN)[i] = g->pattern;
		table_column(r, PATTERN_COUNT_COLUMN)[i] =
		    datum_of_number(g->now);
		table_column(r, s->difference)[i] =
		    datum_of_number(g->now - g->before);
		table_column(r, s->description)[i] =
		    datum_of_text(describe(g, r->arena));
	}
	pattern_label(r, s->severity);
}

bool
diff_run(struct run *r, const struct stage *st)
{
	const struct diff *s = st->own;
	struct comparing c = { .run = r, .patterns = { .arena = r->arena } };
	struct query_options o = earlier_options(r, s, st->offset);
	struct result *before = query_run_steps(
	    r->query, r->snapshot, &o, r->step, r->err);

	if (!before)
		return false;
	if (!table_begin(r)) {
		result_free(before);
		return false;
	}
	c.changes = arena_raw(&r->tmp, (r->table->n_rows + before->n_rows) *
	    sizeof(*c.changes));
	take_now(&c);
	take_before(&c, before);
	make_rows(&c, s);
	intern_free(&c.patterns);
	result_free(before);
	return true;
}
