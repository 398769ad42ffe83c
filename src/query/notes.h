/*
 * What a run has to say beside its rows: names that nothing has, patterns that
 * were given up.
 */
#ifndef QUERY_NOTES_H
#define QUERY_NOTES_H

#include "query/run.h"

void notes_of_run(struct run *r);
#endif
