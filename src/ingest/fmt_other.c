/*
 * Files that lie beside logs and are none.
 */
#include "ingest/formats.h"

/* CloudTrail User Guide, "CloudTrail digest file structure". */
bool
digest_is(const struct look *l)
{
	return l->signs & SIGN_DIGEST;
}

/* S3 User Guide, "Event message structure": eventSource is aws:s3; SNS and SQS
 * name themselves likewise.  An EventBridge "Object Created" has bucket and
 * object in its detail. */
bool
notification_is(const struct look *l)
{
	uint32_t both = SIGN_BUCKET | SIGN_OBJECT;

	return str_starts(l->source, STR("aws:")) ||
	    ((l->signs & both) == both && !(l->signs & SIGN_EVENT_NAME));
}
