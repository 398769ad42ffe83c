/*
 * countFrequent: how often each combination of values occurs, most first.
 * It is stats count(*) as _approxcount by the fields, and exact.
 */
#include "query/stage.h"

bool
countfrequent_parse(struct parser *p, struct stage *st)
{
	struct expr *count = expr_new(
	    p->arena, EXPR_AGGREGATE, p->token.offset, p->token.offset);

	count->aggregate = aggregate_find(STR("count"));
	st->items = arena_alloc(p->arena, sizeof(*st->items));
	st->n_items = 1;
	st->items[0] = (struct item){ .expr = count,
		.name = STR("_approxcount") };
	return parse_items(p, ITEM_ALIAS, &st->keys, &st->n_keys);
}

void
countfrequent_print(const struct stage *st, struct buf *out)
{
	print_items(st->keys, st->n_keys, out);
}
