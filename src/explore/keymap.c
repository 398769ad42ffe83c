#include "explore/keymap.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "explore/actions.h"
#include "explore/files.h"

#define FILE_BYTES_MAX ((size_t)1 << 16)

struct keymap {
	struct arena arena;
	const char **keys;  /* of each row of the table */
	const char **first;
};

bool
keys_have(const char *keys, const char *key)
{
	size_t n = strlen(key);

	while (*keys) {
		size_t len = strcspn(keys, " ");

		if (len == n && memcmp(keys, key, n) == 0)
			return true;
		keys += len;
		keys += *keys == ' ';
	}
	return false;
}

static void
set_keys(struct keymap *m, size_t i, struct str keys)
{
	m->keys[i] = arena_copy(&m->arena, keys).p;
	m->first[i] = arena_copy(&m->arena,
	    str_head(keys, str_index(keys, ' ')))
	                  .p;
}

struct keymap *
keymap_new(void)
{
	struct keymap *m = mem_zero(1, sizeof(*m));

	m->keys = mem_zero(explore_action_count, sizeof(*m->keys));
	m->first = mem_zero(explore_action_count, sizeof(*m->first));
	for (size_t i = 0; i < explore_action_count; i++)
		set_keys(m, i, str_of(explore_action_rows[i].keys));
	return m;
}

void
keymap_free(struct keymap *m)
{
	if (!m)
		return;
	arena_free(&m->arena);
	free(m->keys);
	free(m->first);
	free(m);
}

const char *
keymap_keys(const struct keymap *m, const struct action *a)
{
	return m->keys[a - explore_action_rows];
}

const char *
keymap_first(const struct keymap *m, const struct action *a)
{
	return m->first[a - explore_action_rows];
}

/* ---- the file ---------------------------------------------------------- */

/* As the face names keys; what the terminal keeps for itself never comes. */
static bool
key_exists(struct str key)
{
	static const char *const names[] = { "Enter", "Esc", "Tab", "S-Tab",
		"Space", "Backspace", "Delete", "Up", "Down", "Left", "Right",
		"Home", "End", "PgUp", "PgDn", "F1", "F2", "F3", "F4", "F5",
		"F6", "F7", "F8", "F9", "F10", "F11", "F12" };
	uint32_t c;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_equal(key, str_of(names[i])))
			return true;
	if (key.n == 2 && key.p[0] == '^')
		return key.p[1] >= 'A' && key.p[1] <= 'Z' && key.p[1] != 'Z' &&
		    key.p[1] != 'C';
	return utf8_decode(key, &c) == key.n && key.n > 0 && !utf8_hidden(c);
}

static size_t
row_named(struct str name)
{
	size_t i = 0;

	while (i < explore_action_count &&
	    !str_equal(name, str_of(explore_action_rows[i].name)))
		i++;
	return i;
}

/* Both act in one pane. */
static bool
meet(const struct action *a, const struct action *b)
{
	return a->panes & b->panes && a->sheet == b->sheet &&
	    (a->tabs == 0 || b->tabs == 0 || a->tabs & b->tabs);
}

/* Another action of a pane has this key too, and had not in the table. */
static size_t
taken_by(const struct keymap *m, size_t i, const char *key)
{
	const struct action *rows = explore_action_rows;

	for (size_t k = 0; k < explore_action_count; k++)
		if (k != i && meet(&rows[k], &rows[i]) &&
		    keys_have(m->keys[k], key) &&
		    !(keys_have(rows[k].keys, key) &&
		        keys_have(rows[i].keys, key)))
			return k;
	return explore_action_count;
}

static bool
read_line(struct keymap *m, struct str line, size_t *row, struct err *err)
{
	size_t n = strcspn(line.p, " \t"), i;
	struct str name, keys, left;
	struct buf b = { 0 };
	bool right = true;

	n = n < line.n ? n : line.n;
	name = str_head(line, n);
	keys = str_trim(str_from(line, n));
	i = row_named(name);
	if (i == explore_action_count)
		return err_set(err, ERR_FORMAT, "no action is named %.*s",
		    STR_ARG(name));
	for (left = keys; right && left.n > 0;) {
		struct str key = str_head(left, str_index(left, ' '));

		left = str_trim(str_from(left, key.n));
		right = key_exists(key) ||
		    err_set(err, ERR_FORMAT,
		        "%.*s is no key: want a character, ^A, F1, Enter, "
		        "PgDn",
		        STR_ARG(key));
		if (b.n > 0)
			buf_byte(&b, ' ');
		buf_add(&b, key);
	}
	if (right)
		set_keys(m, i, buf_str(&b));
	*row = i;
	buf_free(&b);
	return right;
}

/* What is bound twice is said with the line that did it. */
static bool
check_row(const struct keymap *m, size_t i, struct err *err)
{
	struct str left = str_of(m->keys[i]);

	while (left.n > 0) {
		char key[32] = "";
		size_t n = str_index(left, ' '), other;

		memcpy(key, left.p, n < sizeof(key) ? n : sizeof(key) - 1);
		other = taken_by(m, i, key);
		if (other < explore_action_count)
			return err_set(err, ERR_FORMAT,
			    "%s is the key of %s: give that another one", key,
			    explore_action_rows[other].name);
		left = str_from(left, n < left.n ? n + 1 : n);
	}
	return true;
}

static bool
read_all(struct keymap *m, struct str text, uint64_t *line, struct err *err)
{
	size_t row[512];
	uint64_t at[512];
	size_t n = 0;

	for (*line = 1; text.n > 0; (*line)++) {
		size_t end = str_index(text, '\n');
		struct str one = str_trim(str_head(text, end));

		text = str_from(text, end < text.n ? end + 1 : end);
		if (one.n == 0 || one.p[0] == '#')
			continue;
		if (n == 512)
			return err_set(err, ERR_LIMIT, "too many lines");
		if (!read_line(m, one, &row[n], err))
			return false;
		at[n++] = *line;
	}
	for (size_t i = 0; i < n; i++) {
		*line = at[i];
		if (!check_row(m, row[i], err))
			return false;
	}
	return true;
}

bool
keymap_read(struct keymap *m, const char *dir, struct err *err)
{
	struct keymap *fresh = keymap_new(), swap;
	struct buf path = { 0 }, text = { 0 };
	struct err why = { 0 };
	uint64_t line = 0;
	bool right;

	buf_printf(&path, "%s/keys", dir);
	buf_byte(&path, '\0');
	errno = 0;
	if (!file_read(path.p, FILE_BYTES_MAX, &text, &why)) {
		right = errno == ENOENT;
		if (!right)
			*err = why;
	} else {
		buf_byte(&text, '\0');
		text.n--;
		right = read_all(fresh, buf_str(&text), &line, err);
		if (!right)
			err_at(err, STR("keys"), line, 0); /* short: it is
			                                      one message */
	}
	if (right) {
		swap = *m;
		*m = *fresh;
		*fresh = swap;
	}
	keymap_free(fresh);
	buf_free(&path);
	buf_free(&text);
	return right;
}
