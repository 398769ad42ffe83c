#include "ingest/containers.h"

#include "ingest/ingest.h"

/* clang-format off */
static const struct container containers[] = {
	{ .name = "Records", .help = "CloudTrail's log files",
	  .key = STR_INIT("Records"), .holds = HOLDS_VALUES },
	{ .name = "lookup-events", .help = "aws cloudtrail lookup-events",
	  .key = STR_INIT("Events"), .element = STR_INIT("CloudTrailEvent"),
	  .holds = HOLDS_VALUES },
	{ .name = "filter-log-events",
	  .help = "aws logs filter-log-events and get-log-events",
	  .key = STR_INIT("events"), .element = STR_INIT("message"),
	  .holds = HOLDS_VALUES, .entries = true },
	{ .name = "get-query-results", .help = "aws logs get-query-results",
	  .key = STR_INIT("results"), .element = STR_INIT("field"),
	  .holds = HOLDS_ROWS },
	{ .name = "hits", .help = "an answer of Elasticsearch or OpenSearch",
	  .key = STR_INIT("hits"), .below = STR_INIT("hits"),
	  .element = STR_INIT("_source"), .holds = HOLDS_VALUES },
	{ .name = "Findings",
	  .help = "aws guardduty or securityhub get-findings",
	  .key = STR_INIT("Findings"), .element = STR_INIT("SchemaVersion"),
	  .holds = HOLDS_VALUES },
	{ .name = "findings", .help = "the same in an EventBridge event",
	  .key = STR_INIT("findings"), .element = STR_INIT("SchemaVersion"),
	  .holds = HOLDS_VALUES },
	{ .name = "configurationItems",
	  .help = "history and snapshots of Config",
	  .key = STR_INIT("configurationItems"),
	  .element = STR_INIT("configurationItemCaptureTime"),
	  .holds = HOLDS_VALUES },
	{ .name = "subscription",
	  .help = "CloudWatch Logs to Firehose, Kinesis or Lambda",
	  .key = STR_INIT("logEvents"), .needs = SIGN_MESSAGE_TYPE,
	  .holds = HOLDS_ALL, .entries = true },
	{ .name = "awslogs", .help = "an event of a Lambda subscription",
	  .key = STR_INIT("awslogs"), .below = STR_INIT("data"),
	  .holds = HOLDS_PACKED },
	{ .name = "EventBridge", .help = "an event of EventBridge",
	  .key = STR_INIT("detail"), .needs = SIGN_DETAIL_TYPE,
	  .holds = HOLDS_VALUE, .has_time = true, .only_known = true },
	{ .name = "_source", .help = "a document of Elasticsearch",
	  .key = STR_INIT("_source"), .holds = HOLDS_VALUE },
	{ .name = "lookup-events", .help = "one entry of lookup-events",
	  .key = STR_INIT("CloudTrailEvent"), .holds = HOLDS_TEXT,
	  .has_time = true },
	{ .name = "_raw", .help = "an export of Splunk or Cribl",
	  .key = STR_INIT("_raw"), .holds = HOLDS_TEXT, .has_time = true },
	{ .name = "_raw", .help = "an export of Splunk",
	  .key = STR_INIT("result"), .below = STR_INIT("_raw"),
	  .holds = HOLDS_TEXT },
	{ .name = "event.original", .help = "a document in Elastic's schema",
	  .key = STR_INIT("event"), .below = STR_INIT("original"),
	  .holds = HOLDS_TEXT, .has_time = true },
	{ .name = "aws.cloudtrail", .help = "a document of OpenSearch",
	  .key = STR_INIT("aws"), .below = STR_INIT("cloudtrail"),
	  .holds = HOLDS_VALUE },
	{ .name = "answer", .help = "a recorded answer of an API",
	  .key = STR_INIT("data"), .needs = SIGN_STATUS_CODE,
	  .holds = HOLDS_VALUE },
	{ .name = "rule test", .help = "an event of a test of detection rules",
	  .key = STR_INIT("data"), .needs = SIGN_TRIGGER_RULES,
	  .holds = HOLDS_VALUE },
	{ .name = "message", .help = "an entry of CloudWatch Logs",
	  .key = STR_INIT("message"), .needs = SIGN_LOG_ENTRY,
	  .holds = HOLDS_TEXT, .has_time = true },
	{ .name = "message", .help = "a log line that a collector wrapped",
	  .key = STR_INIT("message"), .holds = HOLDS_TEXT, .has_time = true,
	  .only_known = true },
	{ .name = "body", .help = "the same in OpenTelemetry's schema",
	  .key = STR_INIT("body"), .holds = HOLDS_TEXT, .has_time = true,
	  .only_known = true },
	{ .name = "Finding", .help = "a finding with notes of a tool",
	  .key = STR_INIT("Finding"), .holds = HOLDS_VALUE,
	  .only_known = true },
};
/* clang-format on */

_Static_assert(sizeof(containers) / sizeof(*containers) <= LOOK_CONTAINERS,
    "a look has room for each");

const struct container *
container_rows(size_t *n)
{
	*n = sizeof(containers) / sizeof(*containers);
	return containers;
}

const char *
log_container(size_t i, const char **help)
{
	if (i >= sizeof(containers) / sizeof(*containers))
		return NULL;
	*help = containers[i].help;
	return containers[i].name;
}
