#include "ingest/border.h"

#define BACK_BYTES 256  /* blanks that are looked through, at most */
#define AHEAD_BYTES 256

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Whether `{` at p is followed by "eventVersion". */
static bool
opens_event(const char *p, const char *end)
{
	struct str key = STR("\"eventVersion\"");

	do
		p++;
	while (p < end && is_blank(*p));
	return str_starts((struct str){ p, (size_t)(end - p) }, key);
}

static enum border
border_at(const char *start, const char *p, const char *end, bool in_array)
{
	const char *q = p;

	if (*p == '{' && opens_event(p, end))
		return BORDER_EVENT;
	while (q > start && p - q < BACK_BYTES && is_blank(q[-1])) {
		q--;
		if (*q == '\n' && (!in_array || q == p - 1))
			return BORDER_LINE;
	}
	if (*p != '{' || q == start || *--q != ',')
		return BORDER_NONE;
	while (q > start && p - q < BACK_BYTES && is_blank(q[-1]))
		q--;
	return q > start && q[-1] == '}' ? BORDER_COMMA : BORDER_NONE;
}

enum border
border_find(struct feed *f, uint64_t from, bool in_array)
{
	size_t at = from > f->base ? (size_t)(from - f->base) : 0;

	f->at = at;
	for (;;) {
		size_t last = f->ended ? f->n
		    : f->n > AHEAD_BYTES ? f->n - AHEAD_BYTES
		                         : 0;

		for (; at < last; at++) {
			enum border b;

			if (f->p[at] != '{' && (f->p[at] != '[' || in_array))
				continue;
			b = border_at(f->p, f->p + at, f->p + f->n, in_array);
			if (b != BORDER_NONE) {
				f->at = at;
				return b;
			}
		}
		if (f->ended) {
			f->at = f->n;
			return BORDER_NONE;
		}
		from = f->base + at;
		if (at > BACK_BYTES && at - BACK_BYTES > f->at)
			f->at = at - BACK_BYTES;
		feed_more(f);
		if (f->too_long) {
			/* A tiny limit: give up looking back. */
			f->too_long = false;
			f->at = at;
		}
		at = (size_t)(from - f->base);
	}
}
