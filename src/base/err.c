#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"

/* Written once by the owner of the terminal, read when the program dies. */
static void (*_Atomic restore_terminal)(void);

static void
message_write(struct err *e, enum err_code code, const char *format, va_list ap)
{
	e->code = code;
	vsnprintf(e->message, sizeof(e->message), format, ap);
}

bool
err_set(struct err *e, enum err_code code, const char *format, ...)
{
	va_list ap;

	if (!e || e->code != ERR_NONE)
		return false;
	va_start(ap, format);
	message_write(e, code, format, ap);
	va_end(ap);
	return false;
}

bool
err_system(struct err *e, const char *format, ...)
{
	int number = errno;
	size_t n;
	va_list ap;

	if (!e || e->code != ERR_NONE)
		return false;
	va_start(ap, format);
	message_write(e, ERR_SYSTEM, format, ap);
	va_end(ap);
	n = strlen(e->message);
	snprintf(e->message + n, sizeof(e->message) - n, ": %s",
	    strerror(number));
	return false;
}

static void
path_write(char *out, size_t size, struct str path)
{
	struct str gap = STR("...");
	size_t head, tail;

	if (path.n < size) {
		if (path.n)
			memcpy(out, path.p, path.n);
		out[path.n] = '\0';
		return;
	}
	head = (size - 1 - gap.n) / 2;
	tail = size - 1 - gap.n - head;
	memcpy(out, path.p, head);
	memcpy(out + head, gap.p, gap.n);
	memcpy(out + head + gap.n, path.p + path.n - tail, tail);
	out[size - 1] = '\0';
}

void
err_at(struct err *e, struct str path, uint64_t line, uint64_t offset)
{
	if (!e)
		return;
	path_write(e->path, sizeof(e->path), path);
	e->line = line;
	e->offset = offset;
}

const char *
err_text(const struct err *e, char *out, size_t n)
{
	struct buf b = { 0 };

	if (n == 0)
		return "";
	text_visible(str_of(e->path), &b);
	if (e->line)
		buf_printf(&b, "%s%llu", b.n ? ":" : "line ",
		    (unsigned long long)e->line);
	if (e->offset)
		buf_printf(&b, "%s%llu",
		    e->line ? ":" :
		    b.n     ? ": byte " :
		              "byte ",
		    (unsigned long long)e->offset);
	if (b.n)
		buf_add(&b, STR(": "));
	text_visible(str_of(e->message), &b);
	if (b.n >= n)
		b.n = n - 1;
	if (b.n)
		memcpy(out, b.p, b.n);
	out[b.n] = '\0';
	buf_free(&b);
	return out;
}

static void
terminal_restore(void)
{
	void (*restore)(void) = atomic_exchange(&restore_terminal, NULL);

	if (restore)
		restore();
}

void
bug_on_exit(void (*restore)(void))
{
	atomic_store(&restore_terminal, restore);
}

void
bug_at(const char *file, int line, const char *format, ...)
{
	va_list ap;

	terminal_restore();
	fprintf(stderr, "spoor: bug at %s:%d: ", file, line);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}

void
mem_exhausted(void)
{
	static const char message[] = "spoor: out of memory\n";
	ssize_t written;

	terminal_restore();
	written = write(STDERR_FILENO, message, sizeof(message) - 1);
	(void)written;
	_exit(2);
}
