/*
 * Back and forward, as a browser has them: steps, scope, tab, place.
 */
#include <stdlib.h>
#include <string.h>

#include "explore/state.h"

static void
view_take(const struct explore *x, struct view *v)
{
	steps_copy(&x->steps, &v->steps);
	v->scope = x->scope;
	v->tab = x->tab;
	v->detail_open = x->detail_open;
	v->focus = x->focus;
	v->place = x->place;
	v->around = x->around;
	v->drill = x->drill;
	v->sheet = NULL;
	v->subject = (struct buf){ 0 };
	for (size_t i = 0; i < x->n_sheets; i++) {
		const struct sheet *s = x->sheet[i];

		if (!s->kind->remembered)
			continue;
		v->sheet = s->kind;
		v->sheet_row = s->row;
		buf_reset(&v->subject);
		buf_add(&v->subject, s->subject);
	}
}

static void
view_free(struct view *v)
{
	steps_free(&v->steps);
	buf_free(&v->subject);
}

static void
views_add(struct view **views, size_t *n, const struct explore *x)
{
	if (*n == VIEWS_MAX) {
		view_free(&(*views)[0]);
		memmove(*views, *views + 1, --*n * sizeof(**views));
	}
	*views = mem_grow(*views, *n + 1, sizeof(**views));
	view_take(x, &(*views)[(*n)++]);
}

void
views_drop(struct view **views, size_t *n)
{
	for (size_t i = 0; i < *n; i++)
		view_free(&(*views)[i]);
	free(*views);
	*views = NULL;
	*n = 0;
}

void
view_push(struct explore *x)
{
	views_add(&x->back, &x->n_back, x);
	views_drop(&x->forward, &x->n_forward);
	x->drill = false;
}

/* The sheet that lay over it. */
static void
view_sheet(struct explore *x, struct view *v)
{
	sheets_close(x);
	if (!v->sheet)
		return;
	x->travels = true;
	if (sheet_open(x, v->sheet, buf_str(&v->subject))) {
		struct sheet *s = sheet_top(x);

		if (s->lines)
			sheet_go(x, s, v->sheet_row);
		s->goal = v->sheet_row;
		s->has_goal = true;
	}
	x->travels = false;
}

static void
view_show(struct explore *x, struct view *v)
{
	bool same = steps_equal(&x->steps, &v->steps) &&
	    x->scope.from_us == v->scope.from_us &&
	    x->scope.to_us == v->scope.to_us;

	steps_free(&x->steps);
	x->steps = v->steps;
	x->scope = v->scope;
	x->around = v->around;
	if (x->tab != v->tab)
		seek_end(x);
	x->tab = v->tab;
	x->focus = v->focus;
	x->drill = v->drill;
	view_sheet(x, v);
	buf_free(&v->subject);
	if (!v->detail_open)
		opened_close(x);
	x->detail_open = v->detail_open;
	if (same) {
		uint64_t row = v->place.row, above = row - v->place.top;

		if (x->answer && v->place.event != EVENT_NONE)
			row = list_row_near(x, v->place.event);
		x->place.top = row - (above < row ? above : row);
		list_go(x, row);
	} else {
		x->goal = v->place;
		x->has_goal = true;
		steps_changed(x);
	}
}

static bool
travel(struct explore *x, struct view **from, size_t *n_from, struct view **to,
    size_t *n_to)
{
	if (*n_from == 0)
		return false;
	views_add(to, n_to, x);
	view_show(x, &(*from)[--*n_from]);
	return true;
}

bool
view_back(struct explore *x)
{
	return travel(x, &x->back, &x->n_back, &x->forward, &x->n_forward);
}

bool
view_forward(struct explore *x)
{
	return travel(x, &x->forward, &x->n_forward, &x->back, &x->n_back);
}

/* Back leads to what lies under the sheet: where it was opened. */
bool
view_leads_here(const struct explore *x)
{
	const struct view *v = x->n_back ? &x->back[x->n_back - 1] : NULL;

	return v && !v->sheet && v->tab == x->tab &&
	    steps_equal(&v->steps, &x->steps);
}

void
views_free(struct explore *x)
{
	views_drop(&x->back, &x->n_back);
	views_drop(&x->forward, &x->n_forward);
}
