/*
 * A lane: one thread that does the newest piece of work it was given.
 *
 * What has been overtaken by newer work is stopped and dropped; what is
 * finished, or stopped by lane_stop, is handed back.  The thread starts with
 * the first work.  All but the running of work is for one thread, the owner.
 */
#ifndef EXPLORE_LANE_H
#define EXPLORE_LANE_H

#include <stdatomic.h>
#include <stdbool.h>

/* First member of a struct with what the work needs and what it makes. */
struct work {
	void (*run)(struct work *w);  /* in the lane's thread; ends soon after
	                                 *stop became true */
	void (*free)(struct work *w); /* in either thread */
	atomic_bool stop;
};

struct lane;

/* wake_fd: an eventfd that is written to when work is finished. */
struct lane *lane_new(int wake_fd);
/* Takes w over; what waits is freed, what runs is stopped and will be
 * dropped. */
void lane_give(struct lane *l, struct work *w);
/* Finished work, which is the caller's then; NULL: none. */
struct work *lane_take(struct lane *l);
/* Something waits or runs, or is finished and not taken. */
bool lane_busy(struct lane *l);
/* Frees what waits, stops what runs; that is still handed back, unless newer
 * work has overtaken it.  False: nothing will come back. */
bool lane_stop(struct lane *l);
/* Stops, waits for the thread, frees all. */
void lane_free(struct lane *l);
#endif
