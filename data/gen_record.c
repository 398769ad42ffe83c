/* Who gives which field, and the fields in their order. */
#include "gen_record.h"

static void
give(struct scene *scene, const struct fields *fields)
{
	if (scene->giver_count == sizeof(scene->givers) /
	        sizeof(scene->givers[0]))
		die("kinds of kinds are nested too deeply");
	scene->givers[scene->giver_count++] = fields;
}

/* The failure that this call meets, or NULL. */
static const struct fields *
failure_of(const struct event *e, uint64_t seed)
{
	struct rng r = { rng_mix(seed, e->failure_count) };
	uint32_t i, luck = rng_below(&r, 1000);

	for (i = 0; i < e->failure_count; i++) {
		if (luck < e->failures[i].permille)
			return &e->failures[i].fields;
		luck -= e->failures[i].permille;
	}
	return NULL;
}

static void
arrange(struct scene *scene, const struct happening *h)
{
	const struct shapes *s = scene->shapes;
	const struct event *e = &s->events[h->event];
	const struct actor *a = &s->actors[h->actor];
	const struct fields *failure = failure_of(e, h->seed);
	int kind;

	scene->giver_count = 0;
	if (h->step)
		give(scene, h->step);
	else if (failure)
		give(scene, failure);
	give(scene, &e->fields);
	give(scene, &a->fields);
	for (kind = (int)e->kind; kind >= 0; kind = s->kinds[kind].parent)
		give(scene, &s->kinds[kind].fields);
	scene->actor_fields = &a->fields;
	scene->source = e->source;
	scene->name = e->name;
	scene->reads = e->reads;
}

/* A caller's session lasts an hour; each has another minute to begin at. */
static void
set_voices(struct scene *scene, const struct happening *h)
{
	const struct actor *a = &scene->shapes->actors[h->actor];
	uint64_t caller = rng_mix(a->seed ^ scene->account_seed, h->instance);
	int64_t phase = (int64_t)(caller % 3600);
	int64_t session = (h->time + phase) / 3600;

	scene->since = session * 3600 - phase;
	voice_start(&scene->record, h->seed);
	voice_start(&scene->actor, caller);
	voice_start(&scene->session, rng_mix(caller, (uint64_t)session));
}

void
record_write(struct scene *scene, const struct happening *h, struct out *out)
{
	char separator = '{';
	int f;

	scene->account = h->account;
	scene->region = h->region;
	scene->account_seed = rng_name(h->account);
	scene->region_seed = rng_mix(scene->account_seed, rng_name(h->region));
	scene->time = h->time;
	scene->number = h->number;
	arrange(scene, h);
	set_voices(scene, h);
	for (f = 0; f < FIELD_WRITTEN; f++) {
		size_t before = out->n, value;

		if (scene_field(scene, (enum field)f) == NULL)
			continue;
		out_bytes(out, &separator, 1);
		out_bytes(out, "\"", 1);
		out_text(out, field_names[f]);
		out_bytes(out, "\":", 2);
		value = out->n;
		scene_write(scene, (enum field)f, out);
		if (out->n == value)
			out->n = before; /* given as nothing */
		else
			separator = ',';
	}
	out_bytes(out, "}", 1);
}
