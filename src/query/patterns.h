/*
 * The pattern of a text: what it shares with texts of its kind.
 *
 * Parts that vary by nature are replaced by what they are: <time>, <arn>,
 * <url>, <uuid>, <ip>, <email>, <number>, <token> (long and encoded), <id>
 * (of a resource: rtb-<id>; an access key; a hash), <hex>.  All else stays as
 * it is.  It depends on nothing but the text, so a text has the same pattern
 * in every set.  It is query_pattern()'s, of query/query.h.
 */
#ifndef QUERY_PATTERNS_H
#define QUERY_PATTERNS_H

#include "base/str.h"

/* ERROR, WARN or INFO, by the words error and warn in it, as AWS has it
 * (CWL_AnalyzeLogData_Patterns). */
const char *pattern_severity(struct str text);
#endif
