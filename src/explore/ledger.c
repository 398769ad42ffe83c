#include "explore/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/timefmt.h"
#include "base/utf8.h"
#include "explore/cells.h"
#include "query/query.h"

#define ACCOUNTS_MAX 1000
#define SPANS_MAX 200
#define REGION_LEAST 9
#define REGION_MOST 14
#define LOG_COLUMNS 27 /* beside the region, before the cells */
#define CELL_COLUMNS 6
#define MINUTE (60 * US_PER_SECOND)
#define HOUR (60 * MINUTE)
#define FILE_COLUMNS 38 /* before a file's name */

/* ---- making ------------------------------------------------------------ */

static struct str
visible_copy(struct arena *a, struct value v)
{
	struct buf b = { 0 };
	struct str s;

	if (value_absent(v))
		return STR("-");
	text_visible(v.text, &b);
	s = arena_copy(a, buf_str(&b));
	buf_free(&b);
	return s;
}

static struct value
text_value(struct str s)
{
	return (struct value){ s.n ? VALUE_STRING : VALUE_MISSING, s };
}

/* The name of the kind of log for people; all are AWS's. */
static struct str
log_title(struct arena *a, struct value format)
{
	struct str aws = STR("AWS ");
	size_t n;
	const struct log_format *f = log_formats(&n);

	for (size_t i = 0; i < n; i++)
		if (str_equal(format.text, str_of(f[i].name))) {
			struct str title = str_of(f[i].title);

			return str_starts(title, aws) ? str_from(title, aws.n)
			                              : title;
		}
	return visible_copy(a, format);
}

/* The widths of a cell. */
static const int64_t widths_us[] = { US_PER_SECOND, 5 * US_PER_SECOND,
	10 * US_PER_SECOND, 30 * US_PER_SECOND, MINUTE, 5 * MINUTE,
	10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR,
	12 * HOUR, US_PER_DAY, 2 * US_PER_DAY, 7 * US_PER_DAY,
	14 * US_PER_DAY, 30 * US_PER_DAY, 90 * US_PER_DAY, 365 * US_PER_DAY,
	3650 * US_PER_DAY, 36500 * US_PER_DAY, 365000 * US_PER_DAY };

static int64_t
number_of_cell(int64_t us, int64_t width)
{
	return us / width - (us % width < 0);
}

/* The smallest cells of which few cover all events. */
static void
set_edges(struct ledger_lines *l)
{
	int64_t first = l->ledger.first_us, last = l->ledger.last_us;
	size_t n = sizeof(widths_us) / sizeof(*widths_us);

	if (first == TIME_NONE)
		return;
	for (size_t i = 0; i < n; i++) {
		int64_t width = widths_us[i];
		int64_t from = number_of_cell(first, width);
		int64_t cells = number_of_cell(last, width) - from + 1;

		if (cells > LEDGER_CELLS)
			continue;
		l->n_cells = (size_t)cells;
		for (size_t k = 0; k <= l->n_cells; k++)
			l->edge[k] = (from + (int64_t)k) * width;
		return;
	}
}

static void
add_spans(struct ledger_lines *l, bool missing)
{
	for (size_t i = 0; i < l->n_accounts; i++) {
		const struct coverage_group *g = l->account[i].group;

		for (size_t k = 0; k < g->n_spans; k++)
			if (g->spans[k].missing == missing &&
			    l->n_spans < SPANS_MAX)
				l->span[l->n_spans++] = (struct ledger_span){
					i, &g->spans[k] };
	}
}

static void
find_accounts(struct ask_ledger *k, struct ledger_lines *l)
{
	size_t n;

	set_edges(l);
	loader_coverage(k->loader, k->snapshot, l->edge, l->n_cells, &l->arena,
	    &l->coverage);
	n = l->coverage.n_groups < ACCOUNTS_MAX ? l->coverage.n_groups
	                                        : ACCOUNTS_MAX;
	l->account = arena_array(&l->arena, n, sizeof(*l->account));
	l->span = arena_array(&l->arena, SPANS_MAX, sizeof(*l->span));
	l->region_columns = REGION_LEAST;
	for (size_t i = 0; i < n; i++) {
		struct coverage_group *g = &l->coverage.groups[i];
		struct ledger_account *a = &l->account[l->n_accounts++];
		int width;

		a->group = g;
		a->account = visible_copy(&l->arena, text_value(g->account));
		a->region = visible_copy(&l->arena, text_value(g->region));
		a->log = log_title(&l->arena, text_value(g->format));
		width = (int)text_width(a->region);
		if (width > l->region_columns)
			l->region_columns = width < REGION_MOST ? width
			                                        : REGION_MOST;
	}
	add_spans(l, true);
	add_spans(l, false);
}

static int
by_events(const void *a, const void *b)
{
	const struct ledger_file *x = *(const struct ledger_file *const *)a;
	const struct ledger_file *y = *(const struct ledger_file *const *)b;

	if (x->records != y->records)
		return x->records < y->records ? 1 : -1;
	return str_compare(x->name, y->name);
}

static void
line(struct ledger_lines *l, enum ledger_part part, size_t i)
{
	l->line[l->n++] = (struct ledger_line){ part, i };
}

static void
lay_out(struct ledger_lines *l)
{
	const struct ledger *g = &l->ledger;
	size_t n = 8 + l->n_accounts + l->n_spans + g->n_remarks + g->n_files;

	l->line = arena_array(&l->arena, n, sizeof(*l->line));
	line(l, LEDGER_FILE_TOTALS, 0);
	line(l, LEDGER_EVENT_TOTALS, 0);
	if (l->n_accounts > 0)
		line(l, LEDGER_ACCOUNT_HEAD, 0);
	for (size_t i = 0; i < l->n_accounts; i++)
		line(l, LEDGER_ACCOUNT, i);
	for (size_t i = 0; i < l->n_spans; i++)
		line(l, LEDGER_SPAN, i);
	if (g->digests.files > 0)
		line(l, LEDGER_DIGESTS, 0);
	line(l, LEDGER_REMARK_TITLE, 0);
	if (g->n_remarks == 0)
		line(l, LEDGER_NO_REMARK, 0);
	for (size_t i = 0; i < g->n_remarks; i++)
		line(l, LEDGER_REMARK, i);
	line(l, LEDGER_FILE_TITLE, 0);
	line(l, LEDGER_FILE_HEAD, 0);
	for (size_t i = 0; i < g->n_files; i++)
		line(l, LEDGER_FILE, i);
}

static void
ask_ledger_run(struct work *w)
{
	struct ask_ledger *k = (struct ask_ledger *)w;
	struct ledger_lines *l = mem_zero(1, sizeof(*l));

	loader_ledger(k->loader, &l->arena, &l->ledger);
	l->file = arena_array(&l->arena, l->ledger.n_files, sizeof(*l->file));
	for (size_t i = 0; i < l->ledger.n_files; i++)
		l->file[i] = &l->ledger.files[i];
	if (l->ledger.n_files > 0)
		qsort(l->file, l->ledger.n_files, sizeof(*l->file),
		    by_events);
	find_accounts(k, l);
	lay_out(l);
	k->lines = l;
}

static void
ask_ledger_free(struct work *w)
{
	struct ask_ledger *k = (struct ask_ledger *)w;

	ledger_lines_free(k->lines);
	snapshot_release(k->snapshot);
	free(k);
}

struct ask_ledger *
ask_ledger_new(struct loader *loader, struct snapshot *s, struct pool *pool)
{
	struct ask_ledger *k = mem_zero(1, sizeof(*k));

	k->work.run = ask_ledger_run;
	k->work.free = ask_ledger_free;
	k->loader = loader;
	k->snapshot = snapshot_hold(s);
	k->pool = pool;
	return k;
}

void
ledger_lines_free(struct ledger_lines *l)
{
	if (!l)
		return;
	arena_free(&l->arena);
	free(l);
}

/* ---- reading ----------------------------------------------------------- */

bool
ledger_selectable(const struct ledger_lines *l, size_t i)
{
	return i < l->n && (l->line[i].part == LEDGER_REMARK ||
	    l->line[i].part == LEDGER_FILE);
}

/* Remarks and files are runs of lines, remarks first. */
size_t
ledger_rank(const struct ledger_lines *l, size_t i)
{
	if (!ledger_selectable(l, i))
		return 0;
	return l->line[i].i + (l->line[i].part == LEDGER_FILE
	    ? l->ledger.n_remarks
	    : 0);
}

struct str
ledger_line_file(const struct ledger_lines *l, size_t i)
{
	if (!ledger_selectable(l, i))
		return (struct str){ 0 };
	if (l->line[i].part == LEDGER_FILE)
		return l->file[l->line[i].i]->name;
	return l->ledger.remarks[l->line[i].i].file;
}

struct str
ledger_line_text(const struct ledger_lines *l, size_t i)
{
	const struct remark *m;

	if (!ledger_selectable(l, i) || l->line[i].part != LEDGER_REMARK)
		return (struct str){ 0 };
	m = &l->ledger.remarks[l->line[i].i];
	for (size_t f = 0; f < l->ledger.n_files; f++)
		if (l->ledger.files[f].records > 0 &&
		    str_equal(l->ledger.files[f].name, m->file))
			return (struct str){ 0 };
	return m->text;
}

bool
ledger_gap(const struct ledger_lines *l, int64_t from_us, int64_t to_us)
{
	for (size_t i = 0; i < l->n_spans && l->span[i].span->missing; i++)
		if (l->span[i].span->from_us <= from_us &&
		    l->span[i].span->to_us >= to_us)
			return true;
	return false;
}

/* ---- printing ---------------------------------------------------------- */

static void
pad(struct buf *out, size_t start, int columns)
{
	int width = (int)text_width((struct str){ out->p + start,
	    out->n - start });

	if (width < columns)
		buf_fill(out, ' ', (size_t)(columns - width));
}

static void
add_cell(struct str visible, int columns, struct buf *out)
{
	size_t start = out->n;

	cut_middle(visible, columns, out);
	pad(out, start, columns);
}

static void
add_right(struct str s, int columns, struct buf *out)
{
	int width = (int)text_width(s);

	if (width < columns)
		buf_fill(out, ' ', (size_t)(columns - width));
	buf_add(out, s);
}

static void
add_number(uint64_t n, int columns, struct buf *out)
{
	struct buf b = { 0 };

	count_print(n, &b);
	add_right(buf_str(&b), columns, out);
	buf_free(&b);
}

static void
add_clock(int64_t us, int (*zone)(int64_t us), struct buf *out)
{
	size_t start = out->n;

	cell_time(us, zone && us != TIME_NONE ? zone(us) : 0, false, out);
	pad(out, start, 10);
}

static void
file_totals(const struct ledger *g, struct buf *text, struct buf *right)
{
	count_of(g->files_found, "file", text);
	buf_add(text, STR(" found, "));
	count_print(g->files_read, text);
	buf_add(text, STR(" read, "));
	count_of(g->n_remarks, "remark", text);
	size_print(g->packed_bytes, right);
	buf_add(right, STR(" packed, "));
	size_print(g->plain_bytes, right);
	buf_add(right, STR(" of JSON, "));
	duration_print(g->elapsed_us, right);
}

static void
add_span(int64_t from, int64_t to, int (*zone)(int64_t us), struct buf *out)
{
	struct buf a = { 0 }, b = { 0 };

	if (from == TIME_NONE || to == TIME_NONE)
		return;
	cell_day(from, zone ? zone(from) : 0, &a);
	cell_day(to, zone ? zone(to) : 0, &b);
	if (!str_equal(buf_str(&a), buf_str(&b))) {
		buf_add(out, buf_str(&a));
		buf_byte(out, ' ');
	}
	cell_time(from, zone ? zone(from) : 0, false, out);
	buf_add(out, STR(" to "));
	if (!str_equal(buf_str(&a), buf_str(&b))) {
		buf_add(out, buf_str(&b));
		buf_byte(out, ' ');
	}
	cell_time(to, zone ? zone(to) : 0, false, out);
	buf_free(&a);
	buf_free(&b);
}

static void
event_totals(const struct ledger *g, int (*zone)(int64_t us),
    struct buf *text, struct buf *right)
{
	const struct {
		uint64_t n;
		const char *word, *behind;
	} parts[] = {
		{ g->dropped, "event", " let go" },
		{ g->copies, "duplicate", " folded" },
		{ g->conflicts, "conflict", "" },
		{ g->damaged, "damaged record", "" },
		{ g->untimed, "event", " without time" },
		{ g->repeated_keys, "record", " with a repeated key" },
		{ g->unindexed_leaves, "unindexed value", "" },
	};

	count_of(g->events, "event", text);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (parts[i].n > 0) {
			buf_add(text, STR("  "));
			count_of(parts[i].n, parts[i].word, text);
			buf_add(text, str_of(parts[i].behind));
		}
	if (g->stopped)
		buf_add(text, STR("  stopped"));
	else if (!g->done)
		buf_add(text, g->live ? STR("  following") : STR("  loading"));
	add_span(g->first_us, g->last_us, zone, right);
}

static struct str
base_name(struct str path)
{
	size_t slash;

	while ((slash = str_index(path, '/')) < path.n)
		path = str_from(path, slash + 1);
	return path;
}

/* The cells as far as there is room for them. */
static size_t
cells_shown(const struct ledger_lines *l, int columns)
{
	int room = columns - LOG_COLUMNS - l->region_columns;
	size_t n = room > 0 ? (size_t)room / CELL_COLUMNS : 0;

	return n < l->n_cells ? n : l->n_cells;
}

static void
account_head(const struct ledger_lines *l, int columns,
    int (*zone)(int64_t us), struct buf *text)
{
	add_cell(STR("account"), 12, text);
	buf_add(text, STR("  "));
	add_cell(STR("region"), l->region_columns, text);
	buf_add(text, STR("  "));
	add_cell(STR("log"), 11, text);
	for (size_t i = 0; i < cells_shown(l, columns); i++) {
		int64_t us = l->edge[i];
		struct buf b = { 0 };

		if (l->edge[i + 1] - us >= US_PER_DAY) {
			cell_day(us, 0, &b);
			add_right(str_from(buf_str(&b), b.n > 5 ? b.n - 5 : 0),
			    CELL_COLUMNS, text);
		} else {
			bool seconds = l->edge[i + 1] - us < MINUTE;

			cell_time(us, zone ? zone(us) : 0, false, &b);
			add_right(str_head(str_from(buf_str(&b),
			    seconds ? 3 : 0), 5), CELL_COLUMNS, text);
		}
		buf_free(&b);
	}
}

/* "1,112", "12k", "3M" */
static void
add_few(uint64_t n, struct buf *text)
{
	struct buf b = { 0 };

	if (n < 10000)
		count_print(n, &b);
	else if (n < 10000000)
		buf_printf(&b, "%lluk", (unsigned long long)(n / 1000));
	else
		buf_printf(&b, "%lluM", (unsigned long long)(n / 1000000));
	add_right(buf_str(&b), CELL_COLUMNS, text);
	buf_free(&b);
}

static bool
cell_missing(const struct coverage_group *g, int64_t from_us, int64_t to_us)
{
	for (size_t i = 0; i < g->n_spans; i++)
		if (g->spans[i].missing && g->spans[i].from_us <= from_us &&
		    g->spans[i].to_us >= to_us)
			return true;
	return false;
}

/* A cell without events: 0 is covered, o is missing, - is neither. */
static void
account_line(const struct ledger_lines *l, const struct ledger_account *a,
    int columns, struct buf *text)
{
	const struct coverage_group *g = a->group;

	add_cell(a->account, 12, text);
	buf_add(text, STR("  "));
	add_cell(a->region, l->region_columns, text);
	buf_add(text, STR("  "));
	add_cell(a->log, 11, text);
	for (size_t i = 0; i < cells_shown(l, columns); i++) {
		if (g->cell[i] > 0 || g->covered[i])
			add_few(g->cell[i], text);
		else if (cell_missing(g, l->edge[i], l->edge[i + 1]))
			add_right(STR("o"), CELL_COLUMNS, text);
		else
			add_right(STR("-"), CELL_COLUMNS, text);
	}
	if (l->n_cells == 0)
		add_few(g->events, text);
}

static void
add_moment(int64_t us, int (*zone)(int64_t us), struct buf *out)
{
	cell_day(us, zone ? zone(us) : 0, out);
	buf_byte(out, ' ');
	cell_time(us, zone ? zone(us) : 0, false, out);
}

static void
span_line(const struct ledger_lines *l, const struct ledger_span *s,
    int columns, int (*zone)(int64_t us), struct buf *text)
{
	const struct ledger_account *a = &l->account[s->account];
	struct buf b = { 0 };

	buf_add(&b, s->span->missing ? STR("missing  ") : STR("empty    "));
	add_moment(s->span->from_us, zone, &b);
	buf_add(&b, STR(" to "));
	add_moment(s->span->to_us, zone, &b);
	buf_printf(&b, "  %.*s %.*s %.*s", STR_ARG(a->account),
	    STR_ARG(a->region), STR_ARG(a->log));
	if (s->span->file.n) {
		buf_add(&b, STR(": "));
		text_visible(base_name(s->span->file), &b);
	}
	cut_end(buf_str(&b), columns, text);
	buf_free(&b);
}

static void
remark_line(const struct remark *m, int columns, struct buf *text)
{
	struct buf place = { 0 }, why = { 0 };
	int place_columns = columns >= 100 ? 48 : 24;

	text_visible(m->file, &place);
	if (m->record)
		buf_printf(&place, ":%llu", (unsigned long long)m->record);
	if (m->offset)
		buf_printf(&place, ":%llu", (unsigned long long)m->offset);
	if (columns == LEDGER_UNCUT)
		place_columns = (int)text_width(buf_str(&place));
	add_cell(str_of(remark_rows[m->kind].name), 10, text);
	buf_byte(text, ' ');
	add_cell(buf_str(&place), place_columns, text);
	buf_byte(text, ' ');
	text_visible(m->text, &why);
	cut_end(buf_str(&why), columns - 12 - place_columns, text);
	buf_free(&place);
	buf_free(&why);
}

static void
file_line(const struct ledger_file *f, int columns, int (*zone)(int64_t us),
    struct buf *text)
{
	struct buf size = { 0 }, name = { 0 };

	add_number(f->events, 8, text);
	size_print(f->packed_bytes, &size);
	add_right(buf_str(&size), 8, text);
	buf_add(text, STR("  "));
	add_clock(f->first_us, zone, text);
	add_clock(f->last_us, zone, text);
	text_visible(f->name, &name);
	if ((int)text_width(buf_str(&name)) > columns - FILE_COLUMNS) {
		buf_reset(&name);
		text_visible(base_name(f->name), &name);
	}
	if (f->state == FILE_SKIPPED && f->kind.n > 0) {
		buf_add(&name, STR(" ("));
		text_visible(f->kind, &name);
		buf_byte(&name, ')');
	}
	cut_middle(buf_str(&name), columns - FILE_COLUMNS, text);
	buf_free(&size);
	buf_free(&name);
}

void
ledger_print(const struct ledger_lines *l, size_t i, int columns,
    int (*zone)(int64_t us), struct buf *text, struct buf *right)
{
	const struct ledger_line *at = &l->line[i];

	switch (at->part) {
	case LEDGER_FILE_TOTALS:
		file_totals(&l->ledger, text, right);
		break;
	case LEDGER_EVENT_TOTALS:
		event_totals(&l->ledger, zone, text, right);
		break;
	case LEDGER_ACCOUNT_HEAD:
		account_head(l, columns, zone, text);
		break;
	case LEDGER_ACCOUNT:
		account_line(l, &l->account[at->i], columns, text);
		break;
	case LEDGER_SPAN:
		span_line(l, &l->span[at->i], columns, zone, text);
		break;
	case LEDGER_DIGESTS: {
		struct buf b = { 0 };

		ledger_print_digests(&l->ledger, &b);
		cut_end(buf_str(&b), columns, text);
		buf_free(&b);
		break;
	}
	case LEDGER_REMARK_TITLE:
		buf_add(text, STR("remarks"));
		count_print(l->ledger.n_remarks, right);
		buf_add(right, STR(" of "));
		count_print(l->ledger.n_remarks, right);
		break;
	case LEDGER_NO_REMARK:
		buf_add(text, STR("none"));
		break;
	case LEDGER_REMARK:
		remark_line(&l->ledger.remarks[at->i], columns, text);
		break;
	case LEDGER_FILE_TITLE:
		buf_add(text, STR("files"));
		break;
	case LEDGER_FILE_HEAD:
		buf_add(text, STR("  events  packed  first     last      "
		                  "file"));
		break;
	case LEDGER_FILE:
		file_line(l->file[at->i], columns, zone, text);
		break;
	}
}
