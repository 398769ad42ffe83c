/*
 * One line, or for a query several lines, of typed text: the editing keys of
 * readline, and a walk through the history.
 */
#ifndef EXPLORE_PROMPT_H
#define EXPLORE_PROMPT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/str.h"
#include "explore/explore.h"
#include "explore/history.h"

struct prompt {
	enum explore_prompt_kind kind;
	struct buf text;
	size_t cursor;       /* byte, at the start of a character */
	struct buf killed;   /* for ^Y */
	struct buf typed;    /* what stood there before the walk */
	size_t walk;         /* entry shown; SIZE_MAX: none */
	bool searching;      /* ^R */
	struct buf wanted;   /* what ^R searches */
};

#define PROMPT_BYTES_MAX ((size_t)1 << 20)

void prompt_open(struct prompt *p, enum explore_prompt_kind kind,
    struct str text);
void prompt_close(struct prompt *p); /* keeps memory and what was killed */
void prompt_free(struct prompt *p);

/* Inserts at the cursor; control characters but newline become blanks. */
void prompt_insert(struct prompt *p, struct str text);
/* Puts text in the place of bytes from..to; the cursor goes behind it. */
void prompt_replace(struct prompt *p, size_t from, size_t to, struct str text);
/* A key that edits or walks the history: True if it did something; *changed:
 * the text is another one. */
bool prompt_key(struct prompt *p, const char *key, const struct history *h,
    bool *changed);
#endif
