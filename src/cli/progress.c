#include "cli/progress.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/arena.h"

#define TERMINAL_MS 250
#define FILE_MS 1000 /* into a file each line stays */

struct progress {
	void (*line)(void *ctx, struct buf *out);
	void *ctx;
	bool terminal;
	size_t shown; /* columns on the terminal's line */
	struct buf text;
	int end;
	pthread_t thread;
};

/* Columns that a line may take without moving to the next. */
static size_t
terminal_room(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 2)
		return 79;
	return size.ws_col - 1u;
}

/* Over what stands there; blanks, as not every terminal can clear a line. */
static void
overwrite(struct progress *p, struct str text)
{
	struct str s = str_head(text, terminal_room());
	int rest = p->shown > s.n ? (int)(p->shown - s.n) : 0;

	fprintf(stderr, "\r%.*s%*s", STR_ARG(s), rest, "");
	if (!s.n)
		fputc('\r', stderr);
	fflush(stderr);
	p->shown = s.n;
}

static void *
keep_showing(void *ctx)
{
	struct progress *p = ctx;
	struct pollfd end = { .fd = p->end, .events = POLLIN };

	while (poll(&end, 1, p->terminal ? TERMINAL_MS : FILE_MS) <= 0) {
		buf_reset(&p->text);
		p->line(p->ctx, &p->text);
		if (p->terminal)
			overwrite(p, buf_str(&p->text));
		else
			fprintf(stderr, "%.*s\n", STR_ARG(buf_str(&p->text)));
	}
	if (p->shown)
		overwrite(p, STR(""));
	return NULL;
}

struct progress *
progress_begin(const struct options *o,
    void (*line)(void *ctx, struct buf *out), void *ctx)
{
	struct progress *p;

	if (!options_shows_progress(o))
		return NULL;
	p = mem_zero(1, sizeof(*p));
	p->line = line;
	p->ctx = ctx;
	p->terminal = isatty(STDERR_FILENO);
	p->end = eventfd(0, EFD_CLOEXEC);
	if (p->end < 0 ||
	    pthread_create(&p->thread, NULL, keep_showing, p) != 0) {
		if (p->end >= 0)
			close(p->end);
		free(p);
		return NULL;
	}
	return p;
}

void
progress_end(struct progress *p)
{
	uint64_t one = 1;

	if (!p)
		return;
	if (write(p->end, &one, sizeof(one)) != sizeof(one))
		pthread_cancel(p->thread);
	pthread_join(p->thread, NULL);
	close(p->end);
	buf_free(&p->text);
	free(p);
}
