#include "cli/stop.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/arena.h"
#include "cli/options.h"
#include "cli/say.h"

struct stopper {
	atomic_bool stop;
	int signals, stopped, end;
	pthread_t thread;
};

static void
tell(int fd)
{
	uint64_t one = 1;
	ssize_t n = write(fd, &one, sizeof(one));

	(void)n; /* an eventfd takes it unless it is full: then it is told */
}

static void *
watch(void *ctx)
{
	struct stopper *s = ctx;
	struct pollfd fds[2] = {
		{ .fd = s->signals, .events = POLLIN },
		{ .fd = s->end, .events = POLLIN },
	};

	for (;;) {
		struct signalfd_siginfo info;

		if (poll(fds, 2, -1) < 0)
			continue;
		if (fds[1].revents)
			return NULL;
		if (read(s->signals, &info, sizeof(info)) != sizeof(info))
			continue;
		if (atomic_exchange(&s->stop, true))
			_exit(128 + (int)info.ssi_signo);
		tell(s->stopped);
	}
}

/* A blocked signal arrives even if it is ignored, as that of a terminal is by
 * jobs in the background. */
static void
add_unless_ignored(sigset_t *set, int signal_number)
{
	struct sigaction now;

	if (sigaction(signal_number, NULL, &now) == 0 &&
	    now.sa_handler != SIG_IGN)
		sigaddset(set, signal_number);
}

struct stopper *
stopper_new(void)
{
	struct stopper *s = mem_zero(1, sizeof(*s));
	sigset_t set;

	sigemptyset(&set);
	add_unless_ignored(&set, SIGINT);
	add_unless_ignored(&set, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	s->signals = signalfd(-1, &set, SFD_CLOEXEC);
	s->stopped = eventfd(0, EFD_CLOEXEC);
	s->end = eventfd(0, EFD_CLOEXEC);
	if (s->signals < 0 || s->stopped < 0 || s->end < 0 ||
	    pthread_create(&s->thread, NULL, watch, s) != 0) {
		sayf("no thread or file descriptor is left: %s",
		    strerror(errno));
		exit(EXIT_FAILED);
	}
	return s;
}

void
stopper_free(struct stopper *s)
{
	if (!s)
		return;
	tell(s->end);
	pthread_join(s->thread, NULL);
	close(s->signals);
	close(s->stopped);
	close(s->end);
	free(s);
}

const atomic_bool *
stopper_flag(const struct stopper *s)
{
	return &s->stop;
}

int
stopper_fd(const struct stopper *s)
{
	return s->stopped;
}
