/*
 * Inside the store: what a bound field is.
 */
#ifndef STORE_FIELD_H
#define STORE_FIELD_H

#include "store/snapshot.h"

struct field_path {
	uint32_t path;
	uint32_t rest; /* the position, of a path under PATH_REST; PATH_NONE:
	                  not under it */
};

enum computed {
	COMPUTED_NONE,
	COMPUTED_FILE,
	COMPUTED_RECORD,
	COMPUTED_OFFSET,
	COMPUTED_COPIES,
	COMPUTED_CONFLICT,
	COMPUTED_LOG,
	COMPUTED_LOG_STREAM,
	COMPUTED_INGESTION,
};

struct field {
	struct snapshot *snap;
	struct str name;
	enum field_kind kind;
	enum computed computed;
	struct field_path *paths; /* that have values, in order of precedence */
	uint32_t n_paths;
	uint32_t *below; /* paths below those named; for presence */
	uint32_t n_below;
};

/* The column of a computed field, in tmp. */
void computed_column(const struct field *f, uint32_t seg, struct column *out,
    struct arena *tmp);

/* The column of FIELD_ANY, in tmp: SPARSE, a row may be there several times;
 * its entries without the rows; the values of a row, with commas. */
void any_column(const struct field *f, uint32_t seg, struct column *out,
    struct arena *tmp);
void any_entries(const struct field *f, uint32_t seg, struct column *out,
    struct arena *tmp);
struct value any_value(const struct field *f, uint32_t seg, uint32_t row,
    struct arena *tmp);

struct value computed_one(const struct field *f, uint32_t event, char room[40]);

/* The filter's bits of one segment, from bit 0; events NULL: all.  In tmp. */
uint64_t *segment_filter(const struct snapshot *s, uint32_t seg,
    const uint64_t *events, struct arena *tmp);

/* A column of codes and texts made row by row. */
struct column_maker;
struct column_maker *column_maker_new(const struct snapshot *s, uint32_t rows,
    struct arena *tmp);
/* rows rise; at most one value a row. */
void column_maker_add(struct column_maker *m, uint32_t row, struct value v);
void column_maker_end(struct column_maker *m, struct column *out);
#endif
