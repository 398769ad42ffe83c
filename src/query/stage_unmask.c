/*
 * unmask: the same as fields, for nothing is masked here.
 */
#include "query/stage.h"

bool
unmask_check(struct checker *c, struct stage *st)
{
	check_note(c, st->offset,
	    "unmask: nothing is masked here; it is read as fields");
	return fields_check(c, st);
}
