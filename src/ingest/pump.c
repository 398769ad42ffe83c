#include "ingest/pump.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/arena.h"

#define BYTES ((size_t)64 << 10)

struct pump {
	int from, to;
	int stop; /* an eventfd */
	pthread_t thread;
	char bytes[BYTES];
};

static bool
stopped_before(struct pump *p, int fd, short events)
{
	struct pollfd wait[2] = {
		{ .fd = p->stop, .events = POLLIN },
		{ .fd = fd, .events = events },
	};

	while (poll(wait, 2, -1) < 0 && errno == EINTR)
		;
	return wait[0].revents != 0;
}

static void *
pump_run(void *arg)
{
	struct pump *p = arg;
	ssize_t n = 1;

	while (n > 0 && !stopped_before(p, p->from, POLLIN)) {
		n = read(p->from, p->bytes, BYTES);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			n = 1;
		else
			for (ssize_t done = 0, w; done < n; done += w) {
				if (stopped_before(p, p->to, POLLOUT)) {
					n = 0;
					break;
				}
				w = write(p->to, p->bytes + done,
				    (size_t)(n - done));
				if (w < 0 && errno != EAGAIN &&
				    errno != EINTR) {
					n = 0;
					break;
				}
				if (w < 0)
					w = 0;
			}
	}
	close(p->to);
	p->to = -1;
	return NULL;
}

struct pump *
pump_new(int from, int *to, struct err *err)
{
	struct pump *p = mem_zero(1, sizeof(*p));
	int ends[2] = { -1, -1 };

	p->from = from;
	p->stop = eventfd(0, EFD_CLOEXEC);
	if (p->stop < 0 || pipe2(ends, O_CLOEXEC) < 0)
		goto refused;
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	p->to = ends[1];
	if (pthread_create(&p->thread, NULL, pump_run, p) != 0)
		goto refused;
	*to = ends[0];
	return p;
refused:
	err_system(err, "cannot read from a pipe");
	if (ends[0] >= 0) {
		close(ends[0]);
		close(ends[1]);
	}
	if (p->stop >= 0)
		close(p->stop);
	close(from);
	free(p);
	return NULL;
}

void
pump_stop(struct pump *p)
{
	uint64_t one = 1;
	ssize_t n = write(p->stop, &one, sizeof(one));

	(void)n; /* it can only be full, and then it is readable */
}

void
pump_free(struct pump *p)
{
	if (!p)
		return;
	pump_stop(p);
	pthread_join(p->thread, NULL);
	close(p->from);
	close(p->stop);
	free(p);
}
