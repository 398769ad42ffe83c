/*
 * The directories that are followed, and the names in them.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "ingest/discover.h"
#include "ingest/follow.h"
#include "ingest/readback.h"

/* ---- paths -------------------------------------------------------------- */

const char *
path_in(struct follow *f, const struct spot *s, struct str base)
{
	buf_reset(&f->path);
	buf_add(&f->path, s->dir->path);
	buf_add(&f->path, base);
	buf_byte(&f->path, '\0');
	return f->path.p;
}

static bool
is_argument(const struct follow *f, const struct spot *s, struct str base)
{
	const struct loader *l = f->loader;

	for (size_t i = 0; i < l->n_logs; i++) {
		struct str log = str_of(l->logs[i]);

		if (log.n == s->dir->path.n + base.n &&
		    str_starts(log, s->dir->path) &&
		    str_equal(str_from(log, s->dir->path.n), base))
			return true;
	}
	return false;
}

static void
say(struct follow *f, const struct spot *s, enum remark_kind kind,
    const char *text)
{
	struct remark m = { .kind = kind, .text = str_of(text),
		.file = str_from(s->dir->path, s->dir->name_at) };

	if (m.file.n == 0)
		m.file = s->dir->path;
	book_remark(f->loader->book, NULL, &m);
}

/* ---- names -------------------------------------------------------------- */

static void
set_place(struct follow *f, struct name *n, struct spot *s, struct str base)
{
	n->spot = s;
	free(n->base);
	n->base = strndup(base.p, base.n);
	if (!n->base)
		mem_exhausted();
	n->next = s->names;
	s->names = n;
	table_add(f, BY_NAME, n);
}

static void
leave_place(struct follow *f, struct name *n)
{
	struct name **at = &n->spot->names;

	table_remove(f, BY_NAME, n);
	while (*at != n)
		at = &(*at)->next;
	*at = n->next;
	n->spot = NULL;
}

struct name *
add_name(struct follow *f, struct spot *s, struct str base, struct file *file,
    const struct identity *id)
{
	struct name *n = mem_zero(1, sizeof(*n));

	n->tail.file = file;
	n->tail.fd = -1;
	n->id = *id;
	n->since_us = time_monotonic();
	set_place(f, n, s, base);
	if (!find_inode(f, id)) {
		table_add(f, BY_INODE, n);
		n->by_inode = true;
	}
	return n;
}

static void
forget_inode(struct follow *f, struct name *n)
{
	if (n->by_inode)
		table_remove(f, BY_INODE, n);
	n->by_inode = false;
}

/* Nobody refers to it by that name any more. */
static void
name_gone(struct follow *f, struct name *n, bool removed)
{
	struct stat st;
	bool unread = state_of(f, n) ==
	    FILE_PENDING;

	leave_place(f, n);
	if (n->tail.fd >= 0 && fstat(n->tail.fd, &st) == 0 && st.st_nlink == 0)
		removed = true;
	if (removed)
		forget_inode(f, n);
	if (unread && removed)
		notice(f, n, true);
	n->since_us = time_monotonic();
	if (!n->active)
		list_add(&f->active, n);
	n->active = true;
}

void
free_name(struct follow *f, struct name *n)
{
	if (n->spot)
		leave_place(f, n);
	forget_inode(f, n);
	tail_rest(&n->tail);
	free(n->base);
	free(n);
}

/* It has another name now; the events keep the one that they came by. */
static void
rename_to(struct follow *f, struct name *n, struct spot *s, struct str base)
{
	struct loader *l = f->loader;
	struct file *file = file_of(f, n);
	struct str path = str_of(path_in(f, s, base));
	uint32_t source;

	if (n->spot)
		leave_place(f, n);
	set_place(f, n, s, base);
	book_move_file(l->book, file, path);
	source = book_source(l->book, file);
	if (source != SOURCE_NONE)
		origin_move(store_source(l->store, source)->ctx, path);
}

static struct name *
new_file(struct follow *f, struct spot *s, struct str base,
    const struct look_at *at)
{
	struct loader *l = f->loader;
	struct file file = {
		.dir = s->dir,
		.base = base,
		.device = at->id.device,
		.inode = at->id.inode,
		.bytes = at->bytes,
		.from = FROM_FILE,
		.named = s->alone,
	};
	struct name *n = add_name(f, s, base, book_add_file(l->book, &file),
	    &at->id);

	n->ours = true;
	atomic_fetch_add(&l->files_found, 1);
	atomic_fetch_add(&l->bytes_found, at->bytes);
	return n;
}

/* Its name leads elsewhere, or nowhere. */
static bool
lost_its_name(struct follow *f, const struct name *n)
{
	struct look_at at;

	return !n->spot ||
	    !path_look(path_in(f, n->spot, str_of(n->base)), &at) ||
	    !identity_equal(&at.id, &n->id);
}

/* ---- directories -------------------------------------------------------- */

static void enter(struct follow *f, struct spot *parent, struct str base,
    const struct look_at *at);

void
look(struct follow *f, struct spot *s, struct str base, unsigned what)
{
	struct name *n = find_name(f, s, base), *m;
	struct look_at at;
	enum file_state state;

	if (s->alone && !n && !is_argument(f, s, base))
		return;
	if (!path_look(path_in(f, s, base), &at)) {
		if (n && (errno == ENOENT || errno == ENOTDIR))
			name_gone(f, n, what & WATCH_GONE);
		else if (n)
			notice(f, n, false); /* the worker says why not */
		return;
	}
	if (!S_ISREG(at.mode)) {
		if (n)
			name_gone(f, n, false);
		if (S_ISDIR(at.mode) && !s->alone)
			enter(f, s, base, &at);
		return;
	}
	if (n && !identity_equal(&n->id, &at.id)) {
		name_gone(f, n, false);
		n = NULL;
	}
	m = n ? NULL : find_inode(f, &at.id);
	if (m && lost_its_name(f, m)) {
		rename_to(f, m, s, base);
		n = m;
	}
	if (!n)
		n = new_file(f, s, base, &at);
	n->id = at.id;
	state = state_of(f, n);
	if (n->ours && state == FILE_WAITING)
		what |= WATCH_BYTES;
	if (state == FILE_PENDING && !n->active) {
		list_add(&f->active, n);
		n->active = true;
	}
	if (what & (WATCH_BYTES | WATCH_WHOLE) ||
	    !book_is_current(f->loader->book, file_of(f, n), at.bytes,
	        at.changed_s, at.changed_ns))
		notice(f, n, what & WATCH_WHOLE);
}

/* Names that were there and are no more. */
static void
look_for_missing(struct follow *f, struct spot *s, uint32_t scan)
{
	for (struct name *n = s->names, *next; n; n = next) {
		next = n->next;
		if (n->seen != scan)
			look(f, s, str_of(n->base), 0);
	}
}

static void
forget_spot(struct follow *f, struct spot *s)
{
	while (s->names)
		name_gone(f, s->names, false);
	if (s->watch >= 0) {
		watch_remove(f->watch, s->watch);
		f->by_watch[s->watch] = NULL;
	}
	s->watch = -1;
	s->gone = true;
}

void
spot_gone(struct follow *f, struct spot *s)
{
	struct str path = s->dir->path;

	for (size_t i = 0; i < f->n_spots; i++)
		if (!f->spots[i]->gone && !f->spots[i]->alone &&
		    str_starts(f->spots[i]->dir->path, path))
			forget_spot(f, f->spots[i]);
	if (!s->gone)
		forget_spot(f, s);
}

void
scan(struct follow *f, struct spot *s)
{
	DIR *stream = opendir(s->path);
	int64_t start = time_monotonic();
	uint32_t mine = ++f->scans;
	struct dirent *e;
	struct name *n;

	if (!stream) {
		if (errno == ENOENT || errno == ENOTDIR) {
			spot_gone(f, s);
		} else if (!s->refused) {
			say(f, s, REMARK_UNREADABLE,
			    errno == EACCES
			        ? "permission denied; what is new in it is "
			          "unknown"
			        : strerror(errno));
			s->refused = true;
		}
		return;
	}
	s->refused = false;
	while ((e = readdir(stream)) && !atomic_load(&f->loader->stop)) {
		struct str base = str_of(e->d_name);

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		look(f, s, base, 0);
		n = find_name(f, s, base);
		if (n)
			n->seen = mine;
	}
	closedir(stream);
	if (!atomic_load(&f->loader->stop))
		look_for_missing(f, s, mine);
	s->polled_us = time_monotonic();
	s->cost_us = s->polled_us - start;
}

void
watch_spot(struct follow *f, struct spot *s)
{
	enum watch_answer answer = watch_add(f->watch, s->path, &s->watch);
	char text[160];

	if (answer == WATCH_ADDED) {
		size_t id = (size_t)s->watch;

		if (id >= f->n_by_watch) {
			size_t n = id * 2 + 64;

			f->by_watch =
			    mem_grow(f->by_watch, n, sizeof(*f->by_watch));
			memset(f->by_watch + f->n_by_watch, 0,
			    (n - f->n_by_watch) * sizeof(*f->by_watch));
			f->n_by_watch = n;
		}
		f->by_watch[id] = s;
		return;
	}
	s->watch = -1;
	s->polled = true;
	if (f->polls || answer == WATCH_FAILED)
		return;
	f->polls = true;
	snprintf(text, sizeof(text),
	    "%s; it and others like it are looked at every %g s",
	    answer == WATCH_REMOTE
	        ? "other machines may write to its file system"
	        : "the system allows no more watches "
	          "(fs.inotify.max_user_watches)",
	    (double)f->loader->options.poll_us / (double)US_PER_SECOND);
	say(f, s, REMARK_POLLED, text);
}

static struct spot **
spot_slot(struct follow *f, const struct identity *id)
{
	uint64_t hash = hash_mix((uint64_t)id->inode, (uint64_t)id->device);

	return &f->by_inode[hash & (f->n_by_inode - 1)];
}

static void
chain(struct follow *f, struct spot *s)
{
	struct spot **slot = spot_slot(f, &s->id);

	s->chain = *slot;
	*slot = s;
}

/* As many chains as there is room for spots. */
static void
chain_anew(struct follow *f)
{
	free(f->by_inode);
	f->n_by_inode = f->spots_capacity;
	f->by_inode = mem_zero(f->n_by_inode, sizeof(*f->by_inode));
	for (size_t i = 0; i < f->n_spots; i++)
		chain(f, f->spots[i]);
}

struct spot *
add_spot(struct follow *f, const struct dir *dir, const struct identity *id)
{
	struct spot *s = mem_zero(1, sizeof(*s));
	struct str path = dir->path;

	s->dir = dir;
	s->id = *id;
	s->watch = -1;
	s->path = path.n ? strndup(path.p, path.n) : strdup(".");
	if (!s->path)
		mem_exhausted();
	if (f->n_spots == f->spots_capacity) {
		f->spots_capacity = f->spots_capacity ? f->spots_capacity * 2
		                                      : 64;
		f->spots =
		    mem_grow(f->spots, f->spots_capacity, sizeof(*f->spots));
		chain_anew(f);
	}
	f->spots[f->n_spots++] = s;
	chain(f, s);
	return s;
}

struct spot *
find_spot(struct follow *f, const struct identity *id)
{
	struct spot *s = f->n_by_inode ? *spot_slot(f, id) : NULL;

	while (s && (s->gone || !identity_equal(&s->id, id)))
		s = s->chain;
	return s;
}

/* The directory of that name, with all that is in it; parent NULL: the name
 * is an argument. */
static void
enter(struct follow *f, struct spot *parent, struct str base,
    const struct look_at *at)
{
	struct spot *s = find_spot(f, &at->id);
	struct stat st = { .st_dev = at->id.device, .st_ino = at->id.inode };
	struct look_at old;

	if (s && path_look(s->path, &old) && identity_equal(&old.id, &at->id) &&
	    !s->alone)
		return;
	if (s)
		spot_gone(f, s);
	if (parent && parent->depth >= DISCOVER_DEPTH_MAX)
		return;
	s = add_spot(f, book_add_dir(f->loader->book,
	    parent ? parent->dir : NULL, base, &st), &at->id);
	s->depth = parent ? parent->depth + 1 : 0;
	watch_spot(f, s);
	scan(f, s);
}

/* ---- arguments ---------------------------------------------------------- */

/* Only what is before the last slash, to see what comes under the name. */
static struct spot *
spot_beside(struct follow *f, struct str before)
{
	struct arena *a = &f->scratch;
	struct look_at at;
	struct spot *s;

	arena_reset(a);
	if (!path_look(before.n ? arena_copy(a, before).p : ".", &at))
		return NULL;
	s = find_spot(f, &at.id);
	if (s)
		return s;
	s = add_spot(f, book_add_dir(f->loader->book, NULL, before, NULL),
	    &at.id);
	s->alone = true;
	watch_spot(f, s);
	return s;
}

void
look_at_argument(struct follow *f, const char *log)
{
	const char *slash = strrchr(log, '/');
	size_t n = slash ? (size_t)(slash + 1 - log) : 0;
	struct look_at at;
	struct spot *s;

	if (strcmp(log, "-") == 0)
		return;
	if (!path_look(log, &at))
		return;
	if (S_ISDIR(at.mode)) {
		enter(f, NULL, str_of(log), &at);
	} else if (S_ISREG(at.mode)) {
		s = spot_beside(f, (struct str){ log, n });
		if (s)
			look(f, s, str_of(log + n), 0);
	}
}
