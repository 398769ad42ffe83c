/*
 * Digest files: what the service says it has delivered (user guide,
 * "CloudTrail digest file structure").  The hashes are true, the signatures
 * are not: nobody but the service could make them.
 */
#ifndef GEN_DIGEST_H
#define GEN_DIGEST_H

#include "gen_object.h"

/* A log object that was delivered. */
struct object {
	const char *account, *region; /* of the tables: compared by text */
	char *key;
	char hash[65];
	int64_t delivered, oldest, newest;
};

/*
 * A digest an hour for each account and region that has objects, from start
 * to end (seconds since 1970), each naming the one before it.
 */
void digests_write(struct writer *w, const struct object *objects,
    uint32_t count, int64_t start, int64_t end);

#endif
