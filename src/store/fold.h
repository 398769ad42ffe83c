/*
 * Which events are known already, so that a record delivered twice is one
 * event.  Shared by all builders; its shards have a lock each.
 *
 * A slot is 16 bytes:
 *
 *	 id: 46 bits of the hash of eventID and account | ref: high 18 bits
 *	content: 46 bits of the hash of the leaves      | ref: low 18 bits
 *
 * With the shard's 6 bits the id has 52.  Among ten million events two that
 * differ are taken for one with a chance of about 10^-16.
 */
#ifndef STORE_FOLD_H
#define STORE_FOLD_H

#include <stddef.h>
#include <stdint.h>

/* A ref is a row before its event has a number: segment sequence << 16, row. */

#define FOLD_REF_BITS 36

struct fold;

struct fold *fold_new(void);
void fold_free(struct fold *f);
size_t fold_bytes(struct fold *f);

enum fold_answer { FOLD_NEW, FOLD_COPY, FOLD_CONFLICT };

/* Finds an equal event (*of is its ref, nothing is added), or adds ref.
 * FOLD_CONFLICT: added; *of is one with the same id and other content. */
enum fold_answer fold_add(struct fold *f, uint64_t id_hash,
    uint64_t content_hash, uint64_t ref, uint64_t *of);
#endif
