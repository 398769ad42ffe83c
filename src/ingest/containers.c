#include "ingest/containers.h"

/* clang-format off */
static const struct container containers[] = {
	{ .name = "Records", .key = STR_INIT("Records"), .streamed = true },
	{ .name = "EventBridge", .key = STR_INIT("detail"),
	  .needs = SIGN_DETAIL_TYPE, .has_time = true },
	{ .name = "aws.cloudtrail", .key = STR_INIT("aws"),
	  .below = STR_INIT("cloudtrail") },
};
/* clang-format on */

const struct container *
container_by_key(struct str key)
{
	for (size_t i = 0; i < sizeof(containers) / sizeof(*containers); i++)
		if (str_equal(containers[i].key, key))
			return &containers[i];
	return NULL;
}
