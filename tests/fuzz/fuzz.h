/*
 * A fuzz target: one function that takes any bytes and aborts when a property
 * does not hold.  libFuzzer calls it (--enable-fuzz); in `make check` replay.c
 * does, with every file of its corpus.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Always returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The property; when it does not hold, that is a finding. */
#define must(condition, what) \
	((condition) ? (void)0 : fuzz_failed(__FILE__, __LINE__, what))

_Noreturn static inline void
fuzz_failed(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
	abort();
}
#endif
