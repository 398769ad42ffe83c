/*
 * Info (i): where an event comes from, and what a field means.  Subject: the
 * printed name of the field, or nothing.
 */
#include "base/timefmt.h"
#include "base/utf8.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/meanings.h"
#include "explore/state.h"

#define COLUMNS 72

static void
say_pair(struct sheet_lines *l, const char *name, struct str text)
{
	struct buf shown = { 0 };
	struct str left;
	bool first = true;

	text_visible(str_head(text, 4096), &shown);
	for (left = buf_str(&shown); left.n > 0 || first; first = false) {
		size_t n = text_fit(left, COLUMNS - 13), cut = n;

		/* between words, where there are any */
		while (n < left.n && cut > 20 && left.p[cut] != ' ')
			cut--;
		if (n < left.n && cut > 20)
			n = cut;
		if (n == 0)
			n = left.n;
		sheet_say(l, "%-9s %.*s", first ? name : "",
		    STR_ARG(str_head(left, n)));
		left = str_trim(str_from(left, n));
	}
	buf_free(&shown);
}

static void
say_place(struct explore *x, struct sheet_lines *l)
{
	struct snapshot *s = result_snapshot(x->answer->result);
	struct place p = snapshot_place(s, x->place.event);
	uint32_t copies = snapshot_copies(s, x->place.event);
	struct buf b = { 0 };

	say_pair(l, "file", store_source(snapshot_store(s), p.source)->name);
	count_print(p.record, &b);
	buf_add(&b, STR(", offset "));
	count_print(p.offset, &b);
	buf_add(&b, STR(", "));
	count_of(p.length, "byte", &b);
	say_pair(l, "record", buf_str(&b));
	buf_reset(&b);
	time_print_iso(snapshot_time(s, x->place.event), &b);
	say_pair(l, "time", buf_str(&b));
	if (copies > 1) {
		buf_reset(&b);
		count_print(copies, &b);
		buf_add(&b, STR(" times"));
		say_pair(l, "delivered", buf_str(&b));
	}
	if (snapshot_conflict(s, x->place.event))
		say_pair(l, "conflict",
		    STR("another event has its id and other content"));
	if (x->opened.doc && x->opened.doc->event == x->place.event &&
	    x->opened.doc->rebuilt)
		say_pair(l, "rebuilt", x->opened.doc->remark);
	buf_free(&b);
}

/* A computed column, or one that has an own field's name, has its meaning in
 * the words of the query language. */
static struct str
meaning_of(struct str field)
{
	const struct query_word *w;
	const char *meaning = field_meaning(field);

	for (size_t i = 0; !meaning && (w = query_word_at(i)) != NULL; i++)
		if (w->kind == WORD_FIELD &&
		    str_equal(str_of(w->name), field))
			meaning = w->help;
	return meaning ? str_of(meaning)
	               : STR("not in spoor's list of fields: its name is all "
	                     "that is known");
}

static bool
info_make(struct explore *x, const struct sheet *s, struct sheet_lines *l)
{
	bool event = x->answer && x->place.event != EVENT_NONE &&
	    x->place.row < list_rows(x);

	if (!event && s->subject.n == 0) {
		tell(x, "nothing is selected that info is about");
		return false;
	}
	l->title = STR("info");
	l->footer = STR("Esc close");
	if (s->subject.n > 0) {
		say_pair(l, "field", s->subject);
		say_pair(l, "meaning", meaning_of(s->subject));
	}
	if (event && s->subject.n > 0)
		sheet_say(l, "%s", "");
	if (event)
		say_place(x, l);
	return true;
}

const struct sheet_kind sheet_info = {
	.name = "info",
	.about = "what the field means, and where the event comes from",
	.form = SHEET_FORM_BOX,
	.corner = CORNER_BOTTOM,
	.box_columns = COLUMNS,
	.passes = true,
	.make = info_make,
};

unsigned
act_info(struct explore *x)
{
	struct picked p = { 0 };
	struct buf subject = { 0 };

	if (has_value(x) && pick(x, &p))
		buf_add(&subject, buf_str(&p.field));
	buf_reset(&x->message); /* a record without a field is one too */
	sheet_open(x, &sheet_info, buf_str(&subject));
	picked_free(&p);
	buf_free(&subject);
	return DRAW_ALL;
}
