#include "cli/usage.h"

#include <stdio.h>

#define WIDTH 80
#define NAME_COLUMNS 26

/* Where a line of at most width columns ends: at a blank, if it can. */
static size_t
line_end(struct str s, size_t width)
{
	size_t n = width;

	if (s.n <= width)
		return s.n;
	while (n > 0 && s.p[n] != ' ')
		n--;
	return n ? n : str_index(s, ' ');
}

/* The rest of a text behind its first n bytes and the blanks there. */
static struct str
rest_behind(struct str s, size_t n)
{
	while (n < s.n && s.p[n] == ' ')
		n++;
	return str_from(s, n);
}

static void
wrap(struct str s, int indent)
{
	for (bool first = true; first || s.n; first = false) {
		size_t n = line_end(s, (size_t)(WIDTH - indent));

		printf("%*s%.*s\n", first ? 0 : indent, "", (int)n, s.p);
		s = rest_behind(s, n);
	}
}

void
usage_row(const char *name, const char *meaning)
{
	printf("  %-*s", NAME_COLUMNS, name);
	if (strlen(name) >= NAME_COLUMNS)
		printf("\n  %*s", NAME_COLUMNS, "");
	wrap(str_of(meaning), NAME_COLUMNS + 2);
}

void
usage_words(const char *title, struct str words)
{
	printf("\n%s:\n  ", title);
	wrap(words, 2);
}

void
usage_option_name(const struct option_row *o, struct buf *out)
{
	if (o->letter)
		buf_printf(out, "-%c, ", o->letter);
	buf_printf(out, "--%s", o->name);
	if (o->argument)
		buf_printf(out, " %s", o->argument);
}

static void
print_commands(void)
{
	size_t n;
	const struct command *c = commands(&n);
	struct buf name = { 0 };

	puts("\nCommands:");
	for (size_t i = 1; i < n; i++) {
		buf_reset(&name);
		buf_printf(&name, "%s%s%s", c[i].name,
		    c[i].arguments[0] ? " " : "", c[i].arguments);
		buf_byte(&name, '\0');
		usage_row(name.p, c[i].help);
	}
	buf_free(&name);
}

static void
print_options(unsigned command)
{
	size_t n;
	const struct option_row *o = option_rows(&n);
	struct buf name = { 0 };

	puts("\nOptions:");
	for (size_t i = 0; i < n; i++) {
		if (!(o[i].commands & command))
			continue;
		buf_reset(&name);
		if (!o[i].letter)
			buf_fill(&name, ' ', 4);
		usage_option_name(&o[i], &name);
		buf_byte(&name, '\0');
		usage_row(name.p, o[i].help);
	}
	buf_free(&name);
}

void
usage_outputs(void)
{
	puts("\nOutput formats:");
	for (int i = 0; i < OUT_FORMATS; i++)
		usage_row(out_rows[i].name, out_rows[i].help);
}

void
usage_command(const struct command *c, const struct cli_face *face)
{
	printf("usage: spoor%s%s [OPTION]...%s%s\n%s\n", c->name ? " " : "",
	    c->name ? c->name : "", c->arguments[0] ? " " : "", c->arguments,
	    c->help);
	if (c->more) {
		putchar('\n');
		wrap(str_of(c->more), 0);
	}
	if (!c->name)
		print_commands();
	print_options(c->bit);
	if (c->bit & CMD_BATCH)
		usage_outputs();
	if (c->bit & CMD_SCREEN)
		usage_words("Themes", str_of(face->themes()));
	puts("\nExit status:");
	for (size_t i = 0; i < EXITS; i++)
		usage_row(exit_rows[i].name, exit_rows[i].help);
}
