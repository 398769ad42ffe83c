#include "query/lookup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/hash.h"
#include "query/address.h"

struct cells { /* of a row: [first, first + n) */
	uint64_t first;
	uint32_t n;
};

struct net {
	struct address range;
	int bits;
	uint32_t row;
};

struct lookup {
	struct str *all; /* cells, row by row */
	uint64_t n_all, all_capacity;
	struct cells *rows; /* the first is the header */
	uint32_t n_rows, rows_capacity;
	/* by keys */
	uint32_t keys[LOOKUP_KEYS_MAX], n_keys;
	uint32_t *slots; /* row; 0: free, for the header is no row */
	uint64_t mask;
	/* by ranges, those with more bits first */
	struct net *nets; /* NULL: by keys */
	uint32_t n_nets;
	const uint32_t *outputs;
};

/* ---- CSV ---------------------------------------------------------------- */

struct reader {
	struct str rest;
	struct buf cell; /* of a quoted one */
	struct lookup *table;
	struct arena *arena;
};

static void
add_cell(struct reader *r, struct str s)
{
	struct lookup *t = r->table;

	if (t->n_all == t->all_capacity) {
		t->all_capacity = t->all_capacity ? t->all_capacity * 2 : 256;
		t->all = mem_grow(t->all, t->all_capacity, sizeof(*t->all));
	}
	t->all[t->n_all++] = s;
	t->rows[t->n_rows].n++;
}

/* Behind its opening quote; two quotes are one.  A quote that is never closed
 * ends with the file. */
static struct str
quoted_cell(struct reader *r)
{
	size_t i = 0;

	buf_reset(&r->cell);
	for (; i < r->rest.n; i++) {
		char c = r->rest.p[i];

		if (c == '"') {
			if (i + 1 == r->rest.n || r->rest.p[i + 1] != '"')
				break;
			i++;
		}
		buf_byte(&r->cell, c);
	}
	r->rest = str_from(r->rest, i < r->rest.n ? i + 1 : i);
	return arena_copy(r->arena, buf_str(&r->cell));
}

static struct str
plain_cell(struct reader *r)
{
	struct str s = r->rest;
	size_t i = 0;

	while (i < s.n && s.p[i] != ',' && s.p[i] != '\n' && s.p[i] != '\r')
		i++;
	r->rest = str_from(s, i);
	return str_head(s, i);
}

/* One line's cells. */
static void
read_row(struct reader *r)
{
	struct lookup *t = r->table;

	if (t->n_rows == t->rows_capacity) {
		t->rows_capacity = t->rows_capacity ? t->rows_capacity * 2
		                                    : 64;
		t->rows =
		    mem_grow(t->rows, t->rows_capacity, sizeof(*t->rows));
	}
	t->rows[t->n_rows] = (struct cells){ t->n_all, 0 };
	for (;;) {
		if (r->rest.n && r->rest.p[0] == '"') {
			r->rest = str_from(r->rest, 1);
			add_cell(r, quoted_cell(r));
			plain_cell(r); /* nothing, if it is well formed */
		} else {
			add_cell(r, plain_cell(r));
		}
		if (r->rest.n == 0 || r->rest.p[0] != ',')
			break;
		r->rest = str_from(r->rest, 1);
	}
	if (r->rest.n && r->rest.p[0] == '\r')
		r->rest = str_from(r->rest, 1);
	if (r->rest.n && r->rest.p[0] == '\n')
		r->rest = str_from(r->rest, 1);
	/* An empty line is none. */
	if (t->rows[t->n_rows].n == 1 && t->all[t->n_all - 1].n == 0)
		t->n_all--;
	else
		t->n_rows++;
}

static void
read_rows(struct lookup *t, struct str text, struct arena *a)
{
	struct reader r = { .rest = text, .table = t, .arena = a };
	struct str *all;
	struct cells *rows;

	if (str_starts(text, STR("\xef\xbb\xbf")))
		r.rest = str_from(text, 3);
	while (r.rest.n)
		read_row(&r);
	buf_free(&r.cell);
	all = arena_raw(a, t->n_all * sizeof(*all));
	rows = arena_raw(a, t->n_rows * sizeof(*rows));
	if (t->n_all)
		memcpy(all, t->all, t->n_all * sizeof(*all));
	if (t->n_rows)
		memcpy(rows, t->rows, t->n_rows * sizeof(*rows));
	free(t->all);
	free(t->rows);
	t->all = all;
	t->rows = rows;
}

/* ---- files --------------------------------------------------------------- */

static bool
path_of(struct str name, const char *dir, struct arena *a, struct str *out,
    struct err *err)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (name.n == 0 || name.p[0] == '.' || str_index(name, '/') < name.n ||
	    strlen(arena_copy(a, name).p) != name.n)
		return err_set(err, ERR_QUERY, "%.*s is no name of a table",
		    STR_ARG(str_head(name, 100)));
	if (dir)
		*out = arena_printf(a, "%s/%.*s.csv", dir, STR_ARG(name));
	else if (config && config[0] == '/')
		*out = arena_printf(a, "%s/spoor/lookup/%.*s.csv", config,
		    STR_ARG(name));
	else if (home && home[0] == '/')
		*out = arena_printf(a, "%s/.config/spoor/lookup/%.*s.csv",
		    home, STR_ARG(name));
	else
		return err_set(err, ERR_QUERY, "there are no tables: HOME is "
		                               "not set");
	return true;
}

static bool
read_file(struct str path, struct buf *out, struct err *err)
{
	int fd = open(path.p, O_RDONLY | O_CLOEXEC);
	ssize_t n = 1;

	if (fd < 0)
		return err_set(err, ERR_QUERY, errno == ENOENT
		        ? "there is no such table: expected the file %.*s"
		        : "the table %.*s cannot be read",
		    STR_ARG(str_head(path, 200)));
	while (n > 0 && out->n <= LOOKUP_BYTES_MAX) {
		n = read(fd, buf_room(out, 65536), 65536);
		if (n > 0)
			out->n += (size_t)n;
	}
	close(fd);
	if (n < 0)
		return err_set(err, ERR_QUERY, "the table %.*s cannot be read",
		    STR_ARG(str_head(path, 200)));
	if (out->n > LOOKUP_BYTES_MAX)
		return err_set(err, ERR_LIMIT, "the table %.*s has more than "
		    "%zu bytes", STR_ARG(str_head(path, 200)),
		    LOOKUP_BYTES_MAX);
	return true;
}

struct lookup *
lookup_load(struct str name, const char *dir, struct arena *a,
    struct err *err)
{
	struct lookup *t = arena_alloc(a, sizeof(*t));
	struct buf bytes = { 0 };
	struct str path = { 0 };
	bool good = path_of(name, dir, a, &path, err) &&
	    read_file(path, &bytes, err);

	if (good) {
		read_rows(t, arena_copy(a, buf_str(&bytes)), a);
		if (t->n_rows == 0)
			good = err_set(err, ERR_QUERY, "the table %.*s has no "
			    "header line", STR_ARG(str_head(path, 200)));
	}
	buf_free(&bytes);
	return good ? t : NULL;
}

/* ---- columns ------------------------------------------------------------- */

static struct str
cell_at(const struct lookup *t, uint32_t row, uint32_t column)
{
	const struct cells *c = &t->rows[row];

	return column < c->n ? t->all[c->first + column] : (struct str){ 0 };
}

uint32_t
lookup_column(const struct lookup *t, struct str name)
{
	for (uint32_t i = 0; i < t->rows[0].n; i++)
		if (str_equal(str_trim(cell_at(t, 0, i)), name))
			return i;
	return UINT32_MAX;
}

struct str
lookup_columns_text(const struct lookup *t, struct arena *a)
{
	struct buf b = { 0 };
	struct str s;

	for (uint32_t i = 0; i < t->rows[0].n && b.n < 160; i++) {
		buf_add(&b, i ? STR(", ") : STR(""));
		buf_add(&b, cell_at(t, 0, i));
	}
	s = arena_copy(a, str_head(buf_str(&b), 160));
	buf_free(&b);
	return s;
}

/* ---- keys ---------------------------------------------------------------- */

static uint64_t
hash_of(const struct str *key, uint32_t n)
{
	uint64_t h = 0;

	for (uint32_t i = 0; i < n; i++)
		h = hash_mix(h, hash_bytes(key[i], HASH_B));
	return h;
}

static bool
has_key(const struct lookup *t, uint32_t row, const struct str *key)
{
	for (uint32_t i = 0; i < t->n_keys; i++)
		if (!str_equal(cell_at(t, row, t->keys[i]), key[i]))
			return false;
	return true;
}

void
lookup_by_keys(struct lookup *t, const uint32_t *columns, uint32_t n,
    struct arena *a)
{
	struct str key[LOOKUP_KEYS_MAX];

	memcpy(t->keys, columns, n * sizeof(*columns));
	t->n_keys = n;
	for (t->mask = 16; t->mask < (uint64_t)t->n_rows * 2;)
		t->mask *= 2;
	t->slots = arena_array(a, t->mask, sizeof(*t->slots));
	t->mask--;
	for (uint32_t row = 1; row < t->n_rows; row++) {
		uint64_t at;

		for (uint32_t i = 0; i < n; i++)
			key[i] = cell_at(t, row, columns[i]);
		at = hash_of(key, n) & t->mask;
		while (t->slots[at] && !has_key(t, t->slots[at], key))
			at = (at + 1) & t->mask;
		if (!t->slots[at])
			t->slots[at] = row;
	}
}

static uint32_t
find_key(const struct lookup *t, const struct str *key)
{
	uint64_t at = hash_of(key, t->n_keys) & t->mask;

	while (t->slots[at] && !has_key(t, t->slots[at], key))
		at = (at + 1) & t->mask;
	return t->slots[at] ? t->slots[at] : UINT32_MAX;
}

/* ---- ranges -------------------------------------------------------------- */

/* By length, the longest first, then by address, then by row. */
static int
compare_nets(const void *a, const void *b)
{
	const struct net *x = a, *y = b;
	int c;

	if (x->range.bits != y->range.bits)
		return x->range.bits - y->range.bits;
	if (x->bits != y->bits)
		return y->bits - x->bits;
	c = memcmp(x->range.bytes, y->range.bytes, sizeof(x->range.bytes));
	return c ? c : x->row < y->row ? -1 : 1;
}

/* Only the first n bits. */
static void
mask_address(struct address *a, int n)
{
	for (int i = 0; i < 16; i++) {
		int keep = n - i * 8;

		if (i * 8 >= a->bits || keep <= 0)
			a->bytes[i] = 0;
		else if (keep < 8)
			a->bytes[i] &= (unsigned char)(0xff << (8 - keep));
	}
}

void
lookup_by_ranges(struct lookup *t, uint32_t column, uint64_t *bad,
    struct arena *a)
{
	t->nets = arena_array(a, t->n_rows, sizeof(*t->nets));
	*bad = 0;
	for (uint32_t row = 1; row < t->n_rows; row++) {
		struct net *n = &t->nets[t->n_nets];
		struct str cell = str_trim(cell_at(t, row, column));

		n->row = row;
		if (!address_read_range(cell, &n->range, &n->bits)) {
			if (!address_read(cell, &n->range)) {
				++*bad;
				continue;
			}
			n->bits = n->range.bits;
		}
		mask_address(&n->range, n->bits);
		t->n_nets++;
	}
	if (t->n_nets)
		qsort(t->nets, t->n_nets, sizeof(*t->nets), compare_nets);
}

/* The first net of that length and address from `from` on, or n_nets. */
static uint32_t
search(const struct lookup *t, const struct net *want)
{
	uint32_t low = 0, high = t->n_nets;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (compare_nets(&t->nets[middle], want) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static uint32_t
find_address(const struct lookup *t, struct str address)
{
	struct net want = { .row = 0 };
	struct address whole;
	uint32_t at;

	memset(&whole, 0, sizeof(whole));
	if (!address_read(address, &whole))
		return UINT32_MAX;
	for (int bits = whole.bits; bits >= 0; bits--) {
		want.range = whole;
		want.bits = bits;
		mask_address(&want.range, bits);
		at = search(t, &want);
		if (at < t->n_nets && t->nets[at].bits == bits &&
		    t->nets[at].range.bits == whole.bits &&
		    memcmp(t->nets[at].range.bytes, want.range.bytes, 16) == 0)
			return t->nets[at].row;
	}
	return UINT32_MAX;
}

/* ---- asking -------------------------------------------------------------- */

void
lookup_set_outputs(struct lookup *t, const uint32_t *columns)
{
	t->outputs = columns;
}

uint32_t
lookup_keys(const struct lookup *t)
{
	return t->nets ? 1 : t->n_keys;
}

uint32_t
lookup_find(const struct lookup *t, const struct str *key)
{
	return t->nets ? find_address(t, key[0]) : find_key(t, key);
}

struct str
lookup_output(const struct lookup *t, uint32_t row, uint32_t i)
{
	return cell_at(t, row, t->outputs[i]);
}
