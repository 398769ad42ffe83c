/*
 * Any bytes, typed at the explorer over logs full of escape sequences: what
 * is drawn never holds a hidden character, wide ones are whole, the cursor is
 * on the screen.  The first byte chooses the size of the terminal and ASCII;
 * a byte 0xfe within the keys another size, by the byte behind it.  What the
 * keys export goes into a directory that is made for it, and away again.
 */
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/utf8.h"
#include "explore/explore.h"
#include "ui/input.h"
#include "ui/mouse.h"
#include "ui/view.h"

static const int sizes[][2] = { { 80, 24 }, { 40, 10 }, { 140, 45 }, { 20, 5 },
	{ 19, 4 }, { 80, 15 }, { 250, 60 }, { 60, 9 } };

/* The inside of a JSON string: ESC, RLO and a zero-width space as escapes,
 * and as they are a C1 control, bytes that are no UTF-8, wide and combining
 * characters. */
#define EVIL "\\u001b[31m\\u202e\\u200b\xc2\x9b\xff\xe6\x97\xa5\xcc\x81"

/* Numbers a few events, so that they differ. */
static void
events_write(FILE *f)
{
	for (int i = 0; i < 40; i++)
		fprintf(f,
		    "{\"eventVersion\":\"1.08\",\"userIdentity\":{\"type\":"
		    "\"IAMUser\",\"userName\":\"u%d" EVIL "\"},\"eventTime\":"
		    "\"2024-01-%02dT00:00:0%dZ\",\"eventSource\":\"%s"
		    ".amazonaws.com\",\"eventName\":\"Get" EVIL "%d\","
		    "\"awsRegion\":\"us-east-1\",\"sourceIPAddress\":\"" EVIL
		    "\"%s,\"requestParameters\":{\"" EVIL "\":[%d,null,{}]},"
		    "\"eventID\":\"00000000-0000-4000-8000-0000000000%02d\"}\n",
		    i % 3, 1 + i / 20, i % 10, i % 2 ? "s3" : EVIL, i % 5,
		    i % 4 ? "" : ",\"errorCode\":\"AccessDenied" EVIL "\"", i,
		    i);
}

/* Loaded once; lives as long as the process. */
static struct store *
store_load(void)
{
	char path[] = "/tmp/fuzz_keys.XXXXXX";
	const char *logs[] = { path };
	struct store *st = store_new(NULL);
	struct loader *l;
	struct err err = { 0 };
	int fd = mkstemp(path);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");

	must(f, "there is room for a temporary file");
	setlocale(LC_CTYPE, "C.UTF-8");
	events_write(f);
	fclose(f);
	l = loader_start(st, logs, 1, &(struct load_options){ .threads = 1 },
	    &err);
	must(l, "the loader starts");
	loader_wait(l);
	loader_free(l);
	unlink(path);
	return st;
}

/* ---- what is exported -------------------------------------------------- */

static const char *
export_dir(void)
{
	static char dir[] = "/tmp/fuzz_keys_out.XXXXXX";
	static bool made;

	if (!made)
		must(mkdtemp(dir) != NULL, "there is room for a directory");
	made = true;
	return dir;
}

static void
export_dir_empty(void)
{
	DIR *d = opendir(export_dir());
	struct dirent *e;

	must(d != NULL, "the directory for exports is there");
	while ((e = readdir(d)) != NULL)
		unlinkat(dirfd(d), e->d_name, 0);
	closedir(d);
}

static void
export_dir_remove(void)
{
	export_dir_empty();
	rmdir(export_dir());
}

/* A name with a slash would leave it. */
static void
stay_in_export_dir(struct explore *x)
{
	struct explore_prompt p;

	explore_prompt(x, &p);
	if (p.kind == PROMPT_SHEET && p.sign == '>' &&
	    str_index(p.text, '/') < p.text.n) {
		explore_key(x, "End");
		explore_key(x, "^U");
	}
}

/* ---- drawing ----------------------------------------------------------- */

static void
grid_holds(const struct grid *g)
{
	for (int row = 0; row < g->rows; row++) {
		for (int column = 0; column < g->columns; column++) {
			const struct cell *cell = grid_at(g, row, column);

			must(cell->width == 0 || !utf8_hidden(cell->c) ||
				 cell->c == 0xfffd,
			    "no hidden character is drawn");
			must(cell->width != 2 ||
				 (column + 1 < g->columns &&
				     grid_at(g, row, column + 1)->width == 0),
			    "a wide character is whole");
		}
	}
	must(g->cursor_row >= 0 && g->cursor_row < g->rows &&
		 g->cursor_column >= 0 && g->cursor_column < g->columns,
	    "the cursor is on the screen");
}

static void
keys_type(struct explore *x, struct view *v, const uint8_t *data, size_t n)
{
	struct input in = { 0 };
	struct key key;
	size_t room;
	char *p = input_room(&in, &room);

	if (n > room)
		n = room;
	memcpy(p, data, n);
	input_added(&in, n);
	while (input_next(&in, true, &key) && !explore_quits(x)) {
		struct str text = str_of(key.name);

		stay_in_export_dir(x);
		if (strcmp(key.name, "Mouse") == 0)
			view_draw(v, mouse_act(v, &key.mouse));
		else
			view_draw(v, key.pasted ? explore_text(x, text)
						: explore_key(x, key.name));
		view_draw(v, explore_tick(x));
		grid_holds(&v->grid);
	}
}

/* Runs of keys, and a new size between two of them. */
static void
keys_and_sizes(struct explore *x, struct view *v, const uint8_t *data, size_t n)
{
	size_t from = 0;

	for (size_t i = 0; i <= n && !explore_quits(x); i++) {
		if (i < n && data[i] != 0xfe)
			continue;
		keys_type(x, v, data + from, i - from);
		if (i + 1 < n) {
			unsigned size = data[++i];

			view_draw(v, view_resize(v,
					 size & 8 ? (int)size
						  : sizes[size % 8u][0],
					 size & 16 ? (int)(size % 70u)
						   : sizes[size % 8u][1]));
			grid_holds(&v->grid);
		}
		from = i + 1;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct store *store;
	struct explore_options options = { .source = STR("logs"),
		.from_us = INT64_MIN,
		.to_us = INT64_MAX,
		.threads = 1 };
	struct explore *x;
	struct view v;
	unsigned size = n ? data[0] % 8u : 0;

	if (!store) {
		store = store_load();
		atexit(export_dir_remove);
	}
	options.store = store;
	options.export_dir = export_dir();
	x = explore_new(&options);
	view_init(&v, x, n && data[0] & 0x80, NULL);
	view_draw(&v, view_resize(&v, sizes[size][0], sizes[size][1]));
	grid_holds(&v.grid);
	if (n > 1)
		keys_and_sizes(x, &v, data + 1, n - 1 > 200 ? 200 : n - 1);
	view_release(&v);
	explore_free(x);
	export_dir_empty();
	return 0;
}
