/*
 * Presence, choice.
 */
#include "query/eval.h"
#include "query/func.h"

FUNCTION(call_ispresent)
{
	(void)e;
	(void)n;
	return datum_of_bool(arg->kind != DATUM_MISSING);
}

FUNCTION(call_isempty)
{
	(void)e;
	(void)n;
	return datum_of_bool(arg->kind == DATUM_MISSING ||
	    (arg->kind == DATUM_TEXT && arg->text.n == 0));
}

FUNCTION(call_isblank)
{
	(void)e;
	(void)n;
	return datum_of_bool(arg->kind == DATUM_MISSING ||
	    (arg->kind == DATUM_TEXT && str_trim(arg->text).n == 0));
}

FUNCTION(call_coalesce)
{
	(void)e;
	for (int i = 0; i < n; i++)
		if (arg[i].kind != DATUM_MISSING)
			return arg[i];
	return datum_missing();
}

FUNCTION(call_if)
{
	(void)e;
	(void)n;
	return datum_true(&arg[0]) ? arg[1] : arg[2];
}

FUNCTION(call_case)
{
	int i;

	(void)e;
	for (i = 0; i + 1 < n; i += 2)
		if (datum_true(&arg[i]))
			return arg[i + 1];
	return i < n ? arg[i] : datum_missing();
}

FUNCTION(call_isnumeric)
{
	double x;

	(void)e;
	(void)n;
	return datum_of_bool(arg->kind != DATUM_TRUE &&
	    arg->kind != DATUM_FALSE && datum_number(arg, &x));
}

FUNCTION(call_messagesize)
{
	(void)n;
	if (arg->kind == DATUM_MISSING)
		return datum_missing();
	return datum_of_number((double)eval_read_text(e, arg).n);
}
