#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <time.h>
#include "base/arena.h"
#include "base/pool.h"
#include "tap.h"

enum { THREADS = 4, ITEMS = 10000 };

static void
nap(long us)
{
	const struct timespec t = { us / 1000000, us % 1000000 * 1000 };

	nanosleep(&t, NULL);
}

struct counts {
	atomic_uint items[ITEMS];
	struct {
		unsigned items;
		size_t next; /* item that may come next */
	} workers[THREADS]; /* each its own: a race would be seen */
	atomic_bool unordered;
	atomic_bool stop;
	atomic_uint started;
	atomic_uint started_late; /* when it was to stop */
	size_t stop_at;
	struct pool *pool;
};

static void
count_item(void *ctx, size_t item, unsigned worker)
{
	struct counts *c = ctx;

	atomic_fetch_add(&c->items[item], 1);
	atomic_fetch_add(&c->started, 1);
	atomic_fetch_add(&c->started_late, atomic_load(&c->stop));
	if (item < c->workers[worker].next)
		atomic_store(&c->unordered, true);
	c->workers[worker].next = item + 1;
	c->workers[worker].items++;
	if (item == c->stop_at)
		atomic_store(&c->stop, true);
}

static struct counts *
counts_new(struct pool *p)
{
	struct counts *c = mem_zero(1, sizeof(*c));

	c->stop_at = SIZE_MAX;
	c->pool = p;
	return c;
}

static bool
each_once(const struct counts *c, size_t n)
{
	for (size_t i = 0; i < ITEMS; i++)
		if (atomic_load(&c->items[i]) != (i < n))
			return false;
	return true;
}

static void
all_items(unsigned threads)
{
	struct pool *p = pool_new(threads);
	size_t sizes[] = { 0, 1, 2, 3, 100, ITEMS };
	unsigned total = 0;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct counts *c = counts_new(p);

		ok(pool_run(p, sizes[i], NULL, count_item, c) &&
		        each_once(c, sizes[i]),
		    "%u threads: each of %zu items once", threads, sizes[i]);
		total = 0;
		for (unsigned w = 0; w < THREADS; w++)
			total += c->workers[w].items;
		ok(total == sizes[i], "the workers' own counts add up");
		ok(!atomic_load(&c->unordered), "items start in order");
		free(c);
	}
	ok(pool_threads(p) == threads, "the pool knows its threads");
	pool_free(p);
}

static void
stopping(void)
{
	struct pool *p = pool_new(THREADS);
	struct counts *c = counts_new(p);

	c->stop_at = 500;
	ok(!pool_run(p, ITEMS, &c->stop, count_item, c),
	    "a stopped run returns false");
	ok(atomic_load(&c->started) >= 501, "what stood before was done");
	ok(atomic_load(&c->started_late) < THREADS,
	    "each thread finds out after one item at most");
	free(c);
	c = counts_new(p);
	atomic_store(&c->stop, true);
	ok(!pool_run(p, ITEMS, &c->stop, count_item, c) &&
	        atomic_load(&c->started) == 0,
	    "stopped before, nothing starts");
	free(c);
	c = counts_new(p);
	ok(pool_run(p, ITEMS, &c->stop, count_item, c) && each_once(c, ITEMS),
	    "not stopped, all is done");
	free(c);
	pool_free(p);
}

static void
count_from_within(void *ctx, size_t item, unsigned worker)
{
	struct counts *outer = ctx;
	struct counts *inner = counts_new(outer->pool);

	if (pool_run(outer->pool, 50, NULL, count_item, inner) &&
	    each_once(inner, 50))
		count_item(outer, item, worker);
	free(inner);
}

static void
runs_within_runs(void)
{
	struct pool *p = pool_new(THREADS);
	struct counts *c = counts_new(p);

	ok(pool_run(p, 100, NULL, count_from_within, c) && each_once(c, 100),
	    "work may run work of its own");
	free(c);
	pool_free(p);
}

static void *
run_often(void *ctx)
{
	struct pool *p = ctx;
	bool right = true;

	for (int i = 0; i < 50; i++) {
		struct counts *c = counts_new(p);

		right = pool_run(p, 200, NULL, count_item, c) &&
		    each_once(c, 200) && right;
		free(c);
	}
	return right ? p : NULL;
}

static void
several_callers(void)
{
	struct pool *p = pool_new(THREADS);
	pthread_t callers[3];
	bool right = true;

	for (int i = 0; i < 3; i++)
		pthread_create(&callers[i], NULL, run_often, p);
	for (int i = 0; i < 3; i++) {
		void *result;

		pthread_join(callers[i], &result);
		right = right && result;
	}
	ok(right, "several threads may run work at once");
	pool_free(p);
}

struct meeting {
	atomic_uint present;
	atomic_bool met;
	atomic_bool signals_blocked;
};

/* Waits up to ten seconds for somebody else. */
static void
meet(void *ctx, size_t item, unsigned worker)
{
	struct meeting *m = ctx;
	sigset_t blocked;

	(void)item;
	pthread_sigmask(SIG_BLOCK, NULL, &blocked);
	if (worker > 0 && sigismember(&blocked, SIGINT) == 1 &&
	    sigismember(&blocked, SIGWINCH) == 1)
		atomic_store(&m->signals_blocked, true);
	atomic_fetch_add(&m->present, 1);
	for (int i = 0; i < 10000 && atomic_load(&m->present) < 2; i++)
		nap(1000);
	if (atomic_load(&m->present) >= 2)
		atomic_store(&m->met, true);
}

static void
at_the_same_time(void)
{
	struct pool *p = pool_new(2);
	struct meeting m = { 0 };
	sigset_t blocked;

	pool_run(p, 2, NULL, meet, &m);
	ok(atomic_load(&m.met), "two items run at the same time");
	ok(atomic_load(&m.signals_blocked), "the workers block signals");
	pthread_sigmask(SIG_BLOCK, NULL, &blocked);
	ok(sigismember(&blocked, SIGINT) == 0, "the caller does not");
	pool_free(p);
}

struct slow {
	struct pool *pool;
	atomic_bool stop;
	atomic_uint started;
};

static void
slow_item(void *ctx, size_t item, unsigned worker)
{
	struct slow *s = ctx;

	(void)item;
	(void)worker;
	atomic_fetch_add(&s->started, 1);
	nap(1000);
}

static void *
run_slow(void *ctx)
{
	struct slow *s = ctx;

	pool_run(s->pool, 1000000, &s->stop, slow_item, s);
	return NULL;
}

static void
the_newest_first(void)
{
	struct slow s = { .pool = pool_new(2) };
	struct meeting m = { 0 };
	pthread_t caller;

	pthread_create(&caller, NULL, run_slow, &s);
	while (atomic_load(&s.started) < 10)
		nap(1000);
	pool_run(s.pool, 2, NULL, meet, &m);
	ok(atomic_load(&m.met), "help leaves long work for a new call");
	atomic_store(&s.stop, true);
	pthread_join(caller, NULL);
	pool_free(s.pool);
}

int
main(void)
{
	all_items(1);
	all_items(2);
	all_items(THREADS);
	stopping();
	runs_within_runs();
	several_callers();
	at_the_same_time();
	the_newest_first();
	pool_free(pool_new(THREADS));
	pool_free(NULL);
	return done_testing();
}
