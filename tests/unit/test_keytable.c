/*
 * The key table of the program and the one of the design, side by side: the
 * actions that both have, have the same keys.
 */
#include <stdlib.h>
#include <string.h>
#include "tap.h"
#include "base/buf.h"
#include "explore/actions.h"
#include "explore/keymap.h"

#define ACTIONS_MAX 8 /* of one row */

static const struct action *
row_named(struct str name)
{
	for (size_t i = 0; i < explore_action_count; i++)
		if (str_equal(str_of(explore_action_rows[i].name), name))
			return &explore_action_rows[i];
	return NULL;
}

/* The part of a row up to the next bar. */
static struct str
cell(struct str *line)
{
	size_t n = 0;
	struct str s;

	while (n < line->n && !(line->p[n] == '|' &&
	                          (n == 0 || line->p[n - 1] != '\\')))
		n++;
	s = str_trim(str_head(*line, n));
	*line = str_from(*line, n < line->n ? n + 1 : n);
	return s;
}

/* "`+` `=`" to "+ =" */
static void
plain_keys(struct str quoted, struct buf *out)
{
	while (quoted.n > 0) {
		size_t from = str_index(quoted, '`'), n;
		struct str key;

		if (from == quoted.n)
			break;
		quoted = str_from(quoted, from + 1);
		n = quoted.n > 0 && quoted.p[0] == '`' ? 1
		                                       : str_index(quoted, '`');
		key = str_head(quoted, n);
		quoted = str_from(quoted, n < quoted.n ? n + 1 : n);
		if (out->n > 0)
			buf_byte(out, ' ');
		buf_add(out, key);
	}
	buf_byte(out, '\0');
	out->n--;
}

/* Every key of `a` is one of `b`. */
static bool
within(const char *a, const char *b)
{
	while (*a) {
		char key[32] = "";
		size_t n = strcspn(a, " ");

		memcpy(key, a, n < 31 ? n : 31);
		if (!keys_have(b, key))
			return false;
		a += n;
		a += *a == ' ';
	}
	return true;
}

/* "down, up": those that the program has. */
static size_t
named_rows(struct str names, const struct action *found[ACTIONS_MAX],
    size_t *missing)
{
	size_t n = 0;

	*missing = 0;
	while (names.n > 0) {
		size_t end = str_index(names, ',');
		struct str name = str_trim(str_head(names, end));

		names = str_from(names, end < names.n ? end + 1 : end);
		if (n < ACTIONS_MAX && row_named(name))
			found[n++] = row_named(name);
		else
			++*missing;
	}
	return n;
}

/* tab-1 .. tab-7: each has its own digit. */
static void
tabs_agree(void)
{
	bool agree = true;

	for (size_t i = 0; i < explore_action_count; i++) {
		const struct action *a = &explore_action_rows[i];

		if (strncmp(a->name, "tab-", 4) == 0)
			agree = agree && strcmp(a->keys, a->name + 4) == 0;
	}
	ok(agree, "a tab has the digit of its name");
}

static void
compare_row(struct str line)
{
	const struct action *found[ACTIONS_MAX];
	struct buf keys = { 0 }, ours = { 0 };
	struct str quoted, names;
	size_t n, missing;

	cell(&line);
	quoted = cell(&line);
	names = cell(&line);
	plain_keys(quoted, &keys);
	n = named_rows(names, found, &missing);
	if (n == 0 || keys.n == 0)
		goto out;
	for (size_t i = 0; i < n; i++)
		buf_printf(&ours, "%s%s", i ? " " : "", found[i]->keys);
	buf_byte(&ours, '\0');
	printf("# %-28.*s design %-24s program %s\n", STR_ARG(names), keys.p,
	    ours.p);
	/* Editing is "as readline", which has more. */
	if (!str_equal(names, STR("prompt-editing")))
		ok(within(ours.p, keys.p),
		    "%.*s: no other keys than the design's", STR_ARG(names));
	if (missing == 0)
		ok(within(keys.p, ours.p), "%.*s: all of the design's keys",
		    STR_ARG(names));
out:
	buf_free(&keys);
	buf_free(&ours);
}

int
main(void)
{
	const char *top = getenv("srcdir");
	char path[512], line[2048];
	bool in_table = false;
	FILE *f;

	tabs_agree();
	snprintf(path, sizeof(path), "%s/../shared/screens.md",
	    top ? top : ".");
	f = fopen(path, "r");
	if (!f) {
		skip("the keys are those of the design", "it is not here");
		return done_testing();
	}
	while (fgets(line, sizeof(line), f)) {
		if (strncmp(line, "## ", 3) == 0)
			in_table = strstr(line, "The keys") != NULL;
		if (in_table && strncmp(line, "| `", 3) == 0 &&
		    !strstr(line, "tab-1"))
			compare_row(str_of(line));
	}
	fclose(f);
	return done_testing();
}
