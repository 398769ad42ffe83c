#include "ingest/feed.h"

#include <stdlib.h>

#include "base/arena.h"

#define WINDOW_BYTES ((size_t)256 << 10)
#define WINDOW_KEPT_BYTES ((size_t)4 << 20) /* from file to file, at most */

void
feed_start(struct feed *f)
{
	if (f->capacity > WINDOW_KEPT_BYTES)
		feed_free(f);
	f->n = f->at = 0;
	f->base = 0;
	f->ended = f->too_long = false;
	f->err.code = ERR_NONE;
}

struct feed
feed_of(struct str bytes, uint64_t base)
{
	return (struct feed){
		.p = (char *)bytes.p,
		.n = bytes.n,
		.base = base,
		.ended = true,
	};
}

/* The rest to the front; more capacity if it fills the window. */
static bool
make_room(struct feed *f)
{
	size_t rest = f->n - f->at, capacity = f->capacity;

	if (f->at > 0) {
		if (rest > 0)
			memmove(f->p, f->p + f->at, rest);
		f->base += f->at;
		f->n = rest;
		f->at = 0;
	}
	if (rest < capacity)
		return true;
	if (rest >= f->value_max) {
		f->too_long = true;
		return false;
	}
	capacity = capacity ? capacity * 2 : WINDOW_BYTES;
	if (capacity > f->value_max)
		capacity = f->value_max;
	f->p = mem_grow(f->p, capacity, 1);
	f->capacity = capacity;
	return true;
}

bool
feed_more(struct feed *f)
{
	size_t want, start;

	if (f->ended || !make_room(f))
		return false;
	start = f->n;
	want = f->n < f->capacity / 2 ? f->n * 2 + 1 : f->capacity;
	while (f->n < want) {
		size_t got = f->read(
		    f->ctx, f->p + f->n, f->capacity - f->n, &f->err);

		if (got == FEED_IDLE) {
			if (f->idle)
				f->idle(f->ctx);
			if (f->n > start)
				break;
			continue;
		}
		if (got == 0) {
			f->ended = true;
			break;
		}
		f->n += got;
	}
	return f->n > start;
}

void
feed_free(struct feed *f)
{
	free(f->p);
	f->p = NULL;
	f->n = f->at = f->capacity = 0;
}
