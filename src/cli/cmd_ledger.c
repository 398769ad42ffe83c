/*
 * spoor ledger: what was loaded, what was not, and why.
 *
 * In table and md each section is a table, and the totals stand one below the
 * other; in the other formats all is one table, whose first column, section,
 * is total, format, coverage, digest, remark or file.
 */
#include "cli/cmd.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/say.h"

/* ---- cells -------------------------------------------------------------- */

static struct value
none(void)
{
	return (struct value){ 0 };
}

static struct value
text(struct str s)
{
	return (struct value){ s.n ? VALUE_STRING : VALUE_MISSING, s };
}

static struct value
number(uint64_t n, struct arena *a)
{
	return (struct value){ VALUE_NUMBER,
		arena_printf(a, "%llu", (unsigned long long)n) };
}

static struct value
number_or_none(uint64_t n, struct arena *a)
{
	return n ? number(n, a) : none();
}

static struct value
time_cell(int64_t us, struct arena *a)
{
	struct buf b = { 0 };
	struct value v;

	if (us == TIME_NONE)
		return none();
	time_print(us, &b);
	v = text(arena_copy(a, buf_str(&b)));
	buf_free(&b);
	return v;
}

/* ---- columns: one row each ---------------------------------------------- */

enum section { TOTAL, FORMAT, COVERAGE, DIGEST, REMARK, SOURCE, SECTIONS };

static const char *const section_names[SECTIONS] = {
	[TOTAL] = "total",
	[FORMAT] = "format",
	[COVERAGE] = "coverage",
	[DIGEST] = "digest",
	[REMARK] = "remark",
	[SOURCE] = "file",
};

/* A line of the ledger, whichever section it is of. */
struct line {
	enum section section;
	const struct ledger *total;
	const struct format_count *format;
	const struct ledger_file *file;
	const struct remark *remark;
	const struct coverage_group *group;
	const struct coverage_span *span; /* of the group; NULL: all of it */
};

/* What is printed. */
struct whole {
	const struct ledger *ledger;
	struct coverage coverage;
};

#define IN(section) (1u << (section))
#define WIDE IN(SECTIONS) /* the table of files has no room for it */

static struct value
section_cell(const struct line *l, struct arena *a)
{
	(void)a;
	return text(str_of(section_names[l->section]));
}

static struct value
kind_cell(const struct line *l, struct arena *a)
{
	(void)a;
	switch (l->section) {
	case FORMAT:
		return text(l->format->format);
	case COVERAGE:
		return text(l->group->format);
	case SOURCE:
		return text(l->file->kind);
	case REMARK:
		return text(str_of(remark_rows[l->remark->kind].name));
	default:
		return none();
	}
}

static struct value
file_cell(const struct line *l, struct arena *a)
{
	(void)a;
	if (l->section == COVERAGE)
		return l->span ? text(l->span->file) : none();
	return text(l->section == SOURCE ? l->file->name : l->remark->file);
}

static struct value
account_cell(const struct line *l, struct arena *a)
{
	(void)a;
	return text(l->group->account);
}

static struct value
region_cell(const struct line *l, struct arena *a)
{
	(void)a;
	return text(l->group->region);
}

static struct value
record_cell(const struct line *l, struct arena *a)
{
	return number_or_none(l->remark->record, a);
}

static struct value
offset_cell(const struct line *l, struct arena *a)
{
	return l->remark->record ? number(l->remark->offset, a)
	                         : number_or_none(l->remark->offset, a);
}

static struct value
length_cell(const struct line *l, struct arena *a)
{
	return number_or_none(l->remark->length, a);
}

static struct value
unread_cell(const struct line *l, struct arena *a)
{
	(void)a;
	return l->remark->unread
	    ? (struct value){ VALUE_TRUE, STR("true") }
	    : (struct value){ VALUE_FALSE, STR("false") };
}

static struct value
text_cell(const struct line *l, struct arena *a)
{
	struct buf b = { 0 };
	struct value v;

	if (l->section == REMARK)
		return text(l->remark->text);
	ledger_print_digests(l->total, &b);
	v = text(arena_copy(a, buf_str(&b)));
	buf_free(&b);
	return v;
}

static struct value
state_cell(const struct line *l, struct arena *a)
{
	static const char *const names[] = {
		[FILE_WAITING] = "waiting",
		[FILE_READING] = "reading",
		[FILE_READ] = "read",
		[FILE_SKIPPED] = "skipped",
		[FILE_FAILED] = "failed",
		[FILE_PENDING] = "pending",
	};

	(void)a;
	if (l->section == COVERAGE)
		return text(str_of(!l->span ? "covered"
		        : l->span->missing  ? "missing"
		                            : "empty"));
	return text(str_of(names[l->file->state]));
}

static struct value
sha256_cell(const struct line *l, struct arena *a)
{
	(void)a;
	return text(l->file->sha256);
}

static struct value
path_cell(const struct line *l, struct arena *a)
{
	(void)a;
	return text(l->file->path);
}

static struct value
container_cell(const struct line *l, struct arena *a)
{
	(void)a;
	return text(l->file->container);
}

static struct value
first_cell(const struct line *l, struct arena *a)
{
	if (l->section == COVERAGE)
		return time_cell(l->span ? l->span->from_us
		                         : l->group->first_us, a);
	return time_cell(l->section == TOTAL ? l->total->first_us
	        : l->section == FORMAT       ? l->format->first_us
	                                     : l->file->first_us, a);
}

static struct value
last_cell(const struct line *l, struct arena *a)
{
	if (l->section == COVERAGE)
		return time_cell(l->span ? l->span->to_us
		                         : l->group->last_us, a);
	return time_cell(l->section == TOTAL ? l->total->last_us
	        : l->section == FORMAT       ? l->format->last_us
	                                     : l->file->last_us, a);
}

/* Numbers of the totals alone, of totals and files, of all but remarks. */
#define OF_TOTAL(name, member)                                            \
	static struct value name(const struct line *l, struct arena *a)   \
	{                                                                 \
		return number(l->total->member, a);                       \
	}
#define OF_TOTAL_FILE(name, member)                                       \
	static struct value name(const struct line *l, struct arena *a)   \
	{                                                                 \
		return number(l->section == TOTAL ? l->total->member      \
		                                  : l->file->member, a);  \
	}
OF_TOTAL(files_read, files_read)
OF_TOTAL(files_skipped, files_skipped)
OF_TOTAL(files_failed, files_failed)
OF_TOTAL(conflicts, conflicts)
OF_TOTAL(digest_files, digests.files)
OF_TOTAL(digest_named, digests.named)
OF_TOTAL(digest_same, digests.same)
OF_TOTAL(digest_altered, digests.altered)
OF_TOTAL(digest_absent, digests.absent)
OF_TOTAL(untimed, untimed)
OF_TOTAL(repeated, repeated_keys)
OF_TOTAL(unindexed, unindexed_leaves)
OF_TOTAL(memory, memory_bytes)
OF_TOTAL(peak, peak_memory_bytes)
OF_TOTAL_FILE(records, records)
OF_TOTAL_FILE(copies, copies)
OF_TOTAL_FILE(damaged, damaged)
OF_TOTAL_FILE(packed, packed_bytes)
OF_TOTAL_FILE(plain, plain_bytes)

static struct value
files(const struct line *l, struct arena *a)
{
	return number(l->section == TOTAL ? l->total->files_found
	                                  : l->format->files, a);
}

static struct value
events(const struct line *l, struct arena *a)
{
	if (l->section == COVERAGE)
		return number(l->span ? 0 : l->group->events, a);
	return number(l->section == TOTAL ? l->total->events
	        : l->section == FORMAT    ? l->format->events
	                                  : l->file->events, a);
}

/* clang-format off */
static const struct ledger_column {
	const char *name;
	unsigned sections; /* 0: only where all are one table */
	struct value (*cell)(const struct line *l, struct arena *a);
} columns[] = {
	{ "section", 0, section_cell },
	{ "kind", IN(FORMAT) | IN(COVERAGE) | IN(SOURCE) | IN(REMARK),
	    kind_cell },
	{ "account", IN(COVERAGE), account_cell },
	{ "region", IN(COVERAGE), region_cell },
	{ "file", IN(SOURCE) | IN(REMARK) | IN(COVERAGE), file_cell },
	{ "record", IN(REMARK), record_cell },
	{ "offset", IN(REMARK), offset_cell },
	{ "length", IN(REMARK), length_cell },
	{ "unread", IN(REMARK), unread_cell },
	{ "text", IN(REMARK) | IN(DIGEST), text_cell },
	{ "state", IN(SOURCE) | IN(COVERAGE), state_cell },
	{ "container", IN(SOURCE), container_cell },
	{ "files", IN(TOTAL) | IN(FORMAT), files },
	{ "filesRead", IN(TOTAL), files_read },
	{ "filesSkipped", IN(TOTAL), files_skipped },
	{ "filesFailed", IN(TOTAL), files_failed },
	{ "records", IN(TOTAL) | IN(SOURCE), records },
	{ "events", IN(TOTAL) | IN(FORMAT) | IN(COVERAGE) | IN(SOURCE),
	    events },
	{ "copies", IN(TOTAL) | IN(SOURCE), copies },
	{ "conflicts", IN(TOTAL), conflicts },
	{ "digestFiles", IN(TOTAL), digest_files },
	{ "digestNamed", IN(TOTAL), digest_named },
	{ "digestSame", IN(TOTAL), digest_same },
	{ "digestAltered", IN(TOTAL), digest_altered },
	{ "digestAbsent", IN(TOTAL), digest_absent },
	{ "damaged", IN(TOTAL) | IN(SOURCE), damaged },
	{ "untimed", IN(TOTAL), untimed },
	{ "repeatedKeys", IN(TOTAL), repeated },
	{ "unindexedLeaves", IN(TOTAL), unindexed },
	{ "packedBytes", IN(TOTAL) | IN(SOURCE) | WIDE, packed },
	{ "plainBytes", IN(TOTAL) | IN(SOURCE) | WIDE, plain },
	{ "first", IN(TOTAL) | IN(FORMAT) | IN(COVERAGE) | IN(SOURCE) | WIDE,
	    first_cell },
	{ "last", IN(TOTAL) | IN(FORMAT) | IN(COVERAGE) | IN(SOURCE) | WIDE,
	    last_cell },
	{ "sha256", IN(SOURCE) | WIDE, sha256_cell },
	{ "path", IN(SOURCE) | WIDE, path_cell },
	{ "memoryBytes", IN(TOTAL), memory },
	{ "peakMemoryBytes", IN(TOTAL), peak },
};
/* clang-format on */
#define COLUMNS (sizeof(columns) / sizeof(*columns))

/* ---- printing ----------------------------------------------------------- */

#define ALL (IN(SECTIONS) - 1)

/* Which columns there are: those of the chosen sections. */
static bool
has_column(const struct ledger_column *c, unsigned sections)
{
	if (!c->sections || (c->sections & WIDE && sections == IN(SOURCE)))
		return sections == ALL;
	return (c->sections & sections) != 0;
}

static struct value
cell_of(const struct ledger_column *c, const struct line *l, struct arena *a)
{
	return !c->sections || c->sections & IN(l->section) ? c->cell(l, a)
	                                                    : none();
}

static void
begin(struct output *out, const struct options *o, unsigned sections)
{
	struct str names[COLUMNS];
	size_t n = 0;

	for (size_t i = 0; i < COLUMNS; i++)
		if (has_column(&columns[i], sections))
			names[n++] = str_of(columns[i].name);
	output_begin(out, o, names, n);
}

static void
add_line(struct output *out, const struct line *l, unsigned sections)
{
	struct value cells[COLUMNS];
	struct arena a = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < COLUMNS; i++)
		if (has_column(&columns[i], sections))
			cells[n++] = cell_of(&columns[i], l, &a);
	output_add(out, cells);
	arena_free(&a);
}

/* What is covered, and the stretches inside that are not. */
static void
add_group(struct output *out, struct line *l, const struct coverage_group *g,
    unsigned sections)
{
	l->group = g;
	l->span = NULL;
	add_line(out, l, sections);
	for (size_t i = 0; i < g->n_spans; i++) {
		l->span = &g->spans[i];
		add_line(out, l, sections);
	}
}

static void
add_section(struct output *out, const struct whole *w, enum section section,
    unsigned sections)
{
	struct line l = { .section = section, .total = w->ledger };

	if (section == TOTAL)
		add_line(out, &l, sections);
	for (size_t i = 0; section == FORMAT && i < w->ledger->n_formats; i++) {
		l.format = &w->ledger->formats[i];
		add_line(out, &l, sections);
	}
	for (size_t i = 0; section == COVERAGE && i < w->coverage.n_groups; i++)
		add_group(out, &l, &w->coverage.groups[i], sections);
	if (section == DIGEST && w->ledger->digests.files)
		add_line(out, &l, sections);
	for (size_t i = 0; section == REMARK && i < w->ledger->n_remarks; i++) {
		l.remark = &w->ledger->remarks[i];
		add_line(out, &l, sections);
	}
	for (size_t i = 0; section == SOURCE && i < w->ledger->n_files; i++) {
		l.file = &w->ledger->files[i];
		add_line(out, &l, sections);
	}
}

/* The totals, one below the other. */
static bool
print_totals(const struct options *o, const struct ledger *g)
{
	static const struct str names[] = { STR_INIT("total"),
		STR_INIT("value") };
	struct line l = { .section = TOTAL, .total = g };
	struct arena a = { 0 };
	struct output out;

	output_begin(&out, o, names, 2);
	for (size_t i = 0; i < COLUMNS; i++) {
		struct value cells[2] = { text(str_of(columns[i].name)) };

		if (!(columns[i].sections & IN(TOTAL)))
			continue;
		cells[1] = columns[i].cell(&l, &a);
		output_add(&out, cells);
	}
	arena_free(&a);
	return output_end(&out);
}

static bool
print_section(const struct options *o, const struct whole *w,
    enum section section)
{
	struct output out;

	if ((section == REMARK && !w->ledger->n_remarks) ||
	    (section == DIGEST && !w->ledger->digests.files) ||
	    (section == COVERAGE && !w->coverage.n_groups))
		return true;
	if (!output_text(STR("\n")))
		return false;
	begin(&out, o, IN(section));
	add_section(&out, w, section, IN(section));
	return output_end(&out);
}

static bool
print_one_table(const struct options *o, const struct whole *w)
{
	struct output out;

	begin(&out, o, ALL);
	for (enum section s = TOTAL; s < SECTIONS; s++)
		add_section(&out, w, s, ALL);
	return output_end(&out);
}

/* False when not all could be written. */
static bool
print(const struct options *o, const struct whole *w)
{
	if (o->output != OUT_TABLE && o->output != OUT_MD)
		return print_one_table(o, w);
	return print_totals(o, w->ledger) && print_section(o, w, FORMAT) &&
	    print_section(o, w, COVERAGE) && print_section(o, w, DIGEST) &&
	    print_section(o, w, REMARK) && print_section(o, w, SOURCE);
}

int
cmd_ledger(struct options *o)
{
	struct loaded l = { 0 };
	struct whole w = { 0 };
	struct err err = { 0 };
	int status = EXIT_FAILED;

	if (loaded_open(&l, o, o->arguments, o->n_arguments, &err))
		status = loaded_status(&l, o, l.ledger.events > 0);
	if (l.snap) {
		w.ledger = &l.ledger;
		loader_coverage(
		    l.loader, l.snap, NULL, 0, &l.arena, &w.coverage);
		if (!print(o, &w))
			status = EXIT_FAILED;
	}
	complain(&err);
	loaded_close(&l);
	return status;
}
