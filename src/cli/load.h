/*
 * What every batch command begins with: read the logs, with progress, and
 * say on standard error what was not read.
 */
#ifndef CLI_LOAD_H
#define CLI_LOAD_H

#include "base/arena.h"
#include "base/pool.h"
#include "cli/options.h"
#include "cli/stop.h"

struct loaded {
	struct stopper *stopper;
	struct store *store;
	struct loader *loader;
	struct snapshot *snap; /* NULL: loading did not begin */
	struct pool *pool;
	struct arena arena; /* of the ledger */
	struct ledger ledger;
	uint64_t unread; /* remarks of evidence that was not read */
};

/* Loads the logs (none: standard input, unless that is a terminal).  False:
 * stopped, --strict and something was not read, or nothing could be read;
 * snap and ledger are there all the same, once loading has begun. */
bool loaded_open(struct loaded *l, const struct options *o,
    const char *const *logs, size_t n, struct err *err);
void loaded_close(struct loaded *l);

/* The newest event's time, or TIME_NONE. */
int64_t loaded_newest(const struct loaded *l);

/* EXIT_UNREAD goes before EXIT_NONE. */
int loaded_status(const struct loaded *l, const struct options *o, bool rows);

/* "damaged: trail/cut.json:50:61022: what was found" on standard error. */
void say_remark(const struct remark *r);

/* Waits, with progress, until all is loaded.  False when the user stopped it;
 * what is loaded stays. */
bool load_wait(struct loader *loader, struct stopper *stopper,
    const struct options *o);
#endif
