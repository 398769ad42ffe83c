#include "ingest/scan.h"

struct str
scan_text(const struct json *j, struct arena *a)
{
	struct buf out = { 0 };

	if (!j->escaped)
		return j->text;
	/* Unescaped text is never longer; the room to spare is what appending
	 * may ask for at most. */
	out.capacity = j->text.n + 8;
	out.p = arena_raw(a, out.capacity);
	json_unescape(j->text, &out);
	return buf_str(&out);
}

static inline struct str
text_of(struct scan *s, const struct json *j)
{
	if (!j->escaped)
		return j->text;
	if (json_escapes_unusual(j->text))
		builder_flag(s->builder, RECORD_ESCAPES);
	return scan_text(j, builder_scratch(s->builder));
}

/* The path of the value that comes next. */
static inline uint32_t
value_path(struct scan *s, struct scan_level *at, uint32_t member)
{
	if (!at->array)
		return member;
	return builder_position(s->builder, at->path, at->next++);
}

static const enum value_type leaf_type[] = {
	[JSON_STRING] = VALUE_STRING,
	[JSON_NUMBER] = VALUE_NUMBER,
	[JSON_TRUE] = VALUE_TRUE,
	[JSON_FALSE] = VALUE_FALSE,
	[JSON_NULL] = VALUE_NULL,
};

enum json_token
scan_record(struct scan *s, struct json *j)
{
	struct builder *b = s->builder;
	struct scan_level *at = NULL; /* the innermost open level */
	uint32_t member = s->root;    /* path of the last key */
	enum json_token token;
	uint32_t path;

	for (;;) {
		token = json_next(j);
		switch (token) {
		case JSON_KEY:
			member = builder_key(b, at->path, text_of(s, j));
			at->next++;
			continue;
		case JSON_OBJECT:
		case JSON_ARRAY:
			path = at ? value_path(s, at, member) : s->root;
			at = &s->level[j->depth - 1];
			at->path = path;
			at->next = 0;
			at->array = token == JSON_ARRAY;
			continue;
		case JSON_OBJECT_CLOSE:
			if (at->next == 0)
				builder_leaf(b, at->path, VALUE_EMPTY_OBJECT,
				    STR("{}"));
			at = j->depth ? &s->level[j->depth - 1] : NULL;
			continue;
		case JSON_ARRAY_CLOSE:
			if (at->next == 0)
				builder_leaf(b, at->path, VALUE_EMPTY_ARRAY,
				    STR("[]"));
			at = j->depth ? &s->level[j->depth - 1] : NULL;
			continue;
		case JSON_ERROR:
		case JSON_MORE:
		case JSON_END:
			return token;
		default:
			path = at ? value_path(s, at, member) : s->root;
			builder_leaf(b, path, leaf_type[token], text_of(s, j));
		}
	}
}
