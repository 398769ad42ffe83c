/*
 * The places that were opened last: kept in the file `places` of the user's
 * state directory, one JSON object a line, newest last:
 * {"logs":["/cases/7/AWSLogs"],"time":1700000000}.
 */
#ifndef EXPLORE_RECENT_H
#define EXPLORE_RECENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define RECENT_MAX 20

struct recent_place {
	struct str *logs; /* absolute paths */
	size_t n_logs;
	int64_t time_us;
};

/* At most RECENT_MAX, newest first; in the arena.  What cannot be read is
 * left out. */
size_t recent_read(const char *state_dir, struct arena *a,
    struct recent_place out[RECENT_MAX]);
/* The place is the newest from now on.  False: the file cannot be written. */
bool recent_add(const char *state_dir, const char *const *logs, size_t n_logs,
    int64_t now_us, struct err *err);
#endif
