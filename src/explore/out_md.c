/*
 * A table of GitHub Flavored Markdown (GFM 0.29, 4.10): what a cell holds is
 * shown, and never taken for Markdown, HTML or an entity.
 */
#include "base/utf8.h"
#include "explore/out_writer.h"

static void
cell(struct out *o, struct str s)
{
	buf_reset(&o->cell);
	text_visible(s, &o->cell);
	buf_byte(&o->bytes, ' ');
	for (size_t i = 0; i < o->cell.n; i++) {
		if (memchr("\\|`<>[]*_~&", o->cell.p[i], 11))
			buf_byte(&o->bytes, '\\');
		buf_byte(&o->bytes, o->cell.p[i]);
	}
	buf_add(&o->bytes, STR(" |"));
}

static void
md_begin(struct out *o)
{
	buf_byte(&o->bytes, '|');
	for (size_t i = 0; i < o->n; i++)
		cell(o, o->names[i]);
	buf_add(&o->bytes, STR("\n|"));
	for (size_t i = 0; i < o->n; i++)
		buf_add(&o->bytes, STR(" --- |"));
	buf_byte(&o->bytes, '\n');
}

static void
md_row(struct out *o, const struct value *cells)
{
	buf_byte(&o->bytes, '|');
	for (size_t i = 0; i < o->n; i++)
		cell(o, value_absent(cells[i]) ? STR("") : cells[i].text);
	buf_byte(&o->bytes, '\n');
}

const struct out_writer out_md = { .begin = md_begin, .row = md_row };
