#include "explore/library.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "explore/files.h"

#define FILE_BYTES_MAX ((size_t)1 << 20)
#define TEXT_BYTES_MAX ((size_t)1 << 16)

struct shelf {
	struct arena arena;
	struct saved_query *query;
	size_t n;
};

struct library {
	char *dir; /* of one's own; NULL: none */
	struct shelf own, shipped;
};

/* ---- reading ----------------------------------------------------------- */

static void
shelf_add(struct shelf *s, struct saved_query q)
{
	s->query = mem_grow(s->query, s->n + 1, sizeof(*s->query));
	s->query[s->n++] = q;
}

/* "= folder/name  what it answers" */
static struct saved_query
read_head(struct str line, bool own)
{
	size_t n;

	line = str_trim(str_from(line, 1));
	n = str_index(line, ' ');
	return (struct saved_query){ .name = str_head(line, n),
		.title = str_trim(str_from(line, n)), .own = own };
}

static void
read_shelf(struct shelf *s, const char *path, bool own, struct err *err)
{
	struct buf b = { 0 };
	struct err why = { 0 };
	struct str left;
	uint32_t number = 1;

	errno = 0;
	if (!file_read(path, FILE_BYTES_MAX, &b, &why) && errno != ENOENT)
		*err = why;
	left = arena_copy(&s->arena, buf_str(&b));
	buf_free(&b);
	for (; left.n > 0; number++) {
		size_t n = str_index(left, '\n');
		struct str line = str_head(left, n);

		left = str_from(left, n < left.n ? n + 1 : n);
		if (line.n > 0 && line.p[0] == '=') {
			shelf_add(s, read_head(line, own));
		} else if (s->n > 0) {
			struct saved_query *q = &s->query[s->n - 1];

			if (q->text.n == 0)
				q->text.p = line.p;
			q->text.n = (size_t)(line.p + line.n - q->text.p);
		} else if (str_trim(line).n > 0 && line.p[0] != '#') {
			err_set(err, ERR_FORMAT,
			    "want a line `= folder/name  title` first");
			err_at(err, own ? STR("queries") : str_of(path), number,
			    0);
			break;
		}
	}
	for (size_t i = 0; i < s->n; i++)
		s->query[i].text = str_trim(s->query[i].text);
}

/* ---- life -------------------------------------------------------------- */

static void
own_path(const struct library *l, struct buf *out)
{
	buf_printf(out, "%s/queries", l->dir);
	buf_byte(out, '\0');
}

struct library *
library_new(const char *shipped, const char *config_dir, struct err *err)
{
	struct library *l = mem_zero(1, sizeof(*l));
	struct buf path = { 0 };

	if (shipped)
		read_shelf(&l->shipped, shipped, false, err);
	if (config_dir) {
		size_t n = strlen(config_dir) + 1;

		l->dir = mem_alloc(n);
		memcpy(l->dir, config_dir, n);
		own_path(l, &path);
		read_shelf(&l->own, path.p, true, err);
		buf_free(&path);
	}
	return l;
}

void
library_free(struct library *l)
{
	if (!l)
		return;
	arena_free(&l->own.arena);
	arena_free(&l->shipped.arena);
	free(l->own.query);
	free(l->shipped.query);
	free(l->dir);
	free(l);
}

size_t
library_count(const struct library *l)
{
	return l ? l->own.n + l->shipped.n : 0;
}

const struct saved_query *
library_at(const struct library *l, size_t i)
{
	return i < l->own.n ? &l->own.query[i]
	                    : &l->shipped.query[i - l->own.n];
}

/* ---- saving ------------------------------------------------------------ */

static bool
is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f)
			return false;
	return s.n > 0 && s.n <= 100;
}

/* A line of the query that begins with = would begin another one. */
static void
print_text(struct str text, struct buf *out)
{
	bool first = true;

	for (size_t i = 0; i < text.n; i++) {
		if (first && text.p[i] == '=')
			buf_byte(out, ' ');
		first = text.p[i] == '\n';
		buf_byte(out, text.p[i]);
	}
}

static void
print_shelf(const struct shelf *s, struct buf *out)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct saved_query *q = &s->query[i];

		buf_printf(out, "= %.*s  %.*s\n", STR_ARG(q->name),
		    STR_ARG(q->title));
		print_text(q->text, out);
		buf_add(out, STR("\n\n"));
	}
}

bool
library_save(struct library *l, struct str name, struct str title,
    struct str text, struct err *err)
{
	struct saved_query q = { .own = true };
	struct buf path = { 0 }, all = { 0 };
	size_t i = 0;
	bool saved;

	if (!l->dir) {
		err_set(err, ERR_LIMIT, "there is no directory to keep it in");
		return false;
	}
	if (!is_name(name) || text.n > TEXT_BYTES_MAX) {
		err_set(err, ERR_FORMAT,
		    "want a name such as iam/new-users, without blanks");
		return false;
	}
	q.name = arena_copy(&l->own.arena, name);
	q.title = arena_copy(&l->own.arena, title);
	q.text = arena_copy(&l->own.arena, text);
	while (i < l->own.n && !str_equal(l->own.query[i].name, name))
		i++;
	if (i < l->own.n)
		l->own.query[i] = q;
	else
		shelf_add(&l->own, q);
	print_shelf(&l->own, &all);
	own_path(l, &path);
	saved = file_make_dir(l->dir, err) &&
	    file_replace(path.p, buf_str(&all), err);
	buf_free(&path);
	buf_free(&all);
	return saved;
}
