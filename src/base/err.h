/*
 * Why something failed: a value, filled by the function that failed.
 * Setting it never allocates.  Zeroed, it says that nothing failed.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"

enum err_code {
	ERR_NONE,
	ERR_SYSTEM,  /* the operating system said no */
	ERR_FORMAT,  /* bytes are not what they should be */
	ERR_LIMIT,   /* a stated limit was reached */
	ERR_STEPS,   /* a pattern took too many steps too often */
	ERR_QUERY,   /* the query is wrong; offset is the byte in its text */
	ERR_USAGE,   /* the command line is wrong */
	ERR_STOPPED, /* cancelled */
	ERR_CHANGED, /* the source is not what it was when it was loaded */
};

struct err {
	enum err_code code;
	char path[512];    /* the file, cut in the middle if longer; or empty */
	uint64_t line;     /* 1-based line or record; 0: none */
	uint64_t offset;   /* byte */
	char message[384]; /* what was found, what was expected */
};

/* Always false, so that it can be returned.  The first failure is kept; e
 * may be NULL. */
bool err_set(struct err *e, enum err_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* err_set with ": <strerror(errno)>" behind it, code ERR_SYSTEM. */
bool err_system(struct err *e, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Where it happened. */
void err_at(struct err *e, struct str path, uint64_t line, uint64_t offset);

/* "path:line:offset: message" into out, cut to n - 1 bytes; parts that are
 * zero are left out ("path: byte 48213: message").  Returns out.  Path and
 * message are made visible (base/utf8.h), so it is one line. */
const char *err_text(const struct err *e, char *out, size_t n);

/* Ends the program on a mistake of ours: file, line, message, abort. */
#define BUG(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
_Noreturn void bug_at(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Called by bug_at and out of memory before the program ends; the terminal
 * hangs its restore function here.  Async-signal-safe. */
void bug_on_exit(void (*restore)(void));
#endif
