#include "explore/row_reader.h"

#include <stdlib.h>

#include "base/timefmt.h"
#include "explore/cells.h"

struct row_reader {
	struct answer *answer;
	struct column_set *set;
	int (*zone)(int64_t us);
	struct arena names; /* of the fields */
	struct arena tmp;   /* emptied at each call */
	const struct field *field[LIST_OWN];
	const struct field *caller_account;
	struct cell_reader *cells; /* of a result's own columns; made late */
	char room[40];
	struct buf text;
};

struct row_reader *
row_reader_new(struct answer *a, struct column_set *set,
    int (*zone)(int64_t us))
{
	struct row_reader *r = mem_zero(1, sizeof(*r));
	struct snapshot *s = result_snapshot(a->result);

	r->answer = answer_hold(a);
	r->set = column_set_hold(set);
	r->zone = zone;
	for (size_t i = LIST_WHO; i < LIST_OWN; i++) {
		struct str name = column_field_name(a, set, i);

		if (name.n > 0)
			r->field[i] = field_bind_any(s, name, &r->names);
	}
	r->caller_account = field_bind(s, STR("userIdentity.accountId"),
	    &r->names);
	return r;
}

void
row_reader_free(struct row_reader *r)
{
	if (!r)
		return;
	cell_reader_free(r->cells);
	answer_release(r->answer);
	column_set_release(r->set);
	arena_free(&r->names);
	arena_free(&r->tmp);
	buf_free(&r->text);
	free(r);
}

static struct str
text_of(struct value v)
{
	return value_absent(v) ? (struct str){ 0 } : v.text;
}

/* A value of the event; room is this call's. */
static struct value
event_value(struct row_reader *r, uint32_t event, const struct field *f,
    char room[40])
{
	return field_value(f, event, room, &r->tmp);
}

static void
who(struct row_reader *r, uint32_t event, int width, struct buf *out)
{
	char a[40], b[40], c[40];
	struct cell_caller caller = {
		.who = text_of(event_value(r, event, r->field[LIST_WHO], a)),
		.account = text_of(event_value(r, event, r->caller_account,
		    b)),
		.recipient = text_of(event_value(r, event,
		    r->field[LIST_ACCOUNT], c)),
	};

	cell_who(&caller, width, out);
}

static void
event_cell(struct row_reader *r, uint32_t event, size_t column, int width,
    struct buf *out)
{
	struct snapshot *s = result_snapshot(r->answer->result);
	struct str text;

	if (column == LIST_TIME) {
		int64_t us = snapshot_time(s, event);
		int zone = r->zone && us != TIME_NONE ? r->zone(us) : 0;

		buf_reset(&r->text);
		cell_time(us, zone, width >= 12 && r->answer->fractions,
		    &r->text);
		cut_end(buf_str(&r->text), width, out);
		return;
	}
	if (column == LIST_WHO) {
		who(r, event, width, out);
		return;
	}
	if (!r->field[column])
		return; /* no such column */
	text = text_of(event_value(r, event, r->field[column], r->room));
	if (column == LIST_WHAT)
		cell_what(text, width, out);
	else if (column == LIST_FROM)
		cell_from(text, width, out);
	else if (column == LIST_RESULT)
		cell_result(text, width, out);
	else
		cell_text(text, width, out);
}

void
row_cell(struct row_reader *r, uint64_t row, size_t column, int width,
    struct buf *out)
{
	if (column < LIST_OWN) {
		uint32_t event = result_event(r->answer->result, row);

		arena_reset(&r->tmp);
		if (event != EVENT_NONE)
			event_cell(r, event, column, width, out);
	} else {
		cell_text(text_of(row_value(r, row, column)), width, out);
	}
}

struct value
row_value(struct row_reader *r, uint64_t row, size_t column)
{
	uint32_t event;

	if (column >= LIST_OWN) {
		if (!r->cells)
			r->cells = cell_reader_new(r->answer->result);
		return cell_read(r->cells, row, column - LIST_OWN);
	}
	event = result_event(r->answer->result, row);
	arena_reset(&r->tmp);
	if (event == EVENT_NONE)
		return (struct value){ 0 };
	if (column != LIST_TIME && !r->field[column])
		return (struct value){ 0 };
	if (column != LIST_TIME)
		return event_value(r, event, r->field[column], r->room);
	buf_reset(&r->text);
	time_print(row_time(r, row), &r->text);
	return (struct value){ VALUE_STRING, buf_str(&r->text) };
}

int64_t
row_time(struct row_reader *r, uint64_t row)
{
	uint32_t event = result_event(r->answer->result, row);

	return event == EVENT_NONE
	    ? TIME_NONE
	    : snapshot_time(result_snapshot(r->answer->result), event);
}

bool
row_failed(struct row_reader *r, uint64_t row)
{
	uint32_t event = result_event(r->answer->result, row);

	if (event == EVENT_NONE)
		return false;
	arena_reset(&r->tmp);
	return result_failed(text_of(
	    event_value(r, event, r->field[LIST_RESULT], r->room)));
}

struct value
row_field(struct row_reader *r, uint64_t row, struct str name)
{
	uint32_t event = result_event(r->answer->result, row);

	arena_reset(&r->tmp);
	if (event == EVENT_NONE)
		return (struct value){ 0 };
	return event_value(r, event,
	    field_bind_any(result_snapshot(r->answer->result), name, &r->tmp),
	    r->room);
}

void
row_text(struct row_reader *r, uint64_t row, struct buf *out)
{
	const struct answer *a = r->answer;
	size_t from = a->plain ? LIST_TIME : LIST_OWN;
	size_t to = a->plain ? LIST_OWN : LIST_OWN + result_columns(a->result);

	for (size_t i = from; i < to; i++) {
		size_t before = out->n;

		row_cell(r, row, i, CELL_UNCUT, out);
		if (out->n > before)
			buf_byte(out, ' ');
	}
	if (out->n > 0)
		out->n--;
}
