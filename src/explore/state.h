/*
 * What struct explore is made of; for the files of this room only.
 */
#ifndef EXPLORE_STATE_H
#define EXPLORE_STATE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/pool.h"
#include "base/regex.h"
#include "explore/answer.h"
#include "explore/bars.h"
#include "explore/columns.h"
#include "explore/detail.h"
#include "explore/explore.h"
#include "explore/history.h"
#include "explore/lane.h"
#include "explore/ledger.h"
#include "explore/prompt.h"
#include "explore/row_reader.h"
#include "explore/search.h"
#include "explore/steps.h"

#define VIEWS_MAX 256
#define CELL_NONE SIZE_MAX /* no cell is chosen */
#define TEXTS 24

/* Where the eye is in a list: kept by event, and by row where rows are no
 * events. */
struct place_in_list {
	uint64_t row, top;
	uint32_t event;
};

/* What back and forward go to. */
struct view {
	struct steps steps;
	struct scope scope;
	int tab;
	bool detail_open;
	enum explore_pane focus;
	struct place_in_list place;
};

enum lane_name { LANE_QUERY, LANE_COUNTS, LANE_BARS, LANE_DETAIL, LANE_SEARCH,
	LANE_LEDGER, LANES };

/* A list that is made of fixed lines: ledger, help. */
struct text_place {
	size_t row, top;
};

/* A line of the detail: bytes from..to of what detail_print gives for a node;
 * or of the place of the record, below the tree. */
struct opened_row {
	uint32_t node; /* DETAIL_NONE: line `from` of the place */
	uint32_t from, to;
};

struct fold {
	struct buf path;
	bool folded;
};

#define FOLDS_MAX 256 /* the oldest are forgotten */

struct opened {
	struct detail *doc; /* NULL: nothing read yet */
	uint32_t wanted;    /* the event asked for; EVENT_NONE: none */
	struct opened_row *row; /* lines that are not folded away */
	size_t n, capacity;
	size_t n_tree;      /* of them lines of the tree */
	size_t cursor, top;
	struct buf path;    /* of the cursor, once it was moved; else empty */
	struct fold fold[FOLDS_MAX]; /* by hand; kept from event to event */
	size_t n_folds;
	int fold_all;       /* 1: all folded, -1: none, 0: what is large */
	bool wrap;
};

struct search {
	bool active;         /* n and N go on with it */
	enum explore_pane pane;
	bool ledger;         /* the list is the ledger's */
	struct find find;    /* text points into pattern */
	struct buf pattern;
	struct regex *regex; /* of FIND_REGEX, when the pattern is right */
	struct regex_matcher *matcher;
	/* of the list: */
	struct ask_find *all; /* the rows that match, once counted */
	uint64_t all_version; /* of the answer it was counted in */
	uint64_t origin;      /* row where the prompt was opened */
	bool missed;          /* looked everywhere */
	/* of lines (detail, help, ledger): */
	size_t line_origin;
};

struct explore {
	/* given */
	struct store *store;
	struct loader *loader;
	int (*zone)(int64_t us);
	struct buf source;
	struct pool *pool;
	int wake_fd;
	struct lane *lane[LANES];

	/* the investigation */
	struct scope scope;
	struct steps steps;
	struct view *back, *forward; /* newest last */
	size_t n_back, n_forward;
	uint32_t *marked; /* event numbers, ascending */
	size_t n_marked;

	/* what the lanes gave */
	struct answer *answer;
	uint64_t answer_version;
	struct row_reader *rows;
	struct bars bars;
	size_t bars_cursor;
	struct err query_err;   /* of the newest query, if it failed */
	bool refreshing;        /* what runs only takes in new events */
	uint64_t asked_generation; /* and of its snapshot */
	int64_t asked_us;
	int64_t refresh_us; /* between two answers that take in new events */
	struct place_in_list goal; /* where a view wants to be */
	bool has_goal;
	struct buf announce; /* said with the count when the answer comes */

	/* panes */
	struct explore_room room;
	int tab;
	enum explore_pane focus;
	bool detail_open, full, quits;
	int share, side_share;
	struct place_in_list place;
	size_t cell; /* column id of the cell cursor */
	size_t first_own; /* first own column in view */
	size_t step_cursor; /* 0: the data */
	struct opened opened;
	struct search search;
	struct prompt prompt;
	struct history *history;
	struct err prompt_err; /* of the text as it stands */
	uint64_t prompt_count; /* events that & would leave */
	bool prompt_counted;
	size_t edited_step;    /* Enter on a step; SIZE_MAX: the whole path */
	const char *key;       /* the one that is being handled */

	struct ledger_lines *ledger;
	struct text_place ledger_place;
	int64_t ledger_us;
	bool ledger_final;
	bool help_open;
	struct buf *help; /* lines */
	size_t n_help;
	struct text_place help_place;

	/* loading */
	struct load_progress load;
	bool loading;
	int64_t drawn_us;

	/* texts that accessors give */
	struct buf message;
	struct buf text[TEXTS];
	struct columns columns;
	struct buf cell_text[EXPLORE_COLUMNS_MAX];
	struct explore_bar *bar_out;
	size_t bar_capacity;
};

enum { TEXT_BADGE, TEXT_CONSTANTS, TEXT_FIRST, TEXT_LAST, TEXT_DAY,
	TEXT_BUCKET, TEXT_PEAK, TEXT_PROGRESS, TEXT_QUERY, TEXT_SHOWN,
	TEXT_NUMBERS, TEXT_ERROR, TEXT_LABEL, TEXT_SPAN, TEXT_PLACE, TEXT_TITLE,
	TEXT_LEFT, TEXT_RIGHT, TEXT_KEY, TEXT_VALUE, TEXT_SUMMARY, TEXT_NOTE,
	TEXT_HELP, TEXT_STATUS, TEXTS_USED };

/* An empty buffer for an accessor's text. */
static inline struct buf *
text_room(struct explore *x, int which)
{
	buf_reset(&x->text[which]);
	return &x->text[which];
}

static inline int
zone_at(const struct explore *x, int64_t us)
{
	return x->zone && us != TIME_NONE ? x->zone(us) : 0;
}

/* ---- explore.c: work and what it gives --------------------------------- */

/* One message until the next key. */
void tell(struct explore *x, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The steps are others: a new answer is wanted. */
void steps_changed(struct explore *x);
/* Stops what runs; false: nothing did. */
bool stop_work(struct explore *x);
/* Keeps cursors in range and in sight, asks for the record to be shown. */
void settle(struct explore *x);
/* Counts what & or the search would find, as it is typed. */
void ask_prompt_count(struct explore *x);

/* ---- views.c: back and forward ----------------------------------------- */

/* Remembers the view as it is, for back. */
void view_push(struct explore *x);
bool view_back(struct explore *x);
bool view_forward(struct explore *x);
void views_free(struct explore *x);
void opened_free(struct opened *o);

/* ---- list.c ------------------------------------------------------------ */

uint64_t list_rows(const struct explore *x);
/* The row is the cursor's from now on. */
void list_go(struct explore *x, uint64_t row);
/* Lines that rows from..to take, days between them counted; stops counting
 * beyond most. */
int list_lines(struct explore *x, uint64_t from, uint64_t to, int most);
/* The row of the answer where an event is, or the next older one. */
uint64_t list_row_near(struct explore *x, uint32_t event);
/* Moves the top so that the cursor is in sight. */
void list_scroll(struct explore *x);
/* Chooses the cell that is `step` beside the one of the cursor. */
bool list_cell(struct explore *x, int step);

/* ---- opened.c: the detail pane ----------------------------------------- */

/* A record was read: shows it, the cursor on the path it was on. */
void opened_show(struct explore *x, struct detail *d);
void opened_close(struct explore *x);
/* Makes its lines anew after folding, wrapping, another width. */
void opened_lines(struct explore *x);
void opened_go(struct explore *x, size_t row);
void opened_scroll(struct explore *x);
/* Unfolds what hides the node and goes there. */
void opened_reveal(struct explore *x, uint32_t node);
bool opened_fold(struct explore *x, bool folded);
void opened_fold_all(struct explore *x, bool folded);
/* The node under the cursor, or DETAIL_NONE. */
uint32_t opened_node(const struct explore *x);
bool opened_branch(const struct explore *x, uint32_t node);
bool opened_folded(const struct explore *x, uint32_t node);

/* ---- seek.c: search in panes ------------------------------------------- */

/* Starts a search in the focused pane; the pattern is what the prompt has. */
void seek_typed(struct explore *x);
void seek_begin(struct explore *x);
void seek_leave(struct explore *x); /* Esc: back to where it began */
void seek_end(struct explore *x);
void seek_next(struct explore *x, int step);
/* Goes to the next failed call or marked event. */
void seek_failed(struct explore *x, int step);
void seek_value(struct explore *x);
/* Work of the lane is done; owns k. */
void seek_found(struct explore *x, struct ask_find *k);
/* "3 of 3, 2 folded away" */
void seek_note(struct explore *x, struct buf *out);
bool seek_hits_node(struct explore *x, uint32_t node);
uint64_t seek_hits_below(struct explore *x, uint32_t node);

/* ---- value.c: what + and - act on -------------------------------------- */

struct picked {
	struct buf name; /* of the field, as the query language writes it */
	struct value value;
	bool branch;     /* an object: + is ispresent */
	struct buf text; /* of the value */
};
/* False: nothing is there; says why. */
bool pick(struct explore *x, struct picked *p);
void picked_free(struct picked *p);
bool has_value(const struct explore *x);
/* Adds the step: only, or not, this value. */
void pick_step(struct explore *x, bool only);
/* The steps that leave the events of a row of groups. */
bool pick_row_events(struct explore *x);
/* A range of time as a step; in us, whole milliseconds. */
void range_step(struct explore *x, int64_t from_us, int64_t to_us);
bool step_range(const struct step *s, int64_t *from_us, int64_t *to_us);

/* ---- help.c ------------------------------------------------------------ */

void help_open(struct explore *x);
void help_close(struct explore *x);

#endif
