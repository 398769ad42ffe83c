/*
 * The commands, and argv to one of them.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>

#include "cli/cmd.h"
#include "cli/places.h"
#include "cli/say.h"
#include "cli/usage.h"

/* clang-format off */
static const struct command rows[] = {
	{ NULL, CMD_EXPLORE, "[LOG]...", "explore logs in the terminal",
	  cmd_explore,
	  "A LOG is a file, a directory (searched recursively), or - for "
	  "standard input, which is also read when no LOG is named and it is no "
	  "terminal. A file that is called like a command is written ./query." },
	{ "query", CMD_QUERY, "QUERY [LOG]...", "run a query, print rows",
	  cmd_query,
	  "QUERY is in the CloudWatch Logs Insights language; an empty one "
	  "prints every event. `spoor help WORD` explains a word of the "
	  "language. Without a LOG standard input is read." },
	{ "fields", CMD_FIELDS, "[LOG]...", "list the discovered fields",
	  cmd_fields,
	  "For each field: the type of its values, how many events have it, "
	  "how many percent of all that is, how many different values it has, "
	  "and the three most frequent ones. `*` in a name is any position of "
	  "an array; `spoor query` takes a position in its place: "
	  "resources.0.ARN." },
	{ "ledger", CMD_LEDGER, "[LOG]...",
	  "say what was loaded, what was not, and why", cmd_ledger,
	  "In table and md there is a table for the totals, the log formats, "
	  "what time is covered, the digest files, the remarks and the files; "
	  "in csv, tsv, json and ndjson all are one, and the column section "
	  "says which: total, format, coverage, digest, remark or file; only "
	  "there are the bytes, times, path and SHA-256 of each file. Coverage "
	  "is by account, region and log: missing is a whole day without files "
	  "between days with files, or a file that a digest names and that is "
	  "not there; empty is other time without events." },
	{ "demo", CMD_DEMO, "", "explore the built-in sample incident",
	  cmd_demo, NULL },
	{ "help", CMD_HELP, "[WORD]...",
	  "explain a command, option, format, query word, field, key or remark",
	  cmd_help, NULL },
};

const struct exit_row exit_rows[EXITS] = {
	[EXIT_ROWS] = { "0", "rows were found" },
	[EXIT_NONE] = { "1", "there were none" },
	[EXIT_FAILED] = { "2", "the command, the query or every input failed" },
	[EXIT_UNREAD] = { "3",
	  "evidence was not read: damaged, cut short, unreadable, over a limit, "
	  "or a named LOG of unknown kind; the places are on standard error" },
};
/* clang-format on */

const struct command *
commands(size_t *n)
{
	*n = sizeof(rows) / sizeof(*rows);
	return rows;
}

/* True if what stdio has written has arrived, or is not wanted. */
static bool
standard_output_ends(void)
{
	errno = 0;
	if ((fflush(stdout) == 0 && !ferror(stdout)) || errno == EPIPE)
		return true;
	sayf("standard output: %s", strerror(errno));
	return false;
}

static int
run(const struct command *c, struct options *o, int argc, char **argv)
{
	struct err err = { 0 };

	if (!options_read(o, argc, argv, c->bit, &err)) {
		complain(&err);
		return EXIT_FAILED;
	}
	if (o->help)
		usage_command(c, o->face);
	else if (o->version)
		puts("spoor " PACKAGE_VERSION);
	else if (o->paths)
		places_print();
	else
		return c->run(o);
	return EXIT_ROWS;
}

int
cli_main(int argc, char **argv, const struct cli_face *face)
{
	struct options o = { .face = face };
	const struct command *c = &rows[0];
	int skip = argc > 0, status;

	for (size_t i = 1; argc > 1 && i < sizeof(rows) / sizeof(*rows); i++)
		if (strcmp(argv[1], rows[i].name) == 0) {
			c = &rows[i];
			skip = 2;
		}
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* the write fails, and says so */
	status = run(c, &o, argc - skip, argv + skip);
	options_release(&o);
	return standard_output_ends() ? status : EXIT_FAILED;
}
