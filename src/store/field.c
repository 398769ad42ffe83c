/*
 * Fields: names bound to a snapshot.
 */
#include "store/field.h"

#include <string.h>

#include "base/bits.h"

void
segment_column(const struct snapshot *s, uint32_t seg, uint32_t path,
    struct column *out)
{
	segment_get_column(s->segments[seg], path, out);
}

const uint32_t *
segment_paths(const struct snapshot *s, uint32_t seg, uint32_t *n)
{
	*n = s->segments[seg]->n_paths;
	return s->segments[seg]->paths;
}

/* ---- binding --------------------------------------------------------------- */

/* Fields that are no paths of records. clang-format keeps one a line. */
/* clang-format off */
static const struct own_row {
	const char *name;
	enum field_kind kind;
	enum computed computed;
	enum own_path path; /* 0: none */
} own_rows[] = {
	{ "@timestamp", FIELD_TIMESTAMP, COMPUTED_NONE, 0 },
	{ "@message", FIELD_MESSAGE, COMPUTED_NONE, 0 },
	{ "@file", FIELD_COMPUTED, COMPUTED_FILE, 0 },
	{ "@record", FIELD_COMPUTED, COMPUTED_RECORD, 0 },
	{ "@offset", FIELD_COMPUTED, COMPUTED_OFFSET, 0 },
	{ "@copies", FIELD_COMPUTED, COMPUTED_COPIES, 0 },
	{ "@conflict", FIELD_COMPUTED, COMPUTED_CONFLICT, 0 },
	{ "@log", FIELD_COMPUTED, COMPUTED_LOG, OWN_LOG },
	{ "@logStream", FIELD_COMPUTED, COMPUTED_LOG_STREAM, OWN_LOG_STREAM },
	{ "@ingestionTime", FIELD_COMPUTED, COMPUTED_INGESTION, OWN_INGESTION },
	{ "@format", FIELD_STORED, COMPUTED_NONE, OWN_FORMAT },
	{ "@timeSource", FIELD_STORED, COMPUTED_NONE, OWN_TIME_SOURCE },
	{ "@who", FIELD_STORED, COMPUTED_NONE, OWN_WHO },
	{ "@what", FIELD_STORED, COMPUTED_NONE, OWN_WHAT },
	{ "@where", FIELD_STORED, COMPUTED_NONE, OWN_WHERE },
	{ "@from", FIELD_STORED, COMPUTED_NONE, OWN_FROM },
	{ "@result", FIELD_STORED, COMPUTED_NONE, OWN_RESULT },
	{ "@resource", FIELD_STORED, COMPUTED_NONE, OWN_RESOURCE },
	{ "@requestId", FIELD_STORED, COMPUTED_NONE, OWN_REQUEST },
	{ "@type", FIELD_STORED, COMPUTED_NONE, OWN_TYPE },
	{ "@duration", FIELD_STORED, COMPUTED_NONE, OWN_DURATION },
	{ "@billedDuration", FIELD_STORED, COMPUTED_NONE, OWN_BILLED },
	{ "@initDuration", FIELD_STORED, COMPUTED_NONE, OWN_INIT },
	{ "@memorySize", FIELD_STORED, COMPUTED_NONE, OWN_MEMORY },
	{ "@maxMemoryUsed", FIELD_STORED, COMPUTED_NONE, OWN_MEMORY_USED },
	{ "@xrayTraceId", FIELD_STORED, COMPUTED_NONE, OWN_TRACE },
	{ "@xraySegmentId", FIELD_STORED, COMPUTED_NONE, OWN_SEGMENT },
};
/* clang-format on */

struct found {
	struct field *field;
	struct arena *arena;
	struct field_path *paths;
	uint32_t n, capacity;
};

static void
take_path(void *ctx, uint32_t path, uint32_t rest)
{
	struct found *f = ctx;

	if (f->n == f->capacity) {
		uint32_t n = f->capacity ? f->capacity * 2 : 4;
		struct field_path *p = arena_array(f->arena, n, sizeof(*p));

		if (f->n)
			memcpy(p, f->paths, f->n * sizeof(*p));
		f->paths = p;
		f->capacity = n;
	}
	f->paths[f->n++] = (struct field_path){ path, rest };
}

static bool
has_column(const struct snapshot *s, uint32_t path)
{
	struct column c;

	for (uint32_t i = 0; i < s->n_segments; i++) {
		segment_get_column(s->segments[i], path, &c);
		if (c.shape != COLUMN_NONE)
			return true;
	}
	return false;
}

static bool
is_below(const struct store *st, uint32_t path, const struct found *named)
{
	while (path != PATH_ROOT) {
		path = paths_node(st->paths, path)->parent;
		for (uint32_t i = 0; i < named->n; i++)
			if (named->paths[i].path == path &&
			    named->paths[i].rest == PATH_NONE)
				return true;
	}
	return false;
}

/* The paths below those named that have values here. */
static void
find_below(struct field *f, const struct found *named, struct arena *a)
{
	const struct store *st = f->snap->store;
	uint32_t count = paths_count(st->paths);
	bool children = false;

	for (uint32_t i = 0; i < named->n; i++)
		children |= atomic_load(
		    &paths_node(st->paths, named->paths[i].path)->has_children);
	if (!children)
		return;
	for (int fill = 0; fill < 2; fill++) {
		uint32_t n = 0;

		for (uint32_t p = OWN_PATHS; p < count; p++)
			if (is_below(st, p, named)) {
				if (fill)
					f->below[n] = p;
				n++;
			}
		if (!fill)
			f->below = arena_array(a, n, sizeof(*f->below));
		f->n_below = n;
	}
}

static void
bind_paths(struct field *f, struct arena *a)
{
	struct found named = { .field = f, .arena = a };
	struct found leaves = { .field = f, .arena = a };

	paths_named_rest(f->snap->store, f->name, take_path, &named);
	for (uint32_t i = 0; i < named.n; i++)
		if (has_column(f->snap, named.paths[i].path))
			take_path(&leaves, named.paths[i].path,
			    named.paths[i].rest);
	find_below(f, &named, a);
	f->paths = leaves.paths;
	f->n_paths = leaves.n;
	if (leaves.n == 1 && leaves.paths[0].rest == PATH_NONE &&
	    !paths_node(f->snap->store->paths, leaves.paths[0].path)
	         ->under_rest)
		f->kind = FIELD_STORED;
	else if (leaves.n)
		f->kind = FIELD_MERGED;
	else
		f->kind = f->n_below ? FIELD_PARENT : FIELD_UNKNOWN;
}

struct field *
field_bind(struct snapshot *s, struct str name, struct arena *a)
{
	struct field *f = arena_alloc(a, sizeof(*f));

	f->snap = s;
	f->name = arena_copy(a, name);
	for (size_t i = 0; i < sizeof(own_rows) / sizeof(*own_rows); i++) {
		const struct own_row *r = &own_rows[i];

		if (!str_equal(name, str_of(r->name)))
			continue;
		f->kind = r->kind;
		f->computed = r->computed;
		if (r->path && has_column(s, r->path)) {
			struct found one = { .arena = a };

			take_path(&one, r->path, PATH_NONE);
			f->paths = one.paths;
			f->n_paths = 1;
		} else if (r->kind == FIELD_STORED) {
			f->kind = FIELD_UNKNOWN;
		}
		return f;
	}
	bind_paths(f, a);
	return f;
}

enum field_kind
field_kind(const struct field *f)
{
	return f->kind;
}

struct str
field_name(const struct field *f)
{
	return f->name;
}

uint32_t
field_path(const struct field *f)
{
	return f->kind == FIELD_STORED ? f->paths[0].path : PATH_NONE;
}

/* ---- reading ---------------------------------------------------------------- */

/* The entry of the value at one position below a shared path. */
static uint32_t
entry_at_position(const struct column *c, uint32_t row, uint32_t position)
{
	uint32_t lo = 0, hi = c->n_present;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (c->rows[mid] < row)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < c->n_present && c->rows[lo] == row; lo++)
		if (c->positions[lo] == position) {
			struct column one = *c;

			if (!c->codes)
				return lo;
			one.shape = COLUMN_SPARSE;
			one.rows = c->rows + lo;
			one.n_present = 1;
			one.codes = (const char *)c->codes +
			    (size_t)lo * c->width;
			return column_entry(&one, row);
		}
	return ENTRY_NONE;
}

static uint32_t
entry_of(const struct column *c, const struct field_path *p, uint32_t row)
{
	if (c->shape == COLUMN_NONE)
		return ENTRY_NONE;
	return p->rest != PATH_NONE && c->positions
	    ? entry_at_position(c, row, p->rest)
	    : column_entry(c, row);
}

/* The first value that is there for the query language; else the first. */
static struct value
first_value(const struct field *f, const struct column *columns, uint32_t row,
    char room[40])
{
	struct value best = { 0 };

	for (uint32_t i = 0; i < f->n_paths; i++) {
		uint32_t e = entry_of(&columns[i], &f->paths[i], row);
		struct value v;

		if (e == ENTRY_NONE)
			continue;
		v = column_value(&columns[i], e, room);
		if (!value_absent(v))
			return v;
		if (best.type == VALUE_MISSING)
			best = v;
	}
	return best;
}

static void
merged_column(const struct field *f, uint32_t seg, struct column *out,
    struct arena *tmp)
{
	uint32_t rows = segment_rows(f->snap, seg);
	struct column *columns =
	    arena_array(tmp, f->n_paths, sizeof(*columns));
	struct column_maker *m = column_maker_new(f->snap, rows, tmp);
	bool any = false;
	char room[40];

	for (uint32_t i = 0; i < f->n_paths; i++) {
		segment_column(f->snap, seg, f->paths[i].path, &columns[i]);
		any |= columns[i].shape != COLUMN_NONE;
	}
	for (uint32_t row = 0; row < rows && any; row++) {
		struct value v = first_value(f, columns, row, room);

		if (v.type != VALUE_MISSING)
			column_maker_add(m, row, v);
	}
	column_maker_end(m, out);
}

void
field_column(const struct field *f, uint32_t seg, struct column *out,
    struct arena *tmp)
{
	switch (f->kind) {
	case FIELD_STORED:
		segment_column(f->snap, seg, f->paths[0].path, out);
		return;
	case FIELD_MERGED:
		merged_column(f, seg, out, tmp);
		return;
	case FIELD_COMPUTED:
		computed_column(f, seg, out, tmp);
		return;
	case FIELD_ANY:
		any_column(f, seg, out, tmp);
		return;
	case FIELD_UNKNOWN:
	case FIELD_TIMESTAMP:
	case FIELD_MESSAGE:
	case FIELD_PARENT:
		break;
	}
	*out = (struct column){ .n_rows = segment_rows(f->snap, seg) };
}

/* Adds the rows whose entry is there for the query language. */
static void
add_present(const struct column *c, uint64_t *row_bits, struct arena *tmp)
{
	uint64_t *entries;
	bool absent = false;

	if (c->shape == COLUMN_NONE)
		return;
	for (uint32_t e = 0; c->types && e < c->n_entries && !absent; e++)
		absent = c->types[e] >= VALUE_NULL;
	if (!c->types && c->type < VALUE_NULL)
		absent = false;
	else if (!c->types)
		return;
	if (!absent) {
		column_present(c, row_bits);
		return;
	}
	entries = arena_array(tmp, bits_words(c->n_entries), sizeof(*entries));
	for (uint32_t e = 0; e < c->n_entries; e++)
		if (c->types[e] < VALUE_NULL)
			bits_add(entries, e);
	column_spread(c, entries, row_bits);
}

void
field_present(const struct field *f, uint32_t seg, uint64_t *row_bits,
    struct arena *tmp)
{
	struct column c;

	if (f->kind == FIELD_MESSAGE || f->kind == FIELD_TIMESTAMP) {
		bits_fill(row_bits, segment_rows(f->snap, seg));
		if (f->kind == FIELD_TIMESTAMP &&
		    f->snap->segments[seg]->untimed)
			for (uint32_t i = 0; i < segment_rows(f->snap, seg);
			     i++)
				if (segment_time(f->snap->segments[seg], i) ==
				    TIME_NONE)
					bits_remove(row_bits, i);
		return;
	}
	field_column(f, seg, &c, tmp);
	add_present(&c, row_bits, tmp);
	for (uint32_t i = 0; i < f->n_below; i++) {
		segment_column(f->snap, seg, f->below[i], &c);
		add_present(&c, row_bits, tmp);
	}
}

struct value
field_value(const struct field *f, uint32_t event, char room[40],
    struct arena *tmp)
{
	struct snapshot *s = f->snap;
	uint32_t seg = snapshot_segment_of(s, event), e;
	uint32_t row = event - s->bases[seg];
	struct column c, *columns;

	switch (f->kind) {
	case FIELD_STORED:
		segment_column(s, seg, f->paths[0].path, &c);
		e = column_entry(&c, row);
		return e == ENTRY_NONE ? (struct value){ 0 }
		                       : column_value(&c, e, room);
	case FIELD_MERGED:
		columns = arena_array(tmp, f->n_paths, sizeof(*columns));
		for (uint32_t i = 0; i < f->n_paths; i++)
			segment_column(s, seg, f->paths[i].path, &columns[i]);
		return first_value(f, columns, row, room);
	case FIELD_COMPUTED:
		return computed_one(f, event, room);
	case FIELD_TIMESTAMP: {
		int64_t us = segment_time(s->segments[seg], row);
		struct buf b = { 0 };
		struct value v = { 0 };

		if (us == TIME_NONE)
			return v;
		time_print(us, &b);
		v.type = VALUE_STRING;
		v.text = arena_copy(tmp, buf_str(&b));
		buf_free(&b);
		return v;
	}
	case FIELD_ANY:
		return any_value(f, seg, row, tmp);
	case FIELD_UNKNOWN:
	case FIELD_MESSAGE:
	case FIELD_PARENT:
		break;
	}
	return (struct value){ 0 };
}

uint32_t
snapshot_find(struct snapshot *s, struct str name, struct str text)
{
	struct arena tmp = { 0 };
	const struct field *f = field_bind(s, name, &tmp);
	uint64_t *events =
	    arena_array(&tmp, bits_words(s->n_events), sizeof(*events));
	uint32_t found = EVENT_NONE;
	bool any = false;

	for (uint32_t seg = 0; seg < s->n_segments; seg++) {
		uint32_t rows = segment_rows(s, seg);
		struct arena a = { 0 };
		struct column c;
		uint64_t *entries, *hits;

		field_column(f, seg, &c, &a);
		entries = arena_array(
		    &a, bits_words(c.n_entries), sizeof(*entries));
		hits = arena_array(&a, bits_words(rows), sizeof(*hits));
		column_equal(&c, text, entries);
		column_spread(&c, entries, hits);
		for (uint32_t row = 0; row < rows; row++)
			if (bits_has(hits, row)) {
				bits_add(events, segment_base(s, seg) + row);
				any = true;
			}
		arena_free(&a);
	}
	for (uint32_t i = 0; any && i < s->n_events; i++)
		if (bits_has(events, s->order[i])) {
			found = s->order[i];
			break;
		}
	arena_free(&tmp);
	return found;
}
