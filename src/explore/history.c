#include "explore/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/doc.h"
#include "base/timefmt.h"
#include "explore/files.h"

#define QUERY_BYTES_MAX 65536

struct entry {
	struct str query; /* owned */
	int64_t time_s;
};

struct history {
	char *dir; /* NULL: no file */
	struct entry entry[HISTORY_MAX + 1];
	size_t n;
};

static void
drop(struct history *h, size_t i)
{
	free((char *)h->entry[i].query.p);
	h->n--;
	memmove(&h->entry[i], &h->entry[i + 1],
	    (h->n - i) * sizeof(*h->entry));
}

static bool
remember(struct history *h, struct str query, int64_t time_s)
{
	char *p;

	query = str_trim(query);
	if (query.n == 0 || query.n > QUERY_BYTES_MAX)
		return false;
	for (size_t i = 0; i < h->n; i++)
		if (str_equal(h->entry[i].query, query)) {
			drop(h, i);
			break;
		}
	p = mem_alloc(query.n + 1);
	memcpy(p, query.p, query.n);
	p[query.n] = '\0';
	h->entry[h->n++] = (struct entry){ { p, query.n }, time_s };
	if (h->n > HISTORY_MAX)
		drop(h, 0);
	return true;
}

/* ---- the file ---------------------------------------------------------- */

static void
read_line(struct history *h, struct str line)
{
	struct err why = { 0 };
	struct doc *d = doc_parse(line, &why);
	struct str query;
	double time_s = 0;

	if (d && doc_string(doc_get(d, "query"), &query)) {
		struct doc *t = doc_get(d, "time");

		if (!t || !doc_number(t, &time_s) || !(time_s > 0 &&
		        time_s < 1e12))
			time_s = 0;
		remember(h, query, (int64_t)time_s);
	}
	doc_free(d);
}

static void
read_file(struct history *h)
{
	struct buf path = { 0 }, text = { 0 };
	struct str left;
	struct err why = { 0 };

	buf_printf(&path, "%s/history", h->dir);
	buf_byte(&path, '\0');
	file_read(path.p, 2 * HISTORY_BYTES_MAX, &text, &why);
	for (left = buf_str(&text); left.n > 0;) {
		size_t end = str_index(left, '\n');

		if (end > 0)
			read_line(h, str_head(left, end));
		left = str_from(left, end < left.n ? end + 1 : end);
	}
	buf_free(&text);
	buf_free(&path);
}

static void
print_all(const struct history *h, struct buf *out)
{
	size_t bytes = 0, first = h->n;

	while (first > 0 && bytes < HISTORY_BYTES_MAX)
		bytes += h->entry[--first].query.n + 40;
	for (size_t i = first; i < h->n; i++) {
		struct doc *d = doc_object();

		doc_set(d, "query", doc_new_string(h->entry[i].query));
		doc_set(d, "time",
		    doc_new_number((double)h->entry[i].time_s));
		doc_print(d, out);
		buf_byte(out, '\n');
		doc_free(d);
	}
}

static bool
write_file(const struct history *h, struct err *err)
{
	struct buf path = { 0 }, text = { 0 };
	bool written;

	buf_printf(&path, "%s/history", h->dir);
	buf_byte(&path, '\0');
	print_all(h, &text);
	written = file_replace(path.p, buf_str(&text), err);
	buf_free(&path);
	buf_free(&text);
	return written;
}

/* ---- the door ---------------------------------------------------------- */

struct history *
history_new(const char *dir)
{
	struct history *h = mem_zero(1, sizeof(*h));

	if (dir) {
		size_t n = strlen(dir) + 1;

		h->dir = mem_alloc(n);
		memcpy(h->dir, dir, n);
		read_file(h);
	}
	return h;
}

void
history_free(struct history *h)
{
	if (!h)
		return;
	for (size_t i = 0; i < h->n; i++)
		free((char *)h->entry[i].query.p);
	free(h->dir);
	free(h);
}

bool
history_add(struct history *h, struct str query, int64_t now_us,
    struct err *err)
{
	if (!remember(h, query, now_us / US_PER_SECOND) || !h->dir)
		return true;
	return file_make_dir(h->dir, err) && write_file(h, err);
}

size_t
history_count(const struct history *h)
{
	return h->n;
}

struct str
history_at(const struct history *h, size_t i)
{
	return h->entry[i].query;
}

size_t
history_search(const struct history *h, struct str text, size_t before)
{
	for (size_t i = before < h->n ? before : h->n; i-- > 0;) {
		struct str q = h->entry[i].query;

		if (text.n == 0 || str_find(q, text) < q.n)
			return i;
	}
	return SIZE_MAX;
}
