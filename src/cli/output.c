#include "cli/output.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/say.h"

enum written { WRITTEN, CLOSED, FAILED };

static enum written
write_all(struct str bytes)
{
	while (bytes.n) {
		ssize_t n = write(STDOUT_FILENO, bytes.p, bytes.n);

		if (n >= 0) {
			bytes = str_from(bytes, (size_t)n);
		} else if (errno == EPIPE) {
			return CLOSED;
		} else if (errno != EINTR) {
			sayf("standard output: %s", strerror(errno));
			return FAILED;
		}
	}
	return WRITTEN;
}

static bool
write_rows(void *ctx, struct str bytes)
{
	struct output *p = ctx;
	enum written w = write_all(bytes);

	p->failed = w == FAILED;
	return w == WRITTEN;
}

int
output_columns(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO) ||
	    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col;
}

void
output_begin(struct output *p, const struct options *o,
    const struct str *names, size_t n_columns)
{
	struct out_options options = { .format = o->output,
		.raw_csv = o->raw_csv,
		.ascii = o->look.ascii || !locale_is_utf8(),
		.columns = output_columns(),
		.write = write_rows,
		.ctx = p };

	p->failed = false;
	p->out = out_new(&options, names, n_columns);
}

bool
output_add(struct output *p, const struct value *cells)
{
	return out_add(p->out, cells);
}

bool
output_flush(struct output *p)
{
	return out_flush(p->out);
}

bool
output_end(struct output *p)
{
	uint64_t guarded;

	if (out_end(p->out, &guarded) && guarded)
		sayf("%llu %s (--raw-csv: leave them)",
		    (unsigned long long)guarded,
		    guarded == 1
		        ? "cell got an apostrophe in front, so that no "
		          "spreadsheet runs it"
		        : "cells got an apostrophe in front, so that no "
		          "spreadsheet runs them");
	out_free(p->out);
	p->out = NULL;
	return !p->failed;
}

bool
output_text(struct str text)
{
	return write_all(text) != FAILED;
}
