#include "base/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include "base/arena.h"

/* One pool_run; lives on the stack of its caller. */
struct job {
	void (*work)(void *ctx, size_t item, unsigned worker);
	void *ctx;
	size_t items;
	const atomic_bool *stop;
	atomic_size_t next; /* item to start */
	unsigned helpers;   /* threads in it besides the caller; pool's lock */
	struct job *older;
};

struct thread {
	struct pool *pool;
	unsigned worker;
	pthread_t id;
};

struct pool {
	unsigned threads;
	struct thread *started;
	atomic_uint jobs_made; /* tells a helper that there is a newer job */

	pthread_mutex_t lock; /* guards the rest, and helpers of each job */
	pthread_cond_t job_added;
	pthread_cond_t helper_left;
	struct job *newest;
	unsigned n_started;
	bool start_tried;
	bool closing;
};

static bool
job_is_open(const struct job *job)
{
	if (job->stop && atomic_load_explicit(job->stop, memory_order_relaxed))
		return false;
	return atomic_load_explicit(&job->next, memory_order_relaxed) <
	    job->items;
}

static bool
job_step(struct job *job, unsigned worker)
{
	size_t item;

	if (!job_is_open(job))
		return false;
	item = atomic_fetch_add_explicit(&job->next, 1, memory_order_relaxed);
	if (item >= job->items)
		return false;
	job->work(job->ctx, item, worker);
	return true;
}

/* The newest first: it is what somebody has just asked for. */
static struct job *
open_job(const struct pool *p)
{
	struct job *job = p->newest;

	while (job && !job_is_open(job))
		job = job->older;
	return job;
}

static void *
thread_main(void *arg)
{
	struct thread *self = arg;
	struct pool *p = self->pool;

	pthread_mutex_lock(&p->lock);
	while (!p->closing) {
		struct job *job = open_job(p);
		unsigned made = atomic_load(&p->jobs_made);

		if (!job) {
			pthread_cond_wait(&p->job_added, &p->lock);
			continue;
		}
		job->helpers++;
		pthread_mutex_unlock(&p->lock);
		while (job_step(job, self->worker)) {
			if (atomic_load_explicit(&p->jobs_made,
			        memory_order_relaxed) != made)
				break;
		}
		pthread_mutex_lock(&p->lock);
		if (--job->helpers == 0)
			pthread_cond_broadcast(&p->helper_left);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

/* Fewer threads than wanted is no failure: the caller does their work. */
static void
threads_start(struct pool *p)
{
	sigset_t all, before;

	p->start_tried = true;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (p->n_started < p->threads - 1) {
		struct thread *t = &p->started[p->n_started];

		t->pool = p;
		t->worker = p->n_started + 1;
		if (pthread_create(&t->id, NULL, thread_main, t) != 0)
			break;
		p->n_started++;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct pool *
pool_new(unsigned threads)
{
	struct pool *p = mem_zero(1, sizeof(*p));

	p->threads = threads ? threads : 1;
	p->started = mem_zero(p->threads, sizeof(p->started[0]));
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->job_added, NULL);
	pthread_cond_init(&p->helper_left, NULL);
	return p;
}

void
pool_free(struct pool *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	p->closing = true;
	pthread_cond_broadcast(&p->job_added);
	pthread_mutex_unlock(&p->lock);
	for (unsigned i = 0; i < p->n_started; i++)
		pthread_join(p->started[i].id, NULL);
	pthread_cond_destroy(&p->helper_left);
	pthread_cond_destroy(&p->job_added);
	pthread_mutex_destroy(&p->lock);
	free(p->started);
	free(p);
}

unsigned
pool_threads(const struct pool *p)
{
	return p->threads;
}

static void
job_offer(struct pool *p, struct job *job)
{
	pthread_mutex_lock(&p->lock);
	if (!p->start_tried)
		threads_start(p);
	job->older = p->newest;
	p->newest = job;
	atomic_fetch_add(&p->jobs_made, 1);
	pthread_cond_broadcast(&p->job_added);
	pthread_mutex_unlock(&p->lock);
}

/* Nobody joins any more; returns when those in it have left. */
static void
job_withdraw(struct pool *p, struct job *job)
{
	struct job **place = &p->newest;

	pthread_mutex_lock(&p->lock);
	while (*place != job)
		place = &(*place)->older;
	*place = job->older;
	while (job->helpers > 0)
		pthread_cond_wait(&p->helper_left, &p->lock);
	pthread_mutex_unlock(&p->lock);
}

bool
pool_run(struct pool *p, size_t items, const atomic_bool *stop,
    void (*work)(void *ctx, size_t item, unsigned worker), void *ctx)
{
	struct job job = {
		.work = work, .ctx = ctx, .items = items, .stop = stop
	};
	bool shared = items > 1 && p->threads > 1;

	if (shared)
		job_offer(p, &job);
	while (job_step(&job, 0))
		;
	if (shared)
		job_withdraw(p, &job);
	return !(stop && atomic_load(stop));
}
