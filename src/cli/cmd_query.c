/*
 * spoor query: run a query, print rows.
 */
#include "cli/cmd.h"
#include "cli/follow.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/say.h"

#define BATCH_ROWS 4096

/* What was asked for, and what it is run on. */
struct job {
	const struct options *o;
	struct loaded loaded;
	struct query *query;
	struct query_progress progress;
};

/* NULL on an error, which is said. */
static struct query *
compile(struct str text)
{
	struct err err = { 0 };
	struct query *q = query_new(text, &err);
	struct buf b = { 0 };

	if (q)
		return q;
	query_error_print(text, &err, &b);
	say_lines(buf_str(&b));
	buf_free(&b);
	return NULL;
}

static void
progress_text(void *ctx, struct buf *out)
{
	struct query_progress *p = ctx;
	uint64_t total = atomic_load(&p->total);

	buf_add(out, STR("querying"));
	if (total)
		buf_printf(out, ": %u %%", (unsigned)(100.0 *
		    (double)atomic_load(&p->done) / (double)total));
}

static struct result *
run(struct job *j, struct err *err)
{
	struct query_options options = { .pool = j->loaded.pool,
		.stop = stopper_flag(j->loaded.stopper),
		.progress = &j->progress };
	struct progress *progress;
	struct result *r;

	if (!options_range(j->o, loaded_newest(&j->loaded), &options.from_us,
	        &options.to_us, err))
		return NULL;
	progress = progress_begin(j->o, progress_text, &j->progress);
	r = query_run(j->query, j->loaded.snap, &options, err);
	progress_end(progress);
	return r;
}

/* False when they could not be written. */
static bool
print_rows(struct job *j, const struct result *r)
{
	const atomic_bool *stop = stopper_flag(j->loaded.stopper);
	size_t columns = result_columns(r);
	uint64_t rows = result_rows(r);
	struct arena a = { 0 };
	struct str *names = arena_array(&a, columns, sizeof(*names));
	struct value *cells = arena_array(&a, columns, sizeof(*cells));
	struct cell_reader *reader = cell_reader_new(r);
	struct output output;
	bool more = true, written;

	for (size_t i = 0; i < columns; i++)
		names[i] = result_column_name(r, i);
	output_begin(&output, j->o, names, columns);
	for (uint64_t row = 0; row < rows && more; row++) {
		uint64_t left = rows - row;

		if (row % BATCH_ROWS == 0)
			cell_reader_prepare(reader, row, (uint32_t)(
			    left < BATCH_ROWS ? left : BATCH_ROWS),
			    j->loaded.pool, stop);
		for (size_t i = 0; i < columns; i++)
			cells[i] = cell_read(reader, row, i);
		more = !atomic_load(stop) && output_add(&output, cells);
	}
	written = output_end(&output);
	cell_reader_free(reader);
	arena_free(&a);
	return written;
}

/* Likewise. */
static bool
print_chart(struct job *j, const struct result *r)
{
	struct chart_look look = { .cursor = SIZE_MAX,
		.columns = output_columns(),
		.ascii = j->o->look.ascii || !locale_is_utf8(),
		.zone = j->o->look.zone };
	struct chart *c = chart_new(r, stopper_flag(j->loaded.stopper));
	struct buf b = { 0 };
	bool written;
	int line;

	if (!c)
		return true;
	look.view = chart_first_view(c);
	chart_draw(c, &look, &b, &line);
	written = output_text(buf_str(&b));
	buf_free(&b);
	chart_free(c);
	return written;
}

static void
say_notices(const struct result *r)
{
	size_t n;
	const struct notice *notices = result_notices(r, &n);
	struct buf b = { 0 };

	for (size_t i = 0; i < n; i++) {
		buf_reset(&b);
		buf_add(&b, STR("notice: "));
		buf_add(&b, notices[i].text);
		say(buf_str(&b));
	}
	buf_free(&b);
}

/* "574 of 2,900 events, 94 failed, 1 ms", where progress is seen. */
static void
say_numbers(const struct options *o, const struct result *r)
{
	const struct result_numbers *n = result_numbers(r);
	struct buf b = { 0 };

	if (!options_shows_progress(o))
		return;
	buf_printf(&b, "%llu row%s, %llu of %llu events matched, %llu of them "
	    "failed, ", (unsigned long long)result_rows(r),
	    result_rows(r) == 1 ? "" : "s", (unsigned long long)n->matched, (unsigned long long)n->scanned,
	    (unsigned long long)n->failed);
	duration_print(n->elapsed_us, &b);
	say(buf_str(&b));
	buf_free(&b);
}

static int
answer(struct job *j, struct err *err)
{
	struct result *r = run(j, err);
	int status = EXIT_FAILED;

	if (!r)
		return EXIT_FAILED;
	if (j->o->output == OUT_CHART ? print_chart(j, r) : print_rows(j, r))
		status = loaded_status(&j->loaded, j->o, result_rows(r) > 0);
	if (atomic_load(stopper_flag(j->loaded.stopper))) {
		err_set(err, ERR_STOPPED, "stopped: these are not all rows");
		status = EXIT_FAILED;
	}
	say_notices(r);
	say_numbers(j->o, r);
	result_free(r);
	return status;
}

int
cmd_query(struct options *o)
{
	struct job j = { .o = o };
	struct err err = { 0 };
	int status = EXIT_FAILED;

	if (!o->n_arguments) {
		sayf("no query is given: spoor query QUERY [LOG]...");
		return EXIT_FAILED;
	}
	j.query = compile(str_of(o->arguments[0]));
	if (!j.query)
		return EXIT_FAILED;
	if (o->check)
		status = EXIT_ROWS;
	else if (o->load.follow)
		status = follow_query(o, j.query, o->arguments + 1,
		    o->n_arguments - 1, &err);
	else if (loaded_open(&j.loaded, o, o->arguments + 1,
	             o->n_arguments - 1, &err))
		status = answer(&j, &err);
	complain(&err);
	loaded_close(&j.loaded);
	query_free(j.query);
	return status;
}
