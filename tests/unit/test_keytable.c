/*
 * The key table of the program and the one of the design, side by side: the
 * actions that both have, have the same keys in the same panes; what differs
 * on purpose, and what one of them does not have, is listed here.
 */
#include <stdlib.h>
#include <string.h>
#include "tap.h"
#include "base/buf.h"
#include "explore/actions.h"
#include "explore/keymap.h"

#define ACTIONS_MAX 8 /* of one row */
#define ALL (PANES_ALL | 1u << PANE_SHEET)

/* ---- what differs ------------------------------------------------------ */

struct difference {
	const char *name, *why;
};

/* clang-format off */
static const struct difference in_panes[] = {
	{ "only", "path and histogram: range-only, step-keep" },
	{ "not", "path: step-invert; a range has no opposite" },
	{ "full", "of the two panes that share the room below the header" },
	{ "down", "histogram, query and path are one line" },
	{ "up", "histogram, query and path are one line" },
	{ "page-down", "histogram, query and path are one line" },
	{ "page-up", "histogram, query and path are one line" },
	{ "half-page-down", "histogram, query and path are one line" },
	{ "half-page-up", "histogram, query and path are one line" },
	{ "first", "the query has no place until it is edited" },
	{ "last", "the query has no place until it is edited" },
	{ "left", "the query has no place until it is edited" },
	{ "right", "the query has no place until it is edited" },
	{ "narrower", "query and path have one width, as columns of a sheet" },
	{ "wider", "query and path have one width, as columns of a sheet" },
	{ "columns", "a sheet has the columns of its kind" },
	{ "mark", "values and fields are not marked" },
	{ "redraw", "also while text is typed" },
	{ "cancel", "also while text is typed" },
	{ "mouse", "also while text is typed" },
	{ "mark-next", "values and fields are not marked" },
	{ "mark-previous", "values and fields are not marked" },
	{ "column-add", "also of a cell of the list" },
	{ "view", "of a chart it is chart-view, of a diff diff-equal" },
};

/* Of the design: parts that are not there yet. */
static const struct difference not_here[] = {
	{ "entity", "with the profiles" },
	{ "act", "with findings and entities" },
	{ "note", "with the notes" },
	{ "arrange", "with entities; of compare it is compare-with" },
	{ "chain", "with the profiles" },
	{ "prompt-back", "S-Tab is a key of prompt-take" },
};

/* Of the program, and of no list alone. */
static const struct difference only_here[] = {
	{ "step-invert", "- in the path, see S7" },
	{ "step-keep", "+ in the path, see S7" },
	{ "range-only", "+ in the histogram, see S12" },
	{ "split", "the histogram's two halves" },
	{ "utc", "an option without a key" },
	{ "local", "an option without a key" },
};
/* clang-format on */

#define LISTED(table) (sizeof(table) / sizeof(*(table)))

static const char *
listed(const struct difference *d, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(d[i].name, name) == 0)
			return d[i].why;
	return NULL;
}

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
		else {
			char text[64] = "";

			memcpy(text, name.p, name.n < 63 ? name.n : 63);
			++*missing;
			ok(listed(not_here, LISTED(not_here), text) != NULL,
			    "%s: not there yet", text);
		}
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

/* The words of the design's third column; lists of tabs that are not there yet
 * are none. */
static unsigned
panes_of(struct str words)
{
	static const struct {
		const char *word;
		unsigned panes;
	} known[] = {
		{ "all", ALL }, { "list", 1u << PANE_LIST | 1u << PANE_SHEET },
		{ "events", 1u << PANE_LIST }, { "detail", 1u << PANE_DETAIL },
		{ "hist", 1u << PANE_BARS }, { "path", 1u << PANE_PATH },
		{ "prompt", 1u << PANE_PROMPT },
		{ "fields", 1u << PANE_SHEET }, { "chart", 1u << PANE_SHEET },
		{ "diff", 1u << PANE_SHEET }, { "notes", 0 }, { "entities", 0 },
	};
	unsigned panes = 0;

	while (words.n > 0) {
		struct str word = str_head(words, str_index(words, ' '));
		size_t i = 0, n = sizeof(known) / sizeof(*known);

		words = str_trim(str_from(words, word.n));
		while (i < n && !str_equal(word, str_of(known[i].word)))
			i++;
		if (i == n)
			printf("# no pane is named %.*s\n", STR_ARG(word));
		else
			panes |= known[i].panes;
	}
	return panes;
}

static void
panes_print(unsigned panes, struct buf *out)
{
	static const char *const names[] = { [PANE_LIST] = "list",
		[PANE_DETAIL] = "detail", [PANE_BARS] = "hist",
		[PANE_QUERY] = "query", [PANE_PATH] = "path",
		[PANE_HELP] = "help", [PANE_PROMPT] = "prompt",
		[PANE_SHEET] = "sheet" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (panes & 1u << i)
			buf_printf(out, "%s%s", out->n ? " " : "", names[i]);
	buf_byte(out, '\0');
}

static void
compare_panes(const struct action *a, unsigned design)
{
	struct buf more = { 0 }, less = { 0 };
	unsigned here = a->panes & ~(1u << PANE_HELP);
	const char *why = listed(in_panes, LISTED(in_panes), a->name);

	panes_print(here & ~design, &more);
	panes_print(design & ~here, &less);
	if (here != design)
		printf("#   %s: more [%s], less [%s]: %s\n", a->name, more.p,
		    less.p, why ? why : "?");
	ok((here != design) == (why != NULL), "%s: in the design's panes, "
	    "or else on purpose", a->name);
	buf_free(&more);
	buf_free(&less);
}

static void
compare_row(struct str line, struct buf *seen)
{
	const struct action *found[ACTIONS_MAX];
	struct buf keys = { 0 }, ours = { 0 };
	struct str quoted, names, panes;
	size_t n, missing;

	cell(&line);
	quoted = cell(&line);
	names = cell(&line);
	panes = cell(&line);
	plain_keys(quoted, &keys);
	n = named_rows(names, found, &missing);
	for (size_t i = 0; i < n; i++) {
		buf_printf(&ours, "%s%s", i ? " " : "", found[i]->keys);
		buf_printf(seen, " %s ", found[i]->name);
	}
	buf_byte(&ours, '\0');
	printf("# %-28.*s design %-24s program %s\n", STR_ARG(names), keys.p,
	    n ? ours.p : "(not there)");
	/* Editing is "as readline", which has more. */
	if (n > 0 && !str_equal(names, STR("prompt-editing")))
		ok(within(ours.p, keys.p),
		    "%.*s: no other keys than the design's", STR_ARG(names));
	if (missing == 0)
		ok(within(keys.p, ours.p), "%.*s: all of the design's keys",
		    STR_ARG(names));
	for (size_t i = 0; i < n; i++)
		compare_panes(found[i], panes_of(panes));
	buf_free(&keys);
	buf_free(&ours);
}

/* What the design does not name belongs to one list, or is on purpose. */
static void
others_are_listed(struct str seen)
{
	for (size_t i = 0; i < explore_action_count; i++) {
		const struct action *a = &explore_action_rows[i];
		char name[64];
		bool known;

		snprintf(name, sizeof(name), " %s ", a->name);
		known = str_find(seen, str_of(name)) < seen.n ||
		    strncmp(a->name, "tab-", 4) == 0 || a->sheet;
		if (known)
			continue;
		printf("# %-28s only here: %s\n", a->name,
		    listed(only_here, LISTED(only_here), a->name)
		        ? listed(only_here, LISTED(only_here), a->name)
		        : "?");
		ok(listed(only_here, LISTED(only_here), a->name) != NULL,
		    "%s: not in the design, on purpose", a->name);
	}
}

int
main(void)
{
	const char *top = getenv("srcdir");
	char path[512], line[2048];
	struct buf seen = { 0 };
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
			compare_row(str_of(line), &seen);
	}
	fclose(f);
	others_are_listed(buf_str(&seen));
	buf_free(&seen);
	return done_testing();
}
