#include "ui/editor.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

#define WORDS_MAX 32
#define TEXT_BYTES_MAX ((size_t)1 << 20)

static const char *
editor_name(void)
{
	static const char *const names[] = { "VISUAL", "EDITOR" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *name = getenv(names[i]);

		if (name && *name)
			return name;
	}
	return "vi";
}

/* "emacs -nw" is a program and its first argument; no shell looks at it. */
static size_t
words_split(char *text, char *words[WORDS_MAX])
{
	size_t n = 0;

	for (char *p = text; *p && n + 2 < WORDS_MAX;) {
		while (*p == ' ')
			*p++ = '\0';
		if (!*p)
			break;
		words[n++] = p;
		while (*p && *p != ' ')
			p++;
	}
	return n;
}

/* The signals that the explorer blocks are the editor's to take. */
static int
spawn(char *const words[], pid_t *pid)
{
	posix_spawnattr_t attributes;
	sigset_t none;
	int error;

	sigemptyset(&none);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	error = posix_spawnp(pid, words[0], NULL, &attributes, words, environ);
	posix_spawnattr_destroy(&attributes);
	return error;
}

/* Stopped, nobody could continue it: it goes on at once. */
static bool
wait_for(pid_t pid)
{
	int status = 0;
	pid_t got;

	do {
		got = waitpid(pid, &status, WUNTRACED);
		if (got == pid && WIFSTOPPED(status))
			kill(pid, SIGCONT);
	} while ((got < 0 && errno == EINTR) ||
		 (got == pid && WIFSTOPPED(status)));
	return got == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool
edit(const char *path, struct err *err)
{
	char *name = strdup(editor_name());
	char *words[WORDS_MAX] = { 0 };
	size_t n = name ? words_split(name, words) : 0;
	int error = n > 0 ? 0 : ENOENT;
	pid_t pid = 0;

	if (n > 0) {
		words[n] = (char *)path;
		error = spawn(words, &pid);
	}
	if (error)
		err_set(err, ERR_SYSTEM, "%s cannot be run: %s",
		    editor_name(), strerror(error));
	else if (!wait_for(pid))
		err_set(err, ERR_SYSTEM, "%s did not end with success",
		    editor_name());
	free(name);
	return err->code == ERR_NONE;
}

static bool
write_all(int fd, struct str text)
{
	while (text.n > 0) {
		ssize_t n = write(fd, text.p, text.n);

		if (n < 0 && errno != EINTR)
			return false;
		text = str_from(text, n > 0 ? (size_t)n : 0);
	}
	return true;
}

/* An editor may have put another file in its place: it is opened again. */
static bool
read_back(const char *path, struct buf *out, struct err *err)
{
	FILE *f = fopen(path, "re");
	size_t n = 1;

	if (!f)
		return err_system(err, "the edited text");
	buf_reset(out);
	while (n > 0 && out->n <= TEXT_BYTES_MAX) {
		n = fread(buf_room(out, 4096), 1, 4096, f);
		out->n += n;
	}
	fclose(f);
	if (out->n > TEXT_BYTES_MAX)
		return err_set(err, ERR_LIMIT,
		    "the edited text is longer than 1 MiB");
	while (out->n > 0 &&
	       (out->p[out->n - 1] == '\n' || out->p[out->n - 1] == '\r'))
		out->n--;
	return true;
}

bool
editor_run(struct str text, struct buf *out, struct err *err)
{
	const char *where = getenv("TMPDIR");
	struct buf path = { 0 };
	bool done = false;
	int fd;

	buf_printf(&path, "%s/spoor-query-XXXXXX",
	    where && *where ? where : "/tmp");
	buf_byte(&path, '\0');
	fd = mkstemp(path.p);
	if (fd < 0) {
		err_system(err, "no file for the editor");
	} else {
		bool written = write_all(fd, text) && write_all(fd, STR("\n"));

		close(fd);
		if (!written)
			err_system(err, "the file for the editor");
		else
			done = edit(path.p, err) &&
			       read_back(path.p, out, err);
		unlink(path.p);
	}
	buf_free(&path);
	return done;
}
