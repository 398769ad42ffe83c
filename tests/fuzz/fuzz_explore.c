/*
 * Any keys in any order, on a small store: the investigation stays whole.
 *
 * A byte below 128 is the key of its place in the list below; from 128 on it
 * is one too, but all work under way is waited for first.
 */
#include <locale.h>
#include <poll.h>
#include <string.h>

#include "fuzz/fuzz.h"
#include "unit/sample.h"

#include "base/utf8.h"
#include "explore/explore.h"

static const char *const keys[] = { "j", "k", "h", "l", "g", "G", "+", "-",
	"=", "Enter", "Esc", "Tab", "S-Tab", "x", "X", "W", "E", "[", "]", "n",
	"N", "*", "m", "'", "\"", "J", "K", "(", ")", "w", "z", "Z", "{", "}",
	"H", "Space", "b", "PgDn", "PgUp", "^D", "^U", "Home", "End", "Left",
	"Right", "Up", "Down", "<", ">", "f", "1", "6", "r", "^L", "^C", "?",
	";", "/", "&", "a", ".", "|", "1", "Backspace", "Delete", "^W", "^K",
	"^Y", "^R", "^J", "^P", "^N", "^A", "^E", "F1", "F9", "\xc3\xa9", "(",
	"stats count(*) by eventName", "filter eventName = 'GetObject'",
	" | limit 3", "fields eventName, userIdentity.userName", "\x1b[31m", "T", "v", "i",
	"d", "D", "s", "t", "o", "A", "F2", "^X", "y", ":", "2", "3", "0", "e",
	"C", "M", "O", "u", "U", "S", "<", "p", "c", "F", "'", "12:00 13:00", "±5m",
	"fields eventName, @message" };

#define KEYS (sizeof(keys) / sizeof(*keys))

static void
wait_for(struct explore *x)
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
	must(!explore_busy(x), "work comes to an end");
}

static void
seen(struct str s)
{
	must(text_is_visible(s), "what is drawn is visible");
}

static size_t
prompt_length(struct explore *x)
{
	struct explore_prompt prompt;

	explore_prompt(x, &prompt);
	return prompt.text.n;
}

static void
look_at_sheet(struct explore *x)
{
	struct explore_sheet sheet;
	struct explore_line l;
	size_t columns = explore_sheet_columns(x);
	int width[EXPLORE_COLUMNS_MAX];

	explore_sheet(x, &sheet);
	seen(sheet.title);
	seen(sheet.right);
	seen(sheet.footer);
	for (size_t i = 0; i < columns; i++) {
		struct explore_column c;

		explore_sheet_column_at(x, i, &c);
		seen(c.title);
		width[i] = c.width;
	}
	for (int line = 0; line < sheet.rows; line++) {
		explore_sheet_line(x, line, &l);
		seen(l.text);
		for (size_t i = 0; i < l.n_cells; i++) {
			seen(l.cells[i]);
			must(text_width(l.cells[i]) <= (size_t)width[i],
			    "a sheet's cell is not wider than its column");
		}
	}
	for (struct str s = explore_clipboard(x); s.n > 0;) {
		size_t end = str_index(s, '\n');

		seen(str_head(s, end));
		s = str_from(s, end < s.n ? end + 1 : end);
	}
	explore_clipboard_taken(x);
}

static void
look(struct explore *x)
{
	struct explore_query q;
	struct explore_bars bars;
	struct explore_detail_title title;
	struct explore_prompt prompt;
	struct explore_box box;
	struct explore_sheet sheet;
	size_t columns = explore_columns(x);
	int width[EXPLORE_COLUMNS_MAX];
	struct err why = { 0 };
	struct query *query;

	for (size_t i = 0; i < columns; i++) {
		struct explore_column c;

		explore_column_at(x, i, &c);
		seen(c.title);
		width[i] = c.width;
	}
	for (int line = 0; line < 17; line++) {
		struct explore_line l;

		explore_list_line(x, line, &l);
		seen(l.text);
		must(l.n_cells <= columns, "a cell has a column");
		for (size_t i = 0; i < l.n_cells; i++) {
			seen(l.cells[i]);
			must(text_width(l.cells[i]) <= (size_t)width[i],
			    "a cell is not wider than its column");
		}
	}
	for (int line = 0; line < 9; line++) {
		struct explore_detail_line l;

		explore_detail_line(x, line, &l);
		seen(l.key);
		seen(l.value);
		seen(l.summary);
	}
	explore_box(x, &box);
	seen(box.title);
	seen(box.right);
	seen(box.foot);
	for (size_t line = 0; line < box.lines; line++) {
		struct explore_box_line l;

		explore_box_line(x, line, &l);
		seen(l.text);
		seen(l.right);
	}
	must(box.word <= prompt_length(x), "the box is at the text");
	seen(explore_message_above(x));
	explore_detail_title(x, &title);
	seen(title.left);
	seen(title.right);
	explore_bars(x, &bars);
	explore_prompt(x, &prompt);
	must(prompt.cursor <= prompt.text.n, "the cursor is in the text");
	explore_query(x, &q);
	seen(q.shown);
	seen(q.numbers);
	seen(q.message);
	for (size_t i = 0; i < explore_steps(x); i++) {
		struct explore_step s;

		explore_step_at(x, i, &s);
		seen(s.label);
	}
	seen(explore_message(x));
	seen(explore_span(x));
	must(explore_rows(x) == 0 || explore_row(x) < explore_rows(x),
	    "the cursor is in the list");
	look_at_sheet(x);
	explore_sheet(x, &sheet);
	must(explore_hints(x) > 0 || sheet.form == SHEET_BOX,
	    "there is a way on"); /* a box has it in its border */
	query = query_new(q.text, &why);
	must(query != NULL, "the path is a query");
	query_free(query);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct explore_options o = { .source = STR("sample"),
		.from_us = INT64_MIN, .to_us = INT64_MAX, .threads = 1 };
	struct explore_room room = { .list_columns = 80, .list_rows = 17,
		.detail_columns = 80, .detail_rows = 9,
		.screen_columns = 80, .screen_rows = 24, .bars = 57 };
	uint32_t source;
	struct store *st;
	struct explore *x;

	setlocale(LC_ALL, "");
	st = sample_store(60, &source);
	o.store = st;
	x = explore_new(&o);
	explore_resize(x, &room);
	for (size_t i = 0; i < n && i < 64 && !explore_quits(x); i++) {
		const char *key = keys[data[i] % 128 % KEYS];

		if (data[i] >= 128)
			wait_for(x);
		if (strchr(key, ' ') || key[0] == '\x1b')
			explore_text(x, str_of(key));
		else
			explore_key(x, key);
		look(x);
		explore_tick(x);
	}
	wait_for(x);
	look(x);
	explore_free(x);
	store_free(st);
	return 0;
}
