/*
 * The yardstick of loading: bare zlib inflate of every .gz file below DIR, in
 * one thread, file after file, into one buffer that is thrown away.  Finding
 * the files is not timed; opening and reading them is.
 *
 *	inflate_files DIR
 *
 * Prints the seconds and the bytes, one measurement a line.
 */
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#define ROOM ((size_t)256 << 10)

struct paths {
	char **path;
	size_t n;
};

struct work {
	z_stream z;
	unsigned char in[ROOM], out[ROOM];
	unsigned long long packed_bytes, plain_bytes;
};

static void
fail(const char *path, const char *why)
{
	fprintf(stderr, "inflate_files: %s: %s\n", path, why);
	exit(1);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
find(char *dir, struct paths *found)
{
	char *const roots[] = { dir, NULL };
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOSTAT, NULL);
	FTSENT *e;

	while (tree && (e = fts_read(tree)) != NULL) {
		if (e->fts_pathlen < 3 || e->fts_info == FTS_DP ||
		    strcmp(e->fts_path + e->fts_pathlen - 3, ".gz") != 0)
			continue;
		found->path = realloc(found->path,
		    (found->n + 1) * sizeof(*found->path));
		if (!found->path ||
		    !(found->path[found->n++] = strdup(e->fts_path)))
			fail(dir, "out of memory");
	}
	if (!found->n)
		fail(dir, "no .gz file");
	fts_close(tree);
}

/* All members of one file. */
static void
inflate_file(struct work *w, const char *path)
{
	int fd = open(path, O_RDONLY), state = Z_OK;
	ssize_t n;

	if (fd < 0 || inflateReset(&w->z) != Z_OK)
		fail(path, strerror(errno));
	while ((n = read(fd, w->in, ROOM)) > 0) {
		w->packed_bytes += (unsigned long long)n;
		w->z.next_in = w->in;
		w->z.avail_in = (unsigned)n;
		do {
			if (state == Z_STREAM_END)
				inflateReset(&w->z);
			w->z.next_out = w->out;
			w->z.avail_out = ROOM;
			state = inflate(&w->z, Z_NO_FLUSH);
			if (state < 0 && state != Z_BUF_ERROR)
				fail(path, "damaged");
			w->plain_bytes += ROOM - w->z.avail_out;
		} while (w->z.avail_in > 0 ||
		    (w->z.avail_out == 0 && state == Z_OK));
	}
	if (n < 0)
		fail(path, strerror(errno));
	if (state != Z_STREAM_END)
		fail(path, "ends early");
	close(fd);
}

int
main(int argc, char **argv)
{
	struct paths found = { 0 };
	struct work *w = calloc(1, sizeof(*w));
	clock_t cpu;
	double start;

	if (argc != 2) {
		fputs("usage: inflate_files DIR\n", stderr);
		return 2;
	}
	find(argv[1], &found);
	if (!w || inflateInit2(&w->z, 15 + 16) != Z_OK)
		fail(argv[1], "out of memory");
	cpu = clock();
	start = now();
	for (size_t i = 0; i < found.n; i++)
		inflate_file(w, found.path[i]);
	printf("seconds %.6f\n", now() - start);
	printf("cpu %.6f\n", (double)(clock() - cpu) / CLOCKS_PER_SEC);
	printf("files %zu\n", found.n);
	printf("packed_bytes %llu\n", w->packed_bytes);
	printf("plain_bytes %llu\n", w->plain_bytes);
	inflateEnd(&w->z);
	for (size_t i = 0; i < found.n; i++)
		free(found.path[i]);
	free(found.path);
	free(w);
	return 0;
}
