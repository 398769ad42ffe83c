/*
 * Diff (d) of two to five marked events: a line for each field, a column for
 * each event, oldest first.  Subject: the events' numbers with blanks
 * between; "=" before them: equal fields are shown too.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/timefmt.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/detail.h"
#include "explore/state.h"

#define EVENTS_LEAST 2
#define EVENTS_MOST 5
#define FIELDS_MAX 2000 /* that are looked at, of each record */

struct diffed {
	size_t n;
	uint32_t event[EVENTS_MOST];
	struct detail *record[EVENTS_MOST];
	bool all; /* equal fields too */
};

static void
subject_read(struct str subject, struct diffed *d)
{
	d->all = str_starts(subject, STR("="));
	for (size_t i = d->all; i < subject.n && d->n < EVENTS_MOST; i++) {
		uint32_t event = 0;

		while (i < subject.n && subject.p[i] >= '0' &&
		    subject.p[i] <= '9')
			event = event * 10 + (uint32_t)(subject.p[i++] - '0');
		d->event[d->n++] = event;
	}
}

/* Event numbers say nothing about order: by time, file, record. */
static bool
is_later(struct snapshot *s, uint32_t a, uint32_t b)
{
	struct place x = snapshot_place(s, a), y = snapshot_place(s, b);
	int64_t t = snapshot_time(s, a), u = snapshot_time(s, b);
	int c;

	if (t != u)
		return t > u;
	c = str_compare(store_source(snapshot_store(s), x.source)->name,
	    store_source(snapshot_store(s), y.source)->name);
	return c ? c > 0 : x.record > y.record;
}

static void
oldest_first(struct snapshot *s, struct diffed *d)
{
	for (size_t i = 1; i < d->n; i++)
		for (size_t k = i;
		     k > 0 && is_later(s, d->event[k - 1], d->event[k]); k--) {
			uint32_t swap = d->event[k];

			d->event[k] = d->event[k - 1];
			d->event[k - 1] = swap;
		}
}

static void
read_records(struct ask_sheet *k, struct diffed *d)
{
	struct snapshot *s = result_snapshot(k->answer->result);
	struct raw_reader *reader = raw_reader_new(s);

	for (size_t i = 0; i < d->n; i++) {
		struct raw raw = { 0 };

		raw_read(reader, d->event[i], &raw);
		d->record[i] = detail_new(raw.text);
	}
	raw_reader_free(reader);
}

/* ---- lines ------------------------------------------------------------- */

static bool
is_empty(const struct detail_node *node)
{
	return node->kind != DETAIL_LEAF && node->members == 0;
}

/* Leaves, {} and []: what has a value. */
static bool
has_value_of_its_own(const struct detail_node *node)
{
	return node->kind == DETAIL_LEAF || is_empty(node);
}

static struct str
shown_value(const struct detail *d, uint32_t i, struct arena *a)
{
	struct buf b = { 0 };
	struct str s;

	if (i == DETAIL_NONE)
		return STR("-");
	if (d->node[i].kind == DETAIL_LEAF) {
		struct value v = detail_value(d, i, &b);

		s = arena_copy(a, v.text);
	} else {
		detail_print(d, i, &b);
		s = arena_copy(a, buf_str(&b));
	}
	buf_free(&b);
	return s;
}

/* The line of one field, unless it is equal in all events and those are left
 * out; false: it was. */
static bool
add_field(struct ask_sheet *k, const struct diffed *d, struct str path,
    struct value *values)
{
	struct sheet_lines *l = k->made;
	uint32_t node[EVENTS_MOST];
	struct str text[EVENTS_MOST];
	struct sheet_line *line;
	bool equal = true;

	for (size_t i = 0; i < d->n; i++) {
		node[i] = detail_find(d->record[i], path);
		if (node[i] != DETAIL_NONE &&
		    !has_value_of_its_own(&d->record[i]->node[node[i]]))
			node[i] = DETAIL_NONE;
		text[i] = shown_value(d->record[i], node[i], &l->arena);
		equal = equal && str_equal(text[i], text[0]) &&
		    (node[i] == DETAIL_NONE) == (node[0] == DETAIL_NONE);
	}
	if (equal && !d->all)
		return false;
	line = sheet_add(l, STAND_VALUE);
	line->field = arena_copy(&l->arena, path);
	line->cell[0].text = line->field;
	for (size_t i = 0; i < d->n; i++) {
		line->cell[1 + i].text = text[i];
		values[i] = (struct value){ VALUE_MISSING, STR("") };
		if (node[i] != DETAIL_NONE)
			values[i] = (struct value){
				d->record[i]->node[node[i]].type, text[i]
			};
	}
	line->value = values[0];
	line->thing = values;
	line->number = d->n;
	return true;
}

/* Fields of record r that no record before it has. */
static size_t
add_fields(struct ask_sheet *k, const struct diffed *d, size_t r)
{
	const struct detail *doc = d->record[r];
	struct buf path = { 0 };
	size_t equal = 0, looked = 0;

	for (uint32_t i = 0; i < doc->n && looked < FIELDS_MAX &&
	     !atomic_load(&k->work.stop);) {
		const struct detail_node *node = &doc->node[i];
		uint32_t next = node->kind == DETAIL_LEAF ? node->next : i + 1;
		bool seen = false;

		looked++;
		buf_reset(&path);
		detail_path(doc, i, &path);
		for (size_t before = 0; before < r && !seen; before++)
			seen = detail_find(d->record[before],
			           buf_str(&path)) != DETAIL_NONE;
		if (has_value_of_its_own(node) && !seen &&
		    detail_find(doc, buf_str(&path)) == i)
			equal += !add_field(k, d, buf_str(&path),
			    arena_array(&k->made->arena, EVENTS_MOST,
			        sizeof(struct value)));
		i = next;
	}
	if (looked == FIELDS_MAX)
		sheet_say(k->made, "event %c has more fields than the %d that "
		                   "are compared",
		    (int)('A' + r), FIELDS_MAX);
	buf_free(&path);
	return equal;
}

static void
add_columns(struct ask_sheet *k, const struct diffed *d)
{
	struct sheet_lines *l = k->made;
	struct snapshot *s = result_snapshot(k->answer->result);
	struct sheet_column *c = arena_array(&l->arena, d->n + 1, sizeof(*c));
	struct buf b = { 0 };

	c[0] = (struct sheet_column){ .title = STR("field"), .least = 14,
		.most = 25, .cut = CUT_MIDDLE };
	for (size_t i = 0; i < d->n; i++) {
		int64_t us = snapshot_time(s, d->event[i]);

		buf_reset(&b);
		buf_printf(&b, "%c ", (char)('A' + i));
		cell_time(us, k->zone && us != TIME_NONE ? k->zone(us) : 0,
		    false, &b);
		c[1 + i] = (struct sheet_column){
			.title = arena_copy(&l->arena, buf_str(&b)),
			.least = 8,
			.most = 100,
			.even = true,
			.cut = CUT_MIDDLE,
			.sorts = true, /* h l choose it */
		};
	}
	l->columns = c;
	l->n_columns = d->n + 1;
	buf_free(&b);
}

/* What all of them did, else nothing. */
static struct str
common_call(struct ask_sheet *k, const struct diffed *d)
{
	struct snapshot *s = result_snapshot(k->answer->result);
	struct arena tmp = { 0 };
	const struct field *f = field_bind(s, STR("@what"), &tmp);
	struct buf b = { 0 }, other = { 0 };
	struct str call = STR("");

	for (size_t i = 0; i < d->n; i++) {
		char room[40];
		struct value v = field_value(f, d->event[i], room, &tmp);

		buf_reset(&other);
		cell_what(value_absent(v) ? STR("") : v.text, 22, &other);
		if (i == 0)
			buf_add(&b, buf_str(&other));
		else if (!str_equal(buf_str(&b), buf_str(&other)))
			buf_reset(&b);
	}
	if (b.n > 0)
		call = arena_printf(&k->made->arena, ": %.*s",
		    STR_ARG(buf_str(&b)));
	arena_free(&tmp);
	buf_free(&b);
	buf_free(&other);
	return call;
}

static void
diff_fill(struct ask_sheet *k)
{
	struct snapshot *s = result_snapshot(k->answer->result);
	struct diffed d = { 0 };
	struct str call;
	size_t equal = 0;

	subject_read(k->subject, &d);
	for (size_t i = 0; i < d.n; i++)
		if (d.event[i] >= snapshot_events(s))
			return;
	oldest_first(s, &d);
	read_records(k, &d);
	k->made = sheet_lines_new();
	add_columns(k, &d);
	for (size_t r = 0; r < d.n; r++)
		equal += add_fields(k, &d, r);
	call = common_call(k, &d);
	k->made->title = arena_printf(&k->made->arena,
	    "diff of %zu marked events%.*s", d.n, STR_ARG(call));
	k->made->right = d.all ? STR("all fields")
	                       : arena_printf(&k->made->arena,
	                             equal == 1 ? "%zu equal field hidden"
	                                        : "%zu equal fields hidden",
	                             equal);
	if (k->made->n == 0)
		sheet_say(k->made, "The events are equal. v shows all "
		                   "fields.");
	for (size_t i = 0; i < d.n; i++)
		detail_free(d.record[i]);
}

/* ---- the value under the cursor ---------------------------------------- */

/* Which event's value keys act on: the column that h and l choose. */
static struct value
diff_value(const struct sheet *s, const struct sheet_line *l)
{
	const struct value *values = l->thing;
	size_t i = s->column > 0 ? s->column - 1 : 0;

	return values && i < l->number ? values[i] : l->value;
}

static unsigned
diff_open(struct explore *x, struct sheet *s, const struct sheet_line *l)
{
	struct value v = diff_value(s, l);

	if (v.type == VALUE_MISSING)
		tell(x, "this event has no %.*s", STR_ARG(l->field));
	else
		tell(x, "%.*s", STR_ARG(v.text));
	return DRAW_KEYS;
}

const struct sheet_kind sheet_diff = {
	.name = "diff",
	.about = "one line a field, a column for each marked event, oldest "
	         "first; - where an event does not have it",
	.form = SHEET_FORM_TALL,
	.remembered = true,
	.open_word = "whole value",
	.hints = { { "diff-equal", NULL }, { "only", NULL }, { "not", NULL },
	    { "top", NULL }, { "open", NULL }, { "close", "back" } },
	.fill = diff_fill,
	.open = diff_open,
	.value = diff_value,
};

unsigned
act_diff(struct explore *x)
{
	struct buf subject = { 0 };

	if (x->n_marked < EVENTS_LEAST || x->n_marked > EVENTS_MOST) {
		tell(x, "%zu marked: d compares %d to %d marked events, m "
		        "marks",
		    x->n_marked, EVENTS_LEAST, EVENTS_MOST);
		return DRAW_KEYS;
	}
	for (size_t i = 0; i < x->n_marked; i++)
		buf_printf(&subject, "%s%u", i ? " " : "", x->marked[i]);
	sheet_open(x, &sheet_diff, buf_str(&subject));
	buf_free(&subject);
	return DRAW_ALL;
}

/* v: equal fields too, or not. */
unsigned
act_diff_equal(struct explore *x)
{
	struct sheet *s = sheet_top(x);
	struct buf subject = { 0 };

	if (!s || s->kind != &sheet_diff)
		return 0;
	if (!str_starts(s->subject, STR("=")))
		buf_byte(&subject, '=');
	buf_add(&subject, subject.n ? s->subject : str_from(s->subject, 1));
	sheet_close(x);
	sheet_open(x, &sheet_diff, buf_str(&subject));
	buf_free(&subject);
	return DRAW_ALL;
}
