#include "explore/steps.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "explore/cells.h"
#include "query/query.h"

static const struct {
	const char *text, *label;
} known[] = {
	{ STEP_WRITES, "writes" },
	{ STEP_FAILED, "failed" },
};

static struct str
copy(struct str s)
{
	char *p = mem_alloc(s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct str){ p, s.n };
}

void
steps_copy(const struct steps *from, struct steps *to)
{
	to->n = from->n;
	to->step = mem_zero(from->n + 1, sizeof(*to->step));
	for (size_t i = 0; i < from->n; i++) {
		to->step[i] = from->step[i];
		to->step[i].text = copy(from->step[i].text);
	}
}

void
steps_free(struct steps *s)
{
	for (size_t i = 0; i < s->n; i++)
		free((char *)s->step[i].text.p);
	free(s->step);
	*s = (struct steps){ 0 };
}

bool
steps_equal(const struct steps *a, const struct steps *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->step[i].on != b->step[i].on ||
		    !str_equal(a->step[i].text, b->step[i].text))
			return false;
	return true;
}

bool
step_filters(const struct step *s)
{
	struct str word = str_head(s->text, 6);
	char behind = s->text.n > 6 ? s->text.p[6] : '\0';

	return str_equal_fold(word, STR("filter")) &&
	    (behind == ' ' || behind == '\n' || behind == '\t' ||
	        behind == '(');
}

size_t
steps_find(const struct steps *s, struct str text)
{
	size_t i = 0;

	while (i < s->n && !str_equal(s->step[i].text, text))
		i++;
	return i;
}

void
steps_insert(struct steps *s, size_t at, struct str text)
{
	s->step = mem_grow(s->step, s->n + 1, sizeof(*s->step));
	memmove(s->step + at + 1, s->step + at,
	    (s->n - at) * sizeof(*s->step));
	s->step[at] = (struct step){ .text = copy(text), .on = true };
	s->n++;
}

void
steps_remove(struct steps *s, size_t at)
{
	free((char *)s->step[at].text.p);
	s->n--;
	memmove(s->step + at, s->step + at + 1,
	    (s->n - at) * sizeof(*s->step));
}

bool
steps_filter(struct steps *s, struct str text, size_t *at)
{
	size_t i = steps_find(s, text);

	*at = i;
	if (i < s->n) {
		bool was = s->step[i].on;

		s->step[i].on = true;
		return !was;
	}
	for (i = 0; i < s->n && step_filters(&s->step[i]); i++)
		;
	steps_insert(s, i, text);
	*at = i;
	return true;
}

static bool
compiles(struct str text)
{
	struct err why = { 0 };
	struct query *q = query_new(text, &why);

	query_free(q);
	return q != NULL;
}

bool
steps_invert(struct steps *s, size_t at)
{
	struct step *step = &s->step[at];
	struct str head = STR("filter not ("), text = step->text;
	struct buf b = { 0 };

	if (!step_filters(step))
		return false;
	buf_add(&b, STR("filter "));
	if (str_starts(text, head) && text.p[text.n - 1] == ')')
		buf_add(&b, (struct str){ text.p + head.n,
		                text.n - head.n - 1 });
	if (b.n == 7 || !compiles(buf_str(&b))) {
		buf_reset(&b);
		buf_add(&b, head);
		buf_add(&b, str_trim(str_from(text, 6)));
		/* A comment would swallow the bracket. */
		buf_add(&b, str_index(text, '#') < text.n ? STR("\n)")
		                                          : STR(")"));
	}
	free((char *)step->text.p);
	step->text = copy(buf_str(&b));
	step->counted = false;
	buf_free(&b);
	return true;
}

/* ---- text -------------------------------------------------------------- */

void
steps_text(const struct steps *s, size_t n, struct buf *out)
{
	bool first = true, comment = false;

	for (size_t i = 0; i < n && i < s->n; i++) {
		if (!s->step[i].on)
			continue;
		if (!first)
			buf_add(out, comment ? STR("\n| ") : STR(" | "));
		buf_add(out, s->step[i].text);
		comment = str_index(s->step[i].text, '#') < s->step[i].text.n;
		first = false;
	}
}

/* Line ends and what stands around them become one blank. */
static void
one_line(struct str s, struct buf *out)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c != '\n' && c != '\t' && c != '\r')
			buf_byte(&b, c);
		else if (b.n > 0 && b.p[b.n - 1] != ' ')
			buf_byte(&b, ' ');
	}
	text_visible(buf_str(&b), out);
	buf_free(&b);
}

void
steps_shown(const struct steps *s, size_t n, struct buf *out)
{
	struct buf b = { 0 };

	steps_text(s, n, &b);
	one_line(buf_str(&b), out);
	buf_free(&b);
}

/* One quoted value stands at the end and no other before it. */
static bool
ends_quoted(struct str text, size_t *quote)
{
	struct str inner, value;

	if (text.n < 2 || text.p[text.n - 1] != '"')
		return false;
	inner = str_head(text, text.n - 1);
	*quote = str_index(inner, '"');
	if (*quote == inner.n)
		return false;
	value = str_from(inner, *quote + 1);
	return str_index(value, '"') == value.n;
}

void
step_label(const struct step *s, struct buf *out)
{
	struct str text = s->text, message = STR("@message like /");
	struct buf b = { 0 };
	size_t quote;

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (str_equal(text, str_of(known[i].text))) {
			buf_add(out, str_of(known[i].label));
			return;
		}
	if (step_filters(s)) {
		text = str_trim(str_from(text, 6));
		if (str_starts(text, message)) {
			text = str_from(text, message.n - 1);
		} else if (ends_quoted(text, &quote)) {
			buf_add(&b, str_head(text, quote));
			buf_add(&b, str_from(str_head(text, text.n - 1),
			                quote + 1));
			text = buf_str(&b);
		}
		one_line(text, out);
	} else if (text.n <= 24 || str_starts(text, STR("pattern "))) {
		one_line(text, out);
	} else {
		size_t word = 0;

		while (word < text.n && text.p[word] > ' ')
			word++;
		one_line(str_head(text, word), out);
	}
	buf_free(&b);
}

/* ---- from text --------------------------------------------------------- */

/* True when a `/` behind this text begins a regex: no operand stands there. */
static bool
regex_may_begin(struct str before)
{
	char c;

	before = str_trim(before);
	if (before.n == 0)
		return true;
	c = before.p[before.n - 1];
	if (str_ends(before, STR("like")) || str_ends(before, STR("parse")) ||
	    c == '~' || c == '(' || c == ',' || c == '[')
		return true;
	/* parse field /regex/ */
	return str_starts(before, STR("parse ")) && c != ')';
}

/* The end of what begins at text[i], a quoted thing or one byte. */
static size_t
skip_piece(struct str text, size_t stage, size_t i)
{
	char c = text.p[i];

	if (c == '#') {
		while (i < text.n && text.p[i] != '\n')
			i++;
		return i;
	}
	if (c == '/' && !regex_may_begin((struct str){ text.p + stage,
	                    i - stage }))
		return i + 1;
	if (c != '"' && c != '\'' && c != '`' && c != '/')
		return i + 1;
	for (i++; i < text.n && text.p[i] != c; i++)
		if (text.p[i] == '\\' && c != '`')
			i++;
	return i < text.n ? i + 1 : text.n;
}

/* Cuts at the bars between stages: outside quotes, comments, brackets.  It
 * may be wrong about a `/`; steps_parse proves what it gives. */
static void
split(struct str text, struct steps *out)
{
	size_t stage = 0, i = 0;
	int depth = 0;

	while (i <= text.n) {
		if (i == text.n || (text.p[i] == '|' && depth == 0)) {
			struct str part = str_trim((struct str){
			    text.p + stage, i - stage });

			if (part.n > 0)
				steps_insert(out, out->n, part);
			stage = ++i;
			continue;
		}
		if (text.p[i] == '(' || text.p[i] == '[' || text.p[i] == '{')
			depth++;
		if (text.p[i] == ')' || text.p[i] == ']' || text.p[i] == '}')
			depth--;
		i = skip_piece(text, stage, i);
	}
}

/* The canonical text of a query; empty if it is none. */
static struct str
canonical(struct str text, struct arena *a)
{
	struct err why = { 0 };
	struct query *q = query_new(text, &why);
	struct str s = q ? query_print(q, a) : (struct str){ 0 };

	query_free(q);
	return s;
}

/* Cut or whole, the steps mean what the text means. */
static void
split_proved(struct str text, struct steps *out)
{
	struct arena a = { 0 };
	struct buf again = { 0 };
	struct str want = canonical(text, &a);

	split(text, out);
	steps_text(out, out->n, &again);
	if (!str_equal(canonical(buf_str(&again), &a), want)) {
		steps_free(out);
		steps_insert(out, 0, str_trim(text));
	}
	buf_free(&again);
	arena_free(&a);
}

bool
steps_parse(struct steps *s, struct str text, struct err *err)
{
	struct steps parsed = { 0 };
	struct query *q = query_new(text, err);
	size_t at = 0;

	if (!q)
		return false;
	query_free(q);
	if (str_trim(text).n > 0)
		split_proved(text, &parsed);
	/* Steps that are off are not in the text: they stay. */
	for (size_t i = 0; i < s->n; i++) {
		struct step *old = &s->step[i];
		size_t same = steps_find(&parsed, old->text);

		if (same < parsed.n) {
			parsed.step[same].counted = old->counted;
			parsed.step[same].count = old->count;
			at = same + 1;
		} else if (!old->on) {
			steps_insert(&parsed, at <= parsed.n ? at : parsed.n,
			    old->text);
			parsed.step[at].on = false;
			at++;
		}
	}
	steps_free(s);
	*s = parsed;
	return true;
}
