/*
 * An investigation without a screen: scope, path of steps, result,
 * selection, history of views, opened record, ledger, prompt, help.  Keys go
 * in, lines of text come out; who draws them is no concern of this room.
 *
 *	key ──▶ action ──▶ struct explore ◀── finished work ◀── lanes (threads)
 *	                        │
 *	        accessors: tabs, bars, query, path, rows, detail, keys ──▶ ui
 *
 * One thread owns struct explore and calls everything here.  No call waits
 * for a query, a file or another thread: work is done in lanes, one thread
 * each, that do only the newest job they were given; what they finish is
 * taken over by explore_tick.  Until then the last good result stays.
 *
 * All text that comes out has been made visible (base/utf8.h) and is UTF-8;
 * it is borrowed and valid until the next call of explore_key, explore_text,
 * explore_tick, or of the same accessor, unless said otherwise.  Signs beyond
 * ASCII are those of doc/screens (`…`, `▾`, `–`); an ASCII face maps them one
 * to one.
 *
 * The face's loop:
 *
 *	struct explore *x = explore_new(&options);
 *	for (;;) {
 *		explore_resize(x, &room);          after each change of layout
 *		draw what `redraw` names;
 *		poll(terminal, explore_fds(x, fds), explore_timeout_ms(x));
 *		redraw = explore_tick(x);
 *		redraw |= explore_key(x, "j");     for each key
 *		if (explore_quits(x)) break;
 *	}
 */
#ifndef EXPLORE_EXPLORE_H
#define EXPLORE_EXPLORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "explore/chart.h"
#include "explore/out.h"
#include "explore/recent.h"
#include "ingest/ingest.h"
#include "query/query.h"
#include "store/store.h"

struct explore;
struct sheet_kind;

/* ---- life -------------------------------------------------------------- */

struct explore_options {
	struct store *store;   /* outlives the explore */
	struct loader *loader; /* may be NULL; outlives the explore */
	struct str source;     /* label of the first step: "AWSLogs"; copied */
	int64_t from_us, to_us; /* scope [from, to); open: INT64_MIN,
	                           INT64_MAX */
	unsigned threads;       /* for queries; 0: cores */
	bool follow;            /* the loader was started so */
	const char *state_dir;  /* $XDG_STATE_HOME/spoor; NULL: keep no history;
	                           never a directory of evidence */
	int (*zone)(int64_t us); /* seconds east of UTC at that time; NULL: UTC */
	int (*local)(int64_t us); /* of this machine, for :local; NULL: UTC */
	const char *config_dir; /* $XDG_CONFIG_HOME/spoor: saved queries; NULL:
	                           none */
	const char *library;    /* the file of shipped queries; NULL: none */
	const char *const *logs; /* absolute paths of what is read, for the
	                           batch command, and where nothing is written;
	                           copied */
	size_t n_logs;
	const char *export_dir; /* where exports go, outside of logs; NULL: the
	                           working directory */
};

struct explore *explore_new(const struct explore_options *o);
/* Stops all work, waits for the lanes (at most one batch of rows). */
void explore_free(struct explore *x);
bool explore_quits(const struct explore *x);

/* ---- the loop ---------------------------------------------------------- */

/* What changed, as a set of bits. */
enum explore_redraw {
	DRAW_TABS = 1,
	DRAW_BARS = 2, /* histogram and marks, or the progress line */
	DRAW_QUERY = 4,
	DRAW_PATH = 8,
	DRAW_LIST = 16, /* header and rows */
	DRAW_DETAIL = 32,
	DRAW_KEYS = 64,
	DRAW_LAYOUT = 128, /* what is open, or its share: lay out again */
	DRAW_ALL = 255,
	DRAW_CLEAR = 256, /* ^L: the terminal's content is not trusted */
};

/* File descriptors to poll for reading: fds has room for EXPLORE_FDS; returns
 * how many were set. */
#define EXPLORE_FDS 2
size_t explore_fds(const struct explore *x, int fds[EXPLORE_FDS]);
/* For poll: -1, or ms after which explore_tick should be called although
 * nothing was readable (a query postponed, progress to be shown). */
int explore_timeout_ms(const struct explore *x);
/* Takes over finished work, starts work that is due.  Never waits. */
unsigned explore_tick(struct explore *x);
/* Files are read, work is under way, or new events wait to be taken in: for
 * tests and scripts that go on when all is quiet. */
bool explore_busy(struct explore *x);

/*
 * A key by its name, as the action table has it: one printable character
 * ("a", "é", "+"), or Enter Esc Tab S-Tab Space Backspace Delete Up Down Left
 * Right Home End PgUp PgDn F1..F12, or ^A..^Z.  While a prompt is open a
 * character is typed into it ("Space" is a blank).
 */
unsigned explore_key(struct explore *x, const char *key);
/* Text that was pasted: goes into the prompt as it is (line ends become
 * blanks except in a query); without a prompt it does nothing but say so. */
unsigned explore_text(struct explore *x, struct str text);
/* Text that was copied and is to go into the terminal's clipboard; empty:
 * none.  Visible but for line ends, made of at most 74,000 bytes. */
struct str explore_clipboard(struct explore *x);
void explore_clipboard_taken(struct explore *x);
/* Runs an action by its name ("only"), whatever pane is in focus. */
unsigned explore_action(struct explore *x, const char *name);

/* ---- layout: the face tells what it shows ------------------------------ */

enum explore_pane { PANE_LIST, PANE_DETAIL, PANE_BARS, PANE_QUERY, PANE_PATH,
	PANE_HELP, PANE_PROMPT, PANE_SHEET, PANES };

struct explore_room {
	int list_columns; /* width of the list, its gutter of 2 included */
	int list_rows;    /* rows below the header; >= 1 */
	int detail_columns, detail_rows; /* 0 when not shown */
	int screen_columns, screen_rows;
	int bars; /* bars that have room in the histogram; 0: none */
	int sheet_columns, sheet_rows; /* for a sheet that is no box, its title
	                                  and header included */
};
/* Keeps cursors visible; starts the histogram anew when bars differ.
 * Returns what has to be drawn. */
unsigned explore_resize(struct explore *x, const struct explore_room *r);

enum explore_tab { TAB_EVENTS = 1, TAB_FIELDS = 2, TAB_CHART = 3,
	TAB_LEDGER = 6 };
#define EXPLORE_TABS 8 /* more than the largest number of a tab */
int explore_tab(const struct explore *x);
enum explore_pane explore_focus(const struct explore *x);
bool explore_detail_open(const struct explore *x);
/* The focused pane alone (f). */
bool explore_full(const struct explore *x);
/* Share of an open detail in percent of the rows below the header, 55 at
 * first, 15..85 by < >; with the detail at the side: of the columns, 37 at
 * first. */
int explore_detail_share(const struct explore *x, bool side);
bool explore_help_open(const struct explore *x);

/* Seconds east of UTC at a time, as times are shown now; NULL: UTC. */
int (*explore_zone(const struct explore *x))(int64_t us);

/* ---- line 1: tabs ------------------------------------------------------ */

struct explore_tab_text {
	int number;
	struct str name;  /* "Events" */
	struct str badge; /* "!4", or empty */
	bool open;
};
size_t explore_tabs(const struct explore *x); /* only those that exist */
void explore_tab_at(struct explore *x, size_t i, struct explore_tab_text *out);
/* For the right of line 1 from 100 columns on: "AWSLogs  account 1238...
 * us-east-1": the values of columns that are not drawn as they are constant. */
struct str explore_constants(struct explore *x);

/* ---- lines 2, 3: histogram, marks, progress ---------------------------- */

struct explore_bar {
	uint64_t count;  /* events after the last filter */
	uint64_t failed; /* of them */
	char mark;       /* '*' 'x' 'o' or ' ' */
};
struct explore_bars {
	const struct explore_bar *bars; /* n of them; at most room.bars */
	size_t n;
	uint64_t peak;
	int64_t from_us, to_us; /* of the first and behind the last bucket */
	int64_t bucket_us;
	struct str first;  /* "11:42", "11-02 11:42" when it is not one day's,
	                      "2023-11-02" when it is not one year's */
	struct str last;   /* "12:38" */
	struct str day;    /* "07-10"; "" when the span has several days */
	struct str bucket; /* "1m a bar" */
	uint64_t untimed;  /* matched events without a time */
	size_t cursor;     /* the chosen bar; n: none (not focused) */
	size_t chosen_from, chosen_to; /* chosen bars [from, to) around it */
	bool split;        /* drawn apart: succeeded, failed */
	uint64_t peak_ok, peak_failed; /* highest bars of each */
};
/* n == 0: nothing to show yet. */
void explore_bars(struct explore *x, struct explore_bars *out);
/* Words for the corner behind the bars: "peak 395". */
struct str explore_bars_peak(struct explore *x);

struct explore_progress {
	bool loading;     /* files are being read */
	bool stopped;     /* by ^C or a limit: stays in sight */
	unsigned percent; /* 0..100, of bytes */
	struct str text;  /* "5 of 55 files  20 %  1 s left", "stopped: 5 of
	                     55 files" */
};
void explore_progress(struct explore *x, struct explore_progress *out);

/* ---- line 4: the query ------------------------------------------------- */

struct explore_query {
	struct str text;    /* the whole path as query text, as it would run in
	                       batch; empty: every event */
	struct str shown;   /* the same on one line; "every event" */
	struct str numbers; /* "574 of 2,900  94 failed  1 ms" */
	bool running;       /* the numbers are those of the result before */
	bool wrong;         /* an error: caret and message are set */
	size_t caret;       /* byte in the prompt's text, else in text */
	struct str message; /* what was found, what was expected */
};
void explore_query(struct explore *x, struct explore_query *out);

/* ---- line 5: the path -------------------------------------------------- */

struct explore_step {
	struct str label;   /* "AWSLogs", "writes" */
	struct str text;    /* query text: "filter readOnly = 0"; "" for the
	                       first */
	bool on;
	bool counted;
	uint64_t count;     /* events after this step */
	bool cursor;
};
size_t explore_steps(const struct explore *x); /* >= 1: the data itself */
void explore_step_at(struct explore *x, size_t i, struct explore_step *out);
/* "2023-07-10 11:42–12:38  newest first" */
struct str explore_span(struct explore *x);

/* ---- line 6 and the rows: the list ------------------------------------- */

#define EXPLORE_COLUMNS_MAX 64

struct explore_column {
	struct str title; /* "what"; the first: the date of the top row */
	int width;        /* columns on the screen */
	bool cursor;      /* the cell cursor stands in it */
	bool right;       /* numbers: set to the right */
	char sorted;      /* 'v' largest first, '^' smallest first, else ' ' */
};
/* Those that are drawn; one blank stands between two.  Depends on the width
 * and the kind of result only. */
size_t explore_columns(struct explore *x);
void explore_column_at(struct explore *x, size_t i, struct explore_column *out);

/*
 * On the ledger tab there is no header, no histogram, no query and no path:
 * the rows below the tabs down to the keys are all list lines, list_rows of
 * them, with LINE_TEXT (totals, accounts), LINE_TITLE and LINE_ROW with one
 * cell over the whole width.  LINE_TEXT and LINE_TITLE have a right part.
 */
enum explore_line_kind {
	LINE_NONE,  /* below the last row */
	LINE_EVENT, /* cells */
	LINE_ROW,   /* cells of a result whose rows are no events */
	LINE_DAY,   /* text: "Mon 2023-07-10": the day changes here */
	LINE_TEXT,  /* text over the whole width */
	LINE_TITLE, /* text: a title line of a section (ledger) */
};

struct explore_line {
	enum explore_line_kind kind;
	bool cursor;       /* the row of the cursor */
	char flag;         /* '*' marked, '@' where one came from, else ' ' */
	bool failed;       /* a failed call */
	bool unread;       /* a remark of evidence that was not read */
	struct str text;   /* of LINE_DAY, LINE_TEXT, LINE_TITLE */
	struct str right;  /* of LINE_TEXT, LINE_TITLE: "4 of 4" */
	struct str cells[EXPLORE_COLUMNS_MAX]; /* one for each drawn column, not
	                      wider than it */
	size_t n_cells;
	size_t match_from, match_to; /* bytes of the row's text that the search
	                      found, in cells[match_cell]; equal: none */
	size_t match_cell;
};
/* Line `line` (0: top) of what is in view. O(rows in view). */
void explore_list_line(struct explore *x, int line, struct explore_line *out);
/* "1 of 2,900" */
struct str explore_place(struct explore *x);
uint64_t explore_rows(const struct explore *x);
uint64_t explore_row(const struct explore *x); /* of the cursor */
uint32_t explore_event(const struct explore *x); /* or EVENT_NONE */

/* ---- sheets: lists of lines other than the events ---------------------- */

enum explore_sheet_form {
	SHEET_NONE,
	SHEET_BOX,  /* over a part of the screen */
	SHEET_BODY, /* in place of the list and the detail: title, header,
	               lines */
	SHEET_TALL, /* in place of histogram and query, too */
	SHEET_TAB,  /* as SHEET_BODY; its words stand on the line of the path */
};

struct explore_sheet {
	enum explore_sheet_form form;
	bool at_right, at_bottom; /* where a box stands; else at the left */
	struct str title, right;  /* of the ruler, or of a box's border */
	struct str footer;        /* of a box's lower border */
	int columns, rows;        /* lines and their width; of a box: inside */
	bool header;              /* a line of column titles stands above */
};
/* The one on top, SHEET_NONE: none.  The lines below are its. */
void explore_sheet(struct explore *x, struct explore_sheet *out);
/* The one that stands in place of the list while a box lies over it;
 * SHEET_NONE: the list does.  The lines below are its, until explore_sheet is
 * called. */
void explore_sheet_below(struct explore *x, struct explore_sheet *out);
/* As explore_columns and explore_list_line. */
size_t explore_sheet_columns(struct explore *x);
void explore_sheet_column_at(struct explore *x, size_t i,
    struct explore_column *out);
void explore_sheet_line(struct explore *x, int line, struct explore_line *out);
/* A picture in place of its lines: visible text, lines that end in \n, at most
 * so many columns and rows; empty: the lines are drawn.  *cursor_line: where
 * the sign of the cursor belongs, in the first column; -1: nowhere. */
struct str explore_sheet_picture(struct explore *x, int columns, int rows,
    bool ascii, int *cursor_line);

/* ---- the opened record ------------------------------------------------- */

struct explore_detail_title {
	struct str left;  /* "iam:AttachUserPolicy 12:24:49 us-east-1" */
	struct str right; /* "requestParameters.policyArn  11/20" */
};
void explore_detail_title(struct explore *x, struct explore_detail_title *out);

struct explore_detail_line {
	bool exists;
	bool cursor;
	int indent;       /* 2 for each level */
	char fold;        /* ' ' leaf, 'v' unfolded, '>' folded */
	struct str key;   /* visible; "[0]" of an array */
	struct str value; /* as spelled in the record: "\"1.08\"", "null",
	                     "{2}", "[3]"; wrapped: one piece of it */
	struct str summary; /* of a folded branch: its leaves' values */
	uint64_t matches;   /* search hits inside a folded branch: ~n */
	bool match;         /* a search hit is in this line */
	bool plain;         /* no tree: text, JSON, bytes, or the place (value
	                       only) */
	bool row;           /* summary is a row of a table */
};
/* Line `line` (0: top) of what is in view. */
void explore_detail_line(struct explore *x, int line,
    struct explore_detail_line *out);
/* Columns that keys take: where values begin, counted from the key of the
 * first level.  A longer key pushes its value to the right. */
int explore_detail_key_columns(const struct explore *x);

/* ---- prompt ------------------------------------------------------------ */

enum explore_prompt_kind { PROMPT_NONE, PROMPT_QUERY, PROMPT_SEARCH,
	PROMPT_MATCH, PROMPT_TIME, PROMPT_SHEET };

struct explore_prompt {
	enum explore_prompt_kind kind;
	char sign;         /* ';' '/' '&' ':' */
	struct str text;   /* as typed; may hold newlines in a query; not made
	                      visible: made of what was typed or pasted */
	size_t cursor;     /* byte */
	struct str note;   /* "3 of 3, 2 folded away", "7 events" */
};
void explore_prompt(struct explore *x, struct explore_prompt *out);

/* True when the user wants the query that is typed in an editor (^X, then y):
 * the face runs it, and calls explore_edited with the text it gave, or with
 * the old one and why it could not. */
bool explore_editor(const struct explore *x, struct str *text);
unsigned explore_edited(struct explore *x, struct str text, const char *why);

/* While ^R searches the history, or Up and Down walk it, the prompt's text is
 * the entry; nothing else to draw. */

/* ---- a box that goes with the prompt ----------------------------------- */

enum explore_box_place {
	BOX_NONE,
	BOX_HEADER, /* from the header of the list down; the text is typed in it */
	BOX_WORD,   /* below the word of the query that is typed */
};
struct explore_box {
	enum explore_box_place place;
	struct str title, right; /* in its upper border: left, right */
	struct str foot;         /* in its lower border */
	size_t lines;
	int columns;  /* wanted inside the borders */
	size_t word;  /* BOX_WORD: byte of the prompt's text */
	size_t cursor; /* the line that must be in sight */
};
struct explore_box_line {
	struct str text, right;
	bool cursor; /* it is chosen */
	bool typed;  /* the prompt's text stands here */
	bool quiet;
};
void explore_box(struct explore *x, struct explore_box *out);
void explore_box_line(struct explore *x, size_t line,
    struct explore_box_line *out);

/* ---- last line: keys, messages, help ----------------------------------- */

/* One message until the next key; empty: show the keys. */
struct str explore_message(struct explore *x);
/* The line above the message, when it has two: something about the evidence,
 * said once ("6 Ledger" stands at its right). */
struct str explore_message_above(const struct explore *x);

struct explore_hint {
	const char *key;  /* "Enter" */
	const char *word; /* "open" */
};
/* The keys that help now, most useful first; from the action table. */
size_t explore_hints(const struct explore *x);
struct explore_hint explore_hint_at(const struct explore *x, size_t i);

/* Help: this pane's keys, then all keys, then the words of the query
 * language, as lines of at most `columns`, made when it opens. */
struct str explore_help_title(struct explore *x); /* "help: events" */
size_t explore_help_lines(const struct explore *x);
/* Line `line` (0: top) of what is in view. */
struct str explore_help_line(const struct explore *x, int line);
/* "page 1 of 4" */
struct str explore_help_place(struct explore *x);

/* ---- the mouse --------------------------------------------------------- */

bool explore_mouse(const struct explore *x); /* it is on: F2; off at first */
/* The cursor goes to a line in view of the list, the sheet or the record, and
 * to the drawn column `cell` of the list (-1: stays).  *again: it stood there
 * already. */
unsigned explore_point_line(struct explore *x, enum explore_pane pane,
    int line, int cell, bool *again);
/* To the drawn column of the list or the sheet; the row stays. */
unsigned explore_point_column(struct explore *x, enum explore_pane pane,
    int cell);
/* The share of an open detail, in percent, as far as it can be had. */
unsigned explore_point_border(struct explore *x, int share);
/* To a bar; drag: the range reaches from the bar of before to this one. */
unsigned explore_point_bar(struct explore *x, size_t bar, bool drag);
unsigned explore_point_step(struct explore *x, size_t step);

/* ---- the action table -------------------------------------------------- */

enum explore_need {
	NEED_NOTHING,
	NEED_VALUE = 1,  /* a value under the cursor */
	NEED_EVENT = 2,  /* a selected event */
	NEED_ROW = 4,    /* a selected row */
	NEED_DETAIL = 8, /* an opened record */
	NEED_LOADING = 16,
};

/* Panes as a set: bit 1 << PANE_X. */
#define PANES_ALL                                                       \
	(1u << PANE_LIST | 1u << PANE_DETAIL | 1u << PANE_BARS |        \
	    1u << PANE_QUERY | 1u << PANE_PATH)

/* Where the first page of the help has it. */
enum explore_group { GROUP_NONE, GROUP_VALUE, GROUP_MOVE, GROUP_PANE,
	GROUP_PATH, GROUPS };

struct action {
	const char *name;
	const char *keys;  /* names with blanks between: "+ =" */
	const char *word;  /* on the key line; NULL: not there */
	const char *brief; /* on the first page of the help; NULL: this row's
	                      key stands with the row above */
	const char *help;
	enum explore_group group;
	unsigned needs;
	unsigned panes;
	unsigned tabs; /* bit 1 << tab; 0: all */
	const struct sheet_kind *sheet; /* of PANE_SHEET: in this one only;
	                                   NULL: in all */
	unsigned (*run)(struct explore *x);
};
const struct action *explore_actions(size_t *n);
/* The kind of list whose lines it acts on, "top values"; NULL: not one kind. */
const char *explore_action_list(const struct action *a);
/* The action of a key in a pane of a tab; NULL: none. */
const struct action *explore_action_of(enum explore_pane pane, int tab,
    const char *key);

#endif
