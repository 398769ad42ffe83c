#include "ingest/reader.h"

#include <stdio.h>
#include <stdlib.h>

#include "ingest/border.h"
#include "ingest/containers.h"
#include "ingest/formats.h"
#include "ingest/found.h"
#include "ingest/scan.h"
#include "ingest/sniff.h"

/* Guesses at borders before reading goes on behind all that they looked at,
 * so that damage costs at most this many times its bytes. */
#define GUESSES_MAX 32

enum outcome {
	VALUE_DONE,
	VALUE_BAD, /* the damage is in reader.damage */
	VALUE_CUT, /* the file ends inside it; likewise */
};

struct damage {
	enum remark_kind kind;
	uint64_t offset; /* where it shows */
	bool in_record;  /* of REMARK_TRUNCATED */
	char text[160];
};

struct reader {
	struct builder *builder;
	const struct log_format *forced;
	const struct log_format *formats;
	size_t n_formats;
	void **states; /* by format */
	struct arena text; /* of a look */
	struct look look;
	struct scan scan;

	/* the file at hand */
	struct feed *feed; /* or a value inside it */
	struct reader_file *file;
	bool has_source;
	uint32_t source;
	unsigned level; /* of containers around the value */
	uint64_t documents;
	bool lines; /* documents stand on lines of their own */
	bool broken; /* there was damage: brackets may be left over */
	const struct log_format *expected; /* of the last record ... */
	unsigned expected_level;           /* ... and where it was */
	int64_t container_us;
	struct damage damage;
	uint64_t furthest; /* byte that was looked at */
};

struct reader *
reader_new(struct store *st, const struct log_format *format)
{
	struct reader *r = mem_zero(1, sizeof(*r));

	r->builder = builder_new(st);
	r->scan.builder = r->builder;
	r->forced = format;
	r->formats = log_formats(&r->n_formats);
	r->states = mem_zero(r->n_formats, sizeof(*r->states));
	for (size_t i = 0; i < r->n_formats; i++)
		if (r->formats[i].events)
			r->states[i] = r->formats[i].events->new(r->builder);
	return r;
}

void
reader_free(struct reader *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n_formats; i++)
		if (r->states[i])
			r->formats[i].events->free(r->states[i]);
	free(r->states);
	builder_free(r->builder);
	arena_free(&r->text);
	free(r);
}

struct builder *
reader_builder(struct reader *r)
{
	return r->builder;
}

static void *
state_of(struct reader *r, const struct log_format *f)
{
	return r->states[f - r->formats];
}

/* ---- damage ------------------------------------------------------------- */

/* A few bytes as they stand there. */
static void
excerpt(char out[40], struct str rest)
{
	size_t n = 0;

	while (n < rest.n && n < 12 && rest.p[n] != '\n' && rest.p[n] != '\r')
		n++;
	if (n == 0)
		n = rest.n > 0;
	found_show(out, 40, str_head(rest, n));
}

static void
set_damage(struct reader *r, const struct json *j)
{
	struct str rest = { j->at, (size_t)(j->end - j->at) };
	struct damage *d = &r->damage;
	char found[40];

	excerpt(found, rest);
	d->offset = r->feed->base + (uint64_t)(j->at - r->feed->p);
	d->kind = j->depth == JSON_DEPTH_MAX && rest.n > 0 &&
	        (*rest.p == '{' || *rest.p == '[')
	    ? REMARK_LIMIT
	    : REMARK_DAMAGED;
	snprintf(d->text, sizeof(d->text), "byte %llu: found %s, want %s",
	    (unsigned long long)d->offset, found, j->why);
	if (d->offset > r->furthest)
		r->furthest = d->offset;
}

/* The feed has no more for what stands at `at`. */
static enum outcome
value_cut(struct reader *r, bool in_record)
{
	struct damage *d = &r->damage;
	struct feed *f = r->feed;

	d->offset = f->base + f->n;
	if (d->offset > r->furthest)
		r->furthest = d->offset;
	if (f->too_long) {
		f->too_long = false;
		d->kind = REMARK_LIMIT;
		snprintf(d->text, sizeof(d->text),
		    "a record of more than %zu bytes", f->value_max);
		return VALUE_BAD;
	}
	d->kind = REMARK_TRUNCATED;
	d->in_record = in_record;
	return VALUE_CUT;
}

/* The file ends inside what stands at `at`. */
static void
remark_cut(struct reader *r)
{
	struct reader_file *file = r->file;
	struct feed *f = r->feed;

	if (r->damage.kind != REMARK_TRUNCATED)
		return; /* all up to the end was damage, and is remarked */
	file->cut_record = r->damage.in_record ? file->whole + 1 : 0;
	file->cut_offset = feed_offset(f);
	if (r->damage.in_record)
		snprintf(file->cut, sizeof(file->cut),
		    "ends inside record %llu; %llu before it kept",
		    (unsigned long long)file->whole + 1,
		    (unsigned long long)file->whole);
	else
		snprintf(file->cut, sizeof(file->cut),
		    "ends behind record %llu, before the end of what holds it",
		    (unsigned long long)file->whole);
	if (f->err.code != ERR_NONE)
		return;
	file->damaged++;
	found_remark(file, REMARK_TRUNCATED, file->cut_record,
	    file->cut_offset, f->n - f->at, str_of(file->cut));
}

/* ---- records ------------------------------------------------------------ */

/* The record's leaves are in the builder: it is an event. */
static void
end_event(struct reader *r, const struct log_format *format, size_t length)
{
	struct reader_file *file = r->file;
	struct event e = { 0 };
	struct str from = STR("record");

	format->events->finish(state_of(r, format), &e);
	if (!r->has_source)
		r->source = file->source(file->ctx);
	r->has_source = true;
	e.record.place = (struct place){
		.source = r->source,
		.length = (uint32_t)length,
		.record = ++file->whole,
		.offset = feed_offset(r->feed),
	};
	if (e.record.time_us == TIME_NONE) {
		e.record.time_us = r->container_us;
		from = STR("container");
	}
	if (e.record.time_us == TIME_NONE)
		from = STR("none");
	builder_own(r->builder, OWN_FORMAT, VALUE_STRING, str_of(format->name));
	builder_own(r->builder, OWN_TIME_SOURCE, VALUE_STRING, from);
	found_event(file, format, &e, builder_end(r->builder, &e.record));
	r->expected = format;
	r->expected_level = r->level;
}

/* Calls step on the value at `at`, anew with more of it, until it is known. */
static enum json_token
whole_value(struct reader *r, struct json *j,
    enum json_token (*step)(struct reader *, struct json *))
{
	enum json_token token;

	do {
		json_init(j, feed_rest(r->feed));
		token = step(r, j);
	} while (token == JSON_MORE && feed_more(r->feed));
	return token;
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
	return look_at(&r->look, j, &r->text);
}

static enum json_token
step_skip(struct reader *r, struct json *j)
{
	enum json_token token = json_next(j);

	(void)r;
	if (token == JSON_OBJECT || token == JSON_ARRAY)
		token = json_skip(j);
	return token > JSON_END ? JSON_END : token;
}

static enum outcome
failed(struct reader *r, const struct json *j, enum json_token token,
    bool in_record)
{
	if (token == JSON_MORE)
		return value_cut(r, in_record);
	set_damage(r, j);
	return VALUE_BAD;
}

static size_t
length_of(const struct reader *r, const struct json *j)
{
	return (size_t)(j->at - r->feed->p) - r->feed->at;
}

/* A whole value that gives no event. */
static void
end_other(struct reader *r, const struct log_format *format,
    const struct json *j)
{
	size_t length = length_of(r, j);

	found_other(
	    r->file, format, &r->look, feed_offset(r->feed), length);
	r->feed->at += length;
}

/* The object at `at`, known or expected to be of that format.  *is_one: the
 * leaves agree; if not, nothing has happened. */
static enum outcome
read_event(struct reader *r, const struct log_format *format, bool known,
    bool *is_one)
{
	struct json j;
	enum json_token token = whole_value(r, &j, step_scan);
	size_t length;

	*is_one = true;
	if (token != JSON_END)
		return failed(r, &j, token, true);
	*is_one = known || format->events->sure(state_of(r, format));
	if (*is_one) {
		length = length_of(r, &j);
		end_event(r, format, length);
		r->feed->at += length;
	}
	return VALUE_DONE;
}

static enum outcome read_value(struct reader *r);
static enum outcome read_elements(struct reader *r);

/*
 * The rest of an object whose streamed array is read: other keys, the close.
 * A token that is cut is read again from a saved scanner.
 */
static enum outcome
read_rest(struct reader *r, struct json *j)
{
	struct feed *f = r->feed;
	const struct container *row = NULL;
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
			return failed(r, j, token, false);
		f->at = (size_t)(j->at - f->p);
		if (token == JSON_END)
			return VALUE_DONE;
		if (token == JSON_KEY && j->depth == 1)
			row = container_by_key(j->text);
		if (token == JSON_ARRAY && j->depth == 2 && row &&
		    row->streamed) {
			if (read_elements(r) == VALUE_CUT)
				return VALUE_CUT;
			f->at--; /* its close is j's to read */
		}
	}
}

static enum outcome
read_streamed(struct reader *r, struct json *j)
{
	enum outcome outcome;

	found_container(r->file, r->look.container->name);
	r->feed->at += length_of(r, j);
	r->level++;
	outcome = read_elements(r);
	if (outcome == VALUE_DONE) {
		r->feed->at--;
		outcome = read_rest(r, j);
	}
	r->level--;
	return outcome;
}

/* The value inside a container that lies in the window whole. */
static enum outcome
read_inner(struct reader *r, size_t length)
{
	struct str inner = r->look.inner;
	struct feed *outer = r->feed;
	struct feed f = feed_of(
	    inner, outer->base + (uint64_t)(inner.p - outer->p));
	int64_t container_us = r->container_us;

	found_container(r->file, r->look.container->name);
	if (r->look.container->has_time)
		time_parse(r->look.time, &r->container_us);
	r->level++;
	r->feed = &f;
	read_value(r);
	r->feed = outer;
	r->level--;
	r->container_us = container_us;
	outer->at += length;
	return VALUE_DONE;
}

static enum outcome
read_object(struct reader *r)
{
	const struct log_format *format = r->forced;
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
	if (token == JSON_ARRAY) { /* too deep in containers */
		token = whole_value(r, &j, step_skip);
		r->look.container = NULL;
	}
	if (token != JSON_END)
		return failed(r, &j, token, true);
	if (!format || r->look.container)
		format = format_of(&r->look);
	if (format && format->events)
		return read_event(r, format, true, &is_one);
	if (!format && r->look.container && r->level < CONTAINER_LEVELS_MAX)
		return read_inner(r, length_of(r, &j));
	end_other(r, format, &j);
	return VALUE_DONE;
}

/* A string, number or word: no record. */
static enum outcome
read_scalar(struct reader *r)
{
	struct json j;
	enum json_token token = whole_value(r, &j, step_skip);

	if (token != JSON_END)
		return failed(r, &j, token, true);
	r->look.n_keys = 0;
	end_other(r, NULL, &j);
	return VALUE_DONE;
}

static enum outcome
read_value(struct reader *r)
{
	enum outcome outcome;

	switch (r->feed->p[r->feed->at]) {
	case '{':
		return read_object(r);
	case '[':
		if (r->level == CONTAINER_LEVELS_MAX)
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

/* ---- finding the next border -------------------------------------------- */

/* A guess is right if it gave an event, or if it fills a line of its own. */
static bool
proved_right(const struct reader *r, bool own_line, enum outcome outcome,
    uint64_t records_before)
{
	const struct feed *f = r->feed;

	if (r->file->records > records_before)
		return true;
	return own_line && outcome == VALUE_DONE &&
	    (f->at == f->n ? f->ended
	                   : f->p[f->at] == '\n' || f->p[f->at] == '\r');
}

static void
remark_damage(struct reader *r, const struct damage *d, uint64_t record,
    uint64_t start, uint64_t end)
{
	r->file->damaged++;
	found_remark(
	    r->file, d->kind, record, start, end - start, str_of(d->text));
}

/* What a wrong guess counted does not count. */
static void
take_back(struct reader *r, const struct reader_file *before)
{
	uint64_t damaged = r->file->damaged;

	*r->file = *before;
	r->file->damaged = damaged;
}

/* Among documents, not inside of one that is written over several lines. */
static bool
begins_line(const struct feed *f, bool in_array)
{
	return !in_array && f->at > 0 && f->p[f->at - 1] == '\n';
}

/* Where to look for a border after a wrong guess at `offset`. */
static uint64_t
after_guess(struct reader *r, uint64_t offset, unsigned *guesses)
{
	const struct feed *f = r->feed;

	if (feed_offset(f) > r->furthest)
		r->furthest = feed_offset(f);
	if (++*guesses < GUESSES_MAX)
		return offset + 1;
	*guesses = 0;
	return r->furthest > offset && r->furthest <= f->base + f->n
	    ? r->furthest
	    : offset + 1;
}

/*
 * The value at `at` is damaged: says so, and goes on behind the next value
 * that proves right.  VALUE_CUT: there is none, or it is cut itself.
 */
static enum outcome
resync(struct reader *r, bool in_array)
{
	struct feed *f = r->feed;
	struct damage damage = r->damage;
	uint64_t start = feed_offset(f), from = start + 1;
	unsigned guesses = 0;

	r->broken = true;
	r->expected = NULL;
	for (;;) {
		enum border border = border_find(f, from, in_array);
		uint64_t offset = feed_offset(f);
		uint64_t record = r->file->whole + 1;
		bool own_line = begins_line(f, in_array);
		struct reader_file before = *r->file;
		enum outcome outcome;

		if (border == BORDER_NONE) {
			if (f->err.code != ERR_STOPPED)
				remark_damage(
				    r, &damage, record, start, offset);
			r->damage.kind = damage.kind;
			return VALUE_CUT;
		}
		outcome = read_value(r);
		if (proved_right(r, own_line, outcome, before.records)) {
			remark_damage(r, &damage, record, start, offset);
			if (outcome != VALUE_BAD)
				return outcome;
			/* Right, and then damaged itself. */
			damage = r->damage;
			start = feed_offset(f);
			from = start + 1;
			guesses = 0;
			continue;
		}
		take_back(r, &before);
		if (own_line && outcome == VALUE_BAD) {
			/* A bad line more. */
			remark_damage(r, &damage, record, start, offset);
			damage = r->damage;
			start = offset;
		}
		from = after_guess(r, offset, &guesses);
	}
}

/* ---- arrays and documents ----------------------------------------------- */

/* `at` to the next byte that is no blank; false: there is none. */
static bool
skip_blanks(struct reader *r)
{
	struct feed *f = r->feed;

	for (;;) {
		while (f->at < f->n) {
			char c = f->p[f->at];

			if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
				return true;
			r->lines |= c == '\n' && r->level == 0;
			f->at++;
		}
		if (!feed_more(f))
			return false;
	}
}

static enum outcome
bad_byte(struct reader *r, const char *want)
{
	struct feed *f = r->feed;
	struct json j;

	json_init(&j, feed_rest(f));
	j.why = want;
	set_damage(r, &j);
	return VALUE_BAD;
}

/* Behind an array's [ to behind its ].  Damage is dealt with here. */
static enum outcome
read_elements(struct reader *r)
{
	struct feed *f = r->feed;
	bool first = true;
	enum outcome outcome;

	for (;; first = false) {
		if (!skip_blanks(r))
			break;
		if (f->p[f->at] == ']') {
			f->at++;
			return VALUE_DONE;
		}
		if (first) {
			outcome = read_value(r);
		} else if (f->p[f->at] != ',') {
			outcome = bad_byte(r, "a comma or ]");
		} else {
			f->at++;
			if (!skip_blanks(r))
				break;
			outcome = read_value(r);
		}
		if (outcome == VALUE_BAD)
			outcome = resync(r, true);
		if (outcome == VALUE_CUT)
			return outcome;
	}
	return value_cut(r, false);
}

static void
read_documents(struct reader *r)
{
	struct feed *f = r->feed;

	while (skip_blanks(r)) {
		enum outcome outcome;
		char c = f->p[f->at];

		if (r->broken && (c == ',' || c == ']' || c == '}')) {
			f->at++;
			continue;
		}
		if (r->documents++ == 0)
			r->lines = false;
		outcome = c == '{' || c == '[' ? read_value(r)
		                               : bad_byte(r, "{ or [");
		if (outcome == VALUE_BAD)
			outcome = resync(r, false);
		if (outcome == VALUE_CUT) {
			remark_cut(r);
			break;
		}
	}
}

/* ---- the file ----------------------------------------------------------- */

/* A byte order mark may come in pieces. */
static void
skip_mark(struct feed *f)
{
	struct str mark = STR("\xef\xbb\xbf");

	while (f->n < mark.n &&
	    str_starts(mark, (struct str){ f->p, f->n }) && feed_more(f))
		;
	if (str_starts(feed_rest(f), mark))
		f->at += mark.n;
}

/* What it is if it is no JSON; that takes more than a byte to tell. */
static const char *
what_it_is(struct feed *f)
{
	char c = f->p[f->at];

	if (c == '{' || c == '[')
		return NULL;
	while (f->n - f->at < SNIFF_BYTES && feed_more(f))
		;
	return sniff(feed_rest(f));
}

void
reader_read(struct reader *r, struct feed *feed, struct reader_file *file)
{
	r->feed = feed;
	r->file = file;
	r->has_source = false;
	r->level = 0;
	r->documents = 0;
	r->lines = r->broken = false;
	r->expected = NULL;
	r->container_us = TIME_NONE;
	r->furthest = 0;
	file->first_us = file->last_us = TIME_NONE;
	skip_mark(feed);
	if (!skip_blanks(r)) {
		file->empty = true;
		return;
	}
	file->sniffed = what_it_is(feed);
	if (file->sniffed)
		return;
	read_documents(r);
	found_remark_counts(file);
	found_documents(file, r->documents, r->lines);
}
