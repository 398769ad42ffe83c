#include "ingest/formats.h"

/* The first row that fits counts. */
static const struct log_format formats[] = {
	{ .name = "notification",
	    .title = "S3, SNS, SQS or EventBridge notification",
	    .help = "says that an object was written; no event of a log",
	    .is = notification_is },
	{ .name = "control",
	    .title = "CloudWatch Logs control message",
	    .help = "asks whether a subscription is there; no event of a log",
	    .is = control_is },
	{ .name = "cloudtrail",
	    .title = "AWS CloudTrail",
	    .help = "management, data, network activity and insights events",
	    .is = cloudtrail_is,
	    .events = &cloudtrail_events },
	{ .name = "digest",
	    .title = "CloudTrail digest file",
	    .help = "names the log files of an hour and their hashes; no event",
	    .names_files = true,
	    .is = digest_is },
	{ .name = "vpcflow",
	    .title = "VPC and Transit Gateway flow logs",
	    .help = "versions 2 to 11, with a header or without, and as JSON",
	    .is = vpcflow_is,
	    .events = &vpcflow_events,
	    .text = &vpcflow_text },
	{ .name = "resolver",
	    .title = "Route 53 Resolver query log",
	    .help = "DNS queries of a VPC, with DNS Firewall",
	    .is = resolver_is,
	    .events = &resolver_events },
	{ .name = "route53",
	    .title = "Route 53 public hosted zone query log",
	    .help = "DNS queries that Route 53 answered for a zone",
	    .events = &route53_events,
	    .text = &route53_text },
	{ .name = "guardduty",
	    .title = "GuardDuty findings",
	    .help = "from EventBridge, an S3 export or the API",
	    .is = guardduty_is,
	    .detail = "GuardDuty Finding",
	    .events = &guardduty_events },
	{ .name = "securityhub",
	    .title = "Security Hub findings (ASFF)",
	    .help = "single, from EventBridge or the API",
	    .is = securityhub_is,
	    .events = &securityhub_events },
	{ .name = "ocsf",
	    .title = "Open Cybersecurity Schema Framework",
	    .help = "of Security Lake and Security Hub, as JSON",
	    .is = ocsf_is,
	    .events = &ocsf_events },
	{ .name = "waf",
	    .title = "AWS WAF",
	    .help = "web requests and what became of them",
	    .is = waf_is,
	    .events = &waf_events },
	{ .name = "config",
	    .title = "AWS Config",
	    .help = "configuration items of histories and snapshots",
	    .is = config_is,
	    .events = &config_events },
	{ .name = "s3access",
	    .title = "S3 server access log",
	    .help = "requests to a bucket",
	    .is = s3access_is,
	    .events = &s3access_events,
	    .text = &s3access_text },
	{ .name = "elb",
	    .title = "Elastic Load Balancing access log",
	    .help = "of application and of classic load balancers",
	    .events = &elb_events,
	    .text = &elb_text },
	{ .name = "cloudfront",
	    .title = "CloudFront standard log",
	    .help = "requests to a distribution",
	    .events = &cloudfront_events,
	    .text = &cloudfront_text },
	{ .name = "lambda",
	    .title = "AWS Lambda",
	    .help = "what a function and its platform wrote, text or JSON",
	    .is = lambda_is,
	    .events = &lambda_events,
	    .text = &lambda_text },
	{ .name = "json",
	    .title = "other JSON, or comma-separated values",
	    .help = "the time is found by name and shape, or by --time-field",
	    .events = &other_events },
	{ .name = "text",
	    .title = "other text",
	    .help = "a time at the start of a line, else the file's order",
	    .events = &text_events,
	    .text = &text_text },
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
		if (formats[i].is && formats[i].is(l))
			return &formats[i];
	return NULL;
}

const struct log_format *
format_of_envelope(const struct look *l)
{
	struct str detail = l->text[NOTED_DETAIL_TYPE];

	for (size_t i = 0; i < N_FORMATS; i++)
		if (formats[i].detail &&
		    str_equal(str_of(formats[i].detail), detail))
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

const struct log_format *
format_of_other(void)
{
	return &formats[N_FORMATS - 2];
}

const struct log_format *
format_of_text(void)
{
	return &formats[N_FORMATS - 1];
}

bool
look_is_labelled(const struct look *l, struct str name)
{
	return str_starts(l->text[NOTED_LABEL], name);
}
