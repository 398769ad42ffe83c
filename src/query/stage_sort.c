#include "query/order.h"
#include "query/stage.h"

bool
sort_parse(struct parser *p, struct stage *st)
{
	/* "sort by x" is written too. */
	if (token_is_word(&p->token, "by")) {
		struct token t;

		if (parse_peek(p, &t) && t.kind != TOKEN_END &&
		    !token_is(&t, "|") && !token_is(&t, ",") &&
		    !token_is_word(&t, "asc") &&
		    !token_is_word(&t, "desc") && !parse_next_value(p))
			return false;
	}
	if (!parse_items(p, ITEM_ORDER, &st->items, &st->n_items))
		return false;
	if (!parse_at_stage_end(p))
		return parse_expected(p, "\"asc\", \"desc\", a comma, \"|\" "
		                         "or the end");
	return true;
}

void
sort_print(const struct stage *st, struct buf *out)
{
	print_items(st->items, st->n_items, out);
}

/* Keys that name no column of the stats before them are left out. */
static bool
check_keys(struct checker *c, struct stage *st)
{
	uint32_t kept = 0;

	/* What is printed must not change: the keys are copied. */
	st->keys = arena_array(c->arena, st->n_items, sizeof(*st->keys));
	for (uint32_t i = 0; i < st->n_items; i++) {
		struct expr *x = st->items[i].expr;
		uint32_t known = 0, n_unknown = 0;
		const struct expr *unknown = NULL;

		check_names(c, c->scope, x, &known, &n_unknown, &unknown);
		if (c->scope->stats && n_unknown) {
			check_note(c, x->offset, "sort: %.*s is no column of "
			    "the stats before it, and is left out",
			    STR_ARG(str_head(st->items[i].name, 100)));
			continue;
		}
		if (!check_root(c, c->scope, x))
			return false;
		st->keys[kept++] = st->items[i];
	}
	st->n_keys = kept;
	return true;
}

/* "limit 10 | sort n desc" means the first ten of what is sorted, unless the
 * rows that are cut have an order already. */
bool
sort_check(struct checker *c, struct stage *st)
{
	const struct plan *p = c->plan;
	uint32_t at = UINT32_MAX;
	uint32_t first = c->scope->stats ? c->scope->stats_step + 1 : 0;

	if (!check_keys(c, st))
		return false;
	if (st->n_keys == 0)
		return true;
	if (p->n_steps > first && p->steps[p->n_steps - 1]->type->cuts &&
	    !c->scope->sorted) {
		at = p->n_steps - 1;
		check_note(c, st->offset,
		    "limit stands before sort: sorted first, then cut");
	}
	check_step(c, st, at);
	c->scope->sorted = true;
	return true;
}

/* The last sort counts most. */
bool
sort_run(struct run *r, const struct stage *st)
{
	uint32_t n = st->n_keys + r->n_keys;
	struct sort_key *keys = arena_array(&r->tmp, n, sizeof(*keys));

	for (uint32_t i = 0; i < st->n_keys; i++)
		keys[i] = (struct sort_key){ st->keys[i].expr,
			st->keys[i].descending };
	if (r->n_keys)
		memcpy(keys + st->n_keys, r->keys,
		    r->n_keys * sizeof(*keys));
	r->keys = keys;
	r->n_keys = n;
	return true;
}
