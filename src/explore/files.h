/*
 * Whole small files: read up to a limit, replaced in one step.
 */
#ifndef EXPLORE_FILES_H
#define EXPLORE_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

/* Makes the directory (0700) and those above it, as far as they are missing. */
bool file_make_dir(const char *dir, struct err *err);

/* Appends at most `most` bytes of the file.  False: err->code is ERR_SYSTEM;
 * errno says why (ENOENT: there is none). */
bool file_read(const char *path, size_t most, struct buf *out,
    struct err *err);

/*
 * A file that is written beside its place and put there when it is whole, so
 * that a reader and a crash see the old one or the new one.  What is not put
 * in place is removed.
 */
struct new_file;

/* The mode is 0600.  NULL: it cannot be made, or what is there is no file. */
struct new_file *new_file_open(const char *path, struct err *err);
bool new_file_write(struct new_file *f, struct str bytes, struct err *err);
/* Puts it in place, over what is there.  Frees f. */
bool new_file_place(struct new_file *f, struct err *err);
/* Removes it.  Frees f; NULL: nothing. */
void new_file_drop(struct new_file *f);

/* The four in one. */
bool file_replace(const char *path, struct str bytes, struct err *err);
#endif
