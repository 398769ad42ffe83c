/*
 * What a file is when it is no JSON.
 */
#ifndef INGEST_SNIFF_H
#define INGEST_SNIFF_H

#include "base/str.h"

#define SNIFFED_TEXT "text"
#define SNIFF_BYTES 4096 /* enough to tell */

/* head: its first bytes without blanks before them, not empty.  NULL: JSON,
 * maybe damaged; else a name of what it is: "Parquet", "text", "binary". */
const char *sniff(struct str head);
#endif
