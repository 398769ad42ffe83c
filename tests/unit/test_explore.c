/*
 * An investigation from key to line, without a screen.
 */
#include <locale.h>
#include <poll.h>
#include <unistd.h>
#include "tap.h"
#include "base/bits.h"
#include "explore/explore.h"
#include "sample.h"

#define EVENTS 700

static struct store *store;
static uint32_t source;
static struct explore *x;

/* Until nothing is under way. */
static void
settle(void)
{
	struct pollfd p = { .events = POLLIN };
	int fds[EXPLORE_FDS];

	explore_tick(x);
	for (int i = 0; i < 20000 && explore_busy(x); i++) {
		explore_fds(x, fds);
		p.fd = fds[0];
		poll(&p, 1, 1);
		explore_tick(x);
	}
}

static void
open_on(uint32_t events)
{
	struct explore_options o = { .source = STR("sample"),
		.from_us = INT64_MIN, .to_us = INT64_MAX, .threads = 2 };
	struct explore_room room = { .list_columns = 80, .list_rows = 17,
		.detail_columns = 80, .detail_rows = 9,
		.screen_columns = 80, .screen_rows = 24, .bars = 57 };

	store = sample_store(events, &source);
	o.store = store;
	x = explore_new(&o);
	explore_resize(x, &room);
	settle();
}

static void
close_it(void)
{
	explore_free(x);
	store_free(store);
}

/* Names of keys with blanks between; then all is waited for. */
static void
press(const char *keys)
{
	char key[32];

	while (*keys) {
		size_t n = strcspn(keys, " ");

		memcpy(key, keys, n);
		key[n] = '\0';
		explore_key(x, key);
		keys += n;
		keys += *keys == ' ';
	}
	settle();
}

static void
type(const char *text)
{
	explore_text(x, str_of(text));
	settle();
}

static bool
same(struct str got, const char *want)
{
	bool equal = str_equal(got, str_of(want));

	if (!equal)
		printf("# got  \"%.*s\"\n# want \"%s\"\n", STR_ARG(got), want);
	return equal;
}

static bool
query_is(const char *want)
{
	struct explore_query q;

	explore_query(x, &q);
	return same(q.text, want);
}

static bool
message_is(const char *want)
{
	return same(explore_message(x), want);
}

/* The path as line 5 shows it. */
static bool
path_is(const char *want)
{
	struct buf b = { 0 };
	bool equal;

	for (size_t i = 0; i < explore_steps(x); i++) {
		struct explore_step s;

		explore_step_at(x, i, &s);
		buf_printf(&b, "%s%c%.*s", i ? " " : "", s.on ? '[' : '(',
		    STR_ARG(s.label));
		if (s.on)
			buf_printf(&b, s.counted ? " %llu" : " ?",
			    (unsigned long long)s.count);
		buf_byte(&b, s.on ? ']' : ')');
	}
	equal = same(buf_str(&b), want);
	buf_free(&b);
	return equal;
}

static bool
line_is(int line, const char *want)
{
	struct explore_line l;
	struct buf b = { 0 };
	bool equal;

	explore_list_line(x, line, &l);
	buf_byte(&b, l.cursor ? '>' : ' ');
	buf_byte(&b, l.flag);
	for (size_t i = 0; i < l.n_cells; i++)
		buf_printf(&b, "%s%.*s", i ? "|" : "", STR_ARG(l.cells[i]));
	if (l.n_cells == 0)
		buf_add(&b, l.text);
	equal = same(buf_str(&b), want);
	buf_free(&b);
	return equal;
}

/* ---- the first screen -------------------------------------------------- */

static void
first_screen(void)
{
	struct explore_query q;
	struct explore_bars bars;
	struct explore_column c;
	uint64_t sum = 0, failed = 0;

	open_on(EVENTS);
	explore_query(x, &q);
	ok(same(q.shown, "every event"), "no step is every event");
	ok(same(q.numbers, "700 events  100 failed"), "they are counted");
	ok(path_is("[sample 700]"), "the data itself is the first step");
	ok(same(explore_span(x), "2023-07-10 12:00\u201312:12  newest first"),
	    "line 5 says what time there is");
	ok(same(explore_place(x), "1 of 700"), "the cursor is on the newest");
	ok(explore_columns(x) == 5, "a constant region is no column");
	explore_column_at(x, 0, &c);
	ok(same(c.title, "2023-07-10") && c.width == 8,
	    "the day stands over the times");
	ok(line_is(0, "> 12:11:39|alice|ec2:DescribeInstances|10.0.0.3|"),
	    "the newest event is the first row");
	explore_bars(x, &bars);
	for (size_t i = 0; i < bars.n; i++) {
		sum += bars.bars[i].count;
		failed += bars.bars[i].failed;
	}
	ok(sum == 700 && failed == 100, "the histogram has every event");
	ok(bars.n == 24 && same(bars.bucket, "30s a bar"),
	    "the bars are the narrowest that fit");
	ok(same(bars.first, "12:00") && same(bars.last, "12:12") &&
	        same(bars.day, "07-10"),
	    "the axis says its ends");
	ok(same(explore_bars_peak(x), "peak 30"), "and its height");
	ok(bars.bars[0].mark == 'x', "a tenth of failed calls is marked");
	close_it();
}

/* ---- steps ------------------------------------------------------------- */

static void
steps(void)
{
	open_on(EVENTS);
	press("+");
	ok(message_is("no value under the cursor: h l choose a cell"),
	    "without a cell there is no value");
	press("W");
	ok(query_is("filter readOnly = 0"), "W is query text");
	ok(path_is("[sample 700] [writes 140]"), "and a step with its count");
	press("l +");
	ok(query_is("filter readOnly = 0 | "
	            "filter @who = \"111111111111/carol\""),
	    "+ acts on the cell's field, uncut");
	ok(path_is("[sample 700] [writes 140] [@who = 111111111111/carol 47]"),
	    "each step counts what is left");
	ok(message_is("47 of 700: only @who = 111111111111/carol"),
	    "the message says what came of it");
	press("+");
	ok(message_is("this step is on the path already"), "it is not twice");
	press("W");
	ok(query_is("filter @who = \"111111111111/carol\""),
	    "W again takes the step away");
	press("[");
	ok(path_is("[sample 700] [writes 140] [@who = 111111111111/carol 47]"),
	    "back is the path before");
	press("[ [");
	ok(path_is("[sample 700]"), "and before that");
	press("]");
	ok(path_is("[sample 700] [writes 140]"), "forward goes again");
	press("Backspace [");
	ok(message_is("there is no view before this one"),
	    "before the first view is none");
	press("E");
	ok(path_is("[sample 700] [failed 100]"), "E keeps what failed");
	press("S-Tab");
	ok(explore_focus(x) == PANE_PATH, "S-Tab goes to the path");
	press("End x");
	ok(path_is("[sample 700] (failed)"), "x switches a step off");
	ok(query_is(""), "and out of the query");
	press("x -");
	ok(path_is("[sample 700] [not (@result not in [\"ok\", \"-\"]) 600]"),
	    "- inverts a step");
	press("- X");
	ok(path_is("[sample 700]"), "X takes it away");
	close_it();
}

static void
results(void)
{
	open_on(EVENTS);
	press("l l l l +");
	ok(query_is("filter @result = \"ok\""),
	    "a blank result is @result = \"ok\"");
	press("[ E");
	press("l l l l -");
	ok(query_is("filter @result not in [\"ok\", \"-\"] | "
	            "filter errorCode != \"AccessDenied\""),
	    "a failed one is its errorCode, in full");
	ok(line_is(1, "  No event matches."), "an empty list says so");
	close_it();
}

/* ---- the selection ----------------------------------------------------- */

static void
selection(void)
{
	uint32_t event;
	int fds[EXPLORE_FDS];

	open_on(EVENTS);
	event = explore_event(x);
	ok(event == EVENTS - 1, "the newest event is selected");
	sample_add(store, source, EVENTS, EVENTS + 10);
	settle();
	ok(explore_rows(x) == EVENTS + 10 && explore_row(x) == 0 &&
	        explore_event(x) == EVENTS + 9,
	    "a selection on the newest row moves along");
	press("j j j");
	event = explore_event(x);
	sample_add(store, source, EVENTS + 10, EVENTS + 30);
	settle();
	ok(explore_event(x) == event && explore_row(x) == 23,
	    "any other stays on its event");
	press("W");
	ok(explore_event(x) == EVENTS + 5,
	    "where it is filtered away the next older one is selected");
	press("[");
	ok(explore_event(x) == event, "back goes to the event");
	press("G");
	ok(explore_row(x) == EVENTS + 29 && explore_event(x) == 0,
	    "G goes to the oldest");
	press("PgUp");
	ok(explore_row(x) == EVENTS + 29 - 16, "a page has a row of overlap");
	press("g");
	ok(explore_row(x) == 0, "g goes to the newest");
	ok(explore_fds(x, fds) == 1,
	    "without a loader there is one descriptor");
	close_it();
}

/* ---- the record -------------------------------------------------------- */

static bool
detail_is(int line, const char *want)
{
	struct explore_detail_line l;
	struct buf b = { 0 };
	bool equal;

	explore_detail_line(x, line, &l);
	buf_printf(&b, "%c%*s%c%.*s %.*s", l.cursor ? '>' : ' ', l.indent, "",
	    l.fold, STR_ARG(l.key), STR_ARG(l.value));
	if (l.summary.n)
		buf_printf(&b, " %.*s", STR_ARG(l.summary));
	if (l.matches)
		buf_printf(&b, " ~%llu", (unsigned long long)l.matches);
	equal = same(buf_str(&b), want);
	buf_free(&b);
	return equal;
}

static void
record(void)
{
	struct explore_detail_title t;

	open_on(EVENTS);
	press("j Enter");
	explore_detail_title(x, &t);
	ok(same(t.left, "s3:GetObject 12:11:38 us-east-1"),
	    "the title names the event");
	ok(same(t.right, "requestParameters  8/16"),
	    "it opens on requestParameters");
	ok(detail_is(2, ">vrequestParameters {2}"),
	    "which is unfolded, with what is above it in sight");
	ok(detail_is(0, "  awsRegion \"us-east-1\""),
	    "a leaf as it is spelled");
	ok(explore_focus(x) == PANE_LIST, "the list keeps the focus");
	press("Tab j +");
	ok(query_is("filter requestParameters.bucket.name = \"b698\""),
	    "+ acts on the line of the record");
	press("[");
	press("Tab j");
	ok(explore_focus(x) == PANE_DETAIL ||
	        explore_focus(x) == PANE_BARS,
	    "the focus goes round");
	close_it();

	open_on(EVENTS);
	press("j Enter");
	press("Tab j j h h");
	explore_detail_title(x, &t);
	ok(same(t.right, "requestParameters  8/14"),
	    "h folds, then goes to what is above");
	press("h");
	explore_detail_title(x, &t);
	ok(same(t.right, "requestParameters  8/12"), "and folds that");
	press("J");
	explore_detail_title(x, &t);
	ok(same(t.right, "requestParameters  8/12"),
	    "folds and cursor stay from event to event");
	press("K l g");
	explore_detail_title(x, &t);
	ok(same(t.right, "eventVersion  1/14"), "g goes to the first line");
	press("/");
	type("IAMUser|b69");
	{
		struct explore_prompt p;

		explore_prompt(x, &p);
		ok(p.kind == PROMPT_SEARCH &&
		        same(p.note, "2 of 2, 1 folded away"),
		    "the search counts what is folded away");
	}
	press("Enter n");
	explore_detail_title(x, &t);
	ok(same(t.right, "userIdentity.type  3/18"),
	    "n unfolds and goes there");
	press("Esc Esc");
	ok(!explore_detail_open(x) && explore_focus(x) == PANE_LIST,
	    "Esc ends the search, then closes the record");
	close_it();
}

/* ---- search, marks ----------------------------------------------------- */

static void
searching(void)
{
	struct explore_prompt p;

	open_on(EVENTS);
	press("/");
	type("CreateUser");
	explore_prompt(x, &p);
	ok(explore_event(x) == 695 && same(p.note, "1 of 140"),
	    "the search goes to the first match as it is typed");
	press("Enter n");
	ok(explore_event(x) == 690, "n goes to the next");
	press("N N");
	ok(explore_event(x) == 0 && message_is("went on from the bottom"),
	    "N wraps, and says so");
	press("Esc");
	ok(message_is(""), "Esc ends it");
	press("g /");
	type("[");
	explore_prompt(x, &p);
	ok(p.note.n > 0 && explore_row(x) == 0, "a bad pattern says why");
	press("Esc");
	press("g x");
	ok(explore_event(x) == 693, "x goes to the next failed call");
	press("g l *");
	ok(explore_event(x) == 696, "* goes to the next of this caller");
	press("Esc g m m j m");
	press("g '");
	ok(explore_event(x) == 698 &&
	        line_is(0, " *12:11:39|alice|ec2:DescribeInstances|10.0.0.3|"),
	    "' goes to the next mark");
	press("' '");
	ok(message_is("no marked event that way: m marks"),
	    "behind the last mark there is none");
	close_it();
}

/* The cursor of the record goes to the line that has this text. */
static void
line_find(const char *text)
{
	press("/");
	type(text);
	press("Enter Esc");
}

static bool
clipboard_is(const char *want)
{
	return same(explore_clipboard(x), want);
}

static void
copying(void)
{
	open_on(EVENTS);
	press("Enter Tab )");
	line_find("list");
	press("y v");
	ok(clipboard_is("[1,2.50]"), "the value of a branch is its JSON");
	press("y p");
	ok(clipboard_is("requestParameters.list"), "the path has dots");
	press("y r");
	ok(clipboard_is("| time | who | what | from | result |\n"
	                "|---|---|---|---|---|\n"
	                "| 2023-07-10 12:11:39.000 | alice | "
	                "ec2:DescribeInstances | 10.0.0.3 |  |\n"),
	    "the row is a table");
	press("Esc Esc g l t");
	press("y r");
	ok(clipboard_is("| events | share | value | first | last |\n"
	                "|---|---|---|---|---|\n"
	                "| 234 | 33 % | alice | 12:00:00 | "
	                "12:11:39 |\n"),
	    "on a line of top values it is that line");
	press("y l");
	ok(message_is("this line is no event: Enter shows its events"),
	    "which has no place");
	close_it();
}

static void
same_value(void)
{
	struct explore_detail_title t;
	struct explore_sheet sheet;

	open_on(EVENTS);
	press("Enter Tab )");
	line_find("userName");
	press("*");
	ok(explore_event(x) == 696 && explore_focus(x) == PANE_DETAIL,
	    "* in the record goes to the next event with this value");
	explore_detail_title(x, &t);
	ok(str_starts(t.right, STR("userIdentity.userName")),
	    "the cursor stays on its field");
	ok(message_is("* userIdentity.userName = alice   2 of 234   n next  "
	              "Esc end"),
	    "it says which of them it is");
	press("n n");
	ok(explore_event(x) == 690, "n goes on");
	press("N");
	ok(explore_event(x) == 693, "N comes back");
	line_find("bucket");
	press("*");
	ok(explore_event(x) == 693 &&
	        message_is("there is no other in this list"),
	    "a value that one event has, too");
	line_find("2.50");
	press("*");
	ok(explore_event(x) == 692 &&
	        message_is("* requestParameters.list.1 = 2.50   8 of 700   "
	                   "n next  Esc end"),
	    "an element of an array");
	press("Esc Esc g l t");
	press("G *");
	ok(explore_tab(x) == TAB_EVENTS && explore_event(x) == 698 &&
	        message_is("* @who = 111111111111/carol   1 of 233   n next  "
	                   "Esc end"),
	    "on a line of top values it goes to the first in the list");
	press("Esc");
	ok(message_is("") && explore_event(x) == 698, "Esc ends the search");
	press("Esc");
	explore_sheet(x, &sheet);
	ok(str_starts(sheet.title, STR("top values of @who")),
	    "and then comes back to the values");
	press("Esc Tab *");
	ok(message_is("no value here: Esc goes to the list"),
	    "where no value is, that is said");
	press("Esc ;");
	type("stats count(*) as n by eventName");
	press("Enter");
	press("l *");
	ok(message_is("there is no other in this list"),
	    "rows of stats are looked at too");
	press("Esc t");
	close_it();
}

/* ---- the query line ---------------------------------------------------- */

static void
typing(void)
{
	struct explore_query q;

	open_on(EVENTS);
	press("; f i l t e r Space x Space & &");
	explore_query(x, &q);
	ok(q.wrong && q.message.n > 0 && q.caret == 9,
	    "an error shows while it is typed, at its place");
	press("Enter");
	ok(explore_rows(x) == EVENTS, "what is wrong is not run");
	press("^U");
	type("filter userIdentity.userName = \"bob\"\n"
	     "| stats count(*) as n by eventName | sort n desc");
	press("Enter");
	ok(path_is("[sample 700] [userIdentity.userName = bob 233] "
	           "[stats ?] [sort n desc ?]"),
	    "each stage is a step");
	ok(explore_rows(x) == 2 && explore_event(x) == EVENT_NONE,
	    "rows of groups are no events");
	ok(line_is(0, "> GetObject|187") && line_is(1, "  CreateUser|46"),
	    "they have the result's own columns");
	press("Enter");
	ok(path_is("[sample 700] [userIdentity.userName = bob 233] "
	           "[eventName = GetObject 187] (stats) (sort n desc)"),
	    "Enter on a group is exactly its events");
	press("[");
	ok(explore_rows(x) == 2, "back goes to the groups");
	press("; ^U ^P");
	{
		struct explore_prompt p;

		explore_prompt(x, &p);
		ok(str_starts(p.text, STR("filter userIdentity.userName")),
		    "the history has what was run");
	}
	press("Esc &");
	type("b69[0-9]\"");
	{
		struct explore_prompt p;

		explore_prompt(x, &p);
		ok(same(p.note, "3 events"),
		    "& counts as it is typed");
	}
	press("Esc F9");
	ok(message_is("F9 does nothing here; ? shows keys"),
	    "an unknown key says so");
	close_it();
}

/* ---- the same in batch ------------------------------------------------- */

static void
batch(void)
{
	struct explore_query q;
	struct err why = { 0 };
	struct snapshot *s;
	struct query *query;
	struct result *r;
	struct query_options o = { .from_us = INT64_MIN,
		.to_us = INT64_MAX };

	open_on(EVENTS);
	o.pool = pool_new(1);
	press("W l + l -");
	press("&");
	type("b[1-6]");
	press("Enter");
	explore_query(x, &q);
	query = query_new(q.text, &why);
	s = store_snapshot(store);
	r = query ? query_run(query, s, &o, &why) : NULL;
	ok(r && result_rows(r) == explore_rows(x) && explore_rows(x) > 0,
	    "the composed text gives the same rows in batch");
	for (uint64_t row = 0; r && row < result_rows(r); row++) {
		if (result_event(r, row) != explore_event(x)) {
			ok(false, "the same events");
			break;
		}
		explore_key(x, "j");
	}
	result_free(r);
	query_free(query);
	snapshot_release(s);
	pool_free(o.pool);
	close_it();
}

static void
time_ranges(void)
{
	struct explore_bars bars;

	open_on(EVENTS);
	press("H Home l Enter");
	ok(explore_rows(x) == 30 &&
	        path_is("[sample 700] [12:00:30\u201312:01:00 30]"),
	    "Enter on a bar is its range, as a step");
	explore_bars(x, &bars);
	ok(bars.n == 30 && same(bars.bucket, "1s a bar"),
	    "the histogram shows that range");
	press("Z Z");
	ok(explore_rows(x) > 30 && explore_rows(x) <= 120, "Z doubles it");
	press("z");
	ok(explore_rows(x) > 20 && explore_rows(x) < 100, "z halves it");
	press("[ [ [ [");
	ok(explore_rows(x) == EVENTS, "back is all of the time");
	close_it();
}

static void
empty(void)
{
	struct explore_bars bars;
	struct explore_detail_title t;
	static const char *const keys[] = { "j", "k", "G", "g", "l", "h", "+",
		"-", "Enter", "x", "X", "m", "'", "*", "n", "z", "Z", "{", "}",
		"H", "Tab", "S-Tab", "W", "W", "E", "E", "[", "]", "?", "Esc",
		"f", "<", ">", "J", "r", "^C", "^L", "6", "j", "Enter", "1",
		"PgDn", "PgUp", "^D", "^U", "Esc" };

	open_on(0);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		press(keys[i]);
		explore_bars(x, &bars);
		explore_detail_title(x, &t);
		for (int line = 0; line < 24; line++) {
			struct explore_line l;
			struct explore_detail_line d;

			explore_list_line(x, line, &l);
			explore_detail_line(x, line, &d);
		}
	}
	ok(explore_rows(x) == 0 && !explore_quits(x),
	    "no key needs an event to be there");
	press("Esc Esc Q");
	ok(explore_quits(x), "Q quits");
	close_it();
}

static void
help(void)
{
	bool found = false;

	open_on(10);
	press("?");
	ok(explore_help_open(x) && explore_focus(x) == PANE_HELP &&
	        same(explore_help_title(x), "help: events"),
	    "? opens the help of the pane");
	for (int i = 0; i < 200; i++)
		found = found || str_find(explore_help_line(x, i),
		    STR("only this value")) < explore_help_line(x, i).n;
	ok(found, "it is made from the table");
	press("/");
	type("stddev|count_distinct");
	press("Enter");
	ok(str_find(explore_help_line(x, 0), STR("count_distinct")) <
	            explore_help_line(x, 0).n ||
	        str_find(explore_help_line(x, 0), STR("stddev")) <
	            explore_help_line(x, 0).n,
	    "it can be searched, query words too");
	press("Esc Esc");
	ok(!explore_help_open(x), "Esc closes it");
	press("/");
	type("GetObject");
	press("Enter ? n");
	ok(message_is("nothing is searched here: / searches"),
	    "what is searched in the list is not in the help");
	close_it();
}

/* The bound on patterns is 100 texts; each event has an id of its own. */
static void
bad_pattern(void)
{
	struct explore_query q;

	open_on(101);
	press(";");
	type("filter eventID like /^(([0-9-]|[0-9-][0-9-])+)+[!?]$/");
	press("Enter");
	explore_query(x, &q);
	ok(q.wrong && q.caret == 20 &&
	        same(q.message,
	            "the pattern took too many steps on 100 texts. Still "
	            "shown: the last good result. r runs the rest: such texts "
	            "do not match."),
	    "a pattern that takes too long ends, and says where it stands");
	ok(explore_rows(x) == 101, "the last good result stays");
	press("r");
	explore_query(x, &q);
	ok(!q.wrong && explore_rows(x) == 0 &&
	        str_find(q.numbers, STR("101 texts given up")) <
	            q.numbers.n,
	    "r runs the rest, and it is counted what does not match therefore");
	press("; ^U");
	type("filter eventID like /^(([0-9-]|[0-9-][0-9-])+)+[!?]$/ ");
	press("Enter");
	explore_query(x, &q);
	ok(q.wrong, "that was for once");
	close_it();
}

/* ---- the ledger ---------------------------------------------------------- */

static void
file_write(const char *dir, const char *name, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	fputs(text, f);
	fclose(f);
}

/* The line that holds the text, or -1. */
static int
line_with(const char *text)
{
	for (int i = 0; i < 24; i++) {
		struct explore_line l;
		struct str s;

		explore_list_line(x, i, &l);
		s = l.n_cells ? l.cells[0] : l.text;
		if (s.n > 0 && str_find(s, str_of(text)) < s.n)
			return i;
	}
	return -1;
}

static void
ledger(void)
{
	char dir[] = "/tmp/spoor-explore-XXXXXX", path[256];
	const char *logs[] = { dir };
	struct load_options load = { .threads = 2 };
	struct explore_room room = { .list_columns = 80, .list_rows = 22,
		.screen_columns = 80, .screen_rows = 24, .bars = 57 };
	struct explore_options o = { .source = STR("logs"),
		.from_us = INT64_MIN, .to_us = INT64_MAX, .threads = 2 };
	struct buf text = { 0 };
	struct err why = { 0 };
	struct explore_tab_text tab;
	struct explore_progress progress;
	int remark;

	if (!mkdtemp(dir))
		return;
	buf_add(&text, STR("{\"Records\":["));
	for (uint32_t i = 0; i < 20; i++) {
		if (i > 0)
			buf_byte(&text, ',');
		sample_text(i, &text);
	}
	buf_add(&text, STR("]}"));
	buf_byte(&text, '\0');
	file_write(dir, "good.json", text.p);
	file_write(dir, "notes.txt", "\001\002 this is no log\n");
	store = store_new(&(struct store_options){ 0 });
	o.store = store;
	o.loader = loader_start(store, logs, 1, &load, &why);
	x = explore_new(&o);
	explore_resize(x, &room);
	settle();
	explore_progress(x, &progress);
	ok(explore_rows(x) == 20 && !progress.loading,
	    "events of files are there, and loading has ended");
	ok(explore_tabs(x) == 4, "with a loader there is a ledger");
	explore_tab_at(x, 3, &tab);
	ok(same(tab.badge, "!1"), "its badge counts remarks");
	press("6");
	ok(line_with("2 files found") == 0, "totals come first");
	ok(line_with("111111111111  us-east-1  CloudTrail") > 0,
	    "then accounts");
	remark = line_with("notes.txt");
	ok(remark > 0 && line_with("good.json") > remark,
	    "then remarks, then files");
	ok(same(explore_place(x), "1 of 3"), "remarks and files are rows");
	press("/");
	type("good");
	press("Enter");
	ok(same(explore_place(x), "2 of 3"), "they can be searched");
	press("Esc Enter");
	ok(explore_tab(x) == TAB_EVENTS &&
	        query_is("filter @file = \"good.json\"") &&
	        explore_rows(x) == 20,
	    "Enter on a file is its events");
	press("[");
	ok(explore_tab(x) == TAB_LEDGER, "back is the ledger again");
	press("y v");
	ok(clipboard_is("good.json"), "the value of its line is the file");
	press("y p");
	ok(clipboard_is("@file"), "the field is @file");
	press("y l");
	ok(str_starts(explore_clipboard(x), STR("good.json SHA-256 ")) &&
	        explore_clipboard(x).n == 18 + 64,
	    "its place has the SHA-256");
	press("y e");
	ok(message_is("this line is no event: Enter shows its events"),
	    "it is no event");
	press("*");
	ok(explore_tab(x) == TAB_EVENTS && query_is("") &&
	        message_is("* @file = good.json   1 of 20   n next  Esc end"),
	    "* goes to its first event");
	press("[ -");
	ok(explore_tab(x) == TAB_EVENTS && explore_rows(x) == 0 &&
	        query_is("filter @file != \"good.json\""),
	    "- leaves its events out, where that is seen");
	press("[");
	press("g Enter");
	ok(explore_tab(x) == TAB_LEDGER && explore_message(x).n > 0,
	    "Enter on a file without events says why");
	explore_free(x);
	loader_free(o.loader);
	store_free(store);
	buf_free(&text);
	snprintf(path, sizeof(path), "%s/good.json", dir);
	unlink(path);
	snprintf(path, sizeof(path), "%s/notes.txt", dir);
	unlink(path);
	rmdir(dir);
}

int
main(void)
{
	setlocale(LC_ALL, "");
	first_screen();
	steps();
	results();
	selection();
	record();
	searching();
	same_value();
	copying();
	typing();
	batch();
	time_ranges();
	empty();
	help();
	bad_pattern();
	ledger();
	return done_testing();
}
