/*
 * relevantfields: the fields whose values differ most between the events
 * where a condition holds and the others.
 */
#include <stdlib.h>

#include "base/bits.h"
#include "query/errors.h"
#include "query/filter.h"
#include "query/relevance.h"
#include "query/stage.h"

struct relevantfields {
	struct item *fields; /* none: all of the records */
	uint32_t n_fields;
	struct expr *condition;
};

enum { NAME, SCORE, TOP, IN_MEDIAN, OUT_MEDIAN, COLUMNS };

static const struct str columns[COLUMNS] = { STR_INIT("@fieldName"),
	STR_INIT("@relevanceScore"), STR_INIT("@topRelevanceContributors"),
	STR_INIT("@conditionalMedian"), STR_INIT("@baselineMedian") };

/* ---- parsing, printing --------------------------------------------------- */

bool
relevantfields_parse(struct parser *p, struct stage *st)
{
	struct relevantfields *s = arena_alloc(p->arena, sizeof(*s));
	uint32_t capacity = 0;

	st->own = s;
	while (!token_is_word(&p->token, "where")) {
		s->fields = plan_grow(p->arena, s->fields, s->n_fields,
		    &capacity, sizeof(*s->fields));
		if (p->token.kind != TOKEN_NAME)
			return parse_expected(p, "fields, or \"where\" and a "
			                         "condition");
		if (!parse_field(p, &s->fields[s->n_fields++]))
			return false;
		if (token_is(&p->token, ",") && !parse_next_value(p))
			return false;
	}
	if (!parse_next_value(p))
		return false;
	s->condition = parse_expr(p);
	return s->condition != NULL;
}

void
relevantfields_print(const struct stage *st, struct buf *out)
{
	const struct relevantfields *s = st->own;

	print_items(s->fields, s->n_fields, out);
	buf_add(out, s->n_fields ? STR(" where ") : STR("where "));
	print_expr(s->condition, out);
}

/* ---- checking ------------------------------------------------------------ */

bool
relevantfields_check(struct checker *c, struct stage *st)
{
	struct relevantfields *s = st->own;
	struct scope *made = arena_alloc(c->arena, sizeof(*made));
	uint32_t index;

	if (c->scope->stats || c->scope->tabled)
		return error_at(c->err, st->offset, "relevantfields compares "
		    "events: it stands before stats and its like");
	for (uint32_t i = 0; i < s->n_fields; i++) {
		struct expr *x = s->fields[i].expr;

		if (!check_expr(c, c->scope, x))
			return false;
		if (x->ref != REF_SLOT)
			return error_at(c->err, x->offset, "relevantfields: "
			    "expected a field of the events");
	}
	if (!check_root(c, c->scope, s->condition))
		return false;
	check_step(c, st, UINT32_MAX);
	made->before = c->scope;
	made->stats = st;
	made->stats_step = c->plan->n_steps - 1;
	made->tabled = true;
	c->scope = made;
	check_show_none(c);
	for (int i = 0; i < COLUMNS; i++)
		if (!check_column(c, columns[i], st->offset, &index))
			return false;
	return true;
}

/* ---- running ------------------------------------------------------------- */

struct candidate {
	struct str name;
	struct field *field;
	struct relevance relevance;
	bool named; /* by the query */
};

struct comparing {
	struct run *run;
	uint64_t *in, *out;
	struct candidate *candidates;
	struct arena *texts; /* of each thread */
};

static void
compare_one(void *ctx, size_t item, unsigned worker)
{
	struct comparing *g = ctx;
	struct candidate *c = &g->candidates[item];
	struct arena tmp = { 0 };

	if (run_halted(g->run))
		return;
	c->relevance = relevance_of(&g->run->layout, c->field, g->in, g->out,
	    &g->texts[worker], &tmp);
	arena_free(&tmp);
}

/* x is, or asks for, the field. */
static bool
names(const struct run *r, const struct expr *x, struct str field)
{
	if (x->ref == REF_SLOT)
		return str_equal(r->plan->slots[x->index].name, field);
	if (x->ref == REF_ALIAS)
		return x->uses.fields == USES_ONE &&
		    str_equal(r->plan->slots[x->uses.slot].name, field);
	for (uint32_t i = 0; i < x->n_args; i++)
		if (names(r, x->args[i], field))
			return true;
	return false;
}

static struct candidate *
list_named(struct run *r, const struct relevantfields *s, size_t *n)
{
	struct candidate *out =
	    arena_array(&r->tmp, s->n_fields, sizeof(*out));

	for (uint32_t i = 0; i < s->n_fields; i++)
		out[i] = (struct candidate){ .name = s->fields[i].name,
			.field = r->world.fields[s->fields[i].expr->index],
			.named = true };
	*n = s->n_fields;
	return out;
}

/* All of the records but those of the condition. */
static struct candidate *
list_all(struct run *r, const struct relevantfields *s, size_t *n)
{
	struct store *st = snapshot_store(r->snapshot);
	uint64_t *events = arena_array(&r->tmp,
	    bits_words(snapshot_events(r->snapshot)), sizeof(*events));
	struct candidate *out;
	struct path_count *paths;
	struct buf name = { 0 };
	size_t n_paths;

	rows_to_events(&r->layout, r->rows, events);
	paths = discover_paths(r->snapshot, events, r->pool, r->options->stop,
	    &r->tmp, &n_paths);
	*n = 0;
	if (!paths)
		return NULL;
	out = arena_array(&r->tmp, n_paths, sizeof(*out));
	for (size_t i = 0; i < n_paths; i++) {
		struct candidate *c = &out[*n];

		buf_reset(&name);
		path_print(st, paths[i].path, &name);
		if (names(r, s->condition, buf_str(&name)))
			continue;
		c->name = arena_copy(r->arena, buf_str(&name));
		c->field = field_bind(r->snapshot, c->name, &r->tmp);
		++*n;
	}
	buf_free(&name);
	return out;
}

/* Most relevant first. */
static int
compare(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->relevance.score != y->relevance.score)
		return x->relevance.score > y->relevance.score ? -1 : 1;
	return natural_order(x->name, y->name);
}

static void
make_table(struct run *r, const struct candidate *of, size_t n)
{
	struct table *t = arena_alloc(r->arena, sizeof(*t));
	uint32_t *order = arena_raw(r->arena, n * sizeof(*order));

	t->n_rows = n;
	r->table = t;
	for (size_t i = 0; i < n; i++) {
		const struct relevance *v = &of[i].relevance;

		order[i] = (uint32_t)i;
		table_column(r, NAME)[i] = datum_of_text(of[i].name);
		table_column(r, SCORE)[i] = datum_of_number(v->score);
		table_column(r, IN_MEDIAN)[i] = v->in_median;
		table_column(r, OUT_MEDIAN)[i] = v->out_median;
		table_column(r, TOP)[i] = v->top.n
		    ? datum_of_text(v->top) : datum_missing();
	}
	r->order = order;
	r->n_order = n;
	r->listed = true;
	r->groups = NULL;
}

bool
relevantfields_run(struct run *r, const struct stage *st)
{
	const struct relevantfields *s = st->own;
	struct comparing g = { .run = r };
	uint32_t words = layout_words(&r->layout);
	size_t n, kept = 0;

	g.in = rows_new(&r->layout, &r->tmp);
	g.out = rows_new(&r->layout, &r->tmp);
	memcpy(g.in, r->rows, words * sizeof(*g.in));
	if (!filter_rows(r, s->condition, g.in))
		return false;
	for (uint32_t i = 0; i < words; i++)
		g.out[i] = r->rows[i] & ~g.in[i];
	g.candidates = s->n_fields ? list_named(r, s, &n)
	                           : list_all(r, s, &n);
	g.texts = run_arenas(r);
	if (!g.candidates ||
	    !pool_run(r->pool, n, r->options->stop, compare_one, &g) ||
	    run_halted(r))
		return run_failed(r);
	for (size_t i = 0; i < n; i++) {
		const struct candidate *c = &g.candidates[i];

		if (c->named || (c->relevance.score > 0 && !c->relevance.ids))
			g.candidates[kept++] = *c;
	}
	if (kept)
		qsort(g.candidates, kept, sizeof(*g.candidates), compare);
	make_table(r, g.candidates, kept);
	return true;
}
