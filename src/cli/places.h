/*
 * The files and directories that spoor itself uses (XDG Base Directory
 * Specification 0.8).
 */
#ifndef CLI_PLACES_H
#define CLI_PLACES_H

#include "base/arena.h"

/* NUL-terminated, in the arena.  NULL when there is no home directory. */
const char *config_directory(struct arena *a);
const char *state_directory(struct arena *a);

/* The sample incident: of the build tree that this program stands in, else
 * the installed one. */
const char *demo_directory(struct arena *a);

/* The saved queries that come with the program, found likewise. */
const char *library_file(struct arena *a);

/* Prints them all on standard output: --paths. */
void places_print(void);
#endif
