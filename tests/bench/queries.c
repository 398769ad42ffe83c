/*
 * Loads a tree in this process, then asks questions about it.
 *
 *	queries [-t THREADS] [-m MEMORY_BYTES] DIR [QUESTIONS]
 *
 * Prints measurements, one a line, "NAME VALUE": seconds of the clock, bytes.
 *
 * Each question is asked in a process of its own that is forked after the
 * load: so each is the first use of everything that the store makes on demand
 * and keeps (NAME.first).  Then it is asked once more (NAME.again).  Asking
 * means running the query and reading every cell.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "ingest/ingest.h"
#include "query/query.h"
#include "store/store.h"

#define CANCELS 10
#define CANCEL_FIRST_US 20000
#define VISIBLE_ROWS 17 /* of the list on a screen of 24 lines */
#define TOP_VALUES 5

struct bench {
	struct store *store;
	struct loader *loader;
	struct snapshot *snap;
	struct pool *pool;
	unsigned threads;
	uint64_t memory_bytes;
};

_Noreturn static void
fail(const char *what, const struct err *err)
{
	char text[1024];

	fprintf(stderr, "queries: %s: %s\n", what,
	    err_text(err, text, sizeof(text)));
	exit(1);
}

static double
seconds_since(int64_t start_us)
{
	return (double)(time_monotonic() - start_us) / 1e6;
}

/* A line of /proc/self/status, in bytes. */
static double
status_bytes(const char *name)
{
	FILE *f = fopen("/proc/self/status", "r");
	char line[256];
	double kib = 0;
	size_t n = strlen(name);

	while (f && fgets(line, sizeof(line), f))
		if (strncmp(line, name, n) == 0 && line[n] == ':')
			kib = atof(line + n + 1);
	if (f)
		fclose(f);
	return kib * 1024;
}

/* ---- loading ------------------------------------------------------------- */

static void
load(struct bench *b, const char *dir)
{
	struct load_options options = { .threads = b->threads,
		.memory_bytes = b->memory_bytes };
	struct load_progress progress;
	struct err err = { 0 };
	double before = status_bytes("VmRSS");
	int64_t start = time_monotonic();
	clock_t cpu = clock();
	double events;

	b->store = store_new(NULL);
	b->loader = loader_start(b->store, &dir, 1, &options, &err);
	if (!b->loader)
		fail(dir, &err);
	loader_wait(b->loader);
	printf("seconds %.6f\n", seconds_since(start));
	printf("cpu %.6f\n", (double)(clock() - cpu) / CLOCKS_PER_SEC);
	b->snap = store_snapshot(b->store);
	loader_progress(b->loader, &progress);
	events = snapshot_events(b->snap);
	printf("events %.0f\n", events);
	printf("records %.0f\n", (double)progress.records);
	printf("stopped %d\n", progress.stopped);
	printf("memory %.0f\n", status_bytes("VmRSS") - before);
	printf("peak %.0f\n", status_bytes("VmHWM") - before);
	printf("peak_whole %.0f\n", status_bytes("VmHWM"));
	if (events > 0) {
		printf("memory_each %.1f\n",
		    (status_bytes("VmRSS") - before) / events);
		printf("peak_each %.1f\n",
		    (status_bytes("VmHWM") - before) / events);
	}
}

/* How long a load takes to end after it was asked to. */
static void
cancel_load(const struct bench *b, const char *dir)
{
	struct load_options options = { .threads = b->threads };
	struct store *store = store_new(NULL);
	struct err err = { 0 };
	struct loader *loader = loader_start(store, &dir, 1, &options, &err);
	int64_t start;

	if (!loader)
		fail(dir, &err);
	usleep(100000);
	start = time_monotonic();
	loader_stop(loader);
	loader_wait(loader);
	printf("cancel_load %.6f\n", seconds_since(start));
	loader_free(loader);
	store_free(store);
}

/* ---- asking -------------------------------------------------------------- */

static struct query *
compile(struct str text)
{
	struct err err = { 0 };
	struct query *q = query_new(text, &err);
	struct buf b = { 0 };

	if (!q) {
		query_error_print(text, &err, &b);
		fprintf(stderr, "%.*s\n", STR_ARG(buf_str(&b)));
		exit(1);
	}
	return q;
}

static struct result *
run(const struct bench *b, const struct query *q, const atomic_bool *stop,
    struct err *err)
{
	struct query_options options = { .from_us = INT64_MIN,
		.to_us = INT64_MAX, .pool = b->pool, .stop = stop };

	return query_run(q, b->snap, &options, err);
}

static uint64_t
read_cells(const struct bench *b, const struct result *r)
{
	struct cell_reader *cells = cell_reader_new(r);
	uint64_t bytes = 0, row, rows = result_rows(r);

	for (row = 0; row < rows; row++) {
		if (row % 4096 == 0)
			cell_reader_prepare(cells, row,
			    (uint32_t)(rows - row < 4096 ? rows - row : 4096),
			    b->pool, NULL);
		for (size_t c = 0; c < result_columns(r); c++)
			bytes += cell_read(cells, row, c).text.n;
	}
	cell_reader_free(cells);
	return bytes;
}

static void
ask_once(const struct bench *b, const char *name, struct str text,
    const char *which)
{
	int64_t start = time_monotonic();
	struct query *q = compile(text);
	struct err err = { 0 };
	struct result *r = run(b, q, NULL, &err);

	if (!r)
		fail(name, &err);
	read_cells(b, r);
	printf("%s.%s %.6f\n", name, which, seconds_since(start));
	if (strcmp(which, "again") == 0) {
		printf("%s.rows %.0f\n", name, (double)result_rows(r));
		printf("%s.matched %.0f\n", name,
		    (double)result_numbers(r)->matched);
	}
	result_free(r);
	query_free(q);
}

static void
ask(const struct bench *b, const char *name, struct str text)
{
	ask_once(b, name, text, "first");
	ask_once(b, name, text, "again");
}

/* ---- discovery ----------------------------------------------------------- */

static void
discover_once(const struct bench *b, const char *name, const uint64_t *events,
    const char *which)
{
	struct arena a = { 0 };
	int64_t start = time_monotonic();
	size_t n, values;
	uint64_t distinct, present;
	struct field_count *fields = discover_fields(b->snap, events, b->pool,
	    NULL, &a, &n);

	printf("%s.paths.%s %.6f\n", name, which, seconds_since(start));
	for (size_t i = 0; i < n && i < VISIBLE_ROWS; i++)
		discover_values(field_bind_any(b->snap, fields[i].name, &a),
		    events, TOP_VALUES, b->pool, NULL, &a, &values, &distinct,
		    &present);
	printf("%s.%s %.6f\n", name, which, seconds_since(start));
	arena_free(&a);
}

/* The filter's own time does not count: its bits are there already when the
 * fields are shown. */
static void
discover(const struct bench *b, const char *name, struct str filter)
{
	struct query *q = compile(filter);
	struct err err = { 0 };
	struct result *r = run(b, q, NULL, &err);

	if (!r)
		fail(name, &err);
	discover_once(b, name, result_matched(r), "first");
	discover_once(b, name, result_matched(r), "again");
	result_free(r);
	query_free(q);
}

/* ---- cancelling ---------------------------------------------------------- */

struct cancelled {
	const struct bench *bench;
	const struct query *query;
	atomic_bool stop;
	struct result *result;
	struct err err;
};

static void *
run_until_stopped(void *ctx)
{
	struct cancelled *c = ctx;

	c->result = run(c->bench, c->query, &c->stop, &c->err);
	return NULL;
}

/* The worst of a few moments; a query that ends before its moment says
 * nothing. */
static void
cancel(const struct bench *b, const char *name, struct str text)
{
	double worst = -1, seconds;

	for (int i = 1; i <= CANCELS; i++) {
		struct cancelled c = { .bench = b, .query = compile(text) };
		pthread_t thread;
		int64_t start;

		if (pthread_create(&thread, NULL, run_until_stopped, &c) != 0)
			exit(1);
		usleep((useconds_t)(i * CANCEL_FIRST_US));
		start = time_monotonic();
		atomic_store(&c.stop, true);
		pthread_join(thread, NULL);
		seconds = seconds_since(start);
		if (!c.result && seconds > worst)
			worst = seconds;
		if (c.result)
			result_free(c.result);
		query_free((struct query *)c.query);
	}
	if (worst >= 0)
		printf("%s.cancel %.6f\n", name, worst);
}

/* ---- questions ----------------------------------------------------------- */

static const struct language {
	const char *name;
	void (*ask)(const struct bench *b, const char *name, struct str text);
} languages[] = {
	{ "spoor", ask },
	{ "discover", discover },
	{ "cancel", cancel },
};

static void
nothing(void *ctx, size_t item, unsigned worker)
{
	(void)ctx;
	(void)item;
	(void)worker;
}

/* In a process of its own, with the threads of the pool started. */
static void
ask_apart(struct bench *b, const struct language *l, const char *name,
    struct str text)
{
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		b->pool = pool_new(b->threads);
		pool_run(b->pool, b->threads, NULL, nothing, NULL);
		l->ask(b, name, text);
		fflush(stdout);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || status != 0) {
		fprintf(stderr, "queries: %s failed\n", name);
		exit(1);
	}
}

static void
ask_all(struct bench *b, const char *path)
{
	FILE *f = fopen(path, "r");
	char line[4096], name[64], word[64];
	int at;

	if (!f) {
		fprintf(stderr, "queries: %s: %s\n", path, strerror(errno));
		exit(1);
	}
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' ||
		    sscanf(line, "%63s %63s %n", name, word, &at) != 2)
			continue;
		for (size_t i = 0; i < sizeof(languages) / sizeof(*languages);
		     i++)
			if (strcmp(word, languages[i].name) == 0)
				ask_apart(b, &languages[i], name,
				    str_of(line + at));
	}
	fclose(f);
}

int
main(int argc, char **argv)
{
	struct bench b = { .threads = 2 };
	int option;

	while ((option = getopt(argc, argv, "t:m:")) != -1) {
		if (option == 't')
			b.threads = (unsigned)atoi(optarg);
		else if (option == 'm')
			b.memory_bytes = strtoull(optarg, NULL, 10);
		else
			return 2;
	}
	if (argc - optind < 1 || argc - optind > 2 || b.threads < 1) {
		fputs("usage: queries [-t THREADS] [-m MEMORY_BYTES] DIR "
		      "[QUESTIONS]\n", stderr);
		return 2;
	}
	load(&b, argv[optind]);
	if (argc - optind == 2) {
		ask_all(&b, argv[optind + 1]);
		cancel_load(&b, argv[optind]);
	}
	snapshot_release(b.snap);
	loader_free(b.loader);
	store_free(b.store);
	return 0;
}
