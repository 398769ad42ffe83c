#include "ingest/look.h"

#include "ingest/containers.h"
#include "ingest/leaves.h"
#include "ingest/scan.h"

/* Keys at the top of a record that say something.  time: how good it is as the
 * record's time, 1 best, 0 not. */
static const struct known_key {
	struct str key;
	uint64_t sign;
	enum noted noted;
	uint8_t time;
} known_keys[] = {
	{ STR_INIT("eventName"), SIGN_EVENT_NAME, 0, 0 },
	{ STR_INIT("eventSource"), SIGN_EVENT_SOURCE, NOTED_SOURCE, 0 },
	{ STR_INIT("EventSource"), 0, NOTED_SOURCE, 0 },
	{ STR_INIT("eventVersion"), SIGN_EVENT_VERSION, 0, 0 },
	{ STR_INIT("userIdentity"), SIGN_USER_IDENTITY, 0, 0 },
	{ STR_INIT("insightDetails"), SIGN_INSIGHT_DETAILS, 0, 0 },
	{ STR_INIT("digestS3Object"), SIGN_DIGEST, 0, 0 },
	{ STR_INIT("bucket"), SIGN_BUCKET, 0, 0 },
	{ STR_INIT("object"), SIGN_OBJECT, 0, 0 },
	{ STR_INIT("detail-type"), SIGN_DETAIL_TYPE, NOTED_DETAIL_TYPE, 0 },
	{ STR_INIT("messageType"), SIGN_MESSAGE_TYPE, NOTED_MESSAGE_TYPE, 0 },
	{ STR_INIT("owner"), 0, NOTED_OWNER, 0 },
	{ STR_INIT("logGroup"), 0, NOTED_GROUP, 0 },
	{ STR_INIT("logStream"), 0, NOTED_STREAM, 0 },
	{ STR_INIT("logStreamName"), SIGN_LOG_ENTRY, NOTED_STREAM, 0 },
	{ STR_INIT("ingestionTime"), SIGN_LOG_ENTRY, NOTED_INGESTION, 0 },
	{ STR_INIT("status_code"), SIGN_STATUS_CODE, 0, 0 },
	{ STR_INIT("trigger_rules"), SIGN_TRIGGER_RULES, 0, 0 },
	{ STR_INIT("srcaddr"), SIGN_SOURCE_ADDRESS, 0, 0 },
	{ STR_INIT("srcAddr"), SIGN_SOURCE_ADDRESS, 0, 0 },
	{ STR_INIT("dstaddr"), SIGN_TARGET_ADDRESS, 0, 0 },
	{ STR_INIT("dstAddr"), SIGN_TARGET_ADDRESS, 0, 0 },
	{ STR_INIT("query_name"), SIGN_QUERY_NAME, 0, 0 },
	{ STR_INIT("query_type"), SIGN_QUERY_TYPE, 0, 0 },
	{ STR_INIT("SchemaVersion"), SIGN_ASFF, 0, 0 },
	{ STR_INIT("ProductArn"), SIGN_PRODUCT, 0, 0 },
	{ STR_INIT("AwsAccountId"), SIGN_PRODUCT, 0, 0 },
	{ STR_INIT("service"), SIGN_SERVICE, 0, 0 },
	{ STR_INIT("Service"), SIGN_SERVICE, 0, 0 },
	{ STR_INIT("severity"), SIGN_FINDING, 0, 0 },
	{ STR_INIT("Severity"), SIGN_FINDING, 0, 0 },
	{ STR_INIT("accountId"), SIGN_ACCOUNT, 0, 0 },
	{ STR_INIT("AccountId"), SIGN_ACCOUNT, 0, 0 },
	{ STR_INIT("type"), 0, NOTED_TYPE, 0 },
	{ STR_INIT("Type"), 0, NOTED_TYPE, 0 },
	{ STR_INIT("class_uid"), SIGN_CLASS_UID, 0, 0 },
	{ STR_INIT("webaclId"), SIGN_WEB_ACL, 0, 0 },
	{ STR_INIT("remoteip"), SIGN_REMOTE_IP, 0, 0 },
	{ STR_INIT("requester"), SIGN_REQUESTER, 0, 0 },
	{ STR_INIT("configurationItemStatus"), SIGN_CONFIG_ITEM, 0, 0 },
	{ STR_INIT("record"), SIGN_RECORD, 0, 0 },
	{ STR_INIT("level"), SIGN_LEVEL, 0, 0 },
	{ STR_INIT("requestId"), SIGN_REQUEST_ID, 0, 0 },
	{ STR_INIT("AWSRequestId"), SIGN_REQUEST_ID, 0, 0 },
	{ STR_INIT("message"), SIGN_MESSAGE, 0, 0 },
	{ STR_INIT("p_log_type"), 0, NOTED_LABEL, 0 },
	{ STR_INIT("eventTime"), 0, 0, 1 },
	{ STR_INIT("EventTime"), 0, 0, 2 },
	{ STR_INIT("@timestamp"), 0, 0, 3 },
	{ STR_INIT("timestamp"), 0, 0, 4 },
	{ STR_INIT("time"), 0, 0, 5 },
	{ STR_INIT("updatedAt"), 0, 0, 6 },
	{ STR_INIT("UpdatedAt"), 0, 0, 7 },
	{ STR_INIT("Timestamp"), 0, 0, 8 },
	{ STR_INIT("Time"), 0, 0, 8 },
	{ STR_INIT("ts"), 0, 0, 9 },
	{ STR_INIT("_time"), 0, 0, 9 },
	{ STR_INIT("datetime"), 0, 0, 9 },
	{ STR_INIT("date"), 0, 0, 9 },
	{ STR_INIT("event_time"), 0, 0, 10 },
	{ STR_INIT("event_timestamp"), 0, 0, 10 },
	{ STR_INIT("createdAt"), 0, 0, 11 },
	{ STR_INIT("created_at"), 0, 0, 11 },
	{ STR_INIT("requestReceivedTimestamp"), 0, 0, 12 },
	{ STR_INIT("p_event_time"), 0, 0, 200 },
	{ STR_INIT("p_parse_time"), 0, 0, 0 }, /* when it was copied */
};
#define TIME_ASKED 1  /* the key was asked for */
#define TIME_GUESS 100 /* by what is in its name */

static const struct known_key *
known_key(struct str key)
{
	size_t n = sizeof(known_keys) / sizeof(*known_keys);

	for (size_t i = 0; i < n; i++)
		if (str_equal(known_keys[i].key, key))
			return &known_keys[i];
	return NULL;
}

/* Whether the name of a key speaks of a time: createTime, Event DateTime. */
static bool
sounds_like_time(struct str key)
{
	static const struct str words[] = { STR_INIT("time"),
		STR_INIT("date"), STR_INIT("Time"), STR_INIT("Date") };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_find(key, words[i]) < key.n)
			return true;
	return false;
}

static void
note_time(struct look *l, unsigned rank, struct str text)
{
	int64_t us;

	if (rank == 0 || (l->time_rank > 0 && l->time_rank <= rank) ||
	    !time_of_text(text, &us))
		return;
	l->time_rank = (uint8_t)rank;
	l->text[NOTED_TIME] = text;
}

void
look_start(struct look *l, struct str time_key)
{
	*l = (struct look){ .time_key = time_key };
}

void
look_note(struct look *l, struct str key, struct str text)
{
	const struct known_key *k = known_key(key);

	if (k) {
		l->signs |= k->sign;
		if (k->noted)
			l->text[k->noted] = text;
	}
	if (l->time_key.n > 0)
		note_time(
		    l, str_equal(l->time_key, key) ? TIME_ASKED : 0, text);
	else if (k)
		note_time(l, k->time, text);
	else if (sounds_like_time(key))
		note_time(l, TIME_GUESS, text);
}

/* ---- what is inside ------------------------------------------------------ */

/* Whether a value behind the [ that j has read is one that the row holds: its
 * first element is looked at.  JSON_MORE: that takes more bytes. */
static enum json_token
elements_fit(const struct container *row, const struct json *after, bool *fits,
    struct arena *a)
{
	struct json j = *after;
	enum json_token token = json_next(&j);
	unsigned depth;

	*fits = true;
	if (row->element.n == 0 || token == JSON_ARRAY_CLOSE)
		return JSON_END;
	if (token == JSON_ARRAY && row->holds == HOLDS_ROWS)
		token = json_next(&j);
	*fits = false;
	depth = j.depth;
	if (token != JSON_OBJECT)
		return token == JSON_MORE ? token : JSON_END;
	while ((token = json_next(&j)) > JSON_END && j.depth >= depth)
		if (token == JSON_KEY && j.depth == depth &&
		    str_equal_fold(scan_text(&j, a), row->element)) {
			*fits = true;
			return JSON_END;
		}
	return token == JSON_MORE ? token : JSON_END;
}

static bool
is_streamed(const struct container *row)
{
	return row->holds == HOLDS_VALUES || row->holds == HOLDS_ROWS;
}

/* The rows of that key at the top, or at the second level. */
static bool
row_fits(const struct container *row, struct str key, struct str below)
{
	return str_equal(row->key, key) && str_equal(row->below, below);
}

/* A value that j has just read the first token of: is it inside a container?
 * JSON_ARRAY: one begins that is streamed.  Otherwise the value is read to its
 * end; JSON_END: it was. */
static enum json_token
take_value(struct look *l, struct json *j, enum json_token token,
    struct str key, struct str below, struct arena *a)
{
	size_t n;
	const struct container *rows = container_rows(&n);
	bool fits;

	if (token == JSON_ARRAY)
		for (size_t i = 0; i < n; i++) {
			if (!is_streamed(&rows[i]) ||
			    !row_fits(&rows[i], key, below))
				continue;
			if (elements_fit(&rows[i], j, &fits, a) == JSON_MORE)
				return JSON_MORE;
			if (fits) {
				l->streamed = &rows[i];
				return JSON_ARRAY;
			}
		}
	if (token == JSON_ARRAY || token == JSON_OBJECT) {
		enum json_token last = json_skip(j);

		if (last <= JSON_MORE)
			return last;
	}
	for (size_t i = 0; i < n; i++)
		if (row_fits(&rows[i], key, below) &&
		    (token == JSON_OBJECT      ? rows[i].holds == HOLDS_VALUE
		            : token == JSON_ARRAY
		            ? rows[i].holds == HOLDS_ALL
		            : token == JSON_STRING &&
		                (rows[i].holds == HOLDS_TEXT ||
		                    rows[i].holds == HOLDS_PACKED)))
			l->inner[i] = j->text;
	return JSON_END;
}

/* Whether some row has that key and one below it. */
static bool
has_below(struct str key)
{
	size_t n;
	const struct container *rows = container_rows(&n);

	for (size_t i = 0; i < n; i++)
		if (rows[i].below.n > 0 && str_equal(rows[i].key, key))
			return true;
	return false;
}

/* The object behind key, whose { is read, to its end. */
static enum json_token
look_below(struct look *l, struct json *j, struct str key, struct arena *a)
{
	struct str below = { 0 };
	enum json_token token;

	while ((token = json_next(j)) > JSON_END) {
		if (token == JSON_OBJECT_CLOSE)
			return JSON_END;
		if (token == JSON_KEY) {
			below = scan_text(j, a);
			continue;
		}
		token = take_value(l, j, token, key, below, a);
		if (token != JSON_END)
			return token;
	}
	return token;
}

enum json_token
look_at(struct look *l, struct json *j, struct str time_key, struct arena *a)
{
	struct str key = { 0 };
	enum json_token token;

	look_start(l, time_key);
	json_next(j);
	for (;;) {
		token = json_next(j);
		switch (token) {
		case JSON_KEY: {
			const struct known_key *k;

			key = scan_text(j, a);
			k = known_key(key);
			l->signs |= k ? k->sign : 0;
			if (l->n_keys < LOOK_KEYS)
				l->keys[l->n_keys] = key;
			l->n_keys++;
			break;
		}
		case JSON_STRING:
		case JSON_NUMBER:
			look_note(l, key, scan_text(j, a));
			/* fall through */
		case JSON_ARRAY:
		case JSON_OBJECT:
			token = token == JSON_OBJECT && has_below(key)
			    ? look_below(l, j, key, a)
			    : take_value(l, j, token, key, STR(""), a);
			if (token != JSON_END)
				return token;
			break;
		case JSON_OBJECT_CLOSE:
			break;
		case JSON_END:
		case JSON_ERROR:
		case JSON_MORE:
			return token;
		default:
			break;
		}
	}
}
