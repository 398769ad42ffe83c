#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/err.h"
#include "tap.h"

static bool
reads(const struct err *e, const char *want)
{
	char text[1024];

	if (strcmp(err_text(e, text, sizeof(text)), want) == 0)
		return true;
	printf("# %s\n", text);
	return false;
}

static void
setting(void)
{
	struct err e = { 0 };

	ok(!err_set(&e, ERR_FORMAT, "found %d, want %s", 3, "4"),
	    "setting an error returns false");
	ok(e.code == ERR_FORMAT && reads(&e, "found 3, want 4"),
	    "code and message are kept");
	err_set(&e, ERR_LIMIT, "later");
	errno = ENOENT;
	err_system(&e, "later");
	ok(e.code == ERR_FORMAT && reads(&e, "found 3, want 4"),
	    "the first failure is kept");
	ok(!err_set(NULL, ERR_FORMAT, "x") && !err_system(NULL, "x"),
	    "nobody has to want to know");
	err_at(NULL, STR("x"), 1, 1);

	e = (struct err){ 0 };
	errno = ENOENT;
	ok(!err_system(&e, "cannot open %s", "x"), "so does err_system");
	ok(e.code == ERR_SYSTEM &&
	        reads(&e, "cannot open x: No such file or directory"),
	    "the system's reason stands behind");

	e = (struct err){ 0 };
	err_set(&e, ERR_FORMAT, "%01000d", 7);
	ok(strlen(e.message) == sizeof(e.message) - 1,
	    "a long message is cut");
	e = (struct err){ 0 };
	errno = ENOENT;
	err_system(&e, "%0400d", 7);
	ok(strlen(e.message) == sizeof(e.message) - 1,
	    "a long message leaves no room for the reason");
}

static void
places(void)
{
	struct err e = { 0 };
	char path[1000];

	err_set(&e, ERR_FORMAT, "bad");
	err_at(&e, STR("trail/0007.json.gz"), 1, 48213);
	ok(reads(&e, "trail/0007.json.gz:1:48213: bad"),
	    "path, line and offset stand before the message");
	err_at(&e, STR("a"), 7, 0);
	ok(reads(&e, "a:7: bad"), "an offset that is not set is left out");
	err_at(&e, STR("a"), 0, 9);
	ok(reads(&e, "a: byte 9: bad"),
	    "an offset without a line says that it is one");
	err_at(&e, STR("a"), 0, 0);
	ok(reads(&e, "a: bad"), "a path may stand alone");
	err_at(&e, (struct str){ NULL, 0 }, 3, 4);
	ok(reads(&e, "line 3:4: bad"), "line and offset may stand alone");
	err_at(&e, STR(""), 0, 5);
	ok(reads(&e, "byte 5: bad"), "so may the offset");

	memset(path, 'm', sizeof(path));
	memcpy(path, "head", 4);
	memcpy(path + sizeof(path) - 4, "tail", 4);
	err_at(&e, (struct str){ path, sizeof(path) }, 1, 1);
	ok(strlen(e.path) == sizeof(e.path) - 1 &&
	        memcmp(e.path, "headmm", 6) == 0 && strstr(e.path, "mm...mm") &&
	        strcmp(e.path + sizeof(e.path) - 1 - 6, "mmtail") == 0,
	    "a long path is cut in the middle");
	err_at(&e, (struct str){ path, sizeof(e.path) - 1 }, 1, 1);
	ok(memcmp(e.path, path, sizeof(e.path) - 1) == 0 &&
	        !strstr(e.path, "..."),
	    "a path that just fits is kept whole");
}

static void
texts_are_harmless(void)
{
	struct err e = { 0 };
	char text[16];

	err_set(&e, ERR_FORMAT, "is \"\x1b[2J\n\"");
	err_at(&e, STR("a\x1b]0;x\x07\xe2\x80\xae.gz"), 1, 2);
	ok(reads(&e, "a\\x1b]0;x\\x07<U+202E>.gz:1:2: is \"\\x1b[2J\\n\""),
	    "control characters of path and message are made visible");
	ok(strcmp(err_text(&e, text, sizeof(text)), "a\\x1b]0;x\\x07<U") == 0,
	    "the text is cut to its room");
	ok(strcmp(err_text(&e, text, 1), "") == 0, "room for the NUL alone");
	ok(strcmp(err_text(&e, NULL, 0), "") == 0, "no room at all");
	e = (struct err){ 0 };
	ok(reads(&e, ""), "nothing failed: nothing is said");
}

static void
say_restored(void)
{
	ssize_t n = write(STDERR_FILENO, "restored\n", 9);

	(void)n;
}

static void
bugs(void)
{
	char said[256] = "";
	int ends[2], status = 0;
	size_t n = 0;
	ssize_t got;
	pid_t child;

	if (!ok(pipe(ends) == 0, "there is a pipe"))
		return;
	child = fork();
	if (child == 0) {
		const struct rlimit none = { 0, 0 };

		setrlimit(RLIMIT_CORE, &none);
		signal(SIGABRT, SIG_DFL);
		dup2(ends[1], STDERR_FILENO);
		bug_on_exit(say_restored);
		BUG("no row %d", 7);
	}
	close(ends[1]);
	while (n < sizeof(said) - 1 &&
	    (got = read(ends[0], said + n, sizeof(said) - 1 - n)) > 0)
		n += (size_t)got;
	close(ends[0]);
	waitpid(child, &status, 0);
	ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT,
	    "a bug aborts");
	ok(strncmp(said, "restored\nspoor: bug at ", 23) == 0 &&
	        strstr(said, "test_err.c:") && strstr(said, ": no row 7\n"),
	    "the terminal is restored, then place and message are said");
}

int
main(void)
{
	setting();
	places();
	texts_are_harmless();
	bugs();
	return done_testing();
}
