/*
 * The sample incident: a day of ordinary work, the steps of the incident in
 * between, delivered as CloudTrail delivers, with the digests of that day.
 */
#include "generate.h"

#include <stdlib.h>
#include <string.h>
#include "gen_digest.h"
#include "gen_record.h"
#include "gen_sha256.h"
#include "gen_texts.h"

#define DAY 1731369600 /* 2024-11-12T00:00:00Z */
#define SEED 0x696e636964656e74u
#define SLOT 300          /* seconds: objects are delivered on this grid */
#define AGAIN_PERMILLE 8  /* ordinary records delivered twice */
#define PARALLEL_OF 6     /* one record in so many is in a second object */

/* A record on its way into an object. */
struct parcel {
	struct happening what;
	const char *folder;
	int64_t delivered;
	uint32_t part; /* which of the objects of one delivery */
	int64_t order; /* in the object: about the time, but not quite */
};

struct day {
	struct shapes shapes;
	struct rng rng;
	struct parcel *parcels;
	uint32_t count;
};

static void
post(struct day *d, const struct happening *what)
{
	const struct kind *kind =
	    &d->shapes.kinds[d->shapes.events[what->event].kind];
	bool insight = strcmp(kind->name, "insight") == 0;
	struct parcel p = { .what = *what };

	p.folder = insight ? "CloudTrail-Insight" : "CloudTrail";
	p.delivered = (what->time + 120 + rng_below(&d->rng, 360)) / SLOT *
	        SLOT + SLOT;
	p.part = rng_below(&d->rng, PARALLEL_OF) == 0;
	p.order = what->time + rng_below(&d->rng, 90);
	d->parcels = grow(d->parcels, d->count, sizeof(p));
	d->parcels[d->count++] = p;
	if (what->step == NULL && rng_below(&d->rng, 1000) < AGAIN_PERMILLE) {
		p.delivered += SLOT;
		d->parcels = grow(d->parcels, d->count, sizeof(p));
		d->parcels[d->count++] = p;
	}
}

/* In a place; an event of a global service in the region of those. */
static void
set_place(struct day *d, struct happening *h, const struct place *p)
{
	h->account = p->account;
	h->region = d->shapes.events[h->event].global ? "us-east-1" : p->region;
}

/* Of one actor: bursts of calls, within the actor's hours. */
static void
ordinary_work(struct day *d, uint32_t actor)
{
	const struct actor *a = &d->shapes.actors[actor];
	uint32_t from = a->first_hour * 3600, to = a->last_hour * 3600, left;

	if (a->weight > 0 && (a->place_count == 0 || to <= from))
		die("actor %s is nowhere or never", a->name);
	for (left = a->weight; left > 0;) {
		struct happening h = { .actor = actor };
		uint32_t n = 1 + rng_below(&d->rng, 2 * a->burst);
		const struct place *place =
		    &a->places[rng_skewed(&d->rng, a->place_count)];

		h.time = DAY + from + rng_below(&d->rng, to - from);
		h.instance = rng_below(&d->rng, a->count);
		for (; n > 0 && left > 0; n--, left--) {
			h.event = actor_event(a, &d->rng);
			h.seed = rng_next(&d->rng);
			set_place(d, &h, place);
			post(d, &h);
			h.time += rng_below(&d->rng, 2 * a->gap + 1);
			if (h.time >= DAY + to)
				break;
		}
	}
}

static void
incident(struct day *d, const struct step *step, uint64_t seed)
{
	const struct actor *a = &d->shapes.actors[step->actor];
	struct happening h = { .actor = step->actor, .event = step->event };
	uint32_t i;

	set_place(d, &h, step->place.account ? &step->place : &a->places[0]);
	h.step = &step->fields;
	for (i = 0; i < step->count; i++) {
		h.number = i;
		h.seed = rng_mix(seed, i);
		h.time = DAY + step->second + (int64_t)i * step->every;
		if (i > 0)
			h.time += rng_below(&d->rng, step->every / 2 + 1);
		post(d, &h);
		h.step = &step->later;
	}
}

/* By object, then in the order in which the object has them. */
static int
compare(const void *left, const void *right)
{
	const struct parcel *a = left, *b = right;
	int c = strcmp(a->folder, b->folder);

	if (c == 0)
		c = strcmp(a->what.account, b->what.account);
	if (c == 0)
		c = strcmp(a->what.region, b->what.region);
	if (c == 0)
		c = (a->delivered > b->delivered) -
		    (a->delivered < b->delivered);
	if (c == 0)
		c = (a->part > b->part) - (a->part < b->part);
	if (c == 0)
		c = (a->order > b->order) - (a->order < b->order);
	if (c == 0)
		c = (a->what.seed > b->what.seed) -
		    (a->what.seed < b->what.seed);
	return c;
}

static bool
same_object(const struct parcel *a, const struct parcel *b)
{
	return strcmp(a->folder, b->folder) == 0 &&
	    strcmp(a->what.account, b->what.account) == 0 &&
	    strcmp(a->what.region, b->what.region) == 0 &&
	    a->delivered == b->delivered && a->part == b->part;
}

/* The object that begins with this parcel; how many parcels it has. */
static uint32_t
pack_object(struct scene *scene, const struct parcel *parcels, uint32_t count,
    struct out *content, struct object *object)
{
	struct out key = { 0 };
	uint32_t n;

	*object = (struct object){ .account = parcels->what.account,
		.region = parcels->what.region,
		.delivered = parcels->delivered,
		.oldest = parcels->what.time };
	content->n = 0;
	out_text(content, "{\"Records\":[");
	for (n = 0; n < count && same_object(parcels, &parcels[n]); n++) {
		int64_t time = parcels[n].what.time;

		if (n > 0)
			out_bytes(content, ",", 1);
		record_write(scene, &parcels[n].what, content);
		if (object->oldest > time)
			object->oldest = time;
		if (object->newest < time)
			object->newest = time;
	}
	out_text(content, "]}");
	sha256_hex(content->p, content->n, object->hash);
	key_of_log(&key, object->account, parcels->folder, object->region,
	    object->delivered, rng_mix(SEED, parcels->what.seed));
	object->key = key.p;
	return n;
}

static void
deliver(struct day *d, struct writer *w)
{
	struct object *objects = NULL;
	struct out content = { 0 };
	struct scene scene;
	uint32_t at = 0, n = 0, i;

	scene_init(&scene, &d->shapes);
	while (at < d->count) {
		const char *folder = d->parcels[at].folder;
		struct object object;

		at += pack_object(&scene, &d->parcels[at], d->count - at,
		    &content, &object);
		writer_put(w, object.key, &content);
		if (strcmp(folder, "CloudTrail") != 0) {
			free(object.key);
			continue;
		}
		objects = grow(objects, n, sizeof(object));
		objects[n++] = object;
	}
	digests_write(w, objects, n, DAY - 3600, DAY + 86400);
	for (i = 0; i < n; i++)
		free(objects[i].key);
	free(objects);
	out_release(&content);
	scene_release(&scene);
}

void
demo_make(const char *folder)
{
	struct day d = { .rng = { SEED } };
	struct writer w;
	uint32_t i;

	shapes_read_common(&d.shapes);
	shapes_read(&d.shapes, "demo", text_demo);
	shapes_read(&d.shapes, "incident", text_incident);
	shapes_link(&d.shapes);
	for (i = 0; i < d.shapes.actor_count; i++)
		ordinary_work(&d, i);
	for (i = 0; i < d.shapes.step_count; i++)
		incident(&d, &d.shapes.steps[i], rng_next(&d.rng));
	qsort(d.parcels, d.count, sizeof(*d.parcels), compare);
	writer_open(&w, folder);
	deliver(&d, &w);
	writer_close(&w);
	free(d.parcels);
	shapes_release(&d.shapes);
}
