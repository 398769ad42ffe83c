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
}

static void
views_add(struct view **views, size_t *n, const struct explore *x)
{
	if (*n == VIEWS_MAX) {
		steps_free(&(*views)[0].steps);
		memmove(*views, *views + 1, --*n * sizeof(**views));
	}
	*views = mem_grow(*views, *n + 1, sizeof(**views));
	view_take(x, &(*views)[(*n)++]);
}

static void
views_drop(struct view **views, size_t *n)
{
	for (size_t i = 0; i < *n; i++)
		steps_free(&(*views)[i].steps);
	free(*views);
	*views = NULL;
	*n = 0;
}

void
view_push(struct explore *x)
{
	views_add(&x->back, &x->n_back, x);
	views_drop(&x->forward, &x->n_forward);
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
	if (x->tab != v->tab)
		seek_end(x);
	x->tab = v->tab;
	x->focus = v->focus;
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

void
views_free(struct explore *x)
{
	views_drop(&x->back, &x->n_back);
	views_drop(&x->forward, &x->n_forward);
}
