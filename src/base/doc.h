/*
 * Small JSON documents of our own: configuration, history, sessions.  The
 * only user of cJSON.  Not for logs.
 */
#ifndef BASE_DOC_H
#define BASE_DOC_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct doc; /* a JSON value */

/* NULL: ERR_FORMAT, err->offset is about where.  The caller frees.  Nothing
 * but blanks may follow the value; at most 1,000 levels; no \u0000. */
struct doc *doc_parse(struct str text, struct err *err);
struct doc *doc_object(void);
struct doc *doc_array(void);
void doc_free(struct doc *d);

/* Owned by d.  NULL if d is NULL or no object or has no such member. */
struct doc *doc_get(const struct doc *d, const char *name);
struct doc *doc_at(const struct doc *d, int i); /* O(i) */
int doc_count(const struct doc *d); /* of an array or object; else 0 */

/* The parts of an array or object in order; NULL when there is no more. */
struct doc *doc_first(const struct doc *d);
struct doc *doc_next(const struct doc *part);
struct str doc_name(const struct doc *part); /* in its object, or empty */

/* False, *out left alone, if d is NULL or something else.  A number beyond
 * a double is none. */
bool doc_string(const struct doc *d, struct str *out); /* borrowed */
bool doc_number(const struct doc *d, double *out);
bool doc_bool(const struct doc *d, bool *out);

/* value is taken over.  A member of that name is replaced; name is UTF-8. */
void doc_set(struct doc *object, const char *name, struct doc *value);
void doc_add(struct doc *array, struct doc *value);
/* Bytes that are no UTF-8, and NUL, become the text \xNN. */
struct doc *doc_new_string(struct str s);
struct doc *doc_new_number(double n);
struct doc *doc_new_bool(bool b);

/* Appends d in one line.  Numbers are read back as the same, hidden
 * characters are written as \uXXXX. */
void doc_print(const struct doc *d, struct buf *out);
#endif
