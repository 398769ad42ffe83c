/*
 * The record's own bytes: read back from its source, or rebuilt.
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "store/snapshot.h"

struct raw_reader {
	struct snapshot *snap;
	uint32_t source; /* that `reader` is for */
	void *reader;
	struct buf bytes;
	struct buf text;
};

struct raw_reader *
raw_reader_new(struct snapshot *s)
{
	struct raw_reader *r = mem_zero(1, sizeof(*r));

	r->snap = snapshot_hold(s);
	return r;
}

static void
close_source(struct raw_reader *r)
{
	if (r->reader)
		store_source(r->snap->store, r->source)->io->close(r->reader);
	r->reader = NULL;
}

void
raw_reader_free(struct raw_reader *r)
{
	if (!r)
		return;
	close_source(r);
	snapshot_release(r->snap);
	buf_free(&r->bytes);
	buf_free(&r->text);
	free(r);
}

void
raw_read(struct raw_reader *r, uint32_t event, struct raw *out)
{
	struct place p = snapshot_place(r->snap, event);
	const struct source *src = store_source(r->snap->store, p.source);

	memset(out, 0, sizeof(*out));
	if (r->source != p.source)
		close_source(r);
	r->source = p.source;
	buf_reset(&r->bytes);
	if (src->io && src->io->read(src, &r->reader, p.offset, p.length,
	                   &r->bytes, &out->why)) {
		out->text = buf_str(&r->bytes);
		if (src->unescape) {
			buf_reset(&r->text);
			json_unescape(out->text, &r->text);
			out->text = buf_str(&r->text);
		}
		return;
	}
	if (!src->io)
		err_set(&out->why, ERR_CHANGED, "the source is not kept");
	close_source(r);
	out->rebuilt = true;
	buf_reset(&r->text);
	raw_rebuild(r->snap, event, &r->text);
	out->text = buf_str(&r->text);
}

/* ---- many ---------------------------------------------------------------------- */

struct wanted {
	struct place place;
	uint32_t event;
};

struct reading {
	struct snapshot *snap;
	struct wanted *wanted;
	size_t *groups; /* where each source begins; one more at the end */
	struct raw_reader **readers;
	const atomic_bool *stop;
	void (*got)(void *ctx, uint32_t event, const struct raw *raw,
	    unsigned worker);
	void *ctx;
};

static int
by_offset(const void *a, const void *b)
{
	const struct wanted *x = a, *y = b;

	return (x->place.offset > y->place.offset) -
	    (x->place.offset < y->place.offset);
}

static bool
stopped(const struct reading *k)
{
	return k->stop && atomic_load(k->stop);
}

static void
read_group(void *ctx, size_t group, unsigned worker)
{
	struct reading *k = ctx;

	if (!k->readers[worker])
		k->readers[worker] = raw_reader_new(k->snap);
	qsort(k->wanted + k->groups[group],
	    k->groups[group + 1] - k->groups[group], sizeof(*k->wanted),
	    by_offset);
	for (size_t i = k->groups[group]; i < k->groups[group + 1]; i++) {
		struct raw raw;

		if (stopped(k))
			return;
		raw_read(k->readers[worker], k->wanted[i].event, &raw);
		k->got(k->ctx, k->wanted[i].event, &raw, worker);
	}
}

/* Finds all places and puts them together by source, in groups.  Returns how
 * many groups there are. */
static size_t
group_by_source(struct reading *k, const uint32_t *events, size_t n)
{
	uint32_t sources = store_source_count(k->snap->store);
	size_t *at = mem_zero((size_t)sources + 1, sizeof(*at)), groups = 0;
	struct wanted *found = mem_alloc(n * sizeof(*found));

	for (size_t i = 0; i < n; i++) {
		if (i % 4096 == 0 && stopped(k))
			n = i;
		else
			found[i] = (struct wanted){
				snapshot_place(k->snap, events[i]), events[i]
			};
	}
	for (size_t i = 0; i < n; i++)
		at[found[i].place.source + 1]++;
	k->groups = mem_alloc(((size_t)sources + 1) * sizeof(*k->groups));
	for (uint32_t i = 0; i < sources; i++) {
		if (at[i + 1])
			k->groups[groups++] = at[i];
		at[i + 1] += at[i];
	}
	k->groups[groups] = n;
	for (size_t i = 0; i < n; i++)
		k->wanted[at[found[i].place.source]++] = found[i];
	free(found);
	free(at);
	return groups;
}

bool
raw_read_many(struct snapshot *s, const uint32_t *events, size_t n,
    struct pool *pool, const atomic_bool *stop,
    void (*got)(void *ctx, uint32_t event, const struct raw *raw,
        unsigned worker),
    void *ctx)
{
	unsigned threads = pool_threads(pool);
	struct reading k = { .snap = s, .stop = stop, .got = got, .ctx = ctx };
	size_t groups;
	bool all;

	k.wanted = mem_alloc(n * sizeof(*k.wanted));
	k.readers = mem_zero(threads, sizeof(*k.readers));
	groups = group_by_source(&k, events, n);
	all = pool_run(pool, groups, stop, read_group, &k) && !stopped(&k);
	for (unsigned i = 0; i < threads; i++)
		raw_reader_free(k.readers[i]);
	free(k.readers);
	free(k.groups);
	free(k.wanted);
	return all;
}
