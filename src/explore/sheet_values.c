/*
 * Top values of a field among the events of the path (t).  Subject: the
 * printed name of the field.
 */
#include "base/timefmt.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/state.h"

#define VALUES_MAX 10000
#define DAY_COLUMNS 11 /* 05-06 08:00 */
#define YEAR_COLUMNS 10 /* 2024-05-06 */

enum { EVENTS, SHARE, BAR, VALUE, FIRST, LAST, COLUMNS };

/* clang-format off */
static const struct sheet_column one_day[COLUMNS] = {
	[EVENTS] = { STR_INIT("events"), 7, 7, .right = true, .counts = true,
	    .sorts = true },
	[SHARE] = { STR_INIT("share"), 6, 6, 46, .right = true },
	[BAR] = { STR_INIT(""), 12, 18, 78, .bar = true },
	[VALUE] = { STR_INIT("value"), 16, 200, .cut = CUT_MIDDLE,
	    .sorts = true },
	[FIRST] = { STR_INIT("first"), 8, 8, 66, .sorts = true },
	[LAST] = { STR_INIT("last"), 8, 8, 56, .sorts = true },
};
static const struct sheet_column many_days[COLUMNS] = {
	[EVENTS] = { STR_INIT("events"), 7, 7, .right = true, .counts = true,
	    .sorts = true },
	[SHARE] = { STR_INIT("share"), 6, 6, 52, .right = true },
	[BAR] = { STR_INIT(""), 8, 18, 80, .bar = true },
	[VALUE] = { STR_INIT("value"), 16, 200, .cut = CUT_MIDDLE,
	    .sorts = true },
	[FIRST] = { STR_INIT("first"), DAY_COLUMNS, DAY_COLUMNS, 72,
	    .sorts = true },
	[LAST] = { STR_INIT("last"), DAY_COLUMNS, DAY_COLUMNS, 60,
	    .sorts = true },
};
static const struct sheet_column many_years[COLUMNS] = {
	[EVENTS] = { STR_INIT("events"), 7, 7, .right = true, .counts = true,
	    .sorts = true },
	[SHARE] = { STR_INIT("share"), 6, 6, 52, .right = true },
	[BAR] = { STR_INIT(""), 8, 18, 78, .bar = true },
	[VALUE] = { STR_INIT("value"), 16, 200, .cut = CUT_MIDDLE,
	    .sorts = true },
	[FIRST] = { STR_INIT("first"), YEAR_COLUMNS, YEAR_COLUMNS, 70,
	    .sorts = true },
	[LAST] = { STR_INIT("last"), YEAR_COLUMNS, YEAR_COLUMNS, 60,
	    .sorts = true },
};
/* clang-format on */

/* How times are written. */
enum span { ONE_DAY, MANY_DAYS, MANY_YEARS };

static int
zone_of(const struct ask_sheet *k, int64_t us)
{
	return k->zone && us != TIME_NONE ? k->zone(us) : 0;
}

static enum span
span_of(const struct ask_sheet *k)
{
	const struct answer *a = k->answer;
	struct buf from = { 0 }, to = { 0 };
	enum span span;

	cell_day(a->from_us, zone_of(k, a->from_us), &from);
	cell_day(a->to_us, zone_of(k, a->to_us), &to);
	span = str_equal(buf_str(&from), buf_str(&to)) ? ONE_DAY
	    : str_equal(str_head(buf_str(&from), 4),
	          str_head(buf_str(&to), 4))
	    ? MANY_DAYS
	    : MANY_YEARS;
	buf_free(&from);
	buf_free(&to);
	return span;
}

static void
time_cell(const struct ask_sheet *k, int64_t us, enum span span,
    struct sheet_cell *out)
{
	struct buf b = { 0 };
	struct str text;

	if (us != TIME_NONE && span != ONE_DAY) {
		cell_day(us, zone_of(k, us), &b);
		buf_byte(&b, ' ');
	}
	cell_time(us, zone_of(k, us), false, &b);
	text = buf_str(&b); /* 2024-05-06 08:00:01 */
	if (us != TIME_NONE && span == MANY_DAYS)
		text = str_head(str_from(text, 5), DAY_COLUMNS);
	else if (us != TIME_NONE && span == MANY_YEARS)
		text = str_head(text, YEAR_COLUMNS);
	out->text = arena_copy(&k->made->arena, text);
	out->number = us == TIME_NONE ? 0 : (uint64_t)us + ((uint64_t)1 << 63);
	buf_free(&b);
}

/* As in the list, who does not repeat the only account. */
static struct str
shown(const struct answer *a, struct str field, struct str value)
{
	struct str account = a->constant[CONSTANT_ACCOUNT];

	if (value.n == 0)
		return STR("\"\"");
	if (str_equal(field, STR("@who")) && account.n > 0 &&
	    str_starts(value, account) && value.n > account.n + 1 &&
	    value.p[account.n] == '/')
		return str_from(value, account.n + 1);
	return value;
}

static void
add_value(struct ask_sheet *k, const struct value_count *v, uint64_t present,
    uint64_t most, enum span span)
{
	struct sheet_lines *l = k->made;
	struct sheet_line *line = sheet_add(l, STAND_VALUE);
	struct buf b = { 0 };

	line->field = l->title;
	line->value = v->value;
	count_print(v->events, &b);
	line->cell[EVENTS] = (struct sheet_cell){ sheet_text(&l->arena, &b),
		v->events };
	share_print(v->events, present, &b);
	line->cell[SHARE] = (struct sheet_cell){ sheet_text(&l->arena, &b),
		v->events };
	line->cell[BAR].number = most ? v->events * 1000 / most : 0;
	line->cell[VALUE].text = shown(k->answer, l->title, v->value.text);
	time_cell(k, v->first_us, span, &line->cell[FIRST]);
	time_cell(k, v->last_us, span, &line->cell[LAST]);
	buf_free(&b);
}

/* Events that do not have the field are in sight, always. */
static void
add_absent(struct sheet_lines *l, struct str field, uint64_t events)
{
	struct sheet_line *line;
	struct buf b = { 0 };

	if (events == 0)
		return;
	line = sheet_add(l, STAND_VALUE);
	line->field = field;
	count_print(events, &b);
	line->cell[EVENTS] = (struct sheet_cell){ sheet_text(&l->arena, &b),
		events };
	line->cell[VALUE].text = arena_printf(&l->arena, "(no %.*s%s)",
	    STR_ARG(field),
	    str_equal(field, STR("errorCode")) ? ": succeeded" : "");
	l->pinned = 1;
	buf_free(&b);
}

static void
values_fill(struct ask_sheet *k)
{
	struct result *r = k->answer->result;
	struct sheet_lines *l = sheet_lines_new();
	const struct field *f = field_bind_any(result_snapshot(r),
	    k->subject, &l->arena);
	uint64_t distinct, present, matched = result_numbers(r)->matched;
	enum span span = span_of(k);
	struct buf b = { 0 };
	struct value_count *v;
	size_t n;

	v = discover_values(f, result_matched(r), VALUES_MAX, k->pool,
	    &k->work.stop, &l->arena, &n, &distinct, &present);
	if (!v) {
		sheet_lines_free(l);
		return;
	}
	k->made = l;
	l->columns = span == ONE_DAY ? one_day
	    : span == MANY_DAYS ? many_days
	                        : many_years;
	l->n_columns = COLUMNS;
	l->title = arena_copy(&l->arena, k->subject); /* for the lines */
	for (size_t i = 0; i < n; i++)
		add_value(k, &v[i], present, v[0].events, span);
	add_absent(l, l->title, matched - present);
	l->title = arena_printf(&l->arena, "top values of %.*s",
	    STR_ARG(k->subject));
	count_print(present, &b);
	buf_add(&b, STR(" of "));
	count_of(matched, "event", &b);
	buf_add(&b, present == 1 ? STR(" has it  ") : STR(" have it  "));
	if (distinct > n) {
		count_print(n, &b);
		buf_add(&b, STR(" of "));
	}
	count_of(distinct, "value", &b);
	l->right = sheet_text(&l->arena, &b);
	buf_free(&b);
}

const struct sheet_kind sheet_values = {
	.name = "top values",
	.about = "one line a value, most frequent first; the last one counts "
	         "events without the field",
	.form = SHEET_FORM_BODY,
	.remembered = true,
	.follows = true,
	.open_word = "its events",
	.hints = { { "open", NULL }, { "only", NULL }, { "not", NULL },
	    { "sort", "sort" }, { "search", "find" }, { "close", "back" },
	    { "copy", "copy" } },
	.columns = one_day,
	.n_columns = COLUMNS,
	.fill = values_fill,
};

/* The values of the field that is being shown already are there. */
static void
open_values(struct explore *x, struct str field)
{
	const struct sheet *s = sheet_top(x);

	if (s && s->kind == &sheet_values && str_equal(s->subject, field))
		tell(x, "these are the top values of %.*s", STR_ARG(field));
	else
		sheet_open(x, &sheet_values, field);
}

unsigned
act_top(struct explore *x)
{
	struct picked p;
	struct str field;

	if (!pick(x, &p)) {
		picked_free(&p);
		return DRAW_KEYS;
	}
	field = buf_str(&p.field);
	if (str_equal(field, STR("@timestamp")) ||
	    str_equal(field, STR("@message")))
		tell(x, "%.*s is each event's own: z Z choose a range of time",
		    STR_ARG(field));
	else if (p.branch && !sheet_focused(x))
		tell(x, "%.*s is no value: l unfolds it", STR_ARG(field));
	else
		open_values(x, field);
	picked_free(&p);
	return DRAW_ALL;
}
