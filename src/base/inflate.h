/*
 * Reads a file as bytes, inflating it when it is gzip (RFC 1952): by content,
 * never by name; several members are one stream; zero padding after a member
 * is skipped.  The only user of zlib and libdeflate.
 */
#ifndef BASE_INFLATE_H
#define BASE_INFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "base/str.h"

struct inflate;

/* For what is inflated; a plain file is read to its end. */
struct inflate_limits {
	uint64_t output_bytes_max; /* 0: 8 GiB */
	uint32_t ratio_max; /* 0: 200; judged from 16 MiB of output on */
};

/* A place in the stream from which reading can start again. */
struct restarts;

/* Takes fd over (inflate_close closes it).  fd may be a pipe.  Never fails
 * for its content: that shows when reading. */
struct inflate *inflate_open(int fd, const struct inflate_limits *limits);

/* Reads up to n > 0 bytes of output into out.  Returns how many, fewer than n
 * also when fewer are at hand (a pipe is not waited for); 0 at the end or on
 * failure (err says which), and so again on each further call.  Bytes before a
 * damage are all delivered before the failure is reported.  ERR_FORMAT:
 * damaged or cut gzip, trailing garbage; ERR_LIMIT: a limit; ERR_SYSTEM: read
 * failed. */
size_t inflate_read(struct inflate *in, char *out, size_t n, struct err *err);

bool inflate_is_gzip(const struct inflate *in);      /* after the first read */
/* It failed because the file ends inside the gzip stream. */
bool inflate_is_cut(const struct inflate *in);
int inflate_fd(const struct inflate *in); /* borrowed */
uint64_t inflate_input_bytes(const struct inflate *in);  /* read so far */
uint64_t inflate_output_bytes(const struct inflate *in); /* given so far */

/* Collect a restart point every `every` bytes of output from now on. */
void inflate_keep_restarts(struct inflate *in, uint64_t every);

/* The points collected; the caller frees them.  NULL if there are none. */
struct restarts *inflate_take_restarts(struct inflate *in);
void restarts_free(struct restarts *r);
size_t restarts_bytes(const struct restarts *r); /* of memory */

/* Goes to output byte `offset`, from the nearest restart point (r may be
 * NULL), a seek in a plain file, else by reading on.  Only forward or right
 * after inflate_open.  False: damaged, or ends before.  The checksum of a
 * member that is read from a restart point inside it is not compared.  r must
 * be of the same bytes; it is not changed and may serve several threads. */
bool inflate_seek(struct inflate *in, const struct restarts *r, uint64_t offset,
    struct err *err);

/* Right after inflate_open: what follows is no gzip, whatever it begins with. */
void inflate_take_plain(struct inflate *in);

/* From now on bytes is called with all that is read from fd, as it lies on
 * disk, in order; NULL: no more.  inflate_reopen ends it. */
void inflate_tap(struct inflate *in,
    void (*bytes)(void *ctx, const void *p, size_t n), void *ctx);

/* Reads a block for the tap alone, after which nothing more can be inflated.
 * Returns its bytes; 0 at the end of the file, or err is set. */
size_t inflate_pass(struct inflate *in, struct err *err);

/* Ready for another file: keeps its memory, closes the old fd. */
void inflate_reopen(struct inflate *in, int fd,
    const struct inflate_limits *limits);

void inflate_close(struct inflate *in);

/* One block in memory, for records that have no file behind them (pipes), at
 * most DEFLATE_BLOCK_MAX bytes.  deflate_block appends; inflate_block returns
 * false if the block is bad or not of plain_bytes. */
#define DEFLATE_BLOCK_MAX ((size_t)1 << 30)
struct buf;
void deflate_block(struct str plain, struct buf *out);
bool inflate_block(struct str packed, size_t plain_bytes, char *out);
#endif
