#include "ingest/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/border.h"
#include "ingest/found.h"
#include "ingest/reading.h"
#include "ingest/sniff.h"

/* Guesses at borders before reading goes on behind all that they looked at,
 * so that damage costs at most this many times its bytes. */
#define GUESSES_MAX 32

static const struct reader_options no_options;

static void *
state_new(const struct reader *r, const struct format_events *e)
{
	return e->new ? e->new(r->builder, r->options)
	              : leaves_new(r->builder, e->paths, e->n_paths);
}

struct reader *
reader_new(struct store *st, const struct reader_options *options)
{
	struct reader *r = mem_zero(1, sizeof(*r));

	r->builder = builder_new(st);
	r->scan.builder = r->builder;
	r->options = options ? options : &no_options;
	r->formats = log_formats(&r->n_formats);
	r->states = mem_zero(r->n_formats, sizeof(*r->states));
	for (size_t i = 0; i < r->n_formats; i++)
		if (r->formats[i].events)
			r->states[i] = state_new(r, r->formats[i].events);
	return r;
}

void
reader_free(struct reader *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n_formats; i++)
		free(r->states[i]);
	free(r->states);
	builder_free(r->builder);
	arena_free(&r->text);
	for (size_t i = 0; i < CONTAINER_LEVELS_MAX + 2; i++)
		arena_free(&r->held[i]);
	free(r);
}

struct builder *
reader_builder(struct reader *r)
{
	return r->builder;
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

enum outcome
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

void
remark_cut(struct reader *r)
{
	struct reader_file *file = r->file;
	struct feed *f = r->feed;

	if (r->damage.kind != REMARK_TRUNCATED)
		return; /* all up to the end was damage, and is remarked */
	file->cut_record = r->damage.in_record ? file->whole + 1 : 0;
	file->cut_offset = feed_offset(f);
	file->unfinished = file->open;
	if (r->damage.in_record)
		snprintf(file->cut, sizeof(file->cut),
		    "ends inside record %llu; %llu before it kept",
		    (unsigned long long)file->whole + 1,
		    (unsigned long long)file->whole);
	else
		snprintf(file->cut, sizeof(file->cut),
		    "ends behind record %llu, before the end of what holds it",
		    (unsigned long long)file->whole);
	if (f->err.code != ERR_NONE || file->open)
		return;
	file->damaged++;
	file->damaged_end++;
	found_end(file, REMARK_TRUNCATED, file->cut_record,
	    file->cut_offset, f->n - f->at, str_of(file->cut));
}

/* ---- values -------------------------------------------------------------- */

enum json_token
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

enum json_token
step_skip(struct reader *r, struct json *j)
{
	enum json_token token = json_next(j);

	(void)r;
	if (token == JSON_OBJECT || token == JSON_ARRAY)
		token = json_skip(j);
	return token > JSON_END ? JSON_END : token;
}

enum outcome
value_failed(struct reader *r, const struct json *j, enum json_token token,
    bool in_record)
{
	if (token == JSON_MORE)
		return value_cut(r, in_record);
	set_damage(r, j);
	return VALUE_BAD;
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

/* Once: not again when the file is read again. */
void
remark_damage(struct reader *r, const struct damage *d, uint64_t record,
    uint64_t start, uint64_t end)
{
	if (record <= r->file->skip)
		return;
	r->file->damaged++;
	found_remark(
	    r->file, d->kind, record, start, end - start, str_of(d->text));
}

/* The damage goes on to the end, as far as there is one yet. */
static void
remark_damaged_end(struct reader *r, const struct damage *d, uint64_t record,
    uint64_t start, uint64_t end)
{
	struct reader_file *file = r->file;

	file->unfinished = file->open;
	if (file->open || r->feed->err.code == ERR_STOPPED)
		return;
	file->damaged++;
	file->damaged_end++;
	found_end(
	    file, d->kind, record, start, end - start, str_of(d->text));
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
			remark_damaged_end(r, &damage, record, start, offset);
			r->damage.kind = damage.kind;
			return VALUE_CUT;
		}
		r->guessing = !own_line;
		outcome = read_value(r);
		r->guessing = false;
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

bool
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

enum outcome
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
			r->file->resume = feed_offset(f);
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
		r->file->resume = feed_offset(f);
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
	memset(r->has_source, 0, sizeof(r->has_source));
	r->form = FORM_PLAIN;
	r->unpacked_bytes = 0;
	r->quote = (struct quote){ 0 };
	r->level = 0;
	r->documents = 0;
	r->lines = r->broken = r->guessing = r->rows = false;
	r->line_format = NULL;
	if (r->expected_level == 0)
		r->expected = NULL; /* a document may be a container */
	r->line_us = TIME_NONE;
	r->context = (struct context){ .time_us = TIME_NONE };
	r->furthest = 0;
	file->unfinished = false;
	file->cut[0] = '\0';
	if (file->from == 0) {
		file->resume = file->whole = 0;
		skip_mark(feed);
	}
	if (!skip_blanks(r)) {
		file->empty = file->from == 0;
		return;
	}
	if (file->from == 0)
		file->sniffed = what_it_is(feed);
	if (file->sniffed && strcmp(file->sniffed, SNIFFED_TEXT) == 0) {
		file->sniffed = NULL;
		file->text = true;
	}
	if (file->sniffed)
		return;
	if (file->text) {
		read_lines(r);
		found_remark_counts(file);
		return;
	}
	read_documents(r);
	found_remark_counts(file);
	found_documents(file, r->documents, r->lines);
}
