/*
 * What is said on standard error: one line each, "spoor: ..." in front.
 * Hidden characters are made visible.
 */
#ifndef CLI_SAY_H
#define CLI_SAY_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

void say(struct str text);
/* Several lines, which are visible text already, as they are. */
void say_lines(struct str lines);
void sayf(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The err with its place, if it is one. */
void complain(const struct err *err);

/* True if the locale's characters are Unicode's: else only ASCII is written
 * to terminals. */
bool locale_is_utf8(void);
#endif
