#include "base/buf.h"
#include "tap.h"

static bool
holds(const struct buf *b, struct str want)
{
	return str_equal(buf_str(b), want);
}

static void
adding(void)
{
	struct buf b = { 0 };

	ok(buf_str(&b).p && buf_str(&b).n == 0, "a zeroed buffer is empty");
	buf_add(&b, (struct str){ NULL, 0 });
	buf_add(&b, STR("a\0b"));
	buf_byte(&b, 'c');
	buf_fill(&b, '-', 3);
	buf_fill(&b, '-', 0);
	ok(holds(&b, STR("a\0bc---")), "what is added stands behind the rest");
	buf_reset(&b);
	ok(b.n == 0 && b.capacity > 0, "a reset buffer keeps its memory");
	buf_free(&b);
	ok(!b.p && b.capacity == 0, "a freed buffer is an empty one");
	buf_free(&b);
	buf_fill(&b, 'x', 0);
	ok(buf_str(&b).n == 0, "nothing can be added to an empty one");
	buf_free(&b);
}

static void
growing(void)
{
	struct buf b = { 0 };
	int moves = 0;
	bool kept = true;

	for (int i = 0; i < 1000000; i++) {
		size_t before = b.capacity;

		buf_byte(&b, (char)(i % 251));
		moves += b.capacity != before;
	}
	for (int i = 0; i < 1000000; i++)
		kept = kept && b.p[i] == (char)(i % 251);
	ok(kept, "a million bytes are kept");
	ok(moves < 30, "it doubles: %d moves", moves);
	memset(buf_room(&b, 5000000), 'x', 5000000);
	b.n += 5000000;
	ok(b.p[5999999] == 'x' && b.p[0] == 0, "there is room for much");
	buf_free(&b);
}

static void
formatting(void)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s %d", "x", -5);
	ok(holds(&b, STR("x -5")), "an empty buffer is printed to");
	buf_printf(&b, "%s", "");
	ok(holds(&b, STR("x -5")), "nothing may be printed");
	buf_reset(&b);
	buf_fill(&b, ' ', 60);
	buf_printf(&b, "%s", "123");
	ok(holds(&b, STR("                                        "
			 "                    123")),
	    "the last bytes of room are used");
	buf_printf(&b, "%s", "4567");
	ok(b.n == 67 && memcmp(b.p + 60, "1234567", 7) == 0,
	    "text that needs more room is printed whole");
	buf_printf(&b, "%*d", 10000, 1);
	ok(b.n == 10067 && b.p[10066] == '1', "long text is printed whole");
	buf_free(&b);
}

static void
numbers(void)
{
	struct buf b = { 0 };

	buf_u64(&b, 0);
	buf_byte(&b, ' ');
	buf_u64(&b, 10);
	buf_byte(&b, ' ');
	buf_u64(&b, UINT64_MAX);
	ok(holds(&b, STR("0 10 18446744073709551615")),
	    "numbers are printed in decimal");
	buf_free(&b);
}

int
main(void)
{
	adding();
	growing();
	formatting();
	numbers();
	return done_testing();
}
