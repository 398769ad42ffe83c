/*
 * Text: lines, put together to records as their format wants it.
 *
 * A line of CloudWatch Logs' export to S3 is a time, a blank and a message
 * that is read like one of its own.  (CloudWatch Logs User Guide, "Exporting
 * log data to Amazon S3".)
 */
#include "ingest/found.h"
#include "ingest/leaves.h"
#include "ingest/reading.h"

#define EXPORT_TIME_BYTES 24 /* 2023-07-10T11:42:18.000Z */

bool
line_end(struct feed *f, size_t from, size_t *end)
{
	size_t seen = from;

	for (;;) {
		size_t rest = f->n - f->at;
		const char *p = f->p + f->at, *nl = NULL;

		if (seen < rest)
			nl = memchr(p + seen, '\n', rest - seen);
		if (nl) {
			*end = (size_t)(nl - p);
			return true;
		}
		seen = rest;
		if (feed_more(f))
			continue;
		*end = f->n - f->at;
		return !f->too_long && *end > from;
	}
}

static struct str
without_return(struct str line)
{
	while (line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

/* ---- one record ---------------------------------------------------------- */

/* The format that a line begins a record of; NULL: of none that is known. */
static const struct log_format *
format_of_line(const struct reader *r, struct str line)
{
	const struct log_format *last = r->line_format;

	if (r->options->format && r->options->format->text)
		return r->options->format;
	if (last && last != format_of_text() &&
	    last->text->begins(state_of(r, last), line))
		return last;
	for (size_t i = 0; i < r->n_formats; i++) {
		const struct log_format *f = &r->formats[i];

		if (f->text && f != format_of_text() &&
		    f->text->begins(r->states[i], line))
			return f;
	}
	return NULL;
}

/* What a line that nothing knows belongs to. */
static const struct log_format *
format_of_stray(const struct reader *r)
{
	struct str lambda = STR("/aws/lambda/"), log = r->context.log;

	if (r->line_format && r->line_format->text->takes_any)
		return r->line_format;
	if (str_find(log, lambda) < log.n)
		return format_named(STR("lambda"));
	return format_of_text();
}

static enum text_verdict
try_format(struct reader *r, const struct log_format *f, struct str record)
{
	builder_begin(r->builder);
	builder_flag(r->builder, RECORD_NO_JSON);
	return f->text->read(state_of(r, f), record);
}

bool
text_is_known(struct reader *r, struct str record)
{
	const struct log_format *f = format_of_line(r, record);

	return f && try_format(r, f, record) == TEXT_RECORD;
}

/* f: what the record begins like, or NULL. */
static void
read_text_as(struct reader *r, const struct log_format *f, struct str record)
{
	enum text_verdict verdict = TEXT_OTHER;

	if (record.n == 0)
		return;
	if (f)
		verdict = try_format(r, f, record);
	if (verdict == TEXT_OTHER) {
		f = format_of_stray(r);
		verdict = try_format(r, f, record);
	}
	if (verdict == TEXT_OTHER) {
		f = format_of_text();
		verdict = try_format(r, f, record);
	}
	r->line_format = f;
	r->header |= verdict == TEXT_HEADER;
	if (verdict == TEXT_RECORD)
		read_end(r, f, record);
}

void
read_text(struct reader *r, struct str record)
{
	read_text_as(r, format_of_line(r, record), record);
}

/* ---- lines of CloudWatch's export ---------------------------------------- */

static bool
export_time(struct str line, int64_t *us)
{
	size_t n = EXPORT_TIME_BYTES;

	return line.n > n && line.p[n] == ' ' && line.p[n - 1] == 'Z' &&
	    time_parse(str_head(line, n), us);
}

/* Whether the line is one: its message is JSON or of a known format, or the
 * line before was one. */
static bool
begins_export(struct reader *r, struct str line)
{
	struct str message;
	int64_t us;

	if (!export_time(line, &us))
		return false;
	message = str_from(line, EXPORT_TIME_BYTES + 1);
	return r->exported || (message.n > 0 && message.p[0] == '{') ||
	    format_of_line(r, message);
}

static bool
is_object(struct str text)
{
	struct json j;

	if (text.n == 0 || text.p[0] != '{')
		return false;
	json_init(&j, text);
	json_next(&j);
	return json_skip(&j) > JSON_END && j.at == j.end;
}

/* A line or message; JSON has a format of its own. */
static void
read_message(struct reader *r, const struct log_format *f, struct str record)
{
	if (is_object(record))
		read_inside(r, record);
	else
		read_text_as(r, f, record);
}

static void
read_export(struct reader *r, struct str record)
{
	struct context context = r->context;
	struct str message =
	    str_trim(str_from(record, EXPORT_TIME_BYTES + 1));

	found_container(r->file, "CloudWatch export");
	export_time(record, &r->context.time_us);
	r->context.entries = true;
	r->level++;
	read_message(r, format_of_line(r, message), message);
	r->level--;
	r->context = context;
}

/* ---- the file ------------------------------------------------------------ */

/* The end of the record that begins at `at` with a line of `end` bytes and is
 * of format, or NULL. */
static size_t
record_end(struct reader *r, const struct log_format *format, size_t end)
{
	struct feed *f = r->feed;
	size_t next;

	if (!format)
		format = format_of_stray(r);
	if (!r->exported && !format->text->continues)
		return end;
	while (f->at + end < f->n && line_end(f, end + 1, &next)) {
		struct str record = str_head(feed_rest(f), end), line;
		int64_t us;

		line = without_return(str_head(
		    str_from(feed_rest(f), end + 1), next - end - 1));
		if (r->exported ? export_time(line, &us)
		                : format_of_line(r, line) ||
		        !format->text->continues(
		            state_of(r, format), record, line))
			break;
		end = next;
	}
	return end;
}

/* A line that does not fit the window: it is passed over. */
static void
skip_long_line(struct reader *r)
{
	struct feed *f = r->feed;
	uint64_t start = feed_offset(f);
	const char *nl = NULL;

	value_cut(r, true); /* says that it is too long */
	while (!nl) {
		struct str rest = feed_rest(f);

		nl = rest.n ? memchr(rest.p, '\n', rest.n) : NULL;
		f->at = nl ? (size_t)(nl + 1 - f->p) : f->n;
		if (!nl && !feed_more(f))
			break;
	}
	remark_damage(
	    r, &r->damage, r->file->whole + 1, start, feed_offset(f));
}

/* The file ends behind `end` bytes that no line end closes. */
static bool
is_unfinished(struct reader *r, size_t end)
{
	struct feed *f = r->feed;

	if (f->at + end < f->n || (f->err.code == ERR_NONE && !r->file->open))
		return false;
	value_cut(r, true);
	remark_cut(r);
	return true;
}

void
read_lines(struct reader *r)
{
	struct feed *f = r->feed;
	size_t end;

	for (size_t i = 0; i < r->n_formats; i++)
		if (r->formats[i].text && r->formats[i].text->start)
			r->formats[i].text->start(r->states[i]);
	r->exported = r->header = false;
	if (read_csv(r))
		return;
	while (skip_blanks(r)) {
		const struct log_format *format;
		struct str record;

		if (!line_end(f, 0, &end)) {
			skip_long_line(r);
			continue;
		}
		record = without_return(str_head(feed_rest(f), end));
		format = format_of_line(r, record);
		r->exported = !format && begins_export(r, record);
		end = record_end(r, format, end);
		if (is_unfinished(r, end))
			break;
		record = str_trim(str_head(feed_rest(f), end));
		if (r->exported)
			read_export(r, record);
		else
			read_message(r, format, record);
		f->at += f->at + end < f->n ? end + 1 : end;
		if (!r->header) /* else it has to be read anew */
			r->file->resume = feed_offset(f);
	}
	found_container(r->file, "text");
}
