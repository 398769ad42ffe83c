#include "store/colbuild.h"

#include <stdlib.h>
#include <string.h>

#include "store/uuid.h"

#define FIRST_CHECK 1024

static void *
grow(void *p, uint32_t *capacity, uint32_t need, size_t size)
{
	uint32_t n = *capacity ? *capacity : 16;

	if (need <= *capacity)
		return p;
	while (n < need)
		n *= 2;
	*capacity = n;
	return mem_grow(p, n, size);
}

/* ---- entries -------------------------------------------------------------- */

static struct str
entry_text(const struct colbuild *c, uint32_t e)
{
	uint32_t from = e ? c->ends[e - 1] : 0;

	return (struct str){ c->text.p + from, c->ends[e] - from - 1 };
}

static void
set_type(struct colbuild *c, uint32_t e, enum value_type type)
{
	if (e == 0 && !c->types)
		c->type = (uint8_t)type;
	if (!c->types && c->type == type)
		return;
	if (!c->types) {
		c->types = grow(NULL, &c->types_capacity, e + 1, 1);
		memset(c->types, c->type, e);
	}
	c->types = grow(c->types, &c->types_capacity, e + 1, 1);
	c->types[e] = (uint8_t)type;
}

static void
append_text(struct colbuild *c, struct str text)
{
	char *p = buf_room(&c->text, text.n + 1);

	memcpy(p, text.p, text.n);
	p[text.n] = '\0';
	c->text.n += text.n + 1;
	if (c->n_entries == c->ends_capacity)
		c->ends = grow(c->ends, &c->ends_capacity, c->n_entries + 1,
		    sizeof(*c->ends));
	c->ends[c->n_entries] = (uint32_t)c->text.n;
}

/* ---- dictionary ------------------------------------------------------------ */

static void
slots_grow(struct colbuild *c)
{
	uint32_t n = c->slots ? (c->slot_mask + 1) * 2 : 32;

	free(c->slots);
	c->slots = mem_zero(n, sizeof(*c->slots));
	c->slot_mask = n - 1;
	for (uint32_t e = 0; e < c->n_entries; e++) {
		uint32_t i = c->hashes[e] & c->slot_mask;

		while (c->slots[i])
			i = (i + 1) & c->slot_mask;
		c->slots[i] = e + 1;
	}
}

static uint32_t
dict_add(struct colbuild *c, struct value v, uint64_t hash)
{
	uint32_t h = (uint32_t)(hash >> 32), i, e;

	if (c->n_entries * 2 >= c->slot_mask)
		slots_grow(c);
	for (i = h & c->slot_mask; c->slots[i]; i = (i + 1) & c->slot_mask) {
		e = c->slots[i] - 1;
		if (c->hashes[e] == h && str_equal(entry_text(c, e), v.text) &&
		    (c->types ? c->types[e] : c->type) == v.type)
			return e;
	}
	e = c->n_entries;
	if (e == c->hashes_capacity)
		c->hashes = grow(c->hashes, &c->hashes_capacity, e + 1,
		    sizeof(*c->hashes));
	c->hashes[e] = h;
	append_text(c, v.text);
	set_type(c, e, v.type);
	c->n_entries++;
	c->slots[i] = e + 1;
	return e;
}

/* From here on a dictionary costs more time than it saves memory. */
static bool
mostly_different(const struct colbuild *c)
{
	return c->n_entries > c->n - c->n / 4;
}

/* ---- changes of mode -------------------------------------------------------- */

/* From a dictionary to one entry a value, in order of rows. */
static void
to_plain(struct colbuild *c)
{
	struct buf old = c->text;
	uint32_t *ends = c->ends, *codes = c->codes;
	uint8_t *types = c->types, type = c->type;
	unsigned char uuid[16];
	bool uuids = true;

	for (uint32_t e = 0; e < c->n_entries && uuids; e++)
		uuids = (types ? types[e] : type) == VALUE_STRING &&
		    uuid_parse_lower(entry_text(c, e), uuid);
	c->mode = uuids ? MODE_UUID : MODE_PLAIN;
	c->last_bytes = UINT32_MAX;
	c->text = (struct buf){ 0 };
	c->ends = NULL;
	c->types = NULL;
	c->ends_capacity = c->types_capacity = c->codes_capacity = 0;
	c->codes = NULL;
	c->n_entries = 0;
	for (uint32_t i = 0; i < c->n; i++) {
		uint32_t e = codes[i], from = e ? ends[e - 1] : 0;
		struct str text = { old.p + from, ends[e] - from - 1 };

		if (uuids) {
			uuid_parse_lower(text, (unsigned char *)buf_room(
			    &c->text, 16));
			c->text.n += 16;
		} else {
			append_text(c, text);
			set_type(c, i, types ? types[e] : type);
		}
		c->n_entries++;
	}
	buf_free(&old);
	free(ends);
	free(codes);
	free(types);
	free(c->slots);
	free(c->hashes);
	c->slots = c->hashes = NULL;
	c->slot_mask = c->hashes_capacity = 0;
}

/* From UUIDs to plain text, because of a value that is none. */
static void
uuid_to_plain(struct colbuild *c)
{
	struct buf old = c->text;
	struct column view = { .form = ENTRIES_UUID, .text = old.p };
	uint32_t n = c->n_entries;
	char room[40];

	c->mode = MODE_PLAIN;
	c->text = (struct buf){ 0 };
	c->n_entries = 0;
	for (uint32_t e = 0; e < n; e++) {
		append_text(c, column_value(&view, e, room).text);
		set_type(c, e, VALUE_STRING);
		c->n_entries++;
	}
	buf_free(&old);
}

/* ---- adding ----------------------------------------------------------------- */

static void
add_row(struct colbuild *c, uint32_t row, uint32_t position)
{
	if (!c->rows && (row != c->n || c->under_rest)) {
		c->rows = grow(c->rows, &c->rows_capacity, c->n + 1,
		    sizeof(*c->rows));
		for (uint32_t i = 0; i < c->n; i++)
			c->rows[i] = (uint16_t)i;
	}
	if (c->rows) {
		if (c->n == c->rows_capacity)
			c->rows = grow(c->rows, &c->rows_capacity, c->n + 1,
			    sizeof(*c->rows));
		c->rows[c->n] = (uint16_t)row;
	}
	if (c->under_rest) {
		c->positions = grow(c->positions, &c->positions_capacity,
		    c->n + 1, sizeof(*c->positions));
		c->positions[c->n] = position;
	}
	c->n++;
}

static void
add_code(struct colbuild *c)
{
	if (c->n == c->codes_capacity)
		c->codes = grow(c->codes, &c->codes_capacity, c->n + 1,
		    sizeof(*c->codes));
	c->codes[c->n] = c->last;
}

void
colbuild_add_last(struct colbuild *c, uint32_t row, uint32_t position)
{
	add_code(c);
	add_row(c, row, position);
	if (c->n == c->check_at)
		c->check_at *= 4;
}

static void
add_to_dict(struct colbuild *c, struct value v, uint64_t hash)
{
	c->last = dict_add(c, v, hash);
	c->last_from = c->last ? c->ends[c->last - 1] : 0;
	c->last_bytes = (uint32_t)v.text.n;
	c->last_type = (uint8_t)v.type;
	c->last_hash = hash;
	add_code(c);
}

void
colbuild_add(struct colbuild *c, uint32_t row, struct value v, uint64_t hash,
    uint32_t position)
{
	unsigned char uuid[16];

	if (c->mode == MODE_UUID &&
	    (v.type != VALUE_STRING || !uuid_parse_lower(v.text, uuid)))
		uuid_to_plain(c);
	switch ((enum colmode)c->mode) {
	case MODE_UUID:
		buf_add(&c->text, (struct str){ (const char *)uuid, 16 });
		c->n_entries++;
		break;
	case MODE_PLAIN:
		append_text(c, v.text);
		set_type(c, c->n_entries, v.type);
		c->n_entries++;
		break;
	case MODE_DICT:
		add_to_dict(c, v, hash);
		break;
	}
	add_row(c, row, position);
	if (c->mode == MODE_DICT && c->n == c->check_at) {
		c->check_at *= 4;
		if (mostly_different(c) && !c->under_rest)
			to_plain(c);
	}
}

/* ---- sealing ---------------------------------------------------------------- */

static void *
copy_out(struct arena *a, const void *p, size_t n)
{
	void *to = arena_raw(a, n);

	memcpy(to, p, n);
	return to;
}

/* codes[i] + plus, as narrow as max allows. */
static const void *
pack_codes(const uint32_t *codes, uint32_t n, uint32_t plus, uint32_t max,
    uint8_t *width, struct arena *a)
{
	*width = max <= UINT8_MAX ? 1 : max <= UINT16_MAX ? 2 : 4;
	if (*width == 1) {
		uint8_t *out = arena_raw(a, n);

		for (uint32_t i = 0; i < n; i++)
			out[i] = (uint8_t)(codes[i] + plus);
		return out;
	}
	if (*width == 2) {
		uint16_t *out = arena_raw(a, n * sizeof(*out));

		for (uint32_t i = 0; i < n; i++)
			out[i] = (uint16_t)(codes[i] + plus);
		return out;
	}
	{
		uint32_t *out = arena_raw(a, n * sizeof(*out));

		for (uint32_t i = 0; i < n; i++)
			out[i] = codes[i] + plus;
		return out;
	}
}

/* codes by row, 0 where the row has none. */
static const void *
spread_codes(const struct colbuild *c, uint32_t segment_rows, uint8_t *width,
    struct arena *a)
{
	uint32_t *by_row = mem_zero(segment_rows, sizeof(*by_row));
	const void *out;

	for (uint32_t i = 0; i < c->n; i++)
		by_row[c->rows ? c->rows[i] : i] = c->codes[i] + 1;
	out = pack_codes(by_row, segment_rows, 0, c->n_entries, width, a);
	free(by_row);
	return out;
}

/* The time that text spells canonically (RFC 3339, whole seconds, Z). */
static bool
canonical_time(struct str s, int64_t *us)
{
	static const char form[] = "0000-00-00T00:00:00Z";

	if (s.n != sizeof(form) - 1)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (form[i] == '0' ? s.p[i] < '0' || s.p[i] > '9'
		                   : s.p[i] != form[i])
			return false;
	return s.p[11] <= '2' && s.p[17] <= '5' && time_parse(s, us) &&
	    !(s.p[11] == '2' && s.p[12] > '3');
}

/* True if each value is its row's own time, so that none need be kept. */
static bool
tells_row_time(const struct colbuild *c, const int64_t *times)
{
	int64_t us, *of_entry;
	bool same = true;

	if (c->mode == MODE_UUID || c->types || c->type != VALUE_STRING ||
	    !canonical_time(entry_text(c, 0), &us) ||
	    us != times[c->rows ? c->rows[0] : 0])
		return false;
	of_entry = mem_alloc(c->n_entries * sizeof(*of_entry));
	for (uint32_t e = 0; e < c->n_entries && same; e++)
		same = canonical_time(entry_text(c, e), &of_entry[e]);
	for (uint32_t i = 0; i < c->n && same; i++)
		same = of_entry[c->codes ? c->codes[i] : i] ==
		    times[c->rows ? c->rows[i] : i];
	free(of_entry);
	return same;
}

static void
seal_entries(struct colbuild *c, struct arena *a, struct segcol *out)
{
	uint32_t *offsets;

	out->n_entries = c->n_entries;
	out->type = c->type;
	out->form = c->mode == MODE_UUID ? ENTRIES_UUID : ENTRIES_TEXT;
	out->text = copy_out(a, c->text.p, c->text.n);
	if (c->types)
		out->types = copy_out(a, c->types, c->n_entries);
	if (out->form != ENTRIES_TEXT)
		return;
	offsets = arena_raw(a, (c->n_entries + 1) * sizeof(*offsets));
	offsets[0] = 0;
	memcpy(offsets + 1, c->ends, c->n_entries * sizeof(*offsets));
	out->offsets = offsets;
}

/* Codes of all rows against (row, code) pairs.  Dense ones are read faster,
 * so they may be somewhat larger. */
static bool
dense_pays(const struct colbuild *c, uint32_t segment_rows)
{
	uint64_t width = c->n_entries <= UINT8_MAX ? 1
	    : c->n_entries <= UINT16_MAX           ? 2
	                                           : 4;

	return width * segment_rows * 2 <= (width + 2) * c->n * 3;
}

void
colbuild_seal(struct colbuild *c, uint32_t segment_rows, const int64_t *times,
    struct arena *a, struct segcol *out)
{
	bool full = !c->rows && c->n == segment_rows, time, plain;

	*out = (struct segcol){ .n_present = c->n };
	if (c->mode == MODE_DICT && mostly_different(c) &&
	    c->n_entries > 1 && !c->under_rest)
		to_plain(c);
	/* As many entries as values: the i-th value has entry i. */
	plain = c->n_entries == c->n;
	time = !c->under_rest && tells_row_time(c, times);
	if (time) {
		out->form = ENTRIES_TIME;
		out->type = VALUE_STRING;
		out->n_entries = c->n;
	} else {
		seal_entries(c, a, out);
	}
	if (full && !time && c->n_entries == 1) {
		out->shape = COLUMN_CONST;
	} else if (full && (time || plain)) {
		out->shape = COLUMN_DENSE;
	} else if (!time && !plain && !c->under_rest &&
	    dense_pays(c, segment_rows)) {
		out->shape = COLUMN_DENSE;
		out->codes = spread_codes(c, segment_rows, &out->width, a);
	} else {
		uint16_t *rows = arena_raw(a, c->n * sizeof(*rows));

		out->shape = COLUMN_SPARSE;
		for (uint32_t i = 0; i < c->n; i++)
			rows[i] = c->rows ? c->rows[i] : (uint16_t)i;
		out->rows = rows;
		if (!time && !plain)
			out->codes = pack_codes(c->codes, c->n, 0,
			    c->n_entries - 1, &out->width, a);
		if (c->under_rest)
			out->positions = copy_out(
			    a, c->positions, c->n * sizeof(*c->positions));
	}
}

void
colbuild_reset(struct colbuild *c)
{
	c->used = false;
	c->type = VALUE_STRING;
	c->check_at = FIRST_CHECK;
	c->n = c->n_entries = 0;
	c->text.n = 0;
	c->last_bytes = UINT32_MAX;
	free(c->rows);
	c->rows = NULL;
	c->rows_capacity = 0;
	free(c->types);
	c->types = NULL;
	c->types_capacity = 0;
	if (c->slots)
		memset(c->slots, 0, ((size_t)c->slot_mask + 1) *
		        sizeof(*c->slots));
}

void
colbuild_init(struct colbuild *c, uint32_t path, const struct path_node *n)
{
	*c = (struct colbuild){ .path = path, .parent = n->parent,
		.position = n->position, .key = n->key,
		.name_hash = n->name_hash, .under_rest = n->under_rest };
	colbuild_reset(c);
}

void
colbuild_free(struct colbuild *c)
{
	colbuild_reset(c);
	free(c->codes);
	free(c->positions);
	free(c->ends);
	free(c->slots);
	free(c->hashes);
	buf_free(&c->text);
}
