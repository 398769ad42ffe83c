/* Keys, folders, gzip. */
#include "gen_object.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "gen_rng.h"
#include "gen_template.h"

void
writer_open(struct writer *w, const char *root)
{
	*w = (struct writer){ .root = root };
	/* 15 + 16: the largest window, and a gzip header. */
	if (deflateInit2(&w->z, 6, Z_DEFLATED, 15 + 16, 8,
	        Z_DEFAULT_STRATEGY) != Z_OK)
		die("zlib does not start");
}

void
writer_close(struct writer *w)
{
	deflateEnd(&w->z);
	out_release(&w->packed);
	out_release(&w->path);
	out_release(&w->made);
}

void
key_folder(struct out *key, const char *account, const char *folder,
    const char *region, int64_t delivered)
{
	out_text(key, "AWSLogs/");
	out_text(key, account);
	out_text(key, "/");
	out_text(key, folder);
	out_text(key, "/");
	out_text(key, region);
	out_text(key, "/");
	out_day(key, delivered, "/");
	out_text(key, "/");
}

void
key_of_log(struct out *key, const char *account, const char *folder,
    const char *region, int64_t delivered, uint64_t seed)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz0123456789";
	struct rng r = { seed };
	int i;

	key->n = 0;
	key_folder(key, account, folder, region, delivered);
	out_text(key, account);
	out_text(key, "_");
	out_text(key, folder);
	out_text(key, "_");
	out_text(key, region);
	out_text(key, "_");
	out_compact(key, delivered, false);
	out_text(key, "_");
	for (i = 0; i < 16; i++)
		out_bytes(key, &letters[rng_below(&r, 62)], 1);
	out_bytes(key, ".json.gz", sizeof(".json.gz"));
}

/* Every folder above the file of path, unless they were made just now. */
static void
make_folders(struct writer *w)
{
	char *path = w->path.p, *slash = strrchr(path, '/'), *p;
	size_t n = (size_t)(slash - path);

	if (w->made.n == n && memcmp(w->made.p, path, n) == 0)
		return;
	for (p = path + 1; p <= slash; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(path, 0777) != 0 && errno != EEXIST)
			die("%s: %s", path, strerror(errno));
		*p = '/';
	}
	w->made.n = 0;
	out_bytes(&w->made, path, n);
}

static void
pack(struct writer *w, const struct out *content)
{
	w->packed.n = 0;
	w->z.next_in = (unsigned char *)content->p;
	w->z.avail_in = (unsigned)content->n;
	w->z.next_out = (unsigned char *)out_room(&w->packed,
	    deflateBound(&w->z, (unsigned long)content->n));
	w->z.avail_out = (unsigned)w->packed.size;
	if (deflate(&w->z, Z_FINISH) != Z_STREAM_END)
		die("zlib does not finish");
	w->packed.n = w->z.total_out;
	deflateReset(&w->z);
}

void
writer_put(struct writer *w, const char *key, const struct out *content)
{
	FILE *file;

	pack(w, content);
	w->path.n = 0;
	out_text(&w->path, w->root);
	out_text(&w->path, "/");
	out_bytes(&w->path, key, strlen(key) + 1);
	make_folders(w);
	file = fopen(w->path.p, "wb");
	if (file == NULL)
		die("%s: %s", w->path.p, strerror(errno));
	if (fwrite(w->packed.p, 1, w->packed.n, file) != w->packed.n ||
	    fclose(file) != 0)
		die("%s: %s", w->path.p, strerror(errno));
	w->files++;
	w->plain_bytes += content->n;
	w->packed_bytes += w->packed.n;
}
