/*
 * Fields computed from the place of an event, not stored in columns.
 */
#include <stdio.h>
#include <string.h>

#include "store/field.h"

static struct value
number(uint64_t n, char room[40])
{
	int k = snprintf(room, 40, "%llu", (unsigned long long)n);

	return (struct value){ VALUE_NUMBER, { room, (size_t)k } };
}

/* Missing: a source that does not say. */
static struct value
of_source(const struct source *s, enum computed what, char room[40])
{
	switch (what) {
	case COMPUTED_FILE:
		return (struct value){ VALUE_STRING, s->name };
	case COMPUTED_LOG:
		return (struct value){ VALUE_STRING, s->log };
	case COMPUTED_LOG_STREAM:
		return (struct value){ VALUE_STRING, s->log_stream };
	case COMPUTED_INGESTION:
		if (s->ingestion_us != TIME_NONE)
			return number(
			    (uint64_t)(s->ingestion_us / US_PER_MS), room);
		break;
	default:
		break;
	}
	return (struct value){ 0 };
}

static struct value
computed_value(const struct field *f, uint32_t event, char room[40])
{
	const struct snapshot *snap = f->snap;
	struct place p;

	switch (f->computed) {
	case COMPUTED_COPIES:
		return number(snapshot_copies(snap, event), room);
	case COMPUTED_CONFLICT:
		if (!snapshot_conflict(snap, event))
			return (struct value){ 0 };
		return (struct value){ VALUE_TRUE, STR("true") };
	case COMPUTED_RECORD:
		p = snapshot_place(snap, event);
		return number(p.record, room);
	case COMPUTED_OFFSET:
		p = snapshot_place(snap, event);
		return number(p.offset, room);
	default:
		p = snapshot_place(snap, event);
		return of_source(
		    store_source(snap->store, p.source), f->computed, room);
	}
}

void
computed_column(const struct field *f, uint32_t seg, struct column *out,
    struct arena *tmp)
{
	uint32_t rows = segment_rows(f->snap, seg);
	uint32_t base = segment_base(f->snap, seg);
	struct column_maker *m = column_maker_new(f->snap, rows, tmp);
	struct column stored = { 0 };
	uint32_t path = f->n_paths ? f->paths[0].path : PATH_NONE;
	char room[40];

	if (path != PATH_NONE) /* where the log itself says it */
		segment_column(f->snap, seg, path, &stored);
	for (uint32_t row = 0; row < rows; row++) {
		uint32_t e = column_entry(&stored, row);
		struct value v = e == ENTRY_NONE
		    ? computed_value(f, base + row, room)
		    : column_value(&stored, e, room);

		if (v.type != VALUE_MISSING)
			column_maker_add(m, row, v);
	}
	column_maker_end(m, out);
}

struct value
computed_one(const struct field *f, uint32_t event, char room[40])
{
	uint32_t seg = snapshot_segment_of(f->snap, event), e;
	struct column stored;

	if (f->n_paths) {
		segment_column(f->snap, seg, f->paths[0].path, &stored);
		e = column_entry(&stored, event - segment_base(f->snap, seg));
		if (e != ENTRY_NONE)
			return column_value(&stored, e, room);
	}
	return computed_value(f, event, room);
}
