/*
 * ^C in batch: a thread that takes SIGINT and SIGTERM from a signalfd and
 * sets a flag.  A second one ends the program at once.
 */
#ifndef CLI_STOP_H
#define CLI_STOP_H

#include <stdatomic.h>

struct stopper;

/* Blocks the signals; call it before other threads start. */
struct stopper *stopper_new(void);
void stopper_free(struct stopper *s);
const atomic_bool *stopper_flag(const struct stopper *s);
/* Readable once stopped. */
int stopper_fd(const struct stopper *s);
#endif
