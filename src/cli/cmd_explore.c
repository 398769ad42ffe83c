/*
 * spoor LOG..., spoor demo: the explorer.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/timefmt.h"
#include "base/utf8.h"
#include "cli/cmd.h"
#include "cli/load.h"
#include "cli/places.h"
#include "cli/say.h"

/* What the first step of the path is called: the last part of the first log's
 * path, `+n` for the others. */
static struct str
source_label(const struct options *o, struct arena *a)
{
	struct str s = str_of(o->arguments[0]);
	size_t from;

	if (str_equal(s, STR("-")))
		s = STR("standard input");
	while (s.n > 1 && s.p[s.n - 1] == '/')
		s.n--;
	for (from = s.n; from && s.p[from - 1] != '/'; from--)
		;
	s = str_from(s, from < s.n ? from : 0);
	if (str_equal(s, STR(".")) || str_equal(s, STR("..")))
		s = STR("logs");
	return o->n_arguments == 1
	    ? s
	    : arena_printf(a, "%.*s +%zu", STR_ARG(s), o->n_arguments - 1);
}

/* A command's name where a LOG is expected. */
static const char *
hint(const char *log)
{
	size_t n;
	const struct command *c = commands(&n);

	for (size_t i = 1; i < n; i++)
		if (strcmp(log, c[i].name) == 0)
			return "; a command stands before its options";
	return "";
}

/* False, and said why, if there is nothing to explore. */
static bool
any_log(const struct options *o)
{
	for (int words = 0; words < 2; words++)
		for (size_t i = 0; i < o->n_arguments; i++) {
			const char *log = o->arguments[i];
			struct stat st;

			if (strcmp(log, "-") == 0 || stat(log, &st) == 0)
				return true;
			if (words)
				sayf("%s: %s%s", log, strerror(errno),
				    hint(log));
		}
	return false;
}

/* The face takes these from a signalfd; no thread may take them first.  Behind
 * it they are what they were: ^C ends what does not want to end. */
static void
signals_mask(int how)
{
	static const int signals[] = { SIGWINCH, SIGTSTP, SIGCONT, SIGTERM,
		SIGHUP, SIGINT };
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		sigaddset(&set, signals[i]);
	pthread_sigmask(how, &set, NULL);
}

/* A range that counts back from the newest event needs all of them; who does
 * not want to wait gets the newest so far. */
static void
wait_for_newest(const struct options *o, struct loader *loader)
{
	struct stopper *stopper;

	if (!o->last_us && !options_relative(o->from) &&
	    !options_relative(o->to))
		return;
	stopper = stopper_new();
	load_wait(loader, stopper, o);
	stopper_free(stopper);
}

static int64_t
newest(struct store *st)
{
	struct snapshot *snap = store_snapshot(st);
	int64_t first, last;

	if (!snapshot_span(snap, &first, &last))
		last = TIME_NONE;
	snapshot_release(snap);
	return last;
}

/* What is read again by a command of the batch; a pipe is not. */
static const char *const *
absolute_logs(const struct options *o, size_t *n, struct arena *a)
{
	const char **logs = arena_array(a, o->n_arguments + 1, sizeof(*logs));

	*n = 0;
	for (size_t i = 0; i < o->n_arguments; i++) {
		char *real = realpath(o->arguments[i], NULL);

		if (real)
			logs[(*n)++] = arena_copy(a, str_of(real)).p;
		free(real);
	}
	return logs;
}

static bool
in_logs(const struct explore_options *o, const char *dir)
{
	struct str at = str_of(dir);

	for (size_t i = 0; i < o->n_logs; i++) {
		struct str log = str_of(o->logs[i]);
		struct stat st;

		if (stat(o->logs[i], &st) == 0 && !S_ISDIR(st.st_mode))
			while (log.n > 1 && log.p[log.n - 1] != '/')
				log.n--; /* a file: its directory */
		if (log.n > 1 && log.p[log.n - 1] == '/')
			log.n--;
		if (str_starts(at, log) &&
		    (at.n == log.n || at.p[log.n] == '/'))
			return true;
	}
	return false;
}

/* Where one stands, unless that is evidence; then at home. */
static const char *
export_directory(const struct explore_options *o, struct arena *a)
{
	char *here = realpath(".", NULL);
	const char *dir = here ? arena_copy(a, str_of(here)).p : NULL;
	const char *home = getenv("HOME");

	free(here);
	if (dir && !in_logs(o, dir))
		return dir;
	return home && home[0] == '/' && !in_logs(o, home) ? home
	                                                   : o->state_dir;
}

/* For the first screen of the next time.  That it cannot be kept is no reason
 * not to explore. */
static void
keep_place(const struct explore_options *o)
{
	struct err why = { 0 };

	if (o->state_dir && o->n_logs > 0)
		recent_add(o->state_dir, o->logs, o->n_logs, time_now(), &why);
}

/* Returns what the face returns. */
static int
show(const struct options *o, struct store *st, struct loader *loader,
    struct err *err)
{
	struct arena a = { 0 };
	struct explore_options options = { .store = st, .loader = loader,
		.threads = o->load.threads, .zone = o->look.zone,
		.follow = o->load.follow };
	struct explore *x;
	int ended = -1;

	options.source = source_label(o, &a);
	options.state_dir = state_directory(&a);
	options.config_dir = config_directory(&a);
	options.library = library_file(&a);
	options.logs = absolute_logs(o, &options.n_logs, &a);
	options.export_dir = export_directory(&options, &a);
	options.local = local_zone;
	wait_for_newest(o, loader);
	if (options_range(o, newest(st), &options.from_us, &options.to_us,
	        err)) {
		keep_place(&options);
		x = explore_new(&options);
		ended = o->face->run(x, &o->look, err);
		signals_mask(SIG_UNBLOCK);
		explore_free(x);
	}
	arena_free(&a);
	return ended;
}

static int
explore(const struct options *o)
{
	struct err err = { 0 };
	struct store *st;
	struct loader *loader;
	int ended = -1;

	if (!any_log(o))
		return EXIT_FAILED;
	signals_mask(SIG_BLOCK);
	st = store_new(NULL);
	loader = loader_start(
	    st, o->arguments, o->n_arguments, &o->load, &err);
	if (loader) {
		ended = show(o, st, loader, &err);
		loader_free(loader);
	}
	store_free(st);
	complain(&err);
	if (ended > 0)
		return 128 + ended; /* as a shell says that a signal did it */
	return ended == 0 ? EXIT_ROWS : EXIT_FAILED;
}

/* With one argument in place of those that were typed. */
static int
explore_one(struct options *o, const char *log)
{
	o->arguments[0] = log;
	o->n_arguments = 1;
	return explore(o);
}

/* ---- without a LOG ------------------------------------------------------- */

static void
print_recent(struct arena *a)
{
	const char *dir = state_directory(a);
	struct recent_place place[RECENT_MAX];
	size_t n = dir ? recent_read(dir, a, place) : 0;

	if (n == 0)
		return;
	printf("\nOpened last:\n");
	for (size_t i = 0; i < n && i < 9; i++) {
		struct buf b = { 0 };

		time_print(place[i].time_us, &b);
		printf("    %.16s  spoor", b.p);
		for (size_t k = 0; k < place[i].n_logs; k++) {
			buf_reset(&b);
			text_visible(place[i].logs[k], &b);
			printf(" %.*s", STR_ARG(buf_str(&b)));
		}
		printf("\n");
		buf_free(&b);
	}
}

/* What spoor is for, and the ways in. */
static void
welcome(void)
{
	struct arena a = { 0 };

	printf(
	    "spoor explores AWS logs: what happened, who did it, from where,\n"
	    "since when.  It reads files, needs no network, and changes "
	    "nothing.\n"
	    "\n"
	    "    spoor demo              a sample incident to try the keys on\n"
	    "    spoor LOG...            files and directories, such as a copy "
	    "of AWSLogs/\n"
	    "    spoor query QUERY LOG   rows for a pipe\n"
	    "    spoor help              commands, options, keys, the query "
	    "language\n"
	    "\n"
	    "Inside: ? shows the keys, : finds everything by its name, q "
	    "closes.\n"
	    "doc/tutorial.md walks through the sample incident.\n");
	print_recent(&a);
	arena_free(&a);
}

int
cmd_explore(struct options *o)
{
	if (o->n_arguments)
		return explore(o);
	if (!isatty(STDIN_FILENO))
		return explore_one(o, "-");
	welcome();
	return EXIT_ROWS;
}

int
cmd_demo(struct options *o)
{
	struct arena a = { 0 };
	int status;

	if (o->n_arguments) {
		sayf("demo takes no LOG");
		return EXIT_FAILED;
	}
	status = explore_one(o, demo_directory(&a));
	arena_free(&a);
	return status;
}
