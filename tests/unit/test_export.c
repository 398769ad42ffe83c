/*
 * Exports: whole or not at all, never into the evidence.
 */
#include <dirent.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "tap.h"
#include "explore/explore.h"
#include "explore/export.h"
#include "explore/files.h"
#include "sample.h"

static char dir[] = "/tmp/test_export.XXXXXX";

static const char *
in_dir(const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

/* Files in the directory, hidden ones too. */
static size_t
files(void)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	size_t n = 0;

	while (d && (e = readdir(d)) != NULL)
		n += strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0;
	closedir(d);
	return n;
}

static struct str
content(const char *name, struct buf *out)
{
	struct err err = { 0 };

	buf_reset(out);
	file_read(in_dir(name), 1 << 20, out, &err);
	return buf_str(out);
}

static void
put(const char *name, const char *text)
{
	FILE *f = fopen(in_dir(name), "w");

	fputs(text, f);
	fclose(f);
}

/* ---- the work itself --------------------------------------------------- */

static const struct scope all = { INT64_MIN, INT64_MAX };

static struct answer *
answer_of(struct store *store)
{
	struct snapshot *s = store_snapshot(store);
	struct ask *k = ask_new(s, NULL, all, all, STR(""), 10, false);
	struct answer *a;

	k->work.run(&k->work);
	a = answer_hold(k->answer);
	k->work.free(&k->work);
	snapshot_release(s);
	return a;
}

static struct ask_export *
export_new(struct answer *a, enum out_format format, const char *path,
    struct query_progress *progress)
{
	return ask_export_new(a, NULL, all, STR(""), STR("@who, @what"), NULL,
	    format, str_of(path), progress);
}

static void *
run(void *work)
{
	((struct work *)work)->run(work);
	return NULL;
}

static void
stopped_in_the_middle(struct answer *a)
{
	struct query_progress progress = { 0 };
	struct ask_export *k = export_new(a, OUT_JSON, in_dir("big.json"),
	    &progress);
	struct buf b = { 0 };
	pthread_t thread;

	put("big.json", "before");
	pthread_create(&thread, NULL, run, &k->work);
	while (atomic_load(&progress.done) < 5000) /* some is on the disk */
		usleep(100);
	atomic_store(&k->work.stop, true);
	pthread_join(thread, NULL);
	ok(!k->finished && k->written == 0 && k->rows > 0,
	    "it stops with %llu of %llu rows looked at",
	    (unsigned long long)progress.done, (unsigned long long)k->rows);
	ok(files() == 1, "no part of it is left");
	ok(str_equal(content("big.json", &b), STR("before")),
	    "the file that was there is as it was");
	unlink(in_dir("big.json"));
	k->work.free(&k->work);
	buf_free(&b);
}

static void
disk_is_full(struct answer *a)
{
	struct rlimit was, full;
	struct ask_export *k = export_new(a, OUT_CSV, in_dir("full.csv"),
	    NULL);
	char text[512];

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &was);
	full = was;
	full.rlim_cur = 100000;
	setrlimit(RLIMIT_FSIZE, &full);
	k->work.run(&k->work);
	setrlimit(RLIMIT_FSIZE, &was);
	err_text(&k->err, text, sizeof(text));
	ok(!k->finished && strstr(text, "full.csv cannot be written") &&
	        strstr(text, "File too large"),
	    "a full disk is told: %s", text);
	ok(files() == 0, "and leaves nothing behind");
	k->work.free(&k->work);
}

static void
written_whole(struct answer *a)
{
	struct ask_export *k = export_new(a, OUT_NDJSON, in_dir("a.ndjson"),
	    NULL);
	struct stat st;

	put("a.ndjson", "before");
	k->work.run(&k->work);
	ok(k->finished && k->written == k->rows && files() == 1 &&
	        stat(in_dir("a.ndjson"), &st) == 0 &&
	        (uint64_t)st.st_size == k->bytes,
	    "what is written has %llu bytes", (unsigned long long)k->bytes);
	unlink(in_dir("a.ndjson"));
	k->work.free(&k->work);
}

static void
only_over_files(struct answer *a)
{
	static const char *const devices[] = { "/dev/null", "/dev/full", dir };

	for (size_t i = 0; i < 3; i++) {
		struct ask_export *k = export_new(a, OUT_CSV, devices[i],
		    NULL);
		struct stat st;

		k->work.run(&k->work);
		ok(!k->finished && k->err.code == ERR_SYSTEM &&
		        stat(devices[i], &st) == 0 && !S_ISREG(st.st_mode),
		    "%s stays what it is: %s", devices[i], k->err.message);
		k->work.free(&k->work);
	}
	ok(files() == 0, "nothing is left beside them");
}

/* ---- by keys ----------------------------------------------------------- */

static void
settle(struct explore *x)
{
	struct pollfd p = { .events = POLLIN };
	int fds[EXPLORE_FDS];

	explore_tick(x);
	for (int i = 0; i < 20000 && explore_busy(x); i++) {
		explore_fds(x, fds);
		p.fd = fds[0];
		poll(&p, 1, 1);
		explore_tick(x);
	}
}

/* S e n, a name, Enter. */
static bool
exported(struct explore *x, const char *name, const char *said)
{
	struct explore_prompt p;
	struct str note;
	bool right;

	explore_key(x, "S");
	explore_key(x, "e");
	explore_key(x, "n");
	explore_key(x, "^U");
	explore_text(x, str_of(name));
	explore_key(x, "Enter");
	settle(x);
	explore_prompt(x, &p);
	note = p.kind == PROMPT_NONE ? explore_message(x) : p.note;
	right = str_find(note, str_of(said)) < note.n;
	if (!right)
		printf("# %.*s\n", STR_ARG(note));
	while (p.kind != PROMPT_NONE) {
		explore_key(x, "Esc");
		explore_prompt(x, &p);
	}
	return right;
}

static const struct explore_room room = { .list_columns = 80, .list_rows = 17,
	.screen_columns = 80, .screen_rows = 24, .sheet_columns = 80,
	.sheet_rows = 18, .bars = 57 };

static bool
says(struct explore *x, const char *want)
{
	struct str s = explore_message(x);
	bool said = str_starts(s, str_of(want));

	if (!said)
		printf("# %.*s\n", STR_ARG(s));
	return said;
}

static void
one_at_a_time(struct store *store)
{
	static const char *const keys[] = { "S", "e", "n", "Enter" };
	struct explore_options o = { .store = store, .source = STR("sample"),
		.from_us = INT64_MIN, .to_us = INT64_MAX, .threads = 1,
		.export_dir = dir };
	struct explore *x = explore_new(&o);

	explore_resize(x, &room);
	settle(x);
	for (size_t i = 0; i < 4; i++)
		explore_key(x, keys[i]);
	ok(says(x, "writing events-2023-07-10.ndjson  "),
	    "that it is written is said");
	explore_key(x, "j");
	ok(says(x, "writing events-2023-07-10.ndjson  "),
	    "also behind the next key");
	explore_key(x, "y");
	explore_key(x, "e");
	ok(says(x, "an export runs: ^C stops it"),
	    "nothing else takes its place");
	for (size_t i = 0; i < 4; i++)
		explore_key(x, keys[i]);
	explore_key(x, "Esc");
	explore_key(x, "^C");
	settle(x);
	ok(says(x, "stopped: nothing was written") && files() == 0,
	    "^C stops it");
	explore_free(x);
	x = explore_new(&o);
	explore_resize(x, &room);
	settle(x);
	for (size_t i = 0; i < 4; i++)
		explore_key(x, keys[i]);
	explore_key(x, "Q");
	explore_free(x);
	ok(files() == 0, "and so does the end of the program");
}

static void
never_into_the_evidence(struct store *store)
{
	static const char *const names[] = { "case/x.ndjson",
		"case/../case/x.ndjson", "link/x.ndjson", "case/sub/x.ndjson",
		"./case/sub/../x.ndjson", "single", "link2" };
	char real[256], single[256];
	const char *logs[] = { real, single };
	struct explore_options o = { .store = store, .source = STR("sample"),
		.from_us = INT64_MIN, .to_us = INT64_MAX, .threads = 1,
		.logs = logs, .n_logs = 2, .export_dir = dir };
	struct explore *x;

	mkdir(in_dir("case"), 0700);
	mkdir(in_dir("case/sub"), 0700);
	put("single", "evidence");
	snprintf(real, sizeof(real), "%s/case", dir);
	snprintf(single, sizeof(single), "%s/single", dir);
	ok(symlink(real, in_dir("link")) == 0 &&
	        symlink(single, in_dir("link2")) == 0,
	    "there are links to the evidence");
	x = explore_new(&o);
	explore_resize(x, &room);
	settle(x);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		ok(exported(x, names[i], "inside the evidence"),
		    "%s is refused", names[i]);
	ok(exported(x, "nowhere/x.ndjson", "no such directory"),
	    "a directory that is not there is said");
	ok(exported(x, "", "needs a name"), "so is no name");
	ok(exported(x, "/dev/null", "no file"), "and a device");
	ok(exported(x, "a\xe2\x80\xae" "b.ndjson", ": 20 events, "),
	    "a name may hold what is hidden");
	ok(exported(x, "case.ndjson", ": 20 events, "),
	    "beside the evidence a file is written");
	ok(files() == 6, "only that is new");
	explore_free(x);
	rmdir(in_dir("case/sub"));
	rmdir(in_dir("case"));
	unlink(in_dir("link"));
	unlink(in_dir("link2"));
	unlink(in_dir("single"));
	unlink(in_dir("case.ndjson"));
	unlink(in_dir("a\xe2\x80\xae" "b.ndjson"));
}

int
main(void)
{
	uint32_t source;
	struct store *big = sample_store(150000, &source);
	struct store *small = sample_store(20, &source);
	struct answer *a;

	if (!mkdtemp(dir))
		return 1;
	a = answer_of(big);
	stopped_in_the_middle(a);
	disk_is_full(a);
	answer_release(a);
	one_at_a_time(big);
	a = answer_of(small);
	written_whole(a);
	only_over_files(a);
	answer_release(a);
	never_into_the_evidence(small);
	store_free(big);
	store_free(small);
	ok(rmdir(dir) == 0, "the directory is empty at the end");
	return done_testing();
}
