/*
 * Columns and threads change nothing: for random records and random queries
 * of filter and stats, the rows are those of a plain evaluator, written here,
 * that looks at one record after the other; and they come in the same order
 * whatever the number of threads and the size of segments.
 *
 * The input is read as choices, round after round until it ends.
 */
#include "fuzz/fuzz.h"
#include "fuzz/plain.h"
#include "query/query.h"
#include "query/records.h"

#define ROWS_MAX 24
#define FIELDS 4
#define NODES_MAX 64
#define ITEMS_MAX 3

struct choices {
	const uint8_t *p;
	size_t n;
};

static unsigned
choose(struct choices *c, unsigned n)
{
	if (c->n == 0)
		return 0;
	c->n--;
	return *c->p++ % n;
}

/* ---- records ------------------------------------------------------------ */

static const struct {
	enum kind kind;
	const char *text;
} samples[] = { { MISSING, "" }, { TEXT, "x" }, { TEXT, "x10" },
	{ TEXT, "x9" }, { TEXT, "X" }, { TEXT, "" }, { TEXT, "10" },
	{ TEXT, "9" }, { TEXT, "007" }, { TEXT, "-3" }, { TEXT, "1e1" },
	{ TEXT, "true" }, { SPELLED, "10" }, { SPELLED, "9" },
	{ SPELLED, "-3" }, { SPELLED, "2.5" }, { SPELLED, "2.50" },
	{ SPELLED, "1e1" }, { SPELLED, "0" }, { WORD_TRUE, "" },
	{ WORD_FALSE, "" } };
#define SAMPLES (sizeof(samples) / sizeof(samples[0]))

static const char *const fields[FIELDS] = { "a", "b", "c.d", "l.1" };

struct event {
	struct plain value[FIELDS];
	int minute; /* of its time */
};

/* ---- expressions -------------------------------------------------------- */

enum op { FIELD, LITERAL, ADD, SUBTRACT, MULTIPLY, DIVIDE, STRLEN, CONCAT, IF,
	EQUAL, UNEQUAL, LESS, AT_LEAST, LIKE, NOT_LIKE, IN, NOT_IN, PRESENT,
	NOT, AND, OR };

static const char *const infix[] = { [ADD] = "+", [SUBTRACT] = "-",
	[MULTIPLY] = "*", [DIVIDE] = "/", [EQUAL] = "=", [UNEQUAL] = "!=",
	[LESS] = "<", [AT_LEAST] = ">=", [LIKE] = "like",
	[NOT_LIKE] = "not like", [IN] = "in", [NOT_IN] = "not in",
	[AND] = "and", [OR] = "or" };

struct node {
	enum op op;
	struct node *arg[3];
	unsigned field;
	struct plain literal;
	struct plain list[ITEMS_MAX]; /* of IN, NOT_IN */
	unsigned n_list;
};

struct round {
	struct choices *choices;
	struct node nodes[NODES_MAX];
	unsigned n_nodes;
	struct event records[ROWS_MAX];
	unsigned n_records;
};

static struct plain
any_literal(struct choices *c)
{
	unsigned i = 1 + choose(c, SAMPLES - 1);
	struct plain v = { samples[i].kind, "", 0 };

	snprintf(v.text, TEXT_MAX, "%s", samples[i].text);
	return v;
}

static struct node *
new_node(struct round *r, enum op op)
{
	struct node *x = &r->nodes[r->n_nodes++];

	*x = (struct node){ .op = op };
	return x;
}

static struct node *
any_field(struct round *r)
{
	struct node *x = new_node(r, FIELD);

	x->field = choose(r->choices, FIELDS);
	return x;
}

static struct node *any_condition(struct round *r, int depth);

static struct node *
any_value(struct round *r, int depth)
{
	static const enum op ops[] = { ADD, SUBTRACT, MULTIPLY, DIVIDE,
		STRLEN, CONCAT, IF };
	unsigned i = depth > 0 ? choose(r->choices, 14) : 7;
	struct node *x;

	if (i == 8) {
		x = new_node(r, LITERAL);
		x->literal = any_literal(r->choices);
		return x;
	}
	if (i >= 7)
		return any_field(r);
	x = new_node(r, ops[i]);
	x->arg[0] = x->op == IF ? any_condition(r, depth - 1)
	                        : any_value(r, depth - 1);
	if (x->op != STRLEN)
		x->arg[1] = any_value(r, depth - 1);
	if (x->op == IF)
		x->arg[2] = any_value(r, depth - 1);
	return x;
}

static struct node *
any_condition(struct round *r, int depth)
{
	static const enum op ops[] = { EQUAL, UNEQUAL, LESS, AT_LEAST, LIKE,
		NOT_LIKE, IN, NOT_IN, PRESENT, NOT, AND, OR, AND, OR };
	struct node *x =
	    new_node(r, ops[choose(r->choices, depth > 0 ? 14 : 9)]);

	switch (x->op) {
	case PRESENT:
		x->arg[0] = any_field(r);
		break;
	case NOT:
	case AND:
	case OR:
		x->arg[0] = any_condition(r, depth - 1);
		if (x->op != NOT)
			x->arg[1] = any_condition(r, depth - 1);
		break;
	case LIKE:
	case NOT_LIKE:
		x->arg[0] = any_value(r, depth - 1);
		x->literal = any_literal(r->choices);
		x->literal.kind = TEXT;
		break;
	case IN:
	case NOT_IN:
		x->arg[0] = any_value(r, depth - 1);
		x->n_list = 1 + choose(r->choices, ITEMS_MAX);
		for (unsigned i = 0; i < x->n_list; i++)
			x->list[i] = any_literal(r->choices);
		break;
	default:
		x->arg[0] = any_value(r, depth - 1);
		x->arg[1] = any_value(r, depth - 1);
	}
	return x;
}

static void
write_literal(const struct plain *v, struct buf *out)
{
	char text[TEXT_MAX];

	print(v, text);
	buf_printf(out, v->kind == TEXT ? "\"%s\"" : "%s", text);
}

static void
write_node(const struct node *x, struct buf *out)
{
	switch (x->op) {
	case FIELD:
		buf_add(out, str_of(fields[x->field]));
		return;
	case LITERAL:
		write_literal(&x->literal, out);
		return;
	case NOT:
	case STRLEN:
	case PRESENT:
	case CONCAT:
	case IF:
		buf_add(out, str_of(x->op == NOT ? "not "
		        : x->op == STRLEN        ? "strlen"
		        : x->op == PRESENT       ? "ispresent"
		        : x->op == CONCAT ? "concat" : "if"));
		for (int i = 0; i < 3 && x->arg[i]; i++) {
			buf_add(out, str_of(i ? ", " : "("));
			write_node(x->arg[i], out);
		}
		buf_byte(out, ')');
		return;
	default:
		break;
	}
	buf_byte(out, '(');
	write_node(x->arg[0], out);
	buf_printf(out, " %s ", infix[x->op]);
	if (x->arg[1])
		write_node(x->arg[1], out);
	else if (x->n_list == 0)
		write_literal(&x->literal, out);
	for (unsigned i = 0; i < x->n_list; i++) {
		buf_add(out, str_of(i ? ", " : "["));
		write_literal(&x->list[i], out);
	}
	buf_add(out, str_of(x->n_list ? "])" : ")"));
}

static struct plain
arithmetic(enum op op, const struct plain *a, const struct plain *b)
{
	struct plain missing = { MISSING, "", 0 };
	double x, y;

	if (!reads_as_number(a, &x) || !reads_as_number(b, &y))
		return missing;
	return number(op == ADD  ? x + y
	        : op == SUBTRACT ? x - y
	        : op == MULTIPLY ? x * y : y == 0 ? INFINITY : x / y);
}

static bool
test(const struct node *x, const struct plain *a, const struct plain *b)
{
	char s[TEXT_MAX];
	bool found = false;

	if (a->kind == MISSING)
		return false;
	switch (x->op) {
	case LIKE:
	case NOT_LIKE:
		print(a, s);
		return strstr(s, x->literal.text) != NULL;
	case IN:
	case NOT_IN:
		for (unsigned i = 0; i < x->n_list; i++)
			found |= compare(a, &x->list[i]) == 0;
		return found;
	default:
		break;
	}
	if (b->kind == MISSING)
		return false;
	return x->op == LESS         ? compare(a, b) < 0
	    : x->op == AT_LEAST      ? compare(a, b) >= 0
	                             : compare(a, b) == 0;
}

static struct plain
evaluate(const struct node *x, const struct event *r)
{
	struct plain v[3] = { 0 }, out = { MISSING, "", 0 };
	char s[TEXT_MAX] = "", t[TEXT_MAX] = "";

	for (int i = 0; i < 3 && x->arg[i]; i++)
		v[i] = evaluate(x->arg[i], r);
	switch (x->op) {
	case FIELD:
		return r->value[x->field];
	case LITERAL:
		return x->literal;
	case ADD:
	case SUBTRACT:
	case MULTIPLY:
	case DIVIDE:
		return arithmetic(x->op, &v[0], &v[1]);
	case STRLEN:
		print(&v[0], s);
		return v[0].kind == MISSING ? out : number((double)strlen(s));
	case CONCAT:
		if (v[0].kind != MISSING)
			print(&v[0], s);
		if (v[1].kind != MISSING)
			print(&v[1], t);
		out.kind = TEXT;
		snprintf(out.text, TEXT_MAX, "%.30s%.30s", s, t);
		return out;
	case IF:
		return holds(&v[0]) ? v[1] : v[2];
	case PRESENT:
		return number(v[0].kind != MISSING);
	case NOT:
		return number(!holds(&v[0]));
	case AND:
		return number(holds(&v[0]) && holds(&v[1]));
	case OR:
		return number(holds(&v[0]) || holds(&v[1]));
	case UNEQUAL:
	case NOT_LIKE:
	case NOT_IN:
		return number(!test(x, &v[0], &v[1]));
	default:
		return number(test(x, &v[0], &v[1]));
	}
}

/* ---- stats -------------------------------------------------------------- */

enum aggregate { COUNT_ALL, COUNT, DISTINCT, SUM, AVG, MIN, MAX, PCT };

static const char *const aggregate_names[] = { "count(*", "count(",
	"count_distinct(", "sum(", "avg(", "min(", "max(", "pct(" };

struct stats {
	struct node *keys[2];
	unsigned n_keys;
	bool by_time; /* one more key: bin(2m) */
	enum aggregate aggregates[ITEMS_MAX];
	struct node *args[ITEMS_MAX];
	unsigned n;
};

static struct stats
any_stats(struct round *r)
{
	struct stats s = { 0 };

	s.n_keys = choose(r->choices, 3);
	for (unsigned i = 0; i < s.n_keys; i++)
		s.keys[i] = any_value(r, (int)choose(r->choices, 2));
	s.by_time = choose(r->choices, 3) == 0;
	s.n = 1 + choose(r->choices, ITEMS_MAX);
	for (unsigned i = 0; i < s.n; i++) {
		s.aggregates[i] = (enum aggregate)choose(r->choices, 8);
		s.args[i] = any_value(r, (int)choose(r->choices, 2));
	}
	return s;
}

static void
write_stats(const struct stats *s, struct buf *out)
{
	buf_add(out, STR(" | stats "));
	for (unsigned i = 0; i < s->n; i++) {
		buf_add(out, str_of(i ? ", " : ""));
		buf_add(out, str_of(aggregate_names[s->aggregates[i]]));
		if (s->aggregates[i] != COUNT_ALL)
			write_node(s->args[i], out);
		buf_printf(out, "%s) as r%u",
		    s->aggregates[i] == PCT ? ", 50" : "", i);
	}
	for (unsigned i = 0; i < s->n_keys; i++) {
		buf_add(out, str_of(i ? ", " : " by "));
		write_node(s->keys[i], out);
		buf_printf(out, " as k%u", i);
	}
	if (s->by_time)
		buf_printf(out, "%s bin(2m) as t", s->n_keys ? "," : " by");
}

/* What the keys of a record are, printed. */
static void
write_keys(const struct stats *s, const struct event *r, struct buf *out)
{
	char text[TEXT_MAX];

	for (unsigned i = 0; i < s->n_keys; i++) {
		struct plain v = evaluate(s->keys[i], r);

		print(&v, text);
		buf_printf(out, "%s|", text);
	}
	if (s->by_time)
		buf_printf(out, "2023-07-10 12:%02d:00.000|",
		    r->minute / 2 * 2);
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static struct plain
aggregate(enum aggregate g, const struct plain *v, unsigned n)
{
	struct plain best = { MISSING, "", 0 };
	double numbers[ROWS_MAX], sum = 0, x;
	unsigned present = 0, different = 0, count = 0;

	for (unsigned i = 0; i < n; i++) {
		unsigned k;
		char s[TEXT_MAX], t[TEXT_MAX];

		if (v[i].kind == MISSING)
			continue;
		present++;
		print(&v[i], s);
		for (k = 0; k < i; k++) {
			print(&v[k], t);
			if (v[k].kind != MISSING && strcmp(s, t) == 0)
				break;
		}
		different += k == i;
		if (reads_as_number(&v[i], &x)) {
			numbers[count++] = x;
			sum += x;
		}
		if (best.kind == MISSING ||
		    (g == MIN ? sort_order(&v[i], &best) < 0
		              : sort_order(&v[i], &best) > 0))
			best = v[i];
	}
	switch (g) {
	case COUNT_ALL:
		return number(n);
	case COUNT:
		return number(present);
	case DISTINCT:
		return number(different);
	case SUM:
		return number(count ? sum : INFINITY);
	case AVG:
		return number(count ? sum / count : INFINITY);
	case PCT:
		qsort(numbers, count, sizeof(*numbers), by_size);
		return number(count ? numbers[count / 2] : INFINITY);
	case MIN:
	case MAX:
		break;
	}
	return best;
}

/* One line for each group of the records that the condition leaves. */
static void
plain_stats(const struct round *r, const struct stats *s,
    const bool *kept, struct buf *out)
{
	bool done[ROWS_MAX] = { false };
	bool one_group = s->n_keys == 0 && !s->by_time, any = false;

	for (unsigned i = 0; i < r->n_records || (one_group && !any); i++) {
		bool in_group[ROWS_MAX] = { false };
		struct buf key = { 0 };

		if (i < r->n_records && (!kept[i] || done[i]))
			continue;
		any = true;
		if (i < r->n_records)
			write_keys(s, &r->records[i], &key);
		for (unsigned k = i; k < r->n_records; k++) {
			struct buf other = { 0 };

			write_keys(s, &r->records[k], &other);
			in_group[k] = kept[k] &&
			    str_equal(buf_str(&key), buf_str(&other));
			done[k] |= in_group[k];
			buf_free(&other);
		}
		buf_add(out, buf_str(&key));
		buf_free(&key);
		for (unsigned a = 0; a < s->n; a++) {
			struct plain v[ROWS_MAX], result;
			unsigned n = 0;
			char text[TEXT_MAX];

			for (unsigned k = i; k < r->n_records; k++)
				if (in_group[k])
					v[n++] = evaluate(
					    s->args[a], &r->records[k]);
			result = aggregate(s->aggregates[a], v, n);
			print(&result, text);
			buf_printf(out, "%s|", text);
		}
		buf_byte(out, '\n');
	}
}

/* ---- both ways ---------------------------------------------------------- */

static void
any_records(struct round *r)
{
	r->n_records = choose(r->choices, ROWS_MAX + 1);
	for (unsigned i = 0; i < r->n_records; i++) {
		r->records[i].minute = (int)choose(r->choices, 6);
		for (int k = 0; k < FIELDS; k++) {
			unsigned at = choose(r->choices, SAMPLES);
			struct plain *v = &r->records[i].value[k];

			*v = (struct plain){ samples[at].kind, "", 0 };
			snprintf(v->text, TEXT_MAX, "%s", samples[at].text);
		}
	}
}

static void
write_value(const struct plain *v, struct buf *out)
{
	if (v->kind == MISSING)
		buf_add(out, STR("null"));
	else
		write_literal(v, out);
}

static void
write_records(const struct round *r, struct buf *out)
{
	for (unsigned i = 0; i < r->n_records; i++) {
		const struct event *rec = &r->records[i];

		buf_printf(out, "{\"eventTime\":\"2023-07-10T12:%02d:00Z\","
		    "\"i\":%u,\"a\":", rec->minute, i);
		write_value(&rec->value[0], out);
		buf_add(out, STR(",\"b\":"));
		write_value(&rec->value[1], out);
		buf_add(out, STR(",\"c\":{\"d\":"));
		write_value(&rec->value[2], out);
		buf_add(out, STR("},\"l\":[\"other\","));
		write_value(&rec->value[3], out);
		buf_add(out, STR("]}\n"));
	}
}

static void
engine(struct str records, struct str query, uint32_t segment_rows,
    unsigned threads, struct buf *out)
{
	struct store *st = records_store(records, segment_rows);
	struct snapshot *s = store_snapshot(st);
	struct pool *pool = pool_new(threads);
	struct query_options o = { .from_us = INT64_MIN, .to_us = INT64_MAX,
		.now_us = 1, .pool = pool };
	struct err err = { 0 };
	struct query *q = query_new(query, &err);
	struct result *r = q ? query_run(q, s, &o, &err) : NULL;
	struct cell_reader *c;

	must(r, "the query runs");
	c = cell_reader_new(r);
	for (uint64_t row = 0; row < result_rows(r); row++) {
		for (size_t i = 0; i < result_columns(r); i++) {
			struct value v = cell_read(c, row, i);

			buf_add(out, v.type == VALUE_MISSING ? STR("~")
			                                     : v.text);
			buf_byte(out, '|');
		}
		buf_byte(out, '\n');
	}
	cell_reader_free(c);
	result_free(r);
	query_free(q);
	pool_free(pool);
	snapshot_release(s);
	store_free(st);
}

static int
by_text(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* The same lines in any order. */
static bool
same_lines(struct str a, struct str b)
{
	struct str lines[2][ROWS_MAX + 1];
	size_t n[2] = { 0, 0 };
	struct str both[2] = { a, b };

	if (a.n != b.n)
		return false;
	for (int i = 0; i < 2; i++) {
		while (both[i].n && n[i] <= ROWS_MAX) {
			size_t end = str_index(both[i], '\n');

			lines[i][n[i]++] = str_head(both[i], end);
			both[i] = str_from(both[i], end + 1);
		}
		qsort(lines[i], n[i], sizeof(struct str), by_text);
	}
	for (size_t i = 0; i < n[0] && n[0] == n[1]; i++)
		if (!str_equal(lines[0][i], lines[1][i]))
			return false;
	return n[0] == n[1];
}

static void
one_round(struct choices *c)
{
	struct round r = { .choices = c };
	struct buf query = { 0 }, records = { 0 }, want = { 0 };
	struct buf got[2] = { { 0 }, { 0 } };
	struct node *condition;
	bool kept[ROWS_MAX];
	struct stats s;

	any_records(&r);
	condition = any_condition(&r, 2);
	buf_add(&query, STR("filter "));
	write_node(condition, &query);
	for (unsigned i = 0; i < r.n_records; i++) {
		struct plain v = evaluate(condition, &r.records[i]);

		kept[i] = holds(&v);
	}
	if (choose(c, 3)) {
		s = any_stats(&r);
		write_stats(&s, &query);
		plain_stats(&r, &s, kept, &want);
	} else {
		buf_add(&query, STR(" | display i"));
		for (unsigned i = 0; i < r.n_records; i++)
			if (kept[i])
				buf_printf(&want, "%u|\n", i);
	}
	write_records(&r, &records);
	engine(buf_str(&records), buf_str(&query), 3, 1, &got[0]);
	engine(buf_str(&records), buf_str(&query), 5, 4, &got[1]);
	if (!same_lines(buf_str(&got[0]), buf_str(&want)))
		fprintf(stderr, "%.*s%.*s\nengine:\n%.*splain:\n%.*s",
		    STR_ARG(buf_str(&records)), STR_ARG(buf_str(&query)),
		    STR_ARG(buf_str(&got[0])), STR_ARG(buf_str(&want)));
	must(same_lines(buf_str(&got[0]), buf_str(&want)),
	    "the rows are those of a plain evaluation");
	must(str_equal(buf_str(&got[0]), buf_str(&got[1])),
	    "threads and segments change nothing");
	buf_free(&query);
	buf_free(&records);
	buf_free(&want);
	buf_free(&got[0]);
	buf_free(&got[1]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct choices c = { data, n };

	do
		one_round(&c);
	while (c.n);
	return 0;
}
