#include "cli/say.h"

#include <langinfo.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

bool
locale_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static void
write_line(struct str visible)
{
	struct buf line = { 0 };

	if (locale_is_utf8())
		buf_add(&line, visible);
	else
		text_ascii(visible, &line);
	buf_byte(&line, '\n');
	fwrite(line.p, 1, line.n, stderr);
	buf_free(&line);
}

void
say(struct str text)
{
	struct buf line = { 0 };

	buf_add(&line, STR("spoor: "));
	text_visible(text, &line);
	write_line(buf_str(&line));
	buf_free(&line);
}

void
say_lines(struct str lines)
{
	while (lines.n) {
		size_t n = str_index(lines, '\n');

		write_line(str_head(lines, n));
		lines = str_from(lines, n < lines.n ? n + 1 : n);
	}
}

void
sayf(const char *format, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	say(str_of(text));
}

void
complain(const struct err *err)
{
	char text[4096];

	if (err->code)
		say(str_of(err_text(err, text, sizeof(text))));
}
