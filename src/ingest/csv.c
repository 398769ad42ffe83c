/*
 * Comma-separated values (RFC 4180): a header, and a record in each row.
 *
 * The columns of CloudTrail's console and of Athena have names of their own
 * for the fields of an event; they get the names that events have.
 */
#include <ctype.h>
#include <stdio.h>

#include "ingest/found.h"
#include "ingest/leaves.h"
#include "ingest/reading.h"

#define COLUMNS_MAX 512

/* ---- cells --------------------------------------------------------------- */

/* The end of the row that begins at `at`, its line end not counted.  A quoted
 * cell may hold line ends.  False: there is none, or it is too long. */
static bool
row_end(struct feed *f, size_t *end)
{
	size_t from = 0, checked = 0, quotes = 0;

	for (;;) {
		struct str rest;

		if (!line_end(f, from, end))
			return false;
		rest = feed_rest(f);
		for (; checked < *end; checked++)
			quotes += rest.p[checked] == '"';
		if (quotes % 2 == 0 || f->at + *end == f->n)
			return true;
		from = *end + 1;
	}
}

/* The next cell of *row; quotes are undone in the arena.  False: none. */
static bool
next_cell(struct str *row, bool *more, struct str *cell, struct arena *a)
{
	struct str s = *row;
	size_t n;

	if (!*more)
		return false;
	if (s.n == 0 || s.p[0] != '"') {
		n = str_index(s, ',');
		*cell = str_head(s, n);
	} else {
		char *out = arena_raw(a, s.n);
		size_t k = 0;

		for (n = 1; n < s.n; n++) {
			if (s.p[n] == '"' && n + 1 < s.n && s.p[n + 1] == '"')
				n++;
			else if (s.p[n] == '"')
				break;
			out[k++] = s.p[n];
		}
		n = n < s.n ? n + 1 : n;
		*cell = (struct str){ out, k };
		n += str_index(str_from(s, n), ',');
	}
	*more = n < s.n;
	*row = str_from(s, *more ? n + 1 : n);
	return true;
}

/* ---- names of columns ---------------------------------------------------- */

/* CloudTrail's fields by what the console's and Athena's columns are called,
 * only letters and digits counted, in lower case.  (CloudTrail User Guide,
 * "Downloading events"; Athena User Guide, "Querying CloudTrail logs".) */
static const struct column_name {
	struct str squeezed;
	struct str key, below;
} column_names[] = {
	{ STR_INIT("eventversion"), STR_INIT("eventVersion"), { 0 } },
	{ STR_INIT("useridentity"), STR_INIT("userIdentity"), { 0 } },
	{ STR_INIT("username"), STR_INIT("userIdentity"),
	    STR_INIT("userName") },
	{ STR_INIT("awsaccesskey"), STR_INIT("userIdentity"),
	    STR_INIT("accessKeyId") },
	{ STR_INIT("eventtime"), STR_INIT("eventTime"), { 0 } },
	{ STR_INIT("eventsource"), STR_INIT("eventSource"), { 0 } },
	{ STR_INIT("eventname"), STR_INIT("eventName"), { 0 } },
	{ STR_INIT("awsregion"), STR_INIT("awsRegion"), { 0 } },
	{ STR_INIT("sourceipaddress"), STR_INIT("sourceIPAddress"), { 0 } },
	{ STR_INIT("useragent"), STR_INIT("userAgent"), { 0 } },
	{ STR_INIT("errorcode"), STR_INIT("errorCode"), { 0 } },
	{ STR_INIT("errormessage"), STR_INIT("errorMessage"), { 0 } },
	{ STR_INIT("requestparameters"), STR_INIT("requestParameters"),
	    { 0 } },
	{ STR_INIT("responseelements"), STR_INIT("responseElements"), { 0 } },
	{ STR_INIT("additionaleventdata"), STR_INIT("additionalEventData"),
	    { 0 } },
	{ STR_INIT("requestid"), STR_INIT("requestID"), { 0 } },
	{ STR_INIT("eventid"), STR_INIT("eventID"), { 0 } },
	{ STR_INIT("readonly"), STR_INIT("readOnly"), { 0 } },
	{ STR_INIT("resources"), STR_INIT("resources"), { 0 } },
	{ STR_INIT("eventtype"), STR_INIT("eventType"), { 0 } },
	{ STR_INIT("apiversion"), STR_INIT("apiVersion"), { 0 } },
	{ STR_INIT("recipientaccountid"), STR_INIT("recipientAccountId"),
	    { 0 } },
	{ STR_INIT("serviceeventdetails"), STR_INIT("serviceEventDetails"),
	    { 0 } },
	{ STR_INIT("sharedeventid"), STR_INIT("sharedEventID"), { 0 } },
	{ STR_INIT("vpcendpointid"), STR_INIT("vpcEndpointId"), { 0 } },
	{ STR_INIT("tlsdetails"), STR_INIT("tlsDetails"), { 0 } },
	{ STR_INIT("eventcategory"), STR_INIT("eventCategory"), { 0 } },
	{ STR_INIT("managementevent"), STR_INIT("managementEvent"), { 0 } },
};

static bool
same_squeezed(struct str name, struct str squeezed)
{
	size_t k = 0;

	for (size_t i = 0; i < name.n; i++) {
		int c = tolower((unsigned char)name.p[i]);

		if (!isalnum(c))
			continue;
		if (k == squeezed.n || squeezed.p[k++] != c)
			return false;
	}
	return k == squeezed.n;
}

struct header {
	size_t n;
	struct str names[COLUMNS_MAX];
	struct str row; /* as it stands there */
	bool cloudtrail;
};

static bool
has_column(const struct header *h, const char *squeezed)
{
	for (size_t i = 0; i < h->n; i++)
		if (same_squeezed(h->names[i], str_of(squeezed)))
			return true;
	return false;
}

/* A header: at least two cells, each a name, none twice. */
static bool
read_header(struct header *h, struct str row, struct arena *a)
{
	struct str cell;
	bool more = true;

	h->n = 0;
	h->row = arena_copy(a, row);
	while (next_cell(&row, &more, &cell, a)) {
		cell = str_trim(cell);
		if (h->n == COLUMNS_MAX || cell.n == 0 || cell.n > 128 ||
		    isdigit((unsigned char)cell.p[0]) ||
		    str_index(cell, '"') < cell.n)
			return false;
		for (size_t i = 0; i < h->n; i++)
			if (str_equal(h->names[i], cell))
				return false;
		h->names[h->n++] = arena_copy(a, cell);
	}
	h->cloudtrail = has_column(h, "eventname") &&
	    has_column(h, "eventsource") && has_column(h, "eventtime");
	return h->n >= 2;
}

static uint32_t
column_path(struct builder *b, const struct header *h, struct str name)
{
	size_t n = sizeof(column_names) / sizeof(*column_names);
	size_t dot = str_index(name, '.');
	uint32_t path;

	for (size_t i = 0; h->cloudtrail && i < n; i++) {
		const struct column_name *c = &column_names[i];

		if (!same_squeezed(name, c->squeezed))
			continue;
		path = builder_key(b, PATH_ROOT, c->key);
		return c->below.n ? builder_key(b, path, c->below) : path;
	}
	if (dot == 0 || dot == name.n)
		return builder_key(b, PATH_ROOT, name);
	return builder_key(b, builder_key(b, PATH_ROOT, str_head(name, dot)),
	    str_from(name, dot + 1));
}

/* ---- rows ---------------------------------------------------------------- */

/* A cell that is JSON is opened. */
static void
take_cell(struct reader *r, uint32_t path, struct str cell)
{
	struct json j;

	if (cell.p[0] == '{' || cell.p[0] == '[') {
		json_init(&j, cell);
		json_next(&j);
		if (json_skip(&j) > JSON_END && j.at == j.end) {
			r->scan.root = path;
			json_init(&j, cell);
			scan_record(&r->scan, &j);
			r->scan.root = PATH_ROOT;
			return;
		}
	}
	builder_leaf(r->builder, path, VALUE_STRING, cell);
}

static void
read_cells(struct reader *r, const struct header *h, struct str row)
{
	struct builder *b = r->builder;
	const struct log_format *format;
	struct str cell, record = row;
	bool more = true;
	size_t i = 0;

	builder_begin(b);
	builder_flag(b, RECORD_NO_JSON);
	look_start(&r->look, r->options->time_field);
	for (; next_cell(&row, &more, &cell, builder_scratch(b)); i++) {
		char extra[32];
		struct str name;

		if (cell.n == 0)
			continue;
		snprintf(extra, sizeof(extra), "extra%zu", i + 1 - h->n);
		name = i < h->n ? h->names[i] : str_of(extra);
		look_note(&r->look, name, cell);
		take_cell(r, column_path(b, h, name), cell);
	}
	format = r->options->format;
	if (!format || !format->events)
		format = format_of_leaves(r);
	if (!format)
		format = format_of(&r->look);
	read_end(r, format && format->events ? format : format_of_other(),
	    record);
}

/* Cells of a row as the header has them: so many, or a few more or less. */
static size_t
count_cells(struct str row, struct arena *a)
{
	struct str cell;
	bool more = true;
	size_t n = 0;

	while (next_cell(&row, &more, &cell, a))
		n++;
	return n;
}

/* The bytes of a row without the return before its line end. */
static struct str
row_text(const struct feed *f, size_t end)
{
	struct str row = str_head(feed_rest(f), end);

	while (row.n > 0 && row.p[row.n - 1] == '\r')
		row.n--;
	return row;
}

/* Whether the file begins with a header and a row of as many cells. */
static bool
begins_csv(struct reader *r, struct header *h, size_t *end)
{
	struct feed *f = r->feed;
	struct arena *a = &r->held[0];
	size_t next;
	struct str row;

	arena_reset(a);
	if (!line_end(f, 0, end) || !read_header(h, row_text(f, *end), a))
		return false;
	if (f->at + *end >= f->n || !line_end(f, *end + 1, &next))
		return h->cloudtrail;
	row = str_from(str_head(feed_rest(f), next), *end + 1);
	return h->cloudtrail || str_index(row, '"') < row.n ||
	    count_cells(str_trim(row), a) == h->n;
}

bool
read_csv(struct reader *r)
{
	struct feed *f = r->feed;
	struct header h;
	size_t end;

	if (!begins_csv(r, &h, &end))
		return false;
	found_container(r->file, "CSV");
	f->at += f->at + end < f->n ? end + 1 : end;
	r->level = 1;
	while (skip_blanks(r)) {
		struct str row;

		if (!row_end(f, &end)) {
			struct damage d = { .kind = REMARK_LIMIT,
				.text = "a row that is too long" };

			remark_damage(r, &d, r->file->whole + 1,
			    feed_offset(f), f->base + f->n);
			break;
		}
		if (f->at + end == f->n &&
		    (f->err.code != ERR_NONE || r->file->open)) {
			value_cut(r, true);
			remark_cut(r);
			break;
		}
		row = row_text(f, end);
		if (!str_equal(row, h.row)) /* files put together */
			read_cells(r, &h, row);
		f->at += f->at + end < f->n ? end + 1 : end;
	}
	r->level = 0;
	return true;
}
