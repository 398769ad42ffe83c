/*
 * Reading ahead: while one thread scans a big file, another one reads and
 * inflates it, a few blocks ahead.
 */
#ifndef INGEST_AHEAD_H
#define INGEST_AHEAD_H

#include <stddef.h>
#include "base/err.h"
#include "base/inflate.h"

struct ahead;

struct ahead *ahead_new(void);
void ahead_free(struct ahead *a); /* after ahead_end */

/* The scanning thread lends `in`, which it must not touch until ahead_end. */
void ahead_begin(struct ahead *a, struct inflate *in);
/* The other thread's part; returns at the end of the file or soon after
 * ahead_end was called. */
void ahead_run(struct ahead *a);
/* As inflate_read; also how far the file on disk is read. */
size_t ahead_read(struct ahead *a, char *out, size_t n, struct err *err,
    uint64_t *input_bytes);
/* Waits until the other thread has left. */
void ahead_end(struct ahead *a);
#endif
