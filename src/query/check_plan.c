/*
 * What a query does and shows: its steps, the names that commands define, the
 * columns of the result.
 */
#include "query/check.h"
#include "query/tables.h"

/* ---- binding, showing, steps -------------------------------------------- */

static void
bind(struct checker *c, struct scope *s, struct binding b)
{
	s->bindings = plan_grow(c->arena, s->bindings, s->n_bindings,
	    &s->bindings_capacity, sizeof(*s->bindings));
	s->bindings[s->n_bindings++] = b;
}

bool
check_bind(struct checker *c, struct str name, struct expr *x)
{
	struct plan *p = c->plan;
	struct binding b = { .name = name, .ref = x->ref, .index = x->index };

	if (check_too_many(c, x->offset, c->scope->n_bindings, "names"))
		return false;
	if (x->ref == REF_NONE) {
		p->aliases = plan_grow(c->arena, p->aliases, p->n_aliases,
		    &p->aliases_capacity, sizeof(*p->aliases));
		p->aliases[p->n_aliases] =
		    (struct alias){ .name = name, .expr = x };
		b.ref = REF_ALIAS;
		b.index = p->n_aliases++;
	}
	bind(c, c->scope, b);
	return true;
}

bool
check_bind_column(struct checker *c, struct scope *s, const struct item *it,
    uint32_t index)
{
	if (check_too_many(c, it->expr->offset, index, "columns"))
		return false;
	bind(c, s, (struct binding){ it->name, it->expr, REF_COLUMN, index });
	return true;
}

struct expr *
check_name(struct checker *c, struct str name, enum ref_kind ref,
    uint32_t index)
{
	struct expr *x = expr_new(c->arena, EXPR_NAME, 0, 0);

	x->text = name;
	if (ref == REF_SLOT)
		index = check_slot(c, x);
	check_refer(c, x, ref, index);
	return x;
}

bool
check_show(struct checker *c, struct str name, struct expr *x)
{
	struct plan *p = c->plan;

	for (uint32_t i = 0; i < p->n_shown; i++)
		if (str_equal(p->shown[i].name, name)) {
			p->shown[i].expr = x;
			return true;
		}
	if (check_too_many(c, x->offset, p->n_shown, "columns"))
		return false;
	p->shown = plan_grow(c->arena, p->shown, p->n_shown,
	    &p->shown_capacity, sizeof(*p->shown));
	p->shown[p->n_shown++] = (struct shown){ name, x, false };
	return true;
}

bool
check_show_added(struct checker *c, struct str name, struct expr *x)
{
	struct plan *p = c->plan;

	if (c->scope->displayed)
		return true;
	if (!check_show(c, name, x))
		return false;
	for (uint32_t i = 0; i < p->n_shown; i++)
		if (str_equal(p->shown[i].name, name))
			p->shown[i].added = true;
	return true;
}

bool
check_add(struct checker *c, struct str name, struct expr *x)
{
	return check_bind(c, name, x) && check_show_added(c, name, x);
}

bool
check_column_in(struct checker *c, struct scope *s, struct str name,
    uint32_t offset, uint32_t *index)
{
	if (check_too_many(c, offset, s->n_columns, "columns"))
		return false;
	*index = s->n_columns++;
	bind(c, s, (struct binding){ name, NULL, REF_COLUMN, *index });
	return true;
}

bool
check_column(struct checker *c, struct str name, uint32_t offset,
    uint32_t *index)
{
	struct expr *x;

	if (!check_column_in(c, c->scope, name, offset, index))
		return false;
	x = check_name(c, name, REF_COLUMN, *index);
	x->offset = offset;
	return check_show_added(c, name, x);
}

void
check_table(struct checker *c, const struct stage *st)
{
	check_step(c, st, UINT32_MAX);
	c->scope->tabled = true;
}

struct expr *
check_shown(struct checker *c, uint32_t i)
{
	struct expr *x = arena_alloc(c->arena, sizeof(*x));

	*x = *c->plan->shown[i].expr;
	check_roots(c, x);
	return x;
}

void
check_show_chosen(struct checker *c)
{
	struct plan *p = c->plan;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < p->n_shown; i++)
		if (!p->shown[i].added)
			p->shown[kept++] = p->shown[i];
	p->n_shown = kept;
}

void
check_show_none(struct checker *c)
{
	c->plan->n_shown = 0;
}

void
check_step(struct checker *c, const struct stage *st, uint32_t at)
{
	struct plan *p = c->plan;

	p->steps = plan_grow(c->arena, p->steps, p->n_steps,
	    &p->steps_capacity, sizeof(struct stage *));
	if (at > p->n_steps)
		at = p->n_steps;
	memmove(&p->steps[at + 1], &p->steps[at],
	    (p->n_steps - at) * sizeof(struct stage *));
	p->steps[at] = st;
	p->n_steps++;
	for (struct scope *s = c->scope; s && s->stats; s = s->before)
		if (s->stats_step >= at)
			s->stats_step++;
}

/* Without fields and display: @timestamp and @message, before what commands
 * have added. */
static void
show_usual(struct checker *c)
{
	static const struct str usual[] = { STR_INIT("@timestamp"),
		STR_INIT("@message") };
	struct plan *p = c->plan;
	struct shown *added = p->shown;
	uint32_t n = p->n_shown;

	p->shown = NULL;
	p->n_shown = p->shown_capacity = 0;
	for (int i = 0; i < 2; i++)
		check_show(c, usual[i], check_name(c, usual[i], REF_SLOT, 0));
	for (uint32_t i = 0; i < n; i++)
		check_show(c, added[i].name, added[i].expr);
}

/* ---- the whole ---------------------------------------------------------- */

static void
find_last_filter(struct plan *p)
{
	for (uint32_t i = 0; i < p->n_steps; i++) {
		if (p->steps[i]->type->makes_rows)
			return;
		if (p->steps[i]->type->filters)
			p->last_filter = i + 1;
	}
}

static bool
check_stages(struct checker *c, const struct tree *t)
{
	struct plan *out = c->plan;

	for (uint32_t i = 0; i < t->n_stages; i++) {
		struct stage *st = &t->stages[i];

		if (c->scope->deduped && !st->type->cuts)
			check_note(c, st->offset,
			    "behind dedup AWS accepts limit only");
		if (!st->type->check(c, st))
			return false;
		c->begun |= !st->type->selects && !st->type->filters;
	}
	out->lists_events = !c->scope->stats && !c->scope->tabled;
	if (!c->scope->stats && !c->scope->listed && !c->scope->displayed)
		show_usual(c);
	find_last_filter(out);
	return true;
}

static struct checker *
checker_new(struct arena *a, struct plan *out, struct err *err)
{
	struct checker *c = arena_alloc(a, sizeof(*c));

	c->arena = a;
	c->err = err;
	c->plan = out;
	c->scope = arena_alloc(a, sizeof(*c->scope));
	return c;
}

bool
check_tree(const struct tree *t, struct arena *a, struct plan *out,
    struct err *err)
{
	return check_stages(checker_new(a, out, err), t);
}

bool
check_nested(const struct tree *t, struct arena *a, struct plan *out,
    struct err *err, struct checker **left)
{
	*left = checker_new(a, out, err);
	(*left)->nested = true;
	return check_stages(*left, t);
}
