/*
 * Files of the user: keys, saved queries, places; what is wrong is told with
 * its line, and changes nothing.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "tap.h"
#include "base/arena.h"
#include "explore/actions.h"
#include "explore/files.h"
#include "explore/keymap.h"
#include "explore/library.h"
#include "explore/recent.h"

static char dir[] = "/tmp/test_keymap.XXXXXX";

static void
put(const char *name, const char *text)
{
	struct err err = { 0 };
	char path[200];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	ok(file_replace(path, str_of(text), &err), "%s is written", name);
}

static const struct action *
row(const char *name)
{
	for (size_t i = 0; i < explore_action_count; i++)
		if (strcmp(explore_action_rows[i].name, name) == 0)
			return &explore_action_rows[i];
	return NULL;
}

/* The error of a keys file: "line: message". */
static void
wrong_keys(const char *text, uint64_t line, const char *message)
{
	struct keymap *m = keymap_new();
	struct err err = { 0 };

	put("keys", text);
	ok(!keymap_read(m, dir, &err), "%s: is refused", message);
	ok(err.line == line, "... in line %d, not %d", (int)line,
	    (int)err.line);
	ok(strstr(err.message, message) != NULL, "... it says so");
	if (!strstr(err.message, message))
		printf("# %s\n", err.message);
	ok(strcmp(keymap_keys(m, row("mark")), "m") == 0,
	    "... and the keys are as they were");
	keymap_free(m);
}

static void
keys(void)
{
	struct keymap *m = keymap_new();
	struct err err = { 0 };

	ok(keymap_read(m, dir, &err), "without a file the keys are the "
	                              "table's");
	ok(strcmp(keymap_keys(m, row("only")), "+ =") == 0, "+ and = are only");
	put("keys", "# mine\n\nonly  + B\n  mark\tSpace ^G\n"
	            "page-down  PgDn\n");
	ok(keymap_read(m, dir, &err), "a file gives actions other keys");
	if (err.code != ERR_NONE)
		printf("# %d: %s\n", (int)err.line, err.message);
	ok(strcmp(keymap_keys(m, row("only")), "+ B") == 0, "several");
	ok(strcmp(keymap_keys(m, row("mark")), "Space ^G") == 0,
	    "a key with a name, a control key");
	ok(strcmp(keymap_first(m, row("mark")), "Space") == 0,
	    "the first is the one that is shown");
	ok(keys_have("Space ^G", "^G") && !keys_have("Space ^G", "G"),
	    "a key is found by its whole name");
	keymap_free(m);

	wrong_keys("mark m\nfly x\n", 2, "no action is named fly");
	wrong_keys("mark Hyper\n", 1, "Hyper is no key");
	wrong_keys("mark ^Z\n", 1, "^Z is no key");
	wrong_keys("# a\nmark +\n", 2, "+ is the key of only");
	put("keys", "mark j\ndown Down\nonly +\n");
	m = keymap_new();
	err = (struct err){ 0 };
	ok(keymap_read(m, dir, &err), "a key that another line freed is free");
	keymap_free(m);
}

static bool
holds(const char *name, const char *want)
{
	char path[200];
	struct buf b = { 0 };
	struct err err = { 0 };
	bool same;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	same = file_read(path, 10000, &b, &err) &&
	    str_equal(buf_str(&b), str_of(want));
	if (!same)
		printf("# %.*s\n", STR_ARG(buf_str(&b)));
	buf_free(&b);
	return same;
}

static void
queries(void)
{
	struct err err = { 0 };
	struct library *l;
	const struct saved_query *q;
	char path[200];

	put("shipped", "# comment\n\n= iam/users  Users\nfilter a = 1\n"
	               "| sort b\n\n= x/y\nlimit 1\n");
	snprintf(path, sizeof(path), "%s/shipped", dir);
	l = library_new(path, dir, &err);
	ok(err.code == ERR_NONE && library_count(l) == 2,
	    "a file of queries is read");
	q = library_at(l, 0);
	ok(str_equal(q->name, STR("iam/users")) &&
	        str_equal(q->title, STR("Users")) && !q->own,
	    "with name and title");
	ok(str_equal(q->text, STR("filter a = 1\n| sort b")),
	    "the lines below are the query");
	ok(!library_save(l, STR("two words"), STR(""), STR("limit 1"), &err),
	    "a name has no blanks");
	err = (struct err){ 0 };
	ok(library_save(l, STR("my/one"), STR("Mine"),
	       STR("filter a = 2\n= b"), &err),
	    "one's own is saved");
	ok(library_save(l, STR("my/one"), STR("Mine"),
	       STR("filter a = 3\n= b"), &err) && library_count(l) == 3,
	    "and saved again in its place");
	library_free(l);
	l = library_new(path, dir, &err);
	q = library_at(l, 0);
	ok(library_count(l) == 3 && q->own &&
	        str_equal(q->text, STR("filter a = 3\n = b")),
	    "the next time it comes first, and a line with = is its own");
	library_free(l);
	put("queries", "# by hand\n\n= a/b  First\nlimit 1\n\n= my/one  Mine\n"
	               "filter a = 2\n\n= c/d\nlimit 2\n");
	l = library_new(path, dir, &err);
	put("queries", "# by hand\n\n= a/b  First\nlimit 1\n\n= my/one  Mine\n"
	               "filter a = 2\n\n= c/d\nlimit 2\n\n= e/f  Later\n"
	               "limit 3");
	ok(library_save(l, STR("my/one"), STR("Mine"), STR("filter a = 3"),
	       &err) &&
	        library_save(l, STR("g/h"), STR("New"), STR("limit 4"), &err) &&
	        holds("queries",
	            "# by hand\n\n= a/b  First\nlimit 1\n\n= my/one  Mine\n"
	            "filter a = 3\n\n= c/d\nlimit 2\n\n= e/f  Later\n"
	            "limit 3\n= g/h  New\nlimit 4\n\n"),
	    "what was written by hand, or by another, stays as it is");
	library_free(l);
	put("shipped", "filter a = 1\n");
	err = (struct err){ 0 };
	l = library_new(path, NULL, &err);
	ok(err.code == ERR_FORMAT && err.line == 1 && library_count(l) == 0,
	    "what stands before the first name is told with its line");
	err = (struct err){ 0 };
	ok(!library_save(l, STR("a"), STR(""), STR("limit 1"), &err),
	    "without a directory none is kept");
	library_free(l);
}

static void
places(void)
{
	static const char *const first[] = { "/case/1" };
	static const char *const second[] = { "/case/2", "/more logs" };
	struct recent_place p[RECENT_MAX];
	struct arena a = { 0 };
	struct err err = { 0 };

	ok(recent_read(dir, &a, p) == 0, "at first no place was opened");
	recent_add(dir, first, 1, 1000000, &err);
	recent_add(dir, second, 2, 2000000, &err);
	ok(recent_read(dir, &a, p) == 2 && p[0].n_logs == 2 &&
	        str_equal(p[0].logs[1], STR("/more logs")) &&
	        p[0].time_us == 2000000,
	    "the newest place comes first");
	recent_add(dir, first, 1, 3000000, &err);
	ok(recent_read(dir, &a, p) == 2 &&
	        str_equal(p[0].logs[0], STR("/case/1")),
	    "one that is opened again is the newest");
	for (int i = 0; i < 2 * RECENT_MAX; i++) {
		char name[32];
		const char *logs[] = { name };

		snprintf(name, sizeof(name), "/n/%d", i);
		recent_add(dir, logs, 1, 4000000, &err);
	}
	ok(recent_read(dir, &a, p) == RECENT_MAX, "no more than %d are kept",
	    RECENT_MAX);
	put("places", "{\"logs\":[\"relative\"]}\nnonsense\n{}\n"
	              "{\"logs\":[\"/x\"],\"time\":-1}\n");
	ok(recent_read(dir, &a, p) == 1 && p[0].time_us == 0,
	    "what is no place is left out");
	arena_free(&a);
}

static void
files(void)
{
	struct err err = { 0 };
	struct new_file *f;
	struct buf b = { 0 };
	char path[200];

	snprintf(path, sizeof(path), "%s/whole", dir);
	f = new_file_open(path, &err);
	ok(f && new_file_write(f, STR("half"), &err) && access(path, F_OK) != 0,
	    "a file that is being written is not there");
	new_file_drop(f);
	ok(access(path, F_OK) != 0, "nor after it was dropped");
	ok(file_replace(path, STR("one"), &err) &&
	        file_replace(path, STR("two"), &err) &&
	        file_read(path, 100, &b, &err) &&
	        str_equal(buf_str(&b), STR("two")),
	    "the new one takes the place of the old one");
	snprintf(path, sizeof(path), "%s/none/whole", dir);
	ok(!file_replace(path, STR("x"), &err) && err.code == ERR_SYSTEM,
	    "where there is no directory the system's word is told");
	buf_free(&b);
}

int
main(void)
{
	char command[200];

	if (!mkdtemp(dir))
		return 1;
	keys();
	queries();
	places();
	files();
	for (int i = 0; i < 6; i++) {
		static const char *const names[] = { "keys", "shipped",
			"queries", "places", "whole", "" };

		snprintf(command, sizeof(command), "%s/%s", dir, names[i]);
		remove(command);
	}
	ok(access(dir, F_OK) != 0, "nothing else was left behind");
	return done_testing();
}
