/*
 * spoor fields: the discovered fields, their types, how many events have
 * them, how many different values they have and which are most frequent.
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
	struct arena row; /* of the row being printed */
};

/* ---- one field ----------------------------------------------------------- */

/* What the values are, over all segments. */
static const char *
type_name(struct snapshot *s, uint32_t path)
{
	static const char *const names[] = {
		[VALUE_MISSING] = "empty",
		[VALUE_STRING] = "text",
		[VALUE_NUMBER] = "number",
		[VALUE_TRUE] = "yes/no",
		[VALUE_FALSE] = "yes/no",
	};
	const char *found = NULL;

	for (uint32_t seg = 0; seg < snapshot_segments(s); seg++) {
		struct column c;

		segment_column(s, seg, path, &c);
		for (uint32_t e = 0; e < c.n_entries; e++) {
			enum value_type t = column_type(&c, e);

			if (t >= VALUE_NULL)
				continue;
			if (found && found != names[t])
				return "mixed";
			found = names[t];
			if (!c.types)
				break; /* all entries have this one */
		}
	}
	return found ? found : names[VALUE_MISSING];
}

/* "value (count), value (count)" */
static struct str
top_text(const struct value_count *v, size_t n, struct arena *a)
{
	struct buf b = { 0 };
	struct str s;

	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_add(&b, STR(", "));
		buf_add(&b, v[i].value.text);
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
print_field(struct listing *l, struct str name, const struct path_count *p)
{
	struct arena *a = &l->row;
	struct field *f = field_bind(l->loaded.snap, name, a);
	uint64_t distinct, present;
	size_t n;
	struct value_count *top = discover_values(f, l->within, TOP,
	    l->loaded.pool, stopper_flag(l->loaded.stopper), a, &n, &distinct,
	    &present);
	struct value cells[COLUMNS];

	if (!top)
		return false;
	cells[NAME] = text(name);
	cells[TYPE] = text(str_of(type_name(l->loaded.snap, p->path)));
	cells[EVENTS] = number(p->events, a);
	cells[PERCENT] = percent(p->events, l->events, a);
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
	struct path_count *paths;
	struct buf name = { 0 };
	size_t n = 0;
	bool more = true, written;

	if (!read_range(l, a, err))
		return EXIT_FAILED;
	paths = discover_paths(
	    l->loaded.snap, l->within, l->loaded.pool, stop, a, &n);
	output_begin(&l->output, l->o, column_names, COLUMNS);
	for (size_t i = 0; paths && i < n && more; i++) {
		buf_reset(&name);
		path_print(l->loaded.store, paths[i].path, &name);
		more = print_field(l, buf_str(&name), &paths[i]);
		arena_reset(&l->row);
	}
	written = output_end(&l->output);
	buf_free(&name);
	if (atomic_load(stop))
		return err_set(err, ERR_STOPPED,
		    "stopped: these are not all fields"), EXIT_FAILED;
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
