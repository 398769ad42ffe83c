#include "explore/columns.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define NARROW 55    /* below: the second least width */
#define SHORT 66     /* below: result is one sign */
#define SPACIOUS 100 /* from here on: where, resource, account, milliseconds */

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
	[LIST_RESOURCE] = { "resource", "@resource", 12, 12, 24, 40, SPACIOUS },
	[LIST_ACCOUNT] = { "account", "recipientAccountId", 12, 12, 16, 40,
	    SPACIOUS },
};

/* Who gets a spare column next, and who leaves first. */
static const size_t growing[] = { LIST_WHAT, LIST_WHO, LIST_RESULT,
	LIST_FROM, LIST_WHERE, LIST_RESOURCE, LIST_ACCOUNT };
static const size_t leaving[] = { LIST_ACCOUNT, LIST_RESOURCE, LIST_WHERE,
	LIST_FROM };
#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* ---- the set ----------------------------------------------------------- */

struct column_set *
column_set_new(void)
{
	struct column_set *s = mem_zero(1, sizeof(*s));

	atomic_init(&s->holders, 1);
	for (size_t i = 0; i < LIST_ADDED; i++)
		s->column[s->n++].id = i;
	return s;
}

static struct str
copied(struct str s)
{
	char *p = mem_alloc(s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct str){ p, s.n };
}

struct column_set *
column_set_copy(const struct column_set *s)
{
	struct column_set *c = mem_zero(1, sizeof(*c));

	atomic_init(&c->holders, 1);
	c->n = s->n;
	memcpy(c->column, s->column, sizeof(c->column));
	for (size_t i = 0; i < COLUMNS_ADDED_MAX; i++)
		if (s->added[i].p)
			c->added[i] = copied(s->added[i]);
	return c;
}

struct column_set *
column_set_hold(struct column_set *s)
{
	atomic_fetch_add(&s->holders, 1);
	return s;
}

void
column_set_release(struct column_set *s)
{
	if (!s || atomic_fetch_sub(&s->holders, 1) != 1)
		return;
	for (size_t i = 0; i < COLUMNS_ADDED_MAX; i++)
		free((char *)s->added[i].p);
	free(s);
}

size_t
column_set_find(const struct column_set *s, size_t id)
{
	size_t i = 0;

	while (i < s->n && s->column[i].id != id)
		i++;
	return i;
}

size_t
column_set_field(const struct column_set *s, struct str field)
{
	for (size_t i = 0; i < LIST_ADDED; i++)
		if (str_equal(field, str_of(specs[i].field)))
			return i;
	for (size_t i = 0; i < COLUMNS_ADDED_MAX; i++)
		if (s->added[i].p && str_equal(field, s->added[i]))
			return LIST_ADDED + i;
	return SIZE_MAX;
}

bool
column_set_add(struct column_set *s, struct str field)
{
	for (size_t i = 0; i < COLUMNS_ADDED_MAX; i++) {
		if (s->added[i].p)
			continue;
		s->added[i] = copied(field);
		s->column[s->n++] = (struct column_choice){ LIST_ADDED + i,
			false, 0 };
		return true;
	}
	return false;
}

void
column_set_remove(struct column_set *s, size_t id)
{
	size_t at = column_set_find(s, id);

	if (at == s->n || id < LIST_ADDED)
		return;
	free((char *)s->added[id - LIST_ADDED].p);
	s->added[id - LIST_ADDED] = (struct str){ 0 };
	s->n--;
	memmove(&s->column[at], &s->column[at + 1],
	    (s->n - at) * sizeof(s->column[0]));
}

/* ---- widths ------------------------------------------------------------ */

static const struct spec *
spec_of(size_t id)
{
	static const struct spec added = { "", "", 12, 12, 16, 40, 0 };

	return id < LIST_ADDED ? &specs[id] : &added;
}

static int
sum(const int width[LIST_OWN])
{
	int n = LIST_GUTTER - 1;

	for (size_t i = 0; i < LIST_OWN; i++)
		if (width[i] > 0)
			n += width[i] + 1;
	return n;
}

/* One more for a column that has not reached its wish, or most. */
static bool
grow_one(int width[LIST_OWN], const bool fixed[LIST_OWN], size_t id, bool most)
{
	const struct spec *s = spec_of(id);

	if (fixed[id] || width[id] <= 1 ||
	    width[id] >= (most ? s->most : s->wish))
		return false;
	width[id]++;
	return true;
}

/* One column at a time, in turn, up to wish or most; added ones last. */
static int
grow(int width[LIST_OWN], const bool fixed[LIST_OWN], int spare, bool most)
{
	bool grown = true;

	while (spare > 0 && grown) {
		grown = false;
		for (size_t i = 0; i < COUNT(growing) + COLUMNS_ADDED_MAX &&
		    spare > 0;
		    i++) {
			size_t id = i < COUNT(growing)
			    ? growing[i]
			    : LIST_ADDED + i - COUNT(growing);

			if (!grow_one(width, fixed, id, most))
				continue;
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
		{ LIST_WHO, 0 }, { LIST_WHAT, 0 }, { LIST_FROM, 0 },
		{ LIST_TIME, 1 } };

	for (size_t i = 0; i < COUNT(order); i++) {
		int over = sum(width) - columns;
		int *w = &width[order[i].column];

		if (over <= 0)
			return;
		if (*w > order[i].least)
			*w = *w - over > order[i].least ? *w - over
			                                : order[i].least;
	}
}

/* What the width of the list gives to a column by itself. */
static int
least_width(const struct answer *a, size_t id, int columns)
{
	const struct spec *s = spec_of(id);

	if (columns < s->from_width)
		return 0;
	switch (id) {
	case LIST_TIME:
		return a && a->fractions && columns >= SPACIOUS ? 12
		                                                : s->least;
	case LIST_RESULT:
		return columns < SHORT ? 1 : s->least;
	case LIST_WHERE:
		return !a || a->constant[CONSTANT_WHERE].p ? 0 : s->least;
	case LIST_RESOURCE:
		return a && a->resources ? s->least : 0;
	case LIST_ACCOUNT:
		return !a || a->constant[CONSTANT_ACCOUNT].p ? 0 : s->least;
	case LIST_FROM:
		return a && a->constant[CONSTANT_FROM].p ? 0 : s->least;
	default:
		return columns < NARROW ? s->narrow : s->least;
	}
}

bool
column_varies(const struct answer *a, size_t id)
{
	return least_width(a, id, SPACIOUS) > 0;
}

/* Added columns leave first, the last one first. */
static void
leave(int width[LIST_OWN], const struct column_set *s, int columns)
{
	for (size_t i = s->n; i-- > 0;)
		if (s->column[i].id >= LIST_ADDED && sum(width) > columns)
			width[s->column[i].id] = 0;
	for (size_t i = 0; i < COUNT(leaving); i++)
		if (sum(width) > columns)
			width[leaving[i]] = 0;
}

static void
fit_events(const struct answer *a, const struct column_set *s, int columns,
    struct columns *out)
{
	int width[LIST_OWN] = { 0 };
	bool fixed[LIST_OWN] = { false };
	int spare;

	for (size_t i = 0; i < s->n; i++) {
		const struct column_choice *c = &s->column[i];

		if (c->hidden)
			continue;
		width[c->id] = least_width(a, c->id, columns);
		fixed[c->id] = c->width > 0;
		if (fixed[c->id])
			width[c->id] = c->width;
	}
	leave(width, s, columns);
	squeeze(width, columns);
	spare = grow(width, fixed, columns - sum(width), false);
	if (columns >= NARROW)
		grow(width, fixed, spare, true);
	for (size_t i = 0; i < s->n; i++)
		if (width[s->column[i].id] > 0) {
			out->column[out->n].id = s->column[i].id;
			out->column[out->n++].width = width[s->column[i].id];
		}
}

static int
clamp(int n, int least, int most)
{
	return n < least ? least : n > most ? most : n;
}

/* Columns of results whose width is known by their name. */
static const struct known {
	const char *name;
	int width;      /* never more; 0: the usual */
	int from_width; /* not drawn below */
	bool rest;      /* takes what is left */
} known_columns[] = {
	{ "@timestamp", 23, 0, false }, /* 2023-07-10 12:05:31.000 */
	{ "@message", 0, 0, true },
	{ "@pattern", 0, 0, true },
	{ "@sampleCount", 12, 0, false },
	{ "@ratio", 6, 0, false },
	{ "@first", 23, 120, false },
	{ "@last", 23, 120, false },
	{ "@severityLabel", 14, SPACIOUS, false },
};

static const struct known *
known_column(const struct answer *a, size_t i)
{
	static const struct known unknown = { "", 0, 0, false };
	struct str field = result_column_field(a->result, i);

	if (field.n == 0)
		field = result_column_name(a->result, i);
	for (size_t k = 0; k < COUNT(known_columns); k++)
		if (str_equal(field, str_of(known_columns[k].name)))
			return &known_columns[k];
	return &unknown;
}

static void
fit_own(const struct answer *a, int columns, size_t first, struct columns *out)
{
	size_t n = result_columns(a->result), rest = SIZE_MAX;
	int left = columns - LIST_GUTTER + 1;
	bool grown = true;

	for (size_t i = first; i < n && out->n < EXPLORE_COLUMNS_MAX; i++) {
		struct str name = result_column_name(a->result, i);
		const struct known *k = known_column(a, i);
		int least = k->width ? k->width
		    : clamp((int)utf8_count(str_head(name, 64)), 8, 12);

		if (columns < k->from_width && first == 0)
			continue;
		if (left <= 1 || (out->n > 0 && left < least + 1))
			break;
		if (least > left - 1)
			least = left - 1;
		if (k->rest)
			rest = out->n;
		out->column[out->n].id = LIST_OWN + i;
		out->column[out->n++].width = least;
		left -= least + 1;
	}
	while (left > 0 && grown) {
		grown = false;
		for (size_t i = 0; i < out->n && left > 0; i++)
			if (out->column[i].width < 40 &&
			    !known_column(a, out->column[i].id - LIST_OWN)
			         ->width) {
				out->column[i].width++;
				left--;
				grown = true;
			}
	}
	if (left > 0 && rest != SIZE_MAX)
		out->column[rest].width += left;
}

void
columns_fit(const struct answer *a, const struct column_set *s, int width,
    size_t first, struct columns *out)
{
	out->n = 0;
	if (a && !a->plain)
		fit_own(a, width, first, out);
	else
		fit_events(a, s, width, out);
}

struct str
column_title(const struct answer *a, const struct column_set *s, size_t id)
{
	if (id == LIST_WHERE && a && a->mixed)
		return STR("log");
	if (id < LIST_ADDED)
		return str_of(specs[id].title);
	return id < LIST_OWN ? s->added[id - LIST_ADDED]
	                     : result_column_name(a->result, id - LIST_OWN);
}

struct str
column_field_name(const struct answer *a, const struct column_set *s,
    size_t id)
{
	if (id == LIST_WHERE && a && a->mixed)
		return STR("@format");
	if (id < LIST_ADDED)
		return str_of(specs[id].field);
	return id < LIST_OWN ? s->added[id - LIST_ADDED]
	                     : result_column_field(a->result, id - LIST_OWN);
}
