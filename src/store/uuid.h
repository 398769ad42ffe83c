/*
 * UUIDs (RFC 9562, section 4: 8-4-4-4-12 hexadecimal digits) as 16 bytes.
 */
#ifndef STORE_UUID_H
#define STORE_UUID_H

#include <stdbool.h>
#include "base/str.h"

/* Either case. */
bool uuid_parse(struct str s, unsigned char out[16]);
/* Lower case only, so that it is printed back alike. */
bool uuid_parse_lower(struct str s, unsigned char out[16]);
/* 36 bytes, lower case. */
void uuid_print(const unsigned char in[16], char *out);
#endif
