/*
 * A sheet: a list of lines that is not the list of events.  Top values, the
 * fields, a menu, the commands, the columns: a title, lines of text in
 * columns with a cursor on one of them, and for each line what it stands for,
 * so that + - t and the other keys act on it as on a cell of the list.
 *
 * A kind of sheet is a row of the table in sheet_kinds.c.  Its lines are made
 * at once (make) or by a lane (fill), from the subject, a text that says what
 * the sheet is about, such as the name of a field: kind and subject are all
 * that back and forward have to remember.  A tab other than Events and Ledger
 * is a sheet too.
 *
 *	kind, subject ──fill──▶ sheet_lines ──▶ sheet: cursor, order ──▶ ui
 *
 * Sheets lie on each other: a menu on top values on the list.  Keys go to the
 * one on top.
 */
#ifndef EXPLORE_SHEET_H
#define EXPLORE_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/err.h"
#include "explore/answer.h"
#include "explore/explore.h"
#include "explore/lane.h"

#define SHEET_CELLS 8
#define SHEETS_MAX 4 /* that lie on each other */

/* ---- lines ------------------------------------------------------------- */

/* What a line stands for: what keys on it act on. */
enum sheet_stand {
	STAND_NOTHING, /* a text; the cursor passes over it */
	STAND_VALUE,   /* field and value; a missing value: no such field */
	STAND_FIELD,   /* field: + is "has it" */
	STAND_EVENT,   /* number: the event */
	STAND_ACTION,  /* thing: a struct action */
	STAND_FILE,    /* value.text: @file */
	STAND_OTHER,   /* number, thing: the kind's own */
};

enum sheet_cut { CUT_END, CUT_MIDDLE, CUT_START };

struct sheet_column {
	struct str title;
	int least, most; /* width in columns; spare room goes to where most is
	                    not reached, in order */
	int from_width;  /* not drawn in a sheet that is narrower */
	enum sheet_cut cut;
	bool right;      /* numbers */
	bool counts;     /* cell.number, which is written short where it has to
	                    be */
	bool even;           /* grows in turn with the others that are */
	bool bar;        /* a bar of cell.number of 1,000 */
	bool sorts;      /* s sorts by it: by number, then text */
};

struct sheet_cell {
	struct str text; /* as it is in the log, not made visible */
	uint64_t number; /* what it is sorted by */
};

struct sheet_line {
	enum sheet_stand stand;
	bool partial;     /* detail has still to fill some cells */
	bool title;       /* STAND_NOTHING: a ruler with the text */
	bool failed;      /* drawn as a failed call */
	bool marked;      /* * in the gutter */
	bool pattern;     /* value is what pattern(field) gives */
	struct str field; /* printed name, as the store has it, not quoted */
	struct value value;
	uint64_t number;
	const void *thing;
	struct str text;  /* over the whole width; p NULL: the cells */
	struct sheet_cell cell[SHEET_CELLS];
};

/* All texts are in the arena, or static. */
struct sheet_lines {
	struct arena arena;
	struct sheet_line *line;
	size_t n;
	size_t pinned; /* the last so many are always in sight, 0 or 1 */
	struct str title, right; /* right: "300 of 2,900 events  32 values" */
	struct str footer; /* of a box: in its border */
	const struct sheet_column *columns; /* the kind's, unless set here */
	size_t n_columns;
	void *own; /* the kind's; own_free frees it with the lines */
	void (*own_free)(void *own);
};

struct sheet_lines *sheet_lines_new(void);
void sheet_lines_free(struct sheet_lines *l); /* NULL: nothing */
/* A new line; valid until the next. */
struct sheet_line *sheet_add(struct sheet_lines *l, enum sheet_stand stand);
/* What b holds, in the arena; b is empty then. */
struct str sheet_text(struct arena *a, struct buf *b);
/* A line of text, without the cursor. */
void sheet_say(struct sheet_lines *l, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* ---- making them in the background ------------------------------------- */

struct sheet_kind;

struct ask_sheet {
	struct work work;
	const struct sheet_kind *kind;
	uint64_t sheet;        /* which it is for */
	uint64_t version;      /* of the answer */
	uint64_t lines_id;     /* of the lines it fills */
	struct answer *answer; /* held: its result, its snapshot */
	struct pool *pool;
	struct scope scope;
	int (*zone)(int64_t us);
	struct str subject;    /* owned */
	struct str query;      /* owned: the path as text */
	struct query_progress progress;
	struct sheet_lines *made; /* NULL: stopped, or err */
	struct err err;
	/* Instead of making lines, filling some: copies of those in sight
	 * with field and value, and where they stand. */
	struct sheet_line *part;
	size_t *part_index;
	size_t n_parts;
	struct arena part_text; /* of their new texts */
};

/* ---- kinds ------------------------------------------------------------- */

enum sheet_form {
	SHEET_FORM_BOX,  /* over a part of the screen */
	SHEET_FORM_BODY, /* in place of list and detail, with a title line */
	SHEET_FORM_TALL, /* of histogram and query too */
	SHEET_FORM_TAB,  /* as BODY, its words stand on the line of the path */
};
enum sheet_corner { CORNER_RIGHT, CORNER_LEFT, CORNER_BOTTOM };

struct sheet;

/* What stands first on the key line: an action, and its word there (NULL: that
 * of the action table). */
#define HINTS_MAX 8
struct hint {
	const char *name, *word;
};

struct sheet_kind {
	const char *name;  /* "top values": for help and messages */
	const char *about; /* a sentence for the help: what a line says */
	enum sheet_form form;
	enum sheet_corner corner; /* of a box: CORNER_RIGHT, beside the
	                             cursor; CORNER_BOTTOM: above the keys */
	int box_columns;          /* of a box: wanted width inside */
	int tab;                  /* FORM_TAB: its number, else 0 */
	struct str tab_name;
	bool remembered; /* back and forward go to it */
	bool follows;    /* made anew with each answer */
	const char *open_word; /* on the key line: "Enter its events" */
	struct hint hints[HINTS_MAX];
	char sign;       /* of the prompt that is open with it, whose text make
	                    finds in x->prompt; 0: none */
	bool closes;     /* each row of the action table that is its own closes
	                    it first */
	bool passes;     /* keys that are not its own close it and act on what
	                    lies below */
	const struct sheet_kind *needs; /* a tab whose lines make looks at;
	                                   it is made again when they come */
	const struct sheet_column *columns;
	size_t n_columns;
	/* One of both.  fill runs in a lane: looks at k only, and leaves lines
	 * in k->made.  make runs at once; false: there is nothing, and it said
	 * why. */
	void (*fill)(struct ask_sheet *k);
	bool (*make)(struct explore *x, const struct sheet *s,
	    struct sheet_lines *l);
	/* Fills the cells of a partial line that cost more, in the lane, texts
	 * into the arena; false: stopped.  Asked for the lines in sight. */
	bool (*detail)(struct ask_sheet *k, struct sheet_line *line,
	    struct arena *a);
	/* Enter on a line; NULL: shows the events of the value. */
	unsigned (*open)(struct explore *x, struct sheet *s,
	    const struct sheet_line *l);
	/* What Tab puts into the prompt; NULL: nothing. */
	struct str (*complete)(const struct sheet_line *l);
	/* The value that keys act on, where a line has several in the columns
	 * that h and l choose; NULL: the line's own. */
	struct value (*value)(const struct sheet *s,
	    const struct sheet_line *l);
	/* Draws a picture in place of the lines, text of at most so many
	 * columns and lines; false: the lines are drawn.  *cursor_line: the
	 * one of the cursor, -1: none. */
	bool (*picture)(struct explore *x, const struct sheet *s, int columns,
	    int rows, bool ascii, struct buf *out, int *cursor_line);
	/* In that picture lines stand beside each other: h and l go from one
	 * to the next, j and k choose the column.  NULL: never. */
	bool (*across)(const struct explore *x, const struct sheet *s);
	/* It is closed by Esc; NULL: nothing is to be done. */
	void (*left)(struct explore *x, struct sheet *s);
};

/* The table, and its rows by name. */
extern const struct sheet_kind *const sheet_kinds[];
size_t sheet_kinds_count(void);
const struct sheet_kind *sheet_kind_of_tab(int tab); /* NULL: none */

/* ---- sheets ------------------------------------------------------------ */

struct sheet {
	const struct sheet_kind *kind;
	uint64_t id;
	struct str subject; /* owned */
	struct sheet_lines *lines; /* NULL: being made */
	size_t *order;      /* of the lines, as they are shown */
	size_t row, top;    /* in that order */
	size_t goal;        /* row to be taken when lines come, until a key
	                       moves */
	bool has_goal;
	size_t column;      /* it is sorted by */
	int direction;      /* 1: down, largest first; -1: up; 0: as made */
	uint64_t version;   /* of the answer its lines are from */
	uint64_t lines_id;  /* another one for each making of them */
	bool asked;         /* and that it was asked for */
	uint64_t asked_version;
	unsigned percent;   /* shown last */
	struct err err;     /* why there are no lines */
};

/* The sheet that keys go to, or NULL. */
struct sheet *sheet_top(const struct explore *x);
/* Puts a sheet on top.  Copies subject.  A remembered one makes a view for
 * back.  False: it cannot be; a message says why. */
bool sheet_open(struct explore *x, const struct sheet_kind *kind,
    struct str subject);
/* Takes the top one away, not that of a tab. */
void sheet_close(struct explore *x);
/* All that lie over the list; those of tabs stay. */
void sheets_close(struct explore *x);
void sheets_free(struct explore *x);
/* Its lines are made again, the cursor stays on the same thing. */
void sheet_again(struct explore *x, struct sheet *s);

/* The line under the cursor, or NULL. */
const struct sheet_line *sheet_line_here(const struct sheet *s);
/* Enter: what its kind does, else the events of the value. */
unsigned sheet_enter(struct explore *x);
/* A key while its prompt is open that moves or completes; false: it edits. */
bool sheet_prompt_key(struct explore *x, const char *key);
void sheet_move(struct explore *x, struct sheet *s, int64_t rows);
void sheet_go(struct explore *x, struct sheet *s, size_t row);
/* s: down, up, off; by the first column that sorts, when none is chosen. */
bool sheet_sort(struct explore *x, struct sheet *s);
/* h and l: the column that s sorts by. */
bool sheet_column_go(struct sheet *s, int step);
/* The same by its place among those that are drawn; it sorts, or nothing
 * changes. */
void sheet_column_choose(const struct explore *x, struct sheet *s,
    size_t drawn);
/* The cursor's line, 0 the first, and how many there are; texts and what is
 * pinned do not count. */
void sheet_place(const struct sheet *s, uint64_t *row, uint64_t *n);
/* Its lines stand beside each other. */
bool sheet_across(const struct explore *x, const struct sheet *s);
/* Lines that have room. */
int sheet_rows(const struct explore *x, const struct sheet *s);
/* Keeps the cursor in sight, asks for lines that are wanted. */
void sheets_settle(struct explore *x);
/* Work of the lane is done; borrows k. */
unsigned sheet_made(struct explore *x, struct ask_sheet *k);
/* The text of a line, visible: what / looks at. */
void sheet_line_text(const struct sheet *s, size_t row, struct buf *out);

/* ---- the kinds, each of its file --------------------------------------- */

extern const struct sheet_kind sheet_diff, sheet_compare, sheet_info,
    sheet_ways;
extern const struct sheet_kind sheet_values, sheet_fields, sheet_chart,
    sheet_menu,
    sheet_palette, sheet_copy, sheet_save, sheet_export, sheet_file,
    sheet_name, sheet_columns_kind, sheet_tracks;
#endif
