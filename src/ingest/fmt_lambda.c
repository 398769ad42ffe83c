/*
 * What AWS Lambda writes to a log group: the lines of its platform, and those
 * of a function.  (AWS Lambda Developer Guide, "Working with Lambda function
 * logs" and "Lambda Telemetry API"; CloudWatch Logs User Guide, "Supported logs
 * and discovered fields".)
 *
 *	START RequestId: 38219c9c-... Version: $LATEST
 *	2025-04-29T07:43:33.909Z<tab>38219c9c-...<tab>INFO<tab>message
 *	[INFO]<tab>2025-04-29T07:43:33.909Z<tab>38219c9c-...<tab>message
 *	END RequestId: 38219c9c-...
 *	REPORT RequestId: 38219c9c-...<tab>Duration: 15.74 ms<tab>...
 *	{"time":"...","type":"platform.report","record":{"requestId":"..."}}
 *
 * Copied logs have blanks for the tabs, or \t of two characters.  Own fields
 * have the names and units of Logs Insights: milliseconds, and bytes, of which
 * a megabyte has 1000 x 1000.  A JSON object inside a message gives its keys.
 *
 * @what  lambda:REPORT, lambda:ERROR ...   @result  - , or timeout, error ...
 * @resource  the function
 */
#include <stdio.h>

#include "ingest/formats.h"
#include "ingest/leaves.h"
#include "ingest/scan.h"

enum {
	ROOT,
	TIME,
	TIMESTAMP,
	TYPE,
	LEVEL,
	REQUEST,
	AWS_REQUEST,
	RECORD,
	RECORD_REQUEST,
	STATUS,
	FUNCTION,
	ERROR_TYPE,
	METRICS,
	DURATION,
	BILLED,
	SIZE,
	USED,
	INIT,
	TRACING,
	TRACE,
	PATHS,
};

static const struct known_path paths[PATHS] = {
	[TIME] = { ROOT, STR_INIT("time"), 0 },
	[TIMESTAMP] = { ROOT, STR_INIT("timestamp"), 0 },
	[TYPE] = { ROOT, STR_INIT("type"), 0 },
	[LEVEL] = { ROOT, STR_INIT("level"), 0 },
	[REQUEST] = { ROOT, STR_INIT("requestId"), 0 },
	[AWS_REQUEST] = { ROOT, STR_INIT("AWSRequestId"), 0 },
	[RECORD] = { ROOT, STR_INIT("record"), 0 },
	[RECORD_REQUEST] = { RECORD, STR_INIT("requestId"), 0 },
	[STATUS] = { RECORD, STR_INIT("status"), 0 },
	[FUNCTION] = { RECORD, STR_INIT("functionArn"), 0 },
	[ERROR_TYPE] = { RECORD, STR_INIT("errorType"), 0 },
	[METRICS] = { RECORD, STR_INIT("metrics"), 0 },
	[DURATION] = { METRICS, STR_INIT("durationMs"), 0 },
	[BILLED] = { METRICS, STR_INIT("billedDurationMs"), 0 },
	[SIZE] = { METRICS, STR_INIT("memorySizeMB"), 0 },
	[USED] = { METRICS, STR_INIT("maxMemoryUsedMB"), 0 },
	[INIT] = { METRICS, STR_INIT("initDurationMs"), 0 },
	[TRACING] = { RECORD, STR_INIT("tracing"), 0 },
	[TRACE] = { TRACING, STR_INIT("value"), 0 },
};

struct lambda {
	struct leaves l;
	struct scan scan;

	/* the record at hand, if it is text */
	bool text;
	int64_t time_us;
	struct str what; /* behind lambda: */
	struct str result;
};

bool
lambda_is(const struct look *l)
{
	uint64_t line = SIGN_REQUEST_ID | SIGN_LEVEL | SIGN_MESSAGE;

	return (str_starts(l->text[NOTED_TYPE], STR("platform.")) &&
	           l->signs & SIGN_RECORD) ||
	    ((l->signs & line) == line && l->time_rank > 0);
}

static void *
state_new(struct builder *b, const struct reader_options *options)
{
	struct lambda *s = mem_zero(1, sizeof(*s));

	(void)options;
	leaves_init(&s->l, b, paths, PATHS);
	s->scan.builder = b;
	return s;
}

/* ---- what a line is ------------------------------------------------------ */

/* Words that a line of the platform begins with. */
static const struct str platform[] = {
	STR_INIT("START RequestId:"),
	STR_INIT("END RequestId:"),
	STR_INIT("REPORT RequestId:"),
	STR_INIT("INIT_START Runtime"),
	STR_INIT("INIT_REPORT "),
	STR_INIT("RESTORE_START "),
	STR_INIT("RESTORE_REPORT "),
	STR_INIT("EXTENSION\tName:"),
	STR_INIT("EXTENSION Name:"),
	STR_INIT("LOGS\tName:"),
	STR_INIT("LOGS Name:"),
	STR_INIT("TELEMETRY\tName:"),
	STR_INIT("TELEMETRY Name:"),
	STR_INIT("RequestId: "),
};

static bool
is_platform(struct str line)
{
	for (size_t i = 0; i < sizeof(platform) / sizeof(*platform); i++)
		if (str_starts(line, platform[i]))
			return true;
	return false;
}

static bool
is_level(struct str s)
{
	static const struct str levels[] = { STR_INIT("TRACE"),
		STR_INIT("DEBUG"), STR_INIT("INFO"), STR_INIT("WARN"),
		STR_INIT("WARNING"), STR_INIT("ERROR"), STR_INIT("FATAL"),
		STR_INIT("CRITICAL") };

	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++)
		if (str_equal(levels[i], s))
			return true;
	return false;
}

static bool
is_request_id(struct str s)
{
	size_t dashes = 0;

	for (size_t i = 0; i < s.n; i++)
		dashes += s.p[i] == '-';
	return s.n == 36 && dashes == 4;
}

/* A word that a blank, a tab, or \t in two characters ends. */
static struct str
word_of(struct str *s)
{
	struct str word = text_word(s);
	size_t tab = str_find(word, STR("\\t"));

	if (tab < word.n) {
		*s = (struct str){ word.p + tab + 2,
			s->n + word.n - tab - 2 };
		word.n = tab;
	}
	return word;
}

/* What stands before the message of a function's line. */
struct prefix {
	struct str time, request, level;
	struct str message;
};

/* time id LEVEL message; [LEVEL] time id message; time id Task timed out. */
static bool
split_prefix(struct str line, struct prefix *p)
{
	struct str word;
	int64_t us;

	*p = (struct prefix){ 0 };
	if (line.n > 0 && line.p[0] == '[') {
		word = word_of(&line);
		if (word.n < 3 || word.p[word.n - 1] != ']' ||
		    !is_level((struct str){ word.p + 1, word.n - 2 }))
			return false;
		p->level = (struct str){ word.p + 1, word.n - 2 };
	}
	p->time = word_of(&line);
	if (p->time.n < 20 || !time_parse(p->time, &us))
		return false;
	p->request = word_of(&line);
	if (p->level.n == 0) {
		struct str rest = line;

		p->level = word_of(&rest);
		if (is_level(p->level)) {
			line = rest;
		} else if (is_request_id(p->request)) {
			p->level = (struct str){ 0 };
		} else {
			return false;
		}
	}
	p->message = str_trim(line);
	return p->request.n > 0;
}

static bool
begins(const void *state, struct str line)
{
	struct prefix p;

	(void)state;
	return is_platform(line) || split_prefix(line, &p);
}

/* A function's line goes on until another begins; REPORT has a second line,
 * about tracing. */
static bool
continues(const void *state, struct str record, struct str line)
{
	struct prefix p;

	(void)state;
	if (str_starts(record, STR("REPORT RequestId:")))
		return str_starts(line, STR("XRAY TraceId:"));
	return !is_platform(record) && split_prefix(record, &p);
}

/* ---- a line's own fields ------------------------------------------------- */

/* What stands behind "name: ", up to the next blank; empty: it is not there.
 * The name begins a field of the line. */
static struct str
value_of(struct str line, const char *name)
{
	struct str key = str_of(name), rest = line, value;
	size_t at;

	for (;;) {
		at = str_find(rest, key);
		if (at == rest.n)
			return (struct str){ 0 };
		if (at == 0 || rest.p[at - 1] == '\t' ||
		    rest.p[at - 1] == '\n' ||
		    (at >= 2 && rest.p[at - 1] == 't' &&
		        rest.p[at - 2] == '\\') ||
		    (rest.p[at - 1] == ' ' &&
		        !str_ends(str_head(rest, at), STR("Billed ")) &&
		        !str_ends(str_head(rest, at), STR("Init ")) &&
		        !str_ends(str_head(rest, at), STR("Restore "))))
			break;
		rest = str_from(rest, at + key.n);
	}
	rest = str_from(rest, at + key.n);
	value = word_of(&rest);
	return str_head(value, str_index(value, '\n'));
}

/* Megabytes as bytes: 128 is 128000000. */
static void
own_megabytes(struct builder *b, enum own_path field, struct str mb)
{
	if (text_is_digits(mb) && mb.n < 12)
		own_number(b, field, text_join(b, mb, STR("000000"), STR("")));
}

static void
own_report(struct builder *b, struct str line)
{
	own_number(b, OWN_DURATION, value_of(line, "Duration: "));
	own_number(b, OWN_BILLED, value_of(line, "Billed Duration: "));
	own_number(b, OWN_INIT, value_of(line, "Init Duration: "));
	own_megabytes(b, OWN_MEMORY, value_of(line, "Memory Size: "));
	own_megabytes(b, OWN_MEMORY_USED, value_of(line, "Max Memory Used: "));
	own_text(b, OWN_TRACE, value_of(line, "TraceId: "));
	own_text(b, OWN_SEGMENT, value_of(line, "SegmentId: "));
}

/* The first JSON object of a message gives its keys. */
static void
read_fragment(struct lambda *s, struct str message)
{
	struct str rest = str_from(message, str_index(message, '{'));
	struct json j;

	if (rest.n < 2)
		return;
	json_init(&j, rest);
	json_next(&j);
	if (json_skip(&j) <= JSON_END)
		return;
	rest.n = (size_t)(j.at - rest.p);
	json_init(&j, rest);
	scan_record(&s->scan, &j);
}

static void
read_platform(struct lambda *s, struct str line)
{
	struct builder *b = s->l.builder;
	struct str first = line, status;

	s->what = word_of(&first);
	if (str_equal(s->what, STR("RequestId:")))
		s->what = STR("RequestId");
	own_text(b, OWN_REQUEST, value_of(line, "RequestId: "));
	if (str_equal(s->what, STR("START")) ||
	    str_equal(s->what, STR("END")) ||
	    str_equal(s->what, STR("REPORT")))
		own_text(b, OWN_TYPE, s->what);
	if (str_equal(s->what, STR("REPORT"))) {
		own_report(b, line);
		status = value_of(line, "Status: ");
		if (status.n > 0 && !str_equal(status, STR("success")))
			s->result = status;
	} else if (str_find(line, STR("Process exited before")) < line.n) {
		s->result = STR("error");
	}
}

static enum text_verdict
read_line(void *state, struct str line)
{
	struct lambda *s = state;
	struct prefix p;

	s->text = true;
	s->time_us = TIME_NONE;
	s->what = STR("");
	s->result = STR("-");
	if (is_platform(line)) {
		read_platform(s, line);
		return TEXT_RECORD;
	}
	if (split_prefix(line, &p)) {
		time_parse(p.time, &s->time_us);
		own_text(s->l.builder, OWN_REQUEST, p.request);
		s->what = p.level;
		if (str_starts(p.message, STR("Task timed out")))
			s->result = STR("timeout");
		read_fragment(s, p.message);
		return TEXT_RECORD;
	}
	read_fragment(s, line);
	return TEXT_RECORD;
}

/* ---- the event ----------------------------------------------------------- */

/* /aws/lambda/name in the name of the log group. */
static struct str
function_of_log(struct str log)
{
	struct str group = STR("/aws/lambda/");
	size_t at = str_find(log, group);

	return at < log.n ? str_from(log, at + group.n) : (struct str){ 0 };
}

/* An object of the platform, platform.report, as the line of that name. */
static void
finish_object(struct lambda *s, struct event *e)
{
	struct leaves *l = &s->l;
	struct builder *b = l->builder;
	struct str platform_type = STR("platform."), type = leaf(l, TYPE);

	e->time_found = leaf_or(l, TIME, TIMESTAMP);
	time_of_text(e->time_found, &e->record.time_us);
	own_text(b, OWN_REQUEST, leaf_or(l, RECORD_REQUEST, REQUEST));
	if (leaf(l, AWS_REQUEST).n > 0)
		own_text(b, OWN_REQUEST, leaf(l, AWS_REQUEST));
	s->what = leaf(l, LEVEL);
	s->result = STR("-");
	if (!str_starts(type, platform_type))
		return;
	s->what = str_from(type, platform_type.n);
	if (str_equal(s->what, STR("report"))) {
		own_text(b, OWN_TYPE, STR("REPORT"));
		own_number(b, OWN_DURATION, leaf(l, DURATION));
		own_number(b, OWN_BILLED, leaf(l, BILLED));
		own_number(b, OWN_INIT, leaf(l, INIT));
		own_megabytes(b, OWN_MEMORY, leaf(l, SIZE));
		own_megabytes(b, OWN_MEMORY_USED, leaf(l, USED));
	} else if (str_equal(s->what, STR("start"))) {
		own_text(b, OWN_TYPE, STR("START"));
	}
	if (leaf(l, STATUS).n > 0)
		s->result = str_equal(leaf(l, STATUS), STR("success"))
		    ? STR("ok")
		    : leaf(l, STATUS);
}

static void
finish(void *state, struct event *e)
{
	struct lambda *s = state;
	struct builder *b = s->l.builder;
	struct str function = function_of_log(e->log);
	struct arn arn = { 0 };

	if (s->text)
		e->record.time_us = s->time_us;
	else
		finish_object(s, e);
	s->text = false;
	if (arn_split(leaf(&s->l, FUNCTION), &arn))
		function = text_behind(arn.resource, ':');
	e->account = arn.account;
	own_text(b, OWN_WHAT,
	    s->what.n ? text_join(b, STR("lambda:"), s->what, STR(""))
	              : STR("lambda"));
	own_text(b, OWN_WHERE, arn.region);
	own_text(b, OWN_RESULT, s->result);
	own_text(b, OWN_RESOURCE, text_named(b, "function", function));
}

const struct format_events lambda_events = {
	.new = state_new,
	.finish = finish,
};
const struct format_text lambda_text = {
	.begins = begins,
	.continues = continues,
	.read = read_line,
	.takes_any = true,
};
