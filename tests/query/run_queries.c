/*
 * Runs a file of queries against what they must give:
 *
 *	== data
 *	one JSON record a line
 *	== table NAME
 *	a table of lookup, as CSV
 *	== a statement that holds
 *	range FROM TO, the range of time, if there is one
 *	the query, on any number of lines
 *	--
 *	the names of the columns, `|` between
 *	one line for each row, missing cells are `~`
 *	notice BYTE: message
 *
 * or, in place of rows, `error BYTE: message`.  `matched N failed N` may stand
 * last.  Lines that begin with % are remarks.  Each query runs with one
 * thread on segments of three rows, and with two threads on one segment.
 */
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "query/query.h"
#include "query/records.h"
#include "tap.h"

struct group {
	struct str title, query, want;
	int64_t from_us, to_us;
	const char *tables; /* a directory */
};

static struct str
next_line(struct str *rest)
{
	struct str line = str_head(*rest, str_index(*rest, '\n'));

	*rest = str_from(*rest, line.n < rest->n ? line.n + 1 : line.n);
	return line;
}

static void
print_cell(struct value v, struct buf *out)
{
	if (v.type == VALUE_MISSING)
		buf_byte(out, '~');
	else
		text_visible(v.text, out);
}

static void
print_rows(const struct result *r, struct buf *out)
{
	struct cell_reader *c = cell_reader_new(r);

	for (size_t i = 0; i < result_columns(r); i++) {
		buf_add(out, i ? STR(" | ") : STR(""));
		text_visible(result_column_name(r, i), out);
	}
	buf_byte(out, '\n');
	for (uint64_t row = 0; row < result_rows(r); row++) {
		for (size_t i = 0; i < result_columns(r); i++) {
			buf_add(out, i ? STR(" | ") : STR(""));
			print_cell(cell_read(c, row, i), out);
		}
		buf_byte(out, '\n');
	}
	cell_reader_free(c);
}

static void
print_result(const struct result *r, bool numbers, struct buf *out)
{
	size_t n;
	const struct notice *notices = result_notices(r, &n);

	print_rows(r, out);
	for (size_t i = 0; i < n; i++) {
		buf_printf(out, "notice %u: ", notices[i].offset);
		text_visible(notices[i].text, out);
		buf_byte(out, '\n');
	}
	if (numbers)
		buf_printf(out, "matched %llu failed %llu\n",
		    (unsigned long long)result_numbers(r)->matched,
		    (unsigned long long)result_numbers(r)->failed);
}

static void
print_error(const struct err *err, struct buf *out)
{
	buf_printf(out, "error %llu: %s\n", (unsigned long long)err->offset,
	    err->message);
}

/* What the query gives, as text. */
static void
run_query(struct str data, const struct group *g, uint32_t segment_rows,
    unsigned threads, bool numbers, struct buf *out)
{
	struct store *st = records_store(data, segment_rows);
	struct pool *pool = pool_new(threads);
	struct err err = { 0 };
	struct query *q = query_new(g->query, &err);
	/* 2023-07-11T00:00:00Z */
	struct query_options o = { .from_us = g->from_us, .to_us = g->to_us,
		.now_us = INT64_C(1689033600000000), .pool = pool,
		.lookup_dir = g->tables };
	struct result *r = NULL;

	if (!st) {
		buf_add(out, STR("the data are no JSON\n"));
	} else if (!q) {
		print_error(&err, out);
	} else {
		struct snapshot *s = store_snapshot(st);

		r = query_run(q, s, &o, &err);
		snapshot_release(s);
		if (r)
			print_result(r, numbers, out);
		else
			print_error(&err, out);
	}
	result_free(r);
	query_free(q);
	pool_free(pool);
	store_free(st);
}

static void
show(const char *what, struct str text)
{
	while (text.n) {
		struct str line = next_line(&text);

		printf("# %s %.*s\n", what, STR_ARG(line));
	}
}

static void
check_group(struct str data, const struct group *g)
{
	static const struct {
		uint32_t segment_rows;
		unsigned threads;
	} ways[] = { { 3, 1 }, { 65536, 2 } };
	struct buf got = { 0 };
	bool same = true;
	bool numbers = str_find(g->want, STR("matched ")) < g->want.n;

	for (int i = 0; i < 2 && same; i++) {
		buf_reset(&got);
		run_query(data, g, ways[i].segment_rows,
		    ways[i].threads, numbers, &got);
		same = str_equal(buf_str(&got), g->want);
	}
	if (!ok(same, "%.*s", STR_ARG(g->title))) {
		show("query ", g->query);
		show("wanted", g->want);
		show("got   ", buf_str(&got));
	}
	buf_free(&got);
}

/* Lines up to the next that begins with ==. */
static struct str
body(struct str *rest)
{
	const char *start = rest->p, *end = rest->p;

	while (rest->n && !str_starts(*rest, STR("=="))) {
		struct str line = next_line(rest);

		if (line.n && line.p[0] != '%')
			end = rest->p;
	}
	return (struct str){ start, (size_t)(end - start) };
}

/* The first line of the query, if it is a range. */
static void
take_range(struct group *g)
{
	struct str rest = g->query, line = next_line(&rest), from, to;

	g->from_us = INT64_MIN;
	g->to_us = INT64_MAX;
	if (!str_starts(line, STR("range ")))
		return;
	g->query = rest;
	line = str_from(line, 6);
	from = str_head(line, str_index(line, ' '));
	to = str_from(line, from.n + 1);
	ok(time_parse_user(from, 0, &g->from_us) &&
	        time_parse_user(to, 0, &g->to_us),
	    "%.*s is a range", STR_ARG(line));
}

static void
write_table(const char *tables, struct str name, struct str text)
{
	char path[128];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%.*s.csv", tables, STR_ARG(name));
	out = fopen(path, "wb");
	ok(out && fwrite(text.p, 1, text.n, out) == text.n &&
	        fclose(out) == 0,
	    "table %.*s", STR_ARG(name));
}

static void
remove_tables(const char *tables)
{
	DIR *d = opendir(tables);
	struct dirent *e;
	char path[512];

	while (d && (e = readdir(d))) {
		snprintf(path, sizeof(path), "%s/%s", tables, e->d_name);
		unlink(path);
	}
	if (d)
		closedir(d);
	rmdir(tables);
}

static void
run_file(struct str text)
{
	char tables[] = "/tmp/run_queries.XXXXXX";
	bool made = mkdtemp(tables);
	struct str data = { 0 };

	while (text.n) {
		struct str line = next_line(&text), all;
		struct group g;
		size_t at;

		if (!str_starts(line, STR("== ")))
			continue;
		g.title = str_from(line, 3);
		all = body(&text);
		if (str_equal(g.title, STR("data"))) {
			data = all;
			continue;
		}
		if (str_starts(g.title, STR("table "))) {
			write_table(tables, str_from(g.title, 6), all);
			continue;
		}
		g.tables = tables;
		at = str_find(all, STR("\n--\n"));
		g.query = str_head(all, at);
		take_range(&g);
		g.want = str_from(all, at + 4 < all.n ? at + 4 : all.n);
		check_group(data, &g);
	}
	if (made)
		remove_tables(tables);
}

int
main(int argc, char **argv)
{
	struct buf text = { 0 };
	FILE *in = argc == 2 ? fopen(argv[1], "rb") : NULL;
	size_t n;

	if (!in) {
		fprintf(stderr, "usage: run_queries FILE.q\n");
		return EXIT_FAILURE;
	}
	do {
		n = fread(buf_room(&text, 65536), 1, 65536, in);
		text.n += n;
	} while (n > 0);
	fclose(in);
	run_file(buf_str(&text));
	buf_free(&text);
	return done_testing();
}
