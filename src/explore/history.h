/*
 * The queries that were run, newest last, kept in one file of the user's
 * state directory: one JSON object a line, {"query":"...","time":1700000000}.
 *
 * The file is replaced whole (written beside it, then renamed), so that a
 * reader and a crash see the old one or the new one.  Lines that cannot be
 * read are left out.  At most HISTORY_MAX queries, 1 MiB in all.
 */
#ifndef EXPLORE_HISTORY_H
#define EXPLORE_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "base/str.h"

#define HISTORY_MAX 1000
#define HISTORY_BYTES_MAX ((size_t)1 << 20)

struct history;

/* dir: "$XDG_STATE_HOME/spoor", made (0700) at the first write; NULL: kept in
 * memory only.  A file that cannot be read is an empty history. */
struct history *history_new(const char *dir);
void history_free(struct history *h);

/* Copies the text; a query that is there already moves to the end.  Blank and
 * longer than 64 KiB: not kept.  False: it is kept in memory, but the file
 * could not be written. */
bool history_add(struct history *h, struct str query, int64_t now_us,
    struct err *err);
size_t history_count(const struct history *h);
/* i < history_count(h), 0 is the oldest; borrowed until the next add. */
struct str history_at(const struct history *h, size_t i);
/* The newest before `before` that contains text, or SIZE_MAX. */
size_t history_search(const struct history *h, struct str text, size_t before);
#endif
