#include "ingest/follow.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

/* ---- tables ------------------------------------------------------------- */

static uint64_t
hash_of(int by, const struct spot *spot, struct str base,
    const struct identity *id)
{
	if (by == BY_NAME)
		return hash_bytes(base, (uint64_t)(uintptr_t)spot);
	return hash_mix((uint64_t)id->inode, (uint64_t)id->device);
}

static struct name **
slot_of(struct follow *f, int by, uint64_t hash)
{
	struct table *t = &f->table[by];

	return &t->slot[hash & (t->size - 1)];
}

static uint64_t
hash_of_name(int by, const struct name *n)
{
	return hash_of(by, n->spot, str_of(n->base), &n->id);
}

void
table_add(struct follow *f, int by, struct name *n)
{
	struct table *t = &f->table[by], old = *t;
	struct name **slot;

	if (t->n++ == t->size) {
		t->size = t->size ? t->size * 2 : 256;
		t->slot = mem_zero(t->size, sizeof(*t->slot));
		for (size_t i = 0; i < old.size; i++)
			for (struct name *m = old.slot[i], *next; m; m = next) {
				next = m->chain[by];
				slot = slot_of(f, by, hash_of_name(by, m));
				m->chain[by] = *slot;
				*slot = m;
			}
		free(old.slot);
	}
	slot = slot_of(f, by, hash_of_name(by, n));
	n->chain[by] = *slot;
	*slot = n;
}

void
table_remove(struct follow *f, int by, struct name *n)
{
	struct name **at = slot_of(f, by, hash_of_name(by, n));

	while (*at && *at != n)
		at = &(*at)->chain[by];
	if (!*at)
		return;
	*at = n->chain[by];
	f->table[by].n--;
}

struct name *
find_name(struct follow *f, const struct spot *s, struct str base)
{
	struct name *n;

	if (f->table[BY_NAME].size == 0)
		return NULL;
	n = *slot_of(f, BY_NAME, hash_of(BY_NAME, s, base, NULL));
	while (n && (n->spot != s || !str_equal(str_of(n->base), base)))
		n = n->chain[BY_NAME];
	return n;
}

bool
identity_equal(const struct identity *a, const struct identity *b)
{
	return a->inode == b->inode && a->device == b->device &&
	    (a->born_ns == b->born_ns || !a->born_ns || !b->born_ns);
}

struct name *
find_inode(struct follow *f, const struct identity *id)
{
	struct name *n;

	if (f->table[BY_INODE].size == 0)
		return NULL;
	n = *slot_of(f, BY_INODE, hash_of(BY_INODE, NULL, STR(""), id));
	while (n && !identity_equal(&n->id, id))
		n = n->chain[BY_INODE];
	return n;
}

void
list_add(struct names *l, struct name *n)
{
	if (l->n == l->capacity) {
		l->capacity = l->capacity ? l->capacity * 2 : 64;
		l->p = mem_grow(l->p, l->capacity, sizeof(*l->p));
	}
	l->p[l->n++] = n;
}

/* ---- what a path is ----------------------------------------------------- */

bool
path_look(const char *path, struct look_at *out)
{
	struct statx x;

	if (statx(AT_FDCWD, path, AT_STATX_SYNC_AS_STAT,
	        STATX_BASIC_STATS | STATX_BTIME, &x) < 0)
		return false;
	*out = (struct look_at){
		.id = { makedev(x.stx_dev_major, x.stx_dev_minor),
		    (ino_t)x.stx_ino, 0 },
		.mode = x.stx_mode,
		.bytes = x.stx_size,
		.changed_s = x.stx_mtime.tv_sec,
		.changed_ns = x.stx_mtime.tv_nsec,
	};
	if (x.stx_mask & STATX_BTIME)
		out->id.born_ns = x.stx_btime.tv_sec * INT64_C(1000000000) +
		    x.stx_btime.tv_nsec;
	return true;
}
