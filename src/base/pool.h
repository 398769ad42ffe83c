/*
 * Worker threads for work that can be cut into items.
 */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct pool;

/* threads >= 1; the thread that calls pool_run works too, so threads - 1
 * are started, at the first use.  All signals are blocked in them.  If the
 * system refuses a thread, there are fewer. */
struct pool *pool_new(unsigned threads);
void pool_free(struct pool *p); /* no pool_run may be under way */
unsigned pool_threads(const struct pool *p);

/*
 * Calls work(ctx, item, worker) for item 0..items-1, each once, in rising
 * order of start, on all threads; worker is 0..threads-1 and tells scratch
 * of this call apart; the caller is 0.  Returns when all are done.  When
 * *stop becomes true (stop may be NULL) no further item starts; returns
 * false then.  May be called from several threads at once and from within
 * work: each caller works on its own items, and the other threads go to the
 * call made last, from item to item.  About 0.1 us an item.
 */
bool pool_run(struct pool *p, size_t items, const atomic_bool *stop,
    void (*work)(void *ctx, size_t item, unsigned worker), void *ctx);
#endif
