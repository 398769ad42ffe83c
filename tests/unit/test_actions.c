/*
 * The action table: every row is whole, no key means two things in one pane.
 */
#include <string.h>
#include "tap.h"
#include "explore/explore.h"

static const int tabs[] = { TAB_EVENTS, TAB_LEDGER };

static bool
applies(const struct action *a, int pane, int tab)
{
	return a->panes & 1u << pane && (a->tabs == 0 || a->tabs & 1u << tab);
}

/* Calls with each key of a row. */
static void
next_key(const char **keys, char key[32])
{
	size_t n = strcspn(*keys, " ");

	if (n > 31)
		n = 31;
	memcpy(key, *keys, n);
	key[n] = '\0';
	*keys += n;
	*keys += **keys == ' ';
}

static bool
bound_to(const struct action *a, const char *wanted)
{
	const char *keys = a->keys;
	char key[32];

	while (*keys) {
		next_key(&keys, key);
		if (strcmp(key, wanted) == 0)
			return true;
	}
	return false;
}

/* A row without a key is run from the palette. */
static bool
rows_are_whole(const struct action *a, size_t n)
{
	bool whole = true;

	for (size_t i = 0; i < n; i++) {
		bool good = a[i].name && a[i].name[0] && a[i].keys &&
		    (a[i].keys[0] || !a[i].word) && a[i].help &&
		    a[i].help[0] && a[i].run && a[i].panes != 0;

		if (!good)
			printf("# row %zu is not whole\n", i);
		whole = whole && good;
	}
	return whole;
}

static bool
names_are_unique(const struct action *a, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(a[i].name, a[j].name) == 0) {
				printf("# %s\n", a[i].name);
				return false;
			}
	return true;
}

static bool
keys_are_bound_once(const struct action *a, size_t n)
{
	bool once = true;

	for (size_t t = 0; t < 2; t++)
		for (int pane = 0; pane < PANES; pane++)
			for (size_t i = 0; i < n; i++) {
				const char *keys = a[i].keys;
				char key[32];

				if (!applies(&a[i], pane, tabs[t]) ||
				    a[i].sheet)
					continue; /* of one sheet */
				while (*keys) {
					next_key(&keys, key);
					if (explore_action_of(
					        (enum explore_pane)pane,
					        tabs[t], key) != &a[i]) {
						printf("# %s in pane %d: %s\n",
						    key, pane, a[i].name);
						once = false;
					}
				}
			}
	return once;
}

/* The rows of one kind of sheet have a key each. */
static bool
sheet_keys_are_bound_once(const struct action *a, size_t n)
{
	bool once = true;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; a[i].sheet && k < i; k++) {
			const char *keys = a[i].keys;
			char key[32];

			while (a[k].sheet == a[i].sheet && *keys) {
				next_key(&keys, key);
				if (!bound_to(&a[k], key))
					continue;
				printf("# %s: %s and %s\n", key, a[k].name,
				    a[i].name);
				once = false;
			}
		}
	return once;
}

static bool
means(enum explore_pane pane, int tab, const char *key, const char *name)
{
	const struct action *a = explore_action_of(pane, tab, key);

	return name ? a && strcmp(a->name, name) == 0 : a == NULL;
}

int
main(void)
{
	size_t n;
	const struct action *a = explore_actions(&n);

	ok(n > 40, "the table has rows");
	ok(rows_are_whole(a, n), "every row has name, keys, help, panes, run");
	ok(names_are_unique(a, n), "names are unique");
	ok(keys_are_bound_once(a, n), "a key means one thing in one pane");
	ok(sheet_keys_are_bound_once(a, n), "... and in one kind of sheet");
	ok(means(PANE_LIST, TAB_EVENTS, "=", "only") &&
	        means(PANE_DETAIL, TAB_EVENTS, "+", "only"),
	    "+ is = with Shift");
	ok(means(PANE_PATH, TAB_EVENTS, "x", "step-off") &&
	        means(PANE_LIST, TAB_EVENTS, "x", "failed-next"),
	    "x is another thing in the path");
	ok(means(PANE_LIST, TAB_LEDGER, "W", NULL),
	    "what acts on events is not there on the ledger");
	ok(means(PANE_LIST, TAB_EVENTS, "^Z", NULL), "^Z is the terminal's");
	ok(means(PANE_PROMPT, TAB_EVENTS, "q", NULL),
	    "a letter is typed while there is a prompt");
	ok(means(PANE_LIST, TAB_EVENTS, "", NULL) &&
	        means(PANE_LIST, TAB_EVENTS, "+ =", NULL),
	    "no key, and two, mean nothing");
	return done_testing();
}
