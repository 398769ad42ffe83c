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
	    CALLS(fields, fields) },
	{ WORD("display", "display x, expression as name, ...",
	      "these columns only; of several the last counts",
	      "display @timestamp, @who, @what"),
	    CALLS(display, fields) },
	{ WORD("filter", "filter condition",
	      "only rows where it holds; behind stats: of its rows",
	      "filter eventSource = \"iam.amazonaws.com\" and errorCode like "
	      "/Denied/"),
	    .other = "where filterindex", .filters = true,
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
};

#define STAGES (sizeof(stages) / sizeof(stages[0]))

/* Commands of the language that are not there yet. */
static const char *const later[] = { "parse", "pattern", "diff", "anomaly",
	"unnest", "expand", "unmask", "lookup", "cidrlookup", "join",
	"addtotals", "accum", "autoregress", "filldown", "fillmissing",
	"outlier", "appendcols", "sessionize", "countfrequent", "logcompare",
	"relevantfields", "source", "search" };

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
stage_comes_later(struct str name)
{
	for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++)
		if (word_matches(name, later[i], NULL))
			return true;
	return false;
}
