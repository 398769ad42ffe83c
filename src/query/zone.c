#include "query/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/timefmt.h"

#define ZONE_BYTES_MAX 65536
#define HEADER_BYTES 44

struct zone {
	struct str fixed_name; /* a fixed zone: no transitions */
	int32_t fixed_s;
	struct buf file;
	uint32_t n_times, n_types, n_names;
	const unsigned char *times, *indexes, *types;
	const char *names;
};

/* ---- fixed ones --------------------------------------------------------- */

static int
two_digits(struct str s)
{
	if (s.n < 2 || s.p[0] < '0' || s.p[0] > '9' || s.p[1] < '0' ||
	    s.p[1] > '9')
		return -1;
	return (s.p[0] - '0') * 10 + s.p[1] - '0';
}

bool
zone_fixed_s(struct str s, int32_t *out)
{
	int hours, minutes = 0;
	bool minus;

	*out = 0;
	if (str_equal(s, STR("Z")))
		return true;
	minus = s.n && s.p[0] == '-';
	if (s.n < 3 || (!minus && s.p[0] != '+'))
		return false;
	hours = two_digits(str_from(s, 1));
	s = str_from(s, 3);
	if (s.n == 3 && s.p[0] == ':')
		s = str_from(s, 1);
	if (s.n == 2)
		minutes = two_digits(s);
	else if (s.n)
		return false;
	if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59)
		return false;
	*out = (hours * 60 + minutes) * 60 * (minus ? -1 : 1);
	return true;
}

/* UTC, GMT, UTC+02:00. */
static bool
zone_fixed(struct str name, struct zone *z)
{
	static const struct str zero[] = { STR_INIT("UTC"), STR_INIT("GMT"),
		STR_INIT("UT") };

	z->fixed_name = STR("UTC");
	for (int i = 0; i < 3; i++)
		if (str_starts(name, zero[i])) {
			name = str_from(name, zero[i].n);
			return name.n == 0 || zone_fixed_s(name, &z->fixed_s);
		}
	return zone_fixed_s(name, &z->fixed_s);
}

/* ---- those of the database ---------------------------------------------- */

static uint32_t
read_4(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static int64_t
read_8(const unsigned char *p)
{
	return (int64_t)((uint64_t)read_4(p) << 32 | read_4(p + 4));
}

static bool
plain_name(struct str s)
{
	if (s.n == 0 || s.n > 64 || s.p[0] == '/')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		        (c >= '0' && c <= '9') || c == '/' || c == '_' ||
		        c == '-' || c == '+'))
			return false;
	}
	return true;
}

static bool
read_file(struct str name, struct buf *out)
{
	char path[128], block[4096];
	FILE *in;
	size_t n;

	if (!plain_name(name))
		return false;
	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%.*s",
	    STR_ARG(name));
	in = fopen(path, "rb");
	if (!in)
		return false;
	while (out->n <= ZONE_BYTES_MAX &&
	    (n = fread(block, 1, sizeof(block), in)) > 0)
		buf_add(out, (struct str){ block, n });
	fclose(in);
	return out->n <= ZONE_BYTES_MAX;
}

/* Bytes of a data block behind its header, whose times have `wide` bytes. */
static uint64_t
block_bytes(const unsigned char *h, unsigned wide)
{
	return (uint64_t)read_4(h + 32) * (wide + 1) +
	    (uint64_t)read_4(h + 36) * 6 + read_4(h + 40) +
	    (uint64_t)read_4(h + 28) * (wide + 4) + read_4(h + 24) +
	    read_4(h + 20);
}

/* The second block of a file has times of 64 bits. */
static bool
find_block(struct zone *z)
{
	const unsigned char *p = (const unsigned char *)z->file.p;
	size_t n = z->file.n;
	uint64_t first;

	if (n < HEADER_BYTES || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
		return false;
	first = HEADER_BYTES + block_bytes(p, 4);
	if (first > n || n - first < HEADER_BYTES)
		return false;
	p += first;
	n -= (size_t)first;
	if (memcmp(p, "TZif", 4) != 0 || block_bytes(p, 8) > n - HEADER_BYTES)
		return false;
	z->n_times = read_4(p + 32);
	z->n_types = read_4(p + 36);
	z->n_names = read_4(p + 40);
	z->times = p + HEADER_BYTES;
	z->indexes = z->times + (size_t)z->n_times * 8;
	z->types = z->indexes + z->n_times;
	z->names = (const char *)z->types + (size_t)z->n_types * 6;
	return z->n_types && z->n_names && !z->names[z->n_names - 1];
}

struct zone *
zone_new(struct str name)
{
	struct zone *z = mem_zero(1, sizeof(*z));

	if (zone_fixed(name, z))
		return z;
	if (read_file(name, &z->file) && find_block(z))
		return z;
	zone_free(z);
	return NULL;
}

void
zone_free(struct zone *z)
{
	if (z)
		buf_free(&z->file);
	free(z);
}

/* ---- offsets ------------------------------------------------------------ */

static int64_t
floor_seconds(int64_t us)
{
	return us / US_PER_SECOND - (us % US_PER_SECOND < 0);
}

int32_t
zone_offset_s(const struct zone *z, int64_t utc_us, struct str *name)
{
	int64_t seconds = floor_seconds(utc_us);
	uint32_t low = 0, high = z->n_times, type = 0;
	const unsigned char *p;

	*name = z->fixed_name;
	if (!z->n_types)
		return z->fixed_s;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (read_8(z->times + (size_t)middle * 8) <= seconds)
			low = middle + 1;
		else
			high = middle;
	}
	if (low)
		type = z->indexes[low - 1];
	if (type >= z->n_types)
		type = 0;
	p = z->types + (size_t)type * 6;
	if (p[5] < z->n_names)
		*name = str_of(z->names + p[5]);
	return (int32_t)read_4(p);
}

int64_t
zone_utc_us(const struct zone *z, int64_t local_us)
{
	struct str name;
	int64_t before = zone_offset_s(
	    z, local_us - US_PER_DAY, &name) * US_PER_SECOND;
	int64_t after = zone_offset_s(
	    z, local_us + US_PER_DAY, &name) * US_PER_SECOND;
	int64_t utc = local_us - before;

	if (zone_offset_s(z, utc, &name) * US_PER_SECOND == before)
		return utc;
	utc = local_us - after;
	return zone_offset_s(z, utc, &name) * US_PER_SECOND == after
	    ? utc : local_us - before;
}
