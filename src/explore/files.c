#include "explore/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

struct new_file {
	struct buf path, fresh; /* with a NUL */
	int fd;
};

bool
file_make_dir(const char *dir, struct err *err)
{
	struct buf b = { 0 };
	bool made = true;

	for (size_t i = 1; made && i <= strlen(dir); i++) {
		if (dir[i] != '/' && dir[i] != '\0')
			continue;
		buf_reset(&b);
		buf_add(&b, (struct str){ dir, i });
		buf_byte(&b, '\0');
		made = mkdir(b.p, 0700) == 0 || errno == EEXIST;
	}
	if (!made)
		err_system(err, "%s cannot be made", dir);
	buf_free(&b);
	return made;
}

bool
file_read(const char *path, size_t most, struct buf *out, struct err *err)
{
	FILE *f = fopen(path, "re");
	bool read;

	if (!f) {
		err_system(err, "%s cannot be read", path);
		return false;
	}
	out->n += fread(buf_room(out, most), 1, most, f);
	read = !ferror(f);
	if (!read)
		err_system(err, "%s cannot be read", path);
	fclose(f);
	return read;
}

/* ---- a new file -------------------------------------------------------- */

static void
new_file_free(struct new_file *f)
{
	buf_free(&f->path);
	buf_free(&f->fresh);
	free(f);
}

/* A device, a pipe or a directory is not put away for a file. */
static bool
is_replaceable(const char *path, struct err *err)
{
	struct stat st;

	if (lstat(path, &st) != 0 || S_ISREG(st.st_mode) ||
	    S_ISLNK(st.st_mode))
		return true;
	return err_set(err, ERR_SYSTEM, "%s is %s: choose another name", path,
	    S_ISDIR(st.st_mode) ? "a directory" : "no file but a device");
}

struct new_file *
new_file_open(const char *path, struct err *err)
{
	struct new_file *f;

	if (!is_replaceable(path, err))
		return NULL;
	f = mem_zero(1, sizeof(*f));
	buf_printf(&f->path, "%s", path);
	buf_byte(&f->path, '\0');
	buf_printf(&f->fresh, "%s.XXXXXX", path);
	buf_byte(&f->fresh, '\0');
	f->fd = mkostemp(f->fresh.p, O_CLOEXEC);
	if (f->fd >= 0)
		return f;
	err_system(err, "%s cannot be written", path);
	new_file_free(f);
	return NULL;
}

bool
new_file_write(struct new_file *f, struct str s, struct err *err)
{
	while (s.n > 0) {
		ssize_t n = write(f->fd, s.p, s.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			err_system(err, "%s cannot be written", f->path.p);
			return false;
		}
		s = str_from(s, (size_t)n);
	}
	return true;
}

bool
new_file_place(struct new_file *f, struct err *err)
{
	bool placed = close(f->fd) == 0 &&
	    rename(f->fresh.p, f->path.p) == 0;

	if (!placed) {
		err_system(err, "%s cannot be written", f->path.p);
		unlink(f->fresh.p);
	}
	new_file_free(f);
	return placed;
}

void
new_file_drop(struct new_file *f)
{
	if (!f)
		return;
	close(f->fd);
	unlink(f->fresh.p);
	new_file_free(f);
}

bool
file_replace(const char *path, struct str bytes, struct err *err)
{
	struct new_file *f = new_file_open(path, err);

	if (!f)
		return false;
	if (new_file_write(f, bytes, err))
		return new_file_place(f, err);
	new_file_drop(f);
	return false;
}
