/*
 * A file that is read on as it grows: where reading stands, and how what it
 * is now is told from what it was.
 *
 *	0        hashed bytes        size when read     size now
 *	|─────────────── was read ────────|──── new ────|
 *	                      resume ─┘  behind the last whole document
 *
 * Plain documents are read on from `resume`.  Others (gzip, one long array)
 * are read from the start, and values that were read before are passed over.
 * In both cases the bytes before must be what they were; else the file was
 * written anew, and is another one of the same name.
 */
#ifndef INGEST_TAIL_H
#define INGEST_TAIL_H

#include "ingest/book.h"

#define TAIL_BEFORE 64 /* bytes compared before reading on */

struct tail {
	struct file *file; /* the newest of that name; set by the thread that
	                      reads, with the loader's lock */

	/* of the thread that reads */
	int fd;                    /* kept open; -1: opened by its path */
	struct reader_file *found; /* or NULL: what the book has of it */
	struct sha *sha;           /* of its first `hashed` bytes, or NULL */
	uint64_t hashed;
	char before[TAIL_BEFORE];  /* that stand before file->resume */
	size_t n_before;
	bool refused;              /* it could not be opened, and it was said */

	/* guarded by the loader's lock */
	int64_t cost_us;    /* of reading it the last time */
	bool changed;       /* something may have happened to it ... */
	bool whole;         /* ... and nothing more will */
	bool queued, busy;
	bool missed;        /* it was not where it should be when it was to be
	                       read; it may have been renamed just then */
	int64_t noticed_us; /* when the first change was noticed that has not
	                       been read */
	int64_t read_us;    /* when reading ended last */
};

/* What has become of the file behind fd since it was read. */
enum tail_news {
	TAIL_SAME,
	TAIL_MORE, /* it has grown, or has to be read again to its end */
	TAIL_ANEW, /* other bytes */
};
/* Catches up with the hash where it has to.  *stop ends that. */
enum tail_news tail_look(struct tail *t, int fd, const struct stat *st,
    bool whole, const atomic_bool *stop);
/* Its counts so far, for reading on.  whole: no more will come. */
struct reader_file tail_found(struct tail *t, bool whole);
/* It was read: keeps what is needed to go on. */
void tail_keep(struct tail *t, int fd, const struct reader_file *found);
/* Nothing has come for long: gives memory back; reading on stays possible. */
void tail_rest(struct tail *t);
#endif
