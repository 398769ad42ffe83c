/*
 * pattern: how many events there are of each pattern of a text.
 *
 * It is a filter for those that have the text, and stats by its pattern; what
 * needs all rows of that, the ratio, is added behind.
 */
#include "query/errors.h"
#include "query/eval.h"
#include "query/patterns.h"
#include "query/stage.h"

/* ---- parsing, printing --------------------------------------------------- */

bool
pattern_parse(struct parser *p, struct stage *st)
{
	struct patterns *s = arena_alloc(p->arena, sizeof(*s));

	st->own = s;
	s->source = parse_expr(p);
	return s->source != NULL;
}

void
pattern_print(const struct stage *st, struct buf *out)
{
	const struct patterns *s = st->own;

	print_expr(s->source, out);
}

/* ---- checking ------------------------------------------------------------ */

static struct expr *
name(struct checker *c, const char *text, uint32_t offset)
{
	struct expr *x = expr_new(c->arena, EXPR_NAME, offset, offset);

	x->text = str_of(text);
	return x;
}

static struct expr *
aggregate(struct checker *c, const char *of, const char *field,
    uint32_t offset)
{
	struct expr *x = expr_new(c->arena, EXPR_AGGREGATE, offset, offset);

	x->aggregate = aggregate_find(str_of(of));
	if (field) {
		struct expr **args =
		    arena_array(c->arena, 1, sizeof(struct expr *));

		args[0] = name(c, field, offset);
		expr_set_args(x, args, 1);
	}
	return x;
}

/* function(source) */
static struct expr *
call(struct checker *c, const char *function, struct expr *source,
    uint32_t offset)
{
	struct expr *x = expr_new(c->arena, EXPR_CALL, offset, offset);
	struct expr **args = arena_array(c->arena, 1, sizeof(struct expr *));

	x->function = function_find(str_of(function));
	args[0] = source;
	expr_set_args(x, args, 1);
	return x;
}

/* ... | filter ispresent(source) */
static bool
keep_present(struct checker *c, struct expr *source, uint32_t offset)
{
	struct stage *st = arena_alloc(c->arena, sizeof(*st));

	if (expr_is_name(source) &&
	    str_equal(source->text, STR("@message")))
		return true; /* all have it */
	st->type = stage_find(STR("filter"));
	st->offset = offset;
	st->items = arena_alloc(c->arena, sizeof(*st->items));
	st->n_items = 1;
	st->items[0].expr = call(c, "ispresent", source, offset);
	return st->type->check(c, st);
}

bool
pattern_group(struct checker *c, struct patterns *s, uint32_t offset)
{
	struct stage *st = arena_alloc(c->arena, sizeof(*st));
	bool timed = !c->scope->stats;

	if (!keep_present(c, s->source, offset) ||
	    !check_expr(c, c->scope, s->source))
		return false;
	st->type = stage_find(STR("stats"));
	st->offset = offset;
	st->n_items = timed ? 3 : 1;
	st->items = arena_array(c->arena, 3, sizeof(*st->items));
	st->items[0] = (struct item){ .name = STR("@sampleCount"),
		.expr = aggregate(c, "count", NULL, offset) };
	st->items[1] = (struct item){ .name = STR("@first"),
		.expr = aggregate(c, "min", "@timestamp", offset) };
	st->items[2] = (struct item){ .name = STR("@last"),
		.expr = aggregate(c, "max", "@timestamp", offset) };
	st->n_keys = 1;
	st->keys = arena_alloc(c->arena, sizeof(*st->keys));
	st->keys[0] = (struct item){ .name = STR("@pattern"),
		.expr = call(c, "pattern", s->source, offset) };
	return st->type->check(c, st);
}

bool
pattern_show(struct checker *c, bool compared)
{
	static const struct str columns[] = { STR_INIT("@sampleCount"),
		STR_INIT("@ratio"), STR_INIT("@difference"),
		STR_INIT("@description"), STR_INIT("@first"),
		STR_INIT("@last"), STR_INIT("@severityLabel"),
		STR_INIT("@pattern") };

	check_show_none(c);
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		struct expr *x = name(c, columns[i].p, 0);
		uint32_t known = 0, unknown = 0;
		const struct expr *first;

		if (compared && i == 1)
			continue;
		check_names(c, c->scope, x, &known, &unknown, &first);
		if (known && (!check_expr(c, c->scope, x) ||
		                 !check_show(c, columns[i], x)))
			return false;
	}
	return true;
}

bool
pattern_check(struct checker *c, struct stage *st)
{
	struct patterns *s = st->own;

	if (!pattern_group(c, s, st->offset) ||
	    !check_column(c, STR("@ratio"), st->offset, &s->ratio) ||
	    !check_column(c, STR("@severityLabel"), st->offset, &s->severity))
		return false;
	check_step(c, st, UINT32_MAX);
	c->scope->patterns = true;
	return pattern_show(c, false);
}

/* ---- running ------------------------------------------------------------- */

void
pattern_label(struct run *r, uint32_t severity)
{
	struct datum *labels = table_column(r, severity);

	for (uint64_t i = 0; i < r->table->n_rows; i++) {
		struct arena tmp = { 0 };
		struct datum d =
		    table_cell(r->table, i, PATTERN_COLUMN, &tmp);

		labels[i] = datum_of_text(str_of(
		    pattern_severity(datum_text(&d, &tmp))));
		arena_free(&tmp);
	}
}

bool
pattern_run(struct run *r, const struct stage *st)
{
	const struct patterns *s = st->own;
	const struct datum *counts =
	    r->table->columns[PATTERN_COUNT_COLUMN].data;
	struct datum *ratios = table_column(r, s->ratio);
	double total = 0;

	for (uint64_t i = 0; i < r->table->n_rows; i++)
		total += counts[i].number;
	for (uint64_t i = 0; i < r->table->n_rows; i++)
		ratios[i] = datum_of_number(counts[i].number / total);
	pattern_label(r, s->severity);
	return true;
}
