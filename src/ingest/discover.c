#include "ingest/discover.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A directory that is being read, or was. */
struct entered {
	dev_t device;
	ino_t inode;
	bool open;
};

struct walk {
	const struct discover *d;
	struct entered *entered; /* open hashing; inode 0 and device 0: free */
	size_t n_entered, capacity;
	struct buf text;
};

/* ---- directories that were entered -------------------------------------- */

static size_t
slot_of(const struct walk *w, dev_t device, ino_t inode)
{
	uint64_t h = ((uint64_t)inode ^ (uint64_t)device << 40) *
	    UINT64_C(0x9e3779b97f4a7c15); /* 2^64 / golden ratio */
	size_t i = (size_t)(h >> 32) & (w->capacity - 1);

	while ((w->entered[i].inode || w->entered[i].device) &&
	    (w->entered[i].inode != inode || w->entered[i].device != device))
		i = (i + 1) & (w->capacity - 1);
	return i;
}

static struct entered *
entered_find(struct walk *w, const struct stat *st)
{
	struct entered *old = w->entered;
	size_t n = w->capacity;

	if ((w->n_entered + 1) * 2 > w->capacity) {
		w->capacity = n ? n * 2 : 64;
		w->entered = mem_zero(w->capacity, sizeof(*w->entered));
		for (size_t i = 0; i < n; i++)
			if (old[i].inode || old[i].device)
				w->entered[slot_of(w, old[i].device,
				    old[i].inode)] = old[i];
		free(old);
	}
	return &w->entered[slot_of(w, st->st_dev, st->st_ino)];
}

/* ---- remarks ------------------------------------------------------------ */

static void
say(struct walk *w, const struct dir *dir, const char *name, const char *mark,
    enum remark_kind kind, bool unread, const char *text)
{
	struct remark m = { .kind = kind, .unread = unread,
		.text = str_of(text) };

	buf_reset(&w->text);
	if (dir)
		buf_add(&w->text, str_from(dir->path, dir->name_at));
	buf_add(&w->text, str_of(name));
	buf_add(&w->text, str_of(mark));
	m.file = buf_str(&w->text);
	book_remark(w->d->book, NULL, &m);
}

static void
say_errno(struct walk *w, const struct dir *dir, const char *name,
    const char *mark)
{
	char text[128];
	const char *what = strerror(errno);

	snprintf(text, sizeof(text), "%s%s", what,
	    *mark ? "; what is in it is unknown" : "");
	say(w, dir, name, mark,
	    errno == ENOENT ? REMARK_VANISHED : REMARK_UNREADABLE, true, text);
}

static const char *
special_kind(mode_t mode)
{
	return S_ISFIFO(mode)     ? "a pipe inside a directory"
	    : S_ISSOCK(mode)      ? "a socket"
	    : S_ISBLK(mode)       ? "a block device"
	    : S_ISCHR(mode)       ? "a character device"
	                          : "a special file";
}

/* ---- the walk ----------------------------------------------------------- */

static void
add_file(struct walk *w, const struct dir *dir, const char *name,
    const struct stat *st, enum file_from from, bool named)
{
	struct file f = {
		.dir = dir,
		.base = str_of(name),
		.device = st ? st->st_dev : 0,
		.inode = st ? st->st_ino : 0,
		.young = st &&
		    time_now() / US_PER_SECOND - st->st_mtim.tv_sec < w->d->young_s,
		.bytes = from == FROM_FILE ? (uint64_t)st->st_size : 0,
		.from = (uint8_t)from,
		.named = named,
	};

	book_add_file(w->d->book, &f);
	w->d->found(w->d->ctx, f.bytes);
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a directory, sorted, in the arena. */
static char **
list(DIR *stream, struct arena *a, size_t *n)
{
	size_t capacity = 0;
	char **names = NULL, **sorted;
	struct dirent *e;

	*n = 0;
	while ((e = readdir(stream))) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if (*n == capacity) {
			capacity = capacity ? capacity * 2 : 64;
			names = mem_grow(names, capacity, sizeof(*names));
		}
		/* arena_copy puts a NUL behind it. */
		names[(*n)++] = (char *)arena_copy(a, str_of(e->d_name)).p;
	}
	sorted = arena_array(a, *n, sizeof(*sorted));
	if (*n) {
		memcpy(sorted, names, *n * sizeof(*names));
		qsort(sorted, *n, sizeof(*sorted), by_bytes);
	}
	free(names);
	return sorted;
}

static void enter(struct walk *w, const struct dir *parent, int at,
    const char *name, const struct stat *st, unsigned depth);

static void
look_at_entry(struct walk *w, const struct dir *dir, int at, const char *name,
    unsigned depth)
{
	struct stat st;

	if (fstatat(at, name, &st, 0) < 0) {
		if (errno == ENOENT || errno == ELOOP)
			say(w, dir, name, "", REMARK_VANISHED, true,
			    "a symbolic link to nothing");
		else
			say_errno(w, dir, name, "");
	} else if (S_ISDIR(st.st_mode)) {
		enter(w, dir, at, name, &st, depth);
	} else if (S_ISREG(st.st_mode)) {
		add_file(w, dir, name, &st, FROM_FILE, false);
	} else {
		say(w, dir, name, "", REMARK_SKIPPED, false,
		    special_kind(st.st_mode));
	}
}

static void
read_directory(struct walk *w, const struct dir *dir, int fd, unsigned depth)
{
	struct arena a = { 0 };
	DIR *stream = fdopendir(fd);
	char **names;
	size_t n;

	if (!stream) {
		say_errno(w, dir, "", "/");
		close(fd);
		return;
	}
	names = list(stream, &a, &n);
	for (size_t i = 0; i < n && !atomic_load(w->d->stop); i++)
		look_at_entry(w, dir, fd, names[i], depth);
	closedir(stream);
	arena_free(&a);
}

/* A directory by its name at a directory; depth: how many are above it. */
static void
enter(struct walk *w, const struct dir *parent, int at, const char *name,
    const struct stat *st, unsigned depth)
{
	struct entered *e = entered_find(w, st);
	const struct dir *dir;
	int fd;

	if (e->inode || e->device) {
		if (e->open)
			say(w, parent, name, "/", REMARK_LOOP, false,
			    "leads back to a directory above it");
		else
			say(w, parent, name, "/", REMARK_SKIPPED, false,
			    "a directory that was read by another name");
		return;
	}
	if (depth == DISCOVER_DEPTH_MAX) {
		say(w, parent, name, "/", REMARK_LIMIT, true,
		    "more than 128 directories deep; what is in it is unknown");
		return;
	}
	fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		say_errno(w, parent, name, "/");
		return;
	}
	*e = (struct entered){ st->st_dev, st->st_ino, true };
	w->n_entered++;
	dir = book_add_dir(w->d->book, parent, str_of(name), st);
	read_directory(w, dir, fd, depth + 1);
	entered_find(w, st)->open = false; /* the table may have moved */
}

/* A file that is an argument: its name is what stands behind the last /. */
static void
add_argument(struct walk *w, const char *log, const struct stat *st,
    enum file_from from)
{
	const char *slash = strrchr(log, '/');
	size_t n = slash ? (size_t)(slash + 1 - log) : 0;
	const struct dir *dir =
	    book_add_dir(w->d->book, NULL, (struct str){ log, n }, NULL);

	add_file(w, dir, log + n, st, from, true);
}

static void
take_argument(struct walk *w, const char *log, bool *took_stdin)
{
	struct stat st;

	if (strcmp(log, "-") == 0) {
		if (*took_stdin)
			say(w, NULL, log, "", REMARK_SKIPPED, false,
			    "standard input is read once");
		else
			add_argument(w, log, NULL, FROM_STDIN);
		*took_stdin = true;
	} else if (stat(log, &st) < 0) {
		if (errno == ENOENT || errno == ENOTDIR)
			say(w, NULL, log, "", REMARK_MISSING, true,
			    strerror(errno));
		else
			say_errno(w, NULL, log, "");
	} else if (S_ISDIR(st.st_mode)) {
		enter(w, NULL, AT_FDCWD, log, &st, 0);
	} else if (S_ISREG(st.st_mode)) {
		add_argument(w, log, &st, FROM_FILE);
	} else if (S_ISFIFO(st.st_mode)) {
		add_argument(w, log, &st, FROM_PIPE);
	} else {
		say(w, NULL, log, "", REMARK_SKIPPED, true,
		    special_kind(st.st_mode));
	}
}

void
discover(const struct discover *d, const char *const *logs, size_t n)
{
	struct walk w = { .d = d };
	bool took_stdin = false;

	for (size_t i = 0; i < n && !atomic_load(d->stop); i++)
		take_argument(&w, logs[i], &took_stdin);
	free(w.entered);
	buf_free(&w.text);
}
