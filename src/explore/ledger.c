#include "explore/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/timefmt.h"
#include "base/utf8.h"
#include "explore/cells.h"
#include "query/query.h"

#define ACCOUNTS_MAX 1000
#define FILE_COLUMNS 38 /* before a file's name */
#define ACCOUNTS_QUERY                                                      \
	"stats count(*) as events by recipientAccountId, awsRegion, @format" \
	" | sort events desc"

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

static uint64_t
number(struct value v)
{
	uint64_t n = 0;

	for (size_t i = 0; i < v.text.n; i++)
		if (v.text.p[i] >= '0' && v.text.p[i] <= '9')
			n = n * 10 + (uint64_t)(v.text.p[i] - '0');
	return n;
}

static void
find_accounts(struct ask_ledger *k, struct ledger_lines *l)
{
	struct query_options o = { .from_us = INT64_MIN, .to_us = INT64_MAX,
		.pool = k->pool, .stop = &k->work.stop };
	struct err why = { 0 };
	struct query *q = query_new(STR(ACCOUNTS_QUERY), &why);
	struct result *r = q ? query_run(q, k->snapshot, &o, &why) : NULL;

	if (r && result_columns(r) == 4) {
		struct cell_reader *c = cell_reader_new(r);
		uint64_t n = result_rows(r);

		if (n > ACCOUNTS_MAX)
			n = ACCOUNTS_MAX;
		l->account = arena_array(&l->arena, (size_t)n,
		    sizeof(*l->account));
		for (uint64_t row = 0; row < n; row++) {
			struct ledger_account *a = &l->account[row];

			a->account = visible_copy(&l->arena,
			    cell_read(c, row, 0));
			a->region = visible_copy(&l->arena,
			    cell_read(c, row, 1));
			a->log = log_title(&l->arena, cell_read(c, row, 2));
			a->events = number(cell_read(c, row, 3));
		}
		l->n_accounts = (size_t)n;
		cell_reader_free(c);
	}
	result_free(r);
	query_free(q);
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

static int
by_first_day(const void *a, const void *b)
{
	const struct ledger_days *x = a, *y = b;

	return (x->first > y->first) - (x->first < y->first);
}

static int64_t
day_of(int64_t us)
{
	return us / US_PER_DAY - (us % US_PER_DAY < 0);
}

/* Runs that touch become one. */
static void
find_days(struct ledger_lines *l)
{
	size_t n = 0;

	l->days = arena_array(&l->arena, l->ledger.n_files, sizeof(*l->days));
	for (size_t i = 0; i < l->ledger.n_files; i++) {
		const struct ledger_file *f = &l->ledger.files[i];

		if (f->first_us == TIME_NONE || f->last_us == TIME_NONE)
			continue;
		l->days[n].first = day_of(f->first_us);
		l->days[n++].last = day_of(f->last_us);
	}
	if (n > 0)
		qsort(l->days, n, sizeof(*l->days), by_first_day);
	for (size_t i = 0; i < n; i++) {
		struct ledger_days *last =
		    l->n_days ? &l->days[l->n_days - 1] : NULL;

		if (last && l->days[i].first <= last->last + 1) {
			if (l->days[i].last > last->last)
				last->last = l->days[i].last;
		} else {
			l->days[l->n_days++] = l->days[i];
		}
	}
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
	size_t n = 7 + l->n_accounts + g->n_remarks + g->n_files;

	l->line = arena_array(&l->arena, n, sizeof(*l->line));
	line(l, LEDGER_FILE_TOTALS, 0);
	line(l, LEDGER_EVENT_TOTALS, 0);
	if (l->n_accounts > 0)
		line(l, LEDGER_ACCOUNT_HEAD, 0);
	for (size_t i = 0; i < l->n_accounts; i++)
		line(l, LEDGER_ACCOUNT, i);
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
	find_days(l);
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
	int64_t first = day_of(from_us), last = day_of(to_us - 1);
	bool before = false;

	for (size_t i = 0; i < l->n_days; i++) {
		if (l->days[i].last < first)
			before = true;
		else
			return before && l->days[i].first > last;
	}
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
		buf_add(text, STR("  loading"));
	add_span(g->first_us, g->last_us, zone, right);
}

static void
account_line(const struct ledger_account *a, struct buf *text)
{
	add_cell(a->account, 12, text);
	buf_add(text, STR("  "));
	add_cell(a->region, 14, text);
	buf_byte(text, ' ');
	add_cell(a->log, 16, text);
	add_number(a->events, 10, text);
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

static struct str
base_name(struct str path)
{
	size_t slash;

	while ((slash = str_index(path, '/')) < path.n)
		path = str_from(path, slash + 1);
	return path;
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
		buf_add(text, STR("account       region         log"
		                  "                 events"));
		break;
	case LEDGER_ACCOUNT:
		account_line(&l->account[at->i], text);
		break;
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
