#include "query/search.h"

#include <stdlib.h>
#include "base/bits.h"
#include "query/eval.h"
#include "query/pieces.h"

/* Reading an event costs as much as searching the columns of this many. */
#define READ_COSTS_EVENTS 5000

/* ---- a piece in the columns --------------------------------------------- */

/*
 * A piece that begins like an escape can match from inside one: /nbar/ finds
 * "foo\nbar", where the value holds a newline and bar.  So the value is
 * searched for that too.
 */
struct needle {
	struct str text;
	struct str escaped; /* with the control byte; empty: none */
	struct regex *fold; /* both, when case does not matter; else NULL */
};

static struct needle
needle_of(const struct piece *p, struct arena *a)
{
	static const char letters[] = "bfnrt", controls[] = "\b\f\n\r\t";
	struct needle n = { .text = p->text };
	char first = p->text.p[0];
	const char *letter;
	struct str pattern;
	struct err ignored = { 0 };

	if (p->fold && first >= 'A' && first <= 'Z')
		first |= 0x20;
	letter = memchr(letters, first, sizeof(letters) - 1);
	if (letter)
		n.escaped = arena_printf(a, "%c%.*s",
		    controls[letter - letters],
		    STR_ARG(str_from(p->text, 1)));
	if (!p->fold)
		return n;
	/* Pieces have no backslash, so \Q reaches to \E. */
	pattern = letter
	    ? arena_printf(a, "(?i)\\Q%.*s\\E|\\Q%.*s\\E", STR_ARG(n.text),
	          STR_ARG(n.escaped))
	    : arena_printf(a, "(?i)\\Q%.*s\\E", STR_ARG(n.text));
	n.fold = regex_new(pattern, &ignored);
	return n;
}

struct hunt {
	struct search *search;
	const uint64_t *need;
	struct needle needle;
	struct regex_matcher **matchers; /* of each thread */
	uint8_t *keys; /* of each path: 0 unknown, 1 no, 2 a step of it has
	                  the piece */
	uint64_t *out;
};

static bool
text_has(struct hunt *h, struct regex_matcher *m, struct str s)
{
	const struct needle *n = &h->needle;

	if (n->fold)
		return regex_search(m, s, 0, NULL, NULL);
	return str_find(s, n->text) < s.n ||
	    (n->escaped.n && str_find(s, n->escaped) < s.n);
}

static uint32_t
entry_of_byte(const struct column *c, uint32_t at, uint32_t from)
{
	uint32_t low = from, high = c->n_entries;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (c->offsets[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* One search runs over all entries; it cannot find what reaches over two of
 * them, because a NUL stands between. */
static bool
mark_text(struct hunt *h, const struct column *c, struct regex_matcher *m,
    struct str needle, uint64_t *entries)
{
	struct str all = { c->text, c->offsets[c->n_entries] };
	bool any = false;

	for (uint32_t i = 0; i < c->n_entries; i++) {
		size_t at;

		if (h->needle.fold) {
			if (!regex_search(m, all, c->offsets[i], &at, NULL))
				return any;
		} else {
			at = c->offsets[i] +
			    str_find(str_from(all, c->offsets[i]), needle);
			if (at == all.n)
				return any;
		}
		i = entry_of_byte(c, (uint32_t)at, i);
		bits_add(entries, i);
		any = true;
	}
	return any;
}

/* Made of these bytes alone, so that the entries of a form can hold it. */
static bool
made_of(struct str s, bool fold, const char *bytes)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!strchr(bytes, c) &&
		    !(fold && strchr(bytes, c ^ 0x20) &&
		        (c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			return false;
	}
	return true;
}

/* False: no entry has it. */
static bool
mark_entries(struct hunt *h, const struct column *c, struct regex_matcher *m,
    uint64_t *entries)
{
	const struct needle *n = &h->needle;
	bool any = false;
	char room[40];

	if (c->form == ENTRIES_TEXT) {
		any = mark_text(h, c, m, n->text, entries);
		if (n->escaped.n && !n->fold)
			any |= mark_text(h, c, m, n->escaped, entries);
		return any;
	}
	if (!made_of(n->text, n->fold,
	        c->form == ENTRIES_UUID ? "0123456789abcdef-"
	                                : "0123456789-:TZ"))
		return false;
	for (uint32_t i = 0; i < c->n_entries; i++)
		if (text_has(h, m, column_value(c, i, room).text)) {
			bits_add(entries, i);
			any = true;
		}
	return any;
}

/* ---- a piece in the keys ------------------------------------------------ */

static bool
key_has(struct hunt *h, const struct store *st, uint32_t path,
    struct regex_matcher *m)
{
	uint32_t position;
	struct str key;
	bool has;

	if (path == PATH_ROOT)
		return false;
	if (!h->keys[path]) {
		has = path_step(st, path, &key, &position) && key.p &&
		    text_has(h, m, key);
		has = has || key_has(h, st, path_parent(st, path), m);
		h->keys[path] = has ? 2 : 1;
	}
	return h->keys[path] == 2;
}

static void
mark_keys(struct hunt *h)
{
	struct snapshot *s = h->search->layout->snapshot;
	struct regex_matcher *m =
	    h->needle.fold ? regex_matcher_new(h->needle.fold) : NULL;

	for (uint32_t seg = 0; seg < h->search->layout->n_segments; seg++) {
		uint32_t n;
		const uint32_t *paths = segment_paths(s, seg, &n);

		for (uint32_t i = 0; i < n; i++)
			if (paths[i] >= OWN_PATHS)
				key_has(h, snapshot_store(s), paths[i], m);
	}
	if (m)
		regex_matcher_free(m);
}

/* ---- segments ----------------------------------------------------------- */

static void
hunt_segment(void *ctx, size_t item, unsigned worker)
{
	struct hunt *h = ctx;
	const struct layout *l = h->search->layout;
	uint32_t seg = (uint32_t)item, n_paths;
	const uint32_t *paths = segment_paths(l->snapshot, seg, &n_paths);
	uint64_t *out = h->out + l->first[seg];
	struct arena tmp = { 0 };

	if (h->needle.fold && !h->matchers[worker]) {
		h->matchers[worker] = regex_matcher_new(h->needle.fold);
		regex_stop_on(h->matchers[worker], h->search->stop);
	}
	for (uint32_t i = 0; i < n_paths; i++) {
		const atomic_bool *stop = h->search->stop;
		struct column c;
		uint64_t *entries;

		if (paths[i] < OWN_PATHS)
			continue;
		if (stop && atomic_load_explicit(stop, memory_order_relaxed))
			break;
		segment_column(l->snapshot, seg, paths[i], &c);
		if (c.shape == COLUMN_NONE)
			continue;
		if (h->keys[paths[i]] == 2) {
			column_present(&c, out);
			continue;
		}
		entries = arena_array(
		    &tmp, bits_words(c.n_entries), sizeof(*entries));
		if (mark_entries(h, &c, h->matchers[worker], entries))
			column_spread(&c, entries, out);
		arena_reset(&tmp);
	}
	arena_free(&tmp);
	for (uint32_t i = l->first[seg]; i < l->first[seg + 1]; i++)
		h->out[i] &= h->need[i];
	if (h->search->progress)
		atomic_fetch_add(&h->search->progress->done,
		    segment_rows(l->snapshot, seg));
}

/* Rows of need that hold the piece in a key or value, into out, which is
 * clear. */
static bool
hunt_piece(struct search *s, const struct piece *p, const uint64_t *need,
    uint64_t *out)
{
	struct arena a = { 0 };
	struct hunt h = { .search = s, .need = need, .out = out };
	unsigned threads = pool_threads(s->pool);
	bool done;

	h.needle = needle_of(p, &a);
	h.matchers = arena_array(&a, threads, sizeof(struct regex_matcher *));
	h.keys = arena_array(&a, PATHS_MAX, 1);
	mark_keys(&h);
	if (s->progress)
		atomic_fetch_add(&s->progress->total,
		    snapshot_events(s->layout->snapshot));
	done = pool_run(
	    s->pool, s->layout->n_segments, s->stop, hunt_segment, &h);
	for (unsigned i = 0; i < threads; i++)
		if (h.matchers[i])
			regex_matcher_free(h.matchers[i]);
	regex_free(h.needle.fold);
	arena_free(&a);
	return done;
}

/* ---- reading ------------------------------------------------------------ */

struct verify {
	struct search *search;
	struct regex_matcher **matchers; /* of each thread */
	uint64_t *found;                 /* a bit per event */
	_Atomic uint64_t *hits;
};

static bool
matches(struct verify *v, struct str text, unsigned worker)
{
	struct search *s = v->search;
	struct regex_matcher *m = v->matchers[worker];
	uint64_t hits;
	bool found;

	if (s->literal)
		return s->pattern.n == 0 || str_find(text, s->pattern) < text.n;
	if (!m) {
		m = v->matchers[worker] = regex_matcher_new(s->regex);
		regex_stop_on(m, s->stop);
	}
	hits = regex_limit_hits(m);
	found = regex_search(m, text, 0, NULL, NULL);
	hits = regex_limit_hits(m) - hits;
	if (hits)
		atomic_fetch_add(v->hits, hits);
	return found;
}

static void
got_record(void *ctx, uint32_t event, const struct raw *raw, unsigned worker)
{
	struct verify *v = ctx;

	if (atomic_load_explicit(v->hits, memory_order_relaxed) >=
	    v->search->hits_max)
		return;
	if (matches(v, raw->text, worker))
		__atomic_fetch_or(&v->found[event / 64],
		    (uint64_t)1 << event % 64, __ATOMIC_RELAXED);
	if (v->search->progress)
		atomic_fetch_add(&v->search->progress->done, 1);
}

/* Adds to found the rows of `read` whose record matches. */
static bool
verify_rows(struct search *s, const uint64_t *read, uint64_t *found)
{
	const struct layout *l = s->layout;
	unsigned threads = pool_threads(s->pool);
	struct verify v = { .search = s, .hits = s->hits };
	uint64_t *rows = mem_zero(layout_words(l), sizeof(*rows));
	uint32_t *events = mem_alloc(rows_count(l, read) * sizeof(*events));
	uint32_t n = rows_events(l, read, events);
	bool done;

	v.found = mem_zero(
	    bits_words(snapshot_events(l->snapshot)), sizeof(*v.found));
	v.matchers = mem_zero(threads, sizeof(struct regex_matcher *));
	if (s->progress)
		atomic_fetch_add(&s->progress->total, n);
	done = raw_read_many(
	    l->snapshot, events, n, s->pool, s->stop, got_record, &v);
	rows_from_events(l, v.found, rows);
	for (uint32_t i = 0; i < layout_words(l); i++)
		found[i] |= rows[i];
	for (unsigned i = 0; i < threads; i++)
		if (v.matchers[i])
			regex_matcher_free(v.matchers[i]);
	free(v.matchers);
	free(v.found);
	free(events);
	free(rows);
	return done;
}

/* ---- the whole ---------------------------------------------------------- */

/* Rows whose text the columns do not tell whole. */
static void
flagged_rows(const struct layout *l, const uint64_t *need, uint64_t *out)
{
	unsigned mask = RECORD_ESCAPES | RECORD_REPEATED_KEY |
	    RECORD_UNINDEXED | RECORD_NO_JSON;

	for (uint32_t seg = 0; seg < l->n_segments; seg++) {
		uint32_t base = segment_base(l->snapshot, seg);

		for (uint32_t i = l->first[seg]; i < l->first[seg + 1]; i++)
			for (uint64_t w = need[i]; w; w &= w - 1) {
				uint32_t row = (i - l->first[seg]) * 64 +
				    (uint32_t)__builtin_ctzll(w);

				if (snapshot_flags(l->snapshot, base + row) &
				    mask)
					bits_add(out + l->first[seg], row);
			}
	}
}

/* Candidates of one branch, into `rows`: all its pieces are there. */
static bool
branch_rows(struct search *s, const struct branch *b, const uint64_t *need,
    uint64_t *rows)
{
	uint32_t words = layout_words(s->layout);
	uint64_t *rest = mem_alloc(words * sizeof(*rest));
	bool done = true;

	memcpy(rest, need, words * sizeof(*rest));
	/* The longest tells most; the next ones help to read less. */
	for (uint32_t i = 0; i < b->n_pieces && done; i++) {
		if (i && rows_count(s->layout, rest) < 64)
			break;
		memset(rows, 0, words * sizeof(*rows));
		done = hunt_piece(s, &b->pieces[i], rest, rows);
		memcpy(rest, rows, words * sizeof(*rest));
	}
	free(rest);
	return done;
}

/* From the columns: rows that match for sure into found, rows that have to be
 * read into read.  False when stopped. */
static bool
candidates(struct search *s, const struct pieces *p, const uint64_t *need,
    uint64_t *found, uint64_t *read)
{
	uint32_t words = layout_words(s->layout);
	uint64_t *rest = mem_alloc(words * sizeof(*rest));
	uint64_t *rows = mem_alloc(words * sizeof(*rows));
	bool done = true;

	flagged_rows(s->layout, need, read);
	for (uint32_t k = 0; k < words; k++)
		rest[k] = need[k] & ~read[k];
	for (uint32_t i = 0; i < p->n_branches && done; i++) {
		const struct branch *b = &p->branches[i];
		uint64_t *into = b->whole ? found : read;

		done = branch_rows(s, b, rest, rows);
		for (uint32_t k = 0; k < words; k++)
			into[k] |= rows[k];
	}
	for (uint32_t k = 0; k < words; k++)
		read[k] &= ~found[k];
	free(rest);
	free(rows);
	return done;
}

bool
search_rows(struct search *s, const uint64_t *need, uint64_t *found,
    struct err *err)
{
	uint32_t words = layout_words(s->layout);
	uint64_t n = rows_count(s->layout, need);
	uint64_t *read = mem_zero(words, sizeof(*read));
	struct arena a = { 0 };
	struct pieces p;
	bool done = true;

	if (s->literal)
		pieces_of_text(s->pattern, &a, &p);
	else
		pieces_of_pattern(s->pattern, &a, &p);
	if (p.n_branches == 0 ||
	    n <= snapshot_events(s->layout->snapshot) / READ_COSTS_EVENTS)
		memcpy(read, need, words * sizeof(*read));
	else
		done = candidates(s, &p, need, found, read);
	done = done && verify_rows(s, read, found);
	arena_free(&a);
	free(read);
	if (atomic_load(s->hits) >= s->hits_max)
		return err_set(err, ERR_STEPS, "the pattern took too many "
		    "steps on %llu events", (unsigned long long)s->hits_max);
	return done || err_set(err, ERR_STOPPED, "stopped");
}

bool
search_records(struct snapshot *snap, const struct regex *re,
    struct str pattern, const uint64_t *within, struct pool *pool,
    const atomic_bool *stop, struct query_progress *progress,
    uint64_t *events, uint64_t *limit_hits, struct err *err)
{
	struct arena a = { 0 };
	struct layout l = layout_of(snap, &a);
	uint64_t *need = rows_new(&l, &a), *found = rows_new(&l, &a);
	_Atomic uint64_t hits = 0;
	struct search s = { .layout = &l, .regex = re, .pattern = pattern,
		.pool = pool, .stop = stop, .progress = progress,
		.hits = &hits, .hits_max = REGEX_HITS_MAX };
	bool done;

	if (within)
		rows_from_events(&l, within, need);
	else
		rows_fill(&l, need);
	done = search_rows(&s, need, found, err);
	rows_to_events(&l, found, events);
	if (limit_hits)
		*limit_hits = atomic_load(&hits);
	arena_free(&a);
	return done;
}
