/*
 * Reading columns: see struct column in store/store.h.
 */
#include <string.h>

#include "base/bits.h"
#include "store/segment.h"
#include "store/uuid.h"

static uint32_t
code_at(const struct column *c, size_t i)
{
	switch (c->width) {
	case 1:
		return ((const uint8_t *)c->codes)[i];
	case 2:
		return ((const uint16_t *)c->codes)[i];
	default:
		return ((const uint32_t *)c->codes)[i];
	}
}

/* The first i with rows[i] >= row. */
static uint32_t
sparse_at(const struct column *c, uint32_t row)
{
	uint32_t lo = 0, hi = c->n_present;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (c->rows[mid] < row)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

uint32_t
column_entry_at(const struct column *c, uint32_t i)
{
	return c->codes ? code_at(c, i) : i;
}

uint32_t
column_entry(const struct column *c, uint32_t row)
{
	uint32_t i;

	switch (c->shape) {
	case COLUMN_CONST:
		return 0;
	case COLUMN_DENSE:
		return c->codes ? code_at(c, row) - 1 : row;
	case COLUMN_SPARSE:
		i = sparse_at(c, row);
		if (i == c->n_present || c->rows[i] != row)
			return ENTRY_NONE;
		return column_entry_at(c, i);
	case COLUMN_NONE:
		break;
	}
	return ENTRY_NONE;
}

void
column_entries(const struct column *c, uint32_t *out)
{
	uint32_t n = c->n_rows;

	switch (c->shape) {
	case COLUMN_CONST:
		memset(out, 0, n * sizeof(*out));
		return;
	case COLUMN_DENSE:
		if (!c->codes)
			for (uint32_t i = 0; i < n; i++)
				out[i] = i;
		else if (c->width == 1)
			for (uint32_t i = 0; i < n; i++)
				out[i] = (uint32_t)((const uint8_t *)
				    c->codes)[i] - 1;
		else if (c->width == 2)
			for (uint32_t i = 0; i < n; i++)
				out[i] = (uint32_t)((const uint16_t *)
				    c->codes)[i] - 1;
		else
			for (uint32_t i = 0; i < n; i++)
				out[i] = ((const uint32_t *)c->codes)[i] - 1;
		return;
	case COLUMN_SPARSE:
	case COLUMN_NONE:
		break;
	}
	memset(out, 0xff, n * sizeof(*out)); /* ENTRY_NONE */
	if (c->shape == COLUMN_SPARSE)
		for (uint32_t i = c->n_present; i-- > 0;)
			out[c->rows[i]] = c->codes ? code_at(c, i) : i;
}

enum value_type
column_type(const struct column *c, uint32_t entry)
{
	return c->types ? c->types[entry] : c->type;
}

struct value
column_value(const struct column *c, uint32_t entry, char room[40])
{
	struct value v = { .type = column_type(c, entry) };

	switch (c->form) {
	case ENTRIES_TEXT:
		v.text.p = c->text + c->offsets[entry];
		v.text.n = c->offsets[entry + 1] - c->offsets[entry] - 1;
		break;
	case ENTRIES_UUID:
		uuid_print((const unsigned char *)c->text + 16 * (size_t)entry,
		    room);
		v.text = (struct str){ room, 36 };
		break;
	case ENTRIES_TIME: {
		uint32_t row = c->shape == COLUMN_SPARSE ? c->rows[entry]
		                                         : entry;
		struct civil t;
		int part[6];

		time_civil(c->time_diffs ? c->time_base +
		                               c->time_unit * c->time_diffs[row]
		                         : c->times[row],
		    &t);
		part[0] = t.month;
		part[1] = t.day;
		part[2] = t.hour;
		part[3] = t.minute;
		part[4] = t.second;
		room[0] = (char)('0' + t.year / 1000);
		room[1] = (char)('0' + t.year / 100 % 10);
		room[2] = (char)('0' + t.year / 10 % 10);
		room[3] = (char)('0' + t.year % 10);
		for (int i = 0; i < 5; i++) {
			room[4 + 3 * i] = "--T::"[i];
			room[5 + 3 * i] = (char)('0' + part[i] / 10);
			room[6 + 3 * i] = (char)('0' + part[i] % 10);
		}
		room[19] = 'Z';
		v.text = (struct str){ room, 20 };
		break;
	}
	}
	return v;
}

void
column_equal(const struct column *c, struct str text, uint64_t *entry_bits)
{
	unsigned char uuid[16];
	char room[40];

	switch (c->form) {
	case ENTRIES_TEXT:
		for (uint32_t e = 0; e < c->n_entries; e++)
			if (c->offsets[e + 1] - c->offsets[e] - 1 == text.n &&
			    memcmp(c->text + c->offsets[e], text.p, text.n) ==
			        0)
				bits_add(entry_bits, e);
		return;
	case ENTRIES_UUID:
		if (!uuid_parse_lower(text, uuid))
			return;
		for (uint32_t e = 0; e < c->n_entries; e++)
			if (memcmp(c->text + 16 * (size_t)e, uuid, 16) == 0)
				bits_add(entry_bits, e);
		return;
	case ENTRIES_TIME:
		for (uint32_t e = 0; e < c->n_entries; e++)
			if (str_equal(column_value(c, e, room).text, text))
				bits_add(entry_bits, e);
		return;
	}
}

/* Bit i set where test[codes[i]], 64 rows a word. */
#define SPREAD(type)                                                         \
	do {                                                                 \
		const type *codes = c->codes;                                \
		uint32_t i = 0;                                              \
                                                                             \
		for (; i + 64 <= c->n_rows; i += 64) {                       \
			uint64_t word = 0;                                   \
                                                                             \
			for (uint32_t k = 0; k < 64; k++)                    \
				word |= (uint64_t)test[codes[i + k]] << k;   \
			row_bits[i / 64] |= word;                            \
		}                                                            \
		for (; i < c->n_rows; i++)                                   \
			row_bits[i / 64] |= (uint64_t)test[codes[i]]         \
			    << (i % 64);                                     \
	} while (0)

void
column_spread(const struct column *c, const uint64_t *entry_bits,
    uint64_t *row_bits)
{
	if (c->shape == COLUMN_CONST) {
		if (bits_has(entry_bits, 0))
			bits_fill(row_bits, c->n_rows);
	} else if (c->shape == COLUMN_SPARSE) {
		for (uint32_t i = 0; i < c->n_present; i++)
			if (bits_has(entry_bits, c->codes ? code_at(c, i) : i))
				bits_add(row_bits, c->rows[i]);
	} else if (c->shape == COLUMN_DENSE && !c->codes) {
		for (size_t i = 0; i < bits_words(c->n_rows); i++)
			row_bits[i] |= entry_bits[i];
	} else if (c->shape == COLUMN_DENSE) {
		/* A byte for each code, 0 being none. */
		uint8_t small[257] = { 0 };
		static const uint32_t many = 256;

		if (c->n_entries <= many) {
			const uint8_t *test = small;

			for (uint32_t e = 0; e < c->n_entries; e++)
				small[e + 1] = bits_has(entry_bits, e);
			if (c->width == 1)
				SPREAD(uint8_t);
			else if (c->width == 2)
				SPREAD(uint16_t);
			else
				SPREAD(uint32_t);
			return;
		}
		for (uint32_t row = 0; row < c->n_rows; row++) {
			uint32_t code = code_at(c, row);

			if (code && bits_has(entry_bits, code - 1))
				bits_add(row_bits, row);
		}
	}
}

#define PRESENT(type)                                                        \
	do {                                                                 \
		const type *codes = c->codes;                                \
		uint32_t i = 0;                                              \
                                                                             \
		for (; i + 64 <= c->n_rows; i += 64) {                       \
			uint64_t word = 0;                                   \
                                                                             \
			for (uint32_t k = 0; k < 64; k++)                    \
				word |= (uint64_t)(codes[i + k] != 0) << k;  \
			row_bits[i / 64] |= word;                            \
		}                                                            \
		for (; i < c->n_rows; i++)                                   \
			row_bits[i / 64] |= (uint64_t)(codes[i] != 0)        \
			    << (i % 64);                                     \
	} while (0)

void
column_present(const struct column *c, uint64_t *row_bits)
{
	if (c->shape == COLUMN_CONST ||
	    (c->shape == COLUMN_DENSE && !c->codes)) {
		bits_fill(row_bits, c->n_rows);
	} else if (c->shape == COLUMN_SPARSE) {
		for (uint32_t i = 0; i < c->n_present; i++)
			bits_add(row_bits, c->rows[i]);
	} else if (c->shape == COLUMN_DENSE) {
		if (c->width == 1)
			PRESENT(uint8_t);
		else if (c->width == 2)
			PRESENT(uint16_t);
		else
			PRESENT(uint32_t);
	}
}

void
column_row_values(const struct column *c, uint32_t row,
    void (*found)(void *ctx, struct value v), void *ctx)
{
	char room[40];
	uint32_t entry;
	struct value v;

	if (c->shape == COLUMN_NONE)
		return;
	if (c->positions) {
		for (uint32_t i = sparse_at(c, row);
		     i < c->n_present && c->rows[i] == row; i++) {
			v = column_value(c, column_entry_at(c, i), room);
			if (!value_absent(v))
				found(ctx, v);
		}
		return;
	}
	entry = column_entry(c, row);
	if (entry == ENTRY_NONE)
		return;
	v = column_value(c, entry, room);
	if (!value_absent(v))
		found(ctx, v);
}
