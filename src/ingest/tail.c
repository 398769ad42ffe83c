#include "ingest/tail.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"

#define BLOCK_BYTES ((size_t)256 << 10)

/* Hashes the first n bytes anew; false: there are fewer, or *stop. */
static bool
hash_first(struct tail *t, int fd, uint64_t n, const atomic_bool *stop)
{
	char *block = mem_alloc(BLOCK_BYTES);

	if (!t->sha)
		t->sha = sha_new();
	sha_reset(t->sha);
	t->hashed = 0;
	while (t->hashed < n && !atomic_load(stop)) {
		uint64_t left = n - t->hashed;
		ssize_t got = pread(fd, block,
		    left < BLOCK_BYTES ? (size_t)left : BLOCK_BYTES,
		    (off_t)t->hashed);

		if (got <= 0)
			break;
		sha_add(t->sha, block, (size_t)got);
		t->hashed += (uint64_t)got;
	}
	free(block);
	return t->hashed == n;
}

static bool
first_bytes_are_same(struct tail *t, int fd, const atomic_bool *stop)
{
	uint8_t digest[SHA_BYTES];

	if (!hash_first(t, fd, t->file->bytes, stop))
		return false;
	sha_digest(t->sha, digest);
	return !t->file->hashed ||
	    memcmp(digest, t->file->sha, SHA_BYTES) == 0;
}

static bool
last_bytes_are_same(const struct tail *t, int fd)
{
	char now[TAIL_BEFORE];
	ssize_t n = pread(fd, now, t->n_before,
	    (off_t)(t->file->resume - t->n_before));

	return n == (ssize_t)t->n_before && memcmp(now, t->before, n) == 0;
}

static bool
reads_on(const struct file *f)
{
	return f->resume > 0 && !f->gzip;
}

enum tail_news
tail_look(struct tail *t, int fd, const struct stat *st, bool whole,
    const atomic_bool *stop)
{
	const struct file *f = t->file;
	uint64_t size = (uint64_t)st->st_size;
	bool touched = st->st_mtim.tv_sec != f->changed.tv_sec ||
	    st->st_mtim.tv_nsec != f->changed.tv_nsec;
	bool again = whole && f->state == FILE_PENDING;

	/* For the first time, or the time before was broken off. */
	if (f->state == FILE_WAITING || f->state == FILE_READING ||
	    (f->state == FILE_FAILED && f->whole == 0))
		return TAIL_MORE;
	if (size == f->bytes && !touched)
		return again ? TAIL_MORE : TAIL_SAME;
	if (size < f->bytes)
		return TAIL_ANEW;
	if (f->bytes == 0 || f->state == FILE_SKIPPED)
		return TAIL_MORE;
	if (size > f->bytes && reads_on(f) && t->sha && t->n_before > 0)
		return last_bytes_are_same(t, fd) ? TAIL_MORE : TAIL_ANEW;
	if (!first_bytes_are_same(t, fd, stop))
		return atomic_load(stop) ? TAIL_SAME : TAIL_ANEW;
	return size > f->bytes || again ? TAIL_MORE : TAIL_SAME;
}

struct reader_file
tail_found(struct tail *t, bool whole)
{
	const struct file *f = t->file;
	struct reader_file found = { .first_us = TIME_NONE,
		.last_us = TIME_NONE };

	if (t->found)
		found = *t->found;
	else if (f->state != FILE_SKIPPED)
		found = (struct reader_file){
			.records = f->records,
			.events = f->events,
			.copies = f->copies,
			.damaged = f->damaged,
			.whole = f->whole,
			.resume = f->resume,
			.text = f->text,
			.first_us = f->first_us,
			.last_us = f->last_us,
			.format = f->format,
		};
	found.damaged -= found.damaged_end;
	found.damaged_end = 0;
	found.sniffed = NULL;
	found.empty = false;
	found.from = reads_on(f) && t->hashed >= f->resume ? f->resume : 0;
	found.skip = found.from ? 0 : found.whole;
	found.open = !whole;
	if (!found.from)
		t->hashed = 0;
	return found;
}

void
tail_keep(struct tail *t, int fd, const struct reader_file *found)
{
	const struct file *f = t->file;
	ssize_t n = 0;

	if (!t->found)
		t->found = mem_alloc(sizeof(*t->found));
	*t->found = *found;
	t->n_before = 0;
	if (!reads_on(f))
		return;
	n = f->resume < TAIL_BEFORE ? (ssize_t)f->resume : TAIL_BEFORE;
	n = pread(fd, t->before, (size_t)n, (off_t)(f->resume - (uint64_t)n));
	if (n > 0 && (n == TAIL_BEFORE || (uint64_t)n == f->resume))
		t->n_before = (size_t)n;
}

void
tail_rest(struct tail *t)
{
	if (t->fd >= 0)
		close(t->fd);
	t->fd = -1;
	free(t->found);
	t->found = NULL;
	sha_free(t->sha);
	t->sha = NULL;
	t->n_before = 0;
}
