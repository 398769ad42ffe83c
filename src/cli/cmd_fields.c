/*
 * spoor fields: the discovered fields, their types, how many events have
 * them, how many different values they have and which are most frequent.
 * Positions of arrays are one field: resources.*.ARN.
 */
#include "base/bits.h"
#include "cli/cmd.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/say.h"

#define TOP 3

enum field_column { NAME, TYPE, EVENTS, PERCENT, VALUES, TOP_VALUES, COLUMNS };

static const struct str column_names[COLUMNS] = {
	[NAME] = STR_INIT("field"),
	[TYPE] = STR_INIT("type"),
	[EVENTS] = STR_INIT("events"),
	[PERCENT] = STR_INIT("percent"),
	[VALUES] = STR_INIT("values"),
	[TOP_VALUES] = STR_INIT("top"),
};

struct listing {
	const struct options *o;
	struct loaded loaded;
	const uint64_t *within; /* bit per event in the range; NULL: all */
	uint64_t events;        /* in the range */
	struct output output;
	struct arena row;       /* of the row being printed */
};

/* ---- one field ----------------------------------------------------------- */

/* "value (count), value (count)" */
static struct str
top_text(const struct value_count *v, size_t n, struct arena *a)
{
	struct buf b = { 0 };
	struct str s;

	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_add(&b, STR(", "));
		buf_add(&b, v[i].value.text.n ? v[i].value.text : STR("\"\""));
		buf_printf(&b, " (%llu)", (unsigned long long)v[i].events);
	}
	s = arena_copy(a, buf_str(&b));
	buf_free(&b);
	return s;
}

static struct value
text(struct str s)
{
	return (struct value){ VALUE_STRING, s };
}

static struct value
number(uint64_t n, struct arena *a)
{
	return (struct value){ VALUE_NUMBER,
		arena_printf(a, "%llu", (unsigned long long)n) };
}

static struct value
percent(uint64_t part, uint64_t all, struct arena *a)
{
	return (struct value){ VALUE_NUMBER, arena_printf(a, "%.1f",
		all ? 100.0 * (double)part / (double)all : 0.0) };
}

/* False when stopped, or when nothing more can be written. */
static bool
print_field(struct listing *l, const struct field_count *field)
{
	struct arena *a = &l->row;
	struct field *f = field_bind_any(l->loaded.snap, field->name, a);
	uint64_t distinct, present;
	size_t n;
	struct value_count *top = discover_values(f, l->within, TOP,
	    l->loaded.pool, stopper_flag(l->loaded.stopper), a, &n, &distinct,
	    &present);
	struct value cells[COLUMNS];

	if (!top)
		return false;
	cells[NAME] = text(field->name);
	cells[TYPE] = text(str_of(discover_type(l->loaded.snap, field->name)));
	cells[EVENTS] = number(field->events, a);
	cells[PERCENT] = percent(field->events, l->events, a);
	cells[VALUES] = number(distinct, a);
	cells[TOP_VALUES] = text(top_text(top, n, a));
	return output_add(&l->output, cells);
}

/* ---- all of them --------------------------------------------------------- */

/* Narrows the listing to the events of the time range. */
static bool
read_range(struct listing *l, struct arena *a, struct err *err)
{
	struct snapshot *s = l->loaded.snap;
	int64_t from, to;
	uint64_t *bits;

	if (!options_range(l->o, loaded_newest(&l->loaded), &from, &to, err))
		return false;
	l->events = snapshot_events(s);
	if (from == INT64_MIN && to == INT64_MAX)
		return true;
	bits = arena_array(a, bits_words(snapshot_events(s)), sizeof(*bits));
	for (uint32_t i = 0; i < snapshot_events(s); i++) {
		int64_t us = snapshot_time(s, i);

		if (us != TIME_NONE && us >= from && us < to)
			bits_add(bits, i);
	}
	l->events = bits_count(bits, bits_words(snapshot_events(s)));
	l->within = bits;
	return true;
}

static int
list(struct listing *l, struct arena *a, struct err *err)
{
	const atomic_bool *stop = stopper_flag(l->loaded.stopper);
	struct field_count *fields;
	size_t n = 0;
	bool more = true, written;

	if (!read_range(l, a, err))
		return EXIT_FAILED;
	fields = discover_fields(
	    l->loaded.snap, l->within, l->loaded.pool, stop, a, &n);
	output_begin(&l->output, l->o, column_names, COLUMNS);
	for (size_t i = 0; fields && i < n && more; i++) {
		more = print_field(l, &fields[i]);
		arena_reset(&l->row);
	}
	written = output_end(&l->output);
	if (atomic_load(stop))
		written = err_set(
		    err, ERR_STOPPED, "stopped: these are not all fields");
	return written ? loaded_status(&l->loaded, l->o, n > 0) : EXIT_FAILED;
}

int
cmd_fields(struct options *o)
{
	struct listing l = { .o = o };
	struct arena a = { 0 };
	struct err err = { 0 };
	int status = EXIT_FAILED;

	if (loaded_open(&l.loaded, o, o->arguments, o->n_arguments, &err))
		status = list(&l, &a, &err);
	complain(&err);
	arena_free(&l.row);
	arena_free(&a);
	loaded_close(&l.loaded);
	return status;
}
