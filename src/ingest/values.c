/*
 * One value: a record, which becomes an event; a container, whose records are
 * read; or neither.
 */
#include "ingest/found.h"
#include "ingest/leaves.h"
#include "ingest/reading.h"

/* ---- events -------------------------------------------------------------- */

/* A value that was read before, when the file was shorter. */
static bool
passed_over(struct reader_file *file)
{
	if (file->whole >= file->skip)
		return false;
	file->whole++;
	return true;
}

/* Where a text stands in the file, and in which form. */
static unsigned
find_place(const struct reader *r, struct str text, struct place *p)
{
	const struct quote *q = &r->quote;

	if (!q->text.p) {
		p->offset = r->feed->base + (uint64_t)(text.p - r->feed->p);
		p->length = (uint32_t)text.n;
		return r->form;
	}
	p->offset = q->offset;
	p->length = (uint32_t)q->length;
	return r->form | FORM_QUOTED |
	    (str_equal(text, str_trim(q->text)) ? 0 : FORM_REBUILT);
}

static void
own_context(struct reader *r)
{
	const struct context *c = &r->context;

	own_text(r->builder, OWN_LOG, c->log);
	own_text(r->builder, OWN_LOG_STREAM, c->log_stream);
	own_number(r->builder, OWN_INGESTION, c->ingestion);
}

/* A record without a time of its own takes that of what it came in, or of the
 * line before it. */
static struct str
settle_time(struct reader *r, struct event *e)
{
	if (e->record.time_us != TIME_NONE)
		return STR("record");
	e->record.time_us = r->context.time_us;
	if (e->record.time_us != TIME_NONE)
		return STR("container");
	e->record.time_us = r->line_us;
	return e->record.time_us != TIME_NONE ? STR("previous") : STR("none");
}

void
read_end(struct reader *r, const struct log_format *format, struct str record)
{
	struct reader_file *file = r->file;
	struct event e = { .seen = &r->look, .log = r->context.log };
	struct place *p = &e.record.place;
	unsigned form;
	struct str from;

	e.record.time_us = TIME_NONE;
	format->events->finish(state_of(r, format), &e);
	if (file->text && e.record.time_us != TIME_NONE)
		r->line_us = e.record.time_us;
	if (passed_over(file))
		return;
	from = settle_time(r, &e);
	form = find_place(r, record, p);
	if (!r->has_source[form])
		r->source[form] = file->source(file->ctx, form);
	r->has_source[form] = true;
	p->source = r->source[form];
	p->record = ++file->whole;
	own_context(r);
	builder_own(r->builder, OWN_FORMAT, VALUE_STRING, str_of(format->name));
	builder_own(r->builder, OWN_TIME_SOURCE, VALUE_STRING, from);
	found_event(file, format, &e, builder_end(r->builder, &e.record));
	r->expected = format->events->sure ? format : NULL;
	r->expected_level = r->level;
}

void
read_other(struct reader *r, const struct log_format *format,
    struct str record)
{
	struct place p;

	if (passed_over(r->file))
		return;
	find_place(r, record, &p);
	found_other(r->file, format, &r->look, p.offset, p.length);
	if (format && format->names_files && r->file->names)
		r->file->names(r->file->ctx, record);
}

const struct log_format *
format_of_leaves(struct reader *r)
{
	for (size_t i = 0; i < r->n_formats; i++) {
		const struct format_events *e = r->formats[i].events;

		if (e && e->sure && e->sure(r->states[i]))
			return &r->formats[i];
	}
	return NULL;
}

static enum json_token
step_scan(struct reader *r, struct json *j)
{
	builder_begin(r->builder);
	return scan_record(&r->scan, j);
}

static enum json_token
step_look(struct reader *r, struct json *j)
{
	arena_reset(&r->text);
	return look_at(&r->look, j, r->options->time_field, &r->text);
}

static struct str
text_of_value(const struct reader *r, const struct json *j)
{
	const char *p = r->feed->p + r->feed->at;

	return (struct str){ p, (size_t)(j->at - p) };
}

/* The object at `at`, known or expected to be of that format.  *is_one: the
 * leaves agree; if not, nothing has happened. */
static enum outcome
read_event(struct reader *r, const struct log_format *format, bool known,
    bool *is_one)
{
	struct json j;
	enum json_token token = whole_value(r, &j, step_scan);
	struct str record;

	*is_one = true;
	if (token != JSON_END)
		return value_failed(r, &j, token, true);
	*is_one = known || format->events->sure(state_of(r, format));
	if (*is_one) {
		record = text_of_value(r, &j);
		read_end(r, format, record);
		r->feed->at += record.n;
	}
	return VALUE_DONE;
}

/* ---- containers ---------------------------------------------------------- */

/* What the look says about the records inside; it lasts as long as the level
 * is not entered anew. */
static void
enter(struct reader *r, const struct container *c)
{
	struct arena *a = &r->held[r->level++];
	const struct str *text = r->look.text;
	struct context *in = &r->context;

	found_container(r->file, c->name);
	arena_reset(a);
	in->entries |= c->entries;
	if (c->has_time)
		time_of_text(text[NOTED_TIME], &in->time_us);
	if (text[NOTED_OWNER].n && text[NOTED_GROUP].n)
		in->log = arena_printf(a, "%.*s:%.*s",
		    STR_ARG(text[NOTED_OWNER]), STR_ARG(text[NOTED_GROUP]));
	else if (text[NOTED_GROUP].n)
		in->log = arena_copy(a, text[NOTED_GROUP]);
	if (text[NOTED_STREAM].n)
		in->log_stream = arena_copy(a, text[NOTED_STREAM]);
	if (text_is_digits(text[NOTED_INGESTION]))
		in->ingestion = arena_copy(a, text[NOTED_INGESTION]);
}

/*
 * The rest of an object whose streamed array is read: other keys, the close.
 * A token that is cut is read again from a saved scanner.
 */
static enum outcome
read_rest(struct reader *r, struct json *j, const struct container *row)
{
	struct feed *f = r->feed;
	unsigned depth = j->depth; /* inside the array */
	bool here = false;
	struct json saved;
	enum json_token token;

	for (;;) {
		saved = *j;
		saved.at = j->at = f->p + f->at;
		saved.end = j->end = f->p + f->n;
		token = json_next(j);
		if (token == JSON_MORE && feed_more(f)) {
			*j = saved;
			continue;
		}
		if (token <= JSON_MORE)
			return value_failed(r, j, token, false);
		f->at = (size_t)(j->at - f->p);
		if (token == JSON_END)
			return VALUE_DONE;
		if (token == JSON_KEY)
			here = j->depth == depth - 1 && depth == 2 &&
			    str_equal(j->text, row->key);
		if (token == JSON_ARRAY && j->depth == depth && here) {
			if (read_elements(r) == VALUE_CUT)
				return VALUE_CUT;
			f->at--; /* its close is j's to read */
		}
	}
}

static enum outcome
read_streamed(struct reader *r, struct json *j)
{
	const struct container *row = r->look.streamed;
	struct context context = r->context;
	bool rows = r->rows;
	enum outcome outcome;

	r->feed->at += text_of_value(r, j).n;
	enter(r, row);
	r->rows = row->holds == HOLDS_ROWS;
	outcome = read_elements(r);
	r->rows = rows;
	if (outcome == VALUE_DONE) {
		r->feed->at--;
		outcome = read_rest(r, j, row);
	}
	r->level--;
	r->context = context;
	return outcome;
}

const struct container *
container_found(const struct look *l, struct str *inner)
{
	size_t n;
	const struct container *rows = container_rows(&n);

	for (size_t i = 0; i < n; i++) {
		*inner = l->inner[i];
		if (inner->p && (rows[i].needs == 0 ||
		        (l->signs & rows[i].needs)))
			return &rows[i];
	}
	return NULL;
}

void
read_inside(struct reader *r, struct str inner)
{
	struct feed *outer = r->feed;
	struct feed f = feed_of(
	    inner, outer->base + (uint64_t)(inner.p - outer->p));

	r->feed = &f;
	read_value(r);
	r->feed = outer;
}

/* What is inside the object that was looked at.  False: nothing that is a
 * record, and nothing has happened. */
static bool
read_contents(struct reader *r, const struct container *c, struct str inner)
{
	struct context context = r->context;

	if (c->only_known && !(c->holds == HOLDS_TEXT && context.entries) &&
	    !is_known(r, c, inner))
		return false;
	enter(r, c);
	if (c->holds == HOLDS_TEXT)
		read_string(r, inner);
	else if (c->holds == HOLDS_PACKED)
		read_packed(r, inner);
	else
		read_inside(r, inner);
	r->level--;
	r->context = context;
	return true;
}

/* ---- objects and others -------------------------------------------------- */

/* Whether the object that was looked at is all that the file holds. */
static bool
is_alone(struct reader *r, struct json *j)
{
	struct feed *f = r->feed;
	size_t end = text_of_value(r, j).n;

	if (r->level > 0 || r->documents > 1 || r->file->open)
		return false;
	for (;; end++) {
		char c;

		if (f->at + end == f->n && !feed_more(f))
			break;
		c = f->p[f->at + end];
		if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
			break;
	}
	whole_value(r, j, step_look); /* the window may have moved */
	return f->at + end == f->n;
}

/* An object of no kind that is known.  One without a time that is all of its
 * file is no log. */
static enum outcome
read_unknown(struct reader *r, struct json *j)
{
	const struct log_format *other = format_of_other();
	bool is_one;

	if (r->guessing ||
	    (r->look.time_rank == 0 && r->context.time_us == TIME_NONE &&
	        is_alone(r, j))) {
		struct str record = text_of_value(r, j);

		read_other(r, NULL, record);
		r->feed->at += record.n;
		return VALUE_DONE;
	}
	if (format_of_envelope(&r->look))
		other = format_of_envelope(&r->look);
	return read_event(r, other, true, &is_one);
}

static enum outcome
read_object(struct reader *r)
{
	const struct log_format *format = r->options->format;
	const struct container *container;
	struct str inner, record;
	struct json j;
	enum json_token token;
	enum outcome outcome;
	bool is_one;

	if (r->expected && r->expected_level == r->level) {
		outcome = read_event(r, r->expected, false, &is_one);
		if (is_one)
			return outcome;
	}
	token = whole_value(r, &j, step_look);
	if (token == JSON_ARRAY && r->level < CONTAINER_LEVELS_MAX)
		return read_streamed(r, &j);
	if (token == JSON_ARRAY) /* too deep in containers */
		token = whole_value(r, &j, step_skip);
	if (token != JSON_END)
		return value_failed(r, &j, token, true);
	record = text_of_value(r, &j);
	container = container_found(&r->look, &inner);
	if (!format || container)
		format = format_of(&r->look);
	if (format && format->events)
		return read_event(r, format, true, &is_one);
	if (!format && container && r->level < CONTAINER_LEVELS_MAX &&
	    read_contents(r, container, inner)) {
		r->feed->at += record.n;
		return VALUE_DONE;
	}
	if (!format && r->options->format)
		return read_event(r, r->options->format, true, &is_one);
	if (!format)
		return read_unknown(r, &j);
	read_other(r, format, record);
	r->feed->at += record.n;
	return VALUE_DONE;
}

/* A string, number or word: no record. */
static enum outcome
read_scalar(struct reader *r)
{
	struct json j;
	enum json_token token = whole_value(r, &j, step_skip);
	struct str record;

	if (token != JSON_END)
		return value_failed(r, &j, token, true);
	r->look.n_keys = 0;
	record = text_of_value(r, &j);
	read_other(r, NULL, record);
	r->feed->at += record.n;
	return VALUE_DONE;
}

enum outcome
read_value(struct reader *r)
{
	enum outcome outcome;

	switch (r->feed->p[r->feed->at]) {
	case '{':
		return read_object(r);
	case '[':
		if (r->rows)
			return read_row(r);
		if (r->level >= CONTAINER_LEVELS_MAX)
			return read_scalar(r);
		found_container(r->file, "array");
		r->feed->at++;
		r->level++;
		outcome = read_elements(r);
		r->level--;
		return outcome;
	default:
		return read_scalar(r);
	}
}
