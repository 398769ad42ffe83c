#include "ui/mouse.h"

#include <stdio.h>
#include <string.h>

enum { WHEEL_ROWS = 3 };

void
spots_drop(struct view *v, enum spot_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < v->n_spots; i++)
		if (v->spots[i].kind != kind)
			v->spots[n++] = v->spots[i];
	v->n_spots = n;
}

void
spot_add(struct view *v, const struct spot *s)
{
	if (v->n_spots < SPOTS_MAX)
		v->spots[v->n_spots++] = *s;
}

static bool
holds(struct box b, int row, int column)
{
	return row >= b.row && row < b.row + b.rows && column >= b.column &&
	       column < b.column + b.columns;
}

/* What came later lies above. */
static const struct spot *
spot_find(const struct view *v, int row, int column)
{
	for (size_t i = v->n_spots; i-- > 0;)
		if (holds(v->spots[i].box, row, column))
			return &v->spots[i];
	return NULL;
}

/* The column of the lines that the pointer is in, or -1. */
static int
cell_find(const struct view *v, enum explore_pane pane, int column)
{
	for (size_t i = v->n_spots; i-- > 0;) {
		const struct spot *s = &v->spots[i];

		if (s->kind == SPOT_HEAD && s->pane == pane &&
		    column >= s->box.column &&
		    column < s->box.column + s->box.columns)
			return s->n;
	}
	return -1;
}

static bool
prompt_open(struct view *v)
{
	struct explore_prompt p;

	explore_prompt(v->x, &p);
	return p.kind != PROMPT_NONE;
}

/* An action, whatever its key; while text is typed, the key of the prompt. */
static unsigned
act(struct view *v, const char *action, const char *key)
{
	return prompt_open(v) ? explore_key(v->x, key)
			      : explore_action(v->x, action);
}

static bool
box_open(struct view *v)
{
	struct explore_sheet s;

	explore_sheet(v->x, &s);
	return s.form == SHEET_BOX;
}

/* ---- pressed ----------------------------------------------------------- */

static unsigned
line_press(struct view *v, const struct spot *s, const struct mouse *m)
{
	bool again;
	unsigned draw = explore_point_line(v->x, s->pane,
	    m->row - s->box.row, cell_find(v, s->pane, m->column), &again);

	if (m->button == 2 && !prompt_open(v))
		draw |= explore_action(v->x, "menu");
	else if (again)
		draw |= act(v, "open", "Enter");
	return draw;
}

static unsigned
head_press(struct view *v, const struct spot *s)
{
	unsigned draw = explore_point_column(v->x, s->pane, s->n);

	return prompt_open(v) ? draw : draw | explore_action(v->x, "sort");
}

static unsigned
step_press(struct view *v, const struct spot *s, const struct mouse *m)
{
	unsigned draw = explore_point_step(v->x, (size_t)s->n);

	if (s->n > 0)
		draw |= explore_action(
		    v->x, m->button == 2 ? "open" : "step-off");
	return draw;
}

static unsigned
bar_point(struct view *v, const struct spot *s, const struct mouse *m,
    bool drag)
{
	int bar = (m->column - s->box.column) / (s->n > 0 ? s->n : 1);

	return explore_point_bar(v->x, bar < 0 ? 0 : (size_t)bar, drag);
}

static unsigned
press(struct view *v, const struct mouse *m)
{
	const struct spot *s = spot_find(v, m->row, m->column);
	char tab[16];

	v->held = s ? *s : (struct spot){ 0 };
	if (!s) /* beside a box: it goes away */
		return box_open(v) ? act(v, "close", "Esc") : 0;
	switch (s->kind) {
	case SPOT_TAB:
		snprintf(tab, sizeof(tab), "tab-%d", s->n);
		return explore_action(v->x, tab);
	case SPOT_STEP:
		return step_press(v, s, m);
	case SPOT_KEY:
		return explore_key(v->x, s->key);
	case SPOT_HEAD:
		return head_press(v, s);
	case SPOT_LINES:
		return line_press(v, s, m);
	case SPOT_BARS:
		return bar_point(v, s, m, false);
	case SPOT_BORDER:
	case SPOT_NONE:
		break;
	}
	return 0;
}

/* ---- dragged, turned --------------------------------------------------- */

/* A border goes where it is dragged: layout_make's shares, the other way. */
static unsigned
border_drag(struct view *v, const struct mouse *m)
{
	struct box body = v->layout.body;
	int all, detail;

	if (v->layout.beside) {
		all = body.columns;
		detail = body.column + body.columns - 1 - m->column;
	} else {
		all = body.rows - v->layout.header.rows - 1;
		detail = body.row + body.rows - 1 - m->row;
	}
	if (all < 1 || detail < 0)
		return 0;
	return explore_point_border(v->x, (detail * 100 + all / 2) / all);
}

static unsigned
drag(struct view *v, const struct mouse *m)
{
	if (v->held.kind == SPOT_BARS)
		return bar_point(v, &v->held, m, true);
	if (v->held.kind == SPOT_BORDER)
		return border_drag(v, m);
	return 0;
}

/* The wheel moves in the pane below it. */
static unsigned
wheel(struct view *v, const struct mouse *m)
{
	const struct spot *s = spot_find(v, m->row, m->column);
	enum explore_pane focus = explore_focus(v->x);
	unsigned draw = 0;

	if (s && s->kind == SPOT_LINES && focus != s->pane &&
	    (focus == PANE_LIST || focus == PANE_DETAIL) &&
	    (s->pane == PANE_LIST || s->pane == PANE_DETAIL))
		draw = explore_action(v->x, "pane-next");
	for (int i = 0; i < WHEEL_ROWS; i++)
		draw |= m->kind == MOUSE_UP ? act(v, "up", "Up")
					    : act(v, "down", "Down");
	return draw;
}

unsigned
mouse_act(struct view *v, const struct mouse *m)
{
	if (!explore_mouse(v->x))
		return 0;
	switch (m->kind) {
	case MOUSE_PRESS:
		return press(v, m);
	case MOUSE_DRAG:
		return drag(v, m);
	case MOUSE_UP:
	case MOUSE_DOWN:
		return wheel(v, m);
	case MOUSE_RELEASE:
		v->held = (struct spot){ 0 };
		return 0;
	case MOUSE_NONE:
		break;
	}
	return 0;
}
