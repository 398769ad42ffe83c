/*
 * A store of records that a test gives as lines of JSON, read back from
 * memory.
 *
 * The time is eventTime (ISO 8601) or timestamp (epoch milliseconds), or
 * none; @result is errorCode, else "ok" where there is an eventName.  @log is
 * "logs", @logStream "records.json".
 */
#ifndef TESTS_QUERY_RECORDS_H
#define TESTS_QUERY_RECORDS_H

#include <stdlib.h>
#include "base/buf.h"
#include "base/json.h"
#include "store/store.h"

/* A text unescaped, in the record's scratch. */
static inline struct str
records_text(struct builder *b, const struct json *j)
{
	struct buf text = { 0 };
	struct str s;

	if (json_escapes_unusual(j->text))
		builder_flag(b, RECORD_ESCAPES);
	json_unescape(j->text, &text);
	s = arena_copy(builder_scratch(b), buf_str(&text));
	buf_free(&text);
	return s;
}

#define RECORDS_DEPTH 64

static inline void
records_leaf(struct builder *b, uint32_t path, enum json_token tok,
    const struct json *j)
{
	switch (tok) {
	case JSON_STRING:
		builder_leaf(b, path, VALUE_STRING, records_text(b, j));
		break;
	case JSON_NUMBER:
		builder_leaf(b, path, VALUE_NUMBER, j->text);
		break;
	case JSON_TRUE:
		builder_leaf(b, path, VALUE_TRUE, STR("true"));
		break;
	case JSON_FALSE:
		builder_leaf(b, path, VALUE_FALSE, STR("false"));
		break;
	default:
		builder_leaf(b, path, VALUE_NULL, STR("null"));
	}
}

/* All leaves of a record; false if it is none. */
static inline bool
records_leaves(struct builder *b, struct str text)
{
	uint32_t path[RECORDS_DEPTH], children[RECORDS_DEPTH];
	bool array[RECORDS_DEPTH];
	uint32_t at = PATH_ROOT;
	enum json_token tok;
	struct json j;
	int depth = -1;

	json_init(&j, text);
	while ((tok = json_next(&j)) > JSON_END) {
		if (tok == JSON_KEY) {
			at = builder_key(b, path[depth], records_text(b, &j));
			children[depth]++;
			continue;
		}
		if (tok == JSON_OBJECT_CLOSE || tok == JSON_ARRAY_CLOSE) {
			if (children[depth] == 0)
				builder_leaf(b, path[depth],
				    array[depth] ? VALUE_EMPTY_ARRAY
				                 : VALUE_EMPTY_OBJECT,
				    array[depth] ? STR("[]") : STR("{}"));
			depth--;
			continue;
		}
		if (depth >= 0 && array[depth])
			at = builder_position(
			    b, path[depth], children[depth]++);
		if (tok != JSON_OBJECT && tok != JSON_ARRAY) {
			records_leaf(b, at, tok, &j);
			continue;
		}
		if (++depth == RECORDS_DEPTH)
			return false;
		path[depth] = at;
		children[depth] = 0;
		array[depth] = tok == JSON_ARRAY;
	}
	return tok == JSON_END;
}

static inline int64_t
records_time(const struct builder *b, const struct store *st)
{
	struct value iso = builder_get(
	    b, path_find_key(st, PATH_ROOT, STR("eventTime")));
	struct value ms = builder_get(
	    b, path_find_key(st, PATH_ROOT, STR("timestamp")));
	int64_t us = TIME_NONE;

	if (iso.type == VALUE_STRING)
		time_parse(iso.text, &us);
	else if (ms.type == VALUE_NUMBER)
		us = (int64_t)strtoll(ms.text.p, NULL, 10) * US_PER_MS;
	return us;
}

/* ctx: the text of all records. */
static inline bool
records_read(const struct source *src, void **reader, uint64_t offset,
    uint32_t length, struct buf *out, struct err *err)
{
	const struct buf *all = src->ctx;

	(void)reader;
	(void)err;
	buf_add(out, (struct str){ all->p + offset, length });
	return true;
}

static inline void
records_close(void *reader)
{
	(void)reader;
}

static inline void
records_free(void *ctx)
{
	buf_free(ctx);
	free(ctx);
}

static const struct source_io records_io = { .read = records_read,
	.close = records_close, .free = records_free };

static inline struct value
records_get(struct builder *b, const struct store *st, const char *key)
{
	uint32_t path = path_find_key(st, PATH_ROOT, str_of(key));

	return path == PATH_NONE ? (struct value){ 0 } : builder_get(b, path);
}

static inline bool
records_add(struct store *st, struct builder *b, uint32_t source,
    struct str line, uint64_t offset, uint64_t number)
{
	struct record r = { .place = { .source = source, .record = number,
	    .offset = offset, .length = (uint32_t)line.n } };
	struct value code;

	builder_begin(b);
	if (!records_leaves(b, line))
		return false;
	r.time_us = records_time(b, st);
	code = records_get(b, st, "errorCode");
	if (code.type == VALUE_STRING)
		builder_own(b, OWN_RESULT, VALUE_STRING, code.text);
	else if (records_get(b, st, "eventName").type == VALUE_STRING)
		builder_own(b, OWN_RESULT, VALUE_STRING, STR("ok"));
	builder_end(b, &r);
	return true;
}

/* NULL: a line is no JSON. */
static inline struct store *
records_store(struct str lines, uint32_t segment_rows)
{
	struct store *st = store_new(&(struct store_options){
	    .segment_rows_max = segment_rows });
	struct buf *all = calloc(1, sizeof(*all));
	struct builder *b = builder_new(st);
	uint64_t number = 0;
	uint32_t source;
	bool good = true;
	struct str rest;

	buf_add(all, lines);
	source = store_add_source(st, &(struct source){
	    .name = STR("records.json"), .path = STR("/nowhere/records.json"),
	    .log = STR("logs"), .log_stream = STR("records.json"),
	    .ingestion_us = TIME_NONE, .io = &records_io, .ctx = all });
	for (rest = buf_str(all); rest.n && good;) {
		struct str line = str_head(rest, str_index(rest, '\n'));

		if (line.n)
			good = records_add(st, b, source, line,
			    (uint64_t)(line.p - all->p), ++number);
		rest = str_from(
		    rest, line.n < rest.n ? line.n + 1 : line.n);
	}
	builder_seal(b);
	builder_free(b);
	store_publish(st);
	if (good)
		return st;
	store_free(st);
	return NULL;
}
#endif
