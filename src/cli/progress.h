/*
 * Progress on standard error while the main thread works: one line, written
 * anew by a thread four times a second.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "base/buf.h"
#include "cli/options.h"

struct progress;

/* line appends what there is to say now; it is called from another thread
 * until progress_end.  NULL when no progress is to be shown. */
struct progress *progress_begin(const struct options *o,
    void (*line)(void *ctx, struct buf *out), void *ctx);
/* Takes the line away again.  NULL does nothing. */
void progress_end(struct progress *p);
#endif
