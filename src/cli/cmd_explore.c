/*
 * spoor LOG..., spoor demo: the explorer.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* The face takes these from a signalfd; no thread may take them first. */
static void
block_signals(void)
{
	static const int signals[] = { SIGWINCH, SIGTSTP, SIGCONT, SIGTERM,
		SIGHUP, SIGINT };
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		sigaddset(&set, signals[i]);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
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

/* Returns what the face returns. */
static int
show(const struct options *o, struct store *st, struct loader *loader,
    struct err *err)
{
	struct arena a = { 0 };
	struct explore_options options = { .store = st, .loader = loader,
		.threads = o->load.threads, .zone = o->look.zone };
	struct explore *x;
	int ended = -1;

	options.source = source_label(o, &a);
	options.state_dir = state_directory(&a);
	wait_for_newest(o, loader);
	if (options_range(o, newest(st), &options.from_us, &options.to_us,
	        err)) {
		x = explore_new(&options);
		ended = o->face->run(x, &o->look, err);
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
	block_signals();
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

int
cmd_explore(struct options *o)
{
	if (o->n_arguments)
		return explore(o);
	if (!isatty(STDIN_FILENO))
		return explore_one(o, "-");
	sayf("no LOG is named; `spoor demo` shows a sample incident, "
	    "`spoor --help` what else there is");
	return EXIT_FAILED;
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
