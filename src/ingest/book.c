#include "ingest/book.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "ingest/formats.h"

#define CHUNK_FILES 1024
#define REMARKS_PER_FILE 64

/* clang-format off */
const struct remark_row remark_rows[REMARK_KINDS] = {
	[REMARK_SKIPPED] = { "skipped", false,
	    "recognised as no log, or of a kind that is not read" },
	[REMARK_EMPTY] = { "empty", false, "holds no records" },
	[REMARK_DAMAGED] = { "damaged", true,
	    "bytes that could not be read as records" },
	[REMARK_TRUNCATED] = { "truncated", true,
	    "ends inside a record or a gzip stream" },
	[REMARK_UNREADABLE] = { "unreadable", true,
	    "the system did not let it be read" },
	[REMARK_VANISHED] = { "vanished", true,
	    "was gone when it was to be read" },
	[REMARK_LIMIT] = { "limit", true,
	    "over a limit of size, depth, ratio or memory" },
	[REMARK_LOOP] = { "loop", false,
	    "a directory that is its own descendant" },
	[REMARK_MISSING] = { "missing", true, "a named log that is not there" },
	[REMARK_UNTIMED] = { "untimed", false,
	    "records without a usable time" },
	[REMARK_CONFLICT] = { "conflict", false,
	    "records of one eventID whose contents differ" },
	[REMARK_REPEATED] = { "repeated", false,
	    "records in which a key occurs twice; the last value counts" },
	[REMARK_UNINDEXED] = { "unindexed", false,
	    "values beyond the limits of fields; @message finds them" },
	[REMARK_ACCOUNT] = { "account", false,
	    "the folder names another account than its records" },
	[REMARK_STOPPED] = { "stopped", true,
	    "files that were not read because loading was stopped" },
	[REMARK_CHANGED] = { "changed", false,
	    "written anew after it was read; what was read stays" },
	[REMARK_ABSENT] = { "absent", false,
	    "a file that a digest file names and that is not there" },
	[REMARK_ALTERED] = { "altered", true,
	    "not what a digest file says: its content has another SHA-256" },
	[REMARK_POLLED] = { "polled", false,
	    "directories that are looked at again and again, as the system "
	    "does not tell what happens in them" },
};
/* clang-format on */

struct booked {
	struct remark remark;
	struct file *of; /* or NULL */
};

struct book {
	pthread_mutex_t lock; /* guards all that follows */
	struct arena arena;   /* of dirs, names, texts */
	struct dir **dirs;
	size_t n_dirs, dirs_capacity;
	struct file **chunks;
	size_t n_files, n_chunks;
	struct folder *folders;
	struct booked *remarks;
	size_t n_remarks, remarks_capacity;
	uint64_t warnings;
};

struct book *
book_new(void)
{
	struct book *b = mem_zero(1, sizeof(*b));

	pthread_mutex_init(&b->lock, NULL);
	return b;
}

void
book_free(struct book *b)
{
	if (!b)
		return;
	for (size_t i = 0; i < b->n_chunks; i++)
		free(b->chunks[i]);
	free(b->chunks);
	free(b->dirs);
	free(b->remarks);
	arena_free(&b->arena);
	pthread_mutex_destroy(&b->lock);
	free(b);
}

/* ---- directories -------------------------------------------------------- */

static bool
is_account(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n == 12;
}

/* The last step of a path without its slash; *rest is what stands before. */
static struct str
last_step(struct str path, struct str *rest)
{
	const char *p = path.n ? memrchr(path.p, '/', path.n) : NULL;
	size_t at = p ? (size_t)(p + 1 - path.p) : 0;

	*rest = str_head(path, p ? at - 1 : 0);
	return str_from(path, at);
}

/* The folder that path, which ends with a slash, is itself, or NULL. */
static struct folder *
folder_of(struct book *b, struct str path)
{
	struct str whole = str_head(path, path.n ? path.n - 1 : 0), rest, step;
	struct str account = last_step(whole, &rest);
	struct folder *f;

	if (!is_account(account))
		return NULL;
	step = last_step(rest, &rest);
	if (str_starts(step, STR("o-")))
		step = last_step(rest, &rest);
	if (!str_equal(step, STR("AWSLogs")))
		return NULL;
	f = arena_alloc(&b->arena, sizeof(*f));
	f->name = str_from(path, (size_t)(step.p - path.p));
	f->account = account;
	f->next = b->folders;
	b->folders = f;
	return f;
}

const struct dir *
book_add_dir(struct book *b, const struct dir *parent, struct str name,
    const struct stat *st)
{
	struct str before = parent ? parent->path : STR("");
	const char *slash =
	    name.n == 0 || name.p[name.n - 1] == '/' ? "" : "/";
	struct dir *d;

	pthread_mutex_lock(&b->lock);
	d = arena_alloc(&b->arena, sizeof(*d));
	d->path = arena_printf(&b->arena, "%.*s%.*s%s", STR_ARG(before),
	    STR_ARG(name), slash);
	d->name_at = parent ? parent->name_at : d->path.n;
	d->folder = parent ? parent->folder : NULL;
	if (!d->folder)
		d->folder = folder_of(b, d->path);
	if (st) {
		d->device = st->st_dev;
		d->inode = st->st_ino;
	}
	if (b->n_dirs == b->dirs_capacity) {
		b->dirs_capacity = b->dirs_capacity ? b->dirs_capacity * 2 : 64;
		b->dirs =
		    mem_grow(b->dirs, b->dirs_capacity, sizeof(*b->dirs));
	}
	d->index = b->n_dirs;
	b->dirs[b->n_dirs++] = d;
	pthread_mutex_unlock(&b->lock);
	return d;
}

const struct dir *
book_dir(struct book *b, size_t i)
{
	const struct dir *d;

	pthread_mutex_lock(&b->lock);
	d = b->dirs[i];
	pthread_mutex_unlock(&b->lock);
	return d;
}

size_t
book_dirs(struct book *b)
{
	size_t n;

	pthread_mutex_lock(&b->lock);
	n = b->n_dirs;
	pthread_mutex_unlock(&b->lock);
	return n;
}

/* ---- files -------------------------------------------------------------- */

struct file *
book_add_file(struct book *b, const struct file *f)
{
	struct file *to;
	size_t chunk;

	pthread_mutex_lock(&b->lock);
	chunk = b->n_files / CHUNK_FILES;
	if (chunk == b->n_chunks) {
		b->chunks = mem_grow(
		    b->chunks, b->n_chunks + 1, sizeof(*b->chunks));
		b->chunks[b->n_chunks++] =
		    mem_alloc(CHUNK_FILES * sizeof(struct file));
	}
	to = &b->chunks[chunk][b->n_files++ % CHUNK_FILES];
	*to = *f;
	to->base = arena_copy(&b->arena, f->base);
	to->state = FILE_WAITING;
	to->source = SOURCE_NONE;
	to->first_us = to->last_us = TIME_NONE;
	pthread_mutex_unlock(&b->lock);
	return to;
}

struct file *
book_file(struct book *b, size_t i)
{
	struct file *f;

	pthread_mutex_lock(&b->lock);
	f = &b->chunks[i / CHUNK_FILES][i % CHUNK_FILES];
	pthread_mutex_unlock(&b->lock);
	return f;
}

size_t
book_files(struct book *b)
{
	size_t n;

	pthread_mutex_lock(&b->lock);
	n = b->n_files;
	pthread_mutex_unlock(&b->lock);
	return n;
}

static struct str
below(const struct dir *d)
{
	return str_from(d->path, d->name_at);
}

struct str
file_path(const struct file *f, struct arena *a)
{
	if (f->moved.n)
		return arena_copy(a, f->moved);
	return arena_printf(
	    a, "%.*s%.*s", STR_ARG(f->dir->path), STR_ARG(f->base));
}

struct str
file_name(const struct file *f, struct arena *a)
{
	return arena_printf(
	    a, "%.*s%.*s", STR_ARG(below(f->dir)), STR_ARG(f->base));
}

void
book_begin_file(struct book *b, struct file *f)
{
	pthread_mutex_lock(&b->lock);
	f->state = FILE_READING;
	pthread_mutex_unlock(&b->lock);
}

/* Drops the remarks of f, or (NULL) of any file, that `drop` names; the lock is
 * held. */
static void
drop_remarks(struct book *b, const struct file *f,
    bool (*drop)(const struct remark *m))
{
	size_t kept = 0;

	for (size_t i = 0; i < b->n_remarks; i++) {
		struct booked *m = &b->remarks[i];

		if ((f && m->of != f) || !drop(&m->remark))
			b->remarks[kept++] = *m;
		else if (m->of)
			m->of->n_remarks--;
	}
	b->n_remarks = kept;
}

static bool
is_of_end(const struct remark *m)
{
	return m->provisional && m->kind != REMARK_UNTIMED &&
	    m->kind != REMARK_SKIPPED;
}

static bool
is_provisional(const struct remark *m)
{
	return m->provisional;
}

void
book_reopen_file(struct book *b, struct file *f, bool counts)
{
	pthread_mutex_lock(&b->lock);
	if (f->n_remarks > 0)
		drop_remarks(b, f, counts ? is_provisional : is_of_end);
	pthread_mutex_unlock(&b->lock);
}

void
book_lose_file(struct book *b, struct file *f)
{
	pthread_mutex_lock(&b->lock);
	if (f->state == FILE_WAITING || f->state == FILE_PENDING) {
		f->state = FILE_FAILED;
		f->kind = STR("unreadable");
	}
	pthread_mutex_unlock(&b->lock);
	book_say(b, f, REMARK_VANISHED,
	    STR("gone before it was read to its end"));
}

void
book_touch_file(struct book *b, struct file *f, struct timespec changed)
{
	pthread_mutex_lock(&b->lock);
	f->changed = changed;
	pthread_mutex_unlock(&b->lock);
}

void
book_move_file(struct book *b, struct file *f, struct str path)
{
	pthread_mutex_lock(&b->lock);
	f->moved = arena_copy(&b->arena, path);
	pthread_mutex_unlock(&b->lock);
}

enum file_state
book_state(struct book *b, const struct file *f)
{
	enum file_state state;

	pthread_mutex_lock(&b->lock);
	state = (enum file_state)f->state;
	pthread_mutex_unlock(&b->lock);
	return state;
}

uint32_t
book_source(struct book *b, const struct file *f)
{
	uint32_t source;

	pthread_mutex_lock(&b->lock);
	source = f->source;
	pthread_mutex_unlock(&b->lock);
	return source;
}

struct str
book_path(struct book *b, const struct file *f, struct arena *a)
{
	struct str path;

	pthread_mutex_lock(&b->lock);
	path = file_path(f, a);
	pthread_mutex_unlock(&b->lock);
	return path;
}

bool
book_is_current(struct book *b, const struct file *f, uint64_t bytes,
    int64_t changed_s, uint32_t changed_ns)
{
	bool current;

	pthread_mutex_lock(&b->lock);
	current = f->state != FILE_WAITING && f->state != FILE_READING &&
	    f->bytes == bytes && f->changed.tv_sec == changed_s &&
	    f->changed.tv_nsec == changed_ns;
	pthread_mutex_unlock(&b->lock);
	return current;
}

/* Whether a folder has records of its account, or only of others. */
static void
note_folder(struct folder *folder, const struct reader_file *found)
{
	if (!folder)
		return;
	folder->seen |= found->account_seen;
	if (!folder->other[0])
		snprintf(folder->other, sizeof(folder->other), "%s",
		    found->other_account);
}

void
book_end_file(struct book *b, struct file *f, const struct file *now,
    const struct reader_file *found)
{
	pthread_mutex_lock(&b->lock);
	f->state = now->state;
	f->kind = arena_copy(&b->arena, now->kind);
	f->container = arena_copy(&b->arena, now->container);
	f->bytes = now->bytes;
	f->changed = now->changed;
	f->gzip = now->gzip;
	f->whole = found->whole;
	f->resume = found->resume;
	f->text = found->text;
	f->plain_bytes = now->plain_bytes;
	f->source = now->source;
	f->hashed = now->hashed;
	memcpy(f->sha, now->sha, SHA_BYTES);
	f->records = found->records;
	f->events = found->events;
	f->copies = found->copies;
	f->damaged = found->damaged;
	f->first_us = found->first_us;
	f->last_us = found->last_us;
	f->format = found->format;
	note_folder(f->dir->folder, found);
	pthread_mutex_unlock(&b->lock);
}

/* ---- remarks ------------------------------------------------------------ */

/* The lock is held. */
static void
add_remark(struct book *b, struct file *f, const struct remark *m)
{
	struct remark *to;

	if (f && f->n_remarks == REMARKS_PER_FILE)
		return;
	if (b->n_remarks == b->remarks_capacity) {
		b->remarks_capacity =
		    b->remarks_capacity ? b->remarks_capacity * 2 : 64;
		b->remarks = mem_grow(
		    b->remarks, b->remarks_capacity, sizeof(*b->remarks));
	}
	b->remarks[b->n_remarks].of = f;
	to = &b->remarks[b->n_remarks++].remark;
	*to = *m;
	to->unread |= remark_rows[m->kind].unread;
	b->warnings += to->unread || m->kind == REMARK_POLLED;
	to->text = arena_copy(&b->arena, m->text);
	to->file = f ? file_name(f, &b->arena) : arena_copy(&b->arena, m->file);
	if (f && ++f->n_remarks == REMARKS_PER_FILE)
		to->text = arena_printf(&b->arena,
		    "%.*s; further remarks on this file are left out",
		    STR_ARG(m->text));
}

void
book_remark(struct book *b, struct file *f, const struct remark *m)
{
	pthread_mutex_lock(&b->lock);
	add_remark(b, f, m);
	pthread_mutex_unlock(&b->lock);
}

void
book_remark_once(struct book *b, const struct remark *m)
{
	bool known = false;

	pthread_mutex_lock(&b->lock);
	for (size_t i = 0; i < b->n_remarks && !known; i++)
		known = b->remarks[i].remark.kind == m->kind &&
		    str_equal(b->remarks[i].remark.file, m->file);
	if (!known)
		add_remark(b, NULL, m);
	pthread_mutex_unlock(&b->lock);
}

void
book_say(struct book *b, struct file *f, enum remark_kind kind,
    struct str text)
{
	struct remark m = { .kind = kind, .text = text };

	book_remark(b, f, &m);
}

uint64_t
book_warnings(struct book *b)
{
	uint64_t n;

	pthread_mutex_lock(&b->lock);
	n = b->warnings;
	pthread_mutex_unlock(&b->lock);
	return n;
}

uint64_t
book_remarks(struct book *b)
{
	uint64_t n;

	pthread_mutex_lock(&b->lock);
	n = b->n_remarks;
	pthread_mutex_unlock(&b->lock);
	return n;
}

/* ---- when all is loaded ------------------------------------------------- */

/* Records of one source that share a property: how many, and the first. */
struct tally {
	uint64_t n;
	uint64_t record, offset, length;
};

enum { TALLY_CONFLICT, TALLY_REPEATED, TALLY_UNINDEXED, TALLIES };

struct audit {
	uint64_t copies;
	struct tally tally[TALLIES];
};

static void
count_in(struct tally *t, const struct place *p)
{
	if (t->n++ > 0 && t->record <= p->record)
		return;
	t->record = p->record;
	t->offset = p->offset;
	t->length = p->length;
}

/* Places behind the first one are copies. */
static void
audit_copies(struct snapshot *s, uint32_t event, struct audit *by_source)
{
	size_t n = snapshot_copies(s, event);
	struct place few[16], *places = few;

	if (n <= 1)
		return;
	if (n > 16)
		places = mem_alloc(n * sizeof(*places));
	n = snapshot_places(s, event, places, n);
	for (size_t i = 1; i < n; i++)
		by_source[places[i].source].copies++;
	if (places != few)
		free(places);
}

static void
audit_event(struct snapshot *s, uint32_t event, bool conflict, unsigned flags,
    struct audit *by_source)
{
	struct place p;
	struct audit *a;

	flags &= RECORD_REPEATED_KEY | RECORD_UNINDEXED;
	if (!conflict && !flags)
		return;
	p = snapshot_place(s, event);
	a = &by_source[p.source];
	if (conflict)
		count_in(&a->tally[TALLY_CONFLICT], &p);
	if (flags & RECORD_REPEATED_KEY)
		count_in(&a->tally[TALLY_REPEATED], &p);
	if (flags & RECORD_UNINDEXED)
		count_in(&a->tally[TALLY_UNINDEXED], &p);
}

static void
remark_tally(struct book *b, struct file *f, enum remark_kind kind,
    const struct tally *t, const char *what)
{
	struct remark m = { .kind = kind, .record = t->record,
		.offset = t->offset, .length = t->length };
	char text[160];

	if (t->n == 0)
		return;
	snprintf(text, sizeof(text), "%llu record%s %s",
	    (unsigned long long)t->n, t->n == 1 ? "" : "s", what);
	m.text = str_of(text);
	add_remark(b, f, &m);
}

static void
remark_folders(struct book *b)
{
	for (const struct folder *f = b->folders; f; f = f->next) {
		struct remark m = { .kind = REMARK_ACCOUNT, .file = f->name };
		char text[80];

		if (f->seen || !f->other[0])
			continue;
		snprintf(text, sizeof(text),
		    "folder name; its records say %s", f->other);
		m.text = str_of(text);
		add_remark(b, NULL, &m);
	}
}

/* What this file alone remarks. */
static bool
is_of_audit(const struct remark *m)
{
	return m->kind == REMARK_ABSENT || m->kind == REMARK_ALTERED ||
	    m->kind == REMARK_CONFLICT || m->kind == REMARK_REPEATED ||
	    m->kind == REMARK_UNINDEXED || m->kind == REMARK_ACCOUNT;
}

void
book_close(struct book *b, struct snapshot *s)
{
	uint32_t n = store_source_count(snapshot_store(s));
	struct audit *by_source = mem_zero(n, sizeof(*by_source));
	struct store_counts counts;
	bool flagged;

	store_counts(snapshot_store(s), &counts);
	flagged = counts.repeated_keys || counts.unindexed_leaves;
	for (uint32_t e = 0; e < snapshot_events(s); e++) {
		if (counts.copies)
			audit_copies(s, e, by_source);
		if (flagged || counts.conflicts)
			audit_event(s, e, snapshot_conflict(s, e),
			    snapshot_flags(s, e), by_source);
	}
	pthread_mutex_lock(&b->lock);
	drop_remarks(b, NULL, is_of_audit);
	for (size_t i = 0; i < b->n_files; i++) {
		struct file *f = &b->chunks[i / CHUNK_FILES][i % CHUNK_FILES];
		const struct audit *a;

		if (f->source == SOURCE_NONE || f->source >= n)
			continue;
		a = &by_source[f->source];
		f->copies = a->copies;
		f->events = f->records - f->copies;
		remark_tally(b, f, REMARK_CONFLICT, &a->tally[TALLY_CONFLICT],
		    "whose eventID stands in a record with other content");
		remark_tally(b, f, REMARK_REPEATED, &a->tally[TALLY_REPEATED],
		    "in which a key occurs twice");
		remark_tally(b, f, REMARK_UNINDEXED,
		    &a->tally[TALLY_UNINDEXED],
		    "with values that only @message finds");
	}
	remark_folders(b);
	pthread_mutex_unlock(&b->lock);
	free(by_source);
}

/* ---- the ledger --------------------------------------------------------- */

static int
by_name(const void *a, const void *b)
{
	const struct ledger_file *x = a, *y = b;

	return str_compare(x->name, y->name);
}

static int
by_weight(const void *a, const void *b)
{
	const struct remark *x = a, *y = b;
	int c;

	if (x->unread != y->unread)
		return x->unread ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	c = str_compare(x->file, y->file);
	if (c == 0)
		c = (x->record > y->record) - (x->record < y->record);
	if (c == 0)
		c = (x->offset > y->offset) - (x->offset < y->offset);
	return c ? c : str_compare(x->text, y->text);
}

static void
widen(int64_t *first, int64_t *last, const struct file *f)
{
	if (f->first_us == TIME_NONE)
		return;
	if (*first == TIME_NONE || f->first_us < *first)
		*first = f->first_us;
	if (*last == TIME_NONE || f->last_us > *last)
		*last = f->last_us;
}

static void
add_up(struct ledger *l, const struct file *f)
{
	size_t n;
	const struct log_format *formats = log_formats(&n);

	l->files_found++;
	l->files_read += f->state == FILE_READ;
	l->files_skipped += f->state == FILE_SKIPPED;
	l->files_failed += f->state == FILE_FAILED;
	l->packed_bytes += f->bytes;
	l->plain_bytes += f->plain_bytes;
	l->damaged += f->damaged;
	widen(&l->first_us, &l->last_us, f);
	if (f->format) {
		struct format_count *c = &l->formats[f->format - formats];

		c->files++;
		c->events += f->events;
		widen(&c->first_us, &c->last_us, f);
	}
}

/* Only the formats that were met. */
static void
drop_unmet(struct ledger *l)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->n_formats; i++)
		if (l->formats[i].files > 0)
			l->formats[kept++] = l->formats[i];
	l->n_formats = kept;
}

static struct str
sha_printed(const struct file *f, struct arena *a)
{
	char hex[SHA_HEX + 1];

	if (!f->hashed)
		return (struct str){ 0 };
	sha_print(f->sha, hex);
	return arena_copy(a, str_of(hex));
}

void
book_ledger(struct book *b, struct arena *a, struct ledger *out)
{
	const struct log_format *formats = log_formats(&out->n_formats);
	struct ledger_file *files;
	struct remark *remarks;

	out->formats =
	    arena_array(a, out->n_formats, sizeof(*out->formats));
	out->first_us = out->last_us = TIME_NONE;
	for (size_t i = 0; i < out->n_formats; i++) {
		out->formats[i].format = str_of(formats[i].name);
		out->formats[i].first_us = out->formats[i].last_us = TIME_NONE;
	}
	pthread_mutex_lock(&b->lock);
	files = arena_array(a, b->n_files, sizeof(*files));
	for (size_t i = 0; i < b->n_files; i++) {
		const struct file *f =
		    &b->chunks[i / CHUNK_FILES][i % CHUNK_FILES];

		files[i] = (struct ledger_file){
			.name = file_name(f, a),
			.path = file_path(f, a),
			.state = f->state,
			.sha256 = sha_printed(f, a),
			.kind = arena_copy(a, f->kind),
			.container = arena_copy(a, f->container),
			.packed_bytes = f->bytes,
			.plain_bytes = f->plain_bytes,
			.records = f->records,
			.events = f->events,
			.copies = f->copies,
			.damaged = f->damaged,
			.first_us = f->first_us,
			.last_us = f->last_us,
		};
		add_up(out, f);
	}
	out->n_files = b->n_files;
	remarks = arena_array(a, b->n_remarks, sizeof(*remarks));
	for (size_t i = 0; i < b->n_remarks; i++) {
		remarks[i] = b->remarks[i].remark;
		remarks[i].file = arena_copy(a, remarks[i].file);
		remarks[i].text = arena_copy(a, remarks[i].text);
	}
	out->n_remarks = b->n_remarks;
	pthread_mutex_unlock(&b->lock);
	qsort(files, out->n_files, sizeof(*files), by_name);
	if (out->n_remarks)
		qsort(remarks, out->n_remarks, sizeof(*remarks), by_weight);
	out->files = files;
	out->remarks = remarks;
	drop_unmet(out);
}
