/*
 * Any bytes, read as a file: the bytes and the verdict of a plain zlib loop,
 * whatever the sizes of the reads, the restart points and the limit.  Then the
 * same bytes as the content of a gzip file that this target writes.
 */
#include "fuzz/fuzz.h"

#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/inflate.h"

/* More than any small input inflates to, so that a run stays short. */
#define OUTPUT_MAX (256u << 10)

static const struct inflate_limits limits = { .output_bytes_max = OUTPUT_MAX };

static int
file_of(struct str s)
{
	int fd = memfd_create("fuzz", 0);

	must(fd >= 0 && write(fd, s.p, s.n) == (ssize_t)s.n &&
	        lseek(fd, 0, SEEK_SET) == 0,
	    "a file in memory can be written");
	return fd;
}

/* What zlib makes of the file when it has all of it and all the room. */
static enum err_code
reference(struct str file, struct buf *out)
{
	z_stream z = { 0 };
	int r = Z_OK;

	if (!str_starts(file, STR("\x1f\x8b"))) {
		buf_add(out, file);
		return ERR_NONE;
	}
	z.next_in = (uint8_t *)(uintptr_t)file.p;
	z.avail_in = (unsigned)file.n;
	must(inflateInit2(&z, 15 + 16) == Z_OK, "zlib starts");
	while (z.avail_in > 0 && out->n <= OUTPUT_MAX) {
		z.next_out = (uint8_t *)buf_room(out, OUTPUT_MAX + 1);
		z.avail_out = OUTPUT_MAX + 1;
		r = inflate(&z, Z_SYNC_FLUSH);
		out->n += OUTPUT_MAX + 1 - z.avail_out;
		if (r != Z_STREAM_END)
			break;
		while (z.avail_in > 0 && *z.next_in == 0) {
			z.next_in++;
			z.avail_in--;
		}
		inflateReset(&z);
	}
	inflateEnd(&z);
	if (out->n > OUTPUT_MAX) {
		out->n = OUTPUT_MAX;
		return ERR_LIMIT;
	}
	return r == Z_STREAM_END ? ERR_NONE : ERR_FORMAT;
}

/* To the end, in reads of 1 to most bytes. */
static enum err_code
read_rest(struct inflate *in, size_t most, uint64_t seed, struct buf *out)
{
	struct err err = { 0 };
	size_t got;
	size_t n;

	do {
		seed = hash_mix(seed, 1);
		n = 1 + seed % most;
		got = inflate_read(in, buf_room(out, n), n, &err);
		must(got <= n, "a read gives no more than it was asked for");
		out->n += got;
	} while (got > 0);
	return err.code;
}

static void
limit_holds(struct inflate *in, struct str file, struct str want,
    enum err_code verdict, uint64_t limit)
{
	struct inflate_limits small = { .output_bytes_max = limit };
	struct buf out = { 0 };
	enum err_code code;

	inflate_reopen(in, file_of(file), &small);
	code = read_rest(in, 4096, limit, &out);
	if (inflate_is_gzip(in) && limit < want.n) {
		must(code == ERR_LIMIT, "the limit is seen");
		want.n = limit;
	} else {
		must(code == verdict, "a limit not reached changes nothing");
	}
	must(str_equal(buf_str(&out), want), "all up to the limit is given");
	buf_free(&out);
}

static void
seek_finds(struct inflate *in, const struct restarts *r, struct str file,
    struct str want, uint64_t offset)
{
	struct buf out = { 0 };
	struct err err = { 0 };
	bool found;

	inflate_reopen(in, file_of(file), &limits);
	found = inflate_seek(in, r, offset, &err);
	must(found || err.code != ERR_NONE, "not found has a reason");
	if (offset <= want.n) {
		must(found, "every byte is found");
		read_rest(in, 4096, offset, &out);
		must(str_starts(buf_str(&out), str_from(want, offset)),
		    "from there on the bytes are the same");
	}
	buf_free(&out);
}

static void
file_is_read(struct str file, struct str want, enum err_code verdict)
{
	uint64_t seed = hash_bytes(file, 0);
	struct inflate *in = inflate_open(file_of(file), &limits);
	struct restarts *r;
	struct buf out = { 0 };

	must(read_rest(in, 2 * OUTPUT_MAX, 0, &out) == verdict,
	    "the verdict of zlib");
	must(str_equal(buf_str(&out), want), "the bytes of zlib");
	must(inflate_output_bytes(in) == out.n, "they are counted");
	must(inflate_input_bytes(in) <= file.n, "input is counted");

	buf_reset(&out);
	inflate_reopen(in, file_of(file), &limits);
	inflate_keep_restarts(in, 1 + seed % 3000);
	must(read_rest(in, want.n < 4096 ? 7 : 5000, seed, &out) == verdict,
	    "the verdict in small reads");
	must(str_equal(buf_str(&out), want), "the bytes in small reads");
	r = inflate_take_restarts(in);

	for (int i = 0; i < 4; i++) {
		seed = hash_mix(seed, 2);
		seek_finds(in, r, file, want, seed % (want.n + 2));
	}
	seek_finds(in, r, file, want, want.n);
	seek_finds(in, NULL, file, want, want.n / 2);
	limit_holds(in, file, want, verdict, 1 + seed % (want.n + 1));
	limit_holds(in, file, want, verdict, want.n ? want.n : 1);
	restarts_free(r);
	inflate_close(in);
	buf_free(&out);
}

/* content as members of blocks of changing kinds; the seed decides. */
static void
gzip_of(struct str content, uint64_t seed, struct buf *out)
{
	static const int flushes[] = { Z_NO_FLUSH, Z_BLOCK, Z_SYNC_FLUSH,
		Z_FULL_FLUSH, Z_FINISH };
	z_stream z = { 0 };
	int flush = Z_FINISH;

	must(deflateInit2(&z, (int)(seed % 10), Z_DEFLATED, 15 + 16, 8,
	         Z_DEFAULT_STRATEGY) == Z_OK,
	    "zlib starts");
	z.next_in = (uint8_t *)(uintptr_t)content.p;
	do {
		size_t left = content.n - (size_t)z.total_in;
		size_t n = 1 + seed % 2000;
		size_t room = 2 * content.n + 1000;

		seed = hash_mix(seed, 3);
		flush = n < left ? flushes[seed % 5] : Z_FINISH;
		z.avail_in = (unsigned)(n < left ? n : left);
		z.next_out = (uint8_t *)buf_room(out, room);
		z.avail_out = (unsigned)room;
		deflate(&z, flush);
		must(z.avail_in == 0 && z.avail_out > 0, "zlib has room");
		out->n = (size_t)((char *)z.next_out - out->p);
		if (flush == Z_FINISH && n < left) {
			content = str_from(content, z.total_in);
			deflateReset(&z);
			buf_fill(out, '\0', seed % 3);
		}
	} while (flush != Z_FINISH || content.n > z.total_in);
	deflateEnd(&z);
}

static void
block_comes_back(struct str content)
{
	struct buf packed = { 0 };
	char *plain = malloc(content.n + 1);

	deflate_block(content, &packed);
	must(inflate_block(buf_str(&packed), content.n, plain) &&
	        str_equal((struct str){ plain, content.n }, content),
	    "a block comes back");
	must(!inflate_block(buf_str(&packed), content.n + 1, plain),
	    "not as a longer one");
	inflate_block(content, content.n, plain);
	buf_free(&packed);
	free(plain);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str input = { (const char *)data, n };
	uint64_t seed = hash_bytes(input, 4);
	struct buf want = { 0 };
	struct buf file = { 0 };
	enum err_code verdict;

	if (n > 1 << 20)
		return 0;
	verdict = reference(input, &want);
	file_is_read(input, buf_str(&want), verdict);
	gzip_of(input, seed, &file);
	file_is_read(buf_str(&file), input, ERR_NONE);
	block_comes_back(input);
	buf_free(&want);
	buf_free(&file);
	return 0;
}
