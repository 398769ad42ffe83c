/*
 * How values are written for people: abbreviated names, numbers with commas,
 * sizes, shares, ranges of time.  Pure functions; all append to out.  What
 * they take is text of the log; what they append is visible (base/utf8.h)
 * and, where a width is given, not wider than it.
 *
 * The rules are those of "How a cell is written" in doc/screens: names and
 * ids are cut in the middle, other text at its end, the cut is `…`.
 */
#ifndef EXPLORE_CELLS_H
#define EXPLORE_CELLS_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/str.h"

/* Cuts visible text; width in columns, 0 gives nothing.  O(bytes). */
void cut_end(struct str visible, int width, struct buf *out);
void cut_middle(struct str visible, int width, struct buf *out);
/* `…` and the last columns that have room. */
void cut_start(struct str visible, int width, struct buf *out);

/* Who called: @who, and the two accounts (empty when not known).  The
 * caller's account is written, as @123837392027, when it is not the
 * recipient's.  Without width: uncut, visible. */
struct cell_caller {
	struct str who;
	struct str account;   /* of the caller */
	struct str recipient; /* whose trail has the event */
};
void cell_who(const struct cell_caller *c, int width, struct buf *out);
#define CELL_UNCUT 1000000

/* @what: `service:Action`. */
void cell_what(struct str what, int width, struct buf *out);
/* @from: an address, or `aws:rds` for a service host. */
void cell_from(struct str from, int width, struct buf *out);
/* @result: nothing for ok; without Client. and Exception; in less than 8
 * columns `x`. */
void cell_result(struct str result, int width, struct buf *out);
/* Any other value. */
void cell_text(struct str value, int width, struct buf *out);
/* HH:MM:SS, with .mmm when ms; zone: seconds east of UTC.  TIME_NONE: `-`. */
void cell_time(int64_t us, int zone, bool ms, struct buf *out);
/* yyyy-mm-dd; TIME_NONE: `no time`. */
void cell_day(int64_t us, int zone, struct buf *out);
/* Mon 2023-07-10 */
void cell_weekday(int64_t us, int zone, struct buf *out);

/* True for a call that failed: neither ok nor - nor absent. */
bool result_failed(struct str result);

/* 2,900 */
void count_print(uint64_t n, struct buf *out);
/* In at most 5 columns up to 10^18: 2,900, and cut down 17.7k, 104k, 1.2M. */
void count_print_short(uint64_t n, struct buf *out);
/* "1 event", "2,900 events": the word without its s. */
void count_of(uint64_t n, const char *word, struct buf *out);
/* 34 %, 8.6 %, <0.1 %; total 0 gives 0 %. */
void share_print(uint64_t part, uint64_t total, struct buf *out);
/* 419 kB, 3.7 MB (of 1000) */
void size_print(uint64_t bytes, struct buf *out);
/* 11:42–12:38: from is cut down to its minute, to goes up to the next whole
 * one.  With the day before each when they differ. */
enum { /* how */
	RANGE_DAY = 1,     /* the day also when it is one:
	                      2023-07-10 11:42–12:38 */
	RANGE_SECONDS = 2, /* 11:42:18–12:37:50 */
};
void range_print(int64_t from_us, int64_t to_us, int zone_from, int zone_to,
    unsigned how, struct buf *out);
#endif
