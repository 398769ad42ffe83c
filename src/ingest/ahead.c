#include "ingest/ahead.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define BLOCKS 4
#define BLOCK_BYTES ((size_t)256 << 10)

struct block {
	size_t n;
	uint64_t input_bytes; /* read from disk when it was full */
	char bytes[BLOCK_BYTES];
};

struct ahead {
	pthread_mutex_t lock; /* guards first, count, ended, leave, running,
	                         failure */
	pthread_cond_t changed;
	unsigned first, count; /* full blocks, in a ring */
	bool ended;
	bool leave;
	bool running;
	struct err failure;

	struct inflate *in;
	size_t taken; /* of the first block; the scanning thread's own */
	struct block block[BLOCKS];
};

struct ahead *
ahead_new(void)
{
	struct ahead *a = mem_zero(1, sizeof(*a));

	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->changed, NULL);
	return a;
}

void
ahead_free(struct ahead *a)
{
	if (!a)
		return;
	pthread_cond_destroy(&a->changed);
	pthread_mutex_destroy(&a->lock);
	free(a);
}

void
ahead_begin(struct ahead *a, struct inflate *in)
{
	a->in = in;
	a->first = a->count = 0;
	a->taken = 0;
	a->ended = a->leave = false;
	a->running = true;
	a->failure.code = ERR_NONE;
}

void
ahead_run(struct ahead *a)
{
	struct err failure = { 0 };
	struct block *b;
	bool ended = false;

	pthread_mutex_lock(&a->lock);
	while (!ended && !a->leave) {
		if (a->count == BLOCKS) {
			pthread_cond_wait(&a->changed, &a->lock);
			continue;
		}
		b = &a->block[(a->first + a->count) % BLOCKS];
		pthread_mutex_unlock(&a->lock);
		b->n = inflate_read(a->in, b->bytes, BLOCK_BYTES, &failure);
		b->input_bytes = inflate_input_bytes(a->in);
		pthread_mutex_lock(&a->lock);
		if (b->n > 0) {
			a->count++;
		} else {
			a->failure = failure;
			a->ended = ended = true;
		}
		pthread_cond_signal(&a->changed);
	}
	a->running = false;
	pthread_cond_signal(&a->changed);
	pthread_mutex_unlock(&a->lock);
}

size_t
ahead_read(struct ahead *a, char *out, size_t n, struct err *err,
    uint64_t *input_bytes)
{
	struct block *b = NULL;

	pthread_mutex_lock(&a->lock);
	while (a->count == 0 && !a->ended)
		pthread_cond_wait(&a->changed, &a->lock);
	if (a->count > 0)
		b = &a->block[a->first];
	else if (err->code == ERR_NONE)
		*err = a->failure;
	pthread_mutex_unlock(&a->lock);
	if (!b)
		return 0;
	if (n > b->n - a->taken)
		n = b->n - a->taken;
	memcpy(out, b->bytes + a->taken, n);
	a->taken += n;
	*input_bytes = b->input_bytes;
	if (a->taken == b->n) {
		pthread_mutex_lock(&a->lock);
		a->first = (a->first + 1) % BLOCKS;
		a->count--;
		pthread_cond_signal(&a->changed);
		pthread_mutex_unlock(&a->lock);
		a->taken = 0;
	}
	return n;
}

void
ahead_end(struct ahead *a)
{
	pthread_mutex_lock(&a->lock);
	a->leave = true;
	pthread_cond_signal(&a->changed);
	while (a->running)
		pthread_cond_wait(&a->changed, &a->lock);
	pthread_mutex_unlock(&a->lock);
}
