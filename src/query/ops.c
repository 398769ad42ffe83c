/*
 * The operators: one row and one function each.
 */
#include <math.h>

#include "query/eval.h"
#include "query/tables.h"

/* ---- conditions --------------------------------------------------------- */

static struct datum
apply_not(struct eval *e, const struct datum *arg)
{
	(void)e;
	return datum_of_bool(!datum_true(arg));
}

static struct datum
apply_equal(struct eval *e, const struct datum *arg)
{
	return datum_of_bool(eval_equal(e, &arg[0], &arg[1]));
}

static struct datum
apply_unequal(struct eval *e, const struct datum *arg)
{
	return datum_of_bool(!eval_equal(e, &arg[0], &arg[1]));
}

/* -1, 0, 1; 2 when one side is missing. */
static int
order(struct eval *e, const struct datum *arg)
{
	int c;

	if (arg[0].kind == DATUM_MISSING || arg[1].kind == DATUM_MISSING)
		return 2;
	c = datum_compare(&arg[0], &arg[1], eval_scratch(e));
	return (c > 0) - (c < 0);
}

static struct datum
apply_less(struct eval *e, const struct datum *arg)
{
	return datum_of_bool(order(e, arg) == -1);
}

static struct datum
apply_less_equal(struct eval *e, const struct datum *arg)
{
	return datum_of_bool(order(e, arg) <= 0);
}

static struct datum
apply_greater(struct eval *e, const struct datum *arg)
{
	return datum_of_bool(order(e, arg) == 1);
}

static struct datum
apply_greater_equal(struct eval *e, const struct datum *arg)
{
	int c = order(e, arg);

	return datum_of_bool(c == 0 || c == 1);
}

/* A text is searched for as it stands, a pattern as a pattern. */
static bool
is_like(struct eval *e, const struct datum *arg)
{
	struct str s;

	if (arg[0].kind == DATUM_MISSING)
		return false;
	s = eval_read_text(e, &arg[0]);
	if (arg[1].kind == DATUM_REGEX)
		return eval_search(e, arg[1].index, s);
	return arg[1].text.n == 0 || str_find(s, arg[1].text) < s.n;
}

static struct datum
apply_like(struct eval *e, const struct datum *arg)
{
	return datum_of_bool(is_like(e, arg));
}

static struct datum
apply_not_like(struct eval *e, const struct datum *arg)
{
	return datum_of_bool(!is_like(e, arg));
}

/* ---- arithmetic --------------------------------------------------------- */

static double
add(double a, double b)
{
	return a + b;
}

static double
subtract(double a, double b)
{
	return a - b;
}

static double
multiply(double a, double b)
{
	return a * b;
}

static double
divide(double a, double b)
{
	return b == 0 ? NAN : a / b;
}

static struct datum
calculate(const struct datum *arg, double (*of)(double, double))
{
	double a, b;

	if (!datum_number(&arg[0], &a) || !datum_number(&arg[1], &b))
		return datum_missing();
	return datum_of_number(of(a, b));
}

static struct datum
apply_add(struct eval *e, const struct datum *arg)
{
	(void)e;
	return calculate(arg, add);
}

static struct datum
apply_subtract(struct eval *e, const struct datum *arg)
{
	(void)e;
	return calculate(arg, subtract);
}

static struct datum
apply_multiply(struct eval *e, const struct datum *arg)
{
	(void)e;
	return calculate(arg, multiply);
}

static struct datum
apply_divide(struct eval *e, const struct datum *arg)
{
	(void)e;
	return calculate(arg, divide);
}

static struct datum
apply_modulo(struct eval *e, const struct datum *arg)
{
	(void)e;
	return calculate(arg, fmod);
}

static struct datum
apply_power(struct eval *e, const struct datum *arg)
{
	(void)e;
	return calculate(arg, pow);
}

static struct datum
apply_negate(struct eval *e, const struct datum *arg)
{
	double x;

	(void)e;
	return datum_number(arg, &x) ? datum_of_number(-x) : datum_missing();
}

/* ---- the table ---------------------------------------------------------- */

#define WORD(name, syntax, help, example) \
	.word = { name, WORD_OPERATOR, syntax, help, example }

static const struct operator operators[] = {
	{ WORD("or", "a or b", "true if one of them is",
	      "filter eventName = \"DeleteTrail\" or eventName = "
	      "\"StopLogging\""),
	    .op = OP_OR, .binds = BINDS_OR, .condition = true },
	{ WORD("and", "a and b", "true if both are; binds tighter than or",
	      "filter readOnly = false and ispresent(errorCode)"),
	    .op = OP_AND, .binds = BINDS_AND, .condition = true },
	{ WORD("not", "not a",
	      "true if a is not, also where a field is missing",
	      "filter not (eventSource = \"s3.amazonaws.com\")"),
	    .other = "!", .op = OP_NOT, .binds = BINDS_NOT, .prefix = true,
	    .condition = true, .apply = apply_not },
	{ WORD("=", "a = b", "equal: as numbers if both are, else letter by "
	                     "letter", "filter eventName = \"CreateUser\""),
	    .other = "==", .op = OP_EQUAL, .binds = BINDS_COMPARISON,
	    .condition = true, .apply = apply_equal },
	{ WORD("!=", "a != b", "not equal; true where a field is missing",
	      "filter errorCode != \"AccessDenied\" and ispresent(errorCode)"),
	    .other = "<>", .op = OP_UNEQUAL, .binds = BINDS_COMPARISON,
	    .condition = true, .negated = true, .apply = apply_unequal },
	{ WORD("<=", "a <= b", "less or equal",
	      "filter @timestamp <= \"2030-01-01\""),
	    .op = OP_LESS_EQUAL, .binds = BINDS_COMPARISON, .condition = true,
	    .apply = apply_less_equal },
	{ WORD(">=", "a >= b", "greater or equal",
	      "filter @timestamp >= \"2020-01-01T12:00:00Z\""),
	    .op = OP_GREATER_EQUAL, .binds = BINDS_COMPARISON,
	    .condition = true, .apply = apply_greater_equal },
	{ WORD("<", "a < b", "less", "filter strlen(userAgent) < 20"),
	    .op = OP_LESS, .binds = BINDS_COMPARISON, .condition = true,
	    .apply = apply_less },
	{ WORD(">", "a > b", "greater", "filter strlen(userAgent) > 100"),
	    .op = OP_GREATER, .binds = BINDS_COMPARISON, .condition = true,
	    .apply = apply_greater },
	{ WORD("like", "a like \"text\", a like /pattern/",
	      "the text or pattern is found somewhere in a",
	      "filter eventName like /^(Create|Delete)/"),
	    .op = OP_LIKE, .binds = BINDS_COMPARISON, .condition = true,
	    .apply = apply_like },
	{ WORD("not like", "a not like /pattern/",
	      "not found; true where a is missing",
	      "filter sourceIPAddress not like \"amazonaws.com\""),
	    .op = OP_LIKE, .binds = BINDS_COMPARISON, .condition = true,
	    .negated = true, .apply = apply_not_like },
	{ WORD("=~", "a =~ /pattern/", "as like",
	      "filter userAgent =~ /(?i)boto/"),
	    .op = OP_MATCH, .binds = BINDS_COMPARISON, .condition = true,
	    .apply = apply_like },
	{ WORD("!~", "a !~ /pattern/", "as not like",
	      "filter userAgent !~ /(?i)console/"),
	    .op = OP_MATCH, .binds = BINDS_COMPARISON, .condition = true,
	    .negated = true, .apply = apply_not_like },
	{ WORD("in", "a in [b, c]", "equal to one of the list",
	      "filter eventName in [\"CreateUser\", \"CreateAccessKey\"]"),
	    .op = OP_IN, .binds = BINDS_COMPARISON, .condition = true },
	{ WORD("not in", "a not in [b, c]",
	      "equal to none of the list; true where a is missing",
	      "filter awsRegion not in [\"us-east-1\", \"eu-west-1\"]"),
	    .op = OP_IN, .binds = BINDS_COMPARISON, .condition = true,
	    .negated = true },
	{ WORD("+", "a + b", "sum", "fields strlen(eventName) + 1 as n"),
	    .op = OP_ADD, .binds = BINDS_ADD, .apply = apply_add },
	{ WORD("-", "a - b", "difference",
	      "stats max(@timestamp) - min(@timestamp) as ms by @who"),
	    .op = OP_SUBTRACT, .binds = BINDS_ADD, .apply = apply_subtract },
	{ WORD("*", "a * b", "product", "fields strlen(eventName) * 2 as n"),
	    .op = OP_MULTIPLY, .binds = BINDS_MULTIPLY,
	    .apply = apply_multiply },
	{ WORD("/", "a / b", "quotient; missing for b = 0",
	      "stats count(errorCode) / count(*) as share by @who"),
	    .op = OP_DIVIDE, .binds = BINDS_MULTIPLY, .apply = apply_divide },
	{ WORD("%", "a % b", "rest of a division; missing for b = 0",
	      "fields strlen(eventName) % 2 as odd"),
	    .op = OP_MODULO, .binds = BINDS_MULTIPLY, .apply = apply_modulo },
	{ WORD("^", "a ^ b", "power; 2 ^ 3 is 8", "fields 2 ^ 10 as kib"),
	    .op = OP_POWER, .binds = BINDS_POWER, .apply = apply_power },
	{ WORD("-", "-a", "the number with its sign changed",
	      "fields -strlen(eventName) as n"),
	    .op = OP_NEGATE, .binds = BINDS_NEGATE, .prefix = true,
	    .apply = apply_negate },
};

#define OPERATORS (sizeof(operators) / sizeof(operators[0]))

const struct operator *
operator_at(size_t i)
{
	return i < OPERATORS ? &operators[i] : NULL;
}

const struct operator *
operator_find(struct str name, bool prefix)
{
	for (size_t i = 0; i < OPERATORS; i++)
		if (operators[i].prefix == prefix &&
		    (str_equal_fold(name, str_of(operators[i].word.name)) ||
		        (operators[i].other &&
		            str_equal(name, str_of(operators[i].other)))))
			return &operators[i];
	return NULL;
}

const struct operator *
operator_of(enum op op, bool negated)
{
	for (size_t i = 0; i < OPERATORS; i++)
		if (operators[i].op == op && operators[i].negated == negated)
			return &operators[i];
	return NULL;
}
