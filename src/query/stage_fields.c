/*
 * fields and display: columns of the result, and names for expressions.
 */
#include "query/stage.h"

bool
fields_parse(struct parser *p, struct stage *st)
{
	if (token_is(&p->token, "*"))
		return parse_expected(p, "names of fields, as in fields "
		                         "@timestamp, eventName");
	return parse_items(p, ITEM_ALIAS, &st->items, &st->n_items);
}

void
fields_print(const struct stage *st, struct buf *out)
{
	print_items(st->items, st->n_items, out);
}

static bool
check_items(struct checker *c, struct stage *st, bool show)
{
	for (uint32_t i = 0; i < st->n_items; i++) {
		struct item *it = &st->items[i];

		if (!check_expr(c, c->scope, it->expr))
			return false;
		if (it->alias.n && !check_bind(c, it->alias, it->expr))
			return false;
		if (show && !check_show(c, it->name, it->expr))
			return false;
	}
	return true;
}

bool
fields_check(struct checker *c, struct stage *st)
{
	/* Who names columns behind parse does not want all that it found. */
	if (!c->scope->displayed)
		check_show_chosen(c);
	c->scope->listed = true;
	return check_items(c, st, !c->scope->displayed);
}

/* Only the last display counts. */
bool
display_check(struct checker *c, struct stage *st)
{
	check_show_none(c);
	c->scope->displayed = true;
	return check_items(c, st, true);
}

/* Cells are evaluated when they are read. */
bool
fields_run(struct run *r, const struct stage *st)
{
	(void)r;
	(void)st;
	return true;
}
