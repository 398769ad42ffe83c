/*
 * The way back from a row as text: a condition that leaves exactly the events
 * behind it, for a path that goes on as a query.
 */
#include <math.h>

#include "query/group.h"
#include "query/print.h"
#include "query/result.h"

/* Another key compares as equal and is not the same: 7 and 7.0. */
static bool
is_ambiguous(const struct ids *keys, const struct datum *d)
{
	struct arena tmp = { 0 };
	bool found = false;

	for (uint32_t i = 0; i < ids_count(keys) && !found; i++) {
		struct datum other = ids_datum(keys, i, &tmp);

		found = other.kind != DATUM_MISSING &&
		    datum_compare(d, &other, &tmp) == 0 &&
		    !datum_same(d, &other);
	}
	arena_free(&tmp);
	return found;
}

static void
add_whole(struct str text, struct buf *out)
{
	struct buf pattern = { 0 };

	buf_add(&pattern, STR("\\A"));
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (c < 0x20 || c == 0x7f)
			buf_printf(&pattern, "\\x%02x", c);
		else {
			if (strchr("\\^$.[]|()?*+{}/", c))
				buf_byte(&pattern, '\\');
			buf_byte(&pattern, (char)c);
		}
	}
	buf_add(&pattern, STR("\\z"));
	buf_byte(out, '/');
	buf_add(out, buf_str(&pattern));
	buf_byte(out, '/');
	buf_free(&pattern);
}

/* False: there is no text for it. */
static bool
add_condition(const struct expr *key, const struct ids *keys, uint32_t number,
    struct buf *out)
{
	struct arena a = { 0 };
	struct datum d = number == IDS_NONE ? datum_missing()
	                                    : ids_datum(keys, number, &a);
	bool can = true;

	if (d.kind == DATUM_MISSING) {
		buf_add(out, STR("not ispresent("));
		print_expr(key, out);
		buf_byte(out, ')');
	} else if (d.kind == DATUM_NUMBER && d.number != floor(d.number)) {
		can = false; /* is printed rounded */
	} else {
		struct value v = datum_value(&d, &a);
		bool loose = expr_is_name(key) || key->kind == EXPR_CALL;

		if (!loose)
			buf_byte(out, '(');
		print_expr(key, out);
		if (!loose)
			buf_byte(out, ')');
		if (is_ambiguous(keys, &d)) {
			buf_add(out, STR(" =~ "));
			add_whole(v.text, out);
		} else {
			buf_add(out, STR(" = "));
			query_quote_value(v, out);
		}
	}
	arena_free(&a);
	return can;
}

bool
result_row_filter(const struct result *r, uint64_t row, struct buf *out,
    struct err *err)
{
	const struct groups *g = r->groups;
	const struct table *t = r->table;
	size_t start = out->n;
	uint32_t group;

	if (row >= r->n_rows || !t || t->events || !g)
		return err_set(err, ERR_USAGE, "no group of events stands "
		    "behind this row");
	if (g->grouped || g->before)
		return err_set(err, ERR_USAGE, "it is made of rows of another "
		    "stats");
	group = r->order[row];
	if (t->groups)
		group = t->groups[group];
	if (group == ROW_NONE)
		return err_set(err, ERR_USAGE, "no event stands behind it");
	for (uint32_t k = 0; k < g->n_keys; k++) {
		if (k)
			buf_add(out, STR(" and "));
		if (!add_condition(g->stage->keys[k].expr, g->keys[k],
		        g->tuples.numbers[(size_t)group * g->n_keys + k],
		        out)) {
			out->n = start;
			return err_set(err, ERR_USAGE, "its key is a fraction, "
			    "which is compared rounded");
		}
	}
	return true;
}
