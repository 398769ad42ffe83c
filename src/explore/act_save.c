/*
 * Saving (S): the query by a name; and running what was saved.  Rows are
 * written by act_export.c.
 */
#include "base/utf8.h"
#include "explore/actions.h"
#include "explore/state.h"

unsigned
act_save(struct explore *x)
{
	sheet_open(x, &sheet_save, STR(""));
	return DRAW_ALL;
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
