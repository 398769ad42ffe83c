#include "query/notes.h"

#include <limits.h>
#include "base/bits.h"
#include "query/errors.h"
#include "query/spellings.h"

#define NAMES_MAX 64 /* unknown ones that are looked up */
#define LETTERS_PATHS_MAX 20000 /* fields whose letters are compared */

/* ---- names -------------------------------------------------------------- */

/* A name that no event has, and the one that is probably meant: spelled like
 * it but for the case of letters; else a longer path that ends in it; else one
 * that few letters tell apart.  Of several the shortest, the first by bytes. */
struct unknown {
	const struct slot *slot;
	struct str other;
	int distance; /* of other */
};

enum { DISTANCE_CASE, DISTANCE_PART, DISTANCE_PART_CASE, DISTANCE_EDITS };

/* INT_MAX: too far. */
static int
distance(struct str wanted, struct str name, bool compare_letters)
{
	size_t longest = wanted.n > name.n ? wanted.n : name.n;
	int n;

	if (str_equal_fold(wanted, name))
		return DISTANCE_CASE;
	if (wanted.n >= 3 && name.n > wanted.n &&
	    name.p[name.n - wanted.n - 1] == '.' &&
	    str_equal_fold(str_from(name, name.n - wanted.n), wanted))
		return str_ends(name, wanted) ? DISTANCE_PART
		                              : DISTANCE_PART_CASE;
	if (!compare_letters || longest > EDITS_BYTES_MAX)
		return INT_MAX;
	n = edits(wanted, name);
	/* One of four letters may be wrong. */
	return (size_t)n * 4 <= longest ? DISTANCE_EDITS + n : INT_MAX;
}

static bool
is_nearer(const struct unknown *u, int d, struct str name)
{
	if (d == INT_MAX || d != u->distance)
		return d < u->distance;
	if (name.n != u->other.n)
		return name.n < u->other.n;
	return str_compare(name, u->other) < 0;
}

static void
compare_path(struct run *r, uint32_t path, struct unknown *u, uint32_t n,
    bool compare_letters, struct buf *name)
{
	buf_reset(name);
	path_print(snapshot_store(r->snapshot), path, name);
	for (uint32_t i = 0; i < n; i++) {
		int d = distance(
		    u[i].slot->name, buf_str(name), compare_letters);

		if (!is_nearer(&u[i], d, buf_str(name)))
			continue;
		u[i].distance = d;
		u[i].other = arena_copy(&r->tmp, buf_str(name));
	}
}

static void
find_others(struct run *r, struct unknown *u, uint32_t n)
{
	uint64_t *seen =
	    arena_array(&r->tmp, bits_words(PATHS_MAX), sizeof(*seen));
	struct buf name = { 0 };
	uint32_t looked_at = 0;

	for (uint32_t seg = 0; seg < r->layout.n_segments; seg++) {
		uint32_t n_paths;
		const uint32_t *paths =
		    segment_paths(r->snapshot, seg, &n_paths);

		for (uint32_t i = 0; i < n_paths; i++) {
			if (bits_has(seen, paths[i]))
				continue;
			bits_add(seen, paths[i]);
			compare_path(r, paths[i], u, n,
			    looked_at++ < LETTERS_PATHS_MAX, &name);
		}
	}
	buf_free(&name);
}

/* Where a-b stands, which note_hyphens is about. */
static bool
begins_hyphen(const struct plan *p, const struct slot *slot)
{
	for (uint32_t i = 0; i < p->n_hyphens; i++)
		if (p->hyphens[i].offset == slot->offset)
			return true;
	return false;
}

/* People write srcaddr for srcAddr. */
static void
note_names(struct run *r)
{
	const struct plan *p = r->plan;
	struct unknown u[NAMES_MAX];
	uint32_t n = 0;

	for (uint32_t i = 0; i < p->n_slots && n < NAMES_MAX; i++)
		if (p->slots[i].kind == SLOT_FIELD &&
		    field_kind(r->world.fields[i]) == FIELD_UNKNOWN &&
		    !begins_hyphen(p, &p->slots[i]))
			u[n++] = (struct unknown){ .slot = &p->slots[i],
				.distance = INT_MAX };
	if (n)
		find_others(r, u, n);
	for (uint32_t i = 0; i < n; i++)
		if (u[i].other.n)
			run_note(r, u[i].slot->offset,
			    "no event has %.*s; %s %.*s",
			    STR_ARG(str_head(u[i].slot->name, 100)),
			    u[i].distance < DISTANCE_EDITS
			        ? "there is" : "the nearest is",
			    STR_ARG(str_head(u[i].other, 100)));
}

static void
note_hyphens(struct run *r)
{
	const struct plan *p = r->plan;

	for (uint32_t i = 0; i < p->n_hyphens; i++) {
		const struct hyphen *h = &p->hyphens[i];
		struct field *f =
		    spelling_bind(r->snapshot, h->name, &r->tmp);

		if (field_kind(f) != FIELD_UNKNOWN)
			run_note(r, h->offset, "read as a difference; the "
			    "field is written `%.*s`",
			    STR_ARG(str_head(h->name, 100)));
	}
}

/* ---- limits ------------------------------------------------------------- */

static void
note_limits(struct run *r)
{
	const struct plan *p = r->plan;
	unsigned long long hits = atomic_load(&r->world.regex_hits);
	unsigned long long texts = atomic_load(&r->world.too_long);

	if (hits)
		run_note(r, p->regexes[atomic_load(&r->world.hit_regex)].offset,
		    "the pattern took too many steps on %llu text%s, which "
		    "count as not matching", hits, hits == 1 ? "" : "s");
	if (texts)
		run_note(r, 0, "%llu computed text%s of more than 1 MiB left "
		    "out", texts, texts == 1 ? "" : "s");
}

void
notes_of_run(struct run *r)
{
	if (snapshot_events(r->snapshot)) {
		note_names(r);
		note_hyphens(r);
	}
	note_limits(r);
}
