/*
 * What the generator knows about logs is text: data/shapes/ holds kinds of
 * records, pools of values, actors, events and the steps of the incident.
 * This reads them into tables.  The texts are part of the program.
 *
 * A line at the margin begins something; a line with one TAB gives it a
 * field; a line with two TABs goes on with the line before (no blank is put
 * between).  `#` at the margin is a comment.
 *
 *	kind NAME [PARENT]             fields of all records of that kind
 *	pool NAME SIZE SCOPE TEXT      SIZE values made from TEXT; SCOPE says
 *	                               where a value means the same thing:
 *	                               shared, account or region
 *	list NAME VALUE | VALUE ...    the values themselves
 *	place WEIGHT ACCOUNT REGION    where corpus files belong
 *	actor NAME WEIGHT COUNT        COUNT callers of one sort
 *	event KIND SOURCE.NAME WEIGHT read|write GROUP...
 *	step TIME EVENTID ACTOR SOURCE.NAME
 *
 * A field line is a field's name as CloudTrail has it (gen_record.h) and the
 * text of its value; `-` leaves the field out.  Events also have
 *	error PERMILLE CODE MESSAGE    that share of them fails so
 * actors
 *	does GROUP*FACTOR ...          which events they make
 *	in ACCOUNT REGION ...          their places; else everywhere
 *	hours FROM TO, burst N, gap S  when, how many at a time, seconds apart
 * and steps
 *	in ACCOUNT REGION              else the actor's
 *	count N EVERY                  N such events, EVERY seconds apart
 *	fails CODE MESSAGE
 *
 * The language of the texts is in gen_template.h.
 */
#ifndef GEN_SHAPES_H
#define GEN_SHAPES_H

#include <stdbool.h>
#include <stdint.h>
#include "gen_fields.h"
#include "gen_template.h"

#define PLACES_MAX 16 /* of one actor */

/* One template for each field that is given; the others are empty. */
struct fields {
	struct template of[FIELD_COUNT];
};

struct kind {
	const char *name;
	int parent; /* or -1 */
	struct fields fields;
};

enum scope { SCOPE_SHARED, SCOPE_ACCOUNT, SCOPE_REGION };

struct pool {
	const char *name;
	uint64_t seed;
	uint32_t size;
	enum scope scope;
	struct template text;   /* of a pool, */
	struct template *items; /* or size of them, of a list */
};

struct place {
	const char *account, *region;
	uint32_t weight;
};

struct failure {
	uint32_t permille;
	struct fields fields;
};

struct event {
	const char *source, *name;
	uint32_t kind, weight;
	bool reads;
	bool global; /* of a service that records in one region only */
	struct fields fields;
	struct failure *failures;
	uint32_t failure_count;
	const char *groups; /* " one two " */
};

/* One event that an actor makes; ends is the running sum of weights. */
struct choice {
	uint32_t event;
	uint64_t ends;
};

struct actor {
	const char *name;
	uint64_t seed;
	uint32_t weight, count;
	struct fields fields;
	struct place places[PLACES_MAX];
	uint32_t place_count;
	uint32_t first_hour, last_hour, burst, gap;
	const char *does;
	struct choice *choices;
	uint32_t choice_count;
};

struct step {
	int64_t second; /* of the day */
	uint32_t actor, event;
	struct place place; /* account NULL: the actor's */
	uint32_t count, every;
	struct fields fields; /* of the first, */
	struct fields later;  /* and the same without the id */
};

struct shapes {
	struct kept *kept; /* all names and literal text */
	struct kind *kinds;
	struct pool *pools;
	struct place *places;
	struct actor *actors;
	struct event *events;
	struct step *steps;
	uint32_t kind_count, pool_count, place_count;
	uint32_t actor_count, event_count, step_count;
};

/* gen_read.c: adds what text says; a mistake in it ends the program. */
void shapes_read(struct shapes *s, const char *name, const char *text);

/* gen_read.c: the texts that the incident and the corpora share. */
void shapes_read_common(struct shapes *s);

/* After the last text: finds out which events each actor makes. */
void shapes_link(struct shapes *s);

void shapes_release(struct shapes *s);

/* The number of an event that a makes, by weight. */
uint32_t actor_event(const struct actor *a, struct rng *r);

/* A pool or list by name, or -1. */
int shapes_pool(const struct shapes *s, const char *name, size_t n);

void shapes_pool_release(struct pool *pool);

/* n bytes of p, kept until release and ended by a NUL. */
const char *shapes_keep(struct shapes *s, const char *p, size_t n);

#endif
