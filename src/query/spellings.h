/*
 * Fields that go by two names.  AWS's console renames the fields of VPC flow
 * logs: srcaddr is discovered as srcAddr, account-id as accountId; people
 * write both (Amazon CloudWatch Logs User Guide, "Supported logs and
 * discovered fields"; Amazon VPC User Guide, "Flow log records").
 */
#ifndef QUERY_SPELLINGS_H
#define QUERY_SPELLINGS_H

#include "store/store.h"

/* field_bind of the name; where nothing has it, of its other spelling. */
struct field *spelling_bind(
    struct snapshot *s, struct str name, struct arena *a);
#endif
