#include "query/entries.h"

#include "base/bits.h"
#include "query/tables.h"

struct test {
	struct run *run;
	struct eval *eval;
	const struct expr *expr;
	const struct column *column;
	uint64_t *entries; /* those where it holds */
};

/* ---- any condition ------------------------------------------------------ */

static bool
holds(struct test *t, struct datum d)
{
	eval_entry(t->eval, t->expr->uses.slot, d);
	d = eval_expr(t->eval, t->expr);
	return datum_true(&d);
}

static bool
holds_for_entry(struct test *t, uint32_t entry)
{
	char room[40];

	return holds(t, datum_of_value(column_value(t->column, entry, room)));
}

static void
test_all(struct test *t)
{
	for (uint32_t i = 0; i < t->column->n_entries; i++) {
		if (i % 4096 == 0 && run_halted(t->run))
			return;
		if (holds_for_entry(t, i))
			bits_add(t->entries, i);
	}
}

/* Few rows, many values: only the values of these rows. */
static void
test_rows(struct test *t, const uint64_t *need, uint64_t *out, uint32_t words)
{
	for (uint32_t i = 0; i < words; i++)
		for (uint64_t w = need[i]; w; w &= w - 1) {
			uint32_t row = i * 64 + (uint32_t)__builtin_ctzll(w);
			uint32_t entry = column_entry(t->column, row);

			if (entry == ENTRY_NONE
			        ? holds(t, datum_missing())
			        : holds_for_entry(t, entry))
				bits_add(out, row);
		}
}

/* ---- texts that are equal, or found, as they stand ---------------------- */

/* The text that x compares its field with, when it is one that reads as no
 * number: then only equal bytes are equal. */
static bool
plain_text(const struct expr *x, struct str *out)
{
	double n;

	*out = x->text;
	return x->kind == EXPR_TEXT && !number_read(x->text, false, &n) &&
	    !str_equal(x->text, STR("true")) &&
	    !str_equal(x->text, STR("false"));
}

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0'
	    : c >= 'a' && c <= 'f'  ? c - 'a' + 10
	                            : -1;
}

/* The canonical lower-case spelling. */
static bool
uuid_bytes(struct str s, unsigned char out[16])
{
	size_t n = 0;

	if (s.n != 36)
		return false;
	for (size_t i = 0; i < 36; i++) {
		int high, low;

		if (i == 8 || i == 13 || i == 18 || i == 23) {
			if (s.p[i] != '-')
				return false;
			continue;
		}
		high = hex_digit(s.p[i]);
		low = hex_digit(s.p[++i]);
		if (high < 0 || low < 0)
			return false;
		out[n++] = (unsigned char)(high << 4 | low);
	}
	return true;
}

static void
find_uuid(struct test *t, const unsigned char uuid[16])
{
	uint64_t want[2], have[2];

	memcpy(want, uuid, sizeof(want));
	for (uint32_t i = 0; i < t->column->n_entries; i++) {
		memcpy(have, t->column->text + (size_t)i * 16, sizeof(have));
		if (have[0] == want[0] && have[1] == want[1])
			bits_add(t->entries, i);
	}
}

/* Adds the entries that are this text. */
static bool
test_equal(struct test *t, struct str text)
{
	const struct column *c = t->column;
	unsigned char uuid[16];

	if (c->form == ENTRIES_UUID) {
		if (uuid_bytes(text, uuid))
			find_uuid(t, uuid);
		return true;
	}
	if (c->form != ENTRIES_TEXT)
		return false;
	for (uint32_t i = 0; i < c->n_entries; i++)
		if (c->offsets[i + 1] - c->offsets[i] - 1 == text.n &&
		    memcmp(c->text + c->offsets[i], text.p, text.n) == 0 &&
		    column_type(c, i) < VALUE_NULL)
			bits_add(t->entries, i);
	return true;
}

/* The entry that holds byte `at` of the column's text. */
static uint32_t
entry_at(const struct column *c, uint32_t at, uint32_t from)
{
	uint32_t low = from, high = c->n_entries;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (c->offsets[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Adds the entries that hold this text: one search over all of them. */
static bool
test_contains(struct test *t, struct str text)
{
	const struct column *c = t->column;
	uint32_t i = 0;

	if (c->form != ENTRIES_TEXT || text.n == 0 ||
	    str_index(text, 0) < text.n)
		return false;
	while (i < c->n_entries) {
		struct str rest = { c->text + c->offsets[i],
			c->offsets[c->n_entries] - c->offsets[i] };
		size_t at = str_find(rest, text);

		if (at == rest.n)
			break;
		i = entry_at(c, c->offsets[i] + (uint32_t)at, i);
		if (column_type(c, i) < VALUE_NULL)
			bits_add(t->entries, i);
		i++;
	}
	return true;
}

/* The conditions that need no look at each value: a field beside texts.  The
 * answer is that of the positive test; *negated: it is to be turned.  False:
 * it is none of these. */
static bool
test_texts(struct test *t, bool *negated)
{
	const struct expr *x = t->expr, *list;
	struct str text;

	if (x->kind != EXPR_OPERATOR || x->ref != REF_NONE ||
	    x->n_args != 2 || x->args[0]->ref != REF_SLOT)
		return false;
	*negated = x->op->negated;
	switch (x->op->op) {
	case OP_EQUAL:
	case OP_UNEQUAL:
		return plain_text(x->args[1], &text) && test_equal(t, text);
	case OP_LIKE:
	case OP_MATCH:
		return x->args[1]->kind == EXPR_TEXT &&
		    test_contains(t, x->args[1]->text);
	case OP_IN:
		list = x->args[1];
		if (list->kind != EXPR_LIST || list->n_args > 16)
			return false;
		for (uint32_t i = 0; i < list->n_args; i++)
			if (!plain_text(list->args[i], &text))
				return false;
		for (uint32_t i = 0; i < list->n_args; i++)
			if (!test_equal(t, list->args[i]->text))
				return false;
		return true;
	default:
		return false;
	}
}

/* ---- the whole ---------------------------------------------------------- */

/* Entries that are null, {} or []: the field is missing in their rows. */
static void
test_absent(struct test *t, bool missing_holds)
{
	const struct column *c = t->column;

	for (uint32_t i = 0; i < c->n_entries; i++) {
		if (column_type(c, i) < VALUE_NULL)
			continue;
		if (missing_holds)
			bits_add(t->entries, i);
		else
			bits_remove(t->entries, i);
	}
}

void
entries_test(struct run *r, struct eval *e, const struct expr *x, uint32_t seg,
    const uint64_t *need, uint64_t *out)
{
	uint32_t n_rows = segment_rows(r->snapshot, seg);
	uint32_t words = (uint32_t)bits_words(n_rows);
	struct arena tmp = { 0 };
	struct column c;
	struct test t = { r, e, x, &c, NULL };
	bool missing_holds, negated;
	uint64_t *present;

	field_column(r->world.fields[x->uses.slot], seg, &c, &tmp);
	if (c.n_entries / 4 > bits_count(need, words)) {
		test_rows(&t, need, out, words);
		arena_free(&tmp);
		return;
	}
	t.entries =
	    arena_array(&tmp, bits_words(c.n_entries), sizeof(*t.entries));
	missing_holds = holds(&t, datum_missing());
	if (test_texts(&t, &negated)) {
		if (negated)
			for (size_t i = 0; i < bits_words(c.n_entries); i++)
				t.entries[i] = ~t.entries[i];
		if (c.types || c.type >= VALUE_NULL)
			test_absent(&t, missing_holds);
	} else {
		memset(t.entries, 0,
		    bits_words(c.n_entries) * sizeof(*t.entries));
		test_all(&t);
	}
	if (c.shape != COLUMN_NONE)
		column_spread(&c, t.entries, out);
	if (missing_holds) {
		present = arena_array(&tmp, words, sizeof(*present));
		if (c.shape != COLUMN_NONE)
			column_present(&c, present);
		for (uint32_t i = 0; i < words; i++)
			out[i] |= ~present[i];
	}
	arena_free(&tmp);
}
