/*
 * Time zones: fixed ones (UTC, +02:00) and those of the system's time zone
 * database by name (Europe/Berlin), read from its files (RFC 8536).
 */
#ifndef QUERY_ZONE_H
#define QUERY_ZONE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"

struct zone;

/* NULL: no such zone.  Reads a file: about 30 us. */
struct zone *zone_new(struct str name);
void zone_free(struct zone *z); /* NULL: nothing */

/* Seconds east of Greenwich at a moment, and the zone's short name then,
 * which lives as long as the zone. */
int32_t zone_offset_s(const struct zone *z, int64_t utc_us, struct str *name);

/* The moment of a local time; of two the earlier, of none as if the clock had
 * not been changed yet. */
int64_t zone_utc_us(const struct zone *z, int64_t local_us);

/* Z, +hh, +hhmm, +hh:mm from end to end, as seconds. */
bool zone_fixed_s(struct str s, int32_t *out);
#endif
