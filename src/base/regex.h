/*
 * Regular expressions: PCRE2 with JIT where there is one, on bytes that may
 * be no valid UTF-8.  The only user of pcre2.
 *
 * Compiled with UTF, MATCH_INVALID_UTF, DOLLAR_ENDONLY, NEVER_BACKSLASH_C,
 * not UCP: \w \d \s \b are ASCII, (?i) folds all of Unicode.  A bad byte
 * matches nothing.
 *
 * A match is bounded (1,000,000 steps, 64 MiB): a subject that hits the bound
 * is "no match" and is counted.  PCRE2 counts the steps anew for each byte
 * where a match may start, so a bad pattern can take time in the square of a
 * long subject: that is what regex_stop_on is for.
 */
#ifndef BASE_REGEX_H
#define BASE_REGEX_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "base/str.h"

struct regex;         /* compiled; read-only, for all threads */
struct regex_matcher; /* scratch of one thread */

/* NULL: ERR_QUERY, err->offset is the byte of the pattern; ERR_LIMIT, it is
 * longer than 65,535 bytes.  (?P<name>..) is accepted; group names may begin
 * with @.  The pattern is copied.  About 20 us. */
struct regex *regex_new(struct str pattern, struct err *err);
void regex_free(struct regex *r);

/* r must live longer. */
struct regex_matcher *regex_matcher_new(const struct regex *r);
void regex_matcher_free(struct regex_matcher *m);

/* From now on searches end, without a match, soon (0.1 s) after *stop has
 * become true; stop may be NULL. */
void regex_stop_on(struct regex_matcher *m, const atomic_bool *stop);

/* Searches subject from byte `from` on; inside a character, from the next one
 * on.  What stands before is seen by look-behind and ^.  *start and *end are
 * the match's bytes, end behind the last; either pointer may be NULL.  About
 * 60 ns and 1-10 GB/s. */
bool regex_search(struct regex_matcher *m, struct str subject, size_t from,
    size_t *start, size_t *end);

/* Group g of the last match (0: the whole), false if it took no part or there
 * was no match.  Borrowed from the subject. */
bool regex_group(const struct regex_matcher *m, uint32_t g, struct str *out);
uint32_t regex_group_count(const struct regex *r);
/* The group's name as the pattern gives it, empty if it has none. */
struct str regex_group_name(const struct regex *r, uint32_t g);

/* How often a bound was hit since the matcher was made. */
uint64_t regex_limit_hits(const struct regex_matcher *m);

/* True if the pattern uses look-around, back-references or something else
 * that RE2 (and so AWS) refuses. */
bool regex_beyond_re2(struct str pattern);
#endif
