/*
 * Saving (S): rows into a file, the query by a name; and running what was
 * saved.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bits.h"
#include "base/utf8.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/export.h"
#include "explore/sheet_keys.h"
#include "explore/state.h"

/* Fields of an event in csv and md: those of the list, and what names it. */
#define EXPORT_FIELDS                                                   \
	"@timestamp, @who, @what, @from, @where, @result, @resource, "  \
	"recipientAccountId, eventID"

/* ---- boxes of keys ----------------------------------------------------- */

const struct sheet_kind sheet_save = {
	.name = "save",
	.about = "what is written, and where",
	.form = SHEET_FORM_BOX,
	.corner = CORNER_BOTTOM,
	.box_columns = 60,
	.open_word = "choose",
	.closes = true,
	.columns = keys_columns,
	.n_columns = KEYS_COLUMNS,
	.make = keys_make,
	.open = keys_open,
};

const struct sheet_kind sheet_export = {
	.name = "export",
	.about = "which events, in which format",
	.form = SHEET_FORM_BOX,
	.corner = CORNER_BOTTOM,
	.box_columns = 60,
	.open_word = "choose",
	.closes = true,
	.columns = keys_columns,
	.n_columns = KEYS_COLUMNS,
	.make = keys_make,
	.open = keys_open,
};

unsigned
act_save(struct explore *x)
{
	sheet_open(x, &sheet_save, STR(""));
	return DRAW_ALL;
}

unsigned
act_export(struct explore *x)
{
	if (!x->answer)
		tell(x, "nothing is loaded yet");
	else
		sheet_open(x, &sheet_export, STR(""));
	return DRAW_ALL;
}

/* ---- the name of the file ---------------------------------------------- */

/* The subject of sheet_file is one character: a capital is about the marked
 * events. */
static const struct {
	char key;
	enum out_format format;
} formats[] = { { 'c', OUT_CSV }, { 'j', OUT_JSON }, { 'n', OUT_NDJSON },
	{ 'm', OUT_MD } };

static bool
of_marked(char key)
{
	return key < 'a';
}

static enum out_format
format_of(char key)
{
	size_t i = 0;

	while (formats[i].key != (key | 0x20))
		i++;
	return formats[i].format;
}

/* What was typed, from the directory for exports unless it is absolute. */
static void
full_path(const struct explore *x, struct str typed, struct buf *out)
{
	if (typed.n > 0 && typed.p[0] != '/' && x->export_dir.n > 0) {
		buf_add(out, buf_str(&x->export_dir));
		buf_byte(out, '/');
	}
	buf_add(out, typed);
	buf_byte(out, '\0');
	out->n--;
}

/* The file would lie in a directory that was read. */
static bool
in_evidence(const struct explore *x, const char *path)
{
	struct buf dir = { 0 };
	char *real;
	bool inside = false;
	size_t n = strlen(path);

	while (n > 0 && path[n - 1] != '/')
		n--;
	buf_add(&dir, n > 0 ? (struct str){ path, n } : STR("."));
	buf_byte(&dir, '\0');
	real = realpath(dir.p, NULL);
	for (size_t i = 0; real && i < x->n_logs; i++) {
		struct str log = str_of(x->logs[i]), at = str_of(real);

		inside = inside || (str_starts(at, log) &&
		    (at.n == log.n || at.p[log.n] == '/'));
	}
	free(real);
	buf_free(&dir);
	return inside;
}

/* events-2024-11-12.csv, of the first day shown. */
static void
offered_name(struct explore *x, char key, struct buf *out)
{
	int64_t us = x->answer->from_us;

	buf_add(out, of_marked(key) ? STR("marked")
	    : x->answer->lists_events ? STR("events")
	                              : STR("rows"));
	if (us != TIME_NONE) {
		buf_byte(out, '-');
		cell_day(us, zone_at(x, us), out);
	}
	buf_printf(out, ".%s", out_rows[format_of(key)].name);
}

static uint64_t
rows_to_write(const struct explore *x, char key)
{
	return of_marked(key) ? x->n_marked : list_rows(x);
}

static bool
file_make(struct explore *x, const struct sheet *s, struct sheet_lines *l)
{
	char key = s->subject.p[0];
	struct buf path = { 0 }, shown = { 0 }, count = { 0 };
	struct sheet_line *line;

	full_path(x, str_trim(buf_str(&x->prompt.text)), &path);
	text_visible(buf_str(&path), &shown);
	count_of(rows_to_write(x, key),
	    x->answer->lists_events || of_marked(key) ? "event" : "row",
	    &count);
	line = sheet_add(l, STAND_OTHER);
	line->text = arena_printf(&l->arena, "%.*s as %s", STR_ARG(buf_str(
	                              &count)),
	    out_rows[format_of(key)].name);
	sheet_say(l, "to %.*s", STR_ARG(buf_str(&shown)));
	if (path.n > 0 && in_evidence(x, path.p))
		sheet_say(l, "that is inside the evidence: choose another "
		             "place");
	else if (path.n > 0 && access(path.p, F_OK) == 0)
		sheet_say(l, "a file is there: Enter puts this in its place");
	l->title = STR("export to");
	l->footer = STR("Enter write  Esc close");
	buf_free(&path);
	buf_free(&shown);
	buf_free(&count);
	return true;
}

static uint64_t *
marked_bits(const struct explore *x)
{
	struct snapshot *s = result_snapshot(x->answer->result);
	uint64_t *bits = mem_zero(snapshot_events(s) / 64 + 1, sizeof(*bits));

	for (size_t i = 0; i < x->n_marked; i++)
		if (x->marked[i] < snapshot_events(s))
			bits_add(bits, x->marked[i]);
	return bits;
}

static unsigned
file_open(struct explore *x, struct sheet *s, const struct sheet_line *l)
{
	char key = s->subject.p[0];
	struct str typed = str_trim(buf_str(&x->prompt.text));
	struct buf path = { 0 }, text = { 0 };
	bool marked = of_marked(key);

	(void)l;
	full_path(x, typed, &path);
	if (typed.n == 0) {
		tell(x, "a file needs a name");
	} else if (in_evidence(x, path.p)) {
		tell(x, "nothing is written inside the evidence: choose "
		        "another place");
	} else {
		if (!marked)
			steps_text(&x->steps, x->steps.n, &text);
		lane_give(x->lane[LANE_EXPORT],
		    &ask_export_new(x->answer, x->pool, x->scope,
		        buf_str(&text),
		        marked || x->answer->plain ? STR(EXPORT_FIELDS)
		                                   : STR(""),
		        marked ? marked_bits(x) : NULL, format_of(key),
		        buf_str(&path))
		         ->work);
		sheet_close(x);
		tell(x, "writing %s: ^C stops", path.p);
	}
	buf_free(&path);
	buf_free(&text);
	return DRAW_ALL;
}

const struct sheet_kind sheet_file = {
	.name = "export to",
	.about = "the name of the file; without a directory it is that where "
	         "spoor was started",
	.form = SHEET_FORM_BOX,
	.corner = CORNER_BOTTOM,
	.box_columns = 70,
	.sign = '>',
	.open_word = "write",
	.make = file_make,
	.open = file_open,
};

unsigned
act_export_format(struct explore *x)
{
	char key = x->action->keys[0];
	struct buf name = { 0 };

	if (!x->answer || rows_to_write(x, key) == 0) {
		tell(x, of_marked(key) ? "nothing is marked: m marks"
		                       : "the list is empty");
		return DRAW_ALL;
	}
	offered_name(x, key, &name);
	if (sheet_open(x, &sheet_file, (struct str){ &key, 1 })) {
		prompt_open(&x->prompt, PROMPT_SHEET, buf_str(&name));
		sheet_again(x, sheet_top(x));
	}
	buf_free(&name);
	return DRAW_ALL;
}

unsigned
take_export(struct explore *x, struct ask_export *k)
{
	struct buf b = { 0 };
	char why[512];

	if (k->err.code == ERR_STOPPED || (!k->finished &&
	        k->err.code == ERR_NONE)) {
		tell(x, "stopped: nothing was written");
	} else if (!k->finished) {
		tell(x, "%s", err_text(&k->err, why, sizeof(why)));
	} else if (k->path.n == 0) {
		copy_text(x, "event", str_trim(buf_str(&k->text)));
	} else {
		count_of(k->written, k->answer->lists_events ? "event" : "row",
		    &b);
		buf_add(&b, STR(", "));
		size_print(k->bytes, &b);
		if (k->guarded > 0) {
			buf_add(&b, STR(", "));
			count_of(k->guarded, "cell", &b);
			buf_add(&b, STR(" with an apostrophe"));
		}
		tell(x, "%s: %.*s, written", k->path.p, STR_ARG(buf_str(&b)));
	}
	buf_free(&b);
	return DRAW_KEYS;
}

/* ---- saved queries ----------------------------------------------------- */

static bool
name_make(struct explore *x, const struct sheet *s, struct sheet_lines *l)
{
	struct buf text = { 0 };
	struct sheet_line *line;

	(void)s;
	steps_shown(&x->steps, x->steps.n, &text);
	line = sheet_add(l, STAND_OTHER);
	line->text = arena_copy(&l->arena, buf_str(&text));
	sheet_say(l, "a name such as iam/new-users, then what it answers");
	l->title = STR("save the query as");
	l->footer = STR("Enter save  Esc close");
	buf_free(&text);
	return true;
}

static unsigned
name_open(struct explore *x, struct sheet *s, const struct sheet_line *l)
{
	struct str typed = str_trim(buf_str(&x->prompt.text));
	size_t n = str_index(typed, ' ');
	struct str name = str_head(typed, n);
	struct buf text = { 0 }, shown = { 0 };
	struct err why = { 0 };
	char said[512];

	(void)s;
	(void)l;
	steps_text(&x->steps, x->steps.n, &text);
	if (!library_save(x->library, name, str_trim(str_from(typed, n)),
	        buf_str(&text), &why)) {
		tell(x, "%s", err_text(&why, said, sizeof(said)));
	} else {
		text_visible(name, &shown);
		sheet_close(x);
		tell(x, "saved as %.*s: : runs it by its name",
		    STR_ARG(buf_str(&shown)));
	}
	buf_free(&text);
	buf_free(&shown);
	return DRAW_ALL;
}

const struct sheet_kind sheet_name = {
	.name = "save the query",
	.about = "a name, and after a blank what the query answers",
	.form = SHEET_FORM_BOX,
	.corner = CORNER_BOTTOM,
	.box_columns = 70,
	.sign = '=',
	.open_word = "save",
	.make = name_make,
	.open = name_open,
};

unsigned
act_save_query(struct explore *x)
{
	struct buf text = { 0 };

	steps_text(&x->steps, x->steps.n, &text);
	if (text.n == 0)
		tell(x, "the path has no step to be saved");
	else
		sheet_open(x, &sheet_name, STR(""));
	buf_free(&text);
	return DRAW_ALL;
}

unsigned
run_saved(struct explore *x, const struct saved_query *q)
{
	struct steps with = { 0 };
	struct err why = { 0 };

	if (!steps_parse(&with, q->text, &why)) {
		tell(x, "%.*s is no query: %s", STR_ARG(q->name), why.message);
		return DRAW_KEYS;
	}
	view_push(x);
	sheets_close(x);
	x->tab = TAB_EVENTS;
	x->focus = PANE_LIST;
	steps_free(&x->steps);
	x->steps = with;
	buf_reset(&x->announce);
	buf_add(&x->announce, q->title.n ? q->title : q->name);
	steps_changed(x);
	return DRAW_ALL;
}
