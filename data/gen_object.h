/*
 * Objects of a bucket as files: keys as CloudTrail names them (user guide,
 * "CloudTrail log file name format"), content gzipped.  Same content, same
 * bytes: the gzip header carries no time.
 */
#ifndef GEN_OBJECT_H
#define GEN_OBJECT_H

#include <stdint.h>
#include <zlib.h>
#include "gen_out.h"

struct writer {
	const char *root;
	z_stream z;
	struct out packed, path, made; /* made: the folder made last */
	uint64_t files, plain_bytes, packed_bytes;
};

void writer_open(struct writer *w, const char *root);
void writer_close(struct writer *w);

/* AWSLogs/<account>/<folder>/<region>/yyyy/mm/dd/ */
void key_folder(struct out *key, const char *account, const char *folder,
    const char *region, int64_t delivered);

/* The key of a log object; seed makes the 16 letters at its end. */
void key_of_log(struct out *key, const char *account, const char *folder,
    const char *region, int64_t delivered, uint64_t seed);

/* content gzipped under the root by its key (which ends with a NUL). */
void writer_put(struct writer *w, const char *key, const struct out *content);

#endif
