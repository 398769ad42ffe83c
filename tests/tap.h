/*
 * The Test Anything Protocol for our unit tests: each ok() is one line, its
 * description a statement that holds.
 */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static int tap_run;
static int tap_failed;

/* Says whether the statement holds; returns the condition. */
#define ok(condition, ...) \
	tap_ok((condition), __FILE__, __LINE__, #condition, __VA_ARGS__)

__attribute__((format(printf, 5, 6), unused)) static bool
tap_ok(bool holds, const char *file, int line, const char *condition,
    const char *format, ...)
{
	va_list ap;

	printf("%sok %d - ", holds ? "" : "not ", ++tap_run);
	va_start(ap, format);
	vprintf(format, ap);
	va_end(ap);
	putchar('\n');
	if (!holds) {
		tap_failed++;
		printf("# %s:%d: %s\n", file, line, condition);
	}
	fflush(stdout);
	return holds;
}

__attribute__((unused)) static void
skip(const char *what, const char *why)
{
	printf("ok %d - %s # SKIP %s\n", ++tap_run, what, why);
}

/* Return it from main. */
__attribute__((unused)) static int
done_testing(void)
{
	printf("1..%d\n", tap_run);
	return tap_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
#endif
