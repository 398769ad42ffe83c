/*
 * Standard input and pipes: a thread copies what comes into a pipe of our
 * own, so that whoever reads there never hangs: when told to stop, the pump
 * closes its end.
 */
#ifndef INGEST_PUMP_H
#define INGEST_PUMP_H

#include "base/err.h"

struct pump;

/* Takes `from` over.  *to is the pipe's other end, the caller's to close.
 * NULL: the system refused. */
struct pump *pump_new(int from, int *to, struct err *err);
/* Returns at once; may be called from any thread. */
void pump_stop(struct pump *p);
/* Stops and waits. */
void pump_free(struct pump *p);
#endif
