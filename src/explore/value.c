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
	buf_free(&p->field);
	buf_free(&p->text);
}

static void
set_field(struct picked *p, struct str field)
{
	buf_reset(&p->field);
	buf_add(&p->field, field);
	buf_reset(&p->name);
	query_quote_name(field, &p->name);
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
	field = column_field_name(x->answer, x->set, x->cell);
	if (field.n == 0) {
		struct str title = column_title(x->answer, x->set, x->cell);

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
	set_field(p, field);
	return true;
}

/* ---- of a line of the record ------------------------------------------- */

/* A value inside a string is no field: the string that holds it is looked
 * for, which is the outermost one. */
static bool
pick_inside(struct explore *x, uint32_t node, struct picked *p)
{
	const struct detail *d = x->opened.doc;
	struct buf path = { 0 }, room = { 0 };
	struct value outer;
	bool found;

	while (detail_outer(d, node) != DETAIL_NONE)
		node = detail_outer(d, node);
	detail_path(d, node, &path);
	set_field(p, buf_str(&path));
	outer = detail_value(d, node, &room);
	found = !p->branch && p->value.text.n > 0 &&
	    str_find(outer.text, p->value.text) < outer.text.n;
	if (found)
		p->within = true;
	else
		tell(x, "this lies inside the text of %.*s: choose a value "
		        "in it",
		    STR_ARG(buf_str(&path)));
	buf_free(&path);
	buf_free(&room);
	return found;
}

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
	set_field(p, buf_str(&path));
	v = detail_value(d, node, &room);
	p->branch = v.type == VALUE_MISSING;
	set_value(p, v.type, v.text);
	buf_free(&path);
	buf_free(&room);
	return detail_outer(d, node) == DETAIL_NONE ||
	    pick_inside(x, node, p);
}

/* ---- of a line of a sheet ---------------------------------------------- */

static bool
sheet_value(const struct sheet_line *l)
{
	return l && (l->stand == STAND_VALUE || l->stand == STAND_FIELD ||
	                l->stand == STAND_FILE);
}

static bool
pick_line(struct explore *x, const struct sheet *s, struct picked *p)
{
	const struct sheet_line *l = sheet_line_here(s);
	struct value value;

	if (!sheet_value(l)) {
		tell(x, "no value on this line: j k choose one");
		return false;
	}
	value = s->kind->value ? s->kind->value(s, l) : l->value;
	set_field(p, l->field);
	if (l->pattern) {
		buf_reset(&p->name);
		buf_add(&p->name, STR("pattern("));
		query_quote_name(l->field, &p->name);
		buf_byte(&p->name, ')');
	}
	p->branch = l->stand == STAND_FIELD;
	set_value(p, value.type, value.text);
	return true;
}

/* ---- of a line of the ledger -------------------------------------------- */

/* A remark may be about a directory: no event names that. */
static struct str
ledger_file_here(const struct explore *x)
{
	struct str file = { 0 };

	if (x->ledger)
		file = ledger_line_file(x->ledger, x->ledger_place.row);
	return file.n > 0 && file.p[file.n - 1] == '/' ? (struct str){ 0 }
	                                               : file;
}

static bool
pick_file(struct explore *x, struct picked *p)
{
	set_field(p, STR("@file"));
	set_value(p, VALUE_STRING, ledger_file_here(x));
	if (p->value.text.n == 0)
		tell(x, "no file on this line: j k choose one");
	return p->value.text.n > 0;
}

bool
has_value(const struct explore *x)
{
	if (sheet_focused(x))
		return sheet_value(sheet_line_here(sheet_top(x)));
	if (x->tab == TAB_LEDGER)
		return ledger_file_here(x).n > 0;
	if (x->focus == PANE_DETAIL)
		return opened_node(x) != DETAIL_NONE;
	return x->focus == PANE_LIST && x->tab == TAB_EVENTS &&
	    x->cell != CELL_NONE && list_rows(x) > 0;
}

bool
pick(struct explore *x, struct picked *p)
{
	*p = (struct picked){ 0 };
	if (sheet_focused(x))
		return pick_line(x, sheet_top(x), p);
	if (x->tab == TAB_LEDGER)
		return pick_file(x, p);
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
	if (p->within) {
		buf_add(out, only ? STR(" like ") : STR(" not like "));
		query_quote_value((struct value){ VALUE_STRING,
		                      p->value.text },
		    out);
		return;
	}
	buf_add(out, only ? STR(" = ") : STR(" != "));
	query_quote_value(p->value, out);
}

void
pick_text(const struct picked *p, enum pick_what what, struct buf *out)
{
	buf_add(out, STR("filter "));
	if (what != PICK_HAS) {
		condition_print(p, what == PICK_ONLY, out);
		return;
	}
	buf_add(out, STR("ispresent("));
	buf_add(out, buf_str(&p->name));
	buf_byte(out, ')');
}

void
pick_step(struct explore *x, bool only)
{
	pick_step_of(x, only ? PICK_ONLY : PICK_NOT);
}

static void
to_list(struct explore *x)
{
	sheets_close(x);
	x->tab = TAB_EVENTS;
	x->focus = PANE_LIST;
	opened_close(x);
	x->drill = true;
}

void
pick_step_of(struct explore *x, enum pick_what what)
{
	struct picked p;
	struct buf text = { 0 }, words = { 0 }, label = { 0 };

	if (pick(x, &p)) {
		struct step step;

		pick_text(&p, what, &text);
		step = (struct step){ .text = buf_str(&text) };
		step_label(&step, &label);
		buf_add(&words, STR("only "));
		cut_middle(buf_str(&label), 60, &words);
		add_filter(x, buf_str(&text), buf_str(&words));
		if (x->tab == TAB_LEDGER && x->announce.n > 0)
			to_list(x); /* the path is in sight there */
	}
	picked_free(&p);
	buf_free(&text);
	buf_free(&words);
	buf_free(&label);
}

void
list_show(struct explore *x)
{
	view_push(x);
	to_list(x);
}

void
pick_events(struct explore *x)
{
	size_t views = x->n_back;

	pick_step(x, true);
	if (x->n_back == views && !x->announce.n)
		return; /* it said why */
	to_list(x);
}

/* ---- a row of groups --------------------------------------------------- */

/* The path up to its first step that makes other rows of events, which is
 * where *at points; that and what follows it are off. */
static void
events_only(const struct explore *x, struct steps *with, size_t *at)
{
	struct buf text = { 0 };
	struct err why = { 0 };
	bool events = true;

	steps_copy(&x->steps, with);
	*at = with->n;
	for (size_t i = 0; i < with->n; i++) {
		struct query *q;

		buf_reset(&text);
		steps_text(with, i + 1, &text);
		q = events && with->step[i].on
		    ? query_new(buf_str(&text), &why)
		    : NULL;
		if (q && !query_lists_events(q)) {
			events = false;
			*at = i;
		}
		query_free(q);
		with->step[i].on = with->step[i].on && events;
	}
	buf_free(&text);
}

/* The filter as the last step of those. */
static void
add_last(struct steps *with, size_t at, struct str text)
{
	size_t i = steps_find(with, text);

	if (i < at)
		with->step[i].on = true;
	else
		steps_insert(with, at, text);
}

/* Goes to the events of these steps, and takes them over. */
static bool
go_behind(struct explore *x, struct steps *with)
{
	struct buf text = { 0 };
	struct err why = { 0 };
	struct query *q;

	steps_text(with, with->n, &text);
	q = query_new(buf_str(&text), &why);
	buf_free(&text);
	if (!q) {
		steps_free(with);
		tell(x, "this row has no way back to its events: %s",
		    why.message);
		return false;
	}
	query_free(q);
	view_push(x);
	steps_free(&x->steps);
	x->steps = *with;
	x->drill = true;
	list_go(x, 0);
	x->place = (struct place_in_list){ .event = EVENT_NONE };
	steps_changed(x);
	return true;
}

bool
pick_row_events(struct explore *x)
{
	struct steps with = { 0 };
	struct buf text = { 0 };
	struct err why = { 0 };
	size_t at;
	bool gone;

	if (!x->answer || list_rows(x) == 0)
		return false;
	buf_add(&text, STR("filter "));
	if (!result_row_filter(x->answer->result, x->place.row, &text, &why)) {
		buf_free(&text);
		tell(x, "this row has no way back to its events: %s",
		    why.message);
		return false;
	}
	events_only(x, &with, &at);
	if (text.n > 7)
		add_last(&with, at, buf_str(&text));
	gone = go_behind(x, &with);
	if (gone && text.n <= 7)
		tell(x, "all events behind the only row");
	buf_free(&text);
	return gone;
}

bool
pick_bin_events(struct explore *x, int64_t from_us, int64_t to_us)
{
	struct steps with = { 0 };
	struct buf text = { 0 };
	size_t at;

	events_only(x, &with, &at);
	range_text(from_us, to_us, &text);
	add_last(&with, at, buf_str(&text));
	buf_free(&text);
	return go_behind(x, &with);
}

bool
pick_patterns(struct explore *x)
{
	struct steps with = { 0 };
	struct buf text = { 0 };
	struct picked p;
	size_t at;
	bool gone = false;

	if (pick(x, &p)) {
		events_only(x, &with, &at);
		buf_add(&text, STR("pattern "));
		query_quote_name(buf_str(&p.field), &text);
		add_last(&with, at, buf_str(&text));
		gone = go_behind(x, &with);
	}
	picked_free(&p);
	buf_free(&text);
	return gone;
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
range_text(int64_t from_us, int64_t to_us, struct buf *out)
{
	buf_printf(out, RANGE_FORMAT, (long long)(from_us / US_PER_MS),
	    (long long)(to_us / US_PER_MS));
}
