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
print_query(const struct saved_query *q, struct buf *out)
{
	buf_printf(out, "= %.*s  %.*s\n", STR_ARG(q->name),
	    STR_ARG(q->title));
	print_text(q->text, out);
	buf_add(out, STR("\n\n"));
}

/* Where the query of that name stands in the file, up to the next one; at its
 * end if there is none. */
static void
find_query(struct str file, struct str name, size_t *from, size_t *to)
{
	size_t at = 0;

	*from = *to = file.n;
	while (at < file.n) {
		struct str left = str_from(file, at);
		struct str line = str_head(left, str_index(left, '\n'));

		if (line.n > 0 && line.p[0] == '=') {
			if (*from < file.n) {
				*to = at;
				return;
			}
			if (str_equal(read_head(line, true).name, name))
				*from = at;
		}
		at += line.n + 1;
	}
}

/* The file as it is now, with this query in it: comments, and what others
 * wrote meanwhile, stay. */
static bool
write_query(const char *path, const struct saved_query *q, struct err *err)
{
	struct buf was = { 0 }, now = { 0 };
	struct err why = { 0 };
	size_t from, to;
	bool known;

	errno = 0;
	known = file_read(path, FILE_BYTES_MAX, &was, &why) || errno == ENOENT;
	if (!known)
		*err = why;
	else if (was.n == FILE_BYTES_MAX)
		known = err_set(err, ERR_LIMIT, "%s is full", path);
	if (known) {
		find_query(buf_str(&was), q->name, &from, &to);
		buf_add(&now, str_head(buf_str(&was), from));
		if (now.n > 0 && now.p[now.n - 1] != '\n')
			buf_byte(&now, '\n');
		print_query(q, &now);
		buf_add(&now, str_from(buf_str(&was), to));
		known = file_replace(path, buf_str(&now), err);
	}
	buf_free(&was);
	buf_free(&now);
	return known;
}

bool
library_save(struct library *l, struct str name, struct str title,
    struct str text, struct err *err)
{
	struct saved_query q = { .own = true };
	struct buf path = { 0 };
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
	own_path(l, &path);
	saved = file_make_dir(l->dir, err) && write_query(path.p, &q, err);
	buf_free(&path);
	if (!saved)
		return false;
	while (i < l->own.n && !str_equal(l->own.query[i].name, name))
		i++;
	if (i < l->own.n)
		l->own.query[i] = q;
	else
		shelf_add(&l->own, q);
	return true;
}
