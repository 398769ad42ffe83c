/*
 * Inside following: what its parts share.
 *
 *	spot   a directory, watched or looked at again and again
 *	name   a file in one; known by its inode too, so that it is read on
 *	       when it is renamed
 *
 *	names.c    names by place and by inode; what a path is now
 *	spots.c    the directories: what comes, goes, moves in them
 *	follow.c   when which file is read on
 *
 * All this belongs to the walker's thread; workers get the tails of names.
 * A spot is watched before its directory is read, so what is made meanwhile
 * is seen at least once; to see something twice does no harm, as a file is
 * read on only where it differs from what was read.
 */
#ifndef INGEST_FOLLOW_H
#define INGEST_FOLLOW_H

#include <sys/types.h>

#include "ingest/loader.h"
#include "ingest/watch.h"

struct identity {
	dev_t device;
	ino_t inode;
	int64_t born_ns; /* 0: not known; inodes are used again */
};

enum { BY_NAME, BY_INODE, TABLES };

struct name {
	struct tail tail; /* first: a tail is its name */
	struct spot *spot; /* NULL: it has none any more */
	struct name *next; /* in its spot */
	struct name *chain[TABLES];
	char *base;
	struct identity id;
	bool by_inode;     /* is in that table */
	bool ours;         /* found here: read for the first time by its tail */
	bool waiting, active; /* is in that list */
	int64_t since_us;  /* when something happened to it */
	uint32_t seen;     /* in that scan */
};

struct spot {
	struct spot *chain; /* by inode */
	const struct dir *dir;
	struct identity id;
	char *path;
	int watch;       /* or -1 */
	bool polled;
	bool alone;      /* only files that are arguments */
	bool refused;    /* it could not be read, and it was said */
	bool gone;
	unsigned depth;
	int64_t polled_us, cost_us;
	struct name *names;
};

struct table {
	struct name **slot;
	size_t size, n;
};

struct names {
	struct name **p;
	size_t n, capacity;
};

struct follow {
	struct loader *loader;
	struct watch *watch;
	struct spot **spots; /* that is gone too */
	size_t n_spots, spots_capacity;
	struct spot **by_inode; /* a power of two of chains, or none */
	size_t n_by_inode;
	struct spot **by_watch; /* by its id */
	size_t n_by_watch;
	struct table table[TABLES];
	struct names waiting; /* changed, not given to a worker yet */
	struct names active;  /* kept open, incomplete, or gone */
	bool polls;           /* that some are polled was said */
	unsigned held, held_most; /* files kept open */
	uint32_t scans;
	int64_t swept_us;
	struct buf path;
	struct arena scratch;
};

struct look_at {
	struct identity id;
	mode_t mode;
	uint64_t bytes;
	int64_t changed_s;
	uint32_t changed_ns;
};

/* ---- names.c ------------------------------------------------------------ */

bool identity_equal(const struct identity *a, const struct identity *b);
/* What is there now; errno says why not. */
bool path_look(const char *path, struct look_at *out);

/* A name is in the table BY_NAME while it has a spot. */
void table_add(struct follow *f, int by, struct name *n);
void table_remove(struct follow *f, int by, struct name *n);
/* NULL: none. */
struct name *find_name(struct follow *f, const struct spot *s, struct str base);
struct name *find_inode(struct follow *f, const struct identity *id);
void list_add(struct names *l, struct name *n);

/* ---- spots.c ------------------------------------------------------------ */

/* Borrowed until the next call. */
const char *path_in(struct follow *f, const struct spot *s, struct str base);
/* A file that is known already; s and its name are found by looking. */
struct name *add_name(struct follow *f, struct spot *s, struct str base,
    struct file *file, const struct identity *id);
void free_name(struct follow *f, struct name *n);
struct spot *add_spot(struct follow *f, const struct dir *dir,
    const struct identity *id);
struct spot *find_spot(struct follow *f, const struct identity *id);
/* Has it watched, or polled. */
void watch_spot(struct follow *f, struct spot *s);
/* It has gone, or has another name; so has what is below it. */
void spot_gone(struct follow *f, struct spot *s);
/* Sees what there is under that name now.  what: WATCH_ bits, or 0. */
void look(struct follow *f, struct spot *s, struct str base, unsigned what);
/* Looks at all that is in the directory, and all that was. */
void scan(struct follow *f, struct spot *s);
/* An argument may come, go, and come again as another thing. */
void look_at_argument(struct follow *f, const char *log);

/* ---- follow.c ----------------------------------------------------------- */

/* Something may have happened to its bytes.  whole: nothing more will, as far
 * as is known now. */
void notice(struct follow *f, struct name *n, bool whole);
struct file *file_of(struct follow *f, const struct name *n);
enum file_state state_of(struct follow *f, const struct name *n);
#endif
