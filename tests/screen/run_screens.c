/*
 * Compares screens as text, without a terminal: run_screens NAME.scr
 *
 *	case typing narrows the list      a statement; what follows proves it
 *	size 80x24
 *	data demo                         the sample incident, a part of it
 *	                                  (demo/...), or a file or directory
 *	                                  below the sources; several of them;
 *	                                  "pipe" is one that stays silent, two
 *	                                  hold up what comes after them
 *	data copy FILE                    a copy of the file
 *	cut 12                            so many bytes of that copy are left
 *	options ascii
 *	theme dark                        the looks of all rows are compared
 *	keys j 20*k Enter "text" ^C       20 times k; text in quotes is typed
 *	paste text                        the rest of the line, pasted
 *	resize 40x10
 *	screen                            waits until the screen is this
 *	|[1 Events]  6 Ledger
 *	=BBBBBBBBBB                       the attributes of the row above,
 *	~      r                          its colours: ui/grid.h has the letters
 *	|{...}                            any number of rows
 *	|12:24:49 {*} iam:CreateUser      {*} is any text
 *	end
 *
 * Lines that begin with # are comments.  A case without its data is skipped.
 * Attributes are those of mono, compared where they are given; with a theme a
 * row without letters has none.
 */
#include <ctype.h>
#include <locale.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "explore/explore.h"
#include "tap.h"
#include "ui/input.h"
#include "ui/view.h"

#define PATIENCE_US (20 * US_PER_SECOND) /* sanitizers and slow machines */
#define LINES_MAX 200
#define LOGS_MAX 8
#define PATH_BYTES 1024

struct session {
	struct store *store;
	struct loader *loader;
	struct explore *x;
	struct view view;
	bool open;
	int pipe[2];             /* 0, 0: none */
	char copy[PATH_BYTES];   /* in a directory of its own; "": none */
};

struct script {
	FILE *f;
	const char *path;
	char line[4096];
	int number;
	char name[512], data[512];
	int columns, rows;
	bool ascii, skipped;
	const struct theme *theme; /* NULL: none was asked for */
	struct session s;
};

static _Noreturn void
wrong(const struct script *t, const char *why)
{
	fprintf(stderr, "%s:%d: %s: %s\n", t->path, t->number, why, t->line);
	exit(2);
}

/* ---- a session ---------------------------------------------------------- */

static bool
data_find(const char *data, char *out, size_t n)
{
	const char *top = getenv("srcdir"), *build = getenv("builddir");
	bool demo = strncmp(data, "demo", strcspn(data, "/")) == 0;

	snprintf(out, n, "%s/%s%s",
	    demo ? (build ? build : ".") : (top ? top : "."),
	    demo ? "data/" : "", data);
	return access(out, R_OK) == 0;
}

static const char *
name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Of path, into a new directory. */
static bool
copy_make(struct session *s, const char *path)
{
	char dir[] = "/tmp/run_screens-XXXXXX";
	char bytes[65536];
	FILE *in = fopen(path, "r"), *out = NULL;
	size_t n;

	if (in && mkdtemp(dir) &&
	    snprintf(s->copy, sizeof(s->copy), "%s/%s", dir, name_of(path)) <
		PATH_BYTES)
		out = fopen(s->copy, "w");
	while (out && (n = fread(bytes, 1, sizeof(bytes), in)) > 0)
		fwrite(bytes, 1, n, out);
	if (in)
		fclose(in);
	return out && fclose(out) == 0;
}

static void
copy_remove(struct session *s)
{
	if (!s->copy[0])
		return;
	unlink(s->copy);
	*strrchr(s->copy, '/') = '\0';
	rmdir(s->copy);
	s->copy[0] = '\0';
}

/* What the words of the line "data" name; 0: one is not here. */
static size_t
logs_find(struct script *t, char logs[LOGS_MAX][PATH_BYTES])
{
	struct session *s = &t->s;
	char words[sizeof(t->data)], *rest = words, *word;
	bool copied = false;
	size_t n = 0;

	snprintf(words, sizeof(words), "%s", t->data);
	while ((word = strsep(&rest, " ")) && n < LOGS_MAX) {
		if (strcmp(word, "copy") == 0) {
			copied = true;
			continue;
		}
		if (strcmp(word, "pipe") == 0) {
			if (!s->pipe[1] && pipe(s->pipe) != 0)
				wrong(t, "no pipe");
			snprintf(logs[n++], PATH_BYTES, "/dev/fd/%d",
			    s->pipe[0]);
			continue;
		}
		if (!data_find(word, logs[n], PATH_BYTES))
			return 0;
		if (copied) {
			if (!copy_make(s, logs[n]))
				wrong(t, "no copy");
			snprintf(logs[n], PATH_BYTES, "%s", s->copy);
		}
		n++;
	}
	return n;
}

static void
session_open(struct script *t, char logs[LOGS_MAX][PATH_BYTES], size_t n)
{
	struct session *s = &t->s;
	struct explore_options options = { .from_us = INT64_MIN,
		.to_us = INT64_MAX,
		.threads = 2 };
	struct load_options load = { .threads = 2 };
	struct err err = { 0 };
	const char *paths[LOGS_MAX];
	char library[PATH_BYTES], source[PATH_BYTES + 24];
	int n_source;

	for (size_t i = 0; i < n; i++)
		paths[i] = logs[i];
	n_source = snprintf(source, sizeof(source), "%s", name_of(logs[0]));
	if (n > 1)
		snprintf(source + n_source, sizeof(source) - (size_t)n_source,
		    " +%zu", n - 1);
	data_find("data/queries", library, sizeof(library));
	s->store = store_new(&(struct store_options){ 0 });
	s->loader = loader_start(s->store, paths, n, &load, &err);
	if (!s->loader)
		wrong(t, err.message);
	options.store = s->store;
	options.loader = s->loader;
	options.source = str_of(source);
	options.library = library;
	s->x = explore_new(&options);
	view_init(&s->view, s->x, t->ascii, NULL);
	view_draw(&s->view, view_resize(&s->view, t->columns, t->rows));
	s->open = true;
}

static void
session_close(struct session *s)
{
	if (!s->open)
		return;
	view_release(&s->view);
	explore_free(s->x);
	loader_free(s->loader);
	store_free(s->store);
	s->open = false;
	for (int i = 0; i < 2; i++)
		if (s->pipe[i])
			close(s->pipe[i]);
	s->pipe[0] = s->pipe[1] = 0;
	copy_remove(s);
}

/* Lets work go on for at most that long; false: nothing came. */
static bool
work(struct session *s, int ms)
{
	int fds[EXPLORE_FDS], due = explore_timeout_ms(s->x), ready;
	size_t n = explore_fds(s->x, fds);
	struct pollfd polled[EXPLORE_FDS];
	unsigned redraw;

	for (size_t i = 0; i < n; i++)
		polled[i] = (struct pollfd){ fds[i], POLLIN, 0 };
	ready = poll(polled, n, due >= 0 && due < ms ? due : ms);
	redraw = explore_tick(s->x);
	if (redraw)
		view_draw(&s->view, redraw);
	return ready > 0 || redraw || (due >= 0 && due < ms);
}

/* A pipe is loaded for ever; screens wait for what they want. */
static void
settle(struct session *s)
{
	int64_t end = time_monotonic() + PATIENCE_US;

	if (s->pipe[1])
		return;
	while ((work(s, 20) || explore_busy(s->x)) && time_monotonic() < end)
		;
}

static void
copy_cut(struct script *t, const char *bytes)
{
	settle(&t->s);
	if (truncate(t->s.copy, atol(bytes)) != 0)
		wrong(t, "no copy");
}

static void
key_press(struct session *s, const char *key)
{
	unsigned redraw;

	if (explore_quits(s->x) || !view_takes_keys(&s->view))
		return;
	redraw = explore_key(s->x, key);
	view_draw(&s->view, redraw);
}

/* How often the key at *p is to be pressed ("20*j"). */
static int
times_read(const char **p)
{
	char *end;
	long n = strtol(*p, &end, 10);

	if (end == *p || *end != '*' || n < 1 || n > 10000)
		return 1;
	*p = end + 1;
	return (int)n;
}

static void
keys_press(struct script *t, const char *p)
{
	bool typed = false;

	settle(&t->s);
	while (*p) {
		struct key key = { 0 };
		size_t n = 0;
		int times;

		if (*p == '"') {
			typed = !typed;
			p++;
			continue;
		}
		if (!typed && *p == ' ') {
			p++;
			continue;
		}
		times = typed ? 1 : times_read(&p);
		do
			key.name[n++] = *p++;
		while (
		    n < KEY_BYTES - 1 && *p &&
		    (typed ? ((unsigned char)*p & 0xc0) == 0x80 : *p != ' '));
		while (times-- > 0)
			key_press(&t->s,
			    strcmp(key.name, " ") == 0 ? "Space" : key.name);
		settle(&t->s);
	}
}

/* ---- comparing ---------------------------------------------------------- */

struct expected {
	char *rows[LINES_MAX];
	char *attributes[LINES_MAX], *colours[LINES_MAX]; /* or NULL */
	int n;
	const struct theme *theme;
	bool all_looks; /* where there are no letters, there is no look */
};

static void
expected_free(struct expected *e)
{
	for (int i = 0; i < e->n; i++) {
		free(e->rows[i]);
		free(e->attributes[i]);
		free(e->colours[i]);
	}
}

/* {*} in want stands for any text. */
static bool
text_matches(const char *want, const char *got)
{
	if (strncmp(want, "{*}", 3) == 0) {
		do
			if (text_matches(want + 3, got))
				return true;
		while (*got++);
		return false;
	}
	if (*want == '\0' || *want != *got)
		return *want == *got;
	return text_matches(want + 1, got + 1);
}

static bool
letters_match(struct session *s, const struct expected *e, const char *want,
    int row,
    void (*letters)(const struct grid *, int, const struct theme *,
	struct buf *))
{
	struct buf got = { 0 };
	bool same = true;

	if (want || e->all_looks) {
		letters(&s->view.grid, row, e->theme, &got);
		buf_byte(&got, '\0');
		same = text_matches(want ? want : "", got.p);
		buf_free(&got);
	}
	return same;
}

static bool
row_matches(struct session *s, const struct expected *e, int i, int row)
{
	struct buf text = { 0 };
	bool same;

	grid_row_text(&s->view.grid, row, &text);
	buf_byte(&text, '\0');
	same = text_matches(e->rows[i], text.p);
	buf_free(&text);
	return same &&
	       letters_match(s, e, e->attributes[i], row, grid_row_attributes) &&
	       letters_match(s, e, e->colours[i], row, grid_row_colours);
}

static bool
rows_match(struct session *s, const struct expected *e, int i, int row)
{
	for (; i < e->n; i++, row++) {
		if (strcmp(e->rows[i], "{...}") == 0) {
			do
				if (rows_match(s, e, i + 1, row))
					return true;
			while (row++ < s->view.grid.rows);
			return false;
		}
		if (row >= s->view.grid.rows || !row_matches(s, e, i, row))
			return false;
	}
	return row == s->view.grid.rows;
}

static void
screen_print(struct session *s, const struct theme *theme)
{
	const struct grid *g = &s->view.grid;
	struct buf text = { 0 };

	for (int row = 0; row < g->rows; row++) {
		buf_reset(&text);
		buf_add(&text, STR("# |"));
		grid_row_text(g, row, &text);
		buf_byte(&text, '\n');
		if (theme) {
			buf_add(&text, STR("# ="));
			grid_row_attributes(g, row, theme, &text);
			buf_add(&text, STR("\n# ~"));
			grid_row_colours(g, row, theme, &text);
			buf_byte(&text, '\n');
		}
		fwrite(text.p, 1, text.n, stdout);
	}
	printf("# cursor at row %d column %d\n", g->cursor_row,
	    g->cursor_column);
	buf_free(&text);
}

/* The terminal's cursor stands on the only `>` that leads a row, if any. */
static bool
cursor_matches(struct session *s)
{
	const struct grid *g = &s->view.grid;
	struct explore_prompt p;
	int marked = 0, at = 0;

	explore_prompt(s->x, &p);
	if (p.kind != PROMPT_NONE || explore_help_open(s->x))
		return true;
	for (int row = 6; row < g->rows - 1; row++)
		if (grid_at(g, row, 0)->c == '>') {
			marked++;
			at = row;
		}
	return marked == 0 ||
	       (marked == 1 && g->cursor_row == at && g->cursor_column == 0);
}

static void
screen_compare(struct script *t, const struct expected *e, int block)
{
	int64_t end = time_monotonic() + PATIENCE_US;
	bool looks = e->all_looks, same;

	settle(&t->s);
	while (!(same = rows_match(&t->s, e, 0, 0)) && time_monotonic() < end &&
	       (work(&t->s, 20) || explore_busy(t->s.x)))
		;
	for (int i = 0; i < e->n; i++)
		looks = looks || e->attributes[i] || e->colours[i];
	ok(same, "%s%s (line %d)", t->name, block > 1 ? ", then" : "",
	    t->number);
	if (!same || getenv("SCREENS_SHOW"))
		screen_print(&t->s, looks ? e->theme : NULL);
	ok(cursor_matches(&t->s), "%s: the cursor stands on the only >",
	    t->name);
}

/* ---- the script --------------------------------------------------------- */

static bool
line_next(struct script *t)
{
	do {
		if (!fgets(t->line, sizeof(t->line), t->f))
			return false;
		t->line[strcspn(t->line, "\n")] = '\0';
		t->number++;
	} while (t->line[0] == '#' || t->line[0] == '\0');
	return true;
}

static char *
trimmed(const char *p)
{
	size_t n = strlen(p);

	while (n > 0 && p[n - 1] == ' ')
		n--;
	return strndup(p, n);
}

static void
screen_read(struct script *t, struct expected *e)
{
	e->all_looks = t->theme != NULL;
	e->theme = t->theme ? t->theme : theme_find("mono");
	while (line_next(t) && strcmp(t->line, "end") != 0) {
		if (t->line[0] == '|' && e->n < LINES_MAX)
			e->rows[e->n++] = trimmed(t->line + 1);
		else if (t->line[0] == '=' && e->n > 0)
			e->attributes[e->n - 1] = trimmed(t->line + 1);
		else if (t->line[0] == '~' && e->n > 0)
			e->colours[e->n - 1] = trimmed(t->line + 1);
		else
			wrong(t, "no row of a screen");
	}
}

static void
size_read(struct script *t, const char *p)
{
	if (sscanf(p, "%dx%d", &t->columns, &t->rows) != 2)
		wrong(t, "no size");
}

static void
case_begin(struct script *t)
{
	char logs[LOGS_MAX][PATH_BYTES];
	size_t n;

	if (t->s.open || t->skipped)
		return;
	n = logs_find(t, logs);
	if (n > 0) {
		session_open(t, logs, n);
		return;
	}
	t->skipped = true;
	skip(t->name, "its data is not here");
}

static void
run(struct script *t)
{
	int block = 0;

	while (line_next(t)) {
		char *word = t->line;
		char *rest = word + strcspn(word, " ");

		if (*rest)
			*rest++ = '\0';
		if (strcmp(word, "case") == 0) {
			session_close(&t->s);
			t->skipped = t->ascii = false;
			t->theme = NULL;
			block = 0;
			snprintf(t->name, sizeof(t->name), "%s", rest);
		} else if (strcmp(word, "size") == 0) {
			size_read(t, rest);
		} else if (strcmp(word, "data") == 0) {
			snprintf(t->data, sizeof(t->data), "%s", rest);
		} else if (strcmp(word, "options") == 0) {
			t->ascii = strstr(rest, "ascii") != NULL;
		} else if (strcmp(word, "theme") == 0) {
			t->theme = theme_find(rest);
			if (!t->theme)
				wrong(t, "no theme");
		} else if (strcmp(word, "keys") == 0) {
			case_begin(t);
			if (!t->skipped)
				keys_press(t, rest);
		} else if (strcmp(word, "paste") == 0) {
			case_begin(t);
			if (!t->skipped)
				view_draw(&t->s.view,
				    explore_text(t->s.x, str_of(rest)));
		} else if (strcmp(word, "cut") == 0) {
			case_begin(t);
			if (!t->skipped)
				copy_cut(t, rest);
		} else if (strcmp(word, "resize") == 0) {
			size_read(t, rest);
			case_begin(t);
			if (!t->skipped)
				view_draw(&t->s.view, view_resize(&t->s.view,
							  t->columns, t->rows));
		} else if (strcmp(word, "screen") == 0) {
			struct expected e = { 0 };

			case_begin(t);
			screen_read(t, &e);
			if (!t->skipped)
				screen_compare(t, &e, ++block);
			expected_free(&e);
		} else {
			wrong(t, "no command");
		}
	}
	session_close(&t->s);
}

int
main(int argc, char **argv)
{
	struct script t = { .columns = 80, .rows = 24, .data = "demo" };

	if (argc != 2 || !(t.f = fopen(argv[1], "r"))) {
		fprintf(stderr, "usage: run_screens NAME.scr\n");
		return 2;
	}
	t.path = argv[1];
	setlocale(LC_CTYPE, "C.UTF-8");
	run(&t);
	fclose(t.f);
	return done_testing();
}
