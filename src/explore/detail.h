/*
 * An opened record as a tree, made from its own bytes: keys in their order,
 * numbers and escapes as they are spelled, repeated keys as they stand.
 *
 * Nodes lie in reading order; the subtree of node i is i + 1 .. next - 1.
 * Text that is no JSON becomes nodes of kind DETAIL_TEXT, one for each line.
 * A string that holds JSON (a policy document) stays a leaf, and has the
 * members of what it holds below it.
 */
#ifndef EXPLORE_DETAIL_H
#define EXPLORE_DETAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "explore/lane.h"
#include "store/store.h"

enum detail_kind { DETAIL_LEAF, DETAIL_OBJECT, DETAIL_ARRAY, DETAIL_TEXT };

struct detail_node {
	enum detail_kind kind;
	enum value_type type; /* of a leaf */
	enum detail_kind inside; /* of a leaf: DETAIL_OBJECT or DETAIL_ARRAY
	                         when its text is one; else DETAIL_LEAF */
	struct str key;       /* escapes undone; of an array's member empty */
	struct str key_spelled;
	struct str value;     /* of a leaf: as spelled, strings without quotes;
	                         of text: the line */
	struct str whole;     /* of a branch: its text, brackets and all */
	bool escaped;         /* value holds escapes */
	bool table;           /* an array whose members are rows of a table */
	uint32_t position;    /* in an array */
	uint32_t parent;      /* index; DETAIL_NONE: top level */
	uint32_t next;        /* behind the subtree */
	uint32_t members;     /* of a branch */
	uint32_t leaves;      /* below it, itself for a leaf; what is inside
	                         a string does not count */
	uint16_t depth;       /* 0: top level */
};

#define DETAIL_NONE UINT32_MAX
#define DETAIL_KEY_COLUMNS 17 /* where values begin; longer keys push them */
#define DETAIL_INSIDE_MAX 4 /* strings within strings that are opened */

struct detail {
	struct arena arena;
	uint32_t event;
	struct detail_node *node;
	uint32_t n;
	bool json;
	bool rebuilt;       /* the file has changed: from the index */
	struct str remark;  /* why, visible; or empty */
	struct str name;    /* of the file, visible */
	struct place place;
	uint32_t copies;
	struct str text;    /* the event's own */
	struct str bytes;   /* as they stand in the file */
	struct str line;    /* text whose fields are the tree, visible; or
	                       empty */
};

/* Copies text.  Never fails: what is no JSON is text.  O(bytes). */
struct detail *detail_new(struct str text);
void detail_free(struct detail *d);

/* Appends the path of node i as the store prints it: steps joined by dots,
 * a first @ doubled. */
void detail_path(const struct detail *d, uint32_t i, struct buf *out);
/* The node with that path, or DETAIL_NONE; of repeated keys the last.
 * O(nodes) at worst. */
uint32_t detail_find(const struct detail *d, struct str path);
/* The value of a leaf, escapes undone into room. */
struct value detail_value(const struct detail *d, uint32_t i,
    struct buf *room);
/* Appends what stands behind the key: "text" as spelled, {2}, [3]; made
 * visible. */
void detail_print(const struct detail *d, uint32_t i, struct buf *out);
/* The values of the leaves below i, joined by commas, at most about `bytes`
 * of them. */
void detail_summary(const struct detail *d, uint32_t i, size_t bytes,
    struct buf *out);
/* Key and value of a node, as the search sees it. */
void detail_search_text(const struct detail *d, uint32_t i, struct buf *out);

/* True when members of i, if it has any, are counted and not named. */
bool detail_is_array(const struct detail *d, uint32_t i);
/* The string that i is inside of, the innermost; DETAIL_NONE: none. */
uint32_t detail_outer(const struct detail *d, uint32_t i);
/* The node whose value begins at or behind that byte of text. */
uint32_t detail_at(const struct detail *d, size_t byte);

/* A table: an array of at most 256 flat objects with at most four keys
 * together.  Marks them; done by detail_new. */
void detail_find_tables(struct detail *d);
bool detail_is_row(const struct detail *d, uint32_t i);
/* Append the names of its columns, the cells of a row; visible, O(rows). */
void detail_table_head(const struct detail *d, uint32_t array,
    struct buf *out);
void detail_table_row(const struct detail *d, uint32_t row, struct buf *out);

/* Where it opens: on errorCode when the call failed, else requestParameters,
 * else the first node. */
uint32_t detail_opens_on(const struct detail *d);
/* Folded at first, when the tree has more lines than rows: branches of three
 * leaves and more, but for requestParameters. */
bool detail_folded_at_first(const struct detail *d, uint32_t i);

/* Reads an event's record and makes its tree. */
struct ask_detail {
	struct work work;
	struct snapshot *snapshot; /* held */
	uint32_t event;
	struct detail *detail;
};
struct ask_detail *ask_detail_new(struct snapshot *s, uint32_t event);
#endif
