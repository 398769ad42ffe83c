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

void
say(struct str text)
{
	struct buf visible = { 0 }, line = { 0 };

	buf_add(&line, STR("spoor: "));
	text_visible(text, &visible);
	if (locale_is_utf8())
		buf_add(&line, buf_str(&visible));
	else
		text_ascii(buf_str(&visible), &line);
	buf_byte(&line, '\n');
	fwrite(line.p, 1, line.n, stderr);
	buf_free(&line);
	buf_free(&visible);
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
