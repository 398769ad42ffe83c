/*
 * Saved queries, in folders: those that come with the program, and one's own.
 *
 * A file of them is text.  A line `= folder/name  what it answers` begins a
 * query, the lines up to the next one are its text; lines that begin with #
 * before the first query are comments:
 *
 *	= iam/new-users  Users and access keys that were made
 *	filter eventName in ["CreateUser", "CreateAccessKey"]
 *	| fields @timestamp, @who, eventName, requestParameters.userName
 */
#ifndef EXPLORE_LIBRARY_H
#define EXPLORE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"
#include "base/str.h"

struct library;

struct saved_query {
	struct str name;  /* "iam/new-users" */
	struct str title; /* "Users and access keys that were made" */
	struct str text;  /* of the query; not checked here */
	bool own;         /* not shipped */
};

/* shipped: the file; NULL: none.  config_dir: where one's own are, in the file
 * `queries`; NULL: none can be kept.  A file that is not there is empty; err
 * tells of one that cannot be read, with its line, and what stands before
 * that line is kept. */
struct library *library_new(const char *shipped, const char *config_dir,
    struct err *err);
void library_free(struct library *l); /* NULL: nothing */

/* One's own first, each in the order of its file. */
size_t library_count(const struct library *l);
/* Borrowed until the next save. */
const struct saved_query *library_at(const struct library *l, size_t i);

/* Saves one's own, in place of one with that name.  name: folder/name, no
 * blanks or control characters in it; at most 64 KiB of text. */
bool library_save(struct library *l, struct str name, struct str title,
    struct str text, struct err *err);
#endif
