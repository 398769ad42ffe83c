/*
 * The benchmark corpora.  Record k and file f are functions of their numbers
 * alone: a copy is the same record written again, and any process can make
 * any file.
 */
#include "generate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "gen_object.h"
#include "gen_record.h"
#include "gen_texts.h"

#define SEED 0x73706f6f72u
#define FIRST_DELIVERY 1730419200 /* 2024-11-01T00:00:00Z */
#define SPAN (14 * 86400)         /* seconds that a corpus covers */
#define AGAIN_PERMILLE 25         /* records delivered twice */
#define TOGETHER 40               /* records in which few callers take turns */
#define CALLERS 4
#define TRIES 16

struct corpus {
	struct shapes shapes;
	const char *folder, *ndjson;
	uint64_t *first; /* record of each file; one more at the end */
	uint64_t files, weight_of_places, weight_of_actors;
};

/* What one process has made; in memory that all of them share. */
struct made {
	uint64_t files, records, copies, plain_bytes, packed_bytes;
};

static uint32_t
size_big(struct rng *r, uint64_t file)
{
	(void)file;
	return 140 + rng_below(r, 81);
}

static uint32_t
size_small(struct rng *r, uint64_t file)
{
	static const uint32_t usual[] = { 1, 1, 2, 3, 3, 4, 4, 5, 5, 5, 5, 5, 5,
		5, 5, 6, 6, 6, 7, 7 };

	if (file % 1000 == 499)
		return 500;
	return usual[rng_below(r, sizeof(usual) / sizeof(usual[0]))];
}

static const struct size_kind {
	uint32_t mean;
	uint32_t (*size)(struct rng *, uint64_t file);
} size_kinds[] = {
	[CORPUS_BIG] = { 180, size_big },
	[CORPUS_SMALL] = { 5, size_small },
};

/* Gives each file its records; together they are exactly events. */
static void
share_out(struct corpus *c, uint64_t events, const struct size_kind *kind)
{
	uint64_t f, sum = 0, files = (events + kind->mean - 1) / kind->mean;
	uint32_t *sizes = malloc(files * sizeof(*sizes));

	c->first = malloc((files + 1) * sizeof(*c->first));
	if (sizes == NULL || c->first == NULL)
		die("no memory for %ju files", (uintmax_t)files);
	for (f = 0; f < files; f++) {
		struct rng r = { rng_mix(SEED, f) };

		sum += sizes[f] = kind->size(&r, f);
	}
	for (f = 0; sum != events; f = (f + 1) % files) {
		if (sum < events) {
			sizes[f]++;
			sum++;
		} else if (sizes[f] > 1) {
			sizes[f]--;
			sum--;
		}
	}
	c->files = files;
	c->first[0] = 0;
	for (f = 0; f < files; f++)
		c->first[f + 1] = c->first[f] + sizes[f];
	free(sizes);
}

static const struct place *
place_of(const struct corpus *c, uint64_t file)
{
	struct rng r = { rng_mix(SEED + 1, file) };
	uint64_t luck = rng_below(&r, (uint32_t)c->weight_of_places);
	const struct place *p = c->shapes.places;

	while (luck >= p->weight)
		luck -= p++->weight;
	return p;
}

static int64_t
delivery_of(const struct corpus *c, uint64_t file)
{
	int64_t second = (int64_t)((double)file / (double)c->files * SPAN);

	return FIRST_DELIVERY + second / 300 * 300;
}

static void
caller_of(const struct corpus *c, struct rng *r, struct happening *h)
{
	uint64_t luck = rng_below(r, (uint32_t)c->weight_of_actors);

	h->actor = 0;
	while (luck >= c->shapes.actors[h->actor].weight)
		luck -= c->shapes.actors[h->actor++].weight;
	h->instance = rng_skewed(r, c->shapes.actors[h->actor].count);
}

/* An event of this caller.  False: none that is recorded in this region. */
static bool
event_of(const struct corpus *c, struct rng *r, bool region_of_globals,
    struct happening *h)
{
	const struct actor *a = &c->shapes.actors[h->actor];
	int i;

	for (i = 0; i < TRIES; i++) {
		h->event = actor_event(a, r);
		if (region_of_globals || !c->shapes.events[h->event].global)
			return true;
	}
	return false;
}

static struct happening
happening_of(const struct corpus *c, uint64_t record, uint64_t file)
{
	const struct place *place = place_of(c, file);
	bool globals = strcmp(place->region, "us-east-1") == 0;
	struct rng r = { rng_mix(SEED + 2, record) };
	uint64_t at = record - c->first[file];
	uint64_t size = c->first[file + 1] - c->first[file];
	struct rng crowd = { rng_mix(SEED + 5 + rng_below(&r, CALLERS),
	    rng_mix(file, at / TOGETHER)) };
	struct happening h = { .account = place->account,
		.region = place->region };

	/* As in real trails most callers work for a while. */
	caller_of(c, &crowd, &h);
	while (!event_of(c, &r, globals, &h))
		caller_of(c, &r, &h);
	/* Nearly in order: each up to four minutes late. */
	h.time = delivery_of(c, file) - 1000 + (int64_t)(at * 600 / size) +
	    rng_below(&r, 240);
	h.seed = rng_next(&r);
	return h;
}

static bool
comes_again(uint64_t record)
{
	return rng_mix(SEED + 3, record) % 1000 < AGAIN_PERMILLE;
}

/* The file before this one that is of the same place, or this one. */
static uint64_t
file_before(const struct corpus *c, uint64_t file)
{
	const struct place *place = place_of(c, file);
	uint64_t f = file;

	while (f > 0)
		if (place_of(c, --f) == place)
			return f;
	return file;
}

struct maker {
	const struct corpus *corpus;
	struct scene scene;
	struct writer writer;
	struct out content, key;
	FILE *lines;
	struct made *made;
};

static void
add_record(struct maker *m, uint64_t record, uint64_t file)
{
	struct happening h = happening_of(m->corpus, record, file);
	size_t from;

	if (m->content.n > 0)
		out_bytes(&m->content, ",", 1);
	else
		out_text(&m->content, "{\"Records\":[");
	from = m->content.n;
	record_write(&m->scene, &h, &m->content);
	m->made->records++;
	if (m->lines) {
		fwrite(m->content.p + from, 1, m->content.n - from, m->lines);
		putc('\n', m->lines);
	}
}

static void
make_file(struct maker *m, uint64_t file)
{
	const struct corpus *c = m->corpus;
	const struct place *place = place_of(c, file);
	uint64_t before = file_before(c, file), k;

	m->content.n = 0;
	for (k = c->first[file]; k < c->first[file + 1]; k++)
		add_record(m, k, file);
	for (k = c->first[before]; before != file && k < c->first[before + 1];
	     k++)
		if (comes_again(k)) {
			add_record(m, k, before);
			m->made->copies++;
		}
	out_text(&m->content, "]}");
	key_of_log(&m->key, place->account, "CloudTrail", place->region,
	    delivery_of(c, file), rng_mix(SEED + 4, file));
	writer_put(&m->writer, m->key.p, &m->content);
}

static void
lines_name(struct out *name, const char *ndjson, uint32_t job)
{
	name->n = 0;
	out_text(name, ndjson);
	if (job > 0) {
		out_text(name, ".");
		out_number(name, job);
	}
	out_bytes(name, "", 1);
}

/* The files from from to to. */
static void
work(const struct corpus *c, uint32_t job, uint64_t from, uint64_t to,
    struct made *made)
{
	struct maker m = { .corpus = c, .made = made };
	struct out name = { 0 };
	uint64_t f;

	scene_init(&m.scene, &c->shapes);
	writer_open(&m.writer, c->folder);
	if (c->ndjson) {
		lines_name(&name, c->ndjson, job);
		m.lines = fopen(name.p, "wb");
		if (m.lines == NULL)
			die("%s: %s", name.p, strerror(errno));
	}
	for (f = from; f < to; f++)
		make_file(&m, f);
	if (m.lines && (ferror(m.lines) || fclose(m.lines) != 0))
		die("%s: %s", name.p, strerror(errno));
	made->files = m.writer.files;
	made->plain_bytes = m.writer.plain_bytes;
	made->packed_bytes = m.writer.packed_bytes;
	writer_close(&m.writer);
	scene_release(&m.scene);
	out_release(&m.content);
	out_release(&m.key);
	out_release(&name);
}

/* The lines of the other processes go behind those of the first. */
static void
join_lines(const char *ndjson, uint32_t jobs)
{
	struct out name = { 0 }, block = { 0 };
	FILE *all = fopen(ndjson, "ab");
	uint32_t job;
	size_t n;

	out_room(&block, 1 << 20);
	for (job = 1; all && job < jobs; job++) {
		FILE *part;

		lines_name(&name, ndjson, job);
		part = fopen(name.p, "rb");
		while (part && (n = fread(block.p, 1, 1 << 20, part)) > 0)
			fwrite(block.p, 1, n, all);
		if (part == NULL || ferror(part) || ferror(all))
			die("%s: %s", name.p, strerror(errno));
		fclose(part);
		unlink(name.p);
	}
	if (all == NULL || fclose(all) != 0)
		die("%s: %s", ndjson, strerror(errno));
	out_release(&name);
	out_release(&block);
}

static void
work_together(const struct corpus *c, uint32_t jobs, struct made *made)
{
	uint32_t job;
	int status;

	for (job = 1; job < jobs; job++) {
		pid_t pid = fork();

		if (pid < 0)
			die("fork: %s", strerror(errno));
		if (pid == 0) {
			work(c, job, c->files * job / jobs,
			    c->files * (job + 1) / jobs, &made[job]);
			_exit(0);
		}
	}
	work(c, 0, 0, c->files / jobs, &made[0]);
	while (wait(&status) > 0)
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
			die("a process of ours failed");
}

void
corpus_make(const char *folder, uint64_t events, enum corpus_kind kind,
    const char *ndjson, uint32_t jobs)
{
	struct corpus c = { .folder = folder, .ndjson = ndjson };
	struct made *made, all = { 0 };
	uint32_t i;

	shapes_read_common(&c.shapes);
	shapes_read(&c.shapes, "corpus", text_corpus);
	shapes_link(&c.shapes);
	for (i = 0; i < c.shapes.place_count; i++)
		c.weight_of_places += c.shapes.places[i].weight;
	for (i = 0; i < c.shapes.actor_count; i++)
		c.weight_of_actors += c.shapes.actors[i].weight;
	share_out(&c, events, &size_kinds[kind]);
	made = mmap(NULL, jobs * sizeof(*made), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (made == MAP_FAILED)
		die("no shared memory: %s", strerror(errno));
	work_together(&c, jobs, made);
	if (ndjson)
		join_lines(ndjson, jobs);
	for (i = 0; i < jobs; i++) {
		all.files += made[i].files;
		all.records += made[i].records;
		all.copies += made[i].copies;
		all.plain_bytes += made[i].plain_bytes;
		all.packed_bytes += made[i].packed_bytes;
	}
	printf("%ju files, %ju records, of which %ju copies, %ju bytes, "
	       "%ju packed\n",
	    (uintmax_t)all.files, (uintmax_t)all.records,
	    (uintmax_t)all.copies, (uintmax_t)all.plain_bytes,
	    (uintmax_t)all.packed_bytes);
	munmap(made, jobs * sizeof(*made));
	free(c.first);
	shapes_release(&c.shapes);
}
