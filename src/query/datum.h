/*
 * A datum: what an expression is worth in one row.
 *
 * Comparing, sorting and grouping of values are decided here and nowhere
 * else; doc/query-language.md, "Values", says the same in words.
 */
#ifndef QUERY_DATUM_H
#define QUERY_DATUM_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "query/period.h"
#include "store/store.h"

enum datum_kind {
	DATUM_MISSING,
	DATUM_TEXT,    /* text */
	DATUM_SPELLED, /* a number as a record or the query spells it: text */
	DATUM_NUMBER,  /* a computed one, finite: number */
	DATUM_TRUE,    /* of a record, or the word in a query */
	DATUM_FALSE,
	DATUM_JSON,   /* an object or an array, well-formed: text */
	DATUM_TIME,   /* us */
	DATUM_PERIOD, /* period; an argument only */
	DATUM_REGEX,  /* index of the plan's regex; an argument only */
};

struct datum {
	enum datum_kind kind;
	uint32_t index;
	union {
		struct str text; /* borrowed */
		double number;
		int64_t us;
		struct period period;
	};
};

static inline struct datum
datum_missing(void)
{
	return (struct datum){ .kind = DATUM_MISSING };
}
/* Borrows the text of v. */
struct datum datum_of_value(struct value v);
/* What is not finite is missing; -0 is 0. */
struct datum datum_of_number(double x);
static inline struct datum
datum_of_text(struct str s)
{
	return (struct datum){ .kind = DATUM_TEXT, .text = s };
}
/* s is the text of a JSON object or array. */
static inline struct datum
datum_of_json(struct str s)
{
	return (struct datum){ .kind = DATUM_JSON, .text = s };
}
/* 1 or 0. */
static inline struct datum
datum_of_bool(bool b)
{
	return (struct datum){ .kind = DATUM_NUMBER, .number = b };
}

/* As a value: a time and a text are strings.  Borrows the datum's text, or
 * prints into the arena. */
struct value datum_value(const struct datum *d, struct arena *a);

/* Reads as a number: a number, a text that is a decimal number from end to
 * end, true and false as 1 and 0, a time as epoch milliseconds. */
bool datum_number(const struct datum *d, double *out);
/* The text that it prints as, empty when missing; borrowed or in the arena.
 * Computed numbers: integers without a fraction, others with at most four
 * decimals. */
struct str datum_text(const struct datum *d, struct arena *a);
/* Reads as a time: a time, a number of epoch milliseconds, ISO 8601. */
bool datum_time(const struct datum *d, int64_t *us);
/* As a condition: true, a number other than 0, the text "true". */
bool datum_true(const struct datum *d);

/* How the comparison operators see two values that are not missing: as
 * numbers if both read as numbers, as times if one is a time and both read
 * as times, else as texts, byte by byte.  < 0, 0, > 0. */
int datum_compare(const struct datum *a, const struct datum *b,
    struct arena *scratch);

/* The total order of sort, min and max: values that are no numbers before
 * numbers; the former in natural order, digits by length and then value, the
 * latter by size; equal ones by their text.  Not for missing values.  What is
 * compared more than once is read only once. */
struct ordered {
	struct datum datum;
	double number; /* of is_number */
	bool is_number;
};
struct ordered ordered_of(struct datum d);
int ordered_compare(const struct ordered *a, const struct ordered *b);
/* Of two texts, neither taken as a number. */
int natural_order(struct str a, struct str b);

/* One group, one distinct value: equal text; computed numbers and times by
 * their exact value. */
bool datum_same(const struct datum *a, const struct datum *b);
uint64_t datum_hash(const struct datum *d, uint64_t key);

/* The datum with its text copied to the arena. */
struct datum datum_copy(struct arena *a, struct datum d);

/* A decimal number from end to end: sign, digits, point, digits; with an
 * exponent only if `exponent`.  False if it is none or not finite. */
bool number_read(struct str s, bool exponent, double *out);
/* Appends a computed number as it is printed. */
void number_print(double x, struct buf *out);
#endif
