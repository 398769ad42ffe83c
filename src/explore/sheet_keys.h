/*
 * What kinds of sheet share that are a box of keys: y, S.
 */
#ifndef EXPLORE_SHEET_KEYS_H
#define EXPLORE_SHEET_KEYS_H

#include "explore/sheet.h"

#define KEYS_COLUMNS 2
extern const struct sheet_column keys_columns[KEYS_COLUMNS];

/* The rows of the action table whose sheet is this kind. */
bool keys_make(struct explore *x, const struct sheet *s,
    struct sheet_lines *l);
/* Runs the row; action_run closes the box first. */
unsigned keys_open(struct explore *x, struct sheet *s,
    const struct sheet_line *l);
#endif
