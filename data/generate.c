/* spoor-generate: makes the sample incident and the benchmark corpora. */
#include "generate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "gen_out.h"

static const char usage[] =
    "usage: spoor-generate demo DIR\n"
    "       spoor-generate corpus DIR EVENTS [big|small]\n"
    "           [--ndjson FILE] [--jobs N]\n";

static uint64_t
number(const char *text, uint64_t most)
{
	char *end;
	unsigned long long n = strtoull(text, &end, 10);

	if (*end != '\0' || n < 1 || n > most)
		die("want a number from 1 to %ju, not %s", (uintmax_t)most,
		    text);
	return n;
}

static int
corpus(int argc, char **argv)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	uint32_t jobs = cores > 0 ? (uint32_t)cores : 1;
	uint64_t events = number(argv[1], 1000000000);
	enum corpus_kind kind = CORPUS_BIG;
	const char *ndjson = NULL;
	int i;

	for (i = 2; i < argc; i++) {
		if (strcmp(argv[i], "big") == 0) {
			kind = CORPUS_BIG;
		} else if (strcmp(argv[i], "small") == 0) {
			kind = CORPUS_SMALL;
		} else if (strcmp(argv[i], "--ndjson") == 0 && i + 1 < argc) {
			ndjson = argv[++i];
		} else if (strcmp(argv[i], "--jobs") == 0 && i + 1 < argc) {
			jobs = (uint32_t)number(argv[++i], 64);
		} else {
			fputs(usage, stderr);
			return 2;
		}
	}
	corpus_make(argv[0], events, kind, ndjson, jobs);
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "demo") == 0)
		demo_make(argv[2]);
	else if (argc >= 4 && strcmp(argv[1], "corpus") == 0)
		return corpus(argc - 2, argv + 2);
	else {
		fputs(usage, stderr);
		return 2;
	}
	return 0;
}
