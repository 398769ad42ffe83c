/*
 * Running queries by the front door: ranges, sets, stopping, results and the
 * way back to events; the same rows however many threads there are and
 * however the events lie in segments.
 */
#include <pthread.h>

#include "base/bits.h"
#include "query/query.h"
#include "query/records.h"
#include "tap.h"

/* Record i: minute i of the day, one of four names, a value with a fraction. */
static void
add_records(struct buf *out, int n)
{
	static const char *const names[] = { "Get", "Put", "List", "Del" };

	for (int i = 0; i < n; i++)
		buf_printf(out,
		    "{\"eventTime\":\"2023-07-10T%02d:%02d:00Z\","
		    "\"eventName\":\"%s\",\"who\":\"u%d\",\"n\":%d.%d,"
		    "\"id\":%d%s}\n",
		    i / 60 % 24, i % 60, names[i * 7 % 4], i % 13, i * 37 % 101,
		    i % 10, i, i % 5 ? "" : ",\"errorCode\":\"Denied\"");
}

static struct query_options
open_range(struct pool *pool)
{
	return (struct query_options){ .from_us = INT64_MIN,
		.to_us = INT64_MAX, .now_us = 1, .pool = pool };
}

static void
print_rows(const struct result *r, struct buf *out)
{
	struct cell_reader *c = cell_reader_new(r);

	for (uint64_t row = 0; row < result_rows(r); row++)
		for (size_t i = 0; i < result_columns(r); i++) {
			buf_add(out, cell_read(c, row, i).text);
			buf_byte(out, i + 1 < result_columns(r) ? ' ' : '\n');
		}
	cell_reader_free(c);
}

static struct result *
run(struct snapshot *s, const char *text, const struct query_options *o)
{
	struct err err = { 0 };
	struct query *q = query_new(str_of(text), &err);
	struct result *r = q ? query_run(q, s, o, &err) : NULL;

	if (!r)
		printf("# %s: %s\n", text, err.message);
	query_free(q); /* the result keeps what it needs */
	return r;
}

static void
gives(struct snapshot *s, struct query_options o, const char *text,
    const char *want, const char *what)
{
	struct result *r = run(s, text, &o);
	struct buf got = { 0 };

	if (r)
		print_rows(r, &got);
	ok(str_equal(buf_str(&got), str_of(want)), "%s", what);
	if (!str_equal(buf_str(&got), str_of(want)))
		printf("# got %.*s\n", STR_ARG(buf_str(&got)));
	buf_free(&got);
	result_free(r);
}

/* ---- what is looked at -------------------------------------------------- */

static void
ranges(struct snapshot *s, struct pool *pool)
{
	struct query_options o = open_range(pool);
	uint64_t within[4] = { 0 };
	struct result *r;

	time_parse(STR("2023-07-10T00:02:00Z"), &o.from_us);
	time_parse(STR("2023-07-10T00:05:00Z"), &o.to_us);
	gives(s, o, "display id | sort id", "2\n3\n4\n",
	    "a range has its start and not its end");
	r = run(s, "filter id > 3", &o);
	ok(r && result_numbers(r)->scanned == 3 &&
	        result_numbers(r)->matched == 1 &&
	        result_numbers(r)->failed == 0,
	    "what is in the range is looked at");
	result_free(r);
	bits_add(within, 3);
	bits_add(within, 5);
	o.within = within;
	gives(s, o, "display id", "3\n", "only events of the set");
	o = open_range(pool);
	o.within = within;
	gives(s, o, "stats sum(id)", "8\n", "a set without a range");
	gives(s, o, "filter @message like \"id\" | display id", "5\n3\n",
	    "a search in a set");
}

static void
a_missing_time_fails_every_range(struct pool *pool)
{
	struct store *st = records_store(STR("{\"a\":1}\n"), 0);
	struct snapshot *s = store_snapshot(st);
	struct query_options o = open_range(pool);

	gives(s, o, "display a", "1\n", "an open range takes it");
	o.from_us = INT64_MIN + 1;
	gives(s, o, "display a", "", "another does not");
	o = open_range(pool);
	o.to_us = INT64_MAX - 1;
	gives(s, o, "display a", "", "nor one without a start");
	gives(s, open_range(pool), "stats count(*) by bin()", " 1\n",
	    "it has no bucket");
	snapshot_release(s);
	store_free(st);
}

static void
no_events_at_all(struct pool *pool)
{
	struct store *st = records_store(STR(""), 0);
	struct snapshot *s = store_snapshot(st);
	struct query_options o = open_range(pool);

	gives(s, o, "", "", "no rows");
	gives(s, o, "stats count(*), max(x)", "0 \n", "one row of none");
	gives(s, o, "filter @message like /a.b/ | sort a | dedup b | stats "
	            "count_distinct(a) by bin(), b",
	    "", "every stage can do with none");
	snapshot_release(s);
	store_free(st);
}

/* ---- results ------------------------------------------------------------ */

static void
columns(struct snapshot *s, struct pool *pool)
{
	struct query_options o = open_range(pool);
	struct result *r = run(s, "fields who as w, n + 1 as m | limit 3", &o);

	ok(result_columns(r) == 2 &&
	        str_equal(result_column_name(r, 0), STR("w")) &&
	        str_equal(result_column_field(r, 0), STR("who")),
	    "a column knows the field that it shows");
	ok(result_column_field(r, 1).n == 0, "a computed one shows none");
	ok(result_rows(r) == 3 && result_event(r, 0) != EVENT_NONE &&
	        result_row_of(r, result_event(r, 2)) == 2,
	    "rows and events lead to each other");
	ok(result_event(r, 3) == EVENT_NONE, "behind the last row is none");
	ok(result_snapshot(r) == s, "the result holds the snapshot");
	result_free(r);
	r = run(s, "stats count(*) as c by who as w, n > 5 | filter c > 1 | "
	           "stats max(c) by w as v", &o);
	ok(str_equal(result_column_field(r, 0), STR("who")),
	    "a key shows its field, through two stats too");
	ok(result_column_field(r, 1).n == 0, "an aggregate shows none");
	ok(result_event(r, 0) == EVENT_NONE, "its rows are no events");
	result_free(r);
}

static void
matched(struct snapshot *s, struct pool *pool)
{
	struct query_options o = open_range(pool);
	struct result *r = run(s, "filter who = \"u3\" | stats count(*) by "
	                          "eventName | filter count(*) > 1000", &o);
	const uint64_t *bits = result_matched(r);
	bool right = true;

	for (uint32_t i = 0; i < snapshot_events(s); i++)
		right = right && bits_has(bits, i) == (i % 13 == 3);
	ok(right, "matched are the events after the last filter of events");
	ok(result_rows(r) == 0, "whatever happens to rows of stats");
	result_free(r);
}

/* Each row's events are those that give the row when alone. */
static bool
way_back(struct snapshot *s, struct pool *pool, const char *text,
    uint64_t *events)
{
	struct query_options o = open_range(pool);
	struct result *r = run(s, text, &o);
	size_t words = bits_words(snapshot_events(s));
	uint64_t *bits = calloc(words, sizeof(*bits));
	struct cell_reader *c = cell_reader_new(r);
	struct err err = { 0 };
	bool right = true;

	*events = 0;
	for (uint64_t row = 0; row < result_rows(r); row++) {
		struct buf want = { 0 }, got = { 0 };
		struct result *alone;

		for (size_t i = 0; i < result_columns(r); i++) {
			buf_add(&want, cell_read(c, row, i).text);
			buf_byte(&want,
			    i + 1 < result_columns(r) ? ' ' : '\n');
		}
		right = right &&
		    result_row_events(r, row, pool, NULL, bits, &err);
		*events += bits_count(bits, words);
		o.within = bits;
		alone = run(s, text, &o);
		print_rows(alone, &got);
		right = right && str_equal(buf_str(&want), buf_str(&got));
		result_free(alone);
		buf_free(&want);
		buf_free(&got);
	}
	cell_reader_free(c);
	result_free(r);
	free(bits);
	return right;
}

/* The same by text: `before`, a filter for the row, is the events behind each
 * row of `before | stats`. */
static bool
way_back_as_text(struct snapshot *s, struct pool *pool, const char *before,
    const char *stats)
{
	struct query_options o = open_range(pool);
	struct buf text = { 0 };
	size_t words = bits_words(snapshot_events(s));
	uint64_t *bits = calloc(words, sizeof(*bits));
	struct err err = { 0 };
	struct result *r;
	bool right = true;

	buf_printf(&text, "%s | %s%c", before, stats, 0);
	r = run(s, text.p, &o);
	right = result_rows(r) > 1;
	for (uint64_t row = 0; row < result_rows(r); row++) {
		struct result *alone;

		buf_reset(&text);
		buf_printf(&text, "%s | filter ", before);
		right = right && result_row_filter(r, row, &text, &err) &&
		    result_row_events(r, row, pool, NULL, bits, &err);
		buf_byte(&text, '\0');
		alone = run(s, text.p, &o);
		right = right && memcmp(result_matched(alone), bits,
		    words * sizeof(*bits)) == 0;
		result_free(alone);
	}
	result_free(r);
	free(bits);
	buf_free(&text);
	return right;
}

static void
the_way_back(struct snapshot *s, struct pool *pool)
{
	uint64_t n, all = snapshot_events(s);

	ok(way_back_as_text(s, pool, "filter 1 = 1",
	       "stats count(*) by who, eventName") &&
	        way_back_as_text(s, pool, "filter 1 = 1",
	            "stats count(*) by errorCode, bin(1h) as hour"),
	    "a filter says which events stand behind a row");
	ok(way_back_as_text(s, pool, "fields strlen(eventName) % 3 as l",
	       "stats max(@timestamp) by l") &&
	        way_back_as_text(s, pool, "filter 1 = 1",
	            "stats count(*) by toupper(who), n"),
	    "... of computed keys too");
	ok(way_back(s, pool, "stats count(*), sum(n) by who, eventName", &n) &&
	        n == all,
	    "rows of stats lead to their events, each to one row");
	ok(way_back(s, pool, "filter ispresent(errorCode) | stats count(*) by "
	                     "bin(1h), toupper(who)", &n) &&
	        n == (all + 4) / 5,
	    "by buckets and expressions too, under the filter");
	ok(way_back(s, pool, "stats count(*) as c by who, eventName | stats "
	                     "sum(c) by eventName", &n) &&
	        n == all,
	    "through two stats");
	ok(way_back(s, pool, "stats sum(id)", &n) && n == all,
	    "one row leads to all");
	ok(way_back(s, pool, "filter who = \"u1\" | display id", &n),
	    "an event to itself");
	ok(way_back(s, pool, "parse who \"u*\" as w | parse @message "
	                     "\"\\\"n\\\":*,\" as m | stats count(*), max(m) "
	                     "by w", &n) &&
	        n == all,
	    "by what parse found");
	ok(way_back(s, pool, "pattern concat(who, \" \", eventName) | display "
	                     "@pattern, @sampleCount, @first", &n) &&
	        n == all,
	    "by patterns");
	ok(way_back(s, pool, "filldown errorCode | stats count(*) by "
	                     "errorCode, eventName | filter errorCode = "
	                     "\"none\"", &n) &&
	        n == 0,
	    "no row to none");
	ok(way_back(s, pool, "fields split(eventName, \"e\") as l | unnest l "
	                     "into part | stats count(*) as c by part | filter "
	                     "part = \"t\"", &n) &&
	        n == (all + 3) / 4,
	    "through rows of which an event has several");
	ok(way_back(s, pool, "stats count(*) as c by who, eventName | accum c "
	                     "as s | fields who, eventName, c | stats sum(c) "
	                     "by who", &n) &&
	        n == all,
	    "through rows with columns, of groups");
	ok(!way_back(s, pool, "relevantfields where n > 50 | stats count(*) "
	                      "by `@relevanceScore` > 0", &n) &&
	        n == 0,
	    "what is no row of events says so");
}

/* ---- the same for all --------------------------------------------------- */

static const char *const questions[] = {
	"stats count(*), sum(n), avg(n), min(n), max(n), count(errorCode), "
	"count_distinct(who) by eventName",
	"stats sum(n / 7), avg(n * 0.1), min(@timestamp) by who, n > 50",
	"stats count(*) by who, eventName, errorCode | sort `count(*)`, who",
	"stats count(*) by bin(2h), eventName",
	"stats count(*) by concat(who, eventName) as k | limit 7",
	"sort n desc, who | display id, n | limit 25",
	"sort eventName, n | dedup eventName, who | display id",
	"filter n > 20 and not (who like /u1/ or id % 3 = 0) | display id",
	"filter @message like /Denied.*}/ | display id",
	"filter @message like \"u12\" or n = 5 | stats count(*) by eventName",
	"stats max(strlen(@message)) as m, sum(strlen(@message)) by eventName",
	"limit 50 | stats count(*) by who | sort who desc",
	"stats count(*) as c by who, eventName | stats avg(c), max(c) by who",
	"display @message | limit 3",
	"parse @message \"\\\"n\\\":*,\" as m | filter m > 50 | stats count(*), "
	"max(m) by who",
	"sort n, id | accum n as s | autoregress s p=2 | filldown errorCode | "
	"addtotals n, s | display id, s, s_p2, errorCode, Total | limit 40",
	"sessionize who maxspan 20m as k | stats count(*) as c by who, k | "
	"sort k | limit 30",
	"outlier param=0.1 uselower=true mark=true n | stats count(*), "
	"sum(n), sum(n_outlier) by eventName",
	"pattern @message",
	"pattern concat(eventName, id) | anomaly",
	"pattern eventName | diff previousDay",
	"relevantfields where n > 50",
	"fields id | filter n in (filter who = \"u2\" | fields n) | sort id | "
	"limit 20",
	"filter who = \"u1\" | join left=a right=b where a.eventName = "
	"b.eventName (filter who = \"u2\") | fields a.id, b.id | limit 50",
	"fields split(who, \"u\") as l | unnest l into p | stats count(*) by p",
	"stats count(*) as c by bin(7m) as t, eventName | fillmissing with 0 "
	"for c | limit 50",
	"fields id | sort id | appendcols (stats count(*) as n by who) | "
	"limit 20",
};

static void
threads_and_segments_change_nothing(struct str records)
{
	static const struct {
		uint32_t segment_rows;
		unsigned threads;
	} ways[] = { { 65536, 1 }, { 65536, 4 }, { 64, 3 }, { 7, 1 },
		{ 7, 4 }, { 1, 2 } };

	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		struct buf first = { 0 };
		bool same = true;

		for (size_t k = 0; k < sizeof(ways) / sizeof(ways[0]); k++) {
			struct store *st =
			    records_store(records, ways[k].segment_rows);
			struct snapshot *s = store_snapshot(st);
			struct pool *pool = pool_new(ways[k].threads);
			struct query_options o = open_range(pool);
			struct result *r = run(s, questions[i], &o);
			struct buf got = { 0 };

			print_rows(r, k ? &got : &first);
			if (k && !str_equal(buf_str(&got), buf_str(&first)))
				same = false;
			result_free(r);
			buf_free(&got);
			pool_free(pool);
			snapshot_release(s);
			store_free(st);
		}
		ok(same && first.n, "the same rows: %s", questions[i]);
		buf_free(&first);
	}
}

/* Fields with more values than the rows that are looked at have. */
static void
few_rows_of_many_values(struct pool *pool)
{
	struct query_options o = open_range(pool);
	struct buf records = { 0 };
	struct store *st;
	struct snapshot *s;

	add_records(&records, 6000);
	st = records_store(buf_str(&records), 1000);
	s = store_snapshot(st);
	gives(s, o,
	    "filter id like /^1?99.$/ and n > 80 | stats count(*) by id",
	    "996 1\n999 1\n1995 1\n1998 1\n", "grouped by it");
	gives(s, o,
	    "filter id like /^5?55.$/ | stats count(*) as c by id % 3 as k, "
	    "coalesce(errorCode, \"-\") as e | filter c > 1 | sort k, e",
	    "0 - 5\n0 Denied 2\n1 - 6\n2 - 5\n", "by what is made of it");
	gives(s, o, "filter id > 5990 | sort id desc | limit 3 | display id",
	    "5999\n5998\n5997\n", "sorted by it");
	gives(s, o,
	    "filter id > 5990 | stats count_distinct(id), count_distinct(id "
	    "% 4), count_distinct(sqrt(5995 - id))",
	    "9 4 5\n", "counted");
	snapshot_release(s);
	store_free(st);
	buf_free(&records);
}

/* ---- stopping ----------------------------------------------------------- */

static void
stopping(struct snapshot *s, struct pool *pool)
{
	struct query_options o = open_range(pool);
	atomic_bool stop = true;
	bool stopped = true;

	o.stop = &stop;
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		struct err err = { 0 };
		struct query *q = query_new(str_of(questions[i]), &err);
		struct result *r = query_run(q, s, &o, &err);

		stopped = stopped && !r && err.code == ERR_STOPPED;
		result_free(r);
		query_free(q);
	}
	ok(stopped, "a run that is cancelled says so");
}

static void
a_bad_pattern_ends(struct pool *pool)
{
	struct query_options o = open_range(pool);
	struct buf text = { 0 };
	struct store *st;
	struct snapshot *s;
	struct err err = { 0 };
	struct query *q;
	struct result *r;
	size_t n;

	for (int i = 0; i < 3; i++)
		buf_printf(&text, "{\"a\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa%d"
		                  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"}\n",
		    i);
	st = records_store(buf_str(&text), 0);
	s = store_snapshot(st);
	q = query_new(STR("filter a like /^((a|aa)+)+$/ or a = 1"), &err);
	r = query_run(q, s, &o, &err);
	ok(r && result_rows(r) == 0 &&
	        result_numbers(r)->regex_limit_hits == 3,
	    "a pattern that takes too long does not match, and is counted");
	ok(r && result_notices(r, &n) && n == 1, "and said");
	result_free(r);
	o.regex_hits_max = 3;
	r = query_run(q, s, &o, &err);
	ok(!r && err.code == ERR_STEPS && err.offset == 14,
	    "beyond the bound the query ends, with the pattern's place");
	query_free(q);
	snapshot_release(s);
	store_free(st);
	buf_free(&text);
}

struct asking {
	struct query *query;
	struct snapshot *snapshot;
	struct pool *pool;
	uint64_t rows;
};

static void *
ask(void *ctx)
{
	struct asking *a = ctx;
	struct query_options o = open_range(a->pool);

	for (int i = 0; i < 20; i++) {
		struct err err = { 0 };
		struct result *r =
		    query_run(a->query, a->snapshot, &o, &err);

		a->rows += r ? result_rows(r) : 0;
		result_free(r);
	}
	return NULL;
}

static void
one_query_from_many_threads(struct snapshot *s, struct pool *pool)
{
	struct err err = { 0 };
	struct query *q = query_new(
	    STR("filter n > 1 and who like /u[12]/ | stats count(*), "
	        "sum(n) by who, bin(1h)"),
	    &err);
	struct asking asking[3];
	pthread_t threads[3];

	for (int i = 0; i < 3; i++) {
		asking[i] = (struct asking){ q, s, pool, 0 };
		pthread_create(&threads[i], NULL, ask, &asking[i]);
	}
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	ok(asking[0].rows > 0 && asking[0].rows == asking[1].rows &&
	        asking[1].rows == asking[2].rows,
	    "one query can be run from several threads at once");
	query_free(q);
}

/* ---- cells -------------------------------------------------------------- */

static void
cells_live_on(struct snapshot *s, struct pool *pool)
{
	struct query_options o = open_range(pool);
	struct result *r = run(
	    s, "fields id, concat(who, \"-\", id) as c, @message", &o);
	struct cell_reader *c = cell_reader_new(r);
	struct value first, again;
	struct buf copy = { 0 };
	bool same = true;

	first = cell_read(c, 0, 2);
	buf_add(&copy, first.text);
	for (uint64_t i = 0; i < 4000; i++)
		cell_read(c, i % result_rows(r), i % 3);
	ok(str_equal(first.text, buf_str(&copy)),
	    "a cell outlives 4,000 others");
	cell_reader_prepare(c, 0, 50, pool, NULL);
	for (uint64_t row = 0; row < 60; row++) {
		struct cell_reader *plain = cell_reader_new(r);

		again = cell_read(c, row, 2);
		first = cell_read(plain, row, 2);
		same = same && str_equal(first.text, again.text);
		cell_reader_free(plain);
	}
	ok(same, "records that were read ahead are the same");
	buf_free(&copy);
	cell_reader_free(c);
	result_free(r);
}

int
main(void)
{
	struct buf records = { 0 };
	struct pool *pool = pool_new(2);
	struct store *st;
	struct snapshot *s;

	add_records(&records, 200);
	st = records_store(buf_str(&records), 64);
	s = store_snapshot(st);
	ranges(s, pool);
	a_missing_time_fails_every_range(pool);
	no_events_at_all(pool);
	columns(s, pool);
	matched(s, pool);
	the_way_back(s, pool);
	threads_and_segments_change_nothing(buf_str(&records));
	few_rows_of_many_values(pool);
	stopping(s, pool);
	a_bad_pattern_ends(pool);
	one_query_from_many_threads(s, pool);
	cells_live_on(s, pool);
	snapshot_release(s);
	store_free(st);
	pool_free(pool);
	buf_free(&records);
	return done_testing();
}
