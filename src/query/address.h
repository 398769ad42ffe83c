/*
 * Internet addresses (RFC 791, RFC 4291) and ranges of them (RFC 4632).
 */
#ifndef QUERY_ADDRESS_H
#define QUERY_ADDRESS_H

#include <stdbool.h>
#include "base/str.h"

struct address {
	int bits; /* 32 or 128 */
	unsigned char bytes[16];
};

/* False: it is none.  No leading zeros in IPv4, no zone in IPv6. */
bool address_read(struct str s, struct address *out);

/* "192.0.2.0/24": the address and the bits that count; bits behind them do
 * not matter. */
bool address_read_range(struct str cidr, struct address *out, int *bits);

/* The first n bits are the same. */
bool address_in_range(const struct address *a, const struct address *range,
    int n);
#endif
