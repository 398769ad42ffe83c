/*
 * The main function of a fuzz target in `make check`: runs the target on no
 * bytes and then on every file of its corpus, in order of names.  A target
 * that aborts ends the run, which the missing plan shows; the comment before
 * it names the input.
 *
 *	fuzz_NAME [FILE or DIRECTORY]...     default: tests/fuzz/corpus/NAME
 */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz/fuzz.h"

#define INPUT_BYTES_MAX (64u << 20)

struct replay {
	int run;
	int failed;
};

static void
report(struct replay *r, bool holds, const char *what)
{
	r->run++;
	r->failed += !holds;
	printf("%sok %d - %s\n", holds ? "" : "not ", r->run, what);
	fflush(stdout);
}

/* A block of exactly n bytes, so that a sanitizer sees a read behind it. */
static bool
read_whole(const char *path, uint8_t **data, size_t *n)
{
	FILE *in = fopen(path, "rb");
	struct stat st;
	bool whole = false;

	*data = NULL;
	if (!in || fstat(fileno(in), &st) != 0 || st.st_size > INPUT_BYTES_MAX)
		goto out;
	*n = (size_t)st.st_size;
	*data = malloc(*n ? *n : 1);
	whole = *data && fread(*data, 1, *n, in) == *n;
out:
	if (!whole)
		printf("# %s: %s\n", path, strerror(errno));
	if (in)
		fclose(in);
	return whole;
}

static void
replay_file(struct replay *r, const char *path)
{
	const char *slash = strrchr(path, '/');
	uint8_t *data;
	size_t n;
	bool whole;

	printf("# %s\n", path);
	fflush(stdout);
	whole = read_whole(path, &data, &n);
	if (whole)
		LLVMFuzzerTestOneInput(data, n);
	free(data);
	report(r, whole, slash ? slash + 1 : path);
}

static int
visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void
replay_path(struct replay *r, const char *path)
{
	struct dirent **entries;
	int n = scandir(path, &entries, visible, alphasort);

	if (n < 0) {
		if (errno == ENOTDIR)
			replay_file(r, path);
		else
			report(r, false, path);
		return;
	}
	for (int i = 0; i < n; i++) {
		char inside[4096];

		snprintf(inside, sizeof(inside), "%s/%s", path,
		    entries[i]->d_name);
		replay_file(r, inside);
		free(entries[i]);
	}
	free(entries);
	if (n == 0)
		report(r, false, "the corpus has files");
}

/* tests/fuzz/corpus/NAME below the sources, for the program fuzz_NAME. */
static void
replay_corpus(struct replay *r, const char *program)
{
	const char *top = getenv("srcdir");
	const char *name = strrchr(program, '/');
	char path[4096];

	name = name ? name + 1 : program;
	if (strncmp(name, "fuzz_", 5) == 0)
		name += 5;
	snprintf(path, sizeof(path), "%s/tests/fuzz/corpus/%s",
	    top ? top : ".", name);
	replay_path(r, path);
}

int
main(int argc, char **argv)
{
	struct replay r = { 0 };
	static const uint8_t nothing[1];

	LLVMFuzzerTestOneInput(nothing, 0);
	report(&r, true, "no bytes at all");
	for (int i = 1; i < argc; i++)
		replay_path(&r, argv[i]);
	if (argc == 1)
		replay_corpus(&r, argv[0]);
	printf("1..%d\n", r.run);
	return r.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
