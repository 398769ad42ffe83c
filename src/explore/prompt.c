#include "explore/prompt.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

void
prompt_open(struct prompt *p, enum explore_prompt_kind kind, struct str text)
{
	prompt_close(p);
	p->kind = kind;
	buf_add(&p->text, text);
	p->cursor = p->text.n;
}

void
prompt_close(struct prompt *p)
{
	p->kind = PROMPT_NONE;
	p->cursor = 0;
	p->walk = SIZE_MAX;
	p->searching = false;
	buf_reset(&p->text);
	buf_reset(&p->typed);
	buf_reset(&p->wanted);
}

void
prompt_free(struct prompt *p)
{
	buf_free(&p->text);
	buf_free(&p->killed);
	buf_free(&p->typed);
	buf_free(&p->wanted);
}

/* ---- characters -------------------------------------------------------- */

static size_t
next_char(const struct prompt *p, size_t i)
{
	uint32_t c;
	size_t n;

	if (i >= p->text.n)
		return p->text.n;
	n = utf8_decode(str_from(buf_str(&p->text), i), &c);
	return i + (n ? n : 1);
}

static size_t
previous_char(const struct prompt *p, size_t i)
{
	if (i == 0)
		return 0;
	do
		i--;
	while (i > 0 && ((unsigned char)p->text.p[i] & 0xc0) == 0x80);
	return i;
}

static size_t
line_start(const struct prompt *p, size_t i)
{
	while (i > 0 && p->text.p[i - 1] != '\n')
		i--;
	return i;
}

static size_t
line_end(const struct prompt *p, size_t i)
{
	while (i < p->text.n && p->text.p[i] != '\n')
		i++;
	return i;
}

static size_t
word_start(const struct prompt *p, size_t i)
{
	while (i > 0 && p->text.p[i - 1] <= ' ' && p->text.p[i - 1] >= 0)
		i--;
	while (i > 0 && (p->text.p[i - 1] > ' ' || p->text.p[i - 1] < 0))
		i--;
	return i;
}

static bool
cut(struct prompt *p, size_t from, size_t to, bool keep)
{
	if (from >= to)
		return false;
	if (keep) {
		buf_reset(&p->killed);
		buf_add(&p->killed, (struct str){ p->text.p + from,
		                        to - from });
	}
	memmove(p->text.p + from, p->text.p + to, p->text.n - to);
	p->text.n -= to - from;
	p->cursor = from;
	return true;
}

void
prompt_insert(struct prompt *p, struct str text)
{
	size_t tail = p->text.n - p->cursor;
	size_t free_bytes = p->text.n < PROMPT_BYTES_MAX
	    ? PROMPT_BYTES_MAX - p->text.n
	    : 0;

	text = str_head(text, free_bytes);
	if (text.n == 0)
		return;
	buf_room(&p->text, text.n);
	memmove(p->text.p + p->cursor + text.n, p->text.p + p->cursor, tail);
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		bool control = (unsigned char)c < 0x20 || c == 0x7f;

		if (control && (c != '\n' || p->kind != PROMPT_QUERY))
			c = ' ';
		p->text.p[p->cursor++] = c;
	}
	p->text.n += text.n;
}

void
prompt_replace(struct prompt *p, size_t from, size_t to, struct str text)
{
	if (to > p->text.n)
		to = p->text.n;
	cut(p, from, to, false);
	p->cursor = from < p->text.n ? from : p->text.n;
	prompt_insert(p, text);
}

/* ---- history ----------------------------------------------------------- */

static void
show(struct prompt *p, struct str text)
{
	buf_reset(&p->text);
	buf_add(&p->text, text);
	p->cursor = p->text.n;
}

static bool
walk(struct prompt *p, const struct history *h, int step)
{
	size_t n = history_count(h);

	if (p->kind != PROMPT_QUERY || n == 0)
		return false;
	if (p->walk > n)
		p->walk = n;
	if (p->walk == n) {
		buf_reset(&p->typed);
		buf_add(&p->typed, buf_str(&p->text));
	}
	if (step < 0 ? p->walk == 0 : p->walk == n)
		return false;
	p->walk = step < 0 ? p->walk - 1 : p->walk + 1;
	show(p, p->walk == n ? buf_str(&p->typed) : history_at(h, p->walk));
	return true;
}

/* ^R: the text typed so far is what is searched; again: an older one. */
static bool
search(struct prompt *p, const struct history *h)
{
	size_t i;

	if (p->kind != PROMPT_QUERY)
		return false;
	if (!p->searching) {
		p->searching = true;
		p->walk = history_count(h);
		buf_reset(&p->wanted);
		buf_add(&p->wanted, buf_str(&p->text));
		buf_reset(&p->typed);
		buf_add(&p->typed, buf_str(&p->text));
	}
	i = history_search(h, buf_str(&p->wanted), p->walk);
	if (i == SIZE_MAX)
		return false;
	p->walk = i;
	show(p, history_at(h, i));
	return true;
}

/* ---- keys -------------------------------------------------------------- */

static bool
is(const char *key, const char *name)
{
	return strcmp(key, name) == 0;
}

/* Up and Down move between the lines of a query that has several. */
static bool
vertical(struct prompt *p, int step)
{
	size_t start = line_start(p, p->cursor), column = p->cursor - start;
	size_t to;

	if (step < 0) {
		if (start == 0)
			return false;
		to = line_start(p, start - 1);
	} else {
		to = line_end(p, p->cursor);
		if (to == p->text.n)
			return false;
		to++;
	}
	p->cursor = to + column;
	if (p->cursor > line_end(p, to))
		p->cursor = line_end(p, to);
	while (p->cursor > to &&
	    p->cursor < p->text.n &&
	    ((unsigned char)p->text.p[p->cursor] & 0xc0) == 0x80)
		p->cursor--;
	return true;
}

static bool
move(struct prompt *p, const char *key)
{
	if (is(key, "Left"))
		p->cursor = previous_char(p, p->cursor);
	else if (is(key, "Right"))
		p->cursor = next_char(p, p->cursor);
	else if (is(key, "Home") || is(key, "^A"))
		p->cursor = line_start(p, p->cursor);
	else if (is(key, "End") || is(key, "^E"))
		p->cursor = line_end(p, p->cursor);
	else if (is(key, "Up"))
		return vertical(p, -1);
	else if (is(key, "Down"))
		return vertical(p, 1);
	else
		return false;
	return true;
}

static bool
edit(struct prompt *p, const char *key, bool *changed)
{
	size_t at = p->cursor;

	if (is(key, "Backspace"))
		*changed = cut(p, previous_char(p, at), at, false);
	else if (is(key, "Delete"))
		*changed = cut(p, at, next_char(p, at), false);
	else if (is(key, "^W"))
		*changed = cut(p, word_start(p, at), at, true);
	else if (is(key, "^U"))
		*changed = cut(p, line_start(p, at), at, true);
	else if (is(key, "^K"))
		*changed = cut(p, at, line_end(p, at), true);
	else if (is(key, "^Y")) {
		*changed = p->killed.n > 0;
		prompt_insert(p, buf_str(&p->killed));
	} else if (is(key, "^J") && p->kind == PROMPT_QUERY) {
		*changed = true;
		prompt_insert(p, STR("\n"));
	} else
		return false;
	return true;
}

static bool
recall(struct prompt *p, const char *key, const struct history *h,
    bool *changed)
{
	if (is(key, "Up") || is(key, "^P"))
		*changed = walk(p, h, -1);
	else if (is(key, "Down") || is(key, "^N"))
		*changed = walk(p, h, 1);
	else
		return false;
	return true;
}

bool
prompt_key(struct prompt *p, const char *key, const struct history *h,
    bool *changed)
{
	uint32_t c;
	size_t n = strlen(key);

	*changed = false;
	if (is(key, "^R")) {
		*changed = search(p, h);
		return true;
	}
	p->searching = false;
	if (is(key, "Space"))
		key = " ";
	else if (n == 0 || utf8_decode((struct str){ key, n }, &c) != n)
		return move(p, key) || edit(p, key, changed) ||
		    recall(p, key, h, changed);
	*changed = true;
	prompt_insert(p, str_of(key));
	return true;
}
