#include "explore/columns.h"

#include "base/utf8.h"

#define NARROW 55    /* below: the second least width */
#define SHORT 66     /* below: result is one sign */
#define SPACIOUS 100 /* from here on: where, account, milliseconds */

/* In the order in which they stand. */
static const struct spec {
	const char *title, *field;
	int least, narrow, wish, most;
	int from_width; /* not drawn below */
} specs[] = {
	[LIST_TIME] = { "time", "@timestamp", 8, 8, 8, 8, 0 },
	[LIST_WHO] = { "who", "@who", 16, 8, 24, 40, 0 },
	[LIST_WHAT] = { "what", "@what", 25, 18, 30, 44, 0 },
	[LIST_FROM] = { "from", "@from", 13, 13, 15, 39, SHORT },
	[LIST_WHERE] = { "where", "@where", 9, 9, 14, 16, SPACIOUS },
	[LIST_RESULT] = { "result", "@result", 12, 1, 22, 30, 0 },
	[LIST_ACCOUNT] = { "account", "recipientAccountId", 12, 12, 16, 40,
	    SPACIOUS },
};

/* Who gets a spare column next, and who leaves first. */
static const size_t growing[] = { LIST_WHAT, LIST_WHO, LIST_RESULT,
	LIST_FROM, LIST_WHERE, LIST_ACCOUNT };
static const size_t leaving[] = { LIST_ACCOUNT, LIST_WHERE, LIST_FROM };
#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static int
sum(const int width[LIST_OWN])
{
	int n = LIST_GUTTER - 1;

	for (size_t i = 0; i < LIST_OWN; i++)
		if (width[i] > 0)
			n += width[i] + 1;
	return n;
}

/* One column at a time, in turn, up to wish or most. */
static int
grow(int width[LIST_OWN], int spare, bool most)
{
	bool grown = true;

	while (spare > 0 && grown) {
		grown = false;
		for (size_t i = 0; i < COUNT(growing) && spare > 0; i++) {
			const struct spec *s = &specs[growing[i]];
			int *w = &width[growing[i]];

			if (*w == 0 || *w == 1 ||
			    *w >= (most ? s->most : s->wish))
				continue;
			(*w)++;
			spare--;
			grown = true;
		}
	}
	return spare;
}

/* Narrower than anything planned for: what gives way, then who, then both
 * and result are gone. */
static void
squeeze(int width[LIST_OWN], int columns)
{
	static const struct {
		size_t column;
		int least;
	} order[] = { { LIST_WHAT, 6 }, { LIST_WHO, 4 }, { LIST_RESULT, 0 },
		{ LIST_WHO, 0 }, { LIST_WHAT, 0 }, { LIST_TIME, 1 } };

	for (size_t i = 0; i < COUNT(order); i++) {
		int over = sum(width) - columns;
		int *w = &width[order[i].column];

		if (over <= 0)
			return;
		*w = *w - over > order[i].least ? *w - over : order[i].least;
	}
}

static void
fit_events(const struct answer *a, int columns, struct columns *out)
{
	int width[LIST_OWN] = { 0 };
	int spare;

	for (size_t i = 0; i < LIST_OWN; i++)
		if (columns >= specs[i].from_width)
			width[i] = columns < NARROW ? specs[i].narrow
			                            : specs[i].least;
	if (columns < SHORT)
		width[LIST_RESULT] = 1;
	if (!a || a->constant[CONSTANT_WHERE].p)
		width[LIST_WHERE] = 0;
	if (!a || a->constant[CONSTANT_ACCOUNT].p)
		width[LIST_ACCOUNT] = 0;
	if (a && a->constant[CONSTANT_FROM].p)
		width[LIST_FROM] = 0;
	if (a && a->fractions && columns >= SPACIOUS)
		width[LIST_TIME] = 12;
	for (size_t i = 0; i < COUNT(leaving); i++)
		if (sum(width) > columns)
			width[leaving[i]] = 0;
	squeeze(width, columns);
	spare = grow(width, columns - sum(width), false);
	if (columns >= NARROW)
		grow(width, spare, true);
	for (size_t i = 0; i < LIST_OWN; i++)
		if (width[i] > 0) {
			out->column[out->n].id = i;
			out->column[out->n++].width = width[i];
		}
}

static int
clamp(int n, int least, int most)
{
	return n < least ? least : n > most ? most : n;
}

static void
fit_own(const struct answer *a, int columns, size_t first, struct columns *out)
{
	size_t n = result_columns(a->result), message = SIZE_MAX;
	int left = columns - LIST_GUTTER + 1;
	bool grown = true;

	for (size_t i = first; i < n && out->n < EXPLORE_COLUMNS_MAX; i++) {
		struct str name = result_column_name(a->result, i);
		struct str field = result_column_field(a->result, i);
		int least = clamp((int)utf8_count(str_head(name, 64)), 8, 12);

		if (str_equal(field, STR("@timestamp")))
			least = 23; /* 2023-07-10 12:05:31.000 */
		if (left <= 1 || (out->n > 0 && left < least + 1))
			break;
		if (least > left - 1)
			least = left - 1;
		if (str_equal(field, STR("@message")))
			message = out->n;
		out->column[out->n].id = LIST_OWN + i;
		out->column[out->n++].width = least;
		left -= least + 1;
	}
	while (left > 0 && grown) {
		grown = false;
		for (size_t i = 0; i < out->n && left > 0; i++)
			if (out->column[i].width < 40) {
				out->column[i].width++;
				left--;
				grown = true;
			}
	}
	if (left > 0 && message != SIZE_MAX)
		out->column[message].width += left;
}

void
columns_fit(const struct answer *a, int width, size_t first,
    struct columns *out)
{
	out->n = 0;
	if (a && !a->plain)
		fit_own(a, width, first, out);
	else
		fit_events(a, width, out);
}

struct str
column_title(const struct answer *a, size_t id)
{
	return id < LIST_OWN ? str_of(specs[id].title)
	                     : result_column_name(a->result, id - LIST_OWN);
}

struct str
column_field_name(const struct answer *a, size_t id)
{
	return id < LIST_OWN ? str_of(specs[id].field)
	                     : result_column_field(a->result, id - LIST_OWN);
}
