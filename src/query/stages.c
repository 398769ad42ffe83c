/*
 * The commands: one row each.  They stand in stage_*.c.
 */
#include "query/stage.h"

#define WORD(name, syntax, help, example) \
	.word = { name, WORD_COMMAND, syntax, help, example }
#define CALLS(own, shared)                                           \
	.parse = shared##_parse, .print = shared##_print,            \
	.check = own##_check, .run = shared##_run

static const struct stage_type stages[] = {
	{ WORD("fields", "fields x, expression as name, ...",
	      "adds columns to the result, and names for what is computed",
	      "fields @timestamp, eventName, concat(awsRegion, \"/\", "
	      "sourceIPAddress) as origin"),
	    .streams = true, CALLS(fields, fields) },
	{ WORD("display", "display x, expression as name, ...",
	      "these columns only; of several the last counts",
	      "display @timestamp, @who, @what"),
	    .streams = true, CALLS(display, fields) },
	{ WORD("filter", "filter condition",
	      "only rows where it holds; behind stats: of its rows",
	      "filter eventSource = \"iam.amazonaws.com\" and errorCode like "
	      "/Denied/"),
	    .other = "where filterindex", .filters = true, .streams = true,
	    CALLS(filter, filter) },
	{ WORD("stats", "stats count(*) as n, ... by x, ...",
	      "one row for each different x, with what aggregates make of its "
	      "events",
	      "stats count(*) as n, max(@timestamp) as last by eventName"),
	    .makes_rows = true, CALLS(stats, stats) },
	{ WORD("sort", "sort x desc, y asc, ...",
	      "natural order; missing values last; without asc or desc: asc",
	      "sort eventName, @timestamp desc"),
	    .other = "order", CALLS(sort, sort) },
	{ WORD("limit", "limit n", "the first n rows; without it all",
	      "filter ispresent(errorCode) | limit 20"),
	    .cuts = true, CALLS(limit, limit) },
	{ WORD("head", "head n", "the same as limit", "head 5"),
	    .cuts = true, CALLS(limit, limit) },
	{ WORD("tail", "tail n",
	      "the latest n events; behind sort or stats the last n rows",
	      "tail 5"),
	    .parse = limit_parse, .print = limit_print, .check = tail_check,
	    .run = tail_run },
	{ WORD("dedup", "dedup x, y, ...",
	      "of rows with equal values the first; keeps rows without x",
	      "sort @timestamp desc | dedup @who"),
	    CALLS(dedup, dedup) },
	{ WORD("parse", "parse x \"text * with * stars\" as a, b; "
	                "parse x /(?<a>pattern)/",
	      "parts of a text as fields: what the stars stand for, or the "
	      "named groups; without x of @message",
	      "filter ispresent(errorMessage) | parse errorMessage "
	      "\"User: * is not authorized to perform: * \" as user, call"),
	    .streams = true, CALLS(parse, parse) },
	{ WORD("countFrequent", "countFrequent x, y, ...",
	      "how often each combination of values occurs, most first, as "
	      "_approxcount; exact",
	      "countFrequent eventSource, eventName"),
	    .makes_rows = true, .parse = countfrequent_parse,
	    .print = countfrequent_print, .check = stats_check,
	    .run = stats_run },
	{ WORD("accum", "accum x as name",
	      "the sum of x over the rows so far; without a name in place of "
	      "x",
	      "stats count(*) as n by bin(1h) as t | accum n as total"),
	    .makes_rows = true, CALLS(accum, accum) },
	{ WORD("autoregress", "autoregress x as name p=1; autoregress x p=1-4",
	      "what x was p rows before, as x_p1, x_p2, ...",
	      "stats count(*) as n by bin(5m) as t | autoregress n p=1-2"),
	    .makes_rows = true, CALLS(autoregress, autoregress) },
	{ WORD("filldown", "filldown x y* ...",
	      "where x is missing, what it was in the row before; without "
	      "names all columns",
	      "fields @timestamp, errorCode | sort @timestamp asc | filldown "
	      "errorCode"),
	    .makes_rows = true, CALLS(filldown, filldown) },
	{ WORD("fillmissing", "fillmissing with 0 for n, ...",
	      "rows for the buckets of time in which stats found nothing",
	      "filter ispresent(errorCode) | stats count(*) as n by bin(1m) | "
	      "fillmissing with 0 for n"),
	    .makes_rows = true, CALLS(fillmissing, fillmissing) },
	{ WORD("addtotals",
	      "addtotals fieldname=Total row=true col=false x, y, ...",
	      "sums of the numbers of each row, of each column with col=true; "
	      "without names of all columns",
	      "stats sum(readOnly = true) as reads, sum(readOnly = false) as "
	      "writes by eventSource | addtotals col=true reads, writes"),
	    .makes_rows = true, CALLS(addtotals, addtotals) },
	{ WORD("outlier",
	      "outlier action=remove|transform param=2.5 uselower=false "
	      "mark=false x y ...",
	      "numbers beyond the quartiles by param times their distance: "
	      "moved to that border, or their rows left out",
	      "stats count(*) as n by @who | outlier mark=true n"),
	    .makes_rows = true, CALLS(outlier, outlier) },
	{ WORD("sessionize", "sessionize x, y, ... maxspan 30m as name",
	      "numbers the sessions of each x: events without a pause longer "
	      "than maxspan",
	      "sessionize @who maxspan 10m as session | stats count(*) as n, "
	      "min(@timestamp) as first, max(@timestamp) as last by @who, "
	      "session"),
	    .makes_rows = true, CALLS(sessionize, sessionize) },
	{ WORD("pattern", "pattern x",
	      "how many events there are of each pattern of x: what varies in "
	      "it is <time>, <arn>, <id>, <number>, ...",
	      "pattern errorMessage"),
	    .makes_rows = true, CALLS(pattern, pattern) },
	{ WORD("diff", "diff; diff previousDay, previousWeek, previousMonth",
	      "compares the patterns of the range with those of the range "
	      "before it, or a day, a week, a month earlier; without pattern "
	      "those of @message",
	      "pattern errorMessage | diff previousDay"),
	    .makes_rows = true, CALLS(diff, diff) },
	{ WORD("logcompare", "logcompare timeshift 7d",
	      "the same as diff, with a range that long ago",
	      "pattern errorMessage | logcompare timeshift 7d"),
	    .makes_rows = true, .parse = logcompare_parse,
	    .print = logcompare_print, .check = diff_check,
	    .run = diff_run },
	{ WORD("anomaly", "anomaly",
	      "of the patterns before it those that are new in the last tenth "
	      "of the range, or have a window of time with far more events "
	      "than usual (modified z-score above 3.5)",
	      "pattern eventName | anomaly"),
	    .makes_rows = true, CALLS(anomaly, anomaly) },
	{ WORD("SOURCE", "SOURCE 'log', ...; SOURCE logGroups(namePrefix: "
	                 "['log'])",
	      "first of all: only events of which @log, @format or @file is "
	      "that, stars stand for anything",
	      "SOURCE '*cloudtrail*' | stats count(*) by @format"),
	    .filters = true, .selects = true, CALLS(source, source) },
	{ WORD("join", "join type=inner left=a right=b where a.x = b.y (query)",
	      "rows side by side with those of the query that have the same "
	      "key; fields are a.x and b.y then; type=left keeps rows that "
	      "meet none",
	      "filter eventName = \"AssumeRole\" | join type=inner left=a "
	      "right=b where a.@who = b.@who (filter ispresent(errorCode) | "
	      "stats count(*) as failed by @who) | fields a.@who, b.failed"),
	    .makes_rows = true, CALLS(join, join) },
	{ WORD("appendcols", "appendcols override=false max=10000 (query)",
	      "the columns of the query beside those that are there, row by "
	      "row",
	      "stats count(*) as n by eventSource | sort eventSource | "
	      "appendcols (stats count(errorCode) as failed by eventSource | "
	      "sort eventSource)"),
	    .makes_rows = true, CALLS(appendcols, appendcols) },
	{ WORD("lookup",
	      "lookup table column as field, ... OUTPUT column as x, ...",
	      "columns of the CSV file lookup/table.csv of the configuration, "
	      "from its first row where the column is equal to the field",
	      "filter ispresent(errorCode)\n# then, with your own table:\n"
	      "# | lookup accounts id as recipientAccountId OUTPUT name"),
	    CALLS(lookup, lookup) },
	{ WORD("cidrlookup",
	      "cidrlookup table field as column OUTPUT|OUTPUTNEW column as x, "
	      "...",
	      "the same, from the row with the narrowest range that holds the "
	      "address",
	      "filter ispresent(sourceIPAddress)\n# then, with your own "
	      "table:\n# | cidrlookup networks sourceIPAddress OUTPUT owner"),
	    .parse = cidrlookup_parse, .print = lookup_print,
	    .check = lookup_check, .run = lookup_run },
	{ WORD("unnest", "unnest list into x",
	      "one row for each element of a list, of the record or made by "
	      "jsonParse; what is no list is one element",
	      "filter ispresent(resources) | unnest resources into r | stats "
	      "count(*) by r.type, r.ARN"),
	    .makes_rows = true, CALLS(unnest, unnest) },
	{ WORD("expand", "expand x",
	      "one row for each element of the list x, which is the element "
	      "then; a text that is a list is read",
	      "filter ispresent(resources) | expand resources | stats count(*) "
	      "by resources.type"),
	    .makes_rows = true, .parse = expand_parse,
	    .print = expand_print, .check = expand_check,
	    .run = unnest_run },
	{ WORD("relevantfields", "relevantfields x, y, ... where condition",
	      "the fields whose values differ most between events where it "
	      "holds and the others: 0 not at all, 1 in all; without names all "
	      "fields",
	      "relevantfields where ispresent(errorCode)"),
	    .makes_rows = true, CALLS(relevantfields, relevantfields) },
	{ WORD("unmask", "unmask x, ...",
	      "the same as fields: nothing is masked here",
	      "unmask userIdentity.arn"),
	    CALLS(unmask, fields) },
};

#define STAGES (sizeof(stages) / sizeof(stages[0]))

/* Words of AWS's parser that no page documents. */
static const char *const undocumented[] = { "search" };

const struct stage_type *
stage_at(size_t i)
{
	return i < STAGES ? &stages[i] : NULL;
}

const struct stage_type *
stage_find(struct str name)
{
	for (size_t i = 0; i < STAGES; i++)
		if (word_matches(name, stages[i].word.name, stages[i].other))
			return &stages[i];
	return NULL;
}

bool
stage_undocumented(struct str name)
{
	for (size_t i = 0;
	     i < sizeof(undocumented) / sizeof(undocumented[0]); i++)
		if (word_matches(name, undocumented[i], NULL))
			return true;
	return false;
}
