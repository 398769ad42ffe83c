#include "ingest/digest.h"

#include <ctype.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/pool.h"
#include "ingest/scan.h"

#define BLOCK_BYTES ((size_t)64 << 10)

enum { UNKNOWN, SAME, OTHER, UNREAD };

struct digests {
	pthread_mutex_t lock; /* guards all that follows */
	struct arena arena;   /* of texts */
	struct digest_entry *entries;
	size_t n_entries, entries_capacity;
	struct digest_interval *intervals;
	size_t n, capacity; /* one for each digest */
	uint64_t named, same, altered, absent; /* as of the last check */
};

struct digests *
digests_new(void)
{
	struct digests *d = mem_zero(1, sizeof(*d));

	pthread_mutex_init(&d->lock, NULL);
	return d;
}

void
digests_free(struct digests *d)
{
	free(d->entries);
	free(d->intervals);
	arena_free(&d->arena);
	pthread_mutex_destroy(&d->lock);
	free(d);
}

/* ---- reading ------------------------------------------------------------ */

/* The members of a digest, and of one of its logFiles, that are wanted. */
struct members {
	struct str account, start, end, object;
	struct str before, before_sha, before_algorithm;
};

struct log_file {
	struct str object, sha, algorithm, oldest, newest;
};

struct wanted {
	const char *key;
	struct str *to;
};

static void
take(const struct wanted *w, size_t n, struct str key, struct str value)
{
	for (size_t i = 0; i < n; i++)
		if (str_equal(key, str_of(w[i].key)))
			*w[i].to = value;
}

static int64_t
time_of(struct str s)
{
	int64_t us;

	return time_parse(s, &us) ? us : TIME_NONE;
}

/* The lock is held. */
static void
add_entry(struct digests *d, struct str object, struct str sha,
    struct str algorithm, struct str digest)
{
	struct digest_entry *e;

	if (object.n == 0)
		return;
	if (d->n_entries == d->entries_capacity) {
		d->entries_capacity =
		    d->entries_capacity ? d->entries_capacity * 2 : 64;
		d->entries = mem_grow(
		    d->entries, d->entries_capacity, sizeof(*d->entries));
	}
	e = &d->entries[d->n_entries++];
	*e = (struct digest_entry){
		.object = arena_copy(&d->arena, object),
		.digest = digest,
		.from_us = TIME_NONE,
		.to_us = TIME_NONE,
	};
	if (sha.n != SHA_HEX || !str_equal(algorithm, STR("SHA-256")))
		return;
	for (size_t i = 0; i < SHA_HEX; i++)
		e->sha[i] = (char)tolower((unsigned char)sha.p[i]);
}

static void
add_log_file(struct digests *d, const struct log_file *f, struct str digest)
{
	size_t before = d->n_entries;

	add_entry(d, f->object, f->sha, f->algorithm, digest);
	if (d->n_entries == before)
		return;
	d->entries[before].from_us = time_of(f->oldest);
	d->entries[before].to_us = time_of(f->newest);
}

/* AWSLogs/<account>/CloudTrail-Digest/<region>/... */
static struct str
region_of(struct str object)
{
	struct str mark = STR("/CloudTrail-Digest/");
	size_t at = str_find(object, mark);

	object = str_from(object, at < object.n ? at + mark.n : at);
	return str_head(object, str_index(object, '/'));
}

/* The lock is held. */
static void
end_digest(struct digests *d, const struct members *m, struct str digest)
{
	struct digest_interval *v;

	add_entry(d, m->before, m->before_sha, m->before_algorithm, digest);
	if (m->before.n > 0)
		d->entries[d->n_entries - 1].before = true;
	if (d->n == d->capacity) {
		d->capacity = d->capacity ? d->capacity * 2 : 64;
		d->intervals = mem_grow(
		    d->intervals, d->capacity, sizeof(*d->intervals));
	}
	v = &d->intervals[d->n++];
	*v = (struct digest_interval){
		.account = arena_copy(&d->arena, m->account),
		.region = arena_copy(&d->arena, region_of(m->object)),
		.from_us = time_of(m->start),
		.to_us = time_of(m->end),
	};
}

void
digests_add(struct digests *d, struct str text, struct str file)
{
	struct members m = { 0 };
	struct log_file f = { 0 };
	const struct wanted of_digest[] = {
		{ "awsAccountId", &m.account },
		{ "digestStartTime", &m.start },
		{ "digestEndTime", &m.end },
		{ "digestS3Object", &m.object },
		{ "previousDigestS3Object", &m.before },
		{ "previousDigestHashValue", &m.before_sha },
		{ "previousDigestHashAlgorithm", &m.before_algorithm },
	}, of_file[] = {
		{ "s3Object", &f.object },
		{ "hashValue", &f.sha },
		{ "hashAlgorithm", &f.algorithm },
		{ "oldestEventTime", &f.oldest },
		{ "newestEventTime", &f.newest },
	};
	struct arena a = { 0 };
	struct str key = { 0 }, list = { 0 };
	enum json_token token;
	struct json j;

	pthread_mutex_lock(&d->lock);
	file = arena_copy(&d->arena, file);
	json_init(&j, text);
	while ((token = json_next(&j)) > JSON_END) {
		if (token == JSON_KEY) {
			key = scan_text(&j, &a);
			if (j.depth == 1)
				list = key;
		} else if (token == JSON_STRING && j.depth == 1) {
			take(of_digest, 7, key, scan_text(&j, &a));
		} else if (token == JSON_STRING && j.depth == 3) {
			take(of_file, 5, key, scan_text(&j, &a));
		} else if (token == JSON_OBJECT_CLOSE && j.depth == 2) {
			if (str_equal(list, STR("logFiles")))
				add_log_file(d, &f, file);
			f = (struct log_file){ 0 };
		}
	}
	end_digest(d, &m, file);
	pthread_mutex_unlock(&d->lock);
	arena_free(&a);
}

/* ---- comparing ---------------------------------------------------------- */

struct checking {
	struct digests *digests;
	struct book *book;
	const struct inflate_limits *limits;
	const atomic_bool *stop;
	struct file **by_base; /* all files, by the last part of their names */
	size_t n_files;
};

static int
by_base(const void *a, const void *b)
{
	const struct file *x = *(struct file *const *)a;
	const struct file *y = *(struct file *const *)b;

	return str_compare(x->base, y->base);
}

static struct str
base_of(struct str path)
{
	const char *slash = path.n ? memrchr(path.p, '/', path.n) : NULL;

	return slash ? str_from(path, (size_t)(slash + 1 - path.p)) : path;
}

/* The file of an object: names of log files are unique by themselves, so a
 * copy may lie in another directory. */
static struct file *
file_of(const struct checking *c, struct str object)
{
	struct str base = base_of(object);
	size_t lo = 0, hi = c->n_files;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (str_compare(c->by_base[mid]->base, base) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < c->n_files && str_equal(c->by_base[lo]->base, base)
	    ? c->by_base[lo]
	    : NULL;
}

static uint8_t
compare(const struct checking *c, struct file *f, const char *wanted)
{
	struct arena a = { 0 };
	struct str path = book_path(c->book, f, &a);
	int fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct sha *sha = sha_new();
	char *block = mem_alloc(BLOCK_BYTES), hex[SHA_HEX + 1];
	uint8_t digest[SHA_BYTES], verdict = UNREAD;
	struct inflate *in;
	struct err err = { 0 };
	size_t n;

	if (fd >= 0) {
		in = inflate_open(fd, c->limits);
		while (!atomic_load(c->stop) &&
		    (n = inflate_read(in, block, BLOCK_BYTES, &err)) > 0)
			sha_add(sha, block, n);
		inflate_close(in);
		sha_digest(sha, digest);
		sha_print(digest, hex);
		if (!atomic_load(c->stop))
			verdict = err.code == ERR_NONE &&
			        memcmp(hex, wanted, SHA_HEX) == 0
			    ? SAME
			    : OTHER;
	}
	free(block);
	sha_free(sha);
	arena_free(&a);
	return verdict;
}

static void
check_one(void *ctx, size_t i, unsigned worker)
{
	struct checking *c = ctx;
	struct digest_entry *e = &c->digests->entries[i];
	struct file *f = file_of(c, e->object);

	(void)worker;
	e->absent = !f;
	if (!f || e->verdict == SAME || e->verdict == OTHER)
		return;
	e->verdict = e->sha[0] ? compare(c, f, e->sha) : UNKNOWN;
}

static void
remark_entry(const struct checking *c, const struct digest_entry *e)
{
	struct remark m = { .file = e->object };
	struct arena a = { 0 };

	if (e->absent && !e->before) {
		m.kind = REMARK_ABSENT;
		m.text = arena_printf(&a, "named by the digest %.*s",
		    STR_ARG(base_of(e->digest)));
		book_remark(c->book, NULL, &m);
	} else if (!e->absent && e->verdict == OTHER) {
		m.kind = REMARK_ALTERED;
		m.text = arena_printf(&a,
		    "its content has not the SHA-256 %.16s... that the digest "
		    "%.*s names", e->sha, STR_ARG(base_of(e->digest)));
		book_remark(c->book, file_of(c, e->object), &m);
	}
	arena_free(&a);
}

static void
count_entries(struct digests *d)
{
	d->same = d->altered = d->absent = d->named = 0;
	for (size_t i = 0; i < d->n_entries; i++) {
		const struct digest_entry *e = &d->entries[i];

		if (e->before && e->absent)
			continue;
		d->named++;
		d->same += !e->absent && e->verdict == SAME;
		d->altered += !e->absent && e->verdict == OTHER;
		d->absent += e->absent;
	}
}

void
digests_check(struct digests *d, struct book *b,
    const struct inflate_limits *limits, unsigned threads,
    const atomic_bool *stop)
{
	struct checking c = { d, b, limits, stop, NULL, book_files(b) };
	struct pool *pool;

	if (d->n == 0)
		return;
	pool = pool_new(threads);
	c.by_base = mem_alloc(c.n_files * sizeof(*c.by_base));
	for (size_t i = 0; i < c.n_files; i++)
		c.by_base[i] = book_file(b, i);
	qsort(c.by_base, c.n_files, sizeof(*c.by_base), by_base);
	pthread_mutex_lock(&d->lock);
	pool_run(pool, d->n_entries, stop, check_one, &c);
	for (size_t i = 0; i < d->n_entries; i++)
		remark_entry(&c, &d->entries[i]);
	count_entries(d);
	pthread_mutex_unlock(&d->lock);
	pool_free(pool);
	free(c.by_base);
}

/* ---- what they say ------------------------------------------------------ */

const struct digest_entry *
digests_entries(struct digests *d, struct arena *a, size_t *n)
{
	struct digest_entry *out;

	pthread_mutex_lock(&d->lock);
	out = arena_array(a, d->n_entries, sizeof(*out));
	for (size_t i = 0; i < d->n_entries; i++) {
		out[i] = d->entries[i];
		out[i].object = arena_copy(a, out[i].object);
		out[i].digest = arena_copy(a, out[i].digest);
	}
	*n = d->n_entries;
	pthread_mutex_unlock(&d->lock);
	return out;
}

const struct digest_interval *
digests_intervals(struct digests *d, struct arena *a, size_t *n)
{
	struct digest_interval *out;

	pthread_mutex_lock(&d->lock);
	out = arena_array(a, d->n, sizeof(*out));
	for (size_t i = 0; i < d->n; i++) {
		out[i] = d->intervals[i];
		out[i].account = arena_copy(a, out[i].account);
		out[i].region = arena_copy(a, out[i].region);
	}
	*n = d->n;
	pthread_mutex_unlock(&d->lock);
	return out;
}

void
digests_count(struct digests *d, struct ledger *out)
{
	pthread_mutex_lock(&d->lock);
	out->digests.files = d->n;
	out->digests.named = d->named;
	out->digests.same = d->same;
	out->digests.altered = d->altered;
	out->digests.absent = d->absent;
	pthread_mutex_unlock(&d->lock);
}

void
ledger_print_digests(const struct ledger *g, struct buf *out)
{
	if (g->digests.files == 0)
		return;
	buf_printf(out,
	    "%llu digest file%s: %llu of %llu files are as they say",
	    (unsigned long long)g->digests.files,
	    g->digests.files == 1 ? "" : "s",
	    (unsigned long long)g->digests.same,
	    (unsigned long long)g->digests.named);
	if (g->digests.altered)
		buf_printf(out, ", %llu altered",
		    (unsigned long long)g->digests.altered);
	if (g->digests.absent)
		buf_printf(out, ", %llu absent",
		    (unsigned long long)g->digests.absent);
	buf_add(out, STR("; their signatures are not checked offline"));
}
