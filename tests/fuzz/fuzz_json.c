/*
 * Any bytes, read as JSON: as cJSON reads them (json_compare.h); taken as
 * text, they survive being written as a JSON string.
 */
#include "fuzz/fuzz.h"
#include "json_compare.h"

#include "base/utf8.h"

/* Written and read back, it is what was written. */
static void
text_survives(struct str text)
{
	struct buf escaped = { 0 };
	struct buf quoted = { 0 };
	struct buf plain = { 0 };
	struct buf again = { 0 };
	struct json j;

	json_escape(text, &escaped);
	buf_byte(&quoted, '"');
	buf_add(&quoted, buf_str(&escaped));
	buf_byte(&quoted, '"');
	json_init(&j, buf_str(&quoted));
	must(json_next(&j) == JSON_STRING, "escaped text is a JSON string");
	must(json_next(&j) == JSON_END && j.at == j.end,
	    "it ends at its quote");
	must(text_is_visible(buf_str(&escaped)), "it is visible");
	json_unescape(buf_str(&escaped), &plain);
	json_escape(buf_str(&plain), &again);
	must(str_equal(buf_str(&again), buf_str(&escaped)),
	    "it reads back as what was written");
	buf_free(&escaped);
	buf_free(&quoted);
	buf_free(&plain);
	buf_free(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str input = { (const char *)data, n };
	const char *differs = json_compare(input, 64);
	struct buf out = { 0 };

	must(!differs, differs);
	text_survives(input);
	json_unescape(input, &out);
	must(out.n <= n, "unescaped text is not longer");
	json_escapes_unusual(input);
	buf_free(&out);
	return 0;
}
