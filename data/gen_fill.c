/* The functions that fill a hole: <uuid>, <int:1..9>, <time:-60> ... */
#include "gen_fill.h"

#include <string.h>

static void
letters(struct rng *r, int64_t n, const char *alphabet, uint32_t size,
    struct out *out)
{
	char *p = out_room(out, (size_t)n);
	int64_t i;

	/* Alphabets have 16, 32 or 64 letters at their front: 10 a draw. */
	for (i = 0; i < n;) {
		uint64_t bits = rng_next(r);
		int k;

		for (k = 0; k < 10 && i < n; k++, i++, bits >>= 6)
			p[i] = alphabet[bits % size];
	}
	out->n += (size_t)n;
}

#define HEX "0123456789abcdef"
#define BASE32 "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
#define BASE64                                                                 \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

static void
fill_hex(struct scene *sc, struct rng *r, int64_t n, int64_t b, struct out *out)
{
	(void)sc, (void)b;
	letters(r, n, HEX, 16, out);
}

static void
fill_digits(struct scene *sc, struct rng *r, int64_t n, int64_t b,
    struct out *out)
{
	(void)sc, (void)b;
	letters(r, n, "0123456789", 10, out);
}

static void
fill_upper(struct scene *sc, struct rng *r, int64_t n, int64_t b,
    struct out *out)
{
	(void)sc, (void)b;
	letters(r, n, BASE32, 32, out);
}

static void
fill_lower(struct scene *sc, struct rng *r, int64_t n, int64_t b,
    struct out *out)
{
	(void)sc, (void)b;
	letters(r, n, "abcdefghijklmnopqrstuvwxyz234567", 32, out);
}

static void
fill_alnum(struct scene *sc, struct rng *r, int64_t n, int64_t b,
    struct out *out)
{
	(void)sc, (void)b;
	letters(r, n, BASE64, 62, out);
}

static void
fill_b64(struct scene *sc, struct rng *r, int64_t n, int64_t b, struct out *out)
{
	(void)sc, (void)b;
	letters(r, n, BASE64, 64, out);
}

static void
uuid(struct rng *r, const char *hex, struct out *out)
{
	static const char form[] = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
	char *p = out_room(out, sizeof(form) - 1);
	uint64_t bits[2];
	size_t i, used = 0;

	bits[0] = rng_next(r);
	bits[1] = rng_next(r);
	for (i = 0; i < sizeof(form) - 1; i++) {
		uint32_t nibble = (uint32_t)(bits[used / 16 % 2] & 15);

		p[i] = form[i];
		if (form[i] != 'x' && form[i] != 'y')
			continue;
		p[i] = form[i] == 'x' ? hex[nibble] : hex[8 + nibble % 4];
		bits[used / 16 % 2] >>= 4;
		used++;
	}
	out->n += sizeof(form) - 1;
}

static void
fill_uuid(struct scene *sc, struct rng *r, int64_t a, int64_t b,
    struct out *out)
{
	(void)sc, (void)a, (void)b;
	uuid(r, HEX, out);
}

static void
fill_uuid_upper(struct scene *sc, struct rng *r, int64_t a, int64_t b,
    struct out *out)
{
	(void)sc, (void)a, (void)b;
	uuid(r, "0123456789ABCDEF", out);
}

static void
fill_int(struct scene *sc, struct rng *r, int64_t low, int64_t high,
    struct out *out)
{
	(void)sc;
	out_number(out, low + rng_below(r, (uint32_t)(high - low + 1)));
}

static void
fill_time(struct scene *sc, struct rng *r, int64_t shift, int64_t b,
    struct out *out)
{
	(void)r, (void)b;
	out_iso(out, sc->time + shift);
}

static void
fill_since(struct scene *sc, struct rng *r, int64_t a, int64_t b,
    struct out *out)
{
	(void)r, (void)a, (void)b;
	out_iso(out, sc->since);
}

/* Nov 12, 2024, 1:02:11 PM: how a Java service prints a date. */
static void
fill_date(struct scene *sc, struct rng *r, int64_t shift, int64_t b,
    struct out *out)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr",
		"May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct out day = { 0 };
	int64_t second = (sc->time + shift) % 86400, hour = second / 3600;

	(void)r, (void)b;
	out_day(&day, sc->time + shift, "-");
	out_text(out, months[(day.p[5] - '0') * 10 + day.p[6] - '0' - 1]);
	out_bytes(out, " ", 1);
	out_number(out, (day.p[8] - '0') * 10 + day.p[9] - '0');
	out_bytes(out, ", ", 2);
	out_bytes(out, day.p, 4);
	out_bytes(out, ", ", 2);
	out_number(out, hour % 12 ? hour % 12 : 12);
	out_bytes(out, ":", 1);
	out_padded(out, second / 60 % 60, 2);
	out_bytes(out, ":", 1);
	out_padded(out, second % 60, 2);
	out_text(out, hour < 12 ? " AM" : " PM");
	out_release(&day);
}

static void
fill_day(struct scene *sc, struct rng *r, int64_t shift, int64_t b,
    struct out *out)
{
	(void)r, (void)b;
	out_day(out, sc->time + shift, "-");
}

static void
fill_epoch(struct scene *sc, struct rng *r, int64_t shift, int64_t b,
    struct out *out)
{
	(void)r, (void)b;
	out_number(out, sc->time + shift);
}

static void
fill_account(struct scene *sc, struct rng *r, int64_t a, int64_t b,
    struct out *out)
{
	(void)r, (void)a, (void)b;
	out_text(out, sc->account);
}

static void
fill_region(struct scene *sc, struct rng *r, int64_t a, int64_t b,
    struct out *out)
{
	(void)r, (void)a, (void)b;
	out_text(out, sc->region);
}

static void
fill_source(struct scene *sc, struct rng *r, int64_t a, int64_t b,
    struct out *out)
{
	(void)r, (void)a, (void)b;
	out_text(out, sc->source);
}

static void
fill_name(struct scene *sc, struct rng *r, int64_t a, int64_t b,
    struct out *out)
{
	(void)r, (void)a, (void)b;
	out_text(out, sc->name);
}

static void
fill_reads(struct scene *sc, struct rng *r, int64_t a, int64_t b,
    struct out *out)
{
	(void)r, (void)a, (void)b;
	out_text(out, sc->reads ? "true" : "false");
}

static void
fill_number(struct scene *sc, struct rng *r, int64_t a, int64_t digits,
    struct out *out)
{
	(void)r, (void)a;
	out_padded(out, sc->number, digits > 0 ? (int)digits : 1);
}

/* clang-format off */
static const struct filler fillers[] = {
	{ "hex", fill_hex },            /* :digits, and so on */
	{ "digits", fill_digits },
	{ "upper", fill_upper },        /* A-Z 2-7 */
	{ "lower", fill_lower },        /* a-z 2-7 */
	{ "alnum", fill_alnum },
	{ "b64", fill_b64 },
	{ "uuid", fill_uuid },
	{ "UUID", fill_uuid_upper },
	{ "int", fill_int },            /* :from..to */
	{ "time", fill_time },          /* :seconds later, or none */
	{ "date", fill_date },
	{ "day", fill_day },
	{ "epoch", fill_epoch },
	{ "since", fill_since },        /* when the session began */
	{ "account", fill_account },
	{ "region", fill_region },
	{ "source", fill_source },
	{ "name", fill_name },
	{ "reads", fill_reads },
	{ "n", fill_number },           /* :0..digits */
};
/* clang-format on */

const struct filler *
filler_find(const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < sizeof(fillers) / sizeof(fillers[0]); i++)
		if (strlen(fillers[i].name) == n &&
		    memcmp(fillers[i].name, name, n) == 0)
			return &fillers[i];
	return NULL;
}
