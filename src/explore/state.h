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
#include "explore/complete.h"
#include "explore/detail.h"
#include "explore/explore.h"
#include "explore/far.h"
#include "explore/history.h"
#include "explore/keymap.h"
#include "explore/lane.h"
#include "explore/ledger.h"
#include "explore/library.h"
#include "explore/prompt.h"
#include "explore/range.h"
#include "explore/row_reader.h"
#include "explore/search.h"
#include "explore/sheet.h"
#include "explore/steps.h"

#define VIEWS_MAX 256
/* New events are taken in this often, but at most a tenth of the time is spent
 * on it. */
#define REFRESH_US (250 * US_PER_MS)
#define REFRESH_US_MOST (2 * US_PER_SECOND)
#define REFRESH_SHARE 10
#define CELL_NONE SIZE_MAX /* no cell is chosen */
#define TEXTS 40

/* Where the eye is in a list: kept by event, and by row where rows are no
 * events. */
struct place_in_list {
	uint64_t row, top;
	uint32_t event;
};

/* Surrounding events: of which, and how far each way. */
struct around {
	bool set;
	uint32_t event;
	int64_t us;  /* its time */
	size_t half; /* index of a width */
};

#define FOLLOW_ARRIVALS 256

/* How many events matched at a time, those that were let go too. */
struct arrival {
	int64_t us;
	uint64_t matched;
};

struct follow {
	bool on;
	bool holds; /* the newest row was left, when there were held_rows */
	uint64_t held_rows;
	uint64_t dropped; /* events before the answer's number 0 */
	uint64_t remarks;
	int64_t drawn_us;
	struct arrival arrival[FOLLOW_ARRIVALS];
	size_t n_arrivals;
};

/* What back and forward go to. */
struct view {
	struct around around;
	struct steps steps;
	struct scope scope;
	int tab;
	bool detail_open;
	enum explore_pane focus;
	struct place_in_list place;
	const struct sheet_kind *sheet; /* that lay over it; NULL: none */
	struct buf subject;
	size_t sheet_row;
	bool drill;
};

enum lane_name { LANE_QUERY, LANE_COUNTS, LANE_BARS, LANE_DETAIL, LANE_SEARCH,
	LANE_LEDGER, LANE_SHEET, LANE_EXPORT, LANE_WORDS, LANE_FAR, LANES };

/* A list that is made of fixed lines: ledger, help. */
struct text_place {
	size_t row, top;
};

/* A line of the detail. */
enum opened_kind {
	OPENED_NODE,  /* of the tree */
	OPENED_JSON,  /* a member, as JSON; DETAIL_NONE: the record's brace */
	OPENED_CLOSE, /* its closing bracket */
	OPENED_BYTES, /* of the file: from..to of them */
	OPENED_PLACE, /* line `from` of where the record stands */
};

/* Bytes from..to of the line's text: a long one may be wrapped. */
struct opened_row {
	enum opened_kind kind;
	uint32_t node; /* DETAIL_NONE: none */
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
	size_t n_tree;      /* of them lines of the record */
	enum opened_view { VIEW_TREE, VIEW_JSON, VIEW_BYTES, OPENED_VIEWS } view;
	size_t cursor, top;
	struct buf path;    /* of the cursor, once it was moved; else empty */
	struct fold fold[FOLDS_MAX]; /* by hand; kept from event to event */
	size_t n_folds;
	int fold_all;       /* 1: all folded, -1: none, 0: what is large */
	bool wrap;
};

/* What may stand at the cursor of the query that is typed. */
struct assist {
	struct ask_words *given;    /* what the lane found; NULL: nothing */
	struct known_fields *known; /* held */
	uint64_t version;           /* of the text it is asked for */
	size_t row;                 /* chosen candidate */
	bool forced;                /* Tab: also where no word begins */
	const struct query_word *word; /* explained; NULL: none */
};

/* The range picker, while its prompt is open. */
struct picker {
	struct range_context context;
	struct range range; /* what is typed means */
	bool right;         /* it does mean one */
	bool drops;         /* the other steps are switched off with it */
	size_t preset;      /* shown last by Up and Down; SIZE_MAX: none */
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
	int (*local)(int64_t us);
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
	struct ask_far *far;     /* cells that were read; NULL: none */
	uint64_t far_from, far_version; /* asked for last */
	struct bars bars;
	size_t bars_cursor;
	size_t bars_anchor; /* other end of a range; SIZE_MAX: none */
	bool mouse;
	unsigned bars_coarse; /* how often the room for bars is halved */
	bool bars_split;    /* succeeded and failed apart */
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
	struct library *library;
	struct keymap *keymap;
	char **logs; /* owned */
	size_t n_logs;
	struct buf export_dir;
	struct buf export_name; /* of what is being written; empty: nothing */
	struct query_progress export_progress; /* in rows */
	unsigned export_percent; /* shown last */
	struct buf clipboard;
	struct err prompt_err; /* of the text as it stands */
	uint64_t prompt_count; /* events that & would leave */
	bool prompt_counted;
	struct picker picker;
	struct assist assist;
	enum { EDITOR_NO, EDITOR_ASKED, EDITOR_WANTED } editor;
	struct around around;
	size_t edited_step;    /* Enter on a step; SIZE_MAX: the whole path */
	const char *key;       /* the one that is being handled */
	const struct action *action; /* the row that is being run */

	/* sheets, the top one last; those of tabs */
	struct sheet *sheet[SHEETS_MAX];
	size_t n_sheets;
	struct sheet *tab_sheet[EXPLORE_TABS];
	uint64_t sheet_ids;
	struct query_progress *sheet_work; /* of what the lane does; NULL */
	bool drill;   /* came here by Enter on a line: Esc goes back */
	bool travels; /* a view is being shown: nothing is remembered */

	struct ledger_lines *ledger;
	struct text_place ledger_place;
	int64_t ledger_us;
	bool ledger_final;
	bool help_open;
	struct buf *help; /* lines */
	size_t n_help;
	struct text_place help_place;

	bool below;         /* the lines asked for are of what a box lies over */
	struct buf picture; /* of a sheet that is drawn as one */
	int chart_view;     /* that was chosen; -1: none */

	/* loading */
	struct load_progress load;
	bool loading; /* what there was at first */
	struct follow follow;
	int64_t drawn_us;

	/* texts that accessors give */
	struct buf message;
	struct buf above;      /* the line above it */
	uint32_t told_source;  /* + 1: of the file that was said to have changed */
	bool told_damage;
	uint64_t stopped_done, stopped_total; /* events; of the query stopped */
	bool patient; /* the query goes on however many texts a pattern
	                 takes too many steps on */
	struct buf text[TEXTS];
	struct columns columns;
	struct column_set *set;
	struct track *track; /* TRACKS_MAX; NULL: only this one */
	size_t n_tracks, current;
	struct changes {
		struct change *change; /* newest last */
		size_t n;
	} undone, redone;
	struct buf cell_text[EXPLORE_COLUMNS_MAX];
	struct explore_bar *bar_out;
	size_t bar_capacity;
};

enum { TEXT_BADGE, TEXT_CONSTANTS, TEXT_FIRST, TEXT_LAST, TEXT_DAY,
	TEXT_BUCKET, TEXT_PEAK, TEXT_PROGRESS, TEXT_QUERY, TEXT_SHOWN,
	TEXT_NUMBERS, TEXT_ERROR, TEXT_LABEL, TEXT_SPAN, TEXT_PLACE, TEXT_TITLE,
	TEXT_LEFT, TEXT_RIGHT, TEXT_KEY, TEXT_VALUE, TEXT_SUMMARY, TEXT_NOTE,
	TEXT_HELP, TEXT_STATUS, TEXT_SHEET, TEXT_SHEET_RIGHT,
	TEXT_BOX_TITLE, TEXT_BOX_FOOT, TEXT_BOX_LINE, TEXT_BOX_RIGHT,
	TEXTS_USED };

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
/* Evidence is not whole: said once, on two lines. */
void tell_damage(struct explore *x);
void tell_changed(struct explore *x, const struct detail *d);
/* The steps are others: a new answer is wanted. */
void steps_changed(struct explore *x);
/* The same steps once more. */
void run_path(struct explore *x);
/* New events wait to be taken in. */
bool is_stale(const struct explore *x);
/* Stops what runs; false: nothing did. */
bool stop_work(struct explore *x);
/* Keeps cursors in range and in sight, asks for the record to be shown. */
void settle(struct explore *x);
/* Asks for the ledger as it is now. */
void ask_ledger(struct explore *x);
/* Asks how many events each filter of the path leaves. */
void ask_counts(struct explore *x);
/* Takes over what the lanes have finished (take.c). */
unsigned take_work(struct explore *x);
/* Counts what & or the search would find, as it is typed. */
void ask_prompt_count(struct explore *x);
/* Counts what these steps would leave; it stands beside what is typed. */
void count_steps(struct explore *x, const struct steps *with);

/* ---- sheet.c ------------------------------------------------------------ */

/* Keys go to the sheet on top. */
bool sheet_focused(const struct explore *x);
/* Stops what the lane makes; false: nothing. */
bool sheets_stop(struct explore *x);
/* What has to be drawn for the progress of the lane. */
unsigned sheets_progress(struct explore *x);

/* ---- views.c: back and forward ----------------------------------------- */

/* Remembers the view as it is, for back. */
void view_push(struct explore *x);
bool view_back(struct explore *x);
bool view_forward(struct explore *x);
/* Frees them all. */
void views_drop(struct view **views, size_t *n);
bool view_leads_here(const struct explore *x);
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
/* The row on a line in view; false: a day, or nothing, stands there. */
bool list_row_at(struct explore *x, int line, uint64_t *row);
/* Asks for cells in view that must be read from files. */
void list_want_far(struct explore *x);
/* Moves the top so that the cursor is in sight. */
void list_scroll(struct explore *x);
/* Chooses the cell that is `step` beside the one of the cursor. */
bool list_cell(struct explore *x, int step);

/* ---- opened.c: the detail pane ----------------------------------------- */

/* A record was read: shows it, the cursor on the path it was on. */
void opened_show(struct explore *x, struct detail *d);
void opened_close(struct explore *x);
/* Makes its lines anew after folding, wrapping, another view or width. */
void opened_lines(struct explore *x);
/* Tree, JSON, bytes, in a ring; the cursor stays where it is in the record. */
void opened_view_next(struct explore *x);
/* Appends what a line says, visible, not cut. */
void opened_row_text(struct explore *x, size_t row, struct buf *out);
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

/* ---- show.c ------------------------------------------------------------ */

/* What the ledger knows about a file, by its name; NULL: nothing yet. */
const struct ledger_file *ledger_file_of(const struct explore *x,
    struct str name);

/* ---- seek.c: search in panes ------------------------------------------- */

/* Starts a search in the focused pane; the pattern is what the prompt has. */
void seek_typed(struct explore *x);
void seek_begin(struct explore *x);
void seek_leave(struct explore *x); /* Esc: back to where it began */
void seek_end(struct explore *x);
void seek_next(struct explore *x, int step);
/* Goes to the next failed call or marked event. */
void seek_failed(struct explore *x, int step);
/* Goes to the next row with the value under the cursor. */
void seek_value(struct explore *x);
/* Work of the lane is done; owns k. */
void seek_found(struct explore *x, struct ask_find *k);
/* The search is that of what is in sight. */
bool seek_here(const struct explore *x);
/* "3 of 3, 2 folded away" */
void seek_note(struct explore *x, struct buf *out);
bool seek_hits_node(struct explore *x, uint32_t node);
bool seek_hits_row(struct explore *x, size_t row); /* of the detail */
uint64_t seek_hits_below(struct explore *x, uint32_t node);

/* ---- value.c: what + and - act on -------------------------------------- */

struct picked {
	struct buf name; /* of the field, as the query language writes it */
	struct buf field; /* as the store prints it */
	struct value value;
	bool branch;     /* an object: + is ispresent */
	bool within;     /* value stands in the field's text */
	struct buf text; /* of the value */
};
/* False: nothing is there; says why. */
bool pick(struct explore *x, struct picked *p);
void picked_free(struct picked *p);
bool has_value(const struct explore *x);
/* Adds the step: only, or not, this value. */
void pick_step(struct explore *x, bool only);
/* The query text of that step, or of "has the field". */
enum pick_what { PICK_ONLY, PICK_NOT, PICK_HAS };
void pick_text(const struct picked *p, enum pick_what what, struct buf *out);
void pick_step_of(struct explore *x, enum pick_what what);
/* Leaves sheets and tabs for the list of events; Esc comes back. */
void list_show(struct explore *x);
/* The same on a line of a sheet, and goes to the events. */
void pick_events(struct explore *x);
/* The steps that leave the events of a row of groups. */
bool pick_row_events(struct explore *x);
/* The patterns of the field's texts, as rows. */
bool pick_patterns(struct explore *x);
/* The same for a bucket of time that they were grouped by. */
bool pick_bin_events(struct explore *x, int64_t from_us, int64_t to_us);
/* Appends a range of time as a step, in whole milliseconds. */
void range_text(int64_t from_us, int64_t to_us, struct buf *out);
bool step_range(const struct step *s, int64_t *from_us, int64_t *to_us);

/* How many bars are asked for. */
size_t bars_wanted(const struct explore *x);

/* ---- act_time.c -------------------------------------------------------- */

bool bars_resize(struct explore *x, int step);
/* The chosen bars: "12:22–12:28  187 events  23 failed". */
bool bars_chosen_print(struct explore *x, struct buf *out);
/* The name of a step that is the range around an event. */
bool around_label(const struct explore *x, const struct step *s,
    struct buf *out);
/* The event whose surroundings are shown, or EVENT_NONE. */
uint32_t around_event(const struct explore *x);
/* False: no surroundings are shown. */
bool around_resize(struct explore *x, int step);
/* The prompt of the range picker: its text, its keys (true: was one), Enter
 * (false: it is no range), and the box below. */
void picker_typed(struct explore *x);
bool picker_key(struct explore *x, const char *key);
bool picker_run(struct explore *x);
void picker_box(struct explore *x, struct explore_box *out);
void picker_box_line(struct explore *x, size_t line,
    struct explore_box_line *out);

/* ---- sheet_ways.c ------------------------------------------------------ */

void ways_follow(struct explore *x);

/* ---- assist.c ---------------------------------------------------------- */

/* The text of the query that is typed is another one. */
void assist_typed(struct explore *x);
/* Work of the lane is done; owns k. */
void assist_take(struct explore *x, struct ask_words *k);
/* True: the key was one of the box; *changed: of the text too. */
bool assist_key(struct explore *x, const char *key, bool *changed);
bool assist_leave(struct explore *x); /* Esc; false: no box was there */
void assist_close(struct explore *x);
void assist_box(struct explore *x, struct explore_box *out);
void assist_box_line(struct explore *x, size_t line,
    struct explore_box_line *out);
void assist_free(struct assist *a);

/* ---- act_path.c -------------------------------------------------------- */

void prompt_show(struct explore *x, enum explore_prompt_kind kind,
    struct str text);

/* ---- act_export.c ------------------------------------------------------- */

bool export_runs(const struct explore *x);
/* False: none runs. */
bool export_stop(struct explore *x);
/* "writing events.csv  34 %   ^C stop" */
void export_status(const struct explore *x, struct buf *out);
/* What has to be drawn for how far it is. */
unsigned export_progress(struct explore *x);

/* ---- act_follow.c ------------------------------------------------------- */

void follow_begin(struct explore *x, bool on);
/* The loader has news from time to time. */
bool follow_polls(const struct explore *x);
unsigned follow_tick(struct explore *x);
/* The cursor may have left the newest row, or come back. */
void follow_place(struct explore *x);
/* A new answer: numbers of events that it counts otherwise are put right. */
void follow_answer(struct explore *x, bool refresh);
/* "LIVE 6/min  lag 0.4s  ", "held: 14 newer above, g goes there", "complete
 * since 11:42:18  ", where there is something to say. */
void follow_rate(struct explore *x, struct buf *out);
void follow_status(struct explore *x, struct buf *out);
void follow_since(struct explore *x, struct buf *out);

/* ---- tracks.c ---------------------------------------------------------- */

#define TRACKS_MAX 9
void tracks_free(struct explore *x);

/* ---- undo.c, act_columns.c --------------------------------------------- */

#define CHANGES_MAX 100
/* Marks or columns are about to change: what: "mark". */
void change_begin(struct explore *x, const char *what);
void changes_free(struct explore *x);
/* These columns from now on; takes the set over. */
void columns_use(struct explore *x, struct column_set *set);
/* A width of its own, wider or narrower.  False: it has none. */
bool column_widen(struct explore *x, size_t id, int step);

/* ---- help.c ------------------------------------------------------------ */

void help_open(struct explore *x);
void help_close(struct explore *x);

#endif
