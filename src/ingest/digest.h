/*
 * CloudTrail's digest files: which log files there were in an hour, and what
 * the SHA-256 of each one's content is.
 *
 * What a digest says is compared with what is there.  Whether it is itself
 * genuine would show in its signature, which stands in the metadata of the S3
 * object and needs AWS's public key: that is not checked here, and said.
 * (CloudTrail User Guide, "CloudTrail digest file structure", "Custom
 * implementations of CloudTrail log file integrity validation".)
 */
#ifndef INGEST_DIGEST_H
#define INGEST_DIGEST_H

#include <stdatomic.h>

#include "base/inflate.h"
#include "ingest/book.h"

/* A file that a digest names. */
struct digest_entry {
	struct str object; /* its key in the bucket */
	struct str digest; /* the file that names it */
	char sha[SHA_HEX + 1]; /* in lower case; "": no SHA-256 is given */
	int64_t from_us, to_us; /* its first and last event, or TIME_NONE */
	bool before;       /* the digest before: may lie outside what we have */
	bool absent;       /* as of the last check */
	uint8_t verdict;   /* of its content: enum in digest.c */
};

struct digest_interval {
	struct str account, region;
	int64_t from_us, to_us; /* [from, to) */
};

struct digests;

struct digests *digests_new(void);
void digests_free(struct digests *d);
/* text: a digest; file: its name.  Both are copied.  Thread safe. */
void digests_add(struct digests *d, struct str text, struct str file);

/* Looks for the files that are named, hashes those that have not been hashed
 * on so many threads, and remarks what is wrong, and the whole.  Not for two
 * threads at once. */
void digests_check(struct digests *d, struct book *b,
    const struct inflate_limits *limits, unsigned threads,
    const atomic_bool *stop);

/* Sets out->digests, as of the last check. */
void digests_count(struct digests *d, struct ledger *out);

/* Copies of what was added, in the arena. */
const struct digest_entry *digests_entries(struct digests *d, struct arena *a,
    size_t *n);
const struct digest_interval *digests_intervals(struct digests *d,
    struct arena *a, size_t *n);
#endif
