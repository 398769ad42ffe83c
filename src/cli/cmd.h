/*
 * The commands: each is a row of the table in commands.c.
 */
#ifndef CLI_CMD_H
#define CLI_CMD_H

#include "cli/options.h"

/* Each takes its options and arguments, returns the exit status. */
int cmd_explore(struct options *o);
int cmd_query(struct options *o);
int cmd_fields(struct options *o);
int cmd_ledger(struct options *o);
int cmd_demo(struct options *o);
int cmd_help(struct options *o);

struct command {
	const char *name; /* NULL: none is typed */
	unsigned bit;     /* CMD_ */
	const char *arguments;
	const char *help;
	int (*run)(struct options *o);
	const char *more; /* a paragraph of --help, or NULL */
};
const struct command *commands(size_t *n);

/* What each exit status means, EXIT_ROWS first. */
#define EXITS 4
struct exit_row {
	const char *name;
	const char *help;
};
extern const struct exit_row exit_rows[EXITS];
#endif
