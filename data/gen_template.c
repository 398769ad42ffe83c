/* Reading text with holes, and filling the holes. */
#include "gen_template.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "gen_fill.h"
#include "gen_shapes.h"

#define DEPTH_MAX 4 /* fields that refer to fields that refer ... */

enum part_is { IS_TEXT, IS_POOL, IS_FIELD, IS_FUNCTION };

struct part {
	enum part_is is;
	bool session;     /* in the session's voice */
	const char *text; /* IS_TEXT: of a bytes */
	int64_t a, b;     /* function: arguments; pool: its number and slot */
	const struct filler *function;
};

static bool
hole_function(struct part *part, const char *word, size_t n)
{
	const char *colon = memchr(word, ':', n);
	size_t name = colon ? (size_t)(colon - word) : n;
	char *end;

	part->function = filler_find(word, name);
	if (part->function == NULL)
		return false;
	part->is = IS_FUNCTION;
	if (colon) {
		part->a = strtoll(colon + 1, &end, 10);
		if (end[0] == '.' && end[1] == '.')
			part->b = strtoll(end + 2, &end, 10);
		return end == word + n;
	}
	return true;
}

static bool
hole_pool(struct part *part, const struct shapes *s, const char *word, size_t n)
{
	int pool = shapes_pool(s, word, n), slot = 0;

	if (pool < 0 && n > 1 && word[n - 1] >= '2' && word[n - 1] <= '4') {
		pool = shapes_pool(s, word, n - 1);
		slot = word[n - 1] - '1';
	}
	if (pool < 0)
		return false;
	part->is = IS_POOL;
	part->a = pool;
	part->b = slot;
	return true;
}

static bool
hole_field(struct part *part, const char *word, size_t n)
{
	int f;

	if (n == 0 || word[0] != '@')
		return false;
	for (f = 0; f < FIELD_COUNT; f++)
		if (strlen(field_names[f]) == n - 1 &&
		    memcmp(field_names[f], word + 1, n - 1) == 0) {
			part->is = IS_FIELD;
			part->a = f;
			return true;
		}
	return false;
}

struct template
template_read(struct shapes *s, const char *text, size_t n, const char *where)
{
	struct template t = { 0 };
	size_t at = 0;

	while (at < n || t.count == 0) {
		struct part part = { .is = IS_TEXT };
		const char *word = text + at + 1, *end = NULL;
		size_t len = 0;

		if (at + 1 < n && text[at] == '<' &&
		    (isalpha((unsigned char)*word) || strchr("@~", *word)))
			end = memchr(word, '>', n - at - 1);
		if (end) {
			len = (size_t)(end - word);
			at += len + 2;
			if (*word == '~') {
				part.session = true;
				word++, len--;
			}
			if (!hole_function(&part, word, len) &&
			    !hole_pool(&part, s, word, len) &&
			    !hole_field(&part, word, len))
				die("%s: nothing is called <%.*s>", where,
				    (int)len, word);
		} else {
			size_t from = at++;

			while (at < n && text[at] != '<')
				at++;
			if (at > n)
				at = n;
			part.a = (int64_t)(at - from);
			part.text = shapes_keep(s, text + from, at - from);
		}
		t.parts = grow(t.parts, t.count, sizeof(*t.parts));
		t.parts[t.count++] = part;
	}
	return t;
}

void
template_release(struct template *t)
{
	free(t->parts);
	*t = (struct template){ 0 };
}

static uint32_t
choose(const struct pool *pool, struct rng *r)
{
	return pool->items ? rng_below(r, pool->size)
			   : rng_skewed(r, pool->size);
}

/* The number of the value that voice uses for this pool and slot. */
static uint32_t
chosen(const struct part *part, const struct pool *pool, struct voice *voice)
{
	struct memo *m = &voice->memo[part->a * 4 + part->b];

	if (m->stamp != voice->stamp) {
		/* The pool's own stream: order of asking does not matter. */
		struct rng r = { rng_mix(voice->seed,
		    pool->seed + (uint64_t)part->b) };

		m->stamp = voice->stamp;
		m->value = choose(pool, &r);
	}
	return m->value;
}

static void
pool_write(const struct part *part, struct scene *scene, struct voice *voice,
    struct out *out)
{
	const struct pool *pool = &scene->shapes->pools[part->a];
	uint32_t value = voice->memo ? chosen(part, pool, voice)
				     : choose(pool, &voice->rng);
	struct voice item = { 0 };

	if (pool->items) {
		template_write(&pool->items[value], scene, voice, out);
		return;
	}
	item.rng.state = rng_mix(pool->seed, value);
	if (pool->scope == SCOPE_ACCOUNT)
		item.rng.state ^= scene->account_seed;
	if (pool->scope == SCOPE_REGION)
		item.rng.state ^= scene->region_seed;
	template_write(&pool->text, scene, &item, out);
}

void
template_write(const struct template *t, struct scene *scene,
    struct voice *voice, struct out *out)
{
	uint32_t i;

	for (i = 0; i < t->count; i++) {
		const struct part *part = &t->parts[i];
		struct voice *v = part->session ? &scene->session : voice;
		size_t at = out->n;

		switch (part->is) {
		case IS_TEXT:
			out_bytes(out, part->text, (size_t)part->a);
			break;
		case IS_POOL:
			pool_write(part, scene, v, out);
			break;
		case IS_FUNCTION:
			part->function->fill(scene, &v->rng, part->a, part->b,
			    out);
			break;
		case IS_FIELD:
			scene_write(scene, (enum field)part->a, out);
			if (out->n - at >= 2 && out->p[at] == '"') {
				out->n -= 2;
				memmove(out->p + at, out->p + at + 1,
				    out->n - at);
			}
			break;
		}
	}
}

const struct template *
scene_field(const struct scene *scene, enum field f)
{
	uint32_t i;

	for (i = 0; i < scene->giver_count; i++)
		if (scene->givers[i]->of[f].count > 0)
			return &scene->givers[i]->of[f];
	return NULL;
}

void
scene_write(struct scene *scene, enum field f, struct out *out)
{
	const struct template *t = scene_field(scene, f);
	struct voice *voice = &scene->record;
	struct rng own, session;

	if (t == NULL)
		die("%s.%s has no field %s", scene->source, scene->name,
		    field_names[f]);
	if (scene->depth == DEPTH_MAX)
		die("field %s goes round in circles", field_names[f]);
	if (scene->actor_fields && t == &scene->actor_fields->of[f])
		voice = &scene->actor;
	/* Each field its own stream: written twice, it is the same. */
	own = voice->rng;
	session = scene->session.rng;
	voice->rng.state = rng_mix(voice->seed, (uint64_t)f);
	scene->session.rng.state = rng_mix(scene->session.seed, (uint64_t)f);
	scene->depth++;
	template_write(t, scene, voice, out);
	scene->depth--;
	voice->rng = own;
	scene->session.rng = session;
}

void
voice_start(struct voice *v, uint64_t seed)
{
	v->seed = v->rng.state = seed;
	v->stamp++;
}

void
scene_init(struct scene *scene, const struct shapes *s)
{
	struct voice *voices[] = { &scene->record, &scene->actor,
		&scene->session };
	size_t i;

	*scene = (struct scene){ .shapes = s };
	for (i = 0; i < 3; i++) {
		voices[i]->memo = calloc(MEMO_SLOTS, sizeof(struct memo));
		if (voices[i]->memo == NULL)
			die("no memory for a scene");
	}
}

void
scene_release(struct scene *scene)
{
	free(scene->record.memo);
	free(scene->actor.memo);
	free(scene->session.memo);
	*scene = (struct scene){ 0 };
}
