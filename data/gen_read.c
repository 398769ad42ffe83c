/* Reading data/shapes/: one handler for each word that begins something. */
#include "gen_shapes.h"

#include <stdlib.h>
#include <string.h>
#include "gen_texts.h"

/* Where we are; the fields that a line with one TAB goes to. */
struct reader {
	struct shapes *shapes;
	char where[64];
	struct fields *fields;
	struct event *event;
	struct actor *actor;
	struct step *step;
};

/* The next word of *rest; empty at the end. */
static const char *
word(struct reader *r, const char **rest)
{
	const char *p = *rest + strspn(*rest, " ");
	size_t n = strcspn(p, " ");

	*rest = p + n + strspn(p + n, " ");
	return shapes_keep(r->shapes, p, n);
}

static const char *
need(struct reader *r, const char **rest, const char *what)
{
	const char *w = word(r, rest);

	if (*w == '\0')
		die("%s: %s is missing", r->where, what);
	return w;
}

static uint32_t
number(struct reader *r, const char **rest, const char *what)
{
	const char *w = need(r, rest, what);
	char *end;
	unsigned long n = strtoul(w, &end, 10);

	if (*end != '\0' || n > 1000000000)
		die("%s: %s is no number: %s", r->where, what, w);
	return (uint32_t)n;
}

static void
set(struct reader *r, struct fields *fields, enum field f, const char *text)
{
	struct template *t = &fields->of[f];

	template_release(t);
	*t = template_read(r->shapes, text, strlen(text), r->where);
}

static void
set_quoted(struct reader *r, struct fields *fields, enum field f,
    const char *text)
{
	struct out quoted = { 0 };

	out_bytes(&quoted, "\"", 1);
	out_text(&quoted, text);
	out_bytes(&quoted, "\"", 2);
	set(r, fields, f, quoted.p);
	out_release(&quoted);
}

static void
set_failure(struct reader *r, struct fields *fields, const char *rest)
{
	set_quoted(r, fields, ERROR_CODE, need(r, &rest, "a code"));
	set_quoted(r, fields, ERROR_MESSAGE, rest);
	set(r, fields, RESPONSE_ELEMENTS, "null");
}

static uint32_t
find_kind(struct reader *r, const char *name)
{
	uint32_t i;

	for (i = 0; i < r->shapes->kind_count; i++)
		if (strcmp(r->shapes->kinds[i].name, name) == 0)
			return i;
	die("%s: no kind is called %s", r->where, name);
}

static void
read_kind(struct reader *r, const char *rest)
{
	struct shapes *s = r->shapes;
	struct kind kind = { .name = need(r, &rest, "a name"), .parent = -1 };

	if (*rest)
		kind.parent = (int)find_kind(r, rest);
	s->kinds = grow(s->kinds, s->kind_count, sizeof(kind));
	s->kinds[s->kind_count++] = kind;
	r->fields = &s->kinds[s->kind_count - 1].fields;
}

/* A pool may be given again, with another size or text: the last one holds. */
static void
pool_add(struct reader *r, struct pool pool)
{
	struct shapes *s = r->shapes;
	int old = shapes_pool(s, pool.name, strlen(pool.name));

	pool.seed = rng_name(pool.name);
	if (pool.size == 0)
		die("%s: pool %s is empty", r->where, pool.name);
	if (old >= 0) {
		shapes_pool_release(&s->pools[old]);
		s->pools[old] = pool;
		return;
	}
	if (s->pool_count * 4 >= MEMO_SLOTS)
		die("%s: too many pools", r->where);
	s->pools = grow(s->pools, s->pool_count, sizeof(pool));
	s->pools[s->pool_count++] = pool;
}

static void
read_pool(struct reader *r, const char *rest)
{
	static const char *const scopes[] = { "shared", "account", "region" };
	struct pool pool = { .name = need(r, &rest, "a name") };
	const char *scope;
	uint32_t i;

	pool.size = number(r, &rest, "a size");
	scope = need(r, &rest, "a scope");
	for (i = 0; i < 3 && strcmp(scopes[i], scope) != 0; i++)
		;
	if (i == 3)
		die("%s: no scope is called %s", r->where, scope);
	pool.scope = (enum scope)i;
	pool.text = template_read(r->shapes, rest, strlen(rest), r->where);
	pool_add(r, pool);
}

static void
read_list(struct reader *r, const char *rest)
{
	struct pool list = { .name = need(r, &rest, "a name") };

	while (*rest) {
		const char *bar = strstr(rest, " | ");
		size_t n = bar ? (size_t)(bar - rest) : strlen(rest);

		list.items = grow(list.items, list.size, sizeof(*list.items));
		list.items[list.size++] =
		    template_read(r->shapes, rest, n, r->where);
		rest += n + (bar ? 3 : 0);
	}
	pool_add(r, list);
}

static struct place
place_read(struct reader *r, const char **rest)
{
	struct place p = { 0 };

	p.account = need(r, rest, "an account");
	p.region = need(r, rest, "a region");
	return p;
}

static void
read_place(struct reader *r, const char *rest)
{
	struct shapes *s = r->shapes;
	uint32_t weight = number(r, &rest, "a weight");
	struct place p = place_read(r, &rest);

	p.weight = weight;
	s->places = grow(s->places, s->place_count, sizeof(p));
	s->places[s->place_count++] = p;
}

static void
read_actor(struct reader *r, const char *rest)
{
	struct shapes *s = r->shapes;
	struct actor a = { .last_hour = 24, .burst = 1, .gap = 1, .does = "" };

	a.name = need(r, &rest, "a name");
	a.weight = number(r, &rest, "a weight");
	a.count = number(r, &rest, "a count");
	if (a.count == 0)
		die("%s: actor %s is nobody", r->where, a.name);
	a.seed = rng_name(a.name);
	s->actors = grow(s->actors, s->actor_count, sizeof(a));
	s->actors[s->actor_count++] = a;
	r->actor = &s->actors[s->actor_count - 1];
	r->fields = &r->actor->fields;
}

static uint32_t
find_event(struct reader *r, const char *full)
{
	const struct shapes *s = r->shapes;
	const char *dot = strchr(full, '.');
	uint32_t i;

	for (i = 0; dot && i < s->event_count; i++)
		if (strlen(s->events[i].source) == (size_t)(dot - full) &&
		    strncmp(s->events[i].source, full, (size_t)(dot - full)) ==
		        0 &&
		    strcmp(s->events[i].name, dot + 1) == 0)
			return i;
	die("%s: no event is called %s", r->where, full);
}

static void
read_event(struct reader *r, const char *rest)
{
	struct shapes *s = r->shapes;
	struct event e = { 0 };
	const char *full, *dot, *mode;
	struct out groups = { 0 };

	e.kind = find_kind(r, need(r, &rest, "a kind"));
	full = need(r, &rest, "a name");
	dot = strchr(full, '.');
	if (dot == NULL)
		die("%s: want SOURCE.NAME, not %s", r->where, full);
	e.source = shapes_keep(s, full, (size_t)(dot - full));
	e.name = dot + 1;
	e.weight = number(r, &rest, "a weight");
	mode = need(r, &rest, "read or write");
	e.reads = strcmp(mode, "read") == 0;
	if (!e.reads && strcmp(mode, "write") != 0)
		die("%s: want read or write, not %s", r->where, mode);
	out_text(&groups, " ");
	out_text(&groups, rest);
	out_text(&groups, " ");
	e.groups = shapes_keep(s, groups.p, groups.n);
	out_release(&groups);
	s->events = grow(s->events, s->event_count, sizeof(e));
	s->events[s->event_count++] = e;
	r->event = &s->events[s->event_count - 1];
	r->fields = &r->event->fields;
}

/* 13:02:11 */
static int64_t
second_read(struct reader *r, const char *text)
{
	char *end;
	long hour = strtol(text, &end, 10), minute = 0, second = 0;

	if (*end == ':')
		minute = strtol(end + 1, &end, 10);
	if (*end == ':')
		second = strtol(end + 1, &end, 10);
	if (*end != '\0')
		die("%s: %s is no time of the day", r->where, text);
	return hour * 3600 + minute * 60 + second;
}

static void
read_step(struct reader *r, const char *rest)
{
	struct shapes *s = r->shapes;
	struct step step = { .count = 1 };
	const char *id, *actor;

	step.second = second_read(r, need(r, &rest, "a time"));
	id = need(r, &rest, "an id");
	set_quoted(r, &step.fields, EVENT_ID, id);
	actor = need(r, &rest, "an actor");
	while (step.actor < s->actor_count &&
	    strcmp(s->actors[step.actor].name, actor) != 0)
		step.actor++;
	if (step.actor == s->actor_count)
		die("%s: no actor is called %s", r->where, actor);
	step.event = find_event(r, need(r, &rest, "an event"));
	s->steps = grow(s->steps, s->step_count, sizeof(step));
	s->steps[s->step_count++] = step;
	r->step = &s->steps[s->step_count - 1];
	r->fields = &r->step->fields;
}

static const struct beginning {
	const char *word;
	void (*read)(struct reader *, const char *rest);
} beginnings[] = {
	{ "kind", read_kind },
	{ "pool", read_pool },
	{ "list", read_list },
	{ "place", read_place },
	{ "actor", read_actor },
	{ "event", read_event },
	{ "step", read_step },
};

static void
begin(struct reader *r, const char *line)
{
	const char *w = need(r, &line, "a word");
	size_t i;

	r->fields = NULL;
	r->event = NULL;
	r->actor = NULL;
	r->step = NULL;
	for (i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++)
		if (strcmp(beginnings[i].word, w) == 0) {
			beginnings[i].read(r, line);
			return;
		}
	die("%s: nothing begins with %s", r->where, w);
}

static void
event_failure(struct reader *r, const char *rest)
{
	struct event *e = r->event;
	struct failure failure = { .permille = number(r, &rest, "a share") };

	set_failure(r, &failure.fields, rest);
	e->failures = grow(e->failures, e->failure_count, sizeof(failure));
	e->failures[e->failure_count++] = failure;
}

static void
actor_line(struct reader *r, const char *w, const char *rest)
{
	struct actor *a = r->actor;

	if (strcmp(w, "does") == 0) {
		a->does = shapes_keep(r->shapes, rest, strlen(rest));
	} else if (strcmp(w, "hours") == 0) {
		a->first_hour = number(r, &rest, "an hour");
		a->last_hour = number(r, &rest, "an hour");
	} else if (strcmp(w, "burst") == 0) {
		a->burst = number(r, &rest, "a burst");
	} else if (strcmp(w, "gap") == 0) {
		a->gap = number(r, &rest, "seconds");
	} else if (strcmp(w, "in") == 0) {
		while (*rest && a->place_count < PLACES_MAX)
			a->places[a->place_count++] = place_read(r, &rest);
	} else {
		die("%s: an actor has no %s", r->where, w);
	}
}

static void
step_line(struct reader *r, const char *w, const char *rest)
{
	struct step *step = r->step;

	if (strcmp(w, "count") == 0) {
		step->count = number(r, &rest, "a count");
		step->every = number(r, &rest, "seconds");
	} else if (strcmp(w, "in") == 0) {
		step->place = place_read(r, &rest);
	} else if (strcmp(w, "fails") == 0) {
		set_failure(r, &step->fields, rest);
	} else {
		die("%s: a step has no %s", r->where, w);
	}
}

static void
go_on(struct reader *r, const char *line)
{
	const char *w = need(r, &line, "a word");
	int f;

	for (f = 0; r->fields && f < FIELD_COUNT; f++)
		if (strcmp(field_names[f], w) == 0) {
			/* "-": given, and nothing is written. */
			set(r, r->fields, (enum field)f,
			    strcmp(line, "-") == 0 ? "" : line);
			return;
		}
	if (r->event && strcmp(w, "error") == 0)
		event_failure(r, line);
	else if (r->actor)
		actor_line(r, w, line);
	else if (r->step)
		step_line(r, w, line);
	else
		die("%s: no field is called %s", r->where, w);
}

static void
where(struct reader *r, const char *name, int line)
{
	struct out o = { 0 };

	out_text(&o, name);
	out_text(&o, ":");
	out_number(&o, line);
	out_bytes(&o, "", 1);
	memcpy(r->where, o.p, o.n < sizeof(r->where) ? o.n : sizeof(r->where));
	r->where[sizeof(r->where) - 1] = '\0';
	out_release(&o);
}

void
shapes_read(struct shapes *s, const char *name, const char *text)
{
	struct reader r = { .shapes = s };
	struct out line = { 0 };
	int at = 0;

	while (*text) {
		size_t n = strcspn(text, "\n");

		where(&r, name, ++at);
		line.n = 0;
		out_bytes(&line, text, n);
		text += n + (text[n] == '\n');
		while (strncmp(text, "\t\t", 2) == 0) {
			n = strcspn(text, "\n");
			out_bytes(&line, text + 2, n - 2);
			text += n + (text[n] == '\n');
			at++;
		}
		out_bytes(&line, "", 1);
		if (line.p[0] == '\t')
			go_on(&r, line.p + 1);
		else if (line.p[0] != '\0' && line.p[0] != '#')
			begin(&r, line.p);
	}
	out_release(&line);
}

void
shapes_read_common(struct shapes *s)
{
	shapes_read(s, "pools", text_pools);
	shapes_read(s, "kinds", text_kinds);
	shapes_read(s, "ec2", text_ec2);
	shapes_read(s, "iam", text_iam);
	shapes_read(s, "s3", text_s3);
	shapes_read(s, "rds", text_rds);
	shapes_read(s, "ssm", text_ssm);
	shapes_read(s, "sts", text_sts);
	shapes_read(s, "data", text_data);
	shapes_read(s, "other", text_other);
}
