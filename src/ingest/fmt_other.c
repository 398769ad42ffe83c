/*
 * JSON and text of no known kind, and what lies beside logs and is none.
 *
 * JSON: the time is what the look found; @what is what a usual key says, else
 * nothing.  Text: a time at the start of a line, maybe in brackets; lines
 * without one go on with the record before when that has one; @what is the
 * line.
 */
#include "ingest/formats.h"
#include "ingest/leaves.h"

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
	uint64_t both = SIGN_BUCKET | SIGN_OBJECT;

	return str_starts(l->text[NOTED_SOURCE], STR("aws:")) ||
	    ((l->signs & both) == both && !(l->signs & SIGN_EVENT_NAME));
}

/* CloudWatch Logs User Guide, "Subscription filters": whether the destination
 * can be reached. */
bool
control_is(const struct look *l)
{
	return str_equal(l->text[NOTED_MESSAGE_TYPE], STR("CONTROL_MESSAGE"));
}

/* ---- other JSON ---------------------------------------------------------- */

enum other_path {
	ROOT,
	EVENT,
	NAME,
	EVENT_NAME,
	OPERATION,
	VERB,
	KIND,
	LEVEL,
	ACTION,
	USER,
	USER_NAME,
	USER_FLAT,
	IDENTITY,
	IDENTITY_ARN,
	REGION,
	AWS_REGION,
	ADDRESS,
	ADDRESS_LOW,
	CLIENT,
	SOURCE_IPS,
	SOURCE_IP,
	NESTED_IP,
	RESPONSE,
	STATUS,
	ERROR_CODE,
	OTHERS,
};

static const struct known_path other_paths[OTHERS] = {
	[EVENT] = { ROOT, STR_INIT("event"), 0 },
	[NAME] = { EVENT, STR_INIT("name"), 0 },
	[EVENT_NAME] = { ROOT, STR_INIT("eventName"), 0 },
	[OPERATION] = { ROOT, STR_INIT("operation"), 0 },
	[VERB] = { ROOT, STR_INIT("verb"), 0 },
	[KIND] = { ROOT, STR_INIT("Event Name"), 0 },
	[LEVEL] = { ROOT, STR_INIT("level"), 0 },
	[ACTION] = { ROOT, STR_INIT("action"), 0 },
	[USER] = { ROOT, STR_INIT("user"), 0 },
	[USER_NAME] = { USER, STR_INIT("username"), 0 },
	[USER_FLAT] = { ROOT, STR_INIT("username"), 0 },
	[IDENTITY] = { ROOT, STR_INIT("identity"), 0 },
	[IDENTITY_ARN] = { IDENTITY, STR_INIT("arn"), 0 },
	[REGION] = { ROOT, STR_INIT("region"), 0 },
	[AWS_REGION] = { ROOT, STR_INIT("awsRegion"), 0 },
	[ADDRESS] = { ROOT, STR_INIT("sourceIPAddress"), 0 },
	[ADDRESS_LOW] = { ROOT, STR_INIT("src_ip"), 0 },
	[CLIENT] = { ROOT, STR_INIT("Source IP"), 0 },
	[SOURCE_IPS] = { ROOT, STR_INIT("sourceIPs"), 0 },
	[SOURCE_IP] = { SOURCE_IPS, { 0 }, 0 },
	[NESTED_IP] = { EVENT, STR_INIT("src_ip"), 0 },
	[RESPONSE] = { ROOT, STR_INIT("responseStatus"), 0 },
	[STATUS] = { RESPONSE, STR_INIT("code"), 0 },
	[ERROR_CODE] = { ROOT, STR_INIT("errorCode"), 0 },
};

static struct str
first_of(const struct leaves *l, const uint8_t *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str s = leaf(l, rows[i]);

		if (s.n > 0)
			return s;
	}
	return (struct str){ 0 };
}

#define FIRST_OF(l, ...)                                                      \
	first_of(l, (const uint8_t[]){ __VA_ARGS__ },                         \
	    sizeof((const uint8_t[]){ __VA_ARGS__ }))

static void
other_finish(void *state, struct event *e)
{
	struct leaves *l = state;
	struct builder *b = l->builder;
	struct str status = leaf(l, STATUS);

	e->time_found = e->seen->text[NOTED_TIME];
	time_of_text(e->time_found, &e->record.time_us);
	own_text(b, OWN_WHO, FIRST_OF(l, USER_NAME, USER_FLAT, USER));
	if (leaf(l, IDENTITY_ARN).n > 0)
		own_text(b, OWN_WHO, arn_caller(b, leaf(l, IDENTITY_ARN)));
	own_text(b, OWN_WHAT,
	    FIRST_OF(l, EVENT_NAME, KIND, OPERATION, VERB, NAME, ACTION,
	        LEVEL));
	own_text(b, OWN_WHERE, FIRST_OF(l, AWS_REGION, REGION));
	own_text(b, OWN_FROM,
	    FIRST_OF(l, ADDRESS, CLIENT, ADDRESS_LOW, SOURCE_IP, NESTED_IP));
	if (leaf(l, ERROR_CODE).n > 0)
		own_text(b, OWN_RESULT, leaf(l, ERROR_CODE));
	else if (text_is_digits(status))
		own_text(b, OWN_RESULT,
		    status.n == 3 && status.p[0] < '4' ? STR("ok") : status);
	else
		own_text(b, OWN_RESULT, STR("-"));
}

const struct format_events other_events = {
	.paths = other_paths,
	.n_paths = OTHERS,
	.finish = other_finish,
};

/* ---- other text ---------------------------------------------------------- */

#define WHAT_BYTES 120 /* of a line */

struct text_state {
	struct builder *builder;
	int64_t time_us;
};

static void *
text_new(struct builder *b, const struct reader_options *options)
{
	struct text_state *t = mem_zero(1, sizeof(*t));

	(void)options;
	t->builder = b;
	return t;
}

/* The date and time that a line begins with: up to the second blank, or the
 * first, or a closing bracket. */
static bool
time_at_start(struct str line, int64_t *us)
{
	size_t first, second;

	if (line.n > 0 && line.p[0] == '[') {
		line = str_from(line, 1);
		line = str_head(line, str_index(line, ']'));
		return line.n < 40 && time_parse(line, us);
	}
	if (line.n < 10 || line.p[0] < '0' || line.p[0] > '9')
		return false;
	line = str_head(line, 64);
	for (first = 0; first < line.n; first++)
		if (line.p[first] == ' ' || line.p[first] == '\t')
			break;
	for (second = first + 1; second < line.n; second++)
		if (line.p[second] == ' ' || line.p[second] == '\t')
			break;
	if (second <= line.n && time_parse(str_head(line, second), us))
		return true;
	return first > 10 && time_parse(str_head(line, first), us);
}

static bool
text_begins(const void *state, struct str line)
{
	(void)state;
	(void)line;
	return true;
}

static bool
text_continues(const void *state, struct str record, struct str line)
{
	int64_t us;

	(void)state;
	return time_at_start(record, &us) && !time_at_start(line, &us);
}

static enum text_verdict
text_read(void *state, struct str record)
{
	struct text_state *t = state;
	struct str line = str_head(record, str_index(record, '\n'));

	t->time_us = TIME_NONE;
	time_at_start(line, &t->time_us);
	own_text(t->builder, OWN_WHAT, str_head(line, WHAT_BYTES));
	own_text(t->builder, OWN_RESULT, STR("-"));
	return TEXT_RECORD;
}

static void
text_finish(void *state, struct event *e)
{
	const struct text_state *t = state;

	e->record.time_us = t->time_us;
}

const struct format_events text_events = {
	.new = text_new,
	.finish = text_finish,
};
const struct format_text text_text = {
	.begins = text_begins,
	.continues = text_continues,
	.read = text_read,
};
