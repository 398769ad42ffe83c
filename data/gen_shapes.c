/* The tables: what is in them, who does what, and their end. */
#include "gen_shapes.h"

#include <stdlib.h>
#include <string.h>

struct kept {
	struct kept *next;
	char text[];
};

const char *const field_names[FIELD_COUNT] = {
	"eventVersion", "userIdentity", "eventTime", "eventSource",
	"eventName", "awsRegion", "sourceIPAddress", "userAgent", "errorCode",
	"errorMessage", "requestParameters", "responseElements",
	"additionalEventData", "requestID", "eventID", "readOnly", "resources",
	"eventType", "apiVersion", "managementEvent", "recipientAccountId",
	"serviceEventDetails", "sharedEventID", "vpcEndpointId",
	"vpcEndpointAccountId", "insightDetails", "addendum", "eventContext",
	"eventCategory", "tlsDetails", "sessionCredentialFromConsole",
	"arn", "host",
};

const char *
shapes_keep(struct shapes *s, const char *p, size_t n)
{
	struct kept *k = malloc(sizeof(*k) + n + 1);

	if (k == NULL)
		die("no memory for a name");
	memcpy(k->text, p, n);
	k->text[n] = '\0';
	k->next = s->kept;
	s->kept = k;
	return k->text;
}

int
shapes_pool(const struct shapes *s, const char *name, size_t n)
{
	uint32_t i;

	for (i = 0; i < s->pool_count; i++)
		if (strlen(s->pools[i].name) == n &&
		    memcmp(s->pools[i].name, name, n) == 0)
			return (int)i;
	return -1;
}

void
shapes_pool_release(struct pool *pool)
{
	uint32_t i;

	for (i = 0; pool->items && i < pool->size; i++)
		template_release(&pool->items[i]);
	free(pool->items);
	template_release(&pool->text);
}

/* How often groups " a b " has one of does "a*3 b", times its factor. */
static uint64_t
factor(const char *does, const char *groups)
{
	uint64_t sum = 0;

	while (*does) {
		size_t n = strcspn(does, " "), name = strcspn(does, "* ");
		const char *at = groups;
		uint64_t times = does[name] == '*'
		    ? strtoul(does + name + 1, NULL, 10)
		    : 1;

		for (; (at = strchr(at, ' ')) && at[1]; at++)
			if (strcspn(at + 1, " ") == name &&
			    strncmp(at + 1, does, name) == 0)
				sum += times;
		does += n;
		does += strspn(does, " ");
	}
	return sum;
}

/* Its kind, or one that this comes from, names a region for all. */
static bool
is_global(const struct shapes *s, const struct event *e)
{
	const struct kind *kind = &s->kinds[e->kind];

	while (kind->fields.of[AWS_REGION].count == 0 && kind->parent >= 0)
		kind = &s->kinds[kind->parent];
	return kind->parent >= 0;
}

void
shapes_link(struct shapes *s)
{
	uint32_t i, k;

	for (k = 0; k < s->event_count; k++)
		s->events[k].global = is_global(s, &s->events[k]);
	for (i = 0; i < s->step_count; i++) {
		s->steps[i].later = s->steps[i].fields;
		s->steps[i].later.of[EVENT_ID] = (struct template){ 0 };
	}

	for (i = 0; i < s->actor_count; i++) {
		struct actor *a = &s->actors[i];
		uint64_t sum = 0;

		for (k = 0; k < s->event_count; k++) {
			const struct event *e = &s->events[k];
			uint64_t w = factor(a->does, e->groups) * e->weight;

			if (w == 0)
				continue;
			a->choices = grow(a->choices, a->choice_count,
			    sizeof(*a->choices));
			a->choices[a->choice_count++] =
			    (struct choice){ k, sum += w };
		}
		if (a->weight > 0 && a->choice_count == 0)
			die("actor %s has nothing to do", a->name);
	}
}

uint32_t
actor_event(const struct actor *a, struct rng *r)
{
	uint32_t low = 0, high = a->choice_count - 1;
	uint64_t luck = rng_next(r) % a->choices[high].ends;

	while (low < high) {
		uint32_t middle = (low + high) / 2;

		if (luck < a->choices[middle].ends)
			high = middle;
		else
			low = middle + 1;
	}
	return a->choices[low].event;
}

static void
fields_release(struct fields *fields)
{
	int f;

	for (f = 0; f < FIELD_COUNT; f++)
		template_release(&fields->of[f]);
}

void
shapes_release(struct shapes *s)
{
	uint32_t i, k;

	for (i = 0; i < s->kind_count; i++)
		fields_release(&s->kinds[i].fields);
	for (i = 0; i < s->pool_count; i++)
		shapes_pool_release(&s->pools[i]);
	for (i = 0; i < s->actor_count; i++) {
		fields_release(&s->actors[i].fields);
		free(s->actors[i].choices);
	}
	for (i = 0; i < s->event_count; i++) {
		fields_release(&s->events[i].fields);
		for (k = 0; k < s->events[i].failure_count; k++)
			fields_release(&s->events[i].failures[k].fields);
		free(s->events[i].failures);
	}
	for (i = 0; i < s->step_count; i++)
		fields_release(&s->steps[i].fields);
	while (s->kept) {
		struct kept *next = s->kept->next;

		free(s->kept);
		s->kept = next;
	}
	free(s->kinds);
	free(s->pools);
	free(s->places);
	free(s->actors);
	free(s->events);
	free(s->steps);
	*s = (struct shapes){ 0 };
}
