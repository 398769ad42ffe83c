#include "base/inflate.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/buf.h"

#define INPUT_BYTES (64 * 1024)
#define WINDOW_BYTES (32 * 1024) /* RFC 1951: distances reach no further */

#define OUTPUT_BYTES_MAX ((uint64_t)8 << 30)
#define RATIO_MAX 200
#define JUDGED_AFTER_BYTES ((uint64_t)16 << 20)
#define JUDGED_EVERY_BYTES ((uint64_t)1 << 20)

/* A small file whose first member is small is inflated in one step, twice as
 * fast.  What fails there is read again by zlib, which tells how far it is
 * good. */
#define WHOLE_PACKED_BYTES ((size_t)2 << 20)
#define WHOLE_BYTES ((size_t)8 << 20)
#define MEMBER_BYTES_MIN 18 /* RFC 1952, section 2.3: header and trailer */
#define FLAG_HCRC 0x02

/* windowBits for inflateReset2: a gzip member, or only its deflate data. */
#define BITS_GZIP (15 + 16)
#define BITS_RAW -15

/*
 * A member of a gzip stream, and where in it restart points can be:
 *
 *	header | block | block | ... | last block | CRC, size | zeros | header
 *	       ^       ^       ^                                             ^
 */
enum state {
	AT_START,
	IN_PLAIN,
	IN_WHOLE, /* a member that was inflated in one step */
	IN_MEMBER,
	IN_TRAILER, /* only behind a restart: zlib did not see the header */
	IN_PADDING,
	AT_END,
	FAILED,
};

struct point {
	uint64_t output_bytes;
	uint64_t input_bytes;
	uint8_t bits; /* that stand before input_bytes, and belong to it */
	uint8_t bits_value;
	uint32_t window_bytes;
	size_t packed_at; /* in restarts.packed */
	size_t packed_bytes;
};

struct restarts {
	struct point *points;
	size_t count;
	size_t capacity;
	struct buf packed; /* windows, deflated */
};

struct inflate {
	int fd;
	enum state state;
	bool gzip;
	bool cut;           /* ends inside the gzip stream */
	bool raw;           /* in this member only deflate data is read */
	bool zlib_ready;
	uint32_t members;   /* complete ones */
	size_t trailer_left;
	uint64_t input_bytes;
	uint64_t output_bytes;
	uint64_t judged_at; /* output byte */
	struct inflate_limits limits;
	uint64_t every; /* output bytes between two restart points; 0: none */
	uint64_t last;  /* output byte of the last one */
	struct restarts *restarts;
	struct err failure;
	z_stream z; /* next_in, avail_in: the input in plain files too */
	struct libdeflate_decompressor *whole_reader;
	struct buf whole_packed, whole;
	size_t whole_at; /* given out so far */
	void (*tap)(void *ctx, const void *p, size_t n); /* or NULL */
	void *tap_ctx;
	uint8_t input[INPUT_BYTES];
};

static void *
zlib_alloc(void *opaque, unsigned count, unsigned size)
{
	(void)opaque;
	return mem_alloc((size_t)count * size);
}

static void
zlib_free(void *opaque, void *p)
{
	(void)opaque;
	free(p);
}

static void
zlib_start(struct inflate *in, int window_bits)
{
	int r;

	in->raw = window_bits == BITS_RAW;
	if (in->zlib_ready) {
		r = inflateReset2(&in->z, window_bits);
	} else {
		in->z.zalloc = zlib_alloc;
		in->z.zfree = zlib_free;
		r = inflateInit2(&in->z, window_bits);
		in->zlib_ready = true;
	}
	if (r != Z_OK)
		BUG("zlib does not start: %d", r);
}

static void
start_file(struct inflate *in, int fd, const struct inflate_limits *limits)
{
	in->fd = fd;
	in->state = AT_START;
	in->gzip = false;
	in->cut = false;
	in->members = 0;
	in->input_bytes = 0;
	in->output_bytes = 0;
	in->judged_at = JUDGED_AFTER_BYTES;
	in->limits = limits ? *limits : (struct inflate_limits){ 0 };
	if (!in->limits.output_bytes_max)
		in->limits.output_bytes_max = OUTPUT_BYTES_MAX;
	if (!in->limits.ratio_max)
		in->limits.ratio_max = RATIO_MAX;
	in->every = 0;
	in->failure.code = ERR_NONE;
	in->tap = NULL;
	in->z.next_in = in->input;
	in->z.avail_in = 0;
}

struct inflate *
inflate_open(int fd, const struct inflate_limits *limits)
{
	struct inflate *in = mem_zero(1, sizeof(*in));

	start_file(in, fd, limits);
	return in;
}

void
inflate_reopen(struct inflate *in, int fd, const struct inflate_limits *limits)
{
	close(in->fd);
	restarts_free(inflate_take_restarts(in));
	start_file(in, fd, limits);
}

void
inflate_close(struct inflate *in)
{
	if (!in)
		return;
	close(in->fd);
	restarts_free(in->restarts);
	if (in->zlib_ready)
		inflateEnd(&in->z);
	libdeflate_free_decompressor(in->whole_reader);
	buf_free(&in->whole_packed);
	buf_free(&in->whole);
	free(in);
}

bool
inflate_is_gzip(const struct inflate *in)
{
	return in->gzip;
}

bool
inflate_is_cut(const struct inflate *in)
{
	return in->cut;
}

int
inflate_fd(const struct inflate *in)
{
	return in->fd;
}

uint64_t
inflate_input_bytes(const struct inflate *in)
{
	return in->input_bytes;
}

uint64_t
inflate_output_bytes(const struct inflate *in)
{
	return in->output_bytes;
}

/* Where zlib stands in the file. */
static uint64_t
consumed(const struct inflate *in)
{
	return in->input_bytes - in->z.avail_in;
}

/* read() that goes on after a signal.  0 at the end, or when it failed. */
static size_t
read_fd(struct inflate *in, void *to, size_t n)
{
	ssize_t r;

	do
		r = read(in->fd, to, n);
	while (r < 0 && errno == EINTR);
	if (r < 0) {
		err_system(&in->failure, "cannot read");
		in->state = FAILED;
		return 0;
	}
	in->input_bytes += (size_t)r;
	if (in->tap && r > 0)
		in->tap(in->tap_ctx, to, (size_t)r);
	return (size_t)r;
}

/* More input behind what is there (at most the start of the buffer).  False:
 * there is no more. */
static bool
fill(struct inflate *in)
{
	z_stream *z = &in->z;
	size_t n;

	if (z->avail_in == 0)
		z->next_in = in->input;
	n = read_fd(in, in->input + z->avail_in, INPUT_BYTES - z->avail_in);
	z->avail_in += (unsigned)n;
	return n > 0;
}

/* The bytes of a regular file that is small, all of them the input; it may
 * have grown or shrunk since its size was asked for. */
static bool
fill_whole(struct inflate *in)
{
	struct buf *b = &in->whole_packed;
	struct stat st;
	size_t size, got;

	if (fstat(in->fd, &st) < 0 || !S_ISREG(st.st_mode) ||
	    st.st_size > (off_t)WHOLE_PACKED_BYTES)
		return false;
	size = (size_t)st.st_size;
	buf_reset(b);
	buf_room(b, size + INPUT_BYTES);
	buf_add(b, (struct str){ (char *)in->z.next_in, in->z.avail_in });
	while (b->n < size && (got = read_fd(in, b->p + b->n, size - b->n)) > 0)
		b->n += got;
	in->z.next_in = (uint8_t *)b->p;
	in->z.avail_in = (unsigned)b->n;
	if (in->state != FAILED)
		return true;
	/* What came before is good, and zlib meets the failure again. */
	in->state = IN_MEMBER;
	in->failure.code = ERR_NONE;
	return false;
}

/* False: the member is left to zlib, with all that was read as its input. */
static bool
start_whole(struct inflate *in)
{
	size_t packed, plain, used, made;
	const uint8_t *size;

	if (!fill_whole(in))
		return false;
	packed = in->z.avail_in;
	/* RFC 1952, section 2.3.1: FLG; libdeflate does not compare the
	 * checksum of a header. */
	if (packed < MEMBER_BYTES_MIN || in->z.next_in[3] & FLAG_HCRC)
		return false;
	/* RFC 1952, section 2.3.1: ISIZE, of the last member. */
	size = in->z.next_in + packed - 4;
	plain = size[0] | (size_t)size[1] << 8 | (size_t)size[2] << 16 |
	    (size_t)size[3] << 24;
	if (plain == 0 || plain > WHOLE_BYTES ||
	    plain > in->limits.output_bytes_max)
		return false;
	if (!in->whole_reader)
		in->whole_reader = libdeflate_alloc_decompressor();
	if (!in->whole_reader)
		return false;
	buf_reset(&in->whole);
	if (libdeflate_gzip_decompress_ex(in->whole_reader, in->z.next_in,
	        packed, buf_room(&in->whole, plain), plain, &used,
	        &made) != LIBDEFLATE_SUCCESS)
		return false;
	in->whole.n = made;
	in->whole_at = 0;
	in->z.next_in += used;
	in->z.avail_in -= (unsigned)used;
	in->state = IN_WHOLE;
	return true;
}

/* Looks at the first bytes.  RFC 1952, section 2.3.1: 1f 8b. */
static void
start_reading(struct inflate *in)
{
	while (in->z.avail_in < 2 && fill(in))
		;
	if (in->state == FAILED)
		return;
	in->gzip = in->z.avail_in >= 2 && in->z.next_in[0] == 0x1f &&
	    in->z.next_in[1] == 0x8b;
	in->state = in->gzip ? IN_MEMBER : IN_PLAIN;
	if (in->gzip && !start_whole(in))
		zlib_start(in, BITS_GZIP);
}

static size_t
read_plain(struct inflate *in, char *out, size_t n)
{
	z_stream *z = &in->z;

	if (z->avail_in > 0) {
		n = n < z->avail_in ? n : z->avail_in;
		memcpy(out, z->next_in, n);
		z->next_in += n;
		z->avail_in -= (unsigned)n;
	} else {
		n = read_fd(in, out, n);
		if (n == 0 && in->state != FAILED)
			in->state = AT_END;
	}
	in->output_bytes += n;
	return n;
}

static void
fail_format(struct inflate *in)
{
	const char *why = in->z.msg ? in->z.msg : "invalid data";

	in->state = FAILED;
	if (in->members > 0 && in->z.total_out == 0)
		err_set(&in->failure, ERR_FORMAT,
		    "garbage behind the gzip stream, byte %" PRIu64 " (%s)",
		    consumed(in), why);
	else
		err_set(&in->failure, ERR_FORMAT,
		    "damaged gzip at byte %" PRIu64 " (%s)", consumed(in), why);
}

static void
fail_limit(struct inflate *in, const char *what, uint64_t limit)
{
	in->state = FAILED;
	err_set(&in->failure, ERR_LIMIT,
	    "stopped after %" PRIu64 " bytes: more than %" PRIu64 " %s",
	    in->output_bytes, limit, what);
}

/* Far enough behind the last point for the next one. */
static bool
point_due(const struct inflate *in)
{
	return in->every && in->output_bytes - in->last >= in->every;
}

/* A restart point where zlib stands, in front of a block. */
static void
keep_point(struct inflate *in)
{
	struct restarts *r = in->restarts;
	uint8_t window[WINDOW_BYTES];
	struct point p = {
		.output_bytes = in->output_bytes,
		.input_bytes = consumed(in),
		.bits = in->z.data_type & 7,
	};

	if (!r)
		r = in->restarts = mem_zero(1, sizeof(*r));
	/* zlib has read their byte from the buffer as it is now: it asks for
	 * no input before it has used up all bits. */
	if (p.bits)
		p.bits_value = in->z.next_in[-1] >> (8 - p.bits);
	inflateGetDictionary(&in->z, window, &p.window_bytes);
	p.packed_at = r->packed.n;
	deflate_block((struct str){ (char *)window, p.window_bytes },
	    &r->packed);
	p.packed_bytes = r->packed.n - p.packed_at;
	if (r->count == r->capacity) {
		r->capacity = r->capacity ? 2 * r->capacity : 8;
		r->points = mem_grow(r->points, r->capacity, sizeof(p));
	}
	r->points[r->count++] = p;
	in->last = in->output_bytes;
}

static void
end_member(struct inflate *in)
{
	in->members++;
	in->state = IN_PADDING;
}

static size_t
read_whole(struct inflate *in, char *out, size_t n)
{
	size_t left = in->whole.n - in->whole_at;

	n = n < left ? n : left;
	memcpy(out, in->whole.p + in->whole_at, n);
	in->whole_at += n;
	in->output_bytes += n;
	if (in->whole_at == in->whole.n)
		end_member(in);
	return n;
}

/* One call of zlib: at most n bytes. */
static size_t
read_member(struct inflate *in, char *out, size_t n)
{
	uint64_t left = in->limits.output_bytes_max - in->output_bytes;
	uint64_t max = in->judged_at - in->output_bytes;
	bool due = point_due(in); /* then stop behind the next block */
	z_stream *z = &in->z;
	char beyond;
	size_t made;
	int r;

	/* At the limit one byte more tells whether the stream ends here. */
	if (left == 0) {
		out = &beyond;
		max = 1;
	} else if (left < max) {
		max = left;
	}
	if (in->every && !due && in->last + in->every - in->output_bytes < max)
		max = in->last + in->every - in->output_bytes;
	n = n < max ? n : (size_t)max;
	z->next_out = (uint8_t *)out;
	z->avail_out = (unsigned)n; /* max is below 32 MiB */
	r = inflate(z, due ? Z_BLOCK : Z_NO_FLUSH);
	made = n - z->avail_out;
	if (left == 0 && made > 0) {
		fail_limit(in, "bytes of output", in->limits.output_bytes_max);
		return 0;
	}
	in->output_bytes += made;

	/* data_type: 128 behind a header or block, 64 in the last block. */
	if (r == Z_STREAM_END && in->raw) {
		in->state = IN_TRAILER;
		in->trailer_left = 8;
	} else if (r == Z_STREAM_END) {
		end_member(in);
	} else if (r != Z_OK && r != Z_BUF_ERROR) {
		fail_format(in);
	} else if (due && (z->data_type & (128 | 64)) == 128) {
		keep_point(in);
	}
	if (in->output_bytes == in->judged_at) {
		in->judged_at += JUDGED_EVERY_BYTES;
		if (in->output_bytes / in->limits.ratio_max > consumed(in))
			fail_limit(in, "times its input", in->limits.ratio_max);
	}
	return made;
}

static void
skip_input(struct inflate *in, size_t n)
{
	in->z.next_in += n;
	in->z.avail_in -= (unsigned)n;
}

static void
read_trailer(struct inflate *in)
{
	size_t n = in->trailer_left;

	n = n < in->z.avail_in ? n : in->z.avail_in;
	skip_input(in, n);
	in->trailer_left -= n;
	if (in->trailer_left == 0)
		end_member(in);
}

static void
read_padding(struct inflate *in)
{
	while (in->z.avail_in > 0 && *in->z.next_in == 0)
		skip_input(in, 1);
	if (in->z.avail_in > 0) {
		zlib_start(in, BITS_GZIP);
		in->state = IN_MEMBER;
	}
}

static void
end_input(struct inflate *in)
{
	if (in->state == IN_PADDING) {
		in->state = AT_END;
	} else if (in->state != FAILED) {
		in->state = FAILED;
		in->cut = true;
		err_set(&in->failure, ERR_FORMAT,
		    "ends inside the gzip stream, after %" PRIu64 " bytes",
		    in->input_bytes);
	}
}

/* Gives what is at hand rather than wait for a pipe. */
static size_t
read_gzip(struct inflate *in, char *out, size_t n)
{
	size_t got = 0;

	while (got < n && in->state < AT_END) {
		size_t made = 0;

		if (in->state == IN_WHOLE)
			made = read_whole(in, out + got, n - got);
		else if (in->state == IN_MEMBER)
			made = read_member(in, out + got, n - got);
		else if (in->state == IN_TRAILER)
			read_trailer(in);
		else
			read_padding(in);
		got += made;
		if (made > 0 || in->z.avail_in > 0 || in->state >= AT_END)
			continue;
		if (got > 0)
			break;
		if (!fill(in))
			end_input(in);
	}
	return got;
}

size_t
inflate_read(struct inflate *in, char *out, size_t n, struct err *err)
{
	size_t got = 0;

	if (in->state == AT_START)
		start_reading(in);
	if (in->state == IN_PLAIN)
		got = read_plain(in, out, n);
	else
		got = read_gzip(in, out, n);
	if (got == 0 && in->state == FAILED && err && err->code == ERR_NONE)
		*err = in->failure;
	return got;
}

void
inflate_take_plain(struct inflate *in)
{
	in->state = IN_PLAIN;
}

void
inflate_tap(struct inflate *in,
    void (*bytes)(void *ctx, const void *p, size_t n), void *ctx)
{
	in->tap = bytes;
	in->tap_ctx = ctx;
}

size_t
inflate_pass(struct inflate *in, struct err *err)
{
	size_t n;

	in->z.avail_in = 0;
	in->state = IN_PLAIN;
	n = read_fd(in, in->input, INPUT_BYTES);
	if (in->state == FAILED)
		*err = in->failure;
	in->state = FAILED;
	return n;
}

void
inflate_keep_restarts(struct inflate *in, uint64_t every)
{
	in->every = every;
	in->last = in->output_bytes;
}

struct restarts *
inflate_take_restarts(struct inflate *in)
{
	struct restarts *r = in->restarts;

	in->restarts = NULL;
	if (!r)
		return NULL;
	/* They stay as long as the store: give back what is not used. */
	r->capacity = r->count;
	r->points = mem_grow(r->points, r->count, sizeof(*r->points));
	r->packed.capacity = r->packed.n;
	r->packed.p = mem_grow(r->packed.p, r->packed.n, 1);
	return r;
}

void
restarts_free(struct restarts *r)
{
	if (!r)
		return;
	free(r->points);
	buf_free(&r->packed);
	free(r);
}

size_t
restarts_bytes(const struct restarts *r)
{
	if (!r)
		return 0;
	return sizeof(*r) + r->capacity * sizeof(*r->points) +
	    r->packed.capacity;
}

/* Moves the input to byte `input` of the file, where output goes on at byte
 * `output`.  False: the file cannot seek. */
static bool
move(struct inflate *in, uint64_t input, uint64_t output)
{
	int64_t by = (int64_t)(input - in->input_bytes);

	if (lseek(in->fd, (off_t)by, SEEK_CUR) < 0)
		return false;
	in->z.avail_in = 0;
	in->input_bytes = input;
	in->output_bytes = output;
	return true;
}

/* The last point at or before output byte offset, or NULL. */
static const struct point *
point_before(const struct restarts *r, uint64_t offset)
{
	size_t low = 0;
	size_t high = r ? r->count : 0;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (r->points[mid].output_bytes <= offset)
			low = mid + 1;
		else
			high = mid;
	}
	return low > 0 ? &r->points[low - 1] : NULL;
}

static void
restart(struct inflate *in, const struct restarts *r, const struct point *p)
{
	struct str packed = str_from(buf_str(&r->packed), p->packed_at);
	uint8_t window[WINDOW_BYTES];

	packed = str_head(packed, p->packed_bytes);
	if (!move(in, p->input_bytes, p->output_bytes))
		return;
	while (in->judged_at <= in->output_bytes)
		in->judged_at += JUDGED_EVERY_BYTES;
	in->last = in->output_bytes;
	in->state = IN_MEMBER;
	if (!inflate_block(packed, p->window_bytes, (char *)window))
		BUG("a restart point is damaged");
	zlib_start(in, BITS_RAW);
	inflatePrime(&in->z, p->bits, p->bits_value);
	inflateSetDictionary(&in->z, window, p->window_bytes);
}

bool
inflate_seek(struct inflate *in, const struct restarts *r, uint64_t offset,
    struct err *err)
{
	const struct point *p = point_before(r, offset);
	char skipped[16 * 1024];

	if (offset < in->output_bytes)
		BUG("seek backwards");
	if (in->state == AT_START)
		start_reading(in);
	/* The last byte before offset is read: it shows that it is there. */
	if (in->state == IN_PLAIN && offset > in->input_bytes)
		move(in, offset - 1, offset - 1);
	else if (in->gzip && p && p->output_bytes > in->output_bytes)
		restart(in, r, p);
	while (in->output_bytes < offset) {
		uint64_t left = offset - in->output_bytes;
		size_t n = sizeof(skipped);

		n = n < left ? n : (size_t)left;
		if (inflate_read(in, skipped, n, err) == 0)
			return err_set(err, ERR_FORMAT,
			    "ends at byte %" PRIu64 ", before byte %" PRIu64,
			    in->output_bytes, offset);
	}
	return true;
}

void
deflate_block(struct str plain, struct buf *out)
{
	z_stream z = {
		.zalloc = zlib_alloc,
		.zfree = zlib_free,
		.next_in = (uint8_t *)(uintptr_t)plain.p,
		.avail_in = (unsigned)plain.n,
	};
	unsigned room;
	int r;

	assert(plain.n <= DEFLATE_BLOCK_MAX);
	r = deflateInit2(&z, 1, Z_DEFLATED, BITS_RAW, 8, Z_DEFAULT_STRATEGY);
	if (r != Z_OK)
		BUG("zlib does not start: %d", r);
	room = (unsigned)deflateBound(&z, plain.n);
	z.next_out = (uint8_t *)buf_room(out, room);
	z.avail_out = room;
	r = deflate(&z, Z_FINISH);
	if (r != Z_STREAM_END)
		BUG("deflate: %d", r);
	out->n += room - z.avail_out;
	deflateEnd(&z);
}

bool
inflate_block(struct str packed, size_t plain_bytes, char *out)
{
	z_stream z = {
		.zalloc = zlib_alloc,
		.zfree = zlib_free,
		.next_in = (uint8_t *)(uintptr_t)packed.p,
		.avail_in = (unsigned)packed.n,
		.next_out = (uint8_t *)out,
		.avail_out = (unsigned)plain_bytes,
	};
	int r;

	if (packed.n > UINT32_MAX || plain_bytes > DEFLATE_BLOCK_MAX)
		return false;
	r = inflateInit2(&z, BITS_RAW);
	if (r != Z_OK)
		BUG("zlib does not start: %d", r);
	r = inflate(&z, Z_FINISH);
	inflateEnd(&z);
	return r == Z_STREAM_END && z.avail_in == 0 && z.avail_out == 0;
}
