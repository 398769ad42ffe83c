#include "store/fold.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"

#define SHARDS 64
#define LOW 22 /* bits of the ref in each half of a slot */
#define ID_BITS (64 - LOW)
#define LOW_MASK ((UINT64_C(1) << LOW) - 1)

struct slot {
	uint64_t id;
	uint64_t content;
};

struct shard {
	pthread_mutex_t lock; /* guards the rest */
	struct slot *slots;   /* both words 0: empty; refs are never 0 */
	size_t size;
	size_t used;
};

struct fold {
	struct shard shards[SHARDS];
};

struct fold *
fold_new(void)
{
	struct fold *f = mem_zero(1, sizeof(*f));

	for (int i = 0; i < SHARDS; i++) {
		pthread_mutex_init(&f->shards[i].lock, NULL);
		f->shards[i].size = 64;
		f->shards[i].slots = mem_zero(64, sizeof(struct slot));
	}
	return f;
}

void
fold_free(struct fold *f)
{
	if (!f)
		return;
	for (int i = 0; i < SHARDS; i++) {
		pthread_mutex_destroy(&f->shards[i].lock);
		free(f->shards[i].slots);
	}
	free(f);
}

size_t
fold_bytes(struct fold *f)
{
	size_t n = 0;

	for (int i = 0; i < SHARDS; i++) {
		pthread_mutex_lock(&f->shards[i].lock);
		n += f->shards[i].size * sizeof(struct slot);
		pthread_mutex_unlock(&f->shards[i].lock);
	}
	return n;
}

/* Where the search for an id begins: its share of the table.  So a table can
 * have any size, and grow by less than double. */
static size_t
home(const struct shard *s, uint64_t id)
{
	return (size_t)(((unsigned __int128)id * s->size) >> ID_BITS);
}

static size_t
after(const struct shard *s, size_t at)
{
	return at + 1 == s->size ? 0 : at + 1;
}

static void
shard_grow(struct shard *s)
{
	struct slot *old = s->slots;
	size_t n = s->size;

	s->size = n + n / 2;
	s->slots = mem_zero(s->size, sizeof(*s->slots));
	for (size_t i = 0; i < n; i++) {
		size_t at = home(s, old[i].id >> LOW);

		if (!old[i].id && !old[i].content)
			continue;
		while (s->slots[at].id || s->slots[at].content)
			at = after(s, at);
		s->slots[at] = old[i];
	}
	free(old);
}

static uint64_t
ref_of(const struct slot *s)
{
	return (s->id & LOW_MASK) << LOW | (s->content & LOW_MASK);
}

void
fold_prune(struct fold *f, bool (*kept)(void *ctx, uint64_t ref), void *ctx)
{
	for (int i = 0; i < SHARDS; i++) {
		struct shard *s = &f->shards[i];
		struct slot *old;
		size_t n, left = 0;

		pthread_mutex_lock(&s->lock);
		old = s->slots;
		n = s->size;
		for (size_t k = 0; k < n; k++)
			if (old[k].id || old[k].content) {
				if (kept(ctx, ref_of(&old[k])))
					left++;
				else
					old[k] = (struct slot){ 0 };
			}
		s->used = left;
		s->size = left < 32 ? 64 : left * 2;
		s->slots = mem_zero(s->size, sizeof(*s->slots));
		for (size_t k = 0; k < n; k++) {
			size_t at = home(s, old[k].id >> LOW);

			if (!old[k].id && !old[k].content)
				continue;
			while (s->slots[at].id || s->slots[at].content)
				at = after(s, at);
			s->slots[at] = old[k];
		}
		free(old);
		pthread_mutex_unlock(&s->lock);
	}
}

enum fold_answer
fold_add(struct fold *f, uint64_t id_hash, uint64_t content_hash, uint64_t ref,
    uint64_t *of)
{
	struct shard *s = &f->shards[id_hash >> 58];
	uint64_t id = id_hash << 6 >> LOW, content = content_hash >> LOW;
	enum fold_answer answer = FOLD_NEW;
	size_t at;

	pthread_mutex_lock(&s->lock);
	for (at = home(s, id); s->slots[at].id || s->slots[at].content;
	     at = after(s, at)) {
		const struct slot *t = &s->slots[at];

		if (t->id >> LOW != id)
			continue;
		*of = ref_of(t);
		if (t->content >> LOW == content) {
			answer = FOLD_COPY;
			break;
		}
		answer = FOLD_CONFLICT;
	}
	if (answer != FOLD_COPY) {
		s->slots[at].id = id << LOW | ref >> LOW;
		s->slots[at].content = content << LOW | (ref & LOW_MASK);
		if (++s->used * 8 > s->size * 7)
			shard_grow(s);
	}
	pthread_mutex_unlock(&s->lock);
	return answer;
}
