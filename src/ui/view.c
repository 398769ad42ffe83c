#include "ui/view.h"

#include "ui/panes.h"

void
view_init(struct view *v, struct explore *x, bool ascii,
    int (*zone)(int64_t us))
{
	*v = (struct view){ .x = x, .zone = zone };
	v->grid.ascii = ascii;
}

void
view_release(struct view *v)
{
	grid_release(&v->grid);
	buf_free(&v->scratch);
}

static struct layout_wish
wish(struct view *v)
{
	struct explore_prompt prompt;
	enum explore_pane focus = explore_focus(v->x);
	struct explore_sheet sheet;

	explore_prompt(v->x, &prompt);
	explore_sheet_below(v->x, &sheet);
	if (focus == PANE_LIST || focus == PANE_DETAIL)
		v->body = focus;
	return (struct layout_wish){
		.detail = explore_detail_open(v->x),
		.editing = prompt.kind == PROMPT_QUERY || focus == PANE_QUERY,
		.whole = explore_tab(v->x) == TAB_LEDGER,
		.tall = sheet.form == SHEET_TALL,
		.only = !explore_full(v->x)	 ? SHOW_BOTH
			: v->body == PANE_DETAIL ? SHOW_DETAIL
						 : SHOW_LIST,
		.detail_focused = v->body == PANE_DETAIL,
		.share_below = explore_detail_share(v->x, false),
		.share_beside = explore_detail_share(v->x, true),
	};
}

static bool
wish_equal(const struct layout_wish *a, const struct layout_wish *b)
{
	return a->detail == b->detail && a->editing == b->editing &&
	       a->whole == b->whole && a->tall == b->tall && a->only == b->only &&
	       a->detail_focused == b->detail_focused &&
	       a->share_below == b->share_below &&
	       a->share_beside == b->share_beside;
}

/* Tells explore what has room; returns what that changes. */
static unsigned
room_tell(struct view *v)
{
	const struct layout *l = &v->layout;
	struct explore_room room = {
		.list_columns = l->list.columns,
		.list_rows = l->list.rows ? l->list.rows : 1,
		.detail_columns = l->detail.columns,
		.detail_rows = l->detail.rows,
		.screen_columns = v->columns,
		.screen_rows = v->rows,
		.bars = histogram_bars(v),
		.sheet_columns = l->body.columns,
		.sheet_rows = l->body.rows,
	};

	v->bars = room.bars;
	return explore_resize(v->x, &room);
}

/* Lays out again when something asks for it. */
static unsigned
lay_out(struct view *v, unsigned redraw)
{
	struct layout_wish w = wish(v);
	bool opened = w.detail && !v->wish.detail;

	if (!(redraw & DRAW_LAYOUT) && wish_equal(&w, &v->wish))
		return redraw;
	v->layout = layout_make(v->columns, v->rows, &w);
	/* Where only one pane fits, what is opened is gone into. */
	if (opened && v->layout.one_pane && v->body == PANE_LIST) {
		explore_action(v->x, "pane-next");
		w = wish(v);
		v->layout = layout_make(v->columns, v->rows, &w);
	}
	v->wish = w;
	return DRAW_ALL | (v->layout.too_small ? 0 : room_tell(v));
}

unsigned
view_resize(struct view *v, int columns, int rows)
{
	grid_resize(&v->grid, columns, rows);
	v->columns = v->grid.columns;
	v->rows = v->grid.rows;
	return DRAW_ALL;
}

bool
view_takes_keys(const struct view *v)
{
	return !v->layout.too_small;
}

static void
too_small_draw(struct view *v)
{
	static const char *const lines[] = { "spoor", "needs 20x5 or", NULL,
		"q quit" };
	struct grid *g = &v->grid;
	struct box all = grid_box(g);

	for (int i = 0; i < (int)(sizeof(lines) / sizeof(lines[0])); i++)
		if (lines[i])
			grid_put(g, all, i, 0, str_of(lines[i]), LOOK_PLAIN);
		else
			grid_printf(g, all, i, 0, LOOK_PLAIN, "more, is %dx%d",
			    v->columns, v->rows);
}

/* What has to be drawn beyond what changed: panes below something that lies
 * over them, or lay there; the line of a prompt, which has the cursor. */
static unsigned
overlays(struct view *v)
{
	struct explore_query q;
	struct explore_prompt p;
	struct explore_sheet sheet;
	struct explore_box box;
	bool covered, uncovered;

	explore_sheet(v->x, &sheet);
	explore_query(v->x, &q);
	explore_prompt(v->x, &p);
	explore_box(v->x, &box);
	covered = explore_message_above(v->x).n > 0 || q.wrong ||
		  p.kind == PROMPT_QUERY || box.place != BOX_NONE ||
		  explore_help_open(v->x) || sheet.form != SHEET_NONE;
	uncovered = v->covered && !covered;
	v->covered = covered;
	if (covered || uncovered)
		return DRAW_ALL;
	return p.kind == PROMPT_NONE ? 0 : DRAW_KEYS;
}

void
view_draw(struct view *v, unsigned redraw)
{
	size_t n;
	const struct pane *pane = panes(&n);

	v->zone = explore_zone(v->x);
	redraw = lay_out(v, redraw);
	if (v->layout.too_small) {
		grid_clear(&v->grid);
		too_small_draw(v);
		return;
	}
	if (redraw & DRAW_BARS && histogram_bars(v) != v->bars)
		redraw |= room_tell(v); /* its labels need more room, or less */
	redraw |= overlays(v);
	if ((redraw & DRAW_ALL) == DRAW_ALL) {
		grid_clear(&v->grid);
		v->n_spots = 0;
	}
	for (size_t i = 0; i < n; i++)
		if (redraw & pane[i].redraw)
			pane[i].draw(v);
}
