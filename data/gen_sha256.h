/* SHA-256 of n bytes as 64 lower-case digits (FIPS 180-4). */
#ifndef GEN_SHA256_H
#define GEN_SHA256_H

#include <stddef.h>

void sha256_hex(const void *p, size_t n, char hex[65]);

#endif
