/*
 * The parser: recursive descent, bounded in depth.
 *
 * Commands read their own arguments with what is declared here; see
 * stage_*.c.
 */
#ifndef QUERY_PARSE_H
#define QUERY_PARSE_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "query/lex.h"
#include "query/query.h"
#include "query/tree.h"

struct span {
	uint32_t offset, end;
};

struct parser {
	struct lexer lexer;
	struct token token; /* the next one */
	struct arena *arena;
	struct err *err;
	int depth;
	int nested; /* queries around this one */
	struct span *spans; /* of all tokens so far */
	uint32_t n_spans, spans_capacity;
	struct notice *notices;
	uint32_t n_notices, notices_capacity;
};

/* False: err says where and why.  notices: what is odd but understood. */
bool parse_query(struct str text, struct arena *a, struct tree *out,
    struct notice **notices, uint32_t *n_notices, struct err *err);

/* ---- for commands ------------------------------------------------------- */

/* Goes to the next token; after a keyword, a value is expected. */
bool parse_next(struct parser *p);
bool parse_next_value(struct parser *p);
/* The token behind the next one, a value being expected there.  False: there
 * is an error there. */
bool parse_peek(struct parser *p, struct token *out);
/* Goes past a sign; expected WANT if it is not there. */
bool parse_sign(struct parser *p, const char *sign, const char *want);

struct expr *parse_expr(struct parser *p); /* NULL: an error */
/* A query in parentheses; the token is the opening one.  NULL: an error. */
struct subquery *parse_subquery(struct parser *p);

enum {
	ITEM_ALIAS = 1,  /* expr [as name] */
	ITEM_ORDER = 2,  /* expr [asc|desc] */
};
/* item {, item}; at least one. */
bool parse_items(struct parser *p, unsigned flags, struct item **items,
    uint32_t *n);

/* The text of the tokens in [offset, end), one blank where there were blanks,
 * line ends or comments. */
struct str parse_text(struct parser *p, uint32_t offset, uint32_t end);

/* name=value, an option of a command, if one stands here: *found, and their
 * tokens.  False: an error. */
bool parse_option(struct parser *p, bool *found, struct token *name,
    struct token *value);
/* true or false as the value of an option. */
bool parse_option_bool(struct parser *p, const struct token *value,
    bool *out);
/* "it has no option NAME; there are OTHERS"; always false. */
bool parse_option_unknown(struct parser *p, const struct token *name,
    const char *others);
/* A field, as an item without a name of its own. */
bool parse_field(struct parser *p, struct item *it);
/* as name, if it stands here. */
bool parse_alias(struct parser *p, struct item *it);

/* The token is a `|` or the end, or closes a subquery. */
bool parse_at_stage_end(const struct parser *p);

/* "found ..., expected WANT" at the next token; always false. */
bool parse_expected(struct parser *p, const char *want);

void parse_note(struct parser *p, uint32_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
#endif
