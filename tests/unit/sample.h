/*
 * A small store for tests of what stands on it: CloudTrail events of one hour
 * made from a number, read back from memory.
 *
 * Event i of n happens i seconds after 2023-07-10 12:00:00.  Every fifth is a
 * write (readOnly false), every seventh fails with AccessDenied; the callers
 * are alice, bob and carol in turn, the actions s3:GetObject, iam:CreateUser
 * (the writes) and ec2:DescribeInstances (every third).
 */
#ifndef TESTS_UNIT_SAMPLE_H
#define TESTS_UNIT_SAMPLE_H

#include <stdlib.h>
#include "base/buf.h"
#include "base/json.h"
#include "store/store.h"

#define SAMPLE_START INT64_C(1688990400) /* 2023-07-10T12:00:00Z */

static const char *const sample_users[] = { "alice", "bob", "carol" };

static inline bool
sample_writes(uint32_t i)
{
	return i % 5 == 0;
}

static inline bool
sample_fails(uint32_t i)
{
	return i % 7 == 0;
}

static inline const char *
sample_what(uint32_t i)
{
	return sample_writes(i) ? "iam:CreateUser"
	    : i % 3 == 0        ? "ec2:DescribeInstances"
	                        : "s3:GetObject";
}

static inline void
sample_text(uint32_t i, struct buf *out)
{
	struct str what = str_of(sample_what(i));
	size_t colon = str_index(what, ':');

	buf_printf(out,
	    "{\"eventVersion\":\"1.08\",\"userIdentity\":{\"type\":\"IAMUser\","
	    "\"arn\":\"arn:aws:iam::111111111111:user/%s\","
	    "\"accountId\":\"111111111111\",\"userName\":\"%s\"},"
	    "\"eventTime\":\"2023-07-10T12:%02u:%02uZ\","
	    "\"eventSource\":\"%.*s.amazonaws.com\",\"eventName\":\"%.*s\","
	    "\"awsRegion\":\"us-east-1\",\"sourceIPAddress\":\"10.0.0.%u\",",
	    sample_users[i % 3], sample_users[i % 3], i / 60 % 60, i % 60,
	    (int)colon, what.p, (int)(what.n - colon - 1), what.p + colon + 1,
	    i % 4);
	if (sample_fails(i))
		buf_add(out, STR("\"errorCode\":\"AccessDenied\","));
	buf_printf(out,
	    "\"requestParameters\":{\"bucket.name\":\"b%u\",\"list\":[1,2.50]},"
	    "\"responseElements\":null,\"readOnly\":%s,"
	    "\"eventID\":\"00000000-0000-4000-8000-%012u\","
	    "\"recipientAccountId\":\"111111111111\"}",
	    i, sample_writes(i) ? "false" : "true", i);
}

/* All leaves of a record. */
static inline void
sample_leaves(struct builder *b, struct str text)
{
	uint32_t path[16] = { PATH_ROOT }, position[16] = { 0 };
	bool array[16] = { false };
	struct json j;
	enum json_token tok;
	size_t depth = 0;
	uint32_t at = PATH_ROOT;

	json_init(&j, text);
	while ((tok = json_next(&j)) > JSON_END) {
		if (tok == JSON_KEY) {
			at = builder_key(b, path[depth], j.text);
			continue;
		}
		if (tok == JSON_OBJECT_CLOSE || tok == JSON_ARRAY_CLOSE) {
			depth--;
			continue;
		}
		if (depth > 0 && array[depth])
			at = builder_position(b, path[depth],
			    position[depth]++);
		if (tok == JSON_OBJECT || tok == JSON_ARRAY) {
			depth++;
			path[depth] = at;
			position[depth] = 0;
			array[depth] = tok == JSON_ARRAY;
		} else if (tok == JSON_STRING) {
			builder_leaf(b, at, VALUE_STRING, j.text);
		} else if (tok == JSON_NUMBER) {
			builder_leaf(b, at, VALUE_NUMBER, j.text);
		} else {
			builder_leaf(b, at,
			    tok == JSON_TRUE        ? VALUE_TRUE
			        : tok == JSON_FALSE ? VALUE_FALSE
			                            : VALUE_NULL,
			    tok == JSON_TRUE        ? STR("true")
			        : tok == JSON_FALSE ? STR("false")
			                            : STR("null"));
		}
	}
}

static inline void
sample_own(struct builder *b, enum own_path path, const char *text)
{
	builder_own(b, path, VALUE_STRING, str_of(text));
}

static inline bool
sample_read(const struct source *src, void **reader, uint64_t offset,
    uint32_t length, struct buf *out, struct err *err)
{
	(void)src;
	(void)reader;
	(void)length;
	(void)err;
	sample_text((uint32_t)offset, out);
	return true;
}

static inline void
sample_close(void *reader)
{
	(void)reader;
}

static const struct source_io sample_io = { .read = sample_read,
	.close = sample_close, .free = sample_close };

/* Adds events from..to - 1 and publishes them. */
static inline void
sample_add(struct store *st, uint32_t source, uint32_t from, uint32_t to)
{
	struct builder *b = builder_new(st);
	struct buf text = { 0 }, who = { 0 }, from_ip = { 0 };

	for (uint32_t i = from; i < to; i++) {
		struct record r = { .time_us = (SAMPLE_START + i) *
			    US_PER_SECOND,
			.place = { .source = source, .record = i + 1,
			    .offset = i } };

		buf_reset(&text);
		sample_text(i, &text);
		r.place.length = (uint32_t)text.n;
		builder_begin(b);
		sample_leaves(b, buf_str(&text));
		buf_reset(&who);
		buf_printf(&who, "111111111111/%s", sample_users[i % 3]);
		buf_byte(&who, '\0');
		buf_reset(&from_ip);
		buf_printf(&from_ip, "10.0.0.%u", i % 4);
		buf_byte(&from_ip, '\0');
		sample_own(b, OWN_FORMAT, "cloudtrail");
		sample_own(b, OWN_WHO, who.p);
		sample_own(b, OWN_WHAT, sample_what(i));
		sample_own(b, OWN_WHERE, "us-east-1");
		sample_own(b, OWN_FROM, from_ip.p);
		sample_own(b, OWN_RESULT,
		    sample_fails(i) ? "AccessDenied" : "ok");
		builder_end(b, &r);
	}
	builder_seal(b);
	builder_free(b);
	store_publish(st);
	buf_free(&text);
	buf_free(&who);
	buf_free(&from_ip);
}

static inline struct store *
sample_store(uint32_t n, uint32_t *source)
{
	struct store *st = store_new(&(struct store_options){ 0 });

	*source = store_add_source(st, &(struct source){
	    .name = STR("sample.json"), .path = STR("/nowhere/sample.json"),
	    .log = STR(""), .log_stream = STR("sample.json"),
	    .ingestion_us = TIME_NONE, .io = &sample_io });
	if (n > 0)
		sample_add(st, *source, 0, n);
	return st;
}
#endif
