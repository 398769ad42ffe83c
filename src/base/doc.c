#include "base/doc.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/json.h"
#include "base/utf8.h"

/* struct doc is never defined: it is a cJSON under our name. */

static cJSON *
json_of(const struct doc *d)
{
	return (cJSON *)d;
}

/* d as a value of ours; there is no going on without memory. */
static struct doc *
made(cJSON *j)
{
	if (!j)
		mem_exhausted();
	return (struct doc *)j;
}

/* cJSON ends a string at a NUL, and so would lose what follows \u0000. */
static bool
spells_nul(struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\0')
			return true;
		if (text.p[i] != '\\')
			continue;
		if (str_starts(str_from(text, i), STR("\\u0000")))
			return true;
		i++;
	}
	return false;
}

struct doc *
doc_parse(struct str text, struct err *err)
{
	struct arena scratch = { 0 };
	const char *end = NULL;
	struct str copy, tail;
	cJSON *j = NULL;

	if (spells_nul(text)) {
		err_set(err, ERR_FORMAT, "a NUL in a document");
		return NULL;
	}
	/* With its NUL: cJSON looks at the byte behind a value. */
	copy = arena_copy(&scratch, text);
	j = cJSON_ParseWithLengthOpts(copy.p, copy.n + 1, &end, false);
	if (!end)
		end = copy.p;
	tail = str_from(copy, (size_t)(end - copy.p));
	if (!j || str_trim(tail).n > 0) {
		if (err && err->code == ERR_NONE)
			err->offset = (uint64_t)(end - copy.p);
		err_set(err, ERR_FORMAT, j ? "text behind the JSON document" :
		                             "no JSON document");
		cJSON_Delete(j);
		j = NULL;
	}
	arena_free(&scratch);
	return (struct doc *)j;
}

struct doc *
doc_object(void)
{
	return made(cJSON_CreateObject());
}

struct doc *
doc_array(void)
{
	return made(cJSON_CreateArray());
}

void
doc_free(struct doc *d)
{
	cJSON_Delete(json_of(d));
}

struct doc *
doc_get(const struct doc *d, const char *name)
{
	if (!cJSON_IsObject(json_of(d)))
		return NULL;
	return (struct doc *)cJSON_GetObjectItemCaseSensitive(json_of(d), name);
}

static bool
has_parts(const struct doc *d)
{
	return cJSON_IsObject(json_of(d)) || cJSON_IsArray(json_of(d));
}

struct doc *
doc_at(const struct doc *d, int i)
{
	return has_parts(d) && i >= 0 ?
	    (struct doc *)cJSON_GetArrayItem(json_of(d), i) :
	    NULL;
}

struct doc *
doc_first(const struct doc *d)
{
	return has_parts(d) ? (struct doc *)json_of(d)->child : NULL;
}

struct doc *
doc_next(const struct doc *part)
{
	return (struct doc *)json_of(part)->next;
}

struct str
doc_name(const struct doc *part)
{
	const char *name = json_of(part)->string;

	return name ? str_of(name) : STR("");
}

int
doc_count(const struct doc *d)
{
	return has_parts(d) ? cJSON_GetArraySize(json_of(d)) : 0;
}

bool
doc_string(const struct doc *d, struct str *out)
{
	if (!cJSON_IsString(json_of(d)))
		return false;
	*out = str_of(json_of(d)->valuestring);
	return true;
}

bool
doc_number(const struct doc *d, double *out)
{
	if (!cJSON_IsNumber(json_of(d)) || !isfinite(json_of(d)->valuedouble))
		return false;
	*out = json_of(d)->valuedouble;
	return true;
}

bool
doc_bool(const struct doc *d, bool *out)
{
	if (!cJSON_IsBool(json_of(d)))
		return false;
	*out = cJSON_IsTrue(json_of(d));
	return true;
}

void
doc_set(struct doc *object, const char *name, struct doc *value)
{
	cJSON *j = json_of(object);
	bool done;

	if (!cJSON_IsObject(j) || !value)
		BUG("doc_set: \"%s\" needs an object and a value", name);
	if (cJSON_GetObjectItemCaseSensitive(j, name))
		done = cJSON_ReplaceItemInObjectCaseSensitive(j, name,
		    json_of(value));
	else
		done = cJSON_AddItemToObject(j, name, json_of(value));
	if (!done)
		mem_exhausted();
}

void
doc_add(struct doc *array, struct doc *value)
{
	if (!cJSON_IsArray(json_of(array)) || !value)
		BUG("doc_add needs an array and a value");
	if (!cJSON_AddItemToArray(json_of(array), json_of(value)))
		mem_exhausted();
}

struct doc *
doc_new_string(struct str s)
{
	struct buf text = { 0 };
	struct doc *d;

	while (s.n > 0) {
		uint32_t c;
		size_t n = utf8_decode(s, &c);

		if (n > 0 && c != 0)
			buf_add(&text, str_head(s, n));
		else
			buf_printf(&text, "\\x%02x", (unsigned char)s.p[0]);
		s = str_from(s, n ? n : 1);
	}
	buf_byte(&text, '\0');
	d = made(cJSON_CreateString(text.p));
	buf_free(&text);
	return d;
}

struct doc *
doc_new_number(double n)
{
	return made(cJSON_CreateNumber(n));
}

struct doc *
doc_new_bool(bool b)
{
	return made(cJSON_CreateBool(b));
}

/* The shortest spelling that reads back as the same number; cJSON's own
 * printer rounds to 15 digits, which is too few for a time. */
static void
number_print(double n, struct buf *out)
{
	char text[32];

	if (!isfinite(n)) {
		buf_add(out, STR("null"));
		return;
	}
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, n);
		if (strtod(text, NULL) == n)
			break;
	}
	if (fabs(n) < 1e17 && n == floor(n))
		snprintf(text, sizeof(text), "%.0f", n);
	for (char *p = text; *p; p++)
		if (*p == ',') /* the point of some locales */
			*p = '.';
	buf_add(out, str_of(text));
}

static void
string_print(const char *s, struct buf *out)
{
	buf_byte(out, '"');
	json_escape(str_of(s), out);
	buf_byte(out, '"');
}

static void
parts_print(const cJSON *j, struct buf *out)
{
	bool named = cJSON_IsObject(j);

	buf_byte(out, named ? '{' : '[');
	for (const cJSON *part = j->child; part; part = part->next) {
		if (part != j->child)
			buf_byte(out, ',');
		if (named) {
			string_print(part->string, out);
			buf_byte(out, ':');
		}
		doc_print((const struct doc *)part, out);
	}
	buf_byte(out, named ? '}' : ']');
}

void
doc_print(const struct doc *d, struct buf *out)
{
	const cJSON *j = json_of(d);

	if (has_parts(d))
		parts_print(j, out);
	else if (cJSON_IsString(j))
		string_print(j->valuestring, out);
	else if (cJSON_IsNumber(j))
		number_print(j->valuedouble, out);
	else if (cJSON_IsBool(j))
		buf_add(out, cJSON_IsTrue(j) ? STR("true") : STR("false"));
	else
		buf_add(out, STR("null"));
}
