#include "query/check.h"

#include <stdarg.h>
#include <stdio.h>
#include "query/constants.h"
#include "query/errors.h"
#include "query/tables.h"

void *
plan_grow(struct arena *a, void *array, uint32_t n, uint32_t *capacity,
    size_t size)
{
	void *more;

	if (n < *capacity)
		return array;
	*capacity = *capacity ? *capacity * 2 : 8;
	more = arena_array(a, *capacity, size);
	if (n)
		memcpy(more, array, n * size);
	return more;
}

void
check_note(struct checker *c, uint32_t offset, const char *format, ...)
{
	struct plan *p = c->plan;
	char text[384];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	p->notices = plan_grow(c->arena, p->notices, p->n_notices,
	    &p->notices_capacity, sizeof(*p->notices));
	p->notices[p->n_notices++] =
	    (struct notice){ offset, arena_copy(c->arena, str_of(text)) };
}

/* ---- names -------------------------------------------------------------- */

/* Names are looked up one by one. */
#define NAMES_MAX 1000

static bool
too_many(struct checker *c, uint32_t offset, uint32_t n, const char *what)
{
	if (n < NAMES_MAX)
		return false;
	error_at(c->err, offset, "a query has at most %d %s", NAMES_MAX, what);
	return true;
}

/* UINT32_MAX: there are too many. */
static uint32_t
slot_of(struct checker *c, const struct expr *x)
{
	struct plan *p = c->plan;
	struct slot *s;

	for (uint32_t i = 0; i < p->n_slots; i++)
		if (str_equal(p->slots[i].name, x->text))
			return i;
	if (too_many(c, x->offset, p->n_slots, "fields"))
		return UINT32_MAX;
	p->slots = plan_grow(c->arena, p->slots, p->n_slots,
	    &p->slots_capacity, sizeof(*p->slots));
	s = &p->slots[p->n_slots];
	*s = (struct slot){ .name = x->text, .offset = x->offset };
	if (str_equal(x->text, STR("@timestamp")))
		s->kind = SLOT_TIMESTAMP;
	else if (str_equal(x->text, STR("@message")))
		s->kind = SLOT_MESSAGE;
	return p->n_slots++;
}

static const struct binding *
binding_of(const struct scope *s, struct str name)
{
	for (uint32_t i = s->n_bindings; i-- > 0;)
		if (str_equal(s->bindings[i].name, name))
			return &s->bindings[i];
	return NULL;
}

/* The column that is written like x. */
static const struct binding *
column_written(const struct scope *s, const struct expr *x)
{
	for (uint32_t i = s->n_bindings; i-- > 0 && s->stats;)
		if (s->bindings[i].expr && expr_equal(s->bindings[i].expr, x))
			return &s->bindings[i];
	return NULL;
}

static const struct binding *
meaning_of(const struct scope *s, const struct expr *x)
{
	const struct binding *b = NULL;

	if (expr_is_name(x))
		b = binding_of(s, x->text);
	if (!b && (x->kind == EXPR_NAME || x->kind == EXPR_CALL ||
	        x->kind == EXPR_AGGREGATE || x->kind == EXPR_OPERATOR))
		b = column_written(s, x);
	return b;
}

void
check_names(struct checker *c, struct scope *s, const struct expr *x,
    uint32_t *known, uint32_t *n_unknown, const struct expr **unknown)
{
	if (meaning_of(s, x) || (expr_is_name(x) && !s->stats)) {
		++*known;
	} else if (expr_is_name(x) || x->kind == EXPR_AGGREGATE) {
		if (++*n_unknown == 1)
			*unknown = x;
	} else {
		for (uint32_t i = 0; i < x->n_args; i++)
			check_names(
			    c, s, x->args[i], known, n_unknown, unknown);
	}
}

/* What can be named, for a message. */
static const char *
columns_text(const struct scope *s, char *out, size_t n)
{
	struct buf b = { 0 };

	for (uint32_t i = 0; i < s->n_bindings && b.n < n; i++) {
		if (i)
			buf_add(&b, STR(", "));
		buf_add(&b, s->bindings[i].name);
	}
	if (b.n >= n && n > 4) {
		b.n = n - 4;
		buf_add(&b, STR("..."));
	}
	snprintf(out, n, "%.*s", (int)b.n, b.p ? b.p : "");
	buf_free(&b);
	return out;
}

static bool
unknown_name(struct checker *c, const struct scope *s, const struct expr *x)
{
	char quoted[ERROR_QUOTE_BYTES], columns[160];

	error_quote(x->text, quoted);
	if (s->collects)
		return error_at(c->err, x->offset, "%s is not one value for a "
		    "group of events: put it into an aggregate such as "
		    "max(...), or behind \"by\"", quoted);
	if (str_equal(x->text, STR("@timestamp")))
		return error_at(c->err, x->offset, "stats did not keep "
		    "@timestamp: keep it with max(@timestamp) as t or by "
		    "bin(5m) as t, and use datefloor(t, 1h)");
	return error_at(c->err, x->offset, "%s is no column of the stats "
	    "before it; there are: %s", quoted,
	    columns_text(s, columns, sizeof(columns)));
}

/* ---- patterns ----------------------------------------------------------- */

static bool
compile(struct checker *c, struct expr *x)
{
	struct plan *p = c->plan;
	struct err why = { 0 };
	struct regex *re = regex_new(x->text, &why);

	if (!re)
		return error_at(c->err, x->offset + 1 + (uint32_t)why.offset,
		    "%.300s", why.message);
	p->regexes = plan_grow(c->arena, p->regexes, p->n_regexes,
	    &p->regexes_capacity, sizeof(*p->regexes));
	p->regexes[p->n_regexes] =
	    (struct plan_regex){ re, x->text, x->offset };
	x->index = p->n_regexes++;
	if (regex_beyond_re2(x->text))
		check_note(c, x->offset, "AWS refuses look-around and "
		    "back-references; this pattern has one");
	return true;
}

/* ---- resolving ---------------------------------------------------------- */

static void
add_uses(struct uses *to, const struct uses *from)
{
	if (from->fields == USES_MANY ||
	    (from->fields == USES_ONE && to->fields == USES_ONE &&
	        from->slot != to->slot)) {
		to->fields = USES_MANY;
	} else if (from->fields == USES_ONE && to->fields == USES_NOTHING) {
		to->fields = USES_ONE;
		to->slot = from->slot;
	}
	to->message |= from->message;
	to->presence |= from->presence;
	to->columns |= from->columns;
}

static bool
refer(struct checker *c, struct expr *x, enum ref_kind ref, uint32_t index)
{
	const struct expr *alias;

	x->ref = ref;
	x->index = index;
	x->uses = (struct uses){ 0 };
	x->depth = 1;
	switch (ref) {
	case REF_SLOT:
		x->uses.fields = USES_ONE;
		x->uses.slot = index;
		x->uses.message = c->plan->slots[index].kind == SLOT_MESSAGE;
		return true;
	case REF_ALIAS:
		alias = c->plan->aliases[index].expr;
		x->uses = alias->uses;
		x->depth = alias->depth + 1;
		break;
	case REF_COLUMN:
		x->uses.columns = true;
		break;
	case REF_NONE:
		break;
	}
	if (x->depth <= TREE_DEPTH_MAX)
		return true;
	return error_at(c->err, x->offset, "more than %d names and operators "
	    "build on each other", TREE_DEPTH_MAX);
}

/* a-b where a and b touch the sign. */
static bool
hyphenated(const struct expr *x, struct buf *name)
{
	if (expr_is_name(x)) {
		buf_add(name, x->text);
		return true;
	}
	if (x->kind != EXPR_OPERATOR || x->op->op != OP_SUBTRACT ||
	    !expr_is_name(x->args[1]) ||
	    x->args[1]->offset != x->args[0]->end + 1 ||
	    !hyphenated(x->args[0], name))
		return false;
	buf_byte(name, '-');
	buf_add(name, x->args[1]->text);
	return true;
}

static void
note_hyphen(struct checker *c, const struct expr *x)
{
	struct plan *p = c->plan;
	struct buf name = { 0 };

	if (x->kind == EXPR_OPERATOR && hyphenated(x, &name)) {
		p->hyphens = plan_grow(c->arena, p->hyphens, p->n_hyphens,
		    &p->hyphens_capacity, sizeof(*p->hyphens));
		p->hyphens[p->n_hyphens++] = (struct hyphen){
			arena_copy(c->arena, buf_str(&name)), x->offset };
	}
	buf_free(&name);
}

static bool
collect(struct checker *c, struct scope *s, struct expr *x)
{
	struct stage *st = s->collects;
	char quoted[ERROR_QUOTE_BYTES];

	if (!st)
		return error_at(c->err, x->offset, "%s is an aggregate: it "
		    "stands in stats, and is named after it",
		    error_quote(str_of(x->aggregate->word.name), quoted));
	if (x->n_args && !check_root(c, s->before, x->args[0]))
		return false;
	st->aggregates = plan_grow(c->arena, st->aggregates, st->n_aggregates,
	    &st->aggregates_capacity, sizeof(struct expr *));
	st->aggregates[st->n_aggregates] = x;
	x->index = st->n_aggregates++;
	x->uses.columns = true;
	return true;
}

bool
check_expr(struct checker *c, struct scope *s, struct expr *x)
{
	const struct binding *b = meaning_of(s, x);

	if (b)
		return refer(c, x, b->ref, b->index);
	if (expr_is_name(x)) {
		uint32_t slot;

		if (s->stats)
			return unknown_name(c, s, x);
		slot = slot_of(c, x);
		return slot != UINT32_MAX && refer(c, x, REF_SLOT, slot);
	}
	if (x->kind == EXPR_AGGREGATE)
		return collect(c, s, x);
	if (x->kind == EXPR_REGEX)
		return compile(c, x);
	for (uint32_t i = 0; i < x->n_args; i++) {
		if (!check_expr(c, s, x->args[i]))
			return false;
		add_uses(&x->uses, &x->args[i]->uses);
	}
	expr_set_args(x, x->args, x->n_args);
	if (x->depth > TREE_DEPTH_MAX)
		return error_at(c->err, x->offset, "more than %d names and "
		    "operators build on each other", TREE_DEPTH_MAX);
	if (x->kind == EXPR_LIST)
		x->constants = constants_of(x, c->arena);
	if (x->kind == EXPR_CALL)
		x->uses.presence |= x->function->field;
	if (!s->stats)
		note_hyphen(c, x);
	return true;
}

bool
check_root(struct checker *c, struct scope *s, struct expr *x)
{
	if (!check_expr(c, s, x))
		return false;
	if (x->uses.message)
		x->raw = ++c->plan->n_raw;
	return true;
}

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

	if (too_many(c, x->offset, c->scope->n_bindings, "names"))
		return false;
	if (x->ref == REF_NONE) {
		p->aliases = plan_grow(c->arena, p->aliases, p->n_aliases,
		    &p->aliases_capacity, sizeof(*p->aliases));
		p->aliases[p->n_aliases] = (struct alias){ name, x };
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
	if (too_many(c, it->expr->offset, index, "columns"))
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
		index = slot_of(c, x);
	refer(c, x, ref, index);
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
	if (too_many(c, x->offset, p->n_shown, "columns"))
		return false;
	p->shown = plan_grow(c->arena, p->shown, p->n_shown,
	    &p->shown_capacity, sizeof(*p->shown));
	p->shown[p->n_shown++] = (struct shown){ name, x };
	return true;
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

bool
check_tree(const struct tree *t, struct arena *a, struct plan *out,
    struct err *err)
{
	struct scope events = { 0 };
	struct checker c = { .arena = a, .err = err, .plan = out };

	c.scope = &events;
	for (uint32_t i = 0; i < t->n_stages; i++) {
		struct stage *st = &t->stages[i];

		if (c.scope->deduped && !st->type->cuts)
			check_note(&c, st->offset,
			    "behind dedup AWS accepts limit only");
		if (!st->type->check(&c, st))
			return false;
	}
	out->lists_events = !c.scope->stats;
	if (out->n_shown == 0) {
		static const struct str usual[] = { STR_INIT("@timestamp"),
			STR_INIT("@message") };

		for (int i = 0; i < 2; i++)
			check_show(&c, usual[i],
			    check_name(&c, usual[i], REF_SLOT, 0));
	}
	find_last_filter(out);
	return true;
}
