/*
 * The command line: argv becomes one row of the commands table; batch
 * commands print rows.  Everything the explorer can compute has a form here.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include "base/err.h"
#include "explore/explore.h"

/* How the explorer should look; what the options said. */
struct cli_look {
	const char *theme; /* NULL: by the environment */
	const char *color; /* always, never, auto */
	bool ascii;
	int (*zone)(int64_t us); /* NULL: UTC */
};

/* The terminal face, given by main so that this room knows no screen.
 * Returns 0, or -1 with err, or the number of the signal that ended it. */
struct cli_face {
	int (*run)(struct explore *x, const struct cli_look *look,
	    struct err *err);
	bool (*has_theme)(const char *name);
	const char *(*themes)(void);
};

/* Runs the command line; returns the exit status: 0 rows were found, 1 none,
 * 2 the command, the query or every input failed, 3 evidence was not read. */
int cli_main(int argc, char **argv, const struct cli_face *face);
#endif
