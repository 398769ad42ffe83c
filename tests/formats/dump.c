/*
 * Loads logs and prints what the store holds, for comparison with what other
 * tools find in the same files.
 *
 *	dump [OPTION]... FIELD,FIELD... LOG...
 *
 * One line an event, oldest first: the values, tab between, made visible; a
 * value that is absent is "-".  @message is the record's own text, @rebuilt
 * the text made from the columns.
 *
 *	-t N   threads            -s N   bytes of a record at most
 *	-o N   bytes of a file    -m N   bytes of memory
 *	-f NAME  format           -n N   rows of a segment at most
 *	-l     the ledger instead: files and remarks
 *	-p     elapsed time, bytes and peak memory on standard error
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "ingest/ingest.h"

static void
put(struct str s)
{
	struct buf b = { 0 };

	text_visible(s, &b);
	printf("%.*s", STR_ARG(buf_str(&b)));
	buf_free(&b);
}

static void
print_value(struct field *f, struct raw_reader *r, uint32_t event,
    struct snapshot *s, struct arena *tmp)
{
	struct str name = field_name(f);
	struct buf text = { 0 };
	char room[40];
	struct value v;
	struct raw raw;

	if (str_equal(name, STR("@message"))) {
		raw_read(r, event, &raw);
		put(raw.rebuilt ? STR("rebuilt") : raw.text);
	} else if (str_equal(name, STR("@rebuilt"))) {
		raw_rebuild(s, event, &text);
		put(buf_str(&text));
		buf_free(&text);
	} else {
		v = field_value(f, event, room, tmp);
		put(v.type == VALUE_MISSING ? STR("-") : v.text);
	}
}

static void
print_events(struct store *st, const char *names)
{
	struct snapshot *s = store_snapshot(st);
	struct raw_reader *r = raw_reader_new(s);
	struct arena a = { 0 }, tmp = { 0 };
	struct field *fields[64];
	struct str rest = str_of(names);
	size_t n = 0;

	while (rest.n && n < 64) {
		size_t comma = str_index(rest, ',');

		fields[n++] = field_bind(s, str_head(rest, comma), &a);
		rest = comma < rest.n ? str_from(rest, comma + 1) : STR("");
	}
	for (uint32_t i = 0; i < snapshot_events(s); i++) {
		for (size_t k = 0; k < n; k++) {
			if (k)
				putchar('\t');
			print_value(fields[k], r, snapshot_order(s)[i], s,
			    &tmp);
		}
		putchar('\n');
		arena_reset(&tmp);
	}
	arena_free(&tmp);
	arena_free(&a);
	raw_reader_free(r);
	snapshot_release(s);
}

static void
print_ledger(const struct ledger *l)
{
	static const char *const states[] = { "waiting", "reading", "read",
		"skipped", "failed" };

	printf("total\tfiles %llu\tevents %llu\tcopies %llu\tconflicts %llu\t"
	       "damaged %llu\tuntimed %llu\n",
	    (unsigned long long)l->files_found, (unsigned long long)l->events,
	    (unsigned long long)l->copies, (unsigned long long)l->conflicts,
	    (unsigned long long)l->damaged, (unsigned long long)l->untimed);
	for (size_t i = 0; i < l->n_files; i++) {
		const struct ledger_file *f = &l->files[i];

		printf("file\t");
		put(f->name);
		printf("\t%s\t%.*s\t%.*s\t%llu\t%llu\t%llu\n",
		    states[f->state], STR_ARG(f->kind), STR_ARG(f->container),
		    (unsigned long long)f->events,
		    (unsigned long long)f->copies,
		    (unsigned long long)f->damaged);
	}
	for (size_t i = 0; i < l->n_remarks; i++) {
		const struct remark *m = &l->remarks[i];

		printf("remark\t%s\t%s\t", remark_rows[m->kind].name,
		    m->unread ? "unread" : "-");
		put(m->file);
		printf("\t%llu\t%llu\t%llu\t", (unsigned long long)m->record,
		    (unsigned long long)m->offset,
		    (unsigned long long)m->length);
		put(m->text);
		putchar('\n');
	}
	for (size_t i = 0; i < l->n_formats; i++)
		printf("format\t%.*s\t%llu\t%llu\n",
		    STR_ARG(l->formats[i].format),
		    (unsigned long long)l->formats[i].files,
		    (unsigned long long)l->formats[i].events);
}

static void
print_cost(const struct ledger *l)
{
	fprintf(stderr,
	    "%.1f ms  %llu events  %.1f MB packed  %.1f MB plain  "
	    "%.0f MB/s  peak %.1f MB\n",
	    (double)l->elapsed_us / 1e3, (unsigned long long)l->events,
	    (double)l->packed_bytes / 1e6, (double)l->plain_bytes / 1e6,
	    (double)l->plain_bytes / (double)l->elapsed_us,
	    (double)l->peak_memory_bytes / 1e6);
}

int
main(int argc, char **argv)
{
	struct load_options o = { 0 };
	struct store_options so = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };
	struct ledger ledger;
	struct loader *loader;
	struct store *st;
	bool only_ledger = false, cost = false;
	int c;

	while ((c = getopt(argc, argv, "t:s:o:m:f:n:lp")) != -1)
		switch (c) {
		case 't':
			o.threads = (unsigned)atoi(optarg);
			break;
		case 's':
			o.record_bytes_max = (uint32_t)atoll(optarg);
			break;
		case 'o':
			o.file_bytes_max = (uint64_t)atoll(optarg);
			break;
		case 'm':
			o.memory_bytes = (uint64_t)atoll(optarg);
			break;
		case 'f':
			o.format = str_of(optarg);
			break;
		case 'n':
			so.segment_rows_max = (uint32_t)atoi(optarg);
			break;
		case 'l':
			only_ledger = true;
			break;
		case 'p':
			cost = true;
			break;
		default:
			return 2;
		}
	if (optind + 2 > argc)
		return 2;
	st = store_new(&so);
	loader = loader_start(st, (const char *const *)argv + optind + 1,
	    (size_t)(argc - optind - 1), &o, &err);
	if (!loader) {
		fprintf(stderr, "%s\n", err.message);
		store_free(st);
		return 2;
	}
	loader_wait(loader);
	loader_ledger(loader, &a, &ledger);
	if (only_ledger)
		print_ledger(&ledger);
	else
		print_events(st, argv[optind]);
	if (cost)
		print_cost(&ledger);
	arena_free(&a);
	loader_free(loader);
	store_free(st);
	return 0;
}
