/*
 * The help: lines made from the tables of actions and of query words, so that
 * it cannot say what is not so.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "explore/cells.h"
#include "explore/state.h"

#define KEYS_COLUMNS 14
#define BRIEF_KEYS 8   /* columns */
#define BRIEF_LINES 40 /* more than the table can fill */
#define TWO_COLUMNS 72 /* below, the first page is left out */

static const struct {
	const char *name, *what;
} panes[] = {
	[PANE_LIST] = { "events",
	    "one line an event; a blank result means that it succeeded; "
	    "* is marked" },
	[PANE_DETAIL] = { "the opened record",
	    "the record's own text; ~2: two matches are folded away" },
	[PANE_BARS] = { "histogram",
	    "events after the last filter; x: a tenth of the calls failed, "
	    "o: no file covers this day, *: marked" },
	[PANE_QUERY] = { "query", "the whole path as query text" },
	[PANE_PATH] = { "path",
	    "each step with the events that it leaves; (off) has none" },
	[PANE_HELP] = { "help", "" },
	[PANE_PROMPT] = { "while text is typed", "" },
	[PANE_SHEET] = { "lists", "" },
};

static void
add_line(struct explore *x, struct str text)
{
	struct buf *b;

	x->help = mem_grow(x->help, x->n_help + 1, sizeof(*x->help));
	b = &x->help[x->n_help++];
	*b = (struct buf){ 0 };
	cut_end(text, x->room.screen_columns, b);
}

/* Breaks text between words; later lines begin where the first one does. */
static void
add_wrapped(struct explore *x, struct str head, struct str text)
{
	struct buf b = { 0 };
	int indent = (int)text_width(head);
	int columns = x->room.screen_columns;
	size_t room = columns > indent + 16 ? (size_t)(columns - indent) : 16;

	buf_add(&b, head);
	do {
		size_t n = text_fit(text, room), blank = n;

		while (n < text.n && blank > 0 && text.p[blank - 1] != ' ')
			blank--;
		if (n < text.n && blank > 0)
			n = blank;
		buf_add(&b, str_head(text, n));
		add_line(x, buf_str(&b));
		buf_reset(&b);
		buf_fill(&b, ' ', (size_t)indent);
		text = str_from(text, n);
	} while (text.n > 0);
	buf_free(&b);
}

static void
add_pair(struct explore *x, const char *keys, const char *what)
{
	struct buf b = { 0 };

	buf_printf(&b, "  %-*s ", KEYS_COLUMNS, keys);
	add_wrapped(x, buf_str(&b), str_of(what));
	buf_free(&b);
}

static void
add_heading(struct explore *x, const char *before, const char *name)
{
	struct buf b = { 0 };

	if (x->n_help > 0)
		add_line(x, STR(""));
	buf_printf(&b, "%s%s", before, name);
	add_line(x, buf_str(&b));
	buf_free(&b);
}

/* The pane that has the keys, below the help. */
static enum explore_pane
pane_below(const struct explore *x)
{
	return sheet_focused(x) ? PANE_SHEET : x->focus;
}

static const char *
name_below(const struct explore *x)
{
	return sheet_focused(x)      ? sheet_top(x)->kind->name
	    : x->tab == TAB_LEDGER   ? "ledger"
	                             : panes[x->focus].name;
}

/* An option has no key: the palette runs it by its name. */
static void
add_action(struct explore *x, const struct action *a)
{
	const char *keys = keymap_keys(x->keymap, a);
	struct buf b = { 0 };

	buf_printf(&b, ":%s", a->name);
	buf_byte(&b, '\0');
	add_pair(x, keys[0] ? keys : b.p, a->help);
	buf_free(&b);
}

/* The rows that are one kind of sheet's own. */
static void
add_sheet(struct explore *x, const struct sheet_kind *kind, const char *before)
{
	size_t n, own = 0;
	const struct action *a = explore_actions(&n);

	for (size_t i = 0; i < n; i++) {
		if (a[i].sheet != kind)
			continue;
		if (own++ == 0)
			add_heading(x, before, kind->name);
		add_action(x, &a[i]);
	}
}

/* Keys of a pane: those of it alone, or those that it shares with all. */
static void
add_actions(struct explore *x, unsigned pane, bool shared)
{
	size_t n;
	const struct action *a = explore_actions(&n);

	for (size_t i = 0; i < n; i++)
		if (a[i].panes & pane && !a[i].sheet &&
		    ((a[i].panes & PANES_ALL) == PANES_ALL) == shared)
			add_action(x, &a[i]);
}

/* ---- the first page: two columns ------------------------------------- */

/* A row without a brief has its key on the line of the row above it in the
 * group: "x X  next, previous failed". */
static void
brief_line(const struct explore *x, const struct action *a, size_t n,
    size_t i, struct buf *out)
{
	size_t start = out->n, width;
	enum explore_group group = a[i].group;

	buf_add(out, str_of(keymap_first(x->keymap, &a[i])));
	if (keys_have(keymap_keys(x->keymap, &a[i]), "="))
		buf_add(out, STR(" ="));
	for (size_t k = i + 1; k < n; k++) {
		if (a[k].group != group)
			continue;
		if (a[k].brief)
			break;
		buf_byte(out, ' ');
		buf_add(out, str_of(keymap_first(x->keymap, &a[k])));
	}
	width = out->n - start;
	buf_fill(out, ' ', width < BRIEF_KEYS ? BRIEF_KEYS - width : 1);
	buf_add(out, str_of(a[i].brief));
}

struct page {
	struct buf line[BRIEF_LINES];
	size_t n;
};

static void
page_add(struct page *p, struct str s)
{
	if (p->n < BRIEF_LINES)
		buf_add(&p->line[p->n++], s);
}

static void
page_group(struct explore *x, struct page *p, enum explore_group group,
    const char *title)
{
	size_t n;
	const struct action *a = explore_actions(&n);
	struct buf b = { 0 };

	if (p->n > 0)
		page_add(p, STR(""));
	page_add(p, str_of(title));
	for (size_t i = 0; i < n; i++) {
		if (a[i].group != group || !a[i].brief || a[i].sheet ||
		    !(a[i].panes & 1u << pane_below(x)))
			continue;
		buf_reset(&b);
		brief_line(x, a, n, i, &b);
		page_add(p, buf_str(&b));
	}
	buf_free(&b);
}

static void
first_page(struct explore *x)
{
	struct page left = { .n = 0 }, right = { .n = 0 };
	struct buf title = { 0 }, b = { 0 };
	size_t column = (size_t)x->room.screen_columns / 2;

	buf_printf(&title, "in this pane: %s", name_below(x));
	buf_byte(&title, '\0');
	page_group(x, &left, GROUP_VALUE, "on a value, anywhere");
	page_group(x, &left, GROUP_PANE, title.p);
	page_group(x, &right, GROUP_MOVE, "move");
	page_group(x, &right, GROUP_PATH, "path and time");
	for (size_t i = 0; i < left.n || i < right.n; i++) {
		buf_reset(&b);
		buf_add(&b, STR("  "));
		buf_add(&b, buf_str(&left.line[i]));
		if (b.n < column)
			buf_fill(&b, ' ', column - b.n);
		buf_add(&b, buf_str(&right.line[i]));
		while (b.n > 0 && b.p[b.n - 1] == ' ')
			b.n--;
		add_line(x, buf_str(&b));
	}
	for (size_t i = 0; i < BRIEF_LINES; i++) {
		buf_free(&left.line[i]);
		buf_free(&right.line[i]);
	}
	buf_free(&title);
	buf_free(&b);
}

static void
add_words(struct explore *x)
{
	static const char *const kinds[] = {
		[WORD_COMMAND] = "query: stages",
		[WORD_FUNCTION] = "query: functions",
		[WORD_AGGREGATE] = "query: functions of stats",
		[WORD_OPERATOR] = "query: operators",
		[WORD_FIELD] = "query: fields of spoor's own",
	};
	const struct query_word *w;

	for (size_t kind = 0; kind < sizeof(kinds) / sizeof(*kinds); kind++) {
		add_heading(x, "", kinds[kind]);
		for (size_t i = 0; (w = query_word_at(i)) != NULL; i++)
			if ((size_t)w->kind == kind)
				add_pair(x,
				    w->syntax && *w->syntax ? w->syntax
				                            : w->name,
				    w->help);
	}
}

void
help_open(struct explore *x)
{
	static const enum explore_pane others[] = { PANE_LIST, PANE_DETAIL,
		PANE_BARS, PANE_PATH, PANE_SHEET, PANE_PROMPT };
	enum explore_pane pane = pane_below(x);
	const char *what = sheet_focused(x) ? sheet_top(x)->kind->about
	                                    : panes[pane].what;

	help_close(x);
	x->help_open = true;
	if (x->room.screen_columns >= TWO_COLUMNS && x->tab == TAB_EVENTS) {
		first_page(x);
		add_line(x, STR(""));
	}
	if (what && what[0])
		add_wrapped(x, STR("  "), str_of(what));
	if (sheet_focused(x))
		add_sheet(x, sheet_top(x)->kind, "in this list: ");
	add_heading(x, "in this pane: ", name_below(x));
	add_actions(x, 1u << pane, false);
	add_heading(x, "", "everywhere");
	add_actions(x, 1u << PANE_LIST, true);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		if (others[i] == pane)
			continue;
		add_heading(x, "in another pane: ", panes[others[i]].name);
		add_actions(x, 1u << others[i], false);
	}
	for (size_t i = 0; i < sheet_kinds_count(); i++)
		add_sheet(x, sheet_kinds[i], "in the list: ");
	add_words(x);
}

void
help_close(struct explore *x)
{
	for (size_t i = 0; i < x->n_help; i++)
		buf_free(&x->help[i]);
	free(x->help);
	x->help = NULL;
	x->n_help = 0;
	x->help_open = false;
	x->help_place = (struct text_place){ 0 };
}

struct str
explore_help_title(struct explore *x)
{
	struct buf *b = text_room(x, TEXT_SHEET);

	buf_printf(b, "help: %s", name_below(x));
	return buf_str(b);
}

size_t
explore_help_lines(const struct explore *x)
{
	return x->n_help;
}

struct str
explore_help_line(const struct explore *x, int line)
{
	size_t i = x->help_place.top + (size_t)line;

	return i < x->n_help ? buf_str(&x->help[i]) : STR("");
}

struct str
explore_help_place(struct explore *x)
{
	struct buf *b = text_room(x, TEXT_HELP);
	size_t rows = x->room.screen_rows > 3 ? (size_t)x->room.screen_rows - 2
	                                      : 1;
	size_t pages = x->n_help / rows + (x->n_help % rows > 0);

	buf_printf(b, "page %zu of %zu",
	    (x->help_place.top + rows - 1) / rows + 1, pages ? pages : 1);
	return buf_str(b);
}
