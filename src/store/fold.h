/*
 * Which events are known already, so that a record delivered twice is one
 * event.  Shared by all builders; its shards have a lock each.
 *
 * A slot is 16 bytes:
 *
 *	 id: 42 bits of the hash of eventID and account | ref: high 22 bits
 *	content: 42 bits of the hash of the leaves      | ref: low 22 bits
 *
 * With the shard's 6 bits the id has 48.  Among ten million events two that
 * differ are taken for one with a chance of about 4 * 10^-14.
 */
#ifndef STORE_FOLD_H
#define STORE_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A ref is a row before its event has a number: segment sequence << 16, row. */

#define FOLD_REF_BITS 44

struct fold;

struct fold *fold_new(void);
void fold_free(struct fold *f);
size_t fold_bytes(struct fold *f);

/* Forgets the events whose refs are not kept.  O(all). */
void fold_prune(struct fold *f, bool (*kept)(void *ctx, uint64_t ref),
    void *ctx);

enum fold_answer { FOLD_NEW, FOLD_COPY, FOLD_CONFLICT };

/* Finds an equal event (*of is its ref, nothing is added), or adds ref.
 * FOLD_CONFLICT: added; *of is one with the same id and other content. */
enum fold_answer fold_add(struct fold *f, uint64_t id_hash,
    uint64_t content_hash, uint64_t ref, uint64_t *of);
#endif
