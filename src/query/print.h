/*
 * From the tree back to text, for query_print and for commands that print
 * their arguments.
 */
#ifndef QUERY_PRINT_H
#define QUERY_PRINT_H

#include "base/buf.h"
#include "query/tree.h"

void print_expr(const struct expr *x, struct buf *out);
/* Commas between, with alias and order. */
void print_items(const struct item *items, uint32_t n, struct buf *out);
void print_tree(const struct tree *t, struct buf *out);
/* Text in double quotes. */
void print_text(struct str s, struct buf *out);
#endif
