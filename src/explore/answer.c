#include "explore/answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/utf8.h"

/* On so many texts a pattern may take too many steps, 4 ms each, before one is
 * asked whether that is meant. */
#define PATIENCE 100

struct answer *
answer_hold(struct answer *a)
{
	atomic_fetch_add(&a->holders, 1);
	return a;
}

void
answer_release(struct answer *a)
{
	if (!a || atomic_fetch_sub(&a->holders, 1) != 1)
		return;
	result_free(a->result);
	query_free(a->query);
	arena_free(&a->arena);
	free(a);
}

/* ---- what holds for all events ----------------------------------------- */

/* The value that every event of the snapshot has in the field. */
static bool
constant_value(struct snapshot *s, const char *name, struct answer *a,
    struct str *out)
{
	struct arena tmp = { 0 };
	const struct field *f = field_bind(s, str_of(name), &tmp);
	bool same = snapshot_segments(s) > 0;
	struct buf text = { 0 };
	char room[40];

	for (uint32_t seg = 0; seg < snapshot_segments(s) && same; seg++) {
		struct column c;
		struct value v;

		field_column(f, seg, &c, &tmp);
		same = c.shape != COLUMN_NONE && c.n_entries == 1 &&
		    c.n_present == segment_rows(s, seg);
		if (!same)
			break;
		v = column_value(&c, 0, room);
		if (seg == 0)
			buf_add(&text, v.text);
		same = !value_absent(v) && str_equal(v.text, buf_str(&text));
	}
	if (same) {
		struct buf shown = { 0 };

		text_visible(buf_str(&text), &shown);
		*out = arena_copy(&a->arena, buf_str(&shown));
		buf_free(&shown);
	}
	buf_free(&text);
	arena_free(&tmp);
	return same;
}

static bool
has_fractions(struct snapshot *s)
{
	struct arena tmp = { 0 };
	bool found = false;

	for (uint32_t seg = 0; seg < snapshot_segments(s) && !found; seg++) {
		uint32_t n = segment_rows(s, seg);
		int64_t *times = arena_array(&tmp, n, sizeof(*times));

		segment_times(s, seg, times);
		for (uint32_t i = 0; i < n && !found; i++)
			found = times[i] != TIME_NONE &&
			    times[i] % US_PER_SECOND != 0;
		arena_reset(&tmp);
	}
	arena_free(&tmp);
	return found;
}

/* An event of the snapshot has the field. */
static bool
has_field(struct snapshot *s, const char *name)
{
	struct arena tmp = { 0 };
	const struct field *f = field_bind(s, str_of(name), &tmp);
	bool found = false;

	for (uint32_t seg = 0; seg < snapshot_segments(s) && !found; seg++) {
		struct column c;

		field_column(f, seg, &c, &tmp);
		found = c.shape != COLUMN_NONE && c.n_present > 0;
	}
	arena_free(&tmp);
	return found;
}

/* Whether all events are of one kind of log. */
static bool
same_format(struct snapshot *s, struct answer *a)
{
	struct arena tmp = { 0 };
	struct str format = { 0 };
	bool known = field_kind(field_bind(s, STR("@format"), &tmp)) !=
	    FIELD_UNKNOWN;

	arena_free(&tmp);
	return !known || constant_value(s, "@format", a, &format);
}

static void
describe_data(struct answer *a, struct snapshot *s, struct scope shown)
{
	int64_t first, last;

	a->from_us = a->to_us = TIME_NONE;
	if (snapshot_span(s, &first, &last)) {
		a->from_us = shown.from_us > first ? shown.from_us : first;
		a->to_us = shown.to_us <= last ? shown.to_us - 1 : last;
		if (a->to_us < a->from_us)
			a->from_us = a->to_us = TIME_NONE;
	}
	a->events = result_numbers(a->result)->scanned;
	a->fractions = has_fractions(s);
	a->resources = has_field(s, "@resource");
	a->mixed = snapshot_events(s) > 1 && !same_format(s, a);
	if (!a->mixed)
		constant_value(s, "@where", a, &a->constant[CONSTANT_WHERE]);
	constant_value(s, "recipientAccountId", a,
	    &a->constant[CONSTANT_ACCOUNT]);
	if (snapshot_events(s) > 1)
		constant_value(s, "@from", a, &a->constant[CONSTANT_FROM]);
}

/* Without fields or display the columns are those of an empty query. */
static bool
is_plain(const struct answer *a)
{
	return a->lists_events && result_columns(a->result) == 2 &&
	    str_equal(result_column_name(a->result, 0), STR("@timestamp")) &&
	    str_equal(result_column_name(a->result, 1), STR("@message"));
}

/* ---- asking ------------------------------------------------------------ */

static struct query_options
options_of(struct work *w, struct pool *pool, struct scope scope,
    struct query_progress *progress)
{
	return (struct query_options){ .from_us = scope.from_us,
		.to_us = scope.to_us, .pool = pool, .stop = &w->stop,
		.progress = progress };
}

static void
ask_run(struct work *w)
{
	struct ask *k = (struct ask *)w;
	struct query *q = query_new(k->text, &k->err);
	struct query_options o = options_of(w, k->pool, k->scope,
	    &k->progress);
	struct result *r = NULL;
	struct answer *a;

	o.regex_hits_max = k->patient ? UINT64_MAX : PATIENCE;
	if (q)
		r = query_run(q, k->snapshot, &o, &k->err);
	if (!r) {
		query_free(q);
		return;
	}
	a = mem_zero(1, sizeof(*a));
	atomic_init(&a->holders, 1);
	a->query = q;
	a->result = r;
	a->regex_hits_max = o.regex_hits_max;
	a->lists_events = query_lists_events(q);
	a->plain = is_plain(a);
	describe_data(a, k->snapshot, k->shown);
	k->answer = a;
	if (k->bars_max > 0 && a->from_us != TIME_NONE)
		bars_fill(&k->bars, r, a->from_us, a->to_us, k->bars_max,
		    &w->stop);
}

static void
ask_free(struct work *w)
{
	struct ask *k = (struct ask *)w;

	answer_release(k->answer);
	bars_free(&k->bars);
	snapshot_release(k->snapshot);
	free((char *)k->text.p);
	free(k);
}

struct ask *
ask_new(struct snapshot *s, struct pool *pool, struct scope scope,
    struct scope shown, struct str text, size_t bars_max, bool patient)
{
	struct ask *k = mem_zero(1, sizeof(*k));
	char *p = mem_alloc(text.n + 1);

	if (text.n)
		memcpy(p, text.p, text.n);
	k->work.run = ask_run;
	k->work.free = ask_free;
	k->snapshot = snapshot_hold(s);
	k->pool = pool;
	k->scope = scope;
	k->shown = shown;
	k->text = (struct str){ p, text.n };
	k->bars_max = bars_max;
	k->patient = patient;
	return k;
}

static void
ask_bars_run(struct work *w)
{
	struct ask_bars *k = (struct ask_bars *)w;

	if (k->answer->from_us != TIME_NONE)
		k->made = bars_fill(&k->bars, k->answer->result,
		    k->answer->from_us, k->answer->to_us, k->bars_max,
		    &w->stop);
}

static void
ask_bars_free(struct work *w)
{
	struct ask_bars *k = (struct ask_bars *)w;

	answer_release(k->answer);
	bars_free(&k->bars);
	free(k);
}

struct ask_bars *
ask_bars_new(struct answer *a, size_t bars_max)
{
	struct ask_bars *k = mem_zero(1, sizeof(*k));

	k->work.run = ask_bars_run;
	k->work.free = ask_bars_free;
	k->answer = answer_hold(a);
	k->bars_max = bars_max;
	return k;
}

/* Each step sees only what the step before left. */
static void
ask_counts_run(struct work *w)
{
	struct ask_counts *k = (struct ask_counts *)w;
	size_t words = bits_words(snapshot_events(k->snapshot));
	uint64_t *left = mem_zero(words + 1, sizeof(*left));
	bool first = true;

	for (size_t i = 0; i < k->steps.n; i++) {
		struct step *step = &k->steps.step[i];
		struct query_options o = options_of(w, k->pool, k->scope,
		    NULL);
		struct err why = { 0 };
		struct result *r;
		struct query *q;

		if (!step_filters(step))
			break;
		step->counted = false;
		if (!step->on)
			continue;
		q = query_new(step->text, &why);
		o.within = first ? NULL : left;
		r = q ? query_run(q, k->snapshot, &o, &why) : NULL;
		if (r) {
			step->counted = true;
			step->count = result_numbers(r)->matched;
			memcpy(left, result_matched(r), words * sizeof(*left));
			first = false;
		}
		result_free(r);
		query_free(q);
		if (!r)
			break;
	}
	free(left);
}

static void
ask_counts_free(struct work *w)
{
	struct ask_counts *k = (struct ask_counts *)w;

	snapshot_release(k->snapshot);
	steps_free(&k->steps);
	free(k);
}

struct ask_counts *
ask_counts_new(struct snapshot *s, struct pool *pool, struct scope scope,
    const struct steps *steps)
{
	struct ask_counts *k = mem_zero(1, sizeof(*k));

	k->work.run = ask_counts_run;
	k->work.free = ask_counts_free;
	k->snapshot = snapshot_hold(s);
	k->pool = pool;
	k->scope = scope;
	steps_copy(steps, &k->steps);
	return k;
}
