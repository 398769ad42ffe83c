#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/err.h"
#include "tap.h"

static bool
is_zero(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i])
			return false;
	return true;
}

static void
allocating(void)
{
	struct arena a = { 0 };
	char *old = NULL;
	bool aligned = true, zero = true, apart = true;

	for (size_t n = 0; n < 3000; n++) {
		char *p = arena_alloc(&a, n % 300);

		aligned = aligned && (uintptr_t)p % 16 == 0;
		zero = zero && is_zero(p, n % 300);
		apart = apart && p != old;
		memset(p, 0xff, n % 300);
		old = p;
	}
	ok(aligned, "memory is aligned to 16 bytes");
	ok(zero, "memory is zeroed");
	ok(apart, "each allocation has its own place, of no bytes too");
	ok(a.total_bytes >= 64 << 10, "the memory is counted");
	arena_reset(&a);
	ok(is_zero(arena_alloc(&a, 60000), 60000),
	    "memory is zeroed when it is used again");
	arena_free(&a);
	ok(a.total_bytes == 0 && !a.last, "a freed arena is an empty one");
	arena_free(&a);
	arena_reset(&a);
	ok(!a.last, "an empty arena can be freed and reset");
}

static void
large_allocations(void)
{
	struct arena a = { 0 };
	char *small = arena_alloc(&a, 16);
	char *large = arena_alloc(&a, 5 << 20);
	char *next = arena_alloc(&a, 16);

	large[(5 << 20) - 1] = 'x';
	ok(next == small + 16, "a large one does not waste the room left");
	ok(a.total_bytes < (5 << 20) + (66 << 10), "it takes what it needs");
	arena_reset(&a);
	ok(a.total_bytes <= (65 << 10), "a reset gives it back");
	arena_free(&a);

	large = arena_raw(&a, 3 << 20);
	memset(large, 1, 3 << 20);
	next = arena_alloc(&a, 100);
	ok(next < large || next >= large + (3 << 20),
	    "what follows a large first one lies elsewhere");
	arena_reset(&a);
	ok(a.total_bytes <= 1 << 21, "a reset keeps at most one block");
	arena_free(&a);

	arena_raw(&a, 3 << 20);
	arena_reset(&a);
	ok(a.total_bytes == 0, "a large block is not kept");
}

static void
blocks_grow(void)
{
	struct arena a = { 0 };
	size_t before = 0, step = 0;

	for (int i = 0; i < 80000; i++) {
		arena_raw(&a, 64);
		if (a.total_bytes > before)
			step = a.total_bytes - before;
		before = a.total_bytes;
	}
	ok(step >= 1 << 20 && step < (1 << 20) + 100, "blocks grow to 1 MiB");
	ok(a.total_bytes < 80000 * 64 + (2 << 20), "little is wasted");
	arena_free(&a);
}

static void
texts(void)
{
	struct arena a = { 0 };
	struct str s = arena_copy(&a, STR("a\0b"));

	ok(str_equal(s, STR("a\0b")), "a copy holds all bytes");
	ok(s.p[s.n] == '\0', "a NUL stands behind a copy");
	s = arena_copy(&a, (struct str){ NULL, 0 });
	ok(s.n == 0 && s.p[0] == '\0', "nothing can be copied");
	s = arena_printf(&a, "%s-%d", "x", 42);
	ok(str_equal(s, STR("x-42")) && s.p[4] == '\0', "text is formatted");
	s = arena_printf(&a, "%*d", 100000, 7);
	ok(s.n == 100000 && s.p[99999] == '7', "long text is formatted");
	arena_free(&a);
}

static void
say_bye(void)
{
	ssize_t n = write(STDERR_FILENO, "bye ", 4);

	(void)n;
}

/* The exit status of a child that asks for too much, and what it said. */
static int
status_of(void (*ask)(struct arena *), char *said, size_t size)
{
	struct arena a = { 0 };
	int ends[2], status = 0;
	ssize_t n;
	pid_t child;

	if (pipe(ends) != 0 || (child = fork()) < 0)
		return -1;
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		bug_on_exit(say_bye);
		ask(&a);
		_exit(0);
	}
	close(ends[1]);
	n = read(ends[0], said, size - 1);
	said[n < 0 ? 0 : n] = '\0';
	while (n > 0 && (size_t)n < size - 1) {
		ssize_t more = read(ends[0], said + n, size - 1 - (size_t)n);

		if (more <= 0)
			break;
		n += more;
		said[n] = '\0';
	}
	close(ends[0]);
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
ask_product(struct arena *a)
{
	arena_array(a, SIZE_MAX / 8, 16);
}

static void
ask_rounding(struct arena *a)
{
	arena_raw(a, SIZE_MAX - 3);
}

static void
ask_header(struct arena *a)
{
	arena_raw(a, SIZE_MAX - 16);
}

static void
ask_growing(struct arena *a)
{
	(void)a;
	free(mem_grow(NULL, SIZE_MAX / 2, 3));
}

static void
out_of_memory(void)
{
	char said[64];

	ok(status_of(ask_product, said, sizeof(said)) == 2,
	    "a product that overflows ends the program with status 2");
	ok(strcmp(said, "bye spoor: out of memory\n") == 0,
	    "the terminal is restored, then it is said");
	ok(status_of(ask_rounding, said, sizeof(said)) == 2,
	    "so does a size that overflows when it is rounded up");
	ok(status_of(ask_header, said, sizeof(said)) == 2,
	    "so does a size that overflows with its header");
	ok(status_of(ask_growing, said, sizeof(said)) == 2,
	    "so does mem_grow");
}

static void
plain_memory(void)
{
	char *p = mem_zero(3, 5);
	void *none;

	ok(is_zero(p, 15), "mem_zero gives zeroed memory");
	memset(p, 'x', 15);
	p = mem_grow(p, 1000, 2);
	ok(p[14] == 'x', "mem_grow keeps what was there");
	free(p);
	none = mem_alloc(0);
	ok(none != NULL, "no bytes are memory too");
	free(none);
	none = mem_grow(NULL, 0, 8);
	ok(none != NULL, "grown to no bytes, too");
	free(none);
}

int
main(void)
{
	allocating();
	large_allocations();
	blocks_grow();
	texts();
	out_of_memory();
	plain_memory();
	return done_testing();
}
