#include "query/query.h"

#include <stdlib.h>
#include "base/utf8.h"
#include "query/check.h"
#include "query/errors.h"
#include "query/parse.h"
#include "query/print.h"
#include "query/result.h"
#include "query/tables.h"

#define TEXT_BYTES_MAX ((size_t)1 << 20)

struct query *
query_hold(const struct query *q)
{
	struct query *held = (struct query *)(uintptr_t)q;

	atomic_fetch_add(&held->references, 1);
	return held;
}

static void
free_patterns(struct plan *p)
{
	for (uint32_t i = 0; i < p->n_regexes; i++)
		regex_free(p->regexes[i].regex);
	for (uint32_t i = 0; i < p->n_subqueries; i++)
		free_patterns(&p->subqueries[i]->plan);
}

void
query_free(struct query *q)
{
	if (!q || atomic_fetch_sub(&q->references, 1) > 1)
		return;
	free_patterns(&q->plan);
	arena_free(&q->arena);
	free(q);
}

/* Notices of the parser stand before those of the checker. */
static void
add_notices(struct query *q, struct notice *notices, uint32_t n)
{
	struct plan *p = &q->plan;
	struct notice *all = arena_array(
	    &q->arena, n + p->n_notices, sizeof(*all));

	if (n)
		memcpy(all, notices, n * sizeof(*all));
	if (p->n_notices)
		memcpy(all + n, p->notices, p->n_notices * sizeof(*all));
	p->notices = all;
	p->n_notices += n;
}

bool
query_streams(const struct query *q)
{
	/* A subquery looks at all events. */
	bool streams = q->plan.lists_events && q->plan.n_subqueries == 0;

	for (uint32_t i = 0; i < q->plan.n_steps; i++)
		streams = streams && q->plan.steps[i]->type->streams;
	return streams;
}

struct query *
query_new(struct str text, struct err *err)
{
	struct query *q = mem_zero(1, sizeof(*q));
	struct err ignored = { 0 };
	struct notice *notices;
	uint32_t n;

	if (!err)
		err = &ignored;
	atomic_init(&q->references, 1);
	if (text.n > TEXT_BYTES_MAX) {
		error_at(err, TEXT_BYTES_MAX, "a query has at most %zu bytes",
		    TEXT_BYTES_MAX);
		query_free(q);
		return NULL;
	}
	q->text = arena_copy(&q->arena, text);
	if (!parse_query(q->text, &q->arena, &q->tree, &notices, &n, err) ||
	    !check_tree(&q->tree, &q->arena, &q->plan, err)) {
		query_free(q);
		return NULL;
	}
	add_notices(q, notices, n);
	return q;
}

struct str
query_text(const struct query *q)
{
	return q->text;
}

bool
query_lists_events(const struct query *q)
{
	return q->plan.lists_events;
}

struct str
query_print(const struct query *q, struct arena *a)
{
	struct buf b = { 0 };
	struct str s;

	print_tree(&q->tree, &b);
	s = arena_copy(a, buf_str(&b));
	buf_free(&b);
	return s;
}

void
query_error_print(struct str text, const struct err *err, struct buf *out)
{
	size_t at = err->offset < text.n ? err->offset : text.n;
	size_t start = at, end = at;
	struct buf before = { 0 };

	while (start > 0 && text.p[start - 1] != '\n')
		start--;
	while (end < text.n && text.p[end] != '\n')
		end++;
	text_visible((struct str){ text.p + start, end - start }, out);
	buf_byte(out, '\n');
	text_visible((struct str){ text.p + start, at - start }, &before);
	buf_fill(out, ' ', text_width(buf_str(&before)));
	buf_add(out, STR("^\n"));
	text_visible(str_of(err->message), out);
	buf_byte(out, '\n');
	buf_free(&before);
}
