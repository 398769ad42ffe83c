/*
 * Any bytes as a log file, gzip or not, read in pieces of any size: nothing
 * crashes or hangs, an event stands in the file, and an object that does so as
 * itself gives the same leaves when it is read alone.
 *
 *	input: size of pieces, limit of a record, bytes of the file
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/inflate.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "ingest/formats.h"
#include "ingest/reader.h"
#include "ingest/scan.h"

struct input {
	struct inflate *in;
	size_t piece;
	struct buf plain; /* what was read */
	struct store *store;
	size_t value_max;
};

static size_t
read_piece(void *ctx, char *out, size_t n, struct err *err)
{
	struct input *i = ctx;

	n = inflate_read(i->in, out, n < i->piece ? n : i->piece, err);
	buf_add(&i->plain, (struct str){ out, n });
	return n;
}

static uint32_t
add_source(void *ctx, unsigned form)
{
	struct input *i = ctx;
	struct source s = { .name = STR("f"),
		.path = form == FORM_PLAIN ? STR("plain") : STR("other"),
		.ingestion_us = TIME_NONE, .unescape = form & FORM_QUOTED };

	return store_add_source(i->store, &s);
}

static void
check_remark(void *ctx, const struct remark *m)
{
	struct input *i = ctx;

	must(m->offset <= i->plain.n, "a remark is about bytes of the file");
	must(m->length <= i->plain.n - m->offset, "and so is its end");
	must(m->text.n > 0 && text_is_visible(m->text), "it can be shown");
}

/* The leaves of one record by itself, as the store makes JSON of them. */
static void
rebuild_alone(struct str record, struct buf *out)
{
	struct store *st = store_new(NULL);
	struct reader *r = reader_new(st, NULL);
	struct input i = { .store = st };
	struct record at = { .time_us = TIME_NONE };
	struct scan *scan = calloc(1, sizeof(*scan));
	struct snapshot *s;
	struct json j;

	scan->builder = reader_builder(r);
	builder_begin(scan->builder);
	json_init(&j, record);
	must(scan_record(scan, &j) == JSON_END && j.at == j.end,
	    "a record is one whole JSON value");
	at.place.source = add_source(&i, FORM_PLAIN);
	at.place.record = 1;
	builder_end(scan->builder, &at);
	builder_seal(scan->builder);
	store_publish(st);
	s = store_snapshot(st);
	raw_rebuild(s, 0, out);
	snapshot_release(s);
	free(scan);
	reader_free(r);
	store_free(st);
}

static void
check_events(const struct input *i, const struct reader_file *file)
{
	struct snapshot *s = store_snapshot(i->store);
	struct buf alone = { 0 }, here = { 0 };

	must(snapshot_events(s) == file->events, "each event is published");
	must(file->events + file->copies == file->records,
	    "a record is an event or a copy");
	for (uint32_t e = 0; e < snapshot_events(s); e++) {
		struct place p = snapshot_place(s, e);
		struct str record;

		must(p.length <= i->value_max, "the limit of a record holds");
		if (!str_equal(store_source(i->store, p.source)->path,
		        STR("plain")))
			continue;
		must(p.offset <= i->plain.n &&
		        p.length <= i->plain.n - p.offset,
		    "a record stands in the file");
		record = (struct str){ i->plain.p + p.offset, p.length };
		must(record.n > 0, "a record is something");
		if (e >= 16 || snapshot_flags(s, e) & RECORD_NO_JSON)
			continue; /* slow; text */
		buf_reset(&alone);
		buf_reset(&here);
		rebuild_alone(record, &alone);
		raw_rebuild(s, e, &here);
		must(str_equal(buf_str(&alone), buf_str(&here)),
		    "a record read alone has the same leaves");
	}
	buf_free(&alone);
	buf_free(&here);
	snapshot_release(s);
}

static int
file_of(const uint8_t *data, size_t n)
{
	int fd = memfd_create("log", MFD_CLOEXEC);

	if (fd < 0 || write(fd, data, n) != (ssize_t)n ||
	    lseek(fd, 0, SEEK_SET) != 0)
		abort();
	return fd;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct inflate_limits limits = { .output_bytes_max = 4 << 20 };
	struct store_options small = { .segment_rows_max = 8 };
	struct input i = { 0 };
	struct reader_file file = { .source = add_source,
		.remark = check_remark, .ctx = &i,
		.account = STR("123456789012") };
	struct feed feed = { .read = read_piece, .ctx = &i };
	struct reader *r;

	if (n < 2)
		return 0;
	i.piece = 1 + (size_t)data[0] * data[0];
	i.value_max = 4096 + (size_t)data[1] * 1024;
	i.store = store_new(&small);
	i.in = inflate_open(file_of(data + 2, n - 2), &limits);
	r = reader_new(i.store, NULL);
	feed_start(&feed);
	feed.value_max = i.value_max;
	reader_read(r, &feed, &file);
	builder_seal(reader_builder(r));
	store_publish(i.store);
	check_events(&i, &file);
	reader_free(r);
	feed_free(&feed);
	inflate_close(i.in);
	store_free(i.store);
	buf_free(&i.plain);
	return 0;
}
