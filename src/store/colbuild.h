/*
 * A column while its segment is being built.
 *
 * It begins with a dictionary.  When more than three quarters of its values
 * differ, a dictionary costs more than it saves: the column becomes plain
 * (every value its own entry), UUIDs as 16 bytes.  It starts each segment in
 * the mode in which it ended the last one.  When sealed, a column whose values
 * are all the record's own time keeps none.
 */
#ifndef STORE_COLBUILD_H
#define STORE_COLBUILD_H

#include "base/buf.h"
#include "store/paths.h"
#include "store/segment.h"

enum colmode { MODE_DICT, MODE_PLAIN, MODE_UUID };

struct colbuild {
	/* the path, and what is often asked of its node */
	uint32_t path;
	uint32_t parent;
	uint32_t position; /* PATH_NONE: the step is the key */
	struct str key;
	uint64_t name_hash;
	bool under_rest;

	/* kept from segment to segment */
	struct colbuild *next; /* that followed this one last time */
	uint8_t mode;

	/* of the record at hand */
	uint32_t leaf; /* in the builder's leaves */
	uint64_t leaf_of; /* the record's sequence; else it has none */

	/* of this segment */
	bool used;
	uint8_t type; /* of all entries unless types is set */
	uint32_t n;   /* values */
	uint32_t n_entries;
	uint32_t check_at;  /* values at which to look if a dictionary pays */
	uint32_t last;      /* entry of the newest value (MODE_DICT) */
	uint32_t last_from, last_bytes; /* of its text; last_bytes UINT32_MAX:
	                                   there is none to compare with */
	uint8_t last_type;
	uint64_t last_hash;
	uint16_t *rows;     /* NULL while rows 0..n-1 all have one */
	uint32_t *codes;    /* MODE_DICT */
	uint32_t *positions; /* under_rest */
	uint32_t rows_capacity, codes_capacity, positions_capacity;
	struct buf text;    /* entries, a NUL behind each; or 16 bytes each */
	uint32_t *ends;     /* of entry e, behind its NUL */
	uint32_t ends_capacity;
	uint8_t *types;
	uint32_t types_capacity;
	uint32_t *slots; /* entry + 1 by hash */
	uint32_t *hashes; /* of each entry, 32 bits */
	uint32_t hashes_capacity;
	uint32_t slot_mask;
};

void colbuild_init(struct colbuild *c, uint32_t path,
    const struct path_node *n);

/* Adds a value to a row.  hash: of its text and type; position: under a
 * PATH_REST. */
void colbuild_add(struct colbuild *c, uint32_t row, struct value v,
    uint64_t hash, uint32_t position);

/* Has the place where a value will be looked for brought near, while the rest
 * of its record is read. */
static inline void
colbuild_prefetch(const struct colbuild *c, uint64_t hash)
{
	if (c->slots)
		__builtin_prefetch(&c->slots[(hash >> 32) & c->slot_mask]);
}

/* The same for the value that is the newest one already. */
void colbuild_add_last(struct colbuild *c, uint32_t row, uint32_t position);

/* The newest value again?  Only where that is cheap to see (MODE_DICT). */
static inline bool
colbuild_is_last(const struct colbuild *c, struct value v)
{
	return v.text.n == c->last_bytes && v.type == c->last_type &&
	    bytes_equal(c->text.p + c->last_from, v.text.p, v.text.n);
}

/* Writes the finished column into the arena; times: of the segment's rows. */
void colbuild_seal(struct colbuild *c, uint32_t segment_rows,
    const int64_t *times, struct arena *a, struct segcol *out);

/* Empty again; keeps memory and mode. */
void colbuild_reset(struct colbuild *c);
void colbuild_free(struct colbuild *c);
#endif
