/*
 * Exporting (S e): rows or marked events into a file that is not there yet, or
 * is put in the place of the one that is; never into the evidence.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bits.h"
#include "base/utf8.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/export.h"
#include "explore/state.h"

#define NAME_COLUMNS 40

/* Fields of an event in csv and md: those of the list, and what names it. */
#define EXPORT_FIELDS                                                   \
	"@timestamp, @who, @what, @from, @where, @result, @resource, "  \
	"recipientAccountId, eventID"

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

/* A path that exists is that of a log, or lies below one. */
static bool
is_evidence(const struct explore *x, const char *path)
{
	char *real = realpath(path, NULL);
	struct str at = str_of(real ? real : "");
	bool inside = false;

	for (size_t i = 0; real && i < x->n_logs; i++) {
		struct str log = str_of(x->logs[i]);

		if (log.n > 0 && log.p[log.n - 1] == '/')
			log.n--; /* of all that there is */
		inside = inside || (str_starts(at, log) &&
		    (at.n == log.n || at.p[log.n] == '/'));
	}
	free(real);
	return inside;
}

/* Why no file is written there; NULL: one can be. */
static const char *
refusal(const struct explore *x, const char *path)
{
	size_t n = strlen(path);
	struct buf dir = { 0 };
	struct stat st;
	const char *why;

	while (n > 0 && path[n - 1] != '/')
		n--;
	buf_add(&dir, n > 0 ? (struct str){ path, n } : STR("."));
	buf_byte(&dir, '\0');
	why = is_evidence(x, dir.p) || is_evidence(x, path)
	    ? "that is inside the evidence: choose another place"
	    : stat(dir.p, &st) != 0 ? "there is no such directory"
	    : lstat(path, &st) == 0 && !S_ISREG(st.st_mode) &&
	        !S_ISLNK(st.st_mode)
	    ? "that is no file: choose another name"
	    : NULL;
	buf_free(&dir);
	return why;
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
	const char *why;

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
	why = path.n > 0 ? refusal(x, path.p) : NULL;
	if (why)
		sheet_say(l, "%s", why);
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
	if (export_runs(x)) {
		tell(x, "one export at a time: ^C stops the one that runs");
	} else if (typed.n == 0) {
		tell(x, "a file needs a name");
	} else if (refusal(x, path.p)) {
		tell(x, "%s", refusal(x, path.p));
	} else {
		if (!marked)
			steps_text(&x->steps, x->steps.n, &text);
		x->export_percent = 0;
		buf_reset(&x->export_name);
		text_visible(typed, &x->export_name);
		lane_give(x->lane[LANE_EXPORT],
		    &ask_export_new(x->answer, x->pool, x->scope,
		        buf_str(&text),
		        marked || x->answer->plain ? STR(EXPORT_FIELDS)
		                                   : STR(""),
		        marked ? marked_bits(x) : NULL, format_of(key),
		        buf_str(&path), &x->export_progress)
		         ->work);
		sheet_close(x);
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

bool
export_runs(const struct explore *x)
{
	return x->export_name.n > 0 && lane_busy(x->lane[LANE_EXPORT]);
}

bool
export_stop(struct explore *x)
{
	if (!lane_busy(x->lane[LANE_EXPORT]))
		return false;
	if (!lane_stop(x->lane[LANE_EXPORT])) { /* it had not begun */
		buf_reset(&x->export_name);
		tell(x, "stopped: nothing was written");
	}
	return true;
}

void
export_status(const struct explore *x, struct buf *out)
{
	buf_add(out, STR("writing "));
	cut_middle(buf_str(&x->export_name), NAME_COLUMNS, out);
	buf_printf(out, "  %u %%   ^C stop", x->export_percent);
}

unsigned
export_progress(struct explore *x)
{
	uint64_t total = atomic_load(&x->export_progress.total);
	unsigned percent = total
	    ? (unsigned)(atomic_load(&x->export_progress.done) * 100 / total)
	    : 0;

	if (percent == x->export_percent)
		return 0;
	x->export_percent = percent;
	return DRAW_KEYS;
}

unsigned
take_export(struct explore *x, struct ask_export *k)
{
	struct buf b = { 0 }, name = { 0 };
	char why[512];

	buf_reset(&x->export_name);
	if (k->err.code == ERR_STOPPED || (!k->finished &&
	        k->err.code == ERR_NONE)) {
		tell(x, "stopped: nothing was written");
	} else if (!k->finished) {
		tell(x, "%s", err_text(&k->err, why, sizeof(why)));
	} else if (k->path.n == 0) {
		copy_text(x, "event", str_trim(buf_str(&k->text)));
	} else {
		text_visible(k->path, &name);
		cut_start(buf_str(&name), NAME_COLUMNS, &b);
		buf_add(&b, STR(": "));
		count_of(k->written, k->answer->lists_events ? "event" : "row",
		    &b);
		buf_add(&b, STR(", "));
		size_print(k->bytes, &b);
		if (k->guarded > 0) {
			buf_add(&b, STR(", "));
			count_of(k->guarded, "cell", &b);
			buf_add(&b, STR(" with an apostrophe"));
		}
		buf_add(&b, STR(", written"));
		tell(x, "%.*s", STR_ARG(buf_str(&b)));
	}
	buf_free(&b);
	buf_free(&name);
	return DRAW_KEYS;
}
