/*
 * The books of one loading: which files there are, what became of each, and
 * what there is to remark.  Shared by all threads: every function takes its
 * lock.
 */
#ifndef INGEST_BOOK_H
#define INGEST_BOOK_H

#include <sys/stat.h>
#include <time.h>

#include "base/hash.h"
#include "ingest/reader.h"

#define SOURCE_NONE UINT32_MAX

/* AWSLogs/[o-id/]<account>/, as CloudTrail User Guide, "Finding your CloudTrail
 * log files" has it. */
struct folder {
	struct str name; /* from AWSLogs on */
	struct str account;
	bool seen;       /* a record of that account */
	char other[16];  /* first account of a record that is another */
	struct folder *next;
};

/* A directory that files were found in.  Never changes, but for its folder. */
struct dir {
	size_t index; /* book_dir */
	dev_t device;
	ino_t inode; /* 0 and 0: not known, only a name before a file's */
	struct str path; /* to open it; ends with a slash, or empty */
	size_t name_at;  /* where in path the name below the argument begins */
	struct folder *folder; /* or NULL */
};

enum file_from { FROM_FILE, FROM_PIPE, FROM_STDIN };

/* Written under the lock only; what says where it is does not change while it
 * is read. */
struct file {
	const struct dir *dir;
	struct str base;
	struct str moved; /* where it lies now, if it was renamed; else empty */
	dev_t device;
	ino_t inode;
	uint64_t bytes; /* on disk: when found, then as many as were read */
	struct timespec changed; /* before it was read */
	uint64_t whole;  /* values read, of any kind */
	uint64_t resume; /* byte where reading may go on, behind the last; 0: of
	                    a file that has to be read from the start */
	uint64_t plain_bytes;
	uint64_t records, events, copies, damaged;
	int64_t first_us, last_us;
	struct str kind, container;
	uint8_t sha[SHA_BYTES]; /* of all its bytes as they lie on disk */
	bool hashed;            /* sha is set: it was read to its end */
	const struct log_format *format;
	uint32_t source; /* or SOURCE_NONE */
	uint16_t n_remarks;
	uint8_t state; /* enum file_state */
	uint8_t from;  /* enum file_from */
	bool named;    /* an argument itself, not found in a directory */
	bool gzip, text; /* not plain bytes, lines that are no JSON */
	bool young;    /* when found it had been written to shortly before */
};

struct book;

struct book *book_new(void);
void book_free(struct book *b);

/* parent may be NULL: name is then an argument, and names begin behind it.
 * st: of a directory that was entered; else NULL. */
const struct dir *book_add_dir(struct book *b, const struct dir *parent,
    struct str name, const struct stat *st);
/* The i-th one; i < book_dirs(). */
const struct dir *book_dir(struct book *b, size_t i);
size_t book_dirs(struct book *b);
/* f: dir, base, device, inode, bytes, from, named, young are set; the text is
 * copied. */
struct file *book_add_file(struct book *b, const struct file *f);
/* The i-th file that was added; i < book_files(). */
struct file *book_file(struct book *b, size_t i);
size_t book_files(struct book *b);

/* The names of a file, in the arena. */
struct str file_path(const struct file *f, struct arena *a);
struct str file_name(const struct file *f, struct arena *a);

void book_begin_file(struct book *b, struct file *f);
/* It is read on, or again: forgets what was said about its end, and, if they
 * go on, about what was counted in it. */
void book_reopen_file(struct book *b, struct file *f, bool counts);
/* It has gone before it was read to its end. */
void book_lose_file(struct book *b, struct file *f);
/* It is what it was, but its time is another one. */
void book_touch_file(struct book *b, struct file *f, struct timespec changed);
/* It has another name now; the path is copied. */
void book_move_file(struct book *b, struct file *f, struct str path);
enum file_state book_state(struct book *b, const struct file *f);
uint32_t book_source(struct book *b, const struct file *f);
/* Where it lies now, in the arena; a NUL behind it. */
struct str book_path(struct book *b, const struct file *f, struct arena *a);
/* Is it what was read? */
bool book_is_current(struct book *b, const struct file *f, uint64_t bytes,
    int64_t changed_s, uint32_t changed_ns);
/* What reading it gave: found, and of `now` its state, kind, container (both
 * copied), bytes, changed, gzip, plain_bytes, source, sha and hashed. */
void book_end_file(struct book *b, struct file *f, const struct file *now,
    const struct reader_file *found);

/* m's texts are copied; f may be NULL, then m->file is the name.  unread is
 * what its row says unless it is set.  Of one file only the first 64 are
 * kept. */
void book_remark(struct book *b, struct file *f, const struct remark *m);
/* The same without f, unless there is one of its kind about that name. */
void book_remark_once(struct book *b, const struct remark *m);
/* One without a place. */
void book_say(struct book *b, struct file *f, enum remark_kind kind,
    struct str text);
uint64_t book_remarks(struct book *b);
/* How many there have been that are unread or polled. */
uint64_t book_warnings(struct book *b);

/* Everything is loaded and s holds it: puts right which file has an event and
 * which a copy, and remarks conflicts, repeated keys, unindexed leaves and
 * foreign accounts, in place of what it remarked the last time.  O(events). */
void book_close(struct book *b, struct snapshot *s);

/* Fills files, remarks, formats and the sums over them. */
void book_ledger(struct book *b, struct arena *a, struct ledger *out);
#endif
