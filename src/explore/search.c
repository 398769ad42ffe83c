#include "explore/search.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bits.h"
#include "explore/row_reader.h"

#define LOOK_AT_STOP 256 /* rows between two looks */

struct looker {
	struct ask_find *k;
	struct row_reader *rows;
	struct regex_matcher *matcher;
	struct result *passed; /* the events of the filter */
	struct buf text;
};

/* False: stopped. */
static bool
run_filter(struct looker *l)
{
	const struct ask_find *k = l->k;
	struct result *r = k->answer->result;
	struct query_options o = { .from_us = INT64_MIN, .to_us = INT64_MAX,
		.within = result_matched(r), .pool = k->pool,
		.stop = &k->work.stop };
	struct err why = { 0 };

	l->passed = query_run(k->filter, result_snapshot(r), &o, &why);
	return l->passed != NULL;
}

static bool
matches(struct looker *l, uint64_t row)
{
	const struct ask_find *k = l->k;

	if (k->what == FIND_FAILED)
		return row_failed(l->rows, row);
	if (k->what == FIND_FILTER) {
		uint32_t event = result_event(k->answer->result, row);

		return event != EVENT_NONE &&
		    bits_has(result_matched(l->passed), event);
	}
	if (k->what == FIND_CELL) {
		struct value v = row_value(l->rows, row, k->column);

		return str_equal(value_absent(v) ? STR("") : v.text, k->value);
	}
	buf_reset(&l->text);
	row_text(l->rows, row, &l->text);
	return regex_search(l->matcher, buf_str(&l->text), 0, NULL, NULL);
}

static bool
stopped(const struct looker *l, uint64_t i)
{
	return i % LOOK_AT_STOP == 0 && atomic_load(&l->k->work.stop);
}

static void
find_next(struct looker *l, uint64_t n)
{
	struct ask_find *k = l->k;
	uint64_t row = k->from;

	for (uint64_t i = 0; i < n; i++) {
		if (stopped(l, i))
			return;
		if (matches(l, row)) {
			k->found = row;
			k->done = true;
			return;
		}
		if (k->step > 0 ? row + 1 == n : row == 0) {
			row = k->step > 0 ? 0 : n - 1;
			k->wrapped = true;
		} else {
			row = k->step > 0 ? row + 1 : row - 1;
		}
	}
	k->done = true;
}

static void
find_all(struct looker *l, uint64_t n)
{
	struct ask_find *k = l->k;

	k->rows = mem_zero(bits_words(n) + 1, sizeof(*k->rows));
	for (uint64_t row = 0; row < n; row++) {
		if (stopped(l, row))
			return;
		if (matches(l, row)) {
			bits_add(k->rows, row);
			k->count++;
		}
	}
	k->done = true;
}

static void
ask_find_run(struct work *w)
{
	struct ask_find *k = (struct ask_find *)w;
	uint64_t n = result_rows(k->answer->result);
	struct looker l = { .k = k };
	bool ready;

	if (k->from >= n)
		k->from = n ? n - 1 : 0;
	l.rows = row_reader_new(k->answer, k->set, k->zone);
	if (k->regex)
		l.matcher = regex_matcher_new(k->regex);
	ready = !k->filter || run_filter(&l);
	if (ready && k->step == 0)
		find_all(&l, n);
	else if (ready)
		find_next(&l, n);
	result_free(l.passed);
	if (l.matcher)
		regex_matcher_free(l.matcher);
	row_reader_free(l.rows);
	buf_free(&l.text);
}

static void
ask_find_free(struct work *w)
{
	struct ask_find *k = (struct ask_find *)w;

	answer_release(k->answer);
	column_set_release(k->set);
	if (k->regex)
		regex_free(k->regex);
	query_free(k->filter);
	free((char *)k->value.p);
	free(k->rows);
	free(k);
}

struct ask_find *
ask_find_new(struct answer *a, struct column_set *set, const struct find *f,
    struct pool *pool, int (*zone)(int64_t us), uint64_t from, int step,
    struct err *err)
{
	struct regex *regex = NULL;
	struct query *filter = NULL;
	struct ask_find *k;
	char *value;

	if (f->what == FIND_REGEX) {
		regex = regex_new(f->text, err);
		if (!regex)
			return NULL;
	}
	if (f->what == FIND_FILTER) {
		filter = query_new(f->text, err);
		if (!filter)
			return NULL;
	}
	value = mem_alloc(f->text.n + 1);
	if (f->text.n)
		memcpy(value, f->text.p, f->text.n);
	k = mem_zero(1, sizeof(*k));
	k->work.run = ask_find_run;
	k->work.free = ask_find_free;
	k->answer = answer_hold(a);
	k->set = column_set_hold(set);
	k->what = f->what;
	k->regex = regex;
	k->filter = filter;
	k->pool = pool;
	k->value = (struct str){ value, f->text.n };
	k->column = f->column;
	k->zone = zone;
	k->from = from;
	k->step = step;
	k->found = ROW_NONE;
	return k;
}
