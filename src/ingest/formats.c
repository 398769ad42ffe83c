#include "ingest/formats.h"

/* The first row that fits counts. */
static const struct log_format formats[] = {
	{ .name = "notification",
	    .title = "S3, SNS, SQS or EventBridge notification",
	    .help = "says that an object was written; no event of a log",
	    .is = notification_is },
	{ .name = "cloudtrail",
	    .title = "AWS CloudTrail",
	    .help = "management, data, network activity and insights events",
	    .is = cloudtrail_is,
	    .events = &cloudtrail_events },
	{ .name = "digest",
	    .title = "CloudTrail digest file",
	    .help = "names the log files of an hour and their hashes; no event",
	    .is = digest_is },
};

#define N_FORMATS (sizeof(formats) / sizeof(*formats))

const struct log_format *
log_formats(size_t *n)
{
	*n = N_FORMATS;
	return formats;
}

const struct log_format *
format_of(const struct look *l)
{
	for (size_t i = 0; i < N_FORMATS; i++)
		if (formats[i].is(l))
			return &formats[i];
	return NULL;
}

const struct log_format *
format_named(struct str name)
{
	for (size_t i = 0; i < N_FORMATS; i++)
		if (str_equal(str_of(formats[i].name), name))
			return &formats[i];
	return NULL;
}
