/*
 * The value under the cursor, and the steps that come of it.
 */
#include <stdio.h>
#include <string.h>

#include "base/timefmt.h"
#include "explore/cells.h"
#include "explore/state.h"

void
picked_free(struct picked *p)
{
	buf_free(&p->name);
	buf_free(&p->text);
}

static void
set_value(struct picked *p, enum value_type type, struct str text)
{
	buf_reset(&p->text);
	buf_add(&p->text, text);
	p->value = (struct value){ type, buf_str(&p->text) };
}

/* ---- of a list's cell -------------------------------------------------- */

/* A result that is not blank acts on errorCode, with the full code. */
static struct str
result_field(struct explore *x, struct picked *p)
{
	struct value code = row_field(x->rows, x->place.row,
	    STR("errorCode"));

	if (!result_failed(p->value.text) || value_absent(code))
		return STR("@result");
	set_value(p, code.type, code.text);
	return STR("errorCode");
}

static bool
pick_cell(struct explore *x, struct picked *p)
{
	struct str field;
	struct value v;

	if (x->cell == CELL_NONE || !x->answer || list_rows(x) == 0) {
		tell(x, "no value under the cursor: h l choose a cell");
		return false;
	}
	field = column_field_name(x->answer, x->cell);
	if (field.n == 0) {
		struct str title = column_title(x->answer, x->cell);

		tell(x, "%.*s is computed: + - act on fields of the record",
		    STR_ARG(title));
		return false;
	}
	if (str_equal(field, STR("@message"))) {
		tell(x, "@message is the whole record: open it, or & searches");
		return false;
	}
	v = row_value(x->rows, x->place.row, x->cell);
	set_value(p, value_absent(v) ? VALUE_MISSING : v.type, v.text);
	if (x->cell == LIST_RESULT)
		field = result_field(x, p);
	if (str_equal(field, STR("@timestamp")) && x->answer->lists_events) {
		char ms[32];
		int64_t us = row_time(x->rows, x->place.row);

		if (us == TIME_NONE) {
			tell(x, "this event has no time");
			return false;
		}
		snprintf(ms, sizeof(ms), "%lld",
		    (long long)(us / US_PER_MS));
		set_value(p, VALUE_NUMBER, str_of(ms));
	}
	query_quote_name(field, &p->name);
	return true;
}

/* ---- of a line of the record ------------------------------------------- */

static bool
pick_node(struct explore *x, struct picked *p)
{
	const struct detail *d = x->opened.doc;
	uint32_t node = opened_node(x);
	struct buf path = { 0 }, room = { 0 };
	struct value v;

	if (node == DETAIL_NONE || !d->json) {
		tell(x, d ? "no value on this line: j k choose one"
		         : "the record is being read");
		return false;
	}
	detail_path(d, node, &path);
	query_quote_name(buf_str(&path), &p->name);
	v = detail_value(d, node, &room);
	p->branch = v.type == VALUE_MISSING;
	set_value(p, v.type, v.text);
	buf_free(&path);
	buf_free(&room);
	return true;
}

bool
has_value(const struct explore *x)
{
	if (x->focus == PANE_DETAIL)
		return opened_node(x) != DETAIL_NONE;
	return x->tab == TAB_EVENTS && x->cell != CELL_NONE &&
	    list_rows(x) > 0;
}

bool
pick(struct explore *x, struct picked *p)
{
	*p = (struct picked){ 0 };
	if (x->tab != TAB_EVENTS) {
		tell(x, "no value here: Enter shows the file's events");
		return false;
	}
	return x->focus == PANE_DETAIL ? pick_node(x, p) : pick_cell(x, p);
}

/* ---- steps ------------------------------------------------------------- */

/* Puts the step on the path and asks; the message comes with the count. */
static void
add_filter(struct explore *x, struct str text, struct str words)
{
	struct err why = { 0 };
	struct query *q = query_new(text, &why);
	size_t at;

	if (!q) {
		tell(x, "no step can be made of this value: %s", why.message);
		return;
	}
	query_free(q);
	at = steps_find(&x->steps, text);
	if (at < x->steps.n && x->steps.step[at].on) {
		tell(x, "this step is on the path already");
		return;
	}
	view_push(x);
	steps_filter(&x->steps, text, &at);
	x->step_cursor = at + 1;
	buf_reset(&x->announce);
	buf_add(&x->announce, words);
	steps_changed(x);
}

static void
condition_print(const struct picked *p, bool only, struct buf *out)
{
	bool absent = value_absent(p->value);

	if (absent) {
		/* only an absent value is: no value; of a branch: one */
		if (only != p->branch)
			buf_add(out, STR("not "));
		buf_add(out, STR("ispresent("));
		buf_add(out, buf_str(&p->name));
		buf_byte(out, ')');
		return;
	}
	buf_add(out, buf_str(&p->name));
	buf_add(out, only ? STR(" = ") : STR(" != "));
	query_quote_value(p->value, out);
}

void
pick_step(struct explore *x, bool only)
{
	struct picked p;
	struct buf text = { 0 }, words = { 0 }, label = { 0 };

	if (pick(x, &p)) {
		struct step step;

		buf_add(&text, STR("filter "));
		condition_print(&p, only, &text);
		step = (struct step){ .text = buf_str(&text) };
		step_label(&step, &label);
		buf_add(&words, STR("only "));
		cut_middle(buf_str(&label), 60, &words);
		add_filter(x, buf_str(&text), buf_str(&words));
	}
	picked_free(&p);
	buf_free(&text);
	buf_free(&words);
	buf_free(&label);
}

/* ---- a row of groups --------------------------------------------------- */

/* A key that is no field of the record, bin(5m), is compared as it is
 * written; an aggregate is no key. */
static bool
computed_key(struct str title)
{
	return str_starts(title, STR("bin(")) ||
	    str_starts(title, STR("datefloor("));
}

static bool
key_condition(struct explore *x, size_t i, struct buf *out)
{
	struct str field = column_field_name(x->answer, LIST_OWN + i);
	struct str title = column_title(x->answer, LIST_OWN + i);
	struct picked p = { 0 };
	struct value v;

	if (field.n == 0 && !computed_key(title))
		return false;
	v = row_value(x->rows, x->place.row, LIST_OWN + i);
	set_value(&p, value_absent(v) ? VALUE_MISSING : v.type, v.text);
	if (field.n > 0)
		query_quote_name(field, &p.name);
	else
		buf_add(&p.name, title);
	buf_add(out, STR("filter "));
	condition_print(&p, true, out);
	picked_free(&p);
	return true;
}

bool
pick_row_events(struct explore *x)
{
	struct steps with = { 0 };
	struct buf text = { 0 };
	struct err why = { 0 };
	struct query *q;
	size_t at, keys = 0;
	bool compiles;

	if (!x->answer || list_rows(x) == 0)
		return false;
	steps_copy(&x->steps, &with);
	for (size_t i = 0; i < with.n; i++)
		if (!step_filters(&with.step[i]))
			for (; i < with.n; i++) /* that and what follows */
				with.step[i].on = false;
	for (size_t i = 0; i < result_columns(x->answer->result); i++) {
		buf_reset(&text);
		if (key_condition(x, i, &text)) {
			steps_filter(&with, buf_str(&text), &at);
			keys++;
		}
	}
	buf_reset(&text);
	steps_text(&with, with.n, &text);
	q = query_new(buf_str(&text), &why);
	compiles = q != NULL;
	query_free(q);
	buf_free(&text);
	if (!compiles) {
		steps_free(&with);
		tell(x, "this row has no way back to its events: %s",
		    why.message);
		return false;
	}
	view_push(x);
	steps_free(&x->steps);
	x->steps = with;
	if (keys == 0)
		tell(x, "all events behind the only row");
	list_go(x, 0);
	x->place = (struct place_in_list){ .event = EVENT_NONE };
	steps_changed(x);
	return true;
}

/* ---- ranges of time ---------------------------------------------------- */

#define RANGE_FORMAT "filter @timestamp >= %lld and @timestamp < %lld"

bool
step_range(const struct step *s, int64_t *from_us, int64_t *to_us)
{
	char text[128], again[128];
	long long from, to;

	if (s->text.n >= sizeof(text))
		return false;
	memcpy(text, s->text.p, s->text.n);
	text[s->text.n] = '\0';
	if (sscanf(text, RANGE_FORMAT, &from, &to) != 2)
		return false;
	snprintf(again, sizeof(again), RANGE_FORMAT, from, to);
	if (strcmp(text, again) != 0 || from < -62135596800000 ||
	    to > 253402300800000 || from >= to)
		return false;
	*from_us = from * US_PER_MS;
	*to_us = to * US_PER_MS;
	return true;
}

void
range_step(struct explore *x, int64_t from_us, int64_t to_us)
{
	char text[128];
	size_t at;

	snprintf(text, sizeof(text), RANGE_FORMAT,
	    (long long)(from_us / US_PER_MS), (long long)(to_us / US_PER_MS));
	view_push(x);
	/* One range is enough: a new one takes the place of the old. */
	for (size_t i = 0; i < x->steps.n; i++) {
		int64_t a, b;

		if (step_range(&x->steps.step[i], &a, &b))
			steps_remove(&x->steps, i--);
	}
	steps_filter(&x->steps, str_of(text), &at);
	steps_changed(x);
}
