/*
 * limit and head: the first rows.  tail: the last ones.
 */
#include <math.h>

#include "query/errors.h"
#include "query/order.h"
#include "query/stage.h"

bool
limit_parse(struct parser *p, struct stage *st)
{
	double n;

	if (token_is_word(&p->token, "any") && !parse_next_value(p))
		return false;
	if (p->token.kind != TOKEN_NUMBER)
		return parse_expected(p, "a number of rows, as in limit 20");
	if (!number_read(p->token.text, true, &n) || n != trunc(n) || n < 1 ||
	    n > 0x1p53)
		return error_at(p->err, p->token.offset,
		    "expected a whole number of rows, at least 1");
	st->number = (uint64_t)n;
	return parse_next(p);
}

void
limit_print(const struct stage *st, struct buf *out)
{
	buf_u64(out, st->number);
}

bool
limit_check(struct checker *c, struct stage *st)
{
	check_step(c, st, UINT32_MAX);
	return true;
}

bool
limit_run(struct run *r, const struct stage *st)
{
	return r->table ? order_table(r, st->number)
	                : order_rows(r, st->number);
}

bool
tail_check(struct checker *c, struct stage *st)
{
	return limit_check(c, st);
}

/* The latest events, where no other order was asked for: these are the first
 * of the list.  Else the last rows. */
bool
tail_run(struct run *r, const struct stage *st)
{
	uint64_t n = st->number;

	if (r->table) {
		if (!order_table(r, UINT64_MAX))
			return false;
		if (r->n_order > n) {
			r->order += r->n_order - n;
			r->n_order = n;
		}
		return true;
	}
	if (!r->listed && r->n_keys == 0)
		return order_rows(r, n);
	if (!order_rows(r, UINT64_MAX))
		return false;
	if (r->n_list > n) {
		r->list += r->n_list - n;
		r->n_list = (uint32_t)n;
		run_rows_of_list(r);
	}
	return true;
}
