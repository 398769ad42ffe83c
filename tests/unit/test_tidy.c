/*
 * Merged segments say what their parts said, and what is let go takes nothing
 * with it.
 */
#include <string.h>

#include "store/store.h"
#include "tap.h"

static void
leaf(struct builder *b, const char *key, enum value_type type, struct str text)
{
	builder_leaf(b, builder_key(b, PATH_ROOT, str_of(key)), type, text);
}

/* A record whose columns are of every shape and form as n goes on. */
static void
add(struct builder *b, uint32_t source, unsigned n)
{
	struct arena *a = builder_scratch(b);
	struct record r = {
		.time_us = n % 17 == 16 ? TIME_NONE
		                        : (int64_t)(n * 7919 % 1000) *
		        US_PER_SECOND + (n % 5 == 0 ? 123456 : 0),
		.place = { .source = source, .record = n + 1,
		    .offset = n * 100, .length = 90 },
		.fold_scope = STR("1"),
	};
	uint32_t list;

	builder_begin(b);
	a = builder_scratch(b);
	r.fold_id = arena_printf(
	    a, "%08x-0000-4000-8000-000000000000", n % 11 == 10 ? n - 1 : n);
	leaf(b, "id", VALUE_STRING, r.fold_id);
	leaf(b, "same", VALUE_STRING, STR("always"));
	leaf(b, "few", VALUE_STRING, arena_printf(a, "v%u", n % 3));
	leaf(b, "number", VALUE_NUMBER, arena_printf(a, "%u.50", n));
	if (n % 4 == 0)
		leaf(b, "mixed", n % 8 ? VALUE_NUMBER : VALUE_STRING, STR("7"));
	if (n % 37 == 0)
		leaf(b, "rare", n % 2 ? VALUE_NULL : VALUE_EMPTY_ARRAY,
		    n % 2 ? STR("null") : STR("[]"));
	if (n % 29 == 0) {
		list = builder_key(b, PATH_ROOT, STR("list"));
		for (uint32_t i = 250; i < 262; i++)
			builder_leaf(b, builder_position(b, list, i),
			    VALUE_NUMBER, arena_printf(a, "%u", i + n));
	}
	if (r.time_us != TIME_NONE) {
		struct buf t = { 0 };

		time_print_iso(r.time_us, &t);
		leaf(b, "time", VALUE_STRING, arena_copy(a, buf_str(&t)));
		buf_free(&t);
	}
	if (n % 13 == 0)
		builder_flag(b, RECORD_ESCAPES);
	builder_end(b, &r);
}

/* All that a snapshot says, event by event in order, from `from` on. */
static void
describe(struct snapshot *s, uint32_t from, struct buf *out)
{
	for (uint32_t i = 0; i < snapshot_events(s); i++) {
		uint32_t e = snapshot_order(s)[i];
		struct place p = snapshot_place(s, e);

		if (e < from)
			continue;
		buf_printf(out, "%u %lld %u %u %llu %llu %u ", e - from,
		    (long long)snapshot_time(s, e), snapshot_flags(s, e),
		    snapshot_copies(s, e), (unsigned long long)p.record,
		    (unsigned long long)p.offset, p.length);
		raw_rebuild(s, e, out);
		buf_byte(out, '\n');
	}
}

static bool
same_but_for(struct store *st, const struct buf *before, struct snapshot **s)
{
	struct buf after = { 0 };
	bool same;

	snapshot_release(*s);
	store_publish(st);
	*s = store_snapshot(st);
	describe(*s, 0, &after);
	same = str_equal(buf_str(before), buf_str(&after));
	buf_free(&after);
	return same;
}

int
main(void)
{
	struct store *st = store_new(NULL);
	struct source src = { .name = STR("a"), .path = STR("a"),
		.log = STR(""), .log_stream = STR("a"),
		.ingestion_us = TIME_NONE };
	uint32_t source = store_add_source(st, &src), segments, gone;
	struct builder *b = builder_new(st);
	struct buf before = { 0 };
	struct snapshot *s, *old;
	struct store_counts c;
	unsigned n = 0;

	for (unsigned part = 0; part < 100; part++) {
		for (unsigned i = 0; i < 1 + part * 7 % 40; i++)
			add(b, source, n++);
		builder_seal(b);
		if (part % 9 == 0)
			store_publish(st); /* the order grows with it */
	}
	store_publish(st);
	s = store_snapshot(st);
	segments = snapshot_segments(s);
	ok(segments == 100 && snapshot_events(s) > 1500, "many segments");
	describe(s, 0, &before);
	store_merge(st, 0);
	for (unsigned i = 0; i < 3; i++)
		add(b, source, n++);
	buf_reset(&before);
	describe(s, 0, &before);
	ok(same_but_for(st, &before, &s), "a merge that nothing follows shows "
	    "nothing");
	builder_seal(b);
	store_publish(st);
	snapshot_release(s);
	s = store_snapshot(st);
	ok(snapshot_segments(s) < 25, "few are left (%u)",
	    snapshot_segments(s));
	{
		struct buf after = { 0 };
		struct store *plain = store_new(NULL);
		struct builder *one = builder_new(plain);
		struct snapshot *all;

		/* The same records in one segment, ordered at once. */
		store_add_source(plain, &src);
		for (unsigned i = 0; i < n; i++)
			add(one, 0, i);
		builder_seal(one);
		store_publish(plain);
		all = store_snapshot(plain);
		buf_reset(&before);
		describe(all, 0, &before);
		describe(s, 0, &after);
		ok(str_equal(buf_str(&before), buf_str(&after)),
		    "events, order, copies, flags and values are the same");
		snapshot_release(all);
		builder_free(one);
		store_free(plain);
		buf_free(&after);
	}
	old = snapshot_hold(s);
	store_keep(st, 300);
	store_publish(st);
	snapshot_release(s);
	s = store_snapshot(st);
	store_counts(st, &c);
	gone = (uint32_t)snapshot_dropped(s);
	ok(gone > 0 && snapshot_events(s) >= 300 &&
	        snapshot_events(s) + gone == snapshot_events(old) &&
	        c.dropped == gone,
	    "the oldest go, so many stay");
	buf_reset(&before);
	describe(old, gone, &before);
	{
		struct buf after = { 0 };

		describe(s, 0, &after);
		ok(str_equal(buf_str(&before), buf_str(&after)),
		    "the others are what they were, their numbers shifted");
		buf_free(&after);
	}
	ok(snapshot_events(old) > snapshot_events(s),
	    "who holds the snapshot before keeps all");
	snapshot_release(old);
	add(b, source, n - 1);
	ok(builder_rows(b) == 0, "a copy of what is there is still known");
	add(b, source, 0);
	builder_seal(b);
	store_publish(st);
	snapshot_release(s);
	s = store_snapshot(st);
	ok(snapshot_events(s) >= 300, "and one of what went is no matter");
	snapshot_release(s);
	builder_free(b);
	store_free(st);
	buf_free(&before);
	return done_testing();
}
