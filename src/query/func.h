/*
 * The functions of the language; their rows are in funcs.c, which says what
 * each does.
 */
#ifndef QUERY_FUNC_H
#define QUERY_FUNC_H

#include "query/datum.h"

struct eval;

#define FUNCTION(name) \
	struct datum name(struct eval *e, const struct datum *arg, int n)

/* -1 if it is none. */
static inline int
hex_digit(char c)
{
	return c >= '0' && c <= '9'                  ? c - '0'
	    : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
	                                             : -1;
}

/* Calls with each member of a list, until visit says false; how many there
 * were.  Any other datum has none. */
uint64_t list_each(struct eval *e, const struct datum *list,
    bool (*visit)(void *ctx, const struct datum *d), void *ctx);

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
FUNCTION(call_pattern);

FUNCTION(call_isvalidip);
FUNCTION(call_isvalidipv4);
FUNCTION(call_isvalidipv6);
FUNCTION(call_isipinsubnet);
FUNCTION(call_isipv4insubnet);
FUNCTION(call_isipv6insubnet);
FUNCTION(call_isprivateip);
FUNCTION(call_ispublicip);
FUNCTION(call_isreservedip);
FUNCTION(call_ipv4tonumber);

FUNCTION(call_base64encode);
FUNCTION(call_base64decode);
FUNCTION(call_urlencode);
FUNCTION(call_urldecode);
FUNCTION(call_hextoascii);
FUNCTION(call_hextodec);
FUNCTION(call_dectohex);

FUNCTION(call_jsonparse);
FUNCTION(call_jsonpath);
FUNCTION(call_jsonstringify);
FUNCTION(call_jsonarraysize);
FUNCTION(call_jsonarraycontains);
FUNCTION(call_split);

FUNCTION(call_regexreplace);
FUNCTION(call_md5);
FUNCTION(call_sha256);

FUNCTION(call_parsedate);
FUNCTION(call_formatdate);
FUNCTION(call_datefloor);
FUNCTION(call_dateceil);
FUNCTION(call_frommillis);
FUNCTION(call_tomillis);
FUNCTION(call_now);
FUNCTION(call_querystarttime);
FUNCTION(call_queryendtime);
FUNCTION(call_querytimerange);
#endif
