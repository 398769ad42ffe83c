/*
 * Help texts on standard output, from the tables, at most 80 columns wide.
 */
#ifndef CLI_USAGE_H
#define CLI_USAGE_H

#include "cli/cmd.h"

/* A name, and behind it, in a column of its own, what it means. */
void usage_row(const char *name, const char *meaning);
/* Words with blanks between, one after the other, indented. */
void usage_words(const char *title, struct str words);
/* The output formats. */
void usage_outputs(void);
/* Usage, commands, options, formats, exit status of one command. */
void usage_command(const struct command *c, const struct cli_face *face);
/* "-o, --output FORMAT" */
void usage_option_name(const struct option_row *o, struct buf *out);
#endif
