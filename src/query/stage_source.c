/*
 * SOURCE: only events of some logs, known by @log, @format or @file.
 *
 * It stands first, or among filters; several of them add up.  In front of a
 * whole query it is what a dashboard wrote about other log groups, so that one
 * that matches nothing is passed over with a notice; in a subquery that is an
 * error.
 */
#include <stdlib.h>

#include "base/bits.h"
#include "query/errors.h"
#include "query/glob.h"
#include "query/stage.h"

#define NAMES_SAID_MAX 8

struct source_stage {
	struct str written;
	struct str *globs;
	uint32_t n_globs, capacity;
	bool ignored; /* something in it has no meaning here */
	bool ranged;  /* start, end */
	bool nested;
};

/* ---- parsing ------------------------------------------------------------- */

static void
add_glob(struct parser *p, struct source_stage *s, struct str name,
    const char *behind)
{
	s->globs = plan_grow(p->arena, s->globs, s->n_globs, &s->capacity,
	    sizeof(*s->globs));
	s->globs[s->n_globs++] = arena_printf(
	    p->arena, "%.*s%s", STR_ARG(name), behind);
}

/* ['a', 'b'] */
static bool
read_list(struct parser *p, struct source_stage *s, const char *behind)
{
	if (!token_is(&p->token, "["))
		return parse_expected(p, "a list of texts: ['a', 'b']");
	do {
		if (!parse_next_value(p))
			return false;
		if (p->token.kind != TOKEN_STRING)
			return parse_expected(p, "a text in quotes");
		if (behind)
			add_glob(p, s, p->token.text, behind);
		if (!parse_next(p))
			return false;
	} while (token_is(&p->token, ","));
	return parse_sign(p, "]", "a comma or \"]\"");
}

/* logGroups(namePrefix: ['a'], class: ['b']), dataSource(['c']) */
static bool
read_call(struct parser *p, struct source_stage *s)
{
	bool groups = token_is_word(&p->token, "logGroups");

	if (!parse_next(p) || !parse_next_value(p))
		return false;
	while (!token_is(&p->token, ")")) {
		bool prefix = token_is_word(&p->token, "namePrefix");

		if (groups) {
			if (p->token.kind != TOKEN_NAME)
				return parse_expected(p, "namePrefix: ['a'], "
				    "another option or \")\"");
			if (!parse_next(p) ||
			    !parse_sign(p, ":", "\":\" and a list"))
				return false;
		}
		s->ignored |= !prefix;
		if (!read_list(p, s, prefix ? "*" : NULL))
			return false;
		if (token_is(&p->token, ",") && !parse_next_value(p))
			return false;
	}
	return parse_next(p);
}

/* start=-1d end=now */
static bool
read_range(struct parser *p, struct source_stage *s)
{
	while (token_is_word(&p->token, "start") ||
	    token_is_word(&p->token, "end")) {
		s->ranged = true;
		if (!parse_next(p) ||
		    !parse_sign(p, "=", "\"=\" and a time") ||
		    (token_is(&p->token, "-") && !parse_next_value(p)))
			return false;
		if (p->token.kind != TOKEN_PERIOD &&
		    p->token.kind != TOKEN_NUMBER &&
		    p->token.kind != TOKEN_NAME &&
		    p->token.kind != TOKEN_STRING)
			return parse_expected(p, "a time");
		if (!parse_next(p))
			return false;
	}
	return true;
}

static bool
read_logs(struct parser *p, struct source_stage *s)
{
	struct token next;
	bool any = false;

	for (;; any = true) {
		if (p->token.kind == TOKEN_STRING ||
		    (p->token.kind == TOKEN_NAME && !any &&
		        !token_is_word(&p->token, "logGroups") &&
		        !token_is_word(&p->token, "dataSource"))) {
			add_glob(p, s, p->token.text, "");
			if (!parse_next(p))
				return false;
			if (token_is(&p->token, ",") && !parse_next_value(p))
				return false;
			continue;
		}
		if ((token_is_word(&p->token, "logGroups") ||
		        token_is_word(&p->token, "dataSource")) &&
		    parse_peek(p, &next) && token_is(&next, "(")) {
			if (!read_call(p, s))
				return false;
			continue;
		}
		return any || parse_expected(p, "the name of a log in quotes, "
		    "logGroups(...) or dataSource(...)");
	}
}

bool
source_parse(struct parser *p, struct stage *st)
{
	struct source_stage *s = arena_alloc(p->arena, sizeof(*s));
	uint32_t from = p->token.offset;

	st->own = s;
	if (token_is(&p->token, "="))
		return error_at(p->err, st->offset, "this looks like PPL; a "
		    "query here is commands joined by \"|\": filter a = 1 | "
		    "fields b");
	if (!read_logs(p, s) || !read_range(p, s))
		return false;
	s->written = parse_text(
	    p, from, p->spans[p->n_spans - 1].end);
	return true;
}

void
source_print(const struct stage *st, struct buf *out)
{
	const struct source_stage *s = st->own;

	buf_add(out, s->written);
}

/* ---- checking ------------------------------------------------------------ */

bool
source_check(struct checker *c, struct stage *st)
{
	struct source_stage *s = st->own, *first;

	s->nested = c->nested;
	if (s->ignored)
		check_note(c, st->offset, "SOURCE: accounts, classes and data "
		    "sources are not known here, and are passed over");
	if (s->ranged)
		check_note(c, st->offset, "SOURCE: start and end are passed "
		    "over; the range of time is chosen outside of the query");
	if (c->begun)
		return error_at(c->err, st->offset, "SOURCE stands before all "
		    "other commands but filters");
	if (!c->source) {
		c->source = st;
		check_step(c, st, UINT32_MAX);
		return true;
	}
	first = c->source->own;
	for (uint32_t i = 0; i < s->n_globs; i++) {
		first->globs = plan_grow(c->arena, first->globs,
		    first->n_globs, &first->capacity, sizeof(*first->globs));
		first->globs[first->n_globs++] = s->globs[i];
	}
	return true;
}

/* ---- running ------------------------------------------------------------- */

static const char *const fields[] = { "@log", "@format", "@file" };

/* The name as it is, and of account:group the group. */
static bool
is_chosen(const struct source_stage *s, struct str name)
{
	size_t colon = str_index(name, ':');
	struct str group =
	    str_from(name, colon < name.n ? colon + 1 : colon);

	for (uint32_t i = 0; i < s->n_globs; i++)
		if (glob_matches(s->globs[i], name) ||
		    (group.n && glob_matches(s->globs[i], group)))
			return true;
	return false;
}

struct choosing {
	struct run *run;
	const struct source_stage *stage;
	const struct field *field;
	uint64_t *out;
};

static void
choose_segment(void *ctx, uint32_t seg, struct eval *e, unsigned worker)
{
	struct choosing *g = ctx;
	struct run *r = g->run;
	uint32_t first = r->layout.first[seg];
	struct arena tmp = { 0 };
	uint64_t *entries, *rows;
	struct column c;
	char room[40];

	(void)e;
	(void)worker;
	field_column(g->field, seg, &c, &tmp);
	if (c.shape != COLUMN_NONE) {
		entries = arena_array(
		    &tmp, bits_words(c.n_entries), sizeof(*entries));
		rows = arena_array(&tmp, r->layout.first[seg + 1] - first,
		    sizeof(*rows));
		for (uint32_t i = 0; i < c.n_entries; i++)
			if (is_chosen(g->stage, column_value(&c, i, room).text))
				bits_add(entries, i);
		column_spread(&c, entries, rows);
		for (uint32_t i = 0; i < r->layout.first[seg + 1] - first; i++)
			g->out[first + i] |= rows[i] & r->rows[first + i];
	}
	arena_free(&tmp);
}

/* The logs that there are, some of them, for a message. */
static struct str
logs_text(struct run *r)
{
	struct str names[NAMES_SAID_MAX + 1];
	struct buf b = { 0 };
	struct str s;
	uint32_t n = 0;

	for (int k = 0; k < 2; k++) {
		const struct field *f =
		    field_bind(r->snapshot, str_of(fields[k]), &r->tmp);

		for (uint32_t seg = 0; seg < r->layout.n_segments; seg++) {
			struct column c;

			field_column(f, seg, &c, &r->tmp);
			for (uint32_t i = 0; i < c.n_entries &&
			     n <= NAMES_SAID_MAX; i++) {
				char room[40];
				struct str name = arena_copy(&r->tmp,
				    column_value(&c, i, room).text);
				uint32_t j = 0;

				while (j < n && !str_equal(names[j], name))
					j++;
				if (j == n && name.n)
					names[n++] = name;
			}
		}
	}
	for (uint32_t i = 0; i < n && i < NAMES_SAID_MAX; i++) {
		buf_add(&b, i ? STR(", ") : STR(""));
		buf_add(&b, str_head(names[i], 60));
	}
	if (n > NAMES_SAID_MAX)
		buf_add(&b, STR(", ..."));
	s = arena_copy(&r->tmp, buf_str(&b));
	buf_free(&b);
	return s;
}

bool
source_run(struct run *r, const struct stage *st)
{
	const struct source_stage *s = st->own;
	uint64_t *chosen = rows_new(&r->layout, &r->tmp);
	struct str logs;

	if (s->n_globs == 0)
		return true;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		struct choosing g = { r, s,
			field_bind(r->snapshot, str_of(fields[i]), &r->tmp),
			chosen };

		if (!run_segments(r, r->rows, choose_segment, &g))
			return run_failed(r);
	}
	if (rows_count(&r->layout, chosen) > 0) {
		memcpy(r->rows, chosen,
		    layout_words(&r->layout) * sizeof(*chosen));
		return true;
	}
	logs = logs_text(r);
	if (s->nested)
		return error_at(r->err, st->offset, "SOURCE: no event in the "
		    "range is of %.*s; there are: %.*s",
		    STR_ARG(str_head(s->globs[0], 100)), STR_ARG(logs));
	run_note(r, st->offset, "SOURCE: no event in the range is of %.*s, so "
	    "all are looked at; there are: %.*s",
	    STR_ARG(str_head(s->globs[0], 100)), STR_ARG(logs));
	return true;
}
