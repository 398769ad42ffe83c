#include "ingest/readback.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- files -------------------------------------------------------------- */

struct origin {
	atomic_uint holders;
	dev_t device;
	ino_t inode;
	struct inflate_limits limits;
	pthread_mutex_t lock; /* guards what follows up to path */
	off_t bytes; /* when it was read; it may be longer if it grows */
	struct timespec changed;
	bool grows, ended;
	char *path; /* another one than the source's; NULL: the source's */
	_Atomic(struct restarts *) restarts;
};

/* An open file between two reads. */
struct reopened {
	struct inflate *in;
	int fd; /* in's, for fstat */
};

struct origin *
origin_new(const struct stat *st, const struct inflate_limits *limits)
{
	struct origin *o = mem_zero(1, sizeof(*o));

	atomic_init(&o->holders, 1);
	o->device = st->st_dev;
	o->inode = st->st_ino;
	o->bytes = st->st_size;
	o->changed = st->st_mtim;
	o->limits = *limits;
	pthread_mutex_init(&o->lock, NULL);
	return o;
}

void
origin_grow(struct origin *o, const struct stat *st, uint64_t bytes)
{
	pthread_mutex_lock(&o->lock);
	o->bytes = (off_t)bytes;
	o->changed = st->st_mtim;
	o->grows = true;
	pthread_mutex_unlock(&o->lock);
}

void
origin_end(struct origin *o)
{
	pthread_mutex_lock(&o->lock);
	o->ended = true;
	pthread_mutex_unlock(&o->lock);
}

void
origin_move(struct origin *o, struct str path)
{
	char *copy = mem_alloc(path.n + 1);

	memcpy(copy, path.p, path.n);
	copy[path.n] = '\0';
	pthread_mutex_lock(&o->lock);
	free(o->path);
	o->path = copy;
	pthread_mutex_unlock(&o->lock);
}

void
origin_keep_restarts(struct origin *o, struct restarts *r)
{
	struct restarts *none = NULL;

	if (!atomic_compare_exchange_strong(&o->restarts, &none, r))
		restarts_free(r);
}

struct origin *
origin_hold(struct origin *o)
{
	atomic_fetch_add(&o->holders, 1);
	return o;
}

void
origin_free(struct origin *o)
{
	if (!o || atomic_fetch_sub(&o->holders, 1) > 1)
		return;
	restarts_free(atomic_load(&o->restarts));
	pthread_mutex_destroy(&o->lock);
	free(o->path);
	free(o);
}

static void
free_origin(void *ctx)
{
	origin_free(ctx);
}

static bool
is_as_read(struct origin *o, int fd, struct err *err)
{
	struct stat st;
	struct timespec changed;
	off_t bytes;
	bool grows, ended;

	if (fstat(fd, &st) < 0)
		return err_system(err, "cannot look at it again");
	pthread_mutex_lock(&o->lock);
	bytes = o->bytes;
	changed = o->changed;
	grows = o->grows;
	ended = o->ended;
	pthread_mutex_unlock(&o->lock);
	if (ended)
		return err_set(err, ERR_CHANGED,
		    "changed on disk: written anew since it was read");
	if (st.st_size < bytes || (st.st_size > bytes && !grows))
		return err_set(err, ERR_CHANGED,
		    "changed on disk: %lld bytes when read, %lld now",
		    (long long)bytes, (long long)st.st_size);
	if ((st.st_size == bytes &&
	        (st.st_mtim.tv_sec != changed.tv_sec ||
	            st.st_mtim.tv_nsec != changed.tv_nsec)) ||
	    st.st_dev != o->device || st.st_ino != o->inode)
		return err_set(err, ERR_CHANGED,
		    "changed on disk: written or replaced since it was read");
	return true;
}

/* What has changed is the file, not one place of it. */
static bool
unchanged(struct origin *o, int fd, struct err *err)
{
	if (is_as_read(o, fd, err))
		return true;
	err->offset = 0;
	return false;
}

static void
close_file(void *reader)
{
	struct reopened *f = reader;

	if (!f)
		return;
	inflate_close(f->in);
	free(f);
}

/* Where it lies now. */
static int
open_again(const struct source *src, struct origin *o)
{
	char *moved = NULL;
	int fd;

	pthread_mutex_lock(&o->lock);
	if (o->path)
		moved = strdup(o->path);
	pthread_mutex_unlock(&o->lock);
	fd = open(moved ? moved : src->path.p,
	    O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	free(moved);
	return fd;
}

static bool
open_file(const struct source *src, struct origin *o, struct reopened **out,
    struct err *err)
{
	struct reopened *f;
	int fd = open_again(src, o);

	if (fd < 0) {
		if (errno == ENOENT)
			return err_set(err, ERR_CHANGED,
			    "gone since it was read");
		return err_system(err, "cannot open it again");
	}
	if (!unchanged(o, fd, err)) {
		close(fd);
		return false;
	}
	f = mem_zero(1, sizeof(*f));
	f->fd = fd;
	f->in = inflate_open(fd, &o->limits);
	*out = f;
	return true;
}

/* n bytes from where in stands. */
static bool
read_all(struct inflate *in, size_t n, struct buf *out, struct err *err)
{
	size_t end = out->n + n;

	buf_room(out, n);
	while (out->n < end) {
		size_t got = inflate_read(in, out->p + out->n, end - out->n,
		    err);

		if (got == 0)
			return err_set(err, ERR_CHANGED,
			    "ends inside the record");
		out->n += got;
	}
	return true;
}

static bool
read_file(const struct source *src, void **reader, uint64_t offset,
    uint32_t length, struct buf *out, struct err *err)
{
	struct origin *o = src->ctx;
	struct reopened *f = *reader;

	err_at(err, src->name, 0, offset);
	if (f && !unchanged(o, f->fd, err))
		return false;
	if (f && inflate_output_bytes(f->in) > offset) {
		close_file(f);
		f = *reader = NULL;
	}
	if (!f && !open_file(src, o, &f, err))
		return false;
	*reader = f;
	return inflate_seek(f->in, atomic_load(&o->restarts), offset, err) &&
	    read_all(f->in, length, out, err);
}

const struct source_io file_io = {
	.read = read_file,
	.close = close_file,
	.free = free_origin,
};

/* ---- pipes -------------------------------------------------------------- */

#define BLOCK_BYTES ((size_t)256 << 10)

struct kept_block {
	char *packed;
	size_t packed_bytes;
};

/* All blocks but the last, which is `open`, have BLOCK_BYTES plain bytes. */
struct kept {
	atomic_uint holders;
	pthread_mutex_t lock; /* guards all that follows */
	struct kept_block *blocks;
	size_t n_blocks, capacity;
	struct buf open;
};

/* The block that was inflated last. */
struct kept_reader {
	size_t block;
	bool filled;
	char plain[BLOCK_BYTES];
};

struct kept *
kept_new(void)
{
	struct kept *k = mem_zero(1, sizeof(*k));

	atomic_init(&k->holders, 1);
	pthread_mutex_init(&k->lock, NULL);
	return k;
}

/* The open block is full: deflates it. */
static void
close_block(struct kept *k)
{
	struct buf packed = { 0 };

	deflate_block(buf_str(&k->open), &packed);
	if (k->n_blocks == k->capacity) {
		k->capacity = k->capacity ? k->capacity * 2 : 16;
		k->blocks =
		    mem_grow(k->blocks, k->capacity, sizeof(*k->blocks));
	}
	k->blocks[k->n_blocks++] = (struct kept_block){
		.packed = mem_grow(packed.p, packed.n, 1),
		.packed_bytes = packed.n,
	};
	buf_reset(&k->open);
}

void
kept_add(struct kept *k, struct str bytes)
{
	pthread_mutex_lock(&k->lock);
	while (bytes.n > 0) {
		size_t n = BLOCK_BYTES - k->open.n;

		n = n < bytes.n ? n : bytes.n;
		buf_add(&k->open, str_head(bytes, n));
		bytes = str_from(bytes, n);
		if (k->open.n == BLOCK_BYTES)
			close_block(k);
	}
	pthread_mutex_unlock(&k->lock);
}

struct kept *
kept_hold(struct kept *k)
{
	atomic_fetch_add(&k->holders, 1);
	return k;
}

void
kept_free(struct kept *k)
{
	if (!k || atomic_fetch_sub(&k->holders, 1) > 1)
		return;
	for (size_t i = 0; i < k->n_blocks; i++)
		free(k->blocks[i].packed);
	free(k->blocks);
	buf_free(&k->open);
	pthread_mutex_destroy(&k->lock);
	free(k);
}

static void
free_kept(void *ctx)
{
	kept_free(ctx);
}

/* Adds what [offset, offset + n) of one block holds; the lock is held. */
static bool
read_block(struct kept *k, struct kept_reader *r, size_t block, size_t from,
    size_t n, struct buf *out)
{
	const struct kept_block *b;

	if (block == k->n_blocks) {
		if (from + n > k->open.n)
			return false;
		buf_add(out, (struct str){ k->open.p + from, n });
		return true;
	}
	if (block > k->n_blocks)
		return false;
	b = &k->blocks[block];
	if (!r->filled || r->block != block) {
		r->filled = inflate_block(
		    (struct str){ b->packed, b->packed_bytes }, BLOCK_BYTES,
		    r->plain);
		r->block = block;
	}
	if (r->filled)
		buf_add(out, (struct str){ r->plain + from, n });
	return r->filled;
}

static bool
read_kept(const struct source *src, void **reader, uint64_t offset,
    uint32_t length, struct buf *out, struct err *err)
{
	struct kept *k = src->ctx;
	uint64_t end = offset + length;
	bool read = true;

	if (!*reader)
		*reader = mem_zero(1, sizeof(struct kept_reader));
	pthread_mutex_lock(&k->lock);
	while (read && offset < end) {
		size_t from = (size_t)(offset % BLOCK_BYTES);
		uint64_t n = BLOCK_BYTES - from;

		n = n < end - offset ? n : end - offset;
		read = read_block(k, *reader, (size_t)(offset / BLOCK_BYTES),
		    from, (size_t)n, out);
		offset += n;
	}
	pthread_mutex_unlock(&k->lock);
	return read ||
	    err_set(err, ERR_CHANGED, "not among the bytes that were kept");
}

const struct source_io kept_io = {
	.read = read_kept,
	.close = free,
	.free = free_kept,
};
