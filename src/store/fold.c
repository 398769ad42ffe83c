#include "store/fold.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"

#define SHARDS 64
#define LOW 18 /* bits of the ref in each half of a slot */
#define LOW_MASK ((UINT64_C(1) << LOW) - 1)

struct slot {
	uint64_t id;
	uint64_t content;
};

struct shard {
	pthread_mutex_t lock; /* guards the rest */
	struct slot *slots;   /* both words 0: empty; refs are never 0 */
	size_t mask;
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
		f->shards[i].mask = 63;
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
		n += (f->shards[i].mask + 1) * sizeof(struct slot);
		pthread_mutex_unlock(&f->shards[i].lock);
	}
	return n;
}

static void
shard_grow(struct shard *s)
{
	struct slot *old = s->slots;
	size_t n = s->mask + 1;

	s->mask = n * 2 - 1;
	s->slots = mem_zero(n * 2, sizeof(*s->slots));
	for (size_t i = 0; i < n; i++) {
		size_t at = (old[i].id >> LOW) & s->mask;

		if (!old[i].id && !old[i].content)
			continue;
		while (s->slots[at].id || s->slots[at].content)
			at = (at + 1) & s->mask;
		s->slots[at] = old[i];
	}
	free(old);
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
	for (at = id & s->mask; s->slots[at].id || s->slots[at].content;
	     at = (at + 1) & s->mask) {
		const struct slot *t = &s->slots[at];

		if (t->id >> LOW != id)
			continue;
		*of = (t->id & LOW_MASK) << LOW | (t->content & LOW_MASK);
		if (t->content >> LOW == content) {
			answer = FOLD_COPY;
			break;
		}
		answer = FOLD_CONFLICT;
	}
	if (answer != FOLD_COPY) {
		s->slots[at].id = id << LOW | ref >> LOW;
		s->slots[at].content = content << LOW | (ref & LOW_MASK);
		if (++s->used * 4 > s->mask * 3)
			shard_grow(s);
	}
	pthread_mutex_unlock(&s->lock);
	return answer;
}
