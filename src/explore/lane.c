#include "explore/lane.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"

struct lane {
	int wake_fd;
	bool started; /* the owner's */
	pthread_t thread;
	pthread_cond_t change;
	pthread_mutex_t lock; /* guards what follows */
	struct work *waiting;
	struct work *running;
	struct work *finished;
	bool drop; /* running has been overtaken */
	bool end;
};

struct lane *
lane_new(int wake_fd)
{
	struct lane *l = mem_zero(1, sizeof(*l));

	l->wake_fd = wake_fd;
	pthread_mutex_init(&l->lock, NULL);
	pthread_cond_init(&l->change, NULL);
	return l;
}

static void
work_free(struct work *w)
{
	if (w)
		w->free(w);
}

static void
wake(struct lane *l)
{
	uint64_t one = 1;
	ssize_t n = write(l->wake_fd, &one, sizeof(one));

	(void)n; /* a full counter is readable too */
}

/* The lock is held, here and at return. */
static void
run(struct lane *l, struct work *w)
{
	struct work *old = NULL;

	l->running = w;
	l->waiting = NULL;
	l->drop = false;
	pthread_mutex_unlock(&l->lock);
	w->run(w);
	pthread_mutex_lock(&l->lock);
	l->running = NULL;
	if (l->drop) {
		old = w;
	} else {
		old = l->finished;
		l->finished = w;
	}
	pthread_mutex_unlock(&l->lock);
	work_free(old);
	wake(l);
	pthread_mutex_lock(&l->lock);
}

static void *
lane_main(void *arg)
{
	struct lane *l = arg;

	pthread_mutex_lock(&l->lock);
	while (!l->end)
		if (l->waiting)
			run(l, l->waiting);
		else
			pthread_cond_wait(&l->change, &l->lock);
	pthread_mutex_unlock(&l->lock);
	return NULL;
}

/* Signals are for the owner's thread. */
static void
start(struct lane *l)
{
	sigset_t all, old;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	l->started = pthread_create(&l->thread, NULL, lane_main, l) == 0;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

void
lane_give(struct lane *l, struct work *w)
{
	struct work *waiting, *finished;

	if (!l->started)
		start(l);
	pthread_mutex_lock(&l->lock);
	waiting = l->waiting;
	finished = l->finished;
	l->finished = NULL;
	l->waiting = w;
	if (l->running) {
		atomic_store(&l->running->stop, true);
		l->drop = true;
	}
	pthread_cond_signal(&l->change);
	pthread_mutex_unlock(&l->lock);
	work_free(waiting);
	work_free(finished);
	if (!l->started) { /* no thread to be had: the work is done here */
		pthread_mutex_lock(&l->lock);
		run(l, w);
		pthread_mutex_unlock(&l->lock);
	}
}

struct work *
lane_take(struct lane *l)
{
	struct work *w;

	pthread_mutex_lock(&l->lock);
	w = l->finished;
	l->finished = NULL;
	pthread_mutex_unlock(&l->lock);
	return w;
}

bool
lane_busy(struct lane *l)
{
	bool busy;

	pthread_mutex_lock(&l->lock);
	busy = l->waiting || l->running || l->finished;
	pthread_mutex_unlock(&l->lock);
	return busy;
}

bool
lane_stop(struct lane *l)
{
	struct work *waiting;
	bool comes_back;

	pthread_mutex_lock(&l->lock);
	waiting = l->waiting;
	l->waiting = NULL;
	if (l->running)
		atomic_store(&l->running->stop, true);
	comes_back = (l->running && !l->drop) || l->finished;
	pthread_mutex_unlock(&l->lock);
	work_free(waiting);
	return comes_back;
}

void
lane_free(struct lane *l)
{
	if (!l)
		return;
	lane_stop(l);
	if (l->started) {
		pthread_mutex_lock(&l->lock);
		l->end = true;
		pthread_cond_signal(&l->change);
		pthread_mutex_unlock(&l->lock);
		pthread_join(l->thread, NULL);
	}
	work_free(l->finished);
	pthread_cond_destroy(&l->change);
	pthread_mutex_destroy(&l->lock);
	free(l);
}
