/*
 * The history of queries and its file.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "tap.h"
#include "base/buf.h"
#include "explore/history.h"

static char home[] = "/tmp/spoor-history-XXXXXX";

static char *
in_home(const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", home, name);
	return path;
}

static void
add(struct history *h, const char *query)
{
	struct err why = { 0 };

	history_add(h, str_of(query), 1700000000000000, &why);
}

static bool
at(const struct history *h, size_t i, const char *want)
{
	return i < history_count(h) &&
	    str_equal(history_at(h, i), str_of(want));
}

static void
kept(void)
{
	char dir[256];
	struct history *h;
	struct stat st;

	snprintf(dir, sizeof(dir), "%s", in_home("state/spoor"));
	h = history_new(dir);
	ok(history_count(h) == 0, "no file is an empty history");
	add(h, "filter a = 1");
	add(h, "  stats count(*)\n| sort x ");
	add(h, "   ");
	add(h, "filter a = 1");
	ok(history_count(h) == 2 && at(h, 1, "filter a = 1"),
	    "a query that comes again moves to the end; blanks are not kept");
	ok(stat(dir, &st) == 0 && (st.st_mode & 0777) == 0700,
	    "the directory is made, for its owner only");
	ok(stat(in_home("state/spoor/history"), &st) == 0 &&
	        (st.st_mode & 0777) == 0600,
	    "so is the file");
	history_free(h);

	h = history_new(dir);
	ok(history_count(h) == 2 && at(h, 0, "stats count(*)\n| sort x") &&
	        at(h, 1, "filter a = 1"),
	    "the next session has them, in their order, with line ends");
	ok(history_search(h, STR("stats"), SIZE_MAX) == 0,
	    "the newest with a text is found");
	ok(history_search(h, STR("a"), 1) == 0, "and the one before");
	ok(history_search(h, STR("nothing"), SIZE_MAX) == SIZE_MAX,
	    "or none");
	history_free(h);
}

static void
damaged(void)
{
	const char *text = "{\"query\":\"one\",\"time\":1}\nnot json\n\n"
	                   "{\"query\":7}\n{\"time\":1e300}\n[]\n"
	                   "{\"query\":\"two\",\"time\":1e300}";
	FILE *f;
	struct history *h;

	mkdir(in_home("damaged"), 0700);
	f = fopen(in_home("damaged/history"), "w");
	fputs(text, f);
	fclose(f);
	h = history_new(in_home("damaged"));
	ok(history_count(h) == 2 && at(h, 0, "one") && at(h, 1, "two"),
	    "lines that cannot be read are left out");
	history_free(h);
}

static void
bounded(void)
{
	struct history *h = history_new(NULL);
	struct buf b = { 0 };
	struct err why = { 0 };

	for (int i = 0; i < HISTORY_MAX + 10; i++) {
		buf_reset(&b);
		buf_printf(&b, "filter n = %d", i);
		history_add(h, buf_str(&b), 0, &why);
	}
	ok(history_count(h) == HISTORY_MAX && at(h, 0, "filter n = 10"),
	    "the oldest go");
	buf_reset(&b);
	buf_fill(&b, 'x', 70000);
	history_add(h, buf_str(&b), 0, &why);
	ok(history_search(h, STR("xxx"), SIZE_MAX) == SIZE_MAX,
	    "a query of 70,000 bytes is not kept");
	buf_free(&b);
	history_free(h);
}

static void
failing(void)
{
	struct err why = { 0 };
	FILE *f = fopen(in_home("file"), "w");
	struct history *h;

	fclose(f);
	h = history_new(in_home("file/spoor"));
	ok(!history_add(h, STR("filter a = 1"), 0, &why) &&
	        why.code == ERR_SYSTEM,
	    "a directory that cannot be made is an error");
	ok(history_count(h) == 1, "the query is there all the same");
	history_free(h);
}

int
main(void)
{
	umask(022);
	if (!mkdtemp(home))
		return 1;
	kept();
	damaged();
	bounded();
	failing();
	unlink(in_home("state/spoor/history"));
	rmdir(in_home("state/spoor"));
	rmdir(in_home("state"));
	unlink(in_home("damaged/history"));
	rmdir(in_home("damaged"));
	unlink(in_home("file"));
	ok(rmdir(home) == 0, "nothing else was left behind");
	return done_testing();
}
