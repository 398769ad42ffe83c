/*
 * join: rows side by side with those of a subquery that have the same key.
 *
 * Keys are equal as in groups: by their text.  A missing one meets none.  A
 * row leads to the event on its left.
 */
#include <stdlib.h>

#include "query/errors.h"
#include "query/intern.h"
#include "query/join.h"
#include "query/result.h"
#include "query/stage.h"

#define ROWS_MAX 10000000
#define KEYS_MAX 8

/* ---- parsing, printing --------------------------------------------------- */

static bool
read_type(struct parser *p, struct join *j, const struct token *value)
{
	char quoted[ERROR_QUOTE_BYTES];

	j->outer = token_is_word(value, "left");
	return j->outer || token_is_word(value, "inner") ||
	    error_at(p->err, value->offset, "join: there is no type %s, but: "
	        "inner, left", error_quote(value->text, quoted));
}

static bool
read_options(struct parser *p, struct join *j)
{
	struct token name, value;
	bool found, good = true;

	while (parse_option(p, &found, &name, &value) && found && good) {
		if (token_is_word(&name, "type"))
			good = read_type(p, j, &value);
		else if (token_is_word(&name, "left"))
			j->left = value.text;
		else if (token_is_word(&name, "right"))
			j->right = value.text;
		else
			good = parse_option_unknown(p, &name,
			    "type=inner or left, left=a, right=b");
	}
	return good && p->err->code == ERR_NONE;
}

/* A name that begins with one of the two. */
static bool
read_key(struct parser *p, struct join *j, bool *is_right, struct expr **out)
{
	struct expr *x = expr_new(
	    p->arena, EXPR_NAME, p->token.offset, p->token.end);
	char quoted[ERROR_QUOTE_BYTES];

	*is_right = p->token.kind == TOKEN_NAME &&
	    join_name(p->token.text, j->right, &x->text);
	if (!*is_right && (p->token.kind != TOKEN_NAME ||
	        !join_name(p->token.text, j->left, &x->text)))
		return error_at(p->err, p->token.offset, "join: found %s, "
		    "expected a field of %.*s or of %.*s, as in where %.*s.id "
		    "= %.*s.id", error_quote(p->token.text, quoted),
		    STR_ARG(str_head(j->left, 40)),
		    STR_ARG(str_head(j->right, 40)),
		    STR_ARG(str_head(j->left, 40)),
		    STR_ARG(str_head(j->right, 40)));
	*out = x;
	return parse_next(p);
}

static bool
read_condition(struct parser *p, struct join *j)
{
	struct expr *first, *second;
	bool first_right, second_right;
	uint32_t offset;

	do {
		offset = p->token.offset;
		if (!parse_next_value(p) ||
		    !read_key(p, j, &first_right, &first) ||
		    !parse_sign(p, "=", "\"=\": join compares for equality") ||
		    !read_key(p, j, &second_right, &second))
			return false;
		if (first_right == second_right)
			return error_at(p->err, first->offset, "join: expected "
			    "a field of each side: where %.*s.id = %.*s.id",
			    STR_ARG(str_head(j->left, 40)),
			    STR_ARG(str_head(j->right, 40)));
		if (j->n_keys == KEYS_MAX)
			return error_at(p->err, offset, "join: more than %d "
			    "equalities", KEYS_MAX);
		j->left_keys = plan_grow(p->arena, j->left_keys, j->n_keys,
		    &j->left_capacity, sizeof(struct expr *));
		j->right_keys = plan_grow(p->arena, j->right_keys, j->n_keys,
		    &j->right_capacity, sizeof(struct expr *));
		j->left_keys[j->n_keys] = first_right ? second : first;
		j->right_keys[j->n_keys++] = first_right ? first : second;
	} while (token_is_word(&p->token, "and"));
	return true;
}

bool
join_parse(struct parser *p, struct stage *st)
{
	struct join *j = arena_alloc(p->arena, sizeof(*j));

	st->own = j;
	j->left = STR("left");
	j->right = STR("right");
	if (!read_options(p, j))
		return false;
	if (!token_is_word(&p->token, "where"))
		return parse_expected(p, "\"where\", as in join left=a "
		    "right=b where a.id = b.id (SOURCE 'x')");
	if (!read_condition(p, j))
		return false;
	if (!token_is(&p->token, "("))
		return parse_expected(p, "a query in parentheses: (SOURCE 'x' "
		                         "| filter ...)");
	j->subquery = parse_subquery(p);
	return j->subquery != NULL;
}

static void
print_key(struct str side, const struct expr *x, struct buf *out)
{
	struct buf name = { 0 };

	buf_add(&name, side);
	buf_byte(&name, '.');
	buf_add(&name, x->text);
	query_quote_name(buf_str(&name), out);
	buf_free(&name);
}

void
join_print(const struct stage *st, struct buf *out)
{
	const struct join *j = st->own;

	buf_printf(out, "type=%s left=", j->outer ? "left" : "inner");
	query_quote_name(j->left, out);
	buf_add(out, STR(" right="));
	query_quote_name(j->right, out);
	for (uint32_t i = 0; i < j->n_keys; i++) {
		buf_add(out, i ? STR(" and ") : STR(" where "));
		print_key(j->left, j->left_keys[i], out);
		buf_add(out, STR(" = "));
		print_key(j->right, j->right_keys[i], out);
	}
	buf_add(out, STR(" ("));
	print_tree(&j->subquery->tree, out);
	buf_byte(out, ')');
}

/* ---- checking ------------------------------------------------------------ */

/* Columns that the query on the right names are shown. */
static bool
show_right(struct checker *c, struct join *j, uint32_t offset)
{
	const struct scope *s = j->subquery->checker->scope;
	uint32_t n = subquery_columns(j->subquery), column;

	if (!s->stats && !s->listed && !s->displayed)
		return true;
	for (uint32_t i = 0; i < n; i++) {
		struct str name = subquery_column_name(j->subquery, i);

		name = arena_printf(c->arena, "%.*s.%.*s", STR_ARG(j->right),
		    STR_ARG(name));
		column = join_column(c, c->scope, i, name, offset);
		if (column == UINT32_MAX ||
		    !check_show_added(c, name,
		        check_name(c, name, REF_COLUMN, column)))
			return false;
	}
	return true;
}

bool
join_check(struct checker *c, struct stage *st)
{
	struct join *j = st->own;

	if (c->scope->join)
		return error_at(c->err, st->offset,
		    "join: there is one before it already");
	if (str_equal(j->left, j->right))
		return error_at(c->err, st->offset, "join: left and right need "
		    "names that differ");
	for (uint32_t i = 0; i < j->n_keys; i++)
		if (!check_root(c, c->scope, j->left_keys[i]))
			return false;
	if (!subquery_check(c, j->subquery))
		return false;
	check_table(c, st);
	c->scope->join = j;
	if (!show_right(c, j, st->offset))
		return false;
	j->right_columns =
	    arena_array(c->arena, j->n_keys, sizeof(*j->right_columns));
	for (uint32_t i = 0; i < j->n_keys; i++) {
		j->right_columns[i] = subquery_add_column(j->subquery,
		    j->right_keys[i]->text, j->right_keys[i]->offset);
		if (j->right_columns[i] == UINT32_MAX)
			return false;
	}
	return true;
}

/* ---- running ------------------------------------------------------------- */

/* The rows of the right, those of one key in a chain, in their order. */
struct keys {
	const struct join *join;
	struct intern *values; /* of each key */
	struct tuples tuples;
	uint32_t *first, *last; /* of each tuple: a row of the right */
	uint32_t *next;         /* of each row; ROW_NONE: it is the last */
	uint32_t tuple[KEYS_MAX];
};

/* False: one of them is missing. */
static bool
set_tuple(struct keys *k, struct datum *const *values, uint64_t row)
{
	for (uint32_t i = 0; i < k->join->n_keys; i++) {
		if (values[i][row].kind == DATUM_MISSING)
			return false;
		k->tuple[i] = intern_add(&k->values[i], &values[i][row]);
	}
	return true;
}

static bool
take_right(struct run *r, struct keys *k, const struct result *right)
{
	uint64_t n = result_rows(right);
	struct datum *values[KEYS_MAX];
	bool added;

	for (uint32_t i = 0; i < k->join->n_keys; i++)
		if (!(values[i] = subquery_values(
		          r, right, k->join->right_columns[i])))
			return false;
	k->tuples.width = k->join->n_keys;
	k->first = arena_raw(&r->tmp, n * sizeof(uint32_t));
	k->last = arena_raw(&r->tmp, n * sizeof(uint32_t));
	k->next = arena_raw(&r->tmp, n * sizeof(uint32_t));
	for (uint64_t row = 0; row < n; row++) {
		uint32_t t;

		k->next[row] = ROW_NONE;
		if (!set_tuple(k, values, row))
			continue;
		t = tuples_add(&k->tuples, k->tuple, &added);
		if (added)
			k->first[t] = (uint32_t)row;
		else
			k->next[k->last[t]] = (uint32_t)row;
		k->last[t] = (uint32_t)row;
	}
	return true;
}

/* Pairs of rows, left and right. */
struct pairs_of_rows {
	uint32_t *left, *right;
	uint64_t n, capacity;
};

static void
add_pair(struct pairs_of_rows *p, uint64_t left, uint32_t right)
{
	if (p->n == p->capacity) {
		p->capacity = p->capacity ? p->capacity * 2 : 1024;
		p->left = mem_grow(p->left, p->capacity, sizeof(*p->left));
		p->right = mem_grow(p->right, p->capacity, sizeof(*p->right));
	}
	p->left[p->n] = (uint32_t)left;
	p->right[p->n++] = right;
}

static bool
meet(struct run *r, struct keys *k, struct pairs_of_rows *out)
{
	struct datum *values[KEYS_MAX];

	for (uint32_t i = 0; i < k->join->n_keys; i++)
		if (!(values[i] = table_values(r, k->join->left_keys[i])))
			return false;
	for (uint64_t row = 0; row < r->table->n_rows; row++) {
		uint32_t t = UINT32_MAX, right;

		if (row % 4096 == 0 && run_halted(r))
			return run_failed(r);
		if (set_tuple(k, values, row))
			t = tuples_find(&k->tuples, k->tuple);
		if (t == UINT32_MAX && k->join->outer)
			add_pair(out, row, ROW_NONE);
		for (right = t == UINT32_MAX ? ROW_NONE : k->first[t];
		     right != ROW_NONE; right = k->next[right])
			add_pair(out, row, right);
		if (out->n > ROWS_MAX)
			return err_set(r->err, ERR_LIMIT, "join: more than %d "
			    "rows: filter both sides first", ROWS_MAX);
	}
	return true;
}

static bool
fill(struct run *r, const struct join *j, const struct result *right,
    const struct pairs_of_rows *pairs)
{
	for (uint32_t k = 0; k < j->n_joined; k++) {
		struct datum *values =
		    subquery_values(r, right, j->joined[k].of);
		struct datum *out;

		if (!values)
			return false;
		out = table_column(r, j->joined[k].column);
		for (uint64_t i = 0; i < pairs->n; i++)
			if (pairs->right[i] != ROW_NONE)
				out[i] = values[pairs->right[i]];
	}
	return true;
}

bool
join_run(struct run *r, const struct stage *st)
{
	const struct join *j = st->own;
	struct keys k = { .join = j };
	struct pairs_of_rows pairs = { 0 };
	struct result *right;
	bool done;

	if (!table_begin(r))
		return false;
	right = subquery_run(r, j->subquery);
	if (!right)
		return false;
	k.values = arena_array(&r->tmp, j->n_keys, sizeof(*k.values));
	done = take_right(r, &k, right) && meet(r, &k, &pairs);
	if (done) {
		table_take(r, pairs.left, pairs.n);
		done = fill(r, j, right, &pairs);
	}
	for (uint32_t i = 0; i < j->n_keys; i++)
		intern_free(&k.values[i]);
	tuples_free(&k.tuples);
	free(pairs.left);
	free(pairs.right);
	result_free(right);
	return done;
}
