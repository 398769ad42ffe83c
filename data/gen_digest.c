/* One chain of digests for each place. */
#include "gen_digest.h"

#include <string.h>
#include "gen_rng.h"
#include "gen_sha256.h"
#include "gen_template.h"

#define BUCKET "example-security-logs"
#define TRAIL "audit"
#define HOME "us-east-1"

struct chain {
	struct writer *writer;
	const char *account, *region;
	struct rng rng;
	struct out key, content;
	struct out before; /* the key of the digest before; empty at first */
	char hash[65];     /* and its hash */
};

static void
text_member(struct out *o, const char *name, const char *value)
{
	out_text(o, "\"");
	out_text(o, name);
	out_text(o, "\":\"");
	out_text(o, value);
	out_text(o, "\",");
}

/* time 0: null */
static void
time_member(struct out *o, const char *name, int64_t time)
{
	out_text(o, "\"");
	out_text(o, name);
	if (time == 0) {
		out_text(o, "\":null,");
		return;
	}
	out_text(o, "\":\"");
	out_iso(o, time);
	out_text(o, "\",");
}

static void
name_digest(struct chain *c, int64_t end)
{
	struct out *key = &c->key;

	key->n = 0;
	key_folder(key, c->account, "CloudTrail-Digest", c->region, end);
	out_text(key, c->account);
	out_text(key, "_CloudTrail-Digest_");
	out_text(key, c->region);
	out_text(key, "_" TRAIL "_" HOME "_");
	out_compact(key, end, true);
	out_bytes(key, ".json.gz", sizeof(".json.gz"));
}

static bool
belongs(const struct chain *c, const struct object *o, int64_t start,
    int64_t end)
{
	return o->delivered > start && o->delivered <= end &&
	    strcmp(o->account, c->account) == 0 &&
	    strcmp(o->region, c->region) == 0;
}

static void
write_before(struct chain *c)
{
	struct out *o = &c->content;
	int i;

	if (c->before.n == 0) {
		out_text(o, "\"previousDigestS3Bucket\":null,"
			    "\"previousDigestS3Object\":null,"
			    "\"previousDigestHashValue\":null,"
			    "\"previousDigestHashAlgorithm\":null,"
			    "\"previousDigestSignature\":null,");
		return;
	}
	text_member(o, "previousDigestS3Bucket", BUCKET);
	text_member(o, "previousDigestS3Object", c->before.p);
	text_member(o, "previousDigestHashValue", c->hash);
	text_member(o, "previousDigestHashAlgorithm", "SHA-256");
	out_text(o, "\"previousDigestSignature\":\"");
	for (i = 0; i < 512; i++)
		out_bytes(o, &"0123456789abcdef"[rng_below(&c->rng, 16)], 1);
	out_text(o, "\",");
}

static void
write_object(struct out *o, const struct object *object)
{
	out_text(o, "{");
	text_member(o, "s3Bucket", BUCKET);
	text_member(o, "s3Object", object->key);
	text_member(o, "hashValue", object->hash);
	text_member(o, "hashAlgorithm", "SHA-256");
	time_member(o, "newestEventTime", object->newest);
	time_member(o, "oldestEventTime", object->oldest);
	o->n--; /* the last comma */
	out_text(o, "},");
}

static void
write_digest(struct chain *c, const struct object *objects, uint32_t count,
    int64_t start, int64_t end)
{
	int64_t newest = 0, oldest = 0;
	struct out *o = &c->content;
	uint32_t i, named = 0;

	for (i = 0; i < count; i++) {
		const struct object *object = &objects[i];

		if (!belongs(c, object, start, end))
			continue;
		if (newest < object->newest)
			newest = object->newest;
		if (oldest == 0 || oldest > object->oldest)
			oldest = object->oldest;
	}
	name_digest(c, end);
	o->n = 0;
	out_text(o, "{");
	text_member(o, "awsAccountId", c->account);
	time_member(o, "digestStartTime", start);
	time_member(o, "digestEndTime", end);
	text_member(o, "digestS3Bucket", BUCKET);
	text_member(o, "digestS3Object", c->key.p);
	text_member(o, "digestPublicKeyFingerprint",
	    "9f0c4e1ab2d35768c1e0f7a4b6d85302");
	text_member(o, "digestSignatureAlgorithm", "SHA256withRSA");
	time_member(o, "newestEventTime", newest);
	time_member(o, "oldestEventTime", oldest);
	write_before(c);
	out_text(o, "\"logFiles\":[");
	for (i = 0; i < count; i++)
		if (belongs(c, &objects[i], start, end)) {
			write_object(o, &objects[i]);
			named++;
		}
	if (named > 0)
		o->n--;
	out_text(o, "]}");
	writer_put(c->writer, c->key.p, o);
	sha256_hex(o->p, o->n, c->hash);
	c->before.n = 0;
	out_bytes(&c->before, c->key.p, c->key.n);
}

static bool
seen_before(const struct object *objects, uint32_t i)
{
	uint32_t k;

	for (k = 0; k < i; k++)
		if (strcmp(objects[k].account, objects[i].account) == 0 &&
		    strcmp(objects[k].region, objects[i].region) == 0)
			return true;
	return false;
}

void
digests_write(struct writer *w, const struct object *objects, uint32_t count,
    int64_t start, int64_t end)
{
	uint32_t i;

	for (i = 0; i < count; i++) {
		struct chain c = { .writer = w, .account = objects[i].account,
			.region = objects[i].region };
		int64_t at;

		if (seen_before(objects, i))
			continue;
		/* Each place has its own minute and second of the hour. */
		c.rng.state = rng_mix(rng_name(c.account), rng_name(c.region));
		at = start + rng_below(&c.rng, 3600);
		for (; at < end; at += 3600)
			write_digest(&c, objects, count, at, at + 3600);
		out_release(&c.key);
		out_release(&c.content);
		out_release(&c.before);
	}
}
