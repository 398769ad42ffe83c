/*
 * The words of the language in one row, from its tables.
 */
#include "query/tables.h"

static const struct query_word fields[] = {
	{ "@timestamp", WORD_FIELD, "@timestamp",
	    "time of the event, UTC; as a number milliseconds since 1970",
	    "sort @timestamp asc" },
	{ "@message", WORD_FIELD, "@message",
	    "the event's own text; like searches all of it",
	    "filter @message like \"AccessDenied\"" },
	{ "@logStream", WORD_FIELD, "@logStream",
	    "log stream that the log names, else the file",
	    "stats count(*) by @logStream" },
	{ "@log", WORD_FIELD, "@log",
	    "log group that the log names, else the directory",
	    "stats count(*) by @log" },
	{ "@ingestionTime", WORD_FIELD, "@ingestionTime",
	    "when it was delivered, in milliseconds since 1970",
	    "fields fromMillis(@ingestionTime) as delivered" },
	{ "@who", WORD_FIELD, "@who", "who did it: account, role, session",
	    "stats count(*) by @who" },
	{ "@what", WORD_FIELD, "@what", "service and call",
	    "stats count(*) by @what" },
	{ "@where", WORD_FIELD, "@where", "region or place",
	    "stats count(*) by @where" },
	{ "@from", WORD_FIELD, "@from", "address or service it came from",
	    "stats count(*) by @from" },
	{ "@result", WORD_FIELD, "@result",
	    "ok, the error code, or - where this log has no result",
	    "filter @result != \"ok\"" },
	{ "@resource", WORD_FIELD, "@resource", "what it was done to",
	    "stats count(*) by @resource" },
	{ "@requestId", WORD_FIELD, "@requestId",
	    "of Lambda: the request that a line belongs to",
	    "stats count(*) by @requestId" },
	{ "@type", WORD_FIELD, "@type", "of Lambda: START, END or REPORT",
	    "filter @type = \"REPORT\"" },
	{ "@duration", WORD_FIELD, "@duration",
	    "of Lambda: milliseconds that a request took",
	    "stats avg(@duration), max(@duration)" },
	{ "@billedDuration", WORD_FIELD, "@billedDuration",
	    "of Lambda: milliseconds that are paid for",
	    "stats sum(@billedDuration)" },
	{ "@initDuration", WORD_FIELD, "@initDuration",
	    "of Lambda: milliseconds of a cold start",
	    "filter ispresent(@initDuration)" },
	{ "@memorySize", WORD_FIELD, "@memorySize",
	    "of Lambda: bytes that a function has",
	    "stats max(@memorySize / 1000 / 1000)" },
	{ "@maxMemoryUsed", WORD_FIELD, "@maxMemoryUsed",
	    "of Lambda: bytes that it used",
	    "stats max(@maxMemoryUsed / 1000 / 1000)" },
	{ "@xrayTraceId", WORD_FIELD, "@xrayTraceId",
	    "of Lambda: the trace of a request",
	    "filter ispresent(@xrayTraceId)" },
	{ "@xraySegmentId", WORD_FIELD, "@xraySegmentId",
	    "of Lambda: the segment of a request",
	    "filter ispresent(@xraySegmentId)" },
	{ "@format", WORD_FIELD, "@format", "type of log",
	    "stats count(*) by @format" },
	{ "@file", WORD_FIELD, "@file", "file of the event",
	    "stats count(*) by @file" },
	{ "@record", WORD_FIELD, "@record", "its number in the file, from 1",
	    "filter @record = 1" },
	{ "@offset", WORD_FIELD, "@offset",
	    "its first byte in the uncompressed file",
	    "fields @file, @offset" },
	{ "@copies", WORD_FIELD, "@copies", "how often it was delivered",
	    "stats sum(@copies) as deliveries" },
	{ "@conflict", WORD_FIELD, "@conflict",
	    "true if another event has its id and other content",
	    "stats count(*) by @conflict" },
	{ "@timeSource", WORD_FIELD, "@timeSource",
	    "where its time is from: record, container or none",
	    "stats count(*) by @timeSource" },
};

const struct query_word *
query_word_at(size_t i)
{
	size_t n;

	for (n = 0; stage_at(n); n++)
		if (n == i)
			return &stage_at(n)->word;
	i -= n;
	for (n = 0; function_at(n); n++)
		if (n == i)
			return &function_at(n)->word;
	i -= n;
	for (n = 0; aggregate_at(n); n++)
		if (n == i)
			return &aggregate_at(n)->word;
	i -= n;
	for (n = 0; operator_at(n); n++)
		if (n == i)
			return &operator_at(n)->word;
	i -= n;
	return i < sizeof(fields) / sizeof(fields[0]) ? &fields[i] : NULL;
}
