/*
 * One record: who did what, where and when, as CloudTrail would write it.
 * The same happening is the same bytes whenever it is written.
 */
#ifndef GEN_RECORD_H
#define GEN_RECORD_H

#include "gen_shapes.h"

struct happening {
	int64_t time; /* seconds since 1970 */
	uint64_t seed;
	const char *account, *region; /* where it is recorded */
	uint32_t actor, instance;     /* which of the actor's callers */
	uint32_t event;
	const struct fields *step; /* or NULL */
	uint32_t number;         /* of the step's events, from 0 */
};

/* One JSON object without a newline.  scene is from scene_init. */
void record_write(struct scene *scene, const struct happening *h,
    struct out *out);

#endif
