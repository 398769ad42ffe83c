/*
 * The way back: a record's bytes from where they were read.  What is here is
 * handed to the store with each source.
 */
#ifndef INGEST_READBACK_H
#define INGEST_READBACK_H

#include <sys/stat.h>

#include "base/inflate.h"
#include "store/store.h"

#define RESTART_EVERY_BYTES ((uint64_t)4 << 20)
#define RESTART_FROM_BYTES ((uint64_t)8 << 20) /* smaller files need none */

/* ---- files: opened again ------------------------------------------------ */

/* What a file was when it was read; ctx of a source. */
struct origin;

extern const struct source_io file_io;

struct origin *origin_new(const struct stat *st,
    const struct inflate_limits *limits);
/* More of it was read: it was so before; bytes may have been added to it
 * since.  Thread safe, as origin_move is. */
void origin_grow(struct origin *o, const struct stat *st, uint64_t bytes);
/* Other bytes have taken the place of those that were read. */
void origin_end(struct origin *o);
/* It has another name. */
void origin_move(struct origin *o, struct str path);
/* Taken over; may be NULL; only the first ones are kept.  Maybe after reading
 * back began. */
void origin_keep_restarts(struct origin *o, struct restarts *r);
/* Each source that has it holds it, and whoever reads the file. */
struct origin *origin_hold(struct origin *o);
/* When nobody holds it any more, it is gone. */
void origin_free(struct origin *o);

/* ---- pipes: kept in memory, deflated ------------------------------------ */

struct kept;

extern const struct source_io kept_io;

struct kept *kept_new(void);
/* The next bytes of the pipe, inflated if they were gzip. */
void kept_add(struct kept *k, struct str bytes);
/* As of an origin. */
struct kept *kept_hold(struct kept *k);
void kept_free(struct kept *k);
#endif
