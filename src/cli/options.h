/*
 * The options of all commands: one table, one struct.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "cli/cli.h"
#include "explore/explore.h"

enum exit_status {
	EXIT_ROWS = 0,
	EXIT_NONE = 1,
	EXIT_FAILED = 2,
	EXIT_UNREAD = 3,
};

/* Which commands an option belongs to. */
enum {
	CMD_EXPLORE = 1,
	CMD_QUERY = 2,
	CMD_FIELDS = 4,
	CMD_LEDGER = 8,
	CMD_DEMO = 16,
	CMD_HELP = 32,
	CMD_BATCH = CMD_QUERY | CMD_FIELDS | CMD_LEDGER,
	CMD_SCREEN = CMD_EXPLORE | CMD_DEMO,
	CMD_READS = CMD_BATCH | CMD_EXPLORE, /* LOGs that are named */
	CMD_FOLLOW = CMD_QUERY | CMD_EXPLORE,
	CMD_RANGE = CMD_READS & ~CMD_LEDGER,
	CMD_LOADS = CMD_READS | CMD_DEMO,
	CMD_ALL = CMD_LOADS | CMD_HELP,
};

struct options {
	const struct cli_face *face;
	bool help, version, paths;

	enum out_format output; /* the default is set already */
	bool raw_csv;
	bool check; /* query: parse and check only */

	struct str from, to; /* as typed; empty: open */
	int64_t last_us;     /* 0: not given */

	struct load_options load;
	bool strict, lenient;
	const char *progress; /* always, never, auto */

	struct cli_look look;

	const char **arguments; /* what is left, in argv's memory */
	size_t n_arguments;
};

struct option_row {
	const char *name; /* without -- */
	char letter;      /* 0: none */
	const char *argument; /* NULL: takes none */
	unsigned commands;
	bool (*set)(struct options *o, const char *value, struct err *err);
	const char *help;
};
const struct option_row *option_rows(size_t *n);

/* Reads argv[0..argc) for one command (a CMD_ bit).  An option may stand
 * anywhere; -- ends them.  False: err says what is wrong. */
bool options_read(struct options *o, int argc, char **argv, unsigned command,
    struct err *err);
void options_release(struct options *o);

/* Seconds east of UTC of the machine's zone at that time. */
int local_zone(int64_t us);

/* True for a time as typed that counts back from the newest event. */
bool options_relative(struct str time);
/* The time range [*from_us, *to_us), INT64_MIN and INT64_MAX where it is open,
 * once the newest event is known (TIME_NONE: not yet, or there is none).
 * False when nothing can lie in it. */
bool options_range(const struct options *o, int64_t newest_us, int64_t *from_us,
    int64_t *to_us, struct err *err);

/* True if progress should be shown on standard error. */
bool options_shows_progress(const struct options *o);
#endif
