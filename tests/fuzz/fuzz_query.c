/*
 * Any text is a query or an error with its place.  What is a query prints as
 * a query that prints the same, and runs, whatever it asks for, to the same
 * rows as what was printed; unless two columns that were spelled differently
 * are now one, because a column without a name of its own is named by its
 * text.
 */
#include "fuzz/fuzz.h"
#include "query/query.h"
#include "query/records.h"

static const char records[] =
    "{\"eventTime\":\"2023-07-10T12:00:00Z\",\"eventName\":\"A\",\"x\":1,"
    "\"items\":[{\"id\":\"a\"},{\"id\":2}],\"a-b\":\"c\"}\n"
    "{\"eventTime\":\"2023-07-10T12:00:01Z\",\"eventName\":\"B\","
    "\"x\":\"1.0\",\"errorCode\":\"AccessDenied\",\"y\":null}\n"
    "{\"eventTime\":\"2023-07-11T00:00:00Z\",\"eventName\":\"A\","
    "\"x\":-7.25,\"f1\":true,\"user\":{\"name\":\"\\u0041\"}}\n"
    "{\"eventName\":\"D\",\"x\":\"abc\",\"y\":[],\"f1\":false}\n";

static void
read_cells(const struct result *r, struct buf *out)
{
	struct cell_reader *c = cell_reader_new(r);

	for (uint64_t row = 0; row < result_rows(r); row++)
		for (size_t i = 0; i < result_columns(r); i++) {
			struct value v = cell_read(c, row, i);

			buf_printf(out, "%d:", (int)v.type);
			buf_add(out, v.text);
			buf_byte(out, '\n');
		}
	cell_reader_free(c);
}

/* Returns the number of columns. */
static size_t
run(const struct query *q, struct snapshot *s, struct pool *pool,
    struct buf *out)
{
	struct query_options o = { .from_us = INT64_MIN, .to_us = INT64_MAX,
		.now_us = 1, .pool = pool };
	struct err err = { 0 };
	struct result *r = query_run(q, s, &o, &err);
	uint64_t events = 0;
	size_t columns;

	/* A query may ask for a log or a table that is not there. */
	must(r || err.code == ERR_LIMIT || err.code == ERR_STEPS ||
	        (err.code == ERR_QUERY && err.message[0]),
	    "a query that is valid runs, or says why not");
	if (!r)
		return 0;
	columns = result_columns(r);
	read_cells(r, out);
	for (uint64_t row = 0; row < result_rows(r) && row < 3; row++)
		must(result_row_events(r, row, pool, NULL, &events, &err) ||
		        err.code == ERR_USAGE,
		    "a row leads to its events");
	result_free(r);
	return columns;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text = { (const char *)data, n };
	struct arena a = { 0 };
	struct err err = { 0 };
	struct query *q = query_new(text, &err), *again = NULL;
	struct store *st = NULL;
	struct pool *pool = pool_new(1);
	struct snapshot *s;
	struct buf rows = { 0 }, same = { 0 }, shown = { 0 };

	if (!q) {
		must(err.code == ERR_QUERY, "an error says why");
		must(err.offset <= n, "and has its place in the text");
		must(err.message[0], "and a message");
		query_error_print(text, &err, &shown);
	} else {
		struct str printed = query_print(q, &a);

		again = query_new(printed, &err);
		must(again, "what is printed is a query");
		must(str_equal(query_print(again, &a), printed),
		    "and prints the same");
		st = records_store(str_of(records), 3);
		s = store_snapshot(st);
		if (run(q, s, pool, &rows) == run(again, s, pool, &same))
			must(str_equal(buf_str(&rows), buf_str(&same)),
			    "and gives the same rows");
		snapshot_release(s);
	}
	store_free(st);
	query_free(q);
	query_free(again);
	pool_free(pool);
	arena_free(&a);
	buf_free(&rows);
	buf_free(&same);
	buf_free(&shown);
	return 0;
}
