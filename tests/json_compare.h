/*
 * The property of base/json.c: the same verdict, the same end and the same
 * tree as cJSON, except where cJSON leaves RFC 8259; and the same verdict
 * however it is read.  For the unit test and the fuzz target.
 */
#ifndef TESTS_JSON_COMPARE_H
#define TESTS_JSON_COMPARE_H

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/json.h"

/* cJSON copies the text of a number into 64 bytes. */
#define CJSON_NUMBER_MAX 62

/* One reading by json_next: its end, and the tree as one line per token. */
struct reading {
	struct json j;
	enum json_token verdict;
	struct buf tree;
	bool cjson_refuses; /* what RFC 8259 allows */
};

/* As cJSON keeps it: a string ends at a NUL. */
static inline void
tree_text(struct buf *tree, char kind, struct str text)
{
	size_t n = str_index(text, '\0');

	buf_printf(tree, "%c%zu:", kind, n);
	buf_add(tree, str_head(text, n));
	buf_byte(tree, '\n');
}

static inline void
tree_number(struct buf *tree, double value)
{
	buf_printf(tree, "#%.17g\n", value);
}

static inline size_t
lone_surrogates(struct str text)
{
	size_t n = 0;

	for (size_t i = 0; i + 2 < text.n; i++) {
		const uint8_t *p = (const uint8_t *)text.p + i;

		n += p[0] == 0xed && p[1] >= 0xa0;
	}
	return n;
}

static inline void
reading_text(struct reading *r, char kind)
{
	struct buf plain = { 0 };

	if (r->j.escaped) {
		json_unescape(r->j.text, &plain);
		/* Raw ones are bytes as others; written as \u they are not. */
		if (lone_surrogates(buf_str(&plain)) >
		    lone_surrogates(r->j.text))
			r->cjson_refuses = true;
	} else {
		buf_add(&plain, r->j.text);
	}
	tree_text(&r->tree, kind, buf_str(&plain));
	buf_free(&plain);
}

static inline void
reading_number(struct reading *r)
{
	char text[CJSON_NUMBER_MAX + 1] = { 0 };

	if (r->j.text.n > CJSON_NUMBER_MAX) {
		r->cjson_refuses = true;
		return;
	}
	memcpy(text, r->j.text.p, r->j.text.n);
	tree_number(&r->tree, strtod(text, NULL));
}

static inline void
reading_make(struct reading *r, struct str input)
{
	*r = (struct reading){ 0 };
	json_init(&r->j, input);
	while ((r->verdict = json_next(&r->j)) > JSON_END) {
		switch (r->verdict) {
		case JSON_KEY:
			reading_text(r, 'k');
			break;
		case JSON_STRING:
			reading_text(r, 's');
			break;
		case JSON_NUMBER:
			reading_number(r);
			break;
		case JSON_OBJECT_CLOSE:
		case JSON_ARRAY_CLOSE:
			buf_add(&r->tree, STR(")\n"));
			break;
		default:
			buf_byte(&r->tree, *r->j.text.p);
			buf_byte(&r->tree, '\n');
		}
	}
}

static inline void
cjson_tree(const cJSON *item, struct buf *tree)
{
	if (item->string)
		tree_text(tree, 'k', str_of(item->string));
	if (cJSON_IsObject(item) || cJSON_IsArray(item)) {
		buf_add(tree, cJSON_IsArray(item) ? STR("[\n") : STR("{\n"));
		for (const cJSON *c = item->child; c; c = c->next)
			cjson_tree(c, tree);
		buf_add(tree, STR(")\n"));
	} else if (cJSON_IsString(item)) {
		tree_text(tree, 's', str_of(item->valuestring));
	} else if (cJSON_IsNumber(item)) {
		tree_number(tree, item->valuedouble);
	} else {
		buf_add(tree, cJSON_IsTrue(item) ? STR("t\n") :
		        cJSON_IsFalse(item)      ? STR("f\n") :
		                                   STR("n\n"));
	}
}

/* What RFC 8259 forbids and cJSON takes. */
static inline bool
cjson_takes(const struct reading *r)
{
	static const char *const whys[] = {
		"no digit after a leading zero",
		"a digit",
		"no control byte in a string",
		"four hexadecimal digits after \\u",
		"at most 512 levels",
	};
	const struct json *j = &r->j;
	const char *p = j->start;

	if (j->end - p >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		return true;
	/* Any control byte is a blank there. */
	if (r->verdict == JSON_ERROR && (uint8_t)*j->at < 0x20)
		return true;
	/* Of a number that is cut at the top level, its beginning. */
	if (r->verdict == JSON_MORE && j->depth == 0) {
		while (p < j->end && (uint8_t)*p <= 0x20)
			p++;
		return p < j->end && (*p == '-' || (*p >= '0' && *p <= '9'));
	}
	for (size_t i = 0; r->verdict == JSON_ERROR && i < 5; i++) {
		if (strcmp(j->why, whys[i]) == 0)
			return true;
	}
	return false;
}

/* NULL, or what differs. */
static inline const char *
compare_with_cjson(const struct reading *r, struct str input)
{
	char *text = malloc(input.n + 1);
	const char *differs = NULL;
	const char *end = NULL;
	struct buf tree = { 0 };
	cJSON *root;

	memcpy(text, r->j.start, input.n);
	text[input.n] = '\0';
	root = cJSON_ParseWithLengthOpts(text, input.n + 1, &end, false);
	if (r->verdict != JSON_END) {
		if (root && !cjson_takes(r))
			differs = "only cJSON takes it";
	} else if (r->cjson_refuses) {
		differs = NULL;
	} else if (!root) {
		differs = "only we take it";
	} else {
		cjson_tree(root, &tree);
		if (!str_equal(buf_str(&tree), buf_str(&r->tree)))
			differs = "the trees are not the same";
		if (end - text != r->j.at - r->j.start)
			differs = "the values do not end at the same byte";
	}
	cJSON_Delete(root);
	buf_free(&tree);
	free(text);
	return differs;
}

/* What was skipped is checked as what is read. */
static inline const char *
compare_with_skip(const struct reading *r, struct str input)
{
	struct json j;
	enum json_token token;
	const char *first;

	json_init(&j, input);
	token = json_next(&j);
	if (token != JSON_OBJECT && token != JSON_ARRAY)
		return NULL;
	first = j.token;
	token = json_skip(&j);
	if (token > JSON_END) {
		if (j.text.p != first || j.text.p + j.text.n != j.at)
			return "what was skipped is not the text of the value";
		token = json_next(&j);
	}
	if (token != r->verdict || j.at != r->j.at)
		return "json_skip does not end as json_next";
	return NULL;
}

/* The first n bytes say MORE where the whole goes on, else the same. */
static inline const char *
compare_with_cut(const struct reading *r, struct str input, size_t n)
{
	size_t at = (size_t)(r->j.at - r->j.start);
	struct json j;
	enum json_token token;

	json_init(&j, str_head(input, n));
	while ((token = json_next(&j)) > JSON_END)
		;
	if (token == JSON_END && n < at && j.depth == 0)
		return *j.token == '-' || (*j.token >= '0' && *j.token <= '9')
		    ? NULL
		    : "a value is complete before its end";
	if (n <= at && r->verdict != JSON_END)
		return token == JSON_MORE || token == JSON_END ? NULL :
		    "an error is seen before its byte";
	if (n < at)
		return token == JSON_MORE ? NULL : "a cut value is not MORE";
	return token == r->verdict && j.at - j.start == (ptrdiff_t)at ? NULL :
	    "the verdict needs bytes behind it";
}

/* All of it; NULL, or what does not hold.  Cut at every byte when there are
 * fewer than `cuts`, else at so many places. */
static inline const char *
json_compare(struct str input, size_t cuts)
{
	const char *differs;
	struct reading r;

	if (cuts > input.n + 1)
		cuts = input.n + 1;
	reading_make(&r, input);
	differs = compare_with_cjson(&r, input);
	if (!differs)
		differs = compare_with_skip(&r, input);
	for (size_t i = 0; i < cuts && !differs; i++)
		differs = compare_with_cut(&r, input, (input.n + 1) * i / cuts);
	if (!differs && json_next(&r.j) != r.verdict)
		differs = "the answer does not stay the same";
	buf_free(&r.tree);
	return differs;
}
#endif
