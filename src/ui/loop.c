#include "ui/ui.h"

#include <langinfo.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include "base/timefmt.h"
#include "ui/editor.h"
#include "ui/input.h"
#include "ui/mouse.h"
#include "ui/term.h"
#include "ui/view.h"

/* What work brings by itself is drawn this often at most.  The first rows are
 * drawn at once, and for as long after a key every change is, as it may be
 * what the key asked for. */
#define WORK_DRAW_MS 250
#define PASTE_BYTES (1 << 16) /* handed on when so much has come */

struct loop {
	struct explore *x;
	struct term *term;
	struct view view;
	struct input input;
	struct buf pasted;
	unsigned redraw;
	int64_t read_us, key_us, drawn_us; /* when that happened last */
	bool rows_drawn;
	bool ended;
	int status;
};

static void
end(struct loop *l, int status)
{
	l->ended = true;
	l->status = status;
}

static void
resize(struct loop *l)
{
	int columns, rows;

	term_size(l->term, &columns, &rows);
	l->redraw |= view_resize(&l->view, columns, rows);
}

/* A paste is one text, whatever keys it looks like. */
static void
paste_end(struct loop *l)
{
	if (l->pasted.n > 0 && view_takes_keys(&l->view))
		l->redraw |= explore_text(l->x, buf_str(&l->pasted));
	buf_reset(&l->pasted);
}

static void
paste_key(struct loop *l, const struct key *key)
{
	struct str text;

	if (l->pasted.n >= PASTE_BYTES)
		paste_end(l);
	if (key_is_text(key, &text))
		buf_add(&l->pasted, text);
	else if (key_is(key, "Enter") || key_is(key, "^J"))
		buf_byte(&l->pasted, '\n');
	else if (key_is(key, "Tab"))
		buf_byte(&l->pasted, ' ');
}

static void
draw(struct loop *l)
{
	if (l->redraw & DRAW_CLEAR)
		term_forget(l->term);
	term_mouse(l->term, explore_mouse(l->x));
	view_draw(&l->view, l->redraw);
	if (explore_clipboard(l->x).n > 0) {
		term_copy(l->term, explore_clipboard(l->x));
		explore_clipboard_taken(l->x);
	}
	term_show(l->term, &l->view.grid);
	l->redraw = 0;
	l->rows_drawn = explore_rows(l->x) > 0;
	l->drawn_us = time_monotonic();
}

/* The query that is typed, in the user's editor. */
static void
edit(struct loop *l)
{
	struct buf text = { 0 };
	struct err err = { 0 };
	struct str query;
	bool edited;
	int ends;

	if (!explore_editor(l->x, &query))
		return;
	term_leave(l->term);
	edited = editor_run(query, &text, &err);
	ends = term_return(l->term);
	l->redraw |= explore_edited(l->x, edited ? buf_str(&text) : query,
			 edited ? NULL : err.message) |
		     DRAW_ALL | DRAW_CLEAR;
	resize(l);
	if (ends)
		end(l, ends);
	buf_free(&text);
}

static void
keys(struct loop *l, bool late)
{
	struct key key;

	while (!explore_quits(l->x) && input_next(&l->input, late, &key)) {
		if (key.pasted) {
			paste_key(l, &key);
			continue;
		}
		paste_end(l);
		if (key_is(&key, "Mouse")) {
			if (l->redraw)
				draw(l); /* it points to what is shown */
			if (view_takes_keys(&l->view))
				l->redraw |= mouse_act(&l->view, &key.mouse);
			l->key_us = time_monotonic();
			continue;
		}
		if (view_takes_keys(&l->view) || key_is(&key, "q") ||
		    key_is(&key, "Q"))
			l->redraw |= explore_key(l->x,
			    view_takes_keys(&l->view) ? key.name : "Q");
		edit(l);
		l->key_us = time_monotonic();
	}
	if (!l->input.pasting)
		paste_end(l);
}

static void
terminal_readable(struct loop *l)
{
	l->read_us = time_monotonic();
	if (term_read(l->term, &l->input))
		keys(l, false);
	else
		end(l, 0); /* it is gone */
}

static void
signal_readable(struct loop *l)
{
	int number;

	switch (term_signal(l->term, &number)) {
	case TERM_NOTHING:
		break;
	case TERM_RESIZED:
	case TERM_RESUMED:
		resize(l);
		break;
	case TERM_ENDED:
		end(l, number);
		break;
	}
}

/* Milliseconds until what changed may be drawn; 0: now. */
static int
draw_delay(const struct loop *l)
{
	int64_t now = time_monotonic();
	int64_t due = l->drawn_us + WORK_DRAW_MS * US_PER_MS;

	if (now < l->key_us + WORK_DRAW_MS * US_PER_MS || now >= due ||
	    (!l->rows_drawn && explore_rows(l->x) > 0))
		return 0;
	return (int)((due - now + US_PER_MS - 1) / US_PER_MS);
}

/* Milliseconds after which a lone Esc is Esc; 0: now. */
static int
esc_delay(const struct loop *l)
{
	int64_t passed = time_monotonic() - l->read_us;

	return passed >= INPUT_ESC_MS * US_PER_MS
		   ? 0
		   : INPUT_ESC_MS - (int)(passed / US_PER_MS);
}

static int
sooner(int a, int b)
{
	return a < 0 ? b : b < 0 ? a : a < b ? a : b;
}

static void
wait_and_work(struct loop *l)
{
	struct pollfd fds[2 + EXPLORE_FDS];
	int work[EXPLORE_FDS];
	size_t n = explore_fds(l->x, work);
	int timeout = explore_timeout_ms(l->x), ready;

	if (l->redraw)
		timeout = sooner(timeout, draw_delay(l));
	if (input_waits(&l->input))
		timeout = sooner(timeout, esc_delay(l));
	fds[0] = (struct pollfd){ term_key_fd(l->term), POLLIN, 0 };
	fds[1] = (struct pollfd){ term_signal_fd(l->term), POLLIN, 0 };
	for (size_t i = 0; i < n; i++)
		fds[2 + i] = (struct pollfd){ work[i], POLLIN, 0 };
	ready = poll(fds, 2 + n, timeout);
	if (ready < 0 && errno != EINTR) {
		end(l, 0);
		return;
	}
	if (ready > 0 && fds[1].revents)
		signal_readable(l);
	if (ready > 0 && fds[0].revents)
		terminal_readable(l);
	else if (input_waits(&l->input) && esc_delay(l) == 0)
		keys(l, true);
	l->redraw |= explore_tick(l->x);
}

static bool
locale_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0 && grid_signs_fit();
}

int
ui_run(struct explore *x, const struct ui_options *o, struct err *err)
{
	struct loop l = { .x = x };

	l.term = term_open(theme_choose(o->theme, o->colour), err);
	if (!l.term)
		return -1;
	view_init(&l.view, x, o->ascii || !locale_is_utf8(), o->zone);
	resize(&l);
	while (!l.ended && !explore_quits(x)) {
		if (l.redraw && draw_delay(&l) == 0)
			draw(&l);
		wait_and_work(&l);
	}
	term_close(l.term);
	view_release(&l.view);
	buf_free(&l.pasted);
	return l.status;
}

bool
ui_has_theme(const char *name)
{
	return theme_find(name);
}

const char *
ui_themes(void)
{
	return theme_names();
}
