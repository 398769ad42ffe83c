/*
 * The two things that spoor-generate makes.  Both are the same to the byte
 * whenever, wherever and on however many processes they are made (with the
 * same zlib).
 */
#ifndef GENERATE_H
#define GENERATE_H

#include <stdint.h>

/* The sample incident, doc/incident.md, as a small tree under folder. */
void demo_make(const char *folder);

enum corpus_kind {
	CORPUS_BIG,  /* files of about 180 records */
	CORPUS_SMALL /* a median of 5 records a file, some of 1, a few of 500 */
};

/*
 * events different events, and a few percent of them a second time in
 * another file.  ndjson, if not NULL, is a file that gets all records, one
 * a line, in the order of the files.  jobs processes share the work.
 */
void corpus_make(const char *folder, uint64_t events, enum corpus_kind kind,
    const char *ndjson, uint32_t jobs);

#endif
