/*
 * Which keys the actions have: those of the table, or those that the user
 * gave them in a file.
 *
 * A line of the file is the name of an action and its keys, which take the
 * place of the table's; # begins a comment:
 *
 *	only      + = p
 *	mark      m Space
 */
#ifndef EXPLORE_KEYMAP_H
#define EXPLORE_KEYMAP_H

#include <stdbool.h>
#include "base/err.h"
#include "explore/explore.h"

struct keymap;

/* As the table has it. */
struct keymap *keymap_new(void);
void keymap_free(struct keymap *m); /* NULL: nothing */
/* Reads `keys` of the directory; no such file: nothing.  False: a line is
 * wrong, err names file and line, and nothing is changed. */
bool keymap_read(struct keymap *m, const char *dir, struct err *err);

/* The keys of an action, names with blanks between. */
const char *keymap_keys(const struct keymap *m, const struct action *a);
/* The first of them, "" if it has none. */
const char *keymap_first(const struct keymap *m, const struct action *a);

/* True if key is one of the names. */
bool keys_have(const char *keys, const char *key);
#endif
