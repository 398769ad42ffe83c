/*
 * The store against a model that keeps every leaf in a plain list.
 */
#include <stdint.h>

#include "base/bits.h"
#include "base/json.h"
#include "store/store.h"
#include "tap.h"

static struct str
S(const char *s)
{
	return str_of(s);
}

static uint32_t
path_of(struct builder *b, const char *dotted)
{
	uint32_t path = PATH_ROOT;
	struct str rest = S(dotted);

	while (rest.n) {
		size_t n = str_index(rest, '.');
		struct str step = str_head(rest, n);

		if (step.p[0] == '#')
			path = builder_position(
			    b, path, (uint32_t)atoi(step.p + 1));
		else
			path = builder_key(b, path, step);
		rest = n < rest.n ? str_from(rest, n + 1) : (struct str){ 0 };
	}
	return path;
}

static void
leaf(struct builder *b, const char *path, enum value_type type, const char *s)
{
	builder_leaf(b, path_of(b, path), type, S(s));
}

static enum builder_verdict
end(struct builder *b, int64_t us, uint32_t source, uint64_t record,
    const char *id)
{
	struct record r = {
		.time_us = us,
		.place = { .source = source, .record = record, .length = 2,
		    .offset = record * 10 },
		.fold_id = S(id),
		.fold_scope = S("1"),
	};

	return builder_end(b, &r);
}

static uint32_t
add_source(struct store *st, const char *name)
{
	struct source s = { .name = S(name), .path = S(name), .log = S("dir"),
		.log_stream = S(name), .ingestion_us = TIME_NONE };

	return store_add_source(st, &s);
}

static bool
value_is(struct snapshot *s, const char *name, uint32_t event,
    enum value_type type, const char *text)
{
	struct arena a = { 0 };
	char room[40];
	struct value v =
	    field_value(field_bind(s, S(name), &a), event, room, &a);
	bool same = v.type == type && str_equal(v.text, S(text));

	if (!same)
		printf("# %s of event %u: type %d \"%.*s\"\n", name, event,
		    (int)v.type, STR_ARG(v.text));
	arena_free(&a);
	return same;
}

static void
values_keep_their_kind(void)
{
	struct store *st = store_new(NULL);
	struct builder *b = builder_new(st);
	uint32_t src = add_source(st, "f");
	struct snapshot *s;
	struct arena a = { 0 };
	struct buf json = { 0 };
	uint64_t bits[1] = { 0 };
	struct field *f;

	builder_begin(b);
	leaf(b, "n", VALUE_NUMBER, "007.50");
	leaf(b, "s", VALUE_STRING, "7");
	leaf(b, "t", VALUE_TRUE, "true");
	leaf(b, "z", VALUE_NULL, "null");
	leaf(b, "o", VALUE_EMPTY_OBJECT, "{}");
	leaf(b, "l", VALUE_EMPTY_ARRAY, "[]");
	leaf(b, "deep.#0.k", VALUE_STRING, "a");
	leaf(b, "deep.#1.k", VALUE_STRING, "b");
	leaf(b, "deep.#300.k", VALUE_STRING, "far");
	leaf(b, "@who", VALUE_STRING, "the record's own");
	builder_own(b, OWN_WHO, VALUE_STRING, S("alice"));
	ok(str_equal(builder_get(b, path_of(b, "s")).text, S("7")),
	    "a leaf of the record at hand can be read");
	end(b, 1, src, 1, "");
	builder_begin(b);
	leaf(b, "s", VALUE_NUMBER, "7");
	leaf(b, "z", VALUE_STRING, "set");
	leaf(b, "z", VALUE_STRING, "last");
	end(b, 0, src, 2, "");
	builder_seal(b);
	store_publish(st);
	s = store_snapshot(st);

	ok(snapshot_events(s) == 2, "two events");
	ok(snapshot_order(s)[0] == 1, "the earlier comes first");
	ok(value_is(s, "n", 0, VALUE_NUMBER, "007.50"),
	    "a number keeps its spelling");
	ok(value_is(s, "s", 0, VALUE_STRING, "7") &&
	        value_is(s, "s", 1, VALUE_NUMBER, "7"),
	    "\"7\" and 7 are two entries");
	ok(value_is(s, "z", 0, VALUE_NULL, "null"), "null is kept");
	ok(value_is(s, "z", 1, VALUE_STRING, "last"),
	    "the last of a repeated key counts");
	ok(snapshot_flags(s, 1) == RECORD_REPEATED_KEY,
	    "a repeated key is flagged");
	ok(value_is(s, "o", 0, VALUE_EMPTY_OBJECT, "{}") &&
	        value_is(s, "l", 0, VALUE_EMPTY_ARRAY, "[]"),
	    "empty object and array are kept");
	ok(value_is(s, "deep.1.k", 0, VALUE_STRING, "b"),
	    "a position is a step");
	ok(value_is(s, "deep.300.k", 0, VALUE_STRING, "far"),
	    "a position beyond 255 is found");
	ok(value_is(s, "deep.299.k", 0, VALUE_MISSING, ""),
	    "its neighbour is not");
	ok(value_is(s, "@who", 0, VALUE_STRING, "alice") &&
	        value_is(s, "@@who", 0, VALUE_STRING, "the record's own"),
	    "own fields and keys that begin with @ are apart");
	ok(value_is(s, "@file", 1, VALUE_STRING, "f") &&
	        value_is(s, "@record", 1, VALUE_NUMBER, "2") &&
	        value_is(s, "@offset", 1, VALUE_NUMBER, "20"),
	    "the place is a field");
	ok(value_is(s, "@timestamp", 0, VALUE_STRING,
	       "1970-01-01 00:00:00.000"),
	    "@timestamp prints as AWS prints it");

	f = field_bind(s, S("z"), &a);
	field_present(f, 0, bits, &a);
	ok(bits[0] == 2, "null is absent for the query language");
	f = field_bind(s, S("deep"), &a);
	ok(field_kind(f) == FIELD_PARENT, "an object has no value of its own");
	bits[0] = 0;
	field_present(f, 0, bits, &a);
	ok(bits[0] == 1, "an object is present where a leaf below it is");
	ok(field_kind(field_bind(s, S("nothing"), &a)) == FIELD_UNKNOWN,
	    "an unknown name is known to be unknown");

	raw_rebuild(s, 0, &json);
	ok(str_equal(buf_str(&json),
	       S("{\"@who\":\"the record's own\",\"deep\":[{\"k\":\"a\"},"
	         "{\"k\":\"b\"},{\"k\":\"far\"}],\"l\":[],\"n\":007.50,"
	         "\"o\":{},\"s\":\"7\",\"t\":true,\"z\":null}")),
	    "a record is rebuilt from its leaves");
	buf_free(&json);
	arena_free(&a);
	snapshot_release(s);
	builder_free(b);
	store_free(st);
}

#define ID "11111111-2222-3333-4444-555555555555"

static void
copies_fold(void)
{
	struct store *st = store_new(NULL);
	struct builder *b = builder_new(st), *c = builder_new(st);
	uint32_t z = add_source(st, "z"), a = add_source(st, "a");
	struct store_counts counts;
	struct snapshot *s;
	struct place places[3];

	builder_begin(b);
	leaf(b, "x", VALUE_STRING, "1");
	leaf(b, "y", VALUE_STRING, "2");
	ok(end(b, 5, z, 1, ID) == BUILDER_ADDED, "the first is an event");
	builder_begin(c);
	leaf(c, "y", VALUE_STRING, "2");
	leaf(c, "x", VALUE_STRING, "1");
	builder_own(c, OWN_WHO, VALUE_STRING, S("not compared"));
	builder_flag(c, RECORD_ESCAPES);
	ok(end(c, 5, a, 7, ID) == BUILDER_COPY,
	    "equal leaves in another order are a copy");
	builder_begin(c);
	leaf(c, "y", VALUE_STRING, "1");
	leaf(c, "x", VALUE_STRING, "2");
	ok(end(c, 5, a, 8, ID) == BUILDER_CONFLICT,
	    "values that changed places are not");
	builder_begin(c);
	leaf(c, "x", VALUE_NUMBER, "1");
	leaf(c, "y", VALUE_STRING, "2");
	ok(end(c, 5, a, 9, ID) == BUILDER_CONFLICT,
	    "nor are values of another type");
	builder_begin(c);
	leaf(c, "x", VALUE_STRING, "1");
	leaf(c, "y", VALUE_STRING, "2");
	ok(end(c, 6, a, 10, ID) == BUILDER_CONFLICT,
	    "nor is what another container gives another time");
	for (int i = 0; i < 2; i++) {
		builder_begin(c);
		leaf(c, "x", VALUE_STRING, "1");
		ok(end(c, 5, a, 11, "not-a-uuid") == BUILDER_ADDED,
		    "without a UUID nothing folds");
	}
	builder_seal(c);
	builder_seal(b);
	store_publish(st);
	s = store_snapshot(st);
	store_counts(st, &counts);
	ok(snapshot_events(s) == 6, "six events");
	ok(counts.copies == 1 && counts.conflicts == 4,
	    "one copy, four in conflict");
	ok(snapshot_copies(s, 5) == 2, "the event knows its deliveries");
	ok(snapshot_flags(s, 5) == RECORD_ESCAPES && snapshot_flags(s, 0) == 0,
	    "a delivery spelled with odd escapes flags the event");
	ok(snapshot_place(s, 5).source == a && snapshot_place(s, 5).record == 7,
	    "its place is the first by name, not by arrival");
	ok(snapshot_places(s, 5, places, 3) == 2 && places[1].source == z,
	    "all places are known");
	ok(snapshot_order(s)[0] == 5, "and it is ordered by that place");
	ok(snapshot_conflict(s, 5) && snapshot_conflict(s, 0) &&
	        !snapshot_conflict(s, 3),
	    "all that share the id are marked");
	ok(value_is(s, "@copies", 5, VALUE_NUMBER, "2") &&
	        value_is(s, "@conflict", 0, VALUE_TRUE, "true") &&
	        value_is(s, "@conflict", 3, VALUE_MISSING, ""),
	    "both are fields");
	snapshot_release(s);
	builder_free(b);
	builder_free(c);
	store_free(st);
}

/* ---- the property ------------------------------------------------------------ */

static uint64_t seed = 42;

static uint32_t
rnd(uint32_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % n;
}

#define EVENTS 3000
#define FIELDS 8

struct model {
	int64_t us;
	uint32_t source;
	uint64_t record;
	struct value value[FIELDS];
};

static const char *const names[FIELDS] = { "const", "few", "uuid", "time",
	"rare", "unique", "half", "mixed" };

static struct value
random_value(int field, int64_t us, struct arena *a)
{
	struct buf b = { 0 };
	struct value v = { VALUE_STRING, { 0 } };

	switch (field) {
	case 0:
		buf_add(&b, S("same"));
		break;
	case 1:
		buf_printf(&b, "v%u", rnd(7));
		break;
	case 2:
		buf_printf(&b, "%08x-%04x-%04x-%04x-%06x%06x", rnd(~0u),
		    rnd(65536), rnd(65536), rnd(65536), rnd(1 << 24),
		    rnd(1 << 24));
		break;
	case 3:
		time_print_iso(us, &b);
		break;
	case 4:
		if (rnd(40))
			v.type = VALUE_MISSING;
		buf_printf(&b, "r%u", rnd(3));
		break;
	case 5:
		buf_printf(&b, "u%u", rnd(1u << 31));
		break;
	case 6:
		if (rnd(2))
			v.type = VALUE_MISSING;
		buf_printf(&b, "h%u", rnd(600));
		break;
	default:
		v.type = VALUE_STRING + rnd(3);
		buf_printf(&b, "%u", rnd(50));
		if (v.type == VALUE_TRUE) {
			buf_reset(&b);
			buf_add(&b, S("true"));
		}
	}
	v.text = arena_copy(a, buf_str(&b));
	buf_free(&b);
	return v;
}

static bool
column_agrees(struct snapshot *s, const struct model *m, const uint32_t *at,
    int field, struct pool *pool)
{
	struct arena a = { 0 };
	const struct field *f = field_bind(s, S(names[field]), &a);
	const struct common *common = field_common(f, pool, NULL);
	bool good = true;

	for (uint32_t seg = 0; seg < snapshot_segments(s); seg++) {
		uint32_t rows = segment_rows(s, seg);
		uint32_t *entries = arena_array(&a, rows, sizeof(*entries));
		uint64_t *present =
		    arena_array(&a, bits_words(rows), sizeof(*present));
		uint64_t *spread =
		    arena_array(&a, bits_words(rows), sizeof(*spread));
		struct column c;
		uint64_t *odd;
		char room[40];

		field_column(f, seg, &c, &a);
		column_entries(&c, entries);
		field_present(f, seg, present, &a);
		odd = arena_array(
		    &a, bits_words(c.n_entries), sizeof(*odd));
		for (uint32_t e = 1; e < c.n_entries; e += 2)
			bits_add(odd, e);
		column_spread(&c, odd, spread);
		for (uint32_t row = 0; row < rows; row++) {
			const struct value *v =
			    &m[at[segment_base(s, seg) + row]].value[field];
			uint32_t e = entries[row];
			struct value got = { 0 };

			if (e != ENTRY_NONE)
				got = column_value(&c, e, room);
			good &= e == column_entry(&c, row);
			good &= got.type == v->type &&
			    (v->type == VALUE_MISSING ||
			        str_equal(got.text, v->text));
			good &= bits_has(present, row) ==
			    (v->type != VALUE_MISSING);
			good &= bits_has(spread, row) ==
			    (e != ENTRY_NONE && e % 2 == 1);
			if (e != ENTRY_NONE) {
				struct value n = common_value(
				    common, common->map[seg][e], room);

				good &= str_equal(n.text, v->text);
			}
		}
	}
	arena_free(&a);
	return good;
}

static const struct model *sorting;

static int
by_model_order(const void *x, const void *y)
{
	const struct model *a = &sorting[*(const uint32_t *)x];
	const struct model *b = &sorting[*(const uint32_t *)y];

	if (a->us != b->us)
		return a->us < b->us ? -1 : 1;
	/* Sources are named so that source 0 is the last. */
	if (a->source != b->source)
		return a->source > b->source ? -1 : 1;
	return (a->record > b->record) - (a->record < b->record);
}

static void
store_agrees_with_model(uint32_t segment_rows_max, unsigned threads)
{
	struct store_options o = { .segment_rows_max = segment_rows_max };
	struct store *st = store_new(&o);
	struct builder *b = builder_new(st);
	struct pool *pool = pool_new(threads);
	struct model *m = calloc(EVENTS, sizeof(*m));
	uint32_t at[EVENTS], sorted[EVENTS];
	struct arena a = { 0 };
	struct snapshot *s;
	const uint32_t *order;
	bool good = true;

	add_source(st, "c");
	add_source(st, "b");
	add_source(st, "a");
	for (uint32_t i = 0; i < EVENTS; i++) {
		m[i].us = rnd(20) ? (int64_t)rnd(500) * US_PER_SECOND
		                  : TIME_NONE;
		m[i].source = i / (EVENTS / 3);
		m[i].record = i + 1;
		builder_begin(b);
		for (int k = 0; k < FIELDS; k++) {
			m[i].value[k] = random_value(
			    k, m[i].us == TIME_NONE ? 0 : m[i].us, &a);
			if (m[i].value[k].type != VALUE_MISSING)
				builder_leaf(b, path_of(b, names[k]),
				    m[i].value[k].type, m[i].value[k].text);
		}
		end(b, m[i].us, m[i].source, m[i].record, "");
		if (rnd(500) == 0) {
			builder_seal(b);
			store_publish(st);
		}
		at[i] = sorted[i] = i;
	}
	builder_seal(b);
	store_publish(st);
	s = store_snapshot(st);
	sorting = m;
	qsort(sorted, EVENTS, sizeof(*sorted), by_model_order);
	order = snapshot_order(s);
	for (uint32_t i = 0; i < EVENTS; i++)
		good &= order[i] == sorted[i];
	ok(good, "order by time, name, record (segments of %u)",
	    segment_rows_max);
	for (int k = 0; k < FIELDS; k++)
		ok(column_agrees(s, m, at, k, pool),
		    "column %s agrees with the model (segments of %u)",
		    names[k], segment_rows_max);
	{
		size_t n;
		uint64_t distinct, present, count[600] = { 0 }, most = 0;
		uint64_t events[bits_words(EVENTS)];
		struct path_count *paths;
		struct value_count *values;

		memset(events, 0, sizeof(events));
		for (uint32_t i = 0; i < EVENTS; i += 3) {
			bits_add(events, i);
			if (m[i].value[6].type != VALUE_MISSING)
				count[atoi(m[i].value[6].text.p + 1)]++;
		}
		for (int i = 0; i < 600; i++)
			most = count[i] > most ? count[i] : most;
		values = discover_values(field_bind(s, S("half"), &a), events,
		    5, pool, NULL, &a, &n, &distinct, &present);
		ok(n == 5 && values[0].events == most,
		    "the most frequent value under a filter");
		for (int i = 0; i < 600; i++) {
			distinct -= count[i] != 0;
			present -= count[i];
		}
		ok(distinct == 0 && present == 0,
		    "distinct and present under a filter");
		paths = discover_paths(s, events, pool, NULL, &a, &n);
		ok(n == FIELDS && paths[0].events == EVENTS / 3,
		    "paths under a filter");
	}
	ok(snapshot_find(s, S("unique"), m[1234].value[5].text) != EVENT_NONE &&
	        snapshot_find(s, S("uuid"), m[77].value[2].text) == 77,
	    "an event is found by a value");
	arena_free(&a);
	free(m);
	snapshot_release(s);
	pool_free(pool);
	builder_free(b);
	store_free(st);
}

static const struct field_count *
count_of_field(const struct field_count *f, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_equal(f[i].name, S(name)))
			return &f[i];
	return NULL;
}

/* items.#i.id of each event, in two segments, with one position beyond those
 * that have a path of their own. */
static void
positions_are_one_field(void)
{
	struct store *st = store_new(NULL);
	struct builder *b = builder_new(st);
	struct pool *pool = pool_new(2);
	uint64_t distinct, present, events = 1u << 0 | 1u << 1 | 1u << 3;
	const struct field_count *id, *plain;
	struct arena a = { 0 };
	struct field_count *fields;
	struct value_count *v;
	const struct field *f;
	struct snapshot *s;
	char room[40];
	size_t n;

	add_source(st, "a");
	builder_begin(b);
	leaf(b, "items.#0.id", VALUE_STRING, "x");
	leaf(b, "items.#1.id", VALUE_STRING, "y");
	leaf(b, "items.#2.id", VALUE_STRING, "x");
	end(b, 1 * US_PER_SECOND, 0, 1, "");
	builder_begin(b);
	leaf(b, "items.#0.id", VALUE_NULL, "");
	leaf(b, "plain", VALUE_NUMBER, "7");
	end(b, 2 * US_PER_SECOND, 0, 2, "");
	builder_begin(b);
	leaf(b, "plain", VALUE_NUMBER, "8");
	end(b, 3 * US_PER_SECOND, 0, 3, "");
	builder_seal(b);
	store_publish(st);
	builder_begin(b);
	leaf(b, "items.#1.id", VALUE_STRING, "y");
	leaf(b, "items.#300.id", VALUE_STRING, "z");
	leaf(b, "items.#300.other", VALUE_TRUE, "true");
	end(b, 4 * US_PER_SECOND, 0, 4, "");
	builder_seal(b);
	store_publish(st);
	s = store_snapshot(st);

	fields = discover_fields(s, NULL, pool, NULL, &a, &n);
	id = count_of_field(fields, n, "items.*.id");
	plain = count_of_field(fields, n, "plain");
	ok(n == 3 && id && id->events == 3 && plain && plain->events == 2 &&
	        count_of_field(fields, n, "items.*.other"),
	    "a name with a star counts an event once");
	fields = discover_fields(s, &events, pool, NULL, &a, &n);
	plain = count_of_field(fields, n, "plain");
	ok(n == 3 && plain && plain->events == 1, "under a filter too");

	f = field_bind_any(s, S("items.*.id"), &a);
	v = discover_values(f, NULL, 10, pool, NULL, &a, &n, &distinct,
	    &present);
	ok(v && n == 3 && distinct == 3 && present == 2 &&
	        str_equal(v[0].value.text, S("y")) && v[0].events == 2 &&
	        v[0].first_us == 1 * US_PER_SECOND &&
	        v[0].last_us == 4 * US_PER_SECOND &&
	        str_equal(v[1].value.text, S("x")) && v[1].events == 1 &&
	        str_equal(v[2].value.text, S("z")) && v[2].events == 1,
	    "values are distinct over all positions, once for an event");
	ok(str_equal(field_value(f, 0, room, &a).text, S("x,y,x")) &&
	        str_equal(field_value(f, 3, room, &a).text, S("y,z")) &&
	        field_value(f, 2, room, &a).type == VALUE_MISSING,
	    "a cell has all of them, in the order of positions");
	ok(strcmp(discover_type(s, S("items.*.id")), "text") == 0 &&
	        strcmp(discover_type(s, S("items.*.other")), "yes/no") == 0,
	    "and a type");
	f = field_bind_any(s, S("nothing.*.id"), &a);
	ok(field_kind(f) == FIELD_UNKNOWN &&
	        field_kind(field_bind_any(s, S("plain"), &a)) == FIELD_STORED,
	    "other names are bound as ever");
	arena_free(&a);
	snapshot_release(s);
	pool_free(pool);
	builder_free(b);
	store_free(st);
}

int
main(void)
{
	values_keep_their_kind();
	copies_fold();
	positions_are_one_field();
	store_agrees_with_model(0, 1);
	store_agrees_with_model(7, 2);
	store_agrees_with_model(1000, 2);
	return done_testing();
}
