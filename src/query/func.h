/*
 * The functions of the language; their rows are in funcs.c, which says what
 * each does.  func_general.c, func_number.c, func_text.c, func_time.c.
 */
#ifndef QUERY_FUNC_H
#define QUERY_FUNC_H

#include "query/datum.h"

struct eval;

#define FUNCTION(name) \
	struct datum name(struct eval *e, const struct datum *arg, int n)

FUNCTION(call_ispresent);
FUNCTION(call_isempty);
FUNCTION(call_isblank);
FUNCTION(call_coalesce);
FUNCTION(call_if);
FUNCTION(call_case);
FUNCTION(call_isnumeric);
FUNCTION(call_messagesize);

FUNCTION(call_round);
FUNCTION(call_greatest);
FUNCTION(call_least);
FUNCTION(call_tonumber);
FUNCTION(call_tolong);
FUNCTION(call_toint);
FUNCTION(call_haversine);

FUNCTION(call_concat);
FUNCTION(call_strlen);
FUNCTION(call_toupper);
FUNCTION(call_tolower);
FUNCTION(call_substr);
FUNCTION(call_replace);
FUNCTION(call_strcontains);
FUNCTION(call_startswith);
FUNCTION(call_endswith);
FUNCTION(call_ltrim);
FUNCTION(call_rtrim);
FUNCTION(call_trim);

FUNCTION(call_datefloor);
FUNCTION(call_dateceil);
FUNCTION(call_frommillis);
FUNCTION(call_tomillis);
FUNCTION(call_now);
FUNCTION(call_querystarttime);
FUNCTION(call_queryendtime);
FUNCTION(call_querytimerange);
#endif
