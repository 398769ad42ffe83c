/*
 * What is found in one file: counts, times, and the first place of what there
 * is to remark once at its end.
 */
#ifndef INGEST_FOUND_H
#define INGEST_FOUND_H

#include "ingest/formats.h"
#include "ingest/reader.h"

/* An event or a copy; its place and time are set, whole counts it. */
void found_event(struct reader_file *file, const struct log_format *format,
    const struct event *e, enum builder_verdict verdict);
/* Another whole value, known to be no event (format) or not known (NULL). */
void found_other(struct reader_file *file, const struct log_format *format,
    const struct look *l, uint64_t offset, uint64_t length);
/* The innermost container that names itself first gives the file's. */
void found_container(struct reader_file *file, const char *name);
/* At the end of the file: how many documents, each on lines of its own. */
void found_documents(struct reader_file *file, uint64_t n, bool lines);

void found_remark(const struct reader_file *file, enum remark_kind kind,
    uint64_t record, uint64_t offset, uint64_t length, struct str text);
/* About how the file ends, which changes when it grows. */
void found_end(const struct reader_file *file, enum remark_kind kind,
    uint64_t record, uint64_t offset, uint64_t length, struct str text);
/* Remarks what was counted; anew for a file that was read on. */
void found_remark_counts(const struct reader_file *file);

/* Copies text into out, made visible, cut to what it holds. */
void found_show(char *out, size_t size, struct str text);
#endif
