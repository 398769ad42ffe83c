#include "query/notes.h"

#include "base/bits.h"

#define NAMES_MAX 64 /* unknown ones that are looked up */

/* ---- names -------------------------------------------------------------- */

/* A name that no event has, and the one that is spelled like it but for the
 * case of letters, the first by bytes. */
struct unknown {
	const struct slot *slot;
	struct str other;
};

static void
compare_path(struct run *r, uint32_t path, struct unknown *u, uint32_t n,
    struct buf *name)
{
	buf_reset(name);
	path_print(snapshot_store(r->snapshot), path, name);
	for (uint32_t i = 0; i < n; i++)
		if (str_equal_fold(u[i].slot->name, buf_str(name)) &&
		    (u[i].other.n == 0 ||
		        str_compare(buf_str(name), u[i].other) < 0))
			u[i].other = arena_copy(&r->tmp, buf_str(name));
}

static void
find_others(struct run *r, struct unknown *u, uint32_t n)
{
	uint64_t *seen =
	    arena_array(&r->tmp, bits_words(PATHS_MAX), sizeof(*seen));
	struct buf name = { 0 };

	for (uint32_t seg = 0; seg < r->layout.n_segments; seg++) {
		uint32_t n_paths;
		const uint32_t *paths =
		    segment_paths(r->snapshot, seg, &n_paths);

		for (uint32_t i = 0; i < n_paths; i++) {
			if (bits_has(seen, paths[i]))
				continue;
			bits_add(seen, paths[i]);
			compare_path(r, paths[i], u, n, &name);
		}
	}
	buf_free(&name);
}

/* People write srcaddr for srcAddr. */
static void
note_names(struct run *r)
{
	const struct plan *p = r->plan;
	struct unknown u[NAMES_MAX];
	uint32_t n = 0;

	for (uint32_t i = 0; i < p->n_slots && n < NAMES_MAX; i++)
		if (field_kind(r->world.fields[i]) == FIELD_UNKNOWN)
			u[n++] = (struct unknown){ .slot = &p->slots[i] };
	if (n)
		find_others(r, u, n);
	for (uint32_t i = 0; i < n; i++)
		if (u[i].other.n)
			run_note(r, u[i].slot->offset,
			    "no event has %.*s; there is %.*s",
			    STR_ARG(str_head(u[i].slot->name, 100)),
			    STR_ARG(str_head(u[i].other, 100)));
}

static void
note_hyphens(struct run *r)
{
	const struct plan *p = r->plan;

	for (uint32_t i = 0; i < p->n_hyphens; i++) {
		const struct hyphen *h = &p->hyphens[i];
		struct field *f =
		    field_bind(r->snapshot, h->name, &r->tmp);

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
		run_note(r, p->n_regexes ? p->regexes[0].offset : 0,
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
