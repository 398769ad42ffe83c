/*
 * Tokens of the query language.
 *
 * Any bytes can be lexed: what is no token is an error with its place.  A `/`
 * begins a regular expression only where a value is expected, so the parser
 * says whether it expects one.
 */
#ifndef QUERY_LEX_H
#define QUERY_LEX_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum token_kind {
	TOKEN_END,
	TOKEN_NAME,   /* text: the name, backticks removed */
	TOKEN_NUMBER, /* text: as spelled */
	TOKEN_PERIOD, /* text: digits and letters, "5m" */
	TOKEN_STRING, /* text: escapes undone */
	TOKEN_REGEX,  /* text: the pattern, \/ undone */
	TOKEN_SIGN,   /* text: an operator or a punctuation mark */
};

struct token {
	enum token_kind kind;
	uint32_t offset, end; /* bytes of the query */
	struct str text;      /* borrowed from the query, or in the arena */
	bool quoted;          /* a name with backticks: no keyword */
	bool blank_before;
};

struct lexer {
	struct str query; /* shorter than 4 GiB */
	uint32_t at;
	struct arena *arena;
	bool long_patterns; /* a pattern may go over several lines */
};

/* False: err has the place and what is wrong. */
bool lex_next(struct lexer *l, bool value_expected, struct token *out,
    struct err *err);

bool token_is(const struct token *t, const char *sign);
/* A name without backticks that is this word, case folded. */
bool token_is_word(const struct token *t, const char *word);
#endif
