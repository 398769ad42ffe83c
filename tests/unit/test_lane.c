/*
 * A lane does the newest work and hands back what it finished.
 */
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "tap.h"
#include "base/arena.h"
#include "explore/lane.h"

static atomic_int freed;

struct job {
	struct work work;
	int name;
	atomic_bool *gate; /* waits for it, or for stop */
	atomic_bool *began;
	bool stopped;
};

static void
job_run(struct work *w)
{
	struct job *j = (struct job *)w;

	if (j->began)
		atomic_store(j->began, true);
	while (j->gate && !atomic_load(j->gate) && !atomic_load(&w->stop))
		usleep(200);
	j->stopped = atomic_load(&w->stop);
}

static void
job_free(struct work *w)
{
	atomic_fetch_add(&freed, 1);
	free(w);
}

static struct work *
job(int name, atomic_bool *gate, atomic_bool *began)
{
	struct job *j = mem_zero(1, sizeof(*j));

	j->work.run = job_run;
	j->work.free = job_free;
	j->name = name;
	j->gate = gate;
	j->began = began;
	return &j->work;
}

static struct job *
wait_for(struct lane *l, int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct work *w = NULL;
	uint64_t n;

	for (int i = 0; i < 5000 && !(w = lane_take(l)); i++)
		if (poll(&p, 1, 1) > 0 && read(fd, &n, sizeof(n)) < 0)
			break;
	return (struct job *)w;
}

static void
began(atomic_bool *flag)
{
	for (int i = 0; i < 10000 && !atomic_load(flag); i++)
		usleep(500);
}

int
main(void)
{
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	struct lane *l = lane_new(fd);
	atomic_bool gate = false, first = false, again = false;
	struct job *j;

	ok(!lane_busy(l) && !lane_take(l), "a new lane has nothing to do");
	lane_give(l, job(1, NULL, NULL));
	j = wait_for(l, fd);
	ok(j && j->name == 1 && !j->stopped, "finished work is handed back");
	ok(!lane_busy(l), "and the lane is idle");
	if (j)
		job_free(&j->work);

	lane_give(l, job(2, &gate, &first));
	began(&first);
	lane_give(l, job(3, &gate, NULL));
	lane_give(l, job(4, NULL, NULL));
	j = wait_for(l, fd);
	ok(j && j->name == 4,
	    "newer work overtakes what runs and what waits");
	if (j)
		job_free(&j->work);
	ok(atomic_load(&freed) == 4, "what was overtaken is freed");

	lane_give(l, job(5, &gate, &again));
	began(&again);
	ok(lane_busy(l), "a lane that works is busy");
	lane_stop(l);
	j = wait_for(l, fd);
	ok(j && j->name == 5 && j->stopped,
	    "work that is stopped is handed back");
	if (j)
		job_free(&j->work);

	lane_give(l, job(6, &gate, NULL));
	lane_give(l, job(7, &gate, NULL));
	lane_free(l);
	ok(atomic_load(&freed) == 7, "the end frees what is left");
	lane_free(NULL);
	close(fd);
	return done_testing();
}
