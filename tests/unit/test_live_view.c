/*
 * The explorer while logs are followed: F, the place that is kept, what the
 * last line says.
 */
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "explore/explore.h"
#include "tap.h"

static char dir[] = "/tmp/test_live.XXXXXX";
static const char *const words[] = { "Alpha", "Beta" };

static void
append(struct arena *a, unsigned from, unsigned n)
{
	int fd = open(arena_printf(a, "%s/a.log", dir).p,
	    O_WRONLY | O_CREAT | O_APPEND, 0600);

	for (unsigned i = from; i < from + n; i++)
		dprintf(fd,
		    "{\"eventVersion\":\"1.08\",\"eventTime\":"
		    "\"2024-01-01T%02u:%02u:%02uZ\",\"eventSource\":"
		    "\"s3.amazonaws.com\",\"eventName\":\"%s\",\"eventID\":"
		    "\"00000000-0000-4000-8000-%012u\"}\n",
		    i / 3600 % 24, i / 60 % 60, i % 60, words[i % 2], i);
	close(fd);
}

/* Runs the loop until there are so many rows, at most five seconds. */
static bool
comes(struct explore *x, uint64_t rows)
{
	int64_t end = time_monotonic() + 5 * US_PER_SECOND;

	while (explore_rows(x) != rows && time_monotonic() < end) {
		struct pollfd p[EXPLORE_FDS];
		int fds[EXPLORE_FDS];
		size_t n = explore_fds(x, fds);

		for (size_t i = 0; i < n; i++)
			p[i] = (struct pollfd){ fds[i], POLLIN, 0 };
		poll(p, n, 20);
		explore_tick(x);
	}
	return explore_rows(x) == rows;
}

static void
settle(struct explore *x)
{
	int64_t end = time_monotonic() + US_PER_SECOND / 2;

	while (time_monotonic() < end) {
		poll(NULL, 0, 20);
		explore_tick(x);
	}
}

static bool
says(struct str text, const char *part)
{
	if (str_find(text, str_of(part)) < text.n)
		return true;
	printf("# \"%.*s\"\n", STR_ARG(text));
	return false;
}

int
main(void)
{
	const char *logs[] = { dir };
	struct load_options load = { .threads = 2 };
	struct arena a = { 0 };
	struct explore_options o = { .from_us = INT64_MIN, .to_us = INT64_MAX,
		.source = STR("d") };
	struct explore_progress p;
	struct explore *x;
	uint32_t event;

	if (!mkdtemp(dir))
		return 1;
	append(&a, 0, 40);
	o.store = store_new(NULL);
	o.loader = loader_start(o.store, logs, 1, &load, NULL);
	x = explore_new(&o);
	ok(comes(x, 40), "what is there is shown");
	settle(x);
	append(&a, 40, 2);
	settle(x);
	ok(explore_rows(x) == 40 &&
	        !says(explore_place(x), "LIVE"), "and stays so without F");
	explore_key(x, "j");
	explore_key(x, "F");
	ok(comes(x, 42), "F catches up");
	ok(explore_row(x) == 0, "and goes to the newest");
	settle(x);
	ok(says(explore_message(x), "F stop  newest match is "),
	    "the last line says how old that is");
	ok(says(explore_place(x), "LIVE 0/min  lag "), "and the rate and lag");
	explore_progress(x, &p);
	ok(!p.loading && !p.stopped, "nothing is loading");
	append(&a, 42, 3);
	ok(comes(x, 45) && explore_row(x) == 0, "the newest row moves along");
	ok(says(explore_place(x), "LIVE 3/min"), "the rate counts them");
	explore_key(x, "j");
	explore_key(x, "j");
	event = explore_event(x);
	append(&a, 45, 5);
	ok(comes(x, 50) && explore_row(x) == 7 && explore_event(x) == event,
	    "another one is held");
	ok(says(explore_message(x), "held: 5 newer above, g goes there"),
	    "and those above it counted");
	explore_key(x, "g");
	ok(explore_row(x) == 0 && says(explore_message(x), "F stop"),
	    "g goes there");
	explore_key(x, "l");
	explore_key(x, "l");
	explore_key(x, "+");
	ok(comes(x, 25), "a filter");
	append(&a, 50, 4);
	ok(comes(x, 27), "is kept while events come");
	explore_key(x, "F");
	settle(x);
	append(&a, 54, 4);
	settle(x);
	ok(explore_rows(x) == 27 && !says(explore_place(x), "LIVE"),
	    "F again stops reading");
	explore_key(x, "F");
	ok(comes(x, 29), "and goes on");
	explore_free(x);
	loader_free(o.loader);
	store_free(o.store);
	arena_free(&a);
	unlink(arena_printf(&a, "%s/a.log", dir).p);
	arena_free(&a);
	rmdir(dir);
	return done_testing();
}
