/*
 * S3 server access logs: text, whose columns have the names of Athena's table,
 * and objects with nearly the same.  (Amazon S3 User Guide, "Amazon S3 server
 * access log format" and "Querying access logs with Athena".)  Columns were
 * added over the years; more than are known here are extra1, extra2 ...
 *
 * @what  s3:REST.GET.OBJECT   @result  ok, else the error code or status
 * @resource  bucket and key
 */
#include <stdio.h>

#include "ingest/formats.h"
#include "ingest/leaves.h"

enum {
	ROOT,
	OWNER,
	BUCKET,
	TIME,
	REMOTE,
	REQUESTER,
	REQUEST_ID,
	OPERATION,
	KEY,
	REQUEST,
	STATUS,
	ERROR,
	SENT,
	SIZE,
	TOTAL_TIME,
	TURNAROUND,
	REFERRER,
	AGENT,
	OBJECT_VERSION,
	HOST,
	SIGNATURE,
	CIPHER,
	AUTHENTICATION,
	ENDPOINT,
	TLS,
	ACCESS_POINT,
	ACL,
	COLUMNS,
	OBJECT_BUCKET = COLUMNS, /* in objects */
	OBJECT_TIME,
	PATHS,
};

static const struct known_path paths[PATHS] = {
	[OWNER] = { ROOT, STR_INIT("bucketowner"), 0 },
	[BUCKET] = { ROOT, STR_INIT("bucket_name"), 0 },
	[TIME] = { ROOT, STR_INIT("requestdatetime"), 0 },
	[REMOTE] = { ROOT, STR_INIT("remoteip"), 0 },
	[REQUESTER] = { ROOT, STR_INIT("requester"), 0 },
	[REQUEST_ID] = { ROOT, STR_INIT("requestid"), 0 },
	[OPERATION] = { ROOT, STR_INIT("operation"), 0 },
	[KEY] = { ROOT, STR_INIT("key"), 0 },
	[REQUEST] = { ROOT, STR_INIT("request_uri"), 0 },
	[STATUS] = { ROOT, STR_INIT("httpstatus"), 0 },
	[ERROR] = { ROOT, STR_INIT("errorcode"), 0 },
	[SENT] = { ROOT, STR_INIT("bytessent"), 0 },
	[SIZE] = { ROOT, STR_INIT("objectsize"), 0 },
	[TOTAL_TIME] = { ROOT, STR_INIT("totaltime"), 0 },
	[TURNAROUND] = { ROOT, STR_INIT("turnaroundtime"), 0 },
	[REFERRER] = { ROOT, STR_INIT("referrer"), 0 },
	[AGENT] = { ROOT, STR_INIT("useragent"), 0 },
	[OBJECT_VERSION] = { ROOT, STR_INIT("versionid"), 0 },
	[HOST] = { ROOT, STR_INIT("hostid"), 0 },
	[SIGNATURE] = { ROOT, STR_INIT("sigv"), 0 },
	[CIPHER] = { ROOT, STR_INIT("ciphersuite"), 0 },
	[AUTHENTICATION] = { ROOT, STR_INIT("authtype"), 0 },
	[ENDPOINT] = { ROOT, STR_INIT("endpoint"), 0 },
	[TLS] = { ROOT, STR_INIT("tlsversion"), 0 },
	[ACCESS_POINT] = { ROOT, STR_INIT("accesspointarn"), 0 },
	[ACL] = { ROOT, STR_INIT("aclrequired"), 0 },
	[OBJECT_BUCKET] = { ROOT, STR_INIT("bucket"), 0 },
	[OBJECT_TIME] = { ROOT, STR_INIT("time"), 0 },
};

static bool
is_number(unsigned column)
{
	return column == STATUS || (column >= SENT && column <= TURNAROUND);
}

bool
s3access_is(const struct look *l)
{
	return (l->signs & SIGN_BUCKET &&
	           l->signs & (SIGN_REMOTE_IP | SIGN_REQUESTER)) ||
	    look_is_labelled(l, STR("AWS.S3ServerAccess"));
}

/* owner bucket [06/Feb/2019:00:00:38 +0000] ... */
static bool
begins(const void *state, struct str line)
{
	int64_t us;
	struct str time;

	(void)state;
	text_word(&line);
	text_word(&line);
	if (line.n < 28 || line.p[1] != '[')
		return false;
	time = text_field(&line);
	return time_of_server(time, &us);
}

static enum text_verdict
read_line(void *state, struct str line)
{
	struct leaves *l = state;
	char name[32];

	for (unsigned i = OWNER;; i++) {
		struct str field;

		line = str_trim(line);
		if (line.n == 0)
			break;
		field = text_field(&line);
		if (i < COLUMNS) {
			leaf_field(
			    l->builder, l->path[i], is_number(i), field);
			continue;
		}
		if (i - COLUMNS > 64)
			break;
		snprintf(name, sizeof(name), "extra%u", i - COLUMNS + 1);
		leaf_field(l->builder,
		    builder_key(l->builder, PATH_ROOT, str_of(name)), false,
		    text_copy(l->builder, field));
	}
	return leaf(l, OPERATION).n > 0 ? TEXT_RECORD : TEXT_OTHER;
}

static void
finish(void *state, struct event *e)
{
	struct leaves *l = state;
	struct builder *b = l->builder;
	struct str bucket = leaf_or(l, BUCKET, OBJECT_BUCKET);
	struct str error = leaf(l, ERROR), key = leaf(l, KEY);

	e->time_found = leaf_or(l, TIME, OBJECT_TIME);
	if (!time_of_server(e->time_found, &e->record.time_us))
		time_of_text(e->time_found, &e->record.time_us);
	own_text(b, OWN_WHO, arn_caller(b, leaf(l, REQUESTER)));
	own_text(b, OWN_WHAT,
	    leaf(l, OPERATION).n
	        ? text_join(b, STR("s3:"), leaf(l, OPERATION), STR(""))
	        : STR("s3"));
	own_text(b, OWN_FROM, leaf(l, REMOTE));
	own_text(b, OWN_RESULT,
	    error.n ? error : status_result(leaf(l, STATUS)));
	if (bucket.n > 0 && key.n > 0)
		bucket = text_join(b, bucket, STR("/"), key);
	own_text(b, OWN_RESOURCE, text_named(b, "bucket", bucket));
}

const struct format_events s3access_events = {
	.paths = paths,
	.n_paths = PATHS,
	.finish = finish,
};
const struct format_text s3access_text = {
	.begins = begins,
	.read = read_line,
};
