/*
 * What is wrong with a query, in words: what was found, what was expected,
 * and how it is probably meant.
 */
#ifndef QUERY_ERRORS_H
#define QUERY_ERRORS_H

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "base/str.h"
#include "query/lex.h"
#include "query/query.h"

/* All return false.  The first error is kept. */

/* "MESSAGE" at a byte of the query.  Texts of the query in it are made
 * visible by the caller: see error_quote. */
bool error_at(struct err *err, uint32_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* "found FOUND, expected WANT", with advice when what was found is a usual
 * mistake. */
bool error_expected(struct err *err, const struct token *found,
    const char *want);

/* A command, function or aggregate that nobody knows, with the nearest one
 * that exists. */
bool error_unknown(struct err *err, const struct token *t,
    enum word_kind kind);

/* A word of the language that this version does not have. */
bool error_later(struct err *err, uint32_t offset, struct str word,
    const char *what);

/* s visible, shortened, in quotes, for a message. */
#define ERROR_QUOTE_BYTES 96
const char *error_quote(struct str s, char out[ERROR_QUOTE_BYTES]);

/* Letters to insert, delete, change or swap with a neighbour, from a to b;
 * case does not count.  Neither is longer than EDITS_BYTES_MAX.  O(a.n b.n). */
#define EDITS_BYTES_MAX 64
int edits(struct str a, struct str b);

/* The name among n nearest to the word by edits, if it is near enough to be
 * meant; else NULL. */
const char *nearest_name(struct str word,
    const char *(*name_at)(const void *ctx, size_t i), const void *ctx);
#endif
