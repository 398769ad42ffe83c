/*
 * Text with holes: `{"roleName":"<role>"}`.  A hole is `<`, a word and `>`;
 * a `<` in front of anything but a letter, `@` or `~` is itself.
 *
 *	<role>, <role2>   a value of the pool or list; the same all over one
 *	                  record, another one with another digit
 *	<@host>           another field of the same record, without its quotes
 *	<uuid> ...        a function, see the table in gen_fill.c
 *	<~upper:16>       the same, but equal in all records of a session
 *
 * In an actor's fields everything is equal in all records of that caller.
 */
#ifndef GEN_TEMPLATE_H
#define GEN_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "gen_fields.h"
#include "gen_out.h"
#include "gen_rng.h"

struct shapes;
struct part;

struct template {
	struct part *parts;
	uint32_t count; /* 0: not given */
};

#define MEMO_SLOTS 1024 /* pools times digits */

struct memo {
	uint32_t stamp, value;
};

/*
 * Who fills a hole: where its random numbers begin, and what it has chosen
 * before (valid when the stamp is the voice's; memo NULL: nothing is kept).
 */
struct voice {
	uint64_t seed;
	struct rng rng;
	uint32_t stamp;
	struct memo *memo;
};

/* Everything that a hole may ask for while a record is written. */
struct scene {
	const struct shapes *shapes;
	const struct fields *givers[8]; /* the first with a field gives it */
	uint32_t giver_count;
	const struct fields *actor_fields; /* spoken in the actor's voice */
	const char *account, *region, *source, *name;
	uint64_t account_seed, region_seed;
	int64_t time;  /* of the event, seconds since 1970 */
	int64_t since; /* of the session's beginning */
	bool reads;
	uint32_t number; /* <n>: which of the events of one step */
	struct voice record, actor, session;
	uint32_t depth; /* of fields that refer to fields */
};

/* text of n bytes; what is wrong with it goes to where, and ends us. */
struct template template_read(struct shapes *s, const char *text, size_t n,
    const char *where);

void template_release(struct template *t);

void template_write(const struct template *t, struct scene *scene,
    struct voice *voice, struct out *out);

/* The field's giver in this scene, or NULL; what it says is written. */
const struct template *scene_field(const struct scene *scene, enum field f);
void scene_write(struct scene *scene, enum field f, struct out *out);

/* Forgets what was chosen and begins anew. */
void voice_start(struct voice *v, uint64_t seed);

void scene_init(struct scene *scene, const struct shapes *s);
void scene_release(struct scene *scene);

/* 2024-11-12T13:02:11Z */
void out_iso(struct out *out, int64_t seconds);

/* 20241112T1302Z, or with seconds 20241112T130211Z */
void out_compact(struct out *out, int64_t seconds, bool with_seconds);

/* 2024/11/12, with between in place of the slash. */
void out_day(struct out *out, int64_t seconds, const char *between);

#endif
