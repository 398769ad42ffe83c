/*
 * The last line: a prompt, or one message, or the keys that help now; at the
 * right the place in the list and the zone.
 *
 *	Enter open  + only  - not  t top  . menu  ? help    1 of 2,900  UTC
 */
#include "ui/panes.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/utf8.h"

static void
zone_add(const struct view *v, struct buf *out)
{
	struct explore_bars b;
	int zone;

	explore_bars(v->x, &b);
	zone = v->zone && b.n > 0 ? v->zone(b.to_us) : 0;
	if (!v->zone)
		buf_add(out, STR("UTC"));
	else
		buf_printf(out, "%c%02d:%02d", zone < 0 ? '-' : '+',
		    abs(zone) / 3600, abs(zone) / 60 % 60);
}

/* What stands at the right; returns the columns left for the rest. */
static int
right_draw(struct view *v, struct box box)
{
	struct buf *line = &v->scratch;
	struct str place = explore_place(v->x);
	struct explore_progress p;

	buf_reset(line);
	explore_progress(v->x, &p);
	if (p.loading && v->layout.marks.rows == 0)
		buf_printf(line, "loading %u %%  ", p.percent);
	if (box.columns >= LAYOUT_NARROW && place.n > 0)
		buf_printf(line, "%.*s  ", STR_ARG(place));
	zone_add(v, line);
	place_draw(&v->grid, box, buf_str(line));
	return box.columns - (int)text_width(buf_str(line)) - 2;
}

/* Keys with their words, as many as have room.  Below 55 columns only the
 * first one keeps its word. */
static void
hints_draw(struct view *v, struct box box, int at, int end)
{
	struct grid *g = &v->grid;
	bool narrow = box.columns < LAYOUT_NARROW;

	for (size_t i = 0; i < explore_hints(v->x); i++) {
		struct explore_hint hint = explore_hint_at(v->x, i);
		struct str key = str_of(hint.key), word = str_of(hint.word);
		int wide = (int)text_width(key);

		if (!narrow || i == 0)
			wide += 1 + (int)text_width(word);
		if (at + wide > end)
			return;
		spot_add(v, &(struct spot){ .kind = SPOT_KEY,
			       .key = hint.key,
			       .box = { box.row, box.column + at, 1, wide } });
		at += grid_put(g, box, 0, at, key, LOOK_PLAIN);
		if (!narrow || i == 0) {
			grid_put(g, box, 0, at + 1, word, LOOK_QUIET);
			at += 1 + (int)text_width(word);
		}
		at += narrow ? 1 : 2;
	}
}

/* "/ bert-jan|malicious   3 of 3, 2 folded away   n next  Esc end" */
static int
prompt_draw(struct view *v, struct box box, const struct explore_prompt *p,
    int end)
{
	struct grid *g = &v->grid;
	struct buf *line = &v->scratch;
	int cursor, moved, note = (int)text_width(p->note), room;

	room = end - 2 - (note ? note + 3 : 0);
	if (room < 10)
		room = end - 2, note = 0;
	buf_reset(line);
	text_visible(str_head(p->text, p->cursor), line);
	cursor = (int)text_width(buf_str(line));
	text_visible(str_from(p->text, p->cursor), line);
	moved = cursor > room - 1 ? cursor - room + 1 : 0;
	grid_put_fit(g, (struct box){ box.row, 2, 1, room }, 0, -moved,
	    room + moved, buf_str(line), LOOK_PLAIN);
	grid_put(g, box, 0, 0, (struct str){ &p->sign, 1 }, LOOK_PLAIN);
	grid_put(g, box, 0, 1, moved ? STR("‹") : STR(" "), LOOK_QUIET);
	grid_cursor(g, box, 0, 2 + cursor - moved);
	cursor = 2 + (int)text_width(buf_str(line)) - moved;
	if (cursor > room + 2)
		cursor = room + 2;
	cursor += 3;
	if (note)
		cursor += 3 + grid_put(g, box, 0, cursor, p->note, LOOK_PLAIN);
	return cursor;
}

/* The first of two lines about the evidence. */
static void
above_draw(struct view *v)
{
	struct box box = v->layout.keys;
	struct str above = explore_message_above(v->x);
	int end = box.columns - 10;

	if (above.n == 0 || box.row == 0)
		return;
	box.row--;
	grid_blank(&v->grid, box);
	grid_put_fit(&v->grid, box, 0, 0, end > 20 ? end : box.columns, above,
	    LOOK_DAMAGED);
	if (end > 20)
		grid_put_right(&v->grid, box, 0, STR("6 Ledger"), LOOK_QUIET);
}

void
pane_keys_draw(struct view *v)
{
	struct grid *g = &v->grid;
	struct box box = v->layout.keys;
	struct explore_prompt p;
	struct str message;
	int at = 0, end;

	grid_blank(g, box);
	spots_drop(v, SPOT_KEY);
	end = right_draw(v, box);
	explore_prompt(v->x, &p);
	message = explore_message(v->x);
	if (p.kind != PROMPT_NONE && p.kind != PROMPT_QUERY &&
	    p.kind != PROMPT_TIME) {
		at = prompt_draw(v, box, &p, end);
	} else if (message.n > 0) {
		above_draw(v);
		if ((int)text_width(message) > end) {
			grid_blank(g, box);
			end = box.columns;
		}
		grid_put_fit(g, box, 0, 0, end, message, LOOK_PLAIN);
		return;
	}
	hints_draw(v, box, at, end);
}
