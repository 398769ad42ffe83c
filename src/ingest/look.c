#include "ingest/look.h"

#include "ingest/containers.h"
#include "ingest/scan.h"

static const struct sign {
	struct str key;
	uint32_t bit;
} signs[] = {
	{ STR_INIT("eventName"), SIGN_EVENT_NAME },
	{ STR_INIT("eventSource"), SIGN_EVENT_SOURCE },
	{ STR_INIT("eventVersion"), SIGN_EVENT_VERSION },
	{ STR_INIT("userIdentity"), SIGN_USER_IDENTITY },
	{ STR_INIT("insightDetails"), SIGN_INSIGHT_DETAILS },
	{ STR_INIT("digestS3Object"), SIGN_DIGEST },
	{ STR_INIT("bucket"), SIGN_BUCKET },
	{ STR_INIT("object"), SIGN_OBJECT },
	{ STR_INIT("detail-type"), SIGN_DETAIL_TYPE },
};

static uint32_t
sign_of(struct str key)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (str_equal(signs[i].key, key))
			return signs[i].bit;
	return 0;
}

/* Keeps the text of a string that says something. */
static void
note_string(struct look *l, struct str key, const struct json *j,
    struct arena *a)
{
	if (str_equal_fold(key, STR("eventSource")))
		l->source = scan_text(j, a);
	else if (str_equal(key, STR("detail-type")))
		l->detail_type = scan_text(j, a);
	else if (str_equal(key, STR("time")))
		l->time = scan_text(j, a);
}

/* The object that is the value of key in an object, or empty. */
static struct str
object_in(struct str object, struct str key, struct arena *a)
{
	struct json j;
	enum json_token token;
	bool here = false;

	json_init(&j, object);
	json_next(&j);
	while ((token = json_next(&j)) > JSON_END) {
		if (token == JSON_KEY) {
			here = str_equal(scan_text(&j, a), key);
		} else if (token == JSON_OBJECT || token == JSON_ARRAY) {
			json_skip(&j);
			if (here && token == JSON_OBJECT)
				return j.text;
		}
	}
	return (struct str){ 0 };
}

/* Settles what the candidate's other conditions say. */
static void
decide(struct look *l, const struct container *c, struct str inner,
    struct arena *a)
{
	if (!c || (l->signs & c->needs) != c->needs)
		return;
	if (c->below.n > 0)
		inner = object_in(inner, c->below, a);
	if (inner.n == 0)
		return;
	l->container = c;
	l->inner = inner;
}

enum json_token
look_at(struct look *l, struct json *j, struct arena *a)
{
	const struct container *row = NULL, *candidate = NULL;
	struct str key = { 0 }, inner = { 0 };
	enum json_token token;

	*l = (struct look){ 0 };
	json_next(j);
	for (;;) {
		token = json_next(j);
		switch (token) {
		case JSON_KEY:
			key = scan_text(j, a);
			row = container_by_key(key);
			l->signs |= sign_of(key);
			if (l->n_keys < LOOK_KEYS)
				l->keys[l->n_keys] = key;
			l->n_keys++;
			break;
		case JSON_ARRAY:
			if (row && row->streamed) {
				l->container = row;
				return JSON_ARRAY;
			}
			/* fall through */
		case JSON_OBJECT: {
			bool object = token == JSON_OBJECT;

			token = json_skip(j);
			if (token <= JSON_MORE)
				return token;
			if (object && row && !row->streamed) {
				candidate = row;
				inner = j->text;
			}
			break;
		}
		case JSON_STRING:
			note_string(l, key, j, a);
			break;
		case JSON_END:
			decide(l, candidate, inner, a);
			return token;
		case JSON_ERROR:
		case JSON_MORE:
			return token;
		default:
			break;
		}
	}
}
