/*
 * The fields of the events of the path (tab 2): how many events have each,
 * how many different values there are, and the most frequent one.
 * Positions of arrays are one field: resources.*.ARN.
 *
 * Counts of all fields come first and at once; what costs more is found out
 * for the lines in sight.
 */
#include "base/timefmt.h"
#include "explore/actions.h"
#include "explore/cells.h"
#include "explore/state.h"

enum { FIELD, TYPE, HAS_IT, VALUES, TOP, COLUMNS };

/* clang-format off */
static const struct sheet_column columns[COLUMNS] = {
	[FIELD] = { STR_INIT("field"), 20, 40, .cut = CUT_MIDDLE,
	    .sorts = true },
	[TYPE] = { STR_INIT("type"), 6, 6, 46, .cut = CUT_END },
	[HAS_IT] = { STR_INIT("has it"), 6, 6, .right = true, .sorts = true },
	[VALUES] = { STR_INIT("values"), 7, 9, 54, .right = true,
	    .counts = true },
	[TOP] = { STR_INIT("top value"), 12, 200, 64, .cut = CUT_MIDDLE },
};
/* clang-format on */

/* What one looks for first: these stand first, in this order. */
static const struct str first_fields[] = {
	STR_INIT("userIdentity.arn"),
	STR_INIT("userIdentity.accessKeyId"),
	STR_INIT("sourceIPAddress"),
	STR_INIT("userAgent"),
	STR_INIT("eventSource"),
	STR_INIT("eventName"),
	STR_INIT("awsRegion"),
	STR_INIT("errorCode"),
	STR_INIT("readOnly"),
};
#define FIRST_FIELDS (sizeof(first_fields) / sizeof(*first_fields))

static void
add_field(struct ask_sheet *k, struct str name, uint64_t events)
{
	struct sheet_lines *l = k->made;
	uint64_t matched = result_numbers(k->answer->result)->matched;
	struct sheet_line *line = sheet_add(l, STAND_FIELD);
	struct buf b = { 0 };

	line->field = name;
	line->partial = true;
	line->cell[FIELD].text = name;
	share_print(events, matched, &b);
	line->cell[HAS_IT] = (struct sheet_cell){
		arena_copy(&l->arena, buf_str(&b)), events };
	buf_free(&b);
}

static size_t
first_rank(struct str name)
{
	size_t i = 0;

	while (i < FIRST_FIELDS && !str_equal(name, first_fields[i]))
		i++;
	return i;
}

static void
fields_fill(struct ask_sheet *k)
{
	struct result *r = k->answer->result;
	struct sheet_lines *l = sheet_lines_new();
	struct buf b = { 0 };
	struct field_count *f;
	size_t n;

	f = discover_fields(result_snapshot(r), result_matched(r), k->pool,
	    &k->work.stop, &l->arena, &n);
	if (!f) {
		sheet_lines_free(l);
		return;
	}
	k->made = l;
	for (size_t rank = 0; rank < FIRST_FIELDS; rank++)
		for (size_t i = 0; i < n; i++)
			if (first_rank(f[i].name) == rank)
				add_field(k, f[i].name, f[i].events);
	for (size_t i = 0; i < n; i++)
		if (first_rank(f[i].name) == FIRST_FIELDS)
			add_field(k, f[i].name, f[i].events);
	count_of(l->n, "field", &b);
	buf_add(&b, STR("  / to find one"));
	l->right = arena_copy(&l->arena, buf_str(&b));
	buf_free(&b);
}

/* ---- of the lines in sight --------------------------------------------- */

static bool
fields_detail(struct ask_sheet *k, struct sheet_line *line, struct arena *a)
{
	struct result *r = k->answer->result;
	struct snapshot *s = result_snapshot(r);
	uint64_t distinct, present;
	struct arena tmp = { 0 };
	struct value_count *v;
	struct buf b = { 0 };
	size_t n;

	v = discover_values(field_bind_any(s, line->field, &tmp),
	    result_matched(r), 1, k->pool, &k->work.stop, &tmp, &n, &distinct,
	    &present);
	if (v) {
		line->cell[TYPE].text = str_of(discover_type(s, line->field));
		count_print(distinct, &b);
		line->cell[VALUES].text = arena_copy(a, buf_str(&b));
		line->cell[VALUES].number = distinct;
		if (n > 0)
			line->cell[TOP].text = arena_copy(a, v[0].value.text);
	}
	buf_free(&b);
	arena_free(&tmp);
	return v != NULL;
}

static unsigned
fields_open(struct explore *x, struct sheet *s, const struct sheet_line *l)
{
	(void)s;
	(void)l;
	return act_top(x);
}

const struct sheet_kind sheet_fields = {
	.name = "fields",
	.about = "one line a field of the events of the path; + has it, "
	         "Enter or t its values",
	.form = SHEET_FORM_TAB,
	.tab = TAB_FIELDS,
	.tab_name = STR_INIT("Fields"),
	.follows = true,
	.open_word = "values",
	.hints = { { "top", "top values" }, { "only", "has it" },
	    { "column-add", "add column" }, { "sort", "sort" },
	    { "open", NULL }, { "help", NULL } },
	.columns = columns,
	.n_columns = COLUMNS,
	.fill = fields_fill,
	.detail = fields_detail,
	.open = fields_open,
};
