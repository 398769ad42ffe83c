#include "explore/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/hash.h"

/* ---- the measure ------------------------------------------------------- */

static double
term(double seen, double expected)
{
	return seen > 0 ? seen * log(seen / expected) : 0;
}

double
compare_g2(uint64_t here, uint64_t all_here, uint64_t rest, uint64_t all_rest)
{
	double a = (double)here, b = (double)rest;
	double n1 = (double)all_here, n2 = (double)all_rest;
	double share, g2;

	if (all_here == 0 || all_rest == 0 || here + rest == 0)
		return 0;
	share = (a + b) / (n1 + n2);
	g2 = 2 * (term(a, n1 * share) + term(b, n2 * share));
	return a / n1 < b / n2 ? -g2 : g2;
}

/* ---- counting ---------------------------------------------------------- */

struct count {
	struct str text;    /* a pattern, of long texts */
	struct str only;    /* the one text of the pattern; p NULL: several */
	enum value_type type;
	uint64_t hash;
	uint64_t side[2]; /* rest, here */
	uint64_t events;  /* a sum of hashes: which events they are */
};

/* The values of one field, by their text. */
struct counts {
	struct count *slot;
	size_t capacity, n;
	uint64_t present;
};

struct run {
	struct compare *c;
	struct snapshot *s;
	struct pool *pool;
	const uint64_t *here;
	uint64_t *rest;
	const atomic_bool *stop;
	size_t capacity; /* rows */
	size_t rank;     /* of the field that is looked at */
	uint64_t key;    /* of the hashes */
};

static struct count *
slot_of(struct counts *t, struct str text, uint64_t hash)
{
	size_t i = hash & (t->capacity - 1);

	while (t->slot[i].text.p && (t->slot[i].hash != hash ||
	                                !str_equal(t->slot[i].text, text)))
		i = (i + 1) & (t->capacity - 1);
	return &t->slot[i];
}

static void
grow(struct counts *t)
{
	struct counts old = *t;

	t->capacity = old.capacity ? old.capacity * 2 : 256;
	t->slot = mem_zero(t->capacity, sizeof(*t->slot));
	for (size_t i = 0; i < old.capacity; i++)
		if (old.slot[i].text.p)
			*slot_of(t, old.slot[i].text, old.slot[i].hash) =
			    old.slot[i];
	free(old.slot);
}

static bool
is_long(struct value v)
{
	return v.type == VALUE_STRING && v.text.n > COMPARE_LONG &&
	    str_index(v.text, ' ') < v.text.n;
}

static void
counts_add(struct counts *t, struct value v, const uint64_t seen[3],
    uint64_t key, struct arena *texts)
{
	struct buf pattern = { 0 };
	struct str text = v.text;
	struct count *c;
	uint64_t hash;

	if (is_long(v)) {
		query_pattern(v.text, &pattern);
		text = buf_str(&pattern);
	}
	hash = hash_bytes(text, key);
	if (t->n * 2 >= t->capacity)
		grow(t);
	c = slot_of(t, text, hash);
	if (!c->text.p) {
		*c = (struct count){ .text = arena_copy(texts, text),
			.only = arena_copy(texts, v.text), .type = v.type,
			.hash = hash };
		t->n++;
	} else if (c->only.p && !str_equal(c->only, v.text)) {
		c->only.p = NULL;
	}
	if (v.type < c->type)
		c->type = v.type;
	c->side[0] += seen[0];
	c->side[1] += seen[1];
	c->events += seen[2];
	buf_free(&pattern);
}

/* An event has the entry whose counts these are: rest, here, which events. */
static void
count_event(const struct run *r, uint32_t event, uint64_t seen[3])
{
	bool here = bits_has(r->here, event);

	if (!here && !bits_has(r->rest, event))
		return;
	seen[here]++;
	seen[2] += hash_mix(event, r->key);
}

static void
add_entry(const struct run *r, struct value v, const uint64_t seen[3],
    struct counts *t, struct arena *texts)
{
	if (seen[0] + seen[1] == 0 || value_absent(v))
		return;
	t->present += seen[0] + seen[1];
	counts_add(t, v, seen, r->key, texts);
}

/* Events of one segment on both sides, for each entry of the column. */
static void
count_segment(const struct run *r, uint32_t seg, const struct column *c,
    struct counts *t, struct arena *tmp)
{
	uint32_t base = segment_base(r->s, seg);
	uint64_t(*seen)[3] = arena_array(tmp, (size_t)c->n_entries + 1,
	    sizeof(*seen));
	char room[40];

	if (c->shape == COLUMN_SPARSE) {
		for (uint32_t i = 0; i < c->n_present; i++)
			count_event(r, base + c->rows[i],
			    seen[column_entry_at(c, i)]);
	} else {
		uint32_t *entry = arena_array(tmp, c->n_rows, sizeof(*entry));

		column_entries(c, entry);
		for (uint32_t row = 0; row < c->n_rows; row++)
			if (entry[row] != ENTRY_NONE)
				count_event(r, base + row, seen[entry[row]]);
	}
	for (uint32_t e = 0; e < c->n_entries; e++)
		add_entry(r, column_value(c, e, room), seen[e], t, tmp);
}

/* Of a field whose rows have several values: an event counts once for each.
 * False: stopped. */
static bool
count_several(const struct run *r, const struct field *f, struct counts *t,
    struct arena *tmp)
{
	const struct common *common = field_common(f, r->pool, r->stop);
	uint64_t(*seen)[3];
	uint32_t *last; /* event + 1 that had the value */
	char room[40];

	if (!common)
		return false;
	seen = arena_array(tmp, (size_t)common->n + 1, sizeof(*seen));
	last = arena_array(tmp, (size_t)common->n + 1, sizeof(*last));
	for (uint32_t seg = 0; seg < snapshot_segments(r->s); seg++) {
		uint32_t base = segment_base(r->s, seg);
		struct arena a = { 0 };
		struct column c;

		field_column(f, seg, &c, &a);
		for (uint32_t i = 0; i < c.n_present; i++) {
			uint32_t number =
			    common->map[seg][column_entry_at(&c, i)];
			uint32_t event = base + c.rows[i];

			if (number == COMMON_ABSENT ||
			    last[number] == event + 1)
				continue;
			last[number] = event + 1;
			count_event(r, event, seen[number]);
		}
		arena_free(&a);
	}
	for (uint32_t i = 0; i < common->n; i++)
		add_entry(r, common_value(common, i, room), seen[i], t, tmp);
	return true;
}

static void
add_row(struct run *r, struct str field, const struct count *count)
{
	struct compare *c = r->c;
	double g2 = compare_g2(count->side[1], c->here, count->side[0],
	    c->rest);

	if (fabs(g2) < COMPARE_LEAST)
		return;
	if (c->n == r->capacity) {
		r->capacity = r->capacity ? r->capacity * 2 : 256;
		c->row = mem_grow(c->row, r->capacity, sizeof(*c->row));
	}
	c->row[c->n++] = (struct compare_row){
		.field = field,
		.value = { count->type, arena_copy(c->arena,
		    count->only.p ? count->only : count->text) },
		.pattern = !count->only.p,
		.here = count->side[1],
		.rest = count->side[0],
		.g2 = g2,
		.events = count->events,
		.rank = r->rank,
	};
}

/* Each event has a value of its own, which is seen at once where entries are
 * UUIDs or the event's own time. */
static bool
is_own(const struct column *c)
{
	return c->shape != COLUMN_NONE && c->form != ENTRIES_TEXT;
}

/* events: that have the field, in all; with more than half as many different
 * values it is one of ids and times.  False: stopped. */
static bool
compare_field(struct run *r, struct str name, uint64_t events)
{
	struct counts t = { 0 };
	struct arena tmp = { 0 };
	const struct field *f = field_bind_any(r->s, name, &tmp);
	bool stopped = false, own = false;

	if (field_kind(f) == FIELD_ANY)
		stopped = !count_several(r, f, &t, &tmp);
	else
		for (uint32_t seg = 0; seg < snapshot_segments(r->s) &&
		     !stopped && !own && t.n <= events / 2;
		     seg++) {
			struct column c;

			field_column(f, seg, &c, &tmp);
			own = is_own(&c);
			if (c.shape != COLUMN_NONE && !own)
				count_segment(r, seg, &c, &t, &tmp);
			stopped = r->stop && atomic_load(r->stop);
		}
	if (!stopped && !own && t.n * 2 <= t.present) {
		struct str field = arena_copy(r->c->arena, name);

		for (size_t i = 0; i < t.capacity; i++)
			if (t.slot[i].text.p)
				add_row(r, field, &t.slot[i]);
	}
	free(t.slot);
	arena_free(&tmp);
	return !stopped;
}

/* ---- fields ------------------------------------------------------------ */

/* What @who and @what say already, and what the service answered. */
static const char *const covered[] = { "eventName", "eventVersion",
	"userIdentity.arn", "userIdentity.userName",
	"userIdentity.principalId", "userIdentity.accountId",
	"userIdentity.sessionContext.sessionIssuer.*", "responseElements.*" };

static bool
is_covered(struct str name)
{
	for (size_t i = 0; i < sizeof(covered) / sizeof(*covered); i++) {
		struct str c = str_of(covered[i]);

		if (str_ends(c, STR("*")) ? str_starts(name,
		                                str_head(c, c.n - 1))
		                          : str_equal(name, c))
			return true;
	}
	return false;
}

/* They repeat what other fields say. */
static const char *const late[] = { "resources.", "tlsDetails.",
	"additionalEventData.", "errorMessage" };

static size_t
rank_of(struct str name, size_t i)
{
	for (size_t k = 0; k < sizeof(late) / sizeof(*late); k++)
		if (str_starts(name, str_of(late[k])))
			i += PATHS_MAX;
	return i;
}

static int
by_events(const void *a, const void *b)
{
	const struct compare_row *x = a, *y = b;

	if (x->events != y->events)
		return x->events < y->events ? -1 : 1;
	return (x->rank > y->rank) - (x->rank < y->rank);
}

/* Values of which exactly the same events have one: only the one of the
 * first field stays. */
static void
drop_repeated(struct compare *c)
{
	size_t n = 0;

	if (c->n > 0)
		qsort(c->row, c->n, sizeof(*c->row), by_events);
	for (size_t i = 0; i < c->n; i++)
		if (n == 0 || c->row[n - 1].events != c->row[i].events)
			c->row[n++] = c->row[i];
	c->n = n;
}

/* All that are not here: in the scope, or in the time before. */
static void
fill_rest(struct run *r, struct scope scope)
{
	int64_t first = INT64_MAX, last = INT64_MIN, from, to;
	struct arena tmp = { 0 };

	for (int turn = 0; turn < 2; turn++) {
		from = scope.from_us;
		to = scope.to_us;
		if (turn == 1 && r->c->before && first <= last) {
			to = first;
			from = first - (last - first) - 1;
		}
		for (uint32_t seg = 0; seg < snapshot_segments(r->s); seg++) {
			uint32_t base = segment_base(r->s, seg);
			uint32_t n = segment_rows(r->s, seg);
			int64_t *us = arena_array(&tmp, n, sizeof(*us));

			segment_times(r->s, seg, us);
			for (uint32_t i = 0; i < n; i++) {
				bool here = bits_has(r->here, base + i);
				bool timed = us[i] != TIME_NONE;

				if (turn == 0 && here && timed) {
					first = us[i] < first ? us[i] : first;
					last = us[i] > last ? us[i] : last;
				}
				if (turn == 0)
					r->c->here += here;
				else if (!here &&
				    (timed ? us[i] >= from && us[i] < to
				           : from == INT64_MIN)) {
					bits_add(r->rest, base + i);
					r->c->rest++;
				}
			}
			arena_reset(&tmp);
		}
	}
	arena_free(&tmp);
}

bool
compare_run(struct compare *c, const struct result *selection,
    struct scope scope, struct pool *pool, const atomic_bool *stop,
    struct query_progress *progress, struct err *err)
{
	struct snapshot *s = result_snapshot(selection);
	struct run r = { .c = c, .s = s, .pool = pool,
		.here = result_matched(selection), .stop = stop,
		.key = hash_random_key() };
	static const char *const own[] = { "@what", "@who" };
	struct arena names = { 0 };
	struct field_count *fields = NULL;
	size_t n = 0;
	bool done = false;

	c->row = NULL;
	c->n = 0;
	c->here = c->rest = 0;
	r.rest = mem_zero(bits_words(snapshot_events(s)) + 1, sizeof(*r.rest));
	fill_rest(&r, scope);
	if (c->here == 0 || c->rest == 0) {
		err_set(err, ERR_USAGE, c->here == 0
		        ? "no event is selected"
		        : "there is no other event to compare with");
		goto out;
	}
	fields = discover_fields(s, NULL, pool, stop, &names, &n);
	if (!fields)
		goto out;
	atomic_store(&progress->total, n);
	done = true;
	for (size_t i = 0; done && i < sizeof(own) / sizeof(*own); i++)
		done = compare_field(&r, str_of(own[i]), UINT64_MAX);
	for (size_t i = 0; done && i < n; i++) {
		atomic_store(&progress->done, i);
		r.rank = rank_of(fields[i].name, i + 1);
		if (!is_covered(fields[i].name))
			done = compare_field(&r, fields[i].name,
			    fields[i].events);
	}
out:
	drop_repeated(c);
	if (c->row) { /* hands it to the arena */
		struct compare_row *row = arena_array(c->arena, c->n + 1,
		    sizeof(*row));

		memcpy(row, c->row, c->n * sizeof(*row));
		free(c->row);
		c->row = row;
	}
	free(r.rest);
	arena_free(&names);
	return done;
}
