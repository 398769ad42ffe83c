/*
 * lookup and cidrlookup: what a table says about the value of a field.
 */
#include "query/errors.h"
#include "query/eval.h"
#include "query/lookup.h"
#include "query/stage.h"

struct output {
	struct str column; /* of the table */
	struct item item;  /* the field it becomes */
};

struct lookup_stage {
	struct str table;
	bool ranges; /* cidrlookup */
	struct str key_names[LOOKUP_KEYS_MAX]; /* columns of the table */
	struct expr *keys[LOOKUP_KEYS_MAX];    /* and the fields they equal */
	uint32_t n_keys;
	struct output *outputs;
	uint32_t n_outputs, capacity;
	bool new_only; /* OUTPUTNEW: where the field is missing */
	uint32_t index; /* of the world's lookups */
};

/* ---- parsing, printing --------------------------------------------------- */

static bool
read_name(struct parser *p, struct str *out, const char *want)
{
	if (p->token.kind != TOKEN_NAME && p->token.kind != TOKEN_STRING)
		return parse_expected(p, want);
	*out = p->token.text;
	return parse_next_value(p);
}

/* column [as field] */
static bool
read_key(struct parser *p, struct lookup_stage *s)
{
	uint32_t n = s->n_keys;
	struct item field = { 0 };

	if (n == LOOKUP_KEYS_MAX)
		return error_at(p->err, p->token.offset, "lookup: more than "
		    "%d columns to compare", LOOKUP_KEYS_MAX);
	if (p->token.kind != TOKEN_NAME)
		return parse_expected(p, "a column of the table to compare");
	s->key_names[n] = p->token.text;
	if (!parse_field(p, &field))
		return false;
	s->keys[n] = field.expr;
	s->n_keys++;
	if (!token_is_word(&p->token, "as"))
		return true;
	if (!parse_next_value(p) || !parse_field(p, &field))
		return false;
	/* Of a range the field stands first. */
	if (s->ranges)
		s->key_names[n] = field.name;
	else
		s->keys[n] = field.expr;
	return true;
}

static bool
read_outputs(struct parser *p, struct lookup_stage *s)
{
	do {
		struct output *o;

		if (!parse_next_value(p))
			return false;
		s->outputs = plan_grow(p->arena, s->outputs, s->n_outputs,
		    &s->capacity, sizeof(*s->outputs));
		o = &s->outputs[s->n_outputs++];
		if (!parse_field(p, &o->item))
			return false;
		o->column = o->item.name;
		if (!parse_alias(p, &o->item))
			return false;
	} while (token_is(&p->token, ","));
	return true;
}

static bool
read_stage(struct parser *p, struct stage *st, bool ranges)
{
	struct lookup_stage *s = arena_alloc(p->arena, sizeof(*s));
	uint32_t none;

	st->own = s;
	s->ranges = ranges;
	if (!read_name(p, &s->table, "the name of a table"))
		return false;
	for (;;) {
		none = s->n_keys;
		if (!read_key(p, s))
			return false;
		if (ranges && s->key_names[none].p == s->keys[none]->text.p)
			s->key_names[none] = STR(""); /* to be chosen */
		if (ranges || !token_is(&p->token, ","))
			break;
		if (!parse_next_value(p))
			return false;
	}
	s->new_only = token_is_word(&p->token, "outputnew");
	if (!s->new_only && !token_is_word(&p->token, "output"))
		return parse_expected(p, "OUTPUT and columns of the table");
	return read_outputs(p, s);
}

bool
lookup_parse(struct parser *p, struct stage *st)
{
	return read_stage(p, st, false);
}

bool
cidrlookup_parse(struct parser *p, struct stage *st)
{
	return read_stage(p, st, true);
}

void
lookup_print(const struct stage *st, struct buf *out)
{
	const struct lookup_stage *s = st->own;

	print_text(s->table, out);
	for (uint32_t i = 0; i < s->n_keys; i++) {
		struct str first = s->ranges ? s->keys[i]->text
		                             : s->key_names[i];
		struct str second = s->ranges ? s->key_names[i]
		                              : s->keys[i]->text;

		buf_add(out, i ? STR(", ") : STR(" "));
		query_quote_name(first, out);
		if (second.n && !str_equal(first, second)) {
			buf_add(out, STR(" as "));
			query_quote_name(second, out);
		}
	}
	buf_add(out, s->new_only ? STR(" outputnew ") : STR(" output "));
	for (uint32_t i = 0; i < s->n_outputs; i++) {
		if (i)
			buf_add(out, STR(", "));
		query_quote_name(s->outputs[i].column, out);
		if (s->outputs[i].item.alias.n) {
			buf_add(out, STR(" as "));
			query_quote_name(s->outputs[i].item.alias, out);
		}
	}
}

/* ---- values -------------------------------------------------------------- */

/* arg: the keys, and behind them the field that is filled, if only that. */
static struct datum
looked_up(struct eval *e, const struct expr *x, const struct datum *arg)
{
	const struct lookup *t = eval_world(e)->lookups[x->index];
	uint32_t n_keys = lookup_keys(t), row;
	struct str key[LOOKUP_KEYS_MAX], cell;

	if (x->n_args > n_keys && arg[n_keys].kind != DATUM_MISSING)
		return arg[n_keys];
	for (uint32_t i = 0; i < n_keys; i++) {
		if (arg[i].kind == DATUM_MISSING)
			return datum_missing();
		key[i] = eval_read_text(e, &arg[i]);
	}
	row = lookup_find(t, key);
	if (row == UINT32_MAX)
		return datum_missing();
	cell = lookup_output(t, row, x->part);
	return cell.p ? datum_of_text(cell) : datum_missing();
}

static const struct derivation derivation = { looked_up };

/* ---- checking ------------------------------------------------------------ */

static bool
add_output(struct checker *c, struct lookup_stage *s, uint32_t i)
{
	struct output *o = &s->outputs[i];
	struct expr *args[LOOKUP_KEYS_MAX + 1], *x;
	uint32_t n = s->n_keys;

	memcpy(args, s->keys, n * sizeof(args[0]));
	if (s->new_only) {
		args[n] = expr_new(c->arena, EXPR_NAME,
		    o->item.expr->offset, o->item.expr->end);
		args[n]->text = o->item.name;
		if (!check_expr(c, c->scope, args[n++]))
			return false;
	}
	x = check_derived(c, &derivation, args, n, o->item.expr->offset);
	x->index = s->index;
	x->part = i;
	x->text = o->item.name;
	return check_add(c, o->item.name, x);
}

bool
lookup_check(struct checker *c, struct stage *st)
{
	struct lookup_stage *s = st->own;

	for (uint32_t i = 0; i < s->n_keys; i++)
		if (!check_expr(c, c->scope, s->keys[i]))
			return false;
	s->index = c->plan->n_lookups++;
	check_step(c, st, UINT32_MAX);
	for (uint32_t i = 0; i < s->n_outputs; i++)
		if (!add_output(c, s, i))
			return false;
	return true;
}

/* ---- running ------------------------------------------------------------- */

static bool
find_column(struct run *r, const struct lookup_stage *s,
    const struct lookup *t, struct str name, uint32_t offset, uint32_t *out)
{
	*out = lookup_column(t, name);
	return *out != UINT32_MAX ||
	    error_at(r->err, offset, "the table %.*s has no column %.*s; there "
	        "are: %.*s", STR_ARG(str_head(s->table, 60)),
	        STR_ARG(str_head(name, 60)),
	        STR_ARG(lookup_columns_text(t, &r->tmp)));
}

/* The column of ranges: the one that was named, else cidr, else the first. */
static bool
use_ranges(struct run *r, const struct stage *st, struct lookup *t)
{
	const struct lookup_stage *s = st->own;
	uint32_t column = lookup_column(t, STR("cidr"));
	uint64_t bad;

	if (s->key_names[0].n &&
	    !find_column(r, s, t, s->key_names[0], st->offset, &column))
		return false;
	lookup_by_ranges(t, column == UINT32_MAX ? 0 : column, &bad, r->arena);
	if (bad)
		run_note(r, st->offset, "cidrlookup: %llu row%s of the table "
		    "%.*s hold no range such as 192.0.2.0/24",
		    (unsigned long long)bad, bad == 1 ? "" : "s",
		    STR_ARG(str_head(s->table, 60)));
	return true;
}

static bool
use_keys(struct run *r, const struct stage *st, struct lookup *t)
{
	const struct lookup_stage *s = st->own;
	uint32_t columns[LOOKUP_KEYS_MAX];

	for (uint32_t i = 0; i < s->n_keys; i++)
		if (!find_column(r, s, t, s->key_names[i],
		        s->keys[i]->offset, &columns[i]))
			return false;
	lookup_by_keys(t, columns, s->n_keys, r->arena);
	return true;
}

bool
lookup_run(struct run *r, const struct stage *st)
{
	const struct lookup_stage *s = st->own;
	uint32_t *columns =
	    arena_array(r->arena, s->n_outputs, sizeof(*columns));
	struct err why = { 0 };
	struct lookup *t =
	    lookup_load(s->table, r->options->lookup_dir, r->arena, &why);

	if (!t)
		return error_at(r->err, st->offset, "%s: %s",
		    st->type->word.name, why.message);
	for (uint32_t i = 0; i < s->n_outputs; i++)
		if (!find_column(r, s, t, s->outputs[i].column,
		        s->outputs[i].item.expr->offset, &columns[i]))
			return false;
	lookup_set_outputs(t, columns);
	if (s->ranges ? !use_ranges(r, st, t) : !use_keys(r, st, t))
		return false;
	r->world.lookups[s->index] = t;
	return true;
}
