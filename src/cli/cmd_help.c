/*
 * spoor help [WORD]...: from the tables, so that it is never older than they.
 */
#include <ctype.h>
#include <stdio.h>

#include "cli/cmd.h"
#include "cli/say.h"
#include "cli/usage.h"

static const char *const kinds[] = {
	[WORD_COMMAND] = "query command",
	[WORD_FUNCTION] = "query function",
	[WORD_AGGREGATE] = "query aggregate",
	[WORD_OPERATOR] = "query operator",
	[WORD_FIELD] = "field",
};
#define KINDS (sizeof(kinds) / sizeof(*kinds))

/* An option of the explorer has no key, but a name for its palette. */
static const char *
key_names(const struct action *a, struct buf *name)
{
	if (a->keys[0])
		return a->keys;
	buf_reset(name);
	buf_printf(name, ":%s", a->name);
	buf_byte(name, '\0');
	return name->p;
}

static bool
help_command(const struct options *o, struct str word)
{
	size_t n;
	const struct command *c = commands(&n);

	for (size_t i = 1; i < n; i++)
		if (str_equal(word, str_of(c[i].name))) {
			usage_command(&c[i], o->face);
			return true;
		}
	return false;
}

/* "-o", "--output", "output" */
static bool
names_option(struct str word, const struct option_row *o)
{
	if (str_starts(word, STR("--")))
		return str_equal(str_from(word, 2), str_of(o->name));
	if (str_starts(word, STR("-")))
		return word.n == 2 && o->letter && word.p[1] == o->letter;
	return str_equal(word, str_of(o->name));
}

static bool
help_option(const struct options *options, struct str word)
{
	size_t n;
	const struct option_row *o = option_rows(&n);
	struct buf name = { 0 };

	(void)options;
	for (size_t i = 0; i < n; i++) {
		if (!names_option(word, &o[i]))
			continue;
		usage_option_name(&o[i], &name);
		printf("option %.*s\n  %s\n", STR_ARG(buf_str(&name)),
		    o[i].help);
		buf_free(&name);
		return true;
	}
	return false;
}

static bool
help_output(const struct options *o, struct str word)
{
	enum out_format format;

	(void)o;
	if (!out_format_named(word, &format))
		return false;
	printf("output format %s\n  %s\n", out_rows[format].name,
	    out_rows[format].help);
	return true;
}

/* As the language takes names: case and _ do not matter. */
static bool
same_word(struct str a, struct str b)
{
	for (;;) {
		while (a.n && a.p[0] == '_')
			a = str_from(a, 1);
		while (b.n && b.p[0] == '_')
			b = str_from(b, 1);
		if (!a.n || !b.n)
			return a.n == b.n;
		if (!str_equal_fold(str_head(a, 1), str_head(b, 1)))
			return false;
		a = str_from(a, 1);
		b = str_from(b, 1);
	}
}

static bool
help_query_word(const struct options *o, struct str word)
{
	const struct query_word *w;
	bool found = false;

	(void)o;
	for (size_t i = 0; (w = query_word_at(i)); i++) {
		if (!same_word(word, str_of(w->name)))
			continue;
		printf("%s %s\n  %s\n", kinds[w->kind], w->syntax, w->help);
		if (w->example)
			printf("  example: %s\n", w->example);
		found = true;
	}
	return found;
}

static bool
help_format(const struct options *o, struct str word)
{
	size_t n;
	const struct log_format *f = log_formats(&n);
	bool found = false, all = str_equal(word, STR("formats"));

	(void)o;
	for (size_t i = 0; i < n; i++) {
		if (!all && !str_equal(word, str_of(f[i].name)))
			continue;
		printf("log format %s\n  %s: %s\n", f[i].name, f[i].title,
		    f[i].help);
		found = true;
	}
	for (size_t i = 0; all; i++) {
		const char *help, *name = log_container(i, &help);

		if (!name)
			break;
		printf("logs inside %s\n  %s\n", name, help);
	}
	return found;
}

static bool
help_remark(const struct options *o, struct str word)
{
	(void)o;
	for (size_t i = 0; i < REMARK_KINDS; i++) {
		const struct remark_row *r = &remark_rows[i];

		if (!str_equal(word, str_of(r->name)))
			continue;
		printf("remark of the ledger: %s\n  %s\n", r->name, r->help);
		if (r->unread)
			puts("  Evidence was not read: exit status 3.");
		return true;
	}
	return false;
}

/* keys: names with blanks between. */
static bool
has_key(const char *keys, struct str key)
{
	struct str s = str_of(keys ? keys : "");

	while (s.n) {
		size_t n = str_index(s, ' ');

		if (str_equal(key, str_head(s, n)))
			return true;
		s = str_from(s, n < s.n ? n + 1 : n);
	}
	return false;
}

static const char *const panes[PANES] = {
	[PANE_LIST] = "list",
	[PANE_DETAIL] = "detail",
	[PANE_BARS] = "histogram",
	[PANE_QUERY] = "query",
	[PANE_PATH] = "path",
	[PANE_HELP] = "help",
	[PANE_PROMPT] = "prompt",
	[PANE_SHEET] = "lists",
};

/* What it does, and in which panes, if not in all. */
static void
action_help(const struct action *a, struct buf *out)
{
	const char *between = " (";

	buf_add(out, str_of(a->help));
	if ((a->panes & PANES_ALL) != PANES_ALL) {
		for (int i = 0; i < PANES; i++) {
			if (!(a->panes & 1u << i))
				continue;
			buf_printf(out, "%s%s", between, a->sheet
			        ? explore_action_list(a)
			        : panes[i]);
			between = ", ";
		}
		buf_byte(out, ')');
	}
	buf_byte(out, '\0');
}

/* A key, or an action by its name. */
static bool
help_action(const struct options *o, struct str word)
{
	size_t n;
	const struct action *a = explore_actions(&n);
	struct buf text = { 0 }, name = { 0 };
	bool found = false;

	(void)o;
	for (size_t i = 0; i < n; i++) {
		if (!has_key(a[i].keys, word) &&
		    !str_equal(word, str_of(a[i].name)) &&
		    !str_equal(word, str_of(key_names(&a[i], &name))))
			continue;
		buf_reset(&text);
		action_help(&a[i], &text);
		printf("key %s (%s)\n  %s\n", key_names(&a[i], &name),
		    a[i].name, text.p);
		found = true;
	}
	buf_free(&name);
	buf_free(&text);
	return found;
}

/* ---- all of them --------------------------------------------------------- */

static bool (*const sources[])(const struct options *o, struct str word) = {
	help_command, help_option, help_output, help_query_word, help_format,
	help_remark, help_action
};

static void
list_query_words(void)
{
	const struct query_word *w;
	struct buf words = { 0 };

	for (size_t kind = 0; kind < KINDS; kind++) {
		char title[32];

		buf_reset(&words);
		for (size_t i = 0; (w = query_word_at(i)); i++)
			if (w->kind == kind)
				buf_printf(&words, "%s%s",
				    words.n ? " " : "", w->name);
		snprintf(title, sizeof(title), "%c%ss",
		    toupper((unsigned char)kinds[kind][0]),
		    kinds[kind] + 1);
		usage_words(title, buf_str(&words));
	}
	buf_free(&words);
}

static void
list_formats(void)
{
	size_t n;
	const struct log_format *f = log_formats(&n);

	puts("\nLog formats:");
	for (size_t i = 0; i < n; i++)
		usage_row(f[i].name, f[i].title);
}

static void
list_remarks(void)
{
	puts("\nRemarks of the ledger:");
	for (size_t i = 0; i < REMARK_KINDS; i++)
		usage_row(remark_rows[i].name, remark_rows[i].help);
}

static void
list_keys(void)
{
	size_t n;
	const struct action *a = explore_actions(&n);
	struct buf text = { 0 }, name = { 0 };

	puts("\nKeys of the explorer:");
	for (size_t i = 0; i < n; i++) {
		buf_reset(&text);
		action_help(&a[i], &text);
		usage_row(key_names(&a[i], &name), text.p);
	}
	buf_free(&name);
	buf_free(&text);
}

static bool
help_word(const struct options *o, const char *word)
{
	bool found = false;

	for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++)
		found |= sources[i](o, str_of(word));
	if (!found)
		sayf("nothing is called \"%s\"; `spoor help` lists the words",
		    word);
	return found;
}

int
cmd_help(struct options *o)
{
	bool found = true;
	size_t n;

	for (size_t i = 0; i < o->n_arguments; i++)
		found &= help_word(o, o->arguments[i]);
	if (!o->n_arguments) {
		usage_command(&commands(&n)[0], o->face);
		usage_outputs();
		list_query_words();
		list_formats();
		list_remarks();
		list_keys();
	}
	return found ? EXIT_ROWS : EXIT_NONE;
}
