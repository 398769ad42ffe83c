#include "query/check.h"

#include <stdarg.h>
#include <stdio.h>
#include "query/anyindex.h"
#include "query/constants.h"
#include "query/errors.h"
#include "query/join.h"
#include "query/subquery.h"
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

bool
check_too_many(
    struct checker *c, uint32_t offset, uint32_t n, const char *what)
{
	if (n < NAMES_MAX)
		return false;
	error_at(c->err, offset, "a query has at most %d %s", NAMES_MAX, what);
	return true;
}

/* UINT32_MAX: there are too many. */
uint32_t
check_slot(struct checker *c, const struct expr *x)
{
	struct plan *p = c->plan;
	struct slot *s;

	for (uint32_t i = 0; i < p->n_slots; i++)
		if (str_equal(p->slots[i].name, x->text))
			return i;
	if (check_too_many(c, x->offset, p->n_slots, "fields"))
		return UINT32_MAX;
	p->slots = plan_grow(c->arena, p->slots, p->n_slots,
	    &p->slots_capacity, sizeof(*p->slots));
	s = &p->slots[p->n_slots];
	*s = (struct slot){ .name = x->text, .offset = x->offset };
	if (str_equal(x->text, STR("@timestamp")))
		s->kind = SLOT_TIMESTAMP;
	else if (str_equal(x->text, STR("@message")))
		s->kind = SLOT_MESSAGE;
	else if (any_position(x->text))
		s->kind = SLOT_ANY;
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

static bool
is_joined(const struct scope *s, const struct expr *x)
{
	struct str rest;

	return s->join && (join_name(x->text, s->join->left, &rest) ||
	                      join_name(x->text, s->join->right, &rest));
}

/* The longest beginning of a name a.b.c that is itself the name of something
 * made by a query which may be an object or a list; NULL: there is none. */
static const struct binding *
document_named(const struct checker *c, const struct scope *s,
    const struct expr *x)
{
	for (size_t n = expr_is_name(x) ? x->text.n : 0; n-- > 1;) {
		const struct binding *b;

		if (x->text.p[n] != '.')
			continue;
		b = binding_of(s, str_head(x->text, n));
		if (b && (b->ref == REF_COLUMN || (b->ref == REF_ALIAS &&
		        c->plan->aliases[b->index].expr->uses.documents)))
			return b;
	}
	return NULL;
}

void
check_names(struct checker *c, struct scope *s, const struct expr *x,
    uint32_t *known, uint32_t *n_unknown, const struct expr **unknown)
{
	if (meaning_of(s, x) || document_named(c, s, x) ||
	    (expr_is_name(x) && (!s->stats || is_joined(s, x)))) {
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

bool
check_regex(struct checker *c, struct str pattern, uint32_t offset,
    uint32_t *index)
{
	struct plan *p = c->plan;
	struct err why = { 0 };
	struct regex *re = regex_new(pattern, &why);

	if (!re)
		return error_at(c->err, offset + 1 + (uint32_t)why.offset,
		    "%.300s", why.message);
	p->regexes = plan_grow(c->arena, p->regexes, p->n_regexes,
	    &p->regexes_capacity, sizeof(*p->regexes));
	p->regexes[p->n_regexes] =
	    (struct plan_regex){ re, pattern, offset };
	*index = p->n_regexes++;
	if (regex_beyond_re2(pattern))
		check_note(c, offset, "AWS refuses look-around and "
		    "back-references; this pattern has one");
	return true;
}

/* ---- resolving ---------------------------------------------------------- */

/* What is made of @message is evaluated for all events at once; what is made of
 * it and of columns of a table too, but for its parts that are not. */
void
check_roots(struct checker *c, struct expr *x)
{
	struct alias *alias;

	if (!x->uses.message || x->raw)
		return;
	if (!x->uses.columns) {
		x->raw = ++c->plan->n_raw;
		return;
	}
	for (uint32_t i = 0; i < x->n_args && x->ref == REF_NONE; i++)
		check_roots(c, x->args[i]);
	alias = x->ref == REF_ALIAS ? &c->plan->aliases[x->index] : NULL;
	if (alias && !alias->rooted) {
		alias->rooted = true;
		check_roots(c, alias->expr);
	}
}

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
	if (from->elements == USES_MANY ||
	    (from->elements == USES_ONE && to->elements == USES_ONE &&
	        from->elements_slot != to->elements_slot)) {
		to->elements = USES_MANY;
	} else if (from->elements == USES_ONE && !to->elements) {
		to->elements = USES_ONE;
		to->elements_slot = from->elements_slot;
	}
	to->message |= from->message;
	to->presence |= from->presence;
	to->columns |= from->columns;
}

bool
check_refer(
    struct checker *c, struct expr *x, enum ref_kind ref, uint32_t index)
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
		if (c->plan->slots[index].kind == SLOT_ANY) {
			x->uses.elements = USES_ONE;
			x->uses.elements_slot = index;
		}
		return true;
	case REF_ALIAS:
		alias = c->plan->aliases[index].expr;
		x->uses = alias->uses;
		x->depth = alias->depth + 1;
		break;
	case REF_COLUMN:
		x->uses.columns = x->uses.documents = true;
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
	for (uint32_t i = 0; i < x->n_args; i++)
		if (!check_root(c, s->before, x->args[i]))
			return false;
	if (x->n_args && x->args[0]->uses.elements)
		x->aggregate = aggregate_of_elements(x->aggregate);
	st->aggregates = plan_grow(c->arena, st->aggregates, st->n_aggregates,
	    &st->aggregates_capacity, sizeof(struct expr *));
	st->aggregates[st->n_aggregates] = x;
	x->index = st->n_aggregates++;
	x->uses.columns = true;
	return true;
}

/* Whether a call can give an object or a list. */
static bool
makes_documents(const struct expr *x)
{
	bool makes = x->function->makes_documents;

	for (uint32_t i = 0; i < x->n_args && x->function->documents; i++)
		makes |= x->args[i]->uses.documents;
	return makes;
}

/* A subquery behind in. */
static bool
check_set(struct checker *c, struct expr *x)
{
	struct plan *p = c->plan;
	struct subquery *s = x->subquery;

	if (!subquery_check(c, s))
		return false;
	if (!subquery_only_column(s, &s->column))
		return error_at(c->err, x->offset, "the query behind \"in\" "
		    "gives %u columns, expected one: end it with | fields x",
		    subquery_columns(s));
	p->sets = plan_grow(c->arena, p->sets, p->n_sets, &p->sets_capacity,
	    sizeof(struct subquery *));
	x->index = p->n_sets;
	p->sets[p->n_sets++] = s;
	return true;
}

/* What is made of an operator or a call about a path with *: see anyindex.h. */
static bool
check_elements(struct checker *c, struct expr *x)
{
	bool is_operator = x->kind == EXPR_OPERATOR;

	if (!x->uses.elements || (!is_operator && x->kind != EXPR_CALL) ||
	    (is_operator && (x->op->op == OP_AND || x->op->op == OP_OR ||
	                        x->op->op == OP_NOT)))
		return true;
	if (x->uses.elements == USES_MANY)
		return error_at(c->err, x->offset, "two different paths with "
		    "* cannot be compared or joined here");
	x->each = is_operator && x->op->condition
	    ? (x->op->negated ? EACH_ALL : EACH_ANY)
	    : !is_operator && x->function->tests ? EACH_ANY : EACH_LIST;
	x->each_slot = x->uses.elements_slot;
	if (x->each != EACH_LIST)
		x->uses.elements = USES_NOTHING;
	return true;
}

/* A name that goes on from document b: stands for jsonPath(b, "rest"). */
static bool
check_path(struct checker *c, struct expr *x, const struct binding *b)
{
	struct plan *p = c->plan;
	struct expr **args = arena_array(c->arena, 2, sizeof(*args));
	struct expr *path = expr_new(c->arena, EXPR_CALL, x->offset, x->end);

	args[0] = check_name(c, b->name, b->ref, b->index);
	args[1] = expr_new(c->arena, EXPR_TEXT, x->offset, x->end);
	args[1]->text = str_from(x->text, b->name.n + 1);
	path->function = function_find(STR("jsonPath"));
	path->uses = args[0]->uses;
	expr_set_args(path, args, 2);
	p->aliases = plan_grow(c->arena, p->aliases, p->n_aliases,
	    &p->aliases_capacity, sizeof(*p->aliases));
	p->aliases[p->n_aliases] =
	    (struct alias){ .name = x->text, .expr = path };
	return check_refer(c, x, REF_ALIAS, p->n_aliases++);
}

bool
check_expr(struct checker *c, struct scope *s, struct expr *x)
{
	const struct binding *b = meaning_of(s, x);

	if (b)
		return check_refer(c, x, b->ref, b->index);
	b = document_named(c, s, x);
	if (b)
		return check_path(c, x, b);
	if (expr_is_name(x)) {
		uint32_t slot;
		bool done;

		if (s->join && (!join_resolve(c, s, x, &done) || done))
			return c->err->code == ERR_NONE;
		if (s->stats)
			return unknown_name(c, s, x);
		slot = check_slot(c, x);
		return slot != UINT32_MAX && check_refer(c, x, REF_SLOT, slot);
	}
	if (x->kind == EXPR_AGGREGATE)
		return collect(c, s, x);
	if (x->kind == EXPR_SUBQUERY)
		return check_set(c, x);
	if (x->kind == EXPR_REGEX)
		return check_regex(c, x->text, x->offset, &x->index);
	for (uint32_t i = 0; i < x->n_args; i++) {
		if (!check_expr(c, s, x->args[i]))
			return false;
		add_uses(&x->uses, &x->args[i]->uses);
	}
	expr_set_args(x, x->args, x->n_args);
	if (x->depth > TREE_DEPTH_MAX)
		return error_at(c->err, x->offset, "more than %d names and "
		    "operators build on each other", TREE_DEPTH_MAX);
	if (!check_elements(c, x))
		return false;
	if (x->kind == EXPR_LIST)
		x->constants = constants_of(x, c->arena);
	if (x->kind == EXPR_CALL) {
		x->uses.presence |= x->function->field;
		x->uses.documents = makes_documents(x);
	}
	if (!s->stats)
		note_hyphen(c, x);
	return true;
}

bool
check_root(struct checker *c, struct scope *s, struct expr *x)
{
	if (!check_expr(c, s, x))
		return false;
	check_roots(c, x);
	return true;
}

struct expr *
check_derived(struct checker *c, const struct derivation *d,
    struct expr *const *args, uint32_t n, uint32_t offset)
{
	struct expr *x = expr_new(c->arena, EXPR_DERIVED, offset, offset);
	struct expr **own = arena_array(c->arena, n, sizeof(struct expr *));

	if (n)
		memcpy(own, args, n * sizeof(struct expr *));
	x->derivation = d;
	expr_set_args(x, own, n);
	for (uint32_t i = 0; i < n; i++)
		add_uses(&x->uses, &own[i]->uses);
	check_roots(c, x);
	return x;
}
